"""Where the zone stands in each branch: shares, advantage, standing in the chain, enterprises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Phrase, Section, asking
from navigation.reports.receipts import Receipt, among
from navigation.reports.sections import positioning_exhibits as exhibits
from navigation.reports.sections import positioning_peers as peering
from navigation.reports.sections.branches import LEAST_N, WHOLE, label_of, leaves, phrase
from navigation.reports.sections.direction_ladder import zone_phrase

FEW = 6
STATUSES = ("strong", "average", "weak", "missing", "undetermined")
_LEAF = among("branch", "branch_id", is_leaf=True)


def positioning(
    branch: pd.DataFrame,
    position: pd.DataFrame,
    enterprise: pd.DataFrame,
    family: pd.DataFrame,
    collaboration: pd.DataFrame,
    applicant: pd.DataFrame,
    place: pd.DataFrame,
    event: pd.DataFrame,
    family_applicant: pd.DataFrame,
    *,
    peers: Sequence[str],
    zone: str | None,
    zone_en: str | None,
) -> Section:
    """The zone in five positions beside its peers; without a roster the home country takes its place."""
    if position.empty:
        return Section("positioning", lacking=("position",))
    ask = asking(
        "positioning",
        branch=branch, position=position, enterprise=enterprise, family=family, collaboration=collaboration,
        place=place, event=event,
    )  # fmt: skip
    rows = position[position["actor_kind"] == "zone"]
    has_zone = not rows.empty
    named_zone = zone_phrase(zone, zone_en)
    context: dict[str, object] = {
        "has_zone": has_zone,
        "members": ask("members", "enterprise", "count", {"is_zone_member": True}),
        "within_sample": bool(position["is_within_sample"].fillna(False).any()),
        **peering.five(ask, place, tuple(peers), named_zone),
        **_operated(ask),
    }
    made: list[Exhibit | None] = []
    if has_zone:
        context |= _zone(ask) | _chain(ask, rows, branch) | _enterprises(ask, position, enterprise)
        made += [
            exhibits.chain(rows, branch),
            exhibits.advantage(rows, branch),
            exhibits.enterprises(position, enterprise),
            exhibits.enterprise_branches(position, enterprise, branch),
        ]
    context |= {
        "pairs": ask("pairs", "collaboration", "count"),
        "groups": ask("groups", "collaboration", "count_distinct:group_number"),
        "largest_group": ask("largest_group", "collaboration", "max:group_size"),
        "has_pairs": not collaboration.empty,
    }
    made += peering.exhibits(place, branch, named_zone)
    made += [
        peering.operations(event, applicant, family_applicant),
        exhibits.countries(position, branch),
        exhibits.leaders(position, branch),
        exhibits.partners(collaboration, applicant),
    ]
    return Section("positioning", context, tuple(e for e in made if e is not None))


def _operated(ask: Ask) -> dict[str, object]:
    """Applications with the three kinds of operation the exports tell of."""
    kinds = {"transfer": ["transfer"], "licence": ["licence", "open_licence"], "pledge": ["pledge"]}
    asked = {
        code: ask(f"event.{code}", "event", "count_distinct:application_id", {"event_type": words})
        for code, words in kinds.items()
    }
    return {"events": [{"code": code, "count": count} for code, count in asked.items() if count.value]}


def _zone(ask: Ask) -> dict[str, object]:
    whole = {"branch_id": WHOLE, "actor_kind": "zone"}
    return {
        "families": ask("families", "position", "cell:family_count", whole),
        "active": ask("active", "position", "cell:active_count", whole),
        "share": ask("share", "position", "cell:branch_share", whole, kind="percent"),
        "score": ask("score", "position", "cell:mean_score", whole, kind="score"),
        "top": ask("top", "position", "cell:top_decile_count", whole),
        "leaves": ask("leaves", "branch", "count", {"is_leaf": True}),
        "present": ask(
            "present", "position", "count",
            {"actor_kind": "zone", "branch_id": _LEAF, "family_count": {"above": 0}},
        ),
    }  # fmt: skip


def _chain(ask: Ask, zone: pd.DataFrame, branch: pd.DataFrame) -> dict[str, object]:
    """How many leaves stand how, and the leading ones by name."""
    known = label_of(branch)
    rows = leaves(zone, branch)
    groups: dict[str, object] = {}
    for status in STATUSES:
        picked = rows[rows["chain_status"] == status]
        # Strong leaves by advantage; weak and missing ones with the critical first.
        order = ["rta_shrunk", "branch_id"] if status == "strong" else ["is_critical", "branch_id"]
        picked = picked.sort_values(order, ascending=[False, True], na_position="last")
        where = {"actor_kind": "zone", "branch_id": _LEAF, "chain_status": status}
        groups[status] = {
            "count": ask(f"chain.{status}", "position", "count", where),
            "leaves": [_standing(ask, str(b), known) for b in picked["branch_id"].head(FEW)],
        }
    critical = rows[
        rows["chain_status"].isin(["weak", "missing"]) & rows["is_critical"].fillna(False).astype(bool)
    ]
    return {
        "chain": groups,
        "judged": int(rows["chain_status"].isin(STATUSES[:4]).sum()),
        "critical": [known[str(b)] for b in critical["branch_id"]],
        "critical_count": ask(
            "critical_count", "position", "count",
            {"actor_kind": "zone", "chain_status": ["weak", "missing"],
             "branch_id": among("branch", "branch_id", is_leaf=True, is_critical=True)},
        ),
    }  # fmt: skip


def _standing(ask: Ask, branch_id: str, known: Mapping[str, Phrase]) -> dict[str, object]:
    where = {"actor_kind": "zone", "branch_id": branch_id}
    count = ask(f"count.{branch_id}", "position", "cell:family_count", where)
    return {
        "label": known[branch_id],
        "count": count,
        "active": ask(f"active.{branch_id}", "position", "cell:active_count", where),
        "rta": ask(f"rta.{branch_id}", "position", "cell:rta_shrunk", where, kind="ratio"),
        "has_rta": isinstance(count.value, int) and count.value >= LEAST_N,
    }


def _enterprises(ask: Ask, position: pd.DataFrame, enterprise: pd.DataFrame) -> dict[str, object]:
    members = exhibits.members_of(position, enterprise)
    whole = members[(members["branch_id"] == WHOLE) & (members["family_count"] > 0)]
    zone = Receipt("position", "cell:family_count", {"branch_id": WHOLE, "actor_kind": "zone"})

    def where(actor_id: object) -> dict[str, str]:
        return {"branch_id": WHOLE, "actor_kind": "enterprise", "actor_id": str(actor_id)}

    return {
        "with_families": ask(
            "with_families",
            "position",
            "count",
            {
                "branch_id": WHOLE,
                "actor_kind": "enterprise",
                "family_count": {"above": 0},
                "actor_id": among("enterprise", "enterprise_id", is_zone_member=True),
            },
        ),
        "leading": [
            {
                "label": phrase(row.actor_label, None, row.actor_id),
                "count": ask(
                    f"enterprise.{row.actor_id}", "position", "cell:family_count", where(row.actor_id)
                ),
                "share": ask(
                    f"dependence.{row.actor_id}",
                    "position",
                    "cell:family_count",
                    where(row.actor_id),
                    kind="percent",
                    per=zone,
                ),
            }
            for row in whole.head(FEW).itertuples()
        ],
        **peering.tiers(ask, bool(whole["active_count"].notna().any())),
        "is_dependent": bool(
            len(whole) and whole["family_count"].iloc[0] > 0.5 * whole["family_count"].sum()
        ),
    }

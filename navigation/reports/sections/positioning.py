"""Where the zone stands in each branch: shares, advantage, standing in the chain, enterprises."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Phrase, Section, asking
from navigation.reports.receipts import Receipt, among
from navigation.reports.sections.branches import LEAST_N, WHOLE, label_of, leaves, phrase

FEW = 6
TOP_COUNTRIES, TOP_ENTERPRISES = 6, 15
TOP_PAIRS = 30
LEAST_DRAWN = 5  # families below which an advantage is in the table alone
STATUSES = ("strong", "average", "weak", "missing", "undetermined")
_LEAF = among("branch", "branch_id", is_leaf=True)


def positioning(
    branch: pd.DataFrame,
    position: pd.DataFrame,
    enterprise: pd.DataFrame,
    family: pd.DataFrame,
    collaboration: pd.DataFrame,
    applicant: pd.DataFrame,
) -> Section:
    """The zone against countries and applicants; without a roster, what the data show without it."""
    if position.empty:
        return Section("positioning", lacking=("position",))
    ask = asking(
        "positioning",
        branch=branch, position=position, enterprise=enterprise, family=family, collaboration=collaboration,
    )  # fmt: skip
    zone = position[position["actor_kind"] == "zone"]
    has_zone = not zone.empty
    context: dict[str, object] = {
        "has_zone": has_zone,
        "members": ask("members", "enterprise", "count", {"is_zone_member": True}),
        "within_sample": bool(position["is_within_sample"].fillna(False).any()),
    }
    made: list[Exhibit | None] = []
    if has_zone:
        context |= _zone(ask) | _chain(ask, zone, branch) | _enterprises(ask, position, enterprise)
        made += [chain(zone, branch), advantage(zone, branch), enterprises(position, enterprise)]
        made += [enterprise_branches(position, enterprise, branch)]
    listing = [countries(position, branch), leaders(position, branch)]
    context["has_listing"] = any(e is not None for e in listing)
    context |= {
        "pairs": ask("pairs", "collaboration", "count"),
        "groups": ask("groups", "collaboration", "count_distinct:group_number"),
        "largest_group": ask("largest_group", "collaboration", "max:group_size"),
        "has_pairs": not collaboration.empty,
    }
    made += [*listing, partners(collaboration, applicant)]
    return Section("positioning", context, tuple(e for e in made if e is not None))


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
        "rta": ask(f"rta.{branch_id}", "position", "cell:rta_shrunk", where, kind="ratio"),
        "has_rta": isinstance(count.value, int) and count.value >= LEAST_N,
    }


def _members(position: pd.DataFrame, enterprise: pd.DataFrame) -> pd.DataFrame:
    """Positions of the zone's enterprises, the largest first."""
    inside = enterprise.loc[enterprise["is_zone_member"].fillna(False).astype(bool), "enterprise_id"]
    rows = position[(position["actor_kind"] == "enterprise") & position["actor_id"].isin(inside)]
    return rows.sort_values(["family_count", "actor_id"], ascending=[False, True], ignore_index=True)


def _enterprises(ask: Ask, position: pd.DataFrame, enterprise: pd.DataFrame) -> dict[str, object]:
    members = _members(position, enterprise)
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
        "is_dependent": bool(
            len(whole) and whole["family_count"].iloc[0] > 0.5 * whole["family_count"].sum()
        ),
    }


def _sample(rows: pd.DataFrame) -> tuple[str, ...]:
    return ("within_sample",) if rows["is_within_sample"].fillna(False).any() else ()


def chain(zone: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """The zone in every leaf."""
    rows = leaves(zone, branch)
    if rows.empty:
        return None
    rows = rows.assign(rta=rows["rta"].where(rows["family_count"] >= LEAST_N))
    return Exhibit(
        "chain", "table", rows, ("position", "branch"), n=int(rows["family_count"].sum()),
        caveats=("multiple_branches", *_sample(rows)),
        columns=("branch_id", "label", "stage", "is_critical", "family_count", "active_count", "branch_share",
                 "rta", "rta_shrunk", "mean_score", "top_decile_count", "chain_status"),
    )  # fmt: skip


def advantage(zone: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Shrunk RTA of every leaf with its n; leaves below ten families are grey."""
    rows = leaves(zone, branch)
    rows = rows[rows["rta_shrunk"].notna() & (rows["family_count"] >= LEAST_DRAWN)]
    if rows.empty:
        return None
    rows = rows.sort_values(["rta_shrunk", "branch_id"], ascending=[False, True]).head(40)
    frame = pd.DataFrame({
        "label_zh": rows["label_zh"], "label_en": rows["label_en"], "value": rows["rta_shrunk"],
        "n": rows["family_count"], "is_muted": rows["family_count"] < LEAST_N,
    })  # fmt: skip
    return Exhibit(
        "advantage", "lollipop", frame.reset_index(drop=True), ("position", "branch"),
        n=int(rows["family_count"].sum()), caveats=("small_n", *_sample(rows)),
        options={"kind": "ratio", "value_title": "column.rta_shrunk", "label_title": "column.branch"},
    )  # fmt: skip


def enterprises(position: pd.DataFrame, enterprise: pd.DataFrame) -> Exhibit | None:
    """The zone's enterprises by families."""
    members = _members(position, enterprise)
    rows = members[(members["branch_id"] == WHOLE) & (members["family_count"] > 0)].head(TOP_ENTERPRISES)
    if rows.empty:
        return None
    frame = rows.assign(label=rows["actor_label"].fillna(rows["actor_id"]))
    return Exhibit(
        "enterprises", "table", frame, ("position", "enterprise"), n=int(rows["family_count"].sum()),
        columns=("label", "family_count", "active_count", "mean_score", "top_decile_count", "control_share"),
        caveats=("signal",),
    )  # fmt: skip


def _grid(rows: pd.DataFrame, branch: pd.DataFrame, columns: list[str], value: pd.Series) -> pd.DataFrame:
    """Leaves × actors as a long frame in branch order; absent pairs are missing."""
    grid = value.set_axis(pd.MultiIndex.from_frame(rows[["branch_id", "actor_id"]]))
    ids = list(branch.loc[branch["branch_id"].isin(rows["branch_id"]), "branch_id"])
    full = pd.MultiIndex.from_product([ids, columns], names=["branch_id", "actor_id"])
    names = rows.drop_duplicates("actor_id").set_index("actor_id")["actor_label"]
    frame = grid.reindex(full).rename("value").reset_index()
    known = branch.set_index("branch_id")[["label_zh", "label_en"]]
    frame = frame.join(known, on="branch_id").rename(columns={"label_zh": "row_zh", "label_en": "row_en"})
    frame["row_zh"] = frame["row_zh"].fillna(frame["row_en"]).fillna(frame["branch_id"])
    frame["column"] = frame["actor_id"].map(names).fillna(frame["actor_id"])
    return frame


def enterprise_branches(
    position: pd.DataFrame, enterprise: pd.DataFrame, branch: pd.DataFrame
) -> Exhibit | None:
    """Families of the zone's enterprises by leaf."""
    members = _members(position, enterprise)
    whole = members[(members["branch_id"] == WHOLE) & (members["family_count"] > 0)]
    top = list(whole["actor_id"].head(8))
    rows = leaves(members[members["actor_id"].isin(top)], branch)
    if rows.empty:
        return None
    frame = _grid(rows, branch, top, rows["family_count"].astype("float64"))
    frame["value"] = frame["value"].fillna(0)
    return Exhibit(
        "enterprise_branches",
        "heat",
        frame,
        ("position", "enterprise", "branch"),
        n=int(rows["family_count"].sum()),
        caveats=("multiple_branches",),
        columns=("row", "column", "value"),
        options={
            "row_title": "column.branch",
            "column_title": "column.enterprise",
            "value_title": "column.family_count",
        },
    )


def countries(position: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Shrunk RTA of the largest countries and the zone; empty where n is too small."""
    kinds = position[position["actor_kind"].isin(["country", "zone"])]
    whole = kinds[
        (kinds["branch_id"] == WHOLE) & (kinds["actor_kind"] == "country") & (kinds["family_count"] > 0)
    ]
    whole = whole.sort_values(["family_count", "actor_id"], ascending=[False, True])
    top = [
        *kinds.loc[kinds["actor_kind"] == "zone", "actor_id"].unique(),
        *whole["actor_id"].head(TOP_COUNTRIES),
    ]
    rows = leaves(kinds[kinds["actor_id"].isin(top)], branch)
    if rows.empty or len(top) < 2:
        return None
    values = rows["rta_shrunk"].where(rows["family_count"] >= LEAST_N)
    if values.isna().all():
        return None
    frame = _grid(rows, branch, top, values)
    is_zone = frame["actor_id"].isin(kinds.loc[kinds["actor_kind"] == "zone", "actor_id"])
    frame["column"] = frame["actor_id"].where(~is_zone, "zone")
    return Exhibit(
        "countries", "heat", frame, ("position", "branch"), n=int(rows["family_count"].sum()),
        caveats=("multiple_branches", "blank_small", *_sample(rows)), columns=("row", "column", "value"),
        options={"kind": "ratio", "row_title": "column.branch", "column_title": "column.actor",
                 "value_title": "column.rta_shrunk", "column_words": "office", "middle": 1.0},
    )  # fmt: skip


def leaders(position: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """The first three applicants of every leaf."""
    rows = position[(position["actor_kind"] == "applicant") & (position["rank_in_branch"] <= 3)]
    rows = leaves(rows, branch)
    if rows.empty:
        return None
    frame = rows.assign(applicant=rows["actor_label"].fillna(rows["actor_id"]))
    order = {b: i for i, b in enumerate(branch["branch_id"])}
    frame = frame.assign(_order=frame["branch_id"].map(order)).sort_values(
        ["_order", "rank_in_branch", "actor_id"], ignore_index=True
    ).drop(columns="_order")  # fmt: skip
    return Exhibit(
        "leaders", "table", frame, ("position", "branch"), n=None, caveats=("multiple_branches",),
        columns=("branch_id", "label", "rank_in_branch", "applicant", "family_count", "active_count",
                 "branch_share", "control_share"),
    )  # fmt: skip


def partners(collaboration: pd.DataFrame, applicant: pd.DataFrame) -> Exhibit | None:
    """The pairs of applicants with most joint families."""
    if collaboration.empty:
        return None
    names = applicant.set_index("applicant_id")["name"]
    order = ["family_count", "last_year", "applicant_id", "partner_id"]
    rows = collaboration.sort_values(order, ascending=[False, False, True, True]).head(TOP_PAIRS)
    frame = rows.assign(
        **{column: rows[f"{column}_id"].map(names) for column in ("applicant", "partner", "broker")}
    ).reset_index(drop=True)
    return Exhibit(
        "partners", "table", frame, ("collaboration", "applicant"), n=None,
        columns=("applicant", "partner", "family_count", "first_year", "last_year", "group_size", "broker"),
    )  # fmt: skip

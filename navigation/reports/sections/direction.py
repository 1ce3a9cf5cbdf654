"""Where the industry's technology is heading: growth, origins, control, clusters."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Ask, Phrase, Section, asking
from navigation.reports.receipts import Receipt, among
from navigation.reports.sections import direction_exhibits as exhibits
from navigation.reports.sections import direction_ladder, direction_movers
from navigation.reports.sections.branches import LEAST_N, WHOLE, label_of, leaves, phrase

HOT_GROWTH, COLD_GROWTH = 0.2, -0.1
HIGH_CR4, MIDDLE_CR4 = 0.6, 0.4
LEAST_FLOW = 5  # families between two offices worth a sentence
FEW = 5  # branches or applicants that a sentence names
_STAGES = ("emerging", "growing", "mature", "declining", "reviving", "undetermined")
_LEAF = among("branch", "branch_id", is_leaf=True)


def direction(
    branch: pd.DataFrame,
    branch_profile: pd.DataFrame,
    filing_trend: pd.DataFrame,
    cluster: pd.DataFrame,
    cluster_assignment: pd.DataFrame,
    family: pd.DataFrame,
    office_flow: pd.DataFrame,
    position: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    place: pd.DataFrame,
    owner_shift: pd.DataFrame,
    entrant: pd.DataFrame,
    *,
    home: str,
    zone: str | None,
    zone_en: str | None,
) -> Section:
    """The ladder, trend, origins, moving branches and owners, life cycle, control and clusters."""
    if filing_trend.empty or family.empty:
        lacking = [name for name, t in (("family", family), ("filing_trend", filing_trend)) if t.empty]
        return Section("direction", lacking=tuple(lacking))
    ask = asking(
        "direction",
        branch=branch, branch_profile=branch_profile, filing_trend=filing_trend, cluster=cluster,
        cluster_assignment=cluster_assignment, family=family, office_flow=office_flow, position=position,
        place=place, owner_shift=owner_shift, entrant=entrant,
    )  # fmt: skip
    profile = leaves(branch_profile, branch)
    named_zone = direction_ladder.zone_phrase(zone, zone_en)
    context = {
        "families": ask("families", "family", "count"),
        **direction_ladder.ladder(ask, place, branch, named_zone),
        **direction_movers.movers(ask, profile, branch, entrant, owner_shift, applicant, position, home),
        **_trend(ask, filing_trend),
        "origins": _origins(ask, filing_trend),
        "home": Phrase(home, home),
        **_movement(ask, profile, branch),
        **_control(ask, profile, branch),
        "owners": _owners(ask, position),
        "clusters": _clusters(ask, cluster),
        "cluster_count": ask("cluster_count", "cluster", "count"),
        "flows": _flows(ask, office_flow, home),
    }
    made = (
        direction_ladder.exhibit(place, branch, named_zone),
        direction_movers.expected(filing_trend),
        direction_movers.shifts(owner_shift, applicant, branch),
        direction_movers.entrants(entrant, applicant, branch),
        direction_movers.home_control(position, profile, branch, home),
    )
    return Section("direction", context, tuple(e for e in made if e is not None) + exhibits.all_of(
        branch, profile, filing_trend, cluster, cluster_assignment, family, office_flow, position,
        family_applicant, applicant,
    ))  # fmt: skip


def _trend(ask: Ask, filing_trend: pd.DataFrame) -> dict[str, object]:
    """Years, peak and growth of the whole corpus, on complete years only."""
    whole = {"branch_id": WHOLE, "origin": WHOLE, "is_complete": True}
    rows = filing_trend[
        (filing_trend["branch_id"] == WHOLE) & (filing_trend["origin"] == WHOLE)
        & filing_trend["is_complete"].fillna(False).astype(bool)
    ]  # fmt: skip
    if rows.empty:
        return {"has_trend": False}
    peak = int(rows.sort_values(["family_count", "priority_year"])["priority_year"].iloc[-1])
    growth = ask("growth", "branch_profile", "cell:growth", {"branch_id": WHOLE}, kind="magnitude")
    prior = ask("prior", "branch_profile", "cell:prior_count", {"branch_id": WHOLE})
    return {
        "has_trend": True,
        "first_year": ask("first_year", "filing_trend", "min:priority_year", whole, kind="year"),
        "last_year": ask("last_year", "filing_trend", "max:priority_year", whole, kind="year"),
        "recent": ask("recent", "branch_profile", "cell:recent_count", {"branch_id": WHOLE}),
        "prior": prior,
        "growth": growth,
        "course": course_of(growth.value, prior.value),
        "peak_year": ask(
            "peak_year", "filing_trend", "max:priority_year", {**whole, "priority_year": peak}, kind="year"
        ),
        "peak": ask("peak", "filing_trend", "cell:family_count", {**whole, "priority_year": peak}),
    }


def course_of(growth: object, prior: object) -> str:
    """The word for a growth: thresholds decide."""
    if not isinstance(growth, (int, float)) or not isinstance(prior, (int, float)) or prior < LEAST_N:
        return "unknown"
    if growth >= HOT_GROWTH:
        return "fast"
    if growth >= 0.05:
        return "rising"
    return "steady" if growth > -0.05 else "falling"


def _origins(ask: Ask, filing_trend: pd.DataFrame) -> list[dict[str, object]]:
    rows = filing_trend[(filing_trend["branch_id"] == WHOLE) & (filing_trend["origin"] != WHOLE)]
    totals = rows.groupby("origin")["family_count"].sum().sort_values(ascending=False, kind="stable")
    whole = Receipt("filing_trend", "sum:family_count", {"branch_id": WHOLE, "origin": WHOLE})
    return [
        {
            "code": origin,
            "count": ask(f"origin.{origin}", "filing_trend", "sum:family_count", where),
            "share": ask(
                f"origin_share.{origin}", "filing_trend", "sum:family_count", where, kind="percent", per=whole
            ),
        }
        for origin in totals[totals > 0].head(FEW).index
        for where in [{"branch_id": WHOLE, "origin": str(origin)}]
    ]


def _movement(ask: Ask, profile: pd.DataFrame, branch: pd.DataFrame) -> dict[str, object]:
    """Branches that grow and shrink clearly, and how many stand in each stage."""
    enough = profile[profile["growth"].notna() & (profile["prior_count"] >= LEAST_N)]
    hot = enough[enough["growth"] >= HOT_GROWTH].sort_values(["growth", "branch_id"], ascending=[False, True])
    cold = enough[enough["growth"] <= COLD_GROWTH].sort_values(["growth", "branch_id"])
    known = label_of(branch)
    size = {"branch_id": _LEAF, "prior_count": {"at_least": LEAST_N}}
    judged = {**size, "growth": {"known": True}}
    stages = {
        stage: ask(
            f"stage.{stage}", "branch_profile", "count", {"life_cycle_stage": stage, "branch_id": _LEAF}
        )
        for stage in _STAGES
    }
    return {
        "judged": ask("judged", "branch_profile", "count", judged),
        "hot": [_moving(ask, str(b), known) for b in hot["branch_id"].head(FEW)],
        "cold": [_moving(ask, str(b), known) for b in cold["branch_id"].head(FEW)],
        "hot_count": ask(
            "hot_count", "branch_profile", "count", {**size, "growth": {"at_least": HOT_GROWTH}}
        ),
        "cold_count": ask(
            "cold_count", "branch_profile", "count", {**size, "growth": {"at_most": COLD_GROWTH}}
        ),
        "too_small": ask(
            "too_small",
            "branch_profile",
            "count",
            {"branch_id": _LEAF},
            less=Receipt("branch_profile", "count", judged),
        ),
        "stages": [{"code": code, "count": count} for code, count in stages.items() if count.value],
    }


def _moving(ask: Ask, branch_id: str, known: dict[str, Phrase]) -> dict[str, object]:
    where = {"branch_id": branch_id}
    return {
        "label": known[branch_id],
        "growth": ask(f"growth.{branch_id}", "branch_profile", "cell:growth", where, kind="magnitude"),
        "recent": ask(f"recent.{branch_id}", "branch_profile", "cell:recent_count", where),
        "prior": ask(f"prior.{branch_id}", "branch_profile", "cell:prior_count", where),
    }


def _control(ask: Ask, profile: pd.DataFrame, branch: pd.DataFrame) -> dict[str, object]:
    """Branches in few hands, and those where owners from abroad hold most home patents."""
    known = label_of(branch)
    judged = profile[profile["cr4"].notna() & profile["hhi"].notna() & (profile["active_count"] >= LEAST_N)]
    tight = judged[judged["cr4"] >= HIGH_CR4].sort_values(["cr4", "branch_id"], ascending=[False, True])
    abroad = profile[(profile["foreign_share"] >= 0.5) & (profile["active_count"] >= LEAST_N)]
    abroad = abroad.sort_values(["foreign_share", "branch_id"], ascending=[False, True])

    def entry(branch_id: str) -> dict[str, object]:
        where = {"branch_id": branch_id}
        return {
            "label": known[branch_id],
            "cr4": ask(f"cr4.{branch_id}", "branch_profile", "cell:cr4", where, kind="percent"),
            "active": ask(f"active.{branch_id}", "branch_profile", "cell:active_count", where),
            "foreign": ask(
                f"foreign.{branch_id}", "branch_profile", "cell:foreign_share", where, kind="percent"
            ),
        }

    size = {"branch_id": _LEAF, "hhi": {"known": True}, "active_count": {"at_least": LEAST_N}}
    return {
        "control_judged": ask("control_judged", "branch_profile", "count", {**size, "cr4": {"known": True}}),
        "tight": [entry(str(b)) for b in tight["branch_id"].head(FEW)],
        "tight_count": ask("tight_count", "branch_profile", "count", {**size, "cr4": {"at_least": HIGH_CR4}}),
        "loose_count": ask("loose_count", "branch_profile", "count", {**size, "cr4": {"below": MIDDLE_CR4}}),
        "abroad": [entry(str(b)) for b in abroad["branch_id"].head(FEW)],
    }


def _owners(ask: Ask, position: pd.DataFrame) -> list[dict[str, object]]:
    rows = position[(position["branch_id"] == WHOLE) & (position["actor_kind"] == "applicant")]
    rows = rows.sort_values(["family_count", "actor_id"], ascending=[False, True]).head(FEW)
    return [
        {
            "label": phrase(row.actor_label, None, row.actor_id),
            "count": ask(
                f"owner.{row.actor_id}", "position", "cell:family_count",
                {"branch_id": WHOLE, "actor_kind": "applicant", "actor_id": row.actor_id},
            ),
        }
        for row in rows.itertuples()
    ]  # fmt: skip


def _clusters(ask: Ask, cluster: pd.DataFrame) -> list[dict[str, object]]:
    rows = cluster.sort_values(["family_count", "cluster_id"], ascending=[False, True]).head(FEW)
    return [
        {
            "label": phrase(row.label_zh, row.label_en, row.cluster_id),
            "count": ask(
                f"cluster.{row.cluster_id}", "cluster", "cell:family_count", {"cluster_id": row.cluster_id}
            ),
        }
        for row in rows.itertuples()
    ]


def _flows(ask: Ask, office_flow: pd.DataFrame, home: str) -> dict[str, object]:
    """How far families of the home office reach other offices, and who from abroad files at home."""
    whole = office_flow[office_flow["branch_id"] == WHOLE]
    regional = ("WO", "EA")
    abroad = whole[(whole["origin"] == home) & ~whole["destination"].isin((home, *regional))]
    coming = whole[(whole["destination"] == home) & ~whole["origin"].isin((home, *regional))]

    def entries(name: str, rows: pd.DataFrame, side: str) -> list[dict[str, object]]:
        rows = rows[rows["family_count"] >= LEAST_FLOW]
        rows = rows.sort_values(["family_count", side], ascending=[False, True]).head(FEW)
        return [
            {
                "code": str(row[side]),
                "count": ask(
                    f"{name}.{row[side]}", "office_flow", "cell:family_count",
                    {"branch_id": WHOLE, "origin": str(row["origin"]),
                     "destination": str(row["destination"])},
                ),
            }
            for row in rows.to_dict("records")
        ]  # fmt: skip

    return {
        "home_families": ask("home_families", "family", "count", {"origin": home}),
        "any_abroad": bool((abroad["family_count"] > 0).any()),
        "abroad": entries("flow", abroad, "destination"),
        "coming": entries("coming", coming, "origin"),
    }

"""The findings in short: what the other sections found, one sentence each."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Ask, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.branches import LEAST_N, WHOLE, label_of, leaves
from navigation.reports.sections.direction import HOT_GROWTH, course_of
from navigation.reports.sections.joint_exhibits import OWN_KINDS

FEW = 3
OWN_CANDIDATES = {"is_candidate": True, "kind": list(OWN_KINDS)}
_LEAF = among("branch", "branch_id", is_leaf=True)


def summary(
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_profile: pd.DataFrame,
    filing_trend: pd.DataFrame,
    position: pd.DataFrame,
    family_score: pd.DataFrame,
    candidate: pd.DataFrame,
    portfolio: pd.DataFrame,
    recommendation: pd.DataFrame,
) -> Section:
    """Headline figures and the list of findings."""
    if family.empty:
        return Section("summary", lacking=("family",))
    ask = asking(
        "summary",
        family=family, branch=branch, branch_profile=branch_profile, filing_trend=filing_trend,
        position=position, family_score=family_score, candidate=candidate, portfolio=portfolio,
        recommendation=recommendation,
    )  # fmt: skip
    context = {
        "families": ask("families", "family", "count"),
        "active": ask("active", "family", "count", {"is_active": True}),
        "has_status": bool(family["is_active"].notna().any()),
        **_direction(ask, branch, branch_profile),
        **_position(ask, position, branch),
        "scored": ask("scored", "family_score", "count", {"score": {"known": True}, "ip_right": "invention"}),
        "high_value": ask("high_value", "candidate", "count", {"is_high_value": True}),
        "candidates": ask("candidates", "portfolio", "count", OWN_CANDIDATES),
        "likely": ask("likely", "portfolio", "count", {**OWN_CANDIDATES, "p_top": {"at_least": 0.5}}),
        "recommendations": ask("recommendations", "recommendation", "count"),
        "incomplete": ask("incomplete", "family", "count", {"is_complete": False}),
        "first_incomplete_year": ask(
            "first_incomplete_year", "family", "min:priority_year", {"is_complete": False}, kind="year"
        ),
    }
    return Section("summary", context)


def _direction(ask: Ask, branch: pd.DataFrame, branch_profile: pd.DataFrame) -> dict[str, object]:
    growth = ask("growth", "branch_profile", "cell:growth", {"branch_id": WHOLE}, kind="magnitude")
    prior = ask("prior", "branch_profile", "cell:prior_count", {"branch_id": WHOLE})
    rows = leaves(branch_profile, branch)
    rows = rows[(rows["growth"] >= HOT_GROWTH) & (rows["family_count"] >= LEAST_N)]
    rows = rows.sort_values(["growth", "branch_id"], ascending=[False, True])
    known = label_of(branch)
    large = {"branch_id": _LEAF, "family_count": {"at_least": LEAST_N}}
    where = {**large, "growth": {"at_least": HOT_GROWTH}}
    return {
        "judged": ask("judged", "branch_profile", "count", {**large, "growth": {"known": True}}),
        "growth": growth,
        "course": course_of(growth.value, prior.value),
        "hot_count": ask("hot_count", "branch_profile", "count", where),
        "hot": [known[str(b)] for b in rows["branch_id"].head(FEW)],
    }


def _position(ask: Ask, position: pd.DataFrame, branch: pd.DataFrame) -> dict[str, object]:
    zone = position[position["actor_kind"] == "zone"]
    rows = leaves(zone, branch)
    known = label_of(branch)

    def named(status: str) -> list[object]:
        picked = rows[rows["chain_status"] == status]
        picked = picked.sort_values(["is_critical", "branch_id"], ascending=[False, True], na_position="last")
        return [known[str(b)] for b in picked["branch_id"]]

    whole = {"branch_id": WHOLE, "actor_kind": "zone"}
    counts = {
        f"{status}_count": ask(
            f"{status}_count", "position", "count",
            {"actor_kind": "zone", "branch_id": _LEAF, "chain_status": status},
        )
        for status in ("strong", "weak", "missing")
    }  # fmt: skip
    return {
        "has_zone": not zone.empty,
        "zone_families": ask("zone_families", "position", "cell:family_count", whole),
        "zone_share": ask("zone_share", "position", "cell:branch_share", whole, kind="percent"),
        "strong": named("strong"),
        "weak": named("weak"),
        "missing": named("missing"),
        **counts,
    }

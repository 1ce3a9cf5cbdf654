"""The findings in short: what the other sections found, one sentence each, what matters most first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.branches import LEAST_N, WHOLE, label_of, leaves
from navigation.reports.sections.direction import COLD_GROWTH, HIGH_CR4, HOT_GROWTH, course_of
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
    retrieval_quality: pd.DataFrame,
    *,
    home: str,
) -> Section:
    """Headline figures, and the findings ranked by how much they matter."""
    if family.empty:
        return Section("summary", lacking=("family",))
    ask = asking(
        "summary",
        family=family, branch=branch, branch_profile=branch_profile, filing_trend=filing_trend,
        position=position, family_score=family_score, candidate=candidate, portfolio=portfolio,
        recommendation=recommendation, retrieval_quality=retrieval_quality,
    )  # fmt: skip
    context: dict[str, Any] = {
        "families": ask("families", "family", "count"),
        "active": ask("active", "family", "count", {"is_active": True}),
        "has_status": bool(family["is_active"].notna().any()),
        **_direction(ask, branch, branch_profile),
        **_position(ask, position, branch),
        **_control(ask, branch, branch_profile, position, home),
        "scored": ask("scored", "family_score", "count", {"score": {"known": True}, "ip_right": "invention"}),
        "high_value": ask("high_value", "candidate", "count", {"is_high_value": True}),
        "candidates": ask("candidates", "portfolio", "count", OWN_CANDIDATES),
        "likely": ask("likely", "portfolio", "count", {**OWN_CANDIDATES, "p_top": {"at_least": 0.5}}),
        "recommendations": ask("recommendations", "recommendation", "count"),
        "sure_count": ask("sure_count", "recommendation", "count", {"confidence_word": ["high", "medium"]}),
        "checks_failed": ask("checks_failed", "retrieval_quality", "count", {"is_passed": False}),
        "has_checks": not retrieval_quality.empty,
        "incomplete": ask("incomplete", "family", "count", {"is_complete": False}),
        "first_incomplete_year": ask(
            "first_incomplete_year", "family", "min:priority_year", {"is_complete": False}, kind="year"
        ),
    }
    return Section("summary", context | {"findings": ranked(context)})


def ranked(context: Mapping[str, Any]) -> list[str]:
    """Codes of the findings there is something to say of, the weightiest first.

    A failed check of the search outweighs everything; what the zone lacks at choke points comes
    before what it has, a clear change before a steady state.
    """

    def value(name: str) -> float:
        found = context[name].value if name in context else None
        return float(found) if isinstance(found, (int, float)) else 0.0

    gap = abs(value("home_share") - value("home_control"))
    weights = {
        "check": 100.0 if value("checks_failed") else 0.0,
        "critical": 80 + min(value("critical_count"), 9) if value("critical_count") else 0.0,
        "growth": 60 + 20 * min(abs(value("growth")), 1.0),
        "standing": 65.0 if context["has_zone"] else 20.0,
        "hot": 62.0 if value("hot_count") else 0.0,
        "candidates": 61.0 if value("candidates") else 0.0,
        "home": 50 + 100 * gap if context["home_control"].known else 0.0,
        "abroad": 58 + min(value("abroad_count"), 9) if value("abroad_count") else 0.0,
        "pathway": 57.0 if value("recommendations") else 0.0,
        "tight": 45.0 if value("tight_count") else 0.0,
        "cold": 44.0 if value("cold_count") else 0.0,
        "entrants": 35.0 if context["entrant_rate"].known else 0.0,
    }
    order = sorted(weights, key=lambda code: (-weights[code], code))
    return [code for code in order if weights[code] > 0]


def _control(
    ask: Ask, branch: pd.DataFrame, branch_profile: pd.DataFrame, position: pd.DataFrame, home: str
) -> dict[str, object]:
    """The home country's share and control, leaves in few or in foreign hands, falling leaves, newcomers."""
    here = {"branch_id": WHOLE, "actor_kind": "country", "actor_id": home}
    active = {"branch_id": _LEAF, "active_count": {"at_least": LEAST_N}}
    known, rows = label_of(branch), leaves(branch_profile, branch)
    large = rows[rows["active_count"] >= LEAST_N]
    foreign = large[large["foreign_share"] >= 0.5].sort_values(
        ["foreign_share", "branch_id"], ascending=[False, True]
    )
    falling = rows[(rows["growth"] <= COLD_GROWTH) & (rows["prior_count"] >= LEAST_N)]
    falling = falling.sort_values(["growth", "branch_id"])
    prior = {"branch_id": _LEAF, "prior_count": {"at_least": LEAST_N}}
    return {
        "home": home,
        "home_share": ask("home_share", "position", "cell:branch_share", here, kind="percent"),
        "home_control": ask("home_control", "position", "cell:control_share", here, kind="percent"),
        "abroad_count": ask(
            "abroad_count", "branch_profile", "count", {**active, "foreign_share": {"at_least": 0.5}}
        ),
        "abroad": [known[str(b)] for b in foreign["branch_id"].head(FEW)],
        "tight_count": ask(
            "tight_count", "branch_profile", "count",
            {**active, "hhi": {"known": True}, "cr4": {"at_least": HIGH_CR4}},
        ),
        "cold_count": ask(
            "cold_count", "branch_profile", "count", {**prior, "growth": {"at_most": COLD_GROWTH}}
        ),
        "cold": [known[str(b)] for b in falling["branch_id"].head(FEW)],
        "entrant_rate": ask(
            "entrant_rate", "branch_profile", "cell:entrant_rate", {"branch_id": WHOLE}, kind="percent"
        ),
    }  # fmt: skip


def _direction(ask: Ask, branch: pd.DataFrame, branch_profile: pd.DataFrame) -> dict[str, object]:
    growth = ask("growth", "branch_profile", "cell:growth", {"branch_id": WHOLE}, kind="magnitude")
    prior = ask("prior", "branch_profile", "cell:prior_count", {"branch_id": WHOLE})
    rows = leaves(branch_profile, branch)
    rows = rows[(rows["growth"] >= HOT_GROWTH) & (rows["prior_count"] >= LEAST_N)]
    rows = rows.sort_values(["growth", "branch_id"], ascending=[False, True])
    known = label_of(branch)
    large = {"branch_id": _LEAF, "prior_count": {"at_least": LEAST_N}}
    where = {**large, "growth": {"at_least": HOT_GROWTH}}
    return {
        "judged": ask("judged", "branch_profile", "count", {**large, "growth": {"known": True}}),
        "growth": growth,
        "recent": ask("recent", "branch_profile", "cell:recent_count", {"branch_id": WHOLE}),
        "prior": prior,
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
        "critical": [
            known[str(b)]
            for b in rows.loc[
                rows["chain_status"].isin(["weak", "missing"])
                & rows["is_critical"].fillna(False).astype(bool),
                "branch_id",
            ]
        ],
        "critical_count": ask(
            "critical_count", "position", "count",
            {"actor_kind": "zone", "chain_status": ["weak", "missing"],
             "branch_id": among("branch", "branch_id", is_leaf=True, is_critical=True)},
        ),
        **counts,
    }  # fmt: skip

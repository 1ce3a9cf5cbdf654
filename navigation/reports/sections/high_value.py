"""Families and portfolios with strong value signals, each with its reasons and its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Phrase, Section, asking
from navigation.reports.sections import high_value_exhibits as exhibits
from navigation.reports.sections.branches import label_of, phrase, technology_of

FEW = 5
# Utility models are scored too, but ranked among themselves; the section speaks of inventions.
SCORED = {"score": {"known": True}, "ip_right": "invention"}
CLASSES = ("mature", "growing", "chain_filling", "sustaining", "observe")
CATEGORIES = (
    "in_emerging_industry", "has_foreign_grant", "maintained_over_ten_years", "has_large_pledge", "has_award",
)  # fmt: skip


def high_value(
    family: pd.DataFrame,
    family_score: pd.DataFrame,
    score_contribution: pd.DataFrame,
    candidate: pd.DataFrame,
    portfolio: pd.DataFrame,
    branch: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    *,
    indicators: Sequence[Mapping[str, Any]],
) -> Section:
    """The score explained, the top families, portfolios with P(top 10), and the gates failed."""
    inventions = family_score[family_score["ip_right"] == "invention"]
    if portfolio.empty and not family_score["score"].notna().any():
        return Section("high_value", lacking=("family_score",))
    ask = asking(
        "high_value",
        family=family, family_score=family_score, score_contribution=score_contribution,
        candidate=candidate, portfolio=portfolio, branch=branch, family_applicant=family_applicant,
        applicant=applicant,
    )  # fmt: skip
    context = {
        "families": ask("families", "family", "count"),
        "scored": ask("scored", "family_score", "count", SCORED),
        "utility_models": ask(
            "utility_models", "family_score", "count", {**SCORED, "ip_right": "utility_model"}
        ),
        "confident": ask("confident", "family_score", "count", {**SCORED, "confidence": "high"}),
        "unsure": ask("unsure", "family_score", "count", {**SCORED, "confidence": "low"}),
        **_candidates(ask, candidate),
        **_portfolios(ask, portfolio, label_of(branch)),
    }
    made = (
        exhibits.pillars(inventions, score_contribution, indicators),
        exhibits.top_families(inventions, family, candidate, family_applicant, applicant),
        exhibits.contributions(inventions, score_contribution, family, indicators),
        exhibits.intervals(portfolio, branch),
        exhibits.portfolios(portfolio, branch),
        exhibits.quadrant(portfolio, branch),
        exhibits.excluded(portfolio),
        exhibits.expiry_ladder(family, ("family",)),
    )
    return Section("high_value", context, tuple(e for e in made if e is not None))


def _candidates(ask: Ask, candidate: pd.DataFrame) -> dict[str, object]:
    """Families that meet the statistical categories of high-value inventions, apart from scores."""
    rules = candidate["rule_set"].dropna()
    return {
        "rule_set": str(rules.iloc[0]) if len(rules) else "",
        "flagged": ask("flagged", "candidate", "count", {"is_high_value": True}),
        "undecided": ask("undecided", "candidate", "count", {"is_high_value": None}),
        "categories": [
            {"code": name, "count": count}
            for name in CATEGORIES
            if (count := ask(f"category.{name}", "candidate", "count", {name: True})).value
        ],
        "no_pledge_register": bool(len(candidate) and candidate["has_large_pledge"].isna().all()),
    }


def _portfolios(ask: Ask, portfolio: pd.DataFrame, known: dict[str, Phrase]) -> dict[str, object]:
    chosen = {"is_candidate": True}
    ranked = portfolio[portfolio["is_candidate"].fillna(False).astype(bool) & portfolio["rank"].notna()]
    ranked = ranked.sort_values(["rank", "portfolio_id"])
    classes = {c: ask(f"class.{c}", "portfolio", "count", {**chosen, "class": c}) for c in CLASSES}
    return {
        "portfolios": ask("portfolios", "portfolio", "count"),
        "candidates": ask("candidates", "portfolio", "count", chosen),
        "excluded": ask("excluded", "portfolio", "count", {"excluded_reason": {"known": True}}),
        "likely": ask("likely", "portfolio", "count", {**chosen, "p_top": {"at_least": 0.5}}),
        "in_zone": ask("in_zone", "portfolio", "count", {**chosen, "is_zone_member": True}),
        "classes": [{"code": code, "count": count} for code, count in classes.items() if count.value],
        "leading": [_portfolio(ask, row, known) for row in ranked.head(FEW).itertuples()],
    }


def _portfolio(ask: Ask, row: Any, known: dict[str, Phrase]) -> dict[str, object]:
    where = {"portfolio_id": row.portfolio_id}
    low = ask(f"rank_low.{row.portfolio_id}", "portfolio", "cell:rank_low", where)
    return {
        "owner": phrase(row.owner, None, row.applicant_id),
        "technology": technology_of(row.branch_id, row.technology, known),
        "active": ask(f"active.{row.portfolio_id}", "portfolio", "cell:active_count", where),
        "p_top": ask(f"p_top.{row.portfolio_id}", "portfolio", "cell:p_top", where, kind="ratio"),
        "low": low,
        "high": ask(f"rank_high.{row.portfolio_id}", "portfolio", "cell:rank_high", where),
        "has_interval": low.known,
        "weakest": row.weakest_dimension if isinstance(row.weakest_dimension, str) else None,
    }

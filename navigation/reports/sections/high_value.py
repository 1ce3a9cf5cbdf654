"""Families and portfolios with strong value signals, each with its reasons and its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Phrase, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections import high_value_exhibits as exhibits
from navigation.reports.sections import joint_exhibits as joint
from navigation.reports.sections.branches import label_of, phrase, technology_of
from navigation.reports.sections.portfolio_profile import profile, spread

FEW = 5
KEY_SHARE = 0.5  # of a portfolio's families that name one inventor
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
    portfolio_member: pd.DataFrame,
    portfolio_definition: pd.DataFrame,
    joint_owner: pd.DataFrame,
    deadline: pd.DataFrame,
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
        applicant=applicant, portfolio_member=portfolio_member, joint_owner=joint_owner, deadline=deadline,
    )  # fmt: skip
    own = joint.own_portfolios(portfolio)
    context = {
        "families": ask("families", "family", "count"),
        "scored": ask("scored", "family_score", "count", SCORED),
        "utility_models": ask(
            "utility_models", "family_score", "count", {**SCORED, "ip_right": "utility_model"}
        ),
        "confident": ask("confident", "family_score", "count", {**SCORED, "confidence": "high"}),
        "unsure": ask("unsure", "family_score", "count", {**SCORED, "confidence": "low"}),
        **_candidates(ask, candidate),
        **_portfolios(ask, own, label_of(branch)),
        **_joined(ask, portfolio),
        **_due(ask),
    }
    made = (
        exhibits.pillars(inventions, score_contribution, indicators),
        exhibits.top_families(inventions, family, candidate, family_applicant, applicant),
        exhibits.contributions(inventions, score_contribution, family, indicators),
        exhibits.intervals(own, branch),
        exhibits.portfolios(own, branch),
        exhibits.quadrant(own, branch, spread(portfolio_member, family_score)),
        profile(exhibits.labelled(own, branch)),
        exhibits.excluded(own),
        joint.definitions(portfolio_definition),
        joint.pools(portfolio, joint_owner, branch),
        joint.pairs(portfolio, joint_owner, branch),
        joint.due_soon(deadline, portfolio, portfolio_member, family),
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
        "patents": ask("patents", "candidate", "sum:high_value_patent_count"),
        "open_patents": ask("open_patents", "candidate", "sum:undecided_patent_count"),
        "rule_id": ask("rule_id", "candidate", "min:rule_set", kind="text"),
        "rule_version": ask("rule_version", "candidate", "min:rule_version", kind="text"),
        "open_categories": [
            {"code": name, "count": count}
            for name in CATEGORIES
            if (count := ask(f"open.{name}", "candidate", "count", {"is_high_value": None, name: None})).value
        ],
        "categories": [
            {"code": name, "count": count}
            for name in CATEGORIES
            if (count := ask(f"category.{name}", "candidate", "count", {name: True})).value
        ],
        "no_pledge_register": bool(len(candidate) and candidate["has_large_pledge"].isna().all()),
    }


def _portfolios(ask: Ask, portfolio: pd.DataFrame, known: dict[str, Phrase]) -> dict[str, object]:
    of_own = {"kind": list(joint.OWN_KINDS)}
    chosen = {"is_candidate": True, **of_own}
    ranked = portfolio[portfolio["is_candidate"].fillna(False).astype(bool) & portfolio["rank"].notna()]
    ranked = ranked.sort_values(["rank", "portfolio_id"])
    classes = {c: ask(f"class.{c}", "portfolio", "count", {**chosen, "class": c}) for c in CLASSES}
    return {
        "portfolios": ask("portfolios", "portfolio", "count", of_own),
        "candidates": ask("candidates", "portfolio", "count", chosen),
        "excluded": ask("excluded", "portfolio", "count", {"excluded_reason": {"known": True}, **of_own}),
        "likely": ask("likely", "portfolio", "count", {**chosen, "p_top": {"at_least": 0.5}}),
        "likely_five": ask("likely_five", "portfolio", "count", {**chosen, "p_top_five": {"at_least": 0.5}}),
        "one_person": ask(
            "one_person", "portfolio", "count", {**chosen, "key_person_share": {"at_least": KEY_SHARE}}
        ),
        "disputed": ask("disputed", "portfolio", "count", {"disputed_count": {"above": 0}, **of_own}),
        "in_zone": ask("in_zone", "portfolio", "count", {**chosen, "is_zone_member": True}),
        "classes": [{"code": code, "count": count} for code, count in classes.items() if count.value],
        "leading": [_portfolio(ask, row, known) for row in ranked.head(FEW).itertuples()],
    }


def _joined(ask: Ask, portfolio: pd.DataFrame) -> dict[str, object]:
    """Pools and pairs, and whether anybody is known to be in the zone."""
    return {
        "pools": ask("pools", "portfolio", "count", {"kind": "owner_pool"}),
        "pools_passed": ask(
            "pools_passed", "portfolio", "count", {"kind": "owner_pool", "is_candidate": True}
        ),
        "pairs": ask("pairs", "portfolio", "count", {"kind": "university_firm"}),
        "pairs_passed": ask(
            "pairs_passed", "portfolio", "count", {"kind": "university_firm", "is_candidate": True}
        ),
        "zone_known": bool(portfolio["is_zone_member"].fillna(False).any()),
    }


def _due(ask: Ask) -> dict[str, object]:
    """Days within a year that cannot be made good, for the families of candidates."""
    candidates = among("portfolio", "portfolio_id", is_candidate=True, kind=list(joint.OWN_KINDS))
    of_candidates = among("portfolio_member", "family_id", portfolio_id=candidates, excluded_reason=None)
    soon = {"days_left": {"at_most": joint.MOST_DAYS}, "family_id": of_candidates}
    asked = {k: ask(f"due.{k}", "deadline", "count", {"deadline_kind": k, **soon}) for k in joint.URGENT}
    return {
        "due": [{"code": kind, "count": count} for kind, count in asked.items() if count.value],
        "fees_due": ask("fees_due", "deadline", "count", {"deadline_kind": "annual_fee", **soon}),
        "terms_ending": ask("terms_ending", "deadline", "count", {"deadline_kind": "expiry", **soon}),
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

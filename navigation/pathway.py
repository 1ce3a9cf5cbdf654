"""The path (发展路径): recommendations, each with its rule, its numbers and the families behind it.

A rule says what it wants to see; no row is written with fewer families than the least n. Rules
propose and people decide: nothing here is legal advice.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from corpus import contract
from navigation import enterprise_path, structure_path, technology_path
from navigation.evidence import Facts, Suggestion, gather
from navigation.tables import RECOMMENDATION
from navigation.taxonomy import natural_key
from navigation.thresholds import Thresholds

MODULES = ("structure", "enterprise", "talent", "technology", "operation")
RULES: tuple[Callable[[Facts], Iterator[Suggestion]], ...] = (
    structure_path.strengthen_chain,
    structure_path.fill_chain,
    structure_path.extend_chain,
    structure_path.watch_branch,
    enterprise_path.cultivate_enterprise,
    enterprise_path.integrate_enterprises,
    enterprise_path.attract_enterprise,
    technology_path.train_talent,
    technology_path.attract_talent,
    technology_path.cooperate_talent,
    technology_path.research_in_house,
    technology_path.cooperate_research,
    technology_path.license_in,
    technology_path.use_lapsed_patent,
    enterprise_path.open_licence,
    enterprise_path.pledge_patent,
    enterprise_path.form_pool,
    enterprise_path.overseas_layout_gap,
)
HIGH_CONFIDENCE, MEDIUM_CONFIDENCE = 30, 10


def recommendation(
    branch: pd.DataFrame,
    branch_profile: pd.DataFrame,
    position: pd.DataFrame,
    gap: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    party: pd.DataFrame,
    family_score: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    *,
    reach: datetime.date,
    home: str,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """All suggestions of all rules, in the order of path, rule, branch and strength.

    Without a zone and without focal enterprises only the rules that look at the branch alone speak.
    """
    facts = gather(
        {
            "branch": branch,
            "branch_profile": branch_profile,
            "position": position,
            "gap": gap,
            "family": family,
            "family_member": family_member,
            "applicant": applicant,
            "family_applicant": family_applicant,
            "party": party,
            "family_score": family_score,
            "branch_assignment": branch_assignment,
        },
        reach=reach,
        home=home,
        thresholds=thresholds,
    )
    suggestions = [s for rule in RULES for s in rule(facts) if s.n >= thresholds.min_n]
    if not suggestions:
        return contract.empty(RECOMMENDATION)
    ordered = sorted(suggestions, key=_place)
    return contract.cast(
        pd.DataFrame([_row(s) for s in ordered])[RECOMMENDATION.column_names], RECOMMENDATION
    )


def confidence_word(n: int, *, is_relative: bool) -> str:
    """Confidence: high from 30 families, medium from 10, else low; never high within the exports alone."""
    if n >= HIGH_CONFIDENCE and not is_relative:
        return "high"
    return "medium" if n >= MEDIUM_CONFIDENCE else "low"


def as_json(metrics: Mapping[str, object]) -> str:
    """Metrics as JSON: keys sorted, numbers rounded to four places, unknown as null."""
    return json.dumps(
        {key: _plain(value) for key, value in metrics.items()}, ensure_ascii=False, sort_keys=True
    )


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str | bool):
        return value
    if value is None or value is pd.NA:
        return None
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else round(number, 4)


def _place(suggestion: Suggestion) -> tuple[int, int, tuple[str, ...]]:
    names = [rule.__name__ for rule in RULES]
    return MODULES.index(suggestion.module), names.index(suggestion.rule), natural_key(suggestion.branch_id)


def _row(suggestion: Suggestion) -> dict[str, object]:
    key = (suggestion.rule, suggestion.branch_id, suggestion.subject_id or "")
    return {
        "recommendation_id": ":".join(part for part in key if part),
        "module": suggestion.module,
        "rule": suggestion.rule,
        "branch_id": suggestion.branch_id,
        "subject_id": suggestion.subject_id,
        "subject_label": suggestion.subject_label,
        "metrics": as_json(suggestion.metrics),
        "n": suggestion.n,
        "confidence_word": confidence_word(suggestion.n, is_relative=suggestion.is_relative),
        "evidence_ids": suggestion.families.tolist(),
    }

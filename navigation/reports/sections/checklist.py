"""The checklist of a published landscape report, and the parameters, as the annex shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import pandas as pd

from navigation.reports.document import Exhibit
from navigation.reports.words import word, words
from navigation.thresholds import Thresholds

GIVEN, PART, MISSING, PEOPLE = "given", "part", "missing", "people"
# Each item and the section where a reader finds it.
ITEMS: Mapping[str, str] = {
    "purpose": "scope", "search_string": "scope", "source": "scope", "licence": "scope", "cut_off": "scope",
    "breakdown": "scope", "sign_off": "scope", "recall": "evidence", "precision": "evidence",
    "counting": "evidence", "family_rule": "evidence", "date_rule": "evidence", "recent_years": "evidence",
    "applicant_rule": "evidence", "completeness": "evidence", "legal_status": "evidence",
    "roster": "positioning", "indicators": "annex", "parameters": "annex", "validation": "validation",
    "limits": "evidence", "changes": "annex", "reproducibility": "annex",
}  # fmt: skip


def standings(
    *,
    passports: Sequence[Mapping[str, Any]],
    files: Sequence[str],
    notes: Sequence[str],
    is_derived: bool,
    retrieval_quality: pd.DataFrame,
    pending_names: int,
    has_members: bool,
    has_backtest: bool,
    has_status: bool,
    is_reproducible: bool,
    has_indicators: bool,
) -> dict[str, str]:
    """Where each item of the checklist stands, from what the study gives."""
    known = [entry for entry in passports if str(entry.get("file")) in set(files)]

    def stated(name: str) -> str:
        count = sum(entry.get(name) is not None for entry in known)
        return GIVEN if files and count == len(files) else PART if count else MISSING

    checks = retrieval_quality.set_index("check_set")["is_passed"]

    def checked(name: str) -> str:
        return MISSING if name not in checks.index else GIVEN if bool(checks[name]) else PART

    return dict.fromkeys(ITEMS, GIVEN) | {
        "search_string": stated("query"),
        "source": stated("retrieved_on"),
        "licence": stated("licence"),
        "cut_off": PART if notes else GIVEN,
        "breakdown": PART if is_derived else GIVEN,
        "sign_off": PEOPLE,
        "recall": checked("recall"),
        "precision": checked("precision"),
        "applicant_rule": PART if pending_names else GIVEN,
        "legal_status": GIVEN if has_status else MISSING,
        "roster": GIVEN if has_members else MISSING,
        "indicators": GIVEN if has_indicators else MISSING,
        "validation": GIVEN if has_backtest else MISSING,
        "reproducibility": GIVEN if is_reproducible else MISSING,
    }


def exhibit(found: Mapping[str, str]) -> Exhibit:
    """The checklist: item, standing, where to read it, what is left to do."""
    frame = pd.DataFrame({"item": list(found), "standing": list(found.values())})
    for language in ("zh", "en"):
        frame[f"where_{language}"] = [word(f"{ITEMS[item]}.title", language) for item in found]
        todo = (
            "" if standing == GIVEN else words(language).get(f"checklist_todo.{item}", "")
            for item, standing in found.items()
        )
        frame[f"todo_{language}"] = [text or "—" for text in todo]
    return Exhibit(
        "checklist", "table", frame, ("intake",), n=len(frame), unit="items",
        columns=("item", "standing", "where", "todo"),
    )  # fmt: skip


def parameters(thresholds: Thresholds) -> Exhibit:
    """Every threshold with its meaning and its value in this run."""
    names = [field.name for field in fields(thresholds)]
    frame = pd.DataFrame({"name": names, "value": [float(getattr(thresholds, name)) for name in names]})
    for language in ("zh", "en"):
        frame[f"meaning_{language}"] = [word(f"threshold.{name}", language) for name in names]
    frame["is_default"] = [getattr(thresholds, n) == getattr(Thresholds(), n) for n in names]
    return Exhibit(
        "parameters", "table", frame, ("branch_profile",), n=len(frame), unit="items",
        columns=("meaning", "value", "is_default", "name"), options={"name_title": "column.setting"},
    )  # fmt: skip

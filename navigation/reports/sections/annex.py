"""What lets the report be read alone: terms, checklist, parameters, indicators, what changed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import pandas as pd

from navigation.reports.document import Exhibit, Section
from navigation.reports.sections import checklist
from navigation.thresholds import Thresholds


def annex(
    intake: pd.DataFrame,
    family: pd.DataFrame,
    branch: pd.DataFrame,
    retrieval_quality: pd.DataFrame,
    name_suggestion: pd.DataFrame,
    enterprise: pd.DataFrame,
    backtest: pd.DataFrame,
    run_change: pd.DataFrame,
    *,
    indicators: Sequence[Mapping[str, Any]],
    notes: Sequence[str],
    passports: Sequence[Mapping[str, Any]],
    thresholds: Thresholds,
    version: str,
    study_digest: str,
) -> Section:
    """Terms, the checklist filled by the program, parameters, indicators and the study's own notes."""
    found = checklist.standings(
        passports=passports,
        files=[str(name) for name in intake["export_file"]],
        notes=notes,
        is_derived=bool(branch["is_derived"].fillna(False).any()) or branch.empty,
        retrieval_quality=retrieval_quality,
        pending_names=len(name_suggestion),
        has_members=bool(enterprise["is_zone_member"].fillna(False).any()),
        has_backtest=not backtest.empty,
        has_status=bool(family["is_active"].notna().any()),
        is_reproducible=bool(version and study_digest),
        has_indicators=bool(indicators),
    )
    made = [checklist.exhibit(found), checklist.parameters(thresholds)]
    if indicators:
        made.append(_indicators(indicators))
    standing = pd.Series(found)
    return Section(
        "annex",
        {
            "notes": [str(note) for note in notes],
            "has_indicators": bool(indicators),
            "missing": [str(item) for item in standing.index[standing == checklist.MISSING]],
            "partly": [str(item) for item in standing.index[standing == checklist.PART]],
            "has_changes": not run_change.empty,
        },
        tuple(made),
    )


@lru_cache(maxsize=1)
def _chinese() -> Mapping[str, Mapping[str, str]]:
    """Chinese definitions, units and sources of the indicators, by group and name."""
    text = resources.files("navigation.reports").joinpath("indicators.zh.toml").read_text("utf-8")
    return tomllib.loads(text)


def _indicators(indicators: Sequence[Mapping[str, Any]]) -> Exhibit:
    """Each indicator's meaning in a sentence or two; formulas stand in the documentation."""
    rows, chinese = [], _chinese()
    for entry in indicators:
        name, unit, source = str(entry["name"]), str(entry.get("unit") or ""), entry.get("source")
        rows.append(
            {
                **{key: entry.get(key) for key in ("name", "pillar", "better", "weight")},
                "label_zh": entry.get("label_zh"),
                "label_en": entry.get("label"),
                "unit_zh": chinese["unit"].get(_key(unit), unit),
                "unit_en": unit,
                "definition_zh": chinese["definition"].get(name, entry.get("label_zh")),
                "definition_en": plain_definition(str(entry.get("definition") or "")),
                "source_zh": chinese["source"].get(name, source),
                "source_en": source,
            }
        )
    return Exhibit(
        "indicators", "table", pd.DataFrame(rows).astype({"weight": "float64"}), ("family_indicator",),
        n=len(rows), unit="indicators",
        columns=("label", "pillar", "unit", "weight", "definition", "source"),
    )  # fmt: skip


def _key(unit: str) -> str:
    return re.sub(r"\W+", "_", unit).strip("_").lower()


def plain_definition(text: str) -> str:
    """A definition without its formula, on one line."""
    kept, skipping = [], False
    for line in text.splitlines():
        if line.strip().startswith(".. math::"):
            skipping = True
        elif skipping and line.strip() and not line.startswith((" ", "\t")):
            skipping = False
        if not skipping:
            kept.append(line.strip())
    return re.sub(r"\s+", " ", " ".join(kept)).replace("`", "").strip()

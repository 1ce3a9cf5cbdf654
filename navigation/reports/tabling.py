"""Cells of an exhibit's table: heading, printed text and sorting value of each column."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from corpus import lists
from corpus.contract import TEXTS_DTYPE
from navigation.reports.document import Exhibit
from navigation.reports.drawing import width_of
from navigation.reports.receipts import plain
from navigation.reports.words import clean, code_word, format_value, word

# Columns whose number does not print by its dtype alone.
KINDS = {
    "priority_year": "year", "year": "year", "growth": "percent", "structure_shift": "points",
    "leader_shift": "points", "entrant_rate": "percent", "recent_share": "percent",
    "collaboration_rate": "percent", "operation_rate": "number", "direction_score": "ratio",
    "cr4": "percent", "hhi": "ratio", "effective_owners": "number", "foreign_share": "percent",
    "mean_score": "score", "score": "score", "technology": "score", "market": "score", "legal": "score",
    "coverage": "percent", "share": "percent", "branch_share": "percent", "control_share": "percent",
    "rta": "ratio", "rta_shrunk": "ratio", "p_top": "ratio", "similarity": "ratio",
    "format_confidence": "ratio", "invention_share": "percent", "expiring_share": "percent",
    "language_share": "percent", "remaining_years": "number", "weight": "percent",
    "technology_strength": "score", "market_strength": "score", "layout_balance": "score",
    "legal_strength": "score", "growth_strength": "score", "top_share": "percent",
    "fractional_count": "number", "median_remaining_years": "number", "asset_index": "number",
    "density": "ratio", "gain": "percent", "overlap": "percent", "mean_age": "number",
    "academic_share": "percent", "largest_share": "percent", "own_median": "number",
    "industry_median": "number", "rival_score": "ratio", "percentile": "score",
    "contribution": "score", "traversal_share": "percent", "link_centrality": "ratio",
    "auc": "ratio", "auc_low": "ratio", "auc_high": "ratio", "lift_at_10": "ratio",
    "capture_at_10": "percent", "importance": "ratio", "slope": "ratio",
    "rank_correlation": "ratio", "measured_share": "percent",
    "lowest_share": "percent", "middle_share": "percent", "highest_share": "percent",
    "coverage_share": "percent", "coverage_gain": "percent", "leaf_overlap": "percent",
    "likeness": "ratio", "feasibility": "ratio", "match_score": "score", "strategy_strength": "score",
    "critical_share": "percent", "impact_concentration": "ratio", "effective_families": "number",
    "key_person_share": "percent", "p_top_five": "ratio", "kendall_tau": "ratio", "top_jaccard": "ratio",
    "link_density": "ratio", "cited_year": "year", "citing_year": "year",
    "first_year": "year", "last_year": "year", "corpus_share": "percent", "structure_deviation": "ratio",
    "abroad_share": "percent", "recent_part": "percent", "prior_part": "percent", "part_shift": "points",
    "held_share": "percent", "gap_weight": "ratio", "growth_factor": "ratio", "size_factor": "ratio",
    "fit": "ratio", "screen_score": "score", "home_share": "percent", "home_control": "percent",
    "nowcast": "count", "nowcast_low": "count", "nowcast_high": "count", "published_share": "percent",
    "exposure": "ratio", "expected_count": "number", "lift": "ratio", "effect_growth": "percent",
    "median_score": "score",
}  # fmt: skip
# Columns that hold codes, and the group of words that names them.
CODES = {
    "life_cycle_stage": "life_cycle", "stage": "stage", "chain_status": "chain_status",
    "legal_status": "legal_status", "ip_right": "ip_right", "class": "portfolio_class",
    "confidence": "confidence", "confidence_word": "confidence", "module": "module", "rule": "rule",
    "weakest_dimension": "dimension", "origin": "office",
    "country": "office", "destination": "office", "office": "office", "action": "action",
    "evidence": "evidence_kind", "applicant_kind": "applicant_kind", "next_actions": "next_action",
    "missing_offices": "office", "circumstances": "circumstance", "disposition": "action",
    "kind": "portfolio_kind", "offices": "office", "proposal": "proposal", "pillar": "pillar",
    "field": "field", "enterprise_role": "enterprise_role", "gate": "gate", "deadline": "deadline",
    "conflict_rule": "conflict_rule", "resolution": "resolution",
    "outcome": "outcome", "scorer": "scorer", "verdict": "verdict",
    "deadline_kind": "deadline_kind", "badges": "circumstance", "absent_offices": "office",
    "absent_evidence": "circumstance", "better": "better", "quadrant": "quadrant", "why": "why",
    "place_kind": "place_kind", "sphere": "sphere", "failed_gates": "screen_gate",
    "unknown_gates": "screen_gate", "reasons": "match_reason", "item": "checklist", "standing": "standing",
    "attention": "attention", "effect": "effect", "proposal_reasons": "proposal_reason",
    "living_offices": "office",
}  # fmt: skip
SHORT_EMS = 9.0
# All ids behind a row are a click away in the page, and in the workbooks of tables.
LONGEST = {
    "title": 120, "note": 160, "definition": 400, "formula": 300, "evidence_ids": 75, "near_ids": 75,
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """Text to print, value to sort by (None sorts last), and whether it is a number."""

    text: str
    sort: str | float | None
    is_number: bool

    @property
    def is_short(self) -> bool:
        """Whether the text had better stay on one line."""
        return width_of(self.text, 1) <= SHORT_EMS


def shown_columns(exhibit: Exhibit, language: str) -> list[tuple[str, str, str]]:
    """Each column shown: its name, the frame's column for the language, and its heading."""
    frame = exhibit.frame
    names = exhibit.columns or tuple(
        c.removesuffix("_zh") for c in frame.columns if not (c.endswith("_en") and f"{c[:-3]}_zh" in frame)
    )
    chosen = []
    for name in names:
        heading = exhibit.options.get(f"{name}_title", f"column.{name}")
        column = f"{name}_{language}" if f"{name}_{language}" in frame.columns else name
        chosen.append((name, column, word(heading, language)))
    return chosen


def cells(exhibit: Exhibit, language: str) -> list[list[Cell]]:
    """All rows of the table as cells, in the order of the frame."""
    columns = []
    for name, column, _ in shown_columns(exhibit, language):
        series = exhibit.frame[column]
        if column == f"{name}_en":
            series = series.fillna(exhibit.frame[f"{name}_zh"])
        group = exhibit.options.get(f"{name}_words", CODES.get(name))
        kind = exhibit.options.get("kind" if name == "value" else f"{name}_kind", KINDS.get(name))
        columns.append(_column(series, name, group, kind, language))
    return [list(row) for row in zip(*columns, strict=True)]


def _column(series: pd.Series, name: str, group: str | None, kind: str | None, language: str) -> list[Cell]:
    if series.dtype == TEXTS_DTYPE:
        return [_listed(v, name, group, language) for v in lists.join(series, "\x1f")]
    return [_cell(v, name, group, kind, language) for v in series]


def _listed(value: object, name: str, group: str | None, language: str) -> Cell:
    if not isinstance(value, str) or not value:
        return Cell("—", None, False)
    items = value.split("\x1f")
    texts = [code_word(group, item, language) for item in items] if group else items
    text = clean(word("list_separator", language).join(texts), LONGEST.get(name, 300))
    return Cell(text, text, False)


def _cell(value: object, name: str, group: str | None, kind: str | None, language: str) -> Cell:
    value = plain(value)
    if value is None:
        return Cell("—", None, False)
    if isinstance(value, bool):
        return Cell(word("yes" if value else "no", language), float(value), False)
    if isinstance(value, (int, float)):
        whole = isinstance(value, int) or (kind is None and value.is_integer())
        shown = format_value(value, kind or ("count" if whole else "ratio"), language)
        return Cell(shown, value, True)
    text = code_word(group, value, language) if group else clean(value, LONGEST.get(name, 200))
    return Cell(text, text, False)

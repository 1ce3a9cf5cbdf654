"""The expert form of GB/T 42748-2023: people score each indicator, beside what the data can say.

The standard leaves indicators and weights to the user's purpose. The form holds its fourteen second-level
indicators, for each the signals at hand with their source, and empty cells for scores and weights. Nothing is
scored by the machine, and nothing is a sum of money.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from corpus import lists
from navigation.reports.receipts import Lookup, as_lookup
from navigation.reports.sections.high_value_exhibits import indicator_labels, ranked
from navigation.reports.tabling import KINDS
from navigation.reports.words import clean, code_word, format_value, word
from navigation.reports.workbook import Looks, looks, open_book, safe

TABLES = ("family", "family_score", "family_indicator", "candidate", "branch_assignment", "branch_profile")
MOST_FAMILIES = 20
# Second-level indicators with their first level, and the signals that may stand beside them.
INDICATORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "stability": ("legal", ("grant_lag", "events")),
    "scope": ("legal", ("claim_count", "technology_scope", "office_count")),
    "detectability": ("legal", ()),
    "dependence": ("legal", ()),
    "advancement": ("technical", ("citation_relevance", "forward_citations")),
    "substitutability": ("technical", ()),
    "applicability": ("technical", ("generality", "technology_scope")),
    "independence": ("technical", ("originality",)),
    "maturity": ("technical", ("life_cycle_stage",)),
    "trend": ("technical", ("growth",)),
    "remaining_life": ("economic", ("remaining_term",)),
    "competition": ("economic", ("cr4", "hhi")),
    "market_use": ("economic", ()),
    "operation": ("economic", ("circumstances",)),
}
CHALLENGES = ("invalidation", "reexamination", "opposition", "oral_proceedings")
OF_BRANCH = ("life_cycle_stage", "growth", "cr4", "hhi")
WIDTHS = {"number": 18, "title": 40, "first_level": 12, "second_level": 18, "guidance": 46, "signals": 54,
          "score": 12, "weight": 12, "remark": 36, "weighted": 16}  # fmt: skip
HEAD_ROWS = 1


def expert_form(
    tables: Lookup | Mapping[str, pd.DataFrame], settings: Mapping[str, Any], language: str = "zh"
) -> bytes:
    """The form as a workbook: a sheet of weights, one to score, one with the weighted means.

    Parameters
    ----------
    tables
        Frames by name, those of `TABLES`; the first families by value signal are listed.
    settings
        `title`, `as_of`, `indicators` (definitions as mappings).
    language
        `zh` or `en`.
    """
    find = as_lookup(tables)
    frames = {name: find(name) for name in TABLES}
    as_of: dt.date = settings["as_of"]
    held = io.BytesIO()
    book = open_book(held, f"{settings['title']} GB/T 42748", as_of, settings, language)
    styles = looks(book)
    chosen = _chosen(frames)
    weights = _sheet(book, styles, "weights", ("first_level", "second_level", "guidance", "weight"), language)
    for row, (name, (level, _)) in enumerate(INDICATORS.items(), start=HEAD_ROWS):
        guidance = word(f"form_guidance.{name}", language)
        _texts(weights, row, (*_named(name, level, language), guidance), styles)
    _only_numbers(weights, HEAD_ROWS, 3, len(INDICATORS))
    columns = ("number", "title", "first_level", "second_level", "signals", "score", "remark")
    sheet = _sheet(book, styles, "form", columns, language)
    said = _signals(chosen, frames, settings, language)
    titles = _titles(chosen, language)
    row = HEAD_ROWS
    for family_id, number, title in titles:
        for name, (level, _) in INDICATORS.items():
            _texts(sheet, row, (number, title, *_named(name, level, language), said[family_id, name]), styles)
            row += 1
    _only_numbers(sheet, HEAD_ROWS, 5, max(row - HEAD_ROWS, 1))
    result = _sheet(book, styles, "result", ("number", "title", "weighted"), language)
    for place, (_, number, title) in enumerate(titles):
        _texts(result, HEAD_ROWS + place, (number, title), styles)
        result.write_formula(HEAD_ROWS + place, 2, _mean(place, language), styles["decimal"], "")
    result.write_string(HEAD_ROWS + len(titles) + 1, 0, word("form_note.text", language), styles["stamp"])
    book.close()
    return held.getvalue()


def _named(name: str, level: str, language: str) -> tuple[str, str]:
    return word(f"form_level.{level}", language), word(f"form_indicator.{name}", language)


def _texts(sheet: Worksheet, row: int, texts: tuple[str, ...], styles: Looks) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(row, column, safe(text), styles["text"])


def _mean(place: int, language: str) -> str:
    """The weighted mean of a family's scores, empty until people have given all of them and weights."""
    size = len(INDICATORS)
    first = HEAD_ROWS + place * size
    scores = f"'{word('form_sheet.form', language)}'!{xl_range_abs(first, 5, first + size - 1, 5)}"
    weights = (
        f"'{word('form_sheet.weights', language)}'!{xl_range_abs(HEAD_ROWS, 3, HEAD_ROWS + size - 1, 3)}"
    )
    ready = f"OR(COUNT({scores})<{size},SUM({weights})<=0)"
    return f'=IF({ready},"",SUMPRODUCT({scores},{weights})/SUM({weights}))'


def _sheet(book: Any, styles: Looks, name: str, columns: tuple[str, ...], language: str) -> Worksheet:
    sheet: Worksheet = book.add_worksheet(word(f"form_sheet.{name}", language))
    for i, column in enumerate(columns):
        sheet.set_column(i, i, WIDTHS[column])
        sheet.write_string(0, i, word(f"form_column.{column}", language), styles["head"])
    sheet.freeze_panes(HEAD_ROWS, 2)
    return sheet


def _only_numbers(sheet: Worksheet, row: int, column: int, count: int) -> None:
    """Cells that people fill take numbers from 0 to 100 alone."""
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    sheet.data_validation(row, column, row + count - 1, column, rule)


def _chosen(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The first inventions by value signal, with the branch of each."""
    inventions = frames["family_score"][frames["family_score"]["ip_right"] == "invention"]
    first = ranked(inventions, MOST_FAMILIES)[["family_id"]]
    assigned = frames["branch_assignment"]
    flags = assigned["is_primary"].fillna(False) & assigned["is_leaf"].fillna(False)
    leaf = assigned[flags.to_numpy(dtype=bool)].drop_duplicates("family_id")[["family_id", "branch_id"]]
    about = frames["family"][["family_id", "representative_number", "title", "title_en", "events"]]
    known = frames["candidate"][["family_id", "circumstances"]]
    found = first.merge(about, on="family_id", how="left").merge(known, on="family_id", how="left")
    found = found.merge(leaf, on="family_id", how="left")
    profile = frames["branch_profile"][["branch_id", *OF_BRANCH]]
    return found.merge(profile, on="branch_id", how="left")


def _titles(chosen: pd.DataFrame, language: str) -> list[tuple[str, str, str]]:
    first, second = ("title", "title_en") if language == "zh" else ("title_en", "title")
    title = chosen[first].fillna(chosen[second]).fillna("—")
    number = chosen["representative_number"].fillna(chosen["family_id"])
    return [
        (str(f), str(n), clean(str(t), 200))
        for f, n, t in zip(chosen["family_id"], number, title, strict=True)
    ]


def _signals(
    chosen: pd.DataFrame, frames: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], language: str
) -> dict[tuple[str, str], str]:
    """What stands beside each indicator of each family; a dash where the data say nothing."""
    asked = {signal for _, signals in INDICATORS.values() for signal in signals}
    measured = frames["family_indicator"]
    measured = measured[measured["family_id"].isin(chosen["family_id"]) & measured["indicator"].isin(asked)]
    labels = indicator_labels(measured["indicator"], settings.get("indicators") or ())
    label = labels[0] if language == "zh" else labels[1]
    texts: dict[tuple[str, str], str] = {}
    columns = (measured[c] for c in ("family_id", "indicator", "value", "percentile"))
    for family_id, name, value, percentile, shown in zip(*columns, label, strict=True):
        if pd.notna(value):
            texts[family_id, name] = f"{shown} {format_value(value, 'ratio', language)}"
        if pd.notna(value) and pd.notna(percentile):
            said = f"{word('form_column.percentile', language)} {format_value(percentile, 'score', language)}"
            texts[family_id, name] += f" ({said})"
    listed = {c: lists.join(chosen[c], "\x1f").tolist() for c in ("events", "circumstances")}
    for place, row in enumerate(chosen.to_dict("records")):
        key = row["family_id"]
        for column in OF_BRANCH:
            if pd.notna(row[column]):
                shown = _of_branch(column, row[column], language)
                texts[key, column] = f"{word(f'column.{column}', language)} {shown}"
        for column, kept in (("events", CHALLENGES), ("circumstances", None)):
            codes = str(listed[column][place]).split("\x1f") if pd.notna(listed[column][place]) else []
            codes = [c for c in codes if (c in kept if kept else not c.startswith("undecided_"))]
            if codes:
                texts[key, column] = word("list_separator", language).join(
                    code_word("circumstance", c, language) for c in codes
                )
    return {
        (family_id, name): "; ".join(t for s in signals if (t := texts.get((family_id, s)))) or "—"
        for family_id in chosen["family_id"]
        for name, (_, signals) in INDICATORS.items()
    }


def _of_branch(column: str, value: Any, language: str) -> str:
    if isinstance(value, str):
        return code_word("life_cycle", value, language)
    return format_value(float(value), KINDS.get(column, "ratio"), language)

"""The indicator table of a zone as a report: rows, growth, years and notes; and what was counted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd

from navigation.reports.document import Exhibit, Section, asking
from navigation.reports.words import LANGUAGES, clean, code_word, format_value, word

STATUSES = ("achieved", "in_progress", "behind", "no_data", "undefined", "no_target")
GROWTHS = ("yoy", "mean", "cagr", "count_yoy", "count_mean", "count_cagr", "amount_yoy", "amount_mean",
           "amount_cagr")  # fmt: skip
KINDS = {"share": "percent", "count": "count", "per_ten_thousand": "ratio"}
NOTE_KINDS = {"implied_population": "number", "population_differs": "number"}
MOST_RECORDS = 200_000  # rows of the sheet of records


def kpi(kpi: pd.DataFrame, kpi_value: pd.DataFrame, kpi_note: pd.DataFrame) -> Section:
    """The table with its statuses, growth in each way, the years, and what must be confirmed."""
    ask = asking("kpi", kpi=kpi, kpi_note=kpi_note)
    counts = {s: ask(f"status.{s}", "kpi", "count", {"status": s}) for s in STATUSES}
    context = {
        "rows": ask("rows", "kpi", "count"),
        "statuses": [{"code": code, "count": count} for code, count in counts.items() if count.value],
        "left_out": ask("left_out", "kpi", "sum:left_out_count"),
        "notes": ask("notes", "kpi_note", "count"),
    }
    made = (_rows(kpi), _growths(kpi_value), _years(kpi_value, kpi), _notes(kpi_note))
    return Section("kpi", context, tuple(e for e in made if len(e.frame)))


def kpi_records(kpi_record: pd.DataFrame) -> Section:
    """Every record counted, and every one seen and left out with its reason."""
    ask = asking("kpi_records", kpi_record=kpi_record)
    context = {
        "counted": ask("counted", "kpi_record", "count", {"is_counted": True}),
        "left_out": ask("left_out", "kpi_record", "count", {"is_counted": False}),
        "undecided": ask("undecided", "kpi_record", "count", {"is_counted": None}),
    }
    columns = ("kpi", "record_id", "subject", "day", "source", "is_counted", "reason")
    frame = kpi_record.head(MOST_RECORDS)
    made = _table("records", frame, columns, "kpi_record", kpi_words="kpi_name", reason_words="kpi_reason")
    return Section("kpi_records", context, (made,) if len(frame) else ())


def _rows(kpi: pd.DataFrame) -> Exhibit:
    rows = kpi.sort_values("number", ignore_index=True)
    kinds = rows["unit"].map(KINDS)
    said = {
        f"{column}_{language}": [
            None if pd.isna(v) else format_value(float(v), kind, language)
            for v, kind in zip(rows[name], kinds, strict=True)
        ]
        for column, name in (("value_said", "value"), ("target_said", "target"), ("pace_said", "pace"))
        for language in LANGUAGES
    }
    frame = rows.assign(**{name: pd.Series(texts, dtype="str") for name, texts in said.items()})
    columns = ("number", "kpi", "value_said", "target_said", "target_year", "pace_said", "status",
               "period_year", "source", "formula_version", "counted_count", "left_out_count",
               "lacking")  # fmt: skip
    return _table(
        "table",
        frame,
        columns,
        "kpi",
        kpi_words="kpi_name",
        status_words="kpi_status",
        lacking_words="kpi_table",
        target_year_kind="year",
        period_year_kind="year",
    )


def _growths(kpi_value: pd.DataFrame) -> Exhibit:
    rows = kpi_value[kpi_value["measure"].isin(GROWTHS)].reset_index(drop=True)
    return _table(
        "growth",
        rows,
        ("kpi", "measure", "year", "value"),
        "kpi_value",
        kpi_words="kpi_name",
        measure_words="kpi_measure",
        kind="percent",
    )


def _years(kpi_value: pd.DataFrame, kpi: pd.DataFrame) -> Exhibit:
    rows = kpi_value[~kpi_value["measure"].isin(GROWTHS)].reset_index(drop=True)
    is_rate = rows["kpi"].isin(kpi.loc[kpi["unit"].eq("per_ten_thousand"), "kpi"]) & rows["measure"].eq(
        "level"
    )
    frame = rows.assign(
        **{
            f"value_said_{language}": pd.Series(
                [
                    None if pd.isna(v) else format_value(float(v), "ratio" if rate else "count", language)
                    for v, rate in zip(rows["value"], is_rate, strict=True)
                ],
                dtype="str",
            )
            for language in LANGUAGES
        }
    )
    columns = ("kpi", "measure", "year", "value_said", "is_complete")
    return _table("years", frame, columns, "kpi_value", kpi_words="kpi_name", measure_words="kpi_measure")


def _notes(kpi_note: pd.DataFrame) -> Exhibit:
    frame = kpi_note.assign(
        **{
            f"said_{language}": pd.Series(
                [_said(row, language) for row in kpi_note.to_dict("records")], dtype="str"
            )
            for language in LANGUAGES
        }
    )
    return _table("notes", frame, ("kpi", "said"), "kpi_note", kpi_words="kpi_name")


def _said(row: Mapping[Hashable, Any], language: str) -> str:
    """A note as a sentence, its numbers put in."""
    note = str(row["note"])
    kind = NOTE_KINDS.get(note, "count")
    fill: dict[str, Callable[[object], str]] = {
        "value": lambda v: format_value(float(str(v)), kind, language),
        "expected": lambda v: format_value(float(str(v)), kind, language),
        "year": lambda v: str(v),
        "text": lambda v: clean(str(v)),
    }
    text = word(f"kpi_note.{note}", language)
    for name, printed in fill.items():
        value = row[name]
        shown = code_word("kpi_status", "unknown", language) if pd.isna(value) else printed(value)
        text = text.replace(f"{{{name}}}", shown)
    return text


def _table(id: str, frame: pd.DataFrame, columns: tuple[str, ...], source: str, **options: str) -> Exhibit:
    titles = {f"{name}_title": f"kpi_column.{name}" for name in columns}
    return Exhibit(
        id, "table", frame, (source,), n=None, unit="rows", columns=columns, options=titles | options
    )

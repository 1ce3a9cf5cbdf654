"""The tables of an indicator table: the rows, their values by year, what was counted, and notes."""

from __future__ import annotations

from corpus.contract import DATE, FLAG, INTEGER, NUMBER, TEXT, TEXTS, Column, Table

STATUSES = ("achieved", "in_progress", "behind", "no_data", "undefined", "no_target")
SOURCES = ("E", "R", "E+R")
MEASURES = (
    *("level", "count", "amount_cny", "count_yoy", "amount_yoy", "yoy", "mean", "cagr"),
    *("count_mean", "count_cagr", "amount_mean", "amount_cagr", "any_owner", "agencies", "patents_only"),
)
REASONS = (
    *("rename", "intra_group", "inventor_to_employer", "outside_zone", "undated", "size_unknown"),
    *("not_small", "direction_unknown", "end_unknown", "grant_unknown", "status_unknown"),
    *("owner_unknown", "undated_transfer", "owner_not_stated", "expired", "later", "not_in_roster"),
    "too_few_agencies",
)
NOTES = (
    *("implied_population", "population_differs", "stated_inventions", "stated_pct", "study_older"),
    *("study_not_run", "undated_events", "generated_reports", "candidates_not_counted", "not_in_roster"),
    *("undecided", "exports_only", "base_zero", "amount_missing", "few_agencies", "older_population"),
)

_KPI = Column("kpi", TEXT, "Indicator of the table, by name")
_SOURCE = Column("source", TEXT, "E: columns of exports; R: registers of the zone", allowed=SOURCES)

KPI = Table(
    "kpi",
    "a row of the indicator table",
    ("kpi",),
    (
        _KPI,
        Column("number", INTEGER, "Number of the row in the table", low=1),
        Column("value", NUMBER, "Value at the cut-off; NA where it is not known"),
        Column("unit", TEXT, "Unit of value and target", allowed=("count", "share", "per_ten_thousand")),
        Column("target", NUMBER, "Target in force at the cut-off"),
        Column("target_year", INTEGER, "Year at whose end the target is due"),
        Column("pace", NUMBER, "What a steady advance to the target would be at the cut-off"),
        Column("status", TEXT, "How the value stands to the target", required=True, allowed=STATUSES),
        Column("period_year", INTEGER, "Last year the value is about; NA for the cut-off itself"),
        _SOURCE,
        Column("formula_version", TEXT, "Version of the formula"),
        Column("lacking", TEXTS, "Registers and tables without which there is no value"),
        Column("counted_count", INTEGER, "Records counted", "records", low=0),
        Column("left_out_count", INTEGER, "Records seen and not counted, with a reason", "records", low=0),
        Column("as_of", DATE, "Cut-off"),
    ),
)
KPI_VALUE = Table(
    "kpi_value",
    "one measure of an indicator for a year",
    ("kpi", "measure", "year"),
    (
        _KPI,
        Column("measure", TEXT, "What is measured", allowed=MEASURES),
        Column("year", INTEGER, "Year, at its last day; the cut-off's own year at the cut-off"),
        Column("value", NUMBER, "Value; NA where it is undefined"),
        Column("is_complete", FLAG, "The year has ended by the cut-off"),
    ),
)
KPI_RECORD = Table(
    "kpi_record",
    "a record an indicator counted, or saw and left out",
    ("kpi", "place"),
    (
        _KPI,
        Column("place", INTEGER, "Running number within the indicator", low=1),
        Column("record_id", TEXT, "Application, event, contract, certificate or product"),
        Column("subject", TEXT, "Organisation it is counted for, by credit code or name"),
        Column("day", DATE, "Day it is counted at"),
        _SOURCE,
        Column("is_counted", FLAG, "Counted; false: left out; NA: cannot be decided"),
        Column("reason", TEXT, "Why it was left out, or what must be checked", allowed=REASONS),
    ),
)
KPI_NOTE = Table(
    "kpi_note",
    "something a reader of the table must know or confirm",
    ("place",),
    (
        Column("place", INTEGER, "Running number", low=1),
        Column("note", TEXT, "What it is about", allowed=NOTES),
        Column("kpi", TEXT, "Indicator of the table, by name"),
        Column("year", INTEGER, "Year it is about"),
        Column("value", NUMBER, "The number found"),
        Column("expected", NUMBER, "The number beside which it stands"),
        Column("text", TEXT, "Names it is about"),
    ),
)
TABLES = (KPI, KPI_VALUE, KPI_RECORD, KPI_NOTE)

"""The tables about what changed since the run before, and their columns."""

from __future__ import annotations

from corpus import tables as corpus_tables
from corpus.contract import DATE, FLAG, NUMBER, TEXT, TEXTS, Column, Table
from corpus.tables import pick

CAUSES = ("data", "definition", "method", "several")
PRESENCES = ("entered", "left", "stayed")

CHANGE_COLUMNS = (
    # a run, as it is remembered
    Column("run_digest", TEXT, "Digest of a run's inputs and of the program's version"),
    Column("cut_off", DATE, "Cut-off of a run"),
    Column("program_version", TEXT, "Version of the program that made a run"),
    Column("input_digests", TEXT, "Digest of every input of a run by its name, as JSON"),
    Column("setting_values", TEXT, "Settings of a run, as JSON"),
    Column("division_digest", TEXT, "Digest of what the division into clusters depended on"),
    Column("portfolio_id", TEXT, "Portfolio: owner and technology, pool, or pair"),
    Column("portfolio_label_zh", TEXT, "Owner and technology of a portfolio in Chinese"),
    Column("portfolio_label_en", TEXT, "The same in English"),
    Column("status_before", TEXT, "Legal status in the run before"),
    Column("score_before", NUMBER, "Score in the run before", "0–100"),
    Column("rank_before", NUMBER, "Rank in the run before"),
    Column("content_before", TEXT, "Digest of what the run before knew of the family"),
    Column("fact_id", TEXT, "Fact of a report: section and name"),
    Column("fact_kind", TEXT, "How the fact prints"),
    Column("number_before", NUMBER, "The fact in the run before"),
    # what differs
    Column("cut_off_after", DATE, "Cut-off of this run"),
    Column("version_after", TEXT, "Version of the program that made this run"),
    Column("data_changes", TEXTS, "Exports and days that differ"),
    Column("definition_changes", TEXTS, "Settings, breakdown, roster and name decisions that differ"),
    Column("method_changes", TEXTS, "Versions of the program, before and after"),
    Column("is_redivided", FLAG, "The division into clusters depends on other texts or settings"),
    Column("cause", TEXT, "Why it moved, as far as the inputs tell", allowed=CAUSES),
    Column("presence", TEXT, "In this run alone, the run before alone, or both", allowed=PRESENCES),
    Column("status_after", TEXT, "Legal status in this run"),
    Column("score_after", NUMBER, "Score in this run", "0–100"),
    Column("rank_after", NUMBER, "Rank in this run"),
    Column("score_move", NUMBER, "Score in this run less the one before", "points"),
    Column("is_status_change", FLAG, "In both runs, with another legal status"),
    Column("is_own_change", FLAG, "What is known of the family itself differs"),
    Column("number_after", NUMBER, "The fact in this run"),
)
_COLUMNS = corpus_tables.COLUMNS | {column.name: column for column in CHANGE_COLUMNS}


def _table(name: str, grain: str, key: str, columns: str) -> Table:
    return Table(name, grain, (key,), pick(_COLUMNS, columns))


PREVIOUS_RUN = _table(
    "previous_run",
    "the last run with other inputs or of another version: one row, none at the first run",
    "run_digest",
    "run_digest cut_off program_version input_digests setting_values division_digest",
)
PREVIOUS_FAMILY = _table(
    "previous_family",
    "a family as that run left it",
    "family_id",
    "family_id representative_number title status_before score_before rank_before content_before",
)
PREVIOUS_PORTFOLIO = _table(
    "previous_portfolio",
    "a candidate portfolio as that run left it",
    "portfolio_id",
    "portfolio_id portfolio_label_zh portfolio_label_en score_before rank_before",
)
PREVIOUS_FACT = _table(
    "previous_fact",
    "a number of that run's summary",
    "fact_id",
    "fact_id fact_kind number_before",
)
RUN_CHANGE = _table(
    "run_change",
    "that run, and what differs in this one",
    "run_digest",
    """run_digest cut_off program_version cut_off_after version_after data_changes definition_changes
    method_changes is_redivided cause""",
)
FAMILY_CHANGE = _table(
    "family_change",
    "a family that entered, left, or moved in legal status, score or among the first hundred",
    "family_id",
    """family_id representative_number title presence status_before status_after score_before
    score_after rank_before rank_after score_move is_status_change is_own_change cause""",
)
PORTFOLIO_CHANGE = _table(
    "portfolio_change",
    "a candidate portfolio that entered, left or moved",
    "portfolio_id",
    """portfolio_id portfolio_label_zh portfolio_label_en presence score_before score_after
    rank_before rank_after score_move cause""",
)
FACT_CHANGE = _table(
    "fact_change",
    "a number of the summary that differs",
    "fact_id",
    "fact_id fact_kind number_before number_after",
)

CHANGE_TABLES = (
    PREVIOUS_RUN,
    PREVIOUS_FAMILY,
    PREVIOUS_PORTFOLIO,
    PREVIOUS_FACT,
    RUN_CHANGE,
    FAMILY_CHANGE,
    PORTFOLIO_CHANGE,
    FACT_CHANGE,
)

"""Columns of what was read from the exports, what contradicts itself, and how much they state."""

from __future__ import annotations

from corpus.contract import INTEGER, NUMBER, TEXT, TEXTS, Column

SUBJECTS = ("publication", "application", "family")
RULES = (
    *("vendors_differ", "publications_differ", "filed_before_priority", "published_before_filing"),
    *("granted_before_publication", "expired_before_grant", "filed_before_the_law", "granted_too_soon"),
    *("in_force_beyond_term", "expiry_differs", "vendor_families_joined"),
)
RESOLUTIONS = ("kept_first", "kept_vendor", "kept_computed", "joined", "noted")

INTAKE_COLUMNS = (
    Column("export_file", TEXT, "Export file, relative to the study folder"),
    Column("sha256", TEXT, "SHA-256 of the file's bytes"),
    Column("format", TEXT, "Export format that recognised the file"),
    Column("vendor", TEXT, "Tool that wrote the export"),
    Column("encoding", TEXT, "Character encoding the text was decoded with"),
    Column("format_confidence", NUMBER, "How surely the format was recognised", "share", low=0, high=1),
    Column("rows_read", INTEGER, "Data rows in the file", "rows", low=0),
    Column("rows_accepted", INTEGER, "Rows that became a publication", "rows", low=0),
    Column("rows_duplicate", INTEGER, "Rows whose publication an earlier row already holds", "rows", low=0),
    Column("rows_rejected", INTEGER, "Rows set aside with a reason", "rows", low=0),
    Column("cells_blanked", INTEGER, "Cells set aside with a reason", "cells", low=0),
    Column("columns_mapped", TEXTS, "Headings read, as heading=column"),
    Column("columns_unknown", TEXTS, "Headings no column was found for"),
    Column("row_number", INTEGER, "Row in the file as a person counts it, headings included", low=1),
    Column("column", TEXT, "Column of the cell; * for the whole row"),
    Column("value", TEXT, "The cell as the vendor wrote it, cut at 200 characters"),
    Column("reason", TEXT, "Why it was set aside"),
    Column("action", TEXT, "What was done with it", allowed=("excluded", "blanked", "kept")),
    Column(
        "disposition",
        TEXT,
        "Whether the row is the first of its publication",
        allowed=("accepted", "duplicate"),
    ),
    Column("record_id", TEXT, "Publication, application or family the statements are about"),
    Column("record_kind", TEXT, "What kind of thing it is", allowed=SUBJECTS),
    Column("conflict_rule", TEXT, "The rule that is broken", allowed=RULES),
    Column("statement", TEXT, "What one says, as column=value"),
    Column("statement_source", TEXT, "Export file that says it; NA where it is computed or of several"),
    Column("other_statement", TEXT, "What contradicts it, as column=value"),
    Column("other_source", TEXT, "Export file that says that; NA where it is computed or of several"),
    Column(
        "resolution",
        TEXT,
        "What was done: the first vendor's kept, the vendor's kept, the computed one kept, families joined, "
        "or noted alone",
        allowed=RESOLUTIONS,
    ),
    Column("filled_count", INTEGER, "Records that state the column", "rows", low=0),
    Column("filled_share", NUMBER, "Share of the file's records that state it", "share", low=0, high=1),
)

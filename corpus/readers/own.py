"""Export of the desk: a search result in the columns of `export_record`, under their own names.

So a study can be made from what was found in others, with nothing lost but the source's name. A cell
that a spreadsheet would take for a formula has an apostrophe before it, which is taken off again.
"""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.tables import EXPORT_RECORD

BETWEEN = " | "
NEUTRAL = "'"
_OF_THE_ROW = ("export_file", "row_number", "disposition", "vendor", "office", "kind_code", "ip_right")
COLUMNS = tuple(column.name for column in EXPORT_RECORD.columns if column.name not in _OF_THE_ROW)

FORMAT = Format(
    name="patnav",
    vendor="patnav",
    signature=frozenset(
        {
            "legal_status_text",
            "document_type_text",
            "vendor_record_id",
            "family_record_ids",
            "npl_citation_count",
        }
    ),
    columns={name: (name,) for name in COLUMNS},
    separator=r"\s*\|\s*",
    missing=frozenset({""}),
    rewrites={name: ((r"^'(?=[=+\-@])", ""),) for name in COLUMNS},
)

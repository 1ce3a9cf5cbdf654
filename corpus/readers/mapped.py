"""A table of the study's own: its passport says which heading holds which column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from corpus.errors import ExportError
from corpus.readers.format import Format
from corpus.tables import EXPORT_RECORD

_HELPERS = ("office", "kind_code", "publication_year", "original_title", "original_abstract")
_NOT_IN_A_FILE = ("export_file", "row_number", "disposition", "vendor", "ip_right")

FORMAT = Format(
    name="mapped",
    vendor="mapped table",
    signature=frozenset(),
    columns={},
    separator=r"\s*[;；|]\s*",
    missing=frozenset({"", "-", "--", "N/A", "NULL"}),
)


def allowed_columns() -> frozenset[str]:
    """Columns that an export can hold."""
    return frozenset({*EXPORT_RECORD.column_names, *_HELPERS}.difference(_NOT_IN_A_FILE))


def with_columns(format: Format, columns: Mapping[str, str], separator: str | None) -> Format:
    """Format with the study's own headings before its own.

    Parameters
    ----------
    columns
        Canonical column to heading.
    separator
        Text between the items of a list, taken literally; None keeps the format's.

    Raises
    ------
    ExportError
        A column is none that an export can hold.
    """
    unknown = sorted(set(columns) - allowed_columns())
    if unknown:
        raise ExportError(f'the passport maps "{unknown[0]}", which is no column; see: patnav tables')
    merged = dict(format.columns)
    for column, heading in columns.items():
        merged[column] = (heading, *merged.get(column, ()))
    literal = format.separator if separator is None else literal_pattern(separator)
    return replace(format, columns=merged, separator=literal)


def literal_pattern(separator: str) -> str:
    """Regular expression that matches the separator itself."""
    return "".join(f"\\{sign}" if sign in r"\.^$|?*+()[]{}" else sign for sign in separator)

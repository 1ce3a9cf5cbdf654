"""Delimited text: the delimiter, the row of headings, and rows of the headings' width."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import islice

from corpus.readers.format import Format
from corpus.readers.recognition import HEADING_ROWS, Headings, find_headings
from corpus.readers.sheets import Broken, Sheet
from corpus.text import Decoded

_DELIMITERS = (",", ";", "\t", "|", "~")
_PROBE = 400_000


def read_delimited(decoded: Decoded, formats: Sequence[Format]) -> Sheet:
    """Sheet of delimited text; an unclosed quotation mark is left in its `damage`."""
    csv.field_size_limit(2**31 - 1)
    delimiter, headings = _find_delimiter(decoded.text[:_PROBE], formats)
    rows = _parse(decoded.text, delimiter)
    width = len(headings.cells)
    kept, numbers, broken, damage = [], [], [], None
    for number, row in enumerate(rows, start=1):
        if number <= headings.place + 1 or not any(map(str.strip, row)):
            continue
        if len(row) != width:
            if damage is None and _has_swallowed(row, width, delimiter):
                damage = f"row {number}: a quotation mark is opened and not closed, so rows run together"
            if any(map(str.strip, row[width:])) or len(row) < width:
                reason = f"{len(row)} cells where the headings have {width}"
                broken.append(Broken(number, delimiter.join(row), reason))
                continue
            row = row[:width]
        kept.append(row)
        numbers.append(number)
    return Sheet("", "text", decoded.encoding, decoded.control_count, headings, kept, numbers, broken, damage)


def _find_delimiter(probe: str, formats: Sequence[Format]) -> tuple[str, Headings]:
    """Delimiter under which some row is the best row of headings."""
    found = []
    for delimiter in _DELIMITERS:
        rows = list(islice(csv.reader(io.StringIO(probe, newline=""), delimiter=delimiter), HEADING_ROWS))
        headings = find_headings(rows, formats)
        found.append(
            (headings.score, len(headings.cells), -_DELIMITERS.index(delimiter), delimiter, headings)
        )
    best = max(found, key=lambda f: f[:3])
    return best[3], best[4]


def _parse(content: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        # Quotation marks inside cells that nobody doubled; what they swallow shows in the row's width.
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))


def _has_swallowed(row: list[str], width: int, delimiter: str) -> bool:
    """Whether a cell holds a line that is a whole row."""
    most = max((line.count(delimiter) for cell in row for line in cell.splitlines()[1:]), default=0)
    return width > 2 and most >= width - 1

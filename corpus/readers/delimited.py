"""Delimited text: the delimiter, the row of headings, and rows of the headings' width."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from corpus.errors import ExportError
from corpus.readers.format import Format
from corpus.readers.headings import settled
from corpus.readers.lines import Lines
from corpus.readers.recognition import HEADING_ROWS, Headings, find_headings
from corpus.readers.sheets import Broken, Opened, Row, Sheet, refuse_wide

_DELIMITERS = (",", ";", "\t", "|", "~")
_PROBE = 400_000
# The longest descriptions have a tenth of this.
_MOST_IN_A_CELL = 10_000_000
# How a publication number begins: with its office, or with as many digits as no count has.
_NUMBER = re.compile(r"\W*(?:[A-Z]{2}[\s_-]?[A-Z]{0,4}\d|\d[\d,/.]{5,})")


def read_delimited(lines: Lines, formats: Sequence[Format]) -> Opened:
    """Table of delimited text.

    Raises
    ------
    ExportError
        A row near the top has more columns than a table can have. Later, while rows are read: a
        quotation mark is opened and not closed, or a cell has more than ten million characters.
    """
    csv.field_size_limit(_MOST_IN_A_CELL)
    delimiter, headings = _find_delimiter(lines.head[:_PROBE], formats)
    sheet = Sheet("", "text", lines.encoding, lines.control_count, headings, (), (), ())
    return Opened(replace(sheet, evidence=lines.evidence), lambda: _rows(lines.read(), delimiter, headings))


def _find_delimiter(probe: str, formats: Sequence[Format]) -> tuple[str, Headings]:
    """Delimiter under which some row is the best row of headings."""
    found = []
    for delimiter in _DELIMITERS:
        rows = list(islice(csv.reader(io.StringIO(probe, newline=""), delimiter=delimiter), HEADING_ROWS))
        refuse_wide(max(map(len, rows), default=0))
        headings = settled(rows, find_headings(rows, formats), formats)
        found.append(
            (headings.score, len(headings.cells), -_DELIMITERS.index(delimiter), delimiter, headings)
        )
    best = max(found, key=lambda f: f[:3])
    return best[3], best[4]


def _rows(lines: Iterator[str], delimiter: str, headings: Headings) -> Iterator[Row]:
    width, is_number = len(headings.cells), _number_test(headings)
    reader = csv.reader(lines, delimiter=delimiter)
    line = 0
    for number, row in enumerate(_parsed(reader), start=1):
        several, line = reader.line_num > line + 1, reader.line_num
        if number <= headings.place + 1 or not any(map(str.strip, row)):
            continue
        if several or len(row) != width:
            if _has_swallowed(row, width, delimiter, is_number):
                raise ExportError(
                    f"row {number}: a quotation mark is opened and not closed, so rows run together"
                )
            if len(row) < width or any(map(str.strip, row[width:])):
                reason = f"{len(row)} cells where the headings have {width}"
                yield number, Broken(number, delimiter.join(row), reason)
                continue
        yield number, row[:width]


def _parsed(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    # Not the strict dialect: it differs only by refusing quotation marks that nobody doubled, and
    # what these swallow shows in the row.
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise ExportError(
                f"row {number}: a cell of more than {_MOST_IN_A_CELL:,} characters; "
                "a quotation mark may be opened and not closed"
            ) from error
        if row is None:
            return
        yield row


def _number_test(headings: Headings) -> Callable[[Sequence[str]], bool]:
    """Test of a line for a publication number in its place, as only a row has."""
    places = headings.ranking[0].places.get("publication_number", ()) if headings.ranking else ()

    def test(cells: Sequence[str]) -> bool:
        return any(place < len(cells) - 1 and _NUMBER.match(cells[place]) for place in places)

    return test


def _has_swallowed(
    row: list[str], width: int, delimiter: str, is_number: Callable[[Sequence[str]], bool]
) -> bool:
    """Whether a cell holds a line that is a row."""
    if width <= 2:
        return False
    for place, cell in enumerate(row):
        inner = cell.splitlines()[1:]
        if len(row) != width:
            if any(line.count(delimiter) >= width - 1 for line in inner):
                return True
            continue
        # Of the last row swallowed the cell ends in the column in which it began.
        needed = [*[width - 1] * (len(inner) - 1), place][: len(inner)]
        whole = (line for line, n in zip(inner, needed, strict=True) if line.count(delimiter) >= n)
        if any(is_number(next(csv.reader([line], delimiter=delimiter), [])) for line in whole):
            return True
    return False

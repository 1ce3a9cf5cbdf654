"""A table of texts as it stands in a file, whatever kind of file it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import islice

from corpus.errors import ExportError
from corpus.readers.recognition import Headings

ITEM_SEPARATOR = "\x1f"  # between the items of a list that the file itself keeps apart; no text holds it
# Rows held as Python texts at a time; more is no faster.
PIECE = 20_000
# What the widest spreadsheet can hold.
_MOST_COLUMNS = 16_384
_DEBRIS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Broken:
    """A row that is no record: where it stands, how it begins, and what is wrong."""

    row_number: int
    value: str
    reason: str


@dataclass(frozen=True)
class Sheet:
    """A table of texts: headings, rows of one width, their numbers in the file, what told the encoding."""

    name: str
    kind: str
    encoding: str
    control_count: int
    headings: Headings
    rows: Sequence[Sequence[str]] = field(repr=False)
    row_numbers: Sequence[int] = field(repr=False)
    broken: Sequence[Broken] = field(repr=False)
    damage: str | None = None
    evidence: str = ""


# A row as it stands in the file: its number, and its cells or what is wrong with it.
Row = tuple[int, Sequence[str] | Broken]


@dataclass(frozen=True)
class Opened:
    """A table whose headings are known and whose rows are read when asked for, as often as wanted.

    Attributes
    ----------
    sheet
        The table without its rows.
    read
        All rows, in the order of the file.

    Notes
    -----
    Damage found on the way ends the rows with an ExportError that does not name the file.
    """

    sheet: Sheet
    read: Callable[[], Iterable[Row]] = field(repr=False)

    def pieces(self, size: int) -> Iterator[Sheet]:
        """The table as sheets of at most `size` rows."""
        rows = iter(self.read())
        while found := list(islice(rows, size)):
            kept = [(number, row) for number, row in found if not isinstance(row, Broken)]
            broken = [row for _, row in found if isinstance(row, Broken)]
            yield replace(
                self.sheet, rows=[r for _, r in kept], row_numbers=[n for n, _ in kept], broken=broken
            )


def whole(sheet: Sheet) -> Opened:
    """A table that was read at once, as one to be read in pieces."""

    def read() -> Iterator[Row]:
        rows: list[Row] = [*zip(sheet.row_numbers, sheet.rows, strict=True)]
        rows += [(b.row_number, b) for b in sheet.broken]
        yield from sorted(rows, key=lambda row: row[0])
        if sheet.damage is not None:
            raise ExportError(sheet.damage)

    return Opened(replace(sheet, rows=(), row_numbers=(), broken=()), read)


def refuse_wide(width: int) -> None:
    """Refuse a table wider than any spreadsheet.

    Raises
    ------
    ExportError
        It has more than 16,384 columns.
    """
    if width > _MOST_COLUMNS:
        raise ExportError(f"{width:,} columns, more than any export has; export it again")


def cell_text(value: object) -> str:
    """Cell as text: whole numbers without `.0`, dates in ISO form, blanks for control characters."""
    if isinstance(value, str):
        plain = value.replace("_x000D_", "\n")
        return _DEBRIS.sub(" ", plain) if _DEBRIS.search(plain) else plain
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)

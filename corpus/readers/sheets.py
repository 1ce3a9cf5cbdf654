"""A table of texts as it stands in a file, whatever kind of file it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from corpus.readers.recognition import Headings

ITEM_SEPARATOR = "\x1f"  # between the items of a list that the file itself keeps apart; no text holds it


@dataclass(frozen=True)
class Broken:
    """A row that is no record: where it stands, how it begins, and what is wrong."""

    row_number: int
    value: str
    reason: str


@dataclass(frozen=True)
class Sheet:
    """A table of texts: headings, rows of one width, and the number each row has in the file."""

    name: str
    kind: str
    encoding: str
    control_count: int
    headings: Headings
    rows: Sequence[Sequence[str]] = field(repr=False)
    row_numbers: Sequence[int] = field(repr=False)
    broken: Sequence[Broken] = field(repr=False)
    damage: str | None = None


def cell_text(value: object) -> str:
    """Cell as text: whole numbers without `.0`, dates in ISO form."""
    if isinstance(value, str):
        return value.replace("_x000D_", "\n")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)

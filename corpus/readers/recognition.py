"""Which row holds the headings, and which format they are: by score, never by position or file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import ExportError
from corpus.readers.format import Format, Match, match

# Titles, queries and blank lines stand above the headings of some exports.
HEADING_ROWS = 20
_ENOUGH = 0.5
_MARGIN = 0.1
_CLOSE = 0.1
# A Chinese application number with its check digit or prefix, or a publication number with its kind.
_PATENT_NUMBER = (
    r"\s*(?:(?:ZL|CN)\s*[\d\s]{8,18}(?:\.\s*[\dXx])?|\d{12}\.[\dXx]|\d{8}\.[\dXx]"
    r"|[A-Z]{2}\d{6,12}[A-Z]\d?)\s*$"
)


@dataclass(frozen=True)
class Headings:
    """The row of headings of a sheet, and how well each format fits it, best first."""

    place: int
    cells: tuple[str, ...]
    ranking: tuple[Match, ...]

    @property
    def score(self) -> float:
        """The best format's score; 0 where no format was tried."""
        return self.ranking[0].score if self.ranking else 0.0


def rank(headings: Sequence[str], formats: Iterable[Format]) -> tuple[Match, ...]:
    """Every format with its score for a row of headings, best first, names breaking ties."""
    matches = [match(f, headings) for f in formats]
    return tuple(sorted(matches, key=lambda m: (-m.score, m.format.name)))


def find_headings(rows: Sequence[Sequence[str]], formats: Sequence[Format]) -> Headings:
    """Row among the first that some format fits best; the fullest row where none fits."""
    best = Headings(0, (), ())
    for place, cells in enumerate(rows[:HEADING_ROWS]):
        filled = sum(1 for cell in cells if cell.strip())
        if filled == 0:
            continue
        found = Headings(place, tuple(cells), rank(cells, formats))
        fullest = sum(1 for cell in best.cells if cell.strip())
        if (found.score, filled) > (best.score, fullest):
            best = found
    return best if best.score >= _CLOSE else _without_headings(rows, formats) or best


def column_letter(place: int) -> str:
    """Letter of a column as spreadsheets name it: A, B, …, Z, AA."""
    letters = ""
    rest = place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _without_headings(rows: Sequence[Sequence[str]], formats: Sequence[Format]) -> Headings | None:
    """Letters for headings, where records begin with nothing but a title above them; else None."""
    for place, cells in enumerate(rows[:HEADING_ROWS]):
        if any(re.match(_PATENT_NUMBER, cell) for cell in cells):
            letters = tuple(column_letter(column) for column in range(len(cells)))
            return Headings(place - 1, letters, rank(letters, formats))
        if sum(1 for cell in cells if cell.strip()) > 1:
            return None
    return None


def choose(headings: Headings, *, name: str, is_named: bool) -> Match:
    """Format of a file, if it is sure enough.

    Parameters
    ----------
    headings
        As found in the file.
    name
        The file, for messages.
    is_named
        The study names the format, so that its score does not matter.

    Raises
    ------
    ExportError
        No format is sure enough, two are equally sure, or nothing gives publication numbers.
    """
    if not headings.ranking:
        raise ExportError(f"{name}: no row of headings in the first {HEADING_ROWS} rows")
    best = headings.ranking[0]
    if not is_named:
        _refuse_unsure(best, headings, name)
    if "publication_number" not in best.places and not best.format.lacks_publication_numbers:
        raise ExportError(_no_number(best, name))
    return best


def _refuse_unsure(best: Match, headings: Headings, name: str) -> None:
    listed = ", ".join(" ".join(cell.split()) for cell in headings.cells if cell.strip())
    shown = listed if len(listed) <= 80 else listed[:80] + "…"
    if best.score < _ENOUGH or not best.signature_found:
        lacking = ", ".join(f'"{heading}"' for heading in best.lacking)
        is_close = best.score >= _CLOSE
        closest = f"Closest: {best.format.name}, lacking {lacking}." if is_close else "None is close."
        raise ExportError(
            f"{name}: no known format has these headings ({shown}). {closest}\n"
            f"Name the format or map the columns in the export's passport. Try: patnav formats {name}"
        )
    rivals = [m for m in headings.ranking[1:] if best.score - m.score < _MARGIN and m.signature_found]
    if rivals:
        raise ExportError(
            f"{name}: {best.format.name} and {rivals[0].format.name} fit its headings equally ({shown}).\n"
            f'Write format = "{best.format.name}" or the other into the export\'s passport.'
        )


def _no_number(best: Match, name: str) -> str:
    wanted = " or ".join(f'"{h}"' for h in best.format.columns.get("publication_number", ()))
    if not wanted:
        return f'{name}: map "publication_number" to its heading in the export\'s passport'
    record_id = "; a record id of the vendor cannot stand in" if "vendor_record_id" in best.places else ""
    return (
        f"{name}: read as {best.format.name}, but no column gives publication numbers{record_id}.\n"
        f"Export again with {wanted}, or map publication_number in the export's passport."
    )

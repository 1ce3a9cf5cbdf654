"""`Format`: how one vendor writes an export, and how well a row of headings fits it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

# Half of the score asks whether the vendor's own headings are there, half whether the others are known.
_SIGNATURE_SHARE = 0.5
# Two headings that only one vendor writes are proof enough.
_SIGNATURE_ENOUGH = 2


@dataclass(frozen=True)
class Format:
    """How one vendor writes an export.

    Attributes
    ----------
    name
        Name in the study's `format = "…"`.
    vendor
        The tool.
    signature
        Headings that only this vendor writes.
    columns
        Canonical column to the headings that hold it, best first; a cell comes from the first of
        them that is not empty. Beside the columns of `export_record` there are `office`,
        `kind_code` and `publication_year`, which help to read others, and `original_title`,
        `original_abstract`: texts in the language of the document.
    separator
        Regular expression between the items of a list.
    separators
        Columns whose lists are written otherwise.
    missing
        Cells that say nothing.
    unused
        Headings of this vendor that no column is made of; they count when the format is recognised.
    rewrites
        Column to pairs of a regular expression and its replacement, applied to the cell in order
        before it is split and read: how this vendor's way of writing becomes a common one.
    office
        Office of every document, for tables of one office that name none.
    status_holds_events
        The cell of the legal status goes on with events.
    row_is_application
        A row is an application, with the numbers and dates of all its publications in one cell each.
    lacks_publication_numbers
        The table gives application numbers only; its rows are set aside one by one.
    publication_lines
        Headings of a tagged record that speaks of several publications, each of which is a row: the
        first lists them all, the others hold lines that begin with the number of one. `A+B` are the
        lines of both.
    medium
        Kind of file: `table` (delimited text, workbooks), `json` (keys stand for headings), `tagged`
        (tags do) or `xml` (names of fields do).
    """

    name: str
    vendor: str
    signature: frozenset[str] = field(repr=False)
    columns: Mapping[str, tuple[str, ...]] = field(repr=False)
    separator: str
    separators: Mapping[str, str] = field(default_factory=dict, repr=False)
    missing: frozenset[str] = frozenset({"", "-"})
    unused: frozenset[str] = field(default=frozenset(), repr=False)
    rewrites: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)
    office: str | None = None
    status_holds_events: bool = False
    row_is_application: bool = False
    lacks_publication_numbers: bool = False
    publication_lines: tuple[str, ...] = ()
    medium: str = "table"

    def known_headings(self) -> frozenset[str]:
        """All headings of this vendor, folded."""
        return self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        mapped = (heading for headings in self.columns.values() for heading in headings)
        return frozenset(fold_heading(h) for h in (*mapped, *self.unused, *self.signature))


@dataclass(frozen=True)
class Match:
    """How well a row of headings fits a format."""

    format: Format
    score: float
    signature_found: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]

    @property
    def lacking(self) -> tuple[str, ...]:
        """Headings whose presence would make the format sure, most telling first."""
        found = {fold_heading(h) for h in self.signature_found}
        number = self.format.columns.get("publication_number", ())
        wanted = [] if "publication_number" in self.places else [" / ".join(number[:2])]
        wanted += [h for h in sorted(self.format.signature) if fold_heading(h) not in found][:2]
        return tuple(w for w in wanted if w)


@lru_cache(maxsize=4096)
def fold_heading(heading: str) -> str:
    """Heading without the differences that do not matter: width, blanks, brackets, case.

    `公开（公告）号` and `公开(公告)号` fold to one text, so do `标题 (中文)` and `标题（中文）`.
    """
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = text.translate({ord("〔"): "(", ord("〕"): ")", ord("【"): "[", ord("】"): "]"})
    return re.sub(r"[\s\ufeff\u200b]+", "", text).strip("\"'")


def match(format: Format, headings: Sequence[str]) -> Match:
    """Score a row of headings: signature and known headings, each half of 1.

    A heading stands where it stands: neither order nor file name counts.
    """
    folded = [fold_heading(h) for h in headings]
    first = {text: place for place, text in reversed(list(enumerate(folded))) if text}
    present = set(first)
    found = tuple(h for h in sorted(format.signature) if fold_heading(h) in present)
    known = present & format.known_headings()
    coverage = len(known) / len(present) if present else 0.0
    sure = min(1.0, len(found) / _SIGNATURE_ENOUGH)
    places = {
        column: tuple(first[fold_heading(h)] for h in alternatives if fold_heading(h) in first)
        for column, alternatives in format.columns.items()
    }
    score = _SIGNATURE_SHARE * sure + (1 - _SIGNATURE_SHARE) * coverage
    return Match(format, round(score, 4), found, {c: p for c, p in places.items() if p})

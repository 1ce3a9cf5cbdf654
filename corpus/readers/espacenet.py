"""Espacenet: the CSV of a result list, headings in the language of its interface.

German, English and French headings are known. In any other language the columns are told by their
cells: publication numbers, symbols with offices in brackets (`B25B1/10 (EP,US)`), family numbers of
nine digits, days, names with countries (`NAME [US]`). Of three columns of days the priority comes
first in every row and the publication last; of two columns of names the applicants' has the legal
forms. Where that does not tell, the file is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import pandas as pd

from corpus.errors import ExportError
from corpus.readers.format import Format, Match
from corpus.readers.sheets import Broken, Opened

_NO_COUNTRY = ((r"\s*\[[A-Z]{2}\]", ""),)
_NUMBERS = ("Veröffentlichungsnummer", "Publication number", "Numéro de publication")

FORMAT = Format(
    name="espacenet",
    vendor="Espacenet",
    signature=frozenset(
        {
            *("Früheste Priorität", "Früheste Veröffentlichung", "Familiennummer"),
            *("Earliest priority", "Earliest publication", "Family number"),
            *("Priorité la plus ancienne", "Publication la plus ancienne", "Numéro de famille"),
        }
    ),
    columns={
        "publication_number": _NUMBERS,
        "publication_date": ("Veröffentlichungsdatum", "Publication date", "Date de publication"),
        "earliest_priority_date": ("Früheste Priorität", "Earliest priority", "Priorité la plus ancienne"),
        "original_title": ("Titel", "Title", "Titre"),
        "applicants": ("Anmelder", "Applicants", "Demandeurs"),
        "applicant_country": ("Anmelder", "Applicants", "Demandeurs"),
        "inventors": ("Erfinder", "Inventors", "Inventeurs"),
        "ipc": ("IPC", "CIB"),
        "cpc": ("CPC",),
        "vendor_family_id": ("Familiennummer", "Family number", "Numéro de famille"),
        "family_publications": _NUMBERS,
    },
    separator=r"\s*\n\s*",
    missing=frozenset({""}),
    unused=frozenset({"No", "Früheste Veröffentlichung", "Earliest publication"}),
    rewrites={
        "applicants": _NO_COUNTRY,
        "inventors": _NO_COUNTRY,
        # The first applicant alone, and only where its country is written.
        "applicant_country": (
            (r"\n[\s\S]*$", ""),
            (r"^(?!.*\[[A-Z]{2}\]\s*$)[\s\S]*$", ""),
            (r"^.*\[([A-Z]{2})\]\s*$", r"\1"),
        ),
    },
    row_is_application=True,
)

_SHAPES = {
    "number": r"[A-Z]{2}[A-Z]?\d+[A-Z]\d?",
    "cpc": r"[A-HY]\d\d[A-Z]\d+/\d+ \([A-Z]{2}(?:,[A-Z]{2})*\)",
    "ipc": r"[A-H]\d\d[A-Z]\d+/\d+",
    "family": r"\d{9}",
    "day": r"\d{4}-\d\d-\d\d",
    "counter": r"\d+",
}
_SINGLE = {"ipc": "ipc", "original_title": "text"}
_NAMED = r".+ \[[A-Z]{2}\]"
_LEGAL_FORM = r"(?i)\b(?:gmbh|inc|co|ltd|corp|company|llc|ag|kg|kk|sa|srl|bv|ab|oy|as|univ|inst|ind|mfg)\b"
_NEARLY_ALL, _SOME = 0.95, 0.1
_TIMES_MORE = 3
_ROWS = 2_000


def by_shape(opened: Opened, formats: Sequence[Format]) -> Opened:
    """The table with its columns told by their cells, if it is Espacenet's and its headings are not known.

    Parameters
    ----------
    opened
        A table of delimited text whose headings fit no format.
    formats
        Formats that may be in it.

    Raises
    ------
    ExportError
        It is Espacenet's, but two columns cannot be told apart.
    """
    headings = opened.sheet.headings
    is_known = any(m.score >= 0.5 and m.signature_found for m in headings.ranking[:1])
    if is_known or FORMAT.name not in {f.name for f in formats} or len(headings.cells) < 10:
        return opened
    rows = [row for _, row in islice(opened.read(), _ROWS) if not isinstance(row, Broken)]
    if not rows:
        return opened
    columns = pd.DataFrame(rows, dtype="str")
    shapes = {int(place): _shape(columns[place]) for place in columns.columns}
    by = {shape: [p for p, s in shapes.items() if s == shape] for shape in set(shapes.values())}
    needed = [len(by.get(shape, ())) == 1 for shape in ("number", "cpc", "family")]
    if not all(needed) or len(by.get("day", ())) != 3 or len(by.get("names", ())) != 2:
        return opened
    told = _days(columns, by["day"]) | _people(columns, by["names"])
    told |= {"publication_number": by["number"][0], "family_publications": by["number"][0]}
    told |= {"cpc": by["cpc"][0], "vendor_family_id": by["family"][0]}
    told |= {role: by[shape][0] for role, shape in _SINGLE.items() if len(by.get(shape, ())) == 1}
    signs = tuple(headings.cells[by[shape][0]].strip() for shape in ("cpc", "family"))
    matched = Match(FORMAT, 1.0, signs, {role: (place,) for role, place in told.items()})
    ranking = (matched, *(m for m in headings.ranking if m.format.name != FORMAT.name))
    return replace(opened, sheet=replace(opened.sheet, headings=replace(headings, ranking=ranking)))


def _shape(column: pd.Series) -> str | None:
    """The one shape that nearly all lines of a column have."""
    lines = column.str.split("\n").explode().str.strip()
    lines = lines[lines.fillna("").ne("")]
    if lines.empty:
        return None
    for name, pattern in _SHAPES.items():
        if lines.str.fullmatch(pattern).mean() >= _NEARLY_ALL:
            return name
    if lines.str.fullmatch(_NAMED).mean() >= _SOME:
        return "names"
    return "text" if lines.nunique() > 1 else None


def _days(columns: pd.DataFrame, places: Sequence[int]) -> dict[str, int]:
    """Priority and publication: in no row is the first later, or the last earlier, than another day."""
    earliest = columns[list(places)].apply(lambda c: c.str.split("\n").str[0].str.strip())
    earliest = earliest[earliest.ne("").all(axis=1)]
    many = [p for p in places if columns[p].str.contains("\n").any()]
    first = [p for p in places if all(earliest[p].le(earliest[o]).mean() >= _NEARLY_ALL for o in places)]
    last = [p for p in places if all(earliest[p].ge(earliest[o]).mean() >= _NEARLY_ALL for o in places)]
    last = many if len(many) == 1 else last
    if len(first) != 1 or len(last) != 1 or first == last:
        raise ExportError(
            "it is Espacenet's by its shape, but its columns of days cannot be told apart.\n"
            "Export it again with the interface in English, German or French"
        )
    return {"earliest_priority_date": first[0], "publication_date": last[0]}


def _people(columns: pd.DataFrame, places: Sequence[int]) -> dict[str, int]:
    """Applicants and inventors: legal forms stand in the names of applicants."""
    one, other = places
    forms = {p: columns[p].str.contains(_LEGAL_FORM).mean() for p in places}
    applicants, inventors = (one, other) if forms[one] > forms[other] else (other, one)
    if forms[applicants] < _SOME or forms[applicants] < _TIMES_MORE * forms[inventors]:
        raise ExportError(
            "it is Espacenet's by its shape, but applicants and inventors cannot be told apart.\n"
            "Export it again with the interface in English, German or French"
        )
    return {"applicants": applicants, "applicant_country": applicants, "inventors": inventors}

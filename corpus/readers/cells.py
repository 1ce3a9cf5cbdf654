"""Cells of one column to values of its type, and why those that hold something were not read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from corpus import lists, numbers, offices, symbols
from corpus.contract import INTEGER, TEXTS
from corpus.readers.format import Format
from corpus.readers.items import item_frame, latest_names, read_items, unread_items
from corpus.tables import EXPORT_RECORD

Cells = tuple[pd.Series, pd.Series]

# Where a spreadsheet cuts a cell.
_CELL_LENGTH = 32_767
_OF_THE_FIRST = ("applicant_address", "applicant_province", "applicant_city", "applicant_district")
_PUBLICATION_LISTS = (
    *("family_publications", "cited_publications", "citing_publications"),
    *("examiner_cited_publications", "applicant_cited_publications"),
    *("relevant_cited_publications", "background_cited_publications"),
)
_OFFICE_LISTS = ("priority_offices", "family_offices")
_COLUMNS = {column.name: column for column in EXPORT_RECORD.columns}


def read_column(name: str, texts: pd.Series, format: Format, publications: pd.DataFrame) -> Cells:
    """Values of one column of `export_record` that holds no dates.

    Parameters
    ----------
    name
        The column.
    texts
        Its cells; NA where the vendor says nothing.
    format
        How the vendor writes lists.
    publications
        Columns `office`, `kind_code` of the same index.

    Returns
    -------
    tuple of pandas.Series
        Values in the column's type, and problems (TEXT; NA where the cell was read or is empty).
    """
    separator = format.separators.get(name, format.separator)
    special = _special_reader(name, separator, format, publications)
    if special is not None:
        return special(texts)
    column = _COLUMNS[name]
    if column.type is INTEGER:
        return _counts(texts, least=int(column.low or 0))
    if column.type is TEXTS:
        return lists.split(texts, separator), _none(texts)
    return texts, _none(texts)


def without_cut_item(texts: pd.Series, separator: str) -> tuple[pd.Series, pd.Series | None]:
    """Lists without the last item of a cell that a spreadsheet cut, and at such cells the problem.

    Half a number may be another number. None where no cell has the length at which they are cut.
    """
    # A blank at the end is trimmed.
    cut = texts.str.len().between(_CELL_LENGTH - 2, _CELL_LENGTH)
    cut = cut.fillna(False).astype(bool)
    if not cut.any():
        return texts, None
    kept = {
        place: cell[: ([m.start() for m in re.finditer(separator, cell)] or [0])[-1]] or None
        for place, cell in texts[cut].items()
    }
    uncut = texts.copy()
    uncut[cut] = pd.Series(kept, dtype="str")
    reason = f"cut at {_CELL_LENGTH:,} characters by a spreadsheet: its last item is left out"
    return uncut, _none(texts).mask(cut, reason)


def read_counts(texts: pd.Series) -> pd.Series:
    """Integers written as `12`, `1,234`, `１２`, `12.0`, `3 件`; NA where the cell is none of these."""
    distinct = pd.Series(texts.dropna().unique(), dtype="str")
    plain = distinct.str.normalize("NFKC").str.strip()
    plain = plain.str.replace(r"(?<=\d),(?=\d{3}(?:\D|$))", "", regex=True)
    digits = plain.str.extract(r"^(\d{1,12})(?:\.0+)?\s*[件次个项页]?$")[0]
    counts = pd.to_numeric(digits, errors="coerce").astype("Int64").set_axis(distinct)
    return pd.Series(counts.reindex(texts).array, index=texts.index)


def _special_reader(
    name: str, separator: str, format: Format, publications: pd.DataFrame
) -> Callable[[pd.Series], Cells] | None:
    if name in ("application_number", "parent_application_number"):
        return lambda texts: _application_numbers(texts, publications["office"])
    if name == "owners":
        return lambda texts: (latest_names(texts, separator), _none(texts))
    if name in ("ipc", "cpc"):
        return lambda texts: _symbols(texts, separator)
    if name == "ipc_main":
        return _main_symbol
    if name == "locarno":
        return lambda texts: _listed(texts, separator, _locarno)
    if name in _PUBLICATION_LISTS:
        return lambda texts: _listed(texts, separator, _publication_numbers)
    if name in _OFFICE_LISTS:
        return lambda texts: _listed(texts, separator, offices.office_code)
    if name == "applicant_country":
        return lambda texts: _country(texts, separator)
    if name in _OF_THE_FIRST:
        return lambda texts: (_first_item(texts, separator), _none(texts))
    if name == "vendor_family_id":
        return lambda texts: (format.vendor.casefold() + ":" + texts, _none(texts))
    return None


def _none(texts: pd.Series) -> pd.Series:
    return pd.Series(None, index=texts.index, dtype="str")


def _problem(texts: pd.Series, values: pd.Series, reason: str) -> pd.Series:
    """Reason at cells that hold something but gave no value."""
    return _none(texts).mask(texts.notna() & values.isna(), reason)


def _application_numbers(texts: pd.Series, office: pd.Series) -> Cells:
    values = numbers.application_numbers(texts, office)["application_number"]
    ruined = texts.str.contains(r"^\d[\d.]*[eE]\+?\d+$", na=False)
    problems = _problem(texts, values, "not an application number")
    return values, problems.mask(ruined, "number ruined by a spreadsheet (exponent)")


def _counts(texts: pd.Series, *, least: int) -> Cells:
    values = read_counts(texts)
    problems = _problem(texts, values, "not a count")
    small = values.lt(least).fillna(False).astype(bool)
    return values.mask(small), problems.mask(small, f"below {least}")


def _listed(texts: pd.Series, separator: str, reader: Callable[[pd.Series], pd.Series]) -> Cells:
    return read_items(texts, separator, reader, distinct=True)


def _publication_numbers(items: pd.Series) -> pd.Series:
    return numbers.publication_parts(items)["publication_number"]


def _locarno(items: pd.Series) -> pd.Series:
    parts = items.str.extract(r"(?:^|\D)(\d{1,2})\s*[-.－]\s*(\d{1,2})(?:\D|$)")
    return parts[0].str.zfill(2) + "-" + parts[1].str.zfill(2)


def _symbols(texts: pd.Series, separator: str) -> Cells:
    printed = lists.split(texts, separator)
    values = symbols.canonical_symbols(printed)
    values = values.where(lists.lengths(values).fillna(0).gt(0))
    dropped = item_frame(symbols.unreadable_symbols(printed))
    return values, unread_items(dropped, texts.index)


def _main_symbol(texts: pd.Series) -> Cells:
    values = symbols.canonical_symbol(texts)
    return values, _problem(texts, values, "not a symbol")


def _first_item(texts: pd.Series, separator: str) -> pd.Series:
    first = texts.str.replace(rf"(?:{separator})[\s\S]*$", "", regex=True).str.strip()
    return first.mask(first.eq(""))


def _country(texts: pd.Series, separator: str) -> Cells:
    values = offices.office_code(_first_item(texts, separator))
    return values, _problem(texts, values, "country not known")

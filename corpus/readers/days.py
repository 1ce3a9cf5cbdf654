"""Dates of an export: gathered while its pieces are read, told once every cell of a column is known.

Whether `1/2/2013` begins with the day, and whether a year of two digits can be read at all, is
evidence of the whole column, which no piece of it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from corpus import lists
from corpus.dates import parse_dates
from corpus.readers.items import item_frame
from corpus.readers.number_years import series_years, stated_years

# A date that cannot lie after the publication, so that the year of publication tells its century.
_BEFORE_PUBLICATION = ("publication_date", "filing_date", "earliest_priority_date")
_LISTED = "earliest_priority_date"
_LEAST_AGREEMENT = 0.95
_SHORT = r"^\d{1,2}[/-]\d{1,2}[/-](\d{2})$"


@dataclass(frozen=True)
class Days:
    """Date cells of one piece.

    Attributes
    ----------
    cells
        By column: `row` (position in the piece, from 0), `text`, and `year`: the year of
        publication (INTEGER; NA where the text needs none or it is not known).
    year_count, agreeing_count
        Rows that state a year of publication beside a publication date whose year has two digits,
        and those of them where both agree.
    """

    cells: Mapping[str, pd.DataFrame] = field(repr=False)
    year_count: int
    agreeing_count: int


@dataclass(frozen=True)
class Evidence:
    """Distinct date cells of the pieces seen so far: it grows with the days, not with the rows."""

    cells: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    year_count: int = 0
    agreeing_count: int = 0


@dataclass(frozen=True)
class Calendar:
    """What every date cell of an export means: by column `text`, `year`, `date` and `problem`."""

    meanings: Mapping[str, pd.DataFrame] = field(repr=False)
    has_years: bool


def days_of(texts: pd.DataFrame, columns: Iterable[str], separators: Mapping[str, str]) -> Days:
    """Date cells of one piece.

    Parameters
    ----------
    texts
        Cells by column; NA where the vendor says nothing. `publication_year` may be among them.
    columns
        Those that hold dates.
    separators
        By column, the regular expression between the items of a list.
    """
    years, year_count, agreeing_count = _years(texts)
    cells = {}
    for name in columns:
        text = texts[name]
        if name == _LISTED and text.str.contains(separators[name], na=False).any():
            items = item_frame(lists.split(text, separators[name]))
            frame = items.rename(columns={"item": "text"})
        else:
            frame = pd.DataFrame({"row": range(len(text)), "text": text.array}).dropna(subset="text")
        short = frame["text"].str.contains(r"^\s*\d{1,2}[/-]\d{1,2}[/-]\d{2}\s*$", na=False)
        year = pd.Series(pd.NA, index=frame.index, dtype="Int64")
        if short.any() and name in _BEFORE_PUBLICATION:
            year = pd.Series(years.array[frame["row"]], index=frame.index).where(short)
        elif short.any() and name == "grant_date" and "publication_date" in texts:
            # A grant may be later than the first publication, but not where both have one day.
            published = pd.Series(texts["publication_date"].array[frame["row"]], index=frame.index)
            same = frame["text"].eq(published)
            year = pd.Series(years.array[frame["row"]], index=frame.index).where(short & same)
        cells[name] = frame.assign(year=year)
    return Days(cells, year_count, agreeing_count)


def _years(texts: pd.DataFrame) -> tuple[pd.Series, int, int]:
    """Years of publication, NA where they contradict the publication date."""
    nothing = pd.Series(pd.NA, index=texts.index, dtype="Int64")
    if "publication_date" not in texts:
        return nothing, 0, 0
    short = texts["publication_date"].str.extract(_SHORT)[0]
    shorts = pd.to_numeric(short, errors="coerce").astype("Int64")
    if "publication_year" in texts:
        year = texts["publication_year"].str.extract(r"^(\d{4})$")[0]
        years = pd.to_numeric(year, errors="coerce").astype("Int64")
        of_series = nothing
    else:
        years = stated_years(texts["publication_number"])
        of_series = series_years(texts["publication_number"], shorts)
    both = pd.DataFrame({"year": years, "short": shorts}).dropna()
    agrees = (both["year"] % 100).eq(both["short"])
    # A spreadsheet that prints the year of the week turns 2014-12-31 into 12/31/15.
    known = years.drop(agrees.index[~agrees]).reindex(years.index)
    return known.fillna(of_series.mask(years.notna())), len(both), int(agrees.sum())


def gathered(evidence: Evidence, days: Days) -> Evidence:
    """The evidence with that of one more piece."""
    cells = dict(evidence.cells)
    for name, frame in days.cells.items():
        known = [cells[name]] if name in cells else []
        cells[name] = pd.concat([*known, frame[["text", "year"]].drop_duplicates()]).drop_duplicates()
    return Evidence(
        cells, evidence.year_count + days.year_count, evidence.agreeing_count + days.agreeing_count
    )


def calendar(evidence: Evidence) -> Calendar:
    """The meaning of every cell, by the evidence of all of them."""
    agreement = evidence.agreeing_count / evidence.year_count if evidence.year_count else 0.0
    has_years = agreement >= _LEAST_AGREEMENT
    meanings = {}
    for name, frame in evidence.cells.items():
        cells = frame if has_years else _without_years(frame)
        cells = cells.drop_duplicates().reset_index(drop=True)
        meanings[name] = cells.join(parse_dates(cells["text"], latest_year=cells["year"]))
    return Calendar(meanings, has_years)


def read_days(days: Days, calendar: Calendar, index: pd.Index) -> dict[str, pd.DataFrame]:
    """By column `date` and `problem` of each row of a piece; the earliest where a cell lists several."""
    read = {}
    for name, frame in days.cells.items():
        cells = frame if calendar.has_years else _without_years(frame)
        found = cells.merge(calendar.meanings[name], on=["text", "year"], how="left")
        groups = found.groupby("row")
        is_list = found["row"].duplicated().any()
        date = groups["date"].min() if is_list else found.set_index("row")["date"]
        problem = groups["problem"].first() if is_list else found.set_index("row")["problem"]
        rows = range(len(index))
        read[name] = pd.DataFrame(
            {
                "date": date.reindex(rows).set_axis(index).astype("datetime64[s]"),
                "problem": problem.reindex(rows).set_axis(index).astype("str"),
            }
        )
    return read


def _without_years(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(year=pd.Series(pd.NA, index=frame.index, dtype="Int64"))

"""Dates as vendors and spreadsheets write them, read column by column without guessing."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

_MONTHS = {
    name: place
    for place, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_FIRST_YEAR, _LAST_YEAR = 1700, 2200
# Days from day zero to 1970-01-01: of spreadsheets (1900 system; their day 60 is the 29 February 1900
# that never was, and all read here lie beyond), and of Stata.
_SPREADSHEET, _STATA = 25_569, 3_653
_LAST_OF_OURS = 2040  # no patent of a study is younger
_MARGIN = 2
# What programs write for no date: day zero of spreadsheets, of Unix, the end of all days.
_PLACEHOLDERS = (
    r"^(?:0[0.]*|0{2,4}[-/.]00[-/.]0{2,4}|1899-12-3[01]|1900[-/.]0?1[-/.]0?[01]|1900010[01]"
    r"|1970-01-01|9999.*)$"
)

_CLOCK = r"(?:[T ]\d{1,2}:\d{2}.*|Z|(?<=\d)[+-]\d{2}:\d{2})$"
_YMD = r"^(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?$"
_DIGITS = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:\.0+)?$"
_DOTTED = r"^(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})$"
_PAIR = r"^(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<y>\d{4}|\d{2})$"
_NAMED = (
    r"^(?P<month>[A-Za-z]{3})[a-z]*\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})$",
    r"^(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<month>[A-Za-z]{3})[a-z]*\.?,?[\s-]+(?P<y>\d{4})$",
)
_COUNT = r"^(\d{5})(?:\.\d+)?$"
_MONTH = (
    r"^(?:\d{4}\s*(?:[-/.]|年)\s*(?:0?[1-9]|1[0-2])(?:\s*[-/.]\s*00?|\s*月)?"
    r"|(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])(?:00)?|[A-Za-z]{3,9}\.?\s+\d{4})$"
)
_YEAR = r"^(?:1[789]|20|21)\d\d(?:\.0|年|0000|-00-00)?$"
_TWO_DIGITS = r"^\d{1,2}[./-]\d{1,2}[./-]\d{1,2}$"
_MILLISECONDS = r"^(-?\d{11,13})(?:\.0+)?$"


def parse_dates(texts: pd.Series, *, latest_year: pd.Series | None = None) -> pd.DataFrame:
    """Dates of one column.

    Reads ISO dates and times, `2013/1/2`, `2013.01.02`, `20130102`, `2013年1月2日`, `02.01.2013`,
    `Aug 24, 2026`, `24-Aug-2026` and epoch milliseconds. Day counts of five digits are read where the
    column tells whether a spreadsheet (from 1900) or Stata (from 1960) counted: by the dates that
    stand beside them, or because Stata's reading would lie in the future. Years and months
    without a day, and what programs write for no date, are set aside and called so.
    Whether `1/2/2013` begins with the day or the month is decided for the whole column, by values
    above 12 in one place; where the column holds no such evidence, or evidence for both, its
    ambiguous cells are left unread.

    Parameters
    ----------
    texts
        The column; NA where the cell is empty.
    latest_year
        INTEGER, aligned: a year the date cannot lie beyond, such as the year of publication for a
        filing date. Only with it are two-digit years read, as the latest year they can mean.

    Returns
    -------
    pandas.DataFrame
        `date` (datetime64[s]) and `problem` (TEXT: why a cell that holds something was not read, NA
        where it was), aligned with `texts`.
    """
    years = pd.Series(pd.NA, index=texts.index, dtype="Int64") if latest_year is None else latest_year
    pairs = pd.DataFrame({"text": texts.astype("str"), "latest": years.astype("Int64")})
    has_short = pairs["text"].str.contains(r"^\s*\d{1,2}[/-]\d{1,2}[/-]\d{2}\s*$", na=False)
    # Dates repeat heavily, so the work is done on the distinct cells.
    pairs["latest"] = pairs["latest"].where(has_short)
    unique = pairs.drop_duplicates().reset_index(drop=True)
    parsed = pd.concat([unique, _parse_distinct(unique)], axis=1)
    result = pairs.merge(parsed, on=["text", "latest"], how="left").set_axis(texts.index)
    return result[["date", "problem"]]


def _parse_distinct(cells: pd.DataFrame) -> pd.DataFrame:
    text = cells["text"].map(lambda t: unicodedata.normalize("NFKC", t), na_action="ignore")
    text = text.astype("str").str.strip().str.replace(_CLOCK, "", regex=True)
    date = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[s]")
    for pattern in (_YMD, _DIGITS, _DOTTED):
        date = date.fillna(_from_parts(text.str.extract(pattern)))
    for pattern in _NAMED:
        parts = text.str.extract(pattern)
        parts["m"] = parts["month"].str.lower().map(_MONTHS)
        date = date.fillna(_from_parts(parts))
    counts = pd.to_numeric(text.str.extract(_COUNT)[0], errors="coerce").astype("float64")
    date = date.fillna(_from_counts(counts, date)).fillna(_from_milliseconds(text))
    problem = _unread_because(text).mask(counts.notna(), "a count of days that may begin in 1900 or 1960")
    date = date.mask(text.str.contains(_PLACEHOLDERS, na=False))
    pairs = text.str.extract(_PAIR)
    if pairs["y"].notna().any():
        read, why = _from_pairs(pairs, cells["latest"])
        date, problem = date.fillna(read), why.fillna(problem)
    holds = text.notna() & text.ne("")
    return pd.DataFrame({"date": date, "problem": problem.where(holds & date.isna())})


def _unread_because(text: pd.Series) -> pd.Series:
    """Why a text that is no day is none; the first that holds."""
    reasons = {
        "a placeholder for no date": _PLACEHOLDERS,
        "a year without month and day": _YEAR,
        "a month without a day": _MONTH,
        "year of two digits": _TWO_DIGITS,
    }
    found = [text.str.contains(pattern, na=False) for pattern in reasons.values()]
    return pd.Series(np.select(found, list(reasons), default="not a date"), index=text.index, dtype="str")


def _from_parts(parts: pd.DataFrame) -> pd.Series:
    """Dates of year, month and day; NaT where they are no day of the calendar."""
    numbers = parts[["y", "m", "d"]].apply(pd.to_numeric, errors="coerce").astype("float64")
    year, month, day = (numbers[part].fillna(0).astype(int) for part in ("y", "m", "d"))
    plausible = year.between(_FIRST_YEAR, _LAST_YEAR) & month.between(1, 12) & day.between(1, 31)
    months = ((year - 1970) * 12 + month - 1).where(plausible, 0).to_numpy().astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day.to_numpy() - 1).astype("timedelta64[D]")
    stays = days.astype("datetime64[M]") == months
    result = pd.Series(days.astype("datetime64[s]"), index=parts.index)
    return result.where(plausible & stays)


def _from_counts(counts: pd.Series, beside: pd.Series) -> pd.Series:
    """Dates of day counts, where the column tells the day they count from; else NaT.

    Parameters
    ----------
    counts
        Numbers of five digits; NA elsewhere.
    beside
        Dates of the other cells.
    """
    nothing = pd.Series(pd.NaT, index=counts.index, dtype="datetime64[s]")
    if counts.notna().sum() == 0:
        return nothing
    readings = [_from_days(counts - zero) for zero in (_SPREADSHEET, _STATA)]
    known = beside.dropna().dt.year
    first, last = (known.min() - _MARGIN, known.max() + _MARGIN) if len(known) else (0, _LAST_OF_OURS)
    fitting = [r for r in readings if r.dropna().dt.year.between(first, last).all()]
    return fitting[0] if len(fitting) == 1 else nothing


def _from_milliseconds(text: pd.Series) -> pd.Series:
    """Dates written as milliseconds since 1970."""
    stamp = pd.to_numeric(text.str.extract(_MILLISECONDS)[0], errors="coerce").astype("float64")
    return _from_days(stamp / 86_400_000)


def _from_days(days: pd.Series) -> pd.Series:
    """Dates of days since 1970; fractions are the time of day."""
    whole = np.floor(days.fillna(0).to_numpy()).astype("datetime64[D]")
    date = pd.Series(whole.astype("datetime64[s]"), index=days.index).where(days.notna())
    return date.where(date.dt.year.between(_FIRST_YEAR, _LAST_YEAR))


def _from_pairs(pairs: pd.DataFrame, latest: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Dates whose order of day and month is the column's, and why others stay unread."""
    first = pd.to_numeric(pairs["first"], errors="coerce")
    second = pd.to_numeric(pairs["second"], errors="coerce")
    short = pairs["y"].str.len().eq(2)
    year = pd.to_numeric(pairs["y"], errors="coerce").astype("Int64")
    meant = latest - (latest - year) % 100
    year = year.mask(short, meant)
    day_first, month_first = bool(first.gt(12).any()), bool(second.gt(12).any())
    starts_with_day = first.gt(12) | (day_first & ~month_first & ~second.gt(12))
    ambiguous = first.le(12) & second.le(12) & first.ne(second) & (day_first == month_first)
    parts = pd.DataFrame(
        {"y": year, "m": second.where(starts_with_day, first), "d": first.where(starts_with_day, second)}
    )
    date = _from_parts(parts).mask(ambiguous)
    reasons = [short & year.isna(), ambiguous]
    why = np.select(reasons, ["year of two digits", "day and month cannot be told apart"], default="")
    return date, pd.Series(why, index=pairs.index, dtype="str").replace("", np.nan)

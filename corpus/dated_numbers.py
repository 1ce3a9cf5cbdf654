"""Application numbers that can only be read beside their filing date.

The office of the United States writes a series and six digits (`14/016,388`). DOCDB writes the
serial and two digits of the year (`US65784810` is 12/657848 of 2010) for series up to 12, and year,
series and serial (`US201314016388`) from series 13 on, which began at the end of 2010. Eight digits
may be either of the short ways, so the filing date, and what else stands in the column, has to tell.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

# First and last year in which the office gave out numbers of a series. Designs have 29 and, by way
# of The Hague, 35; provisional applications begin with 6. Source: USPTO, MPEP 503.
_SERIES = {
    **{"02": (1935, 1947), "03": (1948, 1959), "04": (1960, 1969), "05": (1970, 1978)},
    **{"06": (1979, 1986), "07": (1987, 1992), "08": (1993, 1997), "09": (1998, 2001)},
    **{"10": (2001, 2004), "11": (2004, 2007), "12": (2007, 2010), "13": (2010, 2013)},
    **{"14": (2013, 2015), "15": (2015, 2018), "16": (2018, 2020), "17": (2020, 2022)},
    **{"18": (2022, 2025), "19": (2024, 2200), "29": (1992, 2200), "35": (2015, 2200)},
    **{"60": (1995, 2007), "61": (2007, 2012), "62": (2012, 2020), "63": (2020, 2200)},
}
_LETTERS = {"29": "F", "35": "F", "60": "P", "61": "P", "62": "P", "63": "P"}
# A national phase keeps its international filing date, years before its number was given out.
_YEARS_BEFORE, _YEARS_AFTER = 6, 3
_LAST_SHORT_YEAR = 2010

_LONG = r"^US(?P<year>(?:19|20)\d{2})(?P<series>\d{2})(?P<serial>\d{6})(?P<letter>[A-Z]?)$"
_EPODOC = r"^US(?P<year>(?:19|20)\d{2})0(?P<serial>\d{6})(?P<letter>[A-Z]?)$"
_SHORT = r"^US(?P<serial>\d{1,6})(?P<year>\d{2})(?P<letter>[PF]?)$"
_OFFICE = r"^US(?P<series>\d{1,2})(?P<serial>\d{6})(?P<letter>[PF]?)$"


def docdb_numbers(numbers: pd.Series, filed: pd.Series, column: pd.Series | None = None) -> pd.Series:
    """Application numbers of the United States as DOCDB writes them; others unchanged.

    A number in the office's way (`US14242912`) needs its filing year: where the date is missing or
    fits no reading of the number, the number stays as it is and meets no other. Digits that may be
    read both ways are read as the rest of their column is.

    Parameters
    ----------
    numbers
        Canonical application or priority numbers (TEXT).
    filed
        Their filing dates (DATE), of the same index.
    column
        What column each number stands in, such as the export file; all in one where not given.

    Returns
    -------
    pandas.Series
        TEXT, aligned with `numbers`.
    """
    where = pd.Series("", index=numbers.index) if column is None else column
    american = numbers.str.startswith("US").fillna(False).astype(bool)
    if not american.any():
        return numbers
    number, years = numbers[american], filed[american].dt.year.astype("Int64")
    written = _from_long(number).fillna(_from_office(number, years, where[american])).fillna(number)
    return numbers.mask(american, written.reindex(numbers.index)).astype("str")


def _from_long(number: pd.Series) -> pd.Series:
    """Numbers that state year and series, at the length DOCDB gives them."""
    long = number.str.extract(_LONG)
    made = _written(long["year"], long["series"], long["serial"], long["letter"])
    epodoc = number.str.extract(_EPODOC)
    short = epodoc["serial"].str.lstrip("0") + epodoc["year"].str[2:] + epodoc["letter"]
    return made.fillna("US" + short)


def _from_office(number: pd.Series, years: pd.Series, column: pd.Series) -> pd.Series:
    """Numbers of series and serial; NA where they are not, or nothing tells that they are."""
    office, short = number.str.extract(_OFFICE), number.str.extract(_SHORT)
    # A spreadsheet loses the zero of the series 02 to 09.
    series = office["series"].str.zfill(2)
    begin, end = (series.map({s: span[i] for s, span in _SERIES.items()}) for i in (0, 1))
    year = years.astype("float64")
    as_office = year.between(begin - _YEARS_BEFORE, end + _YEARS_AFTER)
    as_docdb = pd.to_numeric(short["year"], errors="coerce").eq(year % 100) & year.le(_LAST_SHORT_YEAR)
    certain = pd.Series(np.nan, index=number.index).mask(as_office, 1.0).mask(as_docdb, 0.0)
    certain = certain.mask(as_office & as_docdb)
    majority = certain.groupby(column).transform("mean").gt(0.5)
    chosen = as_office & (~as_docdb | majority)
    letter = office["letter"].where(office["letter"].ne(""), series.map(_LETTERS).fillna(""))
    return _written(years.astype("str"), series, office["serial"], letter).where(chosen)


def _written(year: pd.Series, series: pd.Series, serial: pd.Series, letter: pd.Series) -> pd.Series:
    """The number of DOCDB: short up to series 12, and for designs and provisionals up to 2010."""
    special = series.isin(list(_LETTERS))
    early = pd.to_numeric(year, errors="coerce").le(_LAST_SHORT_YEAR)
    short = series.le("12").where(~special, early).fillna(False).astype(bool)
    long_form = "US" + year + series + serial + letter
    return long_form.mask(short, "US" + serial.str.lstrip("0") + year.str[2:] + letter)

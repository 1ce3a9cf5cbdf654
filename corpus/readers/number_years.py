"""Years of publication that publication numbers tell: by their own digits, or by their place in a series."""

from __future__ import annotations

import pandas as pd

# Applications of these offices are numbered anew each year, the year of publication standing first.
_YEARLY = r"^\s*(?:US|WO|JP)[\s-]?((?:19|20)\d\d)[/\s]?\d{6,7}\s*-?A\d?\s*$"
_GRANT = r"^\s*US[\s-]?(\d{1,3}(?:,?\d{3})*)\s*-?(?:A|B1|B2)?\s*$"
# The first utility patents of 1900 and of 2000, by the USPTO's table of issue years and patent numbers.
_OF_1900, _OF_2000 = 640_167, 6_009_555


def stated_years(number: pd.Series) -> pd.Series:
    """Year of publication written in the number (`US20140365062A1`); NA where it holds none. INTEGER."""
    return pd.to_numeric(number.str.extract(_YEARLY)[0], errors="coerce").astype("Int64")


def series_years(number: pd.Series, short: pd.Series) -> pd.Series:
    """Year of publication of US grants: the century by the number, the rest by the date.

    Parameters
    ----------
    number
        Publication numbers as printed.
    short
        Last two digits of the year of publication (INTEGER), aligned.

    Returns
    -------
    pandas.Series
        INTEGER; NA where the number is no US grant since 1900 or no two digits are known.
    """
    digits = number.str.extract(_GRANT)[0].str.replace(",", "")
    serial = pd.to_numeric(digits, errors="coerce").astype("Int64")
    serial = serial.where(serial.ge(_OF_1900) & serial.lt(100_000_000))
    return (short + 1900).where(serial.lt(_OF_2000), short + 2000).where(serial.notna())

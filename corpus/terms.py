"""Terms and deadlines: until when a right can live, and which years are fully published.

A right's last day is the day before the anniversary of its filing. Where a month has no such
day, the anniversary is its last day.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from corpus.codes import code_list

PRIORITY_MONTHS = 12
NATIONAL_PHASE_MONTHS = 30
PUBLICATION_LAG_MONTHS = 18


def expiry_date(
    office: pd.Series,
    ip_right: pd.Series,
    filing_date: pd.Series,
    term_extension_days: pd.Series | None = None,
) -> pd.Series:
    """The last day a right can be in force, by the office's term; annual fees are another matter.

    Parameters
    ----------
    office
        ST.3 codes.
    ip_right
        invention, utility_model or design.
    filing_date
        Filing date at the office, the international one for PCT, the parent's for a divisional;
        never the priority date.
    term_extension_days
        Days granted beyond the term, where a register states them; never inferred.

    Returns
    -------
    pandas.Series
        DATE; NA where the office's term for the right is not known or does not run from filing.
        Source: `codes/terms.csv`; for China, Patent Law Art. 42.
    """
    years = pd.Series(np.nan, index=office.index, dtype="float64")
    table = code_list("terms")
    general_first = table.assign(special=table["office"] != "*").sort_values(
        ["special", "office", "ip_right", "filed_from"], kind="stable"
    )
    rules = (general_first[c].astype(str) for c in ("office", "ip_right", "filed_from", "years"))
    for where, right, since, term in zip(*rules, strict=True):
        meant = ip_right.eq(right) & (office.eq(where) if where != "*" else office.notna())
        if since:
            meant &= filing_date >= pd.Timestamp(since)
        years = years.mask(meant, float(term) if term else np.nan)
    last_day = add_years(filing_date, years) - pd.Timedelta(days=1)
    if term_extension_days is not None:
        last_day = last_day + pd.to_timedelta(term_extension_days.fillna(0).astype("int64"), unit="D")
    return last_day.astype("datetime64[s]")


def add_months(dates: pd.Series, months: pd.Series | int) -> pd.Series:
    """Dates so many months later; the last day of the month where it has no such day."""
    count = months if isinstance(months, pd.Series) else pd.Series(months, index=dates.index)
    known = dates.notna() & count.notna()
    day = dates[known].to_numpy().astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    target = month + count[known].to_numpy().astype("int64").astype("timedelta64[M]")
    same_day = target.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    last_of_month = (target + 1).astype("datetime64[D]") - 1
    moved = np.minimum(same_day, last_of_month).astype("datetime64[s]")
    return pd.Series(moved, index=dates.index[known], dtype="datetime64[s]").reindex(dates.index)


def add_years(dates: pd.Series, years: pd.Series | int) -> pd.Series:
    """Dates so many years later; 29 February becomes 28 where the year has none."""
    return add_months(dates, years * 12)


def priority_deadline(filing_date: pd.Series) -> pd.Series:
    """Last day to claim the filing's priority abroad: twelve months (Paris Convention Art. 4C)."""
    return add_months(filing_date, PRIORITY_MONTHS)


def national_phase_deadline(
    earliest_priority_date: pd.Series, months: int = NATIONAL_PHASE_MONTHS
) -> pd.Series:
    """Last day to enter the national phase: 30 months from priority (PCT Art. 22, 39).

    China takes 32 for a surcharge and the EPO 31; pass their months where they are meant.
    """
    return add_months(earliest_priority_date, months)


def next_annual_fee_date(filing_date: pd.Series, as_of: date) -> pd.Series:
    """The next filing anniversary on or after the cut-off, when the annual fee is due."""
    cut_off = pd.Timestamp(as_of)
    years = (cut_off.year - filing_date.dt.year).clip(lower=1)
    this_year = add_years(filing_date, years)
    next_year = add_years(filing_date, years + 1)
    return this_year.where(this_year.isna() | (this_year >= cut_off), next_year)


def last_complete_year(as_of: date, lag_months: int = PUBLICATION_LAG_MONTHS) -> int:
    """The latest year whose December filings are all published by the cut-off.

    Parameters
    ----------
    as_of
        Cut-off of the data.
    lag_months
        Months from filing to publication: 18 for inventions.
    """
    year = as_of.year
    while _published_by(year, lag_months) > as_of:
        year -= 1
    return year


def _published_by(year: int, lag_months: int) -> date:
    """Day by which the filings of a year's last day are published."""
    end = pd.Series([pd.Timestamp(year, 12, 31)], dtype="datetime64[s]")
    day: date = add_months(end, lag_months).iloc[0].date()
    return day

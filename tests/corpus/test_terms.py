"""Terms, deadlines and complete years; expected days by the law's own rule."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from corpus.terms import (
    add_months,
    add_years,
    expiry_date,
    last_complete_year,
    national_phase_deadline,
    next_annual_fee_date,
    priority_deadline,
)


def days(*texts: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(texts)), dtype="datetime64[s]")


def texts(dates: pd.Series) -> list[str | None]:
    return [None if pd.isna(day) else str(day.date()) for day in dates]


def last_day(office: str, right: str, filed: str) -> str | None:
    found = expiry_date(pd.Series([office]), pd.Series([right]), days(filed))
    return texts(found)[0]


@pytest.mark.parametrize(
    ("vector", "right", "filed", "expected"),
    [
        ("T-49", "utility_model", "1999-09-06", "2009-09-05"),
        ("T-50", "invention", "2010-03-15", "2030-03-14"),
        ("T-51", "design", "2021-05-31", "2031-05-30"),
        ("T-51", "design", "2021-06-01", "2036-05-31"),
        ("T-52", "utility_model", "2004-02-29", "2014-02-27"),
    ],
)
def test_chinese_terms(vector: str, right: str, filed: str, expected: str) -> None:
    assert last_day("CN", right, filed) == expected, vector


@pytest.mark.parametrize(
    ("office", "right", "filed", "expected"),
    [
        ("EP", "invention", "2010-03-15", "2030-03-14"),
        ("JP", "invention", "2000-01-01", "2019-12-31"),
        ("US", "invention", "1995-06-07", None),
        ("US", "invention", "1995-06-08", "2015-06-07"),
        ("US", "design", "2016-01-01", None),
        ("US", "utility_model", "2016-01-01", None),
        ("WO", "invention", "2016-01-01", None),
        ("DE", "utility_model", "2016-01-01", "2025-12-31"),
        ("JP", "utility_model", "2004-01-01", None),
        ("JP", "utility_model", "2016-01-01", "2025-12-31"),
        ("BR", "utility_model", "2016-01-01", None),
    ],
)
def test_terms_abroad_only_where_they_are_certain(
    office: str, right: str, filed: str, expected: str | None
) -> None:
    assert last_day(office, right, filed) == expected


def test_unknown_parts_give_no_expiry_and_the_index_stays() -> None:
    office = pd.Series(["CN", None, "CN", "CN"], index=[3, 1, 2, 0], dtype="str")
    right = pd.Series(["invention", "invention", None, "invention"], index=office.index, dtype="str")
    filed = days("2010-03-15", "2010-03-15", "2010-03-15", None).set_axis(office.index)
    found = expiry_date(office, right, filed)
    assert found.index.tolist() == [3, 1, 2, 0]
    assert texts(found) == ["2030-03-14", None, None, None]
    assert str(found.dtype) == "datetime64[s]"


def test_a_stated_extension_is_added_and_none_is_inferred() -> None:
    office, right = pd.Series(["CN", "CN"]), pd.Series(["invention", "invention"])
    extension = pd.Series([30, None], dtype="Int64")
    found = expiry_date(office, right, days("2010-03-15", "2010-03-15"), extension)
    assert texts(found) == ["2030-04-13", "2030-03-14"]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2024, 6, 30), 2022),
        (date(2024, 5, 31), 2021),
        (date(2024, 6, 29), 2021),
        (date(2024, 12, 31), 2022),
        (date(2025, 6, 30), 2023),
    ],
)
def test_last_complete_year_of_inventions_t48(as_of: date, expected: int) -> None:
    assert last_complete_year(as_of) == expected


def test_without_lag_the_year_is_complete_on_its_last_day() -> None:
    assert last_complete_year(date(2024, 12, 31), lag_months=0) == 2024
    assert last_complete_year(date(2024, 12, 30), lag_months=0) == 2023


def test_months_and_years_end_on_the_last_day_there_is() -> None:
    assert texts(add_months(days("2023-08-31", "2024-01-31", None), 6)) == ["2024-02-29", "2024-07-31", None]
    assert texts(add_years(days("2004-02-29"), 4)) == ["2008-02-29"]
    assert texts(add_years(days("2004-02-29"), 1)) == ["2005-02-28"]


def test_deadlines_run_from_the_dates_the_treaties_name() -> None:
    assert texts(priority_deadline(days("2023-03-31", "2024-02-29"))) == ["2024-03-31", "2025-02-28"]
    assert texts(national_phase_deadline(days("2021-08-31"))) == ["2024-02-29"]
    assert texts(national_phase_deadline(days("2021-08-31"), months=32)) == ["2024-04-30"]


def test_next_annual_fee_is_the_coming_anniversary() -> None:
    filed = days("2015-06-30", "2015-07-01", "2024-02-29", "2024-06-01", None)
    found = next_annual_fee_date(filed, date(2024, 6, 30))
    assert texts(found) == ["2024-06-30", "2024-07-01", "2025-02-28", "2025-06-01", None]


def test_far_dates_do_not_overflow() -> None:
    assert last_day("CN", "invention", "2290-01-01") == "2309-12-31"

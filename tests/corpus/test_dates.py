from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.dates import parse_dates


def read(*cells: str | None, latest: list[int | None] | None = None) -> list[str | None]:
    years = None if latest is None else pd.Series(latest, dtype="Int64")
    dates = parse_dates(pd.Series(cells, dtype="str"), latest_year=years)["date"]
    return [None if pd.isna(d) else d.date().isoformat() for d in dates]


def problems(*cells: str) -> list[str]:
    return parse_dates(pd.Series(cells, dtype="str"))["problem"].tolist()


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-07",
        "2024/03/07",
        "2024/3/7",
        "2024.03.07",
        "2024.3.7",
        "20240307",
        "2024年3月7日",
        "2024年03月07日",
        "45358",  # spreadsheet serial: 45292 is 2024-01-01, and 31 + 29 + 6 days follow
        "45358.75",
        "1709769600000",  # 19789 days of 86,400,000 ms
        "2024-03-07T23:59:59.000Z",
        "2024-03-07 00:00:00",
        "2024-03-07+08:00",
        "2024-03-07Z",
        "07.03.2024",
        "7.3.2024",
        "Mar 7, 2024",
        "March 7, 2024",
        "7 March 2024",
        "07-Mar-2024",
        "２０２４－０３－０７",
    ],
)
def test_one_day_in_every_spelling(cell: str) -> None:
    """Methods 5.10: accepted spellings of a date."""
    assert read(cell) == ["2024-03-07"]


@pytest.mark.parametrize(
    "cell",
    [
        "0000-00-00",
        "00000000",
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024",
        "9999-12-31",
        "n/a",
        "24-3-7",
        "3/7/24",
    ],
)
def test_what_is_no_day_is_set_aside(cell: str) -> None:
    assert read(cell) == [None]
    assert problems(cell) != [None]


def test_an_empty_cell_is_no_problem() -> None:
    parsed = parse_dates(pd.Series([None, "2024-03-07"], dtype="str"))
    assert parsed["problem"].isna().all()
    assert parsed["date"].isna().tolist() == [True, False]


def test_the_order_of_day_and_month_is_the_columns() -> None:
    assert read("1/2/2024", "24/12/2024") == ["2024-02-01", "2024-12-24"]
    assert read("1/2/2024", "12/24/2024") == ["2024-01-02", "2024-12-24"]


def test_without_evidence_only_equal_day_and_month_are_read() -> None:
    assert read("1/2/2024", "3/3/2024") == [None, "2024-03-03"]
    assert problems("1/2/2024") == ["day and month cannot be told apart"]


def test_with_evidence_for_both_orders_only_the_certain_cells_are_read() -> None:
    assert read("1/2/2024", "24/12/2024", "12/24/2024") == [None, "2024-12-24", "2024-12-24"]


def test_two_digit_years_need_a_year_they_cannot_pass() -> None:
    """A filing of '99 published in 2001 is of 1999; of '14 published in 2013, a century earlier."""
    cells = ("12/31/99", "9/24/14", "9/24/14", "9/24/14")
    assert read(*cells, latest=[2001, 2014, 2013, None]) == ["1999-12-31", "2014-09-24", "1914-09-24", None]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        *[(cell, "a year without month and day") for cell in ("2013", "2013年", "20130000", "2013-00-00")],
        *[(c, "a month without a day") for c in ("2013-05", "2013年5月", "201305", "2013-05-00", "May 2013")],
        *[(cell, "a placeholder for no date") for cell in ("0000-00-00", "1900-01-00", "9999-12-31", "0")],
        *[
            (cell, "a placeholder for no date")
            for cell in ("1970-01-01", "1899-12-30", "1970-01-01 00:00:00")
        ],
        *[(cell, "year of two digits") for cell in ("3/7/24", "24.03.07")],
        ("12-2013-45", "not a date"),
    ],
)
def test_what_is_set_aside_is_told_by_its_precision(cell: str, reason: str) -> None:
    assert problems(cell) == [reason]


def test_day_counts_need_a_column_that_tells_where_they_begin() -> None:
    """41640 days from 1899-12-30 are 2014-01-01; 19724 from 1960-01-01 are the same day."""
    assert read("41640", "45358") == ["2014-01-01", "2024-03-07"]
    assert read("19724", "2015-02-01") == ["2014-01-01", "2015-02-01"]
    assert read("19724", "1955-02-01") == ["1953-12-31", "1955-02-01"]
    assert read("19724") == [None]
    assert problems("19724") == ["a count of days that may begin in 1900 or 1960"]


def test_dates_before_nanoseconds_begin_are_read() -> None:
    assert read("1850-06-01") == ["1850-06-01"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.dates(date(1800, 1, 1), date(2190, 12, 31)), min_size=1), st.sampled_from("-/."))
def test_dates_survive_writing(days: list[date], sign: str) -> None:
    cells = [f"{d.year:04}{sign}{d.month}{sign}{d.day}" for d in days]
    assert read(*cells) == [d.isoformat() for d in days]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(st.none(), st.text(max_size=12))))
def test_every_cell_is_read_or_explained(cells: list[str | None]) -> None:
    parsed = parse_dates(pd.Series(cells, dtype="str"))
    for cell, day, problem in zip(cells, parsed["date"], parsed["problem"], strict=True):
        holds = cell is not None and cell.strip() != ""
        assert pd.notna(day) or pd.notna(problem) or not holds
        assert pd.isna(day) or pd.isna(problem)

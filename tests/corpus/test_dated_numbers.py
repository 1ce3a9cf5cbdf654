"""Application numbers of the United States, however written, become one."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.dated_numbers import docdb_numbers


def read(numbers: list[str], filed: list[str | None], column: list[str] | None = None) -> list[str]:
    days = pd.to_datetime(pd.Series(filed)).astype("datetime64[s]")
    where = None if column is None else pd.Series(column)
    return docdb_numbers(pd.Series(numbers, dtype="str"), days, where).tolist()


@pytest.mark.parametrize(
    ("spellings", "filed", "canonical"),
    [
        # Series 12 and before: DOCDB writes serial and year.
        (["US65784810", "US201012657848", "US12657848", "US20100657848"], "2010-01-29", "US65784810"),
        # From series 13 on it writes year, series and serial.
        (["US201314016388", "US14016388"], "2013-10-02", "US201314016388"),
        (["US14242912", "US201414242912"], "2014-04-02", "US201414242912"),
        # A national phase keeps the international filing date, years before its number.
        (["US13994384"], "2011-12-12", "US201113994384"),
        # Provisionals and designs are counted apart, so their letter stays.
        (["US61775110", "US61775110P", "US201361775110P"], "2013-03-08", "US201361775110P"),
        (["US60535641", "US53564104P"], "2004-01-09", "US53564104P"),
        (["US29512682", "US201429512682F"], "2014-12-22", "US201429512682F"),
        # A spreadsheet took the zero of 09/981,983.
        (["US9981983", "US09981983"], "2001-10-19", "US98198301"),
        (["US42751873"], "1973-12-26", "US42751873"),
    ],
)
def test_every_way_of_writing_meets_with_the_filing_date(
    spellings: list[str], filed: str, canonical: str
) -> None:
    assert [read([s], [filed])[0] for s in spellings] == [canonical] * len(spellings)


def test_without_a_filing_date_a_number_meets_no_other() -> None:
    assert read(["US14242912"], [None]) == ["US14242912"]


def test_digits_that_can_be_read_both_ways_are_read_as_their_column_is() -> None:
    """12/138,308 of 2008 may be serial 121383 of 2008; only its neighbours tell."""
    office = read(["US12138308", "US11692084"], ["2008-06-12", "2007-03-27"], ["a", "a"])
    docdb = read(["US12138308", "US89029007"], ["2008-06-12", "2007-08-03"], ["b", "b"])
    assert office == ["US13830808", "US69208407"]
    assert docdb == ["US12138308", "US89029007"]


def test_other_offices_and_numbers_of_no_known_way_stay() -> None:
    numbers = ["CN201410051006", "US3564134D", "EP07873759"]
    assert read(numbers, ["2014-01-01", "1968-07-03", "2007-01-01"]) == numbers

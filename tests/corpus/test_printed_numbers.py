"""Numbers as offices print them, and back."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus import numbers
from corpus.printed_numbers import printed_applications, printed_publications

PUBLICATIONS = {
    "CN109808866B": "CN 109808866 B",
    "CN85100001A": "CN 85100001 A",
    "US2014060906A1": "US 2014/0060906 A1",
    "US9833479B2": "US 9,833,479 B2",
    "US9833479": "US 9,833,479",
    "WO2014123456A1": "WO 2014/123456 A1",
    "EP3065435A1": "EP 3065435 A1",
    "KR20150000637U": "KR 20-2015-0000637 U",
    "KR20110123319A": "KR 10-2011-0123319 A",
    "KR100145570B1": "KR 10-0145570 B1",
    "DE102014219223A1": "DE 10 2014 219 223 A1",
    "JP2017525617A": "JP 2017-525617 A",
    "JPS6212345A": "JP S62-12345 A",
    "BRPI0620970A2": "BR PI0620970 A2",
    "TWI324218B": "TW I324218 B",
}
APPLICATIONS = {
    "CN201610895413": "CN 201610895413.X",
    "CN98101234": "CN 98101234.5",
    "WO2014US060906": "PCT/US2014/060906",
    "KR1020110075838": "KR 10-2011-0075838",
    "DE102014219223": "DE 10 2014 219 223",
    "JP2015220897": "JP 2015-220897",
    "IN3358DELNP2010": "IN 3358/DELNP/2010",
    "EP07873759": "EP 07873759",
}


@pytest.mark.parametrize(("canonical", "printed"), PUBLICATIONS.items())
def test_a_publication_is_printed_and_read_back(canonical: str, printed: str) -> None:
    assert printed_publications(pd.Series([canonical], dtype="str")).tolist() == [printed]
    read = numbers.publication_parts(pd.Series([printed], dtype="str"))
    assert read["publication_number"].tolist() == [canonical]


@pytest.mark.parametrize(("canonical", "printed"), APPLICATIONS.items())
def test_an_application_is_printed_and_read_back(canonical: str, printed: str) -> None:
    assert printed_applications(pd.Series([canonical], dtype="str")).tolist() == [printed]
    read = numbers.application_numbers(pd.Series([printed], dtype="str"))
    assert read["application_number"].tolist() == [canonical]
    assert read["check_holds"].fillna(True).all()


def test_an_american_number_is_printed_with_its_series() -> None:
    canonical = pd.Series(["US201314016388", "US201361775110P"], dtype="str")
    assert printed_applications(canonical).tolist() == ["US 14/016,388", "US 61/775,110"]


def test_a_granted_chinese_number_is_a_patent_number() -> None:
    """T-44: ZL201410051006.1."""
    canonical = pd.Series(["CN201410051006", "CN201410051006"], dtype="str")
    granted = pd.Series([True, None], dtype="boolean")
    assert printed_applications(canonical, granted).tolist() == ["ZL 201410051006.1", "CN 201410051006.1"]

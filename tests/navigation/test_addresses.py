"""Provinces and cities of applicants."""

from __future__ import annotations

import pytest

from corpus.tables import PUBLICATION
from navigation.addresses import home_regions
from tests.frames import rows


def _region(home: str = "CN", **cells: str) -> tuple[object, object]:
    text = " | ".join(["publication_number", *cells]) + "\n" + " | ".join(["CN1A", *cells.values()])
    found = home_regions(rows(text, PUBLICATION), home).iloc[0]
    return tuple(None if value != value else value for value in (found["province"], found["city"]))


@pytest.mark.parametrize(
    ("address", "province", "city"),
    [
        ("300308 天津市天津空港经济区东三道1号", "天津", "天津"),
        ("江苏省苏州市工业园区星湖街218号", "江苏", "苏州"),
        ("内蒙古自治区包头市青山区", "内蒙古", "包头"),
        ("广西壮族自治区南宁市西乡塘区", "广西", "南宁"),
        ("深圳市南山区科技园", "广东", "深圳"),
        ("广州市天河区黑龙江路5号", "广东", "广州"),
        ("云南省大理白族自治州大理市", "云南", "大理白族"),
        ("1 Infinite Loop, Cupertino", None, None),
        ("", None, None),
    ],
)
def test_an_address_tells_province_and_city(address, province, city):
    assert _region(applicant_address=address) == (province, city)


def test_the_exports_own_columns_come_before_the_address():
    told = _region(
        applicant_province="天津;12", applicant_city="天津市", applicant_address="上海市浦东新区张江路"
    )
    assert told == ("天津", "天津")
    assert _region(applicant_province="江苏", applicant_city="苏州市") == ("江苏", "苏州")


def test_an_applicant_abroad_has_no_province_at_home():
    assert _region(applicant_country="US", applicant_province="上海") == (None, None)


def test_another_home_takes_them_as_stated():
    told = {"applicant_country": "US", "applicant_province": "CA", "applicant_city": "San Jose"}
    assert _region("US", **told) == ("CA", "San Jose")
    assert _region("DE", **told) == (None, None)

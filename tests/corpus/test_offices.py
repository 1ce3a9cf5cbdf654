"""Offices and countries: vendors' names to ST.3 codes."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.codes import code_list
from corpus.offices import is_region, office_code, office_label


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("中国", "CN"),
        ("俄罗斯", "RU"),
        ("俄罗斯联邦", "RU"),
        ("欧亚专利局", "EA"),
        ("中国香港", "HK"),
        ("香港", "HK"),
        ("中国台湾", "TW"),
        ("Taiwan, Province of China", "TW"),
        ("世界知识产权组织", "WO"),
        ("PCT", "WO"),
        ("欧洲专利局", "EP"),
        ("民主德国", "DD"),
        ("联邦德国", "DE"),
        ("苏联", "SU"),
        ("KOREA, REPUBLIC OF", "KR"),
        ("USA", "US"),
        ("us", "US"),
        ("美国(US)", "US"),
        ("美国（US）", "US"),
        (" Viet Nam ", "VN"),
        ("NA", "NA"),
        ("多米尼加共和国", "DO"),
    ],
)
def test_names_of_both_languages_and_codes_are_known(name: str, code: str) -> None:
    assert office_code(pd.Series([name])).tolist() == [code]


def test_unknown_and_missing_names_are_na() -> None:
    codes = office_code(pd.Series(["-", "Atlantis", "", None], index=[3, 1, 2, 0]))
    assert codes.isna().all()
    assert codes.index.tolist() == [3, 1, 2, 0]
    assert str(codes.dtype) == "str"


def test_labels_read_back_to_their_code() -> None:
    table = code_list("offices")
    for language in ("zh", "en"):
        labels = pd.Series([office_label(code, language) for code in table["code"]])
        assert office_code(labels).tolist() == table["code"].tolist()


def test_no_spelling_stands_for_two_offices() -> None:
    table = code_list("offices").assign(alias=lambda t: t["aliases"].str.split(";")).explode("alias")
    table = table[table["alias"] != ""]
    assert office_code(table["alias"]).tolist() == table["code"].tolist()


def test_label_of_an_unknown_code_is_the_code() -> None:
    assert office_label("QQ", "zh") == "QQ"
    assert office_label("TW", "zh") == "中国台湾"


def test_regional_offices_are_no_countries() -> None:
    found = is_region(pd.Series(["EP", "WO", "CN", None]))
    assert found.tolist()[:3] == [True, True, False]
    assert found.isna().tolist() == [False, False, False, True]

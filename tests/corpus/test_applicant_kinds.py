"""Kinds of applicants by legal form, vendor's word, words of the name, and inventors' names."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.applicant_kinds import applicant_kind
from corpus.codes import code_list
from corpus.party_columns import APPLICANT_KINDS

NO_INVENTORS = pd.Series([], dtype="str")


def kind(name: str, vendor: str | None = None, inventors: pd.Series = NO_INVENTORS) -> object:
    found = applicant_kind(pd.Series([name]), pd.Series([vendor], dtype="str"), inventors)
    return None if found.isna()[0] else found[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("海津生物科技有限公司", "company"),
        ("海津药物研究院有限公司", "company"),
        ("海津集团天津分公司", "company"),
        ("海津机械厂", "company"),
        ("海津大学", "university"),
        ("海津职业技术学院", "university"),
        ("海津大学附属第一医院", "hospital"),
        ("海津大学深圳研究院", "institute"),
        ("中国海津科学院大学", "university"),
        ("海津化学物理研究所", "institute"),
        ("海津市水利局", "government"),
        ("海津学会", "other"),
        ("海津大学(威海)", "university"),
        ("海津大学常州校区", "university"),
        ("海津大学深圳研究生院", "university"),
        ("海津电网有限责任公司输电公司电力科研院", "institute"),
        ("海津飞机有限责任公司试飞中心", "company"),
        ("海津市疾病预防控制中心", "government"),
        ("海津市质量监督局", "government"),
        ("海津儿童医学中心", "hospital"),
        ("海津检测中心", "other"),
        ("海津インコーポレイテッド", "company"),
        ("MINISTERSTVO OBORONY", "government"),
        ("王小明", "person"),
        ("欧阳小明", "person"),
        ("马丁·舒伯特", "person"),
        ("西沢 克弥", "person"),
        ("IVANOV IVAN IVANOVICH", "person"),
        ("ИВАНОВ ИВАН ИВАНОВИЧ", "person"),
        ("ACME GMBH", "company"),
        ("UNIV HAIJIN", "university"),
        ("HAIJIN GENERAL HOSPITAL", "hospital"),
        ("HAIJIN RES INST", "institute"),
        ("HAIJIN MOTOR", "company"),
        ("AURORA", None),
        ("SMITH JOHN", None),
    ],
)
def test_names_tell_the_kind_where_they_can(name: str, expected: str | None) -> None:
    assert kind(name) == expected


def test_an_inventor_of_that_name_makes_a_person() -> None:
    inventors = pd.Series(["Smith, John", "海津大学"])
    assert kind("SMITH JOHN", inventors=inventors) == "person"
    assert kind("海津大学", inventors=inventors) == "university"


@pytest.mark.parametrize(
    ("name", "vendor", "expected"),
    [
        ("海津某某", "企业", "company"),
        ("HAIJIN", "COMPANY", "company"),
        ("海津大学", "ACADEMY", "university"),
        ("海津研究所", "ACADEMY", "institute"),
        ("海津有限公司", "大专院校", "company"),
        ("海津某某", "看不懂", None),
        ("王小明", "个人", "person"),
    ],
)
def test_vendor_states_the_kind_and_the_name_refines_it(name: str, vendor: str, expected: str | None) -> None:
    assert kind(name, vendor) == expected


def test_every_kind_of_the_list_is_allowed() -> None:
    assert set(code_list("applicant_kinds")["kind"]) <= set(APPLICANT_KINDS)

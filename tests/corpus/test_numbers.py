from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import numbers
from corpus.kinds import contradicts, ip_right_and_stage


def publication(text: str | None) -> str | None:
    found = numbers.publication_parts(pd.Series([text], dtype="str"))["publication_number"].iloc[0]
    return None if pd.isna(found) else found


def application(text: str, office: str | None = None) -> str | None:
    offices = pd.Series([office], dtype="str")
    found = numbers.application_numbers(pd.Series([text], dtype="str"), offices)["application_number"].iloc[0]
    return None if pd.isna(found) else found


@pytest.mark.parametrize(
    ("spellings", "canonical"),
    [
        (["US 9833479 B2", "US9833479B2", "US-9833479-B2", "US 9,833,479 B2", "us9833479b2"], "US9833479B2"),
        (
            ["US 2011/0185700 A1", "US20110185700A1", "US2011185700-A1", "US_2011_0185700_A1"],
            "US2011185700A1",
        ),
        (["WO 1994/003717 A1", "WO9403717A1", "WO 94/03717 A1", "WO1994003717A1"], "WO1994003717A1"),
        (["WO 2004/123 A1", "WO2004000123A1", "WO_2004_000123_A1"], "WO2004000123A1"),
        (["KR20150000637 (U)", "KR 20150000637 U", "KR2020150000637U"], "KR20150000637U"),
        (["KR 20110123319 A", "KR1020110123319A"], "KR20110123319A"),
        (["KR 0145570 B1", "KR100145570B1"], "KR100145570B1"),
        (["CN_103724406_A", "CN 103724406 A", "ＣＮ１０３７２４４０６Ａ"], "CN103724406A"),
        (["JP S62-12345 A", "JPS62012345A"], "JPS6212345A"),
        (["JP 2017-525617 A", "JP2017525617A"], "JP2017525617A"),
        (["JPWO2023105551A1", "JP WO2023/105551 A1"], "JPWO2023105551A1"),
        (["EP-3065435-A1", "EP 3065435 A1"], "EP3065435A1"),
        (["EP 0646720 B1", "EP646720B1"], "EP0646720B1"),
        (["RU2014136374A", "RU 2014136374 A"], "RU2014136374A"),
        (["AT 399980 B"], "AT399980B"),
        (["GB 2504369 A"], "GB2504369A"),
        (["DE 102014219223 A1"], "DE102014219223A1"),
        (["AU 2009 351236 B9 20130627", "AU 2009/351236 B9"], "AU2009351236B9"),
        (["SG 11201811435P A"], "SG11201811435PA"),
        (["IN 1442CH2015 A", "IN 1442/CH/2015 A"], "IN1442CH2015A"),
        (["US H000485 H", "USH485H"], "USH485H"),
        (["US D829574 S", "USD829574S"], "USD829574S"),
        (["TW I324218 B", "TWI324218B"], "TWI324218B"),
        (["BR PI0620970 A2"], "BRPI0620970A2"),
        (["CN 85102431 A"], "CN85102431A"),
        (["EA 032399 B1", "EA32399B1"], "EA032399B1"),
    ],
)
def test_every_spelling_of_a_publication_meets(spellings: list[str], canonical: str) -> None:
    assert [publication(s) for s in spellings] == [canonical] * len(spellings)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "-",
        "1.23457E+11",
        "7292636",
        "ZL201410051006.1",
        "QQ123456A",
        "062-291-696-337-99X",
        "一种装置",
    ],
)
def test_what_is_no_publication_number_is_unread(text: str | None) -> None:
    assert publication(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.23457E+11", "spreadsheet"),
        ("7292636", "no office"),
        ("ZL201410051006.1", "application number"),
        ("QQ123456A", "office QQ"),
        ("hello", "not a publication number"),
    ],
)
def test_the_reason_says_what_is_wrong(text: str, words: str) -> None:
    assert words in numbers.number_problem(text)


def test_parts_of_a_publication() -> None:
    parts = numbers.publication_parts(pd.Series(["CN 109808866 B", "US9833479"], index=[7, 3], dtype="str"))
    assert parts.loc[7].tolist() == ["CN109808866B", "CN", "B", "109808866"]
    assert parts.loc[3, "publication_number"] == "US9833479"
    assert pd.isna(parts.loc[3, "kind_code"])


@settings(deadline=None)
@given(st.from_regex(r"(CN|US|EP|DE|KR|JP|WO|RU|BR|GB)[0-9]{1,13}[ABCUYS][0-9]?", fullmatch=True))
def test_the_canonical_form_stays_itself(text: str) -> None:
    once = publication(text)
    assert once is not None
    assert publication(once) == once


@pytest.mark.parametrize(
    ("spellings", "canonical"),
    [
        (["CN201410051006.1", "ZL201410051006.1", "ZL 2014 1 0051006.1", "2014100510061"], "CN201410051006"),
        (["CN201610895413.X", "CN 201610895413 A", "CN201610895413X"], "CN201610895413"),
        (["CN 201520006901 U", "CN201520006901"], "CN201520006901"),
        (["CN98101234.5", "CN 98101234 A", "981012345"], "CN98101234"),
        (["CN 85102431 A"], "CN85102431"),
        (["US 65784810 A"], "US65784810"),
        (["US 53564104 P"], "US53564104P"),
        (["US 2014/0060906 W", "PCT/US2014/060906", "PCT/US14/60906", "WO2014US60906"], "WO2014US060906"),
        (["EP 2008057583 W", "PCT/EP2008/057583"], "WO2008EP057583"),
        (["US 9504489 W"], "WO1995US004489"),
        (["IB 2018055000 W"], "WO2018IB055000"),
        (["EP 07873759 A", "EP07873759.4", "EP7873759"], "EP07873759"),
        (["KR 20110075838 A", "KR1020110075838", "KR10-2011-0075838"], "KR1020110075838"),
        (["KR 20150003893 U", "KR2020150003893"], "KR2020150003893"),
        (["DE 202007002851 U", "DE202007002851.3"], "DE202007002851"),
        (["AU 2006 292754 A", "AU 2006/292754 A"], "AU2006292754"),
        (["GB 190627065D A"], "GB190627065D"),
    ],
)
def test_every_spelling_of_an_application_meets(spellings: list[str], canonical: str) -> None:
    assert [application(s, "CN") for s in spellings] == [canonical] * len(spellings)


@pytest.mark.parametrize("text", ["2.0141E+11", "2.01410051006e11", "foo", "-"])
def test_ruined_application_numbers_are_unread(text: str) -> None:
    assert application(text, "CN") is None


def test_t_44_check_digit() -> None:
    """T-44: 201410051006 has 1, 202011246710 has 4; and 201610895413 is written with X."""
    texts = pd.Series(["201410051006", "202011246710", "201610895413", "12345", None], dtype="str")
    assert numbers.check_digit(texts).fillna("none").tolist() == ["1", "4", "X", "none", "none"]


def test_a_wrong_check_digit_is_a_flag_and_no_rejection() -> None:
    texts = pd.Series(["CN201410051006.1", "CN201410051006.2", "CN201410051006"], dtype="str")
    read = numbers.application_numbers(texts)
    assert read["application_number"].tolist() == ["CN201410051006"] * 3
    assert read["check_holds"].tolist()[:2] == [True, False]
    assert read["check_holds"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("text", "number", "office", "day"),
    [
        ("FR 1051751 A 20100311", "FR1051751", "FR", "2010-03-11"),
        ("2012.01.16 DE 202012000389.5", "DE202012000389", "DE", "2012-01-16"),
        ("CN 2015075923 W 20150403", "WO2015CN075923", "CN", "2015-04-03"),
        ("IB 2018055000 W 20180706", "WO2018IB055000", "WO", "2018-07-06"),
        ("US 201361775110 P 2013-3-8", "US201361775110P", "US", "2013-03-08"),
        ("CA 783996T A", "CA783996T", "CA", None),
    ],
)
def test_priorities(text: str, number: str, office: str, day: str | None) -> None:
    parts = numbers.priority_parts(pd.Series([text], dtype="str")).iloc[0]
    assert (parts["priority_number"], parts["priority_office"]) == (number, office)
    assert parts["priority_date"] == pd.Timestamp(day) if day else pd.isna(parts["priority_date"])


@pytest.mark.parametrize(
    ("office", "kind", "right", "granted"),
    [
        ("CN", "A", "invention", False),
        ("CN", "A8", "invention", False),
        ("CN", "B", "invention", True),
        ("CN", "C", "invention", True),
        ("CN", "C1", "invention", True),
        ("CN", "U", "utility_model", True),
        ("CN", "Y", "utility_model", True),
        ("CN", "Y9", "utility_model", True),
        ("CN", "S", "design", True),
        ("CN", "D", "design", True),
        ("US", "A", "invention", True),
        ("US", "A1", "invention", False),
        ("US", "B2", "invention", True),
        ("US", "S1", "design", True),
        ("EP", "A1", "invention", False),
        ("EP", "B1", "invention", True),
        ("WO", "A1", "invention", False),
        ("JP", "A", "invention", False),
        ("JP", "B2", "invention", True),
        ("KR", "A", "invention", False),
        ("KR", "B1", "invention", True),
        ("KR", "Y1", "utility_model", True),
        ("DE", "U1", "utility_model", True),
        ("DE", "T5", "invention", False),
        ("RU", "C2", "invention", True),
        ("AU", "A4", "utility_model", True),
        ("GB", "A", "invention", None),
        ("ZW", "B1", "invention", None),
        ("CN", "Q", None, None),
        (None, "A", None, None),
    ],
)
def test_right_and_stage_by_kind_code(
    office: str, kind: str, right: str | None, granted: bool | None
) -> None:
    """ST.16; methods 5.2: unknown is NA, never granted."""
    found = ip_right_and_stage(pd.Series([office], dtype="str"), pd.Series([kind], dtype="str")).iloc[0]
    assert (found["ip_right"] if pd.notna(found["ip_right"]) else None) == right
    assert (bool(found["is_granted"]) if pd.notna(found["is_granted"]) else None) == granted


def test_words_fill_what_the_kind_leaves_open_and_contradictions_show() -> None:
    office = pd.Series(["GB", "CN", "CN", "CN"], dtype="str")
    kind = pd.Series(["A", "U", "B", "B"], dtype="str")
    words = pd.Series(["Granted Patent", "发明申请", "unknown", "授权发明"], dtype="str")
    filled = ip_right_and_stage(office, kind, words)
    assert filled["is_granted"].tolist() == [True, True, True, True]
    assert filled["ip_right"].tolist() == ["invention", "utility_model", "invention", "invention"]
    assert contradicts(ip_right_and_stage(office, kind), words).tolist() == [False, True, False, False]


def test_t_45_application_and_grant_share_their_serial() -> None:
    """T-45: CN112308446A and CN112308446B are publications of one application."""
    parts = numbers.publication_parts(pd.Series(["CN112308446A", "CN112308446B"], dtype="str"))
    assert parts["serial"].nunique() == 1


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("CN20091176994", "CN200910176994"),  # EPODOC drops the zero
        ("2014100510061.0", "CN201410051006"),  # a spreadsheet made a float of 13 digits
        ("CN 85102431", "CN85102431"),
        ("CN 20141005100", None),  # a digit is lost
        ("CN1234567", None),
    ],
)
def test_chinese_numbers_of_odd_length(text: str, canonical: str | None) -> None:
    assert application(text, "CN") == canonical


@pytest.mark.parametrize(
    ("text", "office", "canonical"),
    [
        ("EP2007/009753", "WO", "WO2007EP009753"),
        ("US2007026179", "WO", "WO2007US026179"),
        ("JP2006000357401", "JP", "JP2006357401"),
        ("JP1992000269883", "JP", "JP26988392"),
        ("TW100211132U", "TW", "TW100211132"),
    ],
)
def test_application_numbers_as_result_lists_print_them(text: str, office: str, canonical: str) -> None:
    assert application(text, office) == canonical


def test_only_a_written_check_digit_that_is_wrong_fails() -> None:
    texts = pd.Series(
        ["CN201410051006.1", "CN201410051006.2", "CN201410051006", "US14242912", None], dtype="str"
    )
    offices = pd.Series(["CN", "CN", "CN", "US", "CN"], dtype="str")
    assert numbers.check_fails(texts, offices).tolist() == [False, True, False, False, False]

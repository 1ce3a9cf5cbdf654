"""Names: one spelling, legal form apart, and which names are one applicant."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.contract import empty
from corpus.names import comparable, harmonise, merge_key, name_parts
from corpus.tables import ENTERPRISE
from tests.frames import rows

USCC_A, USCC_B = "91120116MA05A1B2C3", "91120116MA05D4E5F6"


def ids(*names: str, codes: dict[str, str] | None = None, roster: pd.DataFrame | None = None) -> pd.Series:
    frame = pd.DataFrame({"name": names, "credit_code": [(codes or {}).get(n) for n in names]}).astype("str")
    return harmonise(frame, empty(ENTERPRISE) if roster is None else roster)["applicant_id"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("海津生物（天津）有限公司", "海津生物天津有限公司"),
        ("海津生物(天津) 有限公司", "海津生物天津有限公司"),
        ("ＡＣＭＥ　Ｃｏ．，Ｌｔｄ．", "ACME CO LTD"),
        ("Acme Co., Ltd.", "ACME CO LTD"),
        ("Société Générale d'Aviation S.A.", "SOCIETE GENERALE DAVIATION SA"),
        ("Black & White Inc", "BLACK AND WHITE INC"),
        ("ACME INC (US)", "ACME INC"),
        ("ACME CORPORATION (2009-12-11)", "ACME CORPORATION"),
        ("삼일전자 (주)", "삼일전자주식회사"),
        ("(株)みどり", "株式会社みどり"),
        ("???", "???"),
    ],
)
def test_spellings_become_comparable(printed: str, expected: str) -> None:
    assert comparable(pd.Series([printed])).tolist() == [expected]


@pytest.mark.parametrize(
    ("printed", "stem", "form"),
    [
        ("海津生物科技有限公司", "海津生物科技", "有限"),
        ("海津生物科技有限责任公司", "海津生物科技", "有限"),
        ("海津生物科技股份有限公司", "海津生物科技", "股份"),
        ("海津集团有限公司", "海津", "集团有限"),
        ("海津（集团）有限公司", "海津", "集团有限"),
        ("海津集团天津分公司", "海津集团天津分公司", ""),
        ("天津海津大学", "天津海津大学", ""),
        ("海津药物研究所", "海津药物研究所", ""),
        ("株式会社海津", "海津", "KK"),
        ("海津株式会社", "海津", "KK"),
        ("ACME COMPANY, LIMITED", "ACME", "CO LTD"),
        ("ACME CO.,LTD", "ACME", "CO LTD"),
        ("ACME LIMITED", "ACME", "LTD"),
        ("ACME INCORPORATED", "ACME", "INC"),
        ("ACME L.L.C.", "ACME", "LLC"),
        ("ACME GmbH & Co. KG", "ACME", "GMBH & CO KG"),
        ("OOO ACME", "ACME", "OOO"),
        ("COSTCO", "COSTCO", ""),
    ],
)
def test_legal_form_is_parted_from_the_stem(printed: str, stem: str, form: str) -> None:
    parts = name_parts(pd.Series([printed]))
    assert (parts["stem"][0], parts["form"][0]) == (stem, form)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海津生物科技有限公司", "海津生物科技有限责任公司"),
        ("海津生物（天津）有限公司", "海津生物(天津)有限公司"),
        ("ACME CORP", "Acme Corporation"),
        ("ACME CO LTD", "ACME Company Limited"),
        ("ACME, INC.", "ACME INCORPORATED"),
        ("ACME S.A.", "ACME SA"),
        ("ACME & SONS LLC", "ACME AND SONS L.L.C."),
    ],
)
def test_spellings_of_one_legal_form_are_one_applicant(one: str, other: str) -> None:
    assert ids(one, other).nunique() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("天津海津生物科技有限公司", "天津海津生物科技股份有限公司"),
        ("海津集团有限公司", "海津集团天津分公司"),
        ("海津集团有限公司", "海津有限公司"),
        ("海津大学", "海津学院"),
        ("ACME INC", "ACME LLC"),
        ("ACME CORP", "ACME CO LTD"),
        ("ACME", "ACME INC"),
    ],
)
def test_t46_another_legal_form_is_another_applicant(one: str, other: str) -> None:
    assert ids(one, other).nunique() == 2


def test_t46_a_shared_credit_code_makes_one() -> None:
    one, other = "天津海津生物科技有限公司", "天津海津生物科技股份有限公司"
    assert ids(one, other, codes={one: USCC_A, other: USCC_A}).nunique() == 1
    assert ids(one, other, codes={one: USCC_A, other: USCC_B}).nunique() == 2


def test_a_key_with_contradicting_codes_ties_nothing() -> None:
    names = pd.DataFrame(
        {"name": ["海津有限公司", "海津有限公司", "云帆有限公司"], "credit_code": [USCC_A, USCC_B, USCC_B]}
    ).astype("str")
    found = harmonise(names, empty(ENTERPRISE))
    assert found["applicant_id"].nunique() == 2
    assert pd.isna(found.loc["海津有限公司", "credit_code"])
    assert found.loc["云帆有限公司", "credit_code"] == USCC_B


def test_roster_names_aliases_and_codes_lead_to_the_enterprise() -> None:
    roster = rows(
        f"""
        enterprise_id | name | name_en | aliases | credit_code
        E1 | 海津生物股份有限公司 | Haijin_Bio_Co.,_Ltd. | 海津生物有限公司;海津药业 | {USCC_A}
        E2 | 云帆海工有限公司 | | |
        """,
        ENTERPRISE,
        enterprise_role="focal",
    )
    found = ids(
        "海津生物股份有限公司",
        "海津生物有限责任公司",
        "HAIJIN BIO COMPANY LIMITED",
        "海津药业",
        "别名公司",
        "云帆海工有限责任公司",
        "云帆海工股份有限公司",
        codes={"别名公司": USCC_A},
        roster=roster,
    )
    assert found.loc["海津生物股份有限公司"] == "E1"
    assert found.loc["海津生物有限责任公司"] == "E1"
    assert found.loc["HAIJIN BIO COMPANY LIMITED"] == "E1"
    assert found.loc["海津药业"] == "E1"
    assert found.loc["别名公司"] == "E1"
    assert found.loc["云帆海工有限责任公司"] == "E2"
    assert found.loc["云帆海工股份有限公司"].startswith("a")


def test_a_code_seen_beside_a_roster_name_carries_over() -> None:
    roster = rows("enterprise_id | name\nE1 | 海津生物有限公司", ENTERPRISE, enterprise_role="focal")
    found = ids(
        "海津生物有限公司",
        "海津新名股份有限公司",
        codes={"海津生物有限公司": USCC_A, "海津新名股份有限公司": USCC_A},
        roster=roster,
    )
    assert found.tolist() == ["E1", "E1"]


def test_ids_do_not_depend_on_order_or_company() -> None:
    names = ("ACME CORP", "海津有限公司", "ACME CORPORATION", "云帆有限公司")
    one, other = ids(*names), ids(*reversed(names))
    assert one.sort_index().equals(other.sort_index())
    assert ids("海津有限公司").iloc[0] == one["海津有限公司"]


def test_merge_key_of_a_missing_name_is_missing() -> None:
    assert merge_key(pd.Series(["ACME INC", None], dtype="str")).isna().tolist() == [False, True]


def test_precision_on_pharmaceutical_assignees(shared_data) -> None:  # type: ignore[no-untyped-def]
    """B-cubed on names harmonised by hand: hardly a wrong merger, some of the spellings found."""
    file = shared_data / "benchmarks" / "pharma-assignees" / "organization.tsv"
    table = pd.read_csv(file, sep="\t", dtype="str").dropna().drop_duplicates("name")
    table["found"] = table["name"].map(ids(*table["name"]))
    both = table.groupby(["found", "harmonized_name"])["name"].transform("size")
    precision = (both / table.groupby("found")["name"].transform("size")).mean()
    recall = (both / table.groupby("harmonized_name")["name"].transform("size")).mean()
    assert precision > 0.995
    assert recall > 0.74

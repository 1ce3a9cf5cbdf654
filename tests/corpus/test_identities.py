"""Which names are one applicant: by spelling, credit code, roster, and a person's decisions."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from corpus.contract import empty
from corpus.errors import StudyError
from corpus.identities import controlling, harmonise, roster_names
from corpus.name_decisions import name_decision_from_csv
from corpus.tables import ENTERPRISE, NAME_DECISION
from tests.corpus.look_alikes import SPELLINGS, TOLD, applicants
from tests.frames import rows

USCC_A, USCC_B = "91120116MA05A1B2C3", "91120116MA05D4E5F6"
NO_ROSTER, UNDECIDED = empty(ENTERPRISE), empty(NAME_DECISION)


def ids(
    *names: str,
    codes: dict[str, str] | None = None,
    roster: pd.DataFrame = NO_ROSTER,
    decided: pd.DataFrame = UNDECIDED,
) -> pd.Series:
    frame = pd.DataFrame({"name": names, "credit_code": [(codes or {}).get(n) for n in names]}).astype("str")
    return harmonise(frame, roster, decided)["applicant_id"].loc[sorted(set(names))]


def decisions(text: str) -> pd.DataFrame:
    """Rows of names.csv as a person writes them."""
    return name_decision_from_csv(rows(text).astype("str").fillna(""))


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
    found = harmonise(names, NO_ROSTER, UNDECIDED)
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


def test_accepted_pairs_are_one_applicant_in_any_spelling() -> None:
    decided = decisions(
        """
        name | other_name | decision | relation
        云帆海工股份有限公司 | 海津机械厂 | accept | rename
        云帆海工股份有限公司 | YUNFAN OFFSHORE CO., LTD. | accept | english
        """
    )
    found = ids(
        "云帆海工股份有限公司", "海津机械厂", "Yunfan Offshore Co Ltd", "海津有限公司", decided=decided
    )
    assert found.nunique() == 2
    assert found["海津有限公司"] != found["海津机械厂"]


def test_an_accepted_pair_with_the_roster_takes_the_rosters_id() -> None:
    roster = rows("enterprise_id | name\nE1 | 海津生物有限公司", ENTERPRISE, enterprise_role="focal")
    decided = decisions("name | other_name | decision\n海津生物有限公司 | 北岸药厂 | accept")
    names = pd.DataFrame({"name": ["北岸药厂"], "credit_code": [None]}).astype("str")
    found = harmonise(names, roster, decided).loc["北岸药厂"]
    assert found[["applicant_id", "enterprise_id"]].tolist() == ["E1", "E1"]


def test_rejected_and_subsidiary_names_stay_apart() -> None:
    decided = decisions(
        """
        name | other_name | decision | relation
        海津集团有限公司 | 海津药业有限公司 | accept | subsidiary
        海津集团有限公司 | 海津集团股份有限公司 | reject |
        """
    )
    found = ids("海津集团有限公司", "海津药业有限公司", "海津集团股份有限公司", decided=decided)
    assert found.nunique() == 3


def test_a_group_is_headed_by_the_topmost_parent_while_the_relation_holds() -> None:
    decided = decisions(
        """
        name | other_name | decision | relation | valid_from | valid_to
        甲公司 | 乙公司 | accept | subsidiary | 2015-01-01 |
        乙公司 | 丙公司 | accept | subsidiary | |
        甲公司 | 丁公司 | accept | subsidiary | | 2019-12-31
        """
    )
    names = pd.DataFrame({"name": ["甲公司", "乙公司", "丙公司", "丁公司"], "credit_code": None}).astype(
        "str"
    )
    found = harmonise(names, NO_ROSTER, decided)
    of = found["applicant_id"]
    head = controlling(decided, found, date(2020, 6, 30))
    assert head.to_dict() == {of["乙公司"]: of["甲公司"], of["丙公司"]: of["甲公司"]}
    earlier = controlling(decided, found, date(2014, 6, 30))
    assert earlier.to_dict() == {of["丙公司"]: of["乙公司"], of["丁公司"]: of["甲公司"]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲公司 | 戊公司 | accept | same", "row 2: no export .* other_name 戊公司"),
        ("甲公司 | 甲 公司 | reject |", "row 2: 甲公司 and 甲 公司 are kept apart, but are one"),
        (
            "甲公司 | 乙公司 | accept | same\n乙公司 | 丙公司 | accept | same\n甲公司 | 丙公司 | reject |",
            "row 4",
        ),
        ("E甲公司 | E乙公司 | accept | same", r"rows 2: .* enterprises.csv keeps apart \(E1, E2\)"),
    ],
)
def test_a_decision_that_cannot_hold_is_named_by_its_row(text: str, told: str) -> None:
    roster = rows("enterprise_id | name\nE1 | E甲公司\nE2 | E乙公司", ENTERPRISE, enterprise_role="peer")
    with pytest.raises(StudyError, match=told):
        ids("甲公司", "乙公司", "丙公司", roster=roster,
            decided=decisions("name | other_name | decision | relation\n" + text))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲公司 | 乙公司 | accept | subsidiary\n丙公司 | 乙公司 | accept | subsidiary", "rows 2, 3.*two parents"),
        ("甲公司 | 乙公司 | accept | subsidiary\n乙公司 | 丙公司 | accept | subsidiary\n"
         "丙公司 | 甲公司 | accept | subsidiary", "rows 2, 3, 4.*its own parent"),
    ],
)  # fmt: skip
def test_a_group_without_a_head_is_an_error(text: str, told: str) -> None:
    decided = decisions("name | other_name | decision | relation\n" + text)
    names = pd.DataFrame({"name": ["甲公司", "乙公司", "丙公司"], "credit_code": None}).astype("str")
    with pytest.raises(StudyError, match=told):
        controlling(decided, harmonise(names, NO_ROSTER, decided), date(2020, 1, 1))


def test_roster_names_say_what_they_are() -> None:
    roster = rows(
        "enterprise_id | name | name_en | aliases\nE1 | 海津公司 | HAIJIN | 海津厂",
        ENTERPRISE,
        enterprise_role="peer",
    )
    assert roster_names(roster).to_numpy().tolist() == [
        ["E1", "海津公司", "roster"],
        ["E1", "HAIJIN", "english"],
        ["E1", "海津厂", "alias"],
    ]


def test_look_alikes_with_a_persons_decisions_are_all_found() -> None:
    """Former, English and short names come from names.csv; then every applicant is whole."""
    pairs = [(line[0], name) for line in applicants(TOLD) for name in line[1:]]
    decided = decisions("name | other_name | decision\n" + "\n".join(f"{a} | {b} | accept" for a, b in pairs))
    groups = applicants(SPELLINGS) + applicants(TOLD)
    found = ids(*(name for group in groups for name in group), decided=decided)
    told = [set(found[name] for name in group) for group in applicants(TOLD)]
    assert [len(group) for group in told] == [1] * len(told)
    owner = pd.Series({name: number for number, group in enumerate(groups) for name in group})
    assert owner.groupby(found.to_dict()).nunique().eq(1).all()

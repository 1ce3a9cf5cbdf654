"""Pairs that may be one applicant: their reasons, their evidence, and the file a person decides in."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus import contract
from corpus.contract import empty
from corpus.name_decisions import EVIDENCE, HEADINGS, name_decision_from_csv
from corpus.name_review import name_review
from corpus.name_suggestions import name_suggestion
from corpus.tables import APPLICANT, APPLICANT_NAME, NAME_DECISION, NAME_SUGGESTION, PARTY, PUBLICATION
from tests.frames import rows

NO_PARTY, NO_PUBLICATION, UNDECIDED = empty(PARTY), empty(PUBLICATION), empty(NAME_DECISION)


def applicants(*names: str, kind: str | None = "company") -> pd.DataFrame:
    """Applicants a0, a1, … of these names."""
    table = pd.DataFrame({column: [None] * len(names) for column in APPLICANT.column_names})
    table["applicant_id"] = [f"a{i}" for i in range(len(names))]
    table["name"], table["applicant_kind"] = list(names), kind
    return contract.cast(table, APPLICANT)


def suggested(*names: str, kind: str | None = "company", decided: pd.DataFrame = UNDECIDED) -> pd.DataFrame:
    made = name_suggestion(applicants(*names, kind=kind), NO_PARTY, NO_PUBLICATION, decided)
    return contract.check(made, NAME_SUGGESTION)


def told(text: str, *names: str) -> pd.DataFrame:
    """Suggestions among names for parties drawn as publication, role, name and applicant."""
    party = rows(text, PARTY)
    party["sequence"] = party.groupby(["publication_number", "role"]).cumcount() + 1
    publication = pd.DataFrame({"publication_number": party["publication_number"].unique()})
    publication["family_id"] = publication["publication_number"].str.slice(2, 3)
    publication = publication.reindex(columns=PUBLICATION.column_names).astype(object)
    made = name_suggestion(
        applicants(*names), contract.check(party, PARTY), contract.cast(publication, PUBLICATION), UNDECIDED
    )
    return contract.check(made, NAME_SUGGESTION)


def test_t46_another_legal_form_is_suggested_and_never_a_branch() -> None:
    found = suggested("天津海津生物科技有限公司", "天津海津生物科技股份有限公司")
    assert found["reason"].tolist() == ["same_stem"]
    assert suggested("海津集团有限公司", "海津集团天津分公司").empty


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("ACME MARINE INC", "ACME MARINE LLC", "same_stem"),
        ("UNIV HAIJIN", "Haijin University", "same_words"),
        ("HAIJIN BIO TECHNOLOGY CO LTD", "HAIJIN BIO TECH CO LTD", "same_words"),
        ("深圳市海津科技有限公司", "深圳海津科技有限公司", "same_words"),
        ("NORTHHAVEN GRUMMAN CORP", "NORTHHAVEN GUNMAN CORP", "similar"),
    ],
)
def test_likely_pairs_are_suggested_with_their_reason(one: str, other: str, reason: str) -> None:
    found = suggested(one, other)
    assert found["reason"].tolist() == [reason]
    assert found["applicant_id"].tolist() == ["a0"]
    assert found["other_applicant_id"].tolist() == ["a1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海津大学", "云帆大学"),
        ("解放军第五七二一工厂", "解放军第五七一零工厂"),
        ("国网海津省电力有限公司甲市供电公司", "国网海津省电力有限公司乙市供电公司"),
        ("ACME MARINE INC", "SOUTHERN LIGHT INC"),
    ],
)
def test_units_numbers_and_unlike_names_are_not_suggested(one: str, other: str) -> None:
    assert suggested(one, other).empty


def test_persons_are_never_suggested() -> None:
    assert suggested("WANG WEI", "WEI WANG", kind="person").empty


def test_a_chinese_and_a_latin_name_of_the_same_families_are_suggested() -> None:
    text = """
        publication_number | role | name | applicant_id
        CN1A | applicant | 海津药业 | a0
        US1A | applicant | HAIJIN | a1
        CN2A | applicant | 海津药业 | a0
        US2A | applicant | HAIJIN | a1
        CN2A | inventor | 王小明 |
        US2A | inventor | WANG XIAOMING |
        CN3A | applicant | 云帆 | a2
        US3A | applicant | YUNFAN | a3
    """
    found = told(text, "海津药业", "HAIJIN", "云帆", "YUNFAN")
    # One family alone proves nothing.
    assert found[["applicant_id", "other_applicant_id", "reason", "support"]].to_numpy().tolist() == [
        ["a0", "a1", "same_family", 2]
    ]
    assert found["shared_inventor_count"].tolist() == [0]


def test_who_files_together_is_two_whatever_the_script() -> None:
    text = "publication_number | role | name | applicant_id\n" + "\n".join(
        f"CN{i}A | applicant | 海津药业 | a0\nCN{i}A | applicant | HAIJIN | a1" for i in range(3)
    )
    assert told(text, "海津药业", "HAIJIN").empty


@pytest.mark.parametrize(("kept", "found"), [(0, True), (1, False)])
def test_an_owner_of_nearly_all_is_suggested(kept: int, found: bool) -> None:
    """Of three or four publications three are another's now: 3/3 is enough, 3/4 is not."""
    lines = ["publication_number | role | name | applicant_id"]
    for i in range(3 + kept):
        owner = "云帆厂 | a1" if i < 3 else "海津厂 | a0"
        lines += [
            f"CN{i}A | applicant | 海津厂 | a0",
            f"CN{i}A | owner | {owner}",
            f"CN{i}A | inventor | 王明 |",
        ]
    made = told("\n".join(lines), "海津厂", "云帆厂")
    assert made["reason"].tolist() == (["handed_on"] if found else [])
    if found:
        assert made[["support", "joint_publication_count", "shared_inventor_count"]].to_numpy().tolist() == [
            [3, 0, 1]
        ]


@pytest.mark.parametrize("decision", ["accept", "reject"])
def test_a_decided_pair_is_never_suggested_again(decision: str) -> None:
    one, other = "天津海津生物科技有限公司", "天津海津生物科技股份有限公司"
    decided = name_decision_from_csv(
        rows(f"name | other_name | decision\n天津市海津生物科技股份公司 | {one} | {decision}")
    )
    assert suggested(one, other, decided=decided).empty
    assert len(suggested(one, other)) == 1


def test_the_review_file_can_be_returned_as_names_csv() -> None:
    """Open rows are read as undecided; the name printed more often stands first, the English one second."""
    people = applicants("海津药业", "HAIJIN", "=云帆公司", "云帆厂")
    suggestion = rows(
        """
        applicant_id | other_applicant_id | reason | similarity | support | shared_inventor_count | joint_publication_count
        a0 | a1 | same_family | 0 | 2 | 1 | 0
        a2 | a3 | similar | 0.95 | | 0 | 0
        """,
        NAME_SUGGESTION,
    )
    names = rows(
        """
        applicant_id | name | mention_count | first_seen | last_seen
        a0 | 海津药业 | 2 | 2015-01-01 | 2019-01-01
        a1 | HAIJIN | 9 | 2016-01-01 | 2016-05-05
        a2 | =云帆公司 | 1 | |
        a3 | 云帆厂 | 4 | 2011-01-01 | 2012-01-01
        """,
        APPLICANT_NAME,
    )
    review = name_review(suggestion, people, names)
    assert list(review.columns) == [*HEADINGS, *EVIDENCE]
    assert review[["name", "other_name", "relation", "years", "other_years"]].to_numpy().tolist() == [
        ["海津药业", "HAIJIN", "english", "2015–2019", "2016"],
        ["云帆厂", "'=云帆公司", "same", "2011–2012", ""],
    ]
    assert name_decision_from_csv(review).empty
    review.loc[1, "decision"] = "Reject"
    back = name_decision_from_csv(review)
    assert back[["row_number", "decision"]].to_numpy().tolist() == [[3, "reject"]]
    again = name_suggestion(people, NO_PARTY, NO_PUBLICATION, back)
    assert again.empty

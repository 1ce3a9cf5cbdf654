"""Inventors: one per name and applicant, never across applicants."""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import contract
from corpus.contract import empty
from corpus.inventors import inventor
from corpus.parties import applicant, party
from corpus.tables import APPLICANT, ENTERPRISE, INVENTOR, NAME_DECISION, PUBLICATION
from tests.frames import rows

ROSTER = rows(
    "enterprise_id | name | group_id\nE1 | 海津药业公司 | E0\nE0 | 海津集团公司 |",
    ENTERPRISE,
    enterprise_role="peer",
)


def made(text: str) -> pd.DataFrame:
    publication, undecided = rows(text, PUBLICATION), empty(NAME_DECISION)
    people = party(publication, ROSTER, undecided)
    owners = contract.cast(applicant(publication, ROSTER, undecided, as_of=date(2024, 1, 1)), APPLICANT)
    return contract.check(inventor(people, owners, publication), INVENTOR)


def test_namesakes_at_two_applicants_are_two_and_in_one_group_one() -> None:
    found = made(
        """
        publication_number | family_id | filing_date | applicants | inventors
        CN1A | f1 | 2015-02-01 | 海津药业公司 | 王小明;李大山
        CN2A | f2 | 2018-02-01 | 海津集团公司 | 王小明
        CN2B | f2 | 2018-02-01 | 海津集团公司 | 王小明
        CN3A | f3 | 2019-02-01 | 云帆公司;海津集团公司 | 王小明
        CN4A | f4 | 2019-02-01 | | 王小明
        """
    )
    assert len(found) == 3
    mine = found[(found["name"] == "王小明") & (found["applicant_id"] == "E0")].iloc[0]
    assert mine[["family_count", "first_filing_year", "last_filing_year"]].tolist() == [2, 2015, 2018]
    assert found["inventor_id"].is_unique


def test_spellings_of_one_name_are_one_and_romanised_names_are_not_tied() -> None:
    found = made(
        """
        publication_number | family_id | applicants | inventors
        CN1A | f1 | 云帆公司 | MÜLLER,_Jörg
        CN2A | f2 | 云帆公司 | Muller_Jorg;王小明;WANG_Xiaoming
        """
    )
    assert len(found) == 3


def test_no_inventors_give_an_empty_table() -> None:
    assert made("publication_number | applicants\nCN1A | 云帆公司").empty

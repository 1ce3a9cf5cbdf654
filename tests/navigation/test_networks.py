"""Who files together."""

from __future__ import annotations

import pandas as pd

from corpus import contract
from corpus.contract import empty
from corpus.tables import FAMILY, FAMILY_APPLICANT, PARTY
from navigation.networks import co_invention, collaboration
from navigation.tables import CO_INVENTION, COLLABORATION
from tests.frames import rows

# a–b–c is a chain with b in the middle; d–e is a pair; f files alone.
HELD = rows(
    """
    family_id | applicant_id | share | owner_share
    F1 | a | 0.5 | 0.5
    F1 | b | 0.5 | 0.5
    F2 | b | 0.5 | 0.5
    F2 | c | 0.5 | 0.5
    F3 | d | 0.5 | 0.5
    F3 | e | 0.5 | 0.5
    F4 | a | 0.5 | 0
    F4 | b | 0.5 | 1
    F5 | f | 1 | 1
    """,
    FAMILY_APPLICANT,
)
YEARS = rows(
    """
    family_id | priority_year
    F1 | 2015
    F2 | 2016
    F3 | 2017
    F4 | 2020
    F5 | 2021
    """,
    FAMILY,
)


def test_pairs_are_counted_with_their_years_and_groups():
    made = contract.check(collaboration(HELD, YEARS), COLLABORATION)
    told = made[["applicant_id", "partner_id", "family_count", "first_year", "last_year", "group_number"]]
    assert told.to_numpy().tolist() == [
        ["a", "b", 2, 2015, 2020, 1],
        ["b", "c", 1, 2016, 2016, 1],
        ["d", "e", 1, 2017, 2017, 2],
    ]
    assert made["group_size"].tolist() == [3, 3, 2]


def test_the_one_in_the_middle_is_the_broker_and_a_pair_has_none():
    made = collaboration(HELD, YEARS)
    assert made["broker_id"].tolist()[:2] == ["b", "b"]
    assert pd.isna(made["broker_id"].iloc[2])


def test_an_owner_who_did_not_apply_is_no_partner():
    bought = HELD.assign(share=[0.5, 0.5, 0, 1, 1, 0, 1, 0, 1])
    assert len(collaboration(bought, YEARS)) == 1


def test_nobody_together_is_no_row():
    assert contract.check(collaboration(empty(FAMILY_APPLICANT), YEARS), COLLABORATION).empty


PRINTED = rows(
    """
    publication_number | role | sequence | name | applicant_id
    P1 | applicant | 1 | 甲公司 | a
    P1 | inventor | 1 | 张一 |
    P1 | inventor | 2 | 李二 |
    P2 | applicant | 1 | 甲公司 | a
    P2 | inventor | 1 | 李二 |
    P2 | inventor | 2 | 张一 |
    P2 | inventor | 3 | 王三 |
    P3 | applicant | 1 | 甲公司 | a
    P3 | inventor | 1 | 李二 |
    P3 | inventor | 2 | 王三 |
    P4 | applicant | 1 | 乙公司 | b
    P4 | inventor | 1 | 张一 |
    P4 | inventor | 2 | 王三 |
    P9 | applicant | 1 | 甲公司 | a
    P9 | inventor | 1 | ZHANG YI |
    P9 | inventor | 2 | LI ER |
    """,
    PARTY,
)
SHOWN = rows(
    """
    family_id | representative_number | priority_year
    F1 | P1 | 2015
    F2 | P2 | 2017
    F3 | P3 | 2018
    F4 | P4 | 2019
    """,
    FAMILY,
)


def test_inventors_are_paired_under_one_applicant_from_two_families_on():
    made = contract.check(co_invention(PRINTED, SHOWN), CO_INVENTION)
    told = made[["inventor_name", "partner_name", "applicant_id", "family_count", "first_year", "last_year"]]
    # 张一–王三 share one family at each of two applicants: namesakes there, no pair.
    # The romanised twin P9 represents no family.
    assert told.to_numpy().tolist() == [
        ["张一", "李二", "a", 2, 2015, 2017],
        ["李二", "王三", "a", 2, 2017, 2018],
    ]
    assert made["broker_name"].tolist() == ["李二", "李二"]
    assert made["group_size"].tolist() == [3, 3]
    assert contract.check(co_invention(empty(PARTY), SHOWN), CO_INVENTION).empty

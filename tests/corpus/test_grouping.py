"""Which documents are one invention."""

from __future__ import annotations

import pandas as pd

from corpus import grouping
from corpus.tables import PUBLICATION
from tests.frames import rows


def groups(table: str) -> dict[str, str]:
    """Family of each publication, from a drawn table."""
    drawn = rows(table, PUBLICATION)
    return dict(zip(drawn["publication_number"], grouping.family_ids(drawn), strict=True))


def test_t16_equal_priority_sets_are_one_simple_family():
    """T-16: D1{P1}, D2{P1,P2}, D3{P1,P2}, D4{P2,P3}, D5{P3} → {D1}, {D2,D3}, {D4}, {D5}."""
    found = groups("""
        publication_number | application_id | priority_numbers
        D1 | A1 | P1
        D2 | A2 | P1 P2
        D3 | A3 | P2 P1
        D4 | A4 | P2 P3
        D5 | A5 | P3
    """)
    assert found["D2"] == found["D3"]
    assert len({found["D1"], found["D2"], found["D4"], found["D5"]}) == 4


def test_a_later_filing_that_claims_a_first_one_joins_it():
    found = groups("""
        publication_number | application_id | priority_numbers | filing_date
        CN109808866B | CN201910001234 | | 2019-01-15
        US2020123456A1 | US202016000001 | CN201910001234 | 2020-01-10
    """)
    assert found["CN109808866B"] == found["US2020123456A1"] == "CN201910001234"


def test_a_vendors_family_id_wins_over_priorities():
    found = groups("""
        publication_number | application_id | priority_numbers | vendor_family_id
        D1 | A1 | P1 | patsnap:7
        D2 | A2 | P2 | patsnap:7
        D3 | A3 | P1 | patsnap:8
    """)
    assert found["D1"] == found["D2"] != found["D3"]


def test_listed_records_tie_though_a_record_leaves_itself_out():
    found = groups("""
        publication_number | application_id | vendor_record_id | family_record_ids
        D1 | A1 | r1 | r2
        D2 | A2 | r2 | r1
        D3 | A3 | r3 |
    """)
    assert found["D1"] == found["D2"] != found["D3"]


def test_listed_publications_tie():
    found = groups("""
        publication_number | application_id | family_publications
        CN109808866B | CN201910001234 | CN109808866B US11000000B2
        US11000000B2 | US202016000001 |
    """)
    assert len(set(found.values())) == 1


def test_the_family_is_named_by_its_earliest_application_whatever_the_order():
    table = """
        publication_number | application_id | priority_numbers | filing_date
        D1 | B9 | P1 | 2018-01-01
        D2 | A1 | P1 | 2019-01-01
    """
    lines = table.strip().splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    assert set(groups(table).values()) == set(groups(turned).values()) == {"B9"}


def test_components_ties_through_a_chain_and_not_through_missing_keys():
    first = pd.Series(["p", "p", None, None], dtype="str")
    second = pd.Series([None, "q", "q", None], dtype="str")
    assert grouping.components(4, [first, second]).tolist() == [0, 0, 0, 1]


def test_a_divisional_follows_its_parent():
    found = groups("""
        publication_number | application_id | parent_application_number
        D1 | CN201410051006 |
        D2 | CN201710051007 | CN201410051006
        D3 | CN201710051008 |
    """)
    assert found["D1"] == found["D2"] != found["D3"]


def test_priorities_tie_to_a_family_a_vendor_tells_but_never_two_of_them():
    found = groups("""
        publication_number | application_id | priority_numbers | vendor_family_id
        D1 | A1 | P1 | v:7
        D2 | A2 | P1 |
        D3 | A3 | P2 | v:8
        D4 | A4 | P2 | v:9
        D5 | A5 | P2 |
    """)
    assert found["D1"] == found["D2"]
    assert len({found["D3"], found["D4"], found["D5"]}) == 3

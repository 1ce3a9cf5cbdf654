"""Statements that cannot both be true."""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import contract, documents
from corpus.conflicts import conflict
from corpus.tables import CONFLICT, EXPORT_RECORD
from tests.frames import rows

AS_OF = date(2024, 1, 1)


def conflicts(text: str) -> pd.DataFrame:
    record = rows(text, EXPORT_RECORD, export_file="a.csv", disposition="accepted", vendor="The Lens")
    publication = documents.publication(record, as_of=AS_OF)
    made = conflict(record, publication, documents.application(publication), as_of=AS_OF)
    return contract.check(made, CONFLICT)


def test_two_vendors_who_differ_and_the_one_that_was_kept() -> None:
    made = conflicts("""
        export_file | row_number | vendor | publication_number | office | kind_code | filing_date | simple_status_text
        l.csv | 2 | The Lens | CN109808866B | CN | B | 2019-01-15 | Active
        p.xlsx | 2 | PatSnap | CN109808866B | CN | B | 2019-01-16 | 有效
    """)
    assert made.drop(columns="record_id").iloc[0].to_dict() == {
        "record_kind": "publication",
        "conflict_rule": "vendors_differ",
        "statement": "filing_date=2019-01-16",
        "statement_source": "p.xlsx",
        "other_statement": "filing_date=2019-01-15",
        "other_source": "l.csv",
        "resolution": "kept_first",
    }
    assert len(made) == 1


def test_dates_out_of_order_are_told_by_rule() -> None:
    made = conflicts("""
        row_number | publication_number | office | kind_code | filing_date | publication_date | earliest_priority_date | grant_date
        2 | CN100000001A | CN | A | 2019-01-15 | 2018-05-28 | |
        3 | US2020123456A1 | US | A1 | 2019-01-15 | 2020-05-28 | 2019-06-01 |
        4 | CN200000003U | CN | U | 2019-01-15 | 2019-06-28 | | 2019-02-01
        5 | CN85100001A | CN | A | 1984-12-31 | 1986-01-01 | |
        6 | CN200000004U | CN | U | 2000-01-15 | 2012-06-28 | | 2012-06-28
        7 | CN100000007A | CN | A | 2019-01-15 | 2020-07-28 | 2018-01-15 |
    """)
    assert made.groupby("record_id")["conflict_rule"].agg(list).to_dict() == {
        "CN100000001A": ["published_before_filing"],
        "US2020123456A1": ["filed_before_priority"],
        "CN200000003U": ["granted_before_publication", "granted_too_soon"],
        "CN85100001": ["filed_before_the_law"],
        "CN200000004U": ["expired_before_grant"],
    }


def test_a_vendor_holds_an_invention_in_force_beyond_twenty_years() -> None:
    made = conflicts("""
        row_number | publication_number | office | kind_code | filing_date | publication_date | simple_status_text
        2 | CN100000001B | CN | B | 2003-01-01 | 2006-01-01 | 有效
        3 | CN100000002B | CN | B | 2004-01-02 | 2007-01-01 | 有效
    """)
    assert made[["record_id", "conflict_rule", "other_statement", "resolution"]].values.tolist() == [
        ["CN100000001B", "in_force_beyond_term", "expiry_date=2022-12-31", "kept_computed"]
    ]


def test_t50_a_vendors_last_day_may_be_the_anniversary_but_no_other_day() -> None:
    """T-50: an invention of 2010-03-15 ends on 2030-03-14."""
    made = conflicts("""
        row_number | publication_number | office | kind_code | filing_date | publication_date | vendor_expiry_date
        2 | CN100000001B | CN | B | 2010-03-15 | 2013-01-01 | 2030-03-14
        3 | CN100000002B | CN | B | 2010-03-15 | 2013-01-01 | 2030-03-15
        4 | CN100000003B | CN | B | 2010-03-15 | 2013-01-01 | 2031-03-14
    """)
    assert made[["record_id", "conflict_rule", "statement", "other_statement"]].values.tolist() == [
        ["CN100000003", "expiry_differs", "vendor_expiry_date=2031-03-14", "expiry_date=2030-03-14"]
    ]


def test_one_application_in_two_families_of_a_vendor_joins_them_and_says_so() -> None:
    made = conflicts("""
        row_number | publication_number | office | kind_code | application_number | vendor_family_id
        2 | CN109808866A | CN | A | CN201910001234 | v:1
        3 | CN109808866B | CN | B | CN201910001234 | v:2
    """)
    assert made[
        ["record_kind", "conflict_rule", "statement", "other_statement", "resolution"]
    ].values.tolist() == [
        ["family", "vendor_families_joined", "vendor_family_id=v:1", "vendor_family_id=v:2", "joined"]
    ]


def test_publications_of_one_application_must_be_of_one_day() -> None:
    made = conflicts("""
        row_number | publication_number | office | kind_code | application_number | filing_date
        2 | CN109808866A | CN | A | CN201910001234 | 2019-01-15
        3 | CN109808866B | CN | B | CN201910001234 | 2019-01-16
    """)
    assert made[["record_kind", "conflict_rule", "statement", "other_statement"]].values.tolist() == [
        ["application", "publications_differ", "filing_date=2019-01-15", "filing_date=2019-01-16"]
    ]


def test_no_conflict_is_an_empty_table() -> None:
    assert conflicts("row_number | publication_number | office | kind_code\n2 | CN109808866B | CN | B").empty

"""Links between families."""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import citations, contract, documents
from corpus.contract import empty
from corpus.tables import CITATION, EXPORT_RECORD, FAMILY_APPLICANT
from tests.frames import rows

RECORDS = """
    row_number | publication_number | office | kind_code | application_number | publication_date | cited_publications | citing_publications
    2 | CN109808866A | CN | A | CN201910001234 | 2019-05-28 | US8001762B2 CN107444663A |
    3 | CN109808866B | CN | B | CN201910001234 | 2022-07-05 | US8001762B2 |
    4 | CN107444663B | CN | B | CN201710000001 | 2020-11-24 | | CN109808866B KR102285093B1
"""


def linked(applicants: pd.DataFrame | None = None) -> pd.DataFrame:
    drawn = rows(RECORDS, EXPORT_RECORD, export_file="a", disposition="accepted", vendor="PatSnap")
    publication = documents.publication(drawn, as_of=date(2024, 1, 1))
    made = citations.citation(publication, empty(FAMILY_APPLICANT) if applicants is None else applicants)
    return contract.check(made, CITATION).set_index(["citing_family_id", "cited_family_id"])


def test_a_pair_of_families_is_one_link_whichever_side_lists_it():
    pairs = linked().index.tolist()
    assert sorted(pairs) == [
        ("CN201910001234", "CN201710000001"),
        ("CN201910001234", "US8001762B2"),
        ("KR102285093B1", "CN201710000001"),
    ]


def test_a_link_is_dated_by_the_earliest_citing_publication_known():
    dates = linked()["citing_date"]
    assert dates["CN201910001234", "US8001762B2"] == pd.Timestamp("2019-05-28")
    assert pd.isna(dates["KR102285093B1", "CN201710000001"])


def test_a_shared_applicant_makes_a_self_citation_and_a_nameless_end_is_unknown():
    applicants = rows(
        """
        family_id | applicant_id | share | owner_share
        CN201910001234 | a1 | 1 | 1
        CN201710000001 | a1 | 1 | 1
        """,
        FAMILY_APPLICANT,
    )
    flags = linked(applicants)["is_self_citation"]
    assert bool(flags["CN201910001234", "CN201710000001"])
    assert pd.isna(flags["CN201910001234", "US8001762B2"])


def test_who_cited_and_what_a_report_says_are_known_where_an_export_states_them():
    """The grant's examiner cited US8001762B2, which the application's report marks A; of the rest none is told."""
    text = """
        row_number | publication_number | office | kind_code | application_number | publication_date | cited_publications | examiner_cited_publications | applicant_cited_publications | background_cited_publications
        2 | CN109808866A | CN | A | CN201910001234 | 2019-05-28 | US8001762B2 CN107444663A US7000001B2 | | US8001762B2 US7000001B2 | US8001762B2
        3 | CN109808866B | CN | B | CN201910001234 | 2022-07-05 | US8001762B2 | US8001762B2 | |
    """
    drawn = rows(text, EXPORT_RECORD, export_file="a", disposition="accepted", vendor="PatSnap")
    publication = documents.publication(drawn, as_of=date(2024, 1, 1))
    made = contract.check(citations.citation(publication, empty(FAMILY_APPLICANT)), CITATION)
    flags = made.set_index("cited_family_id")[["is_examiner_citation", "is_relevant_citation"]]
    assert flags.loc["US8001762B2"].tolist() == [True, False]
    assert flags.loc["US7000001B2", "is_examiner_citation"] == False  # noqa: E712
    assert flags.loc["CN107444663A"].isna().all() and pd.isna(
        flags.loc["US7000001B2", "is_relevant_citation"]
    )

"""Families of other studies that count in cohorts and nowhere else; records are invented."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from corpus import contract
from corpus.tables import APPLICATION, CITATION, CLASSIFICATION, FAMILY, FAMILY_MEMBER
from scoring import cohorts
from scoring.indicators.breadth import MarketRule
from scoring.reference_families import readings_beside, reference_family
from scoring.tables import COHORT, FAMILY_INDICATOR, REFERENCE_FAMILY
from tests.frames import rows

SETTINGS = {"as_of": date(2024, 12, 31), "home": "CN", "market": MarketRule(), "cohort_minimum": 4}


def tables(text: str, members: str, links: str = "") -> dict[str, pd.DataFrame]:
    """Tables of a small corpus: families with claims and a vendor's citations, members, links."""
    family = rows(
        text,
        FAMILY,
        ip_right="invention",
        priority_year=2018,
        wipo_field=16,
        citation_source="vendor_count",
        first_publication_date="2019-06-01",
        earliest_priority_date="2018-01-01",
    )
    member = rows(members, FAMILY_MEMBER, office="CN", is_active=True, is_in_force=True, is_granted=True)
    citation = rows(links, CITATION) if links else contract.empty(CITATION)
    return {
        "family": family,
        "family_member": member,
        "citation": citation,
        "classification": contract.empty(CLASSIFICATION),
        "application": contract.empty(APPLICATION),
    }


OWN = """
    family_id | claim_count | forward_citation_count
    A         | 12          | 4
"""
OTHERS = """
    family_id | claim_count | forward_citation_count
    A         | 5           | 0
    B         | 10          | 2
    C         | 20          | 6
    D         | 99          | 99
"""
# D of the reference is A of the study, known under another number there.
OWN_MEMBERS = """
    family_id | publication_number
    A         | CN1A
    A         | CN1B
"""
OTHER_MEMBERS = """
    family_id | publication_number
    A         | CN2A
    B         | CN3A
    C         | CN4A
    D         | CN1B
"""


@pytest.fixture
def study() -> dict[str, pd.DataFrame]:
    return tables(OWN, OWN_MEMBERS)


@pytest.fixture
def others() -> dict[str, dict[str, pd.DataFrame]]:
    return {"nation": tables(OTHERS, OTHER_MEMBERS)}


def measured(study, others) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cohort table, and the rows of family_indicator by indicator."""
    reference = contract.check(reference_family(others, study["family_member"]), REFERENCE_FAMILY)
    made = contract.check(cohorts.cohort(study["family"], reference, cohort_minimum=4), COHORT)
    readings, every = readings_beside(study | {"cohort": made}, others, reference, SETTINGS)
    pd.testing.assert_frame_equal(every.head(len(made))[made.columns], made)
    told = cohorts.measure(readings, every, own=len(made))
    return made, contract.check(told, FAMILY_INDICATOR).set_index("indicator")


def test_a_family_of_both_counts_once_and_the_others_get_ids_of_their_own(study, others):
    made = reference_family(others, study["family_member"])
    assert made["family_id"].tolist() == ["A@nation", "B@nation", "C@nation"]
    assert set(made["reference"]) == {"nation"}
    twice = reference_family(others | {"again": others["nation"]}, study["family_member"])
    assert twice["family_id"].tolist() == made["family_id"].tolist()


def test_without_a_reference_nothing_is_beside(study):
    none = contract.check(reference_family({}, study["family_member"]), REFERENCE_FAMILY)
    assert none.empty
    assert cohorts.cohort(study["family"], none, cohort_minimum=4)["cohort_level"].tolist() == ["all"]


def test_only_the_studys_families_have_rows_and_the_cohort_counts_all(study, others):
    """Four of 2018 and field 16: one of the study, three of the reference."""
    cohort, told = measured(study, others)
    assert cohort["family_id"].tolist() == ["A"]
    assert cohort[["cohort_level", "cohort_size"]].to_numpy().tolist() == [["year_field", 4]]
    assert set(told["family_id"]) == {"A"}


def test_a_percentile_is_among_both(study, others):
    """12 claims beside 5, 10, 20: two below and itself of four are 62.5; alone it would be 50."""
    row = measured(study, others)[1].loc["claim_count"]
    assert row["percentile"] == 62.5 and row["cohort_size"] == 4 and row["value"] == 12
    assert row["compared_with"] == "reference"


def test_a_relative_value_is_relative_to_both(study, others):
    """Citations 4 beside 0, 2, 6: the mean is 3 and TR* = (4 + 2) / (3 + 2); it is third of four."""
    row = measured(study, others)[1].loc["citation_relevance"]
    assert row["value"] == pytest.approx(1.2) and row["percentile"] == 62.5


def test_what_the_reference_does_not_state_is_compared_within_the_study(study, others):
    others["nation"]["family"]["claim_count"] = pd.array([pd.NA] * 4, dtype="Int64")
    row = measured(study, others)[1].loc["claim_count"]
    assert row["compared_with"] == "corpus" and row["cohort_size"] == 1 and row["percentile"] == 50


def test_counts_of_another_kind_are_no_yardstick(study, others):
    """The reference counts vendor's families, the study vendor's publications."""
    others["nation"]["family"]["citation_source"] = "vendor_family_count"
    told = measured(study, others)[1]
    assert told.loc["forward_citations", "compared_with"] == "corpus"
    assert told.loc["claim_count", "compared_with"] == "reference"


def test_links_of_the_reference_never_cite_the_study():
    """The reference lists a link to its A, which is not the A of the study."""
    study = tables(OWN, OWN_MEMBERS, "citing_family_id | cited_family_id\nA | X1")
    link = "citing_family_id | cited_family_id\nB | A\nC | A"
    others = {"nation": tables(OTHERS, OTHER_MEMBERS, link)}
    for part in (study, others["nation"]):
        part["family"]["citation_source"] = "links"
    told = measured(study, others)[1]
    assert told.loc["forward_citations", "value"] == 0
    # Two links to one of three references: their mean with the study's 0 is 2 / 4.
    assert told.loc["citation_relevance", "value"] == pytest.approx(2 / 2.5)


def test_the_network_is_the_studys_own():
    study = tables(
        OWN + "    E | 3 | 0\n", OWN_MEMBERS + "    E | CN9A\n", "citing_family_id | cited_family_id\nE | A"
    )
    link = "citing_family_id | cited_family_id\nB | A\nC | A"
    told = measured(study, {"nation": tables(OTHERS, OTHER_MEMBERS, link)})[1]
    ranks = told.loc["page_rank"]
    assert set(ranks["compared_with"]) == {"corpus"} and set(ranks["cohort_size"]) == {2}

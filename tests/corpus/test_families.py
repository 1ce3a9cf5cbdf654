"""What the documents of a family say together."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from corpus import contract, documents, families
from corpus.contract import empty
from corpus.tables import CITATION, CLASSIFICATION, EXPORT_RECORD, FAMILY, FAMILY_MEMBER
from tests.frames import rows

AS_OF = date(2024, 6, 30)
RECORDS = """
    row_number | publication_number | office | kind_code | filing_date | publication_date | priority_numbers | application_number | title | title_en | ipc_main | ipc | publication_citation_count | simple_status_text | family_publications
    2 | CN109808866A | CN | A | 2019-01-15 | 2019-05-28 | | CN201910001234 | 不倒翁飞行器 | | B64C1/00 | B64C1/00 B64C27/08 | 2 | 有效 |
    3 | CN109808866B | CN | B | 2019-01-15 | 2022-07-05 | | CN201910001234 | 不倒翁飞行器 | | B64C1/00 | B64C1/00 | 1 | 有效 |
    4 | US2020123456A1 | US | A1 | 2020-01-10 | 2020-07-20 | CN201910001234 | US202016000001 | Tumbler aircraft | Tumbler aircraft | B64C29/00 | B64C29/00 | 3 | |
    5 | CN205405093U | CN | U | 2016-01-15 | 2016-07-27 | | CN201620000001 | 一种螺旋桨 | | B64C11/16 | B64C11/16 | | 失效 |
"""


def publications(text: str = RECORDS) -> pd.DataFrame:
    drawn = rows(text, EXPORT_RECORD, export_file="a.csv", disposition="accepted", vendor="PatSnap")
    return documents.publication(drawn, as_of=AS_OF)


def built(publication: pd.DataFrame, citation: pd.DataFrame | None = None) -> pd.DataFrame:
    made = families.family(
        publication,
        documents.application(publication),
        families.family_member(publication),
        families.classification(publication),
        empty(CITATION) if citation is None else citation,
        as_of=AS_OF,
        reach=AS_OF,
    )
    return contract.check(made, FAMILY).set_index("family_id")


def test_a_family_speaks_with_its_chinese_grant():
    row = built(publications()).loc["CN201910001234"]
    assert row["representative_number"] == "CN109808866B"
    assert (row["title"], row["title_en"], row["text_language"]) == ("不倒翁飞行器", "Tumbler aircraft", "zh")


def test_size_offices_and_publications_are_counted():
    row = built(publications()).loc["CN201910001234"]
    assert (row["family_size"], row["publication_count"], row["office_count"]) == (2, 3, 2)


def test_counts_of_publications_are_summed_and_a_family_nobody_counted_is_unknown():
    made = built(publications())
    assert made.loc["CN201910001234", "forward_citation_count"] == 6
    assert made.loc["CN201910001234", "citation_source"] == "vendor_count"
    assert pd.isna(made.loc["CN201620000001", "forward_citation_count"])
    assert pd.isna(made.loc["CN201620000001", "citation_source"])


def test_utility_models_are_families_of_their_own_right():
    assert built(publications()).loc["CN201620000001", "ip_right"] == "utility_model"


def test_one_dead_member_does_not_kill_the_family():
    assert built(publications()).loc["CN201910001234", "is_active"]
    assert not built(publications()).loc["CN201620000001", "is_active"]


def test_the_term_that_remains_is_that_of_the_longest_active_member():
    """US filed 2020-01-10: last day 2040-01-09; from 2024-06-30 that is 5,671 days."""
    row = built(publications()).loc["CN201910001234"]
    assert row["expiry_date"] == pd.Timestamp("2040-01-09")
    assert row["remaining_years"] == pytest.approx(5671 / 365.25)


def test_t48_years_are_complete_up_to_the_last_whose_december_is_published():
    """T-48: cut-off 2024-06-30 → last complete filing year 2022."""
    for filed, complete in (("2022-12-31", True), ("2023-01-01", False)):
        made = built(publications(RECORDS.replace("2019-01-15", filed).replace("2020-01-10", filed)))
        assert bool(made.loc["CN201910001234", "is_complete"]) is complete


def test_members_that_are_only_listed_are_members_out_of_the_export():
    listed = RECORDS.replace("| 有效 |\n    3", "| 有效 | CN109808866A EP3065435A1\n    3")
    members = contract.check(families.family_member(publications(listed)), FAMILY_MEMBER)
    outside = members[~members["is_in_export"].astype(bool)]
    assert outside["publication_number"].tolist() == ["EP3065435A1"]
    assert outside["office"].tolist() == ["EP"]


def test_symbols_are_distinct_per_family_and_the_main_one_is_marked():
    made = contract.check(families.classification(publications()), CLASSIFICATION)
    of = made[made["family_id"] == "CN201910001234"].set_index("symbol")
    assert sorted(of.index) == ["B64C1/00", "B64C27/08", "B64C29/00"]
    assert of["is_main"].to_dict() == {"B64C1/00": True, "B64C27/08": False, "B64C29/00": True}
    assert set(of["subclass"]) == {"B64C"}


def test_an_invention_and_a_utility_model_of_one_day_title_and_applicant_are_twins():
    twins = """
        row_number | publication_number | office | kind_code | filing_date | application_number | title | applicants
        2 | CN109808866A | CN | A | 2019-01-15 | CN201910001234 | 飞行器 | 甲公司
        3 | CN209808866U | CN | U | 2019-01-15 | CN201920001234 | 飞行器 | 甲公司
        4 | CN209808867U | CN | U | 2019-01-15 | CN201920001235 | 飞行器 | 乙公司
    """
    made = built(publications(twins))["has_utility_model_twin"]
    assert made.to_dict() == {"CN201910001234": True, "CN201920001234": True, "CN201920001235": False}


def test_links_come_before_counts_and_self_citations_stay_out():
    linked = RECORDS.replace("family_publications\n", "citing_publications\n").replace(
        "| 有效 |\n    3", "| 有效 | X1 X2 X3\n    3"
    )
    publication = publications(linked)
    links = rows(
        """
        citing_family_id | cited_family_id | is_self_citation
        X1 | CN201910001234 | no
        X2 | CN201910001234 | yes
        X3 | CN201910001234 |
        """,
        CITATION,
    )
    row = built(publication, links).loc["CN201910001234"]
    assert (row["forward_citation_count"], row["citation_source"]) == (2, "links")


def test_the_origin_is_the_office_of_the_first_filing_not_of_the_pct():
    abroad = """
        row_number | publication_number | office | kind_code | filing_date | application_number | priority_offices
        2 | WO2018200651A1 | WO | A1 | 2018-04-25 | WO2018US029327 | US
        3 | WO2016095927A1 | WO | A1 | 2016-08-19 | WO2016CN095927 |
        4 | DE19715508A1 | DE | A1 | 1997-04-14 | DE19715508 |
    """
    origin = built(publications(abroad)).set_index("representative_number")["origin"]
    assert origin.to_dict() == {"WO2018200651A1": "US", "WO2016095927A1": "CN", "DE19715508A1": "DE"}

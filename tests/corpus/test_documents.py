"""One record per publication and per application, whatever the number of exports."""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import contract, documents
from corpus.tables import APPLICATION, EXPORT_RECORD, PUBLICATION
from tests.frames import rows

AS_OF = date(2024, 1, 1)


def records(text: str) -> pd.DataFrame:
    return rows(text, EXPORT_RECORD, export_file="a.csv", disposition="accepted", vendor="The Lens")


def publications(text: str) -> pd.DataFrame:
    made = documents.publication(records(text), as_of=AS_OF)
    return contract.check(made, PUBLICATION).set_index("publication_number")


def test_two_vendors_of_one_publication_are_one_record_field_by_field():
    made = publications("""
        export_file | row_number | vendor | publication_number | office | kind_code | title | title_en | claim_count
        l.csv | 2 | The Lens | CN109808866B | CN | B | Aircraft | Aircraft | 9
        p.xlsx | 2 | PatSnap | CN109808866B | CN | B | 飞行器 | | 
    """)
    assert len(made) == 1
    row = made.iloc[0]
    assert (row["title"], row["title_en"], row["claim_count"]) == ("飞行器", "Aircraft", 9)
    assert list(row["export_files"]) == ["p.xlsx", "l.csv"] or sorted(row["export_files"]) == [
        "l.csv",
        "p.xlsx",
    ]


def test_t45_application_and_grant_of_one_number_are_one_application():
    """T-45: CN112308446A + CN112308446B → 1 application."""
    made = publications("""
        row_number | publication_number | office | kind_code
        2 | CN112308446A | CN | A
        3 | CN112308446B | CN | B
    """)
    assert made["application_id"].nunique() == 1
    assert made["family_id"].nunique() == 1


def test_a_number_another_vendor_gives_names_the_application():
    made = publications("""
        row_number | publication_number | office | kind_code | application_number
        2 | CN112308446A | CN | A | CN202011246710
        3 | CN112308446B | CN | B |
    """)
    assert set(made["application_id"]) == {"CN202011246710"}


def test_american_application_and_grant_are_tied_by_the_application_number_alone():
    made = publications("""
        row_number | publication_number | office | kind_code | application_number
        2 | US2011185700A1 | US | A1 | US201012657848
        3 | US8001762B2 | US | B2 | US201012657848
        4 | US8001763B2 | US | B2 | US201012657849
    """)
    assert made["application_id"].nunique() == 2


def test_a_utility_model_is_kept_and_labelled():
    made = publications("""
        row_number | publication_number | office | kind_code
        2 | CN205405093U | CN | U
    """)
    assert made.iloc[0]["ip_right"] == "utility_model"
    assert bool(made.iloc[0]["is_granted"])


def test_a_term_that_is_over_has_expired_whatever_the_vendor_says():
    made = publications("""
        row_number | publication_number | office | kind_code | filing_date | simple_status_text
        2 | CN1234567C | CN | C | 2000-01-01 | 有效
    """)
    assert made.iloc[0]["legal_status"] == "expired"
    assert not made.iloc[0]["is_active"]


def test_what_came_of_an_international_application_is_over_after_twenty_years():
    made = publications("""
        row_number | publication_number | office | kind_code | filing_date
        2 | WO1989012694A1 | WO | A1 | 1989-06-15
        3 | WO2016095927A1 | WO | A1 | 2016-08-19
    """)
    assert made.loc["WO1989012694A1", "legal_status"] == "expired"
    assert pd.isna(made.loc["WO2016095927A1", "legal_status"])


def test_status_no_vendor_states_is_unknown():
    made = publications("""
        row_number | publication_number | office | kind_code | filing_date
        2 | US8001762B2 | US | B2 | 2015-01-01
    """)
    assert made["legal_status"].isna().all() and made["is_active"].isna().all()


def test_an_application_takes_the_status_of_its_latest_publication():
    made = documents.application(
        documents.publication(
            records("""
                row_number | publication_number | office | kind_code | publication_date | simple_status_text | filing_date
                2 | CN112308446A | CN | A | 2021-02-02 | 审中 | 2020-11-10
                3 | CN112308446B | CN | B | 2022-03-03 | 有效 | 2020-11-10
            """),
            as_of=AS_OF,
        )
    )
    row = contract.check(made, APPLICATION).iloc[0]
    assert row["legal_status"] == "in_force"
    assert row["grant_date"] == pd.Timestamp("2022-03-03")
    assert row["first_publication_date"] == pd.Timestamp("2021-02-02")


def test_the_order_of_rows_and_files_changes_nothing():
    text = """
        export_file | row_number | vendor | publication_number | office | kind_code | title
        l.csv | 2 | The Lens | CN109808866B | CN | B | Aircraft
        p.xlsx | 2 | PatSnap | CN109808866B | CN | B | 飞行器
        p.xlsx | 3 | PatSnap | CN107444663B | CN | B | 推进发动机
    """
    drawn = records(text)
    first = documents.publication(drawn, as_of=AS_OF)
    second = documents.publication(drawn.iloc[::-1].reset_index(drop=True), as_of=AS_OF)
    pd.testing.assert_frame_equal(first, second)


def test_events_are_told_in_one_vocabulary():
    made = publications("""
        row_number | publication_number | office | kind_code | events
        2 | CN109808866B | CN | B | 权利转移 许可
        3 | CN107444663B | CN | B |
    """)
    assert sorted(made.loc["CN109808866B", "events"]) == ["licence", "transfer"]
    assert pd.isna(made.loc["CN107444663B", "events"])


def test_a_number_without_kind_meets_its_only_counterpart():
    made = publications("""
        export_file | row_number | vendor | publication_number | office | kind_code | publication_date | title
        l.csv | 2 | The Lens | US9833479B2 | US | B2 | 2017-12-05 | Old
        p.json | 2 | PatentsView | US9833479 | US | | 2017-12-05 | New
    """)
    assert made.index.tolist() == ["US9833479B2"]
    assert sorted(made.iloc[0]["export_files"]) == ["l.csv", "p.json"]


def test_a_number_without_kind_stays_apart_from_two_or_from_another_day():
    made = publications("""
        export_file | row_number | publication_number | office | kind_code | publication_date
        l.csv | 2 | CN104000001A | CN | A | 2015-01-07
        l.csv | 3 | CN104000001B | CN | B | 2017-01-04
        g.csv | 2 | CN104000001 | CN | |
        l.csv | 4 | CN104000002B | CN | B | 2017-01-04
        g.csv | 3 | CN104000002 | CN | | 2015-01-07
        g.csv | 4 | CN104000003 | CN | | 2015-01-07
    """)
    assert len(made) == 6
    day = publications("""
        export_file | row_number | publication_number | office | kind_code | publication_date
        l.csv | 2 | CN104000001A | CN | A | 2015-01-07
        l.csv | 3 | CN104000001B | CN | B | 2017-01-04
        g.csv | 2 | CN104000001 | CN | | 2017-01-04
    """)
    assert sorted(day.index) == ["CN104000001A", "CN104000001B"]
    assert sorted(day.loc["CN104000001B", "export_files"]) == ["g.csv", "l.csv"]


def test_each_field_names_the_export_it_came_from():
    made = publications("""
        export_file | row_number | vendor | publication_number | office | kind_code | title | claim_count
        l.csv | 2 | The Lens | CN109808866B | CN | B | Aircraft | 9
        p.xlsx | 2 | PatSnap | CN109808866B | CN | B | 飞行器 |
        p.xlsx | 3 | PatSnap | CN107444663B | CN | B | 发动机 |
    """)
    assert sorted(made.loc["CN109808866B", "field_sources"]) == ["l.csv=claim_count", "p.xlsx=title"]
    assert pd.isna(made.loc["CN107444663B", "field_sources"])


def test_the_office_and_docdb_write_one_american_application():
    made = publications("""
        export_file | row_number | vendor | publication_number | office | kind_code | application_number | filing_date
        l.csv | 2 | The Lens | US2014213041A1 | US | A1 | US201414242912 | 2014-04-02
        p.json | 2 | PatentsView | US9833479B2 | US | B2 | US14242912 | 2014-04-02
        l.csv | 3 | The Lens | US2011185700A1 | US | A1 | US65784810 | 2010-01-29
        s.xls | 2 | SumoBrain | US8001762B2 | US | B2 | US12657848 | 2010-01-29
    """)
    assert made["application_id"].to_dict() == {
        "US2011185700A1": "US65784810",
        "US2014213041A1": "US201414242912",
        "US8001762B2": "US65784810",
        "US9833479B2": "US201414242912",
    }


def test_until_1988_a_chinese_publication_has_the_number_of_its_application():
    made = publications("""
        row_number | publication_number | office | kind_code | application_number
        2 | CN85100001A | CN | A | CN85100001
        3 | CN85100001B | CN | B |
        4 | CN1012345B | CN | B |
        5 | CN1012345C | CN | C |
    """)
    assert made.loc[["CN85100001A", "CN85100001B"], "application_id"].tolist() == ["CN85100001"] * 2
    # Of seven digits, publications and grants were counted apart.
    assert made.loc["CN1012345B", "application_id"] != made.loc["CN1012345C", "application_id"]

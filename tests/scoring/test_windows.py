"""Citations within years of publication, and the most cited of a cohort."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import CITATION, FAMILY
from scoring import cohorts
from scoring.indicators import citation, windows
from tests.frames import rows

AS_OF = datetime.date(2024, 1, 1)


def family(text: str, **defaults: object) -> pd.DataFrame:
    return rows(text, FAMILY, **{"ip_right": "invention", "citation_source": "links"} | defaults)


def links(text: str) -> pd.DataFrame:
    return rows(text, CITATION)


def test_windows_of_three_five_and_seven_years_close_a_day_before_the_anniversary():
    drawn = family("""
        family_id | first_publication_date
        F         | 2016-03-01
        YOUNG     | 2018-03-01
    """)
    linked = links("""
        citing_family_id | cited_family_id | citing_date
        A                | F               | 2016-02-29
        B                | F               | 2016-03-01
        C                | F               | 2019-02-28
        D                | F               | 2019-03-01
        E                | F               | 2021-03-01
        G                | F               | 2023-02-28
        H                | F               | 2023-03-01
    """)
    three = windows.forward_citations_3y(drawn, linked, as_of=AS_OF)
    five = windows.forward_citations_5y(drawn, linked, as_of=AS_OF)
    seven = windows.forward_citations_7y(drawn, linked, as_of=AS_OF)
    assert [made.loc["F", "value"] for made in (three, five, seven)] == [2, 3, 5]
    assert [made.loc["YOUNG", "truncated"] for made in (three, five, seven)] == [False, False, True]
    assert not seven.loc["F", "truncated"]


def test_the_source_of_each_count_is_told():
    """A vendor states three and five years, never seven."""
    drawn = family("""
        family_id | first_publication_date | citation_source     | citation_count_3y | citation_count_5y
        LINKS     | 2010-01-01             | links               | 9                 | 9
        COUNTED   | 2010-01-01             | vendor_family_count | 4                 | 6
        NEITHER   | 2010-01-01             |                     | 4                 | 6
    """)
    linked = links("""
        citing_family_id | cited_family_id | citing_date
        A                | LINKS           | 2011-01-01
    """)
    three = windows.forward_citations_3y(drawn, linked, as_of=AS_OF)
    assert three["value"].to_dict() == pytest.approx(
        {"LINKS": 1, "COUNTED": 4, "NEITHER": np.nan}, nan_ok=True
    )
    assert three["citation_source"].dropna().to_dict() == {"LINKS": "links", "COUNTED": "vendor_count"}
    seven = windows.forward_citations_7y(drawn, linked, as_of=AS_OF)
    assert seven["value"].dropna().to_dict() == {"LINKS": 1}
    every = citation.forward_citations(drawn, linked, as_of=AS_OF)
    assert every["citation_source"].dropna().to_dict() == {"LINKS": "links"}, "no total is stated"


def test_counts_by_age():
    """6 citations in 4 years (1461 days), 3 in the first half year, 2 of which are its own."""
    drawn = family("""
        family_id | first_publication_date | citation_source | forward_citation_count
        OLD       | 2020-01-01             | vendor_count    | 6
        YOUNG     | 2023-07-01             | links           |
        UNDATED   |                        | vendor_count    | 6
    """)
    linked = links("""
        citing_family_id | cited_family_id | is_self_citation
        A                | YOUNG           | no
        B                | YOUNG           | yes
        C                | YOUNG           | yes
    """)
    made = citation.citations_per_year(drawn, linked, as_of=AS_OF)
    assert made["value"].to_dict() == pytest.approx({"OLD": 1.5, "YOUNG": 1, "UNDATED": np.nan}, nan_ok=True)
    assert made["citation_source"].dropna().to_dict() == {"OLD": "vendor_count", "YOUNG": "links"}
    assert made["vendor_count"].tolist() == [True, False, False]


def test_self_citations_are_counted_apart():
    drawn = family("""
        family_id | citation_source | ip_right
        F         | links           | invention
        UNCITED   | links           | invention
        BLIND     | links           | invention
        COUNTED   | vendor_count    | invention
        D         | links           | design
    """)
    linked = links("""
        citing_family_id | cited_family_id | is_self_citation
        A                | F               | yes
        B                | F               | no
        C                | F               |
        A                | BLIND           |
    """)
    made = citation.self_citations(drawn, linked)
    assert made["value"].to_dict() == pytest.approx(
        {"F": 1, "UNCITED": 0, "BLIND": np.nan, "COUNTED": np.nan, "D": np.nan}, nan_ok=True
    )
    assert made["estimated"].to_dict() == {
        "F": True, "UNCITED": False, "BLIND": False, "COUNTED": False, "D": False,
    }  # fmt: skip


def _stated(counts: list[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    drawn = pd.DataFrame(
        {"family_id": [f"F{n:03d}" for n in range(len(counts))], "citation_count_5y": counts}
    )
    drawn = drawn.assign(
        ip_right="invention",
        citation_source="vendor_count",
        priority_year=2010,
        wipo_field=16,
        first_publication_date=pd.Timestamp("2011-01-01"),
    ).reindex(columns=FAMILY.column_names)
    return contract.cast(drawn, FAMILY), contract.empty(CITATION)


def test_breakthroughs_are_the_top_hundredth_and_who_ties_with_it():
    """Of 300 families three are the top 1 %; the third ties with a fourth. Then 5 % of a hundred."""
    drawn, none = _stated([50, 40, 30, 30, 20] + [1] * 295)
    made = windows.breakthrough(drawn, none, cohorts.cohort(drawn, cohort_minimum=30), as_of=AS_OF)
    assert made["value"].sum() == 4 and made["value"].iloc[:4].all()
    assert not made["low_n"].any()
    drawn, none = _stated([9, 8, 7, 6, 5, 4] + [1] * 94)
    made = windows.breakthrough(drawn, none, cohorts.cohort(drawn, cohort_minimum=30), as_of=AS_OF)
    assert made["value"].sum() == 5 and made["low_n"].all()


def test_where_nobody_is_cited_nobody_breaks_through():
    drawn, none = _stated([0] * 40)
    made = windows.breakthrough(drawn, none, cohorts.cohort(drawn, cohort_minimum=30), as_of=AS_OF)
    assert (made["value"] == 0).all()

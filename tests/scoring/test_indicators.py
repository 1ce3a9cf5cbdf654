"""Worked examples of every indicator."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import APPLICATION, CITATION, CLASSIFICATION, FAMILY, FAMILY_MEMBER
from scoring import cohorts
from scoring.indicators import INDICATORS, breadth, citation, knowledge, legal, windows
from scoring.indicators.breadth import MarketRule
from scoring.reference import income_ratios, technology_sectors
from tests.frames import rows

AS_OF = datetime.date(2024, 1, 1)


def family(text: str, **defaults: object) -> pd.DataFrame:
    return rows(text, FAMILY, **{"ip_right": "invention", "citation_source": "links"} | defaults)


def links(text: str) -> pd.DataFrame:
    return rows(text, CITATION)


def members(text: str) -> pd.DataFrame:
    return rows(text, FAMILY_MEMBER)


def symbols(text: str) -> pd.DataFrame:
    drawn = rows(text, CLASSIFICATION, scheme="IPC", is_main=False)
    return drawn.assign(subclass=drawn["symbol"].str[:4])


def test_t17_the_window_opens_on_the_day_of_publication_and_closes_a_day_before_its_fifth_birthday():
    """T-17: published 2018-03-01, cited 2018-03-01, 2023-02-28, 2023-03-01 → 2."""
    made = windows.forward_citations_5y(
        family("""
            family_id | first_publication_date
            F         | 2018-03-01
        """),
        links("""
            citing_family_id | cited_family_id | citing_date
            A                | F               | 2018-03-01
            B                | F               | 2023-02-28
            C                | F               | 2023-03-01
        """),
        as_of=AS_OF,
    )
    assert made["value"].to_dict() == {"F": 2}
    assert not made["truncated"].item()


def test_five_year_counts_are_undefined_where_a_date_is_missing_and_fall_back_on_the_vendor():
    made = windows.forward_citations_5y(
        family("""
            family_id | first_publication_date | citation_count_5y
            UNDATED   | 2018-03-01             |
            STATED    | 2018-03-01             | 7
            YOUNG     | 2022-03-01             |
        """),
        links("""
            citing_family_id | cited_family_id | citing_date
            A                | UNDATED         |
            A                | STATED          |
            B                | YOUNG           | 2023-01-01
            C                | YOUNG           | 2023-02-01
            D                | YOUNG           | 2023-03-01
        """),
        as_of=AS_OF,
    )
    assert np.isnan(made.loc["UNDATED", "value"])
    assert made.loc["STATED", ["value", "vendor_count", "truncated"]].tolist() == [7, True, False]
    assert made.loc["YOUNG", ["value", "vendor_count", "truncated"]].tolist() == [3, False, True]


def test_where_most_links_bear_no_date_the_uncited_are_not_said_to_have_none():
    made = windows.forward_citations_5y(
        family("""
            family_id | first_publication_date
            CITED     | 2018-03-01
            UNCITED   | 2018-03-01
        """),
        links("""
            citing_family_id | cited_family_id | citing_date
            A                | CITED           |
        """),
        as_of=AS_OF,
    )
    assert made["value"].isna().all()


def test_forward_citations_leave_self_citations_out_where_links_are_known():
    """Three links to F, one of them its own; G's vendor count is taken as it is; D is a design."""
    made = citation.forward_citations(
        family("""
            family_id | citation_source | forward_citation_count | ip_right  | first_publication_date
            F         | links           | 3                      | invention | 2015-01-01
            U         | links           | 0                      | invention | 2015-01-01
            G         | vendor_count    | 9                      | invention | 2021-01-01
            N         |                 |                        | invention | 2015-01-01
            D         | links           | 4                      | design    | 2015-01-01
        """),
        links("""
            citing_family_id | cited_family_id | is_self_citation
            A                | F               | yes
            B                | F               | no
            C                | F               |
        """),
        as_of=AS_OF,
    )
    assert made["value"].to_dict() == pytest.approx(
        {"F": 2, "U": 0, "G": 9, "N": np.nan, "D": np.nan}, nan_ok=True
    )
    assert made["vendor_count"].to_dict() == {"F": False, "U": False, "G": True, "N": False, "D": False}
    assert made["truncated"].to_dict() == {"F": False, "U": False, "G": True, "N": False, "D": False}
    assert made["basis"].dropna().to_dict() == {
        "F": "links", "U": "links", "G": "vendor_count", "D": "links",
    }  # fmt: skip


def test_uncited_families_left_with_a_vendors_zero_are_compared_with_the_cited():
    """Lists of citing patents are empty where nothing cites: then sources are one group."""
    drawn = family("""
        family_id | citation_source | forward_citation_count
        F         | links           | 1
        U         | vendor_count    | 0
    """)
    linked = links("""
        citing_family_id | cited_family_id
        A                | F
    """)
    assert citation.citation_basis(drawn, linked).to_dict() == {"F": "any", "U": "any"}


def test_t24_citing_offices_weights_and_technology_relevance():
    """T-24: 4 US citers (mean 20 references) and 2 CN citers (5), 10 over all → 6.0; TR 2.0, TR* 1.6."""
    us = "".join(f"US{i} | US | 20 | 2001 |\n" for i in range(30))
    cn = "".join(f"CN{i} | CN | 5 | 2001 |\n" for i in range(60))
    drawn = family(
        "family_id | origin | backward_citation_count | priority_year | wipo_field\n"
        f"{us}{cn}F | CN | | 2010 | 16\nG | CN | | 2010 | 16"
    )
    assert citation.office_weights(drawn).to_dict() == pytest.approx({"US": 0.5, "CN": 2.0})
    citers = ["US1", "US2", "US3", "US999999A1", "CN1", "CN2"]
    linked = links("citing_family_id | cited_family_id\n" + "\n".join(f"{c} | F" for c in citers))
    cohort = cohorts.cohort(drawn, cohort_minimum=2)
    made = citation.citation_relevance(drawn, linked, cohort, as_of=AS_OF)
    assert made.loc["F", "value"] == pytest.approx(1.6)
    assert made.loc["G", "value"] == pytest.approx(2 / 5)
    assert citation.relative_citations(drawn, linked, cohort, shrink=0.0)["F"] == pytest.approx(2.0)


def test_relevance_from_counts_alone():
    """Counts 4 and 0, mean 2: (4 + 2) / (2 + 2) and 2 / 4; nobody cited in 2015: 1."""
    drawn = family(
        """
        family_id | priority_year | wipo_field | forward_citation_count
        F         | 2010          | 16         | 4
        G         | 2010          | 16         | 0
        H         | 2015          | 16         | 0
        I         | 2015          | 16         | 0
    """,
        citation_source="vendor_family_count",
    )
    cohort = cohorts.cohort(drawn, cohort_minimum=2)
    empty = contract.empty(CITATION)
    made = citation.citation_relevance(drawn, empty, cohort, as_of=AS_OF)
    assert made["value"].to_dict() == pytest.approx({"F": 1.5, "G": 0.5, "H": 1, "I": 1})
    plain = citation.relative_citations(drawn, empty, cohort, shrink=0.0)
    assert plain.to_dict() == pytest.approx({"F": 2, "G": 0, "H": 1, "I": 1})


def test_t25_market_coverage_and_impact(monkeypatch):
    """T-25: CN granted, US pending at .6 with g CN .7, US 1.0 → 1.3; with TR 2.0 → 2.6."""
    ratios = pd.Series({"US": 1.0, "CN": 0.7, "JP": 0.2})
    monkeypatch.setattr(breadth, "income_ratios", lambda year: ratios)
    drawn = family(
        """
        family_id | earliest_priority_date | priority_year | forward_citation_count
        F         | 2018-01-01             | 2018          | 4
        G         | 2018-01-01             | 2018          | 0
    """,
        citation_source="vendor_count",
    )
    held = members("""
        family_id | publication_number | office | is_granted | is_in_force | is_active
        F         | CN1A               | CN     | no         | yes         | yes
        F         | CN1B               | CN     | yes        | yes         | yes
        F         | US1A               | US     | no         | no          | yes
        F         | JP1B               | JP     | yes        | no          | no
        F         | WO1A               | WO     | no         | no          | yes
        G         | WO2A               | WO     | no         | no          | yes
    """)
    market = MarketRule(pending=0.6)
    made = breadth.market_coverage(drawn, held, as_of=AS_OF, market=market)
    assert made["value"].to_dict() == pytest.approx({"F": 1.3, "G": 0})
    assert made["estimated"].to_dict() == {"F": False, "G": True}
    cohort = cohorts.cohort(drawn, cohort_minimum=2)
    impact = citation.citation_impact(
        drawn, contract.empty(CITATION), cohort, held, as_of=AS_OF, market=market
    )
    assert impact["value"]["F"] == pytest.approx(2.6)


def test_market_coverage_of_european_unknown_and_overdue_members(monkeypatch):
    """A European grant counts its basket once; unknown status counts half until its term is over."""
    ratios = pd.Series({"US": 1.0, "CN": 0.7, "DE": 0.2, "FR": 0.1, "GB": 0.1, "RU": 0.08})
    monkeypatch.setattr(breadth, "income_ratios", lambda year: ratios)
    drawn = family("""
        family_id | earliest_priority_date
        EUROPE    | 2015-01-01
        UNKNOWN   | 2015-01-01
        OVERDUE   | 2002-12-31
        UNPRICED  | 2015-01-01
        ENDED     | 2015-01-01
        EURASIA   | 2015-01-01
    """)
    held = members("""
        family_id | publication_number | office | is_granted | is_in_force | is_active
        EUROPE    | EP1B               | EP     | yes        | yes         | yes
        EUROPE    | DE1B               | DE     | yes        | yes         | yes
        UNKNOWN   | US2B               | US     | yes        |             |
        OVERDUE   | US3B               | US     | yes        |             |
        UNPRICED  | CN4B               | CN     | yes        | yes         | yes
        UNPRICED  | TW4B               | TW     | yes        | yes         | yes
        ENDED     | CN5B               | CN     | yes        | no          | no
        EURASIA   | EA6A               | EA     | no         | no          | yes
    """)
    made = breadth.market_coverage(drawn, held, as_of=AS_OF, market=MarketRule())
    assert made["value"].to_dict() == pytest.approx(
        {"EUROPE": 0.4, "UNKNOWN": 0.5, "OVERDUE": 0, "UNPRICED": 0.7, "ENDED": 0, "EURASIA": 0.04}
    )
    assert made["estimated"].to_dict() == {
        "EUROPE": False, "UNKNOWN": True, "OVERDUE": False, "UNPRICED": True, "ENDED": False,
        "EURASIA": False,
    }  # fmt: skip


def test_impact_is_nothing_for_a_lapsed_family_and_undefined_for_utility_models(monkeypatch):
    monkeypatch.setattr(breadth, "income_ratios", lambda year: pd.Series({"CN": 0.7}))
    drawn = family(
        """
        family_id | ip_right      | is_active | forward_citation_count | priority_year
        LAPSED    | invention     | no        | 4                      | 2015
        ALIVE     | invention     | yes       | 4                      | 2015
        MODEL     | utility_model | yes       | 4                      | 2015
    """,
        citation_source="vendor_count",
    )
    held = members("""
        family_id | publication_number | office | is_granted | is_in_force | is_active
        LAPSED    | CN1B               | CN     | yes        | yes         | yes
        ALIVE     | CN2B               | CN     | yes        | yes         | yes
        MODEL     | CN3U               | CN     | yes        | yes         | yes
    """)
    made = citation.citation_impact(
        drawn,
        contract.empty(CITATION),
        cohorts.cohort(drawn, cohort_minimum=2),
        held,
        as_of=AS_OF,
        market=MarketRule(),
    )
    assert made["value"].to_dict() == pytest.approx({"LAPSED": 0, "ALIVE": 0.7, "MODEL": np.nan}, nan_ok=True)


def test_t18_generality():
    """T-18: citers A61K; A61K ½ C07K ½; G01N → 0.611111."""
    drawn = family("family_id\nF\nA\nB\nC\nG")
    linked = links("""
        citing_family_id | cited_family_id
        A                | F
        B                | F
        C                | F
        US7              | F
        A                | G
        US8              | C
    """)
    held = symbols("""
        family_id | symbol
        F         | A61K9/00
        A         | A61K31/00
        A         | A61K39/00
        B         | A61K31/00
        B         | C07K16/00
        C         | G01N33/00
    """)
    made = knowledge.generality(drawn, linked, held)
    assert made.loc["F", "value"] == pytest.approx(0.611111, abs=1e-6)
    assert made.loc["F", ["low_n", "estimated"]].tolist() == [False, True]
    assert made.loc["G", ["value", "low_n", "estimated"]].tolist() == [0.0, True, False]
    assert made.loc[["A", "B", "C"], "value"].isna().all()


def test_originality_is_generality_of_what_it_cites():
    """F cites an A61K and a G01N family: 1 − (¼ + ¼)."""
    drawn = family("family_id\nF\nA\nC")
    linked = links("""
        citing_family_id | cited_family_id
        F                | A
        F                | C
    """)
    held = symbols("""
        family_id | symbol
        A         | A61K31/00
        C         | G01N33/00
    """)
    made = knowledge.originality(drawn, linked, held)
    assert made["value"].to_dict() == pytest.approx({"F": 0.5, "A": np.nan, "C": np.nan}, nan_ok=True)


def test_t19_generality_with_one_class_per_citer():
    """T-19: A61K 4, C07K 1 → 0.32, corrected 0.40."""
    counts = pd.Series({"A61K": 4, "C07K": 1})
    assert knowledge.herfindahl_generality(counts) == pytest.approx(0.32)
    assert knowledge.herfindahl_generality(counts, corrected=True) == pytest.approx(0.40)
    assert np.isnan(knowledge.herfindahl_generality(pd.Series({"A61K": 1}), corrected=True))
    assert np.isnan(knowledge.herfindahl_generality(pd.Series(dtype=float)))


def test_t20_radicalness():
    """T-20: cited pairs A61K, C07K, G01N, A61K, B01J; own A61K → 3/5."""
    drawn = family("family_id\nF\nA\nB\nC")
    linked = links("""
        citing_family_id | cited_family_id
        F                | A
        F                | B
        F                | C
        A                | F
    """)
    held = symbols("""
        family_id | symbol
        F         | A61K9/00
        A         | A61K31/00
        A         | C07K16/00
        B         | G01N33/00
        B         | A61K39/00
        C         | B01J20/00
    """)
    made = knowledge.radicalness(drawn, linked, held)
    assert made.loc["F", "value"] == pytest.approx(0.6)
    assert made.loc[["B", "C"], "value"].isna().all()


def test_technology_scope_counts_subclasses():
    """{A61K, A61P, C07K} → 3; CPC only where there is no IPC; NA without symbols."""
    drawn = family("""
        family_id | ip_right
        F         | invention
        G         | invention
        H         | invention
        D         | design
    """)
    held = rows(
        """
        family_id | scheme | symbol     | subclass
        F         | IPC    | A61K31/00  | A61K
        F         | IPC    | A61K39/00  | A61K
        F         | IPC    | A61P35/00  | A61P
        F         | IPC    | C07K16/00  | C07K
        F         | CPC    | Y02A50/30  | Y02A
        G         | CPC    | Y02A50/30  | Y02A
        D         | IPC    | A61K31/00  | A61K
        D         | LOCARNO| 24-02      |
    """,
        CLASSIFICATION,
    )
    made = breadth.technology_scope(drawn, held)
    assert made["value"].to_dict() == pytest.approx({"F": 3, "G": 1, "H": np.nan, "D": np.nan}, nan_ok=True)


def test_t21_grant_lag_index():
    """T-21: 24 months of at most 60 → .60; pending is NA."""
    made = legal.grant_lag_index(pd.Series([24.0, np.nan]), 60)
    assert made.tolist() == pytest.approx([0.6, np.nan], nan_ok=True)


def test_grant_lag_prefers_the_home_office_and_compares_within_offices():
    """730 and 1461 days; P is pending; H was granted abroad first but at home as well."""
    held = rows(
        """
        application_id | family_id | office | filing_date | grant_date
        1              | A         | US     | 2010-01-01  | 2012-01-01
        2              | H         | US     | 2010-01-01  | 2011-01-01
        3              | H         | CN     | 2010-01-01  | 2014-01-01
        4              | P         | CN     | 2010-01-01  |
    """,
        APPLICATION,
        ip_right="invention",
    )
    made = legal.grant_lag(held, home="CN")
    assert made["value"].to_dict() == pytest.approx({"A": 730 / 365.25, "H": 1461 / 365.25})
    assert made["basis"].to_dict() == {"A": "US", "H": "CN"}


def test_t35_remaining_term():
    """T-35: as of 2024-01-01, expiry 2034-06-01 → 3804 days = 10.4148 years."""
    made = legal.remaining_term(
        family("""
            family_id | expiry_date | is_active
            F         | 2034-06-01  | yes
            UNKNOWN   | 2034-06-01  |
            OVER      | 2020-06-01  |
            LAPSED    | 2034-06-01  | no
            GONE      |             | no
            NODATE    |             | yes
        """),
        as_of=AS_OF,
    )
    assert made["value"].to_dict() == pytest.approx(
        {"F": 10.4148, "UNKNOWN": 10.4148, "OVER": 0, "LAPSED": 0, "GONE": 0, "NODATE": np.nan},
        nan_ok=True,
        abs=1e-4,
    )
    assert made["estimated"].to_dict() == {
        "F": False, "UNKNOWN": True, "OVER": True, "LAPSED": False, "GONE": False, "NODATE": False,
    }  # fmt: skip


def test_the_day_of_filing_decides_no_rank_of_the_remaining_term():
    """Terms that end in one year rank alike; one that ends a year later ranks above, an ended one below."""
    drawn = family("""
        family_id | ip_right  | priority_year | wipo_field | expiry_date | is_active
        JANUARY   | invention | 2014          | 1          | 2034-01-20  | yes
        DECEMBER  | invention | 2014          | 1          | 2034-12-20  | yes
        LATER     | invention | 2014          | 1          | 2035-01-05  | yes
        LAPSED    | invention | 2014          | 1          | 2034-12-20  | no
    """)
    cohort = cohorts.cohort(drawn, cohort_minimum=1)
    made = cohorts.measure({"remaining_term": legal.remaining_term(drawn, as_of=AS_OF)}, cohort)
    ranks = made.set_index("family_id")["percentile"].to_dict()
    assert ranks == {"LAPSED": 12.5, "JANUARY": 50.0, "DECEMBER": 50.0, "LATER": 87.5}
    assert made.set_index("family_id")["value"].nunique() == 4


def test_legal_standing():
    made = legal.legal_standing(
        family("""
            family_id | legal_status
            A         | in_force
            B         | grace
            C         | pending
            D         | refused
            E         |
        """)
    )
    assert made["value"].tolist() == pytest.approx([1, 0.8, 0.5, 0, np.nan], nan_ok=True)


def test_every_legal_status_has_a_standing():
    from corpus.tables import LEGAL_STATUSES

    assert set(legal.STANDING) == set(LEGAL_STATUSES)


def test_years_maintained():
    """In force since 2014-01-01: 3652 days; lapsed after 1461; ended on an unknown day: NA."""
    held = rows(
        """
        application_id | family_id | is_granted | is_in_force | filing_date | lapse_date | expiry_date
        1              | FORCE     | yes        | yes         | 2014-01-01  |            | 2033-12-31
        2              | LAPSED    | yes        | no          | 2014-01-01  | 2018-01-01 | 2033-12-31
        3              | ENDED     | yes        | no          | 2014-01-01  |            | 2033-12-31
        4              | EXPIRED   | yes        | no          | 1999-01-01  |            | 2018-12-31
        5              | OLD       | yes        | yes         | 1999-01-01  |            | 2029-12-31
        6              | PENDING   | no         | no          | 2014-01-01  |            |
    """,
        APPLICATION,
    )
    made = legal.maintained_years(held, as_of=AS_OF)
    assert made["value"].to_dict() == pytest.approx(
        {
            "FORCE": 3652 / 365.25,
            "LAPSED": 1461 / 365.25,
            "ENDED": np.nan,
            "EXPIRED": 7304 / 365.25,
            "OLD": 20,
        },
        nan_ok=True,
    )
    assert made["truncated"].to_dict() == {
        "FORCE": True, "LAPSED": False, "ENDED": False, "EXPIRED": False, "OLD": True,
    }  # fmt: skip


def test_counts_of_the_family_are_taken_as_they_are():
    drawn = family("""
        family_id | office_count | family_size | claim_count | is_complete | ip_right
        A         | 3            | 5           | 12          | yes         | invention
        B         | 1            | 1           |             | no          | invention
        D         | 2            | 2           | 1           | yes         | design
    """)
    assert breadth.office_count(drawn)["value"].tolist() == [3, 1, 2]
    assert breadth.office_count(drawn)["growing"].tolist() == [False, True, False]
    assert breadth.family_size(drawn)["value"].tolist() == [5, 1, 2]
    assert breadth.claim_count(drawn)["value"].tolist() == pytest.approx([12, np.nan, np.nan], nan_ok=True)


def test_incomes_are_relative_to_the_united_states():
    ratios = income_ratios()
    assert ratios["US"] == 1.0
    assert 0.4 < ratios["CN"] < 1.0
    assert 0.01 < ratios["DE"] < ratios["JP"] * 2 < ratios["CN"]
    assert ratios.index.is_unique
    assert "NA" in ratios.index, "Namibia is not a missing value"
    assert len(technology_sectors()) == 35


@pytest.mark.parametrize("name", INDICATORS)
def test_an_indicator_explains_itself(name):
    entry = INDICATORS[name]
    assert entry.name == name
    assert ".. math::" in entry.definition
    assert "ndefined" in entry.definition
    assert entry.label and entry.label_zh and entry.unit and entry.source
    assert entry.pillar in (None, "technology", "market", "legal")
    assert entry.better in ("higher", "lower")
    assert entry.weight == 0 or entry.pillar is not None


def test_default_weights_are_those_of_the_three_pillars():
    by_pillar = pd.Series([i.weight for i in INDICATORS.values()]).groupby(
        [i.pillar or "none" for i in INDICATORS.values()]
    )
    assert by_pillar.sum().to_dict() == pytest.approx(
        {"technology": 0.45, "market": 0.35, "legal": 0.20, "none": 0}
    )


def test_t19_the_correction_of_a_table_of_links():
    """T-19 as families: citers A61K 4, C07K 1 → .32, corrected .40; one citer → NA."""
    drawn = family("family_id\nF\nG\nA\nB\nC\nD\nE")
    linked = links(
        "citing_family_id | cited_family_id\n" + "\n".join(f"{c} | F" for c in "ABCDE") + "\nA | G"
    )
    held = symbols("family_id | symbol\n" + "\n".join(f"{c} | A61K31/00" for c in "ABCD") + "\nE | C07K16/00")
    plain = knowledge.generality(drawn, linked, held)
    made = knowledge.generality_corrected(drawn, linked, held)
    assert (plain.loc["F", "value"], made.loc["F", "value"]) == pytest.approx((0.32, 0.40))
    assert plain.loc["G", "value"] == 0 and np.isnan(made.loc["G", "value"])
    drawn_from = knowledge.originality_corrected(drawn, linked, held)
    assert drawn_from["value"].dropna().to_dict() == {}, "A cites two that have no symbols"


def test_a_correction_never_leads_above_one():
    """Two citers of two areas each, all apart: 1 − 4/16 = .75, doubled."""
    drawn = family("family_id\nF\nA\nB")
    linked = links("citing_family_id | cited_family_id\nA | F\nB | F")
    held = symbols("""
        family_id | symbol
        A         | A61K31/00
        A         | C07K16/00
        B         | G01N33/00
        B         | B01J20/00
    """)
    assert knowledge.generality(drawn, linked, held).loc["F", "value"] == pytest.approx(0.75)
    assert knowledge.generality_corrected(drawn, linked, held).loc["F", "value"] == 1


def test_references_to_patents_and_to_papers():
    """F states 6 and 2: a quarter; LISTED states nothing but lists two; models are not searched."""
    drawn = family("""
        family_id | ip_right      | backward_citation_count | npl_citation_count
        F         | invention     | 6                       | 2
        FEW       | invention     | 0                       | 4
        NONE      | invention     | 0                       | 0
        LISTED    | invention     |                         |
        UNKNOWN   | invention     |                         | 3
        U         | utility_model | 6                       | 2
    """)
    linked = links("""
        citing_family_id | cited_family_id
        F                | OUTSIDE
        LISTED           | F
        LISTED           | OUTSIDE
        U                | F
    """)
    made = knowledge.backward_citations(drawn, linked)
    assert made["value"].dropna().to_dict() == {"F": 6, "FEW": 0, "NONE": 0, "LISTED": 2}
    assert made["basis"].to_dict()["LISTED"] == "links" and made["basis"].to_dict()["F"] == "stated"
    assert made["estimated"].to_dict() == {
        "F": False, "FEW": False, "NONE": False, "LISTED": True, "UNKNOWN": False, "U": False,
    }  # fmt: skip
    share = knowledge.npl_share(drawn)
    assert share["value"].dropna().to_dict() == {"F": 0.25, "FEW": 1}
    assert share["low_n"].to_dict()["FEW"] and not share["low_n"].to_dict()["F"]

"""Values beside the norms of five offices: worked examples on norms of our own."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from corpus.tables import CITATION, CLASSIFICATION, FAMILY
from scoring import cohorts
from scoring.indicators import norms
from scoring.reference import citation_norms, nber_fields
from scoring.tables import FAMILY_INDICATOR
from tests.frames import rows

AS_OF = datetime.date(2024, 1, 1)
NORMS = pd.DataFrame(
    {
        "office": ["CN", "CN", "US"],
        "nber_field": [3, 1, 3],
        "year": [2012, 2012, 2012],
        "applications": [1000.0, 299.0, 800.0],
        "citations_5y": [2.0, 2.0, 5.0],
        "family_size": [4.0, 4.0, 8.0],
        "generality": [0.5, 0.5, 0.0],
        "originality": [0.4, 0.4, 0.4],
    }
).set_index(["office", "nber_field", "year"])
FAMILIES = """
    family_id | ip_right  | origin | first_publication_date | citation_source | family_size | citation_count_5y
    F         | invention | CN     | 2012-05-01             | links           | 6           |
    COUNTED   | invention | US     | 2012-05-01             | vendor_count    | 2           | 10
    SMALL     | invention | CN     | 2012-05-01             | links           | 6           |
    ELSEWHERE | invention | DE     | 2012-05-01             | links           | 6           |
    UNCLASSED | invention | CN     | 2012-05-01             | links           | 6           |
    D         | design    | CN     | 2012-05-01             | links           | 6           |
    A         | invention | CN     | 2014-01-01             | links           |             |
    B         | invention | CN     | 2014-01-01             | links           |             |
    C         | invention | CN     | 2019-01-01             | links           |             |
"""
SYMBOLS = """
    family_id | scheme | symbol     | subclass | is_main
    F         | IPC    | A61K31/00  | A61K     | yes
    F         | IPC    | C07K16/00  | C07K     | no
    F         | IPC    | C07K14/00  | C07K     | no
    COUNTED   | IPC    | A61K31/00  | A61K     | no
    SMALL     | IPC    | C07K16/00  | C07K     | yes
    ELSEWHERE | IPC    | A61K31/00  | A61K     | yes
    D         | IPC    | A61K31/00  | A61K     | yes
    A         | IPC    | A61K31/00  | A61K     | yes
    A         | IPC    | G01N33/00  | G01N     | no
    B         | IPC    | G01N33/00  | G01N     | yes
    C         | IPC    | C12N15/00  | C12N     | yes
"""
LINKS = """
    citing_family_id | cited_family_id | citing_date
    A                | F               | 2014-01-01
    B                | F               | 2014-01-01
    X                | F               | 2015-01-01
    C                | F               | 2019-01-01
    F                | A               | 2012-05-01
"""


@pytest.fixture
def held(monkeypatch) -> dict[str, pd.DataFrame]:
    monkeypatch.setattr(norms, "citation_norms", lambda: NORMS)
    return {
        "family": rows(FAMILIES, FAMILY),
        "classification": rows(SYMBOLS, CLASSIFICATION),
        "citation": rows(LINKS, CITATION),
    }


def test_ratios_to_the_norm(held):
    """F: 3 citations over 2, 6 applications over 4; the office COUNTED's 10 over 5.

    Its field is that of its main symbol, though two of three symbols are chemical. SMALL's norm
    rests on fewer than 300 applications; a German first filing has none, nor has a design.
    """
    made = norms.citations_to_norm(**held, as_of=AS_OF)
    assert made["value"].dropna().to_dict() == pytest.approx({"F": 1.5, "COUNTED": 2})
    assert made.loc["F", "norm_cohort"] == "outside norm: CN, 2012, pharmaceutical and medical"
    assert made.loc["F", "norm_size"] == 1000
    assert made.loc[["F", "COUNTED"], "citation_source"].tolist() == ["links", "vendor_count"]
    size = norms.family_size_to_norm(held["family"], held["classification"])
    assert size["value"].dropna().to_dict() == pytest.approx({"F": 1.5, "COUNTED": 0.25})


def test_an_open_window_is_not_held_against_a_closed_one(held):
    made = norms.citations_to_norm(**held, as_of=datetime.date(2017, 4, 30))
    assert made["value"].isna().all()


def test_generality_and_originality_are_made_as_the_norm_is(held):
    """F's citers of five years are A and B, A61K and G01N: 2/1 · (1 − ½) = 1, over .5; F cites one: 0."""
    made = norms.generality_to_norm(**held, as_of=AS_OF)
    assert made["value"].dropna().to_dict() == pytest.approx({"F": 2})
    drawn = norms.originality_to_norm(**held)
    assert drawn["value"].dropna().to_dict() == pytest.approx({"F": 0})
    assert drawn.loc["F", "low_n"]


def test_a_ratio_has_a_cohort_of_its_own_and_no_percentile(held):
    cohort = cohorts.cohort(held["family"], cohort_minimum=30)
    made = cohorts.measure({"citations_to_norm": norms.citations_to_norm(**held, as_of=AS_OF)}, cohort)
    assert list(made.columns) == FAMILY_INDICATOR.column_names
    row = made.set_index("family_id").loc["F"]
    assert row["cohort_level"] == "outside_norm" and row["cohort_size"] == 1000
    assert np.isnan(row["percentile"])
    assert list(row["flags"]) == []


def test_the_norms_shipped():
    """Kim, Woo (2024): 68,217,405 applications; US chemical 1975: 83, family size 2.3012, citations 1.39759."""
    table = citation_norms()
    assert table["applications"].sum() == 68_217_405
    first = table.loc[("US", 1, 1975)]
    assert first[["applications", "family_size", "citations_5y"]].tolist() == [83, 2.301, 1.398]
    assert table["citations_5y"].groupby(level="year").count().loc[2018:].sum() == 0
    assert nber_fields()[["A01", "A01N", "A61", "G06", "H01"]].tolist() == [6, 1, 3, 2, 4]

"""Whom a family is compared with, and its place among them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import FAMILY
from scoring import cohorts
from scoring.indicators.register import reading
from scoring.tables import COHORT, FAMILY_INDICATOR
from tests.frames import rows


def families(text: str) -> pd.DataFrame:
    return rows(text, FAMILY)


def test_the_ladder_takes_the_first_step_that_holds_enough():
    """With a minimum of 3: field 16 has 3 in 2018; 13 needs neighbours; 1 its sector; 33 the year.

    B1 and B3 see 2015 to 2019 and 2017 to 2021: all that have a year.
    """
    family = families("""
        family_id | ip_right      | priority_year | wipo_field
        A1        | invention     | 2018          | 16
        A2        | invention     | 2018          | 16
        A3        | invention     | 2018          | 16
        B1        | invention     | 2017          | 13
        B2        | invention     | 2018          | 13
        B3        | invention     | 2019          | 13
        C1        | invention     | 2018          | 1
        C2        | invention     | 2018          | 3
        C3        | invention     | 2018          | 6
        D1        | invention     | 2018          | 33
        E1        | invention     | 2018          |
        F1        | invention     |               | 16
        G1        | utility_model | 2018          | 16
    """)
    made = contract.check(cohorts.cohort(family, cohort_minimum=3), COHORT).set_index("family_id")
    assert made["cohort_level"].to_dict() == {
        "A1": "year_field", "A2": "year_field", "A3": "year_field",
        "B1": "years", "B2": "years_field", "B3": "years",
        "C1": "year_sector", "C2": "year_sector", "C3": "year_sector",
        "D1": "year", "E1": "year", "F1": "all", "G1": "all",
    }  # fmt: skip
    assert made["cohort_size"].to_dict() == {
        "A1": 3, "A2": 3, "A3": 3, "B1": 11, "B2": 3, "B3": 11,
        "C1": 3, "C2": 3, "C3": 3, "D1": 9, "E1": 9, "F1": 12, "G1": 1,
    }  # fmt: skip
    assert made.loc["B2", "cohort"] == "invention, 2017-2019, field 13"
    assert made.loc["G1", "cohort"] == "utility_model, all years"


def test_a_window_holds_its_neighbours_although_they_are_measured_elsewhere():
    """B2 is compared with B1 and B3 of its field; those with all within two years."""
    family = families("""
        family_id | ip_right  | priority_year | wipo_field
        B1        | invention | 2017          | 13
        B2        | invention | 2018          | 13
        B3        | invention | 2019          | 13
        X1        | invention | 2001          | 20
    """)
    cohort = cohorts.cohort(family, cohort_minimum=3)
    values = reading(pd.Series([1.0, 2.0, 3.0, 9.0], index=["B1", "B2", "B3", "X1"]))
    made = cohorts.measure({"claim_count": values}, cohort).set_index("family_id")
    assert made["percentile"].to_dict() == pytest.approx(
        {"B1": 100 / 6, "B2": 50.0, "B3": 250 / 3, "X1": 87.5}
    )
    assert made["cohort_size"].to_dict() == {"B1": 3, "B2": 3, "B3": 3, "X1": 4}


def test_kinds_of_right_are_never_compared():
    family = families("""
        family_id | ip_right      | priority_year
        A         | invention     | 2018
        B         | utility_model | 2018
        C         | design        | 2018
    """)
    cohort = cohorts.cohort(family, cohort_minimum=1)
    values = reading(pd.Series([1.0, 2.0, 3.0], index=["A", "B", "C"]))
    made = cohorts.measure({"family_size": values}, cohort)
    assert made["percentile"].tolist() == [50.0, 50.0, 50.0]
    assert made["cohort_size"].tolist() == [1, 1, 1]


def test_values_on_different_bases_are_never_compared():
    """Links 1, 2 and counts 100, 200: each pair is ranked on its own."""
    family = families("""
        family_id | ip_right  | priority_year
        A         | invention | 2018
        B         | invention | 2018
        C         | invention | 2018
        D         | invention | 2018
    """)
    cohort = cohorts.cohort(family, cohort_minimum=1)
    index = ["A", "B", "C", "D"]
    basis = pd.Series(["links", "links", "vendor_count", "vendor_count"], index=index)
    values = reading(pd.Series([1.0, 2.0, 100.0, 200.0], index=index), basis=basis)
    made = cohorts.measure({"forward_citations": values}, cohort)
    assert made["percentile"].tolist() == [25.0, 75.0, 25.0, 75.0]


def test_a_row_for_every_family_and_flags_where_they_hold():
    family = families("""
        family_id | ip_right  | priority_year
        A         | invention | 2018
        B         | invention | 2018
        C         |           | 2018
    """)
    cohort = cohorts.cohort(family, cohort_minimum=30)
    values = pd.Series([4.0, np.nan], index=["A", "B"])
    part = reading(values, truncated=pd.Series([True, True], index=["A", "B"]))
    made = contract.check(cohorts.measure({"forward_citations": part}, cohort), FAMILY_INDICATOR)
    assert made["family_id"].tolist() == ["A", "B", "C"]
    assert [list(f) for f in made["flags"]] == [["truncated", "small_cohort"], [], []]
    assert made["percentile"].isna().tolist() == [False, True, True]
    assert made["cohort"].isna().tolist() == [False, False, True]


def test_rows_family_by_family_are_the_same_rows():
    family = families("""
        family_id | ip_right  | priority_year
        C         | invention | 2018
        A         | invention | 2018
        B         | invention | 2018
    """)
    cohort = cohorts.cohort(family, cohort_minimum=1)
    values = reading(pd.Series([1.0, 2.0, 3.0], index=["A", "B", "C"]))
    readings = {"family_size": values, "claim_count": values}
    pieces = list(cohorts.measured(readings, cohort, families_at_once=2))
    assert [sorted(set(p["family_id"])) for p in pieces] == [["A", "B"], ["C"]]
    key = ["family_id", "indicator"]
    whole = cohorts.measure(readings, cohort).sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(pd.concat(pieces).sort_values(key, ignore_index=True), whole)


def test_an_unknown_flag_is_our_mistake():
    with pytest.raises(ValueError, match="no_such_flag"):
        reading(pd.Series([1.0]), no_such_flag=True)


def test_no_families_no_rows():
    empty = contract.empty(FAMILY)
    cohort = contract.check(cohorts.cohort(empty, cohort_minimum=30), COHORT)
    assert len(cohort) == 0
    made = cohorts.measure({"claim_count": reading(pd.Series([], dtype="float64"))}, cohort)
    assert len(contract.check(made, FAMILY_INDICATOR)) == 0

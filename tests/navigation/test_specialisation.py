"""Advantage, relatedness and white spots against worked numbers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from navigation.specialisation import (
    advantage,
    co_occurrence,
    density,
    deviation_index,
    log_advantage,
    outside_reference,
    relatedness,
    shrunk_advantage,
    symmetric_advantage,
    white_spots,
)
from tests.frames import rows

NUMBERS = [pd.Series([float(n)]) for n in (30, 120, 2000, 20000)]


def test_advantage_and_its_other_scales_t10():
    rta = advantage(*NUMBERS)
    assert rta[0] == pytest.approx(2.5)
    assert symmetric_advantage(rta)[0] == pytest.approx(0.428571, abs=5e-7)
    assert log_advantage(rta)[0] == pytest.approx(72.4138, abs=5e-5)
    assert shrunk_advantage(*NUMBERS, 20)[0] == pytest.approx(2.285714, abs=5e-7)


def test_advantage_of_nothing_and_against_nothing():
    zero = pd.Series([0.0])
    assert advantage(zero, *NUMBERS[1:])[0] == 0
    assert log_advantage(zero)[0] == -100
    assert math.isnan(advantage(zero, zero, NUMBERS[2], NUMBERS[3])[0])
    assert math.isnan(advantage(NUMBERS[0], NUMBERS[1], zero, NUMBERS[3])[0])
    # An actor without families has the profile of the reference.
    assert shrunk_advantage(zero, zero, NUMBERS[2], NUMBERS[3], 20)[0] == pytest.approx(1)


def test_a_large_actor_is_taken_out_of_its_reference():
    own, own_all = pd.Series([30.0, 4.0]), pd.Series([120.0, 50.0])
    whole, whole_all = pd.Series([100.0, 100.0]), pd.Series([1000.0, 1000.0])
    reference, reference_all = outside_reference(own, own_all, whole, whole_all, 0.05)
    assert reference.tolist() == [70, 100]
    assert reference_all.tolist() == [880, 1000]


def test_relatedness_and_density_t11():
    special = pd.DataFrame([(1, 1, 0), (1, 1, 1), (0, 1, 1), (1, 0, 0)])
    phi = relatedness(special)
    assert phi.loc[0, 1] == pytest.approx(2 / 3)
    assert phi.loc[0, 2] == pytest.approx(1 / 3)
    assert phi.loc[1, 2] == pytest.approx(2 / 3)
    assert density(phi, special.loc[0])[2] == pytest.approx(1.0)
    assert density(phi, special.loc[3])[2] == pytest.approx(1 / 3)


def test_density_of_an_unrelated_branch_is_unknown():
    phi = relatedness(pd.DataFrame([(1, 1, 0), (0, 0, 1)]))
    assert math.isnan(density(phi, pd.Series([1, 1, 0]))[2])


def test_branches_of_the_same_families_are_related():
    phi = co_occurrence(rows("family_id | branch_id\nF1 | a\nF1 | b\nF2 | a\nF3 | b\nF3 | c\nF4 | b"))
    assert phi.loc["a", "b"] == pytest.approx(1 / math.sqrt(2 * 3))
    assert phi.loc["a", "c"] == 0
    assert phi.loc["b", "b"] == 0


def test_deviation_index_is_half_the_sum_of_differences():
    assert deviation_index(pd.Series({"a": 1, "b": 1}), pd.Series({"a": 30, "b": 10})) == pytest.approx(0.25)
    assert deviation_index(pd.Series({"a": 1}), pd.Series({"b": 1})) == pytest.approx(1)


def test_a_small_expected_cell_is_no_white_spot_t14():
    grows = pd.Series([True, True])
    found = white_spots(pd.DataFrame([[30, 10], [20, 0]]), grows, grows)
    assert found["expected"].tolist() == pytest.approx([33.333, 6.667, 16.667, 3.333], abs=5e-4)
    assert not found["is_candidate"].any()


def test_a_white_spot_needs_a_growing_row_and_column():
    observed = pd.DataFrame([[300, 100], [200, 0]])
    both, one = pd.Series([True, True]), pd.Series([True, False])
    assert white_spots(observed, both, both)["is_candidate"].tolist() == [False, False, False, True]
    assert not white_spots(observed, both, one)["is_candidate"].any()

"""Ranks under varied weights and noise."""

from __future__ import annotations

import numpy as np
import pytest

from scoring import robustness


def test_t39_rank_acceptability():
    """T-39: exact shares of A(1,0), B(0,1), C(.6,.6), within the error of 10,000 draws."""
    points = np.array([[1, 0], [0, 1], [0.6, 0.6]])
    found = robustness.rank_acceptability(points, samples=10_000, seed=20200101)
    exact = np.array([[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]])
    assert found == pytest.approx(exact, abs=0.02)
    assert found.sum(axis=0) == pytest.approx([1, 1, 1])
    assert robustness.holistic_acceptability(exact) == pytest.approx([0.45, 0.45, 0.60])


def test_t40_kendall_tau():
    """T-40: two swapped pairs of ten."""
    assert robustness.kendall_tau(np.array([1, 2, 3, 4, 5]), np.array([2, 1, 3, 5, 4])) == pytest.approx(0.6)


def test_without_noise_a_dominant_item_is_first_in_every_sample():
    points = np.array([[90.0, 80.0], [50.0, 60.0], [10.0, 20.0]])
    low, high, p_top = robustness.rank_interval(points, np.array([0.6, 0.4]), np.zeros(3), seed=1)
    assert low.tolist() == high.tolist() == [1, 2, 3]
    assert p_top.tolist() == [1, 1, 1]


def test_items_that_trade_places_with_the_weights_have_wide_intervals():
    """(100, 0) and (0, 100) under equal priors: each is first in about half of the samples."""
    points = np.array([[100.0, 0.0], [0.0, 100.0]])
    low, high, _ = robustness.rank_interval(points, np.array([0.5, 0.5]), np.zeros(2), seed=1)
    assert low.tolist() == [1, 1]
    assert high.tolist() == [2, 2]


def test_noise_widens_the_interval():
    points = np.linspace(0, 100, 101)[:, None]
    prior = np.ones(1)
    calm = robustness.rank_interval(points, prior, np.full(101, 1.0), seed=3)
    rough = robustness.rank_interval(points, prior, np.full(101, 20.0), seed=3)
    assert calm[1][50] - calm[0][50] < 8
    assert rough[1][50] - rough[0][50] > 40


def test_the_same_seed_gives_the_same_ranks_and_an_unmeasured_criterion_is_left_out():
    points = np.array([[80.0, np.nan], [70.0, 10.0], [20.0, 90.0]])
    prior, noise = np.array([0.5, 0.5]), np.full(3, 5.0)
    first = robustness.rank_interval(points, prior, noise, seed=11)
    again = robustness.rank_interval(points, prior, noise, seed=11)
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    assert robustness.weighted_score(points, prior).tolist() == [80, 40, 55]


def test_ranks_above_sixteen_bits_stay_near_the_truth():
    """70,000 items without noise: the interval holds the rank within two places."""
    number = 70_000
    points = np.arange(number, dtype=float)[:, None] / number * 100
    low, high, _ = robustness.rank_interval(points, np.ones(1), np.zeros(number), seed=1, samples=20)
    true = np.arange(number, 0, -1)
    assert (low <= true).all() and (high >= true).all()
    assert (high - low).max() <= 2


def test_kendall_tau_corrects_ties_and_needs_two():
    """One tie among three: 2 of 3 pairs agree, τ-b = 2 / √(2·3)."""
    assert robustness.kendall_tau([1, 1, 3], [1, 2, 3]) == pytest.approx(2 / 6**0.5)
    assert np.isnan(robustness.kendall_tau([1], [1]))


def test_overlap_of_the_first_places():
    """First two a, b and b, c: one in both of three in either."""
    assert robustness.top_overlap(np.array([3.0, 2, 1]), np.array([1.0, 3, 2]), 2) == pytest.approx(1 / 3)


def test_the_plain_sentence():
    assert robustness.rank_sentence(0.82, 1, 4, 3)[0] == "在权重全空间中进入前3名的概率0.82；名次区间1–4"


def test_a_criterion_without_say_does_not_count():
    points = np.array([[80.0, 20.0], [80.0, 20.0]])
    say = np.array([[1.0, 0.0], [1.0, 1.0]])
    assert robustness.weighted_score(points, np.array([0.5, 0.5]), say).tolist() == [80, 50]

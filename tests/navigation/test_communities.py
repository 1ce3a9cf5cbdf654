from __future__ import annotations

import random

import numpy as np
import pytest

from navigation import communities, neighbours


def circles(groups: int, size: int):
    """Groups of points around far-apart corners, and their graph."""
    chance = np.random.default_rng(7)
    centres = chance.normal(size=(groups, 12))
    topic = np.repeat(np.arange(groups), size)
    vectors = (centres[topic] + chance.normal(size=(groups * size, 12)) * 0.25).astype(np.float32)
    points = neighbours.grid_vectors(vectors, np.zeros(len(topic), dtype=np.int64), dimensions=64)
    found, _ = neighbours.neighbours(points, 10, seed=1)
    return topic, points, neighbours.shared_neighbour_graph(found)


def test_agreement_is_the_adjusted_rand_index():
    """By hand: 1 common pair, 2 and 1 pairs, 6 in all: (1 - 2/6) / (1.5 - 2/6) = 4/7."""
    left, right = np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])
    assert communities.agreement(left, right) == pytest.approx(4 / 7)
    assert communities.agreement(left, left) == 1.0


def test_the_division_is_found_without_being_told_the_number():
    topic, points, graph = circles(12, 40)
    division = communities.divide(graph, points, clusters=None, resolution=None, seed=1)
    assert division.count == 12
    assert communities.agreement(topic, division.member) > 0.97


@pytest.mark.parametrize("clusters", [2, 5, 12, 20])
def test_a_wanted_number_of_clusters_is_reached(clusters):
    _, points, graph = circles(12, 40)
    assert communities.divide(graph, points, clusters=clusters, resolution=None, seed=1).count == clusters


def test_pythons_own_chance_is_left_alone():
    _, points, graph = circles(4, 30)
    random.seed(5)
    before = random.getstate()
    communities.divide(graph, points, clusters=None, resolution=1.0, seed=1)
    assert random.getstate() == before


def test_no_group_is_smaller_than_the_least_size():
    _, points, graph = circles(12, 40)
    division = communities.divide(graph, points, clusters=None, resolution=200.0, seed=1)
    assert np.bincount(division.member).min() >= communities.least_size(480)


def test_confidence_is_the_share_of_weight_within_the_group():
    graph = neighbours.Graph(4, np.array([0, 0, 2]), np.array([1, 2, 3]), np.array([3.0, 1.0, 1.0]))
    member = np.array([0, 0, 1, 1])
    assert communities.confidence(graph, member).tolist() == [0.75, 1.0, 0.5, 1.0]


def test_bounds_rise_with_the_number_of_points():
    assert communities.bounds(2_000) == (15, 47)
    assert communities.bounds(20_000) == (59, 178)
    assert communities.bounds(40) == (2, 5)

from __future__ import annotations

import numpy as np
import pytest

from navigation import neighbours


def test_grid_vectors_are_whole_numbers_of_one_length():
    vectors = np.random.default_rng(1).normal(size=(60, 8)).astype(np.float32)
    points = neighbours.grid_vectors(vectors, np.zeros(60, dtype=np.int64), dimensions=64)
    assert np.array_equal(points, np.rint(points))
    assert np.linalg.norm(points, axis=1) == pytest.approx(neighbours.UNIT, rel=1e-3)


def test_each_group_is_centred_by_its_own_mean():
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(2000, 8)).astype(np.float32) * 0.1
    vectors[1000:] += 0.5
    groups = np.repeat([0, 1], 1000)
    points = neighbours.grid_vectors(vectors, groups, dimensions=64)
    assert np.abs(points[:1000].mean(axis=0) - points[1000:].mean(axis=0)).max() < 0.1 * neighbours.UNIT
    together = neighbours.grid_vectors(vectors, np.zeros(2000, dtype=np.int64), dimensions=64)
    assert np.abs(together[:1000].mean(axis=0) - together[1000:].mean(axis=0)).min() > 0.3 * neighbours.UNIT


def test_main_directions_keep_the_neighbours():
    chance = np.random.default_rng(2)
    centres = chance.normal(size=(20, 4)) @ chance.normal(size=(4, 100))
    topic = np.repeat(np.arange(20), 50)
    vectors = (centres[topic] + chance.normal(size=(1000, 100)) * 0.3).astype(np.float32)
    points = neighbours.grid_vectors(vectors, np.zeros(1000, dtype=np.int64), dimensions=16)
    assert points.shape == (1000, 16)
    found, _ = neighbours.neighbours(points, 5, seed=1)
    assert (topic[found] == topic[:, None]).mean() > 0.95


def test_neighbours_leave_the_point_itself_out_even_among_equals():
    points = np.repeat(np.array([[4000.0, 0.0], [0.0, 4000.0]], dtype=np.float32), 6, axis=0)
    found, cosines = neighbours.neighbours(points, 3, seed=1)
    assert found.shape == (12, 3)
    assert not (found == np.arange(12)[:, None]).any()
    assert cosines == pytest.approx(1.0)


def test_cells_find_nearly_the_exact_neighbours(monkeypatch):
    vectors = np.random.default_rng(3).normal(size=(3000, 6)).astype(np.float32)
    points = neighbours.grid_vectors(vectors, np.zeros(3000, dtype=np.int64), dimensions=64)
    exact, _ = neighbours.neighbours(points, 10, seed=1)
    monkeypatch.setattr(neighbours, "EXACT_BELOW", 1000)
    in_cells, _ = neighbours.neighbours(points, 10, seed=1)
    again, _ = neighbours.neighbours(points, 10, seed=1)
    shared = [len(set(a) & set(b)) for a, b in zip(exact, in_cells, strict=True)]
    assert np.mean(shared) > 7
    assert np.array_equal(in_cells, again)


def test_an_edge_weighs_the_share_of_common_neighbours():
    """Lists with the point itself: {0,1,2}, {1,0,2}, {2,3,0}, {3,2,1}: 0–1 share 3 of 3, 2–3 2 of 4."""
    found = np.array([[1, 2], [0, 2], [3, 0], [2, 1]])
    graph = neighbours.shared_neighbour_graph(found)
    weight = dict(zip(zip(graph.low, graph.high, strict=True), graph.weight, strict=True))
    assert weight[(0, 1)] == 1.0
    assert weight[(2, 3)] == 0.5
    assert weight[(0, 2)] == 0.5
    assert (0, 3) not in weight

from __future__ import annotations

import numpy as np
import pytest

from navigation import layout, neighbours


def points_of(topics: int, size: int):
    chance = np.random.default_rng(3)
    topic = np.repeat(np.arange(topics), size)
    vectors = chance.normal(size=(topics, 10))[topic] + chance.normal(size=(len(topic), 10)) * 0.2
    points = neighbours.grid_vectors(
        vectors.astype(np.float32), np.zeros(len(topic), dtype=np.int64), dimensions=64
    )
    return topic, points, neighbours.neighbours(points, min(15, len(points) - 1), seed=1)[0]


def test_topics_stay_together_and_the_picture_is_the_same_twice():
    topic, points, found = points_of(8, 40)
    places = layout.layout(points, found, seed=1)
    distance = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    nearest = distance.argsort(axis=1)[:, :10]
    assert (topic[nearest] == topic[:, None]).mean() > 0.9
    assert np.array_equal(places, layout.layout(points, found, seed=1))


def test_the_picture_does_not_depend_on_the_number_of_threads():
    import numba

    _, points, found = points_of(8, 40)
    before = numba.get_num_threads()
    pictures = []
    for threads in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
        numba.set_num_threads(threads)
        pictures.append(layout.layout(points, found, seed=1))
    numba.set_num_threads(before)
    assert np.array_equal(*pictures)


@pytest.mark.parametrize("size", [1, 2, 5, 19, 20, 30])
def test_any_number_of_points_has_a_place_within_the_frame(size):
    _, points, _ = points_of(1, size)
    found = neighbours.neighbours(points, min(15, size - 1), seed=1)[0] if size > 1 else np.zeros((1, 0), int)
    places = layout.layout(points, found, seed=1)
    assert places.shape == (size, 2)
    assert np.abs(places).max() <= 1
    assert np.isfinite(places).all()
    assert np.array_equal(places, np.round(places, 4))


def test_equal_points_do_not_break_the_picture():
    points = np.repeat(np.array([[4000.0, 0.0, 0.0]], dtype=np.float32), 25, axis=0)
    found = neighbours.neighbours(points, 10, seed=1)[0]
    assert np.isfinite(layout.layout(points, found, seed=1)).all()


def test_scaling_keeps_the_proportions():
    places = layout.scaled(np.array([[0.0, 0.0], [4.0, 2.0]]))
    assert places.tolist() == [[-1.0, -0.5], [1.0, 0.5]]


def test_a_further_point_lies_amid_its_neighbours():
    places = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    assert layout.place_beside(places, np.array([[0, 1], [1, 2]])).tolist() == [[0.5, 0.0], [0.5, 0.5]]

from __future__ import annotations

import numpy as np

from navigation.reports.regions import ACROSS, DOWN, regions, white_spots


def cloud(x: float, y: float, n: int = 300, seed: int = 0):
    chance = np.random.default_rng(seed)
    return np.clip(chance.normal([x, y], 0.03, size=(n, 2)), 0, 1)


def test_a_region_belongs_to_the_cluster_of_its_families_and_ends_with_them():
    points = np.concatenate([cloud(0.25, 0.5), cloud(0.75, 0.5, seed=1)])
    grid = regions(points[:, 0], points[:, 1], np.repeat([0, 1], 300), 2)
    assert grid.shape == (DOWN, ACROSS)
    assert grid[DOWN // 2, ACROSS // 4] == 0
    assert grid[DOWN // 2, 3 * ACROSS // 4] == 1
    assert grid[0, 0] == -1
    assert grid[DOWN // 2, ACROSS // 2] == -1


def test_a_hole_within_the_families_is_a_white_spot_and_the_outside_is_none():
    angle = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    x, y = 0.5 + 0.075 * np.cos(angle), 0.5 + 0.11 * np.sin(angle)
    kind = (angle > np.pi).astype("int64")
    found = white_spots(x, y, kind, 2)
    assert len(found) == 1
    assert abs(found[0].x - 0.5) < 0.05 and abs(found[0].y - 0.5) < 0.07
    assert sorted(found[0].clusters) == [0, 1]
    solid = np.random.default_rng(0).uniform(0.3, 0.7, size=(20000, 2))
    assert white_spots(solid[:, 0], solid[:, 1], np.zeros(20000, dtype="int64"), 1) == []

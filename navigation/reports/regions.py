"""What the points of the map form together: each cluster's region, and the white spots between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.ndimage import gaussian_filter

ACROSS, DOWN = 172, 112
SMOOTH = 2.2
LEAST_DENSITY = 0.12  # of the middle density of cells that hold points
COARSE_ACROSS, COARSE_DOWN = 36, 24
REACH = 3
SPOTS = 6

Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Spot:
    """An empty place with families around it, and the clusters nearest it; 0–1 from left and top."""

    x: float
    y: float
    clusters: tuple[int, ...]


def regions(x: Numbers, y: Numbers, kind: Integers, count: int) -> Integers:
    """(112, 172) the cluster that most of the families about each cell belong to; −1 where few are.

    Parameters
    ----------
    x, y
        Places of the points, 0–1 from left and top.
    kind
        Cluster of each point, 0 to `count` − 1; others count for none.
    count
        Number of clusters.
    """
    best, winner = np.zeros((DOWN, ACROSS)), np.full((DOWN, ACROSS), -1, dtype=np.int64)
    total = np.zeros((DOWN, ACROSS))
    rows = np.minimum((y * DOWN).astype(np.int64), DOWN - 1)
    columns = np.minimum((x * ACROSS).astype(np.int64), ACROSS - 1)
    for cluster in range(count):
        mine = kind == cluster
        grid = np.zeros((DOWN, ACROSS))
        np.add.at(grid, (rows[mine], columns[mine]), 1.0)
        density = gaussian_filter(grid, SMOOTH, mode="constant")
        total += density
        ahead = density > best
        best[ahead], winner[ahead] = density[ahead], cluster
    held = total[rows, columns]
    least = LEAST_DENSITY * float(np.median(held)) if len(held) else 0.0
    return np.where(total > max(least, 1e-9), winner, -1)


def white_spots(x: Numbers, y: Numbers, kind: Integers, count: int) -> list[Spot]:
    """Empty cells of a coarse grid with families on at least six of eight sides, densest about first.

    An empty place on the map is a question to experts, not a finding: nothing need be possible there.
    """
    rows = np.minimum((y * COARSE_DOWN).astype(np.int64), COARSE_DOWN - 1)
    columns = np.minimum((x * COARSE_ACROSS).astype(np.int64), COARSE_ACROSS - 1)
    grid = np.zeros((COARSE_DOWN, COARSE_ACROSS))
    np.add.at(grid, (rows, columns), 1.0)
    padded = np.pad(grid, REACH)
    sides = np.zeros((8, *grid.shape))
    around = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
    for side, (down, across) in enumerate(around):
        for step in range(1, REACH + 1):
            top, left = REACH + down * step, REACH + across * step
            sides[side] += padded[top : top + COARSE_DOWN, left : left + COARSE_ACROSS]
    is_spot = (grid == 0) & ((sides > 0).sum(axis=0) >= 6)
    weight = np.where(is_spot, np.minimum(sides, np.median(grid[grid > 0]) * REACH).sum(axis=0), 0.0)
    found: list[Spot] = []
    while len(found) < SPOTS and weight.max(initial=0) > 0:
        row, column = np.unravel_index(int(weight.argmax()), weight.shape)
        near = np.hypot(rows - row, (columns - column)) <= REACH
        sizes = pd.Series(kind[near & (kind < count)]).value_counts()
        common = sorted(sizes.index, key=lambda k: (-int(sizes[k]), int(k)))[:2]
        place = ((int(column) + 0.5) / COARSE_ACROSS, (int(row) + 0.5) / COARSE_DOWN)
        if len(common) == 2:
            found.append(Spot(*place, tuple(int(k) for k in common)))
        weight[max(row - REACH, 0) : row + REACH + 1, max(column - REACH, 0) : column + REACH + 1] = 0
    return found

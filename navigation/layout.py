"""A map of the corpus: each text a place in two dimensions, near texts near.

PaCMAP (Wang et al. 2021, JMLR 22:201) draws its pairs from neighbour lists and chance. Both are
handed to it, so that the picture is the same on every run and with any number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from navigation.neighbours import BLOCK, UNIT, Floats, Integers

LEAST_FOR_PACMAP = 20
DECIMALS = 4
MANY = 30_000
FEW = 5_000


@dataclass(frozen=True)
class _Effort:
    """Pairs of each point, and steps of the three phases."""

    near: int
    mid_near: int
    further: int
    steps: tuple[int, int, int]


# PaCMAP's own effort; beyond `MANY` points a third of it draws the same picture.
_FULL = _Effort(10, 5, 20, (100, 100, 250))
_LESS = _Effort(8, 4, 10, (60, 60, 130))


Places = NDArray[np.float64]


def layout(points: Floats, found: Integers, *, seed: int) -> Places:
    """Places of the points on the map.

    Parameters
    ----------
    points
        (n, p) vectors on the integer grid.
    found
        (n, k) nearest other points of each, best first.
    seed
        Of the pairs drawn by chance.

    Returns
    -------
    numpy.ndarray
        (n, 2) in [-1, 1], four decimals; the two main directions alone below 20 points.
    """
    start = _main_plane(points)
    if len(points) < LEAST_FOR_PACMAP or not start.any():
        return scaled(start)
    from pacmap import PaCMAP

    chance = np.random.default_rng(seed)
    effort = _FULL if len(points) <= MANY else _LESS
    near = _near_pairs(found, min(effort.near, len(points) // 4))
    model = PaCMAP(
        n_neighbors=near.shape[1],
        num_iters=effort.steps,
        pair_neighbors=_pairs(near),
        pair_MN=_pairs(_mid_near(points, effort.mid_near, chance)),
        pair_FP=_pairs(_further(near, min(effort.further, len(points) // 3), chance)),
    )
    with _threads_for(len(points)):
        return scaled(model.fit_transform(start.astype(np.float32), init=start.astype(np.float32)))


@contextmanager
def _threads_for(count: int) -> Iterator[None]:
    """One thread for few points: hundreds of short steps would mostly wait for each other."""
    import numba

    before = numba.get_num_threads()
    numba.set_num_threads(1 if count < FEW else before)
    yield
    numba.set_num_threads(before)


def place_beside(places: Places, found: Integers) -> Places:
    """Places of further points: the middle of the nearest points that have one.

    Parameters
    ----------
    places
        (n, 2) places of known points.
    found
        (m, k) for each further point, its nearest known points.
    """
    return np.round(places[found].mean(axis=1), DECIMALS)


def scaled(places: Places) -> Places:
    """Places moved to the middle and shrunk alike in both directions to [-1, 1]."""
    if not len(places):
        return np.zeros((0, 2))
    low, high = places.min(axis=0).astype(np.float64), places.max(axis=0).astype(np.float64)
    reach = float((high - low).max()) / 2
    moved = (places - (low + high) / 2) / (reach if reach > 0 else 1.0)
    return np.round(moved, DECIMALS) + 0.0


def _main_plane(points: Floats) -> Places:
    """(n, 2) coordinates along the two main directions, signs fixed, on a grid."""
    if len(points) < 2:
        return np.zeros((len(points), 2))
    rows = points.astype(np.float64)
    rows -= np.rint(rows.mean(axis=0))
    _, axes = np.linalg.eigh(rows.T @ rows)
    plane = axes[:, ::-1][:, :2]
    signs = np.sign(plane[np.abs(plane).argmax(axis=0), np.arange(plane.shape[1])])
    grid = rows @ np.rint(plane * np.where(signs == 0, 1, signs) * UNIT) / UNIT**2
    return np.pad(grid, ((0, 0), (0, 2 - grid.shape[1])))


def _near_pairs(found: Integers, count: int) -> Integers:
    """The first neighbours of each point; a missing one is replaced by the first."""
    near = found[:, :count]
    return np.where(near >= 0, near, near[:, :1])


def _mid_near(points: Floats, count: int, chance: np.random.Generator) -> Integers:
    """(n, count) second nearest of six points drawn by chance: they hold the large shape together."""
    n = len(points)
    mid = np.empty((n, count), dtype=np.int64)
    for column in range(count):
        for start in range(0, n, BLOCK):
            rows = np.arange(start, min(start + BLOCK, n))
            drawn = (rows[:, None] + chance.integers(1, n, size=(len(rows), 6))) % n
            products = np.einsum("ij,ikj->ik", points[rows], points[drawn])
            second = np.argsort(-products, axis=1, kind="stable")[:, 1]
            mid[rows, column] = drawn[np.arange(len(rows)), second]
    return mid


def _further(near: Integers, count: int, chance: np.random.Generator) -> Integers:
    """(n, count) points drawn by chance that are no neighbours."""
    n = len(near)
    drawn = (np.arange(n)[:, None] + chance.integers(1, n, size=(n, count))) % n
    for _ in range(4):
        clash = (drawn[:, :, None] == near[:, None, :]).any(axis=2)
        if not clash.any():
            break
        rows = np.nonzero(clash)[0]
        drawn[clash] = (rows + chance.integers(1, n, size=len(rows))) % n
    return drawn


def _pairs(partners: Integers) -> NDArray[np.int32]:
    """(n·k, 2) pairs of each point with its partners."""
    first = np.repeat(np.arange(len(partners)), partners.shape[1])
    return np.stack([first, partners.ravel()], axis=1).astype(np.int32)

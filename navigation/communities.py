"""Communities of a graph: Leiden, with a resolution that chooses itself.

Leiden (Traag, Waltman & van Eck 2019, Scientific Reports 9:5233) finds groups at a given
resolution. Each resolution is tried twice with different chance; the finest division that both
tries agree on about as well as on any is taken, within bounds that suit the number of points.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navigation.neighbours import Floats, Graph, Integers

TOLERANCE = 0.03
STEPS = 12
# A large corpus may well be of few technologies: more groups than this are never demanded.
LEAST_OF_MANY = 60
FIRST_ITERATIONS = 1
LAST_ITERATIONS = 3
# Resolutions between which a wanted number of groups is sought, and how far the search narrows it.
MOST_APART = (2.0**-8, 2.0**10)
NARROW = 1.06


@dataclass(frozen=True)
class Division:
    """A division of the points: group of each, resolution, agreement of two tries (ARI)."""

    member: Integers
    resolution: float
    agreement: float

    @property
    def count(self) -> int:
        """Number of groups."""
        return int(self.member.max()) + 1


@dataclass(frozen=True)
class _Task:
    """What every try at one graph needs."""

    graph: Graph
    points: Floats
    seed: int
    least: int
    within: Integers | None


def bounds(size: int) -> tuple[int, int]:
    """Fewest and most groups that suit so many points: 12–47 of 2,000, 60–178 of 20,000."""
    most = max(2, round(0.6 * size**0.575))
    return max(2, min(most // 3, LEAST_OF_MANY)), most


def least_size(size: int) -> int:
    """Fewest points a group may have."""
    return max(4, math.ceil(0.0005 * size))


def divide(
    graph: Graph,
    points: Floats,
    *,
    seed: int,
    clusters: int | None = None,
    resolution: float | None = None,
    least: int | None = None,
    within: Integers | None = None,
) -> Division:
    """The division of the graph's points into groups, none smaller than `least`.

    Parameters
    ----------
    graph, points
        The weighted graph and the vectors behind it, for groups that no edge leaves.
    seed
        Of the tries.
    clusters
        Number of groups wanted; reached exactly unless the graph falls into more pieces.
    resolution
        Leiden's resolution, if it is not to be chosen.
    least
        Fewest points of a group; `least_size` where it is not given.
    within
        (n,) larger groups that no group may reach across; those smaller than `least` stay whole.
    """
    smallest = least_size(graph.size) if least is None else least
    task = _Task(graph, points, seed, smallest, within)
    if clusters is not None:
        return _divide_into(task, clusters)
    if resolution is None:
        resolution = _chosen(list(_ladder(task)), graph.size).resolution
    return _try(task, resolution, LAST_ITERATIONS)


def _chosen(tried: list[Division], size: int) -> Division:
    """The finest division within the bounds whose tries agree about as well as any."""
    fewest, most = bounds(size)
    fitting = [d for d in tried if fewest <= d.count <= most]
    if not fitting:
        return min(tried, key=lambda d: (max(fewest - d.count, d.count - most), d.resolution))
    best = max(d.agreement for d in fitting)
    return max((d for d in fitting if d.agreement >= best - TOLERANCE), key=lambda d: d.resolution)


def _ladder(task: _Task) -> Iterator[Division]:
    """Divisions at rising resolutions, until there are too many groups or the tries part ways."""
    fewest, most = bounds(task.graph.size)
    first = _try(task, 1.0, FIRST_ITERATIONS)
    yield first
    factor, best = (0.5 if first.count > most else 2.0), 0.0
    for step in range(1, STEPS):
        division = _try(task, factor**step, FIRST_ITERATIONS)
        yield division
        if (division.count > most) != (first.count > most):
            return
        if fewest <= division.count <= most:
            if division.agreement < best - 2 * TOLERANCE:
                return
            best = max(best, division.agreement)


def _divide_into(task: _Task, clusters: int) -> Division:
    """The coarsest division of at least so many groups, its nearest groups then joined.

    The resolution is narrowed by quick tries, in which the groups that are large enough are counted.
    """
    low, high = MOST_APART
    while high > NARROW * low:
        middle = math.sqrt(low * high)
        sizes = np.bincount(leiden(task.graph, resolution=middle, seed=task.seed))
        low, high = (low, middle) if (sizes >= task.least).sum() >= clusters else (middle, high)
    division = _try(task, high, FIRST_ITERATIONS)
    while division.count < clusters and high < MOST_APART[1]:
        high *= NARROW**2
        division = _try(task, high, FIRST_ITERATIONS)
    member = joined(division.member, task.graph, task.points, least=0, most=clusters)
    return Division(member, division.resolution, division.agreement)


def _try(task: _Task, resolution: float, iterations: int) -> Division:
    """The better of two tries at one resolution, and how far the two agree."""
    graph = task.graph
    tries = _leiden(graph, resolution, iterations, task.seed, 2)
    quality = [graph.network.modularity(t, weights=graph.weight, resolution=resolution) for t in tries]
    chosen = joined(tries[int(np.argmax(quality))], graph, task.points, least=task.least, within=task.within)
    return Division(chosen, resolution, agreement(*tries))


def leiden(graph: Graph, *, resolution: float, seed: int) -> Integers:
    """(n,) groups of one quick try at a resolution, small ones and all."""
    return _leiden(graph, resolution, FIRST_ITERATIONS, seed, 1)[0]


def _leiden(graph: Graph, resolution: float, iterations: int, seed: int, tries: int) -> list[Integers]:
    """Groups of each try, one after the other from one seed."""
    import igraph

    # igraph draws from Python's own generator; it is lent another one and given the old one back.
    igraph.set_random_number_generator(random.Random(seed))
    found = [
        graph.network.community_leiden(
            "modularity", weights=graph.weight, resolution=resolution, n_iterations=iterations
        ).membership
        for _ in range(tries)
    ]
    igraph.set_random_number_generator(random)
    return [np.array(member, dtype=np.int64) for member in found]


def agreement(left: Integers, right: Integers) -> float:
    """Adjusted Rand index of two divisions (Hubert & Arabie 1985): 1 equal, 0 as by chance."""
    cells = np.unique(left * (int(right.max()) + 1) + right, return_counts=True)[1].astype(float)
    rows, columns = np.bincount(left).astype(float), np.bincount(right).astype(float)
    together, in_left, in_right = (float((v * (v - 1) / 2).sum()) for v in (cells, rows, columns))
    total = len(left) * (len(left) - 1) / 2
    expected = in_left * in_right / total if total else 0.0
    most = (in_left + in_right) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def joined(member: Integers, graph: Graph, points: Floats, **limits: Any) -> Integers:
    """(n,) groups after `hosts`, numbered from 0."""
    target = hosts(member, graph, points, **limits)
    return np.unique(target[member], return_inverse=True)[1].astype(np.int64)


def hosts(
    member: Integers,
    graph: Graph,
    points: Floats,
    *,
    least: int,
    most: int | None = None,
    within: Integers | None = None,
) -> Integers:
    """(groups,) the group each one ends in once small ones have joined others; most end in themselves.

    Groups join until none is smaller than `least` and there are no more than `most`.

    The smallest group joins the one it has the closest ties with: edge weight over size, and
    where no edge leaves it, the group with the likest centre, of those in the same larger group
    (`within`) alone.
    """
    count = int(member.max()) + 1
    sizes = np.bincount(member, minlength=count).astype(float)
    home = np.zeros(count, dtype=np.int64)
    if within is not None:
        home[member] = within
    ties = _ties(member, graph, count)
    centres = sums(member, points, count)
    target = np.arange(count)
    alive = sizes > 0
    # Alone in its larger group, a group has none to join.
    alone = np.bincount(home[alive], minlength=int(home.max()) + 1)
    while (left := alive & (alone[home] > 1)).any() and (
        sizes[left].min() < least or (most is not None and alive.sum() > most)
    ):
        small = int(np.where(left, sizes, np.inf).argmin())
        open_to = alive & (home == home[small])
        open_to[small] = False
        if (ties[small][open_to] > 0).any():
            closeness = ties[small] / np.maximum(sizes, 1)
        else:
            closeness = centres @ centres[small] / np.maximum(np.linalg.norm(centres, axis=1), 1)
        host = int(np.where(open_to, closeness, -np.inf).argmax())
        target[target == small] = host
        sizes[host] += sizes[small]
        centres[host] += centres[small]
        ties[host] += ties[small]
        ties[:, host] += ties[:, small]
        ties[host, host] = 0
        sizes[small], alive[small] = 0, False
        alone[home[small]] -= 1
        ties[small], ties[:, small] = 0, 0
    return target


def sums(member: Integers, points: Floats, count: int) -> NDArray[np.float64]:
    """(groups, p) summed vectors; whole numbers, so exact."""
    order = np.argsort(member, kind="stable")
    filled, starts = np.unique(member[order], return_index=True)
    sums = np.zeros((count, points.shape[1]))
    sums[filled] = np.add.reduceat(points[order].astype(np.float64), starts, axis=0)
    return sums


def _ties(member: Integers, graph: Graph, count: int) -> NDArray[Any]:
    """(groups, groups) summed weight of the edges between groups."""
    flat = member[graph.low] * count + member[graph.high]
    ties = np.bincount(flat, weights=graph.weight, minlength=count * count).reshape(count, count)
    ties = ties + ties.T
    np.fill_diagonal(ties, 0)
    return ties


def confidence(graph: Graph, member: Integers) -> NDArray[np.float64]:
    """Share of each point's edge weight that stays within its group; 0 for a point without edges."""
    inside = np.where(member[graph.low] == member[graph.high], graph.weight, 0.0)
    within = np.bincount(graph.low, inside, graph.size) + np.bincount(graph.high, inside, graph.size)
    total = np.bincount(graph.low, graph.weight, graph.size) + np.bincount(
        graph.high, graph.weight, graph.size
    )
    return np.divide(within, total, out=np.zeros(graph.size), where=total > 0)

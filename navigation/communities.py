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
FIRST_ITERATIONS = 1
LAST_ITERATIONS = 3


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
    network: Any
    weights: list[float]
    seed: int


def bounds(size: int) -> tuple[int, int]:
    """Fewest and most groups that suit so many points: 12–47 of 2,000, 60–178 of 20,000."""
    most = max(2, round(0.6 * size**0.575))
    return max(2, most // 3), most


def least_size(size: int) -> int:
    """Fewest points a group may have."""
    return max(4, math.ceil(0.0005 * size))


def divide(
    graph: Graph, points: Floats, *, clusters: int | None, resolution: float | None, seed: int
) -> Division:
    """The division of the graph's points into groups, none smaller than `least_size`.

    Parameters
    ----------
    graph, points
        The weighted graph and the vectors behind it, for groups that no edge leaves.
    clusters
        Number of groups wanted; reached exactly unless the graph falls into more pieces.
    resolution
        Leiden's resolution, if it is not to be chosen.
    seed
        Of the tries.
    """
    import igraph

    network = igraph.Graph(n=graph.size, edges=np.stack([graph.low, graph.high], axis=1))
    task = _Task(graph, points, network, graph.weight.tolist(), seed)
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
    """The coarsest division of at least so many groups, its nearest groups then joined."""
    low, high = 2.0**-8, 2.0**10
    best = _try(task, high, FIRST_ITERATIONS)
    for _ in range(14):
        middle = math.sqrt(low * high)
        division = _try(task, middle, FIRST_ITERATIONS)
        if division.count >= clusters:
            best, high = division, middle
        else:
            low = middle
        if division.count == clusters:
            break
    member = _joined(best.member, task, least=0, most=clusters)
    return Division(member, best.resolution, best.agreement)


def _try(task: _Task, resolution: float, iterations: int) -> Division:
    """The better of two tries at one resolution, and how far the two agree."""
    import igraph

    # igraph draws from Python's own generator; it is lent another one and given the old one back.
    igraph.set_random_number_generator(random.Random(task.seed))
    tries = [
        task.network.community_leiden(
            "modularity", weights=task.weights, resolution=resolution, n_iterations=iterations
        ).membership
        for _ in range(2)
    ]
    igraph.set_random_number_generator(random)
    quality = [task.network.modularity(t, weights=task.weights, resolution=resolution) for t in tries]
    members = [np.array(t, dtype=np.int64) for t in tries]
    chosen = _joined(members[int(np.argmax(quality))], task, least=least_size(task.graph.size), most=None)
    return Division(chosen, resolution, agreement(*members))


def agreement(left: Integers, right: Integers) -> float:
    """Adjusted Rand index of two divisions (Hubert & Arabie 1985): 1 equal, 0 as by chance."""
    cells = np.unique(left * (int(right.max()) + 1) + right, return_counts=True)[1].astype(float)
    rows, columns = np.bincount(left).astype(float), np.bincount(right).astype(float)
    together, in_left, in_right = (float((v * (v - 1) / 2).sum()) for v in (cells, rows, columns))
    total = len(left) * (len(left) - 1) / 2
    expected = in_left * in_right / total if total else 0.0
    most = (in_left + in_right) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _joined(member: Integers, task: _Task, *, least: int, most: int | None) -> Integers:
    """Groups joined until none is smaller than `least` and there are no more than `most`.

    The smallest group joins the one it has the closest ties with: edge weight over size, and
    where no edge leaves it, the group with the likest centre.
    """
    count = int(member.max()) + 1
    sizes = np.bincount(member, minlength=count).astype(float)
    ties = _ties(member, task.graph, count)
    centres = _sums(member, task.points, count)
    target = np.arange(count)
    alive = sizes > 0
    while alive.sum() > 1 and (sizes[alive].min() < least or (most is not None and alive.sum() > most)):
        small = int(np.where(alive, sizes, np.inf).argmin())
        closeness = np.where(alive, ties[small] / np.maximum(sizes, 1), -np.inf)
        if not (ties[small][alive] > 0).any():
            norms = np.linalg.norm(centres, axis=1)
            closeness = np.where(alive, centres @ centres[small] / np.maximum(norms, 1), -np.inf)
        closeness[small] = -np.inf
        host = int(closeness.argmax())
        target[target == small] = host
        sizes[host] += sizes[small]
        centres[host] += centres[small]
        ties[host] += ties[small]
        ties[:, host] += ties[:, small]
        ties[host, host] = 0
        sizes[small], alive[small] = 0, False
        ties[small], ties[:, small] = 0, 0
    return np.unique(target[member], return_inverse=True)[1].astype(np.int64)


def _sums(member: Integers, points: Floats, count: int) -> NDArray[np.float64]:
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

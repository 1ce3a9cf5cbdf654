"""Arithmetic of networks without circles: rungs, search path counts, and breaking circles by date.

Links run from the earlier node to the later one. A link's search path count (SPC: Batagelj 2003,
arXiv cs/0309023) is the number of ways from any source to any sink that lead over it. Counts of ways
grow beyond any float, so they are added up as logarithms, level by level.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

EXACT = 2.0**40  # beyond it a count of ways is known by its logarithm alone

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Steps = tuple[Integers, Integers, Integers]


@dataclass(frozen=True, eq=False)
class Weights:
    """Logarithms of the ways over each link, of all ways, and of the ways through each node."""

    log_count: Floats
    log_total: float
    log_through: Floats

    @property
    def share(self) -> Floats:
        """Share of all ways that lead over each link."""
        share: Floats = np.exp(self.log_count - self.log_total)
        return share

    @property
    def count(self) -> Floats:
        """Ways over each link, whole numbers; NaN where they are too many to be counted exactly."""
        exact = np.rint(np.exp(np.minimum(self.log_count, 100.0)))
        return np.where(exact <= EXACT, exact, np.nan)


@dataclass(frozen=True, eq=False)
class Ladder:
    """A network without circles, its nodes numbered rung by rung: every link leads upwards.

    A node's rung is the length of the longest way to it; `rungs` holds where each begins, `place`
    the number each node has got.
    """

    source: Integers
    target: Integers
    size: int
    rungs: Integers
    place: Integers

    def rising(self) -> Iterator[Steps]:
        """The links that lead to each rung, from the second on."""
        links, bounds = _grouped(self.target, self.source, self.size)
        for low, high in itertools.pairwise(self.rungs.tolist()):
            yield from _steps(links, bounds, low, high)

    def falling(self) -> Iterator[Steps]:
        """The links that leave each rung, from the last but one down."""
        links, bounds = _grouped(self.source, self.target, self.size)
        for low, high in reversed(list(itertools.pairwise(self.rungs.tolist()))):
            yield from _steps(links, bounds, low, high)


def _steps(links: Integers, bounds: Integers, low: int, high: int) -> Iterator[Steps]:
    """Of the nodes from low to high: their links, the nodes that have any, where each one's start."""
    first, last = int(bounds[low]), int(bounds[high])
    if first < last:
        nodes = np.arange(low, high)
        nodes = nodes[bounds[nodes] < bounds[nodes + 1]]
        yield links[first:last], nodes, bounds[nodes] - first


def against_order(source: Integers, target: Integers, size: int) -> Flags:
    """Links inside a circle whose source does not come before their target.

    Parameters
    ----------
    source, target
        Ends of each link as places in the order of time.
    size
        Number of nodes.
    """
    matrix = coo_array((np.ones(len(source), dtype=np.int8), (source, target)), shape=(size, size))
    _, part = connected_components(matrix.tocsr(), directed=True, connection="strong")
    backward: Flags = (part[source] == part[target]) & (source >= target)
    return backward


def traversal(ladder: Ladder) -> Weights:
    """Search path counts of the links, and of the nodes in the order they were given."""
    before, after = np.zeros(ladder.size), np.zeros(ladder.size)
    for links, ends, starts in ladder.rising():
        before[ends] = np.logaddexp.reduceat(before[ladder.source[links]], starts)
    for links, ends, starts in ladder.falling():
        after[ends] = np.logaddexp.reduceat(after[ladder.target[links]], starts)
    is_last = np.zeros(ladder.size, dtype=bool)
    is_last[ladder.target] = True
    is_last[ladder.source] = False
    total = float(np.logaddexp.reduce(before[is_last])) if is_last.any() else 0.0
    through = (before + after)[ladder.place]
    return Weights(before[ladder.source] + after[ladder.target], total, through)


def ladder(source: Integers, target: Integers, size: int) -> Ladder:
    """The rungs of a network without circles.

    Parameters
    ----------
    source, target
        Ends of each link; no link twice.
    size
        Number of nodes.
    """
    level = _levels(source, target, size)
    order = np.argsort(level, kind="stable")
    rank = np.empty(size, dtype=np.int64)
    rank[order] = np.arange(size)
    rungs = np.searchsorted(level[order], np.arange(int(level.max(initial=0)) + 2))
    return Ladder(rank[source], rank[target], size, rungs, rank)


def _levels(source: Integers, target: Integers, size: int) -> Integers:
    """Length of the longest way to each node, from 0 at the sources."""
    links, bounds = _grouped(source, target, size)
    waiting = np.bincount(target, minlength=size)
    level = np.zeros(size, dtype=np.int64)
    front = np.flatnonzero(waiting == 0)
    depth = 0
    while len(front):
        level[front] = depth
        lengths = bounds[front + 1] - bounds[front]
        before = np.cumsum(lengths) - lengths
        reached = target[links[np.arange(lengths.sum()) + np.repeat(bounds[front] - before, lengths)]]
        np.subtract.at(waiting, reached, 1)
        front = np.unique(reached[waiting[reached] == 0])
        depth += 1
    return level


def _grouped(end: Integers, other: Integers, size: int) -> tuple[Integers, Integers]:
    """Links in order of one end, and where the links of each node start; in linear time."""
    numbers = np.arange(1, len(end) + 1)  # a zero would count as no link
    matrix = coo_array((numbers, (end, other)), shape=(size, size)).tocsr()
    return matrix.data - 1, matrix.indptr.astype(np.int64)


def page_rank(
    citing: Integers, cited: Integers, size: int, *, damping: float = 0.85, tolerance: float = 1e-10
) -> Floats:
    """How much importance flows to each node from those that cite it, 1 in all.

    Parameters
    ----------
    citing, cited
        Ends of each link.
    size
        Number of nodes.
    damping
        Chance to follow a link; nodes that cite nobody spread evenly.
    tolerance
        Greatest change of the whole at which it stops: of the sum, whatever the size.
    """
    if not size:
        return np.zeros(0)
    out = np.bincount(citing, minlength=size)
    part = np.divide(1.0, out, out=np.zeros(size), where=out > 0)
    stuck = out == 0
    flow = coo_array((part[citing], (cited, citing)), shape=(size, size)).tocsr()
    rank: Floats = np.full(size, 1.0 / size)
    while True:
        following: Floats = damping * (flow @ rank + rank[stuck].sum() / size) + (1.0 - damping) / size
        change = float(np.abs(following - rank).sum())
        rank = following
        if change <= tolerance:
            return rank

"""Who is near whom: vectors on an integer grid, their nearest neighbours, the weighted graph.

Every number here is an integer held in a float, small enough that sums and products are exact.
So neighbours and weights do not depend on the machine, the threads or the order of adding up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

GRID = 4096.0
# A unit vector of this length on the grid keeps every dot product below 2**24: exact in float32.
UNIT = 4000.0
BLOCK = 20_000
EXACT_BELOW = 30_000
LEAST_FOR_PCA = 500
MOST_FOR_PCA = 50_000


@dataclass(frozen=True)
class Graph:
    """A weighted graph without loops or double edges, and the neighbour lists it came from."""

    size: int
    low: Integers
    high: Integers
    weight: NDArray[np.float64]

    @cached_property
    def network(self) -> Any:
        """The graph as igraph has it, without the weights: its slowest step, so taken once."""
        import igraph

        return igraph.Graph(n=self.size, edges=np.stack([self.low, self.high], axis=1))

    def weighing(self, weight: NDArray[np.float64]) -> Graph:
        """The same edges with other weights; an edge of weight 0 ties nothing."""
        other = Graph(self.size, self.low, self.high, weight)
        vars(other)["network"] = self.network
        return other


def grid_vectors(vectors: Floats, groups: Integers, *, dimensions: int) -> Floats:
    """Vectors centred by group, cut to their main directions, as unit vectors on the grid.

    Parameters
    ----------
    vectors
        (n, d), about unit length.
    groups
        (n,), the group whose mean is subtracted, from 0.
    dimensions
        Directions kept (principal components of the centred vectors).

    Returns
    -------
    numpy.ndarray
        (n, p) whole numbers as float32, rows about `UNIT` long (a row of zeros stays zero).
    """
    means = _group_means(vectors, groups)
    width = vectors.shape[1]
    if width <= dimensions or len(vectors) < LEAST_FOR_PCA:
        return np.concatenate([_unit(block, UNIT) for block in _centred(vectors, groups, means)])
    moment = np.zeros((width, width))
    stride = -(-len(vectors) // MOST_FOR_PCA)
    for block in _centred(vectors[::stride], groups[::stride], means):
        rows = _unit(block, GRID).astype(np.float64)
        moment += rows.T @ rows
    axes = _main_axes(moment, dimensions)
    return np.concatenate(
        [
            _unit(_unit(block, GRID).astype(np.float64) @ axes, UNIT)
            for block in _centred(vectors, groups, means)
        ]
    )


def _group_means(vectors: Floats, groups: Integers) -> NDArray[np.float64]:
    """(groups, d) whole-number means of the vectors on the grid."""
    count = int(groups.max()) + 1
    sums = np.zeros((count, vectors.shape[1]))
    for start in range(0, len(vectors), BLOCK):
        rows = np.rint(vectors[start : start + BLOCK].astype(np.float64) * GRID)
        within = groups[start : start + BLOCK]
        for group in np.unique(within):
            sums[group] += rows[within == group].sum(axis=0)
    sizes = np.bincount(groups, minlength=count)
    return np.rint(sums / np.maximum(sizes, 1)[:, None])


def _centred(vectors: Floats, groups: Integers, means: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    for start in range(0, len(vectors), BLOCK):
        rows = np.rint(vectors[start : start + BLOCK].astype(np.float64) * GRID)
        yield rows - means[groups[start : start + BLOCK]]


def _unit(rows: NDArray[np.float64], length: float) -> Floats:
    """Rows scaled to the length and rounded; exact sums, so the same everywhere."""
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    scaled = rows / np.where(norms > 0, norms, 1.0)[:, None] * length
    return np.rint(scaled).astype(np.float32)


def _main_axes(moment: NDArray[np.float64], dimensions: int) -> NDArray[np.float64]:
    """(d, p) leading eigenvectors with fixed signs, on the grid."""
    _, axes = np.linalg.eigh(moment)
    axes = axes[:, ::-1][:, :dimensions]
    largest = np.abs(axes).argmax(axis=0)
    signs = np.sign(axes[largest, np.arange(axes.shape[1])])
    return np.rint(axes * signs * GRID)


def nearest(points: Floats, queries: Floats, k: int, *, seed: int) -> tuple[Integers, Floats]:
    """The k points most alike each query, best first, and their cosine.

    Exact below 30,000 points; above, within the eight nearest of about 4·√n cells.

    Returns
    -------
    tuple of numpy.ndarray
        (m, k) row numbers of points, -1 where there are fewer, and (m, k) cosines.
    """
    import faiss

    width = points.shape[1]
    if len(points) < EXACT_BELOW:
        index: Any = faiss.IndexFlatIP(width)
    else:
        cells = _cells(points, int(4 * np.sqrt(len(points))), seed=seed)
        quantiser = faiss.IndexFlatIP(width)
        quantiser.add(cells)
        index = faiss.IndexIVFFlat(quantiser, width, len(cells), faiss.METRIC_INNER_PRODUCT)
        index.is_trained = True
        index.nprobe = 8
    index.add(points)
    products, found = index.search(queries, min(k, len(points)))
    return found.astype(np.int64), products / np.float32(UNIT * UNIT)


def _cells(points: Floats, count: int, *, seed: int) -> Floats:
    """Centres of k-means on the grid: each step is exact, so the cells are the same everywhere."""
    import faiss

    chance = np.random.default_rng(seed)
    sample = points[np.sort(chance.choice(len(points), min(len(points), count * 32), replace=False))]
    centres = np.unique(sample[np.sort(chance.choice(len(sample), count, replace=False))], axis=0)
    for _ in range(6):
        index = faiss.IndexFlatIP(points.shape[1])
        index.add(centres)
        cell = index.search(sample, 1)[1].ravel()
        order = np.argsort(cell, kind="stable")
        filled, starts = np.unique(cell[order], return_index=True)
        sums = np.add.reduceat(sample[order].astype(np.float64), starts, axis=0)
        centres[filled] = _unit(sums, UNIT)
    return centres


def neighbours(points: Floats, k: int, *, seed: int) -> tuple[Integers, Floats]:
    """The k nearest other points of each point; see `nearest`."""
    found, cosines = nearest(points, points, k + 1, seed=seed)
    self_seen = found == np.arange(len(points))[:, None]
    # Among many equal texts a point may miss itself: then the last neighbour goes.
    drop = np.where(self_seen.any(axis=1), self_seen.argmax(axis=1), found.shape[1] - 1)
    keep = np.arange(found.shape[1]) != drop[:, None]
    shape = (len(points), found.shape[1] - 1)
    return found[keep].reshape(shape), cosines[keep].reshape(shape)


def shared_neighbour_graph(found: Integers) -> Graph:
    """Neighbours joined, each edge weighing the share of neighbours both ends have in common.

    Jaccard likeness of the two neighbour lists, each with its own point (Jarvis & Patrick 1973).
    """
    size, k = found.shape
    own = np.concatenate([np.arange(size)[:, None], found], axis=1).astype(np.int32)
    source = np.repeat(np.arange(size), k)
    target = found.ravel()
    valid = target >= 0
    source, target = source[valid], target[valid]
    low, high = np.minimum(source, target), np.maximum(source, target)
    key = np.unique(low * size + high)
    low, high = key // size, key % size
    common = np.empty(len(key))
    for start in range(0, len(key), BLOCK):
        left, right = own[low[start : start + BLOCK]], own[high[start : start + BLOCK]]
        same = (left[:, :, None] == right[:, None, :]) & (left >= 0)[:, :, None]
        common[start : start + BLOCK] = same.sum(axis=(1, 2))
    return Graph(size, low, high, common / (2 * (k + 1) - common))

"""Fields above the clusters, topics within them: each family in three groups, one inside the other.

Fields join clusters whose centres are alike (Ward 1963, on unit centres); topics are found by Leiden
on the graph without the ties between clusters, so that no topic reaches across two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from navigation import communities
from navigation.neighbours import BLOCK, Floats, Graph, Integers

LEAST_CLUSTERS_FOR_FIELDS = 6
# A cluster has topics if it is this many times larger than the smallest topic may be.
LEAST_TOPIC_SHARE = 3
FINER = 4.0


def fields(points: Floats, member: Integers, count: int) -> Integers:
    """(count,) field of each cluster, from 0; about √(2·clusters) of them, one where clusters are few.

    Parameters
    ----------
    points
        (n, p) vectors on the grid.
    member
        (n,) cluster of each point, below `count`.
    """
    if count < LEAST_CLUSTERS_FOR_FIELDS:
        return np.zeros(count, dtype=np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage

    centres = unit_centres(points, member, count)
    wanted = round(np.sqrt(2 * count))
    tree = linkage(centres, method="ward")
    return np.asarray(fcluster(tree, wanted, criterion="maxclust"), dtype=np.int64) - 1


def unit_centres(points: Floats, member: Integers, count: int) -> NDArray[np.float64]:
    """(count, p) unit vectors of the summed points of each cluster; zeros for an empty one."""
    sums = communities.sums(member, points, count)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.round(sums / np.where(norms > 0, norms, 1.0), 6)


def topics(graph: Graph, points: Floats, member: Integers, *, resolution: float, seed: int) -> Integers:
    """(n,) topic of each point, from 0, each within one cluster; -1 where the cluster has but one.

    Parameters
    ----------
    resolution
        At which the clusters were found; topics are sought at four times that.
    """
    inside = member[graph.low] == member[graph.high]
    within = graph.weighing(np.where(inside, graph.weight, 0.0))
    least = max(8, communities.least_size(graph.size) // 2)
    found = communities.divide(
        within, points, resolution=FINER * resolution, seed=seed, least=least, within=member
    )
    topic = found.member
    home = np.zeros(found.count, dtype=np.int64)
    home[topic] = member
    several = np.bincount(home, minlength=int(member.max()) + 1) > 1
    large = np.bincount(member) >= LEAST_TOPIC_SHARE * least
    kept = (several & large)[member]
    return np.where(kept, topic, -1)


def nearest_topic(points: Floats, member: Integers, topic: Integers, lost: NDArray[np.bool_]) -> Integers:
    """Topics, where `lost` points take the topic of their cluster whose centre is likest them."""
    count = int(topic.max()) + 1
    home = np.full(count, -1, dtype=np.int64)
    home[topic[topic >= 0]] = member[topic >= 0]
    known = ~lost & (topic >= 0)
    centres = unit_centres(points[known], topic[known], count)
    result = topic.copy()
    rows = np.flatnonzero(lost)
    for start in range(0, len(rows), BLOCK):
        some = rows[start : start + BLOCK]
        likeness = np.round(points[some].astype(np.float64) @ centres.T, 3)
        likeness[member[some][:, None] != home[None, :]] = -np.inf
        result[some] = likeness.argmax(axis=1)
    return result

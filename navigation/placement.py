"""Every point its cluster, topic, confidence, stability and place: anew, or beside what is known.

Without a run before, the points are divided and the map is drawn. With one, points known from it
stay in their cluster and at their place; the others go where their nearest known points are, and
form clusters of their own where the graph holds them together better than it ties them to the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from navigation import communities, hierarchy, layout, neighbours
from navigation.neighbours import Floats, Graph, Integers
from navigation.stability import stability

LEAST_TO_DIVIDE = 40
MOST_AT_ONCE = 100_000
VOTERS = 5
# A group found anew is a new cluster if this share of it was not there before.
EMERGING_SHARE = 0.6


@dataclass(frozen=True)
class ClusterSettings:
    """How texts become vectors and vectors become clusters.

    Attributes
    ----------
    encoder
        `embedded`, `embedded-bf16`, `embedded-fast`, `embedded-fused`, `lsa`, or a
        sentence-transformers model: its name or a local folder.
    clusters
        Number of clusters wanted; left out, it is chosen.
    resolution
        Leiden's resolution; left out, it is chosen. Not used where `clusters` is given.
    levels
        3: fields, clusters and topics; 2: no topics; 1: clusters alone.
    symbol_weight
        Share of likeness that classification symbols have beside the text, 0 to 1.
    neighbours
        Neighbours each text is joined to.
    dimensions
        Main directions of the vectors that are kept.
    """

    encoder: str = "embedded"
    clusters: int | None = None
    resolution: float | None = None
    levels: int = 3
    symbol_weight: float = 0.0
    neighbours: int = 15
    dimensions: int = 64


@dataclass(frozen=True)
class Known:
    """Cluster, topic (-1: none, or the point is new) and place of each point by the run before."""

    member: Integers
    topic: Integers
    places: NDArray[np.float64]

    def part(self, chosen: NDArray[np.bool_]) -> Known:
        """The same of some of the points."""
        return Known(self.member[chosen], self.topic[chosen], self.places[chosen])


@dataclass(frozen=True)
class Placement:
    """Cluster, topic (-1: none), confidence, stability and place of each point."""

    member: Integers
    topic: Integers
    confidence: NDArray[np.float64]
    stability: NDArray[np.float64]
    places: NDArray[np.float64]


def place(points: Floats, known: Known | None, *, settings: ClusterSettings, seed: int) -> Placement:
    """Placement of all points; above 100,000, of a sample, which the others then follow.

    Parameters
    ----------
    points
        (n, p) vectors on the grid.
    known
        What the run before says; None divides anew. Numbers of new clusters and topics follow
        the known ones.
    """
    count = len(points)
    if count == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return Placement(nothing, nothing, np.zeros(0), np.zeros(0), np.zeros((0, 2)))
    if count <= MOST_AT_ONCE:
        return _placed(points, known, settings, seed)
    chance = np.random.default_rng(seed)
    chosen = np.zeros(count, dtype=bool)
    chosen[chance.choice(count, MOST_AT_ONCE, replace=False)] = True
    sample = _placed(points[chosen], known.part(chosen) if known else None, settings, seed)
    rest = _following(points[~chosen], points[chosen], sample, known.part(~chosen) if known else None, seed)
    result = Placement(
        np.zeros(count, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.zeros(count),
        np.zeros(count),
        np.zeros((count, 2)),
    )
    for part, made in ((chosen, sample), (~chosen, rest)):
        for name in ("member", "topic", "confidence", "stability", "places"):
            getattr(result, name)[part] = getattr(made, name)
    return result


def _placed(points: Floats, known: Known | None, settings: ClusterSettings, seed: int) -> Placement:
    """Placement of points that are few enough for one graph."""
    count = len(points)
    found, _ = neighbours.neighbours(points, min(settings.neighbours, count - 1), seed=seed)
    beside = _beside(points, known, seed) if known else None
    places = beside.places if beside else layout.layout(points, found, seed=seed)
    none = np.full(count, -1, dtype=np.int64)
    if count < 3 or (count < LEAST_TO_DIVIDE and settings.clusters is None):
        member = beside.member if beside else np.zeros(count, dtype=np.int64)
        return Placement(member, none, np.ones(count), np.ones(count), places)
    graph = neighbours.shared_neighbour_graph(found)
    division = communities.divide(
        graph, points, clusters=settings.clusters, resolution=settings.resolution, seed=seed
    )
    member, topic = division.member, none
    if known and beside:
        member = _with_emerging(beside.member, known.member < 0, division.member)
        member = _without_dwindled(member, graph, points)
        topic = _within(beside.topic, beside.member, member)
    if settings.levels >= 3:
        topic = _with_topics(topic, graph, points, member, division.resolution, seed)
    return Placement(
        member,
        topic,
        communities.confidence(graph, member),
        stability(graph, member, resolution=division.resolution, seed=seed),
        places,
    )


def _beside(points: Floats, known: Known, seed: int) -> Known:
    """New points with the cluster, topic and place of their nearest known ones."""
    old = known.member >= 0
    result = Known(known.member.copy(), known.topic.copy(), known.places.copy())
    if old.all():
        return result
    found, cosines = neighbours.nearest(points[old], points[~old], VOTERS, seed=seed)
    member, _ = vote(known.member[old][found], np.clip(cosines, 1e-6, None))
    result.member[~old] = member
    result.topic[~old] = _first_alike(member, known.member[old][found], known.topic[old][found])
    result.places[~old] = layout.place_beside(known.places[old], found)
    return result


def _following(
    points: Floats, sampled: Floats, sample: Placement, known: Known | None, seed: int
) -> Placement:
    """Placement of further points by the nearest points of the sample; known ones stay."""
    found, cosines = neighbours.nearest(sampled, points, VOTERS, seed=seed)
    weights = np.clip(cosines, 1e-6, None)
    candidates = sample.member[found]
    member, confidence = vote(candidates, weights)
    topic = _first_alike(member, candidates, sample.topic[found])
    places = layout.place_beside(sample.places, found)
    if known:
        # A cluster that no sampled point is in has dwindled: its points follow the others.
        stays = np.isin(known.member, sample.member)
        member = np.where(stays, known.member, member)
        topic = np.where(stays, known.topic, topic)
        places = np.where(stays[:, None], known.places, places)
        support = (weights * (candidates == member[:, None])).sum(axis=1) / weights.sum(axis=1)
        confidence = np.round(support.astype(np.float64), 9)
    size = np.bincount(sample.member)
    steady = np.bincount(sample.member, sample.stability) / np.maximum(size, 1)
    return Placement(member, topic, confidence, steady[member], places)


def vote(candidates: Integers, weights: Floats) -> tuple[Integers, NDArray[np.float64]]:
    """The candidate with the most weight in each row (the smaller of equals), and its share."""
    winner = np.empty(len(candidates), dtype=np.int64)
    share = np.empty(len(candidates))
    for start in range(0, len(candidates), neighbours.BLOCK):
        rows = slice(start, start + neighbours.BLOCK)
        same = candidates[rows, :, None] == candidates[rows, None, :]
        support = np.round((same * weights[rows, None, :].astype(np.float64)).sum(axis=2), 9)
        best = support.max(axis=1, keepdims=True)
        winner[rows] = np.where(support == best, candidates[rows], np.iinfo(np.int64).max).min(axis=1)
        share[rows] = best[:, 0] / weights[rows].sum(axis=1, dtype=np.float64)
    return winner, share


def _first_alike(member: Integers, candidates: Integers, topics: Integers) -> Integers:
    """Topic of the nearest candidate that is in the point's cluster."""
    first = (candidates == member[:, None]).argmax(axis=1)
    return topics[np.arange(len(member)), first]


def _with_emerging(member: Integers, is_new: NDArray[np.bool_], fresh: Integers) -> Integers:
    """Groups found anew that consist mostly of new points become clusters of their own."""
    news, total = np.bincount(fresh[is_new], minlength=int(fresh.max()) + 1), np.bincount(fresh)
    emerging = (news >= communities.least_size(len(member))) & (news >= EMERGING_SHARE * total)
    number = int(member.max()) + np.cumsum(emerging)
    return np.where(is_new & emerging[fresh], number[fresh], member)


def _without_dwindled(member: Integers, graph: Graph, points: Floats) -> Integers:
    """Clusters with less than half the fewest points join another; the numbers of the others stay."""
    least = max(2, communities.least_size(len(member)) // 2)
    return communities.hosts(member, graph, points, least=least)[member]


def _within(topic: Integers, before: Integers, member: Integers) -> Integers:
    """Topics of the points that stay in their cluster; a topic belongs to one cluster."""
    return np.where(before == member, topic, -1)


def _with_topics(
    topic: Integers, graph: Graph, points: Floats, member: Integers, resolution: float, seed: int
) -> Integers:
    """Known topics kept, new ones in clusters that have none; a point without joins its neighbours'."""
    has_topics = np.bincount(member, topic >= 0) > 0
    if not has_topics.all():
        fresh = hierarchy.topics(graph, points, member, resolution=resolution, seed=seed)
        added = np.where(fresh >= 0, fresh + int(topic.max()) + 1, -1)
        topic = np.where(has_topics[member], topic, added)
    lost = (topic < 0) & (np.bincount(member, topic >= 0) > 0)[member]
    if not lost.any():
        return topic
    # The commonest topic of the cluster, for a new cluster's points among known topics.
    return hierarchy.nearest_topic(points, member, topic, lost)

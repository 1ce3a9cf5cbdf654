"""How well clusters hold: a family's cluster beside the groups it falls into when ties are dropped."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corpus.contract import cast
from navigation import communities
from navigation.neighbours import Graph, Integers
from navigation.tables import CLUSTER_CHECK

DROPPED = 0.1
TRIES = 4
# Beyond this many points fewer tries tell as much.
MANY = 30_000
TRIES_OF_MANY = 2
MOST_SPLIT = 0.1


def stability(graph: Graph, member: Integers, *, resolution: float, seed: int) -> NDArray[np.float64]:
    """(n,) how much of each point's cluster stays together, 0 to 1, when a tenth of the ties is gone.

    In each try a tenth of the graph's edges is dropped by chance and the rest divided anew; the
    point's value is the Jaccard likeness of its cluster and the group it is then in, averaged over
    the tries. Its mean over a cluster judges the cluster (after Hennig 2007, CSDA 52:258).
    """
    chance = np.random.default_rng(seed)
    tries = TRIES if graph.size <= MANY else TRIES_OF_MANY
    total = np.zeros(graph.size)
    for number in range(tries):
        kept = chance.random(len(graph.low)) >= DROPPED
        part = graph.weighing(np.where(kept, graph.weight, 0.0))
        total += likeness(member, communities.leiden(part, resolution=resolution, seed=seed + number))
    return total / tries


def likeness(left: Integers, right: Integers) -> NDArray[np.float64]:
    """(n,) Jaccard likeness of the two groups each point is in, one of each division."""
    pair, place, common = np.unique(
        left * (int(right.max()) + 1) + right, return_inverse=True, return_counts=True
    )
    in_left, in_right = np.bincount(left), np.bincount(right)
    both = in_left[pair // (int(right.max()) + 1)] + in_right[pair % (int(right.max()) + 1)] - common
    return np.asarray((common / both)[place])


def language_split(cluster_assignment: pd.DataFrame, text_embedding: pd.DataFrame) -> float:
    """V-measure (normalised mutual information) of language and cluster; 0: clusters ignore language.

    Rosenberg & Hirschberg 2007; 0 where there is one language or one cluster.
    """
    both = cluster_assignment.merge(text_embedding[["family_id", "text_language"]], on="family_id")
    table = pd.crosstab(both["text_language"], both["cluster_id"]).to_numpy(dtype=float)
    if min(table.shape, default=0) < 2:
        return 0.0
    joint = table / table.sum()
    information = _entropy(joint.sum(axis=1)) + _entropy(joint.sum(axis=0)) - _entropy(joint.ravel())
    return float(2 * information / (_entropy(joint.sum(axis=1)) + _entropy(joint.sum(axis=0))))


def _entropy(shares: NDArray[np.float64]) -> float:
    positive = shares[shares > 0]
    return float(-(positive * np.log(positive)).sum())


def cluster_check(cluster_assignment: pd.DataFrame, text_embedding: pd.DataFrame) -> pd.DataFrame:
    """How far the clusters can be trusted, in one row; no row without families.

    `is_split_by_language` is the warning: language and cluster share more than a tenth of their
    information, so that some clusters are a language rather than a technology.
    """
    placed = cluster_assignment["cluster_id"].notna()
    split = round(language_split(cluster_assignment, text_embedding), 4)
    languages = text_embedding["text_language"].dropna().value_counts(normalize=True)
    row = pd.DataFrame(
        {
            "encoder": text_embedding["encoder"].iloc[:1].astype("str"),
            "cluster_count": cluster_assignment["cluster_id"].nunique(),
            "family_count": len(cluster_assignment),
            "placed_share": float(placed.mean()) if len(placed) else np.nan,
            "textless_count": int(text_embedding["text_digest"].isna().sum()),
            "stability": cluster_assignment["stability"].mean(),
            "mean_confidence": cluster_assignment["confidence"].mean(),
            "chinese_share": float(languages.get("zh", 0.0)),
            "language_split": split,
            "is_split_by_language": split > MOST_SPLIT,
        }
    )
    row[["stability", "mean_confidence", "chinese_share"]] = row[
        ["stability", "mean_confidence", "chinese_share"]
    ].round(4)
    return cast(row, CLUSTER_CHECK)

"""Builders `cluster_assignment` and `cluster`: technologies as the texts themselves form them.

Vectors are centred by language, cut to their main directions, joined to their nearest neighbours,
and divided by Leiden (see `neighbours`, `communities`); `layout` draws the map. Every family is
placed, also one without text. All steps up to the division are exact, so neither threads nor the
order of rows change the result.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from navigation import communities, labels, layout, neighbours
from navigation.neighbours import Floats, Integers

LEAST_TO_DIVIDE = 40
LEAST_FOR_CENTRE = 50
MOST_AT_ONCE = 100_000
VOTERS = 5
EXEMPLARS = 5
TOP_IPC = 5


@dataclass(frozen=True)
class ClusterSettings:
    """How texts become vectors and vectors become clusters.

    Attributes
    ----------
    encoder
        `embedded`, `lsa`, or a sentence-transformers model: its name or a local folder.
    clusters
        Number of clusters wanted; left out, it is chosen.
    resolution
        Leiden's resolution; left out, it is chosen. Not used where `clusters` is given.
    neighbours
        Neighbours each text is joined to.
    dimensions
        Main directions of the vectors that are kept.
    """

    encoder: str = "embedded"
    clusters: int | None = None
    resolution: float | None = None
    neighbours: int = 15
    dimensions: int = 64


@dataclass(frozen=True)
class _Placement:
    """Cluster (from 0), confidence and place of each text."""

    member: Integers
    confidence: NDArray[np.float64]
    places: NDArray[np.float64]


def cluster_assignment(
    text_embedding: pd.DataFrame,
    classification: pd.DataFrame,
    *,
    clustering: ClusterSettings,
    seed: int,
) -> pd.DataFrame:
    """Each family's technology cluster, how surely it belongs there, and its place on the map.

    Below 40 texts there is one cluster. Above 100,000, a sample is divided and the other families
    follow their five nearest sampled ones. Confidence is the share of a family's ties (shared
    neighbours), or of its votes, that stay within the cluster. A family without text goes where
    the families with its IPC and CPC subclasses are, at that share and in the cluster's middle;
    without symbols too, into a last cluster of its kind with no place on the map.

    Parameters
    ----------
    text_embedding
        One row per family; no vector where there is no text.
    classification
        Symbols of the families.
    clustering, seed
        Settings of the study.
    """
    rows = text_embedding
    if not rows["family_id"].is_monotonic_increasing:
        rows = rows.sort_values("family_id", ignore_index=True)
    vectors = matrix(rows["vector"])
    has_text = vectors.any(axis=1)
    family = rows["family_id"].to_numpy(dtype=object)
    groups = centring_groups(rows[["text_language", "has_abstract"]].iloc[np.flatnonzero(has_text)])
    # A million vectors are a gigabyte: they are not copied without need.
    present = vectors if has_text.all() else vectors[has_text]
    placed = _placement(present, groups, clustering=clustering, seed=seed)
    result = pd.DataFrame({"family_id": family, "member": -1, "confidence": 0.0, "x": np.nan, "y": np.nan})
    result.loc[has_text, "member"] = placed.member
    result.loc[has_text, "confidence"] = placed.confidence
    result.loc[has_text, ["x", "y"]] = placed.places
    if not has_text.all():
        result = _with_textless(result, classification)
    result["cluster_id"] = _names(result)
    result["confidence"] = result["confidence"].round(4)
    return result[["family_id", "cluster_id", "confidence", "x", "y"]]


def matrix(vectors: pd.Series) -> Floats:
    """(n, d) the vector column as one array; zeros where a vector is missing."""
    array = pa.array(vectors.array, from_pandas=True)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    present = ~array.is_null().to_numpy(zero_copy_only=False)
    values = array.flatten().to_numpy(zero_copy_only=False).astype(np.float32, copy=False)
    width = len(values) // max(int(present.sum()), 1)
    if present.all():
        return values.reshape(len(array), width)
    full = np.zeros((len(array), width), dtype=np.float32)
    full[present] = values.reshape(int(present.sum()), width)
    return full


def centring_groups(text_embedding: pd.DataFrame) -> Integers:
    """The group whose mean vector is taken from each text, so that language forms no clusters.

    Texts of one language and kind (with an abstract, or a title alone) are a group if there are
    50 of them; else those of one language; else all texts that are left share one mean.
    """
    language = text_embedding["text_language"].fillna("other").astype("str")
    kind: pd.Series = language + np.where(text_embedding["has_abstract"].fillna(False), " abstract", " title")
    by_kind = kind.groupby(kind).transform("size") >= LEAST_FOR_CENTRE
    by_language = language.groupby(language).transform("size") >= LEAST_FOR_CENTRE
    name = kind.where(by_kind, language.where(by_language, "all"))
    return np.unique(name.to_numpy(dtype=object), return_inverse=True)[1].astype(np.int64)


def _placement(vectors: Floats, groups: Integers, *, clustering: ClusterSettings, seed: int) -> _Placement:
    """Clusters and map of the families with text, in order of family."""
    count = len(vectors)
    if count == 0:
        return _Placement(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros((0, 2)))
    points = neighbours.grid_vectors(vectors, groups, dimensions=clustering.dimensions)
    if count <= MOST_AT_ONCE:
        return _divided(points, clustering, seed)
    chance = np.random.default_rng(seed)
    chosen = np.zeros(count, dtype=bool)
    chosen[chance.choice(count, MOST_AT_ONCE, replace=False)] = True
    known = _divided(points[chosen], clustering, seed)
    found, cosines = neighbours.nearest(points[chosen], points[~chosen], VOTERS, seed=seed)
    member, confidence = _vote(known.member[found], np.clip(cosines, 1e-6, None))
    result = _Placement(np.zeros(count, dtype=np.int64), np.zeros(count), np.zeros((count, 2)))
    for part, values in (
        (chosen, (known.member, known.confidence, known.places)),
        (~chosen, (member, confidence, layout.place_beside(known.places, found))),
    ):
        result.member[part], result.confidence[part], result.places[part] = values
    return result


def _divided(points: Floats, clustering: ClusterSettings, seed: int) -> _Placement:
    """Clusters and map of all points at once."""
    count = len(points)
    found, _ = neighbours.neighbours(points, min(clustering.neighbours, count - 1), seed=seed)
    places = layout.layout(points, found, seed=seed)
    if (count < LEAST_TO_DIVIDE and clustering.clusters is None) or count < 3:
        return _Placement(np.zeros(count, dtype=np.int64), np.ones(count), places)
    graph = neighbours.shared_neighbour_graph(found)
    division = communities.divide(
        graph, points, clusters=clustering.clusters, resolution=clustering.resolution, seed=seed
    )
    return _Placement(division.member, communities.confidence(graph, division.member), places)


def _vote(candidates: Integers, weights: Floats) -> tuple[Integers, NDArray[np.float64]]:
    """The candidate with the most weight in each row (the smaller of equals), and its share."""
    same = candidates[:, :, None] == candidates[:, None, :]
    support = (same * weights[:, None, :].astype(np.float64)).sum(axis=2)
    support = np.round(support, 9)
    best = support.max(axis=1, keepdims=True)
    winner = np.where(support == best, candidates, np.iinfo(np.int64).max).min(axis=1)
    return winner, best[:, 0] / weights.sum(axis=1, dtype=np.float64)


def _with_textless(result: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    """Families without text placed by their subclasses; `member` stays -1 where none helps."""
    symbols = classification[["family_id", "subclass"]].dropna().drop_duplicates()
    symbols = symbols.merge(result[["family_id", "member"]], on="family_id")
    known = symbols[symbols["member"] >= 0]
    share = known.groupby(["subclass", "member"]).size().rename("share").reset_index()
    share["share"] /= share.groupby("subclass")["share"].transform("sum")
    votes = symbols.loc[symbols["member"] < 0, ["family_id", "subclass"]].merge(share, on="subclass")
    total = votes.groupby("family_id")["subclass"].nunique()
    support = votes.groupby(["family_id", "member"])["share"].sum().round(9).reset_index()
    support = support.sort_values(["family_id", "share", "member"], ascending=[True, False, True])
    best = support.drop_duplicates("family_id").set_index("family_id")
    centre = result[result["member"] >= 0].groupby("member")[["x", "y"]].mean().round(layout.DECIMALS)
    place = result.set_index("family_id")
    place.loc[best.index, "member"] = best["member"]
    place.loc[best.index, "confidence"] = best["share"] / total.loc[best.index]
    place.loc[best.index, ["x", "y"]] = centre.loc[best["member"]].to_numpy()
    return place.reset_index()


def _names(result: pd.DataFrame) -> pd.Series:
    """`c001`, `c002` … by size, then smallest family; the families nothing places come last."""
    order = result.groupby("member")["family_id"].agg(["size", "min"]).reset_index()
    order["last"] = order["member"] < 0
    order = order.sort_values(["last", "size", "min"], ascending=[True, False, True])
    width = max(3, len(str(len(order))))
    names = {member: f"c{place:0{width}}" for place, member in enumerate(order["member"], 1)}
    return result["member"].map(names).astype("str")


def language_split(cluster_assignment: pd.DataFrame, text_embedding: pd.DataFrame) -> float:
    """V-measure of language and cluster: 0 where clusters ignore language. Above 0.1 is a warning.

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


def cluster(
    cluster_assignment: pd.DataFrame,
    text_embedding: pd.DataFrame,
    family: pd.DataFrame,
    classification: pd.DataFrame,
    applicant: pd.DataFrame,
) -> pd.DataFrame:
    """Each technology cluster: labels in two languages, terms, subclasses, exemplars, centre.

    Labels are made by `labels`; exemplars are the five families whose vectors are nearest the
    mean of the cluster's; `x`, `y` is the mean place of its families.
    """
    rows = cluster_assignment.merge(
        text_embedding[["family_id", "text_language", "vector"]], on="family_id", how="left"
    ).sort_values(["cluster_id", "family_id"], ignore_index=True)
    rows["has_vector"] = np.asarray(matrix(rows["vector"]).any(axis=1))
    groups = rows.groupby("cluster_id")
    result = groups.agg(family_count=("family_id", "size"), x=("x", "mean"), y=("y", "mean")).reset_index()
    result[["x", "y"]] = result[["x", "y"]].round(layout.DECIMALS)
    chinese = rows["text_language"].eq("zh").groupby(rows["cluster_id"]).mean()
    result["language_share"] = result["cluster_id"].map(chinese).round(4)
    result["exemplars"] = result["cluster_id"].map(_exemplars(rows))
    result["ipc"] = result["cluster_id"].map(_subclasses(rows, classification))
    named = labels.labels(rows, family, result[["cluster_id", "ipc"]], applicant)
    return result.merge(named, on="cluster_id")[
        [
            "cluster_id",
            "label_zh",
            "label_en",
            "terms",
            "terms_en",
            "ipc",
            "family_count",
            "exemplars",
            "language_share",
            "x",
            "y",
        ]
    ]


def _exemplars(rows: pd.DataFrame) -> dict[str, list[str]]:
    """The families nearest each cluster's mean vector, nearest first."""
    vectors = matrix(rows["vector"])
    family = rows["family_id"].to_numpy(dtype=object)
    found: dict[str, list[str]] = {}
    for name, places in rows.groupby("cluster_id").indices.items():
        within = np.rint(vectors[places] * neighbours.GRID).astype(np.float64)
        nearness = within @ np.rint(within.mean(axis=0))
        nearness = nearness / np.maximum(np.sqrt((within**2).sum(axis=1)), 1.0)
        order = np.argsort(-nearness, kind="stable")[:EXEMPLARS]
        found[str(name)] = [str(f) for f in family[places[order]]]
    return found


def _subclasses(rows: pd.DataFrame, classification: pd.DataFrame) -> dict[str, list[str]]:
    """Commonest IPC subclasses of each cluster; CPC where it has no IPC."""
    symbols = classification[classification["scheme"].isin(["IPC", "CPC"])]
    symbols = symbols[["family_id", "scheme", "subclass"]].dropna().drop_duplicates()
    joined = rows[["cluster_id", "family_id"]].merge(symbols, on="family_id")
    counts = joined.groupby(["cluster_id", "scheme", "subclass"]).size().rename("n").reset_index()
    counts["cpc"] = counts["scheme"] == "CPC"
    first = counts.groupby("cluster_id")["cpc"].transform("min")
    counts = counts[counts["cpc"] == first].sort_values(
        ["cluster_id", "n", "subclass"], ascending=[True, False, True]
    )
    top = counts.groupby("cluster_id").head(TOP_IPC)
    listed = {str(name): group["subclass"].tolist() for name, group in top.groupby("cluster_id")}
    return {name: listed.get(name, []) for name in rows["cluster_id"].unique()}

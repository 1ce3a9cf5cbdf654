"""Clusters of planted vectors: seconds, memory and agreement with what was planted, at three sizes.

Twenty fields of ten topics each lie in 64 dimensions under noise; the sizes of topics are uneven, as in
real collections. `python -m benchmarks.planted SIZE METHOD` prints one JSON line; the peers get the
same vectors: k-means with the planted number, BERTopic with its defaults.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from sklearn.metrics import adjusted_rand_score, v_measure_score

from corpus import contract
from corpus.tables import CLASSIFICATION
from flows.record import step
from navigation.clustering import ClusterSettings, cluster_assignment
from navigation.tables import CLUSTER_RUN, PREVIOUS_ASSIGNMENT

Vectors = npt.NDArray[np.float32]

FIELDS, TOPICS, LATENT, SEED = 20, 200, 64, 20200101
WORKS = (
    (20_000, "ours"),
    (20_000, "BERTopic"),
    (100_000, "ours"),
    (100_000, "k-means"),
    (1_000_000, "ours"),
)
HEAD = """
## Planted vectors

Groups, map, stability and three levels from ready vectors (384 numbers each; 256 at a million), beside peers
that divide alone. V is the V-measure; *placed* is the share of texts in a group.

| method | vectors | groups | V | ARI | placed | seconds | CPU s | peak MB |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
"""


def planted(size: int, width: int) -> tuple[Vectors, npt.NDArray[np.int64]]:
    """Unit vectors and the topic each was drawn from."""
    chance = np.random.default_rng(SEED)
    field = np.repeat(chance.normal(size=(FIELDS, LATENT)), TOPICS // FIELDS, axis=0)
    middle = field + 0.7 * chance.normal(size=(TOPICS, LATENT))
    share = chance.lognormal(0, 1, TOPICS)
    topic = chance.choice(TOPICS, size, p=share / share.sum())
    plane = np.linalg.qr(chance.normal(size=(width, LATENT)))[0].T.astype(np.float32)
    vectors = np.empty((size, width), np.float32)
    for start in range(0, size, 50_000):
        own = topic[start : start + 50_000]
        drawn = (middle[own] + chance.normal(size=(len(own), LATENT))).astype(np.float32) @ plane
        drawn += 0.1 * chance.normal(size=drawn.shape).astype(np.float32)
        vectors[start : start + 50_000] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return vectors, topic


def main(size: int, method: str) -> None:
    """Divide the vectors by one method and print what came of it."""
    vectors, topic = planted(size, 256 if size >= 1_000_000 else 384)
    table = _table(vectors) if method == "ours" else None
    before = time.process_time()
    with step(method, "planted") as record:
        group = _ours(table) if table is not None else _peer(vectors, method)
    row = {
        "method": method,
        "vectors": size,
        "groups": len(np.unique(group[group >= 0])),
        "v": v_measure_score(topic, group),
        "ari": adjusted_rand_score(topic, group),
        "placed": float((group >= 0).mean()),
        "seconds": record.seconds,
        "cpu": time.process_time() - before,
        "peak_mb": record.peak_mb,
    }
    print(json.dumps(row), flush=True)


def _table(vectors: Vectors) -> pd.DataFrame:
    size, width = vectors.shape
    offsets = pa.array(np.arange(size + 1) * width, pa.int64())
    lists = pa.LargeListArray.from_arrays(offsets, pa.array(vectors.ravel())).cast(pa.list_(pa.float32()))
    names = pd.Series([f"F{place:08d}" for place in range(size)], dtype="str")
    table = pd.DataFrame({"family_id": names, "text_digest": names})
    table = table.assign(encoder="planted", text_language="en", has_abstract=True)
    return table.assign(vector=pd.Series(pd.arrays.ArrowExtensionArray(lists))).astype(
        {"has_abstract": "boolean"}
    )


def _ours(table: pd.DataFrame) -> npt.NDArray[np.int64]:
    nothing = [contract.empty(t) for t in (CLASSIFICATION, PREVIOUS_ASSIGNMENT, CLUSTER_RUN)]
    made = cluster_assignment(table, *nothing, clustering=ClusterSettings(), seed=SEED)
    return pd.factorize(made["cluster_id"])[0].astype(np.int64)


def _peer(vectors: Vectors, method: str) -> npt.NDArray[np.int64]:
    if method == "k-means":
        from sklearn.cluster import KMeans

        return KMeans(TOPICS, random_state=0, n_init=1).fit_predict(vectors).astype(np.int64)
    from bertopic import BERTopic

    texts = [f"text {place}" for place in range(len(vectors))]
    return np.asarray(BERTopic().fit_transform(texts, vectors)[0], dtype=np.int64)


def line(row: Mapping[str, Any]) -> str:
    """A row of the table."""
    return (
        f"| {row['method']} | {row['vectors']:,} | {row['groups']} | {row['v']:.3f} | {row['ari']:.3f} | "
        f"{row['placed']:.0%} | {row['seconds']:.1f} | {row['cpu']:.1f} | {row['peak_mb']:,.0f} |\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

"""Nearest peers on what our run left on disk: BERTopic on the same vectors, k-means beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans

from flows.record import step
from flows.study import open_study

# Above this BERTopic alone would take longer than all the rest.
_PEER_LIMIT = 20_000


def main(root: Path, size: int) -> None:
    """Print seconds and peak memory of each peer as a JSON line."""
    store = open_study(root / "data" / "raw" / f"bench-{size}").store
    embedded = store.read("text_embedding", ["family_id", "vector"])
    vectors = np.stack(embedded["vector"].to_numpy())
    clusters = len(store.read("cluster", ["cluster_id"]))
    _tell("k-means, our number of clusters", lambda: KMeans(clusters, random_state=0, n_init=1).fit(vectors))
    if size <= _PEER_LIMIT:
        family = store.read("family", ["family_id", "title_en", "title"])
        texts = family["title_en"].fillna(family["title"]).fillna("").tolist()
        _tell("BERTopic, defaults, the same vectors", lambda: _bertopic(texts, vectors))


def _bertopic(texts: list[str], vectors: np.ndarray) -> None:
    from bertopic import BERTopic

    BERTopic().fit(texts, vectors)


def _tell(work: str, act: Callable[[], object]) -> None:
    with step(work, "peer") as record:
        act()
    row = {"work": work, "seconds": record.seconds, "peak_mb": record.peak_mb, "beside": "cluster"}
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

"""Clusters beside classes that experts gave: ours, k-means and BERTopic on the same vectors.

`python -m benchmarks.technology [encoder ...]` prints a JSON line for each set, encoder and method;
the sets lie beside the repository and are left out where they are not there. Texts are those the
program embeds; a vector is made once and then comes from the user's cache.
"""

from __future__ import annotations

import ast
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from corpus import contract
from corpus.tables import FAMILY
from flows.steps import vector_cache
from navigation import communities, embedding, hierarchy, neighbours
from navigation.clustering import ClusterSettings
from navigation.encoders import encoder_named
from navigation.tables import TEXT_EMBEDDING
from navigation.vectors import centring_groups

SETS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "benchmarks"
SEED = 20200101
# What a neural encoder is given of the two large sets: embedding costs minutes, clustering seconds.
MOST_EMBEDDED = {"49k English titles": 16_000, "10k US abstracts": 5_000}
HEAD = """
## Agreement with expert classes

Texts clustered by their vectors alone, beside the IPC or CPC subclass experts gave (the first one; of the
Chinese titles those with one subclass count). The same vectors for every method; processor seconds from ready
vectors to groups. BERTopic's outliers count as one group of their own; *placed* is the share that are none.

| set | texts | classes | encoder | method | groups | NMI | ARI | purity | placed | CPU s |
|---|---:|---:|---|---|---:|---:|---:|---:|---:|---:|
"""


def chinese_titles() -> tuple[list[str], list[list[str]]]:
    """Chinese titles and their IPC subclasses, in alphabetical order: only single ones are sure."""
    rows = pd.read_csv(SETS / "cn-titles-ipc" / "titles_ipc.csv")
    return rows["patent_title"].tolist(), rows["true_subclasses_all"].str.split("|").tolist()


def english_titles() -> tuple[list[str], list[list[str]]]:
    """English titles and their IPC subclasses, the first one first."""
    folder = SETS / "titles-49k"
    titles = pd.read_csv(folder / "titles.csv.gz").drop_duplicates("lens_id")
    classes = pd.read_csv(folder / "ipc_subclass.csv.gz").dropna()
    listed = classes.groupby("lens_id", sort=False)["subclass"].agg(lambda s: list(dict.fromkeys(s)))
    titles["classes"] = titles["lens_id"].map(listed)
    titles = titles.dropna(subset=["title", "classes"]).sort_values("lens_id")
    return titles["title"].tolist(), titles["classes"].tolist()


def us_abstracts() -> tuple[list[str], list[list[str]]]:
    """US abstracts and their CPC subclasses."""
    rows = pd.read_csv(SETS / "random-10k-cpc" / "patents.csv.gz")
    classes = rows["classifications_cpc"].map(ast.literal_eval).map(lambda s: [c[:4] for c in s])
    has_class = classes.map(len) > 0
    return rows.loc[has_class, "abstract"].tolist(), classes[has_class].tolist()


def claims() -> tuple[list[str], list[list[str]]]:
    """First claims and their CPC subclass."""
    path = SETS / "patentsberta-claims-cpc" / "df_claim_cpc_1400.csv"
    rows = pd.read_csv(path, encoding="utf-8", encoding_errors="replace")
    return rows["text"].tolist(), rows["group_id"].map(ast.literal_eval).tolist()


READERS: dict[str, Callable[[], tuple[list[str], list[list[str]]]]] = {
    "Chinese titles": chinese_titles,
    "49k English titles": english_titles,
    "10k US abstracts": us_abstracts,
    "claims": claims,
}


def main(encoders: list[str]) -> None:
    """Print a JSON line for each set, encoder and method."""
    for name, read in READERS.items():
        for encoder in encoders if SETS.is_dir() else []:
            texts, classes = read()
            if encoder != "lsa" and len(texts) > (most := MOST_EMBEDDED.get(name, len(texts))):
                chosen = np.sort(np.random.default_rng(0).choice(len(texts), most, replace=False))
                texts, classes = [texts[i] for i in chosen], [classes[i] for i in chosen]
            is_sure = np.array([len(c) == 1 or name != "Chinese titles" for c in classes])
            expert = np.array([c[0] for c in classes])
            for row in compared(texts, expert, is_sure, encoder):
                print(json.dumps({"set": name, "encoder": encoder} | row), flush=True)


def compared(
    texts: list[str], expert: np.ndarray, is_sure: np.ndarray, encoder: str
) -> Iterator[dict[str, object]]:
    """Each method's agreement with the classes."""
    embedded = _embedded(texts, encoder)
    vectors = np.stack(embedded["vector"].to_numpy())
    wanted = len(set(expert[is_sure]))

    def ours(clusters: int | None, *, topics: bool = False) -> np.ndarray:
        groups = centring_groups(embedded)
        points = neighbours.grid_vectors(vectors, groups, dimensions=ClusterSettings().dimensions)
        near, _ = neighbours.neighbours(points, ClusterSettings().neighbours, seed=SEED)
        graph = neighbours.shared_neighbour_graph(near)
        division = communities.divide(graph, points, clusters=clusters, seed=SEED)
        if not topics:
            return division.member
        topic = hierarchy.topics(graph, points, division.member, resolution=division.resolution, seed=SEED)
        return np.where(topic >= 0, topic, topic.max() + 1 + division.member)

    found: dict[str, int] = {}
    methods: dict[str, Callable[[], np.ndarray]] = {
        "ours": lambda: ours(None),
        "ours, topics": lambda: ours(None, topics=True),
        "k-means at our number": lambda: _k_means(vectors, found["ours"]),
        "BERTopic": lambda: _bertopic(texts, vectors),
        "ours at BERTopic's number": lambda: ours(found["BERTopic"]),
        "k-means at BERTopic's number": lambda: _k_means(vectors, found["BERTopic"]),
    }
    for method, divide in methods.items():
        wall, cpu = time.perf_counter(), time.process_time()
        groups = divide()
        spent = {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        found[method] = len(set(groups))
        yield {
            "texts": len(texts),
            "classes": wanted,
            "method": method,
            "groups": len(set(groups)),
            **agreement(expert[is_sure], groups[is_sure]),
            "placed": float((groups >= 0).mean()),
            **spent,
        }


def agreement(expert: np.ndarray, groups: np.ndarray) -> dict[str, float]:
    """NMI (arithmetic mean), adjusted Rand index and purity."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    return {
        "NMI": float(normalized_mutual_info_score(expert, groups)),
        "ARI": float(adjusted_rand_score(expert, groups)),
        "purity": float(pd.crosstab(expert, groups).max().sum() / len(expert)),
    }


def _embedded(texts: list[str], encoder: str) -> pd.DataFrame:
    family = contract.empty(FAMILY).reindex(range(len(texts)))
    family["family_id"] = [f"F{place:06d}" for place in range(len(texts))]
    family["title"] = pd.Series(texts, dtype="str")
    family["title_en"] = family["title"].where(~family["title"].str.contains("[\u4e00-\u9fff]"))
    family["text_language"] = np.where(family["title_en"].isna(), "zh", "en")
    frame = embedding.text_embedding(
        contract.cast(family, FAMILY),
        encoder=encoder_named(encoder, seed=SEED),
        cache=vector_cache(),
        on_progress=lambda done, total: print(f"{done} of {total}", file=sys.stderr, end="\r"),
    )
    return contract.check(frame, TEXT_EMBEDDING)


def _k_means(vectors: np.ndarray, groups: int) -> np.ndarray:
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(groups, random_state=0, n_init=1).fit(vectors).labels_)


def _bertopic(texts: list[str], vectors: np.ndarray) -> np.ndarray:
    from bertopic import BERTopic

    return np.array(BERTopic().fit(texts, vectors).topics_)


def line(row: dict[str, object]) -> str:
    """A row of the page."""
    return (
        "| {set} | {texts:,} | {classes} | {encoder} | {method} | {groups} | {NMI:.3f} | {ARI:.3f} | "
        "{purity:.3f} | {placed:.0%} | {cpu:.1f} |\n"
    ).format(**row)


if __name__ == "__main__":
    main(sys.argv[1:] or ["lsa", "embedded"])

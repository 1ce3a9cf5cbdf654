"""What becomes of clusters from run to run: ids stay with their content, and every change is stated.

The run before is an input like any other: the tables `previous_assignment` and `previous_cluster`
hold what it said, and `cluster_run` whether this run divides anew (docs/decisions/0009).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

import numpy as np
import pandas as pd

from corpus.contract import TEXTS_DTYPE, cast
from navigation.placement import ClusterSettings, Known
from navigation.tables import CLUSTER_LINEAGE, CLUSTER_RUN

# Raised when the same vectors would be divided otherwise: the division before is then carried over.
VERSION = "2"
# A cluster came from, or went to, another if this share of its families did.
SHARE = 0.2
# With more new families than this, the division before no longer describes the corpus.
MOST_NEW = 0.5


def known(
    previous_assignment: pd.DataFrame, rows: pd.DataFrame, ids: list[str], topics: list[str]
) -> Known | None:
    """What the run before says of each family with text; None where it says too little.

    Parameters
    ----------
    rows
        family_id of each family, in order.
    ids, topics
        Clusters and topics of the run before, in the order of the numbers wanted.
    """
    told = previous_assignment[previous_assignment["is_by_text"].fillna(False)].dropna(subset=["x", "y"])
    place = pd.Index(told["family_id"]).get_indexer(pd.Index(rows["family_id"]))
    if not len(place) or (place >= 0).mean() < 1 - MOST_NEW:
        return None
    is_known = place >= 0
    clusters = pd.Index(ids).get_indexer(pd.Index(told["cluster_id"]))[place]
    topic = pd.Index(topics).get_indexer(pd.Index(told["topic_id"]))[place]
    places = told[["x", "y"]].to_numpy()[place]
    return Known(
        np.where(is_known, clusters, -1).astype(np.int64),
        np.where(is_known, topic, -1).astype(np.int64),
        np.where(is_known[:, None], places, 0.0),
    )


def ids_of(previous: pd.Series) -> list[str]:
    """The ids a column of the run before holds, in order."""
    return sorted(previous.dropna().unique())


def numbered(groups: pd.DataFrame, letter: str, after: int = 0) -> pd.Series:
    """`c001`, `c002` … for groups given largest first, counted on from `after`."""
    width = {"c": 3, "f": 2}[letter]
    width = max(width, len(str(after + len(groups))))
    names = [f"{letter}{after + place:0{width}}" for place in range(1, len(groups) + 1)]
    return pd.Series(names, index=groups.index, dtype="str")


def last_number(ids: pd.Series) -> int:
    """The highest number among ids like c012; 0 without any."""
    numbers = ids.dropna().str.extract(r"^[cf](\d+)", expand=False).astype(float)
    return int(numbers.max()) if len(numbers.dropna()) else 0


def matched(now: pd.Series, before: pd.Series, after: int) -> dict[str, str]:
    """The ids of groups found anew: that of the group before it shares most families with.

    Both ids go to one group alone, the largest share first, and only where at least half of one
    of the two is in the other; other groups are numbered on.

    Parameters
    ----------
    now, before
        Group of each family, by family_id, now (numbered by size) and in the run before.
    after
        Highest number given so far.
    """
    both = pd.concat([now.rename("now"), before.rename("before")], axis=1, join="inner").dropna()
    pairs = both.groupby(["now", "before"]).size().rename("n").reset_index()
    pairs["of_now"] = pairs["now"].map(both["now"].value_counts())
    pairs["of_before"] = pairs["before"].map(before.value_counts())
    enough = 2 * pairs["n"] >= pairs[["of_now", "of_before"]].min(axis=1)
    pairs = pairs[enough].sort_values(["n", "now", "before"], ascending=[False, True, True])
    names: dict[str, str] = {}
    given: set[str] = set()
    for new, old in zip(pairs["now"], pairs["before"], strict=True):
        if new not in names and old not in given:
            names[str(new)] = str(old)
            given.add(str(old))
    left = [name for name in sorted(now.dropna().unique()) if name not in names]
    further = numbered(pd.DataFrame(index=left), left[0][0], after) if left else pd.Series(dtype="str")
    return names | {str(k): str(v) for k, v in further.items()}


def cluster_lineage(cluster_assignment: pd.DataFrame, previous_assignment: pd.DataFrame) -> pd.DataFrame:
    """What became of every cluster, now or in the run before.

    - `kept`: it has its id from the run before;
    - `split`: a fifth or more of its families then are now in another cluster, or it is new and at
      least half of its families come from others;
    - `merged`: a fifth or more of its families come from another cluster, or it is gone and its
      families are in others;
    - `new`: most of its families were not there;
    - `vanished`: it is gone with its families.

    Returns
    -------
    pandas.DataFrame
        A row for each id; shares count the families that are in both runs.
    """
    now = cluster_assignment[["family_id", "cluster_id"]]
    before = previous_assignment[["family_id", "cluster_id"]].rename(columns={"cluster_id": "previous"})
    both = now.merge(before, on="family_id")
    pairs = both.groupby(["cluster_id", "previous"]).size().rename("n").reset_index()
    pairs = pairs.sort_values(["n", "cluster_id", "previous"], ascending=[False, True, True])
    came = pairs[pairs["n"] >= SHARE * pairs.groupby("cluster_id")["n"].transform("sum")]
    went = pairs[pairs["n"] >= SHARE * pairs.groupby("previous")["n"].transform("sum")]
    came_from = {str(k): g["previous"].tolist() for k, g in came.groupby("cluster_id")}
    went_to = {str(k): g["cluster_id"].tolist() for k, g in went.groupby("previous")}
    size, size_before = now["cluster_id"].value_counts(), before["previous"].value_counts()
    stayed = pairs[pairs["cluster_id"] == pairs["previous"]].set_index("cluster_id")["n"]
    old_share = both["cluster_id"].value_counts() / size
    ids = sorted({*size.index, *size_before.index})
    frame = pd.DataFrame({"cluster_id": ids})
    frame["change"] = [
        _change(i, i in size.index, i in size_before.index, came_from, went_to, old_share.get(i, 0.0))
        for i in ids
    ]
    for name, found in (("came_from", came_from), ("went_to", went_to)):
        frame[name] = pd.Series([[o for o in found.get(i, []) if o != i] for i in ids], dtype=TEXTS_DTYPE)
    frame["family_count"] = frame["cluster_id"].map(size).fillna(0)
    frame["previous_count"] = frame["cluster_id"].map(size_before).fillna(0)
    frame["common_count"] = frame["cluster_id"].map(stayed).fillna(0)
    return cast(frame, CLUSTER_LINEAGE)


def _change(
    cluster: str,
    is_now: bool,
    was_before: bool,
    came_from: dict[str, list[str]],
    went_to: dict[str, list[str]],
    old_share: float,
) -> str:
    sources = [c for c in came_from.get(cluster, []) if c != cluster]
    targets = [c for c in went_to.get(cluster, []) if c != cluster]
    if not is_now:
        return "merged" if targets else "vanished"
    if not was_before:
        return "split" if sources and old_share >= 0.5 else "new"
    if targets:
        return "split"
    return "merged" if sources else "kept"


def input_digest(text_embedding: pd.DataFrame, settings: ClusterSettings, seed: int) -> str:
    """What a division depends on: texts, encoder, settings, seed and the version of the method."""
    rows = text_embedding.sort_values("family_id")
    total = hashlib.sha256(json.dumps([VERSION, seed, asdict(settings)], sort_keys=True).encode())
    for name in ("family_id", "text_digest", "encoder"):
        total.update("\n".join(rows[name].fillna("")).encode())
    return total.hexdigest()[:32]


def settings_digest(settings: ClusterSettings) -> str:
    """What, when people change it, asks for another division: all but the encoder's name."""
    asked = {name: value for name, value in asdict(settings).items() if name != "encoder"}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]


def cluster_run(
    text_embedding: pd.DataFrame,
    before: pd.DataFrame,
    cluster_assignment: pd.DataFrame,
    settings: ClusterSettings,
    seed: int,
    *,
    recluster: bool,
) -> pd.DataFrame:
    """The one row that says from what this run divides, and whether it does so anew.

    A run on the inputs of the run before repeats it: then its row is returned as it is, and the
    memory stays. Any other row means that what the run before left becomes the memory.

    Parameters
    ----------
    before, cluster_assignment
        The row and the division of the run before; empty where there was none.
    recluster
        A person asked for a division anew; changed settings of the clusters ask for it too.
    """
    digest, asked = input_digest(text_embedding, settings, seed), settings_digest(settings)
    last = before.iloc[0] if len(before) else None
    if last is not None and last["input_digest"] == digest and (last["is_reclustered"] or not recluster):
        return before
    changed = False
    if last is not None and len(cluster_assignment):
        changed = recluster or last["settings_digest"] != asked
    given = {"last_cluster": "cluster_id", "last_field": "field_id"}
    row = {"input_digest": digest, "settings_digest": asked, "is_reclustered": changed}
    numbers = {
        name: max(last_number(cluster_assignment[column]), 0 if last is None else int(last[name]))
        for name, column in given.items()
    }
    return cast(pd.DataFrame([row | numbers]), CLUSTER_RUN)


def is_described(cluster_assignment: pd.DataFrame, cluster: pd.DataFrame) -> bool:
    """Whether the clusters are those of the division: the same ids with as many families."""
    counts = cluster_assignment["cluster_id"].value_counts().sort_index()
    stated = cluster.set_index("cluster_id")["family_count"].sort_index()
    return list(counts.index) == list(stated.index) and bool((counts.to_numpy() == stated.to_numpy()).all())


def carried_labels(cluster: pd.DataFrame, lineage: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The clusters with the labels they had, where most of their families then are still in them."""
    rows = lineage.merge(before[["cluster_id", "label_zh", "label_en"]], on="cluster_id")
    stays = 2 * rows["common_count"] >= rows[["previous_count", "family_count"]].max(axis=1)
    rows = rows[stays].set_index("cluster_id")
    result = cluster.copy()
    for name in ("label_zh", "label_en"):
        carried = result["cluster_id"].map(rows[name]).astype("str")
        fresh = result[name].where(carried.isna())
        # A new label must not repeat one that an older cluster has.
        taken = fresh.isin(carried.dropna())
        result[name] = carried.fillna(fresh.mask(taken, fresh + " (" + result["cluster_id"] + ")"))
    return result

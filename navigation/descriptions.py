"""Builders `cluster` and `cluster_group`: each group's labels, terms, subclasses, exemplars, middle.

Labels are made by `labels`; exemplars are the five families whose vectors are nearest the mean of
the group's; `x`, `y` is the mean place of its families.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from corpus.contract import cast, empty
from navigation import labels, layout, lineage, neighbours, vectors
from navigation.tables import CLUSTER, CLUSTER_GROUP

EXEMPLARS = 5
TOP_IPC = 5


def cluster(
    cluster_assignment: pd.DataFrame,
    text_embedding: pd.DataFrame,
    family: pd.DataFrame,
    classification: pd.DataFrame,
    applicant: pd.DataFrame,
    cluster_lineage: pd.DataFrame,
    previous_cluster: pd.DataFrame,
) -> pd.DataFrame:
    """Each technology cluster. One that stays from the run before keeps its labels."""
    rows = _rows(cluster_assignment, text_embedding)
    made = _described(rows, family, classification, applicant)
    made["field_id"] = made["cluster_id"].map(
        rows.drop_duplicates("cluster_id").set_index("cluster_id")["field_id"]
    )
    if len(previous_cluster):
        made = lineage.carried_labels(made, cluster_lineage, previous_cluster)
    return cast(made[CLUSTER.column_names], CLUSTER)


def cluster_group(
    cluster_assignment: pd.DataFrame,
    text_embedding: pd.DataFrame,
    family: pd.DataFrame,
    classification: pd.DataFrame,
    applicant: pd.DataFrame,
) -> pd.DataFrame:
    """Each field of clusters and each topic within one, described like a cluster."""
    rows = _rows(cluster_assignment, text_embedding)
    parts = [empty(CLUSTER_GROUP)]
    for tier in ("field", "topic"):
        groups = rows.assign(home_id=rows["cluster_id"], cluster_id=rows[f"{tier}_id"])
        groups = groups.dropna(subset="cluster_id").sort_values(
            ["cluster_id", "family_id"], ignore_index=True
        )
        if groups.empty:
            continue
        made = _described(groups, family, classification, applicant)
        home = groups.drop_duplicates("cluster_id").set_index("cluster_id")["home_id"]
        made["home_id"] = made["cluster_id"].map(home) if tier == "topic" else np.nan
        made = made.rename(columns={"cluster_id": "node_id"}).assign(tier=tier)
        parts.append(cast(made[CLUSTER_GROUP.column_names], CLUSTER_GROUP))
    return pd.concat(parts, ignore_index=True)


def _rows(cluster_assignment: pd.DataFrame, text_embedding: pd.DataFrame) -> pd.DataFrame:
    rows = cluster_assignment.merge(
        text_embedding[["family_id", "text_language", "vector"]], on="family_id", how="left"
    ).sort_values(["cluster_id", "family_id"], ignore_index=True)
    rows["has_vector"] = np.asarray(vectors.matrix(rows["vector"]).any(axis=1))
    return rows


def _described(
    rows: pd.DataFrame, family: pd.DataFrame, classification: pd.DataFrame, applicant: pd.DataFrame
) -> pd.DataFrame:
    """All columns of a group but its parent; groups are the rows' `cluster_id`."""
    groups = rows.groupby("cluster_id")
    result = groups.agg(
        family_count=("family_id", "size"), stability=("stability", "mean"), x=("x", "mean"), y=("y", "mean")
    ).reset_index()
    result[["x", "y", "stability"]] = result[["x", "y", "stability"]].round(layout.DECIMALS)
    chinese = rows["text_language"].eq("zh").groupby(rows["cluster_id"]).mean()
    result["language_share"] = result["cluster_id"].map(chinese).round(4)
    result["exemplars"] = result["cluster_id"].map(_exemplars(rows))
    result["ipc"] = result["cluster_id"].map(_subclasses(rows, classification))
    named = labels.labels(rows, family, result[["cluster_id", "ipc"]], applicant)
    return result.merge(named, on="cluster_id")


def _exemplars(rows: pd.DataFrame) -> dict[str, list[str]]:
    """The families nearest each cluster's mean vector, nearest first."""
    matrix = vectors.matrix(rows["vector"])
    family = rows["family_id"].to_numpy(dtype=object)
    found: dict[str, list[str]] = {}
    for name, places in rows.groupby("cluster_id").indices.items():
        within = np.rint(matrix[places] * neighbours.GRID).astype(np.float64)
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

"""Builder `node_suggestion`: branches the breakdown lacks, seen from the clusters it does not cover."""

from __future__ import annotations

import pandas as pd

from corpus import contract
from navigation.tables import NODE_SUGGESTION

LEAST_OUTSIDE = 5
LEAST_SHARE = 0.5


def node_suggestion(
    cluster: pd.DataFrame,
    cluster_assignment: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
) -> pd.DataFrame:
    """Clusters half of whose families, and five at least, no rule of the breakdown reaches.

    A family placed by likeness alone does not count as reached: where most are, the breakdown
    lacks a rule rather than a branch (`why` is then `similarity_only`).

    Returns
    -------
    pandas.DataFrame
        `node_suggestion`, the largest gap first. `branch_id` is the leaf that most of the cluster's
        other families are on.
    """
    placed = cluster_assignment[["family_id", "cluster_id"]].dropna()
    on_leaf = branch_assignment[branch_assignment["is_leaf"].fillna(False).astype(bool)]
    by_rule = on_leaf[on_leaf["evidence"] != "similarity"]
    placed = placed.assign(
        is_outside=~placed["family_id"].isin(by_rule["family_id"]),
        is_near=placed["family_id"].isin(on_leaf["family_id"]),
    )
    placed["is_near"] &= placed["is_outside"]
    counts = placed.groupby("cluster_id").agg(
        family_count=("family_id", "size"), outside_count=("is_outside", "sum"), near=("is_near", "sum")
    )
    counts = counts[
        (counts["outside_count"] >= LEAST_OUTSIDE)
        & (counts["outside_count"] >= LEAST_SHARE * counts["family_count"])
    ].reset_index()
    if counts.empty or branch.empty:
        return contract.empty(NODE_SUGGESTION)
    leaves = placed.merge(by_rule[["family_id", "branch_id"]], on="family_id")
    common = leaves.groupby(["cluster_id", "branch_id"]).size().rename("n").reset_index()
    common = common.sort_values(["cluster_id", "n", "branch_id"], ascending=[True, False, True])
    nearest = common.drop_duplicates("cluster_id").set_index("cluster_id")["branch_id"]
    made = counts.merge(cluster.drop(columns="family_count"), on="cluster_id")
    made["branch_id"] = made["cluster_id"].map(nearest)
    made["why"] = (2 * made["near"] >= made["outside_count"]).map(
        {True: "similarity_only", False: "uncovered"}
    )
    made = made.sort_values(["outside_count", "cluster_id"], ascending=[False, True], ignore_index=True)
    return contract.cast(made[NODE_SUGGESTION.column_names], NODE_SUGGESTION)

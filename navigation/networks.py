"""Builder `collaboration`: who files together, and the groups that these ties form."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from navigation.tables import COLLABORATION

# A family of more applicants is a consortium's list; every pair of it would drown the rest.
MOST_APPLICANTS = 30


def collaboration(family_applicant: pd.DataFrame, family: pd.DataFrame) -> pd.DataFrame:
    """Pairs of original applicants with joint families, with the group each pair belongs to.

    A group is a connected component of the network of pairs, numbered by size. The pair's
    `broker` is the applicant through which more of the shortest ways inside the group lead
    (betweenness; none in a group of two).

    Returns
    -------
    pandas.DataFrame
        `collaboration`; the applicant with the smaller id stands first.
    """
    held = family_applicant.loc[family_applicant["share"] > 0, ["family_id", "applicant_id"]]
    sizes = held.groupby("family_id")["applicant_id"].transform("size")
    held = held[sizes.between(2, MOST_APPLICANTS)]
    both = held.merge(held.rename(columns={"applicant_id": "partner_id"}), on="family_id")
    both = both[both["applicant_id"] < both["partner_id"]].merge(
        family[["family_id", "priority_year"]], on="family_id"
    )
    groups = both.groupby(["applicant_id", "partner_id"], sort=True)
    pairs = groups.agg(
        family_count=("family_id", "size"),
        first_year=("priority_year", "min"),
        last_year=("priority_year", "max"),
    ).reset_index()
    network = nx.from_pandas_edgelist(pairs, "applicant_id", "partner_id")
    components = sorted(nx.connected_components(network), key=lambda c: (-len(c), min(c)))
    number = {node: place for place, nodes in enumerate(components, start=1) for node in nodes}
    pairs["group_number"] = pairs["applicant_id"].map(number)
    pairs["group_size"] = pairs["group_number"].map({n: len(c) for n, c in enumerate(components, start=1)})
    between = (
        nx.betweenness_centrality(network, k=min(len(network), 500) or None, seed=0) if len(network) else {}
    )
    first, second = (
        pairs[column].map(between).astype("float64") for column in ("applicant_id", "partner_id")
    )
    broker = pairs["applicant_id"].where(first >= second, pairs["partner_id"])
    pairs["broker_id"] = broker.where((first > 0) | (second > 0)).astype("str")
    return pairs[COLLABORATION.column_names]

"""Builders `collaboration` and `co_invention`: who files and who invents together.

Both are networks of pairs. Their groups are connected components, numbered by size; a pair's
broker is the end through which more of the shortest ways inside the group lead (betweenness).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corpus import contract
from navigation.tables import CO_INVENTION, COLLABORATION

if TYPE_CHECKING:
    from igraph import Graph

# A family of more applicants is a consortium's list; every pair of it would drown the rest.
MOST_TOGETHER = 30
LEAST_JOINT = 2
# Ways are followed from every node of a group up to this size, from as many in a larger one.
MOST_STARTS = 500


def collaboration(family_applicant: pd.DataFrame, family: pd.DataFrame) -> pd.DataFrame:
    """Pairs of original applicants with joint families, with the group each pair belongs to.

    Returns
    -------
    pandas.DataFrame
        `collaboration`; the applicant with the smaller id stands first, and in a group of two
        neither is the broker.
    """
    held = family_applicant.loc[family_applicant["share"] > 0, ["family_id", "applicant_id"]]
    pairs = _pairs(held.rename(columns={"applicant_id": "node"}), family, least=1)
    named = _grouped(pairs).rename(
        columns={"node": "applicant_id", "partner": "partner_id", "broker": "broker_id"}
    )
    return contract.cast(named[COLLABORATION.column_names], COLLABORATION)


def co_invention(party: pd.DataFrame, family: pd.DataFrame) -> pd.DataFrame:
    """Pairs of inventors with two or more joint families: the teams of an applicant.

    Names are taken as the representative publication prints them, so that a name in two scripts is
    not two people. Namesakes abound: a name counts as one person within one applicant (the first
    of the publication) and as another elsewhere.

    Returns
    -------
    pandas.DataFrame
        `co_invention`; the name that sorts first stands first.
    """
    of_family = family[["family_id", "representative_number"]].rename(
        columns={"representative_number": "publication_number"}
    )
    printed = party.merge(of_family, on="publication_number")
    applicants = printed[(printed["role"] == "applicant") & printed["applicant_id"].notna()]
    first = applicants.sort_values(["family_id", "sequence"]).drop_duplicates("family_id")
    people = printed.loc[(printed["role"] == "inventor") & printed["name"].notna(), ["family_id", "name"]]
    people = people.drop_duplicates().merge(first[["family_id", "applicant_id"]], on="family_id")
    # The pair (name, applicant) as one number, in order of name.
    people = people.sort_values(["name", "applicant_id", "family_id"], ignore_index=True)
    is_new = ~people.duplicated(["name", "applicant_id"])
    people["node"] = is_new.cumsum() - 1
    known = people.loc[is_new].reset_index(drop=True)
    made = _grouped(_pairs(people[["family_id", "node"]], family, least=LEAST_JOINT))
    for column, end in (("inventor_name", "node"), ("partner_name", "partner"), ("broker_name", "broker")):
        made[column] = made[end].map(known["name"])
    made["applicant_id"] = made["node"].map(known["applicant_id"])
    made = made.sort_values(["inventor_name", "partner_name", "applicant_id"], ignore_index=True)
    return contract.cast(made[CO_INVENTION.column_names], CO_INVENTION)


def _pairs(held: pd.DataFrame, family: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """node, partner, family_count, first_year, last_year of each pair in `least` families or more."""
    sizes = held.groupby("family_id")["node"].transform("size")
    held = held[sizes.between(2, MOST_TOGETHER)]
    both = held.merge(held.rename(columns={"node": "partner"}), on="family_id")
    both = both[both["node"] < both["partner"]].merge(family[["family_id", "priority_year"]], on="family_id")
    pairs = both.groupby(["node", "partner"], sort=True).agg(
        family_count=("family_id", "size"),
        first_year=("priority_year", "min"),
        last_year=("priority_year", "max"),
    )
    return pairs[pairs["family_count"] >= least].reset_index()


def _grouped(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with group_number, group_size and broker."""
    import igraph  # slow to import, which only this builder should pay for

    names, codes = np.unique(pairs[["node", "partner"]].to_numpy(), return_inverse=True)
    ends = codes.reshape(-1, 2)
    network = igraph.Graph(n=len(names), edges=ends)
    part = np.array(network.connected_components().membership, dtype=np.int64)
    sizes = np.bincount(part, minlength=1)
    first = np.full(len(sizes), len(names), dtype=np.int64)
    np.minimum.at(first, part, np.arange(len(names)))
    number = np.empty(len(sizes), dtype=np.int64)
    number[np.lexsort((first, -sizes))] = np.arange(1, len(sizes) + 1)
    between = _betweenness(network, part)
    left, right = between[ends[:, 0]], between[ends[:, 1]]
    return pairs.assign(
        group_number=number[part[ends[:, 0]]] if len(pairs) else None,
        group_size=sizes[part[ends[:, 0]]] if len(pairs) else None,
        broker=pairs["node"].where(left >= right, pairs["partner"]).where((left > 0) | (right > 0)),
    )


def _betweenness(network: Graph, part: NDArray[np.int64]) -> NDArray[np.float64]:
    """How many shortest ways lead through each node; in large groups, of those from 500 nodes."""
    starts = pd.Series(np.arange(len(part))).groupby(part)
    order, size = starts.cumcount().to_numpy(), starts.transform("size").to_numpy()
    step = np.maximum(size // MOST_STARTS, 1)
    chosen = np.flatnonzero(order % step == 0).tolist()
    found = network.betweenness(directed=False, sources=chosen) if len(part) else []
    return np.asarray(found, dtype=np.float64).round(6)

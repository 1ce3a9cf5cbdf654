"""Builder `main_path`: the ways along which a field's knowledge ran, by its citations.

Links run from the cited family to the citing one. A link's weight is its search path count (SPC:
Batagelj 2003, arXiv cs/0309023): the number of ways from any source to any sink that lead over it.
The ten heaviest links are key routes (Liu & Lu 2012, JASIST 63:528); each is drawn out to both ends
along the heaviest way, so that several streams stay visible where a single path would show one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from corpus import contract
from corpus.graphs import Floats, Integers, Ladder, against_order, ladder, traversal
from navigation.tables import MAIN_PATH

KEY_ROUTES = 10
LEAST_LINKS = 10


def main_path(citation: pd.DataFrame, family: pd.DataFrame) -> pd.DataFrame:
    """Links on the key routes of the citation network, heaviest first.

    Only links between families of the corpus count: what lies outside has neither a title nor a
    date here. Families can cite each other in circles; within a circle the links go that run
    against priority date (then family), and `broken_count` says how many.

    Returns
    -------
    pandas.DataFrame
        `main_path`; empty where fewer than ten links lie within the corpus.
    """
    order = family.sort_values(["earliest_priority_date", "family_id"], na_position="last")
    rank = pd.Series(np.arange(len(order)), index=order["family_id"].to_numpy(dtype=object))
    source = citation["cited_family_id"].map(rank)
    target = citation["citing_family_id"].map(rank)
    within = (source.notna() & target.notna()).to_numpy()
    links = np.stack([source[within].to_numpy(dtype="int64"), target[within].to_numpy(dtype="int64")])
    links = np.unique(links, axis=1)
    if links.shape[1] < LEAST_LINKS:
        return contract.empty(MAIN_PATH)
    kept = ~against_order(links[0], links[1], len(order))
    ends = links[:, kept]
    network = ladder(ends[0], ends[1], len(order))
    weights = traversal(network)
    keys, route = key_routes(network, weights.share, KEY_ROUTES)
    chosen = np.flatnonzero(route > 0)
    names = order["family_id"].to_numpy(dtype=object)
    made = pd.DataFrame(
        {
            "cited_family_id": names[ends[0, chosen]],
            "citing_family_id": names[ends[1, chosen]],
            "traversal_count": weights.count[chosen],
            "traversal_share": weights.share[chosen].round(12),
            "key_route": route[chosen],
            "is_key": np.isin(chosen, keys),
            "link_count": int(kept.sum()),
            "broken_count": int((~kept).sum()),
        }
    ).sort_values(["key_route", "cited_family_id", "citing_family_id"], ignore_index=True)
    return contract.cast(made[MAIN_PATH.column_names], MAIN_PATH)


def key_routes(ladder: Ladder, share: Floats, count: int) -> tuple[Integers, Integers]:
    """The heaviest links, and of each link the heaviest key route it lies on (0: none).

    A key route goes on from both ends of its link by the way with the greatest sum of shares; of
    equal ways the one over the earlier link.
    """
    weight = share.round(12)
    onward, next_link = np.zeros(ladder.size), np.full(ladder.size, -1, dtype=np.int64)
    back, last_link = np.zeros(ladder.size), np.full(ladder.size, -1, dtype=np.int64)
    for links, ends, starts in ladder.falling():
        value = weight[links] + onward[ladder.target[links]]
        onward[ends], next_link[ends] = _best(value, links, starts)
    for links, ends, starts in ladder.rising():
        value = weight[links] + back[ladder.source[links]]
        back[ends], last_link[ends] = _best(value, links, starts)
    route = np.zeros(len(weight), dtype=np.int64)
    keys = np.argsort(-weight, kind="stable")[:count]
    for number, key in enumerate(keys.tolist(), start=1):
        way = [key]
        while (link := int(next_link[ladder.target[way[-1]]])) >= 0:
            way.append(link)
        while (link := int(last_link[ladder.source[way[0]]])) >= 0:
            way.insert(0, link)
        fresh = np.array([link for link in way if route[link] == 0], dtype=np.int64)
        route[fresh] = number
    return keys, route


def _best(value: Floats, links: Integers, starts: Integers) -> tuple[Floats, Integers]:
    """The greatest value of each group, and the earliest link that has it."""
    rounded = value.round(9)
    best = np.maximum.reduceat(rounded, starts)
    group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(rounded))))
    first = np.minimum.reduceat(np.where(rounded == best[group], links, np.iinfo(np.int64).max), starts)
    return best, first

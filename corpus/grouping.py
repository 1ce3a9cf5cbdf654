"""Which documents are one application, and which are one invention.

Publications are grouped into simple families as DOCDB does: a vendor's simple-family id or member
list where one is given, else equal sets of priorities; an application without priority is its own
priority. A utility model filed beside an invention (一案双申) keeps its own family.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from corpus import lists
from corpus.contract import TEXTS_DTYPE


def components(size: int, keys: Sequence[pd.Series]) -> npt.NDArray[np.int64]:
    """Union-find: rows that share a value in any of the keys get one number.

    Parameters
    ----------
    size
        Number of rows.
    keys
        Series aligned by position; a missing value ties nothing. A key may hold lists (TEXTS).

    Returns
    -------
    numpy.ndarray
        Component number of each row, counted in the order of first appearance.
    """
    rows: list[np.ndarray] = []
    nodes: list[np.ndarray] = []
    offset = size
    for key in keys:
        frame = pd.DataFrame({"row": np.arange(size), "key": key.reset_index(drop=True)})
        frame = lists.explode(frame, "key") if key.dtype == TEXTS_DTYPE else frame.dropna()
        codes, values = pd.factorize(frame["key"])
        rows.append(frame["row"].to_numpy())
        nodes.append(codes + offset)
        offset += len(values)
    row, node = np.concatenate(rows), np.concatenate(nodes)
    graph = coo_array((np.ones(len(row), dtype=bool), (row, node)), shape=(offset, offset))
    _, labels = connected_components(graph, directed=False)
    return pd.factorize(labels[:size])[0]


def family_ids(publications: pd.DataFrame, vendor_families: pd.Series | None = None) -> pd.Series:
    """Simple family of each publication, named by its earliest application.

    Ties, in this order of trust: the application, and the one it was divided from; the vendors'
    family ids; the vendor's lists of member records or publications; where a vendor gave none of
    these, equal priority sets, also with a publication of a vendor that did, unless that vendor
    parted others of the same set.

    Parameters
    ----------
    publications
        `publication` without `family_id`.
    vendor_families
        TEXTS, aligned: the ids of all vendors that hold the publication, where more than one may.
    """
    record = publications["vendor_record_id"]
    listed = publications["family_publications"]
    members = publications["family_record_ids"]
    stated = publications["vendor_family_id"]
    told = stated.notna() | listed.notna() | members.notna()
    ties = [
        _with_own(lists.wrap(publications["parent_application_number"]), publications["application_id"]),
        stated if vendor_families is None else vendor_families,
        _with_own(members, record),
        _with_own(listed, publications["publication_number"]),
    ]
    ties.append(_priority_tie(publications, told, components(len(publications), ties)))
    component = components(len(publications), ties)
    first = pd.DataFrame(
        {
            "component": component,
            "date": publications["earliest_priority_date"].fillna(publications["filing_date"]),
            "filed": publications["filing_date"],
            "id": publications["application_id"],
        }
    ).sort_values(["component", "date", "filed", "id"], na_position="last")
    return pd.Series(component).map(first.groupby("component")["id"].first()).astype("str")


def _with_own(members: pd.Series, own: pd.Series) -> pd.Series:
    """Lists with the record itself in each: vendors leave it out."""
    frame = pd.DataFrame({"row": np.arange(len(members)), "item": members.reset_index(drop=True)})
    items = lists.explode(frame, "item")
    selves = pd.DataFrame({"row": np.arange(len(members)), "item": own.reset_index(drop=True)})
    both = pd.concat([items, selves.dropna()], ignore_index=True)
    both["item"] = both["item"].astype("str")
    return lists.collect(both, "row", "item").reindex(range(len(members)))


def _priority_tie(publications: pd.DataFrame, told: pd.Series, component: npt.NDArray[np.int64]) -> pd.Series:
    """Priority sets that may tie: never two families a vendor told apart."""
    key = _priority_key(publications)
    is_told = told.to_numpy()
    parted = pd.DataFrame({"key": key[is_told], "component": component[is_told]}).drop_duplicates()
    several = parted.loc[parted["key"].duplicated(), "key"]
    return key.mask(pd.Series(is_told) & key.isin(several))


def _priority_key(publications: pd.DataFrame) -> pd.Series:
    """The set of priorities as one text; an application without any is its own priority."""
    frame = pd.DataFrame(
        {"row": np.arange(len(publications)), "item": publications["priority_numbers"].reset_index(drop=True)}
    )
    items = lists.explode(frame, "item").drop_duplicates().sort_values(["row", "item"])
    key = lists.join(lists.collect(items, "row", "item"), "+").reindex(range(len(publications)))
    return key.fillna(publications["application_id"].reset_index(drop=True)).astype("str")

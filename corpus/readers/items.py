"""Items of list columns: read them all at once, drop the unreadable, put the rest back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus import lists

_PROBLEM_LENGTH = 200
_DATED = r"^(?P<name>.*\S)\s*\((?P<day>\d{4}-\d{2}-\d{2})\)$"


def read_items(
    texts: pd.Series, pattern: str, reader: Callable[[pd.Series], pd.Series], *, distinct: bool = False
) -> tuple[pd.Series, pd.Series]:
    """Split cells into lists and read each item.

    Parameters
    ----------
    texts
        Cells; NA where empty.
    pattern
        Regular expression between items.
    reader
        Items to values of the same index; NA where an item cannot be read.
    distinct
        Keep only the first of equal values in a cell.

    Returns
    -------
    tuple of pandas.Series
        TEXTS, NA where no item was read; and problems that name the items that could not be read,
        NA where all were. Both aligned with `texts`.
    """
    frame = item_frame(lists.split(texts, pattern))
    frame["value"] = reader(frame["item"])
    unread = unread_items(frame[frame["value"].isna()], texts.index)
    kept = frame.dropna(subset="value")
    if distinct:
        kept = kept.drop_duplicates(["row", "value"])
    values = put_back(kept["value"], kept["row"].to_numpy(), texts.index)
    return values, unread


def unread_items(lost: pd.DataFrame, index: pd.Index) -> pd.Series:
    """Problem text naming the items (`row`, `item`) of each cell that could not be read; else NA."""
    joined = lost.groupby("row")["item"].agg("; ".join).reindex(range(len(index))).set_axis(index)
    return ("items not readable: " + joined.astype("str")).str.slice(0, _PROBLEM_LENGTH)


def item_frame(series: pd.Series) -> pd.DataFrame:
    """One row per item of a TEXTS column: `row`, the position in the column from 0, and `item`."""
    counts = lists.lengths(series).fillna(0).to_numpy(dtype="int64")
    array = pa.array(series.array, from_pandas=True)
    flat = pc.list_flatten(array)
    items = pd.Series(pd.arrays.ArrowExtensionArray(flat)).astype("str")
    return pd.DataFrame({"row": np.repeat(np.arange(len(series)), counts), "item": items})


def put_back(items: pd.Series, rows: npt.NDArray[np.int64], index: pd.Index) -> pd.Series:
    """Items in row order as TEXTS over `index`; NA where a row has none."""
    counts = np.bincount(rows, minlength=len(index))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype("int32")
    flat = pa.array(items, type=pa.string(), from_pandas=True)
    if isinstance(flat, pa.ChunkedArray):
        flat = flat.combine_chunks()
    made = pa.ListArray.from_arrays(pa.array(offsets), flat, mask=pa.array(counts == 0))
    return pd.Series(pd.arrays.ArrowExtensionArray(made), index=index)


def latest_names(texts: pd.Series, pattern: str) -> pd.Series:
    """Names of the latest date in each cell, where names carry the day they became owners.

    `B INC (2016-04-05);;A INC (2013-07-18)` is a history: B is the owner. Names of one day stand
    together, and a cell without dates is a plain list.
    """
    frame = item_frame(lists.split(texts, pattern))
    parts = frame["item"].str.extract(_DATED)
    frame["name"] = parts["name"].fillna(frame["item"])
    frame["day"] = parts["day"].fillna("")
    latest = frame.groupby("row")["day"].transform("max")
    kept = frame[frame["day"] == latest].drop_duplicates(["row", "name"])
    return put_back(kept["name"], kept["row"].to_numpy(), texts.index)

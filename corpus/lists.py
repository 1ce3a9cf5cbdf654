"""Columns that hold lists of texts: from flat rows to lists and back, without Python loops."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus.contract import TEXTS_DTYPE


def explode(frame: pd.DataFrame, column: str, *, sequence: str | None = None) -> pd.DataFrame:
    """One row per item of a list column; empty and missing lists give no row.

    Parameters
    ----------
    frame
        A frame with a TEXTS column.
    column
        The list column; it becomes TEXT.
    sequence
        If named, a new INTEGER column with the item's place in its list, from 1.
    """
    values = _arrow(frame[column])
    lengths = pc.fill_null(pc.list_value_length(values), 0).to_numpy(zero_copy_only=False)
    rows = np.repeat(np.arange(len(frame)), lengths)
    result = frame.drop(columns=column).iloc[rows].reset_index(drop=True)
    result[column] = pd.Series(pc.list_flatten(values).to_pandas(), dtype="str")
    if sequence is not None:
        starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
        result[sequence] = pd.array(np.arange(len(rows)) - starts + 1, dtype="Int64")
    return result


def collect(frame: pd.DataFrame, by: str, column: str) -> pd.Series:
    """The column's texts gathered into one list per value of `by`, in row order.

    Returns
    -------
    pandas.Series
        TEXTS, indexed by the sorted values of `by`.
    """
    ordered = frame[[by, column]].dropna().sort_values(by, kind="stable")
    keys, starts = np.unique(ordered[by].to_numpy(dtype=object), return_index=True)
    offsets = np.append(starts, len(ordered)).astype("int32")
    items = pa.array(ordered[column], type=pa.string(), from_pandas=True)
    if isinstance(items, pa.ChunkedArray):
        items = items.combine_chunks()
    lists = pa.ListArray.from_arrays(pa.array(offsets), items)
    return pd.Series(pd.arrays.ArrowExtensionArray(lists), index=pd.Index(keys, name=by), name=column)


def nothing(index: pd.Index) -> pd.Series:
    """A TEXTS column of missing lists."""
    return pd.Series(None, index=index, dtype=TEXTS_DTYPE)


def wrap(texts: pd.Series) -> pd.Series:
    """Each text as a list of one; a missing text as a missing list."""
    items = _plain(pa.array(texts, type=pa.string(), from_pandas=True))
    offsets = pa.array(np.arange(len(items) + 1, dtype="int32"))
    lists = pa.ListArray.from_arrays(offsets, items, mask=pc.is_null(items))
    return pd.Series(pd.arrays.ArrowExtensionArray(lists), index=texts.index)


def split(texts: pd.Series, pattern: str) -> pd.Series:
    """Texts split at a regular expression into lists; parts are stripped, empty parts dropped."""
    array = _plain(pa.array(texts, type=pa.string(), from_pandas=True))
    parts = pc.split_pattern_regex(array, pattern)
    flat = pc.utf8_trim_whitespace(pc.list_flatten(parts))
    parents = pc.list_parent_indices(parts).to_numpy(zero_copy_only=False)
    keep = pc.greater(pc.utf8_length(flat), 0)
    kept = pc.filter(flat, keep)
    counts = np.bincount(parents[keep.to_numpy(zero_copy_only=False).astype(bool)], minlength=len(array))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype("int32")
    lists = pa.ListArray.from_arrays(pa.array(offsets), kept, mask=pc.is_null(array))
    return pd.Series(pd.arrays.ArrowExtensionArray(lists), index=texts.index)


def lengths(lists: pd.Series) -> pd.Series:
    """Number of items in each list; NA where the list is missing."""
    counts = pc.list_value_length(_arrow(lists))
    return pd.Series(pd.arrays.ArrowExtensionArray(counts), index=lists.index).astype("Int64")


def join(lists: pd.Series, separator: str) -> pd.Series:
    """Each list as one text; NA where the list is missing."""
    joined = pc.binary_join(_arrow(lists), separator)
    return pd.Series(pd.arrays.ArrowExtensionArray(joined), index=lists.index).astype("str")


def _arrow(series: pd.Series) -> pa.Array:
    array = series if series.dtype == TEXTS_DTYPE else series.astype(TEXTS_DTYPE)
    return _plain(pa.array(array.array, from_pandas=True))


def _plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array

"""Where a printed number comes from, and one function that computes it again.

A receipt names a table, the rows and the measure. It is plain data: what stands in the facts file
is all that is needed to compute the number once more from the tables.

    Receipt("family", "count", {"is_active": True})
    Receipt("branch_profile", "cell:growth", {"branch_id": "1.1.2"})
    Receipt("branch_assignment", "count_distinct:family_id", per=Receipt("family", "count"))
    Receipt("family", "count", {"family_id": among("family_applicant", "family_id", applicant_id="A1")})

Conditions on a column: a value (equal), a list (one of), None (missing), or a mapping with one or
more of `at_least`, `at_most`, `above`, `below`, `known` (True or False), `not` (differs from),
`has` (a list column holds the item), `among` or `outside` (the value stands, or does not stand, in a
column of another table). The key `any` in place of a column holds a list of such mappings, of which
one must be met.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus import lists
from corpus.errors import ContractError

Value: TypeAlias = int | float | str | bool | None
Where: TypeAlias = Mapping[str, Any]
Lookup: TypeAlias = Callable[[str], pd.DataFrame]
Mask: TypeAlias = npt.NDArray[np.bool_]

_COMPARISONS: dict[str, Callable[[pd.Series, Any], pd.Series]] = {
    "at_least": lambda s, v: s >= v,
    "at_most": lambda s, v: s <= v,
    "above": lambda s, v: s > v,
    "below": lambda s, v: s < v,
    "not": lambda s, v: s != v,
}


@dataclass(frozen=True)
class Receipt:
    """A number's origin.

    Parameters
    ----------
    table
        Name of the table.
    measure
        `count`, `count_distinct:column`, `sum:`, `mean:`, `median:`, `min:`, `max:column`,
        `items:column` (items of a list column), `cell:column` (exactly one row) or
        `cell:column/key` (a key of a JSON cell).
    where
        Conditions that the rows must all meet.
    less
        A receipt whose value is taken off.
    per
        A receipt whose value divides the result.
    """

    table: str
    measure: str
    where: Where = field(default_factory=dict)
    less: Receipt | None = None
    per: Receipt | None = None


def among(table: str, column: str, **where: Any) -> dict[str, Any]:
    """The condition that a value stands in a column of another table."""
    return {"among": {"table": table, "column": column, "where": where}}


def outside(table: str, column: str, **where: Any) -> dict[str, Any]:
    """The condition that a value does not stand in a column of another table."""
    return {"outside": {"table": table, "column": column, "where": where}}


def as_lookup(tables: Lookup | Mapping[str, pd.DataFrame]) -> Lookup:
    """Tables by name, whether they are given as a function or a mapping."""
    if callable(tables):
        return tables
    frames = tables

    def find(name: str) -> pd.DataFrame:
        if name not in frames:
            raise ContractError(
                f"no table {name} was handed to the report. Known: {', '.join(sorted(frames))}"
            )
        return frames[name]

    return find


def evaluate(receipt: Receipt, tables: Lookup | Mapping[str, pd.DataFrame]) -> Value:
    """The value a receipt stands for; None where it is undefined.

    Floats are cut to ten significant digits, so that the order of a sum cannot change them.

    Raises
    ------
    ContractError
        The receipt names an unknown column or measure, or a cell in more than one row.
    """
    find = as_lookup(tables)
    rows = select(find(receipt.table), receipt.where, find, receipt.table)
    value: Any = _measure(rows, receipt)
    other: Any
    if receipt.less is not None:
        other = evaluate(receipt.less, find)
        value = None if value is None or other is None else value - other
    if receipt.per is not None:
        other = evaluate(receipt.per, find)
        value = None if value is None or not other else value / other
    return plain(value)


def select(frame: pd.DataFrame, where: Where, tables: Lookup, name: str = "") -> pd.DataFrame:
    """The rows of a frame that meet all conditions; a missing cell meets none but `None`."""
    mask = np.ones(len(frame), dtype=bool)
    for column, condition in where.items():
        if column == "any":
            positions = pd.Series(np.arange(len(frame)), index=frame.index)
            met = [select(frame.assign(_at=positions), part, tables, name)["_at"] for part in condition]
            mask &= np.isin(np.arange(len(frame)), np.concatenate(met))
            continue
        if column not in frame.columns:
            raise ContractError(f"a receipt asks for column {column}, which table {name} does not have")
        mask &= _meets(frame[column], condition, tables)
    return frame if mask.all() else frame[mask]


def _meets(series: pd.Series, condition: Any, tables: Lookup) -> Mask:
    if condition is None:
        return series.isna().to_numpy()
    if isinstance(condition, Mapping):
        parts = [_meets_word(series, word, value, tables) for word, value in condition.items()]
        met: Mask = np.all(parts, axis=0)
        return met
    if isinstance(condition, Sequence) and not isinstance(condition, str):
        return series.isin(list(condition)).to_numpy()
    return _filled(series == _like(series, condition))


def _meets_word(series: pd.Series, word: str, value: Any, tables: Lookup) -> Mask:
    if word == "known":
        return (series.notna() if value else series.isna()).to_numpy()
    if word == "has":
        numbered = pd.DataFrame({"row": np.arange(len(series)), "item": series.array})
        found = lists.explode(numbered, "item")
        return np.isin(np.arange(len(series)), found.loc[found["item"] == value, "row"])
    if word in ("among", "outside"):
        other = select(tables(value["table"]), value["where"], tables, value["table"])
        found_there = stands_in(series, other[value["column"]])
        return found_there if word == "among" else ~found_there & series.notna().to_numpy(dtype=bool)
    if word not in _COMPARISONS:
        raise ContractError(f"a receipt uses the unknown condition {word}")
    compared = _COMPARISONS[word](series, _like(series, value))
    return _filled(compared) & series.notna().to_numpy()


def stands_in(series: pd.Series, others: pd.Series) -> Mask:
    """Whether each value stands among the others; a missing one does not.

    Text goes through arrow, which hashes where pandas loops over the wanted values in Python.
    """
    if not isinstance(series.dtype, pd.StringDtype):
        return series.isin(others.dropna().unique()).to_numpy(dtype=bool)
    wanted = pa.array(others.dropna().array, type=pa.large_string(), from_pandas=True)
    held = pa.array(series.array, type=pa.large_string(), from_pandas=True)
    found: Mask = np.asarray(pc.is_in(held, value_set=_whole(wanted))).astype(bool)
    return found & series.notna().to_numpy(dtype=bool)


def _whole(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _like(series: pd.Series, value: Any) -> Any:
    return pd.Timestamp(value) if pd.api.types.is_datetime64_any_dtype(series.dtype) else value


def _filled(mask: pd.Series) -> Mask:
    return mask.astype("boolean").fillna(False).to_numpy(dtype=bool)


def _measure(rows: pd.DataFrame, receipt: Receipt) -> Any:
    measure, _, target = receipt.measure.partition(":")
    if measure == "count":
        return len(rows)
    column, _, key = target.partition("/")
    if column not in rows.columns:
        raise ContractError(f"a receipt asks for column {column}, which table {receipt.table} does not have")
    series = rows[column]
    if measure == "count_distinct":
        return int(series.nunique())
    if measure == "items":
        return int(lists.lengths(series).sum())
    if measure == "cell":
        return _cell(rows, series, key, receipt)
    present = series.dropna()
    if measure == "sum":
        return present.sum() if len(present) else 0
    if measure not in ("mean", "median", "min", "max"):
        raise ContractError(f"a receipt uses the unknown measure {receipt.measure}")
    return getattr(present, measure)() if len(present) else None


def _cell(rows: pd.DataFrame, series: pd.Series, key: str, receipt: Receipt) -> Any:
    if len(rows) > 1:
        raise ContractError(f"a receipt asks for one cell of {receipt.table} and meets {len(rows)} rows")
    value = series.iloc[0] if len(rows) else None
    if not key or not isinstance(value, str):
        return value
    return json.loads(value).get(key)


def plain(value: Any) -> Value:
    """A cell as a JSON value: dates as ISO texts, missing as None, floats at ten digits."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (dt.date, np.datetime64)):
        return pd.Timestamp(value).date().isoformat()
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return None if not np.isfinite(value) else float(f"{value:.10g}")
    return str(value)


def to_plain(receipt: Receipt) -> dict[str, Any]:
    """The receipt as JSON data; empty parts are left out."""
    parts: dict[str, Any] = {"table": receipt.table, "measure": receipt.measure}
    if receipt.where:
        parts["where"] = dict(receipt.where)
    for name, other in (("less", receipt.less), ("per", receipt.per)):
        if other is not None:
            parts[name] = to_plain(other)
    return parts


def from_plain(parts: Mapping[str, Any]) -> Receipt:
    """The receipt that `to_plain` wrote."""
    others = {name: from_plain(parts[name]) for name in ("less", "per") if name in parts}
    return Receipt(parts["table"], parts["measure"], parts.get("where", {}), **others)

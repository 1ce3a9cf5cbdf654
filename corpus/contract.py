"""Tables as values: what a row is, its key, and each column's type, meaning and unit.

A contract is checked on every write and travels in the parquet file's metadata, so that a
table explains itself anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import pandas as pd
import pyarrow as pa

from corpus.errors import ContractError

TEXTS_DTYPE = pd.ArrowDtype(pa.list_(pa.string()))
VECTOR_DTYPE = pd.ArrowDtype(pa.list_(pa.float32()))


class Type(Enum):
    """The seven plain types: pandas dtype in memory, arrow type on disk."""

    TEXT = ("str", pa.string())
    INTEGER = ("Int64", pa.int64())
    NUMBER = ("float64", pa.float64())
    FLAG = ("boolean", pa.bool_())
    DATE = ("datetime64[s]", pa.date32())
    TEXTS = (TEXTS_DTYPE, pa.list_(pa.string()))
    VECTOR = (VECTOR_DTYPE, pa.list_(pa.float32()))

    @property
    def dtype(self) -> object:
        """The pandas dtype of a column of this type."""
        return self.value[0]

    @property
    def arrow(self) -> pa.DataType:
        """The arrow type on disk."""
        return self.value[1]


TEXT, INTEGER, NUMBER, FLAG, DATE, TEXTS, VECTOR = Type


@dataclass(frozen=True)
class Column:
    """One column: its name has this type, meaning and unit in every table."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """A table: what one row is, which columns make its key, and all its columns."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)

    @property
    def column_names(self) -> list[str]:
        """Names of all columns, in order."""
        return [column.name for column in self.columns]

    def metadata(self) -> dict[str, str]:
        """Grain, key and columns as text for the parquet file."""
        described = {
            c.name: {"type": c.type.name, "meaning": c.meaning, "unit": c.unit} for c in self.columns
        }
        return {
            "patnav.table": self.name,
            "patnav.grain": self.grain,
            "patnav.key": json.dumps(self.key),
            "patnav.columns": json.dumps(described, ensure_ascii=False),
        }

    def schema(self) -> pa.Schema:
        """Arrow schema with each column's meaning and unit in the field's metadata."""
        fields = [
            pa.field(c.name, c.type.arrow, metadata={"meaning": c.meaning, "unit": c.unit})
            for c in self.columns
        ]
        return pa.schema(fields, metadata=self.metadata())


def _cast_column(series: pd.Series, column: Column) -> pd.Series:
    """The series in the column's dtype; lists and vectors go through arrow."""
    if column.type in (TEXTS, VECTOR):
        if series.dtype == column.type.dtype:
            return series
        values = [None if _is_missing(v) else list(v) for v in series]
        array = pa.array(values, type=column.type.arrow)
        return pd.Series(pd.arrays.ArrowExtensionArray(array), index=series.index)
    if column.type is DATE:
        # Vendors write years a nanosecond clock cannot hold; seconds can.
        return pd.to_datetime(series).astype("datetime64[s]").dt.floor("D")
    return series.astype(column.type.dtype)  # type: ignore[call-overload, no-any-return]


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def cast(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with the table's columns, in its order and dtypes.

    Raises
    ------
    ContractError
        A column is missing, unknown, or does not hold its type.
    """
    breaches = [f"column {n} is missing" for n in table.column_names if n not in frame.columns]
    breaches += [f"column {n} is unknown" for n in frame.columns if n not in table.column_names]
    if breaches:
        raise _breach(table, breaches)
    cast_columns = {}
    for column in table.columns:
        try:
            cast_columns[column.name] = _cast_column(frame[column.name], column)
        except (TypeError, ValueError, pa.ArrowException) as error:
            breaches.append(f"column {column.name} is not {column.type.name}: {error}")
    if breaches:
        raise _breach(table, breaches)
    return pd.DataFrame(cast_columns, index=frame.index).reset_index(drop=True)


def check(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Cast the frame and confirm key, required cells, allowed words and ranges.

    All breaches are collected before one error is raised, with counts and first cases.

    Raises
    ------
    ContractError
        Naming every breach.
    """
    result = cast(frame, table)
    breaches: list[str] = []
    must = set(table.key) | {c.name for c in table.columns if c.required}
    for column in table.columns:
        series = result[column.name]
        if column.name in must and (missing := int(series.isna().sum())):
            breaches.append(f"{column.name}: {missing} empty cells, first at row {_first(series.isna())}")
        present = series.dropna()
        if column.allowed:
            odd = present[~present.isin(column.allowed)]
            if len(odd):
                breaches.append(f"{column.name}: {len(odd)} values not allowed, e.g. {odd.iloc[0]!r}")
        for bound, bad in ((column.low, present.lt), (column.high, present.gt)):
            if bound is not None and bad(bound).any():
                first = present[bad(bound)].iloc[0]
                breaches.append(f"{column.name}: {int(bad(bound).sum())} values beyond {bound}, e.g. {first}")
    if table.key:
        repeated = result.duplicated(list(table.key))
        if repeated.any():
            case = result.loc[repeated, list(table.key)].iloc[0].to_dict()
            breaches.append(f"key {', '.join(table.key)}: {int(repeated.sum())} repeated rows, e.g. {case}")
    if breaches:
        raise _breach(table, breaches)
    return result


def empty(table: Table) -> pd.DataFrame:
    """A frame of no rows with the table's columns and dtypes."""
    frame = pd.DataFrame({name: [] for name in table.column_names})
    return cast(frame, table)


def to_arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """The checked frame as an arrow table that carries its own description."""
    schema = table.schema()
    arrays = [
        pa.array(frame[f.name], type=f.type, from_pandas=True).combine_chunks()
        if isinstance(pa.array(frame[f.name][:0], type=f.type, from_pandas=True), pa.ChunkedArray)
        else pa.array(frame[f.name], type=f.type, from_pandas=True)
        for f in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def from_arrow(data: pa.Table, table: Table) -> pd.DataFrame:
    """The arrow table as a frame in the contract's dtypes."""
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        if column.name not in data.column_names:
            continue
        values = data.column(column.name)
        if column.type in (TEXTS, VECTOR):
            columns[column.name] = pd.Series(pd.arrays.ArrowExtensionArray(values))
        elif column.type is DATE:
            columns[column.name] = pd.Series(
                values.cast(pa.timestamp("s")).to_numpy(zero_copy_only=False)
            ).astype("datetime64[s]")
        else:
            columns[column.name] = values.to_pandas().astype(column.type.dtype)  # type: ignore[call-overload]
    return pd.DataFrame(columns)


def _first(mask: pd.Series) -> int:
    return int(np.flatnonzero(mask.to_numpy())[0])


def _breach(table: Table, breaches: Iterable[str]) -> ContractError:
    listed = "; ".join(breaches)
    return ContractError(f"table {table.name} breaks its contract: {listed}")


def columns_by_name(tables: Iterable[Table]) -> Mapping[str, list[tuple[Table, Column]]]:
    """Every column name with the tables that use it: for the one-name-one-meaning test."""
    found: dict[str, list[tuple[Table, Column]]] = {}
    for table in tables:
        for column in table.columns:
            found.setdefault(column.name, []).append((table, column))
    return found

"""The tables of one study on disk: read, write, and apply a builder to what it names."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from corpus import contract
from corpus.contract import Table
from corpus.errors import ContractError, MissingTableError


def inputs_of(function: Callable[..., Any]) -> tuple[list[str], list[str]]:
    """Tables a function reads (parameters before `*`) and settings it asks for (after `*`)."""
    parameters = inspect.signature(function).parameters.values()
    tables = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    settings = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    return tables, settings


@dataclass(frozen=True)
class Store:
    """The parquet files of one study: `<root>/<room>/<table>.parquet`.

    Parameters
    ----------
    root
        The study's folder of machine-made data.
    rooms
        Tables of each room, by room name.
    """

    root: Path
    rooms: Mapping[str, tuple[Table, ...]]

    def table(self, name: str) -> Table:
        """The contract of a table by its plain name or as `room.table`.

        Raises
        ------
        ContractError
            The name is unknown; the message lists the known ones.
        """
        plain = name.replace("/", ".").rpartition(".")[2]
        for tables in self.rooms.values():
            for table in tables:
                if table.name == plain:
                    return table
        known = ", ".join(sorted(t.name for tables in self.rooms.values() for t in tables))
        raise ContractError(f"no table is named {name}. Known: {known}")

    def path(self, name: str) -> Path:
        """Where the table's file is."""
        table = self.table(name)
        room = next(room for room, tables in self.rooms.items() if table in tables)
        return self.root / room / f"{table.name}.parquet"

    def has(self, name: str) -> bool:
        """Whether the table has been made."""
        return self.path(name).is_file()

    def row_count(self, name: str) -> int:
        """Rows of a table that has been made."""
        return int(pq.read_metadata(self.path(name)).num_rows)

    def read(self, name: str, columns: Iterable[str] | None = None) -> pd.DataFrame:
        """A table as a frame in its contract's dtypes, all columns or some.

        Raises
        ------
        MissingTableError
            No run has made the table yet.
        """
        path = self.path(name)
        if not path.is_file():
            raise MissingTableError(f"{path} is missing. Run first: patnav run STUDY")
        data = pq.read_table(path, columns=list(columns) if columns is not None else None)
        return contract.from_arrow(data, self.table(name))

    def write(self, name: str, frame: pd.DataFrame) -> int:
        """Check the frame against its contract and replace the table's file; returns rows.

        Rows are written in the order of the key, so that equal content gives equal bytes.

        Raises
        ------
        ContractError
            The frame breaks the table's contract.
        """
        table = self.table(name)
        checked = contract.check(frame, table)
        if table.key:
            checked = checked.sort_values(list(table.key), kind="stable", ignore_index=True)
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".parquet.part")
        pq.write_table(contract.to_arrow(checked, table), draft, compression="zstd")
        os.replace(draft, path)
        return len(checked)

    @contextmanager
    def pieces(self, name: str) -> Iterator[Callable[[pd.DataFrame], None]]:
        """Replace the table's file by frames that come one by one, so that none need hold all rows.

        The context gives a function that adds a frame. Each is checked by itself, and its rows must
        come after those added before in the order of the key.

        Raises
        ------
        ContractError
            A frame breaks the table's contract, or comes out of order.
        """
        table, path = self.table(name), self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".parquet.part")
        last: list[tuple[Any, ...]] = []

        def add(frame: pd.DataFrame) -> None:
            checked = contract.check(frame, table).sort_values(list(table.key), kind="stable")
            if not len(checked):
                return
            keys = checked[list(table.key)].iloc[[0, -1]].itertuples(index=False, name=None)
            first, end = keys
            if last and first <= last[-1]:
                raise ContractError(f"table {name}: rows {first} come after {last[-1]}")
            last[:] = [end]
            writer.write_table(contract.to_arrow(checked, table))

        with pq.ParquetWriter(draft, table.schema(), compression="zstd") as writer:
            yield add
        os.replace(draft, path)

    def apply(self, function: Callable[..., Any], settings: Mapping[str, Any]) -> Any:
        """Call a function with the tables and settings its signature names.

        Raises
        ------
        ContractError
            It asks for a table or a setting nobody knows.
        """
        tables, wanted = inputs_of(function)
        missing = [name for name in wanted if name not in settings]
        if missing:
            known = ", ".join(sorted(settings))
            raise ContractError(
                f"{function.__module__}.{function.__name__} asks for settings "
                f"{', '.join(missing)}. Known: {known}"
            )
        frames = {name: self.read(name) for name in tables}
        return function(**frames, **{name: settings[name] for name in wanted})

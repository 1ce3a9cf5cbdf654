"""Intake of an export in The Lens' format: seconds and peak memory, a peer's beside ours on the same file.

The records are the demonstration's, repeated under numbers of their own. Each measurement is a process
of its own. The peer is patentometria, which reads the same CSV and joins its records to families; where
it is not installed it is `pandas.read_csv`, which only parses.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from flows import demonstration
from flows.demonstration import exports, world
from flows.new_study import shipped_industry
from flows.plan import PLAN
from flows.record import step
from flows.steps import carry_out
from flows.study import Study, open_study

INDUSTRY = "high-end-equipment"
WORKS = (
    ("CSV read", 50_000),
    ("CSV to families", 50_000),
    ("workbook read", 50_000),
    ("peer", 50_000),
    ("CSV read", 100_000),
    ("CSV read", 1_000_000),
)
HEAD = """
## Exports

Intake of one export in The Lens' format: the demonstration's records, repeated under numbers of their own.
patentometria reads the same CSV and joins its records to families.

| work | rows | seconds | peak MB |
|---|---:|---:|---:|
"""
_FAMILIES = 2_000
_NUMBERS = ("Display Key", "Application Number", "Priority Numbers")
_IDS = ("Lens ID", "Simple Family Members")


def main(root: Path, work: str, size: int) -> None:
    """Do one work on a file of `size` rows, made in `root` unless it is there; print a JSON line."""
    kind = "xlsx" if work == "workbook read" else "csv"
    study = _study(root, size, kind)
    if work == "peer":
        _peer(study)
        return
    places = range(len(PLAN["ingest"])) if work == "CSV to families" else (0,)
    steps = [carry_out(study, "ingest", place, 1, lambda line: None) for place in places]
    seconds, peak = sum(s.seconds for s in steps), max(s.peak_mb for s in steps)
    print(json.dumps({"work": work, "seconds": seconds, "peak_mb": peak}), flush=True)


def line(row: Mapping[str, Any], size: int) -> str:
    """One measurement as a line of the table."""
    return f"| {row['work']} | {size:,} | {row['seconds']:.1f} | {row['peak_mb']:,.0f} |\n"


def _study(root: Path, size: int, kind: str) -> Study:
    folder = root / f"intake-{kind}-{size}"
    path = folder / "exports" / f"lens.{kind}"
    if not path.is_file():
        path.parent.mkdir(parents=True)
        # A repeated number is no damage, and the demonstration's own rejects are repeated too.
        (folder / "study.toml").write_text('title = "Intake"\nmax_reject_share = 1.0\n', encoding="utf-8")
        _write(path, _records(root), size)
    return open_study(folder)


def _records(root: Path) -> pd.DataFrame:
    """The demonstration's records in The Lens' columns, as text."""
    folder = root / "intake-seed"
    if not folder.is_dir():
        taxonomy = shipped_industry(INDUSTRY) / "taxonomy.csv"
        planted = world.plant(INDUSTRY, taxonomy, _FAMILIES, demonstration.SEED)
        exports.write_study(folder, planted, taxonomy, encoder="lsa")
    path = folder / "exports" / "lens.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")


def _write(path: Path, records: pd.DataFrame, size: int) -> None:
    """As many records as wanted: copy after copy, each under numbers of its own."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True}) if path.suffix == ".xlsx" else None
    page = None if book is None else book.add_worksheet("records")
    if page is not None:
        page.write_row(0, 0, list(records.columns))
    for copy, start in enumerate(range(0, size, len(records))):
        renumbered = _renumbered(records.head(size - start), copy)
        if page is None:
            renumbered.to_csv(path, mode="a", header=not copy, index=False, lineterminator="\n")
            continue
        for place, row in enumerate(renumbered.itertuples(index=False), start=start + 1):
            for column, cell in enumerate(row):
                page.write_string(place, column, cell)
    if book is not None:
        book.close()


def _renumbered(records: pd.DataFrame, copy: int) -> pd.DataFrame:
    def shift(found: re.Match[str]) -> str:
        digits = found[0]
        return digits[:-6] + f"{(int(digits[-6:]) + copy * 1009) % 10**6:06d}"

    changed = {
        name: records[name].str.replace(r"(?<=\b[A-Z]{2} )\d{6,}", shift, regex=True) for name in _NUMBERS
    }
    changed |= {
        name: records[name].map(lambda ids: ";;".join(f"{copy:03d}{i[3:]}" for i in ids.split(";;") if i))
        for name in _IDS
    }
    return records.assign(**changed)


def _peer(study: Study) -> None:
    path = study.folder / "exports" / "lens.csv"
    has = importlib.util.find_spec("patentometria") or importlib.util.find_spec("core")
    name = "patentometria, CSV to families" if has else "pandas.read_csv, parsing alone"
    with step(name, "peer") as record:
        if has:
            from core.consolidate import consolidate
            from core.parsers import lens

            consolidate(lens.parse(path.read_text(encoding="utf-8"), "all"))
        else:
            pd.read_csv(path, dtype="str")
    beside = "CSV to families" if has else "CSV read"
    row = {"work": name, "seconds": record.seconds, "peak_mb": record.peak_mb, "beside": beside}
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

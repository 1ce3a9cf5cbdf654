"""What runs leave for the ones after them: `<out>/runs/<digest>/`, a few small tables each.

A run is known by the digest of its inputs and the program's version, so that a run repeated on the
same inputs takes its own place again and is compared with the same other run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from corpus.contract import cast, empty
from corpus.store import Store
from flows.study import Study, file_sha256, setting_values
from navigation import changes
from navigation.change_tables import PREVIOUS_FACT, PREVIOUS_FAMILY, PREVIOUS_PORTFOLIO, PREVIOUS_RUN

RECORD = (PREVIOUS_RUN, PREVIOUS_FAMILY, PREVIOUS_PORTFOLIO, PREVIOUS_FACT)
REPORT = "industry-planning"
SECTION = "summary."

Frames = dict[str, pd.DataFrame]


def run_digest(inputs: Mapping[str, str], program: str) -> str:
    """What a run's results depend on, short enough for a folder's name."""
    text = json.dumps([program, dict(inputs)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def run_row(
    store: Store, inputs: Mapping[str, str], settings: Mapping[str, Any], program: str, as_of: date
) -> pd.DataFrame:
    """A run as one row of `previous_run`."""
    division = list(store.read("cluster_run")["input_digest"]) if store.has("cluster_run") else []
    row = {
        "run_digest": run_digest(inputs, program),
        "cut_off": pd.Timestamp(as_of),
        "program_version": program,
        "input_digests": json.dumps(dict(inputs), sort_keys=True, ensure_ascii=False),
        "setting_values": json.dumps(dict(settings), sort_keys=True, ensure_ascii=False),
        "division_digest": division[0] if division else None,
    }
    return cast(pd.DataFrame([row]), PREVIOUS_RUN)


def this_run(study: Study, as_of: date) -> pd.DataFrame:
    """The row of the run that is going on."""
    settings = setting_values(study.settings)
    return run_row(study.store, study.inputs, settings, version("patnav"), as_of)


def fact_record(facts: list[dict[str, Any]]) -> pd.DataFrame:
    """The summary's numbers among a report's facts, as the next run will remember them."""
    rows = [
        {"fact_id": f["id"], "fact_kind": f["kind"], "number_before": f["value"]}
        for f in facts
        if f["id"].startswith(SECTION) and not isinstance(f["value"], (str, bool))
    ]
    return cast(pd.DataFrame(rows, columns=PREVIOUS_FACT.column_names), PREVIOUS_FACT)


def facts_of(out: Path) -> list[dict[str, Any]]:
    """The facts of the industry report of a run; none where it has no such report."""
    path = out / "reports" / f"{REPORT}.facts.json"
    if not path.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["facts"]
    return found


def record(store: Store, run: pd.DataFrame) -> Frames:
    """What is kept of a run whose tables are in a store, by table."""
    return {
        "previous_run": run,
        "previous_family": changes.family_record(store.read("family"), store.read("family_score")),
        "previous_portfolio": changes.portfolio_record(store.read("portfolio"), store.read("branch")),
        "previous_fact": fact_record(facts_of(store.root)),
    }


def recall(study: Study, as_of: date) -> Frames:
    """The record of the last run with other inputs or of another version, and what differs from it.

    A folder without a history keeps the record it was given, so that a run can be repeated elsewhere.
    """
    now, store = this_run(study, as_of), study.store
    root = study.out / "runs"
    if root.is_dir():
        earlier = [name for name in order(root) if name != now["run_digest"].iloc[0]]
        frames = kept(root / earlier[-1]) if earlier else None
    else:
        given = all(store.has(table.name) for table in RECORD)
        frames = {table.name: store.read(table.name) for table in RECORD} if given else None
    found = frames or {table.name: empty(table) for table in RECORD}
    return found | {"run_change": changes.run_change(found["previous_run"], now)}


def recalled(study: Study) -> dict[str, str]:
    """SHA-256 of what `recall` goes by: this run's own digest, and the files of the record it will find."""
    now = run_digest(study.inputs, version("patnav"))
    earlier = [name for name in order(study.out / "runs") if name != now]
    store = _store(study.out / "runs" / earlier[-1]) if earlier else None
    return {"now": now} | ({t.name: file_sha256(store.path(t.name)) for t in RECORD} if store else {})


def kept(folder: Path) -> Frames:
    """The tables of a record on disk."""
    store = _store(folder)
    return {table.name: store.read(table.name) for table in RECORD}


def is_record(folder: Path) -> bool:
    """Whether a folder is a run's record."""
    return all(_store(folder).has(table.name) for table in RECORD)


def keep(study: Study, as_of: date) -> None:
    """Add this run's record, as the last, and drop the oldest beyond `kept_runs` of the study."""
    root = study.out / "runs"
    run = this_run(study, as_of)
    name = str(run["run_digest"].iloc[0])
    store = _store(root / name)
    for table, frame in record(study.store, run).items():
        store.write(table, frame)
    names = [*(n for n in order(root) if n != name), name][-study.settings.kept_runs :]
    draft = root / "order.json.part"
    draft.write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, root / "order.json")
    # Also what a run left that was killed.
    for old in root.iterdir():
        if old.is_dir() and old.name not in names:
            shutil.rmtree(old, ignore_errors=True)


def order(root: Path) -> list[str]:
    """Digests of the runs kept, oldest first."""
    path = root / "order.json"
    if not path.is_file():
        return []
    names: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return [name for name in names if is_record(root / name)]


def _store(folder: Path) -> Store:
    return Store(folder, {"navigation": RECORD})

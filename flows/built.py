"""What every step was made from and what it made: `<out>/built.json`.

A step is left alone where its origin is the same as before and what it made is still there, byte
for byte. The record stands beside the tables, not in them, so that a step that was left alone and
one that was carried out again give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import corpus
import desk
import flows
import navigation
import scoring
from flows import decided, history
from flows.plan import Act, acts
from flows.record import library_versions
from flows.study import Stamp, Study, file_sha256, setting_values, stamp

FILE = "built.json"
# Filled by a person's command after the run; the step is current as long as the scores are.
_FILLED_LATER = frozenset({"reset_backtest"})
_OUTPUTS: Mapping[str, tuple[str, ...]] = {
    "write_name_review": ("name_review.csv",),
    "write_reports": ("reports",),
    "keep_record": ("runs",),
}


@lru_cache(maxsize=1)
def program_digest() -> str:
    """SHA-256 over the program's own files and the versions of the libraries that make its numbers."""
    versions = {"python": platform.python_version(), **library_versions()}
    total = hashlib.sha256(json.dumps(versions, sort_keys=True).encode())
    for room in (corpus, desk, flows, navigation, scoring):
        root = Path(room.__path__[0])
        for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            total.update(f"{room.__name__}/{path.relative_to(root).as_posix()}\0".encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def name_of(act: Act) -> str:
    """How the record and the run call a step: the tables it makes, or its task."""
    return ", ".join(act.makes) or act.task


def origin(study: Study, act: Act, days: Mapping[str, Any]) -> str:
    """Digest of everything a step depends on.

    Parameters
    ----------
    days
        The settings that follow from the exports: `as_of` and `reach`; empty before they are read.
    """
    known = setting_values(study.settings)
    known |= {"gate": known["portfolio"], "stated_as_of": known["as_of"]}
    known |= {name: str(day) for name, day in days.items()}
    tables = tables_before(act) if act.takes_all else act.reads
    content = {
        "program": program_digest(),
        "task": name_of(act),
        "tables": {name: _sha256(study.store.path(name)) for name in tables},
        "settings": {n: known.get(n) for n in (known if act.settings is None else act.settings)},
        "files": _inputs(study, act),
        "further": _further(study, act.task),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def tables_before(act: Act) -> tuple[str, ...]:
    """Every table made before a step of the plan."""
    names: list[str] = []
    for _, earlier in acts():
        if earlier is act:
            break
        names += earlier.makes
    return tuple(names)


def is_current(study: Study, act: Act, now: str) -> bool:
    """Whether a step was made from this origin and what it made is still there."""
    if act.task == "remember" and request_to_recluster(study).exists():
        return False
    known = _read(study)["steps"].get(name_of(act))
    return known is not None and known["origin"] == now and _holds(study, act.task, known["made"])


def note(study: Study, act: Act, now: str) -> None:
    """Record that a step has been carried out; a run is whole again only after `finish`."""
    steps = _read(study)["steps"] | {name_of(act): {"origin": now, "made": _made(study, act)}}
    _write(study, {"steps": steps})


def forget(study: Study) -> None:
    """Make the next run carry out every step, whatever it was made from."""
    (study.out / FILE).unlink(missing_ok=True)


def finish(study: Study) -> None:
    """Record that every step has been carried out on the inputs as they are now."""
    record = _read(study)
    if all(name_of(act) in record["steps"] for _, act in acts()):
        _write(study, {"steps": record["steps"], "whole": _state(study)})


def is_whole(study: Study) -> bool:
    """Whether a run has nothing to do: same inputs and program, and every file it made is there."""
    record = _read(study)
    if record.get("whole") != _state(study) or not (study.out / "run.json").is_file():
        return False
    tasks = {name_of(act): act.task for _, act in acts()}
    if set(tasks) != set(record["steps"]) or request_to_recluster(study).exists():
        return False
    return all(_holds(study, tasks[n], s["made"]) for n, s in record["steps"].items())


def request_to_recluster(study: Study) -> Path:
    """The file that asks the next run to divide anew; a person's command makes it."""
    return study.out / ".recluster"


def _state(study: Study) -> str:
    parts = {"program": program_digest(), "inputs": study.inputs, "model": _model(study)}
    parts |= {"decisions": decided.digests(study)}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _inputs(study: Study, act: Act) -> dict[str, str]:
    """SHA-256 of the files of the study a step depends on; one that is absent is not named."""
    if act.files == ():
        return {}
    found = study.inputs
    if act.files is None:
        return found
    return {n: sha for n, sha in found.items() if n in act.files or n.partition("/")[0] in act.files}


def _further(study: Study, task: str) -> Any:
    """What a step depends on besides tables, settings and files of the study."""
    if task == "embed":
        return _model(study)
    if task == "recall":
        return history.recalled(study)
    if task == "read_decisions":
        return decided.digests(study)
    if task == "keep_record":
        return _sha256(study.out / "reports" / f"{history.REPORT}.facts.json")
    return None


def _model(study: Study) -> dict[str, int]:
    """Files of an encoder that is a folder of the user's, with the times they were written."""
    root = Path(study.settings.clustering.encoder)
    files = sorted(p for p in root.rglob("*") if p.is_file()) if root.is_dir() else []
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in files}


def _made(study: Study, act: Act) -> dict[str, str]:
    """SHA-256 of every file a step made, by its place under the results."""
    roots = [study.store.path(name) for name in act.makes]
    roots += [study.out / name for name in _OUTPUTS.get(act.task, ())]
    files = [p for root in roots for p in ([root] if root.is_file() else sorted(root.rglob("*")))]
    return {p.relative_to(study.out).as_posix(): _sha256(p) or "" for p in files if p.is_file()}


def _holds(study: Study, task: str, made: Mapping[str, str]) -> bool:
    """Whether the files a step made are still there, as it made them."""
    if task in _FILLED_LATER:
        return all((study.out / name).is_file() for name in made)
    return all(_sha256(study.out / name) == digest for name, digest in made.items())


def _sha256(path: Path) -> str | None:
    """SHA-256 of a file, None where there is none; read once as long as it is the same file."""
    return _digest(path, stamp(path)) if path.is_file() else None


@lru_cache(maxsize=4096)
def _digest(path: Path, stamp: Stamp) -> str:
    return file_sha256(path)


def _read(study: Study) -> dict[str, Any]:
    path = study.out / FILE
    if not path.is_file():
        return {"steps": {}}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write(study: Study, content: Mapping[str, Any]) -> None:
    study.out.mkdir(parents=True, exist_ok=True)
    draft = study.out / f"{FILE}.part"
    draft.write_text(json.dumps(content, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(draft, study.out / FILE)

"""`patnav verify`: every number a report prints, computed once more from the hashed inputs."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.errors import VerificationError
from flows import backtesting, reporting, steps
from flows.study import Study, file_sha256, open_study
from navigation.reports.printed import differences, printed

MOST_LINES = 40


def verify_report(path: Path, *, rebuild: bool = False) -> Iterator[str]:
    """Lines on a report that holds.

    The report is rendered again from the study's tables and compared name by name. Before that the
    tables are held against the digests of the run, and the exports and settings against the digests of
    the inputs; where an input has changed since, everything is built again from it, so that the
    numbers which moved can be named.

    Parameters
    ----------
    path
        A file under the `reports` folder of a run.
    rebuild
        Build everything again from the exports even where all digests hold.

    Raises
    ------
    VerificationError
        A printed number, a table or an input differs; the message names each.
    """
    study, run = _run_of(path)
    content = path.read_bytes()
    given = printed(content, path.suffix)
    changed = _changed(study.inputs, run.get("inputs", {}), "input")
    if changed or rebuild:
        with tempfile.TemporaryDirectory(dir=study.out.parent, prefix=".verify-") as folder:
            fresh = replace(study, out=Path(folder) / study.out.name)
            steps.copy_memory(study, fresh)
            steps.run_plainly(fresh, lambda _: None)
            backtesting.repeat(study, fresh)
            expected, again = _render(fresh, path)
    else:
        tables = _changed(_digests(study), {n: t["sha256"] for n, t in run["tables"].items()}, "table")
        if tables:
            raise VerificationError("\n".join([_verdict(path, tables, []), *_cut(tables)]))
        expected, again = _render(study, path)
    wrong = [_line(*difference) for difference in differences(given, expected)]
    if not wrong and again != content and path.suffix == ".html":
        wrong = ["markup: differs from what the tables give, in no printed text"]
    if changed or wrong:
        raise VerificationError("\n".join([_verdict(path, changed, wrong), *_cut(changed + wrong)]))
    source = "the exports" if rebuild else "the tables of the run"
    yield f"{path.name}: {len(given):,} printed numbers and texts recomputed from {source}, all equal"
    yield f"inputs: {len(study.inputs)} files with the digests of the run"


def _run_of(path: Path) -> tuple[Study, dict[str, Any]]:
    """The study a report belongs to and the record of its run."""
    if not path.is_file():
        raise VerificationError(f"{path} is not there. Name a file under the reports folder of a run")
    out = path.resolve().parent.parent
    file = out / "run.json"
    if path.resolve().parent.name != "reports" or not file.is_file():
        raise VerificationError(
            f"{path} does not lie in the reports folder of a run, whose tables it would be held against. "
            f"Copy it back there"
        )
    run = json.loads(file.read_text(encoding="utf-8"))
    return open_study((out / run["folder"]).resolve(), out), run


def _digests(study: Study) -> dict[str, str]:
    store = study.store
    made = [(room, t.name) for room, tables in store.rooms.items() for t in tables if store.has(t.name)]
    return {f"{room}/{name}": file_sha256(store.path(name)) for room, name in made}


def _changed(now: dict[str, str], then: dict[str, str], what: str) -> list[str]:
    names = sorted(set(now) | set(then))
    words = {True: "changed since the run", False: "not in the run"}
    return [
        f"{what} {name}: {words[name in then] if name in now else 'gone since the run'}"
        for name in names
        if now.get(name) != then.get(name)
    ]


def _render(study: Study, path: Path) -> tuple[dict[str, str], bytes]:
    files = reporting.renderings(study, steps.settings_for(study))
    if path.name not in files:
        known = ", ".join(files)
        raise VerificationError(f"{path.name} is no report of this study. Its reports: {known}")
    again = files[path.name]()
    return printed(again, path.suffix), again


def _verdict(path: Path, changed: list[str], wrong: list[str]) -> str:
    parts = [f"{len(changed)} inputs or tables changed"] if changed else []
    parts += [f"{len(wrong)} printed numbers or texts differ"] if wrong else []
    return f"{path}: {', '.join(parts)}. Run the study again, or look at who edited what"


def _line(name: str, given: str, expected: str) -> str:
    return f"{name}: printed {_short(given)}, recomputed {_short(expected)}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"… and {more:,} more"]

"""`patnav run`: the studies a command names, one after the other; Prefect starts only where there is work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows import built
from flows.checking import check_before_run
from flows.lock import hold
from flows.overview import write_overview
from flows.refusals import refusals
from flows.study import REPORT_FORMATS, FlowName, Study, open_study


@dataclass(frozen=True)
class Wish:
    """What a command asks for besides the studies."""

    start: FlowName = "ingest"
    only: bool = False
    recluster: bool = False
    rebuild: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing need be done where nothing has changed."""
        return self == Wish()


def run_studies(studies: list[Path], out: Path | None, workers: int, wish: Wish) -> Iterator[str]:
    """Run the flows of each study.

    Yields
    ------
    str
        A line for every report, or that nothing has changed.

    Raises
    ------
    PatnavError
        The first mistake found; every study is looked at before the first flow starts.
    """
    opened = {folder: open_study(folder, out) for folder in studies}
    whole = {folder for folder, study in opened.items() if wish.is_plain and built.is_whole(study)}
    check_before_run([folder for folder in studies if folder not in whole], out, wish.start)
    for folder, study in opened.items():
        if folder in whole:
            yield f"{folder}: nothing has changed since the last run; its reports stand"
        else:
            _run(study, out, workers, wish)
        yield from result_lines(study)
    shared = {study.out.parent for study in opened.values()}
    with refusals():
        for parent in sorted(shared):
            if len(studies) > 1 or (parent / "index.html").is_file():
                yield f"{write_overview(parent)}"


def result_lines(study: Study) -> Iterator[str]:
    """Where the reports and the record of the run are."""
    for path in sorted((study.out / "reports").glob("*")):
        if path.suffix.removeprefix(".") in REPORT_FORMATS:
            yield str(path)
    yield f"{study.out / 'run.json'}"


def _run(study: Study, out: Path | None, workers: int, wish: Wish) -> None:
    # The lock first: who comes second need not wait for Prefect to be told so.
    with hold(study.out):
        with refusals():
            if wish.recluster:
                built.request_to_recluster(study).touch()
            if wish.rebuild:
                built.forget(study)
        from flows.engine import run_flow

        run_flow(study.folder, out, workers, wish.start, only=wish.only)

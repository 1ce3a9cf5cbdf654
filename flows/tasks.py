"""The Prefect tasks, and how a flow performs its steps with them.

Tasks receive paths and names, never frames. Each works on the study's folder and returns what it
recorded of itself.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from corpus.errors import PatnavError
from flows import steps
from flows.artifacts import show_flow
from flows.built import name_of
from flows.lock import hold
from flows.plan import PLAN
from flows.record import Step, write_run
from flows.refusals import refusals
from flows.study import open_study


def _is_disk_fault(_task: object, _run: object, state: Any) -> bool:
    """Retry where a network drive hiccups; a user's mistake or a bug comes back the same."""
    return isinstance(state.result(raise_on_failure=False), OSError)


_OPTIONS: dict[str, Any] = {
    "cache_policy": NO_CACHE,  # frames are not Prefect's to hash; tables are on disk
    "retries": 2,
    "retry_delay_seconds": 2,
    "retry_condition_fn": _is_disk_fault,
}


@task(name="step", task_run_name="{tables}", **_OPTIONS)
def carry_out(folder: Path, out: Path, flow: str, act: int, tables: str, workers: int) -> Step:
    """Carry out one step of the plan, by its place in the flow."""
    logger = get_run_logger()
    record = steps.carry_out(open_study(folder, out), flow, act, workers, logger.info)
    if record.is_kept:
        logger.info("nothing it depends on has changed: kept")
        return record
    for name, rows in record.made.items():
        logger.info("%s: %s rows, %.1f s, peak %.0f MB", name, f"{rows:,}", record.seconds, record.peak_mb)
    return record


def perform(flow: str, study: Path, out: Path | None, workers: int) -> list[Step]:
    """Carry out a flow's steps as Prefect tasks, then record the run and what was made.

    Parameters
    ----------
    flow
        Name of the flow in the plan.
    study
        The study's folder.
    out
        Folder for the results; None for the usual one.
    workers
        Threads.
    """
    _hide_tracebacks_of_user_errors()
    opened = open_study(study, out)
    with hold(opened.out), refusals():
        records = [
            carry_out(opened.folder, opened.out, flow, place, name_of(act), workers)
            for place, act in enumerate(PLAN[flow])
        ]
        write_run(opened, steps.cut_off(opened).isoformat(), records)
    show_flow(opened, flow, records)
    return records


_USER_ERRORS = [PatnavError.__name__, *(kind.__name__ for kind in PatnavError.__subclasses__())]


class _OneLine(logging.Filter):
    """Leaves out what Prefect logs of an error that is the user's; the command prints its message."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, PatnavError) and not any(
            f"{k}:" in record.getMessage() for k in _USER_ERRORS
        )


def _hide_tracebacks_of_user_errors() -> None:
    for name in ("prefect.flow_runs", "prefect.task_runs", "prefect.engine"):
        logger = logging.getLogger(name)
        if not any(isinstance(f, _OneLine) for f in logger.filters):
            logger.addFilter(_OneLine())

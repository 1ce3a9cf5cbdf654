"""Run flows in this process: one embedded Prefect server for a whole command, no network."""

from __future__ import annotations

from pathlib import Path

from flows.quiet import tell_prefect
from flows.study import FlowName

tell_prefect()

from flows.navigate import FLOWS, navigate  # noqa: E402


def run_flow(study: Path, out: Path | None, workers: int, start: FlowName, *, only: bool) -> None:
    """Run a flow and those after it, or a flow alone."""
    if only:
        FLOWS[start](study, out, workers)
    else:
        navigate(study, out, workers, start)

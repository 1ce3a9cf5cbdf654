"""The four flows in order."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from prefect import flow

from flows.cluster import cluster
from flows.ingest import ingest
from flows.record import Step
from flows.report import report
from flows.score import score

FLOWS = {"ingest": ingest, "cluster": cluster, "score": score, "report": report}
FlowName = Literal["ingest", "cluster", "score", "report"]


@flow(name="navigate")
def navigate(
    study: Path, out: Path | None = None, workers: int = 2, start: FlowName = "ingest"
) -> list[Step]:
    """Exports in; navigation report, enterprise briefs and portfolio list out."""
    names = list(FLOWS)
    steps: list[Step] = []
    for name in names[names.index(start) :]:
        steps += FLOWS[name](study, out, workers)
    return steps

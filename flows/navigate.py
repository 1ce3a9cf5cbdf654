"""The four flows in order."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.built import finish
from flows.cluster import cluster
from flows.ingest import ingest
from flows.lock import hold
from flows.record import Step
from flows.report import report
from flows.score import score
from flows.study import FlowName, open_study

FLOWS = {"ingest": ingest, "cluster": cluster, "score": score, "report": report}


@flow(name="navigate")
def navigate(
    study: Path, out: Path | None = None, workers: int = 2, start: FlowName = "ingest"
) -> list[Step]:
    """Exports in; navigation report, enterprise briefs and portfolio list out."""
    names = list(FLOWS)
    steps: list[Step] = []
    opened = open_study(study, out)
    with hold(opened.out):
        for name in names[names.index(start) :]:
            steps += FLOWS[name](study, out, workers)
        if start == names[0]:
            finish(opened)
    return steps

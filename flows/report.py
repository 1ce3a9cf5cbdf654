"""Everything → landscape tables, then the reports."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.record import Step
from flows.tasks import perform


@flow(name="report")
def report(study: Path, out: Path | None = None, workers: int = 2) -> list[Step]:
    """Trends, positions and recommendations; then the navigation report, briefs and workbook."""
    return perform("report", study, out, workers)

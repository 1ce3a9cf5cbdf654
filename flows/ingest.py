"""Exports → corpus tables."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.record import Step
from flows.tasks import perform


@flow(name="ingest")
def ingest(study: Path, out: Path | None = None, workers: int = 2) -> list[Step]:
    """Exports → publications, applications, families, parties, citations."""
    return perform("ingest", study, out, workers)

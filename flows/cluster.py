"""Corpus → technology clusters and branches."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.record import Step
from flows.tasks import perform


@flow(name="cluster")
def cluster(study: Path, out: Path | None = None, workers: int = 2) -> list[Step]:
    """Family texts → vectors, clusters, map; families onto the technology breakdown."""
    return perform("cluster", study, out, workers)

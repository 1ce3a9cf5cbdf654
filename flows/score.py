"""Corpus and branches → indicators, scores, candidates, portfolios."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.record import Step
from flows.tasks import perform


@flow(name="score")
def score(study: Path, out: Path | None = None, workers: int = 2) -> list[Step]:
    """Every indicator of every family, the score with its interval, and portfolios with reasons."""
    return perform("score", study, out, workers)

"""Decisions on portfolios as files: `decisions*.csv` in the study, and in the zone beside it.

They are no part of a study's inputs: a decision moves no number, and a run after it is still compared
with the run before on other data.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from corpus import contract
from flows.study import Study, file_sha256, read_seed
from scoring.decisions import HEADINGS, decision_from_csv
from scoring.tables import DECISION

PATTERN = "decisions*.csv"


def decision_files(study: Study) -> list[Path]:
    """The decisions files of a study: those of zones beside it, then its own."""
    folder = study.folder.resolve()
    zones = sorted(path.parent for path in folder.parent.glob("*/zone.toml"))
    return [path for place in (*zones, folder) for path in sorted(place.glob(PATTERN))]


def digests(study: Study) -> dict[str, str]:
    """SHA-256 of each decisions file, by folder and name."""
    return {f"{path.parent.name}/{path.name}": file_sha256(path) for path in decision_files(study)}


def decisions_of(study: Study) -> pd.DataFrame:
    """The table `decision` of a study.

    Raises
    ------
    StudyError
        Naming every heading and cell of a file that is wrong.
    """
    texts = [(str(path), read_seed(path, tuple(HEADINGS.values()))) for path in decision_files(study)]
    return decision_from_csv([(name, t) for name, t in texts if t is not None], study.folder.name)


def decisions_on(studies: Iterable[Study]) -> pd.DataFrame:
    """The decisions on several studies, one below the other."""
    parts = [decisions_of(study) for study in studies]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else contract.empty(DECISION)

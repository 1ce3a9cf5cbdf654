"""The studies a study names as its reference, and their tables."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from corpus.errors import StudyError
from flows.study import REFERENCE_TABLES, Study, open_study, reference_folders
from scoring.reference_families import reference_family


def reference_studies(study: Study) -> dict[str, Study]:
    """The studies of `reference` in study.toml, by name of their folder.

    Raises
    ------
    StudyError
        One is no study, is this study itself, bears the name of another, or has no tables yet.
    """
    where = f"{study.folder / 'study.toml'}: reference names"
    found: dict[str, Study] = {}
    for stated, folder in reference_folders(study.folder, study.settings):
        if not (folder / "study.toml").is_file():
            raise StudyError(f"{where} {stated}, which is no study. Name a folder with a study.toml")
        if folder == study.folder.resolve() or folder.name in found:
            raise StudyError(f"{where} {stated}: this study, or one named twice. Name each other study once")
        other = open_study(folder)
        if not all(other.store.has(table) for table in REFERENCE_TABLES):
            raise StudyError(f"{where} {stated}, which has no tables yet. Run first: patnav ingest {folder}")
        found[folder.name] = other
    return found


def reference_tables(
    study: Study, names: Iterable[str] = REFERENCE_TABLES
) -> dict[str, dict[str, pd.DataFrame]]:
    """Tables of each reference, by name of its folder."""
    return {
        folder: {name: other.store.read(name) for name in names}
        for folder, other in reference_studies(study).items()
    }


def read_reference(study: Study) -> pd.DataFrame:
    """The table `reference_family`; without rows where the study names no reference."""
    others = reference_tables(study, ("family", "family_member"))
    return reference_family(others, study.store.read("family_member"))

"""What can be said of a study before anything is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from corpus import legal, readers
from corpus.enterprises import enterprise_from_csv
from corpus.errors import ExportError, MissingTableError, StudyError
from flows.study import Study, open_study, read_seed, roster


def check_study(folder: Path) -> Iterator[str]:
    """Lines on the study: settings, breakdown, roster, then each export with its rows.

    Raises
    ------
    PatnavError
        Something would stop a run.
    """
    study = open_study(folder)
    yield f"study      {study.settings.title}"
    yield f"as_of      {study.settings.as_of or 'not set: the latest publication date will stand for it'}"
    yield f"results    {study.out}"
    yield f"breakdown  {_breakdown(study)}"
    yield f"roster     {_roster(study)}"
    intake = readers.read_exports(study.export_files)
    for file in intake.intake.to_dict("records"):
        yield (
            f"{file['export_file']}: {file['format']}, {file['encoding']}, {file['rows_read']} rows = "
            f"{file['rows_accepted']} accepted + {file['rows_duplicate']} duplicate + "
            f"{file['rows_rejected']} set aside; {file['cells_blanked']} cells blanked"
        )
        if len(file["columns_unknown"]):
            yield f"  headings not used: {', '.join(file['columns_unknown'])}"
    rejects = intake.export_reject.groupby(["column", "reason", "action"], sort=True).size()
    for cell in rejects.reset_index(name="count").to_dict("records"):
        yield f"  {cell['count']} × {cell['column']}: {cell['reason']} ({cell['action']})"
    check_share(study, intake.intake)
    for word, count in legal.unknown_status_words(intake.export_record).head(10).to_numpy():
        yield f"  {count} × legal status not known: {word}"
    cut_off_of(study, intake.export_record["publication_date"])


def check_share(study: Study, intake: pd.DataFrame) -> None:
    """Stop where too much of a file was set aside: then the file is damaged, not the rows.

    Raises
    ------
    ExportError
        More rows were set aside than the study allows, or none was accepted.
    """
    limit = study.settings.max_reject_share
    share = intake["rows_rejected"] / intake["rows_read"].clip(lower=1)
    for place in share.index[share > limit]:
        file = intake.loc[place]
        raise ExportError(
            f"{file['export_file']}: {file['rows_rejected']} of {file['rows_read']} rows set aside "
            f"({share[place]:.1%}), more than max_reject_share = {limit:.1%}. "
            f"See: patnav check {study.folder}"
        )
    if not int(intake["rows_accepted"].sum()):
        raise ExportError(f"{study.folder / 'exports'}: no row names a publication. See: patnav formats FILE")


def cut_off_of(study: Study, publication_date: pd.Series) -> date:
    """Day the data were drawn: the study's `as_of`, else the latest publication in the exports.

    Raises
    ------
    StudyError
        Neither is known, or the study's day is before every publication.
    """
    path, stated = study.folder / "study.toml", study.settings.as_of
    first, latest = publication_date.min(), publication_date.max()
    if stated is None and pd.isna(latest):
        raise StudyError(
            f"{path} has no as_of and no export states a publication date. "
            f"Set as_of to the day the exports were drawn"
        )
    if stated is not None and pd.notna(first) and pd.Timestamp(stated) < first:
        raise StudyError(
            f"{path}: as_of = {stated} is before the earliest publication in the exports "
            f"({first:%Y-%m-%d}). Set it to the day the exports were drawn"
        )
    return stated or date(latest.year, latest.month, latest.day)


def check_before_run(studies: list[Path], out: Path | None, start: str) -> None:
    """Find the user's mistakes before Prefect starts, which takes its time.

    Raises
    ------
    PatnavError
        The first mistake found.
    """
    for folder in studies:
        study = open_study(folder, out)
        if start == "ingest":
            for file in study.export_files:
                readers.check_file(file)
            _roster(study)
        elif not study.store.has("export_record"):
            raise MissingTableError(
                f"{study.store.path('export_record')} is missing, so {start} has nothing to work on. "
                f"Run first: patnav run {folder}"
            )
        _breakdown(study)


def _breakdown(study: Study) -> str:
    from navigation import breakdown

    text = read_seed(study.folder / "taxonomy.csv", breakdown.COLUMNS)
    if text is None:
        return "no taxonomy.csv: one will be derived from the symbols present"
    branch = breakdown.branch_from_csv(text)
    leaves = branch[branch["is_leaf"].astype(bool)]
    return f"{len(branch)} branches, {len(leaves)} leaves, {int(leaves['is_critical'].sum())} critical"


def _roster(study: Study) -> str:
    text = roster(study)
    if text is None:
        return "no enterprises.csv: no zone, no briefs"
    enterprise = enterprise_from_csv(text)
    focal = int(enterprise["enterprise_role"].eq("focal").sum())
    members = int(enterprise["is_zone_member"].fillna(False).sum())
    return f"{len(enterprise)} enterprises, {focal} focal, {members} in the zone"

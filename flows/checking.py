"""What can be said of a study before anything is built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus import readers
from corpus.enterprises import enterprise_from_csv
from corpus.errors import MissingTableError
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
    for (column, reason, action), count in rejects.items():
        yield f"  {count} × {column}: {reason} ({action})"


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

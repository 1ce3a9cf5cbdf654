"""What can be said of a study before anything is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from corpus import completeness, conflicts, documents, legal, parties, readers
from corpus.applicant_names import applicant_name, unused_names
from corpus.contract import empty
from corpus.enterprises import at_cut_off, enterprise_from_csv
from corpus.errors import ExportError, MissingTableError, StudyError
from corpus.name_decisions import name_decision_from_csv
from corpus.tables import ENTERPRISE, NAME_DECISION
from flows.decided import decisions_of
from flows.reference_studies import reference_studies
from flows.study import Study, decisions, open_study, read_seed, roster


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
    if study.settings.reference:
        yield f"reference  {', '.join(reference_studies(study))}"
    if count := len(decisions_of(study)):
        yield f"decisions  {count} on portfolios"
    intake = readers.read_exports(study.export_files)
    for file in intake.intake.to_dict("records"):
        yield (
            f"{file['export_file']}: {file['format']}, {file['encoding']}, {file['rows_read']} rows = "
            f"{file['rows_accepted']} accepted + {file['rows_duplicate']} duplicate + "
            f"{file['rows_rejected']} set aside; {file['cells_blanked']} cells blanked"
        )
        if len(file["columns_unknown"]):
            yield f"  headings not used: {', '.join(file['columns_unknown'])}"
    yield from _rejects(intake.export_reject)
    check_share(study, intake.intake)
    for word, count in legal.unknown_status_words(intake.export_record).head(10).to_numpy():
        yield f"  {count} × legal status not known: {word}"
    yield from _names(study, intake.export_record)
    yield from _quality(study, intake.export_record)


def _names(study: Study, record: pd.DataFrame) -> Iterator[str]:
    """What the roster and names.csv make of the applicants, and which of their names go unused."""
    as_of = cut_off_of(study, record["publication_date"])
    first = record[record["disposition"] == "accepted"]
    text, decided = roster(study), decisions(study)
    enterprise = empty(ENTERPRISE) if text is None else at_cut_off(enterprise_from_csv(text), as_of)
    decision = empty(NAME_DECISION) if decided is None else name_decision_from_csv(decided)
    party = parties.party(first, enterprise, decision)
    found = parties.applicant(first, enterprise, decision, as_of=as_of)
    names = applicant_name(party, first, enterprise, decision)
    seen = int((names["mention_count"] > 0).sum())
    yield f"names      {seen} names stand for {len(found)} applicants; {len(decision)} decided in names.csv"
    absent = found["enterprise_id"].dropna()
    silent = enterprise.loc[~enterprise["enterprise_id"].isin(absent), "name"]
    for what, listed in (
        ("names of enterprises.csv no export prints", unused_names(names)["name"]),
        ("enterprises without a publication here", silent),
        ("no longer in the zone", enterprise.loc[enterprise["zone_status"].eq("former"), "name"]),
        ("not yet in the zone", enterprise.loc[enterprise["zone_status"].eq("future"), "name"]),
    ):
        if len(listed):
            more = f" and {len(listed) - 10} more" if len(listed) > 10 else ""
            yield f"  {what}: {', '.join(listed.head(10))}{more}"


def _quality(study: Study, record: pd.DataFrame) -> Iterator[str]:
    """How the rows become publications, applications and families, what each file states, conflicts."""
    as_of = cut_off_of(study, record["publication_date"])
    publication = documents.publication(record, as_of=as_of)
    application = documents.application(publication)
    yield (
        f"records    {len(record)} rows tell {len(publication)} publications of {len(application)} "
        f"applications in {publication['family_id'].nunique()} families"
    )
    stated = completeness.completeness(record)
    for name, columns in stated.groupby("export_file"):
        parts = columns.sort_values("filled_share", ascending=False, kind="stable")
        part = parts[parts["filled_share"].between(0, 1, inclusive="neither")]
        shares = zip(part["column"], part["filled_share"], strict=True)
        yield f"  {name}: always {_listed(parts.loc[parts['filled_share'].eq(1), 'column'])}"
        partly = [f"{column} {int(100 * share)}%" for column, share in shares]
        yield f"    partly {', '.join(partly) or 'nothing'}"
    conflict = conflicts.conflict(record, publication, application, as_of=as_of)
    yield from conflict_lines(conflict)


def conflict_lines(conflict: pd.DataFrame) -> Iterator[str]:
    """Conflicts counted by rule, each with its first case."""
    for (rule, resolution), rows in conflict.groupby(["conflict_rule", "resolution"], sort=True):
        first = rows.iloc[0]
        case = f"{first['record_id']}: {first['statement']}, {first['other_statement']}"
        yield f"  {len(rows)} × {rule} ({resolution}), e.g. {case}"


def _listed(names: pd.Series) -> str:
    return ", ".join(names) or "nothing"


def _rejects(export_reject: pd.DataFrame) -> Iterator[str]:
    """A line for each column, reason and action, with the first example where a reason names one."""
    parts = export_reject["reason"].str.split(": ", n=1, expand=True).reindex(columns=[0, 1])
    told = export_reject.assign(reason=parts[0], example=parts[1])
    grouped = told.groupby(["column", "reason", "action"], sort=True)["example"].agg(["size", "first"])
    for cell in grouped.reset_index().to_dict("records"):
        example = f", e.g. {cell['first']}" if isinstance(cell["first"], str) else ""
        yield f"  {cell['size']} × {cell['column']}: {cell['reason']}{example} ({cell['action']})"


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
            if (text := decisions(study)) is not None:
                name_decision_from_csv(text)
        elif not study.store.has("export_record"):
            raise MissingTableError(
                f"{study.store.path('export_record')} is missing, so {start} has nothing to work on. "
                f"Run first: patnav run {folder}"
            )
        _breakdown(study)
        decisions_of(study)


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

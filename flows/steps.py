"""The work of each step of the plan as a plain function of the study, without Prefect.

A step reads tables, calls builders and writes tables; frames never leave it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from corpus import readers
from corpus.contract import empty
from corpus.enterprises import at_cut_off, enterprise_from_csv
from corpus.errors import MissingTableError, StudyError
from corpus.name_decisions import name_decision_from_csv
from corpus.name_review import name_review
from corpus.store import inputs_of
from corpus.tables import ENTERPRISE, NAME_DECISION
from flows import built
from flows.checking import check_share, conflict_lines, cut_off_of
from flows.plan import PLAN
from flows.record import Step, step, write_run
from flows.refusals import refusals
from flows.study import Stamp, Study, decisions, read_seed, roster, stamp

Say = Callable[[str], None]
MEMORY = ("previous_assignment", "previous_cluster", "cluster_run")
PAST = ("previous_run", "previous_family", "previous_portfolio", "previous_fact")


def carry_out(study: Study, flow: str, place: int, workers: int, say: Say) -> Step:
    """One step of a flow, by its place in the plan, timed; left alone where nothing it depends on changed.

    Parameters
    ----------
    say
        Where progress on a long step is told.
    """
    act = PLAN[flow][place]
    with step(built.name_of(act), flow) as record, refusals():
        now = built.origin(study, act, days(study))
        if built.is_current(study, act, now):
            record.made = {name: study.store.row_count(name) for name in act.makes}
            record.is_kept = True
        elif act.builder is not None:
            record.made = build(study, act.builder)
            if "conflict" in act.makes:
                for line in conflict_lines(study.store.read("conflict")):
                    say(line.strip())
        else:
            record.made = _SPECIAL[act.task](study, workers, say)
        if not record.is_kept:
            built.note(study, act, now)
    return record


def run_plainly(study: Study, say: Say, start: str = "ingest", workers: int = 2) -> list[Step]:
    """All flows without Prefect, for tests and benchmarks."""
    names = list(PLAN)
    records: list[Step] = []
    for flow in names[names.index(start) :]:
        now = [carry_out(study, flow, place, workers, say) for place in range(len(PLAN[flow]))]
        write_run(study, cut_off(study).isoformat(), now)
        records += now
    if start == names[0]:
        built.finish(study)
    return records


def cut_off(study: Study) -> date:
    """Day the data were drawn: the study's `as_of`, else the latest publication in the exports.

    Raises
    ------
    StudyError
        Neither is known, or the study's day is before every publication.
    """
    path = _export_record(study)
    return cut_off_of(study, pd.Series(_extent(path, stamp(path))))


def reach(study: Study) -> date:
    """Day up to which every export reaches; a decline after it is the export's, not the field's.

    An export reaches to the day its passport says it was drawn, else to its latest publication.
    Exports with less than a tenth of all rows, or fewer than a hundred, prove nothing of that kind.
    """
    path = _export_record(study)
    stated = {p.file: p.retrieved_on for p in study.settings.export if p.retrieved_on is not None}
    latest = _latest_by_file(path, stamp(path))
    return min([cut_off(study), *(stated.get(name, day) for name, day in latest.items())])


def _export_record(study: Study) -> Path:
    path = study.store.path("export_record")
    if not path.is_file():
        raise MissingTableError(f"{path} is missing. Run first: patnav run {study.folder}")
    return path


# Every step asks for the two days; the table is read once as long as it is the same file.
@lru_cache(maxsize=8)
def _extent(path: Path, stamp: Stamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    published = pd.read_parquet(path, columns=["publication_date"])["publication_date"]
    days = pd.to_datetime(published)
    return days.min(), days.max()


@lru_cache(maxsize=8)
def _latest_by_file(path: Path, stamp: Stamp) -> dict[str, date]:
    rows = pd.read_parquet(path, columns=["export_file", "publication_date"])
    rows["publication_date"] = pd.to_datetime(rows["publication_date"])
    files = rows.groupby("export_file")["publication_date"].agg(["size", "max"])
    large = files[(files["size"] >= 100) & (files["size"] >= 0.1 * len(rows))]
    return {str(name): date.fromisoformat(str(day)[:10]) for name, day in large["max"].dropna().items()}


def days(study: Study) -> dict[str, date]:
    """The two settings that follow from the exports; none before they have been read."""
    if not study.store.has("export_record"):
        return {}
    return {"as_of": cut_off(study), "reach": reach(study)}


def settings_for(study: Study) -> dict[str, Any]:
    """What builders may ask for after `*`, with the two days that depend on the exports."""
    return study.values(cut_off(study)) | {"reach": reach(study)}


def read_exports(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Exports → `export_record`, `export_reject`, `intake`, and the seeds `enterprise`, `name_decision`.

    Raises
    ------
    ExportError
        More rows were set aside than the study allows, or none was accepted.
    StudyError
        The cut-off cannot be right.
    """
    store = study.store
    intake = readers.write_exports(study.export_files, store, workers=workers)
    made = {name: store.row_count(name) for name in ("intake", "export_record", "export_reject")}
    rows = roster(study)
    enterprise = empty(ENTERPRISE) if rows is None else enterprise_from_csv(rows)
    rows = decisions(study)
    decided = empty(NAME_DECISION) if rows is None else name_decision_from_csv(rows)
    check_share(study, intake)
    as_of = cut_off(study)
    made["enterprise"] = store.write("enterprise", at_cut_off(enterprise, as_of))
    made["name_decision"] = store.write("name_decision", decided)
    return made


def build(study: Study, builder: Callable[..., Any]) -> dict[str, int]:
    """One builder: the tables it names → the table it is named after."""
    name = builder.__name__
    frame = study.store.apply(builder, settings_for(study))
    return {name: study.store.write(name, frame)}


def write_name_review(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Suggested pairs of names → `name_review.csv`, for a person to decide in names.csv; its rows."""
    review = name_review(
        study.store.read("name_suggestion"), study.store.read("applicant"), study.store.read("applicant_name")
    )
    path = study.out / "name_review.csv"
    draft = path.with_suffix(".csv.part")
    # Excel reads Chinese in a CSV only after a byte-order mark.
    review.to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n")
    os.replace(draft, path)
    return {"name_review.csv": len(review)}


def build_branch(study: Study, workers: int, say: Say) -> dict[str, int]:
    """The breakdown: the study's taxonomy.csv, else one derived from the symbols present."""
    from navigation import breakdown, taxonomy

    text = read_seed(study.folder / "taxonomy.csv", breakdown.COLUMNS)
    if text is None:
        frame = study.store.apply(taxonomy.derived_branch, settings_for(study))
    else:
        frame = breakdown.branch_from_csv(text)
    return {"branch": study.store.write("branch", frame)}


def judge_retrieval(study: Study, workers: int, say: Say) -> dict[str, int]:
    """What people wrote in review.csv → `retrieval_quality`; no rows where there is no such file.

    Raises
    ------
    StudyError
        The file holds a word that is no verdict.
    """
    from navigation.retrieval import COLUMNS, retrieval_quality

    path = study.folder / "review.csv"
    text = read_seed(path, COLUMNS)
    frame = empty(study.store.table("retrieval_quality"))
    if text is not None:
        members = study.store.read("family_member")
        frame = retrieval_quality(text, members, thresholds=study.settings.thresholds, file=str(path))
    return {"retrieval_quality": study.store.write("retrieval_quality", frame)}


def write_review_sample(study: Study) -> Path:
    """Families for people to judge → `review_sample.csv` beside the tables.

    Raises
    ------
    StudyError
        The study has not been run.
    """
    from navigation.retrieval import review_sample

    store = study.store
    names = ("family", "branch_assignment", "branch")
    if not all(store.has(name) for name in names):
        raise StudyError(f"{study.folder} has no tables yet. Run it first: patnav run {study.folder}")
    sample = review_sample(*(store.read(name) for name in names), seed=study.settings.seed)
    path = study.out / "review_sample.csv"
    draft = path.with_suffix(".csv.part")
    sample.to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n")
    os.replace(draft, path)
    return path


def embed(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Texts of all families as vectors; those embedded before come from the cache."""
    from navigation import embedding

    frame = embedding.text_embedding(
        study.store.read("family"),
        encoder=study.settings.clustering.encoder,
        seed=study.settings.seed,
        cache=vector_cache(),
        on_progress=progress(say, "families embedded"),
    )
    return {"text_embedding": study.store.write("text_embedding", frame)}


def vector_cache() -> Path:
    """The user's folder of vectors made before, shared by all studies: $PATNAV_CACHE, else the usual one."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("PATNAV_CACHE") or Path(home) / "patnav") / "vectors"


def progress(say: Say, what: str) -> Callable[[int, int], None]:
    """A callback that tells done, total, rate and time left, at most every five seconds."""
    started = last = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 5:
            last = now
            rate = done / (now - started)
            say(f"{done:,} of {total:,} {what}, {rate:.0f}/s, {(total - done) / rate:.0f} s left")

    return tell


def read_reference(study: Study, workers: int, say: Say) -> dict[str, int]:
    """The families of the studies named as reference → `reference_family`."""
    from flows import reference_studies

    made = reference_studies.read_reference(study)
    return {"reference_family": study.store.write("reference_family", made)}


def measure(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Every registered indicator → `family_indicator`."""
    from flows.reference_studies import reference_tables
    from scoring import cohorts
    from scoring.indicators import INDICATORS, readings_of
    from scoring.reference_families import readings_beside

    values, store = settings_for(study), study.store
    asked = {name for i in INDICATORS.values() for name in inputs_of(i.function)[0]}
    held = {name: store.read(name) for name in sorted(asked | {"cohort"})}
    cohort, reference = held["cohort"], store.read("reference_family")
    if len(reference):
        readings, every = readings_beside(held, reference_tables(study), reference, values)
    else:
        readings, every = readings_of(held, values), cohort
    with store.pieces("family_indicator") as add:
        for piece in cohorts.measured(readings, every, own=len(cohort)):
            add(piece)
    return {"family_indicator": store.row_count("family_indicator")}


def read_decisions(study: Study, workers: int, say: Say) -> dict[str, int]:
    """What people decided of portfolios, from the decisions files of the study and the zone → `decision`."""
    from flows import decided

    return {"decision": study.store.write("decision", decided.decisions_of(study))}


def reset_backtest(study: Study, workers: int, say: Say) -> dict[str, int]:
    """The back-test's tables without rows: the one before was of other scores."""
    from scoring import backtest

    return {name: study.store.write(name, frame) for name, frame in backtest.not_run().items()}


def write_reports(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Every report of the study; the numbers are bytes."""
    from flows import reporting

    return reporting.write_reports(study, settings_for(study))


def remember(study: Study, workers: int, say: Say) -> dict[str, int]:
    """What the run before left of the clusters → the memory of this run; see `lineage.cluster_run`."""
    from navigation import lineage

    store, settings = study.store, study.settings
    # Tables without this row are those of a version that kept no memory.
    left = {
        name: store.read(name) if store.has("cluster_run") and store.has(name) else empty(store.table(name))
        for name in (*MEMORY, "cluster_assignment", "cluster")
    }
    before, assignment = left["cluster_run"], left["cluster_assignment"]
    asked = built.request_to_recluster(study)
    row = lineage.cluster_run(
        store.read("text_embedding"), before, assignment, settings.clustering, settings.seed,
        recluster=asked.exists(),
    )  # fmt: skip
    # A run that was killed while it divided leaves no memory; the one before it stays.
    if row is not before and lineage.is_described(assignment, left["cluster"]):
        for name, source in (("previous_assignment", assignment), ("previous_cluster", left["cluster"])):
            left[name] = source[store.table(name).column_names]
    made = {name: store.write(name, left[name]) for name in ("previous_assignment", "previous_cluster")}
    made["cluster_run"] = store.write("cluster_run", row)
    asked.unlink(missing_ok=True)
    return made


def recall(study: Study, workers: int, say: Say) -> dict[str, int]:
    """The record of the last run that differs in its inputs or version, and what differs from it."""
    from flows import history

    frames = history.recall(study, cut_off(study))
    return {name: study.store.write(name, frame) for name, frame in frames.items()}


def compare_facts(study: Study, workers: int, say: Say) -> dict[str, int]:
    """The numbers of the summary beside those of the run before; no rows where none is remembered."""
    from flows import history, reporting
    from navigation import changes

    store = study.store
    frame = empty(store.table("fact_change"))
    if store.row_count("run_change"):
        now = history.fact_record(reporting.summary_facts(study, settings_for(study)))
        frame = changes.fact_change(store.read("previous_fact"), now)
    return {"fact_change": store.write("fact_change", frame)}


def keep_record(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Leave what the next run will be compared with."""
    from flows import history

    history.keep(study, cut_off(study))
    return {}


def copy_memory(study: Study, other: Study) -> None:
    """Give another folder of the same study the memory of this one, so that it can repeat its run."""
    for name in (*MEMORY, *PAST):
        if study.store.has(name):
            other.store.write(name, study.store.read(name))


_SPECIAL: dict[str, Callable[[Study, int, Say], dict[str, int]]] = {
    "read_exports": read_exports,
    "write_name_review": write_name_review,
    "build_branch": build_branch,
    "judge_retrieval": judge_retrieval,
    "embed": embed,
    "remember": remember,
    "read_reference": read_reference,
    "measure": measure,
    "read_decisions": read_decisions,
    "reset_backtest": reset_backtest,
    "recall": recall,
    "compare_facts": compare_facts,
    "write_reports": write_reports,
    "keep_record": keep_record,
}

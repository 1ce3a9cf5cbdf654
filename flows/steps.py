"""The work of each step of the plan as a plain function of the study, without Prefect.

A step reads tables, calls builders and writes tables; frames never leave it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from corpus import readers
from corpus.contract import empty
from corpus.enterprises import enterprise_from_csv
from corpus.tables import ENTERPRISE
from flows.checking import check_share, cut_off_of
from flows.plan import PLAN
from flows.record import Step, step, write_run
from flows.study import Study, read_seed, roster

Say = Callable[[str], None]


def carry_out(study: Study, flow: str, place: int, workers: int, say: Say) -> Step:
    """One step of a flow, by its place in the plan, timed.

    Parameters
    ----------
    say
        Where progress on a long step is told.
    """
    act = PLAN[flow][place]
    with step(", ".join(act.makes) or act.task, flow) as record:
        if act.builder is not None:
            record.made = build(study, act.builder)
        else:
            record.made = _SPECIAL[act.task](study, workers, say)
    return record


def run_plainly(study: Study, say: Say, start: str = "ingest", workers: int = 2) -> list[Step]:
    """All flows without Prefect, for tests and benchmarks."""
    names = list(PLAN)
    records: list[Step] = []
    for flow in names[names.index(start) :]:
        now = [carry_out(study, flow, place, workers, say) for place in range(len(PLAN[flow]))]
        write_run(study, cut_off(study).isoformat(), now)
        records += now
    return records


def cut_off(study: Study) -> date:
    """Day the data were drawn: the study's `as_of`, else the latest publication in the exports.

    Raises
    ------
    StudyError
        Neither is known, or the study's day is before every publication.
    """
    published = study.store.read("export_record", ["publication_date"])["publication_date"]
    return cut_off_of(study, published)


def reach(study: Study) -> date:
    """Day up to which every export reaches; a decline after it is the export's, not the field's.

    An export reaches to the day its passport says it was drawn, else to its latest publication.
    Exports with less than a tenth of all rows, or fewer than a hundred, prove nothing of that kind.
    """
    last = cut_off(study)
    stated = {p.file: p.retrieved_on for p in study.settings.export if p.retrieved_on is not None}
    rows = study.store.read("export_record", ["export_file", "publication_date"])
    files = rows.groupby("export_file")["publication_date"].agg(["size", "max"])
    large = files[(files["size"] >= 100) & (files["size"] >= 0.1 * len(rows))]
    days = [
        stated.get(str(name)) or date.fromisoformat(str(day)[:10])
        for name, day in large["max"].dropna().items()
    ]
    return min([last, *days])


def settings_for(study: Study) -> dict[str, Any]:
    """What builders may ask for after `*`, with the two days that depend on the exports."""
    return study.values(cut_off(study)) | {"reach": reach(study)}


def read_exports(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Exports → `export_record`, `export_reject`, `intake`, and the seed `enterprise`.

    Raises
    ------
    ExportError
        More rows were set aside than the study allows, or none was accepted.
    StudyError
        The cut-off cannot be right.
    """
    intake = readers.read_exports(study.export_files, workers=workers)
    store = study.store
    made = {
        "intake": store.write("intake", intake.intake),
        "export_record": store.write("export_record", intake.export_record),
        "export_reject": store.write("export_reject", intake.export_reject),
    }
    rows = roster(study)
    enterprise = empty(ENTERPRISE) if rows is None else enterprise_from_csv(rows)
    made["enterprise"] = store.write("enterprise", enterprise)
    check_share(study, intake.intake)
    cut_off_of(study, intake.export_record["publication_date"])
    return made


def build(study: Study, builder: Callable[..., Any]) -> dict[str, int]:
    """One builder: the tables it names → the table it is named after."""
    name = builder.__name__
    frame = study.store.apply(builder, settings_for(study))
    return {name: study.store.write(name, frame)}


def build_branch(study: Study, workers: int, say: Say) -> dict[str, int]:
    """The breakdown: the study's taxonomy.csv, else one derived from the symbols present."""
    from navigation import breakdown, taxonomy

    text = read_seed(study.folder / "taxonomy.csv", breakdown.COLUMNS)
    if text is None:
        frame = study.store.apply(taxonomy.derived_branch, settings_for(study))
    else:
        frame = breakdown.branch_from_csv(text)
    return {"branch": study.store.write("branch", frame)}


def embed(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Texts of all families as vectors; those embedded before come from the cache."""
    from navigation import embedding

    frame = embedding.text_embedding(
        study.store.read("family"),
        encoder=study.settings.clustering.encoder,
        seed=study.settings.seed,
        cache=study.out.parent / ".vectors",
        on_progress=progress(say, "families embedded"),
    )
    return {"text_embedding": study.store.write("text_embedding", frame)}


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


def measure(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Every registered indicator → `family_indicator`."""
    from scoring import cohorts
    from scoring.indicators import INDICATORS

    values = settings_for(study)
    parts = {name: study.store.apply(i.function, values) for name, i in INDICATORS.items()}
    frame = cohorts.measure(parts, study.store.read("cohort"))
    return {"family_indicator": study.store.write("family_indicator", frame)}


def write_reports(study: Study, workers: int, say: Say) -> dict[str, int]:
    """Every report of the study; the numbers are bytes."""
    from flows import reporting

    return reporting.write_reports(study, settings_for(study))


_SPECIAL: dict[str, Callable[[Study, int, Say], dict[str, int]]] = {
    "read_exports": read_exports,
    "build_branch": build_branch,
    "embed": embed,
    "measure": measure,
    "write_reports": write_reports,
}

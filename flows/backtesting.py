"""`patnav backtest`: the score at the end of a year against what came later, and the reports with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import MissingTableError
from flows import reporting
from flows.lock import hold
from flows.record import Step, step, write_run
from flows.steps import cut_off, settings_for
from flows.study import Study, open_study
from scoring import backtest
from scoring.backtest_tables import OUTCOMES

FLOW = "backtest"
_PLAIN = ("forward_citations", "citations_per_year", "family_size", "claim_count", "quality_4")


def backtest_study(folder: Path, year: int | None = None, out: Path | None = None) -> Iterator[str]:
    """Run the back-test of a study that has been run, write its tables, and print the reports anew.

    Parameters
    ----------
    folder
        Folder with study.toml.
    year
        Year at whose end everything is frozen; None for the latest that leaves five years.
    out
        Folder the results are in.

    Yields
    ------
    str
        What the score foretold and what it did not, outcome by outcome.

    Raises
    ------
    MissingTableError
        The study has not been run.
    StudyError
        The year is not over, or nothing was published by its end.
    """
    study = open_study(folder, out)
    missing = [name for name in backtest.REQUIRED if not study.store.has(name)]
    if missing:
        raise MissingTableError(
            f"{study.out} lacks {', '.join(missing)}. Run the study first: patnav run {folder}"
        )
    with hold(study.out):
        records = [write_backtest(study, year)]
        if (study.out / "reports").is_dir():
            with step("write_reports", FLOW) as record:
                record.made = reporting.write_reports(study, settings_for(study))
            records.append(record)
        write_run(study, cut_off(study).isoformat(), records)
    yield from lines(study)


def write_backtest(study: Study, year: int | None) -> Step:
    """Carry out a back-test and write its tables."""
    store = study.store
    with step(", ".join(backtest.not_run()), FLOW) as record:
        present = {name: store.read(name) for name in backtest.read_tables() if store.has(name)}
        made = backtest.backtested(present, year=year, settings=settings_for(study))
        record.made = {name: store.write(name, frame) for name, frame in made.items()}
    return record


def repeat(study: Study, other: Study) -> None:
    """Carry out on another folder of the same study the back-test that was carried out on this one."""
    if study.store.has("backtest") and study.store.row_count("backtest"):
        freeze = study.store.read("backtest", ["freeze_date"])["freeze_date"].iloc[0]
        write_backtest(other, freeze.year)


def lines(study: Study) -> Iterator[str]:
    """The outcome of a back-test, a line per outcome."""
    table = study.store.read("backtest")
    first = table.iloc[0]
    links = study.store.read("citation", ["citing_date"])["citing_date"]
    right = str(first["ip_right"]).replace("_", " ") + "s"
    days = [str(first[name])[:10] for name in ("freeze_date", "outcome_until")]
    yield f"frozen at {days[0]}, outcomes until {days[1]}, {right}"
    yield (
        f"left out, for they bear no date: {int(links.isna().sum()):,} of {len(links):,} citation links, the "
        f"vendor's counts, family lists and values"
    )
    for outcome in OUTCOMES:
        rows = table[table["outcome"] == outcome]
        yield _line(outcome, {str(row.scorer): row for row in rows.itertuples()})
    yield f"{study.store.path('backtest')}"


def _line(outcome: str, rows: dict[str, Any]) -> str:
    score = rows["score"]
    cases = f"{outcome}: {score.positive_count:,} of {score.judged_count:,}"
    if score.verdict == "too_few":
        return f"{cases}; too few of one kind to judge"
    words = {"predicts": "predicts", "nothing": "predicts nothing", "opposite": "points the other way"}
    text = f"{cases}; the score {words[score.verdict]}: {_area(score)}, lift {score.lift_at_10:.1f}"
    plain = [rows[name] for name in _PLAIN if name in rows]
    if plain:
        best = max(plain, key=lambda row: float(row.auc))
        text += f"; best plain number: {best.scorer} {_area(best)}"
    if "learnt" in rows:
        ahead = "ahead of the score" if rows["learnt"].is_ahead else "not ahead, not used"
        text += f"; learnt model {_area(rows['learnt'])}, {ahead}"
    return text


def _area(row: Any) -> str:
    return f"AUC {row.auc:.2f} [{row.auc_low:.2f}, {row.auc_high:.2f}]"

"""The back-test: what the score said at the end of a year, against what came later."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from corpus.contract import empty
from corpus.errors import StudyError
from scoring import challenger
from scoring.backtest_tables import OUTCOMES
from scoring.composite import SCORED_RIGHTS
from scoring.frozen import SOURCES, end_of, frozen_tables, needed_tables
from scoring.outcomes import WINDOW_YEARS, age_at, outcomes, window_end
from scoring.tables import BACKTEST, BACKTEST_CALIBRATION, BACKTEST_IMPORTANCE
from scoring.yardsticks import (
    Foresight,
    Mask,
    Numbers,
    deciles,
    foresight,
    in_the_middle,
    measured_share,
    rank_correlation,
    scorers,
    verdict,
)

Tables = Mapping[str, pd.DataFrame]

# Without these there is no back-test; others that indicators ask for are read where they are there.
REQUIRED = (*SOURCES, "family")
TRAINING_FREEZES = (10, 5)
_KNOWS_LATER = ("vendor_value",)
_CITED = ("highly_cited", "highly_cited_of_year")


def read_tables() -> tuple[str, ...]:
    """Names of all tables a back-test can make use of, those of `REQUIRED` among them."""
    return tuple(sorted({*needed_tables(), *REQUIRED, "event"}))


def latest_year(as_of: datetime.date) -> int:
    """The latest year after whose end the data reach five years."""
    year = as_of.year - WINDOW_YEARS
    return year if as_of >= datetime.date(as_of.year, 12, 31) else year - 1


def backtested(present: Tables, *, year: int | None, settings: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Freeze everything at the end of a year, score, and hold the scores against what came later.

    Compared are the families that had a score then: inventions, or utility models where there
    are no inventions. A scorer that is silent on a family puts it in the middle, so that all are
    judged on the same families. With fewer than 30 families of either kind nothing is computed.

    The learnt model saw freezes five and ten years earlier, whose outcomes ended by this one.

    Parameters
    ----------
    present
        The tables of `read_tables`; only those of `REQUIRED` must be there.
    year
        Year of the freeze; None for the latest that leaves five years.
    settings
        What builders ask for after `*`: the study's settings with `as_of`, its cut-off.

    Returns
    -------
    dict
        `backtest`, `backtest_calibration` and `backtest_importance`.

    Raises
    ------
    StudyError
        The year is not over at the cut-off, or nothing was published by its end.
    """
    as_of, seed = settings["as_of"], settings["seed"]
    chosen = latest_year(as_of) if year is None else year
    since = end_of(chosen)
    if since >= as_of:
        raise StudyError(
            f"back-test: {chosen} is not over at the cut-off {as_of}, so that nothing came later. "
            f"Give a year up to {latest_year(as_of)} for five years of outcomes"
        )
    then = _known_at(present, chosen, settings)
    if then is None:
        first = present["publication"]["publication_date"].min()
        raise StudyError(
            f"back-test: no scored family was published by the end of {chosen}; the earliest publication "
            f"is of {str(first)[:10]}. Give a later year"
        )
    frozen, families = then
    until = window_end(since, as_of)
    found = outcomes(frozen, present, since=since, until=until).loc[families]
    age = age_at(frozen["family"], since)
    vendor = present["family"].set_index("family_id")["vendor_value"]
    said = scorers(frozen, age, vendor).loc[families]
    features = challenger.feature_table(frozen["family_indicator"], age).loc[families]
    folds = _folds(present, chosen, settings)
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in _TABLES}
    for outcome in OUTCOMES:
        earlier = [(table, result[outcome]) for table, result in folds]
        made = _judged(outcome, found, said, features, earlier, seed)
        for name, frame in made.items():
            parts[name].append(frame)
    made = {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
    right = frozen["family"].set_index("family_id")["ip_right"].loc[families[0]]
    made["backtest"] = made["backtest"].assign(
        freeze_date=pd.Timestamp(since), outcome_until=pd.Timestamp(until), ip_right=right
    )
    return {name: made[name].reindex(columns=table.column_names) for name, table in _TABLES.items()}


_TABLES = {table.name: table for table in (BACKTEST, BACKTEST_CALIBRATION, BACKTEST_IMPORTANCE)}


def not_run() -> dict[str, pd.DataFrame]:
    """The back-test's tables without rows: it has not been run on the scores there are."""
    return {name: empty(table) for name, table in _TABLES.items()}


def _known_at(
    present: Tables, year: int, settings: Mapping[str, Any]
) -> tuple[dict[str, pd.DataFrame], pd.Index] | None:
    """The freeze and the families it scored, of one kind of right; None where there are none."""
    day = pd.Timestamp(end_of(year))
    if not (present["publication"]["publication_date"] <= day).any():
        return None
    frozen = frozen_tables(present, year=year, settings=settings)
    scored = frozen["family_score"].dropna(subset=["score"])
    for right in SCORED_RIGHTS:
        families = scored.loc[scored["ip_right"] == right, "family_id"]
        if len(families):
            return frozen, pd.Index(families)
    return None


def _folds(
    present: Tables, year: int, settings: Mapping[str, Any]
) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """Features and outcomes of earlier freezes, oldest first; each window ends before the next begins."""
    made = []
    for back in TRAINING_FREEZES:
        then = _known_at(present, year - back, settings)
        if then is None:
            continue
        frozen, families = then
        since = end_of(year - back)
        features = challenger.feature_table(frozen["family_indicator"], age_at(frozen["family"], since))
        found = outcomes(frozen, present, since=since, until=end_of(year - back + WINDOW_YEARS))
        made.append((features.loc[families], found.loc[families]))
    return made


def _judged(
    outcome: str,
    found: pd.DataFrame,
    said: pd.DataFrame,
    features: pd.DataFrame,
    earlier: list[tuple[pd.DataFrame, pd.Series]],
    seed: int,
) -> dict[str, pd.DataFrame]:
    """All scorers against one outcome: rows of the three tables."""
    known = found[outcome].notna().to_numpy()
    truth = found.loc[known, outcome].to_numpy(dtype=bool)
    later = found.loc[known, "later_citations"].to_numpy(dtype=np.float64)
    values = {str(n): said.loc[known, n].to_numpy(dtype=np.float64) for n in said.columns}
    values = {n: value for n, value in values.items() if n == "score" or not np.isnan(value).all()}
    enough = challenger.enough(truth)
    learnt = challenger.learn(earlier, features[known], seed=seed) if enough else None
    ahead = False
    explained = pd.DataFrame(columns=["indicator", "importance", "slope"])
    if learnt is not None:
        values["learnt"] = learnt.chance
        ahead = challenger.beats(learnt.chance, in_the_middle(values["score"]), truth, seed=seed)
        if ahead:
            explained = challenger.importance(learnt, features[known], truth, seed=seed)
    rows, tenths = [], []
    for name, value in values.items():
        row = _row(name, value, truth, seed=seed) | {"outcome": outcome}
        if name == "learnt" and learnt is not None:
            row |= {"model": learnt.kind, "is_ahead": ahead}
        if enough:
            even = in_the_middle(value)
            if outcome in _CITED:
                row["rank_correlation"] = round(rank_correlation(even, later), 9)
            tenths.append(_calibration(even, truth).assign(outcome=outcome, scorer=name))
        rows.append(row)
    return {
        "backtest": pd.DataFrame(rows, columns=BACKTEST.column_names),
        "backtest_calibration": pd.concat(tenths) if tenths else empty(BACKTEST_CALIBRATION),
        "backtest_importance": explained.assign(outcome=outcome),
    }


def _row(scorer: str, value: Numbers, truth: Mask, *, seed: int) -> dict[str, object]:
    """How well one scorer foretold one outcome; figures only where there are enough cases."""
    row: dict[str, object] = {
        "scorer": scorer,
        "judged_count": len(truth),
        "positive_count": int(truth.sum()),
        "measured_share": measured_share(value),
        "verdict": "too_few",
        "knows_later": scorer in _KNOWS_LATER,
    }
    if challenger.enough(truth):
        row |= _measures(foresight(in_the_middle(value), truth, seed=seed))
    return row


def _measures(found: Foresight) -> dict[str, object]:
    """Figures of one scorer, cut to nine digits so that no order of sums shows."""
    return {
        "verdict": verdict(found),
        "auc": round(found.auc, 9),
        "auc_low": round(found.auc_low, 9),
        "auc_high": round(found.auc_high, 9),
        "lift_at_10": round(found.lift, 9),
        "lift_low": round(found.lift_low, 9),
        "lift_high": round(found.lift_high, 9),
        "capture_at_10": round(found.capture, 9),
    }


def _calibration(score: Numbers, truth: Mask) -> pd.DataFrame:
    """Families and outcomes by tenth of the score."""
    by = (
        pd.DataFrame({"decile": deciles(score), "true": truth}).groupby("decile")["true"].agg(["size", "sum"])
    )
    return pd.DataFrame(
        {
            "decile": by.index,
            "judged_count": by["size"].to_numpy(),
            "positive_count": by["sum"].to_numpy(),
            "outcome_share": (by["sum"] / by["size"]).to_numpy(),
        }
    )

"""From percentiles to a family's score, with its coverage, confidence and rank interval."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus import lists
from corpus.errors import StudyError
from scoring.cohorts import cohort, measure
from scoring.indicators import INDICATORS
from scoring.indicators.register import PILLARS
from scoring.keys import among
from scoring.robustness import rank_interval, weighted_score
from scoring.tables import FAMILY_SCORE, SCORE_CONTRIBUTION
from scoring.uncertainty import measurement_error, points_of, score_noise, validity

__all__ = ["check_weights", "cohort", "family_score", "measure", "score_contribution"]

Numbers = npt.NDArray[np.float64]

SCORED_RIGHTS = ("invention", "utility_model")
LEAST_COHORT = 30
LEAST_COVERAGE = 0.5
SETTLED_YEARS = 4
YOUNG_YEARS = 2


def check_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """Each scored indicator's share in the score, 1 in all: the defaults, overridden by name.

    Parameters
    ----------
    weights
        Weights by indicator, in the unit of the defaults (which sum to 1); only what differs.

    Raises
    ------
    StudyError
        A name is unknown or cannot be scored, a weight is negative, or nothing is left.
    """
    known = {name: entry.weight for name, entry in INDICATORS.items() if entry.pillar is not None}
    unknown = sorted(set(weights) - set(known))
    if unknown:
        raise StudyError(
            f"study.toml [weights]: {', '.join(unknown)} cannot be weighted. Known: {', '.join(known)}"
        )
    bad = sorted(name for name, weight in weights.items() if not 0 <= weight < float("inf"))
    if bad:
        raise StudyError(f"study.toml [weights]: {', '.join(bad)} must be a number from 0 up")
    merged = known | {name: float(weight) for name, weight in weights.items()}
    total = sum(merged.values())
    if total <= 0:
        raise StudyError("study.toml [weights]: every weight is 0. Give at least one indicator a weight")
    return {name: weight / total for name, weight in merged.items() if weight > 0}


def score_contribution(
    family_indicator: pd.DataFrame, family: pd.DataFrame, *, weights: Mapping[str, float]
) -> pd.DataFrame:
    """Points that each measured indicator adds to each family's score: points × weight.

    Points are the percentile on the scale of normal scores (see `points_of`). Where less is
    better the percentile counts from the other end. An indicator without a percentile has no
    row: its weight goes to the measured ones, and coverage falls. So does, in a cohort of 30,
    the part of its weight that is the share of pairs of families it cannot tell apart: where
    nine in ten are not cited yet, citations say little of anybody. Designs have no rows.
    """
    share = check_weights(weights)
    scored = family.loc[family["ip_right"].isin(SCORED_RIGHTS), "family_id"]
    rows = family_indicator.loc[
        family_indicator["indicator"].isin(share) & family_indicator["percentile"].notna(),
        ["family_id", "indicator", "percentile", "cohort"],
    ]
    rows = rows[among(rows["family_id"], scored)].reset_index(drop=True)
    prior = rows["indicator"].map(share).astype("float64")
    say = prior * told_apart(rows)
    said = say.groupby(rows["family_id"]).transform("sum")
    say = say.where(said > 0, prior)
    weight = say / say.groupby(rows["family_id"]).transform("sum")
    falling = rows["indicator"].isin([n for n, entry in INDICATORS.items() if entry.better == "lower"])
    points = points_of(rows["percentile"].mask(falling, 100.0 - rows["percentile"]))
    pillar = rows["indicator"].map({name: entry.pillar for name, entry in INDICATORS.items()})
    result = rows.assign(pillar=pillar, weight=weight, points=points, contribution=weight * points)
    return result[SCORE_CONTRIBUTION.column_names]


def told_apart(rows: pd.DataFrame) -> pd.Series:
    r"""Share of the pairs of a cohort that an indicator tells apart; 1 in cohorts below 30.

    .. math:: d = \Bigl(1 - \sum_t (n_t / n)^2\Bigr) \frac{n}{n - 1}

    with the n families of the cohort and the numbers n_t that share one percentile.

    Parameters
    ----------
    rows
        Scored rows of `family_indicator` with a percentile.
    """
    group = rows.groupby(["indicator", "cohort"], sort=False)["percentile"]
    size = group.transform("size")
    tied = rows.groupby(["indicator", "cohort", "percentile"], sort=False)["percentile"].transform("size")
    # Of a value's own tie the mean share is the sum of squared shares.
    alike = (tied / size).groupby([rows["indicator"], rows["cohort"]], sort=False).transform("mean")
    share = ((1.0 - alike) * size / (size - 1).clip(lower=1)).clip(0.0, 1.0)
    return share.round(9).where((size >= LEAST_COHORT) & rows["cohort"].notna(), 1.0)


def family_score(
    score_contribution: pd.DataFrame,
    family_indicator: pd.DataFrame,
    cohort: pd.DataFrame,
    family: pd.DataFrame,
    *,
    weights: Mapping[str, float],
    as_of: datetime.date,
    seed: int,
) -> pd.DataFrame:
    """Value signal of each family: pillars, score, rank with its interval, coverage and confidence.

    Scored are inventions and utility models not known to be inactive; others keep their
    pillars. Ranks are within the kind of right: utility models are never placed among
    inventions. Ties share the better rank.

    Returns
    -------
    pandas.DataFrame
        `family_score`, one row per family.
    """
    share = check_weights(weights)
    names = list(share)
    prior = np.array([share[name] for name in names])
    families = pd.Index(family["family_id"])
    points, weight = (_wide(score_contribution, c, families, names) for c in ("points", "weight"))
    measured = ~np.isnan(points)
    # Where an indicator tells less of a cohort, it has less say than its prior weight.
    say = np.nan_to_num(weight / prior)
    result = pd.DataFrame({"family_id": family["family_id"], "ip_right": family["ip_right"]})
    for pillar in PILLARS:
        inside = np.array([INDICATORS[name].pillar == pillar for name in names])
        mean = weighted_score(points[:, inside], prior[inside], say[:, inside])
        plain = weighted_score(points[:, inside], prior[inside])
        result[pillar] = np.where(np.isnan(mean), plain, mean).clip(0.0, 100.0)
    active = family["is_active"].astype("boolean").fillna(True).to_numpy(dtype=bool)
    right = family["ip_right"].to_numpy(dtype=object)
    scored = active & np.isin(right, SCORED_RIGHTS) & measured.any(axis=1)
    # Rounded, so that equal scores stay equal whatever the order of the sum.
    score = np.where(scored, np.round(weighted_score(points, prior, say), 9).clip(0.0, 100.0), np.nan)
    result["score"] = score
    result["coverage"] = np.round((measured * prior).sum(axis=1), 12).clip(0.0, 1.0)
    error = measurement_error(family_indicator, families, share)
    pillar_weight = np.array([prior[[INDICATORS[n].pillar == p for n in names]].sum() for p in PILLARS])
    for column in ("rank", "rank_low", "rank_high"):
        result[column] = pd.array([pd.NA] * len(result), dtype="Int64")
    result["p_top"] = np.nan
    for step, kind in enumerate(SCORED_RIGHTS):
        at = np.flatnonzero(scored & (right == kind))
        if not len(at):
            continue
        rank = competition_rank(score[at])
        common = validity(result.loc[at, list(PILLARS)].to_numpy(dtype=np.float64), pillar_weight)
        noise = score_noise(error[at], score[at], common)
        low, high, p_top = rank_interval(points[at], prior, noise, say=say[at], seed=seed + step)
        result.loc[at, "rank"] = rank
        result.loc[at, "rank_low"] = np.minimum(low, rank)
        result.loc[at, "rank_high"] = np.maximum(high, rank)
        result.loc[at, "p_top"] = p_top
    result["confidence"] = _confidence(result, family_indicator, cohort, family, as_of)
    return result[FAMILY_SCORE.column_names]


def competition_rank(score: Numbers) -> npt.NDArray[np.int64]:
    """Rank by score, 1 is best; equal scores share the better rank."""
    ordered = np.sort(-score)
    return (np.searchsorted(ordered, -score, side="left") + 1).astype(np.int64)


def _wide(contribution: pd.DataFrame, column: str, families: pd.Index, names: list[str]) -> Numbers:
    """Families × indicators of a column of `score_contribution`; NaN if unmeasured."""
    wide = np.full((len(families), len(names)), np.nan)
    row = families.get_indexer(pd.Index(contribution["family_id"]))
    place = pd.Index(names).get_indexer(pd.Index(contribution["indicator"]))
    kept = (row >= 0) & (place >= 0)
    wide[row[kept], place[kept]] = contribution[column].to_numpy(dtype=np.float64)[kept]
    return wide


def _confidence(
    result: pd.DataFrame,
    family_indicator: pd.DataFrame,
    cohort: pd.DataFrame,
    family: pd.DataFrame,
    as_of: datetime.date,
) -> pd.Series:
    """High, medium or low; NA where there is no score.

    High: an invention with all pillars, compared within its field in a cohort of 30, first
    published four years ago, its market coverage not estimated. Low: less than two years, a
    cohort below 30, or less than half of the weight measured.
    """
    size = cohort.set_index("family_id").reindex(family["family_id"])
    large = (size["cohort_size"].fillna(0) >= LEAST_COHORT).to_numpy(dtype=bool)
    in_field = size["cohort_level"].isin(["year_field", "years_field"]).to_numpy(dtype=bool)
    published = family["first_publication_date"]
    published = published.where(published.notna(), family["earliest_priority_date"])
    age = (pd.Timestamp(as_of) - published).dt.days.to_numpy(dtype=np.float64) / 365.25
    whole = result[list(PILLARS)].notna().all(axis=1).to_numpy(dtype=bool)
    market = family_indicator[(family_indicator["indicator"] == "market_coverage").to_numpy()]
    cautions = lists.explode(market[["family_id", "flags"]], "flags")
    guessed = cautions.loc[(cautions["flags"] == "estimated").to_numpy(), "family_id"]
    firm = ~among(family["family_id"], guessed)
    invention = (family["ip_right"] == "invention").to_numpy(dtype=bool)
    high = whole & large & in_field & (age >= SETTLED_YEARS) & firm & invention
    low = ~(age >= YOUNG_YEARS) | ~large | (result["coverage"] < LEAST_COVERAGE).to_numpy()
    words = pd.Series(np.select([low, high], ["low", "high"], "medium"), index=result.index)
    return words.where(result["score"].notna()).astype("str")

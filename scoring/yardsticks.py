"""How well a number foretold an outcome, and the plain numbers a score must be held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.comparison import area_under_curve, quality_composite
from scoring.standing import midrank

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

FIRST_SHARE = 0.1
LEAST_CASES = 30
SAMPLES = 500
BINS = 2_000
DECILES = 10
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Foresight:
    """How well a scorer foretold one outcome.

    Parameters
    ----------
    auc, auc_low, auc_high
        Chance that a family with the outcome scored above one without; 90 % bootstrap interval.
    lift, lift_low, lift_high
        Share of the outcome in the first tenth over its share in all; 90 % bootstrap interval.
    capture
        Share of the families with the outcome that stood in the first tenth.
    """

    auc: float
    auc_low: float
    auc_high: float
    lift: float
    lift_low: float
    lift_high: float
    capture: float


def foresight(score: Numbers, outcome: Mask, *, seed: int) -> Foresight:
    """Area under the curve, lift and capture of the first tenth, with bootstrap intervals.

    Ties count half in the area, and share the last places of the first tenth. The bootstrap
    draws families with replacement: the number drawn of equal ones is a Poisson variable, so
    that all draws are one matrix over the distinct scores (2,000 bins of rank at most).
    """
    place = midrank(np.asarray(score, dtype=np.float64))
    hit, miss = _bins(place, outcome)
    rng = np.random.default_rng(seed)
    hits = rng.poisson(hit, size=(SAMPLES, len(hit))).astype(np.float64)
    misses = rng.poisson(miss, size=(SAMPLES, len(miss))).astype(np.float64)
    areas = _areas(hits, misses)
    lifts = _captures(hits, misses) / FIRST_SHARE
    capture = first_tenth_capture(score, outcome)
    low, high = np.nanquantile(areas, [LOW, HIGH])
    lift_low, lift_high = np.nanquantile(lifts, [LOW, HIGH])
    return Foresight(
        auc=area_under_curve(np.asarray(score, dtype=np.float64), outcome),
        auc_low=float(low),
        auc_high=float(high),
        lift=capture / FIRST_SHARE,
        lift_low=float(lift_low),
        lift_high=float(lift_high),
        capture=capture,
    )


def first_tenth_capture(score: Numbers, outcome: Mask) -> float:
    """Share of the outcomes among the tenth with the highest score; those tied at the cut count in part."""
    _, code = np.unique(score, return_inverse=True)
    hit = np.bincount(code[outcome], minlength=int(code.max()) + 1).astype(np.float64)
    miss = np.bincount(code[~outcome], minlength=len(hit)).astype(np.float64)
    return float(_captures(hit[None, :], miss[None, :])[0])


def _bins(place: Numbers, outcome: Mask) -> tuple[Numbers, Numbers]:
    """Cases with and without the outcome at each distinct place, from the lowest up."""
    known, code = np.unique(place, return_inverse=True)
    if len(known) > BINS:
        code = np.minimum((place * BINS).astype(np.int64), BINS - 1)
    count = int(code.max()) + 1
    hit = np.bincount(code[outcome], minlength=count).astype(np.float64)
    return hit, np.bincount(code[~outcome], minlength=count).astype(np.float64)


def _areas(hits: Numbers, misses: Numbers) -> Numbers:
    """Area under the curve of each row of counts by rising score; NaN without one of the two kinds."""
    below = np.cumsum(misses, axis=1) - misses
    won = (hits * (below + misses / 2)).sum(axis=1)
    pairs = hits.sum(axis=1) * misses.sum(axis=1)
    areas: Numbers = np.divide(won, pairs, out=np.full(len(hits), np.nan), where=pairs > 0)
    return areas


def _captures(hits: Numbers, misses: Numbers) -> Numbers:
    """Share of the hits among the highest tenth of each row of counts by rising score."""
    every = (hits + misses)[:, ::-1]
    before = np.cumsum(every, axis=1) - every
    room = FIRST_SHARE * every.sum(axis=1, keepdims=True) - before
    part = np.divide(np.clip(room, 0, every), every, out=np.zeros_like(every), where=every > 0)
    total = hits.sum(axis=1)
    taken = (hits[:, ::-1] * part).sum(axis=1)
    captures: Numbers = np.divide(taken, total, out=np.full(len(hits), np.nan), where=total > 0)
    return captures


def rank_correlation(first: Numbers, second: Numbers) -> float:
    """Spearman's rank correlation, ties at their middle rank; NaN if one is constant."""
    one, other = midrank(first) - 0.5, midrank(second) - 0.5
    scale = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum() / scale) if scale > 0 else float("nan")


def verdict(found: Foresight) -> str:
    """Whether a scorer foretold an outcome: `predicts`, `nothing` or `opposite`."""
    if found.auc_low > 0.5:
        return "predicts"
    return "opposite" if found.auc_high < 0.5 else "nothing"


def deciles(score: Numbers) -> npt.NDArray[np.int64]:
    """Tenth of each score, 10 is the highest; equal scores share one."""
    return np.clip(np.ceil(midrank(score) * DECILES), 1, DECILES).astype(np.int64)


def in_the_middle(values: Numbers) -> Numbers:
    """Values with the median for those unknown: where a scorer is silent it neither gains nor loses."""
    known = values[~np.isnan(values)]
    return np.where(np.isnan(values), np.median(known), values) if len(known) else np.zeros(len(values))


def measured_share(values: Numbers) -> float | None:
    """Share of the families a scorer says anything of; None where there are none."""
    return float((~np.isnan(values)).mean()) if len(values) else None


def scorers(frozen: Mapping[str, pd.DataFrame], age: pd.Series, vendor: pd.Series) -> pd.DataFrame:
    """What each way of scoring says of each family at the freeze: a column per scorer.

    The score card with its pillars; plain citations, citations per year since publication,
    family size, OECD's quality-4; the vendor's own score, which is of today and so knows what
    came later.

    Parameters
    ----------
    frozen
        `frozen_tables` of the freeze.
    age
        Years since first publication at the freeze, by family_id.
    vendor
        The vendor's value of today, by family_id, as text.
    """
    families = pd.Index(frozen["family"]["family_id"])
    made = frozen["family_score"].set_index("family_id").reindex(families)
    rows = frozen["family_indicator"]
    wide = rows.pivot(index="family_id", columns="indicator", values="value").reindex(families)
    wide = wide.astype("float64")
    result = made[["score", "technology", "market", "legal"]].astype("float64")
    result["forward_citations"] = wide["forward_citations"]
    result["citations_per_year"] = wide["forward_citations"] / age.reindex(families).clip(lower=1.0)
    result["family_size"] = wide["family_size"]
    result["claim_count"] = wide["claim_count"]
    result["quality_4"] = _quality(wide, frozen["cohort"])
    result["vendor_value"] = pd.to_numeric(vendor.reindex(families), errors="coerce").astype("float64")
    return result


def _quality(wide: pd.DataFrame, cohort: pd.DataFrame) -> pd.Series:
    """OECD's quality-4: the mean of four components, each over the 98th percentile of its cohort.

    Citations stand with the window that is over, else with all there are.
    """
    group = cohort.set_index("family_id")["cohort"].reindex(wide.index)
    columns = ["forward_citations", "office_count", "claim_count", "generality"]
    cut = wide[columns].groupby(group).quantile(0.98)
    top = cut.reindex(group.to_numpy()).to_numpy(dtype=np.float64)
    values = wide[columns].to_numpy(dtype=np.float64)
    ratio = np.divide(np.minimum(values, top), top, out=np.zeros_like(values), where=top > 0)
    parts = pd.DataFrame(np.where(np.isnan(values), np.nan, ratio), index=wide.index, columns=columns)
    return quality_composite(parts)["value"].astype("float64")

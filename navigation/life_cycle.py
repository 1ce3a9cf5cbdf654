"""How far a technology has come: life-cycle stage, four coefficients, S-curve, survival, nowcast.

Only complete years are read: the last 18 months of filings are not yet published.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navigation.thresholds import Thresholds

LN_81 = math.log(81)
MIN_CURVE_YEARS = 10
MAX_CURVE_RATIO = 5.0
MATURED_MONTHS = 60
DAYS_PER_MONTH = 365.25 / 12
NORMAL_975 = 1.959964

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Coefficients:
    """Technology growth v, maturity α, ageing β and novelty N; NaN where a denominator is zero."""

    growth: float
    maturity: float
    ageing: float
    novelty: float


@dataclass(frozen=True)
class Curve:
    """A logistic curve of cumulative families, or why there is none."""

    ceiling: float = float("nan")
    midpoint: float = float("nan")
    duration: float = float("nan")
    reached: float = float("nan")
    refusal: str | None = None


def compound_growth(first: float, last: float, years: int) -> float:
    r""":math:`(n_T/n_0)^{1/T} - 1`, a ratio per year; NaN where the base is not positive."""
    if first <= 0 or last < 0 or years <= 0:
        return float("nan")
    return float((last / first) ** (1 / years) - 1)


def growth(prior: float, recent: float) -> float:
    """(recent − prior)/prior of two equally long windows; NaN where prior is zero."""
    return (recent - prior) / prior if prior > 0 else float("nan")


def four_coefficients(inventions: pd.Series, utility_models: int, designs: int) -> Coefficients:
    r"""The four coefficients of the last year given.

    With a, b, c that year's inventions, utility models and designs and A the inventions of five
    years including it: :math:`v = a/A,\ \alpha = a/(a+b),\ \beta = (a+b)/(a+b+c),\ N = \sqrt{v^2+\alpha^2}`.
    Only their movement over years means something.

    Parameters
    ----------
    inventions
        Inventions per year, indexed by year; a year not listed has none.
    """
    last = int(inventions.index.max())
    a = float(inventions.loc[last])
    five = float(inventions[inventions.index > last - 5].sum())
    v, alpha = _ratio(a, five), _ratio(a, a + utility_models)
    beta = _ratio(a + utility_models, a + utility_models + designs)
    return Coefficients(v, alpha, beta, math.hypot(v, alpha))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")


def life_cycle_stage(yearly: pd.DataFrame, last_year: int, thresholds: Thresholds) -> pd.Series:
    """Stage of each branch by the applicant–application diagram.

    Three-year means of families and applicants in the last three windows are compared: both up
    is growing (reviving after a fall), families up or level with applicants not growing is
    mature, both down is declining; a branch that never left a low level is emerging.

    Parameters
    ----------
    yearly
        branch_id, priority_year, family_count, applicant_count; years without families may lack.
    last_year
        Last complete year; later years are not read.

    Returns
    -------
    pandas.Series
        Stage by branch_id; `undetermined` below the least n or where the two move apart.
    """
    read = yearly[yearly["priority_year"] <= last_year]
    if not len(read):
        return pd.Series(
            dtype="str", name="life_cycle_stage", index=pd.Index([], dtype="str", name="branch_id")
        )
    age = ((last_year - read["priority_year"].astype("int64")) // thresholds.window_years).rename("window")
    sums = read.groupby(["branch_id", age], observed=True)[["family_count", "applicant_count"]].sum()
    means = sums.astype("float64") / thresholds.window_years
    families = _by_window(means["family_count"])
    applicants = _by_window(means["applicant_count"])
    y = _direction(families[0], families[1], thresholds.life_cycle_tolerance)
    x = _direction(applicants[0], applicants[1], thresholds.life_cycle_tolerance)
    earlier = _direction(families[1], families[2], thresholds.life_cycle_tolerance)
    total = read.groupby("branch_id", observed=True)["family_count"].sum().reindex(families.index)
    low = families.max(axis=1) <= thresholds.emerging_families
    stages = np.select(
        [
            (total < thresholds.min_direction_families) | ((families[0] == 0) & (families[1] == 0)),
            low & (y >= 0),
            (y > 0) & (x > 0) & (earlier < 0),
            (y > 0) & (x > 0),
            (y < 0) & (x < 0),
            (y >= 0) & (x <= 0),
            (y == 0) & (x > 0),
        ],
        ["undetermined", "emerging", "reviving", "growing", "declining", "mature", "mature"],
        "undetermined",
    )
    return pd.Series(stages, index=families.index, name="life_cycle_stage", dtype="str")


def _by_window(means: pd.Series) -> pd.DataFrame:
    """Means by branch in columns, the latest window first; at least three windows."""
    wide = pd.DataFrame(means.unstack(fill_value=0))
    windows = sorted({0, 1, 2} | set(wide.columns))
    return wide.reindex(columns=windows, fill_value=0.0)


def _direction(new: pd.Series, old: pd.Series, tolerance: float) -> pd.Series:
    """+1, 0 or −1 for a rise, no change within the tolerance, a fall."""
    change = new - old
    sign = pd.Series(np.sign(change.to_numpy(dtype=np.float64)), index=change.index)
    return sign.where(change.abs() > tolerance * old, 0.0)


def logistic(year: float | Floats, ceiling: float, midpoint: float, duration: float) -> float | Floats:
    r""":math:`N(t) = \kappa / (1 + e^{-(\ln 81/\Delta t)(t - t_m)})`; Δt years from 10 % to 90 %."""
    return ceiling / (1 + np.exp(-(LN_81 / duration) * (np.asarray(year) - midpoint)))


def fit_curve(yearly: pd.Series, last_year: int) -> Curve:
    """A logistic curve through cumulative families of the complete years.

    The ceiling is searched on a grid; for each, midpoint and duration follow from a straight line
    through the log-odds; the ceiling with the least squared error is kept.

    Parameters
    ----------
    yearly
        Families per year, indexed by year; a year not listed has none.
    last_year
        Last complete year.

    Returns
    -------
    Curve
        `reached` is the share of the ceiling at the last complete year. Refused, with the reason,
        for fewer than ten years, a ceiling above five times the observed, or a midpoint not yet passed.
    """
    complete = yearly[yearly.index <= last_year]
    if not len(complete) or last_year - int(complete.index.min()) + 1 < MIN_CURVE_YEARS:
        return Curve(refusal="fewer than ten complete years")
    years = np.arange(int(complete.index.min()), last_year + 1, dtype=np.float64)
    observed = complete.reindex(years.astype("int64"), fill_value=0).cumsum().to_numpy(dtype=np.float64)
    best = (float("inf"), 0.0, 0.0, 0.0)
    for ratio in np.geomspace(1.005, 2 * MAX_CURVE_RATIO, 400):
        ceiling = float(observed[-1] * ratio)
        slope, intercept = np.polyfit(years - years[0], np.log(observed / (ceiling - observed)), 1)
        if slope > 0:
            midpoint, duration = float(years[0] - intercept / slope), float(LN_81 / slope)
            error = float(((logistic(years, ceiling, midpoint, duration) - observed) ** 2).sum())
            best = min(best, (error, ceiling, midpoint, duration))
    _, ceiling, midpoint, duration = best
    if ceiling > MAX_CURVE_RATIO * observed[-1]:
        return Curve(refusal="the ceiling lies above five times what is observed")
    if midpoint > last_year:
        return Curve(refusal="the midpoint is not passed, so the ceiling cannot be told")
    reached = float(logistic(float(last_year), ceiling, midpoint, duration)) / ceiling
    return Curve(ceiling, midpoint, duration, reached)


def kaplan_meier(durations: pd.Series, ended: pd.Series) -> pd.DataFrame:
    r"""Survival of rights, those still alive counted as long as they are seen.

    .. math:: S(t) = \prod_{t_i \le t} (1 - d_i / n_i)

    Parameters
    ----------
    durations
        Years from filing to the end of the right, or to the cut-off where it still lives.
    ended
        Whether the right ended; aligned with `durations`.

    Returns
    -------
    pandas.DataFrame
        One row per time at which a right ended: time, at_risk, ended, survival.
    """
    known = pd.DataFrame({"time": durations.astype("float64"), "ended": ended.astype("boolean")}).dropna()
    grouped = known.groupby("time")["ended"]
    deaths, leaving = grouped.sum().astype("int64"), grouped.size()
    at_risk = len(known) - leaving.cumsum().shift(fill_value=0)
    survival = (1 - deaths / at_risk).cumprod()
    table = pd.DataFrame({"at_risk": at_risk, "ended": deaths, "survival": survival}).reset_index()
    return table[table["ended"] > 0].reset_index(drop=True)


def maintenance_rate(in_force: int, granted: int) -> float:
    """Granted rights still in force over rights ever granted; NaN for none granted."""
    return _ratio(in_force, granted)


def completeness(lags: pd.Series, ages: Floats) -> Floats:
    """Share of a matured cohort that is published by each age.

    Parameters
    ----------
    lags
        Months from earliest priority to first publication, of families old enough to be complete.
    ages
        Ages in months.

    Returns
    -------
    numpy.ndarray
        0–1 for each age; NaN where no lag is known.
    """
    known = np.sort(lags.dropna().to_numpy(dtype=np.float64))
    if not len(known):
        return np.full(len(ages), np.nan)
    return np.searchsorted(known, ages, side="right") / len(known)


def nowcast(observed: pd.Series, published: pd.Series, least: float) -> pd.Series:
    """Families once all are published: observed / share published; NA below the least share."""
    share = published.where(published >= least).astype("float64")
    return (observed.astype("float64") / share).rename("nowcast")


def nowcast_band(observed: pd.Series, published: pd.Series, least: float) -> tuple[pd.Series, pd.Series]:
    r"""95 % band of the families once all are published.

    With n seen of a total of which each is published with probability c, those still unseen are
    negative binomial: mean :math:`n(1-c)/c`, variance :math:`n(1-c)/c^2`. That the shares published
    may change from year to year is not in the band.

    Returns
    -------
    tuple of pandas.Series
        Lower and upper end; NA below the least share.
    """
    share = published.where(published >= least).astype("float64")
    seen = observed.astype("float64")
    unseen = seen * (1 - share) / share
    half = NORMAL_975 * np.sqrt(seen * (1 - share)) / share
    return seen + (unseen - half).clip(lower=0), seen + unseen + half

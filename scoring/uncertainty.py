"""How far a family's score may lie from the quality behind it: the noise its rank interval rests on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

Numbers = npt.NDArray[np.float64]

MIDDLE = 50.0
# Points of one standard deviation: three of them fill the scale.
DEVIATION = 50.0 / 3
LEAST_FITTED = 500
LEAST_CORRELATION = 0.05
# Lanjouw and Schankerman (2004): a third of the variance of quality is left open by the indicators.
USUAL_VALIDITY = (2 / 3) ** 0.5
VALIDITY_RANGE = (0.3, 0.97)
LOADING_RANGE = (0.05, 0.97)


def points_of(percentile: npt.ArrayLike) -> Numbers:
    r"""What a percentile is worth: its normal score, 50 in the middle, 0–100 over three deviations.

    .. math:: 50 + \tfrac{50}{3}\,\Phi^{-1}(p), \quad 0 \le \cdot \le 100

    Quality differs most where percentiles differ least, at the top: between the 90th and the
    99th lies more than between the 50th and the 80th.
    """
    share = np.asarray(percentile, dtype=np.float64) / 100
    return np.round(np.clip(MIDDLE + DEVIATION * ndtri(share), 0.0, 100.0), 9)


def measurement_error(
    family_indicator: pd.DataFrame, families: pd.Index, share: Mapping[str, float]
) -> Numbers:
    """Standard error of each score from what was counted, in points.

    Three sources: a percentile among n families is known to about sqrt(p (1 − p) / n); a
    citation count C is a draw of a Poisson process, so that one standard error of sqrt(C + 1)
    citations is read off the cohort's own curve of points over relevance; and what is not
    measured could have been anything: its weight times one standard deviation.
    """
    variance = np.zeros(len(families))
    unmeasured = np.zeros(len(families))
    for name, weight in share.items():
        rows = family_indicator[(family_indicator["indicator"] == name).to_numpy()]
        rows = rows.set_index("family_id").reindex(families)
        p = rows["percentile"].to_numpy(dtype=np.float64) / 100
        unmeasured += weight * np.isnan(p)
        size = np.maximum(rows["cohort_size"].astype("Float64").fillna(0).to_numpy(dtype=np.float64), 1)
        # At the edges the rank among n is known to half a place.
        inner = np.clip(p, 0.5 / size, 1 - 0.5 / size)
        density = np.exp(-(ndtri(inner) ** 2) / 2) / np.sqrt(2 * np.pi)
        with np.errstate(divide="ignore", invalid="ignore"):
            error = DEVIATION * np.sqrt(inner * (1 - inner) / size) / density
        variance += (weight * np.nan_to_num(error, posinf=0.0)) ** 2
        if name == "citation_relevance":
            counts = family_indicator[(family_indicator["indicator"] == "forward_citations").to_numpy()]
            count = counts.set_index("family_id")["value"].reindex(families).to_numpy(dtype=np.float64)
            variance += (weight * _citation_error(rows, count)) ** 2
    return np.sqrt(variance + (unmeasured * DEVIATION) ** 2)


def validity(pillars: Numbers, weight: Numbers) -> float:
    r"""Correlation of the score with the one quality its pillars have in common, as the data show it.

    Three measures of one quality with independent errors tell their loadings by their
    correlations alone:

    .. math:: \lambda_1^2 = r_{12}\, r_{13} / r_{23}, \qquad
              \varrho = \frac{\sum_k w_k s_k \lambda_k}{\mathrm{sd}(\sum_k w_k x_k)}

    Below 500 families with all three, or where two pillars do not rise together, the literature's
    figure stands in: the indicators leave a third of the variance of quality open.

    Parameters
    ----------
    pillars
        Families × 3, in points; NaN where unmeasured.
    weight
        Weight of each pillar.

    Returns
    -------
    float
        0.3–0.97. Lanjouw, Schankerman, Economic Journal 114 (2004).
    """
    whole = pillars[~np.isnan(pillars).any(axis=1)]
    spread = whole.std(axis=0) if len(whole) else np.zeros(pillars.shape[1])
    if len(whole) < LEAST_FITTED or pillars.shape[1] != 3 or (spread == 0).any() or (weight <= 0).any():
        return USUAL_VALIDITY
    r: Numbers = np.asarray(np.corrcoef(whole, rowvar=False), dtype=np.float64)
    first, second, third = r[0, 1], r[0, 2], r[1, 2]
    if min(first, second, third) < LEAST_CORRELATION:
        return USUAL_VALIDITY
    squares = np.array([first * second / third, first * third / second, second * third / first])
    loading = np.sqrt(np.clip(squares, *LOADING_RANGE))
    common = float((weight * spread * loading).sum() / (whole * weight).sum(axis=1).std())
    return float(np.clip(common, *VALIDITY_RANGE))


def score_noise(error: Numbers, score: Numbers, correlation: float) -> Numbers:
    r"""Standard error of each score as a measure of quality, in points.

    .. math:: \sigma_i^2 = e_i^2 + \max(0, \tau^2 - \overline{e^2}), \quad
              \tau = \mathrm{sd}(S) \sqrt{1 / \varrho^2 - 1}

    Scores with this noise rank like draws of quality given the score. The measurement errors are
    part of it, so that only what they leave is added.
    """
    open_part = float(np.var(score)) * (1 / correlation**2 - 1)
    return np.sqrt(error**2 + max(0.0, open_part - float(np.mean(error**2))))


def _citation_error(rows: pd.DataFrame, count: Numbers) -> Numbers:
    """Half the distance between the points of a count one standard error up and down."""
    value = rows["value"].to_numpy(dtype=np.float64)
    worth = points_of(rows["percentile"])
    group = pd.factorize(rows["cohort"].to_numpy())[0].astype(np.int64)
    known = ~(np.isnan(value) | np.isnan(worth) | np.isnan(count)) & (group >= 0)
    result = np.zeros(len(value))
    if not known.any():
        return result
    v, p, g, c = value[known], worth[known], group[known], count[known]
    step = v * np.sqrt(c + 1) / (c + 2.0)
    # One increasing axis for all cohorts: each gets its own stretch, so one interpolation serves.
    stretch = float((v + step).max()) * 2 + 1
    x = g * stretch + v
    order = np.lexsort((p, x))
    low = np.interp(np.maximum(v - step, 0) + g * stretch, x[order], p[order])
    high = np.interp(v + step + g * stretch, x[order], p[order])
    lowest = np.full(g.max() + 1, np.inf)
    highest = np.full(g.max() + 1, -np.inf)
    np.minimum.at(lowest, g, p)
    np.maximum.at(highest, g, p)
    low, high = np.clip(low, lowest[g], highest[g]), np.clip(high, lowest[g], highest[g])
    result[known] = (high - low) / 2
    return result

"""Other ways to make one number, to compare with ours: never the default."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.cohorts import midrank

Numbers = npt.NDArray[np.float64]

LEAST_COMPONENTS = 3


def quality_composite(components: pd.DataFrame) -> pd.DataFrame:
    """OECD's experimental quality index: the mean of its normalised components.

    Four components (citations within five years, family, claims, generality) make quality-4;
    backward citations and grant lag besides make quality-6. A component that is missing is
    left out; with fewer than three the index is NA.

    Parameters
    ----------
    components
        One column per component, 0–1.

    Returns
    -------
    pandas.DataFrame
        `value` and `components_used`. OECD STI 2013/03.
    """
    used = components.notna().sum(axis=1)
    value = components.mean(axis=1).where(used >= LEAST_COMPONENTS)
    return pd.DataFrame({"value": value, "components_used": used.astype("Int64")})


def latent_quality(standardised: Numbers, loadings: Numbers) -> tuple[Numbers, Numbers, float]:
    r"""One factor behind several indicators, as Lanjouw and Schankerman estimate it.

    .. math:: \hat q = \frac{\sum_k \lambda_k z_k / \psi_k}{1 + \sum_k \lambda_k^2 / \psi_k},
              \quad \psi_k = 1 - \lambda_k^2

    Parameters
    ----------
    standardised
        Items × indicators: logs, cohort means removed, unit variance.
    loadings
        Loading of each indicator on the factor, within (−1, 1).

    Returns
    -------
    tuple
        Estimate per item, weight per indicator, residual variance. Economic Journal 114 (2004).
    """
    unique = 1.0 - loadings**2
    bottom = 1.0 + float((loadings**2 / unique).sum())
    weight = loadings / unique / bottom
    return (standardised * weight).sum(axis=-1), weight, 1.0 / bottom


def area_under_curve(score: Numbers, outcome: npt.NDArray[np.bool_]) -> float:
    """Chance that an item with the outcome scores above one without; ties count half."""
    hits, misses = int(outcome.sum()), int((~outcome).sum())
    if not hits or not misses:
        return float("nan")
    rank = midrank(np.asarray(score, dtype=np.float64)) * len(score) + 0.5
    return float((rank[outcome].sum() - hits * (hits + 1) / 2) / (hits * misses))


def entropy_weights(values: Numbers) -> tuple[Numbers, Numbers]:
    r"""Weights by dispersion: the more a column varies in this sample, the more it weighs.

    .. math:: e_j = -\frac{1}{\ln m} \sum_i p_{ij} \ln p_{ij},\quad
              w_j = \frac{1 - e_j}{\sum_j (1 - e_j)}

    It measures dispersion, not importance, and moves with the sample: for comparison only.
    A constant column weighs nothing; if all are constant, all weigh the same.

    Returns
    -------
    tuple of arrays
        Dispersion 1 − e and weight of each column.
    """
    items, columns = values.shape
    share = values / values.sum(axis=0)
    logs = np.log(share, out=np.zeros_like(share), where=share > 0)
    entropy = -(share * logs).sum(axis=0) / np.log(items)
    dispersion = np.where(np.ptp(values, axis=0) == 0, 0.0, 1.0 - entropy)
    total = float(dispersion.sum())
    weight = dispersion / total if total > 0 else np.full(columns, 1.0 / columns)
    return dispersion, weight


def topsis(values: Numbers, weight: Numbers | None = None) -> Numbers:
    """How near each item is to the best and how far from the worst of the sample, 0–1.

    Vector normalisation; equal weights unless given. Adding an item can reverse the order of
    the others (rank reversal): for comparison only.
    """
    columns = values.shape[1]
    w = np.full(columns, 1.0 / columns) if weight is None else weight
    norm = np.sqrt((values**2).sum(axis=0))
    scaled = np.divide(values, norm, out=np.zeros_like(values, dtype=np.float64), where=norm > 0) * w
    best = np.sqrt(((scaled - scaled.max(axis=0)) ** 2).sum(axis=1))
    worst = np.sqrt(((scaled - scaled.min(axis=0)) ** 2).sum(axis=1))
    reach = best + worst
    closeness: Numbers = np.divide(worst, reach, out=np.full(len(values), 0.5), where=reach > 0)
    return closeness


def geometric_mean(values: Numbers, weight: Numbers | None = None) -> Numbers:
    """Weighted geometric mean: a weakness cannot be bought off, unlike in the arithmetic mean."""
    columns = values.shape[1]
    w = np.full(columns, 1.0 / columns) if weight is None else weight / weight.sum()
    logs = np.log(values, out=np.full(values.shape, -np.inf), where=values > 0)
    mean: Numbers = np.exp((logs * w).sum(axis=1))
    return mean

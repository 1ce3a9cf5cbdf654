"""How firm a ranking is: ranks under varied weights and noise, instead of one decimal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import kendalltau

Numbers = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.int64]

FIRST_PLACES = 10
# A prior share of .45 then varies by about ± .09.
CONCENTRATION = 30.0
SAMPLES = 1_000
LEAST_SAMPLES = 200
CELLS = 100_000_000
LOW, HIGH = 0.05, 0.95


def rank_interval(
    points: Numbers,
    prior: Numbers,
    noise: Numbers,
    *,
    seed: int,
    samples: int | None = None,
    say: Numbers | None = None,
) -> tuple[Ranks, Ranks, Numbers]:
    """Ranks under weights drawn around the prior and noise on each score.

    Weights come from a Dirichlet distribution with the prior as mean; each score gets normal
    noise. 1,000 samples, up to 100,000 families; above that so many that samples × families
    stay at 10⁸, but at least 200. Ranks are kept in 16 bits: above 65,535 families they are
    known to n / 65,535 places.

    Parameters
    ----------
    points
        Items × criteria, 0–100; NaN where unmeasured (the weight goes to the others).
    prior
        Mean weight of each criterion, 1 in all.
    noise
        Standard error of each item's score, in points.
    seed
        Seed of the draws.
    samples
        Number of draws; without it as above.
    say
        How much of its weight each criterion has for each item (see `weighted_score`).

    Returns
    -------
    tuple of arrays
        5th and 95th percentile of the rank, and the share of samples among the first ten.
    """
    number = len(points)
    draws = samples or int(np.clip(CELLS // max(number, 1), LEAST_SAMPLES, SAMPLES))
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.maximum(prior * CONCENTRATION, 1e-3), size=draws)
    ceiling = np.iinfo(np.uint16).max
    kept = np.empty((draws, number), dtype=np.uint16)
    scale = max(1.0, number / ceiling)
    first = np.zeros(number, dtype=np.int64)
    places = np.arange(1, number + 1)
    rank = np.empty(number, dtype=np.int64)
    for draw in range(draws):
        score = weighted_score(points, weights[draw], say) + noise * rng.standard_normal(number)
        rank[np.argsort(-score, kind="stable")] = places
        kept[draw] = np.minimum(np.ceil(rank / scale), ceiling)
        first += rank <= FIRST_PLACES
    low, high = np.empty(number, dtype=np.int64), np.empty(number, dtype=np.int64)
    at = (int(np.floor(LOW * (draws - 1))), int(np.ceil(HIGH * (draws - 1))))
    for start in range(0, number, 20_000):
        part = np.partition(kept[:, start : start + 20_000], at, axis=0)
        low[start : start + 20_000] = np.floor((part[at[0]] - 1) * scale) + 1
        high[start : start + 20_000] = np.minimum(np.ceil(part[at[1]] * scale), number)
    return low, high, first / draws


def weighted_score(points: Numbers, weight: Numbers, say: Numbers | None = None) -> Numbers:
    """Weighted mean over the criteria each item has; NaN where it has none.

    Summed column by column, so that the result is the same bits on any machine.

    Parameters
    ----------
    points
        Items × criteria; NaN where unmeasured.
    weight
        Weight of each criterion.
    say
        Items × criteria: share of its weight a criterion keeps for an item; all without it.
    """
    top = np.zeros(len(points))
    bottom = np.zeros(len(points))
    for column in range(points.shape[1]):
        known = ~np.isnan(points[:, column])
        share = known * weight[column] if say is None else known * say[:, column] * weight[column]
        top += np.where(known, points[:, column], 0.0) * share
        bottom += share
    mean: Numbers = np.divide(top, bottom, out=np.full(len(points), np.nan), where=bottom > 0)
    return mean


def simplex(samples: int, criteria: int, *, seed: int) -> Numbers:
    """Weights drawn uniformly over all that sum to 1: samples × criteria."""
    return np.random.default_rng(seed).dirichlet(np.ones(criteria), size=samples)


def rank_acceptability(points: Numbers, *, samples: int, seed: int) -> Numbers:
    """SMAA-2: share of all weightings in which each item has each rank.

    Parameters
    ----------
    points
        Items × criteria, more is better.
    samples
        Weightings drawn; the error of a share p is about sqrt(p (1 − p) / samples).
    seed
        Seed of the draws.

    Returns
    -------
    numpy.ndarray
        Items × ranks; rows and columns sum to 1. Lahdelma, Salminen (2001).
    """
    number = len(points)
    counts = np.zeros((number, number))
    items = np.arange(number)
    for weight in simplex(samples, points.shape[1], seed=seed):
        rank = np.empty(number, dtype=np.int64)
        rank[np.argsort(-weighted_score(points, weight), kind="stable")] = items
        counts[items, rank] += 1
    return counts / samples


def holistic_acceptability(acceptability: Numbers) -> Numbers:
    """Rank shares weighed from 1 for the first to 0 for the last rank: one index per item."""
    ranks = acceptability.shape[1]
    alpha = (ranks - np.arange(1, ranks + 1)) / max(ranks - 1, 1)
    index: Numbers = (acceptability * alpha).sum(axis=1)
    return index


def kendall_tau(base: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Kendall's τ of two rankings: concordant minus discordant pairs over all, corrected for ties.

    NaN below two items, or where one ranking is all ties.
    """
    if np.size(base) < 2:
        return float("nan")
    return float(kendalltau(base, other).statistic)


def top_overlap(base: Numbers, other: Numbers, places: int) -> float:
    """Jaccard overlap of the first places of two scorings: items in both over items in either.

    Ties at the last place are broken by position, alike in both.
    """
    first = np.argsort(-base, kind="stable")[:places]
    second = np.argsort(-other, kind="stable")[:places]
    both = len(np.intersect1d(first, second))
    return both / max(len(first) + len(second) - both, 1)


def rank_sentence(p_top: float, low: int, high: int, places: int) -> tuple[str, str]:
    """The plain sentence on a portfolio's rank, in Chinese and in English."""
    return (
        f"在权重全空间中进入前{places}名的概率{p_top:.2f}；名次区间{low}–{high}",
        f"Over all weightings, among the first {places} with probability {p_top:.2f}; ranks {low}–{high}",
    )

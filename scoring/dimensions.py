"""The seven dimensions of a portfolio, scaled among candidates, and the ranks they give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.keys import looked_up
from scoring.robustness import FIRST_PLACES, HIGH, LOW, weighted_score
from scoring.standing import midrank

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

DIMENSIONS = (
    "technology_strength",
    "market_strength",
    "control_share",
    "layout_balance",
    "legal_strength",
    "growth_strength",
    "strategy_strength",
)
# Which dimension each raw measure belongs to: two of them are the mean of two percentiles.
_MEASURES = (0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 6)
SUMS, MEANS = (0, 2), (1, 3)  # the measures that grow with size, and those that do not
CONTROL, LEAVES, CRITICAL = 4, 5, 10  # columns of the raw measures that are shown as they are
SAMPLES = 10_000
FEWER_PLACES = 5  # as many as an authority usually chooses
LEAST_SAMPLES = 1_000
REPLICATES = 100
CELLS = 150_000_000


@dataclass(frozen=True)
class Holdings:
    """Living members of the portfolios, sorted by portfolio, as arrays.

    Parameters
    ----------
    portfolio
        Place of each member's portfolio.
    relevance, coverage, impact
        Technology relevance, market coverage and their product; NaN where unknown.
    owned
        The owner's share of each member.
    remaining
        Remaining term in years; NaN where unknown.
    granted, recent
        Whether it is a granted invention in force; filed in the last three complete years.
    critical
        1 where it lies in a critical branch, 0 where not; NaN where none is marked critical.
    early
        Percentile of its citations of the first five years; NaN where unknown.
    by_term
        Places of the members of known term, by portfolio and term; see `ordered_by_term`.
    leaf_member, leaf
        One entry per member and leaf inside the portfolio's technology: member's place, leaf code.
    leaves, total_impact
        Per portfolio: leaves of its technology, and the technology's summed impact.
    """

    portfolio: Codes
    relevance: Numbers
    coverage: Numbers
    impact: Numbers
    owned: Numbers
    remaining: Numbers
    granted: npt.NDArray[np.bool_]
    recent: npt.NDArray[np.bool_]
    critical: Numbers
    early: Numbers
    by_term: Codes
    leaf_member: Codes
    leaf: Codes
    leaves: Numbers
    total_impact: Numbers


def raw_measures(held: Holdings, times: Numbers | None = None) -> Numbers:
    """Measures behind the dimensions: portfolios × 11, more is better, NaN where unknown.

    D1 log(1 + Σ relevance), and mean relevance; D2 Σ market coverage, and its mean: sums alone
    would rank by size; D3 the owner's share in the technology's
    summed impact; D4 leaves covered over all leaves, and 1 − concentration of impact; D5 median
    remaining years, and share of granted inventions; D6 families of the last three complete
    years over living ones; D7 share in critical branches.

    Parameters
    ----------
    held
        Living members.
    times
        How often each member counts: once, or as often as a bootstrap drew it.
    """
    count = np.ones(len(held.portfolio)) if times is None else times
    number = len(held.leaves)

    def total(values: Numbers) -> tuple[Numbers, Numbers]:
        known = ~np.isnan(values)
        top = np.bincount(held.portfolio, weights=np.where(known, values, 0.0) * count, minlength=number)
        some = np.bincount(held.portfolio, weights=known * count, minlength=number)
        unknown = np.full(number, np.nan)
        return np.where(some > 0, top, np.nan), np.divide(top, some, out=unknown, where=some > 0)

    size = np.bincount(held.portfolio, weights=count, minlength=number)
    relevance, mean_relevance = total(held.relevance)
    coverage, mean_coverage = total(held.coverage)
    impact, _ = total(held.impact)
    squares, _ = total(held.impact**2)
    # Without impact every family weighs the same, so that concentration is 1 / n.
    even = np.divide(1.0, size, out=np.ones(number), where=size > 0)
    concentrated = np.divide(squares, impact**2, out=even, where=impact > 0)
    control, _ = total(held.impact * held.owned)
    shown = np.bincount(held.portfolio, weights=held.granted * count, minlength=number)
    late = np.bincount(held.portfolio, weights=held.recent * count, minlength=number)
    return np.column_stack(
        [
            np.log1p(relevance),
            mean_relevance,
            coverage,
            mean_coverage,
            np.divide(control, held.total_impact, out=np.full(number, np.nan), where=held.total_impact > 0),
            _covered(held, count, number),
            1.0 - concentrated,
            _median(held, count, number),
            np.divide(shown, size, out=np.full(number, np.nan), where=size > 0),
            np.divide(late, size, out=np.full(number, np.nan), where=size > 0),
            total(held.critical)[1],
        ]
    )


def scale(raw: Numbers) -> Numbers:
    """Raw measures as mid-rank percentiles among the portfolios: portfolios × 7, 0–100."""
    percentiles = np.column_stack([midrank(raw[:, column]) for column in range(raw.shape[1])]) * 100
    scaled = np.full((len(raw), len(DIMENSIONS)), np.nan)
    for place in range(len(DIMENSIONS)):
        parts = percentiles[:, [m == place for m in _MEASURES]]
        scaled[:, place] = weighted_score(parts, np.ones(parts.shape[1]))
    return scaled


def rank_samples(held: Holdings, *, seed: int) -> tuple[Codes, Codes, Numbers, Numbers]:
    """Rank interval and shares among the first, over all weightings and resampled families.

    SMAA-2: weights of the seven dimensions drawn uniformly from all that sum to 1; beside that
    each portfolio's families are drawn anew, with replacement, a hundred times. 10,000 samples
    up to 15,000 portfolios; above that fewer, at least 1,000. Lahdelma, Salminen (2001).

    Returns
    -------
    tuple of arrays
        5th and 95th percentile of the rank, and the shares of samples among the first ten and five.
    """
    number = len(held.leaves)
    samples = int(np.clip(CELLS // max(number, 1), LEAST_SAMPLES, SAMPLES))
    each = samples // REPLICATES
    rng = np.random.default_rng(seed)
    # Half the memory where the ranks fit.
    narrow = np.uint16 if number <= np.iinfo(np.uint16).max else np.int32
    ranks = np.empty((each * REPLICATES, number), dtype=narrow)
    places = np.arange(1, number + 1, dtype=narrow)
    for replicate in range(REPLICATES):
        scaled = scale(raw_measures(held, _drawn(held.portfolio, rng)))
        weights = rng.dirichlet(np.ones(len(DIMENSIONS)), size=each)
        known = ~np.isnan(scaled)
        top = np.zeros((each, number))
        bottom = np.zeros((each, number))
        # Summed dimension by dimension, so that every machine gets the same bits.
        for place in range(len(DIMENSIONS)):
            top += weights[:, place, None] * np.where(known[:, place], scaled[:, place], 0.0)
            bottom += weights[:, place, None] * known[:, place]
        score = np.divide(top, bottom, out=np.full(top.shape, -1.0), where=bottom > 0)
        order = np.argsort(-score, axis=1, kind="stable")
        part = ranks[replicate * each : (replicate + 1) * each]
        np.put_along_axis(part, order, np.broadcast_to(places, part.shape), axis=1)
    drawn = len(ranks)
    first, five = ((ranks <= places).mean(axis=0) for places in (FIRST_PLACES, FEWER_PLACES))
    at = (int(np.floor(LOW * (drawn - 1))), int(np.ceil(HIGH * (drawn - 1))))
    ranks.partition(at, axis=0)
    return ranks[at[0]].astype(np.int64), ranks[at[1]].astype(np.int64), first, five


def holdings(members: pd.DataFrame, leaves: pd.DataFrame, portfolios: pd.DataFrame) -> Holdings:
    """Living members as arrays.

    Parameters
    ----------
    members
        One row per living member: portfolio_id, family_id, relevance, coverage, impact,
        owner_share, remaining, granted, recent, critical,
        early.
    leaves
        family_id, branch_id and technology of every leaf a family is in.
    portfolios
        Indexed by portfolio_id: branch_id (NA for the whole industry), leaf_count, total_impact.
    """
    place = portfolios.index.get_indexer(pd.Index(members["portfolio_id"]))
    kept = members[place >= 0].assign(place=place[place >= 0])
    kept = kept.sort_values(["place", "family_id"], kind="stable", ignore_index=True)
    branch = looked_up(kept["portfolio_id"], portfolios["branch_id"])
    pairs = kept[["family_id"]].assign(member=kept.index, branch=branch).merge(leaves, on="family_id")
    pairs = pairs[(pairs["branch"].isna() | (pairs["branch"] == pairs["technology"])).to_numpy(dtype=bool)]
    code = pd.factorize(pairs["branch_id"].to_numpy(), sort=True)[0].astype(np.int64)

    def column(name: str) -> Numbers:
        return kept[name].to_numpy(dtype=np.float64)

    return Holdings(
        portfolio=kept["place"].to_numpy(dtype=np.int64),
        relevance=column("relevance"),
        coverage=column("coverage"),
        impact=column("impact"),
        owned=column("owner_share"),
        remaining=column("remaining"),
        granted=kept["granted"].to_numpy(dtype=bool),
        recent=kept["recent"].to_numpy(dtype=bool),
        critical=column("critical"),
        early=column("early"),
        by_term=ordered_by_term(kept["place"].to_numpy(dtype=np.int64), column("remaining")),
        leaf_member=pairs["member"].to_numpy(dtype=np.int64),
        leaf=code,
        leaves=portfolios["leaf_count"].to_numpy(dtype=np.float64),
        total_impact=portfolios["total_impact"].to_numpy(dtype=np.float64),
    )


def ordered_by_term(portfolio: Codes, remaining: Numbers) -> Codes:
    """Places of the members of known term, sorted by portfolio and term: once for all samples."""
    known = np.flatnonzero(~np.isnan(remaining))
    order: Codes = known[np.lexsort((remaining[known], portfolio[known]))]
    return order


def _covered(held: Holdings, count: Numbers, number: int) -> Numbers:
    """Share of each portfolio's leaves that a counted member is in."""
    seen = count[held.leaf_member] > 0
    width = int(held.leaf.max()) + 1 if len(held.leaf) else 1
    pairs = np.unique(held.portfolio[held.leaf_member[seen]] * width + held.leaf[seen])
    found = np.bincount(pairs // width, minlength=number)
    share: Numbers = np.divide(found, held.leaves, out=np.full(number, np.nan), where=held.leaves > 0)
    return share


def _median(held: Holdings, count: Numbers, number: int) -> Numbers:
    """Median remaining term of each portfolio's counted members; NaN where none is known."""
    order = held.by_term
    portfolio, value, weight = held.portfolio[order], held.remaining[order], count[order]
    whole = np.bincount(portfolio, weights=weight, minlength=number)
    before = np.append(0.0, np.cumsum(whole)[:-1])
    running = np.cumsum(weight) - before[portfolio]
    half = whole[portfolio] / 2
    result = np.zeros(number)
    for reached in (running >= half, running > half):
        first = np.flatnonzero(reached)
        holder, start = np.unique(portfolio[first], return_index=True)
        result[holder] += value[first[start]] / 2
    return np.where(whole > 0, result, np.nan)


def _drawn(portfolio: Codes, rng: np.random.Generator) -> Numbers:
    """How often each member is drawn when each portfolio is resampled to its own size."""
    size = np.bincount(portfolio)
    start = np.cumsum(size) - size
    pick = start[portfolio] + np.floor(rng.random(len(portfolio)) * size[portfolio]).astype(np.int64)
    return np.bincount(pick, minlength=len(portfolio)).astype(np.float64)

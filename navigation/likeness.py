"""Families that no rule of the breakdown reaches, placed by the likeness of their texts.

A leaf is described by the families its rules hold: its vector is their mean. Likeness is the
cosine with the nearest leaf, and how far that leaf leads the next. How like a family must be is
measured on the families that the rules do place, each left out of its own leaf's mean: the least
likeness is where the nearest leaf is still one of the family's own often enough (the lower end of
the interval reaches the target). Where no likeness does, nothing is placed.

A family that no rule reaches may belong nowhere. Its confidence is therefore taken from a second
trial too, in which each family's own leaves are taken away, so that any leaf is wrong: the share of
right answers among both, which takes one family in two to belong nowhere. It must reach two thirds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from navigation.neighbours import Floats, Integers
from navigation.retrieval import wilson_interval
from navigation.vectors import centring_groups, matrix

LEAST_IN_LEAF = 3
LEAST_ANSWERS = 30
LEAST_CONFIDENCE = 0.6667  # twice as often right as wrong
BLOCK = 20_000

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Calibration:
    """What likeness is worth: the least that suffices, and precision from each likeness on.

    Attributes
    ----------
    least
        Least likeness at which a family is placed; infinite where none suffices.
    likeness, precision
        Likenesses of the answers of both trials, falling, and the share of right ones down to each.
    """

    least: float
    likeness: Numbers
    precision: Numbers

    def precision_at(self, likeness: Numbers) -> Numbers:
        """Share of right answers among those at least so like."""
        place = np.searchsorted(-self.likeness, -likeness, side="right") - 1
        # A share of a few answers is chance: the most alike count as the first thirty do.
        last = len(self.precision) - 1
        found: Numbers = self.precision[np.clip(place, min(LEAST_ANSWERS, last), last)]
        return found


def similar(
    held: pd.DataFrame, text_embedding: pd.DataFrame, families: pd.Index, leaf_count: int, *, target: float
) -> pd.DataFrame:
    """The nearest leaf of each family without one, where it is near enough.

    Parameters
    ----------
    held
        family and leaf, as places: what the rules hold.
    text_embedding
        Vectors of the families; those without text are passed over.
    families
        Family ids, by place.
    leaf_count
        Number of leaves.
    target
        Precision whose lower bound (Wilson, 95 %) must be reached, 0–1.

    Returns
    -------
    pandas.DataFrame
        family, leaf (places), confidence (share of right answers in both trials at that likeness).
    """
    none = pd.DataFrame({"family": [], "leaf": [], "confidence": []})
    none = none.astype({"family": "int64", "leaf": "int64", "confidence": "float64"})
    place = families.get_indexer(pd.Index(text_embedding["family_id"]))
    usable = text_embedding["vector"].notna().to_numpy() & (place >= 0)
    known = text_embedding[usable]
    if known.empty or held.empty:
        return none
    points = _centred(matrix(known["vector"]), centring_groups(known))
    row_of = np.full(len(families), -1, dtype=np.int64)
    row_of[place[usable]] = np.arange(len(known))
    row, leaf = row_of[held["family"].to_numpy()], held["leaf"].to_numpy()
    row, leaf = row[row >= 0], leaf[row >= 0]
    means = _Means.of(points, row, leaf, leaf_count)
    calibration = calibrate(*_trials(points, row, leaf, means), target=target)
    free = np.setdiff1d(np.arange(len(known)), row)
    if not np.isfinite(calibration.least) or not len(free):
        return none
    nearest, likeness = _nearest(means.cosines(points[free]))
    confidence = calibration.precision_at(likeness).round(4)
    fit = (likeness >= calibration.least) & (confidence >= LEAST_CONFIDENCE)
    return pd.DataFrame(
        {
            "family": place[usable][free[fit]],
            "leaf": nearest[fit],
            "confidence": confidence[fit],
        }
    )


def calibrate(
    likeness: Numbers, is_right: NDArray[np.bool_], foreign: Numbers, *, target: float
) -> Calibration:
    """The least likeness at which the lower bound of precision still reaches the target.

    Parameters
    ----------
    likeness, is_right
        Of each placed family's nearest leaf.
    foreign
        Likeness of the nearest leaf once the family's own are taken away: never right.
    target
        Lower bound to be reached in the first trial, 0–1.
    """
    least = float("inf")
    order = np.argsort(-likeness, kind="stable")
    falling, right = likeness[order], np.cumsum(is_right[order])
    # Answers equally like stand or fall together.
    ends = np.flatnonzero(np.diff(falling, append=-np.inf) != 0)
    for end in ends[ends + 1 >= LEAST_ANSWERS].tolist():
        if wilson_interval(int(right[end]), end + 1)[0] >= target:
            least = float(falling[end])
    both = np.concatenate([likeness, foreign])
    order = np.argsort(-both, kind="stable")
    hits = np.cumsum(np.concatenate([is_right, np.zeros(len(foreign), dtype=bool)])[order])
    return Calibration(least, both[order], hits / np.arange(1, len(order) + 1))


@dataclass(frozen=True, eq=False)
class _Means:
    """Sum of the vectors of each leaf's families, and their number."""

    sums: Numbers
    sizes: Integers

    @staticmethod
    def of(points: Numbers, row: Integers, leaf: Integers, leaf_count: int) -> _Means:
        """Sums over pairs of family (by row) and leaf."""
        from scipy.sparse import csr_matrix

        pairs = csr_matrix((np.ones(len(row)), (leaf, row)), shape=(leaf_count, len(points)))
        return _Means(np.asarray(pairs @ points), np.bincount(leaf, minlength=leaf_count))

    def cosines(self, points: Numbers) -> Numbers:
        """(n, leaves) cosine with each mean; −1 for leaves of fewer than three families."""
        norms = np.maximum(np.linalg.norm(self.sums, axis=1), 1e-12)
        found: Numbers = points @ (self.sums / norms[:, None]).T
        found[:, self.sizes < LEAST_IN_LEAF] = -1.0
        return found


def _trials(
    points: Numbers, row: Integers, leaf: Integers, means: _Means
) -> tuple[Numbers, NDArray[np.bool_], Numbers]:
    """Likeness of every placed family's nearest leaf, whether that is its own, and of the nearest other."""
    rows = np.unique(row)
    at = np.searchsorted(rows, row)
    likeness, right, foreign = [], [], []
    for start in range(0, len(rows), BLOCK):
        few = points[rows[start : start + BLOCK]]
        cosines = means.cosines(few)
        mine = (at >= start) & (at < start + len(few))
        where, own = at[mine] - start, leaf[mine]
        # The mean of a family's own leaf without the family.
        rest = means.sums[own] - few[where]
        norms = np.maximum(np.linalg.norm(rest, axis=1), 1e-12)
        alone = np.einsum("ij,ij->i", few[where], rest) / norms
        cosines[where, own] = np.where(means.sizes[own] > LEAST_IN_LEAF, alone, -1.0)
        is_own = np.zeros(cosines.shape, dtype=bool)
        is_own[where, own] = True
        nearest, like = _nearest(cosines)
        likeness.append(like)
        right.append(is_own[np.arange(len(few)), nearest])
        foreign.append(_nearest(np.where(is_own, -1.0, cosines))[1])
    return np.concatenate(likeness), np.concatenate(right), np.concatenate(foreign)


def _nearest(cosines: Numbers) -> tuple[Integers, Numbers]:
    """The nearest leaf of each row, and its likeness: cosine plus its lead over the next."""
    best = cosines.argmax(axis=1)
    if cosines.shape[1] == 1:
        return best, cosines[:, 0].round(6)
    first, second = -np.partition(-cosines, 1, axis=1)[:, :2].T
    return best, (2 * first - second).round(6)


def _centred(vectors: Floats, groups: Integers) -> Numbers:
    """Unit vectors from which the mean of their language and kind of text is taken."""
    points = vectors.astype(np.float64)
    for group in np.unique(groups):
        mine = groups == group
        points[mine] -= points[mine].mean(axis=0)
    norms = np.linalg.norm(points, axis=1, keepdims=True)
    result: Numbers = points / np.where(norms > 0, norms, 1.0)
    return result

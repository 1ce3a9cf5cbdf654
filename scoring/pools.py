"""Portfolios of several owners: what joining them would add."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Complement:
    """What two sets of branches add up to.

    Parameters
    ----------
    coverage
        Share of the branches that at least one of the two covers.
    gain
        Share that joining adds to the larger of the two.
    overlap
        Share of the joint branches that both cover (Jaccard).
    """

    coverage: float
    gain: float
    overlap: float


def complement(first: Collection[str], second: Collection[str], branches: int) -> Complement:
    r"""Coverage, gain and overlap of two owners in a breakdown of so many leaves.

    .. math:: \frac{|A \cup B|}{n},\quad \frac{|A \cup B| - \max(|A|, |B|)}{n},\quad
              \frac{|A \cap B|}{|A \cup B|}

    Raises
    ------
    ValueError
        The breakdown has no leaf.
    """
    if branches < 1:
        raise ValueError("a breakdown without leaves covers nothing")
    a, b = set(first), set(second)
    both = a | b
    overlap = len(a & b) / len(both) if both else 0.0
    return Complement(len(both) / branches, (len(both) - max(len(a), len(b))) / branches, overlap)


def cosine(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> float:
    """Likeness of two owners' families by branch, 0–1; NaN if one has none."""
    length = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum() / length) if length > 0 else float("nan")


def cover(owners: Mapping[str, Collection[str]], *, most: int = 5) -> list[str]:
    """Owners that together cover the most branches, chosen one by one by what each adds.

    Greedy choice covers at least 1 − 1/e of the best. It stops where nobody adds a branch;
    equal gains go to the name that sorts first.
    """
    chosen: list[str] = []
    covered: set[str] = set()
    while len(chosen) < most:
        added = {name: len(set(owned) - covered) for name, owned in owners.items() if name not in chosen}
        best = min(added, key=lambda name: (-added[name], name), default=None)
        if best is None or added[best] == 0:
            break
        chosen.append(best)
        covered |= set(owners[best])
    return chosen

"""Which invention of a synthetic world cites which, and how soon it is cited.

Drawn apart from the world, so that a world is the same with and without its references.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flows.demonstration.world import AS_OF, LAG_SHAPE, LAG_YEARS, UNPUBLISHED_YEARS, World, received

INSIDE_SHARE = 0.3  # of those that cite an invention are of its own industry and so of its world
SAME_TECHNOLOGY_SHARE = 0.8
NEAR = 5  # the citing one is any of so many filed next after the day drawn

Codes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class References:
    """By place of the invention: whom it cites, and how often it was cited in its first years.

    Parameters
    ----------
    cited
        Places of the inventions of the same world that it cites, rising.
    within_three, within_five
        Citations within three and five years of publication, of those inside and outside the world.
    """

    cited: tuple[tuple[int, ...], ...]
    within_three: tuple[int, ...]
    within_five: tuple[int, ...]


def refer(world: World) -> References:
    """Draw the references of a world: a part of everyone's citations comes from its own later inventions.

    Utility models are not searched and cite nothing. A citation comes when the citing invention is
    published, with the lags the world's counts have; most come from the same technology.
    """
    rng = np.random.default_rng(world.seed + 2)
    made = world.inventions
    count = np.array([i.citations for i in made], dtype=np.int64)
    filed = np.array([i.filed.toordinal() for i in made], dtype=np.int64)
    age = np.maximum((AS_OF.toordinal() - filed) / 365.25 - UNPUBLISHED_YEARS, 0.0)
    five = rng.binomial(count, _share(np.minimum(age, 5.0), age))
    three = rng.binomial(five, _share(np.minimum(age, 3.0), np.minimum(age, 5.0)))
    cited = np.repeat(np.arange(len(made)), rng.binomial(count, INSIDE_SHARE))
    # The draw of a lag, cut off at the age: none later has been published.
    part = rng.random(len(cited)) * received(age[cited])
    lag = LAG_YEARS * (-np.log1p(-part)) ** (1 / LAG_SHAPE)
    due = filed[cited] + np.ceil(lag * 365.25).astype(np.int64)
    technology = np.array([i.technology for i in made], dtype=np.int64)
    searched = np.array([not i.is_utility_model for i in made])
    near = rng.random(len(cited)) < SAME_TECHNOLOGY_SHARE
    citing = np.full(len(cited), -1, dtype=np.int64)
    for one in range(len(world.technologies)):
        asked = np.flatnonzero(near & (technology[cited] == one))
        citing[asked] = _next(due[asked], np.flatnonzero(searched & (technology == one)), filed, rng)
    asked = np.flatnonzero(~near)
    citing[asked] = _next(due[asked], np.flatnonzero(searched), filed, rng)
    known = (citing >= 0) & (filed[citing] > filed[cited])
    lists: list[set[int]] = [set() for _ in made]
    for one, other in zip(citing[known].tolist(), cited[known].tolist(), strict=True):
        lists[one].add(other)
    return References(
        tuple(tuple(sorted(each)) for each in lists), tuple(three.tolist()), tuple(five.tolist())
    )


def _share(young: Numbers, old: Numbers) -> Numbers:
    """Share of the citations received at an age that had come by a younger one."""
    share: Numbers = np.divide(received(young), received(old), out=np.ones(len(old)), where=old > 0)
    return share


def _next(due: Codes, pool: Codes, filed: Codes, rng: np.random.Generator) -> Codes:
    """One of those of the pool filed next after each day; −1 where there is none."""
    order = pool[np.argsort(filed[pool], kind="stable")]
    at = np.searchsorted(filed[order], due) + rng.integers(0, NEAR, len(due))
    there = at < len(order)
    return np.where(there, np.append(order, -1)[np.minimum(at, len(order))], -1)

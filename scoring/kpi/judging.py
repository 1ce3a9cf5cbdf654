"""How a value stands to its target: reached, on the way at a steady pace, or behind."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from scoring.kpi.definitions import Definition


@dataclass(frozen=True)
class Verdict:
    """Target in force, pace and status; None where there is none."""

    status: str
    target: float | None = None
    target_year: int | None = None
    pace: float | None = None


def judge(
    definition: Definition,
    value: float | None,
    targets: Mapping[int, float],
    *,
    as_of: date,
    start: date,
    baseline: float = 0.0,
    period_year: int | None = None,
    is_missing: bool = False,
) -> Verdict:
    """The verdict on one row.

    The target in force is the first that is not yet overdue, else the last. Pace is the straight
    line from `baseline` at `start` through the targets at the ends of their years; of things counted
    whole, a part is not yet due. A rate has no pace but itself, and is reached only when the year
    of its target has ended.

    Parameters
    ----------
    is_missing
        A register is missing: the status is `no_data`, whatever else is known.
    """
    due = sorted(year for year in targets if year >= as_of.year)
    year = due[0] if due else max(targets, default=None)
    target = targets[year] if year is not None else None
    pace = target if definition.kind == "growth" else _pace(definition, targets, as_of, start, baseline)
    if is_missing:
        return Verdict("no_data", target, year, pace)
    if value is None:
        return Verdict("undefined", target, year, pace)
    if target is None or year is None or pace is None:
        return Verdict("no_target")
    is_due = definition.kind != "growth" or (period_year is not None and period_year >= year)
    # 1.4 - 1 is a hair less than 0.4.
    if value >= target - 1e-9:
        return Verdict("achieved" if is_due else "in_progress", target, year, pace)
    is_over = is_due if definition.kind == "growth" else as_of >= date(year, 12, 31)
    return Verdict("behind" if is_over or value < pace else "in_progress", target, year, pace)


def _pace(
    definition: Definition, targets: Mapping[int, float], as_of: date, start: date, baseline: float
) -> float | None:
    """The straight line through baseline and targets at the cut-off."""
    if not targets:
        return None
    points = [(start, baseline), *((date(y, 12, 31), targets[y]) for y in sorted(targets))]
    if as_of <= start:
        return baseline
    for (day, level), (next_day, next_level) in pairwise(points):
        if as_of <= next_day:
            share = (as_of - day).days / max(1, (next_day - day).days)
            reached = level + (next_level - level) * share
            return float(math.floor(reached + 1e-9)) if definition.unit == "count" else reached
    return points[-1][1]

"""Where a value stands among others: below how many, beside how many."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


def midrank(values: Numbers, group: Codes | None = None) -> Numbers:
    r"""Mid-rank percentile (0–1) of each value in its group.

    .. math:: p_i = \frac{|\{j: x_j < x_i\}| + \tfrac12 |\{j: x_j = x_i\}|}{n}

    NaN stays NaN and is not counted.
    """
    codes = np.zeros(len(values), dtype=np.int64) if group is None else group
    below, equal, size = standing(values, codes)
    return (below + equal / 2) / size


def standing(values: Numbers, codes: Codes) -> Numbers:
    """Of each value's group: how many are below it, equal to it (itself too), and in all."""
    result = np.full((3, len(values)), np.nan)
    kept = np.flatnonzero(~np.isnan(values))
    if not len(kept):
        return result
    order = kept[np.lexsort((values[kept], codes[kept]))]
    x, g = values[order], codes[order]
    new_group = np.append(True, g[1:] != g[:-1])
    new_run = new_group | np.append(True, x[1:] != x[:-1])
    starts = np.flatnonzero(new_group)
    sizes = np.diff(np.append(starts, len(x)))
    runs = np.flatnonzero(new_run)
    lengths = np.diff(np.append(runs, len(x)))
    place, run = np.cumsum(new_group) - 1, np.cumsum(new_run) - 1
    result[:, order] = runs[run] - starts[place], lengths[run], sizes[place]
    return result


def winsorised(values: Numbers, *, top: float = 0.98) -> Numbers:
    r"""Values over their top quantile, cut at 1: the OECD normalisation, for comparison.

    .. math:: x' = \min(x, q) / q

    with the linearly interpolated quantile q; q = 0 gives 0. One outlier flattens the rest, so
    that percentiles are shown and ranked on instead.
    """
    present = values[~np.isnan(values)]
    if not len(present):
        return np.full(len(values), np.nan)
    cut = float(np.quantile(present, top))
    if cut == 0:
        return np.where(np.isnan(values), np.nan, 0.0)
    return np.minimum(values, cut) / cut

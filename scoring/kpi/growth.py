"""Growth of a yearly quantity: from year to year, its mean, and the compound rate."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

STATISTICS = ("yoy", "mean", "cagr")


@dataclass(frozen=True)
class Growth:
    """Growth over a window; None where it is undefined.

    `yoy` is indexed by year. `has_zero_base` tells that a year grew from nothing, so that its rate
    is no number (基期为0).
    """

    yoy: pd.Series
    mean: float | None
    cagr: float | None
    has_zero_base: bool

    def of(self, statistic: str) -> float | None:
        """The figure of one of `STATISTICS`; of `yoy`, the last year's."""
        if statistic == "yoy":
            last = self.yoy.iloc[-1] if len(self.yoy) else None
            return None if last is None or pd.isna(last) else float(last)
        return self.mean if statistic == "mean" else self.cagr


def growth(yearly: pd.Series) -> Growth:
    """Growth of values indexed by consecutive years: g = x_t / x_(t-1) - 1.

    The mean is of all years' rates, and undefined where one of them is; the compound rate needs
    only the first and last value.
    """
    values = yearly.sort_index().astype("float64")
    before = values.shift(1)
    rates = (values / before.where(before.ne(0)) - 1).iloc[1:]
    has_zero_base = bool(before.iloc[1:].eq(0).any())
    mean = float(rates.mean()) if len(rates) and bool(rates.notna().all()) else None
    cagr = None
    if len(values) > 1 and values.iloc[0] > 0 and pd.notna(values.iloc[-1]):
        cagr = float((values.iloc[-1] / values.iloc[0]) ** (1 / (len(values) - 1)) - 1)
    return Growth(rates, mean, cagr, has_zero_base)

"""What an indicator is, and the register that all of them enter."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from scoring.tables import INDICATOR_FLAGS

F = TypeVar("F", bound=Callable[..., pd.DataFrame])

PILLARS = ("technology", "market", "legal")
REGISTER: dict[str, Indicator] = {}


@dataclass(frozen=True)
class Indicator:
    """One measure of a family: how to compute it, read it and weigh it.

    Parameters
    ----------
    name
        Name of its function, and its key in `family_indicator`.
    function
        Tables before `*`, settings after it; returns a `reading`.
    label, label_zh
        Name for people.
    pillar
        Pillar of the score it may count in; None if it is for information only.
    unit
        Unit of its value.
    better
        `higher` or `lower`.
    weight
        Default share in the score; 0 if it is measured but not scored.
    source
        Where the definition comes from.
    low, high
        Range of its values.
    """

    name: str
    function: Callable[..., pd.DataFrame]
    label: str
    label_zh: str
    pillar: str | None
    unit: str
    better: str
    weight: float
    source: str
    low: float
    high: float

    @property
    def definition(self) -> str:
        """The function's docstring: what it says, formula, what counts, when undefined."""
        return inspect.cleandoc(self.function.__doc__ or "")


def indicator(
    *,
    label: str,
    label_zh: str,
    pillar: str | None,
    unit: str,
    better: str,
    weight: float,
    source: str,
    low: float = 0.0,
    high: float = math.inf,
) -> Callable[[F], F]:
    """Enter the decorated function in the register; the function itself stays as it is."""

    def enter(function: F) -> F:
        REGISTER[function.__name__] = Indicator(
            name=function.__name__,
            function=function,
            label=label,
            label_zh=label_zh,
            pillar=pillar,
            unit=unit,
            better=better,
            weight=weight,
            source=source,
            low=low,
            high=high,
        )
        return function

    return enter


def reading(
    value: pd.Series,
    *,
    ranked: pd.Series | None = None,
    basis: pd.Series | None = None,
    source: pd.Series | None = None,
    norm: pd.DataFrame | None = None,
    **cautions: Any,
) -> pd.DataFrame:
    """Return the one shape of every indicator: a frame indexed by family_id.

    Parameters
    ----------
    value
        The indicator's value per family; NA where undefined.
    ranked
        What percentiles are taken of in the place of the value, where part of it is chance.
    basis
        What the value rests on (a source, an office). Families are compared only with families
        of the same basis, so that counts of different kinds are never mixed in one cohort.
    source
        Which citations the value was counted from, one of `corpus.tables.CITATION_SOURCES`.
    norm
        Where the value is relative to figures from outside the corpus: `norm_cohort` and
        `norm_size`, the name and number of those it is compared with. It then has no percentile.
    cautions
        One mask per flag of `INDICATOR_FLAGS`; a missing value is read as no caution.

    Returns
    -------
    pandas.DataFrame
        `value` and `ranked` (float64), `basis` and `citation_source` (str), the columns of `norm`, each if
        given, and a bool column per caution.
    """
    columns: dict[str, Any] = {"value": value.astype("float64")}
    if ranked is not None:
        columns["ranked"] = ranked.astype("float64").where(value.notna())
    if basis is not None:
        columns["basis"] = basis.astype("str")
    if source is not None:
        columns["citation_source"] = source.astype("str").where(value.notna())
    if norm is not None:
        columns |= {name: norm[name].where(value.notna()) for name in ("norm_cohort", "norm_size")}
    for name, mask in cautions.items():
        if name not in INDICATOR_FLAGS:
            raise ValueError(f"{name} is not a flag of an indicator")
        flagged = pd.Series(mask, index=value.index).astype("boolean").fillna(False)
        columns[name] = flagged.astype("bool") & value.notna()
    result = pd.DataFrame(columns, index=value.index)
    result.index.name = "family_id"
    return result

"""The indicators: what later patents say, how wide the protection is, how alive the right is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from corpus.store import inputs_of
from scoring.indicators import breadth, citation, knowledge, legal, likeness, network, norms, origins, windows
from scoring.indicators.register import REGISTER, Indicator, reading

_MODULES = (citation, origins, windows, network, knowledge, likeness, breadth, legal, norms)

# The register fills while the modules are imported; whatever the order of import, this order holds.
INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {
        name: entry
        for module in _MODULES
        for name, entry in REGISTER.items()
        if entry.function.__module__ == module.__name__
    }
)


def readings_of(
    tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], names: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """What each indicator says of the families of some tables.

    Parameters
    ----------
    tables
        Frames by table name; an indicator that asks for one that is not there is left out.
    settings
        What indicators ask for after `*`.
    names
        Which indicators; all without it.
    """
    made = {}
    for name, entry in INDICATORS.items():
        asked, wanted = inputs_of(entry.function)
        if (names is None or name in names) and all(table in tables for table in asked):
            made[name] = entry.function(**{t: tables[t] for t in asked}, **{s: settings[s] for s in wanted})
    return made


__all__ = ["INDICATORS", "Indicator", "reading", "readings_of"]

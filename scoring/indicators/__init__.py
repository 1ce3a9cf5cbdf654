"""The indicators: what later patents say, how wide the protection is, how alive the right is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scoring.indicators import breadth, citation, knowledge, legal, likeness, network, norms, windows
from scoring.indicators.register import REGISTER, Indicator, reading

_MODULES = (citation, windows, network, knowledge, likeness, breadth, legal, norms)

# The register fills while the modules are imported; whatever the order of import, this order holds.
INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {
        name: entry
        for module in _MODULES
        for name, entry in REGISTER.items()
        if entry.function.__module__ == module.__name__
    }
)

__all__ = ["INDICATORS", "Indicator", "reading"]

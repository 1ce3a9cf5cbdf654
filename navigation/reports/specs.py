"""The reports as ordered lists of sections, and how one is composed from tables and settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from corpus.errors import ContractError
from corpus.store import inputs_of
from navigation.reports.document import Report, Section
from navigation.reports.membership import Membership
from navigation.reports.receipts import Lookup, as_lookup
from navigation.reports.sections.annex import annex
from navigation.reports.sections.basis import basis
from navigation.reports.sections.changes import changes
from navigation.reports.sections.conclusions import conclusions
from navigation.reports.sections.core_technology import core_technology
from navigation.reports.sections.direction import direction
from navigation.reports.sections.evidence import evidence
from navigation.reports.sections.high_value import high_value
from navigation.reports.sections.layout import layout
from navigation.reports.sections.networks import networks
from navigation.reports.sections.operation import operation
from navigation.reports.sections.overseas import overseas
from navigation.reports.sections.own import name_of
from navigation.reports.sections.partners import partners
from navigation.reports.sections.pathway import pathway
from navigation.reports.sections.positioning import positioning
from navigation.reports.sections.risk import risk
from navigation.reports.sections.rivals import rivals
from navigation.reports.sections.scope import scope
from navigation.reports.sections.situation import situation
from navigation.reports.sections.summary import summary
from navigation.reports.sections.validation import validation
from navigation.thresholds import Thresholds


@dataclass(frozen=True)
class Spec:
    """A report: its name and its sections in order."""

    name: str
    sections: tuple[Callable[..., Section], ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of all tables its sections read, sorted."""
        return tuple(sorted({name for section in self.sections for name in inputs_of(section)[0]}))


INDUSTRY_PLANNING = Spec(
    "industry-planning",
    (
        *(changes, summary, scope, evidence, direction, networks, positioning, pathway, partners, high_value),
        *(validation, annex),
    ),
)
MICRO_NAVIGATION = Spec(
    "micro-navigation",
    (conclusions, situation, core_technology, rivals, risk, overseas, layout, operation, basis),
)

# Settings a caller may leave out; `title` and `as_of` must be given.
DEFAULTS: Mapping[str, Any] = {
    "title_en": None,
    "zone": None,
    "zone_en": None,
    "industry": None,
    "industry_en": None,
    "home": "CN",
    "peers": (),
    "passports": (),
    "thresholds": Thresholds(),
    "synthetic": False,
    "version": "",
    "study_digest": "",
    "encoder": "",
    "notes": (),
    "indicators": (),
}


def compose(spec: Spec, tables: Lookup | Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> Report:
    """The report with all facts and exhibits, without words or looks yet.

    Parameters
    ----------
    spec
        `INDUSTRY_PLANNING`, or `MICRO_NAVIGATION` once per focal enterprise.
    tables
        Frames by table name, as a function or a mapping; each is read once.
    settings
        `title` and `as_of` (a date), and any of `DEFAULTS`; for an enterprise also `enterprise_id`.

    Raises
    ------
    ContractError
        A section asks for a table or a setting that was not handed in.
    """
    find = as_lookup(tables)
    known = {**DEFAULTS, **settings}
    frames = {name: find(name) for name in spec.tables}
    sections = []
    for section in spec.sections:
        wanted, asked = inputs_of(section)
        missing = [name for name in asked if name not in known]
        if missing:
            raise ContractError(f"report {spec.name} needs the settings {', '.join(missing)}")
        made = section(**{n: frames[n] for n in wanted}, **{n: known[n] for n in asked})
        if not made.is_silent:
            sections.append(made)
    if known.get("enterprise_id") is not None:
        known["subject"] = name_of(known["enterprise_id"], find("enterprise"))
    membership = Membership(find) if "family" in spec.tables else None
    return Report(spec.name, known, tuple(sections), find, membership)

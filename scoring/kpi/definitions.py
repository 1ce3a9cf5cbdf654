"""The 23 rows of an indicator table of a zone, their targets, and what each needs.

Rows and targets are those of annex 1 (附件1) of the measures for building an intellectual-property
operation service system of the Tianjin Port Free Trade Zone, 2021–2023; it has no row 22. Its
column of 2023 holds no numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Definition:
    """A row of the table.

    Parameters
    ----------
    kind
        `growth` is judged on complete years, `stock` and `count` at the cut-off.
    needs
        Tables without rows of which there is no value.
    recognition
        Kind of recognition that is counted, where that is all.
    statistic
        Of a growth: the figure the verdict rests on.
    """

    number: int
    name: str
    kind: str
    unit: str
    source: str
    needs: tuple[str, ...]
    recognition: str | None = None
    statistic: str | None = None
    formula_version: str = "1"


def _recognised(number: int, name: str, recognition: str, need: str = "recognition") -> Definition:
    return Definition(number, name, "count", "count", "R", (need,), recognition)


DEFINITIONS = (
    Definition(1, "dealings_growth", "growth", "share", "E+R", ("zone_entity", "ip_event", "event"),
               statistic="mean"),
    Definition(2, "pledge_growth", "growth", "share", "E+R", ("zone_entity", "ip_event"),
               statistic="cagr"),
    Definition(3, "technology_contract_growth", "growth", "share", "R", ("zone_entity", "ip_event"),
               statistic="cagr"),
    Definition(4, "academic_transfer_smes", "count", "count", "E+R", ("zone_entity", "ip_event|event")),
    Definition(5, "securitisation_products", "count", "count", "R", ("finance_product",)),
    Definition(6, "financed_entities", "count", "count", "E+R", ("zone_entity", "ip_event")),
    _recognised(7, "national_navigation_projects", "national_navigation_project"),
    _recognised(8, "standard_certifications", "standard_certification"),
    _recognised(9, "trusteeships", "trusteeship"),
    _recognised(10, "service_clusters", "service_cluster"),
    _recognised(11, "operation_centres", "operation_centre"),
    Definition(12, "patents_in_force", "stock", "count", "E", ("zone_entity", "application")),
    Definition(13, "inventions_in_force", "stock", "count", "E", ("zone_entity", "application")),
    Definition(14, "inventions_per_ten_thousand", "stock", "per_ten_thousand", "E+R",
               ("zone_entity", "application", "population")),
    Definition(15, "patent_holder_growth", "growth", "share", "E", ("zone_entity", "application"),
               statistic="yoy"),
    _recognised(16, "planning_navigation_projects", "planning_navigation_project"),
    _recognised(17, "micro_navigation_projects", "micro_navigation_project"),
    _recognised(18, "high_value_portfolios", "high_value_portfolio", "recognition|decision"),
    _recognised(19, "emerging_talents", "emerging_talent"),
    Definition(20, "registered_trademarks", "stock", "count", "R", ("trademark",)),
    _recognised(21, "regional_brands", "regional_brand"),
    _recognised(23, "collective_marks", "collective_mark"),
    _recognised(24, "characteristic_parks", "characteristic_park"),
)  # fmt: skip
NAMES = tuple(d.name for d in DEFINITIONS)
BY_NAME = {d.name: d for d in DEFINITIONS}
# One organisation counts once, however often it was certified or served; else names count.
PER_ENTITY = ("standard_certification", "trusteeship")
# What runs out is counted while it holds; the rest adds up.
CUMULATIVE = ("trusteeship", "emerging_talent")
LEAST_AGENCIES = 15  # service agencies that make a cluster (服务业聚集区)

TARGETS: Mapping[str, Mapping[int, float]] = {
    "dealings_growth": {2021: 0.20, 2022: 0.20},
    "pledge_growth": {2021: 0.30, 2022: 0.30},
    "technology_contract_growth": {2021: 0.40, 2022: 0.40},
    "academic_transfer_smes": {2021: 10, 2022: 15},
    "securitisation_products": {2022: 1},
    "financed_entities": {2021: 15, 2022: 30},
    "national_navigation_projects": {2022: 1},
    "standard_certifications": {2021: 15, 2022: 30},
    "trusteeships": {2021: 150, 2022: 300},
    "service_clusters": {2022: 1},
    "operation_centres": {2021: 1, 2022: 2},
    "patents_in_force": {2021: 12000, 2022: 13200},
    "inventions_in_force": {2021: 2200, 2022: 2420},
    "inventions_per_ten_thousand": {2021: 200, 2022: 200},
    "patent_holder_growth": {2021: 0.10, 2022: 0.10},
    "planning_navigation_projects": {2021: 2, 2022: 3},
    "micro_navigation_projects": {2021: 2, 2022: 3},
    "high_value_portfolios": {2021: 2, 2022: 3},
    "emerging_talents": {2021: 10, 2022: 20},
    "registered_trademarks": {2021: 15000, 2022: 16500},
    "regional_brands": {2022: 1},
    "collective_marks": {2022: 1},
    "characteristic_parks": {2022: 1},
}


@dataclass(frozen=True)
class Stated:
    """Numbers that stand elsewhere in the zone's measures and should agree with the targets."""

    inventions: float | None = None
    pct: float | None = None
    pct_per_ten_thousand: float | None = None


@dataclass(frozen=True)
class Plan:
    """What the zone has set itself.

    Parameters
    ----------
    start
        First day of the plan; what adds up is counted from here.
    base_year
        Year growth starts from; else the one before the plan.
    targets
        By indicator and year; due on the last day of the year.
    baseline
        What there was on the first day, by indicator; else nothing.
    statistic
        Figure a growth is judged by (`yoy`, `mean`, `cagr`), where it differs from the default.
    """

    start: date = date(2021, 1, 1)
    base_year: int | None = None
    targets: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    baseline: Mapping[str, float] = field(default_factory=dict)
    statistic: Mapping[str, str] = field(default_factory=dict)
    stated: Stated = field(default_factory=Stated)

    def years(self, as_of: date) -> range:
        """Years from the base to the last that has ended by the cut-off."""
        first = self.base_year if self.base_year is not None else self.start.year - 1
        last = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
        return range(first, last + 1)

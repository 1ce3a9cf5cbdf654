"""What a reader of the table must know or confirm: numbers that do not fit, and what was not counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from scoring.kpi.definitions import BY_NAME, LEAST_AGENCIES, PER_ENTITY, Plan
from scoring.kpi.measuring import Measured
from scoring.kpi.tables import KPI_NOTE

MOST_OFF = 0.05  # by which residents may differ from those the targets imply
INVENTIONS, PER_TEN_THOUSAND = "inventions_in_force", "inventions_per_ten_thousand"


@dataclass(frozen=True)
class Studies:
    """What is known of the studies beside the zone.

    `cut_offs` by study; `not_run` without results; reports generated, and candidate portfolios,
    which are not recognised ones.
    """

    cut_offs: Mapping[str, date] = field(default_factory=dict)
    not_run: tuple[str, ...] = ()
    planning_reports: int = 0
    micro_reports: int = 0
    candidate_portfolios: int = 0


def kpi_note(
    measured: Mapping[str, Measured],
    population: pd.DataFrame,
    zone_entity: pd.DataFrame,
    recognition: pd.DataFrame,
    plan: Plan,
    as_of: date,
    studies: Studies | None = None,
) -> pd.DataFrame:
    """The notes, in order: the plan against itself, the data, then row by row."""
    found = [
        *of_plan(plan, population),
        *_of_studies(studies or Studies(), as_of, bool(len(measured["patents_in_force"].records))),
        *_of_rows(measured, as_of),
        *_of_population(measured, population, as_of),
        *_of_roster(recognition, zone_entity),
    ]
    rows = [{"place": place, **note} for place, note in enumerate(found, start=1)]
    return pd.DataFrame(rows, columns=KPI_NOTE.column_names)


def of_plan(plan: Plan, population: pd.DataFrame) -> list[dict[str, Any]]:
    """Targets against each other: residents they imply, and numbers stated elsewhere.

    Inventions over inventions per 10,000 residents are residents: 2200 / 200 = 11.0, 2420 / 200 =
    12.1. With 11 to 12 of them, 10 PCT applications per 10,000 are 110 to 121.
    """
    found: list[dict[str, Any]] = []
    stock, rate = plan.targets.get(INVENTIONS, {}), plan.targets.get(PER_TEN_THOUSAND, {})
    registered = population.set_index("year")["wan"]
    stated = plan.stated
    for year in sorted(set(stock) & set(rate)):
        implied = stock[year] / rate[year]
        told = float(registered[year]) if year in registered.index else None
        is_off = told is not None and abs(told / implied - 1) > MOST_OFF
        name = "population_differs" if is_off else "implied_population"
        found.append(_note(name, PER_TEN_THOUSAND, year, implied, told))
        if stated.pct is not None and stated.pct_per_ten_thousand is not None:
            total = implied * stated.pct_per_ten_thousand
            found.append(_note("stated_pct", None, year, total, stated.pct))
    if stated.inventions is not None and stock and stated.inventions != stock[max(stock)]:
        found.append(_note("stated_inventions", INVENTIONS, max(stock), stock[max(stock)], stated.inventions))
    return found


def _of_studies(studies: Studies, as_of: date, has_patents: bool) -> list[dict[str, Any]]:
    found = []
    older = sorted(name for name, day in studies.cut_offs.items() if day < as_of)
    if older:
        found.append(_note("study_older", text=", ".join(older), value=len(older)))
    if studies.not_run:
        found.append(_note("study_not_run", text=", ".join(studies.not_run), value=len(studies.not_run)))
    if has_patents:
        found.append(_note("exports_only", "patents_in_force"))
    for name, count in (
        ("planning_navigation_projects", studies.planning_reports),
        ("micro_navigation_projects", studies.micro_reports),
    ):
        if count:
            found.append(_note("generated_reports", name, value=count))
    if studies.candidate_portfolios:
        count = studies.candidate_portfolios
        found.append(_note("candidates_not_counted", "high_value_portfolios", value=count))
    return found


def _of_rows(measured: Mapping[str, Measured], as_of: date) -> list[dict[str, Any]]:
    """Rows with records nobody can decide, a base of nothing, missing amounts, or few agencies."""
    found = []
    for name, row in measured.items():
        undecided = int(row.records["is_counted"].isna().sum())
        if undecided:
            found.append(_note("undecided", name, value=undecided))
        undated = int(row.records["reason"].eq("undated").sum())
        if undated:
            found.append(_note("undated_events", name, value=undated))
        if row.has_zero_base:
            found.append(_note("base_zero", name))
        amount, count = row.values.get("amount_cny"), row.values.get("count")
        if amount is not None and count is not None:
            bare = [int(year) for year in count.index if count[year] > 0 and amount[year] == 0]
            found += [_note("amount_missing", name, year, value=float(count[year])) for year in bare]
        agencies = row.values.get("agencies")
        if agencies is not None and agencies.iloc[-1] < LEAST_AGENCIES:
            few = float(agencies.iloc[-1])
            found.append(_note("few_agencies", name, as_of.year, few, LEAST_AGENCIES))
    return found


def _of_population(
    measured: Mapping[str, Measured], population: pd.DataFrame, as_of: date
) -> list[dict[str, Any]]:
    """The residents of an earlier year stand in for those of the cut-off's."""
    years = population.loc[population["year"].le(as_of.year), "year"]
    if measured[PER_TEN_THOUSAND].value is None or int(years.max()) == as_of.year:
        return []
    return [_note("older_population", PER_TEN_THOUSAND, int(years.max()), None, as_of.year)]


def _of_roster(recognition: pd.DataFrame, zone_entity: pd.DataFrame) -> list[dict[str, Any]]:
    """Organisations with a certificate or service whom the roster does not name."""
    if zone_entity.empty:
        return []
    found = []
    for name, definition in BY_NAME.items():
        if definition.recognition not in PER_ENTITY:
            continue
        codes = recognition.loc[recognition["kind"].eq(definition.recognition), "uscc"].dropna().unique()
        outside = sorted(set(codes) - set(zone_entity["uscc"]))
        if outside:
            found.append(_note("not_in_roster", name, value=len(outside), text=", ".join(outside[:20])))
    return found


def _note(
    note: str,
    kpi: str | None = None,
    year: int | None = None,
    value: float | None = None,
    expected: float | None = None,
    text: str | None = None,
) -> dict[str, Any]:
    return {"note": note, "kpi": kpi, "year": year, "value": value, "expected": expected, "text": text}

"""What each row of the table measures, by kind: the value, its years, and the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from corpus.applicant_kinds import applicant_kind
from scoring.kpi import counting
from scoring.kpi.counting import RECORD_COLUMNS
from scoring.kpi.definitions import LEAST_AGENCIES, Definition, Plan
from scoring.kpi.growth import growth
from scoring.kpi.stock import stock

NO_RECORDS = pd.DataFrame({name: pd.Series(dtype="object") for name in RECORD_COLUMNS})


@dataclass(frozen=True, eq=False)
class Measured:
    """A row's value; `values` holds series by measure, indexed by year; `lacking` what is missing."""

    value: float | None
    values: Mapping[str, pd.Series] = field(default_factory=dict)
    records: pd.DataFrame = field(default_factory=lambda: NO_RECORDS)
    period_year: int | None = None
    lacking: tuple[str, ...] = ()
    has_zero_base: bool = False


def recognitions(recognition: pd.DataFrame, definition: Definition, plan: Plan, as_of: date) -> Measured:
    """A count of recognitions of one kind at the cut-off, and at the end of each year before."""
    kind = str(definition.recognition)
    records = counting.recognised(recognition, kind, as_of=as_of)
    values = {
        "level": _levels(plan, as_of, lambda day: _count(counting.recognised(recognition, kind, as_of=day)))
    }
    if kind == "service_cluster":
        agencies = _count(counting.recognised(recognition, "service_agency", as_of=as_of))
        values["agencies"] = pd.Series({as_of.year: agencies})
        if agencies < LEAST_AGENCIES:
            few = records["is_counted"]
            records = records.assign(
                is_counted=few.astype("boolean").mask(few, False),
                reason=records["reason"].mask(few, "too_few_agencies"),
            )
    return Measured(_count(records), values, records)


def products(finance_product: pd.DataFrame, plan: Plan, as_of: date) -> Measured:
    """Securitisation products issued by the cut-off."""
    levels = _levels(plan, as_of, lambda day: _count(counting.securitised(finance_product, as_of=day)))
    records = counting.securitised(finance_product, as_of=as_of)
    return Measured(_count(records), {"level": levels}, records)


def receivers(dealing: pd.DataFrame, zone_entity: pd.DataFrame, plan: Plan, as_of: date) -> Measured:
    """Small and medium organisations that took patents from academies, since the plan began."""

    def until(day: date) -> pd.DataFrame:
        rows = dealing[~dealing["day"].gt(pd.Timestamp(day))]
        return counting.small_receivers(rows, zone_entity, start=plan.start)

    records = until(as_of)
    return Measured(_count(records), {"level": _levels(plan, as_of, lambda d: _count(until(d)))}, records)


def financed(
    dealing: pd.DataFrame, finance_product: pd.DataFrame, zone_entity: pd.DataFrame, plan: Plan, as_of: date
) -> Measured:
    """Organisations financed on intellectual property, since the plan began."""

    def until(day: date) -> pd.DataFrame:
        rows = dealing[~dealing["day"].gt(pd.Timestamp(day))]
        return counting.financed(rows, finance_product, zone_entity, start=plan.start, as_of=day)

    records = until(as_of)
    return Measured(_count(records), {"level": _levels(plan, as_of, lambda d: _count(until(d)))}, records)


def dealings_growth(dealing: pd.DataFrame, definition: Definition, plan: Plan, as_of: date) -> Measured:
    """Growth of the number of transfers and licences."""
    years = plan.years(as_of)
    rows = counting.traded(dealing)
    count = counting.yearly_count(rows, years)
    of_patents = rows[rows["dealing_type"].isin(("transfer", "licence"))]
    grown = growth(count)
    values = {"count": count, "patents_only": counting.yearly_count(of_patents, years)}
    values |= _growth_values("", count)
    return Measured(
        grown.of(_statistic(definition, plan)),
        values,
        counting.dealing_records(rows, years),
        _last(years),
        (),
        grown.has_zero_base,
    )


def pledge_growth(dealing: pd.DataFrame, definition: Definition, plan: Plan, as_of: date) -> Measured:
    """Growth of pledge projects and of their amounts; the lesser decides, for both must be met."""
    years = plan.years(as_of)
    rows = counting.pledged(dealing)
    count, amount = counting.yearly_count(rows, years), counting.yearly_amount(rows, years)
    by_count, by_amount = growth(count), growth(amount)
    statistic = _statistic(definition, plan)
    both = (by_count.of(statistic), by_amount.of(statistic))
    known = [g for g in both if g is not None]
    values = {"count": count, "amount_cny": amount}
    values |= _growth_values("count_", count) | _growth_values("amount_", amount)
    records = counting.dealing_records(rows, years)
    return Measured(
        min(known) if len(known) == 2 else None,
        values,
        records,
        _last(years),
        (),
        by_count.has_zero_base or by_amount.has_zero_base,
    )


def contract_growth(dealing: pd.DataFrame, definition: Definition, plan: Plan, as_of: date) -> Measured:
    """Growth of the amount of registered technology contracts."""
    years = plan.years(as_of)
    rows = dealing[dealing["dealing_type"].eq("technology_contract")]
    amount = counting.yearly_amount(rows, years)
    grown = growth(amount)
    return Measured(
        grown.of(_statistic(definition, plan)),
        {"amount_cny": amount} | _growth_values("", amount),
        counting.dealing_records(rows, years),
        _last(years),
        (),
        grown.has_zero_base,
    )


def in_force(
    stocks: Mapping[date, pd.DataFrame], as_of: date, right: str | None, population: pd.DataFrame | None
) -> Measured:
    """Rights in force at the cut-off and at the end of each year: of one kind, and per 10,000 residents."""
    chosen = {
        day: rows if right is None else rows[rows["ip_right"].eq(right)] for day, rows in stocks.items()
    }
    level = pd.Series({day.year: _count(_first_owner(rows)) for day, rows in chosen.items()}, dtype="float64")
    anybody = {
        day.year: rows.loc[rows["is_counted"].fillna(False).astype(bool), "application_id"].nunique()
        for day, rows in chosen.items()
    }
    values = {"level": level, "any_owner": pd.Series(anybody, dtype="float64")}
    now = _first_owner(chosen[as_of])
    records = now.rename(columns={"application_id": "record_id", "owner": "subject"})
    records = records.assign(day=pd.Timestamp(as_of), source="E")[RECORD_COLUMNS]
    if population is None:
        return Measured(float(level[as_of.year]), values, records)
    residents = pd.Series(
        {year: residents_at(population, int(year)) for year in level.index}, dtype="float64"
    )
    rate = level / residents.where(residents.gt(0))
    value = float(rate[as_of.year]) if pd.notna(rate[as_of.year]) else None
    lacking = () if value is not None else ("population",)
    return Measured(value, {"level": rate, "count": level}, records, lacking=lacking)


def holder_growth(
    stocks: Mapping[date, pd.DataFrame],
    zone_entity: pd.DataFrame,
    definition: Definition,
    plan: Plan,
    as_of: date,
) -> Measured:
    """Growth of the number of the zone's enterprises that hold a right in force at the end of a year."""
    firms = _enterprises(zone_entity)
    years = plan.years(as_of)
    held = {
        day: _first_owner(rows).loc[
            lambda r: r["is_counted"].fillna(False).astype(bool) & r["owner"].isin(firms)
        ]
        for day, rows in stocks.items()
        if day in {date(y, 12, 31) for y in years}
    }
    count = pd.Series({day.year: rows["owner"].nunique() for day, rows in held.items()}, dtype="float64")
    count = count.reindex(list(years))
    grown = growth(count)
    records = NO_RECORDS
    if held:
        last = max(held)
        now = held[last].sort_values(["owner", "application_id"]).drop_duplicates("owner")
        records = now.rename(columns={"application_id": "record_id", "owner": "subject"})
        records = records.assign(day=pd.Timestamp(last), source="E")[RECORD_COLUMNS]
    return Measured(
        grown.of(_statistic(definition, plan)),
        {"count": count} | _growth_values("", count),
        records,
        _last(years),
        (),
        grown.has_zero_base,
    )


def trademarks(trademark: pd.DataFrame, plan: Plan, as_of: date) -> Measured:
    """Registered trademarks at the end of the last year the register tells."""
    held = trademark[trademark["kind"].eq("registered")].set_index("year")["total"].sort_index()
    ended = held[held.index <= max(plan.years(as_of).stop - 1, 0)].astype("float64")
    if ended.empty:
        return Measured(None, lacking=("trademark",))
    year = int(ended.index[-1])
    records = pd.DataFrame(
        {
            "record_id": ended.index[-1:].astype("str"),
            "subject": "registered",
            "day": [pd.Timestamp(year, 12, 31)],
            "source": "R",
            "is_counted": True,
            "reason": None,
        }
    )
    return Measured(float(ended.iloc[-1]), {"level": ended}, records, year)


def days_of(plan: Plan, as_of: date) -> list[date]:
    """The ends of the years of the plan that have passed, and the cut-off."""
    return sorted({*(date(year, 12, 31) for year in plan.years(as_of)), as_of})


def stocks_of(plan: Plan, as_of: date, known: pd.Series, **tables: pd.DataFrame) -> dict[date, pd.DataFrame]:
    """The stock on each of `days_of`; tables are those of `stock.stock`."""
    return {day: stock(**tables, known=known, day=day) for day in days_of(plan, as_of)}


def residents_at(population: pd.DataFrame, year: int) -> float:
    """Residents, in 10,000, of the latest year up to the one asked for; NaN where there is none."""
    known = population[population["year"].le(year)].sort_values("year")
    return float(known["wan"].iloc[-1]) if len(known) else float("nan")


def _growth_values(prefix: str, yearly: pd.Series) -> dict[str, pd.Series]:
    grown = growth(yearly)
    values = {f"{prefix}yoy": grown.yoy}
    if len(yearly) > 1:
        last = yearly.index[-1]
        values[f"{prefix}mean"] = pd.Series({last: grown.mean}, dtype="float64")
        values[f"{prefix}cagr"] = pd.Series({last: grown.cagr}, dtype="float64")
    return values


def _levels(plan: Plan, as_of: date, count: Callable[[date], float]) -> pd.Series:
    """A count at each of `days_of`, by year."""
    return pd.Series({day.year: count(day) for day in days_of(plan, as_of)}, dtype="float64")


def _count(records: pd.DataFrame) -> float:
    return float(records["is_counted"].fillna(False).astype(bool).sum())


def _first_owner(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["place"].eq(1)]


def _enterprises(zone_entity: pd.DataFrame) -> set[str]:
    """Codes of companies by the roster, else by the words of the name."""
    nothing = pd.Series(None, index=zone_entity.index, dtype="str")
    by_name = applicant_kind(zone_entity["name"], nothing, pd.Series([], dtype="str"))
    kind = zone_entity["type"].fillna(by_name)
    return set(zone_entity.loc[kind.eq("company"), "uscc"])


def _statistic(definition: Definition, plan: Plan) -> str:
    return plan.statistic.get(definition.name, str(definition.statistic))


def _last(years: range) -> int | None:
    return years[-1] if len(years) else None

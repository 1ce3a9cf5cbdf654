"""The indicator table of a zone: 23 rows from its registers and the tables of its studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial

import pandas as pd

from corpus import contract
from scoring.kpi import measuring, notes
from scoring.kpi.counting import with_accepted
from scoring.kpi.dealings import dealings
from scoring.kpi.definitions import DEFINITIONS, Definition, Plan
from scoring.kpi.identity import spellings
from scoring.kpi.judging import judge
from scoring.kpi.measuring import Measured
from scoring.kpi.notes import Studies
from scoring.kpi.stock import current_owners, of_zone
from scoring.kpi.tables import KPI, KPI_NOTE, KPI_RECORD, KPI_VALUE
from scoring.tables import DECISION


@dataclass(frozen=True, eq=False)
class Sources:
    """The registers of the zone and the tables of all its studies, one below the other.

    A register that is missing is a frame without rows, and so is a table no study has made. `decision`
    holds what people decided of candidate portfolios.
    """

    zone_entity: pd.DataFrame
    ip_event: pd.DataFrame
    recognition: pd.DataFrame
    population: pd.DataFrame
    trademark: pd.DataFrame
    finance_product: pd.DataFrame
    application: pd.DataFrame
    publication: pd.DataFrame
    party: pd.DataFrame
    applicant: pd.DataFrame
    event: pd.DataFrame
    decision: pd.DataFrame = field(default_factory=partial(contract.empty, DECISION))

    def lacks(self, need: str) -> bool:
        """Whether none of the tables named, with | between them, has a row."""
        return all(getattr(self, name).empty for name in need.split("|"))


def indicator_tables(
    sources: Sources, *, plan: Plan, as_of: date, studies: Studies | None = None
) -> dict[str, pd.DataFrame]:
    """The tables `kpi`, `kpi_value`, `kpi_record` and `kpi_note`.

    A row one of whose registers is missing has no value, never 0, and the status `no_data`.
    """
    known = spellings(sources.zone_entity, sources.applicant)
    near = _near(sources, known)
    measured = {}
    shared = _shared(near, known, plan, as_of)
    for definition in DEFINITIONS:
        lacking = tuple(n for need in definition.needs if near.lacks(need) for n in need.split("|"))
        found = (
            Measured(None, lacking=lacking) if lacking else _measure(definition, near, plan, as_of, shared)
        )
        measured[definition.name] = found
    return {
        "kpi": _table(measured, plan, as_of),
        "kpi_value": _values(measured, plan, as_of),
        "kpi_record": _records(measured),
        "kpi_note": contract.check(
            notes.kpi_note(
                measured, near.population, near.zone_entity, near.recognition, plan, as_of, studies
            ),
            KPI_NOTE,
        ),
    }


def _near(sources: Sources, known: pd.Series) -> Sources:
    """The sources with the studies' rows that the zone has to do with, each once.

    A table that has rows keeps at least one, so that "nothing of the zone" is not "no data".
    """
    ids = of_zone(sources.publication, sources.party, sources.applicant, sources.event, known)
    publication = sources.publication.drop_duplicates("publication_number")
    chosen = publication[publication["application_id"].isin(ids)]
    party = sources.party.drop_duplicates(["publication_number", "role", "sequence"])

    def kept(frame: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
        return frame[rows] if bool(rows.any()) else frame.head(1)

    application, event = sources.application, sources.event
    frames = {f.name: getattr(sources, f.name) for f in fields(sources)}
    return Sources(
        **frames
        | {
            "application": kept(application, application["application_id"].isin(ids)),
            "publication": chosen,
            "party": party[party["publication_number"].isin(chosen["publication_number"])],
            "event": kept(event, event["application_id"].isin(ids)),
        }
    )


@dataclass(frozen=True, eq=False)
class _Shared:
    """What several rows rest on: the dealings, and the stock on each day."""

    dealing: pd.DataFrame
    stocks: Mapping[date, pd.DataFrame]


def _shared(near: Sources, known: pd.Series, plan: Plan, as_of: date) -> _Shared:
    holders = current_owners(near.publication, near.party, near.applicant, known)[["application_id", "owner"]]
    dealing = dealings(
        near.event, near.ip_event, near.publication, near.party, near.zone_entity, known, holders, as_of=as_of
    )
    stocks = measuring.stocks_of(
        plan,
        as_of,
        known,
        application=near.application,
        publication=near.publication,
        party=near.party,
        applicant=near.applicant,
        event=near.event,
        zone_entity=near.zone_entity,
    )
    return _Shared(dealing, stocks)


def _measure(definition: Definition, near: Sources, plan: Plan, as_of: date, shared: _Shared) -> Measured:
    """The value of one row none of whose tables is missing."""
    name, dealing, stocks = definition.name, shared.dealing, shared.stocks
    if definition.recognition is not None:
        recognition = with_accepted(near.recognition, near.decision)
        return measuring.recognitions(recognition, definition, plan, as_of)
    if name == "dealings_growth":
        return measuring.dealings_growth(dealing, definition, plan, as_of)
    if name == "pledge_growth":
        return measuring.pledge_growth(dealing, definition, plan, as_of)
    if name == "technology_contract_growth":
        return measuring.contract_growth(dealing, definition, plan, as_of)
    if name == "academic_transfer_smes":
        return measuring.receivers(dealing, near.zone_entity, plan, as_of)
    if name == "securitisation_products":
        return measuring.products(near.finance_product, plan, as_of)
    if name == "financed_entities":
        return measuring.financed(dealing, near.finance_product, near.zone_entity, plan, as_of)
    if name == "registered_trademarks":
        return measuring.trademarks(near.trademark, plan, as_of)
    if name == "patent_holder_growth":
        return measuring.holder_growth(stocks, near.zone_entity, definition, plan, as_of)
    right = None if name == "patents_in_force" else "invention"
    population = near.population if name == "inventions_per_ten_thousand" else None
    return measuring.in_force(stocks, as_of, right, population)


def _table(measured: Mapping[str, Measured], plan: Plan, as_of: date) -> pd.DataFrame:
    rows = []
    for definition in DEFINITIONS:
        found = measured[definition.name]
        verdict = judge(
            definition,
            found.value,
            plan.targets.get(definition.name, {}),
            as_of=as_of,
            start=plan.start,
            baseline=plan.baseline.get(definition.name, 0.0),
            period_year=found.period_year,
            is_missing=bool(found.lacking),
        )
        counted = found.records["is_counted"].fillna(False).astype(bool)
        rows.append(
            {
                "kpi": definition.name,
                "number": definition.number,
                "value": found.value,
                "unit": definition.unit,
                "target": verdict.target,
                "target_year": verdict.target_year,
                "pace": verdict.pace,
                "status": verdict.status,
                "period_year": found.period_year,
                "source": definition.source,
                "formula_version": definition.formula_version,
                "lacking": list(found.lacking) or None,
                "counted_count": None if found.lacking else int(counted.sum()),
                "left_out_count": None if found.lacking else int((~counted).sum()),
                "as_of": as_of,
            }
        )
    return contract.check(pd.DataFrame(rows), KPI)


def _values(measured: Mapping[str, Measured], plan: Plan, as_of: date) -> pd.DataFrame:
    last = plan.years(as_of).stop - 1
    rows = [
        (name, measure, int(year), value, int(year) <= last)
        for name, found in measured.items()
        for measure, series in found.values.items()
        for year, value in zip(series.index.tolist(), series, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["kpi", "measure", "year", "value", "is_complete"])
    return contract.check(frame, KPI_VALUE)


def _records(measured: Mapping[str, Measured]) -> pd.DataFrame:
    parts = []
    for name, found in measured.items():
        records = found.records.reset_index(drop=True)
        if len(records):
            parts.append(records.assign(kpi=name, place=records.index + 1))
    if not parts:
        return contract.empty(KPI_RECORD)
    frame = pd.concat([part.astype("object") for part in parts], ignore_index=True)
    return contract.check(frame[KPI_RECORD.column_names], KPI_RECORD)

"""The corpus as it stood at the end of a year: what came later is masked, what ended later still lived."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from corpus import citations, contract, documents, families, legal, lists, parties, terms
from corpus.readers.number_years import stated_years
from corpus.store import inputs_of
from scoring import cohorts, composite
from scoring.indicators import INDICATORS, readings_of
from scoring.keys import among
from scoring.tables import REFERENCE_FAMILY

Tables = Mapping[str, pd.DataFrame]

# The present tables a freeze starts from.
SOURCES = ("publication", "application", "party", "citation")
# What names the standing of today: it bears no date, so that nothing can be said of the past.
_UNDATED = (
    *("transfer_count", "licence_count", "pledge_count", "litigation_count", "family_citation_count"),
    *("publication_citation_count", "citation_count_3y", "citation_count_5y", "vendor_family_size"),
    *("vendor_value", "legal_status_text", "simple_status_text"),
)
_UNDATED_LISTS = ("events", "awards", "owners", "credit_codes", "family_offices")
_ALIVE = ("in_force", "grace")
_REBUILT: tuple[Callable[..., pd.DataFrame], ...] = (
    documents.application,
    families.family_member,
    families.classification,
    parties.family_applicant,
)
_SCORED: tuple[Callable[..., pd.DataFrame], ...] = (composite.score_contribution, composite.family_score)


def end_of(year: int) -> datetime.date:
    """Last day of a year."""
    return datetime.date(year, 12, 31)


def frozen_tables(present: Tables, *, year: int, settings: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Corpus, indicators and scores as a run at the end of a year would have made them.

    Publications after that day are left out, then the builders of a run make everything else
    anew. Links without a date, counts and family lists of the vendor, events and awards are of
    today and left out; owners are those who filed; the standing of a right is rolled back (see
    `standing_at`). Families keep the numbers and members they are known by today.

    Parameters
    ----------
    present
        The tables of `SOURCES`, and others of `needed_tables`, whose rows are of a family; an
        indicator that asks for one that is not there is left out.
    year
        The last year that is known.
    settings
        What builders ask for after `*`; the cut-off is replaced.

    Returns
    -------
    dict
        Frames by table name, among them `family`, `family_indicator` and `family_score`.
    """
    as_of = end_of(year)
    values = dict(settings) | {"as_of": as_of, "reach": as_of}
    made = {name: frame for name, frame in present.items() if name not in ("publication", "citation")}
    made["publication"] = _publications(present["publication"], present["application"], as_of)
    known = made["publication"]["publication_number"]
    by_today = present["party"]
    made["party"] = by_today[(by_today["role"] != "owner") & among(by_today["publication_number"], known)]
    for builder in _REBUILT:
        made[builder.__name__] = _apply(builder, made, values)
    made["citation"] = _citations(present["citation"], made, as_of)
    made["family"] = _apply(families.family, made, values)
    # What a reference corpus was at the end of that year is not known here.
    made["reference_family"] = contract.empty(REFERENCE_FAMILY)
    made["cohort"] = _apply(cohorts.cohort, made, values)
    for name in set(present) - set(SOURCES) - {"family", *(b.__name__ for b in _REBUILT)}:
        made[name] = _of_then(made[name], made["family"]["family_id"], as_of)
    made["family_indicator"] = cohorts.measure(readings_of(made, values), made["cohort"])
    for builder in _SCORED:
        made[builder.__name__] = _apply(builder, made, values)
    return made


def _of_then(frame: pd.DataFrame, families: pd.Series, as_of: datetime.date) -> pd.DataFrame:
    """Rows of the families there were, and of events only those dated up to the day."""
    if "event_date" in frame.columns:
        frame = frame[(frame["event_date"] <= pd.Timestamp(as_of)).to_numpy(dtype=bool)]
    return frame[among(frame["family_id"], families)] if "family_id" in frame.columns else frame


def needed_tables() -> tuple[str, ...]:
    """Present tables a freeze reads, sorted."""
    asked = {name for i in INDICATORS.values() for name in inputs_of(i.function)[0]}
    made = {b.__name__ for b in (*_REBUILT, families.family, cohorts.cohort, citations.citation)}
    return tuple(sorted((asked - made) | set(SOURCES)))


def _apply(builder: Callable[..., Any], tables: Tables, settings: Mapping[str, Any]) -> Any:
    names, wanted = inputs_of(builder)
    return builder(**{n: tables[n] for n in names}, **{n: settings[n] for n in wanted})


def _publications(publication: pd.DataFrame, application: pd.DataFrame, as_of: datetime.date) -> pd.DataFrame:
    """Publications up to a day, without what was not known then."""
    day = pd.Timestamp(as_of)
    kept = publication[(publication["publication_date"] <= day).to_numpy(dtype=bool)].reset_index(drop=True)
    result = kept.copy()
    nothing = np.zeros(len(result), dtype=bool)
    for column in _UNDATED:
        result[column] = result[column].where(nothing)
    for column in _UNDATED_LISTS:
        result[column] = lists.nothing(result.index)
    for column in ("grant_date", "lapse_date"):
        result[column] = result[column].where(result[column] <= day)
    # A vendor's date of expiry may know of an early end; the term itself follows from the filing.
    term = terms.expiry_date(result["office"], result["ip_right"], result["filing_date"])
    result["expiry_date"] = term.fillna(result["vendor_expiry_date"])
    result["family_publications"] = _listed_by(kept["family_publications"], as_of.year)
    result["citing_publications"] = _with_uncited(kept)
    status = standing_at(application, publication, as_of)
    result["legal_status"] = result["application_id"].map(status).astype("str")
    result["is_in_force"] = legal.is_in_force(result["legal_status"])
    result["is_active"] = legal.is_active(result["legal_status"])
    return result


def standing_at(application: pd.DataFrame, publication: pd.DataFrame, as_of: datetime.date) -> pd.Series:
    """Legal status of each application on an earlier day, as far as dates tell it; by application_id.

    A right granted by then was in force if it is today, if it lapsed later, or if its term ended
    later; one that ended at an unknown day is unknown. What was granted or ended later was
    pending. Where the status of today is unknown, so is that of then. An international
    application was pending for thirty months from its priority.
    """
    day = pd.Timestamp(as_of)
    known = application.set_index("application_id")
    now, ended = known["legal_status"], known["lapse_date"]
    term = terms.expiry_date(known["office"], known["ip_right"], known["filing_date"])
    term = term.fillna(known["expiry_date"])
    granted = publication[publication["is_granted"].fillna(False).astype(bool)]
    since = granted["grant_date"].fillna(granted["publication_date"])
    first_grant = since.groupby(granted["application_id"]).min().reindex(known.index)
    held = (first_grant <= day).to_numpy(dtype=bool)
    over = (term <= day).to_numpy(dtype=bool)
    gone = (ended <= day).to_numpy(dtype=bool)
    later = (ended > day).to_numpy(dtype=bool)
    ran_out = now.eq("expired").to_numpy(dtype=bool) & ended.isna().to_numpy() & ~over
    lives = now.isin(_ALIVE).to_numpy(dtype=bool) | later | ran_out
    asked = (first_grant > day).to_numpy(dtype=bool) | now.eq("pending").to_numpy(dtype=bool) | later
    # A grant alone would tell of those that won, and of none that did not.
    asked &= now.notna().to_numpy()
    status = pd.Series(None, index=known.index, dtype="str")
    status = status.mask(held & lives, "in_force").mask(~held & asked, "pending")
    status = status.mask(gone, now).mask(over & ~gone, "expired")
    entry = terms.add_months(
        known["earliest_priority_date"].fillna(known["filing_date"]), terms.NATIONAL_PHASE_MONTHS
    )
    abroad = known["office"].eq("WO").to_numpy(dtype=bool)
    status = status.mask(abroad, "pct_ended")
    return status.mask(abroad & (entry > day).to_numpy(dtype=bool), "pct_pending")


def _listed_by(listed: pd.Series, year: int) -> pd.Series:
    """Family lists cut to the publications whose numbers tell a year up to this one."""
    items = lists.explode(pd.DataFrame({"row": listed.index, "number": listed}), "number")
    items = items[stated_years(items["number"]).le(year).fillna(False).to_numpy(dtype=bool)]
    return lists.collect(items, "row", "number").reindex(listed.index)


def _with_uncited(publication: pd.DataFrame) -> pd.Series:
    """Lists of citing publications, empty where the vendor counts none: nothing cited it then either.

    Only where the exports list citing publications at all; a list stands for its length, which
    the dated links cut down.
    """
    listed = publication["citing_publications"]
    if not listed.notna().any():
        return listed
    counts = publication[["publication_citation_count", "family_citation_count"]]
    uncited = listed.isna() & counts.max(axis=1).eq(0).fillna(False).astype(bool)
    nothing = lists.split(pd.Series("", index=listed.index, dtype="str"), ";")
    return listed.where(~uncited, nothing)


def _citations(citation: pd.DataFrame, made: Tables, as_of: datetime.date) -> pd.DataFrame:
    """Links dated up to the day, self-citations told by who filed; without a date a link is left out."""
    dated = citation[(citation["citing_date"] <= pd.Timestamp(as_of)).to_numpy(dtype=bool)]
    key = ["citing_family_id", "cited_family_id"]
    then = citations.citation(made["publication"], made["family_applicant"])
    return dated.drop(columns="is_self_citation").merge(then[[*key, "is_self_citation"]], on=key)[
        citation.columns
    ]

"""What became of each family after a freeze; every outcome is better the larger it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import pandas as pd

from corpus import terms
from scoring.backtest_tables import OUTCOMES
from scoring.keys import among
from scoring.standing import midrank

Tables = Mapping[str, pd.DataFrame]

WINDOW_YEARS = 5
RENEWAL_YEARS = 10
TOP_SHARE = 0.1
EVENTS = {
    "transferred": ("transfer",),
    "licensed": ("licence", "open_licence"),
    "pledged": ("pledge",),
    "litigated": ("litigation", "invalidation", "opposition"),
}


def window_end(since: datetime.date, as_of: datetime.date) -> datetime.date:
    """Last day an outcome is looked for: five years after the freeze, or the cut-off before that."""
    later = terms.add_years(pd.Series([pd.Timestamp(since)], dtype="datetime64[s]"), WINDOW_YEARS)
    day: datetime.date = later.iloc[0].date()
    return min(day, as_of)


def later_citations(frozen: Tables, present: Tables, since: datetime.date, until: datetime.date) -> pd.Series:
    """Families that first cite each frozen family after the freeze, known self-citations left out.

    Undefined for designs, for families of which no links are known, and everywhere if no link
    bears a date. A link without a date counts nowhere.
    """
    family, citation = frozen["family"], present["citation"]
    day = citation["citing_date"]
    own = citation["is_self_citation"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    inside = (day > pd.Timestamp(since)) & (day <= pd.Timestamp(until))
    count = citation[inside.to_numpy(dtype=bool) & ~own].groupby("cited_family_id").size()
    known = among(family["family_id"], count.index) | family["citation_source"].eq("links").to_numpy(
        dtype=bool
    )
    if not present["publication"]["citing_publications"].notna().any():
        # Only what is cited is listed, so that links within the corpus are all there is to count.
        known[:] = True
    known &= family["ip_right"].ne("design").to_numpy(dtype=bool)
    value = count.reindex(family["family_id"]).fillna(0).astype("float64")
    value = value.where(known & bool(day.notna().any()))
    return value.rename("later_citations")


def outcomes(frozen: Tables, present: Tables, *, since: datetime.date, until: datetime.date) -> pd.DataFrame:
    """Whether each outcome came true for each frozen family; NA where it could not, or is not known.

    Parameters
    ----------
    frozen
        `frozen_tables` of the freeze.
    present
        `citation`, `publication`, `application`, and `event` where there is one.
    since, until
        Day of the freeze and last day looked at.

    Returns
    -------
    pandas.DataFrame
        Indexed by family_id, `later_citations` (float) and a boolean column per name of
        `OUTCOMES`: among the tenth most cited after the freeze, of all or of those first published
        in the same year; granted where pending; in force
        at the end of the window where in force at the freeze; in force ten years after filing
        where that day comes after the freeze; an event of the kind dated in the window; an
        office entered that the family did not have, where the national phase was still open.
    """
    family = frozen["family"]
    result = pd.DataFrame(index=pd.Index(family["family_id"]))
    result["later_citations"] = later_citations(frozen, present, since, until)
    result["highly_cited"] = _top(result["later_citations"])
    year = family.set_index("family_id")["first_publication_date"].dt.year
    result["highly_cited_of_year"] = _top_of(result["later_citations"], year)
    states = _states(frozen["application"], present["application"])
    result["granted"] = _granted(states, since, until).reindex(result.index)
    result["maintained"] = _kept(states, since, _same_day(states, until), until).reindex(result.index)
    tenth = terms.add_years(states["filing_date"], RENEWAL_YEARS)
    result["past_year_ten"] = _kept(states, since, tenth, until).reindex(result.index)
    for name, kinds in EVENTS.items():
        result[name] = _happened(present.get("event"), kinds, result.index, since, until)
    result["extended_abroad"] = _extended(frozen, present["publication"], result.index, since, until)
    return result.astype({name: "boolean" for name in OUTCOMES})


def _top(count: pd.Series) -> pd.Series:
    """The tenth with the most; all of those tied at the cut, but never one without any."""
    known = count.dropna()
    if not len(known):
        return pd.Series(pd.NA, index=count.index, dtype="boolean")
    cut = float(np.quantile(known.to_numpy(), 1 - TOP_SHARE, method="higher"))
    return ((count >= cut) & (count > 0)).astype("boolean").mask(count.isna())


def _top_of(count: pd.Series, year: pd.Series) -> pd.Series:
    """The tenth of its year with the most, by middle rank; never one without any."""
    place = midrank(count.to_numpy(dtype=np.float64), pd.factorize(year)[0].astype(np.int64))
    top = (place > 1 - TOP_SHARE) & (count > 0).to_numpy(dtype=bool)
    return pd.Series(top, index=count.index, dtype="boolean").mask(count.isna() | year.isna())


def _states(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Applications that existed at the freeze: status then, and dates and status as known today."""
    kept = then.loc[then["office"].ne("WO") & then["ip_right"].ne("design")]
    kept = kept[["application_id", "family_id", "filing_date", "legal_status"]]
    today = now[["application_id", "legal_status", "is_in_force", "grant_date", "lapse_date", "expiry_date"]]
    today = today.rename(columns={"legal_status": "status_now"})
    return kept.merge(today, on="application_id", how="left")


def _granted(states: pd.DataFrame, since: datetime.date, until: datetime.date) -> pd.Series:
    """Of pending applications: granted in the window; not, if one ended or is still pending after it."""
    asked = states[states["legal_status"].eq("pending").to_numpy(dtype=bool)]
    day = asked["grant_date"]
    won = ((day > pd.Timestamp(since)) & (day <= pd.Timestamp(until))).astype("boolean")
    return _any_known(won, asked["family_id"])


def _same_day(states: pd.DataFrame, day: datetime.date) -> pd.Series:
    return pd.Series(pd.Timestamp(day), index=states.index, dtype="datetime64[s]")


def _kept(states: pd.DataFrame, since: datetime.date, at: pd.Series, until: datetime.date) -> pd.Series:
    """Of rights in force at the freeze: still in force on a later day, by application; best of a family.

    A term that ends before that day is no loss: such rights are left out.
    """
    force = states["legal_status"].eq("in_force").to_numpy(dtype=bool)
    due = ((at > pd.Timestamp(since)) & (at <= pd.Timestamp(until))).to_numpy(dtype=bool)
    whole = ~(states["expiry_date"] < at).to_numpy(dtype=bool)
    rows = states[force & due & whole]
    day = at.loc[rows.index]
    lapse = rows["lapse_date"]
    alive = rows["is_in_force"].fillna(False).astype(bool) | (lapse > day) | _ran_out(rows)
    known = alive | (lapse <= day)
    return _any_known(alive.astype("boolean").where(known), rows["family_id"])


def _ran_out(rows: pd.DataFrame) -> pd.Series:
    """Rights that ended with their term."""
    return rows["status_now"].eq("expired") & rows["lapse_date"].isna()


def _any_known(flags: pd.Series, by: pd.Series) -> pd.Series:
    """True where one is true; else NA where one is unknown; else False."""
    true = flags.fillna(False).astype(bool).groupby(by, sort=True).any()
    unknown = flags.isna().groupby(by, sort=True).any()
    return true.astype("boolean").mask(unknown & ~true)


def _happened(
    event: pd.DataFrame | None,
    kinds: tuple[str, ...],
    families: pd.Index,
    since: datetime.date,
    until: datetime.date,
) -> pd.Series:
    """Families with an event of these kinds in the window; NA if only undated ones are told."""
    nothing = pd.Series(pd.NA, index=families, dtype="boolean")
    if event is None:
        return nothing
    rows = event[event["event_type"].isin(kinds)]
    day = rows["event_date"]
    if not day.notna().any():
        return nothing
    inside = ((day > pd.Timestamp(since)) & (day <= pd.Timestamp(until))).astype("boolean")
    happened = _any_known(inside.mask(day.isna()), rows["family_id"])
    # A family of which no such event is told had none: exports that tell some tell all they have.
    return happened.reindex(families).where(among(families, happened.index), False).astype("boolean")


def _extended(
    frozen: Tables, publication: pd.DataFrame, families: pd.Index, since: datetime.date, until: datetime.date
) -> pd.Series:
    """Families with a publication in the window at an office they did not have at the freeze.

    Asked of those whose national phase could still be entered.
    """
    day = publication["publication_date"]
    inside = ((day > pd.Timestamp(since)) & (day <= pd.Timestamp(until))).to_numpy(dtype=bool)
    fresh = publication.loc[
        inside & publication["office"].ne("WO").to_numpy(dtype=bool), ["family_id", "office"]
    ]
    had = frozen["family_member"][["family_id", "office"]].drop_duplicates().assign(had=True)
    new = fresh.drop_duplicates().merge(had, on=["family_id", "office"], how="left")
    new = new[new["had"].isna()]
    extended = pd.Series(among(families, new["family_id"]), index=families, dtype="boolean")
    priority = frozen["family"].set_index("family_id")["earliest_priority_date"]
    due = terms.national_phase_deadline(priority)
    return extended.where((due > pd.Timestamp(since)).to_numpy(dtype=bool))


def age_at(family: pd.DataFrame, day: datetime.date) -> pd.Series:
    """Years since each family's first publication, by family_id."""
    first = family.set_index("family_id")["first_publication_date"]
    return ((pd.Timestamp(day) - first).dt.days / 365.25).astype("float64")

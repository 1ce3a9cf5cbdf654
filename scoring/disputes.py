"""Families whose right is in dispute: their portfolio cannot count on them yet."""

from __future__ import annotations

import datetime

import pandas as pd

from corpus import lists

# Invalidity proceedings, and courts' or offices' seizures over who owns a right. Suits for
# infringement are no dispute over the right itself, but evidence of its use.
DISPUTES = ("invalidation", "oral_proceedings", "preservation")
OPEN_MONTHS = 12


def disputes(family: pd.DataFrame, event: pd.DataFrame, *, as_of: datetime.date) -> pd.Series:
    """Why each disputed family is set aside, by family_id; others are left out.

    Registers rarely say that a dispute has ended. One counts as open where its day is not known,
    or lies within twelve months of the cut-off, for then it can still be appealed; an older one has
    been survived by whatever is still in force.

    Parameters
    ----------
    family
        Its `events` name what no `event` row tells.
    event
        What happened, with days where exports tell them.
    """
    told = event.loc[event["event_type"].isin(DISPUTES).to_numpy(dtype=bool)]
    told = told[["family_id", "event_type", "event_date"]].dropna(subset=["family_id"])
    named = lists.explode(family[["family_id", "events"]], "events").rename(columns={"events": "event_type"})
    named = named[named["event_type"].isin(DISPUTES).to_numpy(dtype=bool)]
    dated = told.groupby(["family_id", "event_type"], as_index=False)["event_date"].max()
    every = named.merge(dated, on=["family_id", "event_type"], how="outer")
    since = pd.Timestamp(as_of) - pd.DateOffset(months=OPEN_MONTHS)
    open_ = every[(every["event_date"].isna() | (every["event_date"] > since)).to_numpy(dtype=bool)]
    open_ = open_.sort_values(
        ["family_id", "event_date", "event_type"], ascending=[True, False, True], na_position="last"
    ).drop_duplicates("family_id")
    day = open_["event_date"].dt.strftime("%Y-%m-%d").astype("str").fillna("undated")
    reason = "dispute " + open_["event_type"].astype("str") + " " + day
    return pd.Series(reason.to_numpy(), index=pd.Index(open_["family_id"], dtype="str"), dtype="str")

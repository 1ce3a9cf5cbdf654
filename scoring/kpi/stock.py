"""The zone's Chinese patents on a past day, rebuilt from days of grant, end and transfer.

Today's status does not say what was in force then, nor today's owner who held it: a right counts
on day d where grant <= d < end, for the first of its owners on d.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from corpus import lists
from scoring.kpi.identity import identify, is_member

_ALIVE = ("in_force", "grace")
_COLUMNS = ["application_id", "ip_right", "owner", "is_counted", "reason"]


def holding(application: pd.DataFrame, *, day: date) -> pd.DataFrame:
    """Whether each Chinese right was in force on a day.

    Parameters
    ----------
    application
        Columns application_id, office, ip_right, grant_date, lapse_date, expiry_date (last day of
        the term), legal_status, is_granted.

    Returns
    -------
    pandas.DataFrame
        application_id, ip_right, `is_held` (FLAG; NA where it cannot be told) and `reason`.
    """
    rows = application[application["office"].eq("CN")].drop_duplicates("application_id")
    rows = rows.reset_index(drop=True)
    at = pd.Timestamp(day)
    status = rows["legal_status"]
    is_over = rows["lapse_date"].le(at) | rows["expiry_date"].lt(at)
    ended = status.notna() & ~status.isin((*_ALIVE, "expired", "pending"))
    no_grant = rows["grant_date"].isna()
    granted_somewhen = no_grant & rows["is_granted"].fillna(False).astype(bool)
    reason = pd.Series(None, index=rows.index, dtype="str")
    reason = reason.mask(status.isna() & rows["lapse_date"].isna(), "status_unknown")
    # It ended before the exports were drawn, and nobody says when.
    reason = reason.mask(ended & rows["lapse_date"].isna(), "end_unknown")
    reason = reason.mask(granted_somewhen, "grant_unknown")
    is_out = is_over | rows["grant_date"].gt(at) | (no_grant & ~granted_somewhen)
    reason = reason.mask(is_out)
    is_held = (~is_out).astype("boolean").mask(reason.notna())
    return rows[["application_id", "ip_right"]].assign(is_held=is_held, reason=reason)


def owners(
    application: pd.DataFrame,
    publication: pd.DataFrame,
    party: pd.DataFrame,
    applicant: pd.DataFrame,
    event: pd.DataFrame,
    known: pd.Series,
    *,
    day: date,
) -> pd.DataFrame:
    """Owners of each application on a day, in order: today's, set back along the transfers since.

    Returns
    -------
    pandas.DataFrame
        application_id, `sequence` (from 1), `owner` (credit code of a zone entity, else comparable
        name; NA where a transfer does not say who gave), and `reason` (what must be checked).
    """
    now = current_owners(publication, party, applicant, known)
    now = now[now["application_id"].isin(application["application_id"])]
    transfers = event[event["event_type"].eq("transfer")]
    undated = set(transfers.loc[transfers["event_date"].isna(), "application_id"])
    later = transfers[transfers["event_date"].gt(pd.Timestamp(day))]
    later = later.sort_values(["event_date", "export_file", "sequence"], kind="stable")
    # Of exports that tell one transfer, the one that names who gave.
    later = later.assign(unnamed=lists.lengths(later["from_names"]).fillna(0).eq(0).to_numpy())
    first = later.groupby("application_id")["event_date"].transform("min")
    later = later[later["event_date"].eq(first)].sort_values("unnamed", kind="stable")
    later = later.drop_duplicates("application_id")
    givers = lists.explode(later[["application_id", "from_names"]], "from_names", sequence="sequence")
    givers = givers.assign(owner=identify(givers["from_names"], known), reason=None)
    unnamed = later.loc[later["unnamed"], ["application_id"]]
    unnamed = unnamed.assign(sequence=1, owner=None, reason="owner_unknown")
    kept = now[~now["application_id"].isin(later["application_id"])]
    kept = kept.assign(reason=kept["reason"].mask(kept["application_id"].isin(undated), "undated_transfer"))
    columns = ["application_id", "sequence", "owner", "reason"]
    parts = [part[columns].astype({"owner": "str", "reason": "str"}) for part in (kept, givers, unnamed)]
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values(["application_id", "sequence"], kind="stable", ignore_index=True)


def stock(
    application: pd.DataFrame,
    publication: pd.DataFrame,
    party: pd.DataFrame,
    applicant: pd.DataFrame,
    event: pd.DataFrame,
    zone_entity: pd.DataFrame,
    known: pd.Series,
    *,
    day: date,
) -> pd.DataFrame:
    """The rights of zone entities on a day.

    Returns
    -------
    pandas.DataFrame
        application_id, ip_right, `owner` (credit code), `place` of that owner among the owners,
        `is_counted` (FLAG; NA where it cannot be told) and `reason`. Rights that were certainly not
        in force, and owners outside the zone on that day, are left out.
    """
    held = holding(application, day=day)
    held = held[held["is_held"].fillna(True).astype(bool)]
    held_by = owners(application, publication, party, applicant, event, known, day=day)
    rows = held.merge(held_by, on="application_id", suffixes=("", "_owner"))
    rows = rows[is_member(rows["owner"], pd.Timestamp(day), zone_entity) | rows["owner"].isna()]
    unowned = rows["owner"].isna()
    # Who gave is not said: of interest only where the zone holds it today.
    of_zone = held_by_zone(publication, party, applicant, known)
    rows = rows[~unowned | rows["application_id"].isin(of_zone)]
    is_counted = rows["is_held"].mask(rows["owner"].isna())
    made = rows.assign(is_counted=is_counted, reason=rows["reason"].fillna(rows["reason_owner"]))
    made = made.rename(columns={"sequence": "place"})
    return made[[*_COLUMNS[:3], "place", *_COLUMNS[3:]]].reset_index(drop=True)


def held_by_zone(
    publication: pd.DataFrame, party: pd.DataFrame, applicant: pd.DataFrame, known: pd.Series
) -> set[str]:
    """Applications one of whose owners today is of the zone."""
    now = current_owners(publication, party, applicant, known)
    return set(now.loc[now["owner"].isin(set(known)), "application_id"])


def current_owners(
    publication: pd.DataFrame, party: pd.DataFrame, applicant: pd.DataFrame, known: pd.Series
) -> pd.DataFrame:
    """Current owners of each application by its latest publication that names them, else applicants."""
    rows = party[party["role"].isin(("owner", "applicant"))]
    about = publication[["publication_number", "application_id", "publication_date"]]
    rows = rows.merge(about.drop_duplicates("publication_number"), on="publication_number")
    rows["is_fallback"] = np.where(rows["role"].eq("owner"), 0, 1)
    rows = rows.dropna(subset="application_id")
    order = ["application_id", "is_fallback", "publication_date", "publication_number", "sequence"]
    rows = rows.sort_values(order, ascending=[True, True, False, True, True], kind="stable")
    chosen = rows.groupby("application_id")[["is_fallback", "publication_number"]].transform("first")
    same = rows["is_fallback"].eq(chosen["is_fallback"])
    rows = rows[same & rows["publication_number"].eq(chosen["publication_number"])]
    by_code = applicant.drop_duplicates("applicant_id").set_index("applicant_id")["credit_code"]
    code = rows["applicant_id"].map(by_code).astype("str")
    rows["owner"] = code.where(code.isin(set(known))).fillna(identify(rows["name"], known))
    rows["reason"] = pd.Series("owner_not_stated", index=rows.index, dtype="str").where(
        rows["is_fallback"].eq(1)
    )
    rows["sequence"] = rows.groupby("application_id").cumcount() + 1
    return rows[["application_id", "sequence", "owner", "reason"]]


def of_zone(
    publication: pd.DataFrame,
    party: pd.DataFrame,
    applicant: pd.DataFrame,
    event: pd.DataFrame,
    known: pd.Series,
) -> set[str]:
    """Applications a zone entity applied for, owns, gave or received: all that a stock can hold."""
    codes = set(known)
    by_code = applicant.drop_duplicates("applicant_id").set_index("applicant_id")["credit_code"]
    names = pd.Series(party["name"].dropna().unique(), dtype="str")
    own_names = set(names[identify(names, known).isin(codes)])
    rows = party[party["role"].isin(("owner", "applicant"))]
    mine = rows["name"].isin(own_names) | rows["applicant_id"].map(by_code).isin(codes)
    numbers = publication["publication_number"].isin(rows.loc[mine, "publication_number"])
    found = set(publication.loc[numbers, "application_id"])
    for column in ("from_names", "to_names"):
        sides = lists.explode(event[["application_id", column]], column)
        found |= set(sides.loc[identify(sides[column], known).isin(codes), "application_id"])
    return found

"""Builders `publication` and `application`: one record per document, whatever the number of exports.

The same publication in several exports is one record; each field comes from the first vendor in
`VENDOR_PRIORITY` that states it. Publications of one application are tied by the application
number and, at offices that keep the number from application to grant, by the publication number.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from corpus import grouping, legal, lists, numbers, terms
from corpus.tables import APPLICATION, PUBLICATION

# Chinese vendors first: they hold Chinese titles, status and owners; the Lens knows families best
# abroad but translates titles. A mapped table is somebody's extract, so it comes last.
VENDOR_PRIORITY = ("incoPat", "PatSnap", "The Lens")

# Offices that publish application and grant under one number (with the least length from which
# this holds), so that a shared number means a shared application.
_ONE_NUMBER = {"CN": 9, "EP": 7, "WO": 9, "DE": 8, "GB": 7, "FR": 7, "CA": 6, "ES": 7, "AU": 10}


def publication(export_record: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """One row per publication, its fields merged over the exports that hold it.

    Parameters
    ----------
    export_record
        Rows of all exports, duplicates included.
    as_of
        Cut-off: a term that ended before it has expired whatever the vendor says.
    """
    merged = _merge_vendors(export_record)
    parts = numbers.publication_parts(merged["publication_number"])
    merged["application_id"] = _application_ids(merged, parts["serial"])
    right, granted = _right_and_stage(merged)
    merged["ip_right"], merged["is_granted"] = right, granted
    computed = terms.expiry_date(merged["office"], merged["ip_right"], merged["filing_date"])
    merged["expiry_date"] = merged["vendor_expiry_date"].fillna(computed)
    merged["legal_status"] = _status_at(merged, as_of)
    merged["events"] = legal.events(lists.join(merged["events"], " | "))
    merged["is_in_force"] = legal.is_in_force(merged["legal_status"])
    merged["is_active"] = legal.is_active(merged["legal_status"])
    merged["family_id"] = grouping.family_ids(merged)
    return merged[PUBLICATION.column_names]


def application(publication: pd.DataFrame) -> pd.DataFrame:
    """One row per application: first dates, grant, and the status of its latest publication."""
    latest_first = publication.sort_values(
        ["application_id", "publication_date", "publication_number"], ascending=[True, False, True]
    )
    groups = latest_first.groupby("application_id", sort=True)
    latest = groups[
        [
            *("application_number", "office", "ip_right", "filing_date", "legal_status"),
            *("expiry_date", "vendor_expiry_date", "lapse_date", "claim_count", "family_id"),
            *("transfer_count", "licence_count", "pledge_count", "litigation_count"),
        ]
    ].first()
    latest["earliest_priority_date"] = groups["earliest_priority_date"].min()
    latest["first_publication_date"] = groups["publication_date"].min()
    latest["is_granted"] = groups["is_granted"].max().astype("boolean")
    granted = latest_first[latest_first["is_granted"].fillna(False).astype(bool)]
    first_grant = granted.groupby("application_id")[["grant_date", "publication_date"]].min()
    latest["grant_date"] = first_grant["grant_date"].fillna(first_grant["publication_date"])
    latest["is_in_force"] = legal.is_in_force(latest["legal_status"])
    latest["is_active"] = legal.is_active(latest["legal_status"])
    latest["events"] = gather(publication, "application_id", "events")
    return latest.reset_index()[APPLICATION.column_names]


def gather(frame: pd.DataFrame, by: str, column: str) -> pd.Series:
    """Distinct sorted items of a list column over all rows of each group, as TEXTS."""
    items = lists.explode(frame[[by, column]], column).drop_duplicates().sort_values([by, column])
    return lists.collect(items, by, column)


def _merge_vendors(export_record: pd.DataFrame) -> pd.DataFrame:
    """Rows of one publication become one, each field from the first vendor that states it."""
    order = {vendor: place for place, vendor in enumerate(VENDOR_PRIORITY)}
    place = export_record["vendor"].map(order).fillna(len(order))
    ranked = export_record.assign(place=place).sort_values(
        ["publication_number", "place", "export_file", "row_number"], kind="stable", ignore_index=True
    )
    ranked["export_files"] = lists.wrap(ranked["export_file"])
    repeated = ranked["publication_number"].duplicated(keep=False)
    single, several = ranked[~repeated], ranked[repeated]
    merged = pd.concat([single, _first_stated(several)], ignore_index=True) if len(several) else single
    return merged.sort_values("publication_number", ignore_index=True)


def _first_stated(several: pd.DataFrame) -> pd.DataFrame:
    """First non-missing value of each column per publication; list columns included."""
    key = several["publication_number"]
    columns = {}
    starts = ~key.duplicated()
    codes = starts.cumsum().to_numpy() - 1
    for name in several.columns:
        present = several[name].notna().to_numpy()
        if name == "export_files":
            continue
        place = np.full(int(starts.sum()), -1)
        rows = np.flatnonzero(present)[::-1]
        place[codes[rows]] = rows  # written backwards, so the first row of each group stays
        columns[name] = several[name].take(np.where(place < 0, 0, place)).reset_index(drop=True)
        columns[name] = columns[name].where(place >= 0)
    merged = pd.DataFrame(columns)
    files = several[["publication_number", "export_file"]].drop_duplicates()
    merged["export_files"] = lists.collect(files, "publication_number", "export_file").set_axis(merged.index)
    return merged


def _application_ids(publications: pd.DataFrame, serial: pd.Series) -> pd.Series:
    """Application of each publication: its number, tied with those that share one serial."""
    office, kind = publications["office"], publications["kind_code"]
    least = office.map(_ONE_NUMBER)
    stays = serial.str.len().ge(least) & kind.str[:1].isin(list("ABC"))
    own = publications["publication_number"]
    by_serial = (office + serial).where(stays.fillna(False), own)
    number = publications["application_number"]
    component = grouping.components(len(publications), [by_serial, number])
    named = number.fillna(by_serial)
    # A number of an application sorts before one borrowed from a publication.
    order = pd.DataFrame({"component": component, "borrowed": number.isna(), "id": named})
    first = order.sort_values(["component", "borrowed", "id"]).groupby("component")["id"].first()
    return pd.Series(component).map(first).astype("str")


def _right_and_stage(publications: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    known = numbers.ip_right_and_stage(publications["office"], publications["kind_code"])
    right = publications["ip_right"].fillna(known["ip_right"])
    return right, known["is_granted"]


def _status_at(publications: pd.DataFrame, as_of: date) -> pd.Series:
    """Vendor's status in canonical words; a term that is over has expired unless it ended before."""
    status = legal.legal_status(publications)
    # An international application is no right, but whatever came of it is over twenty years on.
    longest = terms.add_years(publications["filing_date"], 20).where(publications["office"] == "WO")
    over = publications["expiry_date"].fillna(longest) < pd.Timestamp(as_of)
    alive_or_unknown = status.isna() | status.isin(["in_force", "grace", "pending"])
    return status.mask(over & alive_or_unknown, "expired")

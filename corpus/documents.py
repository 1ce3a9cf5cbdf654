"""Builders `publication` and `application`: one record per document, whatever the number of exports.

The same publication in several exports is one record; each field comes from the first vendor in
`VENDOR_PRIORITY` that states it. Publications of one application are tied by the application
number and, at offices that keep the number from application to grant, by the publication number.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus import grouping, kinds, legal, lists, terms
from corpus.dated_numbers import docdb_numbers
from corpus.event_columns import STATED_EVENT_COLUMNS
from corpus.tables import APPLICATION, EXPORT_RECORD, PUBLICATION

# Whose field is taken where several vendors state it. Chinese tools first: they hold Chinese titles,
# status and owners. The Lens knows families best abroad but translates titles. Derwent rewrites titles
# and a mapped table is somebody's extract, so they come last.
VENDOR_PRIORITY = (
    *("incoPat", "PatSnap", "Innojoy", "CNIPR", "CNIPA PSS", "PatentStar"),
    *("The Lens", "PatentsView", "PATENTSCOPE", "Espacenet", "Google Patents", "SumoBrain"),
    *("Derwent Innovation", "Derwent Innovations Index"),
)
_STATED = frozenset(EXPORT_RECORD.column_names) - {
    *("export_file", "row_number", "disposition", "vendor", "publication_number", "office", "kind_code"),
    *(column.name for column in STATED_EVENT_COLUMNS),
}

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
    ranked = by_rank(export_record)
    merged = _merge_vendors(ranked)
    merged["application_id"] = _application_ids(merged)
    right, granted = _right_and_stage(merged)
    merged["ip_right"], merged["is_granted"] = right, granted
    computed = terms.expiry_date(merged["office"], merged["ip_right"], merged["filing_date"])
    merged["expiry_date"] = merged["vendor_expiry_date"].fillna(computed)
    merged["legal_status"] = _status_at(merged, as_of)
    merged["events"] = legal.events(lists.join(merged["events"], " | "))
    merged["is_in_force"] = legal.is_in_force(merged["legal_status"])
    merged["is_active"] = legal.is_active(merged["legal_status"])
    merged["family_id"] = grouping.family_ids(merged, _vendor_families(ranked))
    return merged[PUBLICATION.column_names]


def by_rank(export_record: pd.DataFrame) -> pd.DataFrame:
    """The records in the order in which their fields are believed, with numbers that meet.

    Within a publication the vendors stand as in `VENDOR_PRIORITY`. A publication number without
    kind is completed, and application numbers that need their filing date are read beside it.
    """
    order = {vendor: place for place, vendor in enumerate(VENDOR_PRIORITY)}
    number, kind = completed_numbers(export_record)
    stated_events = [column.name for column in STATED_EVENT_COLUMNS]
    ranked = export_record.drop(columns=stated_events).assign(
        publication_number=number,
        kind_code=kind,
        place=export_record["vendor"].map(order).fillna(len(order)),
        application_number=docdb_numbers(
            export_record["application_number"], export_record["filing_date"], export_record["export_file"]
        ),
    )
    key = ["publication_number", "place", "export_file", "row_number"]
    rows = ranked[key].sort_values(key, kind="stable").index
    return ranked.take(export_record.index.get_indexer(rows)).reset_index(drop=True)


def completed_numbers(export_record: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Publication numbers and kinds, where a number without kind takes that of its only counterpart.

    `US9833479` is `US9833479B2` where the exports hold exactly one publication of that office and
    serial, and no dates speak against it; of several it stays apart.

    Returns
    -------
    tuple of pandas.Series
        `publication_number` and `kind_code` (TEXT), aligned with `export_record`.
    """
    number, kind = export_record["publication_number"], export_record["kind_code"]
    bare = kind.isna()
    if not bare.any() or bare.all():
        return number, kind
    told = export_record.loc[~bare, ["publication_number", "kind_code", "publication_date"]]
    told = told.sort_values("publication_date").drop_duplicates("publication_number")
    told["bare"] = _stem(told["publication_number"], told["kind_code"])
    wanted = pd.DataFrame(
        {
            "row": np.flatnonzero(bare),
            "bare": number[bare].array,
            "day": export_record["publication_date"][bare].array,
        }
    )
    met = wanted.merge(told, on="bare")
    met = met[met["day"].isna() | met["publication_date"].isna() | met["day"].eq(met["publication_date"])]
    met = met[~met["row"].duplicated(keep=False)]
    place = number.index[met["row"]]
    number, kind = number.copy(), kind.copy()
    number.loc[place] = met["publication_number"].to_numpy()
    kind.loc[place] = met["kind_code"].to_numpy()
    return number, kind


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


def _stem(number: pd.Series, kind: pd.Series) -> pd.Series:
    """Publication numbers without their kind."""
    length = number.str.len() - kind.str.len().fillna(0)
    result = number.copy()
    for width in length.dropna().unique():
        rows = length.eq(width)
        result[rows] = number[rows].str.slice(0, int(width))
    return result


def _merge_vendors(ranked: pd.DataFrame) -> pd.DataFrame:
    """Rows of one publication become one, each field from the first vendor that states it."""
    ranked = ranked.assign(
        export_files=lists.wrap(ranked["export_file"]),
        field_sources=lists.nothing(ranked.index),
    )
    repeated = ranked["publication_number"].duplicated(keep=False)
    single, several = ranked[~repeated], ranked[repeated].reset_index(drop=True)
    merged = pd.concat([single, _first_stated(several)], ignore_index=True) if len(several) else single
    return merged.sort_values("publication_number", ignore_index=True)


def _first_stated(several: pd.DataFrame) -> pd.DataFrame:
    """First non-missing value of each column per publication; list columns included."""
    key = several["publication_number"]
    starts = ~key.duplicated()
    codes = starts.cumsum().to_numpy() - 1
    columns = {}
    stated = [name for name in several.columns if name in _STATED]
    given = np.zeros((len(several), len(stated)), dtype=bool)
    for name in several.columns.drop(["export_files", "field_sources"]):
        present = several[name].notna().to_numpy()
        place = np.full(int(starts.sum()), -1)
        rows = np.flatnonzero(present)[::-1]
        place[codes[rows]] = rows  # written backwards, so the first row of each group stays
        columns[name] = several[name].take(np.where(place < 0, 0, place)).reset_index(drop=True)
        if (place < 0).any():
            columns[name] = columns[name].where(place >= 0)
        if name in _STATED:
            given[place[place >= 0], stated.index(name)] = True
    merged = pd.DataFrame(columns)
    files = several[["publication_number", "export_file"]].drop_duplicates()
    merged["export_files"] = lists.collect(files, "publication_number", "export_file").set_axis(merged.index)
    items = several[["publication_number", "export_file"]].assign(column=_named(given, stated))
    items["column"] = items["export_file"] + "=" + items["column"]
    shared = files["publication_number"][files["publication_number"].duplicated()]
    is_source = items["publication_number"].isin(shared).to_numpy() & given.any(axis=1)
    items = items.loc[is_source]
    sources = lists.collect(items, "publication_number", "column")
    merged["field_sources"] = sources.reindex(merged["publication_number"]).set_axis(merged.index)
    return merged


def _named(given: npt.NDArray[np.bool_], names: list[str]) -> pd.Series:
    """The names of the true cells of each row, with commas; few sets of them differ."""
    packed = np.packbits(given, axis=1)
    _, firsts, codes = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    spelled = [",".join(np.compress(row, names)) for row in given[firsts]]
    return pd.Series(np.array(spelled, dtype=object)[codes], dtype="str")


def _vendor_families(ranked: pd.DataFrame) -> pd.Series:
    """All simple-family ids the vendors give each publication, in the order of publications."""
    items = ranked[["publication_number", "vendor_family_id"]].dropna().drop_duplicates()
    every = np.unique(ranked["publication_number"].to_numpy(dtype=object))
    return (
        lists.collect(items, "publication_number", "vendor_family_id").reindex(every).reset_index(drop=True)
    )


def _application_ids(publications: pd.DataFrame) -> pd.Series:
    """Application of each publication: its number, tied with those that share one serial."""
    office, kind = publications["office"], publications["kind_code"]
    own = publications["publication_number"]
    stem = _stem(own, kind)
    least = office.map(_ONE_NUMBER)
    stays = (stem.str.len() - 2).ge(least) & kind.str[:1].isin(list("ABC"))
    # Until 1988 a Chinese publication had the number of its application.
    old = office.eq("CN") & stem.str.match(r"^CN8[5-8]\d{6}$", na=False)
    by_serial = stem.where(stays.fillna(False).astype(bool) | old, own)
    number = publications["application_number"].fillna(stem.where(old))
    component = grouping.components(len(publications), [by_serial, number])
    named = number.fillna(by_serial)
    # A number of an application sorts before one borrowed from a publication.
    order = pd.DataFrame({"component": component, "borrowed": number.isna(), "id": named})
    first = order.sort_values(["component", "borrowed", "id"]).groupby("component")["id"].first()
    return pd.Series(component).map(first).astype("str")


def _right_and_stage(publications: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    known = kinds.ip_right_and_stage(publications["office"], publications["kind_code"])
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

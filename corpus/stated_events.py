"""Events as exports state them: lists that run side by side, and histories of a register."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from corpus import legal, lists

# The day as the vendor wrote it; what kind of writing it is, the whole file tells.
DAY = "day"
_COLUMNS = [
    *("row", "event_type", "place", DAY, "from_names", "to_names", "contract_number"),
    *("is_misaligned", "source_text"),
]
_NUMBERED = r"^(\d{1,3})\s*[.．、]\s*(?=\D)"
_ENTRIES = r"\s*[|；;\n]\s*"
_ENTRY = r"^(?P<day>\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?)?[\s:：,，]*(?P<text>.*)$"


@dataclass(frozen=True)
class _Kind:
    """The columns of `export_record` that tell one kind of event."""

    name: str
    days: str | None
    givers: str
    takers: str | None
    contracts: str | None
    count: str | None


_KINDS = (
    _Kind("transfer", "transfer_dates", "transferors", "transferees", None, "transfer_count"),
    _Kind("licence", "licence_dates", "licensors", "licensees", "licence_contracts", "licence_count"),
    _Kind("pledge", "pledge_dates", "pledgors", "pledgees", "pledge_contracts", "pledge_count"),
    _Kind("litigation", None, "plaintiffs", "defendants", None, "litigation_count"),
    _Kind("invalidation", "invalidation_dates", "invalidation_requesters", None, None, None),
)


def from_lists(records: pd.DataFrame) -> pd.DataFrame:
    """Events told by lists: the first day belongs to the first parties, and so on.

    Where there is one day or contract, or none, all parties are of one event, unless the vendor
    numbers them. Lists of different lengths are paired as far as they go, and flagged.

    Parameters
    ----------
    records
        `export_record` with an index from 0.

    Returns
    -------
    pandas.DataFrame
        `row` (index of the record), `event_type`, `place` (from 1), `day`, `from_names`,
        `to_names`, `contract_number`, `is_misaligned`, `source_text`.
    """
    return pd.concat([_of_kind(records, kind) for kind in _KINDS], ignore_index=True)[_COLUMNS]


def from_history(records: pd.DataFrame) -> pd.DataFrame:
    """Events a legal history names, in the columns of `from_lists`; parties are not told there.

    Reads `2022-07-05 | +PATENT GRANT | CN | …`, one entry after another, and `2019.03.01 公开；…`.
    """
    entries = lists.split(records["legal_history"], _ENTRIES)
    items = lists.explode(pd.DataFrame({"row": records.index, "item": entries}), "item")
    parts = items["item"].str.extract(_ENTRY)
    day = parts["day"].astype("str").groupby(items["row"]).ffill()
    text = parts["text"].str.strip().str.replace(r"^[+-]", "", regex=True).astype("str")
    found = pd.DataFrame(
        {"row": items["row"], "event_type": legal.event_type(text), DAY: day, "source_text": items["item"]}
    ).dropna(subset="event_type")
    found["place"] = found.groupby(["row", "event_type", DAY], dropna=False).cumcount() + 1
    nothing = lists.nothing(found.index)
    return found.assign(
        from_names=nothing, to_names=nothing, contract_number=None, is_misaligned=False
    ).astype({"contract_number": "str"})[_COLUMNS]


def _of_kind(records: pd.DataFrame, kind: _Kind) -> pd.DataFrame:
    columns = {DAY: kind.days, "from_names": kind.givers, "to_names": kind.takers}
    columns["contract_number"] = kind.contracts
    told = [column for column in columns.values() if column is not None]
    rows = records[records[told].notna().any(axis=1)]
    items = {name: _items(rows, column) for name, column in columns.items()}
    counts = pd.DataFrame({name: i.groupby("row").size() for name, i in items.items()})
    counts = counts.reindex(rows.index).fillna(0).astype("int64")
    stated = records.loc[rows.index, kind.count].fillna(0) if kind.count else counts[DAY]
    number = _number_of_events(counts, stated.astype("int64"))
    numbered = pd.concat(items.values()).groupby("row")["is_numbered"].any()
    is_numbered = numbered.reindex(rows.index).fillna(False).astype(bool)
    aligned = (counts.eq(number, axis=0) | counts.eq(0)).all(axis=1)
    single = number.le(1) & ~is_numbered
    misaligned = (~aligned & ~single & ~is_numbered) | (single & stated.gt(1))
    gathered = {name: _gathered(item, single) for name, item in items.items()}
    places = pd.concat([series.index.to_frame(index=False) for series in gathered.values()])
    places = places.drop_duplicates().sort_values(["row", "place"])
    index = pd.MultiIndex.from_frame(places)
    frame = pd.DataFrame({name: series.reindex(index) for name, series in gathered.items()}).reset_index()
    for name in (DAY, "contract_number"):
        frame[name] = lists.join(frame[name], "; ")
    pieces = [lists.join(frame["from_names"], "、"), lists.join(frame["to_names"], "、")]
    text = frame[DAY].fillna("") + " " + pieces[0].fillna("") + " → " + pieces[1].fillna("")
    frame["source_text"] = text.str.strip().str.removesuffix(" →")
    return frame.assign(event_type=kind.name, is_misaligned=frame["row"].map(misaligned))


def _items(rows: pd.DataFrame, column: str | None) -> pd.DataFrame:
    """Items of a list column with the record they are of and their place, the vendor's where given."""
    if column is None:
        return pd.DataFrame(
            {
                "row": pd.Series(dtype="int64"),
                "item": pd.Series(dtype="str"),
                "place": pd.Series(dtype="Int64"),
                "is_numbered": pd.Series(dtype=bool),
            }
        )
    items = lists.explode(
        pd.DataFrame({"row": rows.index, "item": rows[column].array}), "item", sequence="place"
    )
    told = items["item"].str.extract(_NUMBERED)[0]
    items["is_numbered"] = told.notna()
    items["place"] = pd.to_numeric(told).astype("Int64").fillna(items["place"])
    items["item"] = items["item"].str.replace(_NUMBERED, "", regex=True)
    return items


def _number_of_events(counts: pd.DataFrame, stated: pd.Series) -> pd.Series:
    """Events of each record: as many as days, else contracts, else as the vendor counts them."""
    number = counts[DAY].where(counts[DAY].gt(0), counts["contract_number"])
    both = counts["from_names"].eq(stated) & counts["to_names"].eq(stated)
    return number.mask(number.eq(0) & both, stated)


def _gathered(items: pd.DataFrame, single: pd.Series) -> pd.Series:
    """Lists of the items of each event, indexed by record and place."""
    place = items["place"].mask(items["row"].map(single).fillna(False).astype(bool), 1).astype("int64")
    key = items["row"].astype("int64") * 100_000 + place
    made = lists.collect(pd.DataFrame({"key": key, "item": items["item"]}), "key", "item")
    keys = made.index.to_numpy(dtype="int64")
    made.index = pd.MultiIndex.from_arrays([keys // 100_000, keys % 100_000], names=["row", "place"])
    return made

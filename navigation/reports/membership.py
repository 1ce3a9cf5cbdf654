"""The families behind a number: those a receipt counts, and those a row of an exhibit is about.

A row is about families through its keys: a branch, an actor, a cluster, a portfolio, a year, an
office. The families of a row are those that meet all its keys; the families of a receipt are those of
its rows together. Families travel as places in the table `family`, ascending.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus import lists
from navigation.holdings import ALL, actors
from navigation.reports import receipts
from navigation.reports.receipts import Lookup, Receipt

Places: TypeAlias = npt.NDArray[np.int64]

# Column of a row: the key it is. An exhibit adds its own by `keys`.
KEYS: Mapping[str, str] = {
    "branch_id": "branch",
    "cluster_id": "cluster",
    "portfolio_id": "portfolio",
    "applicant_id": "applicant",
    "partner_id": "applicant",
    "enterprise_id": "enterprise",
    "priority_year": "year",
    "origin": "country",
    "destination": "office",
    "publication_number": "publication",
    "subclass": "subclass",
    "partner_subclass": "subclass",
    "effect": "effect",
}
# Columns that name families themselves: what a row is about, else both ends of a link.
NAMING = (("family_id",), ("cited_family_id", "citing_family_id"))
LISTING = ("evidence_ids", "near_ids")
MOST_ROWS = 5_000  # rows of a table without family ids that are followed one by one


@dataclass(frozen=True, eq=False)
class Membership:
    """Which families meet a key; each link is read and indexed once."""

    find: Lookup

    @cached_property
    def family(self) -> pd.DataFrame:
        """The families a place counts in, in order of id."""
        found = self.find("family").sort_values("family_id", ignore_index=True)
        return found.assign(expiry_year=found["expiry_date"].dt.year.astype("Int64"))

    def of_receipt(self, receipt: Receipt) -> Places | None:
        """The families a receipt counts; None where it does not speak of families.

        Of a ratio they are those above the line; of a difference, those of the first part that do
        not stand in the other.
        """
        rows = receipts.select(self.find(receipt.table), receipt.where, self.find, receipt.table)
        found = self.of_rows(rows)
        if receipt.less is None or found is None:
            return found
        other = self.of_receipt(receipt.less)
        return found if other is None else np.setdiff1d(found, other, assume_unique=True)

    def of_each(
        self, frame: pd.DataFrame, keys: Mapping[str, str], within: Mapping[str, str]
    ) -> list[Places | None]:
        """The families of each row of an exhibit's frame.

        Parameters
        ----------
        keys
            Columns that are keys beside those `KEYS` knows.
        within
            Keys and values that hold for every row.
        """
        ids = _naming(frame.columns)
        if ids:
            columns = [self._places(frame[c]) for c in ids]
            return [np.unique([p for p in row if p >= 0]) for row in zip(*columns, strict=True)]
        for column in LISTING:
            if column in frame.columns:
                return [self._named(pd.Series(list(row or ()), dtype="str")) for row in frame[column]]
        named = _keys(frame.columns, keys)
        if not (named or within):
            return [None] * len(frame)
        return [self._row(row, named, within) for row in frame.to_dict("records")]

    def of_rows(self, rows: pd.DataFrame) -> Places | None:
        """The families of all the rows of a table together."""
        ids = _naming(rows.columns)
        if ids:
            return self._named(pd.concat([rows[c] for c in ids]))
        for column in LISTING:
            if column in rows.columns:
                return self._named(lists.explode(rows[[column]], column)[column])
        named = _keys(rows.columns, {})
        if not named or len(rows) > MOST_ROWS:
            return None
        kept = [*named, *(_KINDS[key] for key in named.values() if key in _KINDS)]
        each = [self._row(row, named, {}) for row in rows[kept].drop_duplicates().to_dict("records")]
        known = [places for places in each if places is not None]
        return _union(known) if known else None

    def _row(
        self, row: Mapping[Any, Any], named: Mapping[str, str], fixed: Mapping[str, str]
    ) -> Places | None:
        """The families that meet all keys of a row; None where it has none."""
        parts = [self._of(key, value) for key, value in fixed.items()]
        for column, key in named.items():
            value = row[column]
            if pd.isna(value) or value == ALL:
                continue
            if key in _KINDS:  # whose id it is, the column beside it says
                parts.append(self._of(f"actor {row[_KINDS[key]]}", str(value)))
            else:
                parts.append(self._of(key, str(int(value)) if key in _YEARS else str(value)))
        if not parts:
            wild = [c for c in named if row[c] == ALL]
            return np.arange(len(self.family)) if wild else None
        return reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), parts)

    def _of(self, key: str, value: str) -> Places:
        return self._index(key).get(value, np.empty(0, dtype=np.int64))

    def _named(self, ids: pd.Series) -> Places:
        found = self._places(ids.dropna().astype("str"))
        return np.unique(found[found >= 0])

    def _places(self, ids: pd.Series) -> Places:
        """The place of each id; -1 where there is no such family."""
        found: Places = pd.Index(self.family["family_id"]).get_indexer(pd.Index(ids)).astype(np.int64)
        return found

    def _index(self, key: str) -> dict[str, Places]:
        if key not in self._indexed:
            links = self._links(key)
            places = self._places(links["family_id"])
            pairs = pd.DataFrame({"value": links["value"].astype("str").to_numpy(), "place": places})
            pairs = pairs[(pairs["place"] >= 0) & links["value"].notna().to_numpy()]
            self._indexed[key] = {
                str(value): np.unique(rows.to_numpy())
                for value, rows in pairs.groupby("value", sort=False)["place"]
            }
        return self._indexed[key]

    @cached_property
    def _indexed(self) -> dict[str, dict[str, Places]]:
        return {}

    @cached_property
    def _actors(self) -> pd.DataFrame:
        held = actors(self.family, self.find("family_applicant"), self.find("applicant"))
        return held.rename(columns={"actor_id": "value"})

    def _links(self, key: str) -> pd.DataFrame:
        """Value of a key beside family_id, a row for each pair."""
        if key in _LINKS:
            table, column = _LINKS[key]
            rows = self.family if table == "family" else self.find(table)
            if table == "portfolio_member":
                rows = rows[rows["excluded_reason"].isna()]  # a disputed family counts nowhere
            return rows[[column, "family_id"]].rename(columns={column: "value"})
        if key == "applicant":
            return self._named_on_filing()
        kind = key.removeprefix("actor ")
        return self._actors.loc[self._actors["actor_kind"] == kind, ["value", "family_id"]]

    def _named_on_filing(self) -> pd.DataFrame:
        """Families that name an applicant, or one of the applicants that are an enterprise."""
        rows = self.find("family_applicant")[["applicant_id", "family_id"]]
        known = self.find("applicant").set_index("applicant_id")["enterprise_id"]
        enterprise = rows.assign(value=rows["applicant_id"].map(known)).dropna(subset=["value"])
        return pd.concat([rows.rename(columns={"applicant_id": "value"}), enterprise])[["value", "family_id"]]


_LINKS: Mapping[str, tuple[str, str]] = {
    "branch": ("branch_assignment", "branch_id"),
    "cluster": ("cluster_assignment", "cluster_id"),
    "portfolio": ("portfolio_member", "portfolio_id"),
    "office": ("family_member", "office"),
    "publication": ("family_member", "publication_number"),
    "year": ("family", "priority_year"),
    "expiry_year": ("family", "expiry_year"),
    "status": ("family", "legal_status"),
    "right": ("family", "ip_right"),
    "active": ("family", "is_active"),
    "subclass": ("classification", "subclass"),
    "effect": ("family_effect", "effect"),
}
_YEARS = ("year", "expiry_year")
_KINDS = {"actor": "actor_kind", "place": "place_kind"}


def _naming(columns: pd.Index) -> list[str]:
    """The columns that name the families of a row."""
    return next((list(names) for names in NAMING if set(names) <= set(columns)), [])


def _keys(columns: pd.Index, more: Mapping[str, str]) -> dict[str, str]:
    """The key each column is; an actor's id needs its kind beside it."""
    if "portfolio_id" in columns:  # it says everything its owner and branch would
        return {"portfolio_id": "portfolio"}
    named = {c: key for c, key in {**KEYS, **more}.items() if c in columns}
    kinds = {f"{key}_id": key for key, kind in _KINDS.items() if {f"{key}_id", kind} <= set(columns)}
    return {**named, **kinds}


def _union(parts: list[Places]) -> Places:
    return np.unique(np.concatenate(parts))

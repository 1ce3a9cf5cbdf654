"""Counts from registers: recognitions that hold on a day, products, organisations financed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import contract
from corpus.registers import RECOGNITION
from scoring.decisions import in_force
from scoring.kpi.dealings import ACADEMIC, TRADED
from scoring.kpi.definitions import CUMULATIVE, PER_ENTITY

RECORD_COLUMNS = ["record_id", "subject", "day", "source", "is_counted", "reason"]
SMALL = ("medium", "small", "micro")


def recognised(recognition: pd.DataFrame, kind: str, *, as_of: date) -> pd.DataFrame:
    """The recognitions of a kind, and whether each counts on a day.

    A certificate counts while it is valid, and once for each organisation where organisations are
    what is counted; services and talents add up.

    Returns
    -------
    pandas.DataFrame
        `RECORD_COLUMNS`; `is_counted` is true once for each thing counted.
    """
    at = pd.Timestamp(as_of)
    rows = recognition[recognition["kind"].eq(kind)].sort_values(["date", "name"], kind="stable")
    key = rows["uscc"].fillna(rows["name"]) if kind in PER_ENTITY else rows["name"]
    reason = pd.Series(None, index=rows.index, dtype="str").mask(rows["date"].gt(at), "later")
    if kind not in CUMULATIVE:
        reason = reason.mask(reason.isna() & rows["valid_to"].lt(at), "expired")
    holds = reason.isna()
    repeated = key.where(holds).duplicated() & holds
    made = pd.DataFrame(
        {
            "record_id": rows["name"],
            "subject": key,
            "day": rows["date"],
            "source": "R",
            "is_counted": holds & ~repeated,
            "reason": reason,
        }
    )
    return made[~repeated].reset_index(drop=True)


def with_accepted(recognition: pd.DataFrame, decision: pd.DataFrame) -> pd.DataFrame:
    """The register with the portfolios that people accepted, as `high_value_portfolio` by the day.

    A portfolio that the register names by its id is there already. Deferred and rejected ones, and
    those taken back, are no recognitions.
    """
    last = in_force(decision)
    last = last[last["choice"].eq("accept")]
    last = last[~last["portfolio_id"].isin(recognition["name"])]
    if last.empty:
        return recognition
    made = pd.DataFrame(
        {
            "kind": "high_value_portfolio",
            "name": last["study"] + "/" + last["portfolio_id"],
            "date": last["decided_on"],
            "evidence": last["decided_by"],
        }
    )
    made = contract.cast(made.reindex(columns=RECOGNITION.column_names), RECOGNITION)
    return pd.concat([recognition, made], ignore_index=True) if len(recognition) else made


def securitised(finance_product: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Securitisation products issued by a day, each once."""
    rows = finance_product[finance_product["kind"].eq("securitisation")].sort_values(["date", "product_id"])
    rows = rows.drop_duplicates("product_id")
    is_later = rows["date"].gt(pd.Timestamp(as_of))
    return pd.DataFrame(
        {
            "record_id": rows["product_id"],
            "subject": rows["product_id"],
            "day": rows["date"],
            "source": "R",
            "is_counted": ~is_later,
            "reason": pd.Series(None, index=rows.index, dtype="str").mask(is_later, "later"),
        }
    ).reset_index(drop=True)


def small_receivers(dealing: pd.DataFrame, zone_entity: pd.DataFrame, *, start: date) -> pd.DataFrame:
    """Small and medium organisations of the zone that took a patent or licence from an academy.

    Size stands in the roster alone; where it does not, or the register does not say who gave, the
    organisation is listed to be checked (待核) and not counted.
    """
    rows = dealing[dealing["dealing_type"].isin(("transfer", "licence")) & dealing["reason"].isna()]
    rows = rows[rows["day"].ge(pd.Timestamp(start)) & rows["other_kind"].isin(ACADEMIC)]
    rows = rows[~rows["side"].eq("giver").fillna(False)]
    roster = zone_entity.set_index("uscc")
    size, kind = rows["zone_uscc"].map(roster["size"]), rows["zone_uscc"].map(roster["type"])
    is_firm = kind.isna() | kind.eq("company")
    reason = pd.Series(None, index=rows.index, dtype="str")
    reason = reason.mask(size.isna(), "size_unknown").mask(~size.isin(SMALL) & size.notna(), "not_small")
    reason = reason.mask(~is_firm, "not_small").mask(rows["side"].isna(), "direction_unknown")
    return _once(rows, reason)


def financed(
    dealing: pd.DataFrame,
    finance_product: pd.DataFrame,
    zone_entity: pd.DataFrame,
    *,
    start: date,
    as_of: date,
) -> pd.DataFrame:
    """Organisations of the zone with a pledge or another financing since the start, each once."""
    rows = dealing[dealing["dealing_type"].isin(("pledge", "financing")) & dealing["reason"].isna()]
    rows = rows[rows["day"].ge(pd.Timestamp(start))]
    # Of a pledge, the pledgor; the bank is not financed.
    is_pledgee = rows["dealing_type"].eq("pledge") & rows["side"].eq("taker").fillna(False)
    rows = rows[~is_pledgee]
    products = finance_product[finance_product["uscc"].notna()]
    products = products[products["date"].between(pd.Timestamp(start), pd.Timestamp(as_of))]
    other = pd.DataFrame(
        {
            "record_id": products["product_id"],
            "zone_uscc": products["uscc"],
            "day": products["date"],
            "source": "R",
        }
    )
    every = pd.concat([rows[["record_id", "zone_uscc", "day", "source"]], other], ignore_index=True)
    outside = ~every["zone_uscc"].isin(zone_entity["uscc"])
    reason = pd.Series(None, index=every.index, dtype="str").mask(outside, "not_in_roster")
    return _once(every, reason)


def traded(dealing: pd.DataFrame) -> pd.DataFrame:
    """Transfers and licences of patents, trademarks and copyrights with a zone party on either side."""
    return dealing[dealing["dealing_type"].isin(TRADED)]


def pledged(dealing: pd.DataFrame) -> pd.DataFrame:
    """Pledges of rights of the zone."""
    rows = dealing[dealing["dealing_type"].eq("pledge")]
    return rows[~rows["side"].eq("taker").fillna(False)]


def yearly_count(dealing: pd.DataFrame, years: range) -> pd.Series:
    """Dealings that count in each year, by the first day of each; 0 where there are none."""
    counted = dealing[dealing["reason"].isna()]
    first = counted.groupby("dealing_id")["day"].min()
    return first.dt.year.value_counts().reindex(list(years), fill_value=0).astype("float64")


def yearly_amount(dealing: pd.DataFrame, years: range) -> pd.Series:
    """Amounts of each year in yuan; rows of one dealing repeat its amount, so the greatest counts."""
    counted = dealing[dealing["reason"].isna() & dealing["amount_cny"].notna()]
    each = counted.groupby("dealing_id").agg(day=("day", "min"), amount=("amount_cny", "max"))
    sums = each["amount"].groupby(each["day"].dt.year).sum()
    return sums.reindex(list(years), fill_value=0).astype("float64")


def dealing_records(dealing: pd.DataFrame, years: range) -> pd.DataFrame:
    """The records behind yearly counts; the subject is what counts as one."""
    rows = dealing[dealing["day"].dt.year.isin(list(years)) | dealing["day"].isna()]
    rows = rows.drop_duplicates(["dealing_id", "record_id", "source", "reason"])
    made = rows.assign(subject=rows["dealing_id"], is_counted=rows["reason"].isna())
    return made[RECORD_COLUMNS].reset_index(drop=True)


def _once(rows: pd.DataFrame, reason: pd.Series) -> pd.DataFrame:
    """Records in order of day; counted at the first of each subject that nothing speaks against."""
    made = rows.assign(reason=reason).sort_values(["day", "record_id"], kind="stable")
    made["subject"] = made["zone_uscc"]
    good = made["reason"].isna()
    first = good & ~made["subject"].where(good).duplicated()
    # Of a subject that counts, its other records say no more.
    settled = made["subject"].isin(made.loc[first, "subject"])
    unsure = made["reason"].isin(("size_unknown", "direction_unknown"))
    made["is_counted"] = first.astype("boolean").mask(unsure)
    made = made[first | ~settled].drop_duplicates(["subject", "reason"])
    return made[RECORD_COLUMNS].reset_index(drop=True)

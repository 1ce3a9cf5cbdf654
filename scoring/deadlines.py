"""Builder `deadline`: the days by which something is due for living families, from the law's rules.

A day is the last one before any shift from a holiday. What an export does not state cannot be
told: whether a fee has been paid, or a national phase entered at an office nobody listed.
"""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from corpus.terms import (
    add_months,
    national_phase_deadline,
    next_annual_fee_date,
    priority_deadline,
)
from scoring.holdings import is_alive
from scoring.keys import among, looked_up
from scoring.tables import DEADLINE

DESIGN_PRIORITY_MONTHS = 6
LATE_ENTRY_MONTHS = 32
GRACE_MONTHS = 6
# Where annual fees fall due on the anniversary of filing, with half a year of grace.
ANNIVERSARY_OFFICES = ("CN",)
# What is lost for good once the day has passed; fees and terms come round by themselves.
URGENT = ("priority_abroad", "national_phase", "national_phase_late", "fee_grace_end")
RULES = {
    "priority_abroad": "Paris Convention Art. 4C: 12 months from the first filing",
    "priority_abroad_design": "Paris Convention Art. 4C: 6 months from the first filing",
    "national_phase": "PCT Art. 22, 39: 30 months from priority",
    "national_phase_late": "CN Implementing Rules, Rule 120: 32 months from priority, with surcharge",
    "annual_fee": "CN Patent Law Art. 43: each anniversary of filing",
    "fee_grace_end": "CN Implementing Rules, Rule 115: 6 months after the anniversary, with surcharge",
    "expiry": "Patent Law Art. 42, or the office's term",
}


def deadline(
    family: pd.DataFrame,
    application: pd.DataFrame,
    family_member: pd.DataFrame,
    *,
    as_of: datetime.date,
    home: str,
) -> pd.DataFrame:
    """One row per day that has not passed, for families in force, pending, or of unknown status.

    The right to file abroad is open while every member is of the home office; entry into countries
    while there is an international application; late entry into China where no Chinese member is
    known. A fee is named for Chinese rights in force, unless it falls due after their term. Where a
    right is in its months of grace, the fee overdue is the last one.

    Returns
    -------
    pandas.DataFrame
        `deadline`.
    """
    parts = [*_of_families(family, family_member, as_of, home), *_of_rights(application, family, as_of)]
    every = pd.concat(parts, ignore_index=True)
    every["days_left"] = (every["due_date"] - pd.Timestamp(as_of)).dt.days.astype("Int64")
    every = every[(every["days_left"] >= 0).fillna(False).to_numpy(dtype=bool)]
    every = every.sort_values(["due_date", "deadline_kind", "subject_id"], kind="stable", ignore_index=True)
    return every.drop_duplicates(["subject_id", "deadline_kind"])[DEADLINE.column_names].reset_index(
        drop=True
    )


def _of_families(
    family: pd.DataFrame, family_member: pd.DataFrame, as_of: datetime.date, home: str
) -> list[pd.DataFrame]:
    """Priority and national phase, one row per family."""
    known = family.set_index("family_id")
    alive = is_alive(known, as_of)
    office = family_member["office"]

    def has(mask: pd.Series) -> np.ndarray:
        return among(known.index, family_member.loc[mask.fillna(False).to_numpy(dtype=bool), "family_id"])

    priority = known["earliest_priority_date"]
    design = (known["ip_right"] == "design").to_numpy(dtype=bool)
    at_home = alive & ~has(office != home)
    at_sea = alive & has(office == "WO") & ~design
    found = []
    for kind, day, open_ in (
        ("priority_abroad", priority_deadline(priority), at_home & ~design),
        ("priority_abroad_design", add_months(priority, DESIGN_PRIORITY_MONTHS), at_home & design),
        ("national_phase", national_phase_deadline(priority), at_sea),
        ("national_phase_late", add_months(priority, LATE_ENTRY_MONTHS), at_sea & ~has(office == "CN")),
    ):
        rows = _rows(kind, known.index.to_series(), known.index.to_series(), day)
        found.append(rows[open_])
    return found


def _of_rights(application: pd.DataFrame, family: pd.DataFrame, as_of: datetime.date) -> list[pd.DataFrame]:
    """Fees and terms, one row per application in force."""
    force = application["is_in_force"].fillna(False).to_numpy(dtype=bool)
    held = application[force & among(application["family_id"], family["family_id"])]
    ids, subject = held["family_id"], held["application_id"]
    anniversary = held["office"].isin(ANNIVERSARY_OFFICES).to_numpy(dtype=bool)
    fee = next_annual_fee_date(held["filing_date"], as_of)
    ends = held["expiry_date"]
    needed = anniversary & ~(fee > ends).to_numpy()
    overdue = anniversary & (held["legal_status"] == "grace").fillna(False).to_numpy(dtype=bool)
    last_fee = add_months(fee, -12)
    # On the day itself the fee is not overdue yet.
    parts = [
        _rows("annual_fee", ids, subject, fee, held["office"])[needed],
        _rows("fee_grace_end", ids, subject, add_months(last_fee, GRACE_MONTHS), held["office"])[overdue],
        _rows("expiry", ids, subject, ends, held["office"]),
    ]
    return parts


def _rows(
    kind: str, family: pd.Series, subject: pd.Series, day: pd.Series, office: pd.Series | None = None
) -> pd.DataFrame:
    """Rows of one kind; those without a day are left out when days are compared."""
    where = pd.Series(pd.NA, index=family.index, dtype="str") if office is None else office
    return pd.DataFrame(
        {
            "subject_id": subject.to_numpy(),
            "deadline_kind": kind.removesuffix("_design"),
            "family_id": family.to_numpy(),
            "office": where.to_numpy(),
            "due_date": day.to_numpy(),
            "deadline_rule": RULES[kind],
        }
    ).astype({"office": "str", "due_date": "datetime64[s]"})


def next_urgent(family_id: pd.Series, deadline: pd.DataFrame) -> pd.DataFrame:
    """Per row: the earliest day to file abroad, to enter countries, and of all urgent kinds."""
    urgent = deadline[deadline["deadline_kind"].isin(URGENT).to_numpy(dtype=bool)]
    kind = urgent["deadline_kind"]
    columns = {
        "extension_due": kind.eq("priority_abroad"),
        "entry_due": kind.isin(["national_phase", "national_phase_late"]),
        "fee_due": kind.eq("fee_grace_end"),
    }
    found = {
        name: looked_up(family_id, urgent[mask.to_numpy(dtype=bool)].groupby("family_id")["due_date"].min())
        for name, mask in columns.items()
    }
    return pd.DataFrame(found, index=family_id.index)

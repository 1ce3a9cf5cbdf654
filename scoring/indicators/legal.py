"""How alive a family's right is."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from scoring.indicators.register import indicator, reading

DAYS_PER_YEAR = 365.25
LONGEST_RENEWAL_YEARS = 20.0

# What a status is worth to the owner. A grace period can still be paid; a pending application
# may yet be refused; an international one has not even entered a country.
STANDING = {
    "in_force": 1.0,
    "grace": 0.8,
    "pending": 0.5,
    "pct_pending": 0.3,
    "lapsed": 0.0,
    "expired": 0.0,
    "withdrawn": 0.0,
    "abandoned": 0.0,
    "refused": 0.0,
    "revoked": 0.0,
    "pct_ended": 0.0,
}


@indicator(
    label="Remaining term",
    label_zh="剩余保护期",
    pillar="legal",
    unit="years",
    better="higher",
    weight=0.20 / 3,
    source="Patent Law of China (2020), Art. 42; Odasso, Scellato, Ughetto on residual life",
)
def remaining_term(family: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    r"""How long it can still be in force.

    .. math:: r_f = \max(0, \text{expiry} - \text{as\_of}) / 365.25

    0 where the family is known to be inactive. Percentiles are of the calendar years left: within
    a cohort of one year the day of filing would decide, which is no merit. Flag `estimated`: its
    status is not known, so that the term may have ended early. Undefined where no expiry date is
    known.
    """
    known = family.set_index("family_id")
    days = (known["expiry_date"] - pd.Timestamp(as_of)).dt.days.astype("float64")
    years = (days / DAYS_PER_YEAR).fillna(known["remaining_years"]).clip(lower=0.0)
    active = known["is_active"].astype("boolean")
    dead = active.eq(False).fillna(False).to_numpy(dtype=bool)
    left = (known["expiry_date"].dt.year - as_of.year + 1).astype("float64").fillna(np.ceil(years))
    ranked = left.where(years > 0, 0.0).mask(dead, 0.0)
    return reading(years.mask(dead, 0.0), ranked=ranked, estimated=active.isna())


@indicator(
    label="Legal standing",
    label_zh="法律状态系数",
    pillar="legal",
    unit="0–1",
    better="higher",
    weight=0.20 / 3,
    source="patnav: in force 1, grace .8, pending .5, international phase .3, ended 0",
    high=1.0,
)
def legal_standing(family: pd.DataFrame) -> pd.DataFrame:
    r"""How firm the right is today.

    .. math:: l_f = \mathrm{standing}(\text{legal status})

    Undefined where the status is not known.
    """
    known = family.set_index("family_id")
    return reading(known["legal_status"].map(STANDING).astype("float64"))


@indicator(
    label="Grant lag",
    label_zh="授权周期",
    pillar="legal",
    unit="years",
    better="lower",
    weight=0.0,
    source="OECD STI 2013/03 (grant lag index)",
)
def grant_lag(application: pd.DataFrame, *, home: str) -> pd.DataFrame:
    r"""How long the office took to grant it.

    .. math:: \Delta_f = (\text{grant} - \text{filing}) / 365.25

    Of the application granted first at `home`, else of the one granted first anywhere;
    compared only within the office. Undefined while nothing is granted or a date is missing.
    """
    granted = application.dropna(subset=["family_id", "filing_date", "grant_date"])
    granted = granted[(granted["ip_right"] != "design") & (granted["grant_date"] >= granted["filing_date"])]
    away = (granted["office"] != home).to_numpy(dtype=bool)
    first = (
        granted.assign(away=away)
        .sort_values(["away", "grant_date", "application_id"], kind="stable")
        .drop_duplicates("family_id")
        .set_index("family_id")
    )
    years = (first["grant_date"] - first["filing_date"]).dt.days / DAYS_PER_YEAR
    return reading(years, basis=first["office"])


@indicator(
    label="Years maintained",
    label_zh="维持年限",
    pillar="legal",
    unit="years",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03 (renewal); Schankerman, Pakes (1986)",
    high=LONGEST_RENEWAL_YEARS,
)
def maintained_years(application: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    r"""How long the owner has kept it: years from filing to lapse or cut-off.

    .. math:: m_f = \min(20, \max_a (\min(\text{lapse}_a, \text{expiry}_a, \text{as\_of})
              - \text{filing}_a) / 365.25)

    over granted applications. Flag `truncated`: one is still in force, the true figure is
    larger. Undefined where nothing was granted, or an ended right's day of lapse is unknown.
    """
    granted = application[application["is_granted"].astype("boolean").fillna(False).to_numpy(dtype=bool)]
    granted = granted.dropna(subset=["family_id", "filing_date"])
    force = granted["is_in_force"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    today = pd.Timestamp(as_of)
    ended = granted["lapse_date"].where(granted["lapse_date"].notna(), granted["expiry_date"])
    # Without a day of lapse an expiry date yet to come says nothing on when an ended right ended.
    ended = ended.where(granted["lapse_date"].notna() | (ended <= today))
    end = ended.mask(force | (ended > today).to_numpy(), today)
    years = ((end - granted["filing_date"]).dt.days / DAYS_PER_YEAR).clip(0.0, LONGEST_RENEWAL_YEARS)
    by_family = years.groupby(granted["family_id"])
    alive = pd.Series(force, index=granted.index).groupby(granted["family_id"]).any()
    return reading(by_family.max(), truncated=alive)


def grant_lag_index(lag: pd.Series, longest: float) -> pd.Series:
    r"""OECD's grant lag index: 1 − Δ / longest Δ of the cohort; NA while pending.

    Parameters
    ----------
    lag
        Months or years from filing to grant.
    longest
        The longest lag of the cohort, in the same unit.
    """
    if longest <= 0:
        return pd.Series(np.nan, index=lag.index)
    return 1.0 - lag / longest

"""How wide a family's protection is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.indicators.register import indicator, reading
from scoring.keys import among, looked_up
from scoring.reference import income_ratios

LONGEST_TERM_YEARS = 21  # twenty from filing and at most one from the priority to it

# States for which a right of a regional office holds without further steps (OAPI, Gulf), or by
# far the largest of those where it can be kept up (Eurasian Patent Convention: Russia).
REGIONAL_BASKETS = {
    "EA": ("RU",),
    "GC": ("AE", "BH", "KW", "OM", "QA", "SA"),
    "OA": (
        *("BF", "BJ", "CF", "CG", "CI", "CM", "GA", "GN", "GQ"),
        *("GW", "KM", "ML", "MR", "NE", "SN", "TD", "TG"),
    ),
}


@dataclass(frozen=True)
class MarketRule:
    """What a member is worth to market coverage.

    Parameters
    ----------
    pending
        Chance that a pending member is granted.
    unknown
        What a member of unknown legal status counts, while its term can still run.
    ep_basket
        Countries a European patent stands for, since exports rarely list its validations.
    income_year
        Year of the national incomes; without it the latest.
    """

    pending: float = 0.5
    unknown: float = 0.5
    ep_basket: tuple[str, ...] = ("DE", "FR", "GB")
    income_year: int | None = None


@indicator(
    label="Offices",
    label_zh="布局国家/地区数",
    pillar="market",
    unit="offices",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03 (family size by offices)",
)
def office_count(family: pd.DataFrame) -> pd.DataFrame:
    r"""In how many jurisdictions protection was sought.

    .. math:: b_f = |\{\mathrm{office}(m) : m \in f\} \setminus \{\mathrm{WO}\}|

    An international application is no jurisdiction; a European one counts as one. Flag
    `growing`: the priority is too young for the family to be complete. Undefined where no
    member is known.
    """
    known = family.set_index("family_id")
    return reading(known["office_count"], growing=_growing(known))


@indicator(
    label="Family size",
    label_zh="简单同族申请数",
    pillar="market",
    unit="applications",
    better="higher",
    weight=0.0,
    source="EPO, DOCDB simple patent family",
)
def family_size(family: pd.DataFrame) -> pd.DataFrame:
    r"""How many applications protect the same invention.

    .. math:: n_f = \max(|\text{applications seen}|, \text{size the vendor states})

    Flag `growing` as for offices. Undefined where neither is known.
    """
    known = family.set_index("family_id")
    return reading(known["family_size"], growing=_growing(known))


@indicator(
    label="Market coverage",
    label_zh="市场覆盖度（国民总收入加权）",
    pillar="market",
    unit="United States = 1",
    better="higher",
    weight=0.35,
    source="Ernst, Omland (2011); incomes: World Bank, Atlas method",
)
def market_coverage(
    family: pd.DataFrame, family_member: pd.DataFrame, *, as_of: datetime.date, market: MarketRule
) -> pd.DataFrame:
    r"""How large the markets are in which it is protected.

    .. math:: MC_f = \sum_{c} g_c\, p_c

    with the income g of the country relative to the United States and p = 1 for a right in
    force, `market.pending` for a pending application, 0 for an ended one; the best member of
    a country counts. An international application is worth nothing by itself; a European
    right counts its basket, and so do Eurasian, Gulf and OAPI rights. A member of unknown
    status counts `market.unknown` until its term must be over. Flag `estimated`: some
    member's status or country's income is not known, or no member but an international
    application is. Undefined where no member is known, or no member's country has a known
    income.
    """
    worth, estimated = protection(family, family_member, as_of=as_of, market=market)
    families = pd.Index(family["family_id"])
    made = weigh_markets(worth, estimated, income_ratios(market.income_year), families)
    national = family_member["office"] != "WO"
    afloat = among(families, family_member["family_id"])
    afloat &= ~among(families, family_member.loc[national.to_numpy(), "family_id"])
    return reading(made["value"].mask(afloat, 0.0), estimated=made["estimated"] | afloat)


def protection(
    family: pd.DataFrame, family_member: pd.DataFrame, *, as_of: datetime.date, market: MarketRule
) -> tuple[pd.Series, pd.Series]:
    """Chance of protection by family and country, and which families' chances are estimated.

    Returns
    -------
    tuple of pandas.Series
        Chance 0–1, indexed by family_id and office, and a flag indexed by family_id.
    """
    seen = family_member.loc[
        among(family_member["family_id"], family["family_id"]) & (family_member["office"] != "WO").to_numpy(),
        ["family_id", "office", "is_granted", "is_in_force", "is_active"],
    ]
    priority = looked_up(seen["family_id"], family.set_index("family_id")["earliest_priority_date"])
    over = (priority + pd.DateOffset(years=LONGEST_TERM_YEARS) < pd.Timestamp(as_of)).to_numpy()
    alive = seen["is_active"].astype("boolean")
    force = seen["is_in_force"].astype("boolean")
    granted = seen["is_granted"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    unknown = (alive.isna() & force.isna()).to_numpy(dtype=bool)
    in_force = force.fillna(False).to_numpy(dtype=bool)
    pending = alive.fillna(False).to_numpy(dtype=bool) & ~in_force & ~granted
    chance = np.select([in_force, pending, unknown & ~over], [1.0, market.pending, market.unknown], 0.0)
    members = seen.assign(chance=chance, guess=unknown & ~over)
    baskets = REGIONAL_BASKETS | {"EP": market.ep_basket}
    spread = [members[~members["office"].isin(list(baskets))]]
    for regional, states in baskets.items():
        held = members[members["office"] == regional]
        spread += [held.assign(office=state) for state in states] if len(held) else []
    every = pd.concat(spread, ignore_index=True)
    best = every.groupby(["family_id", "office"], sort=True)["chance"].max()
    guessed = members.groupby("family_id")["guess"].any()
    return best, guessed


def weigh_markets(
    worth: pd.Series, estimated: pd.Series, ratios: pd.Series, families: pd.Index
) -> pd.DataFrame:
    """Chances of protection times incomes, summed per family: a reading."""
    offices = worth.index.get_level_values("office")
    income = ratios.reindex(offices).to_numpy(dtype=np.float64)
    points = pd.Series(worth.to_numpy() * income, index=worth.index)
    by_family = points.groupby(level="family_id")
    value = by_family.sum(min_count=1)
    unpriced = points.isna().groupby(level="family_id").any()
    guess = estimated.reindex(value.index).astype("boolean").fillna(False).astype(bool) | unpriced
    return reading(value.reindex(families), estimated=guess.reindex(families))


@indicator(
    label="Technology scope",
    label_zh="技术范围（IPC小类数）",
    pillar="technology",
    unit="subclasses",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03 (patent scope); Lerner (1994)",
)
def technology_scope(family: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    r"""Over how many technical areas it reaches.

    .. math:: s_f = |\{\mathrm{subclass}(y) : y \in \mathrm{symbols}(f)\}|

    IPC subclasses; CPC where a family has no IPC symbol. Undefined for designs and without
    symbols.
    """
    symbols = patent_symbols(classification)
    count = symbols.groupby("family_id")["subclass"].nunique().astype("float64")
    known = family.set_index("family_id")
    value = count.reindex(known.index).where(known["ip_right"] != "design")
    return reading(value)


def patent_symbols(classification: pd.DataFrame) -> pd.DataFrame:
    """Symbols that describe each family: its IPC symbols, or CPC where it has none."""
    symbols = classification[classification["scheme"].isin(["IPC", "CPC"])].dropna(subset=["subclass"])
    has_ipc = among(symbols["family_id"], symbols.loc[symbols["scheme"] == "IPC", "family_id"])
    return symbols[(symbols["scheme"] == "IPC").to_numpy() | ~has_ipc]


@indicator(
    label="Claims",
    label_zh="权利要求数",
    pillar="legal",
    unit="claims",
    better="higher",
    weight=0.20 / 3,
    source="OECD STI 2013/03; Lanjouw, Schankerman (2004)",
)
def claim_count(family: pd.DataFrame) -> pd.DataFrame:
    r"""How many claims fence the invention.

    .. math:: q_f = \text{claims at grant, else of the application}

    Practice differs between offices. Undefined for designs and where no export states it.
    """
    known = family.set_index("family_id")
    return reading(known["claim_count"].astype("float64").where(known["ip_right"] != "design"))


def _growing(known: pd.DataFrame) -> pd.Series:
    return known["is_complete"].astype("boolean").eq(False)

"""Who holds a branch: concentration of owners, control, and how shares are counted.

Shares are fractional: a family of k owners gives each 1/k, so that shares sum to one. What is
measured is control by patents alone, not of products or markets.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def shares(amounts: ArrayLike) -> Floats:
    """Each amount over their sum, largest first; empty where nothing is held."""
    values = np.sort(np.asarray(amounts, dtype=np.float64))[::-1]
    values = values[values > 0]
    return values / values.sum() if len(values) else values


def concentration_ratio(amounts: ArrayLike, n: int) -> float:
    r"""Share of the n largest owners, :math:`CR_n = \sum_{i \le n} s_i`; NaN where nothing is held."""
    held = shares(amounts)
    return float(held[:n].sum()) if len(held) else float("nan")


def herfindahl(amounts: ArrayLike) -> float:
    r"""Herfindahl–Hirschman index :math:`\sum s_i^2`, 0–1; NaN where nothing is held."""
    held = shares(amounts)
    return float((held**2).sum()) if len(held) else float("nan")


def normalised_herfindahl(amounts: ArrayLike) -> float:
    r""":math:`(H - 1/N)/(1 - 1/N)` for N owners; NaN for fewer than two."""
    count = len(shares(amounts))
    return (herfindahl(amounts) - 1 / count) / (1 - 1 / count) if count > 1 else float("nan")


def effective_owners(amounts: ArrayLike) -> float:
    """1/H: equally large owners that would give the same index; NaN where nothing is held."""
    return 1 / herfindahl(amounts)


def concentration(held: pd.DataFrame, by: str, owner: str, part: str) -> pd.DataFrame:
    """Concentration of many groups at once.

    Parameters
    ----------
    held
        One row per group, owner and holding; holdings of one owner are summed.
    by, owner, part
        Columns of group, owner and holding.

    Returns
    -------
    pandas.DataFrame
        cr4, hhi, effective_owners and owner_count, indexed by group.
    """
    amounts = held.groupby([by, owner], observed=True, sort=True)[part].sum().rename("amount").reset_index()
    amounts = amounts[amounts["amount"] > 0]
    grouped = amounts.groupby(by, observed=True)["amount"]
    amounts["share"] = amounts["amount"] / grouped.transform("sum")
    largest = amounts.sort_values([by, "share"], ascending=[True, False], kind="stable")
    first_four = largest[largest.groupby(by, observed=True).cumcount() < 4]
    hhi = (amounts["share"] ** 2).groupby(amounts[by], observed=True).sum()
    return pd.DataFrame(
        {
            "cr4": first_four.groupby(by, observed=True)["share"].sum(),
            "hhi": hhi,
            "effective_owners": 1 / hhi,
            "owner_count": grouped.size(),
        }
    )


def owner_parts(family_applicant: pd.DataFrame) -> pd.DataFrame:
    """Each owner's part of a family: by current owners, else by applicants; parts sum to one.

    Returns
    -------
    pandas.DataFrame
        family_id, applicant_id, part.
    """
    known = family_applicant[["family_id", "applicant_id"]].copy()
    owned = family_applicant["owner_share"].fillna(0.0)
    has_owner = owned.groupby(family_applicant["family_id"]).transform("sum") > 0
    known["part"] = owned.where(has_owner, family_applicant["share"].fillna(0.0)).astype("float64")
    known = known[known["part"] > 0]
    known["part"] /= known.groupby("family_id")["part"].transform("sum")
    return known.reset_index(drop=True)


def equal_parts(holders: pd.DataFrame) -> pd.DataFrame:
    """Each holder's 1/k of a family of k holders, from rows of family_id and applicant_id."""
    known = holders[["family_id", "applicant_id"]].drop_duplicates()
    known["part"] = 1 / known.groupby("family_id")["applicant_id"].transform("size")
    return known.reset_index(drop=True)


def control_share(held: pd.DataFrame, by: Sequence[str], owner: str, strength: str) -> pd.Series:
    r"""Patent control :math:`PCI_{i,b} = \sum_{f \in i,b} CI_f / \sum_{f \in b} CI_f`.

    Parameters
    ----------
    held
        One row per group, owner and family, with the strength the owner holds of it.

    Returns
    -------
    pandas.Series
        Indexed by group and owner; NaN where the group's strength is zero.
    """
    own = held.groupby([*by, owner], observed=True)[strength].sum()
    whole = own.groupby(level=list(range(len(by))), observed=True).transform("sum")
    share: pd.Series = own / whole.where(whole > 0)
    return share.rename("control_share")


def foreign_share(first_owner_country: pd.Series, home: str) -> float:
    """Share of patents in force at home whose first owner is abroad; unknown countries left out."""
    known = first_owner_country.dropna()
    return float((known != home).mean()) if len(known) else float("nan")

"""What a portfolio must hold to be a candidate, and what others lack, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class PortfolioGate:
    """What a portfolio must hold to be a candidate for cultivation.

    Parameters
    ----------
    min_active
        Families in force or pending, in one technology.
    min_granted
        Granted inventions in force.
    min_invention_share
        Share of inventions among the families.
    max_expiring_share
        Share of the living families whose term ends within five years.
    min_active_industry
        Families in force or pending, in the whole industry.
    min_owners
        Owners of a pool.
    min_gain
        Share of the technology's leaves that a pool adds to its widest owner.
    """

    min_active: int = 5
    min_granted: int = 2
    min_invention_share: float = 0.5
    max_expiring_share: float = 0.6
    min_active_industry: int = 10
    min_owners: int = 2
    min_gain: float = 0.15


def gated(result: pd.DataFrame, members: pd.DataFrame, gate: PortfolioGate) -> pd.DataFrame:
    """The portfolios with `is_candidate` and `excluded_reason`.

    Parameters
    ----------
    result
        Portfolios by portfolio_id, with kind, provisional_active, provisional_granted,
        invention_share, expiring_share, disputed_count, owner_count and coverage_gain.
    members
        Their families, with `unknown`.
    """
    whole = result["kind"] == "owner_industry"
    pool = result["kind"] == "owner_pool"
    least = pd.Series(gate.min_active, index=result.index).mask(whole, gate.min_active_industry)
    active = result["provisional_active"].astype(int)
    granted = result["provisional_granted"].astype(int)
    owners, gain = result["owner_count"].astype("Int64"), result["coverage_gain"]
    reasons = (
        _said(active < least, "active families ", active, " < ", least),
        _said(granted < gate.min_granted, "granted inventions ", granted, " < ", gate.min_granted),
        _said(
            result["invention_share"] < gate.min_invention_share,
            "invention share ",
            _percent(result["invention_share"]),
            " < ",
            f"{gate.min_invention_share:.0%}",
        ),
        _said(
            result["expiring_share"] > gate.max_expiring_share,
            "expiring within 5 years ",
            _percent(result["expiring_share"]),
            " > ",
            f"{gate.max_expiring_share:.0%}",
        ),
        _said(pool & (owners < gate.min_owners), "owners ", owners, " < ", gate.min_owners),
        _said(
            pool & (owners >= gate.min_owners) & (gain < gate.min_gain - 1e-9),
            "coverage gain ",
            _percent(gain),
            " < ",
            f"{gate.min_gain:.0%}",
        ),
    )
    joined = reasons[0]
    for reason in reasons[1:]:
        joined = (joined + "; " + reason).str.strip("; ")
    failed = joined != ""
    unknown = members["unknown"].groupby(members["portfolio_id"]).sum().reindex(result.index).fillna(0)
    for words, count in (("legal status unknown for ", unknown), ("disputed: ", result["disputed_count"])):
        note = "; " + words + count.astype(int).astype("str") + " families"
        joined = joined.where(~failed | (count == 0), joined + note)
    return result.assign(excluded_reason=joined.where(failed), is_candidate=~failed)


def _percent(share: pd.Series) -> pd.Series:
    return share.map("{:.0%}".format)


def _said(failed: pd.Series, words: str, found: pd.Series, sign: str, wanted: object) -> pd.Series:
    """Say why a gate is failed; an empty text where it is passed."""
    bound = wanted.astype("str") if isinstance(wanted, pd.Series) else str(wanted)
    mask = failed.astype("boolean").fillna(False).astype("bool")
    return (words + found.astype("str") + sign + bound).where(mask, "").astype("str")

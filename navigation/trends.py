"""How a branch develops: filings by year, and each branch's size, growth, stage and holders."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from corpus import contract, lists, terms
from navigation import concentration, life_cycle
from navigation.holdings import (
    ALL,
    active_families,
    applicants_of,
    best_share,
    group_of,
    in_window,
    memberships,
)
from navigation.tables import BRANCH_PROFILE, FILING_TREND
from navigation.thresholds import Thresholds

EVENT_COUNTS = ("transfer_count", "licence_count", "pledge_count", "litigation_count")
EVENTS = ("transfer", "licence", "open_licence", "pledge", "litigation", "invalidation")
DIRECTION_PARTS = ("growth", "leader_shift", "entrant_rate", "operation_rate")
MIN_DIRECTION_PARTS = 2


def filing_trend(
    family: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    family_applicant: pd.DataFrame,
    *,
    reach: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Families by branch, origin and priority year; branch `*` is the corpus, origin `*` all.

    Rows of origin `*` have no gaps between a branch's first year and the corpus's last; families
    without a priority year are left out. `nowcast` is what an incomplete year will hold once all
    is published, by the publication lags of the families at least five years old, with its band.
    """
    dated = family.dropna(subset=["priority_year"])
    if not len(dated):
        return contract.empty(FILING_TREND)
    facts = dated[["family_id", "priority_year", "origin", "ip_right"]]
    placed = memberships(facts, branch_assignment)
    placed = pd.concat([placed.assign(origin=ALL), placed.dropna(subset=["origin"])], ignore_index=True)
    keys = ["branch_id", "origin", "priority_year"]
    placed["is_invention"] = placed["ip_right"].eq("invention").fillna(False).astype("int64")
    placed["is_utility_model"] = placed["ip_right"].eq("utility_model").fillna(False).astype("int64")
    placed = placed.astype({"branch_id": "category", "origin": "category"})
    grouped = placed.groupby(keys, observed=True, sort=False)
    trend = grouped.agg(
        family_count=("family_id", "size"),
        invention_count=("is_invention", "sum"),
        utility_model_count=("is_utility_model", "sum"),
    ).reset_index()
    trend = trend.astype({"branch_id": "str", "origin": "str"})
    filed = applicants_of(family_applicant)
    filed["applicant"] = pd.factorize(filed.pop("applicant_id"))[0]
    pairs = placed[["family_id"]].assign(group=grouped.ngroup()).merge(filed, on="family_id")
    trend["applicant_count"] = pairs[["group", "applicant"]].drop_duplicates().groupby("group").size()
    trend = _without_gaps(trend, int(dated["priority_year"].max()))
    if family_applicant.empty:
        trend["applicant_count"] = np.nan
    trend["is_complete"] = trend["priority_year"] <= terms.last_complete_year(reach)
    published = trend["priority_year"].map(_published_share(dated, trend["priority_year"].unique(), reach))
    expected = life_cycle.nowcast(trend["family_count"], published, thresholds.min_completeness)
    low, high = life_cycle.nowcast_band(trend["family_count"], published, thresholds.min_completeness)
    for name, values in (("nowcast", expected), ("nowcast_low", low), ("nowcast_high", high)):
        trend[name] = values.where(~trend["is_complete"])
    trend = contract.cast(trend[FILING_TREND.column_names], FILING_TREND)
    return trend.sort_values(keys, kind="stable", ignore_index=True)


def branch_profile(
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family_member: pd.DataFrame,
    applicant: pd.DataFrame,
    party: pd.DataFrame,
    family_score: pd.DataFrame,
    *,
    reach: datetime.date,
    home: str,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Size, growth, stage, concentration and quality of each branch; branch `*` is the corpus.

    Rates with fewer than the least n behind them are NA. Percentile ranks of the direction score
    compare branches of one level.
    """
    last = terms.last_complete_year(reach)
    facts = family[["family_id", "priority_year", "is_active"]].assign(used=with_event(family))
    placed = memberships(facts, branch_assignment)
    every = pd.Index([*branch["branch_id"], ALL], name="branch_id")
    filed = placed[["branch_id", "family_id", "priority_year"]].merge(
        applicants_of(family_applicant), on="family_id"
    )
    profile = pd.DataFrame(index=every)
    profile["family_count"] = placed.groupby("branch_id").size()
    profile["applicant_count"] = (
        filed.drop_duplicates(["branch_id", "applicant_id"]).groupby("branch_id").size()
    )
    profile["active_count"] = active_families(placed).groupby("branch_id").size()
    profile = profile.fillna(0)
    if family["is_active"].isna().all():
        profile["active_count"] = np.nan
    if family_applicant.empty:
        profile["applicant_count"] = np.nan
    profile = profile.join(_windows(placed, last, thresholds))
    profile["leader_shift"] = _leader_shift(placed, family_applicant, last, thresholds)
    profile["entrant_rate"] = entrant_rate(filed, last, thresholds)
    profile["collaboration_rate"] = _collaboration_rate(placed, family_applicant, applicant, thresholds)
    profile["operation_rate"] = _operation_rate(placed, thresholds)
    profile["life_cycle_stage"] = _stages(placed, filed, last, thresholds)
    profile["life_cycle_stage"] = profile["life_cycle_stage"].fillna("undetermined")
    profile = profile.join(_concentration(placed, family_applicant, applicant, thresholds))
    profile["foreign_share"] = _foreign_share(placed, family_member, party, applicant, home, thresholds)
    profile = profile.join(_quality(placed, family_score, thresholds))
    level = branch.set_index("branch_id")["level"].reindex(every)
    profile["direction_score"] = direction_score(profile, level, thresholds)
    return contract.cast(profile.reset_index()[BRANCH_PROFILE.column_names], BRANCH_PROFILE)


def entrant_rate(filed: pd.DataFrame, last: int, thresholds: Thresholds) -> pd.Series:
    """Applicants active in the last window whose first family in the branch lies in it, by branch.

    Parameters
    ----------
    filed
        branch_id, applicant_id, priority_year.
    """
    start = last - thresholds.window_years + 1
    first = filed.groupby(["branch_id", "applicant_id"], as_index=False)["priority_year"].min()
    recent = filed[in_window(filed["priority_year"], last, thresholds.window_years)]
    active = recent[["branch_id", "applicant_id"]].drop_duplicates()
    active = active.merge(first, on=["branch_id", "applicant_id"])
    rates = (active["priority_year"] >= start).groupby(active["branch_id"]).agg(["mean", "size"])
    return rates["mean"].astype("float64").where(rates["size"] >= thresholds.min_n).rename("entrant_rate")


def direction_score(profile: pd.DataFrame, level: pd.Series, thresholds: Thresholds) -> pd.Series:
    """Mean mid-rank percentile of growth, leaders' shift, entrants and operation within a level.

    NA below ten families, for the corpus as a whole, and where fewer than two parts are known.
    """
    eligible = (profile["family_count"] >= thresholds.min_direction_families) & level.notna()
    parts = profile.loc[eligible, list(DIRECTION_PARTS)].astype("float64")
    grouped = parts.groupby(level[eligible].to_numpy())
    middle = (grouped.rank(method="average") - 0.5) / grouped.transform("count")
    known = middle.notna().sum(axis=1) >= MIN_DIRECTION_PARTS
    return middle.mean(axis=1).where(known).reindex(profile.index)


def _windows(placed: pd.DataFrame, last: int, thresholds: Thresholds) -> pd.DataFrame:
    """Counts of the two windows with growth, recent share and shift of structure."""
    length, least = thresholds.window_years, thresholds.min_n
    years = placed["priority_year"]
    flags = pd.DataFrame(
        {
            "branch_id": placed["branch_id"],
            "recent_count": in_window(years, last, length),
            "prior_count": in_window(years, last - length, length),
            "recent_share": in_window(years, last, thresholds.recent_years),
            "size": 1,
        }
    )
    sums = flags.groupby("branch_id").sum().astype("float64")
    recent, prior = sums["recent_count"], sums["prior_count"]
    found = sums[["recent_count", "prior_count"]].copy()
    found["growth"] = ((recent - prior) / prior).where(prior >= least)
    found["recent_share"] = (sums["recent_share"] / sums["size"]).where(sums["size"] >= least)
    shift = 100 * (recent / recent.get(ALL, np.nan) - prior / prior.get(ALL, np.nan))
    found["structure_shift"] = shift.where((recent + prior >= least) & (sums.index != ALL)).replace(
        [np.inf, -np.inf], np.nan
    )
    return found


def _leader_shift(
    placed: pd.DataFrame, family_applicant: pd.DataFrame, last: int, thresholds: Thresholds
) -> pd.Series:
    """The shift of structure among the families of the ten largest applicants of the corpus.

    NA where they filed too little in either window for shares to mean anything.
    """
    filed = applicants_of(family_applicant)
    sizes = filed["applicant_id"].value_counts().sort_index()
    leaders = sizes.sort_values(ascending=False, kind="stable").head(thresholds.leaders).index
    theirs = filed.loc[filed["applicant_id"].isin(leaders), ["family_id"]].drop_duplicates()
    found = _windows(placed.merge(theirs, on="family_id"), last, thresholds)
    windows = found.reindex([ALL])[["recent_count", "prior_count"]].iloc[0]
    shift = found["structure_shift"]
    return shift if (windows >= thresholds.min_leader_families).all() else shift.mask(shift.notna())


def _collaboration_rate(
    placed: pd.DataFrame, family_applicant: pd.DataFrame, applicant: pd.DataFrame, thresholds: Thresholds
) -> pd.Series:
    """Families with two or more applicants of different groups, among those with an applicant."""
    filed = applicants_of(family_applicant).assign(group=lambda f: group_of(f["applicant_id"], applicant))
    groups = filed.groupby("family_id")["group"].nunique()
    shared = placed["family_id"].map(groups)
    rates = (shared.dropna() > 1).groupby(placed["branch_id"]).agg(["mean", "size"])
    return rates["mean"].astype("float64").where(rates["size"] >= thresholds.min_n)


def with_event(family: pd.DataFrame) -> pd.Series:
    """1 where an export tells of a transfer, licence, pledge, suit or invalidation, 0 where of none.

    NA where it tells of no events of any kind.
    """
    named = lists.explode(family[["family_id", "events"]], "events")
    listed = family["family_id"].isin(named.loc[named["events"].isin(EVENTS), "family_id"])
    counts = family[list(EVENT_COUNTS)]
    counted = counts.fillna(0).sum(axis=1) > 0
    told = family["events"].notna() | counts.notna().any(axis=1)
    return (listed | counted).astype("float64").where(told)


def _operation_rate(placed: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Active families with an event per 100; families whose exports state no events are left out."""
    active = active_families(placed)
    rates = active["used"].groupby(active["branch_id"]).agg(["mean", "count"])
    return 100 * rates["mean"].where(rates["count"] >= thresholds.min_n)


def _stages(placed: pd.DataFrame, filed: pd.DataFrame, last: int, thresholds: Thresholds) -> pd.Series:
    keys = ["branch_id", "priority_year"]
    yearly = placed.dropna(subset=["priority_year"]).groupby(keys).size().rename("family_count").to_frame()
    yearly["applicant_count"] = filed.drop_duplicates([*keys, "applicant_id"]).groupby(keys).size()
    return life_cycle.life_cycle_stage(yearly.fillna(0).reset_index(), last, thresholds)


def _concentration(
    placed: pd.DataFrame, family_applicant: pd.DataFrame, applicant: pd.DataFrame, thresholds: Thresholds
) -> pd.DataFrame:
    """cr4, hhi and effective owners over active families, by controlling group."""
    held = active_families(placed)[["branch_id", "family_id"]].merge(
        concentration.owner_parts(family_applicant), on="family_id"
    )
    held["group"] = group_of(held["applicant_id"], applicant)
    found = concentration.concentration(held, "branch_id", "group", "part")
    enough = found["owner_count"] >= thresholds.min_owners
    return found.loc[enough, ["cr4", "hhi", "effective_owners"]]


def _foreign_share(
    placed: pd.DataFrame,
    family_member: pd.DataFrame,
    party: pd.DataFrame,
    applicant: pd.DataFrame,
    home: str,
    thresholds: Thresholds,
) -> pd.Series:
    """Families active at home whose first owner (else first applicant) there is abroad."""
    here = family_member[
        (family_member["office"] == home) & family_member["is_active"].fillna(False).astype(bool)
    ]
    first = party[(party["sequence"] == 1) & party["role"].isin(("owner", "applicant"))]
    first = first.sort_values(["publication_number", "role"], ascending=[True, False], kind="stable")
    owner = here[["family_id", "publication_number"]].merge(first, on="publication_number")
    owner = owner.sort_values(["family_id", "role", "publication_number"], ascending=[True, False, True])
    owner = owner.drop_duplicates("family_id")
    country = owner["applicant_id"].map(applicant.set_index("applicant_id")["country"])
    known = placed["family_id"].map(pd.Series(country.to_numpy(), index=owner["family_id"])).dropna()
    grouped = known.groupby(placed["branch_id"])
    share = grouped.agg(lambda countries: concentration.foreign_share(countries, home))
    return share.astype("float64").where(grouped.size() >= thresholds.min_n)


def _quality(placed: pd.DataFrame, family_score: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Mean score of the active families, and families in the corpus's best tenth."""
    score = family_score.set_index("family_id")["score"]
    active = active_families(placed)
    means = (
        active["family_id"].map(score).astype("float64").groupby(active["branch_id"]).agg(["mean", "count"])
    )
    best = placed["family_id"].isin(best_share(family_score, 0.1))
    return pd.DataFrame(
        {
            "mean_score": means["mean"].where(means["count"] >= thresholds.min_n),
            "top_decile_count": best.groupby(placed["branch_id"]).sum() if score.notna().any() else np.nan,
        }
    )


def _without_gaps(trend: pd.DataFrame, last: int) -> pd.DataFrame:
    """Rows of origin `*` for every year from a branch's first to the corpus's last."""
    overall = trend[trend["origin"] == ALL]
    first = overall.groupby("branch_id")["priority_year"].min().astype("int64")
    years = [np.arange(start, last + 1) for start in first]
    grid = pd.DataFrame(
        {
            "branch_id": np.repeat(first.index.to_numpy(dtype=object), [len(y) for y in years]),
            "origin": ALL,
            "priority_year": np.concatenate(years),
        }
    )
    merged = trend.astype({"priority_year": "int64"}).merge(
        grid, on=["branch_id", "origin", "priority_year"], how="outer"
    )
    counts = ["family_count", "invention_count", "utility_model_count", "applicant_count"]
    return merged.assign(**merged[counts].fillna(0).astype("int64"))


def _published_share(family: pd.DataFrame, years: np.ndarray, reach: datetime.date) -> dict[int, float]:
    """Share of each year's families that is published by the cut-off, mean over its months."""
    cut = pd.Timestamp(reach)
    start = family["earliest_priority_date"]
    lags = (family["first_publication_date"] - start).dt.days / life_cycle.DAYS_PER_MONTH
    matured = (cut - start).dt.days / life_cycle.DAYS_PER_MONTH >= life_cycle.MATURED_MONTHS
    months = np.arange(12)
    result: dict[int, float] = {}
    for year in years.tolist():
        ages = (cut.year - year) * 12 + cut.month - 1 - months + cut.day / 31 - 0.5
        result[year] = float(life_cycle.completeness(lags[matured], ages).mean())
    return result

"""Where actors stand in each branch: the zone, countries of origin, applicants, enterprises.

No outside reference is read yet: every actor is compared within the exports, and an actor that
holds more than a twentieth of them is taken out of its own reference.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from corpus import contract
from navigation import specialisation
from navigation.gaps import gap, office_flow
from navigation.holdings import ALL, ZONE, actors, best_share, memberships, stated_active
from navigation.tables import POSITION
from navigation.thresholds import Thresholds

__all__ = ["gap", "office_flow", "position"]

KEYS = ["branch_id", "actor_kind", "actor_id"]
ASSET = "citation_impact"
MIN_REGIONS = 5


def position(
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    enterprise: pd.DataFrame,
    family_score: pd.DataFrame,
    family_indicator: pd.DataFrame,
    *,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Counts, shares, advantage, quality and control of actors by branch; branch `*` is the corpus.

    The zone has a row in every branch, other actors where they hold a family; of the applicants
    the largest of each branch are kept. Chain status and density are the zone's alone.
    """
    placed = _measured(family, branch_assignment, family_score, family_indicator)
    held = actors(family, family_applicant, applicant)
    if held.empty:
        return contract.empty(POSITION)
    table = _counts(placed, held)
    # Where no family's applicants are known, neither is what the zone holds.
    members = enterprise["is_zone_member"].fillna(False).astype(bool)
    has_zone = members.any() or held["actor_kind"].eq(ZONE).any()
    if has_zone and not family_applicant.empty:
        table = _with_every_branch(table, [*branch["branch_id"], ALL])
    whole = _branch_totals(placed).reindex(table["branch_id"]).set_axis(table.index).fillna(0.0)
    table = _advantages(table, whole, thresholds)
    # Sums of parts may pass the whole by a rounding error.
    shares = ("fractional_count", "count", "branch_share"), ("asset", "asset", "control_share")
    for part, total, name in shares:
        table[name] = (table[part] / whole[total].where(whole[total] > 0)).clip(upper=1.0)
    table["mean_score"] = table["mean_score"].where(table["scored_count"] >= thresholds.min_n)
    table["rank_in_branch"] = _ranks(table)
    table["chain_status"] = _chain_status(table, whole, placed, held, thresholds)
    table["density"] = _zone_density(table, branch, branch_assignment)
    table["actor_label"] = _labels(table, applicant, enterprise)
    table["is_within_sample"] = True
    if family["is_active"].isna().all():
        table["active_count"] = np.nan
    if not len(family_score.dropna(subset=["score"])):
        table["top_decile_count"] = np.nan
    small = table["actor_kind"].eq("applicant") & table["rank_in_branch"].gt(thresholds.top_applicants)
    table = table[~small & table["actor_kind"].ne("unit")]
    table = contract.cast(table[POSITION.column_names], POSITION)
    return table.sort_values(KEYS, kind="stable", ignore_index=True)


def _measured(
    family: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    family_score: pd.DataFrame,
    family_indicator: pd.DataFrame,
) -> pd.DataFrame:
    """Families by branch with status, score, place in the best tenth and asset index."""
    asset = family_indicator[family_indicator["indicator"] == ASSET].set_index("family_id")["value"]
    facts = family[["family_id"]].copy()
    facts["active"] = stated_active(family["is_active"])
    facts["score"] = facts["family_id"].map(family_score.set_index("family_id")["score"]).astype("float64")
    facts["best"] = facts["family_id"].isin(best_share(family_score, 0.1))
    facts["asset"] = facts["family_id"].map(asset).astype("float64").fillna(0.0)
    return memberships(facts, branch_assignment)


def _counts(placed: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Sums by branch and actor."""
    rows = placed.merge(held, on="family_id")
    rows["active_part"] = rows["part"].where(rows["active"], 0.0)
    rows["asset"] *= rows["part"]
    rows["active_score"] = rows["score"].where(rows["active"])
    return (
        rows.groupby(KEYS, observed=True)
        .agg(
            family_count=("family_id", "size"),
            fractional_count=("part", "sum"),
            active_count=("active", "sum"),
            active_part=("active_part", "sum"),
            mean_score=("active_score", "mean"),
            scored_count=("active_score", "count"),
            best_score=("active_score", "max"),
            top_decile_count=("best", "sum"),
            asset=("asset", "sum"),
        )
        .reset_index()
    )


def _with_every_branch(table: pd.DataFrame, branches: list[str]) -> pd.DataFrame:
    """The zone's rows in all branches, with zeros where it holds nothing."""
    wanted = pd.DataFrame({"branch_id": branches, "actor_kind": ZONE, "actor_id": ZONE})
    zone = wanted.merge(table[table["actor_kind"] == ZONE], on=KEYS, how="left")
    counts = [c for c in table.columns if c not in (*KEYS, "mean_score", "best_score")]
    zone[counts] = zone[counts].fillna(0)
    return pd.concat([table[table["actor_kind"] != ZONE], zone], ignore_index=True)


def _branch_totals(placed: pd.DataFrame) -> pd.DataFrame:
    grouped = placed.groupby("branch_id", observed=True)
    return grouped.agg(count=("family_id", "size"), active=("active", "sum"), asset=("asset", "sum")).astype(
        "float64"
    )


def _advantages(table: pd.DataFrame, whole: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Advantages on all families (rta, rta_shrunk) and on active ones (active_rta_shrunk)."""
    table = table.copy()
    overall = table[table["branch_id"] == ALL].set_index(["actor_kind", "actor_id"])
    actor = pd.MultiIndex.from_frame(table[["actor_kind", "actor_id"]])
    corpus = whole.loc[table["branch_id"] == ALL]
    for part, total, name in (("fractional_count", "count", "rta"), ("active_part", "active", "active_rta")):
        own_all = pd.Series(overall[part].reindex(actor).to_numpy(dtype=np.float64), index=table.index)
        whole_all = pd.Series(float(corpus[total].iloc[0]) if len(corpus) else np.nan, index=table.index)
        reference = specialisation.outside_reference(
            table[part], own_all, whole[total], whole_all, thresholds.max_actor_share
        )
        shown = table["branch_id"] != ALL
        shrunk = specialisation.shrunk_advantage(table[part], own_all, *reference, thresholds.rta_shrinkage)
        table[f"{name}_shrunk"] = shrunk.where(shown & (own_all >= thresholds.min_n))
        plain = specialisation.advantage(table[part], own_all, *reference)
        table[name] = plain.where(shown & (own_all >= thresholds.min_n_rta))
    return table


def _ranks(table: pd.DataFrame) -> pd.Series:
    """Place by families among countries, applicants, and for enterprises among units; the zone has none."""
    ranks = table.groupby(["branch_id", "actor_kind"], observed=True)["family_count"].rank(
        method="min", ascending=False
    )
    units = pd.Series(ranks.to_numpy(), index=pd.MultiIndex.from_frame(table[KEYS]))
    roster = table["actor_kind"] == "enterprise"
    as_units = pd.MultiIndex.from_frame(table.loc[roster, KEYS].assign(actor_kind="unit"))
    ranks[roster] = units.reindex(as_units).to_numpy()
    return ranks.where(table["actor_kind"] != ZONE)


def _chain_status(
    table: pd.DataFrame, whole: pd.DataFrame, placed: pd.DataFrame, held: pd.DataFrame, thresholds: Thresholds
) -> pd.Series:
    """Strong, average, weak or missing for the zone's rows, on active families.

    Best tenth and best quarter are those of the reference's active families in the branch.
    """
    zone = table["actor_kind"] == ZONE
    status = pd.Series(pd.NA, index=table.index, dtype="str")
    if not zone.any():
        return status
    own = table[zone]
    total = whole.loc[own.index, "active"]
    overall = float(own.loc[own["branch_id"] == ALL, "active_count"].iloc[0])
    corpus = float(total[own["branch_id"] == ALL].iloc[0])
    large = overall > thresholds.max_actor_share * corpus
    reference = placed[placed["active"]]
    if large:
        reference = reference[~reference["family_id"].isin(held.loc[held["actor_kind"] == ZONE, "family_id"])]
        total = total - own["active_count"]
    cuts = reference.groupby("branch_id", observed=True)["score"].quantile(np.array([0.75, 0.9])).unstack()
    cuts = cuts.reindex(columns=[0.75, 0.9]).reindex(own["branch_id"]).set_axis(own.index)
    scored = bool(placed["score"].notna().any())
    in_quarter = own["best_score"] >= cuts[0.75]
    in_tenth = own["best_score"] >= cuts[0.9]
    rta, count = own["active_rta_shrunk"], own["active_count"]
    few = count < thresholds.missing_actor_families
    words = np.select(
        [
            (own["branch_id"] == ALL) | (overall < thresholds.min_n) | (total < thresholds.min_n),
            few & (total >= thresholds.missing_reference_families),
            (rta < thresholds.weak_rta) | (scored & ~in_quarter),
            (rta >= thresholds.strong_rta) & (count >= thresholds.strong_families) & in_tenth,
        ],
        ["undetermined", "missing", "weak", "strong"],
        "average",
    )
    status[zone] = words
    return status


def _zone_density(table: pd.DataFrame, branch: pd.DataFrame, branch_assignment: pd.DataFrame) -> pd.Series:
    """Relatedness of each leaf to the leaves the zone is special in; NA for a zone too small for it."""
    empty = pd.Series(np.nan, index=table.index)
    leaves = branch.loc[branch["is_leaf"].fillna(False).astype(bool), "branch_id"]
    on_leaf = table[table["branch_id"].isin(leaves)]
    zone = on_leaf[(on_leaf["actor_kind"] == ZONE)].set_index("branch_id")["rta"]
    if not zone.notna().any():
        return empty
    countries = on_leaf[on_leaf["actor_kind"] == "country"].dropna(subset=["rta"])
    if countries["actor_id"].nunique() >= MIN_REGIONS:
        wide = countries.pivot(index="actor_id", columns="branch_id", values="rta").fillna(0.0)
        phi = specialisation.relatedness((wide >= 1).astype("float64"))
    else:
        pairs = branch_assignment[branch_assignment["branch_id"].isin(leaves)]
        phi = specialisation.co_occurrence(pairs[["family_id", "branch_id"]])
    # A sum over itself may pass 1 in its last digit.
    found = specialisation.density(phi, (zone >= 1).astype("float64")).clip(0.0, 1.0)
    return table["branch_id"].map(found).where(table["actor_kind"] == ZONE)


def _labels(table: pd.DataFrame, applicant: pd.DataFrame, enterprise: pd.DataFrame) -> pd.Series:
    """Names for people: applicants' and enterprises' names, country codes, the zone's region."""
    regions = (
        enterprise.loc[enterprise["is_zone_member"].fillna(False).astype(bool), "region"].dropna().unique()
    )
    names = {
        "applicant": table["actor_id"].map(applicant.set_index("applicant_id")["name"]),
        "enterprise": table["actor_id"].map(enterprise.set_index("enterprise_id")["name"]),
        "country": table["actor_id"],
    }
    label = pd.Series(regions[0] if len(regions) == 1 else ZONE, index=table.index, dtype="object")
    for kind, values in names.items():
        label = label.where(table["actor_kind"] != kind, values)
    return label.fillna(table["actor_id"])

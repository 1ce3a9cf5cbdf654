"""Builder `place`: one set of measures for the world, countries, provinces, cities, the zone and peers.

The ladder from the world down to the zone and the comparison with peers are both read from it. A
country is the origin of a family (office of its earliest priority); province and city are those of
the first applicant of the family's representative publication; the zone and other regions are what
the roster says of the owners. What the exports do not tell has no row.
"""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from corpus import contract, lists, terms
from navigation.addresses import home_regions
from navigation.concentration import owner_parts
from navigation.evidence import ACADEMIC
from navigation.holdings import ALL, ZONE, applicants_of, best_share, group_of, in_window, stated_active
from navigation.tables import PLACE
from navigation.thresholds import Thresholds
from navigation.trends import with_event

KEYS = ["place_kind", "place_id"]
CORE_FAMILIES = 3
MOSTLY = 0.9  # families whose offices are known, below which a share filed abroad would mislead
OPERATED = {
    "transferred_count": ("transfer_count", ("transfer",)),
    "licensed_count": ("licence_count", ("licence", "open_licence")),
    "pledged_count": ("pledge_count", ("pledge",)),
}
DISPUTED = ("litigation_count", ("litigation", "invalidation"))


def place(
    family: pd.DataFrame,
    publication: pd.DataFrame,
    party: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    enterprise: pd.DataFrame,
    family_score: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    *,
    reach: datetime.date,
    home: str,
    zone: str | None,
    peers: tuple[str, ...],
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Size, structure, enterprises, talent, capacity and operation of every place.

    A place has a row if it holds the least n of families, if it is the zone or lies on the ladder to
    it, or if the study names it as a peer.

    Parameters
    ----------
    zone
        The zone's name, for people.
    peers
        Country codes, provinces, cities or regions of the roster to compare with.
    """
    if family.empty:
        return contract.empty(PLACE)
    held = _held(family, publication, family_applicant, applicant, enterprise, home)
    facts = _facts(family, family_applicant, applicant, family_score, reach, thresholds)
    rows = held.merge(facts, on="family_id")
    found = _sums(rows, thresholds)
    found["corpus_share"] = found["family_count"] / len(family)
    found["mean_score"] = found["mean_score"].where(found["scored_count"] >= thresholds.min_n)
    if not family_score["score"].notna().any():
        found["top_decile_count"] = np.nan
    if family["is_active"].isna().all():
        found["active_count"] = np.nan
    found = found.join(_structure(held, branch, branch_assignment, thresholds))
    found = found.join(_owners(held, family_applicant, applicant))
    found = found.join(_people(held, family, party, applicant, reach, thresholds))
    found = found.reset_index()
    own = _ladder(held, home)
    found["is_own"] = pd.MultiIndex.from_frame(found[KEYS]).isin(own)
    found["is_peer"] = found["place_id"].isin(peers)
    region = enterprise.loc[_members(enterprise), "region"].dropna().unique()
    name = zone or (str(region[0]) if len(region) == 1 else ZONE)
    found["place_label"] = found["place_id"].where(found["place_id"] != ZONE, name)
    kept = found[found["is_own"] | found["is_peer"] | (found["family_count"] >= thresholds.min_n)]
    kept = contract.cast(kept[PLACE.column_names], PLACE)
    return kept.sort_values(KEYS, kind="stable", ignore_index=True)


def _members(enterprise: pd.DataFrame) -> pd.Series:
    return enterprise["is_zone_member"].fillna(False).astype(bool)


def _held(
    family: pd.DataFrame,
    publication: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    enterprise: pd.DataFrame,
    home: str,
) -> pd.DataFrame:
    """place_kind, place_id, family_id, each once."""
    regions = home_regions(publication, home).rename(columns={"publication_number": "representative_number"})
    placed = family[["family_id", "representative_number"]].merge(regions, on="representative_number")
    owned = owner_parts(family_applicant)
    known = applicant.set_index("applicant_id")
    in_zone = owned["applicant_id"].map(known["is_zone_member"]).fillna(False).astype(bool)
    outside = enterprise[~_members(enterprise)].set_index("enterprise_id")["region"]
    region = owned["applicant_id"].map(known["enterprise_id"]).map(outside)
    pieces = [
        family[["family_id"]].assign(place_kind="world", place_id=ALL),
        family[["family_id"]].assign(place_kind="country", place_id=family["origin"]),
        placed[["family_id"]].assign(place_kind="province", place_id=placed["province"]),
        placed[["family_id"]].assign(place_kind="city", place_id=placed["city"]),
        owned.loc[in_zone, ["family_id"]].assign(place_kind=ZONE, place_id=ZONE),
        owned[["family_id"]].assign(place_kind=ZONE, place_id=region),
    ]
    return pd.concat(pieces, ignore_index=True).dropna().drop_duplicates(ignore_index=True)


def _ladder(held: pd.DataFrame, home: str) -> pd.MultiIndex:
    """The world, the home country, the province and city with most of the zone's families, the zone."""
    steps = [("world", ALL), ("country", home)]
    inside = held.loc[held["place_id"].eq(ZONE) & held["place_kind"].eq(ZONE), "family_id"]
    if len(inside):
        for kind in ("province", "city"):
            there = held[(held["place_kind"] == kind) & held["family_id"].isin(inside)]["place_id"]
            if len(there):
                steps.append((kind, str(there.mode().iloc[0])))
        steps.append((ZONE, ZONE))
    return pd.MultiIndex.from_tuples(steps, names=KEYS)


def operated(family: pd.DataFrame, count: str, words: tuple[str, ...]) -> pd.Series:
    """Whether an export tells of such an event; NA where it tells of no events of any kind."""
    named = lists.explode(family[["family_id", "events"]], "events")
    listed = family["family_id"].isin(named.loc[named["events"].isin(words), "family_id"])
    return (listed | (family[count].fillna(0) > 0)).where(with_event(family).notna())


def _facts(
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    family_score: pd.DataFrame,
    reach: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """What is summed over a place, by family."""
    last, length = terms.last_complete_year(reach), thresholds.window_years
    facts = family[["family_id"]].copy()
    facts["active"] = stated_active(family["is_active"])
    facts["score"] = facts["family_id"].map(family_score.set_index("family_id")["score"]).astype("float64")
    facts["score"] = facts["score"].where(facts["active"])
    facts["best"] = facts["family_id"].isin(best_share(family_score, 0.1))
    facts["recent"] = in_window(family["priority_year"], last, length)
    facts["prior"] = in_window(family["priority_year"], last - length, length)
    facts["invention"] = family["ip_right"].eq("invention").fillna(False).astype("float64")
    # Where the vendor states more members than the exports show, their offices are not known.
    abroad = family["office_count"].ge(2).astype("Float64").astype("float64")
    facts["abroad"] = abroad.where(abroad.gt(0) | family["family_size"].eq(1).fillna(False).astype(bool))
    filed = applicants_of(family_applicant).assign(group=lambda f: group_of(f["applicant_id"], applicant))
    kinds = filed["applicant_id"].map(applicant.set_index("applicant_id")["applicant_kind"])
    academic = filed.loc[kinds.isin(ACADEMIC), "family_id"]
    has_owner = facts["family_id"].isin(filed["family_id"])
    facts["academic"] = facts["family_id"].isin(academic).astype("float64").where(has_owner)
    groups = facts["family_id"].map(filed.groupby("family_id")["group"].nunique())
    facts["joint"] = (groups > 1).astype("float64").where(has_owner)
    for name, source in OPERATED.items():
        facts[name] = operated(family, *source).astype("float64")
    facts["used"] = with_event(family).where(facts["active"])
    return facts


def _sums(rows: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Counts and shares by place; a share or rate below the least n is NA."""
    grouped = rows.groupby(KEYS)
    found = grouped.agg(
        family_count=("family_id", "size"),
        active_count=("active", "sum"),
        recent_count=("recent", "sum"),
        prior_count=("prior", "sum"),
        mean_score=("score", "mean"),
        scored_count=("score", "count"),
        top_decile_count=("best", "sum"),
    )
    prior = found["prior_count"].astype("float64")
    found["growth"] = ((found["recent_count"] - prior) / prior).where(prior >= thresholds.min_n)
    for name, column in (
        ("invention_share", "invention"), ("abroad_share", "abroad"), ("academic_share", "academic"),
        ("collaboration_rate", "joint"), ("operation_rate", "used"),
    ):  # fmt: skip
        rates = grouped[column].agg(["mean", "count"])
        known = rates["count"] >= (MOSTLY * found["family_count"] if name == "abroad_share" else 0)
        found[name] = rates["mean"].where((rates["count"] >= thresholds.min_n) & known)
    found["operation_rate"] *= 100
    for name in OPERATED:
        found[name] = grouped[name].sum(min_count=1)
    return found


def _structure(
    held: pd.DataFrame, branch: pd.DataFrame, branch_assignment: pd.DataFrame, thresholds: Thresholds
) -> pd.DataFrame:
    """Leaves held, the largest of them, and how far the shares of leaves are from the corpus's."""
    leaves = branch.loc[branch["is_leaf"].fillna(False).astype(bool), "branch_id"]
    on_leaf = branch_assignment.loc[branch_assignment["branch_id"].isin(leaves), ["family_id", "branch_id"]]
    counts = (
        held.merge(on_leaf, on="family_id").groupby([*KEYS, "branch_id"]).size().rename("size").reset_index()
    )
    whole = counts[counts["place_kind"] == "world"].set_index("branch_id")["size"]
    counts["share"] = counts["size"] / counts.groupby(KEYS)["size"].transform("sum")
    counts["of_whole"] = counts["branch_id"].map(whole / whole.sum()).astype(float)
    # What a place has no leaf for counts in full: half of (what stands apart + what is not there).
    counts["apart"] = (counts["share"] - counts["of_whole"]).abs() - counts["of_whole"]
    grouped = counts.groupby(KEYS)
    deviation = ((1 + grouped["apart"].sum()) / 2).clip(0.0, 1.0)
    largest = counts.sort_values([*KEYS, "size", "branch_id"], ascending=[True, True, False, True])
    sizes = grouped["size"].sum()
    return pd.DataFrame(
        {
            "held_leaf_count": grouped.size(),
            "main_branch_id": largest.drop_duplicates(KEYS).set_index(KEYS)["branch_id"],
            "structure_deviation": deviation.where(sizes >= thresholds.min_n),
        }
    )


def _owners(held: pd.DataFrame, family_applicant: pd.DataFrame, applicant: pd.DataFrame) -> pd.DataFrame:
    """Applicants, companies among them, and the share of the largest owner."""
    filed = held.merge(applicants_of(family_applicant), on="family_id")
    each = filed.drop_duplicates([*KEYS, "applicant_id"])
    is_company = each["applicant_id"].map(applicant.set_index("applicant_id")["applicant_kind"]).eq("company")
    grouped = each.assign(company=is_company.fillna(False).astype(bool)).groupby(KEYS)
    parts = held.merge(owner_parts(family_applicant), on="family_id")
    parts["group"] = group_of(parts["applicant_id"], applicant)
    sums = parts.groupby([*KEYS, "group"])["part"].sum()
    largest = (sums.groupby(level=KEYS).max() / sums.groupby(level=KEYS).sum()).clip(0.0, 1.0)
    return pd.DataFrame(
        {
            "applicant_count": grouped.size(),
            "company_count": grouped["company"].sum(),
            "largest_share": largest,
        }
    )


def people_of(family: pd.DataFrame, party: pd.DataFrame) -> pd.DataFrame:
    """Inventors of each family as its representative publication prints them, with its first applicant.

    Returns
    -------
    pandas.DataFrame
        family_id, name, applicant_id (NA where none is printed).
    """
    of_family = family[["family_id", "representative_number"]].rename(
        columns={"representative_number": "publication_number"}
    )
    printed = party.merge(of_family, on="publication_number")
    applicants = printed[(printed["role"] == "applicant") & printed["applicant_id"].notna()]
    first = applicants.sort_values(["family_id", "sequence"]).drop_duplicates("family_id")
    names = printed.loc[(printed["role"] == "inventor") & printed["name"].notna(), ["family_id", "name"]]
    return names.drop_duplicates().merge(first[["family_id", "applicant_id"]], on="family_id", how="left")


def _people(
    held: pd.DataFrame,
    family: pd.DataFrame,
    party: pd.DataFrame,
    applicant: pd.DataFrame,
    reach: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Inventors, a name counting once per controlling group, and those of several recent families."""
    people = people_of(family, party)
    if people.empty:
        return pd.DataFrame(
            {"inventor_count": np.nan, "core_inventor_count": np.nan},
            index=pd.MultiIndex.from_frame(held[KEYS].drop_duplicates()),
        )
    people["group"] = group_of(people["applicant_id"], applicant)
    people["person"] = people.groupby(["name", "group"], dropna=False).ngroup()
    years = people["family_id"].map(family.set_index("family_id")["priority_year"])
    people["recent"] = in_window(years, terms.last_complete_year(reach), thresholds.recent_years)
    each = held.merge(people[["family_id", "person", "recent"]], on="family_id")
    by_person = each.groupby([*KEYS, "person"])["recent"].sum()
    grouped = by_person.groupby(level=KEYS)
    return pd.DataFrame(
        {
            "inventor_count": grouped.size(),
            "core_inventor_count": (by_person >= CORE_FAMILIES).groupby(level=KEYS).sum(),
        }
    )

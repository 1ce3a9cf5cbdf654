"""What the path rules look at, prepared once, and the suggestion a rule makes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from corpus import terms
from navigation.concentration import owner_parts
from navigation.holdings import ZONE, in_window, stated_active
from navigation.thresholds import Thresholds

ACADEMIC = ("university", "institute")
SHOWN_FAMILIES = 20
ASKED = [
    *("active", "score", "is_recent", "is_prior", "age", "granted", "is_invention", "is_home"),
    *("priority_year", "transfer_count", "licence_count"),
]


@dataclass(frozen=True)
class Suggestion:
    """One recommendation before it becomes a row.

    `is_relative` marks a comparison within the exports alone, which is never of high confidence.
    """

    module: str
    rule: str
    branch_id: str
    n: int
    families: pd.Series
    metrics: Mapping[str, object]
    subject_id: str | None = None
    subject_label: str | None = None
    is_relative: bool = True


@dataclass(frozen=True)
class Facts:
    """The landscape as the rules see it.

    Parameters
    ----------
    leaves
        Leaves by branch_id with their profile, and the zone's standing: zone_family_count,
        zone_active_count, rta_shrunk, density, chain_status.
    families
        Families by family_id with status, score, year, events and terms.
    on_leaf
        branch_id and family_id of leaves.
    owned
        family_id, unit, label, kind, country, part and is_own (the zone's or a focal enterprise's).
    holdings
        The owners' families by leaf, with what rules ask of a family.
    """

    leaves: pd.DataFrame
    families: pd.DataFrame
    on_leaf: pd.DataFrame
    owned: pd.DataFrame
    holdings: pd.DataFrame
    gap: pd.DataFrame
    inventors: pd.DataFrame
    parent_of: Mapping[str, str]
    home: str
    last_year: int
    thresholds: Thresholds = field(default_factory=Thresholds)

    def in_leaf(self, branch_id: str) -> pd.DataFrame:
        """The families of one leaf."""
        return self.families.loc[self.on_leaf.loc[self.on_leaf["branch_id"] == branch_id, "family_id"]]

    def wanting(self) -> pd.DataFrame:
        """Leaves in which the zone is weak or missing."""
        return self.leaves[self.leaves["chain_status"].isin(("weak", "missing"))]


def best_first(families: pd.DataFrame) -> pd.Series:
    """Ids of the families by score, the best first, unscored last; at most twenty."""
    ordered = pd.DataFrame({"family_id": families.index, "score": families["score"].to_numpy()}).sort_values(
        ["score", "family_id"], ascending=[False, True], na_position="last", kind="stable"
    )
    return ordered["family_id"].drop_duplicates().head(SHOWN_FAMILIES)


def gather(
    tables: Mapping[str, pd.DataFrame], *, reach: datetime.date, home: str, thresholds: Thresholds
) -> Facts:
    """The facts of all rules from the tables, by name."""
    branch, family, applicant = tables["branch"], tables["family"], tables["applicant"]
    assignment = tables["branch_assignment"]
    leaf_ids = branch.loc[branch["is_leaf"].fillna(False).astype(bool), "branch_id"]
    last_year = terms.last_complete_year(reach)
    families = family.set_index("family_id")
    families = families.assign(
        active=stated_active(families["is_active"]),
        score=tables["family_score"].set_index("family_id")["score"].reindex(families.index),
        is_recent=in_window(families["priority_year"], last_year, thresholds.window_years),
        is_prior=in_window(
            families["priority_year"], last_year - thresholds.window_years, thresholds.window_years
        ),
        age=last_year - families["priority_year"].astype("Float64").astype("float64"),
    )
    families["granted"] = families["is_in_force"].fillna(False).astype(bool)
    families["is_invention"] = families["ip_right"].eq("invention").fillna(False).astype(bool)
    families["is_home"] = families.index.isin(
        tables["family_member"].loc[tables["family_member"]["office"] == home, "family_id"]
    )
    on_leaf = assignment.loc[assignment["branch_id"].isin(leaf_ids), ["branch_id", "family_id"]]
    on_leaf = on_leaf[on_leaf["family_id"].isin(families.index)]
    on_leaf = on_leaf.sort_values(["branch_id", "family_id"], ignore_index=True)
    owned = _owned(tables["family_applicant"], applicant, set(tables["gap"]["enterprise_id"]))
    owned = owned[owned["family_id"].isin(families.index)]
    return Facts(
        leaves=_leaves(branch, leaf_ids, tables["branch_profile"], tables["position"]),
        families=families,
        on_leaf=on_leaf,
        owned=owned,
        holdings=on_leaf.merge(owned, on="family_id").join(families[ASKED], on="family_id"),
        gap=tables["gap"],
        inventors=_inventors(tables["party"], tables["family_member"]),
        parent_of=dict(zip(branch["branch_id"], branch["parent_id"].fillna(""), strict=True)),
        home=home,
        last_year=last_year,
        thresholds=thresholds,
    )


def _leaves(
    branch: pd.DataFrame, leaf_ids: pd.Series, branch_profile: pd.DataFrame, position: pd.DataFrame
) -> pd.DataFrame:
    marks = branch.set_index("branch_id").loc[leaf_ids, ["is_critical", "label_zh", "label_en"]]
    marks["is_critical"] = marks["is_critical"].fillna(False).astype(bool)
    zone = position[position["actor_kind"] == ZONE].set_index("branch_id")
    zone = zone[["family_count", "active_count", "rta_shrunk", "density", "chain_status"]]
    zone = zone.rename(columns={"family_count": "zone_family_count", "active_count": "zone_active_count"})
    return marks.join(branch_profile.set_index("branch_id")).join(zone)


def _owned(family_applicant: pd.DataFrame, applicant: pd.DataFrame, focal: set[str]) -> pd.DataFrame:
    known = applicant.set_index("applicant_id")
    owned = owner_parts(family_applicant)
    facts = known.reindex(owned["applicant_id"]).set_axis(owned.index)
    owned["unit"] = facts["enterprise_id"].fillna(owned["applicant_id"])
    owned["label"] = facts["name"].fillna(owned["applicant_id"])
    owned["kind"], owned["country"] = facts["applicant_kind"], facts["country"]
    in_zone = facts["is_zone_member"].fillna(False).astype(bool)
    owned["is_own"] = in_zone | facts["enterprise_id"].isin(focal)
    owned = owned.sort_values(["family_id", "unit", "applicant_id"], kind="stable")
    first = owned.drop_duplicates("unit").set_index("unit")
    for column in ("label", "kind", "country"):
        owned[column] = owned["unit"].map(first[column])
    columns = ["family_id", "unit", "label", "kind", "country", "is_own"]
    return owned.groupby(columns, dropna=False)["part"].sum().reset_index()


def _inventors(party: pd.DataFrame, family_member: pd.DataFrame) -> pd.DataFrame:
    """family_id and name of inventors, each once."""
    names = party.loc[party["role"] == "inventor", ["publication_number", "name"]].dropna()
    named = names.merge(family_member[["publication_number", "family_id"]], on="publication_number")
    return (
        named[["family_id", "name"]].drop_duplicates().sort_values(["family_id", "name"], ignore_index=True)
    )

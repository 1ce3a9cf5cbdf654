"""Paths 3 and 4: people and technology to train, bring in, share and take up.

People are counted, never ranked; where one organisation is named it is the one with the most
inventors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from navigation.evidence import ACADEMIC, Facts, Suggestion, best_first
from navigation.holdings import in_window

MIN_TEAM_FAMILIES = 2
ENDED = ("lapsed", "expired", "abandoned")


def train_talent(facts: Facts) -> Iterator[Suggestion]:
    """培养: inventors of the zone in branches where it is weak or missing."""
    yield from _talent(facts, "train_talent", "own")


def attract_talent(facts: Facts) -> Iterator[Suggestion]:
    """引进: inventors elsewhere at home in those branches."""
    yield from _talent(facts, "attract_talent", "home")


def cooperate_talent(facts: Facts) -> Iterator[Suggestion]:
    """合作: inventors abroad in those branches."""
    yield from _talent(facts, "cooperate_talent", "abroad")


def _talent(facts: Facts, rule: str, sphere: str) -> Iterator[Suggestion]:
    held = facts.holdings
    held = held[held["branch_id"].isin(facts.wanting().index)]
    held = held[in_window(held["priority_year"], facts.last_year, facts.thresholds.recent_years)]
    in_sphere = {
        "own": held["is_own"],
        "home": ~held["is_own"] & held["country"].eq(facts.home),
        "abroad": ~held["is_own"] & held["country"].notna() & held["country"].ne(facts.home),
    }[sphere]
    people = held[in_sphere].merge(facts.inventors, on="family_id")
    for name, rows in people.groupby("branch_id", sort=True):
        branch_id = str(name)
        sizes = rows.groupby(["unit", "label"])["name"].nunique().sort_index()
        unit, label = sizes.index[int(sizes.to_numpy().argmax())]
        families = facts.families.loc[rows["family_id"].unique()]
        metrics = {
            "inventor_count": rows["name"].nunique(),
            "organisation_count": len(sizes),
            "subject_inventor_count": int(sizes.max()),
            "chain_status": facts.leaves.loc[branch_id, "chain_status"],
        }
        yield Suggestion("talent", rule, branch_id, len(families), best_first(families), metrics, unit, label)


def research_in_house(facts: Facts) -> Iterator[Suggestion]:
    """自主研发: the zone has at least three teams where it is not yet strong."""
    held = facts.holdings
    held = held[held["is_own"] & held["active"]]
    wanted = facts.leaves.index[facts.leaves["chain_status"].isin(("weak", "average"))]
    for name, rows in held[held["branch_id"].isin(wanted)].groupby("branch_id", sort=True):
        branch_id = str(name)
        sizes = rows.groupby("unit")["family_id"].nunique()
        teams = int((sizes >= MIN_TEAM_FAMILIES).sum())
        if teams >= facts.thresholds.active_teams:
            families = facts.families.loc[rows["family_id"].unique()]
            metrics = {"team_count": teams, "chain_status": facts.leaves.loc[branch_id, "chain_status"]}
            yield _technology("research_in_house", branch_id, families, metrics)


def cooperate_research(facts: Facts) -> Iterator[Suggestion]:
    """合作研发: universities and institutes hold at least half where the zone is weak or missing."""
    held = facts.holdings
    held = held[held["branch_id"].isin(facts.wanting().index) & held["active"]]
    for name, rows in held.groupby("branch_id", sort=True):
        branch_id = str(name)
        academic = rows[rows["kind"].isin(ACADEMIC)]
        share = academic["part"].sum() / rows["part"].sum()
        if share < facts.thresholds.dominance:
            continue
        outside = academic[~academic["is_own"]]
        sizes = outside.groupby(["unit", "label"], as_index=False).agg(size=("family_id", "size"))
        sizes = sizes.sort_values(["size", "unit"], ascending=[False, True], kind="stable")
        for partner in sizes.head(facts.thresholds.subjects_per_branch).to_dict("records"):
            mine = outside[outside["unit"] == partner["unit"]].set_index("family_id")
            metrics = {"academic_share": share, "active_count": len(mine), "country": mine["country"].iloc[0]}
            yield Suggestion(
                "technology", "cooperate_research", branch_id, len(mine), best_first(mine), metrics,
                partner["unit"], partner["label"],
            )  # fmt: skip


def license_in(facts: Facts) -> Iterator[Suggestion]:
    """技术引进: patents in force at home whose owners trade them or are no producers."""
    held = facts.holdings
    held = held[held["branch_id"].isin(facts.wanting().index) & held["granted"] & held["is_home"]]
    own = set(held.loc[held["is_own"], "family_id"])
    traded = held[["transfer_count", "licence_count"]].fillna(0).sum(axis=1) > 0
    offered = held[(held["kind"].isin((*ACADEMIC, "person")) | traded) & ~held["family_id"].isin(own)]
    for name, rows in offered.groupby("branch_id", sort=True):
        branch_id = str(name)
        families = facts.families.loc[rows["family_id"].unique()]
        metrics = {
            "family_count": len(families),
            "owner_count": rows["unit"].nunique(),
            "mean_score": families["score"].mean(),
            "chain_status": facts.leaves.loc[branch_id, "chain_status"],
        }
        yield _technology("license_in", branch_id, families, metrics)


def use_lapsed_patent(facts: Facts) -> Iterator[Suggestion]:
    """失效专利利用: filed at home, ended everywhere, and cited as the best quarter of the leaf."""
    rows = facts.on_leaf.join(facts.families, on="family_id")
    cuts = rows.groupby("branch_id")["forward_citation_count"].quantile(0.75).astype("float64")
    cited = rows["forward_citation_count"].astype("float64")
    often = (cited >= rows["branch_id"].map(cuts).astype("float64")) & (cited > 0)
    ended = rows["legal_status"].isin(ENDED) & rows["is_active"].eq(False).fillna(False).astype(bool)
    chosen = rows[often & ended & rows["is_home"]]
    for name, few in chosen.groupby("branch_id", sort=True):
        branch_id = str(name)
        ordered = few.sort_values(
            ["forward_citation_count", "family_id"], ascending=[False, True], kind="stable"
        )
        metrics = {
            "family_count": len(few),
            "citation_cut": cuts[branch_id],
            "most_cited": few["forward_citation_count"].max(),
        }
        yield Suggestion(
            "technology", "use_lapsed_patent", branch_id, len(few), ordered["family_id"].head(20), metrics,
            is_relative=False,
        )  # fmt: skip


def _technology(
    rule: str, branch_id: str, families: pd.DataFrame, metrics: Mapping[str, object]
) -> Suggestion:
    return Suggestion("technology", rule, branch_id, len(families), best_first(families), metrics)

"""One enterprise's rivals: owners whose families lie in the same branches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from navigation.holdings import actors
from navigation.reports.document import Ask, Exhibit, Section, asking
from navigation.reports.sections.branches import label_of, phrase
from navigation.reports.sections.own import name_of, own_families, own_where

TOP_RIVALS, COMPARED, FEW, MOST_LEAVES = 8, 5, 3, 12
LEAST, RECENT_YEARS = 5, 5


def rivals(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    citation: pd.DataFrame,
    family_score: pd.DataFrame,
    *,
    enterprise_id: str,
) -> Section:
    """Owners ranked by likeness of profile and size, and a head-to-head by measure and branch."""
    own = own_families(enterprise_id, family, family_applicant, applicant)
    if own.empty or branch_assignment.empty:
        return Section("rivals", lacking=() if own.empty else ("branch_assignment",))
    ask = asking(
        "rivals",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        branch=branch, branch_assignment=branch_assignment, citation=citation,
    )  # fmt: skip
    profiles = leaf_profiles(family, family_applicant, applicant, branch_assignment)
    found = ranking(profiles, enterprise_id, applicant, enterprise)
    found = found.assign(**_citing(found, profiles.held, own, citation))
    held = own_where(enterprise_id)
    cites_own = own_where(enterprise_id, "cited_family_id")
    context = {
        "name": name_of(enterprise_id, enterprise),
        "families": ask("families", "family", "count", held),
        "has_few": len(own) < LEAST,
        "has_links": not citation.empty,
        "leading": [_rival(ask, row) for row in found.head(FEW).itertuples()],
        "cited_by": ask(
            "cited_by",
            "citation",
            "count_distinct:citing_family_id",
            {**cites_own, "is_self_citation": False},
        ),
    }
    made = (
        measures(profiles.held, found, enterprise_id, enterprise, family, family_score),
        head_to_head(profiles, found, enterprise_id, enterprise, branch),
    )
    return Section("rivals", context, tuple(e for e in made if e is not None))


@dataclass(frozen=True, eq=False)
class Profiles:
    """Families by owner (`held`: actor_id, family_id) and their number by leaf (`grid`)."""

    held: pd.DataFrame
    grid: pd.DataFrame


def leaf_profiles(
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    branch_assignment: pd.DataFrame,
) -> Profiles:
    """How many families each owner has in each leaf; the roster's names count as one owner."""
    units = actors(family, family_applicant, applicant)
    held = units.loc[units["actor_kind"] == "unit", ["actor_id", "family_id"]]
    on_leaf = branch_assignment.loc[
        branch_assignment["is_leaf"].fillna(False).astype(bool), ["family_id", "branch_id"]
    ]
    pairs = held.merge(on_leaf, on="family_id")
    return Profiles(held, pairs.groupby(["actor_id", "branch_id"]).size().unstack(fill_value=0))


def ranking(
    profiles: Profiles, enterprise_id: str, applicant: pd.DataFrame, enterprise: pd.DataFrame
) -> pd.DataFrame:
    """The first owners by cosine of leaf profiles × log of size (methods §1.7)."""
    grid = profiles.grid
    columns = [
        "actor_id",
        "label",
        "enterprise_role",
        "family_count",
        "shared_leaves",
        "similarity",
        "rival_score",
    ]
    if enterprise_id not in grid.index:
        return pd.DataFrame(columns=columns)
    mine = grid.loc[enterprise_id].to_numpy(dtype=float)
    others = grid.drop(index=enterprise_id)
    values = others.to_numpy(dtype=float)
    norms = np.sqrt((values**2).sum(axis=1)) * np.sqrt((mine**2).sum())
    cosine = np.divide(values @ mine, norms, out=np.zeros(len(others)), where=norms > 0)
    sizes = profiles.held.groupby("actor_id").size()
    frame = pd.DataFrame({"actor_id": others.index, "similarity": np.minimum(cosine, 1.0)})
    frame["family_count"] = frame["actor_id"].map(sizes).astype("int64")
    frame["shared_leaves"] = ((values > 0) & (mine > 0)).sum(axis=1)
    frame["rival_score"] = frame["similarity"] * np.log1p(frame["family_count"])
    frame = frame[frame["shared_leaves"] > 0]
    frame = frame.assign(rival_score=frame["rival_score"].round(9)).sort_values(
        ["rival_score", "actor_id"], ascending=[False, True], ignore_index=True
    ).head(TOP_RIVALS)  # fmt: skip
    roster = enterprise.set_index("enterprise_id")
    names = frame["actor_id"].map(applicant.set_index("applicant_id")["name"])
    frame["label"] = names.fillna(frame["actor_id"].map(roster["name"])).fillna(frame["actor_id"])
    frame["enterprise_role"] = frame["actor_id"].map(roster["enterprise_role"])
    return frame[columns]


def _citing(
    found: pd.DataFrame, held: pd.DataFrame, own: pd.DataFrame, citation: pd.DataFrame
) -> dict[str, pd.Series]:
    """Families of each rival that cite the enterprise's, and the other way round.

    Unknown where the exports list no citation at all: counts alone do not say who cites whom.
    """
    mine = set(own["family_id"])
    by_owner = {
        a: set(rows["family_id"])
        for a, rows in held[held["actor_id"].isin(found["actor_id"])].groupby("actor_id")
    }
    cites = citation[citation["cited_family_id"].isin(mine)]["citing_family_id"]
    cited = citation[citation["citing_family_id"].isin(mine)]["cited_family_id"]
    counts = {
        "cites_own": [int(cites[cites.isin(by_owner[a])].nunique()) for a in found["actor_id"]],
        "cited_by_own": [int(cited[cited.isin(by_owner[a])].nunique()) for a in found["actor_id"]],
    }
    told = {name: pd.Series(values, index=found.index, dtype="Int64") for name, values in counts.items()}
    return told if len(citation) else {name: values.mask(values.notna()) for name, values in told.items()}


def _rival(ask: Ask, row: Any) -> dict[str, object]:
    is_roster = isinstance(row.enterprise_role, str)
    owner = (
        {"among": {"table": "applicant", "column": "applicant_id", "where": {"enterprise_id": row.actor_id}}}
        if is_roster
        else row.actor_id
    )
    return {
        "label": phrase(row.label, None, row.actor_id),
        "is_named": is_roster and row.enterprise_role == "rival",
        "count": ask(
            f"rival.{row.actor_id}", "family_applicant", "count_distinct:family_id", {"applicant_id": owner}
        ),
    }


def measures(
    held: pd.DataFrame,
    found: pd.DataFrame,
    enterprise_id: str,
    enterprise: pd.DataFrame,
    family: pd.DataFrame,
    family_score: pd.DataFrame,
) -> Exhibit | None:
    """The enterprise beside its first rivals: size, state, youth, reach, signal and citations.

    Medians and shares are left out where fewer than five families stand behind them.
    """
    if found.empty:
        return None
    shown = [enterprise_id, *found["actor_id"]]
    facts = family.merge(family_score[["family_id", "score"]], on="family_id", how="left")
    last = facts.loc[facts["is_complete"].fillna(False).astype(bool), "priority_year"].max()
    rows = held[held["actor_id"].isin(shown)].merge(facts, on="family_id")
    states = facts["is_active"].notna().any()
    made = []
    for actor in shown:
        mine = rows[rows["actor_id"] == actor]
        abroad, years = mine["office_count"].dropna(), mine["remaining_years"].dropna()
        scores = mine["score"].dropna()
        made.append(
            {
                "unit_id": actor,
                "family_count": len(mine),
                "active_count": int(mine["is_active"].fillna(False).sum()) if states else None,
                "invention_share": _rate(mine["ip_right"].eq("invention")),
                "recent_count": int(mine["priority_year"].gt(last - RECENT_YEARS).fillna(False).sum())
                if pd.notna(last) else None,
                "abroad_share": _rate(abroad.ge(2)),
                "median_score": float(scores.median()) if len(scores) >= LEAST else None,
                "median_remaining_years": float(years.median()) if len(years) >= LEAST else None,
                "forward_citation_count": int(mine["forward_citation_count"].sum())
                if mine["forward_citation_count"].notna().any() else None,
            }
        )  # fmt: skip
    names = {enterprise_id: name_of(enterprise_id, enterprise)} | {
        r.actor_id: phrase(r.label, None, r.actor_id) for r in found.itertuples()
    }
    likeness = ["actor_id", "enterprise_role", "shared_leaves", "similarity", "cites_own", "cited_by_own"]
    beside = found[likeness].rename(columns={"actor_id": "unit_id"})
    frame = pd.DataFrame(made).merge(beside, how="left")
    linked = ("cites_own", "cited_by_own") if frame["cites_own"].notna().any() else ()
    frame.insert(0, "label_zh", [names[a].zh for a in shown])
    frame.insert(1, "label_en", [names[a].en for a in shown])
    integers = ["active_count", "recent_count", "forward_citation_count"]
    frame = frame.astype(dict.fromkeys(integers, "Int64"))
    numbers = ["invention_share", "abroad_share", "median_score", "median_remaining_years"]
    frame = frame.astype(dict.fromkeys(numbers, "float64"))
    return Exhibit(
        "measures", "table", frame,
        ("branch_assignment", "family", "family_applicant", "family_score", "citation"), n=len(shown),
        unit="applicants", caveats=("harmonised_names", "signal"),
        columns=("label", "enterprise_role", "similarity", "shared_leaves", "family_count", "active_count",
                 "invention_share", "recent_count", "abroad_share", "median_score",
                 "median_remaining_years", "forward_citation_count", *linked),
        options={"label_title": "column.owner", "median_score_kind": "score",
                 "recent_count_title": "column.recent_five_years"},
        keys={"unit_id": "actor unit"},
    )  # fmt: skip


def _rate(flags: pd.Series) -> float | None:
    """The share of true flags; None where too few are known."""
    known = flags.dropna()
    return float(known.mean()) if len(known) >= LEAST else None


def head_to_head(
    profiles: Profiles,
    found: pd.DataFrame,
    enterprise_id: str,
    enterprise: pd.DataFrame,
    branch: pd.DataFrame,
) -> Exhibit | None:
    """The enterprise and its first rivals by leaf."""
    if found.empty:
        return None
    actors_shown = [enterprise_id, *found["actor_id"].head(COMPARED)]
    grid = profiles.grid.loc[actors_shown]
    mine: pd.Series = grid.loc[enterprise_id]  # type: ignore[assignment]
    top = mine[mine > 0].sort_values(ascending=False, kind="stable").head(MOST_LEAVES).index
    grid = grid[top]
    known = label_of(branch)
    ids = [b for b in branch["branch_id"] if b in grid.columns]
    own_name = name_of(enterprise_id, enterprise)
    names = {enterprise_id: own_name} | {
        r.actor_id: phrase(r.label, None, r.actor_id) for r in found.head(COMPARED).itertuples()
    }
    frame = pd.DataFrame(
        [
            (b, a, known[b].zh, known[b].en, names[a].zh, names[a].en, int(grid.loc[a, b]))
            for b in ids
            for a in actors_shown
        ],
        columns=["branch_id", "unit_id", "row_zh", "row_en", "column_zh", "column_en", "value"],
    )
    return Exhibit(
        "head_to_head",
        "heat",
        frame,
        ("branch_assignment", "family_applicant", "branch"),
        n=int(frame["value"].sum()),
        caveats=("multiple_branches", *(("first_rows",) if int((mine > 0).sum()) > MOST_LEAVES else ())),
        columns=("row", "column", "value"),
        options={
            "row_title": "column.branch",
            "column_title": "column.owner",
            "value_title": "column.family_count",
            "by_row": True,
        },
        keys={"unit_id": "actor unit"},
    )

"""One enterprise's core technologies: branches, clusters, strongest families, who cites them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Fact, Phrase, Section, asking
from navigation.reports.sections.branches import label_of, leaves, phrase
from navigation.reports.sections.high_value_exhibits import owners_of, ranked
from navigation.reports.sections.own import name_of, own_families, own_where

FEW, TOP_FAMILIES, TOP_CITING, MOST_LEAVES, MOST_CLUSTERS = 3, 8, 8, 12, 6
LEAST, LEAST_RANKED = 5, 3  # families below which no chart is drawn, and no rank is told


def core_technology(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    branch_profile: pd.DataFrame,
    gap: pd.DataFrame,
    cluster: pd.DataFrame,
    cluster_assignment: pd.DataFrame,
    family_score: pd.DataFrame,
    citation: pd.DataFrame,
    *,
    enterprise_id: str,
) -> Section:
    """Where the enterprise's families lie and how it stands there."""
    own = own_families(enterprise_id, family, family_applicant, applicant)
    if own.empty:
        return Section("core_technology")
    ask = asking(
        "core_technology",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        branch=branch, branch_assignment=branch_assignment, branch_profile=branch_profile, gap=gap,
        cluster=cluster, cluster_assignment=cluster_assignment, family_score=family_score, citation=citation,
    )  # fmt: skip
    mine = gap[(gap["enterprise_id"] == enterprise_id) & (gap["family_count"] > 0)]
    rows = leaves(mine, branch).sort_values(
        ["family_count", "branch_id"], ascending=[False, True], ignore_index=True
    )
    held = own_where(enterprise_id)
    known = label_of(branch)
    context = {
        "name": name_of(enterprise_id, enterprise),
        "present": ask("present", "branch_assignment", "count_distinct:branch_id", {**held, "is_leaf": True}),
        "leading": [_branch(ask, str(b), enterprise_id, known) for b in rows["branch_id"].head(FEW)],
        "clusters": ask("clusters", "cluster_assignment", "count_distinct:cluster_id", held),
        "cited": ask(
            "cited",
            "family",
            "sum:forward_citation_count",
            {**held, "forward_citation_count": {"known": True}},
        ),
        "has_citations": bool(own["forward_citation_count"].notna().any()),
    }
    made = (
        branches(rows, branch_profile),
        None if len(own) < LEAST else clusters(own, cluster_assignment, cluster, enterprise_id),
        families(own, family_score),
        citing(own, citation, family_applicant, applicant, enterprise_id),
    )
    return Section("core_technology", context, tuple(e for e in made if e is not None))


def _branch(ask: Ask, branch_id: str, enterprise_id: str, known: Mapping[str, Phrase]) -> dict[str, object]:
    where = {"branch_id": branch_id, "enterprise_id": enterprise_id}
    count = ask(f"count.{branch_id}", "gap", "cell:family_count", where)
    rank = ask(f"rank.{branch_id}", "gap", "cell:rank_in_branch", where)
    stage = ask(
        f"stage.{branch_id}", "branch_profile", "cell:life_cycle_stage", {"branch_id": branch_id}, kind="text"
    )
    return {
        "label": known[branch_id],
        "count": count,
        "leader": ask(f"leader.{branch_id}", "gap", "cell:leader_count", where),
        "rank": rank,
        "is_ranked": enough_to_rank(count),
        "stage": stage.value or "undetermined",
    }


def enough_to_rank(count: Fact) -> bool:
    """Whether a leaf holds enough of the enterprise's families for its place there to say anything."""
    return isinstance(count.value, int) and count.value >= LEAST_RANKED


def branches(rows: pd.DataFrame, branch_profile: pd.DataFrame) -> Exhibit | None:
    """The enterprise's leaves with rank, leader's size and the leaf's own course."""
    if rows.empty:
        return None
    profile = branch_profile[["branch_id", "life_cycle_stage", "direction_score", "cr4"]]
    frame = rows.head(MOST_LEAVES).merge(profile, on="branch_id", how="left")
    return Exhibit(
        "branches", "table", frame, ("gap", "branch_profile", "branch"), n=int(rows["family_count"].sum()),
        caveats=("multiple_branches", *(("first_rows",) if len(rows) > MOST_LEAVES else ())),
        columns=("label", "is_critical", "family_count", "active_count", "rank_in_branch", "leader_count",
                 "growth", "life_cycle_stage", "cr4"),
    )  # fmt: skip


def clusters(
    own: pd.DataFrame, cluster_assignment: pd.DataFrame, cluster: pd.DataFrame, enterprise_id: str
) -> Exhibit | None:
    """The enterprise's families by technology cluster."""
    rows = cluster_assignment[cluster_assignment["family_id"].isin(own["family_id"])]
    counted = rows.groupby("cluster_id").size().rename("value").reset_index()
    frame = counted.merge(cluster[["cluster_id", "label_zh", "label_en"]], on="cluster_id", how="inner")
    if frame.empty:
        return None
    texts = [phrase(r.label_zh, r.label_en, r.cluster_id) for r in frame.itertuples()]
    frame = frame.assign(label_zh=[t.zh for t in texts], label_en=[t.en for t in texts])
    frame = frame.sort_values(["value", "cluster_id"], ascending=[False, True], ignore_index=True)
    frame = frame.head(MOST_CLUSTERS)
    return Exhibit(
        "clusters", "bars", frame, ("cluster_assignment", "cluster"), n=len(rows), columns=("label", "value"),
        within={"enterprise": enterprise_id},
        options={"label_title": "column.cluster", "value_title": "column.family_count"},
    )  # fmt: skip


def families(own: pd.DataFrame, family_score: pd.DataFrame) -> Exhibit | None:
    """The enterprise's families with the strongest signals."""
    mine = family_score[
        family_score["family_id"].isin(own["family_id"]) & (family_score["ip_right"] == "invention")
    ]
    rows = ranked(mine, TOP_FAMILIES)
    if rows.empty:
        return None
    about = own[
        ["family_id", "representative_number", "title", "title_en", "legal_status", "remaining_years"]
    ]
    frame = rows.merge(about, on="family_id", how="left")
    frame = frame.assign(
        title_zh=frame["title"].fillna(frame["title_en"]), title_en=frame["title_en"].fillna(frame["title"])
    )
    return Exhibit(
        "families",
        "table",
        frame,
        ("family_score", "family"),
        n=len(rows),
        caveats=("signal", "interval", *(("first_rows",) if len(own) > TOP_FAMILIES else ())),
        columns=(
            "representative_number",
            "title",
            "score",
            "technology",
            "market",
            "legal",
            "rank",
            "rank_low",
            "rank_high",
            "remaining_years",
        ),
    )


def citing(
    own: pd.DataFrame,
    citation: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    enterprise_id: str,
) -> Exhibit | None:
    """Owners in the corpus whose families cite the enterprise's, its own left out."""
    rows = citation[citation["cited_family_id"].isin(own["family_id"])]
    rows = rows[~rows["citing_family_id"].isin(own["family_id"])]
    if rows.empty:
        return None
    named = rows.assign(label=owners_of(rows["citing_family_id"], family_applicant, applicant)).dropna(
        subset=["label"]
    )
    counted = named.groupby("label")["citing_family_id"].nunique().rename("value").reset_index()
    frame = counted.sort_values(["value", "label"], ascending=[False, True], ignore_index=True).head(
        TOP_CITING
    )
    if frame.empty:
        return None
    return Exhibit(
        "citing", "bars", frame, ("citation", "family_applicant", "applicant"),
        n=int(named["citing_family_id"].nunique()), caveats=("inside_corpus",),
        options={"label_title": "column.owner", "value_title": "column.citing_families"},
    )  # fmt: skip

"""Figures and tables of the direction section."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Exhibit
from navigation.reports.sections.branches import WHOLE, named, phrase, shown_level

FIRST_YEARS = 20  # years a figure shows at most
TOP_ORIGINS, TOP_OFFICES, TOP_OWNERS, TOP_CLUSTERS = 8, 10, 15, 60
TOP_OVERLAYS = 15  # applicants that can be laid over the map
LEAST_PRIOR = 5  # families of the earlier window below which growth is not told


def all_of(
    branch: pd.DataFrame,
    profile: pd.DataFrame,
    filing_trend: pd.DataFrame,
    cluster: pd.DataFrame,
    cluster_assignment: pd.DataFrame,
    family: pd.DataFrame,
    office_flow: pd.DataFrame,
    position: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
) -> tuple[Exhibit, ...]:
    """Every exhibit for which there are data."""
    made = [
        trend(filing_trend),
        origins(filing_trend),
        branch_origin(filing_trend, branch),
        movement(profile),
        branches(profile),
        control(profile),
        owners(position),
        technology_map(cluster_assignment, cluster, family, family_applicant, applicant),
        clusters(cluster),
        flows(office_flow),
    ]
    return tuple(exhibit for exhibit in made if exhibit is not None)


def _recent(filing_trend: pd.DataFrame) -> pd.DataFrame:
    if filing_trend.empty:
        return filing_trend
    first = int(filing_trend["priority_year"].max()) - FIRST_YEARS
    return filing_trend[filing_trend["priority_year"] > first]


def _caveats(frame: pd.DataFrame) -> tuple[str, ...]:
    return ("incomplete",) if (~frame["is_complete"].fillna(True).astype(bool)).any() else ()


def _window(frame: pd.DataFrame) -> tuple[int, int]:
    return int(frame["priority_year"].min()), int(frame["priority_year"].max())


def trend(filing_trend: pd.DataFrame) -> Exhibit | None:
    """Families by year and right, incomplete years striped."""
    rows = _recent(filing_trend[(filing_trend["branch_id"] == WHOLE) & (filing_trend["origin"] == WHOLE)])
    if rows.empty or not rows["family_count"].sum():
        return None
    rows = rows.sort_values("priority_year", ignore_index=True)
    parts = rows.assign(
        invention=rows["invention_count"].fillna(0),
        utility_model=rows["utility_model_count"].fillna(0),
    )
    parts["other"] = (parts["family_count"] - parts["invention"] - parts["utility_model"]).clip(lower=0)
    long = parts.melt(
        ["priority_year", "is_complete"], ["invention", "utility_model", "other"], "series", "value"
    ).rename(columns={"priority_year": "year"})
    long = long[long.groupby("series")["value"].transform("sum") > 0]
    # What an incomplete year will hold once all is published stands once per year, as an outline.
    first = ~long.duplicated("year")
    for column in ("nowcast", "nowcast_low", "nowcast_high"):
        long[column] = long["year"].map(rows.set_index("priority_year")[column]).where(first)
    return Exhibit(
        "trend",
        "columns",
        long.reset_index(drop=True),
        ("filing_trend",),
        n=int(rows["family_count"].sum()),
        window=_window(rows),
        caveats=_caveats(rows),
        options={
            "series_words": "ip_right",
            "series_title": "column.ip_right",
            "value_title": "column.family_count",
        },
        keys={"year": "year", "series": "right"},
    )


def origins(filing_trend: pd.DataFrame) -> Exhibit | None:
    """Families by year for the five largest origins."""
    rows = _recent(filing_trend[(filing_trend["branch_id"] == WHOLE) & (filing_trend["origin"] != WHOLE)])
    totals = rows.groupby("origin")["family_count"].sum().sort_values(ascending=False, kind="stable")
    top = totals[totals > 0].head(5)
    if len(top) < 2:
        return None
    years = range(int(rows["priority_year"].min()), int(rows["priority_year"].max()) + 1)
    complete = filing_trend.loc[filing_trend["is_complete"].fillna(False).astype(bool), "priority_year"].max()
    full = pd.MultiIndex.from_product([top.index, years], names=["series", "year"])
    counts = rows.set_index(["origin", "priority_year"])["family_count"].rename_axis(["series", "year"])
    frame = counts.reindex(full, fill_value=0).rename("value").reset_index()
    frame["is_complete"] = frame["year"] <= (0 if pd.isna(complete) else int(complete))
    return Exhibit(
        "origins",
        "lines",
        frame,
        ("filing_trend",),
        n=int(top.sum()),
        window=_window(rows),
        caveats=_caveats(rows),
        options={
            "series_words": "office",
            "series_title": "column.origin",
            "value_title": "column.family_count",
        },
        keys={"year": "year", "series": "country"},
    )


def branch_origin(filing_trend: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Families of each branch by origin."""
    rows = filing_trend[(filing_trend["branch_id"] != WHOLE) & (filing_trend["origin"] != WHOLE)]
    rows = rows[rows["branch_id"].isin(shown_level(branch))]
    totals = rows.groupby("origin")["family_count"].sum().sort_values(ascending=False, kind="stable")
    top = list(totals[totals > 0].head(TOP_ORIGINS).index)
    if not top:
        return None
    grid = rows[rows["origin"].isin(top)].groupby(["branch_id", "origin"])["family_count"].sum()
    ids = sorted(rows["branch_id"].unique())
    full = pd.MultiIndex.from_product([ids, top], names=["branch_id", "column"])
    frame = (
        grid.rename_axis(["branch_id", "column"]).reindex(full, fill_value=0).rename("value").reset_index()
    )
    frame = named(frame, branch).rename(columns={"label_zh": "row_zh", "label_en": "row_en"})
    return Exhibit(
        "branch_origin", "heat", frame[["branch_id", "row_zh", "row_en", "column", "value"]],
        ("filing_trend", "branch"), n=int(totals.sum()), caveats=("multiple_branches",),
        columns=("row", "column", "value"),
        options={"column_words": "office", "row_title": "column.branch", "column_title": "column.origin",
                 "value_title": "column.family_count", "by_row": True},
        keys={"column": "country"},
    )  # fmt: skip


def movement(profile: pd.DataFrame) -> Exhibit | None:
    """Branches by size and growth, coloured by life-cycle stage."""
    rows = profile[profile["growth"].notna() & (profile["family_count"] > 0)]
    if len(rows) < 3:
        return None
    frame = pd.DataFrame({
        "branch_id": rows["branch_id"], "label_zh": rows["label_zh"], "label_en": rows["label_en"],
        "x": rows["family_count"], "y": rows["growth"], "size": rows["recent_count"],
        "series": rows["life_cycle_stage"].fillna("undetermined"),
    })  # fmt: skip
    return Exhibit(
        "movement",
        "bubbles",
        frame.reset_index(drop=True),
        ("branch_profile", "branch"),
        n=int(rows["family_count"].sum()),
        caveats=("multiple_branches", "unnamed_bubbles"),
        columns=("label", "x", "y", "size", "series"),
        options={
            "x_title": "column.family_count",
            "y_title": "column.growth",
            "size_title": "column.recent_count",
            "series_title": "column.life_cycle_stage",
            "series_words": "life_cycle",
            "label_title": "column.branch",
            "y_kind": "percent",
            "x_log": True,
            "y_line": 0,
        },
    )


def branches(profile: pd.DataFrame) -> Exhibit | None:
    """The signals of every leaf."""
    if profile.empty:
        return None
    frame = profile.sort_values(["direction_score", "branch_id"], ascending=[False, True], na_position="last")
    return Exhibit(
        "branches", "table", frame.reset_index(drop=True), ("branch_profile", "branch"),
        n=int(profile["family_count"].sum()), caveats=("multiple_branches",),
        columns=("branch_id", "label", "stage", "family_count", "recent_count", "prior_count", "growth",
                 "structure_shift", "leader_shift", "entrant_rate", "operation_rate", "direction_score",
                 "life_cycle_stage"),
    )  # fmt: skip


def control(profile: pd.DataFrame) -> Exhibit | None:
    """Concentration of every leaf with the number of owners."""
    rows = profile[profile["cr4"].notna() | profile["foreign_share"].notna()]
    if rows.empty:
        return None
    frame = rows.sort_values(["cr4", "branch_id"], ascending=[False, True], na_position="last")
    return Exhibit(
        "control", "table", frame.reset_index(drop=True), ("branch_profile", "branch"),
        n=int(rows["active_count"].sum()), caveats=("multiple_branches", "patent_side"),
        columns=("branch_id", "label", "active_count", "applicant_count", "cr4", "hhi", "effective_owners",
                 "foreign_share", "mean_score", "top_decile_count"),
    )  # fmt: skip


def owners(position: pd.DataFrame) -> Exhibit | None:
    """The largest applicants of the whole corpus."""
    rows = position[(position["branch_id"] == WHOLE) & (position["actor_kind"] == "applicant")]
    rows = rows.sort_values(["family_count", "actor_id"], ascending=[False, True]).head(TOP_OWNERS)
    if rows.empty:
        return None
    frame = pd.DataFrame({
        "label": rows["actor_label"].fillna(rows["actor_id"]), "value": rows["family_count"],
        "active_count": rows["active_count"], "applicant_id": rows["actor_id"],
    })  # fmt: skip
    return Exhibit(
        "owners", "bars", frame.reset_index(drop=True), ("position",), n=int(rows["family_count"].sum()),
        columns=("label", "value", "active_count"), keys={"applicant_id": "actor applicant"},
        options={"label_title": "column.applicant", "value_title": "column.family_count"},
    )  # fmt: skip


def technology_map(
    cluster_assignment: pd.DataFrame,
    cluster: pd.DataFrame,
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
) -> Exhibit | None:
    """Every family's place, with its year, its cluster's name and growth, and the largest owners."""
    points = cluster_assignment[cluster_assignment["x"].notna() & cluster_assignment["y"].notna()]
    if len(points) < 10 or cluster.empty:
        return None
    labels = pd.DataFrame({"cluster_id": cluster["cluster_id"]})
    texts = [phrase(r.label_zh, r.label_en, r.cluster_id) for r in cluster.itertuples()]
    labels = labels.assign(label_zh=[t.zh for t in texts], label_en=[t.en for t in texts])
    known = family[["family_id", "title", "priority_year", "is_complete"]]
    places = points[["family_id", "cluster_id", "x", "y"]].sort_values("family_id", ignore_index=True)
    frame = places.merge(labels, on="cluster_id", how="left").merge(known, on="family_id", how="left")
    frame["title"] = frame["title"].fillna(frame["family_id"])
    frame["growth"] = frame["cluster_id"].map(_growth(frame))
    frame["owner"] = frame["family_id"].map(_largest_owner(frame, family_applicant, applicant))
    return Exhibit(
        "map",
        "technology_map",
        frame.drop(columns="is_complete"),
        ("cluster_assignment", "cluster", "family", "family_applicant", "applicant"),
        n=len(frame),
        caveats=("map_distance",),
    )


def _growth(frame: pd.DataFrame) -> pd.Series:
    """Of each cluster: three last complete years over the three before, less one; NA below five."""
    complete = frame[frame["is_complete"].fillna(False).astype(bool) & frame["priority_year"].notna()]
    last = complete["priority_year"].max() if len(complete) else 0
    recent, prior = (
        complete[complete["priority_year"].between(last - back - 2, last - back)].groupby("cluster_id").size()
        for back in (0, 3)
    )
    prior = prior[prior >= LEAST_PRIOR]
    return (recent.reindex(prior.index).fillna(0) / prior - 1).astype("float64")


def _largest_owner(frame: pd.DataFrame, family_applicant: pd.DataFrame, applicant: pd.DataFrame) -> pd.Series:
    """The applicant of each family, where it is one of those with most families on the map."""
    held = family_applicant.loc[family_applicant["share"] > 0, ["family_id", "applicant_id"]]
    held = held[held["family_id"].isin(frame["family_id"])]
    sizes = held["applicant_id"].value_counts()
    ordered = sorted(sizes.index, key=lambda name: (-int(sizes[name]), str(name)))[:TOP_OVERLAYS]
    place = {name: i for i, name in enumerate(ordered)}
    held = held[held["applicant_id"].isin(ordered)].assign(place=lambda f: f["applicant_id"].map(place))
    first = held.sort_values(["family_id", "place"]).drop_duplicates("family_id").set_index("family_id")
    return first["applicant_id"].map(applicant.set_index("applicant_id")["name"]).astype("str")


def clusters(cluster: pd.DataFrame) -> Exhibit | None:
    """The clusters with their terms."""
    if cluster.empty:
        return None
    rows = cluster.sort_values(["family_count", "cluster_id"], ascending=[False, True]).head(TOP_CLUSTERS)
    frame = rows.rename(columns={"terms": "terms_zh"})
    return Exhibit(
        "clusters", "table", frame.reset_index(drop=True), ("cluster",), n=int(cluster["family_count"].sum()),
        columns=("cluster_id", "label", "family_count", "terms", "ipc"),
        caveats=("first_rows",) if len(cluster) > TOP_CLUSTERS else (),
    )  # fmt: skip


def flows(office_flow: pd.DataFrame) -> Exhibit | None:
    """Families of each origin by the offices they reached."""
    rows = office_flow[office_flow["branch_id"] == WHOLE]
    if rows.empty:
        return None
    by_origin = rows.groupby("origin")["family_count"].max().sort_values(ascending=False, kind="stable")
    by_office = rows.groupby("destination")["family_count"].sum().sort_values(ascending=False, kind="stable")
    across, down = by_office.head(TOP_OFFICES).index, by_origin.head(TOP_OFFICES).index
    grid = rows.set_index(["origin", "destination"])["family_count"]
    full = pd.MultiIndex.from_product([down, across], names=["row", "column"])
    frame = grid.rename_axis(["row", "column"]).reindex(full, fill_value=0).rename("value").reset_index()
    return Exhibit(
        "flows", "ribbons", frame, ("office_flow",), caveats=("offices",),
        options={"row_words": "office", "column_words": "office", "row_title": "column.origin",
                 "column_title": "column.destination", "value_title": "column.family_count", "by_row": True},
        keys={"row": "country", "column": "office"},
    )  # fmt: skip

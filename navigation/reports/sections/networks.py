"""How the field hangs together: technologies, the ways of knowledge, teams of inventors."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from corpus import lists
from corpus.symbols import subclass_label
from navigation.network_columns import QUADRANTS
from navigation.reports.document import Ask, Exhibit, Section, asking
from navigation.reports.sections.branches import phrase

TOP_THEMES, TOP_LINKS, TOP_TEAMS, FEW = 30, 40, 15, 3
DRAWN_LINKS, LEAST_LINKS = 40, 3
LANGUAGES = ("zh", "en")


def networks(
    technology_theme: pd.DataFrame,
    cooccurrence: pd.DataFrame,
    main_path: pd.DataFrame,
    co_invention: pd.DataFrame,
    family: pd.DataFrame,
    applicant: pd.DataFrame,
) -> Section:
    """Themes and their quadrants, citation main paths, and inventors with joint families."""
    if technology_theme.empty and main_path.empty and co_invention.empty:
        return Section("networks", lacking=("technology_theme", "main_path", "co_invention"))
    ask = asking(
        "networks",
        technology_theme=technology_theme, cooccurrence=cooccurrence, main_path=main_path,
        co_invention=co_invention, family=family, applicant=applicant,
    )  # fmt: skip
    largest = technology_theme.sort_values(
        ["family_count", "theme_id"], ascending=[False, True], ignore_index=True
    )
    made = (
        quadrants(largest),
        web(cooccurrence, largest),
        themes(largest),
        *routes(main_path, family),
        team_web(co_invention),
        teams(co_invention, applicant),
    )
    return Section(
        "networks",
        {**_themes(ask, largest), **_paths(ask, main_path), **_teams(ask, co_invention)},
        tuple(exhibit for exhibit in made if exhibit is not None),
    )


def _themes(ask: Ask, technology_theme: pd.DataFrame) -> dict[str, object]:
    """Number of themes and links, and the largest themes of each quadrant."""
    return {
        "themes": ask("themes", "technology_theme", "count"),
        "links": ask("links", "cooccurrence", "count"),
        "quadrants": [
            {
                "code": code,
                "count": ask(f"quadrant.{code}", "technology_theme", "count", {"quadrant": code}),
                "labels": [
                    phrase(row.label_zh, row.label_en, row.theme_id)
                    for row in technology_theme[technology_theme["quadrant"] == code].head(FEW).itertuples()
                ],
            }
            for code in QUADRANTS
            if (technology_theme["quadrant"] == code).any()
        ],
    }


def _paths(ask: Ask, main_path: pd.DataFrame) -> dict[str, object]:
    return {
        "has_paths": not main_path.empty,
        "path_links": ask("path_links", "main_path", "count"),
        "citations": ask("citations", "main_path", "max:link_count"),
        "broken": ask("broken", "main_path", "max:broken_count"),
        "routes": ask("routes", "main_path", "count_distinct:key_route"),
        "heaviest": ask("heaviest", "main_path", "max:traversal_share", kind="percent"),
    }


def _teams(ask: Ask, co_invention: pd.DataFrame) -> dict[str, object]:
    return {
        "has_teams": not co_invention.empty,
        "pairs": ask("pairs", "co_invention", "count"),
        "groups": ask("groups", "co_invention", "count_distinct:group_number"),
        "largest_group": ask("largest_group", "co_invention", "max:group_size"),
    }


def quadrants(technology_theme: pd.DataFrame) -> Exhibit | None:
    """The strategic diagram: centrality across, density up, split at the medians."""
    known = technology_theme[technology_theme["quadrant"].notna()].head(TOP_THEMES)
    if known.empty:
        return None
    frame = known.rename(
        columns={
            "link_centrality": "x",
            "link_density": "y",
            "family_count": "size",
            "quadrant": "series",
        }
    )
    every = technology_theme[technology_theme["quadrant"].notna()]
    return Exhibit(
        "quadrants", "bubbles",
        frame[["label_zh", "label_en", "x", "y", "size", "series"]].reset_index(drop=True),
        ("technology_theme",), n=None,
        options={
            "x_kind": "ratio", "y_kind": "ratio", "series_words": "quadrant", "small": True,
            "size_title": "column.family_count", "series_title": "column.quadrant",
            "x_title": "column.link_centrality", "y_title": "column.link_density",
            "x_line": float(every["link_centrality"].median()),
            "y_line": float(every["link_density"].median()),
        },
    )  # fmt: skip


def web(cooccurrence: pd.DataFrame, technology_theme: pd.DataFrame) -> Exhibit | None:
    """The strongest ties of subclasses, each subclass in the colour of its theme."""
    order = ["equivalence", "family_count", "subclass", "partner_subclass"]
    rows = cooccurrence.sort_values(order, ascending=[False, False, True, True]).head(DRAWN_LINKS)
    if len(rows) < LEAST_LINKS:
        return None
    held = lists.explode(technology_theme[["theme_id", "subclasses"]], "subclasses")
    theme = held.drop_duplicates("subclasses").set_index("subclasses")["theme_id"]
    frame = rows.assign(group=rows["subclass"].map(theme).fillna(""), value=rows["family_count"])
    for end, column in (("source", "subclass"), ("target", "partner_subclass")):
        for language in LANGUAGES:
            frame[f"{end}_{language}"] = [f"{c} {subclass_label(c, language)}" for c in rows[column]]
    return Exhibit(
        "web", "ring", frame.reset_index(drop=True), ("cooccurrence", "technology_theme"), n=None,
        columns=("subclass", "partner_subclass", "value", "equivalence"),
        caveats=("first_rows",) if len(cooccurrence) > DRAWN_LINKS else (),
        options={"value_title": "column.family_count"},
    )  # fmt: skip


def team_web(co_invention: pd.DataFrame) -> Exhibit | None:
    """Inventors who file together, each team in a colour."""
    order = ["family_count", "inventor_name", "partner_name", "applicant_id"]
    rows = co_invention.sort_values(order, ascending=[False, True, True, True]).head(DRAWN_LINKS)
    if len(rows) < LEAST_LINKS:
        return None
    frame = pd.DataFrame({
        "source": rows["inventor_name"], "target": rows["partner_name"], "value": rows["family_count"],
        "group": rows["group_number"].astype("str"),
    })  # fmt: skip
    return Exhibit(
        "team_web", "ring", frame.reset_index(drop=True), ("co_invention",), n=None,
        columns=("source", "target", "value"),
        caveats=("first_rows",) if len(co_invention) > DRAWN_LINKS else (),
        options={"value_title": "column.family_count", "source_title": "column.inventor_name",
                 "target_title": "column.partner_name"},
    )  # fmt: skip


def themes(technology_theme: pd.DataFrame) -> Exhibit | None:
    """The themes with their subclasses and measures."""
    if technology_theme.empty:
        return None
    return Exhibit(
        "themes", "table", technology_theme.head(TOP_THEMES).reset_index(drop=True), ("technology_theme",),
        n=None, caveats=("first_rows",) if len(technology_theme) > TOP_THEMES else (),
        columns=("label", "subclasses", "family_count", "link_centrality", "link_density", "quadrant"),
    )  # fmt: skip


def routes(main_path: pd.DataFrame, family: pd.DataFrame) -> tuple[Exhibit | None, ...]:
    """The links of the key routes with the titles at both ends, along time: drawn, and as a table."""
    if main_path.empty:
        return ()
    known = family.set_index("family_id")
    order = ["key_route", "cited_family_id", "citing_family_id"]
    frame = main_path.sort_values(order, ignore_index=True).head(TOP_LINKS)
    for end in ("cited", "citing"):
        place = frame[f"{end}_family_id"]
        frame[f"{end}_title"] = place.map(known["title"].fillna(known["title_en"])).fillna(place)
        frame[f"{end}_year"] = place.map(known["priority_year"])
    frame = frame.sort_values(["key_route", "cited_year", "citing_year"], kind="stable", ignore_index=True)
    table = Exhibit(
        "routes", "table", frame, ("main_path", "family"), n=None,
        caveats=("first_rows",) if len(main_path) > TOP_LINKS else (),
        columns=("key_route", "cited_year", "cited_title", "citing_year", "citing_title", "traversal_share"),
    )  # fmt: skip
    drawn = frame[frame["cited_year"].notna() & frame["citing_year"].notna()]
    return replace(table, id="ways", look="ways") if len(drawn) else None, table


def teams(co_invention: pd.DataFrame, applicant: pd.DataFrame) -> Exhibit | None:
    """The pairs of inventors with most joint families."""
    if co_invention.empty:
        return None
    names = applicant.set_index("applicant_id")["name"]
    order = ["family_count", "last_year", "inventor_name", "partner_name", "applicant_id"]
    rows = co_invention.sort_values(order, ascending=[False, False, True, True, True]).head(TOP_TEAMS)
    frame = rows.assign(applicant=rows["applicant_id"].map(names)).reset_index(drop=True)
    return Exhibit(
        "teams", "table", frame, ("co_invention", "applicant"), n=None,
        columns=("inventor_name", "partner_name", "applicant", "family_count", "first_year", "last_year",
                 "group_size", "broker_name"),
    )  # fmt: skip

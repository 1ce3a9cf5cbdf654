"""People, partners and owners to turn to: teams, pairs of university and firm, companies, screens.

Only what publications print is used. Organisations are named to be talked to; inventors stand as
the teams they sign with, and nobody is ranked.
"""

from __future__ import annotations

import pandas as pd

from corpus import lists
from navigation.actor_tables import SCREENS, SPHERES
from navigation.reports.document import Ask, Exhibit, Phrase, Section, asking
from navigation.reports.sections.branches import label_of, phrase

TOP_TEAMS, TOP_MATCHES, TOP_OWNERS, TOP_SCREENED, FEW = 30, 30, 60, 30, 3
PER_LEAF = 5
CLOSE, LEADING_FIT = 0.5, 5  # likeness that counts as close; families a named owner must hold


def partners(
    inventor_team: pd.DataFrame,
    attraction: pd.DataFrame,
    screen: pd.DataFrame,
    joint_owner: pd.DataFrame,
    portfolio: pd.DataFrame,
    collaboration: pd.DataFrame,
    recommendation: pd.DataFrame,
    family: pd.DataFrame,
    applicant: pd.DataFrame,
    branch: pd.DataFrame,
) -> Section:
    """Teams by where they are, matches with reasons, owners by weak leaf, award and pledge screens."""
    if inventor_team.empty and attraction.empty and screen.empty and joint_owner.empty:
        return Section("partners", lacking=("inventor_team", "attraction", "screen"))
    ask = asking(
        "partners",
        inventor_team=inventor_team, attraction=attraction, screen=screen, joint_owner=joint_owner,
        portfolio=portfolio, recommendation=recommendation, applicant=applicant,
    )  # fmt: skip
    known, names = label_of(branch), applicant.set_index("applicant_id")["name"]
    pairs = matches(joint_owner, collaboration, names, known)
    context = {
        "zone_known": bool(applicant["is_zone_member"].fillna(False).any()),
        **_teams(ask),
        **_matches(ask, joint_owner),
        **_owners(ask, attraction, names, known),
        **_screens(ask, screen),
        "transfers": ask("transfers", "recommendation", "count", {"rule": ["open_licence", "license_in"]}),
    }
    made = (
        teams(inventor_team, names, known),
        pairs,
        owners(attraction, names, known),
        *(screened(screen, code, family, names) for code in SCREENS),
    )
    return Section("partners", context, tuple(e for e in made if e is not None))


def _teams(ask: Ask) -> dict[str, object]:
    by = {s: ask(f"teams.{s}", "inventor_team", "count", {"sphere": s}) for s in SPHERES}
    return {
        "team_count": ask("team_count", "inventor_team", "count"),
        "active_teams": ask("active_teams", "inventor_team", "count", {"recent_count": {"above": 0}}),
        "wanted_teams": ask("wanted_teams", "inventor_team", "count", {"is_wanted": True}),
        "spheres": [{"code": code, "count": count} for code, count in by.items() if count.value],
    }


def teams(inventor_team: pd.DataFrame, names: pd.Series, known: dict[str, Phrase]) -> Exhibit | None:
    """The teams: those in leaves the zone wants first, then by families."""
    if inventor_team.empty:
        return None
    is_wanted = bool(inventor_team["is_wanted"].fillna(False).any())
    order = ["is_wanted", "recent_count", "family_count", "team_id"]
    rows = inventor_team.sort_values(order, ascending=[False, False, False, True]).head(TOP_TEAMS)
    frame = _labelled(rows, names, known)
    return Exhibit(
        "teams", "table", frame, ("inventor_team", "applicant", "branch"), n=len(inventor_team), unit="teams",
        columns=("applicant", "sphere", "branch", *(("is_wanted",) if is_wanted else ()), "member_count",
                 "members", "family_count", "last_year"),
        caveats=("printed_names", *(("first_rows",) if len(inventor_team) > TOP_TEAMS else ())),
        options={"last_year_title": "column.last_filing"},
    )  # fmt: skip


def _matches(ask: Ask, joint_owner: pd.DataFrame) -> dict[str, object]:
    pair = {"kind": "university_firm"}
    return {
        "pairs": ask("pairs", "joint_owner", "count_distinct:portfolio_id", pair),
        "close_pairs": ask(
            "close_pairs", "joint_owner", "count_distinct:portfolio_id",
            {**pair, "likeness": {"at_least": CLOSE}},
        ),
        "has_pairs": bool((joint_owner["kind"] == "university_firm").any()),
    }  # fmt: skip


def matches(
    joint_owner: pd.DataFrame, collaboration: pd.DataFrame, names: pd.Series, known: dict[str, Phrase]
) -> Exhibit | None:
    """Pairs of university and firm of the zone, the best match first, each with its reasons."""
    rows = joint_owner[joint_owner["kind"] == "university_firm"].sort_values(["portfolio_id", "place"])
    if rows.empty:
        return None
    first, second = (rows.groupby("portfolio_id").nth(i).set_index("portfolio_id") for i in (0, 1))
    pairs = first.join(
        second[["applicant_id", "added_count"]].add_suffix("_other"), how="inner"
    ).reset_index()
    ties = set(zip(collaboration["applicant_id"], collaboration["partner_id"], strict=True))
    ends = list(zip(pairs["applicant_id"], pairs["applicant_id_other"], strict=True))
    pairs["is_tied"] = [(a, b) in ties or (b, a) in ties for a, b in ends]
    pairs = pairs.sort_values(["match_score", "portfolio_id"], ascending=[False, True]).head(TOP_MATCHES)
    added = pairs[["added_count", "added_count_other"]].fillna(0).max(axis=1)
    reasons = pd.DataFrame(
        {
            "portfolio_id": pairs["portfolio_id"],
            "close_leaves": pairs["likeness"] >= CLOSE,
            "adds_leaves": added > 0,
            "usable": pairs["feasibility"] >= CLOSE,
            "tied": pairs["is_tied"],
        }
    ).melt("portfolio_id", var_name="reason", value_name="is_met")
    gathered = lists.collect(reasons[reasons["is_met"].fillna(False).astype(bool)], "portfolio_id", "reason")
    labels = [known.get(str(b), Phrase("—", "—")) for b in pairs["branch_id"]]
    frame = pairs.assign(
        applicant=pairs["applicant_id"].map(names), partner=pairs["applicant_id_other"].map(names),
        branch_zh=[label.zh for label in labels], branch_en=[label.en for label in labels],
        reasons=pairs["portfolio_id"].map(gathered), added_count=added,
    ).reset_index(drop=True)  # fmt: skip
    return Exhibit(
        "matches", "table", frame, ("joint_owner", "collaboration", "applicant", "branch"), n=len(frame),
        unit="portfolios", caveats=("matching",),
        columns=("applicant", "partner", "branch", "match_score", "likeness", "added_count", "feasibility",
                 "reasons"),
    )  # fmt: skip


def _owners(
    ask: Ask, attraction: pd.DataFrame, names: pd.Series, known: dict[str, Phrase]
) -> dict[str, object]:
    """How many owners in how many leaves, and the first of the leaves with most at stake."""
    leading = attraction[(attraction["fit_rank"] == 1) & (attraction["active_count"] >= LEADING_FIT)]
    leading = leading.sort_values(["fit", "branch_id"], ascending=[False, True]).drop_duplicates("branch_id")
    return {
        "attracted": ask("attracted", "attraction", "count_distinct:applicant_id"),
        "attracted_leaves": ask("attracted_leaves", "attraction", "count_distinct:branch_id"),
        "tied_owners": ask(
            "tied_owners", "attraction", "count_distinct:applicant_id", {"tie_count": {"above": 0}}
        ),
        "first_owners": [
            {
                "branch": known[str(row.branch_id)],
                "label": phrase(names.get(row.applicant_id), None, row.applicant_id),
                "count": ask(
                    f"owner.{row.branch_id}.{row.applicant_id}", "attraction", "cell:active_count",
                    {"branch_id": row.branch_id, "applicant_id": row.applicant_id},
                ),
            }
            for row in leading.head(FEW).itertuples()
        ],
    }  # fmt: skip


def owners(attraction: pd.DataFrame, names: pd.Series, known: dict[str, Phrase]) -> Exhibit | None:
    """Outside companies by weak leaf with the parts of their fit."""
    if attraction.empty:
        return None
    rows = attraction[attraction["fit_rank"] <= PER_LEAF]
    rows = rows.sort_values(["branch_id", "fit_rank", "applicant_id"])
    frame = _labelled(rows.head(TOP_OWNERS), names, known)
    return Exhibit(
        "owners", "table", frame, ("attraction", "applicant", "branch"), n=len(attraction), unit="applicants",
        columns=("branch", "fit_rank", "applicant", "country", "active_count", "prior_count", "recent_count",
                 "held_share", "gap_weight", "growth_factor", "size_factor", "tie_count", "fit"),
        caveats=("fit", *(("first_rows",) if len(rows) > TOP_OWNERS else ())),
    )  # fmt: skip


def _screens(ask: Ask, screen: pd.DataFrame) -> dict[str, object]:
    """Of each screen: how many families, how many pass, and the gates most fail or cannot be judged on."""
    found = []
    for code in SCREENS:
        mine = screen[screen["screen"] == code]
        if mine.empty:
            continue
        failing = lists.explode(mine[["family_id", "failed_gates"]], "failed_gates")["failed_gates"]
        open_ = lists.explode(mine[["family_id", "unknown_gates"]], "unknown_gates")["unknown_gates"]
        found.append(
            {
                "code": code,
                "screened": ask(f"{code}.screened", "screen", "count", {"screen": code}),
                "eligible": ask(f"{code}.eligible", "screen", "count", {"screen": code, "is_eligible": True}),
                "failed": [
                    {
                        "code": gate,
                        "count": ask(
                            f"{code}.failed.{gate}", "screen", "count",
                            {"screen": code, "failed_gates": {"has": gate}},
                        ),
                    }
                    for gate in sorted(failing.dropna().unique())
                ],
                "open": [str(gate) for gate in sorted(open_.dropna().unique())],
            }
        )  # fmt: skip
    return {"screens": found}


def screened(screen: pd.DataFrame, code: str, family: pd.DataFrame, names: pd.Series) -> Exhibit | None:
    """The families that fail no gate, in the order of the screen."""
    rows = screen[(screen["screen"] == code) & screen["is_eligible"].fillna(False).astype(bool)]
    if rows.empty:
        return None
    about = family[["family_id", "representative_number", "title", "title_en", "remaining_years"]]
    frame = rows.sort_values(["screen_rank", "family_id"], na_position="last").head(TOP_SCREENED)
    frame = frame.merge(about, on="family_id", how="left")
    frame = frame.assign(
        title_zh=frame["title"].fillna(frame["title_en"]), title_en=frame["title_en"].fillna(frame["title"]),
        owner=frame["applicant_id"].map(names),
    ).drop(columns="title")  # fmt: skip
    return Exhibit(
        code, "table", frame, ("screen", "family", "applicant"), n=len(rows),
        columns=("screen_rank", "representative_number", "title", "owner", "screen_score", "remaining_years",
                 "unknown_gates"),
        caveats=("screened", *(("first_rows",) if len(rows) > TOP_SCREENED else ())),
    )  # fmt: skip


def _labelled(rows: pd.DataFrame, names: pd.Series, known: dict[str, Phrase]) -> pd.DataFrame:
    """The rows with the applicant's name and the branch's label."""
    labels = [known.get(str(b), Phrase("—", "—")) for b in rows["branch_id"]]
    return rows.assign(
        applicant=rows["applicant_id"].map(names).fillna(rows["applicant_id"]),
        branch_zh=[label.zh for label in labels],
        branch_en=[label.en for label in labels],
    ).reset_index(drop=True)

"""Who moves in the direction section: leaders that turn, newcomers, control by the home country."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Phrase
from navigation.reports.sections.branches import LEAST_N, WHOLE, label_of, leaves, phrase

FEW, TOP_ENTRANTS, TOP_SHIFTS = 3, 30, 3
LEAST_SHIFT = 1.0  # percentage points of the leaders' filings worth a sentence
LEAST_ENTRANT = 5  # families of a newcomer worth a name in a sentence


def movers(
    ask: Ask,
    profile: pd.DataFrame,
    branch: pd.DataFrame,
    entrant: pd.DataFrame,
    owner_shift: pd.DataFrame,
    applicant: pd.DataFrame,
    position: pd.DataFrame,
    home: str,
) -> dict[str, object]:
    """Leaves the leaders turn to and from, newcomers with their number, and the home country's share."""
    known, names = label_of(branch), applicant.set_index("applicant_id")["name"]
    large = profile[profile["leader_shift"].notna() & (profile["family_count"] >= LEAST_N)]
    up = large[large["leader_shift"] >= LEAST_SHIFT].sort_values(
        ["leader_shift", "branch_id"], ascending=[False, True]
    )
    down = large[large["leader_shift"] <= -LEAST_SHIFT].sort_values(["leader_shift", "branch_id"])
    rate = {"branch_id": WHOLE}
    newest = entrant[entrant["recent_count"] >= LEAST_ENTRANT]
    newest = newest.sort_values(["recent_count", "applicant_id"], ascending=[False, True])
    return {
        "leaders_up": [_shift(ask, str(b), known) for b in up["branch_id"].head(FEW)],
        "leaders_down": [_shift(ask, str(b), known) for b in down["branch_id"].head(FEW)],
        "turning": ask("turning", "owner_shift", "count_distinct:applicant_id"),
        "entrant_rate": ask("entrant_rate", "branch_profile", "cell:entrant_rate", rate, kind="percent"),
        "entrants": ask("entrants", "entrant", "count"),
        "newest": [
            {
                "label": phrase(names.get(row.applicant_id), None, row.applicant_id),
                "count": ask(
                    f"entrant.{row.applicant_id}", "entrant", "cell:recent_count",
                    {"applicant_id": row.applicant_id},
                ),
            }
            for row in newest.head(FEW).itertuples()
        ],
        "home_control": _home(ask, position, profile, branch, home),
    }  # fmt: skip


def _shift(ask: Ask, branch_id: str, known: dict[str, Phrase]) -> dict[str, object]:
    where = {"branch_id": branch_id}
    shift = ask(f"leader_shift.{branch_id}", "branch_profile", "cell:leader_shift", where, kind="points")
    return {"label": known[branch_id], "shift": shift}


def _home(
    ask: Ask, position: pd.DataFrame, profile: pd.DataFrame, branch: pd.DataFrame, home: str
) -> dict[str, object]:
    """The home country's share of families and of the asset index, over all and by leaf."""
    where = {"branch_id": WHOLE, "actor_kind": "country", "actor_id": home}
    rows = home_rows(position, profile, branch, home)
    order = ["control_share", "branch_id"]
    return {
        "share": ask("home_share", "position", "cell:branch_share", where, kind="percent"),
        "control": ask("home_control", "position", "cell:control_share", where, kind="percent"),
        "led": [_held(ask, str(b), branch, home) for b in rows.sort_values(order, ascending=[False, True])
                .loc[lambda f: f["control_share"] >= 0.5, "branch_id"].head(FEW)],
        "lagging": [_held(ask, str(b), branch, home) for b in rows.sort_values(order)
                    .loc[lambda f: f["control_share"] <= 0.1, "branch_id"].head(FEW)],
    }  # fmt: skip


def _held(ask: Ask, branch_id: str, branch: pd.DataFrame, home: str) -> dict[str, object]:
    where = {"branch_id": branch_id, "actor_kind": "country", "actor_id": home}
    return {
        "label": label_of(branch)[branch_id],
        "control": ask(f"home_control.{branch_id}", "position", "cell:control_share", where, kind="percent"),
    }


def home_rows(position: pd.DataFrame, profile: pd.DataFrame, branch: pd.DataFrame, home: str) -> pd.DataFrame:
    """The home country in each leaf with ten active families or more of whatever origin."""
    large = profile.loc[profile["active_count"] >= LEAST_N, "branch_id"]
    rows = position[(position["actor_kind"] == "country") & (position["actor_id"] == home)]
    rows = leaves(rows, branch)
    kept: pd.DataFrame = rows[rows["control_share"].notna() & rows["branch_id"].isin(large)]
    return kept


def shifts(owner_shift: pd.DataFrame, applicant: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Of each leader, the leaves that gained and lost most of its filings."""
    if owner_shift.empty:
        return None
    rows = owner_shift.sort_values(["applicant_id", "part_shift", "branch_id"], ascending=[True, False, True])
    place = rows.groupby("applicant_id").cumcount()
    left = rows.groupby("applicant_id").cumcount(ascending=False)
    rows = rows[(place < TOP_SHIFTS) | (left < TOP_SHIFTS)]
    rows = rows[rows["part_shift"] != 0]
    known = label_of(branch)
    names = rows["applicant_id"].map(applicant.set_index("applicant_id")["name"])
    frame = rows.assign(
        applicant=names.fillna(rows["applicant_id"]),
        branch_zh=[known[str(b)].zh for b in rows["branch_id"]],
        branch_en=[known[str(b)].en for b in rows["branch_id"]],
    ).reset_index(drop=True)
    return Exhibit(
        "shifts", "table", frame, ("owner_shift", "applicant", "branch"), n=None,
        columns=("applicant", "branch", "prior_count", "recent_count", "prior_part", "recent_part",
                 "part_shift"), caveats=("multiple_branches", "small_shift"),
    )  # fmt: skip


def entrants(entrant: pd.DataFrame, applicant: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """The newcomers with most families."""
    if entrant.empty:
        return None
    order = ["recent_count", "first_year", "applicant_id"]
    rows = entrant.sort_values(order, ascending=[False, True, True]).head(TOP_ENTRANTS)
    known = label_of(branch)
    labels = [known.get(str(b), Phrase("—", "—")) for b in rows["branch_id"]]
    frame = rows.assign(
        applicant=rows["applicant_id"].map(applicant.set_index("applicant_id")["name"]),
        branch_zh=[label.zh for label in labels], branch_en=[label.en for label in labels],
    ).reset_index(drop=True)  # fmt: skip
    return Exhibit(
        "entrants", "table", frame, ("entrant", "applicant", "branch"), n=len(entrant), unit="applicants",
        columns=("applicant", "applicant_kind", "first_year", "recent_count", "branch"),
        caveats=("new_to_exports", *(("first_rows",) if len(entrant) > TOP_ENTRANTS else ())),
        options={"first_year_title": "column.first_filing"},
    )  # fmt: skip


def home_control(
    position: pd.DataFrame, profile: pd.DataFrame, branch: pd.DataFrame, home: str
) -> Exhibit | None:
    """The home country's share of families and of control in every leaf that is large enough."""
    rows = home_rows(position, profile, branch, home)
    if rows.empty:
        return None
    frame = rows.rename(columns={"branch_share": "home_share", "control_share": "home_control"})
    frame = frame.sort_values(["home_control", "branch_id"], ascending=[False, True], ignore_index=True)
    return Exhibit(
        "home_control", "table", frame, ("position", "branch"), n=int(rows["family_count"].sum()),
        columns=("branch_id", "label", "stage", "family_count", "active_count", "home_share", "home_control",
                 "rta_shrunk"),
        caveats=("multiple_branches", "patent_side", "by_origin"),
    )  # fmt: skip


def expected(filing_trend: pd.DataFrame) -> Exhibit | None:
    """The incomplete years: what is published, and what is to be expected with its band."""
    rows = filing_trend[(filing_trend["branch_id"] == WHOLE) & (filing_trend["origin"] == WHOLE)]
    rows = rows[rows["nowcast"].notna()].sort_values("priority_year", ignore_index=True)
    if rows.empty:
        return None
    return Exhibit(
        "expected", "table", rows, ("filing_trend",), n=int(rows["family_count"].sum()),
        columns=("priority_year", "family_count", "nowcast_low", "nowcast", "nowcast_high"),
        caveats=("band",), options={"family_count_title": "column.published_so_far"},
    )  # fmt: skip

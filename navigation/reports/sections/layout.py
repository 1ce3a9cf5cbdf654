"""One enterprise's layout strategy: open leaves, white spots, missing offices, running deadlines."""

from __future__ import annotations

from typing import Any

import pandas as pd

from corpus import lists
from navigation.reports.document import Ask, Exhibit, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.branches import LEAST_N, label_of, leaves
from navigation.reports.sections.own import name_of, own_families, own_where

FEW, MOST_MISSING, MOST_DEADLINES, MOST_LEAVES, MOST_SPARSE = 3, 12, 10, 10, 6
LEAST_EXPECTED, SPARSE_LIFT = 5.0, 0.5
ABROAD = ("priority_abroad", "national_phase", "national_phase_late")


def layout(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    gap: pd.DataFrame,
    white_spot: pd.DataFrame,
    deadline: pd.DataFrame,
    *,
    enterprise_id: str,
) -> Section:
    """Where rivals are and the enterprise is not, where nobody is, and until when it can follow."""
    mine = gap[gap["enterprise_id"] == enterprise_id]
    if mine.empty:
        return Section("layout", lacking=("gap",))
    own = own_families(enterprise_id, family, family_applicant, applicant)
    ask = asking(
        "layout",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        branch=branch, branch_assignment=branch_assignment, gap=gap, white_spot=white_spot,
        deadline=deadline,
    )  # fmt: skip
    known = label_of(branch)
    rows = leaves(mine, branch)
    absent = rows[(rows["family_count"] == 0) & (rows["growth"] > 0) & (rows["leader_count"] >= LEAST_N)]
    absent = absent.sort_values(["growth", "branch_id"], ascending=[False, True])
    leaf = {"enterprise_id": enterprise_id, "branch_id": among("branch", "branch_id", is_leaf=True)}
    held = list(rows.loc[rows["family_count"] > 0, "branch_id"])
    context = {
        "name": name_of(enterprise_id, enterprise),
        "has_own": not own.empty,
        "open_count": ask(
            "open_count", "gap", "count",
            {**leaf, "family_count": 0, "growth": {"above": 0}, "leader_count": {"at_least": LEAST_N}},
        ),
        "open": [_open(ask, str(b), enterprise_id, known) for b in absent["branch_id"].head(FEW)],
        "lacking_count": ask("lacking_count", "gap", "count", {**leaf, "missing_offices": {"known": True}}),
        **_spots(ask, enterprise_id),
        **_deadlines(ask, enterprise_id),
    }  # fmt: skip
    made = (
        missing(rows),
        white_spots(white_spot, branch, held),
        sparse(white_spot, branch, held),
        deadlines(own, deadline),
    )
    return Section("layout", context, tuple(e for e in made if e is not None))


def _open(ask: Ask, branch_id: str, enterprise_id: str, known: dict[str, Any]) -> dict[str, object]:
    where = {"enterprise_id": enterprise_id, "branch_id": branch_id}
    return {
        "label": known[branch_id],
        "growth": ask(f"growth.{branch_id}", "gap", "cell:growth", where, kind="magnitude"),
        "leader": ask(f"leader.{branch_id}", "gap", "cell:leader_count", where),
    }


def _spots(ask: Ask, enterprise_id: str) -> dict[str, object]:
    """White spots in the enterprise's leaves, and the cells with enough expected to judge."""
    leaf = {"branch_id": among("gap", "branch_id", enterprise_id=enterprise_id, family_count={"above": 0})}
    return {
        "judged": ask(
            "judged", "white_spot", "count", {**leaf, "expected_count": {"at_least": LEAST_EXPECTED}}
        ),
        "spots": ask("spots", "white_spot", "count", {**leaf, "is_white_spot": True}),
        "sparse": ask(
            "sparse", "white_spot", "count",
            {**leaf, "expected_count": {"at_least": LEAST_EXPECTED}, "lift": {"below": SPARSE_LIFT}},
        ),
    }  # fmt: skip


def _deadlines(ask: Ask, enterprise_id: str) -> dict[str, object]:
    own = own_where(enterprise_id)

    def count(kind: str) -> object:
        where = {"deadline_kind": kind, **own}
        return {
            "count": ask(f"{kind}.count", "deadline", "count_distinct:family_id", where),
            "next": ask(f"{kind}.next", "deadline", "min:due_date", where, kind="date"),
        }

    return {kind: count(kind) for kind in ABROAD}


def missing(rows: pd.DataFrame) -> Exhibit | None:
    """Leaves of the enterprise with offices it lacks, most rivals first; then open leaves that grow."""
    lacking = lists.lengths(rows["missing_offices"]).fillna(0) > 0
    is_open = (rows["family_count"] == 0) & (rows["growth"] > 0) & (rows["leader_count"] >= LEAST_N)
    chosen = rows[lacking | is_open]
    if chosen.empty:
        return None
    frame = chosen.sort_values(
        ["family_count", "leader_count", "branch_id"], ascending=[False, False, True], ignore_index=True
    )
    return Exhibit(
        "missing", "table", frame.head(MOST_MISSING), ("gap", "branch"), n=len(frame), unit="branches",
        caveats=("multiple_branches", *(("first_rows",) if len(frame) > MOST_MISSING else ())),
        columns=("label", "is_critical", "family_count", "leader_count", "growth", "missing_offices"),
    )  # fmt: skip


def white_spots(white_spot: pd.DataFrame, branch: pd.DataFrame, held: list[str]) -> Exhibit | None:
    """Families by leaf of the enterprise and effect, for the effects that any of them has."""
    rows = white_spot[white_spot["branch_id"].isin(held)]
    sizes = rows.groupby("branch_id")["family_count"].sum().sort_values(ascending=False, kind="stable")
    chosen = [b for b in branch["branch_id"] if b in set(sizes[sizes > 0].index[:MOST_LEAVES])]
    rows = rows[rows["branch_id"].isin(chosen)]
    across = rows.groupby("effect")["family_count"].sum().sort_values(ascending=False, kind="stable")
    effects = list(across[across >= LEAST_N].index[:MOST_LEAVES])
    if not chosen or len(effects) < 2:
        return None
    told = ["family_count", "expected_count", "lift", "is_white_spot"]
    grid = rows.set_index(["branch_id", "effect"])[told]
    full = pd.MultiIndex.from_product([chosen, effects], names=["branch_id", "effect"])
    frame = grid.reindex(full).reset_index().rename(columns={"family_count": "value"})
    known = label_of(branch)
    frame["column"] = frame["effect"]
    frame["row_zh"] = [known[b].zh for b in frame["branch_id"]]
    frame["row_en"] = [known[b].en for b in frame["branch_id"]]
    return Exhibit(
        "white_spots", "heat", frame, ("white_spot",), n=int(frame["value"].sum()),
        caveats=("multiple_branches", "effect_words"), columns=("row", "column", "value", "expected_count"),
        options={"column_words": "effect", "row_title": "column.branch", "column_title": "column.effect",
                 "value_title": "column.family_count", "by_row": True},
        keys={"effect": "effect"},
    )  # fmt: skip


def sparse(white_spot: pd.DataFrame, branch: pd.DataFrame, held: list[str]) -> Exhibit | None:
    """Cells of the enterprise's leaves with far fewer families than expected, white spots first."""
    rows = white_spot[
        white_spot["branch_id"].isin(held)
        & (white_spot["expected_count"] >= LEAST_EXPECTED)
        & (white_spot["lift"] < SPARSE_LIFT)
    ]
    if rows.empty:
        return None
    rows = rows.assign(_spot=~rows["is_white_spot"].fillna(False).astype(bool)).sort_values(
        ["_spot", "lift", "branch_id", "effect"], ignore_index=True
    )
    known = label_of(branch)
    frame = rows.head(MOST_SPARSE).drop(columns="_spot")
    frame = frame.assign(
        label_zh=[known[b].zh for b in frame["branch_id"]], label_en=[known[b].en for b in frame["branch_id"]]
    )
    return Exhibit(
        "sparse", "table", frame, ("white_spot", "branch"), n=len(rows), unit="cells",
        caveats=("effect_words", *(("first_rows",) if len(rows) > MOST_SPARSE else ())),
        columns=("label", "effect", "family_count", "expected_count", "lift", "growth", "effect_growth",
                 "is_white_spot"),
    )  # fmt: skip


def deadlines(own: pd.DataFrame, deadline: pd.DataFrame) -> Exhibit | None:
    """Days until which the enterprise can still file abroad, or enter countries."""
    rows = deadline[deadline["deadline_kind"].isin(ABROAD) & deadline["family_id"].isin(own["family_id"])]
    if rows.empty:
        return None
    about = own[["family_id", "representative_number", "title", "title_en", "earliest_priority_date"]]
    frame = rows.merge(about, on="family_id").sort_values(
        ["due_date", "family_id", "deadline_kind"], ignore_index=True
    )
    frame = frame.assign(
        title_zh=frame["title"].fillna(frame["title_en"]), title_en=frame["title_en"].fillna(frame["title"])
    )
    return Exhibit(
        "deadlines", "table", frame.head(MOST_DEADLINES), ("deadline", "family"), n=len(frame),
        unit="deadlines",
        caveats=("verify_dates", *(("first_rows",) if len(frame) > MOST_DEADLINES else ())),
        columns=("due_date", "deadline_kind", "representative_number", "title", "earliest_priority_date",
                 "days_left"),
    )  # fmt: skip

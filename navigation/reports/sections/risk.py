"""A first screening of others' active rights near one enterprise's technology; no legal advice."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from navigation.reports.document import Exhibit, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.branches import label_of
from navigation.reports.sections.high_value_exhibits import owners_of
from navigation.reports.sections.own import name_of, own_families, own_where

NEAREST, TOP_OFFICES, MOST_LEAVES = 30, 8, 20
BLOCK = 2_000  # rows of others compared at a time, to bound memory


def risk(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    text_embedding: pd.DataFrame,
    *,
    enterprise_id: str,
) -> Section:
    """Active families of others in the enterprise's leaves, by office, and the nearest by text."""
    own = own_families(enterprise_id, family, family_applicant, applicant)
    if own.empty or branch_assignment.empty:
        return Section("risk", lacking=("family_applicant", "branch_assignment"))
    ask = asking(
        "risk",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        family_member=family_member, branch=branch, branch_assignment=branch_assignment,
    )  # fmt: skip
    on_leaf = branch_assignment[branch_assignment["is_leaf"].fillna(False).astype(bool)]
    mine = on_leaf[on_leaf["family_id"].isin(own["family_id"])]
    leaves = sorted(mine["branch_id"].unique())
    others = others_in(leaves, on_leaf, own, family)
    own_leaf = among("branch_assignment", "branch_id", is_leaf=True, **own_where(enterprise_id))
    beside = {
        "among": {"table": "branch_assignment", "column": "family_id", "where": {"branch_id": own_leaf}}
    }
    held = own_where(enterprise_id)["family_id"]
    where = {"is_active": True, "family_id": {**beside, "outside": held["among"]}}
    near = nearest(own, others, text_embedding, family_applicant, applicant)
    context = {
        "name": name_of(enterprise_id, enterprise),
        "leaves": ask(
            "leaves",
            "branch_assignment",
            "count_distinct:branch_id",
            {"is_leaf": True, **own_where(enterprise_id)},
        ),
        "others": ask("others", "family", "count", where),
        "long": ask("long", "family", "count", {**where, "remaining_years": {"at_least": 10}}),
        "disputed": ask("disputed", "family", "count", {**where, "litigation_count": {"at_least": 1}}),
        "status_known": bool(family["is_active"].notna().any()),
        "has_texts": near is not None,
    }
    made = (offices(others, on_leaf, leaves, family_member, branch), near)
    return Section("risk", context, tuple(e for e in made if e is not None))


def others_in(
    leaves: list[str], on_leaf: pd.DataFrame, own: pd.DataFrame, family: pd.DataFrame
) -> pd.DataFrame:
    """Active families of others in the leaves."""
    there = on_leaf.loc[on_leaf["branch_id"].isin(leaves), "family_id"]
    active = family[family["is_active"].fillna(False).astype(bool) & family["family_id"].isin(there)]
    return active[~active["family_id"].isin(own["family_id"])].reset_index(drop=True)


def offices(
    others: pd.DataFrame,
    on_leaf: pd.DataFrame,
    leaves: list[str],
    family_member: pd.DataFrame,
    branch: pd.DataFrame,
) -> Exhibit | None:
    """Active families of others by leaf and office in which a member is active."""
    alive = family_member[
        family_member["is_active"].fillna(False).astype(bool) & (family_member["office"] != "WO")
    ]
    alive = alive[alive["family_id"].isin(others["family_id"])][["family_id", "office"]].drop_duplicates()
    rows = on_leaf[on_leaf["branch_id"].isin(leaves)][["family_id", "branch_id"]].merge(alive, on="family_id")
    if rows.empty:
        return None
    top = rows.groupby("office").size().sort_values(ascending=False, kind="stable").head(TOP_OFFICES).index
    sizes = (
        rows.groupby("branch_id").size().sort_values(ascending=False, kind="stable").head(MOST_LEAVES).index
    )
    ids = [b for b in branch["branch_id"] if b in set(sizes)]
    full = pd.MultiIndex.from_product([ids, top], names=["branch_id", "column"])
    grid = rows.groupby(["branch_id", "office"]).size().rename_axis(["branch_id", "column"])
    frame = grid.reindex(full, fill_value=0).rename("value").reset_index()
    known = label_of(branch)
    frame["row_zh"] = [known[b].zh for b in frame["branch_id"]]
    frame["row_en"] = [known[b].en for b in frame["branch_id"]]
    return Exhibit(
        "offices", "heat", frame, ("family", "family_member", "branch_assignment"), n=len(others),
        caveats=("screening", "multiple_branches"), columns=("row", "column", "value"),
        options={"column_words": "office", "row_title": "column.branch", "column_title": "column.office",
                 "value_title": "column.active_count"},
    )  # fmt: skip


def _vectors(frame: pd.DataFrame) -> npt.NDArray[np.float32]:
    """The vectors of all rows as one matrix, without a Python list on the way."""
    column = pa.array(frame["vector"].array, from_pandas=True)
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    flat: npt.NDArray[np.float32] = pc.list_flatten(whole).to_numpy(zero_copy_only=False)
    return flat.reshape(len(frame), -1)


def nearest(
    own: pd.DataFrame,
    others: pd.DataFrame,
    text_embedding: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
) -> Exhibit | None:
    """Active families of others whose texts are nearest to one of the enterprise's families."""
    known = text_embedding.dropna(subset=["vector"])
    ours = known[known["family_id"].isin(own["family_id"])].sort_values("family_id")
    theirs = known[known["family_id"].isin(others["family_id"])].sort_values("family_id")
    if ours.empty or theirs.empty:
        return None
    base, others_matrix = _vectors(ours), _vectors(theirs)
    best, at = [], []
    for start in range(0, len(theirs), BLOCK):
        likeness = others_matrix[start : start + BLOCK] @ base.T
        best.append(likeness.max(axis=1))
        at.append(likeness.argmax(axis=1))
    # Rounded, so that the order of equal texts does not hang on the last bits of a product.
    frame = (
        pd.DataFrame(
            {
                "family_id": theirs["family_id"].to_numpy(),
                "similarity": np.round(np.concatenate(best).astype("float64"), 4),
                "own_family_id": ours["family_id"].to_numpy()[np.concatenate(at)],
            }
        )
        .sort_values(["similarity", "family_id"], ascending=[False, True], ignore_index=True)
        .head(NEAREST)
    )
    about = others[
        ["family_id", "representative_number", "title", "title_en", "legal_status", "remaining_years"]
    ]
    frame = frame.merge(about, on="family_id", how="left")
    numbers = own.set_index("family_id")["representative_number"]
    frame = frame.assign(
        owner=owners_of(frame["family_id"], family_applicant, applicant),
        own_number=frame["own_family_id"].map(numbers).fillna(frame["own_family_id"]),
        title_zh=frame["title"].fillna(frame["title_en"]),
        title_en=frame["title_en"].fillna(frame["title"]),
    )
    return Exhibit(
        "nearest", "table", frame, ("text_embedding", "family", "family_applicant"), n=len(theirs),
        caveats=("screening", "first_rows"),
        columns=("similarity", "representative_number", "title", "owner", "legal_status", "remaining_years",
                 "own_number"),
    )  # fmt: skip

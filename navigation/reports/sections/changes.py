"""What changed since the last run with other inputs or of another version; silent at the first run."""

from __future__ import annotations

import pandas as pd

from corpus import lists
from navigation.changes import LEAST_MOVE
from navigation.reports.document import Ask, Exhibit, Section, asking
from navigation.reports.words import LANGUAGES, format_value

FAMILIES_SHOWN = 40
MOVERS_SHOWN = 20
_STAYED = {"presence": "stayed"}
_MOVED = {"any": [{"score_move": {"at_least": LEAST_MOVE}}, {"score_move": {"at_most": -LEAST_MOVE}}]}
_WORDS = {
    "presence_words": "presence",
    "cause_words": "cause",
    "status_before_words": "legal_status",
    "status_after_words": "legal_status",
    "score_before_kind": "score",
    "score_after_kind": "score",
    "score_move_kind": "points",
}


def changes(
    run_change: pd.DataFrame,
    family_change: pd.DataFrame,
    portfolio_change: pd.DataFrame,
    fact_change: pd.DataFrame,
    cluster_lineage: pd.DataFrame,
    cluster: pd.DataFrame,
    previous_cluster: pd.DataFrame,
) -> Section:
    """Inputs that differ; families in and out, statuses, scores, portfolios, clusters, headline numbers."""
    if run_change.empty:
        return Section("changes")
    ask = asking(
        "changes",
        run_change=run_change, family_change=family_change, portfolio_change=portfolio_change,
        fact_change=fact_change, cluster_lineage=cluster_lineage,
    )  # fmt: skip
    row = run_change.iloc[0]
    is_redivided = bool(row["is_redivided"])
    became = cluster_lineage[cluster_lineage["change"] != "kept"] if is_redivided else cluster_lineage[:0]
    context = {
        "cut_off_before": ask("cut_off_before", "run_change", "cell:cut_off", kind="date"),
        "cut_off_after": ask("cut_off_after", "run_change", "cell:cut_off_after", kind="date"),
        "run_digest": str(row["run_digest"]),
        "cause": None if pd.isna(row["cause"]) else str(row["cause"]),
        **{name: _items(run_change, name) for name in ("data_changes", "definition_changes")},
        "method_changes": _items(run_change, "method_changes"),
        "portfolios": ask("portfolios", "portfolio_change", "count"),
        "facts": ask("facts", "fact_change", "count"),
        "is_redivided": is_redivided,
        "clusters": {
            name: ask(f"clusters.{name}", "cluster_lineage", "count", {"change": name})
            for name in ("new", "split", "merged", "vanished")
        }
        if is_redivided
        else {},
        **_families(ask),
    }
    made = (
        _headline(fact_change),
        _in_and_out(family_change),
        _movers(family_change),
        _portfolios(portfolio_change),
        _clusters(became, cluster, previous_cluster),
    )
    return Section("changes", context, tuple(e for e in made if e is not None))


def _items(run_change: pd.DataFrame, column: str) -> list[str]:
    return [str(item) for item in lists.explode(run_change[["run_digest", column]], column)[column]]


def _families(ask: Ask) -> dict[str, object]:
    return {
        "entered": ask("entered", "family_change", "count", {"presence": "entered"}),
        "left": ask("left", "family_change", "count", {"presence": "left"}),
        "statuses": ask("statuses", "family_change", "count", {"is_status_change": True}),
        "moved": ask("moved", "family_change", "count", {**_STAYED, **_MOVED}),
        "moved_own": ask("moved_own", "family_change", "count", {**_STAYED, **_MOVED, "is_own_change": True}),
    }


def _headline(fact_change: pd.DataFrame) -> Exhibit | None:
    """Numbers of the summary before and after, printed as each is."""
    if fact_change.empty:
        return None
    frame = pd.DataFrame({"fact": fact_change["fact_id"].str.partition(".")[2]})
    for side in ("before", "after"):
        for language in LANGUAGES:
            frame[f"{side}_{language}"] = pd.Series(
                [
                    "—" if pd.isna(value) else format_value(float(value), str(kind), language)
                    for value, kind in zip(
                        fact_change[f"number_{side}"], fact_change["fact_kind"], strict=True
                    )
                ],
                dtype="str",
            )
    return Exhibit(
        "headline", "table", frame, ("fact_change",), n=len(frame), unit="numbers",
        columns=("fact", "before", "after"), options={"fact_words": "headline"},
    )  # fmt: skip


def _in_and_out(family_change: pd.DataFrame) -> Exhibit | None:
    rows = family_change[(family_change["presence"] != "stayed") | family_change["is_status_change"]]
    if rows.empty:
        return None
    places = {"entered": 0, "left": 1, "stayed": 2}
    rows = rows.assign(place=rows["presence"].map(places)).sort_values(["place", "family_id"])
    return Exhibit(
        "families", "table", rows.head(FAMILIES_SHOWN).reset_index(drop=True), ("family_change",),
        n=len(rows),
        columns=("representative_number", "title", "presence", "status_before", "status_after"),
        caveats=("first_rows",) if len(rows) > FAMILIES_SHOWN else (), options=_WORDS,
    )  # fmt: skip


def _movers(family_change: pd.DataFrame) -> Exhibit | None:
    """Families whose score moved most."""
    rows = family_change[family_change["presence"] == "stayed"]
    rows = rows[rows["score_move"].abs() >= LEAST_MOVE]
    if rows.empty:
        return None
    rows = rows.assign(size=rows["score_move"].abs().round(6))
    rows = rows.sort_values(["size", "family_id"], ascending=[False, True])
    return Exhibit(
        "movers", "table", rows.head(MOVERS_SHOWN).reset_index(drop=True), ("family_change",), n=len(rows),
        columns=("representative_number", "title", "score_before", "score_after", "score_move",
                 "rank_before", "rank_after", "is_own_change", "cause"),
        caveats=(("first_rows",) if len(rows) > MOVERS_SHOWN else ()) + ("interval",), options=_WORDS,
    )  # fmt: skip


def _portfolios(portfolio_change: pd.DataFrame) -> Exhibit | None:
    if portfolio_change.empty:
        return None
    rows = portfolio_change.sort_values(["rank_after", "rank_before", "portfolio_id"], na_position="last")
    return Exhibit(
        "portfolios", "table", rows.head(FAMILIES_SHOWN).reset_index(drop=True), ("portfolio_change",),
        n=len(rows), unit="portfolios",
        columns=("portfolio_label", "presence", "rank_before", "rank_after", "score_before", "score_after",
                 "cause"),
        caveats=("interval",), options=_WORDS,
    )  # fmt: skip


def _clusters(became: pd.DataFrame, cluster: pd.DataFrame, previous: pd.DataFrame) -> Exhibit | None:
    """Clusters that are new, gone, split or merged, with the label of the run they are in."""
    if became.empty:
        return None
    labels = pd.concat([cluster[["cluster_id", "label_zh", "label_en"]], previous])
    labels = labels.drop_duplicates("cluster_id")
    rows = became.merge(labels, on="cluster_id", how="left").sort_values("cluster_id", ignore_index=True)
    return Exhibit(
        "clusters", "table", rows, ("cluster_lineage",), n=len(rows), unit="clusters",
        columns=("cluster_id", "label", "change", "previous_count", "family_count", "came_from", "went_to"),
        options={"change_words": "cluster_change"},
    )  # fmt: skip

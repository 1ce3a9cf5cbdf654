"""`patnav diff`: what changed between two runs of a study, and why as far as their inputs tell."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from corpus import lists
from corpus.errors import MissingTableError, StudyError
from corpus.store import Store
from flows import history
from flows.history import Frames
from flows.study import ROOMS
from navigation import changes, lineage

SHOWN = 10
COLUMNS = ("what", "id", "label", "presence", "aspect", "before", "after", "move", "cause")


def diff_runs(first: Path, second: Path, out: Path | None = None) -> Iterator[str]:
    """Lines on what differs; every row goes to a CSV file where one is named.

    Parameters
    ----------
    first, second
        Folders of results, their `run.json`, or records under `<out>/runs`; the older one first.
    out
        CSV file to write.

    Raises
    ------
    MissingTableError
        One of them is no run.
    StudyError
        They share no family.
    """
    before, now = open_run(first), open_run(second)
    families = [frames["previous_family"]["family_id"] for frames in (before, now)]
    if not families[1].isin(families[0]).any():
        raise StudyError(f"{first} and {second} share no family. Name two runs of one study")
    run = changes.run_change(before["previous_run"], now["previous_run"])
    family = changes.compared_families(before["previous_family"], now["previous_family"], run)
    portfolio = changes.compared_portfolios(before["previous_portfolio"], now["previous_portfolio"], run)
    fact = changes.fact_change(before["previous_fact"], now["previous_fact"])
    cluster = _clusters(first, second)
    yield from _run_lines(run)
    yield from _fact_lines(fact)
    yield from _family_lines(family)
    yield from _portfolio_lines(portfolio)
    yield from _cluster_lines(cluster)
    if out is not None:
        rows = difference(fact, family, portfolio, cluster)
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = out.with_name(out.name + ".part")
        rows.to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n")
        os.replace(draft, out)
        yield f"{out}: {len(rows):,} rows"


def open_run(path: Path) -> Frames:
    """What a run left, from its folder of results, its run.json or a record of it."""
    folder = path.parent if path.name == "run.json" else path
    file = folder / "run.json"
    if file.is_file():
        run = json.loads(file.read_text(encoding="utf-8"))
        store = Store(folder, ROOMS)
        row = history.run_row(
            store,
            run["inputs"],
            run.get("settings", {}),
            run["versions"]["patnav"],
            date.fromisoformat(run["as_of"]),
        )
        return history.record(store, row)
    if history.is_record(folder):
        return history.kept(folder)
    raise MissingTableError(
        f"{path} is no run: it holds neither run.json nor the tables of a record. "
        f"Name a folder of results, such as data/processed/STUDY, or one under its runs/"
    )


def difference(
    fact: pd.DataFrame, family: pd.DataFrame, portfolio: pd.DataFrame, cluster: pd.DataFrame
) -> pd.DataFrame:
    """Every change as one row: what it is about, its id, aspect, before, after, move and cause."""
    parts = [
        fact.assign(what="fact", id=fact["fact_id"], aspect=fact["fact_kind"],
                    before=fact["number_before"], after=fact["number_after"])
    ]  # fmt: skip
    listed = (
        ("family", family.assign(id=family["family_id"], label=family["representative_number"])),
        ("portfolio", portfolio.assign(id=portfolio["portfolio_id"], label=portfolio["portfolio_label_zh"])),
    )
    for what, frame in listed:
        for aspect in ("status", "score", "rank"):
            if f"{aspect}_before" not in frame.columns:
                continue
            pair = (frame[f"{aspect}_before"], frame[f"{aspect}_after"])
            differs = (pair[0] != pair[1]) & ~(pair[0].isna() & pair[1].isna())
            rows = frame.assign(what=what, aspect=aspect, before=pair[0], after=pair[1])[differs]
            parts.append(rows.assign(move=rows["score_move"] if aspect == "score" else None))
    if len(cluster):
        ids = cluster["cluster_id"]
        parts.append(
            cluster.assign(what="cluster", id=ids, aspect=cluster["change"],
                           before=cluster["previous_count"], after=cluster["family_count"])
        )  # fmt: skip
    columns = [part.reindex(columns=list(COLUMNS)).astype("object") for part in parts if len(part)]
    if not columns:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = pd.concat(columns, ignore_index=True)
    # A spreadsheet takes a name that starts with one of these for a formula.
    is_formula = rows["label"].astype("str").str.match(r"[=+\-@\t\r]")
    rows["label"] = rows["label"].where(~is_formula.fillna(False), "'" + rows["label"].astype("str"))
    return rows


def _clusters(first: Path, second: Path) -> pd.DataFrame:
    """What became of the clusters of the first run; without rows where one is but a record."""
    stores = [Store(p.parent if p.name == "run.json" else p, ROOMS) for p in (first, second)]
    if not all(store.has("cluster_assignment") for store in stores):
        return pd.DataFrame()
    before, now = (store.read("cluster_assignment") for store in stores)
    found = lineage.cluster_lineage(now, before)
    return found[(found["change"] != "kept") | (found["previous_count"] != found["family_count"])]


def _run_lines(run: pd.DataFrame) -> Iterator[str]:
    row = run.iloc[0]
    days = [str(row[name])[:10] for name in ("cut_off", "cut_off_after")]
    yield f"cut-off {days[0]} → {days[1]}; patnav {row['program_version']} → {row['version_after']}"
    for kind in ("data", "definition", "method"):
        names = lists.join(run[f"{kind}_changes"], ", ").iloc[0]
        yield f"{kind}: {names or 'unchanged'}"
    cause = row["cause"]
    if pd.isna(cause):
        yield "moves: no input differs that moves a number"
    elif cause == "several":
        yield "moves: several kinds differ; entries, exits and statuses come from data, scores from several"
    else:
        yield f"moves: all by {cause}, for nothing else differs"


def _fact_lines(fact: pd.DataFrame) -> Iterator[str]:
    yield f"headline numbers changed: {len(fact)}"
    for row in fact.itertuples():
        yield f"  {row.fact_id}: {_number(row.number_before)} → {_number(row.number_after)}"


def _family_lines(family: pd.DataFrame) -> Iterator[str]:
    for presence in ("entered", "left"):
        ids = family.loc[family["presence"] == presence, "family_id"]
        yield f"families {presence}: {len(ids):,}{_some(list(ids))}"
    stayed = family[family["presence"] == "stayed"]
    status = stayed[stayed["is_status_change"]]
    yield f"legal statuses changed: {len(status):,}"
    for row in status.head(SHOWN).itertuples():
        yield f"  {row.family_id}: {_text(row.status_before)} → {_text(row.status_after)}"
    moved = stayed[stayed["score_move"].abs() >= changes.LEAST_MOVE]
    own = int(moved["is_own_change"].fillna(False).sum())
    yield (
        f"scores moved by {changes.LEAST_MOVE:g} or more: {len(moved):,}, of which {own:,} with a change of "
        f"the family's own data, {len(moved) - own:,} by what they are compared with"
    )
    order = moved["score_move"].abs().sort_values(ascending=False, kind="stable").index
    for row in moved.loc[order].head(SHOWN).itertuples():
        ranks = f"rank {_number(row.rank_before)} → {_number(row.rank_after)}"
        points = f"{row.score_before:.1f} → {row.score_after:.1f}"
        yield f"  {row.family_id}: {points}, {ranks} ({_text(row.cause)})"


def _portfolio_lines(portfolio: pd.DataFrame) -> Iterator[str]:
    yield f"candidate portfolios entered, left or moved: {len(portfolio):,}"
    for row in portfolio.head(SHOWN).itertuples():
        ranks = f"rank {_number(row.rank_before)} → {_number(row.rank_after)}"
        yield f"  {row.portfolio_id} {row.portfolio_label_zh}: {row.presence}, {ranks} ({_text(row.cause)})"


def _cluster_lines(cluster: pd.DataFrame) -> Iterator[str]:
    yield f"clusters changed: {len(cluster):,}"
    for row in cluster.head(SHOWN).itertuples():
        yield f"  {row.cluster_id}: {row.change}, {row.previous_count:,} → {row.family_count:,} families"


def _some(ids: list[str]) -> str:
    if not ids:
        return ""
    return f" ({', '.join(ids[:SHOWN])}{', …' if len(ids) > SHOWN else ''})"


def _number(value: Any) -> str:
    return "none" if pd.isna(value) else f"{value:,.10g}"


def _text(value: Any) -> str:
    return "unknown" if pd.isna(value) else str(value)

"""What differs from the run before: its inputs, its families, portfolios and headline numbers, and why.

The run before is the last one with other inputs or of another version of the program, so that a run
repeated on the same inputs says the same again. Its record is an input like any other: the tables
`previous_run`, `previous_family`, `previous_portfolio` and `previous_fact` hold it.

Moves are put down to a cause only as far as the inputs tell. Where one kind of thing differs (data,
definition or method), it is the cause of all. Where several do, a family that entered, left or changed
its legal status did so by the data, and a score that moved has several causes.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from corpus.contract import cast, empty
from navigation.change_tables import (
    FACT_CHANGE,
    FAMILY_CHANGE,
    PORTFOLIO_CHANGE,
    PREVIOUS_FAMILY,
    PREVIOUS_PORTFOLIO,
    RUN_CHANGE,
)

# Points of the score, and places among the first, from which a move is worth a row.
LEAST_MOVE = 1.0
FIRST = 100
# What is known of a family itself; the rest of its score comes from those it is compared with.
CONTENT = (
    "priority_year", "legal_status", "is_granted", "is_active", "expiry_date", "forward_citation_count",
    "family_size", "office_count", "granted_office_count", "claim_count", "transfer_count", "licence_count",
    "pledge_count", "litigation_count",
)  # fmt: skip
# Settings that move the window on the data, and those that change no number.
DATA_SETTINGS = ("as_of", "export")
LOOKS = ("title", "title_en", "zone_en", "languages", "report_formats", "synthetic")
DATA_FILES = ("exports/", "review.csv")


def family_record(family: pd.DataFrame, family_score: pd.DataFrame) -> pd.DataFrame:
    """Families as the next run will remember them (`previous_family`)."""
    content = pd.util.hash_pandas_object(family[list(CONTENT)].astype("str"), index=False)
    scored = family_score.set_index("family_id")
    frame = pd.DataFrame(
        {
            "family_id": family["family_id"],
            "representative_number": family["representative_number"],
            "title": family["title"],
            "status_before": family["legal_status"],
            "score_before": family["family_id"].map(scored["score"].astype("float64")),
            "rank_before": family["family_id"].map(scored["rank"].astype("float64")),
            "content_before": content.map("{:016x}".format),
        }
    )
    return cast(frame, PREVIOUS_FAMILY)


def portfolio_record(portfolio: pd.DataFrame, branch: pd.DataFrame) -> pd.DataFrame:
    """Candidate portfolios as the next run will remember them (`previous_portfolio`)."""
    rows = portfolio[portfolio["is_candidate"].fillna(False).astype(bool)]
    labels = branch.set_index("branch_id")
    named = {}
    for language in ("zh", "en"):
        own = rows["branch_id"].map(labels[f"label_{language}"])
        own = own.fillna(rows["branch_id"].map(labels["label_zh"]))
        named[f"portfolio_label_{language}"] = rows["owner"].str.cat(" · " + own, na_rep="")
    frame = rows[["portfolio_id"]].assign(
        **named,
        score_before=rows["score"].astype("float64"),
        rank_before=rows["rank"].astype("float64"),
    )
    return cast(frame, PREVIOUS_PORTFOLIO)


def run_change(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The run before and what differs in this one, from their rows of `previous_run`; empty at the first."""
    if before.empty:
        return empty(RUN_CHANGE)
    then, this = before.iloc[0], now.iloc[0]
    files = _differing(_plain(then["input_digests"]), _plain(this["input_digests"]))
    values = [_plain(run["setting_values"]) for run in (then, this)]
    # A run whose settings were not kept tells only that study.toml differs.
    settings = _differing(*values) if all(values) else [n for n in files if n == "study.toml"]
    data = [name for name in files if name.startswith(DATA_FILES)]
    data += [name for name in settings if name in DATA_SETTINGS]
    if _day(then) != _day(this) and "as_of" not in data:
        data.append("as_of")
    definition = [n for n in files if n not in data and n != "study.toml"]
    definition += [name for name in settings if name not in (*DATA_SETTINGS, *LOOKS)]
    versions = (str(then["program_version"]), str(this["program_version"]))
    method = [" → ".join(versions)] if versions[0] != versions[1] else []
    kinds = {"data": data, "definition": definition, "method": method}
    causes = [kind for kind, found in kinds.items() if found]
    row = {
        "run_digest": then["run_digest"],
        "cut_off": then["cut_off"],
        "program_version": versions[0],
        "cut_off_after": this["cut_off"],
        "version_after": versions[1],
        **{f"{kind}_changes": found for kind, found in kinds.items()},
        "is_redivided": then["division_digest"] != this["division_digest"],
        "cause": None if not causes else causes[0] if len(causes) == 1 else "several",
    }
    return cast(pd.DataFrame([row]), RUN_CHANGE)


def family_change(
    previous_family: pd.DataFrame, family: pd.DataFrame, family_score: pd.DataFrame, run_change: pd.DataFrame
) -> pd.DataFrame:
    """Families that entered, left or moved since the run before; empty where none is remembered."""
    if run_change.empty:
        return empty(FAMILY_CHANGE)
    return compared_families(previous_family, family_record(family, family_score), run_change)


def compared_families(before: pd.DataFrame, now: pd.DataFrame, run_change: pd.DataFrame) -> pd.DataFrame:
    """`family_change` from two records of families."""
    both = _side_by_side(before, now, "family_id", ("representative_number", "title"))
    stayed = both["presence"] == "stayed"
    is_other = stayed & ~_same(both["status_before"], both["status_after"])
    both["is_status_change"] = is_other
    move = both["score_move"].abs() >= LEAST_MOVE
    first = both[["rank_before", "rank_after"]].min(axis=1) <= FIRST
    is_placed = stayed & first & ~_same(both["rank_before"], both["rank_after"])
    rows = both[~stayed | is_other | move | is_placed].copy()
    own = ~_same(rows["content_before"], rows["content_after"])
    rows["is_own_change"] = own.astype("boolean").where(rows["presence"] == "stayed")
    rows["cause"] = _causes(run_change, of_data=(rows["presence"] != "stayed") | is_other[rows.index])
    return cast(rows[FAMILY_CHANGE.column_names], FAMILY_CHANGE)


def portfolio_change(
    previous_portfolio: pd.DataFrame, portfolio: pd.DataFrame, branch: pd.DataFrame, run_change: pd.DataFrame
) -> pd.DataFrame:
    """Candidate portfolios that entered, left or moved; empty where no run is remembered."""
    if run_change.empty:
        return empty(PORTFOLIO_CHANGE)
    return compared_portfolios(previous_portfolio, portfolio_record(portfolio, branch), run_change)


def compared_portfolios(before: pd.DataFrame, now: pd.DataFrame, run_change: pd.DataFrame) -> pd.DataFrame:
    """`portfolio_change` from two records of portfolios."""
    labels = ("portfolio_label_zh", "portfolio_label_en")
    both = _side_by_side(before, now, "portfolio_id", labels)
    moved = (both["score_move"].abs() >= LEAST_MOVE) | ~_same(both["rank_before"], both["rank_after"])
    rows = both[(both["presence"] != "stayed") | moved].copy()
    rows["cause"] = _causes(run_change, of_data=pd.Series(False, index=rows.index))
    return cast(rows[PORTFOLIO_CHANGE.column_names], PORTFOLIO_CHANGE)


def fact_change(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Numbers of the summary that differ, from two frames like `previous_fact`."""
    both = before.merge(now, on="fact_id", how="outer", suffixes=("", "_now"))
    both["number_after"] = both["number_before_now"]
    both["fact_kind"] = both["fact_kind_now"].fillna(both["fact_kind"])
    rows = both[~_same(both["number_before"], both["number_after"])]
    return cast(rows[FACT_CHANGE.column_names], FACT_CHANGE)


def _side_by_side(before: pd.DataFrame, now: pd.DataFrame, key: str, shared: tuple[str, ...]) -> pd.DataFrame:
    """Both records in one row per key: `_before`, `_after`, the words of the newer, and the move."""
    after = now.rename(columns=lambda name: name.replace("_before", "_after"))
    both = before.merge(after, on=key, how="outer", suffixes=("_then", ""), indicator=True)
    for name in shared:
        both[name] = both[name].where(both["_merge"] != "left_only", both[f"{name}_then"])
    presences = {"left_only": "left", "right_only": "entered", "both": "stayed"}
    both["presence"] = both["_merge"].astype("str").map(presences)
    both["score_move"] = (both["score_after"] - both["score_before"]).round(6)
    return both.sort_values(key, ignore_index=True)


def _causes(run_change: pd.DataFrame, of_data: pd.Series) -> pd.Series:
    """The cause of each row; where several differ, the data for those rows that only data can move."""
    change = run_change.iloc[0]
    cause = None if pd.isna(change["cause"]) else str(change["cause"])
    found = pd.Series(cause, index=of_data.index, dtype="str")
    if cause == "several" and len(change["data_changes"]):
        found = found.mask(of_data, "data")
    return found


def _same(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other).fillna(False).astype(bool) | (one.isna() & other.isna())


def _plain(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def _differing(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Names under which two mappings differ; inner mappings give `outer.inner`."""
    names: list[str] = []
    for name in sorted({*then, *now}):
        one, other = then.get(name), now.get(name)
        if isinstance(one, dict) and isinstance(other, dict):
            names += [f"{name}.{inner}" for inner in _differing(one, other)]
        elif one != other:
            names.append(name)
    return names


def _day(run: pd.Series) -> np.datetime64:
    return np.datetime64(pd.Timestamp(run["cut_off"]).date())

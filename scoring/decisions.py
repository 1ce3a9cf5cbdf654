"""What people decided of portfolios, and what has become of those portfolios since.

A portfolio keeps its id as long as its owner and technology keep theirs, so a decision is found again
by the id; one whose portfolio is gone stays, and is said to be gone.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from corpus import contract, lists
from corpus.errors import StudyError
from scoring.decision_columns import CHOICES
from scoring.keys import among, looked_up
from scoring.tables import DECISION, DECISION_STANDING

# Heading of a decisions file by column of the table.
HEADINGS = {
    "study": "study",
    "portfolio_id": "portfolio_id",
    "choice": "decision",
    "decided_by": "name",
    "decided_on": "date",
    "choice_note": "note",
    "label_then": "label",
    "cut_off_then": "cut_off",
    "score_then": "score",
    "rank_then": "rank",
    "class_then": "class",
    "members_then": "members",
    "active_then": "active",
}
NEEDED = ("portfolio_id", "choice", "decided_by", "decided_on")
# A person may write the word of the page.
WORDS = {"采纳": "accept", "暂缓": "defer", "不采纳": "reject", "撤回": "reopen"}
BETWEEN = "; "
_SAME = ["study", "portfolio_id", "choice", "decided_by", "decided_on", "choice_note"]
_DAYS = ("decided_on", "cut_off_then")
_NUMBERS = ("score_then", "rank_then")
_LISTS = ("members_then", "active_then")


def decision_from_csv(files: Sequence[tuple[str, pd.DataFrame]], study: str) -> pd.DataFrame:
    """The decisions on a study's portfolios as a table, in order of their days.

    Parameters
    ----------
    files
        Name and cells, as text, of each decisions file; of decisions on one day, those of a later
        file or row are later.
    study
        Folder name of the study; a row that names no study belongs to it, one of another is left out.

    Returns
    -------
    pandas.DataFrame
        `decision`.

    Raises
    ------
    StudyError
        Naming every heading and cell of a file that is wrong.
    """
    parts = [_read(text, file).assign(study=lambda f: f["study"].fillna(study)) for file, text in files]
    # Whoever decides back and forth within a day decides the same several times.
    parts = [part.assign(time=part.groupby(_SAME, dropna=False).cumcount()) for part in parts]
    filled = [part for part in parts if len(part)]
    if not filled:
        return contract.empty(DECISION)
    every = pd.concat(filled, ignore_index=True)
    every = every[every["study"].eq(study)]
    # The same row may lie in several files: what was downloaded twice was decided once.
    every = every.drop_duplicates([*_SAME, "time"])
    every = every.sort_values("decided_on", kind="stable", ignore_index=True)
    every["decision_number"] = pd.array(range(1, len(every) + 1), dtype="Int64")
    return contract.check(every[DECISION.column_names], DECISION)


def in_force(decision: pd.DataFrame) -> pd.DataFrame:
    """The last decision on each portfolio, without those that were taken back."""
    last = decision.sort_values("decision_number").drop_duplicates(["study", "portfolio_id"], keep="last")
    return last[last["choice"].ne("reopen")].reset_index(drop=True)


def decision_standing(
    decision: pd.DataFrame, portfolio: pd.DataFrame, portfolio_member: pd.DataFrame, family: pd.DataFrame
) -> pd.DataFrame:
    """The decision in force on each portfolio, beside what the portfolio was then and is now.

    Returns
    -------
    pandas.DataFrame
        `decision_standing`; the lists of families are NA where the decision does not tell those of then,
        and those that left or ended also where the portfolio is gone.
    """
    rows = in_force(decision)
    if rows.empty:
        return contract.empty(DECISION_STANDING)
    now = portfolio.set_index("portfolio_id")
    rows = rows.drop(columns="decision_number").set_index("portfolio_id", drop=False)
    is_here = pd.Series(among(rows["portfolio_id"], now.index), index=rows.index)
    is_candidate = looked_up(rows["portfolio_id"], now["is_candidate"]).fillna(False).astype(bool)
    rows["standing"] = pd.Series("gone", index=rows.index).mask(is_here, "set_aside")
    rows["standing"] = rows["standing"].mask(is_candidate, "candidate")
    for column in ("score", "rank", "class", "excluded_reason"):
        rows[column] = looked_up(rows["portfolio_id"], now[column])
    rows = rows.join(_moved_families(rows, is_here, portfolio_member, family))
    return contract.check(rows.reset_index(drop=True)[DECISION_STANDING.column_names], DECISION_STANDING)


def _moved_families(
    rows: pd.DataFrame, is_here: pd.Series, portfolio_member: pd.DataFrame, family: pd.DataFrame
) -> pd.DataFrame:
    """Families that entered, left and ended since the decision, as lists by portfolio_id."""
    now = portfolio_member[among(portfolio_member["portfolio_id"], rows["portfolio_id"])]
    now = now[["portfolio_id", "family_id"]]
    then = _pairs(rows, "members_then")
    active = _pairs(rows, "active_then")
    ended = family.loc[family["is_active"].eq(False).fillna(False).astype(bool), "family_id"]
    found = {
        "entered_families": _without(now, then),
        "left_families": _without(then, now),
        "ended_families": active[among(active["family_id"], ended)],
    }
    told = {"entered_families": "members_then", "left_families": "members_then"}
    made = {}
    for name, pairs in found.items():
        known = rows[told.get(name, "active_then")].notna() & is_here
        texts = lists.collect(pairs, "portfolio_id", "family_id").reindex(rows.index)
        made[name] = pd.Series(texts.array, index=rows.index).where(known)
    return pd.DataFrame(made)


def _pairs(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    pairs = lists.explode(rows.reset_index(drop=True)[["portfolio_id", column]], column)
    return pairs.rename(columns={column: "family_id"})


def _without(these: pd.DataFrame, those: pd.DataFrame) -> pd.DataFrame:
    """Pairs of the one frame that the other has not, of portfolios the other tells of or not."""
    both = these.merge(those, on=["portfolio_id", "family_id"], how="left", indicator=True)
    return both.loc[both["_merge"].eq("left_only"), ["portfolio_id", "family_id"]]


def _read(text: pd.DataFrame, file: str) -> pd.DataFrame:
    """The rows of one file in the columns of the table."""
    heads = [str(h).strip() for h in text.columns]
    problems = [f"unknown heading {h}" for h in heads if h not in HEADINGS.values()]
    problems += [f"heading {HEADINGS[c]} is missing" for c in NEEDED if HEADINGS[c] not in heads]
    problems += [f"heading {h} is repeated" for h in sorted({h for h in heads if heads.count(h) > 1})]
    if problems:
        raise StudyError(f"{file}: {'; '.join(problems)}. Headings: {', '.join(HEADINGS.values())}")
    named = {heading: column for column, heading in HEADINGS.items()}
    cells = text.set_axis([named[h] for h in heads], axis=1).reindex(columns=list(HEADINGS)).astype("str")
    cells = cells.apply(lambda s: s.str.strip().str.replace(r"^'(?=[=+\-@])", "", regex=True))
    cells = cells.replace("", pd.NA).astype("str")
    row = pd.Series(range(2, len(cells) + 2), index=cells.index)
    is_filled = cells.notna().any(axis=1)
    cells, row = cells[is_filled].copy(), row[is_filled]
    cells["choice"] = cells["choice"].str.lower().replace(WORDS)
    for column in NEEDED:
        problems += _told(row[cells[column].isna()], f"{HEADINGS[column]} is empty")
    odd = cells["choice"].notna() & ~cells["choice"].isin(CHOICES)
    problems += _told(row[odd], f"decision is none of {', '.join((*CHOICES, *WORDS))}")
    for column in _DAYS:
        days = pd.to_datetime(cells[column].str.replace("/", "-"), format="%Y-%m-%d", errors="coerce")
        problems += _told(row[cells[column].notna() & days.isna()], f"{HEADINGS[column]} is not YYYY-MM-DD")
        cells[column] = days
    for column in _NUMBERS:
        numbers = pd.to_numeric(cells[column], errors="coerce")
        problems += _told(row[cells[column].notna() & numbers.isna()], f"{HEADINGS[column]} is no number")
        cells[column] = numbers
    for column in _LISTS:
        cells[column] = lists.split(cells[column], r"\s*;\s*")
    if problems:
        raise StudyError(f"{file}: {'; '.join(problems)}. Correct these rows")
    return cells


def _told(rows: pd.Series, what: str) -> list[str]:
    """One message with the rows, as a person counts them, at most five."""
    numbers = [str(n) for n in rows]
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return [f"row {', '.join(numbers[:5])}{more}: {what}"] if numbers else []

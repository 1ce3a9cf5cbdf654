"""The seed table `name_decision`: what a person decided of pairs of names, from names.csv."""

from __future__ import annotations

import pandas as pd

from corpus import contract
from corpus.errors import StudyError
from corpus.names import merge_key
from corpus.party_columns import DECISIONS, RELATIONS
from corpus.tables import NAME_DECISION

# What a person writes, and the evidence that stands beside it in a review file, which is not read.
HEADINGS = ("name", "other_name", "decision", "relation", "valid_from", "valid_to", "note")
EVIDENCE = (
    *("reason", "similarity", "support", "shared_inventors", "filed_together"),
    *("publications", "other_publications", "years", "other_years"),
)
_REQUIRED = ("name", "other_name", "decision")


def name_decision_from_csv(text: pd.DataFrame) -> pd.DataFrame:
    """The decisions as a table; a row without a decision is still open and left out.

    Parameters
    ----------
    text
        Cells of names.csv as text.

    Raises
    ------
    StudyError
        Naming every heading, cell and contradiction that is wrong.
    """
    problems = [f"unknown heading {h}" for h in text.columns if h not in (*HEADINGS, *EVIDENCE)]
    problems += [f"heading {h} is missing" for h in _REQUIRED if h not in text.columns]
    if problems:
        raise StudyError(f"names.csv: {'; '.join(problems)}. Headings: {', '.join(HEADINGS)}")
    cells = text.reindex(columns=list(HEADINGS)).astype("str")
    cells = cells.apply(lambda s: s.str.strip()).replace("", pd.NA)
    cells.insert(0, "row_number", range(2, len(cells) + 2))
    cells = cells[cells["decision"].notna()].reset_index(drop=True)
    for column in ("decision", "relation"):
        cells[column] = cells[column].str.lower()
    is_accepted = cells["decision"].eq("accept")
    cells["relation"] = cells["relation"].fillna("same").where(is_accepted)
    row = cells["row_number"]
    for column in ("name", "other_name"):
        problems += _told(row[cells[column].isna()], f"{column} is empty")
    problems += _told(row[~cells["decision"].isin(DECISIONS)], f"decision is none of {', '.join(DECISIONS)}")
    odd = is_accepted & ~cells["relation"].isin(RELATIONS)
    problems += _told(row[odd], f"relation is none of {', '.join(RELATIONS)}")
    dates = {}
    for column in ("valid_from", "valid_to"):
        dates[column] = pd.to_datetime(cells[column], format="%Y-%m-%d", errors="coerce")
        wrong = cells[column].notna() & dates[column].isna()
        problems += _told(row[wrong], f"{column} is not YYYY-MM-DD")
    problems += _told(row[dates["valid_from"] > dates["valid_to"]], "valid_from is after valid_to")
    problems += _contradictions(cells)
    if problems:
        raise StudyError(f"names.csv: {'; '.join(problems)}. Correct these rows")
    frame = cells.assign(decision_note=cells["note"], **dates)
    return contract.check(frame[NAME_DECISION.column_names], NAME_DECISION)


def accepted(name_decision: pd.DataFrame, relations: tuple[str, ...]) -> pd.DataFrame:
    """The rows that accept one of the relations."""
    is_meant = name_decision["decision"].eq("accept") & name_decision["relation"].isin(relations)
    return name_decision[is_meant]


def _contradictions(cells: pd.DataFrame) -> list[str]:
    """Pairs decided in two ways, whichever name stands first."""
    pairs = cells[["row_number", "decision", "relation"]].copy()
    one, other = merge_key(cells["name"].astype("str")), merge_key(cells["other_name"].astype("str"))
    is_turned = (one > other).fillna(False).astype(bool)
    pairs["low"], pairs["high"] = one.where(~is_turned, other), other.where(~is_turned, one)
    # A subsidiary is not its parent's parent: the order counts there.
    is_child = pairs["relation"].eq("subsidiary").fillna(False).astype(bool)
    turned = is_turned.map({True: "<", False: ">"}).where(is_child, "")
    pairs["verdict"] = pairs["decision"] + pairs["relation"].fillna("") + turned
    found = []
    for _, rows in pairs.dropna(subset=["low", "high"]).groupby(["low", "high"], sort=False):
        if rows["verdict"].nunique() > 1:
            numbers = ", ".join(str(n) for n in rows["row_number"])
            found.append(f"rows {numbers}: the same two names, decided in different ways")
    return found


def _told(rows: pd.Series, what: str) -> list[str]:
    """One message with the rows, as a person counts them, at most five."""
    numbers = [str(n) for n in rows]
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return [f"row {', '.join(numbers[:5])}{more}: {what}"] if numbers else []

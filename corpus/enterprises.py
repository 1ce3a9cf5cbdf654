"""The seed table `enterprise`: the organisations a study names, from its roster."""

from __future__ import annotations

import pandas as pd

from corpus import contract, lists
from corpus.errors import StudyError
from corpus.tables import ENTERPRISE, ENTERPRISE_ROLES

HEADINGS = (
    *("enterprise_id", "name", "name_en", "aliases", "credit_code", "role", "is_zone_member"),
    *("group_id", "region", "valid_from", "valid_to"),
)
_REQUIRED = ("enterprise_id", "name")
_YES = {"true", "yes", "1", "是", "y"}
_NO = {"false", "no", "0", "否", "n"}


def enterprise_from_csv(text: pd.DataFrame) -> pd.DataFrame:
    """The roster as a table; aliases are separated by `;`.

    Parameters
    ----------
    text
        Cells of enterprises.csv as text; columns not given are unknown.

    Raises
    ------
    StudyError
        Naming every heading and cell that is wrong.
    """
    problems = [f"unknown heading {h}" for h in text.columns if h not in HEADINGS]
    problems += [f"heading {h} is missing" for h in _REQUIRED if h not in text.columns]
    if problems:
        raise StudyError(f"enterprises.csv: {'; '.join(problems)}. Headings: {', '.join(HEADINGS)}")
    cells = text.reindex(columns=list(HEADINGS)).astype("str")
    cells = cells.apply(lambda s: s.str.strip()).replace("", pd.NA)
    for heading in _REQUIRED:
        problems += _rows(cells[heading].isna(), f"{heading} is empty")
    problems += _rows(cells["enterprise_id"].duplicated(), "enterprise_id is repeated")
    role = cells["role"].fillna("peer").str.lower()
    problems += _rows(~role.isin(ENTERPRISE_ROLES), f"role is none of {', '.join(ENTERPRISE_ROLES)}")
    member = cells["is_zone_member"].str.lower()
    problems += _rows(member.notna() & ~member.isin(_YES | _NO), "is_zone_member is neither true nor false")
    code = cells["credit_code"].str.upper()
    problems += _rows(
        code.notna() & ~code.fillna("").str.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{18}"),
        "credit_code has not the 18 characters of a 统一社会信用代码",
    )
    dates = {}
    for heading in ("valid_from", "valid_to"):
        dates[heading] = pd.to_datetime(cells[heading], format="%Y-%m-%d", errors="coerce")
        problems += _rows(cells[heading].notna() & dates[heading].isna(), f"{heading} is not YYYY-MM-DD")
    group = cells["group_id"]
    problems += _rows(
        group.notna() & ~group.isin(cells["enterprise_id"]), "group_id is no enterprise_id here"
    )
    if problems:
        raise StudyError(f"enterprises.csv: {'; '.join(problems)}. Correct these cells")
    frame = cells.assign(
        aliases=lists.split(cells["aliases"], r"[;；]"),
        credit_code=code,
        enterprise_role=role,
        is_zone_member=member.map(lambda v: v in _YES, na_action="ignore").astype("boolean"),
        **dates,
    )
    return contract.check(frame[ENTERPRISE.column_names], ENTERPRISE)


def _rows(bad: pd.Series, what: str) -> list[str]:
    """One message with the rows, as a person counts them, at most five."""
    numbers = [str(n + 2) for n in range(len(bad)) if bool(bad.iloc[n])]
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return [f"row {', '.join(numbers[:5])}{more}: {what}"] if numbers else []

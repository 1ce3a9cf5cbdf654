"""The seed table `enterprise`: the organisations a study names, from its roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from corpus import contract, lists
from corpus.errors import StudyError
from corpus.offices import office_code
from corpus.party_columns import ENTERPRISE_ROLES
from corpus.tables import ENTERPRISE, ZONE_SUGGESTION

HEADINGS = (
    *("enterprise_id", "name", "name_en", "aliases", "credit_code", "role", "is_zone_member"),
    *("group_id", "region", "valid_from", "valid_to", "target_markets"),
)
_REQUIRED = ("enterprise_id", "name")
_YES = {"true", "yes", "1", "是", "y"}
_NO = {"false", "no", "0", "否", "n"}
# An international application is filed for markets and is none.
_NO_MARKET = "WO"


def enterprise_from_csv(text: pd.DataFrame) -> pd.DataFrame:
    """The roster as a table; aliases are separated by `;`, target markets by `;` or `、`.

    A target market is an office, by its ST.3 code or its name in Chinese or English.

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
    problems += _rows(dates["valid_from"] > dates["valid_to"], "valid_from is after valid_to")
    markets, unknown = _markets(cells["target_markets"])
    problems += _rows(unknown, "target_markets names no patent office, such as US;EP;日本")
    if problems:
        raise StudyError(f"enterprises.csv: {'; '.join(problems)}. Correct these cells")
    frame = cells.assign(
        aliases=lists.split(cells["aliases"], r"[;；]"),
        credit_code=code,
        enterprise_role=role,
        is_zone_member=member.map(lambda v: v in _YES, na_action="ignore").astype("boolean"),
        zone_status=pd.NA,
        target_markets=markets,
        **dates,
    )
    return contract.check(frame[ENTERPRISE.column_names], ENTERPRISE)


def at_cut_off(enterprise: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The roster as it holds at `as_of`: who has left the zone, or has yet to enter it, is outside.

    Returns
    -------
    pandas.DataFrame
        `enterprise` with `zone_status` told for all whom the roster places in the zone at any
        time, and `is_zone_member` false for those who are not in it on that day.
    """
    day = pd.Timestamp(as_of)
    is_listed = enterprise["is_zone_member"].fillna(False).astype(bool)
    status = pd.Series("member", index=enterprise.index, dtype="str")
    status = status.mask(enterprise["valid_from"] > day, "future")
    status = status.mask(enterprise["valid_to"] < day, "former").where(is_listed)
    is_member = enterprise["is_zone_member"].mask(is_listed & status.ne("member"), False)
    return enterprise.assign(zone_status=status, is_zone_member=is_member)


def zone_suggestion(
    applicant: pd.DataFrame,
    party: pd.DataFrame,
    publication: pd.DataFrame,
    *,
    zone_addresses: Sequence[str],
) -> pd.DataFrame:
    """Applicants outside the roster whose address holds one of the texts, for a person to decide.

    An address is that of the first applicant, and of the day of filing: it suggests membership
    and never makes it. Without texts nothing is suggested.
    """
    is_first = party["role"].eq("applicant") & party["sequence"].eq(1)
    address = publication.set_index("publication_number")["applicant_address"]
    rows = party.loc[is_first, ["publication_number", "applicant_id"]]
    rows = rows.assign(applicant_address=rows["publication_number"].map(address).astype("str"))
    found = pd.Series(False, index=rows.index)
    for text in zone_addresses:
        found |= rows["applicant_address"].str.contains(text, regex=False).fillna(False).astype(bool)
    known = applicant.set_index("applicant_id")
    outside = rows["applicant_id"].map(known["enterprise_id"]).isna()
    made = (
        rows[found & outside]
        .groupby("applicant_id")
        .agg(mention_count=("publication_number", "nunique"), applicant_address=("applicant_address", "min"))
    )
    made["name"] = known["name"].reindex(made.index)
    return made.reset_index()[ZONE_SUGGESTION.column_names]


def _markets(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Codes of the offices named, each once, and whether a cell names what is none."""
    named = lists.explode(
        pd.DataFrame({"row": range(len(cells)), "name": lists.split(cells, r"[;；、]")}), "name"
    )
    named["code"] = office_code(named["name"])
    wrong = named["code"].isna() | named["code"].eq(_NO_MARKET)
    known = named[~wrong].drop_duplicates(["row", "code"])
    codes = lists.collect(known, "row", "code").reindex(range(len(cells)))
    unknown = pd.Series(range(len(cells)), index=cells.index).isin(named.loc[wrong, "row"])
    return codes.set_axis(cells.index), unknown


def _rows(bad: pd.Series, what: str) -> list[str]:
    """One message with the rows, as a person counts them, at most five."""
    numbers = [str(n + 2) for n in range(len(bad)) if bool(bad.iloc[n])]
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return [f"row {', '.join(numbers[:5])}{more}: {what}"] if numbers else []

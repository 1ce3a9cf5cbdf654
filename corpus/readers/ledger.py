"""Office ledger (台账): a table without headings, whose columns are told by the shape of their cells.

A column has a role where nearly all its cells have the role's shape: a Chinese application number
whose check digit holds, a publication number with its kind, a day, people or organisations joined
by 、, words of a legal status. Of two columns of days only that one is the filing date whose years
are those in the application numbers. A column no evidence tells is left out and listed; where two
columns have the same claim to a role the file is refused, and the passport has to say which it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from corpus import kinds, legal, numbers
from corpus.dates import parse_dates
from corpus.errors import ExportError
from corpus.readers.format import Format, Match, match
from corpus.readers.recognition import column_letter
from corpus.readers.sheets import Broken, Opened

_ROLES = {
    "publication_number": "publication number, by its shape",
    "application_number": "application number, by its shape",
    "filing_date": "filing date, by the years of the numbers",
    "title": "title, by its length",
    "applicants": "organisations, by their legal forms",
    "inventors": "people, by the length of their names",
    "legal_status_text": "legal status, by its words",
    "document_type_text": "kind of right, by its words",
}
_NUMBERS = ("publication_number", "application_number")

FORMAT = Format(
    name="ledger",
    vendor="office ledger",
    signature=frozenset(_ROLES[role] for role in _NUMBERS),
    columns={role: (shape,) for role, shape in _ROLES.items()},
    separator=r"\s*[、,，;；\n]\s*",
    missing=frozenset({"", "-", "--", "/", "无"}),
    lacks_publication_numbers=True,
)

_MOST = 0.95
_MANY = 0.8
_SOME = 0.1
_LEAST_FILLED = 0.5
_MOST_STATUS_LENGTH = 20
_LEAST_TITLE_LENGTH = 5
_ORGANISATION = (
    r"(?:公司|集团|大学|学院|研究院|研究所|研究中心|中心|医院|厂|局|所|部|社|站)(?:[（(].*[）)])?$"
)
_PERSON = r"^(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fffA-Z][\u4e00-\u9fffA-Z.]*[·•.][\u4e00-\u9fffA-Z·•.]+)$"


def with_roles(opened: Opened, formats: Sequence[Format]) -> Opened:
    """The table with its columns told by their cells, if it has no headings; else as it is.

    Raises
    ------
    ExportError
        Two columns have the same claim to a role.
    """
    headings = opened.sheet.headings
    letters = tuple(column_letter(place) for place in range(len(headings.cells)))
    candidates = [f for f in formats if f.name == FORMAT.name]
    if headings.cells != letters or not candidates:
        return opened
    stated = match(candidates[0], headings.cells).places
    rows = [row for _, row in opened.read() if not isinstance(row, Broken)]
    columns = pd.DataFrame(rows, columns=list(letters), dtype="str")
    told = _roles(columns.apply(_cells), set(stated))
    places = {role: (letters.index(letter),) for role, letter in told.items()} | dict(stated)
    found = tuple(_ROLES[role] for role in _NUMBERS if role in places)
    filled = sum(1 for letter in letters if columns[letter].ne("").any())
    score = round(0.5 + 0.5 * len(places) / max(1, filled), 4) if found else 0.0
    matched = Match(candidates[0], min(1.0, score), found, places)
    others = tuple(m for m in headings.ranking if m.format.name != FORMAT.name)
    ranking = (matched, *others) if found else (*others, matched)
    return replace(opened, sheet=replace(opened.sheet, headings=replace(headings, ranking=ranking)))


def _cells(column: pd.Series) -> pd.Series:
    trimmed = column.str.strip(" \t\r\n\u00a0\u3000")
    return trimmed.mask(trimmed.isin(FORMAT.missing))


def _roles(columns: pd.DataFrame, stated: set[str]) -> Mapping[str, str]:
    """Role to letter of the column, for roles that the passport does not state."""
    shares = pd.DataFrame({letter: _shares(columns[letter]) for letter in columns.columns})
    told: dict[str, str] = {}
    for role in shares.index:
        taken = set(told.values())
        fitting = [str(c) for c in shares.columns if shares.loc[role, c] and c not in taken]
        if role == "filing_date" and "application_number" in told:
            years = _years(columns[told["application_number"]])
            fitting = [c for c in fitting if _same_years(columns[c], years)]
        elif role == "filing_date":
            continue
        if role in stated or not fitting:
            continue
        if len(fitting) > 1:
            raise ExportError(
                f"it has no headings, and columns {fitting[0]} and {fitting[1]} both look like {role}.\n"
                f'Write under [export.columns] which is which, e.g. {role} = "{fitting[0]}"'
            )
        told[role] = fitting[0]
    return told


def _shares(column: pd.Series) -> dict[str, bool]:
    """Whether nearly all cells of a column have a role's shape, role by role, surest first."""
    cells = column.dropna()
    if len(cells) < max(1, _LEAST_FILLED * len(column)):
        return dict.fromkeys(_ROLES, False)
    publication = numbers.publication_parts(cells)
    items = cells.str.split(FORMAT.separator, regex=True).explode().str.strip()
    items = items[items.ne("")]
    days = parse_dates(cells)["date"].notna() & cells.str.contains(r"\d{4}", regex=True)
    own = kinds.type_meaning(cells)
    people = items.str.contains(_PERSON, regex=True).mean() >= _MOST
    organisations = items.str.contains(_ORGANISATION, regex=True).mean() >= _MANY
    short = cells.str.len().max() <= _MOST_STATUS_LENGTH
    is_status = short and _status(cells).notna().mean() >= _MOST
    is_kind = own.notna().any(axis=1).mean() >= _MOST
    is_application = _is_application(cells).mean() >= _MOST
    is_publication = (publication["kind_code"].notna() & ~_is_application(cells)).mean() >= _MOST
    is_day = days.mean() >= _MOST
    # One word of two to four characters may be anything; lists of them are people.
    lists = cells.str.contains(r"[、,，;；\n]", regex=True).mean() >= _SOME
    names = people and lists and not is_status and not is_kind
    text = cells.str.contains(r"[\u4e00-\u9fff]{2}", regex=True).mean() >= _MANY
    long = cells.str.len().median() >= _LEAST_TITLE_LENGTH and cells.nunique() >= _MANY * len(cells)
    other = is_application or is_publication or is_day or is_status or is_kind or names or organisations
    return {
        "publication_number": bool(is_publication),
        "application_number": bool(is_application),
        "filing_date": bool(is_day),
        "legal_status_text": bool(is_status),
        "document_type_text": bool(is_kind),
        "applicants": bool(organisations and not names),
        "inventors": bool(names),
        "title": bool(text and long and not other),
    }


def _status(cells: pd.Series) -> pd.Series:
    nothing = pd.Series(None, index=cells.index, dtype="str")
    stated = {"legal_status_text": cells, "simple_status_text": nothing, "office": nothing}
    return legal.legal_status(pd.DataFrame(stated))


def _is_application(cells: pd.Series) -> pd.Series:
    """Chinese application numbers; a check digit, where written, must hold, and bare digits need one."""
    compact = cells.str.upper().str.replace(r"[\s\u3000]", "", regex=True)
    bare = compact.str.contains(r"^\d", regex=True)
    read = numbers.application_numbers(("CN" + compact).where(bare, compact))
    whole = compact.str.contains(r"^(?:CN|ZL|CNZL)?(?:\d{12}|\d{8})\.?[\dX]?$", regex=True)
    holds = read["check_holds"]
    return (
        whole
        & read["application_number"].notna()
        & holds.fillna(False).where(bare | holds.notna(), True).astype(bool)
    )


def _years(cells: pd.Series) -> pd.Series:
    digits = cells.str.upper().str.replace(r"[^\dX.]", "", regex=True).str.replace(r"\..*$", "", regex=True)
    four = digits.where(digits.str.len().ge(12)).str.slice(0, 4)
    two = digits.where(digits.str.len().le(9)).str.slice(0, 2)
    short = pd.to_numeric(two, errors="coerce")
    century = short.where(short.lt(85), short + 1900).where(short.ge(85), short + 2000)
    return pd.to_numeric(four, errors="coerce").fillna(century)


def _same_years(days: pd.Series, years: pd.Series) -> bool:
    found = parse_dates(days)["date"].dt.year
    both = pd.DataFrame({"found": found, "year": years}).dropna()
    return len(both) > 0 and bool((both["found"] == both["year"]).mean() >= _MOST)

"""Patent offices and countries: vendors' names for them, and WIPO ST.3 codes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pandas as pd

from corpus.codes import code_list

_BLANKS_AND_SIGNS = re.compile(r"[\W_]")
_BRACKETED = re.compile(r"^(?P<outer>.+?)[(\[](?P<inner>.+)[)\]]$")


def office_code(names: pd.Series) -> pd.Series:
    """ST.3 codes of offices or countries named in Chinese, in English or by a code.

    Parameters
    ----------
    names
        Texts such as `中国`, `欧亚专利局`, `中国台湾`, `Korea, Republic of`, `KOR`, `kr`, `美国(US)`.

    Returns
    -------
    pandas.Series
        TEXT, aligned with `names`; NA where the name is missing or not known.
    """
    unique = pd.Series(names.dropna().unique(), dtype="str")
    codes = {name: _code(name) for name in unique}
    return pd.Series(names.map(codes), index=names.index, dtype="str")


def office_label(code: str, language: str) -> str:
    """The short name of an office, `zh` or `en`; the code itself where it is not known."""
    names = _labels(language)
    return names.get(code, code)


def is_region(codes: pd.Series) -> pd.Series:
    """Whether the code is an intergovernmental office (EP, WO, EA, …); NA where it is missing."""
    table = code_list("offices")
    regional = table.loc[table["kind"] == "regional", "code"]
    return codes.isin(regional).astype("boolean").mask(codes.isna())


def _code(name: str) -> str | None:
    codes = _codes()
    found = codes.get(_key(name))
    if found is not None:
        return found
    parts = _BRACKETED.match(unicodedata.normalize("NFKC", name).strip())
    if parts is None:
        return None
    return codes.get(_key(parts["inner"])) or codes.get(_key(parts["outer"]))


def _key(name: str) -> str:
    return _BLANKS_AND_SIGNS.sub("", unicodedata.normalize("NFKC", name)).casefold()


@cache
def _codes() -> dict[str, str]:
    """Every known spelling with its code: codes win over names, names over aliases."""
    table = code_list("offices")
    found: dict[str, str] = {}
    for column in ("code", "name_zh", "name_en", "aliases"):
        for code, cell in zip(table["code"], table[column], strict=True):
            for name in cell.split(";") if column == "aliases" else (cell,):
                if name:
                    found.setdefault(_key(name), code)
    return found


@cache
def _labels(language: str) -> dict[str, str]:
    table = code_list("offices")
    return dict(zip(table["code"], table[f"name_{language}"], strict=True))

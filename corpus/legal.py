"""Legal status: vendors' words to one vocabulary, and the events they name beside it.

A cell may hold a status and events (`未缴年费 | 权利转移`): the status decides, an event never
revives a right. What the words mean stands in `codes/legal_status.csv`; an earlier row wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

import pandas as pd

from corpus.codes import code_list
from corpus.contract import TEXTS_DTYPE

IN_FORCE = frozenset({"in_force", "grace"})
PENDING = frozenset({"pending", "pct_pending"})

_SEPARATOR = re.compile(r"[|;\n，,]")
_BLANKS = re.compile(r"\s+")
_DATES = re.compile(r"\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?|^\W*$")


def legal_status(publication: pd.DataFrame) -> pd.Series:
    """The legal status each record states.

    The simple status (有效, 失效, 审中) decides whether the right lives; the detailed one names
    the reason where both agree. 失效 alone is read as `lapsed`, for the vendor gives no reason.
    For an international application (WO) there is only `pct_pending` and `pct_ended`.

    Parameters
    ----------
    publication
        Columns office, legal_status_text, simple_status_text.

    Returns
    -------
    pandas.Series
        TEXT, one of `LEGAL_STATUSES`; NA where the vendor states none or its words are unknown.
    """
    detail = _map(publication["legal_status_text"], _status)
    simple = _map(publication["simple_status_text"], _status)
    agree = simple.isna() | (_effect(detail) == _effect(simple)) | detail.str.startswith("pct_", na=False)
    stated = detail.where(detail.notna() & agree, simple)
    ended = stated.notna() & ~stated.isin(IN_FORCE | PENDING)
    is_international = publication["office"].eq("WO") & stated.notna()
    stated = stated.mask(is_international & ended, "pct_ended")
    return stated.mask(is_international & ~ended, "pct_pending").astype("str")


def is_in_force(status: pd.Series) -> pd.Series:
    """Whether a right is granted and in force, the months of grace included; FLAG."""
    return status.isin(IN_FORCE).astype("boolean").mask(status.isna())


def is_active(status: pd.Series) -> pd.Series:
    """Whether a right is in force or its application pending; FLAG, NA where unknown."""
    return status.isin(IN_FORCE | PENDING).astype("boolean").mask(status.isna())


def events(texts: pd.Series) -> pd.Series:
    """The events a status cell names, each once, in order of the alphabet.

    Returns
    -------
    pandas.Series
        TEXTS of transfer, name_change, licence, open_licence, pledge, trust, preservation, litigation,
        invalidation, oral_proceedings, reexamination, opposition, customs, double_filing,
        standard, term_extension, declassification; NA where the cell is missing.
    """
    unique = pd.Series(texts.dropna().unique(), dtype="str")
    found = {text: _events(text) for text in unique}
    return pd.Series([found.get(text) for text in texts], index=texts.index, dtype=TEXTS_DTYPE)


def event_type(texts: pd.Series) -> pd.Series:
    """The event each text names, such as an entry of a register; NA where it names none we know."""
    return _map(texts, lambda text: (_meaning(text.strip().casefold()) or (0, "", ""))[2] or None)


def unknown_status_words(publication: pd.DataFrame) -> pd.DataFrame:
    """The words of the status columns that the vocabulary does not hold.

    Returns
    -------
    pandas.DataFrame
        Columns word (TEXT) and count (INTEGER, cells that hold it), the most frequent first.
    """
    cells = pd.concat([publication["legal_status_text"], publication["simple_status_text"]])
    counts = cells.value_counts()
    found: dict[str, int] = {}
    for cell, count in zip(counts.index, counts, strict=True):
        for word in set(_words(cell)):
            if _meaning(word) is None:
                found[word] = found.get(word, 0) + int(count)
    table = pd.DataFrame({"word": list(found), "count": list(found.values())})
    table = table.astype({"word": "str", "count": "Int64"})
    return table.sort_values(["count", "word"], ascending=[False, True], ignore_index=True)


def _map(texts: pd.Series, function: Callable[[str], str | None]) -> pd.Series:
    unique = texts.dropna().unique()
    return texts.map({text: function(text) for text in unique}).astype("str")


def _effect(status: pd.Series) -> pd.Series:
    """Whether the right lives, is asked for, or has ended."""
    effect = pd.Series("ended", index=status.index, dtype="str")
    effect = effect.mask(status.isin(IN_FORCE), "in_force").mask(status.isin(PENDING), "pending")
    return effect.mask(status.isna())


def _words(cell: str) -> list[str]:
    parts = _SEPARATOR.split(unicodedata.normalize("NFKC", cell))
    words = (_BLANKS.sub(" ", _DATES.sub("", part)).strip().casefold() for part in parts)
    return [word for word in words if word.strip("-—/. ")]


def _status(cell: str) -> str | None:
    """The status of the word that comes first in the vocabulary."""
    meanings = [meaning for word in _words(cell) if (meaning := _meaning(word)) and meaning[1]]
    return min(meanings)[1] if meanings else None


def _events(cell: str) -> list[str]:
    meanings = (_meaning(word) for word in _words(cell))
    return sorted({meaning[2] for meaning in meanings if meaning and meaning[2]})


@lru_cache(maxsize=100_000)
def _meaning(word: str) -> tuple[int, str, str] | None:
    """Rank, status and event of a word: matched whole first, else by the first part it holds."""
    whole, parts = _vocabulary()
    if word in whole:
        return whole[word]
    return next((meaning for part, meaning in parts if part in word), None)


@cache
def _vocabulary() -> tuple[dict[str, tuple[int, str, str]], list[tuple[str, tuple[int, str, str]]]]:
    table = code_list("legal_status")
    rows = [
        (str(word).casefold(), match, (rank, str(status), str(event)))
        for rank, (word, match, status, event) in enumerate(
            zip(table["word"], table["match"], table["status"], table["event"], strict=True)
        )
    ]
    whole = {word: meaning for word, _, meaning in rows}
    return whole, [(word, meaning) for word, match, meaning in rows if match == "part"]

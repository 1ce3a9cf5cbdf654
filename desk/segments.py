"""Texts and queries as words that SQLite's full-text search can hold and find.

Chinese is cut by jieba, and every character and every two that follow one another are words as well: what
jieba cuts otherwise in a query than in the text it stands in is still found. Of long texts these alone
are kept, for jieba would take ten times as long and add little: most of its words have two characters.
Latin words are lower-cased here and brought to their stem by SQLite (Porter).
"""

from __future__ import annotations

import itertools
import logging
import re
import unicodedata
from functools import cache
from typing import Any

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PIECE = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_NUMBER = re.compile(r"^([a-z]{2})(\d{5,})([a-z]\d?)?$")
MOST_UNITS = 24
# Asked for, these say nothing.
_EMPTY = {
    f'"{word}"' for word in (*"的了和与及或在之其于对为将被由所等", "the", "of", "and", "for", "with", "in")
}


def indexed(text: str, *, cut: bool) -> str:
    """The words of a text, blanks between them.

    Parameters
    ----------
    cut
        Whether Chinese is also cut by jieba.
    """
    found: list[str] = []
    for piece in _pieces(text):
        if not _is_han(piece):
            found.append(piece)
            continue
        if cut:
            found += (word for word in _cutter().lcut(piece) if len(word) > 2)
        found += piece
        found += _pairs(piece)
    return " ".join(found)


def numbers(publications: list[str]) -> str:
    """Publication numbers as words: whole, without kind, and without office and kind."""
    found: list[str] = []
    for number in publications:
        plain = number.lower()
        parts = _NUMBER.match(plain)
        found += [plain, parts[1] + parts[2], parts[2]] if parts else [plain]
    return " ".join(dict.fromkeys(found))


def warm() -> None:
    """Read jieba's dictionary, half a second, before the first query needs it."""
    _cutter()


def is_number(query: str) -> bool:
    """Whether a query is a publication number, which has no meaning."""
    return re.fullmatch(r"\s*(?:[A-Za-z]{2}\s*)?\d[\d ./,]{4,}(?:\s*[A-Za-z]\d?)?\s*", query) is not None


def units(query: str) -> list[str]:
    """What is asked for: an expression of full-text search for each word of the query."""
    found: list[str] = []
    for piece in _pieces(query):
        for word in _cutter().lcut(piece) if _is_han(piece) else [piece]:
            pairs = _pairs(word) if _is_han(word) else []
            if len(word) > 2 and pairs:
                together = " AND ".join(f'"{pair}"' for pair in pairs)
                found.append(f'("{word}" OR ({together}))')
            else:
                found.append(f'"{word}"')
    telling = [unit for unit in dict.fromkeys(found) if unit not in _EMPTY]
    return (telling or found)[:MOST_UNITS]


def _pieces(text: str) -> list[str]:
    # A number is one word however it is printed.
    if is_number(text):
        return [re.sub(r"[\s./,]", "", text).lower()]
    return _PIECE.findall(unicodedata.normalize("NFKC", text).lower())


def _is_han(piece: str) -> bool:
    return "\u3400" <= piece[0] <= "\u9fff"


def _pairs(piece: str) -> list[str]:
    return [a + b for a, b in itertools.pairwise(piece)]


@cache
def _cutter() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    return cutter

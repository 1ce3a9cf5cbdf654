"""Many keywords looked up in many texts in one pass.

A keyword is a phrase, or several joined by `+` that must all occur. Chinese is looked up as a
substring. Where a phrase begins or ends in a Latin letter or a digit it must begin or end a
word, so that `led` is not found in `oled`; a final Latin word is also found in its regular plural;
`*` stands for the rest of a word. Width (NFKC), case, hyphens and line breaks do not matter.

Texts are laid end to end as code points. One look at each pair of neighbouring characters leaves
the few places where a keyword can begin, and only those are compared further: the cost hardly
grows with the number of keywords.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

CHUNK = 20_000
WIDTH = 4
_END = ord("\n")
_BLANKS = (*range(9, 14), 32, 45, 160, *range(0x2010, 0x2016), 0x3000)
_ENDING = re.compile(r"[a-z]$")

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]


def fold(text: str) -> str:
    """A text as it is compared: NFKC, lower case, hyphens and blanks as one blank."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return " ".join(re.sub(r"[\s\-\u2010-\u2015]+", " ", plain).split())


def parts(keyword: str) -> tuple[str, ...]:
    """The folded phrases of a keyword that must all occur; empty ones show a misplaced `+`."""
    return tuple(fold(part) for part in keyword.split("+"))


def plural(phrase: str) -> str | None:
    """The regular English plural of the phrase's last word; None where there is none."""
    if not _ENDING.search(phrase):
        return None
    if re.search(r"[^aeiou]y$", phrase):
        return phrase[:-1] + "ies"
    return phrase + ("es" if re.search(r"(s|x|z|ch|sh)$", phrase) else "s")


def find(texts: pa.Array, phrases: Sequence[str]) -> tuple[Places, Places]:
    """Which phrase occurs in which text.

    Parameters
    ----------
    texts
        Strings; a missing one holds nothing.
    phrases
        Folded phrases, as `parts` gives them.

    Returns
    -------
    tuple of arrays
        Positions of text and phrase for each pair found, once per pair, sorted by phrase and text.
    """
    forms = [(number, form) for number, phrase in enumerate(phrases) for form in _forms(phrase)]
    found: list[Places] = []
    if forms:
        index = _index([form for _, form in forms])
        owners = np.array([number for number, _ in forms], dtype=np.int64)
        for start in range(0, len(texts), CHUNK):
            codes, ends = _lay_out(texts.slice(start, CHUNK))
            for form, places in _occurrences(index, codes):
                rows = np.unique(np.searchsorted(ends, places, side="right")) + start
                found.append(owners[form] * len(texts) + rows)
    if not found:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing
    pairs = np.unique(np.concatenate(found))
    return pairs % len(texts), pairs // len(texts)


def join_texts(frame: pd.DataFrame, columns: Sequence[str]) -> pa.Array:
    """The columns of each row as one text; a column that repeats the one before is left out."""
    pieces: list[pa.Array] = []
    for column in columns:
        piece = pc.fill_null(pa.array(frame[column], type=pa.string(), from_pandas=True), "")
        for earlier in pieces:
            piece = pc.if_else(pc.equal(piece, earlier), "", piece)
        pieces.append(piece)
    joined = pc.binary_join_element_wise(*pieces, "\n")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def _forms(phrase: str) -> list[str]:
    other = plural(phrase)
    return [phrase] if other is None else [phrase, other]


@cache
def _blank_table() -> Codes:
    table = np.arange(0x110000, dtype=np.uint32)
    table[list(_BLANKS)] = ord(" ")
    return table


@cache
def _word_table() -> NDArray[np.bool_]:
    """Code points of words that are set apart by blanks: letters and digits before the CJK blocks."""
    table = np.zeros(0x110000, dtype=bool)
    table[[code for code in range(0x2E80) if chr(code).isalnum()]] = True
    return table


def _lay_out(texts: pa.Array) -> tuple[Codes, Places]:
    """Folded code points of all texts, one mark after each, and where each text ends."""
    folded = pc.utf8_lower(pc.utf8_normalize(pc.fill_null(texts, ""), form="NFKC"))
    lengths = pc.utf8_length(folded).to_numpy(zero_copy_only=False).astype(np.int64)
    whole = "\n".join(folded.to_pylist()) + "\n"
    codes = _blank_table()[np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32)]
    ends = np.cumsum(lengths + 1)
    codes[ends - 1] = _END
    return codes, ends


@dataclass(frozen=True)
class _Index:
    """Forms by how they begin: a number for each character, and the forms behind each beginning."""

    forms: tuple[tuple[Codes, ...], ...]
    alphabet: Places
    size: int
    opens: NDArray[np.bool_]
    by_width: Mapping[int, Mapping[int, tuple[int, ...]]]


def _index(phrases: Sequence[str]) -> _Index:
    """The phrases, cut at their `*`, by their first characters (four, or as many as there are)."""
    forms = tuple(
        tuple(np.array([ord(char) for char in piece], dtype=np.uint32) for piece in phrase.split("*"))
        for phrase in phrases
    )
    letters = np.unique(np.concatenate([form[0][:WIDTH] for form in forms]))
    alphabet = np.zeros(0x110000, dtype=np.int64)
    alphabet[letters] = np.arange(1, len(letters) + 1)
    size = len(letters) + 1
    opens = np.zeros(size * size, dtype=bool)
    by_width: dict[int, dict[int, tuple[int, ...]]] = {}
    for number, form in enumerate(forms):
        beginning = alphabet[form[0][:WIDTH]].tolist()
        pair = beginning[0] * size
        opens[pair + beginning[1] if len(beginning) > 1 else slice(pair, pair + size)] = True
        key = 0
        for letter in beginning:
            key = key * size + letter
        same = by_width.setdefault(len(beginning), {})
        same[key] = (*same.get(key, ()), number)
    return _Index(forms, alphabet, size, opens, by_width)


def _occurrences(index: _Index, codes: Codes) -> Iterator[tuple[int, Places]]:
    """Each form that occurs, with the places where it begins."""
    word = _word_table()[codes]
    letters = index.alphabet[codes]
    begins = index.opens[letters[:-1] * index.size + letters[1:]]
    begins[1:] &= ~(word[1:-1] & word[:-2])  # inside a word no phrase begins
    places = np.flatnonzero(begins)
    keys = np.zeros(len(places), dtype=np.int64)
    for width in range(1, WIDTH + 1):
        keys = keys * index.size + letters[np.minimum(places + width - 1, len(codes) - 1)]
        wanted = index.by_width.get(width, {})
        known = np.array(sorted(wanted), dtype=np.int64)
        if not len(known):
            continue
        nearest = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        right = np.flatnonzero(known[nearest] == keys)
        right = right[np.argsort(nearest[right], kind="stable")]
        present, starts = np.unique(nearest[right], return_index=True)
        groups = np.split(places[right], starts)[1:]
        for key, few in zip(known[present].tolist(), groups, strict=True):
            for number in wanted[key]:
                hits = _confirm(few, index.forms[number], width, codes, word)
                if len(hits):
                    yield number, hits


def _confirm(
    places: Places, form: tuple[Codes, ...], known: int, codes: Codes, word: NDArray[np.bool_]
) -> Places:
    """The places where the whole form stands, its first characters known, and ends as a word must."""
    last = len(codes) - 1
    at = places
    for number, piece in enumerate(form):
        if number:
            at = _skip_word(at, word)
        for step in range(0 if number else known, len(piece)):
            same = codes[np.minimum(at + step, last)] == piece[step]
            at, places = at[same], places[same]
        at = at + len(piece)
    final = form[-1]
    if len(final) and _word_table()[final[-1]]:
        places = places[~word[np.minimum(at, last)]]
    return places


def _skip_word(places: Places, word: NDArray[np.bool_]) -> Places:
    """Each place moved to the end of the word it stands in."""
    last = len(word) - 1
    moving = word[np.minimum(places, last)]
    while moving.any():
        places = places + moving
        moving = word[np.minimum(places, last)]
    return places

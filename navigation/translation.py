"""Terms in the other language: from a small glossary, and from titles that exist in both.

The glossary is this project's own (`lexicon/bilingual.tsv`). A term is translated only where the
glossary covers all of it, longest group first: half a translation names nothing.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import pandas as pd

LEAST_LIKENESS = 0.4
LEAST_TITLES = 3
LONGEST = 12  # English words, or Chinese characters, of the longest group looked up


@cache
def _entries(language: str) -> dict[str, str]:
    """What the glossary says in a language, by the term of the other; the first of several."""
    text = resources.files("navigation").joinpath("lexicon", "bilingual.tsv").read_text("utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            english, chinese = line.split("\t")
            key, value = (english, chinese) if language == "zh" else (chinese, english)
            found.setdefault(key.lower(), value)
    return found


def entry(term: str, language: str) -> str | None:
    """A term of the other language as the glossary has it, whole."""
    return _entries(language).get(term.lower())


def composed(term: str, language: str) -> str | None:
    """A term of the other language from its parts; None where the glossary does not cover it all."""
    pieces, glue = (term.lower().split(" "), "") if language == "zh" else (list(term.lower()), " ")
    parts = _covered(pieces, _entries(language), " " if language == "zh" else "")
    return None if parts is None else glue.join(parts)


def _covered(pieces: list[str], known: dict[str, str], glue: str) -> list[str] | None:
    """The translations of the longest known groups, left to right; None where one is missing."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        ends = range(min(at + LONGEST, len(pieces)), at, -1)
        end = next((e for e in ends if glue.join(pieces[at:e]) in known), None)
        if end is None:
            return None
        found.append(known[glue.join(pieces[at:end])])
        at = end
    return found


def counterparts(wanted: set[str], own: pd.DataFrame, other: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """For each wanted term, the other language's term that stands in the same families' titles.

    Parameters
    ----------
    wanted
        Terms of `own`.
    own, other
        term and row: which title holds which term, in the one language and in the other.

    Returns
    -------
    dict
        The counterpart with the greatest likeness (Dice: twice the titles that hold both over the
        titles that hold either) and that likeness, if it is 0.4 or more; the longer of equals.
    """
    both = own["row"][own["row"].isin(other["row"])].unique()
    left = own[own["term"].isin(wanted) & own["row"].isin(both)]
    right = other[other["row"].isin(both)]
    sizes_left, sizes_right = left["term"].value_counts(), right["term"].value_counts()
    right = right[right["row"].isin(left["row"])]
    joint = left.merge(right, on="row", suffixes=("", "_other"))
    pairs = joint.groupby(["term", "term_other"]).size().rename("n").reset_index()
    pairs = pairs[pairs["n"] >= LEAST_TITLES]
    if pairs.empty:
        return {}
    whole = pairs["term"].map(sizes_left) + pairs["term_other"].map(sizes_right)
    pairs["likeness"] = (2 * pairs["n"] / whole).round(9)
    pairs["length"] = pairs["term_other"].str.len()
    pairs = pairs[pairs["likeness"] >= LEAST_LIKENESS]
    pairs = pairs.sort_values(
        ["term", "likeness", "length", "term_other"], ascending=[True, False, False, True]
    )
    best = pairs.drop_duplicates("term")
    return dict(zip(best["term"], zip(best["term_other"], best["likeness"], strict=True), strict=True))

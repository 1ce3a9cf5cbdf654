"""Words of patent texts: boilerplate removed, Chinese cut by jieba, English in its plain forms.

A *run* is a stretch of words with no mark of punctuation, number or break word in it; terms are
cut from runs. The word lists in `lexicon/` are this project's own: `break` words never stand in
a term, `generic` words only beside another word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
HAN = re.compile(f"[{_CJK}]")
_HAN_WORD = re.compile(f"[{_CJK}]+")
_NUMERAL = re.compile(r"\s*[(（\[【]\s*[\dA-Za-z]{0,3}\d+[a-z']{0,3}(?:\s*[,，、;；~\-–]\s*[\dA-Za-z]{1,6})*\s*[)）\]】]")
_TAG = re.compile(r"<[^<>]{1,80}>")
_ZH_OPENING = re.compile(
    r"(?:[本该](?:发明|实用新型|外观设计|申请|公开|披露|专利|技术)|本文|发明|实用新型)(?:的?(?:实施例|实施方式|目的))?"
    r"(?:具体|主要|还|即|旨在|在于)*(?:公开|提供|涉及|提出|披露|描述|介绍|属于|是|为|请求保护)了?(?:一种|一类)?"
)
_ZH_FILLER = re.compile(r"所述的?|上述的?|该种|一种|其特征(?:在于|是)[:：,，]?|(?:的)?技术领域|领域[,，]")
_EN_OPENING = re.compile(
    r"\b(?:the|an|this)?\s*(?:present\s+|subject\s+|utility\s+)?(?:invention|utility model|disclosure|application|embodiments?"
    r"|patent|technical (?:solution|scheme))s?(?: of the (?:present )?(?:invention|disclosure|application))?\s+"
    r"(?:particularly |further |also |generally )?(?:relates?|discloses?|provides?|concerns?|proposes?|describes?"
    r"|belongs|refers?|pertains?|is directed)\b(?: generally)?(?: to)?(?: the (?:technical )?field of)?(?: an?\b| the\b)?",
    re.IGNORECASE,
)
_EN_FILLER = re.compile(
    r"\b(?:compris(?:ing|es?|ed)|consist(?:ing|s) (?:of|essentially of)|wherein|whereby|said|thereof|therein"
    r"|at least one|a plurality of|in particular|characteri[sz]ed (?:in that|by))\b",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[a-z][a-z0-9]*(?:[-'][a-z0-9]+)*")
_EN_PIECE = re.compile(r"[a-z][a-z0-9]*(?:[-'][a-z0-9]+)*|[^\sa-z]+")
_NOT_PLURAL = frozenset(
    "always analysis apparatus axis basis bias canvas chassis corps diagnosis gas lens glass mass means news "
    "plus pancreas series species synthesis thesis thus vis atlas alias process access".split()
)
# Tags of jieba's dictionary that a term's first or last word may not carry: adverbs,
# prepositions, conjunctions, pronouns, numerals, measures, particles, interjections.
_CLOSED_TAGS = frozenset(["d", "p", "c", "r", "m", "mq", "q", "u", "ul", "uj", "uz", "ud", "uv", "y", "e", "o", "zg"])


def clean(text: str, language: str) -> str:
    """A text without reference numerals, mark-up and the phrases every patent opens with."""
    plain = _TAG.sub(" ", unicodedata.normalize("NFKC", text))
    plain = _NUMERAL.sub("", plain)
    if language == "zh":
        plain = _ZH_FILLER.sub("", _ZH_OPENING.sub("", plain))
    else:
        plain = _EN_FILLER.sub(" ", _EN_OPENING.sub(" ", plain))
    return " ".join(plain.split())


@cache
def lexicon(name: str) -> frozenset[str]:
    """The words of one list, e.g. `zh_break`."""
    text = resources.files("navigation").joinpath("lexicon", f"{name}.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@cache
def _cutter() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    return cutter


@cache
def _tags() -> dict[str, str]:
    """Each word of jieba's dictionary with its commonest part of speech."""
    with _cutter().get_dict_file() as file:
        rows = (line.decode("utf-8").split() for line in file)
        return {row[0]: row[2] for row in rows if len(row) == 3}


def singular(word: str) -> str:
    """An English noun without its regular plural ending."""
    if len(word) < 4 or not word.endswith("s") or word in _NOT_PLURAL:
        return word
    if word.endswith(("ss", "us", "is", "ics", "'s")):
        return word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def runs(text: str, language: str) -> Iterator[list[str]]:
    """The text's stretches of words between punctuation, numbers and break words.

    Chinese keeps Latin words in it (`LED`, `CRISPR`) in lower case; English words are singular.
    """
    words = _chinese_words(text.lower()) if language == "zh" else _english_words(text.lower())
    stops = lexicon(f"{language}_break")
    run: list[str] = []
    for word in words:
        if not word or word in stops:
            if run:
                yield run
            run = []
        else:
            run.append(word)
    if run:
        yield run


def _chinese_words(text: str) -> Iterator[str]:
    """Words of a Chinese text; an empty word where a stretch of words ends."""
    for word in _cutter().cut(text):
        if _HAN_WORD.fullmatch(word) or (len(word) > 1 and _LATIN.fullmatch(word)):
            yield word
        else:
            yield ""


def _english_words(text: str) -> Iterator[str]:
    stops = lexicon("en_break")
    for piece in _EN_PIECE.findall(text):
        if not _LATIN.fullmatch(piece):
            yield ""
        elif piece in stops or len(piece) < 2:
            yield ""
        else:
            yield singular(piece)


def tokens(text: str, language: str) -> list[str]:
    """Words for counting; in Chinese also the neighbouring pairs of characters, across words."""
    found: list[str] = []
    for run in runs(text, language):
        found += run
        if language == "zh":
            joined = "".join(run)
            found += [f"{a}{b}_" for a, b in zip(joined, joined[1:], strict=False)]
        else:
            found += [f"{a} {b}" for a, b in zip(run, run[1:], strict=False)]
    return found


def terms(text: str, language: str) -> set[str]:
    """Word groups of the text that could name a technology.

    Chinese: one to four words, two to twelve characters. English: one to three words.
    """
    generic = lexicon(f"{language}_generic")
    longest, glue = (4, "") if language == "zh" else (3, " ")
    found: set[str] = set()
    for run in runs(text, language):
        for start in range(len(run)):
            for end in range(start + 1, min(start + longest, len(run)) + 1):
                words = run[start:end]
                if is_term(words, language, generic):
                    found.add(glue.join(words))
    return found


def is_term(words: Sequence[str], language: str, generic: frozenset[str]) -> bool:
    """Whether the words, taken together, could name a technology."""
    if all(word in generic for word in words):
        return False
    if language == "zh":
        length = sum(map(len, words))
        if not 2 <= length <= 12 or (len(words) > 1 and length < 3):
            return False
        if len(words) == 1 and not HAN.search(words[0]):
            return False
        tags = _tags()
        return tags.get(words[0], "n") not in _CLOSED_TAGS and tags.get(words[-1], "n") not in _CLOSED_TAGS
    return len(words[-1]) > 2 and len(words[0]) > 2


def cleaned(texts: pd.Series, languages: pd.Series) -> pd.Series:
    """`clean` over a column; a missing text stays missing."""
    values = [
        clean(text, language) if isinstance(text, str) else None
        for text, language in zip(texts, languages, strict=True)
    ]
    return pd.Series(values, index=texts.index, dtype="str")

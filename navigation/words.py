"""Words of patent texts: boilerplate removed, Chinese cut by jieba, English in its plain forms.

A *run* is a stretch of words with no mark of punctuation, number or break word in it; terms are
cut from runs. The word lists in `lexicon/` are this project's own: `break` words never stand in
a term, `generic` words only beside a telling one, `lone` words only beside any other.
"""

from __future__ import annotations

import itertools
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
_NUMERAL = re.compile(
    r"\s*[(（\[【]\s*[\dA-Za-z]{0,3}\d+[a-z']{0,3}(?:\s*[,，、;；~\-–]\s*[\dA-Za-z]{1,6})*\s*[)）\]】]"
)
_TAG = re.compile(r"<[^<>]{1,80}>")
_ZH_OPENING = re.compile(
    r"(?:[本该](?:发明|实用新型|外观设计|申请|公开|披露|专利|技术)|本文|发明|实用新型)"
    r"(?:的?(?:实施例|实施方式|目的))?(?:具体|主要|还|即|旨在|在于)*"
    r"(?:公开|提供|涉及|提出|披露|描述|介绍|属于|是|为|请求保护)了?(?:一种|一类)?"
)
# Headings that some offices print within an abstract.
_HEADING = re.compile(
    r"\b(?:FIELD|SUBSTANCE|EFFECT|PROBLEM(?: TO BE SOLVED)?|SOLUTION|SELECTED DRAWING|PURPOSE)\s*:"
    r"|(?:领域|物质|实质|效果|有益效果|目的|要解决的问题|解决方案|选[型定择]附?图|摘要附图)\s*:"
    r"|\b\d+\s*(?:cl|dwg|ex|tbl)s?\b,?"
)
_ZH_FILLER = re.compile(r"所述的?|上述的?|该种|一种|其特征(?:在于|是)[:：,，]?|(?:的)?技术领域|领域[,，]")
_EN_OPENING = re.compile(
    r"\b(?:the|an|this)?\s*(?:present\s+|subject\s+|utility\s+)?"
    r"(?:invention|utility model|disclosure|application|embodiments?|patent|technical (?:solution|scheme))s?"
    r"(?: of the (?:present )?(?:invention|disclosure|application))?\s+"
    r"(?:particularly |further |also |generally )?"
    r"(?:relates?|discloses?|provides?|concerns?|proposes?|describes?|belongs|refers?|pertains?"
    r"|is directed)\b"
    r"(?: generally)?(?: to)?(?: the (?:technical )?field of)?(?: an?\b| the\b)?",
    re.IGNORECASE,
)
_EN_FILLER = re.compile(
    r"\b(?:compris(?:ing|es?|ed)|consist(?:ing|s) (?:of|essentially of)|wherein|whereby|said|thereof|therein"
    r"|at least one|a plurality of|in particular|characteri[sz]ed (?:in that|by))\b",
    re.IGNORECASE,
)
# Spelt both ways: de-icing, deicing.
_PREFIX_HYPHEN = re.compile(
    r"^(take|de|multi|micro|nano|bio|electro|photo|thermo|hydro|turbo|sub|inter|over|under)-(?=[a-z]{3})"
)
_LATIN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_EN_PIECE = re.compile(r"[a-z][a-z0-9]*(?:[-'][a-z0-9]+)*|[^\sa-z]+")
# Tags of jieba's dictionary: no term begins or ends with these words (adverbs, prepositions,
# conjunctions, pronouns, numerals, measures, particles) …
_CLOSED_TAGS = frozenset(
    ["d", "p", "c", "r", "m", "mq", "q", "u", "ul", "uj", "uz", "ud", "uv", "y", "e", "o", "zg", "df"]
)
# … none ends with these (qualities, places in space and time), and none is one of these alone
# (verbs, names of places and persons).
_NO_END_TAGS = _CLOSED_TAGS | frozenset(["a", "ad", "ag", "z", "f", "s", "t", "tg", "i", "l"])
_NOT_ALONE_TAGS = _NO_END_TAGS | frozenset(
    ["v", "vn", "vd", "vi", "vq", "vg", "ns", "nt", "nr", "nrt", "nrfg", "nz_", "b"]
)
_ADJECTIVE = re.compile(r"(?:ic|al|ive|ous|able|ible|ary|less|ful|ular|ed|ly|like|wise|type)$")


# What is done to a craft names no part of it: 控制飞机.
_ACTS = frozenset(
    ["控制", "操作", "操纵", "启动", "停止", "驱动", "使用", "运行", "驾驶", "推进", "牵引", "充电"]
)
_CARRIERS = frozenset(["飞机", "飞行器", "直升机", "航空器", "无人机", "车辆", "汽车", "船舶"])


def clean(text: str, language: str) -> str:
    """A text without reference numerals, mark-up and the phrases every patent opens with."""
    plain = _TAG.sub(" ", unicodedata.normalize("NFKC", text))
    plain = _HEADING.sub(" ", _NUMERAL.sub("", plain))
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
    for word in sorted(lexicon("zh_words")):
        cutter.add_word(word)
    return cutter


@cache
def _tags() -> dict[str, str]:
    """Each word of jieba's dictionary with its commonest part of speech."""
    with _cutter().get_dict_file() as file:
        rows = (line.decode("utf-8").split() for line in file)
        return {row[0]: row[2] for row in rows if len(row) == 3}


def singular(word: str) -> str:
    """An English noun without its regular plural ending."""
    if len(word) < 4 or not word.endswith("s") or word in lexicon("en_not_plural"):
        return word
    if word.endswith(("ss", "us", "is", "ics", "'s")):
        return word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "tuses", "ruses")):
        return word[:-2]
    return word[:-1]


def runs(text: str, language: str, *, keep_and: bool = False) -> Iterator[list[str]]:
    """The text's stretches of words between punctuation, numbers and break words.

    Chinese keeps Latin words in it (`LED`, `CRISPR`) in lower case; English words are singular.
    With `keep_and`, English `and` does not end a stretch.
    """
    words = _chinese_words(text.lower()) if language == "zh" else _english_words(text.lower(), keep_and)
    stops = lexicon(f"{language}_break") - ({"and"} if keep_and else set())
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


def _english_words(text: str, keep_and: bool) -> Iterator[str]:
    stops = lexicon("en_break")
    for piece in _EN_PIECE.findall(text):
        if keep_and and piece == "and":
            yield piece
        elif not _LATIN.fullmatch(piece) or piece in stops or len(piece) < 2:
            yield ""
        else:
            yield singular(_PREFIX_HYPHEN.sub(r"\1", piece))


def tokens(text: str, language: str) -> list[str]:
    """Telling words for counting, and pairs: of Chinese characters across words, of English words."""
    generic = lexicon(f"{language}_generic")
    found: list[str] = []
    for run in runs(text, language):
        found += [word for word in run if word not in generic]
        if language == "zh":
            joined = "".join(run)
            found += [f"{a}{b}_" for a, b in itertools.pairwise(joined)]
        else:
            found += [f"{a} {b}" for a, b in itertools.pairwise(run)]
    return found


def terms(text: str, language: str) -> dict[str, tuple[bool, bool]]:
    """Word groups of the text that could name a technology; whether one begins and ends its stretch.

    A group that never ends a stretch of words lacks its noun: 飞机混合 of 飞机混合动力. One that
    never begins one lacks what says which: `wing aircraft` of `fixed wing aircraft`.

    Chinese: one to four words, two to twelve characters. English: one to four words, or up to
    five with an `and` within (`vertical take-off and landing aircraft`).
    """
    glue, longest = ("", 4) if language == "zh" else (" ", 5)
    check = _is_chinese_term if language == "zh" else _is_english_term
    found: dict[str, tuple[bool, bool]] = {}
    for run in runs(text, language, keep_and=language == "en"):
        for start in range(len(run)):
            for end in range(start + 1, min(start + longest, len(run)) + 1):
                if check(run[start:end]):
                    term = glue.join(run[start:end])
                    begins, ends = found.get(term, (False, False))
                    found[term] = (begins or start == 0, ends or end == len(run))
    return found


def _is_chinese_term(words: Sequence[str]) -> bool:
    """Whether Chinese words, taken together, could name a technology."""
    tags, length = _tags(), sum(map(len, words))
    if not 2 <= length <= 12 or not _says_something(words, "zh"):
        return False
    first, last = tags.get(words[0], "x"), tags.get(words[-1], "x")
    if len(words) == 1:
        return bool(HAN.search(words[0])) and last not in _NOT_ALONE_TAGS
    if words[0] in _ACTS and words[-1] in _CARRIERS:
        return False
    if length < 3 or first in _CLOSED_TAGS or last in _NO_END_TAGS:
        return False
    # A verb closes a term only as its second word: 垂直起降, but not 驾驶人充电.
    return last not in ("v", "vi", "vd") or (len(words) == 2 and len(words[-1]) > 1)


def _is_english_term(words: Sequence[str]) -> bool:
    """Whether English words, taken together, could name a technology."""
    plain = [word for word in words if word != "and"]
    if "and" in (words[0], words[-1]) or len(plain) > 4 or len(plain) < len(words) - 1:
        return False
    if len(plain) == len(words) > 4:
        return False
    if len(words[0]) < 3 or len(words[-1]) < 3 or not _says_something(plain, "en"):
        return False
    last, nouns = words[-1], lexicon("en_noun")
    if last.endswith(("ed", "ly")) and last not in nouns:
        return False
    if len(words) == 1:
        return _noun_alone(last)
    return not words[0].endswith("ly") or words[0] in nouns


def _says_something(words: Sequence[str], language: str) -> bool:
    """Whether one word is neither generic nor, if it is alone, one that needs another beside it."""
    generic, lone = lexicon(f"{language}_generic"), lexicon(f"{language}_lone")
    telling = [word for word in words if word not in generic]
    return len(telling) > 0 and (len(words) > 1 or telling[0] not in lone)


_COUNTED = re.compile(
    r"(?:single|dual|double|two|three|four|six|multi|more|less|high|low|non|full|half|all)-"
)


def _noun_alone(word: str) -> bool:
    """Whether an English word by itself reads as a noun, as far as its ending tells."""
    if word in lexicon("en_noun"):
        return True
    return not (word.endswith("ing") or _COUNTED.match(word) or _ADJECTIVE.search(word))


def cleaned(texts: pd.Series, languages: pd.Series) -> pd.Series:
    """`clean` over a column; a missing text stays missing."""
    values = [
        clean(text, language) if isinstance(text, str) else None
        for text, language in zip(texts, languages, strict=True)
    ]
    return pd.Series(values, index=texts.index, dtype="str")

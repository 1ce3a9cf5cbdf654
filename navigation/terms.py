"""The terms that set clusters apart, best first.

A term's weight in a cluster is the share of its titles that hold it (technicians write titles)
plus a part of the share of its abstracts. Its score is that weight times the logarithm of how much
more often it stands there than elsewhere: class-based TF-IDF with document shares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from corpus import lists
from navigation import words

TITLES = 300
ABSTRACTS = 60
ABSTRACT_PART = 0.4
FLOOR = 0.01
TOP = 10
CANDIDATES = 200
FULLER = 0.5
LEAST_TEXTS = 3
PRIOR = 2.0
COMMON = 0.25
COMMON_WORD = 0.06
END_SHARE = 0.25
LANGUAGE_SHARE = 0.1
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{1,5}\b")
_COMMON = words.lexicon("en_generic") | words.lexicon("en_lone") | words.lexicon("en_break")


@dataclass(frozen=True)
class Term:
    """A term as people write it, its score in its cluster, and the logarithm of its lift."""

    text: str
    score: float
    lift: float


def cluster_terms(
    texts: pd.DataFrame, rows: pd.DataFrame, language: str, names: frozenset[str]
) -> dict[str, list[Term]]:
    """The ten best terms of each cluster in one language.

    Parameters
    ----------
    texts
        title and abstract of each family in the language; NA where it has none.
    rows
        family_id, cluster_id and confidence, with the index of `texts`.
    language
        `zh` or `en`.
    names
        Names that may not serve as terms; see `owner_names`.
    """
    cluster = rows["cluster_id"]
    has_any = texts.notna().any(axis=1).groupby(cluster).mean()
    texts = texts.where(cluster.map(has_any >= LANGUAGE_SHARE))
    order = rows.sort_values(["cluster_id", "confidence", "family_id"], ascending=[True, False, True]).index
    shares: dict[str, pd.DataFrame] = {}
    for column, most in (("title", TITLES), ("abstract", ABSTRACTS)):
        present = texts.loc[order, column].dropna()
        chosen = present.groupby(cluster[present.index]).head(most)
        shares[column] = _shares(chosen, cluster[chosen.index], language)
    table = (
        shares["title"]
        .merge(shares["abstract"], on=["cluster_id", "term"], how="outer", suffixes=("_title", "_abstract"))
        .fillna({"share_title": 0.0, "share_abstract": 0.0, "n_title": 0, "n_abstract": 0})
    )
    if table.empty:
        return {}
    # Where few families have an abstract, what those few say is not what the cluster says.
    has_text = texts.notna().any(axis=1).astype("float64").groupby(cluster).sum()
    told = texts["abstract"].notna().astype("float64").groupby(cluster).sum() / has_text
    part = ABSTRACT_PART * table["cluster_id"].map(told).astype("float64")
    table["weight"] = table["share_title"] + part * table["share_abstract"]
    table = table[~table["term"].isin(_fragments(table)) & ~table["term"].isin(names)]
    table = _scored(table, cluster.value_counts())
    display = _capitals(texts["title"]) if language == "en" else {}
    return {
        str(name): _apart(group, language, display)
        for name, group in table.sort_values(["score", "term"], ascending=[False, True]).groupby("cluster_id")
    }


def _shares(texts: pd.Series, cluster: pd.Series, language: str) -> pd.DataFrame:
    """How many and what share of each cluster's texts hold each term."""
    counts: dict[str, Counter[str]] = {}
    ends: Counter[str] = Counter()
    seen: dict[str, set[str]] = {}
    for name, text in zip(cluster, texts, strict=True):
        clean = words.clean(text, language)
        # The same text again, of a divisional or a twin, is no further evidence.
        if clean not in seen.setdefault(name, set()):
            seen[name].add(clean)
            found = words.terms(clean, language)
            counts.setdefault(name, Counter()).update(found.keys())
            ends.update(term for term, is_end in found.items() if is_end)
    held = [(name, term, n) for name, terms in counts.items() for term, n in terms.items()]
    if not held:
        return _NO_SHARES
    table = pd.DataFrame(held, columns=["cluster_id", "term", "n"])
    table = table.astype({"cluster_id": "str", "term": "str", "n": "float64"})
    size = table["cluster_id"].map({name: len(texts) for name, texts in seen.items()}).astype("float64")
    table["share"] = table["n"] / (size + PRIOR)
    # What seldom ends a stretch of words is the beginning of something.
    total = table.groupby("term")["n"].transform("sum")
    is_whole = table["term"].map(ends).fillna(0) >= END_SHARE * total
    table, size = table[is_whole], size[is_whole]
    # One text makes no term, two make no long one, except in a cluster of very few.
    least = np.where(table["term"].map(_is_long), LEAST_TEXTS, LEAST_TEXTS - 1)
    return table[(table["n"] >= least) | (size < 2 * LEAST_TEXTS)]


_NO_SHARES = pd.DataFrame(
    {
        "cluster_id": pd.Series(dtype="str"),
        "term": pd.Series(dtype="str"),
        "n": pd.Series(dtype="float64"),
        "share": pd.Series(dtype="float64"),
    }
)


def _is_long(term: str) -> bool:
    """Whether a term is a phrase that should be seen more often to be believed."""
    return len(term) > 6 if words.HAN.search(term) else term.count(" ") > 1


def _fragments(table: pd.DataFrame) -> set[str]:
    """Terms that nearly always stand inside one longer term."""
    total = table.groupby("term")["weight"].sum()
    inside: dict[str, float] = {}
    for term, weight in total.items():
        for part in _parts(str(term)):
            inside[part] = max(inside.get(part, 0.0), float(weight))
    return {str(term) for term, weight in total.items() if inside.get(str(term), 0.0) >= 0.75 * weight}


def _parts(term: str) -> Iterable[str]:
    """The shorter terms within a term: English words in a row, Chinese beginnings and endings."""
    if " " in term:
        pieces = term.split(" ")
        for length in range(1, len(pieces)):
            for start in range(len(pieces) - length + 1):
                yield " ".join(pieces[start : start + length])
    else:
        for cut in range(1, len(term) - 1):
            yield term[cut:]
            yield term[:-cut]


def _scored(table: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """The table with the score of each term in each cluster; terms no commoner than elsewhere go."""
    part = table["cluster_id"].map(sizes / sizes.sum()).astype("float64")
    overall = (table["weight"] * part).groupby(table["term"]).transform("sum")
    elsewhere = (overall - table["weight"] * part) / (1 - part).clip(lower=1e-9)
    lift = np.log((table["weight"] + FLOOR) / (elsewhere.clip(lower=0) + FLOOR))
    table = table.assign(lift=lift, score=table["weight"] * lift * table["term"].map(_length_factor))
    # What many other families share names the field, not a part of it; a single word does so soon.
    limit = np.where(table["term"].map(_is_short), COMMON_WORD, COMMON)
    return table[(table["score"] > 0) & (elsewhere < limit)]


def _is_short(term: str) -> bool:
    """Whether a term is a single word: up to three Chinese characters, one English word."""
    return len(term) <= 3 if words.HAN.search(term) else " " not in term


def _length_factor(term: str) -> float:
    """Word groups say more than words; very long ones are somebody's phrase."""
    if words.HAN.search(term):
        length = len(term)
        return 0.7 if length == 2 else 0.95 if length == 3 else 1.25 if length <= 8 else 1.0
    return {1: 0.75, 2: 1.25}.get(term.count(" ") + 1, 1.2)


def _apart(group: pd.DataFrame, language: str, display: dict[str, str]) -> list[Term]:
    """The best terms that do not repeat each other."""
    group = group.head(CANDIDATES)
    weight = dict(zip(group["term"], group["weight"], strict=True))
    found = {
        term: Term(_shown(term, language, display), float(score), float(lift))
        for term, score, lift in zip(group["term"], group["score"], group["lift"], strict=True)
    }
    chosen: list[str] = []
    for term in found:
        fuller = _fuller(term, weight)
        if not any(_alike(fuller, other) for other in chosen):
            chosen.append(fuller)
        if len(chosen) == TOP:
            break
    return [found[term] for term in chosen]


def _fuller(term: str, weight: dict[str, float]) -> str:
    """The longer term that stands for the term in half of its texts or more, else the term."""
    longer = [other for other in weight if len(other) > len(term) and term in other and _whole(term, other)]
    longer = [other for other in longer if weight[other] >= FULLER * weight[term]]
    return max(longer, key=lambda other: (weight[other], len(other), other), default=term)


def _whole(term: str, longer: str) -> bool:
    """Whether an English term is made of whole words of the longer one; Chinese has no blanks."""
    return bool(words.HAN.search(term)) or f" {term} " in f" {longer} "


def _alike(left: str, right: str) -> bool:
    """Whether two terms share most of the shorter one."""
    if " " in left or " " in right or not words.HAN.search(left):
        a, b = set(left.split(" ")), set(right.split(" "))
        return len(a & b) * 2 >= min(len(a), len(b)) and bool(a & b)
    if left in right or right in left:
        return True
    pairs_left = {left[i : i + 2] for i in range(len(left) - 1)}
    pairs_right = {right[i : i + 2] for i in range(len(right) - 1)}
    return len(pairs_left & pairs_right) * 2 >= min(len(pairs_left), len(pairs_right))


def _shown(term: str, language: str, display: dict[str, str]) -> str:
    """The term as people write it: short Latin words in Chinese and known acronyms in capitals."""
    if language == "zh":
        return re.sub(r"[a-z][a-z0-9-]{0,4}(?![a-z0-9-])", lambda m: m.group().upper(), term)
    return " ".join(display.get(word, word) for word in term.split(" "))


def _capitals(titles: pd.Series) -> dict[str, str]:
    """Acronyms: words mostly written in capitals in titles that are not all in capitals."""
    mixed = titles.dropna()
    mixed = mixed[mixed.str.count("[A-Z]") < 0.3 * mixed.str.len()]
    upper: Counter[str] = Counter()
    for title in mixed:
        upper.update(set(_CAPITALS.findall(title)))
    lower: Counter[str] = Counter()
    known = {word.lower() for word in upper}
    for title in mixed:
        lower.update({w for w in re.findall(r"[a-z0-9]+", title.lower()) if w in known})
    return {w.lower(): w for w, n in upper.items() if n * 2 > lower[w.lower()]}


def owner_names(applicant: pd.DataFrame) -> frozenset[str]:
    """Names and name cores of applicants, folded, which may not serve as terms."""
    names = pd.concat(
        [applicant["name"].dropna(), lists.explode(applicant[["aliases"]], "aliases")["aliases"]]
    )
    folded = names.astype("str").str.lower()
    chinese = folded.str.replace(
        r"(?:集团|控股|股份|有限|责任|公司|总|技术|科技|实业|工业|制造|企业|\(.*?\)|（.*?）)+.*$",
        "",
        regex=True,
    )
    latin = folded.str.replace(r"[,.]", " ", regex=True).str.split().str[:2].str.join(" ")
    first = folded.str.replace(r"[,.]", " ", regex=True).str.split().str[0]
    # A first word is a name only if no dictionary knows it: "electric boat" does not bar "electric".
    short = first[first.str.len() > 2].value_counts()
    return frozenset(chinese) | frozenset(latin.dropna()) | frozenset(short.index[short > 0]) - _COMMON

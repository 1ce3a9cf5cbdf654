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
BEGIN_SHARE = 0.05
LANGUAGE_SHARE = 0.1
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{1,5}\b")
_COMMON = words.lexicon("en_generic") | words.lexicon("en_lone") | words.lexicon("en_break")


@dataclass(frozen=True)
class Term:
    """A term as people write it and as it is compared, and what it is worth in its cluster.

    Attributes
    ----------
    text, key
        As people write it; folded.
    score, lift
        Score in the cluster; logarithm of how much more often it stands there than elsewhere.
    rows
        The titles of the cluster that hold it.
    """

    text: str
    key: str
    score: float
    lift: float
    rows: frozenset[int]


@dataclass(frozen=True, eq=False)
class Found:
    """Terms of every cluster in one language.

    Attributes
    ----------
    best
        The ten best of each cluster, best first.
    titles
        term and row: which title holds which term that could name something.
    display
        Acronyms by their folded form.
    sizes
        Titles looked at in each cluster.
    """

    best: dict[str, list[Term]]
    titles: pd.DataFrame
    display: dict[str, str]
    sizes: dict[str, int]

    def shown(self, term: str, language: str) -> str:
        """A folded term as people write it."""
        return _shown(term, language, self.display)


def cluster_terms(texts: pd.DataFrame, rows: pd.DataFrame, language: str, names: frozenset[str]) -> Found:
    """The ten best terms of each cluster in one language, and the titles that hold them.

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
    held: dict[str, pd.DataFrame] = {}
    for column, most in (("title", TITLES), ("abstract", ABSTRACTS)):
        present = texts.loc[order, column].dropna()
        chosen = present.groupby(cluster[present.index]).head(most)
        held[column] = _held(chosen, cluster[chosen.index], language)
    table = (
        _shares(held["title"])
        .merge(
            _shares(held["abstract"]),
            on=["cluster_id", "term"],
            how="outer",
            suffixes=("_title", "_abstract"),
        )
        .fillna({"share_title": 0.0, "share_abstract": 0.0, "n_title": 0, "n_abstract": 0})
    )
    display = _capitals(texts["title"]) if language == "en" else {}
    sizes = held["title"].groupby("cluster_id")["row"].nunique()
    if table.empty:
        return Found({}, held["title"][["term", "row"]], display, {})
    # Where few families have an abstract, what those few say is not what the cluster says.
    has_text = texts.notna().any(axis=1).astype("float64").groupby(cluster).sum()
    told = texts["abstract"].notna().astype("float64").groupby(cluster).sum() / has_text
    part = ABSTRACT_PART * table["cluster_id"].map(told).astype("float64")
    table["weight"] = table["share_title"] + part * table["share_abstract"]
    table = table[~table["term"].isin(_fragments(table)) & ~table["term"].isin(names)]
    titles = held["title"][held["title"]["term"].isin(table["term"])]
    table = _scored(table, cluster.value_counts())
    best = {
        str(name): _apart(group, titles[titles["cluster_id"] == name], language, display)
        for name, group in table.sort_values(["score", "term"], ascending=[False, True]).groupby("cluster_id")
    }
    return Found(best, titles[["term", "row"]], display, {str(n): int(v) for n, v in sizes.items()})


def _held(texts: pd.Series, cluster: pd.Series, language: str) -> pd.DataFrame:
    """cluster_id, row, term, begins, ends: which text holds which term."""
    held: list[tuple[str, int, str, bool, bool]] = []
    seen: dict[str, set[str]] = {}
    for row, name, text in zip(texts.index, cluster, texts, strict=True):
        clean = words.clean(text, language)
        # The same text again, of a divisional or a twin, is no further evidence.
        if clean not in seen.setdefault(name, set()):
            seen[name].add(clean)
            terms = words.terms(clean, language)
            # A text without terms counts as a text all the same.
            held += [(name, row, term, *place) for term, place in terms.items()] or [
                (name, row, "", True, True)
            ]
    table = pd.DataFrame(held, columns=["cluster_id", "row", "term", "begins", "ends"])
    return table.astype(
        {"cluster_id": "str", "row": "int64", "term": "str", "begins": "bool", "ends": "bool"}
    )


def _shares(held: pd.DataFrame) -> pd.DataFrame:
    """How many and what share of each cluster's texts hold each term."""
    sizes = held.groupby("cluster_id")["row"].nunique()
    held = held[held["term"] != ""]
    table = held.groupby(["cluster_id", "term"]).size().rename("n").astype("float64").reset_index()
    size = table["cluster_id"].map(sizes).astype("float64")
    table["share"] = table["n"] / (size + PRIOR)
    # What seldom ends a stretch of words is the beginning of something; what hardly ever begins
    # one is the end of something.
    places = held.groupby("term")[["begins", "ends"]].mean()
    whole = places.index[(places["ends"] >= END_SHARE) & (places["begins"] >= BEGIN_SHARE)]
    is_whole = table["term"].isin(whole)
    table, size = table[is_whole], size[is_whole]
    # One text makes no term, two make no long one, except in a cluster of very few.
    least = np.where(table["term"].map(_is_long).astype("bool"), LEAST_TEXTS, LEAST_TEXTS - 1)
    return table[(table["n"] >= least) | (size < 2 * LEAST_TEXTS)]


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


def _apart(group: pd.DataFrame, titles: pd.DataFrame, language: str, display: dict[str, str]) -> list[Term]:
    """The best terms of a cluster that do not repeat each other."""
    group = group.head(CANDIDATES)
    weight = dict(zip(group["term"], group["weight"], strict=True))
    holding = titles[titles["term"].isin(group["term"])].groupby("term")["row"].agg(frozenset).to_dict()
    found = {
        term: Term(
            _shown(term, language, display), term, float(score), float(lift), holding.get(term, frozenset())
        )
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
    acronyms = words.lexicon("en_acronym")
    return " ".join(display.get(word, word.upper() if word in acronyms else word) for word in term.split(" "))


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

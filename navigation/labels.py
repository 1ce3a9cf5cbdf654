"""Names of clusters: two or three of the terms that set them apart, in Chinese and English.

Where a cluster's words are weak, the label of its commonest IPC subclass joins in; where a corpus
has no text in a language, that label stands with the other language's terms.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from corpus.contract import TEXTS_DTYPE
from corpus.languages import is_chinese
from corpus.symbols import subclass_label
from navigation import words
from navigation.terms import LANGUAGE_SHARE, TOP, Term, cluster_terms, owner_names

WEAK = 0.12
LABEL_LIFT = float(np.log(3))
NO_TEXT = {"zh": "无文本（标题与摘要缺失）", "en": "No text (title and abstract missing)"}
NO_WORDS = {"zh": "未归类（文本过短）", "en": "Unplaced (text too short)"}


def labels(
    rows: pd.DataFrame, family: pd.DataFrame, ipc: pd.DataFrame, applicant: pd.DataFrame
) -> pd.DataFrame:
    """Labels and terms of every cluster.

    Parameters
    ----------
    rows
        family_id, cluster_id, confidence, text_language (NA without text) and has_vector.
    family
        Titles and abstracts, Chinese and English.
    ipc
        cluster_id and its commonest subclasses, best first.
    applicant
        Names that may not serve as terms.

    Returns
    -------
    pandas.DataFrame
        cluster_id, label_zh, label_en, terms, terms_en; no label is empty and none occurs twice.
    """
    texts = _texts(rows, family)
    names = owner_names(applicant)
    found = {language: cluster_terms(texts[language], rows, language, names) for language in ("zh", "en")}
    clusters = sorted(rows["cluster_id"].unique())
    subclasses = dict(zip(ipc["cluster_id"], ipc["ipc"], strict=True))
    result = pd.DataFrame({"cluster_id": clusters})
    for language in ("zh", "en"):
        drafts = {c: _label(c, language, found, subclasses[c]) for c in clusters} | _wordless(rows, language)
        result[f"label_{language}"] = list(_distinct(drafts, language, found[language], subclasses))
    main = "zh" if texts["zh"]["title"].notna().mean() >= LANGUAGE_SHARE else "en"
    other = "en" if main == "zh" else "zh"
    result["terms"] = _listed(found[main].get(c) or found[other].get(c, []) for c in clusters)
    result["terms_en"] = _listed(found["en"].get(c, []) for c in clusters)
    return result


def _wordless(rows: pd.DataFrame, language: str) -> dict[str, str]:
    """Labels of the clusters whose families have no vector, for want of a text or of words."""
    grouped = rows.groupby("cluster_id")
    is_wordless = grouped["has_vector"].any().eq(False)
    has_text = grouped["text_language"].count() > 0
    return {
        str(c): NO_WORDS[language] if has_text[c] else NO_TEXT[language]
        for c in is_wordless.index[is_wordless]
    }


def _listed(terms: Iterable[list[Term]]) -> pd.Series:
    return pd.Series([[t.text for t in group[:TOP]] for group in terms], dtype=TEXTS_DTYPE)


def _texts(rows: pd.DataFrame, family: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Title and abstract of each family in each language; NA where it has none."""
    joined = rows[["family_id"]].merge(family, on="family_id", how="left")
    chinese, abstract_chinese = is_chinese(joined["title"]), is_chinese(joined["abstract"])
    none = pd.Series(np.nan, index=joined.index, dtype="str")
    return {
        "zh": pd.DataFrame(
            {
                "title": joined["title"].where(chinese, none),
                "abstract": joined["abstract"].where(abstract_chinese, none),
            }
        ),
        "en": pd.DataFrame(
            {
                "title": joined["title_en"].fillna(joined["title"].where(~chinese, none)),
                "abstract": joined["abstract_en"].fillna(joined["abstract"].where(~abstract_chinese, none)),
            }
        ),
    }


def _label(
    cluster: str, language: str, found: dict[str, dict[str, list[Term]]], subclasses: list[str]
) -> str:
    """Two or three distinct terms or one strong one; with the subclass's label where they are weak."""
    own = [t for t in found[language].get(cluster, []) if t.lift >= LABEL_LIFT]
    mark = "、" if language == "zh" else ", "
    if own and own[0].score >= WEAK:
        return mark.join(t.text for t in _leading(own))
    voices = list(dict.fromkeys(subclass_label(code, language) for code in subclasses))
    if language == "en" and not own:
        return "; ".join(voices[:2]) or NO_TEXT[language]
    other = found["en"].get(cluster, [])
    terms = [t.text for t in (own or other)[:2]]
    if not voices or not terms:
        return mark.join(voices[:1] or terms) or NO_TEXT[language]
    if language == "en":
        return f"{voices[0]} ({mark.join(terms)})"
    return f"{voices[0]}（{(mark if own else ', ').join(terms)}）"


def _leading(terms: list[Term]) -> list[Term]:
    """The terms of the label: the first, a second not much weaker, a third about as strong.

    A short first term (four Chinese characters, one English word) says little: the second then
    joins more readily.
    """
    first = terms[0]
    is_short = len(first.text) <= 4 if words.HAN.search(first.text) else " " not in first.text
    chosen = [first]
    for place, least in ((1, 0.12 if is_short else 0.3), (2, 0.5)):
        if len(terms) > place and terms[place].score >= least * first.score and len(chosen) == place:
            chosen.append(terms[place])
    return chosen


def _distinct(
    drafts: dict[str, str],
    language: str,
    found: dict[str, list[Term]],
    subclasses: dict[str, list[str]],
) -> Iterable[str]:
    """Labels in order of cluster, none given twice: a further term, subclass or number is added."""
    used: set[str] = set()
    mark = "、" if language == "zh" else ", "
    for cluster, draft in drafts.items():
        label = draft
        further = [t.text for t in found.get(cluster, []) if t.text not in draft]
        further += [s for s in subclasses[cluster] if s not in draft] + [cluster]
        for word in further:
            if label not in used:
                break
            label = f"{draft}{mark}{word}"
        used.add(label)
        yield label

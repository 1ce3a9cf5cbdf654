"""Names of clusters: two or three of the terms that set them apart, in Chinese and English.

Where a cluster's words are weak, the label of its commonest IPC subclass joins in; where a corpus
has no text in a language, that label stands with the other language's terms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from corpus.contract import TEXTS_DTYPE
from corpus.languages import is_chinese
from corpus.symbols import subclass_label
from navigation import words
from navigation.terms import LANGUAGE_SHARE, TOP, Found, Term, cluster_terms, owner_names
from navigation.translation import composed, counterparts, entry

WEAK = 0.12
SURE = 0.6
LABEL_SHARE = 0.03
LEAST_TITLES = 3
ENOUGH = 0.6
LABEL_LIFT = float(np.log(3))
NO_TEXT = {"zh": "无文本（标题与摘要缺失）", "en": "No text (title and abstract missing)"}
NO_WORDS = {"zh": "未归类（文本过短）", "en": "Unplaced (text too short)"}


@dataclass(frozen=True)
class _Terms:
    """A cluster's terms in one language: those that hold for enough of it, and those that lead."""

    fit: list[Term]
    led: list[Term]


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
    worth = {language: {c: _worth(found[language], c) for c in clusters} for language in ("zh", "en")}
    said = _said(found)
    chinese = rows["text_language"].eq("zh").groupby(rows["cluster_id"]).mean()
    result = pd.DataFrame({"cluster_id": clusters})
    for language, other in (("zh", "en"), ("en", "zh")):
        drafts = {}
        further = {}
        for c in clusters:
            voices = list(dict.fromkeys(subclass_label(code, language) for code in subclasses[c]))
            is_main = (language == "zh") == (chinese[c] >= 0.5)
            drafts[c] = _label(
                language, worth[language][c], worth[other][c], said[language], voices, is_main=is_main
            )
            best = [t.text for t in found[language].best.get(c, [])]
            best += [said[language][t.key] for t in found[other].best.get(c, []) if t.key in said[language]]
            further[c] = best + voices + [c]
        drafts |= _wordless(rows, language)
        result[f"label_{language}"] = list(_distinct(drafts, language, further))
    main = "zh" if texts["zh"]["title"].notna().mean() >= LANGUAGE_SHARE else "en"
    other = "en" if main == "zh" else "zh"
    result["terms"] = _listed(found[main].best.get(c) or found[other].best.get(c, []) for c in clusters)
    result["terms_en"] = _listed(found["en"].best.get(c, []) for c in clusters)
    return result


def _worth(found: Found, cluster: str) -> _Terms:
    """The cluster's terms that hold for enough of its titles (else what there is), and the leading ones."""
    size = found.sizes.get(cluster, 0)
    least = max(LEAST_TITLES, LABEL_SHARE * size)
    own = [t for t in found.best.get(cluster, []) if t.lift >= LABEL_LIFT]
    fit = [t for t in own if len(t.rows) >= least or size < 2 * LEAST_TITLES]
    led = _leading(fit, size) if fit and fit[0].score >= WEAK else []
    return _Terms(fit or found.best.get(cluster, []), led)


def _said(found: dict[str, Found]) -> dict[str, dict[str, str]]:
    """Each term of a language in the other.

    The glossary's own entry stands first, then what nearly always stands for the term in titles
    that exist in both languages, then what the glossary makes of its parts, then what mostly does.
    """
    said: dict[str, dict[str, str]] = {}
    for language, other in (("zh", "en"), ("en", "zh")):
        wanted = {t.key for terms in found[language].best.values() for t in terms}
        paired = counterparts(wanted, found[language].titles, found[other].titles)
        said[other] = {}
        for key in sorted(wanted):
            twin, likeness = paired.get(key, (None, 0.0))
            sure = twin if likeness >= SURE else None
            text = entry(key, other) or sure or composed(key, other) or twin
            if text is not None:
                said[other][key] = found[other].shown(text, other)
    return said


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
    language: str, own: _Terms, other: _Terms, said: dict[str, str], voices: list[str], *, is_main: bool
) -> str:
    """The cluster's label: its leading terms, in the language most of its texts are in.

    In the other language the same terms stand in translation, so that both labels say the same.
    Without a translation of the first, that language's own terms stand; without those, the
    commonest subclass with what terms there are.
    """
    mark = "、" if language == "zh" else ", "
    translated = [said[t.key] for t in other.led if t.key in said]
    is_translated = len(translated) > 0 and other.led[0].key in said
    if own.led and (is_main or not is_translated):
        return mark.join(t.text for t in own.led)
    if is_translated:
        return mark.join(dict.fromkeys(translated))
    terms = [t.text for t in own.fit[:2]] or [said[t.key] for t in other.fit if t.key in said][:2]
    if language == "zh" and not terms:
        terms = [t.text for t in other.fit[:2]]
    if not voices or not terms:
        return ("；" if language == "zh" else "; ").join(voices[:2]) or mark.join(terms) or NO_TEXT[language]
    return f"{voices[0]}（{mark.join(terms)}）" if language == "zh" else f"{voices[0]} ({mark.join(terms)})"


def _leading(terms: list[Term], titles: int) -> list[Term]:
    """The terms of the label: the first, then those that name most of what the first leaves unnamed.

    A short first term (four Chinese characters, one English word) says little: the second then
    joins more readily.
    """
    first = terms[0]
    is_short = len(first.text) <= 4 if words.HAN.search(first.text) else " " not in first.text
    chosen, named = [first], set(first.rows)
    for least in (0.12 if is_short else 0.3, 0.4):
        if len(named) >= ENOUGH * titles and not (is_short and len(chosen) == 1):
            break
        fit = [t for t in terms if t not in chosen and t.score >= least * first.score]
        gains = [t.score * (1 + 2 * len(t.rows - named) / max(len(t.rows), 1)) / 3 for t in fit]
        if not fit or max(gains) < least * first.score * 0.5:
            break
        best = fit[int(np.argmax(np.round(gains, 9)))]
        chosen.append(best)
        named |= best.rows
    return chosen


def _distinct(drafts: dict[str, str], language: str, further: dict[str, list[str]]) -> Iterable[str]:
    """Labels in order of cluster, none given twice: a further term, subclass or number is added."""
    used: set[str] = set()
    mark = "、" if language == "zh" else ", "
    for cluster, draft in drafts.items():
        label = draft
        for word in [w for w in further[cluster] if w not in draft]:
            if label not in used:
                break
            label = f"{draft}{mark}{word}"
        used.add(label)
        yield label

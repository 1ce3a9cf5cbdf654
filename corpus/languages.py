"""Which language a text is in, as far as its script tells; no model, no guess beyond that."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_HAN = r"\p{Han}"
_KANA_HANGUL = r"[\p{Hiragana}\p{Katakana}\p{Hangul}]"
_LATIN = r"[A-Za-z]{2}"
_OTHER_SCRIPT = r"[\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}\p{Thai}]{3}"


def is_chinese(texts: pd.Series) -> pd.Series:
    """Whether a text holds Han characters and neither kana nor hangul; missing is False."""
    return _matches(texts, _HAN) & ~_matches(texts, _KANA_HANGUL)


def is_latin(texts: pd.Series) -> pd.Series:
    """Whether a text is in Latin script alone; missing is False."""
    odd = _matches(texts, _HAN) | _matches(texts, _KANA_HANGUL) | _matches(texts, _OTHER_SCRIPT)
    return _matches(texts, _LATIN) & ~odd


def text_language(title: pd.Series, title_en: pd.Series) -> pd.Series:
    """`zh` where the title is Chinese, `en` where there is an English one, else `other`; NA without text."""
    language = pd.Series("other", index=title.index, dtype="str")
    language = language.mask(title_en.notna(), "en").mask(is_chinese(title), "zh")
    return language.where(title.notna() | title_en.notna())


def fold(texts: pd.Series) -> pd.Series:
    """Texts for comparison: NFKC, lower case, no blanks or punctuation."""
    array = pa.array(texts, type=pa.string(), from_pandas=True)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    folded = pc.utf8_lower(pc.utf8_normalize(array, form="NFKC"))
    plain = pc.replace_substring_regex(folded, r"[\s\p{P}\p{S}]+", "")
    return pd.Series(pd.arrays.ArrowExtensionArray(plain), index=texts.index).astype("str")


def _matches(texts: pd.Series, pattern: str) -> pd.Series:
    array = pa.array(texts, type=pa.string(), from_pandas=True)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    found = pc.fill_null(pc.match_substring_regex(array, pattern), False)
    return pd.Series(found.to_numpy(zero_copy_only=False).astype(bool), index=texts.index)

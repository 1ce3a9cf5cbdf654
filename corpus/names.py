"""Names of applicants: one spelling for comparison, legal form apart, and the key on which they merge.

Precision goes before recall: a wrong merger cannot be seen in a report, a missed one can be
mended by a person. Two names share a key only where nothing but spelling parts them: script,
punctuation, abbreviation, the spelling of one legal form. Another legal form is another key.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus.codes import code_list

# Patterns are RE2's, which reads whole columns at once: kana, Han and Hangul; a country, or the
# day of an assignment as the Lens prints it after US owners; a branch, which is a legal person of
# its own standing, so that its name is never cut.
HAN = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
_TAIL = r"\s*[(](?:[A-Z]{2}|\d{4}-\d{2}-\d{2})[)]\s*$"
_BRANCH = "(?:分|子|支)公司$"
# One name in two scripts, the second in brackets: the Chinese one is kept.
_LATIN_AFTER_HAN = r"^(.*\p{Han}.*?)\s*[(][A-Z][A-Z0-9 .,&'’/-]{2,}[)]\s*$"
_HAN_AFTER_LATIN = r"^[A-Z][A-Z0-9 .,&'’/-]{2,}[(](\p{Han}+公司)[)]\s*$"
# US owners are printed with what the law calls them: `ACME LLC, a limited liability company of …`.
_DESCRIBED = (
    r"^(.*? (?:INC|LLC|LTD|LIMITED|CORP|CORPORATION|CO|COMPANY|LP|AG|GMBH|SA|BV|NV)) "
    r"AN? (?:\w+ ){0,5}(?:CORPORATION|COMPANY|PARTNERSHIP|CORP)(?: OF .*)?$"
)
_ARTICLE = r"^THE (.+?)$|^(.+?) THE$"
# Places with two universities that differ in nothing but the order of words.
_TWO_UNIVERSITIES = "WASHINGTON|MIAMI|YORK|INDIANA|NEWCASTLE|VICTORIA|LINCOLN|OTTAWA|CANBERRA|CALIFORNIA"
# Letters that no accent can be taken off.
_LETTERS = (("Ł", "L"), ("Ø", "O"), ("Đ", "D"), ("Æ", "AE"), ("Œ", "OE"))
_DIGITS = str.maketrans("0123456789零○", "〇一二三四五六七八九〇〇")


def holds(texts: pd.Series, pattern: str) -> pd.Series:
    """Whether each text holds the RE2 pattern; a missing text holds nothing."""
    found = pc.fill_null(pc.match_substring_regex(_array(texts), pattern), False)
    return pd.Series(found.to_numpy(zero_copy_only=False).astype(bool), index=texts.index)


def comparable(names: pd.Series) -> pd.Series:
    """Names in one spelling: NFKC, upper case, no accents, no punctuation; no blanks in Chinese.

    Full and half width, traditional and simplified characters, brackets of any kind, `&` and AND,
    `CO., LTD.` and `Co Ltd` become one. A country or a date in brackets at the end, as in
    `ACME INC (US)`, is dropped, and so is a Latin name in brackets after a Chinese one.
    """
    text = _opened(names.reset_index(drop=True))
    is_han = holds(text, HAN)
    chinese = _replaced(text[is_han], _LATIN_AFTER_HAN, r"\1", hint=")")
    chinese = _replaced(chinese, _HAN_AFTER_LATIN, r"\1", hint=")")
    text = text.where(~is_han, chinese.str.translate(_simplified()).reindex(text.index))
    # Accents are taken off Latin letters only: decomposing would tear Hangul and kana apart.
    plain = text.where(is_han, _replaced(text.str.normalize("NFKD"), r"\p{Mn}", ""))
    for letter, latin in _LETTERS:
        plain = plain.str.replace(letter, latin, regex=False)
    plain = _replaced(plain.str.replace("&", " AND ", regex=False), "[.'’`´]", "")
    plain = _replaced(plain, r"[^\pL\pN\pM○]+", " ").str.strip()
    plain = plain.where(~is_han, plain.str.replace(" ", "", regex=False))
    return plain.where(plain != "", text).astype("str").set_axis(names.index)


def _opened(names: pd.Series) -> pd.Series:
    """NFKC and upper case, brackets of one kind, a country or day at the end left out."""
    text = names.str.normalize("NFKC").str.upper()
    for bracket, plain in (("[", "("), ("]", ")"), ("(株)", "株式会社"), ("(주)", "주식회사")):
        text = text.str.replace(bracket, plain, regex=False)
    return _replaced(text, _TAIL, "", hint=")")


def name_parts(names: pd.Series) -> pd.DataFrame:
    """Each name as comparable text, stem and legal form.

    Returns
    -------
    pandas.DataFrame
        Columns text, stem and form, aligned with `names`. Spellings of one legal form share it:
        `LIMITED` is `LTD`, 有限责任公司 is 有限; form is "" where the name shows none.
    """
    text = comparable(names.reset_index(drop=True))
    is_han, is_branch = holds(text, HAN), holds(text, _BRANCH)
    latin = _replaced(text[~is_han], _DESCRIBED, r"\1", hint=" A")
    latin = _replaced(latin, _ARTICLE, r"\1\2", hint="THE")
    stem = text.where(is_han, latin.reindex(text.index))
    form = pd.Series("", index=text.index, dtype="str")
    for script, place, subset in (
        ("han", "suffix", is_han & ~is_branch),
        ("han", "prefix", is_han & ~is_branch),
        ("latin", "suffix", ~is_han),
        ("latin", "prefix", ~is_han),
    ):
        open_names = stem[subset & (form == "")]
        if not len(open_names):
            continue
        pattern, groups = _form_pattern(script, place)
        rest = _replaced(open_names, pattern, "")
        is_cut = open_names.notna() & (rest != open_names) & (rest != "")
        whole, rest = open_names[is_cut], rest[is_cut]
        cut = [
            text[len(kept) :] if place == "suffix" else text[: len(text) - len(kept)]
            for text, kept in zip(whole.to_list(), rest.to_list(), strict=True)
        ]
        stem.loc[rest.index] = rest
        form.loc[rest.index] = pd.Series(cut, index=rest.index, dtype="str").str.strip().map(groups)
    return pd.DataFrame({"text": text, "stem": stem, "form": form}).set_axis(names.index)


def merge_key(names: pd.Series) -> pd.Series:
    """Text on which names are one: stem and legal form, whatever their spelling.

    Latin stems lose blanks, articles and the long forms of words that offices abbreviate, and
    `HAIJIN UNIV` is `UNIV OF HAIJIN`; Chinese stems lose 省 and 市 after a place they begin with,
    and write numbers one way.
    """
    parts = name_parts(names.reset_index(drop=True))
    is_han = holds(parts["stem"], HAN)
    stem = parts["stem"].where(~is_han, _han_stem(parts["stem"][is_han]).reindex(parts.index))
    stem = stem.where(is_han, _latin_stem(stem[~is_han]).reindex(parts.index))
    return (stem + "|" + parts["form"]).astype("str").set_axis(names.index)


def short_words(stems: pd.Series) -> pd.Series:
    """Latin stems with words as offices abbreviate them, articles left out, separated by blanks."""
    words = pc.split_pattern(_array(stems), " ")
    flat = pc.list_flatten(words)
    table = code_list("name_words")
    place = pc.index_in(flat, value_set=pa.array(table["word"], type=pa.string()))
    short = pc.coalesce(pc.take(pa.array(table["short"], type=pa.string()), place), flat)
    kept = pc.not_equal(short, "")
    parents = pc.list_parent_indices(words).to_numpy(zero_copy_only=False)
    counts = np.bincount(parents[kept.to_numpy(zero_copy_only=False)], minlength=len(stems))
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype("int32"))
    joined = pc.binary_join(pa.ListArray.from_arrays(offsets, pc.filter(short, kept)), " ")
    result = pd.Series(joined.to_pandas().to_numpy(), index=stems.index, dtype="str")
    return result.where(stems.notna() & (result != ""), stems)


def _latin_stem(stems: pd.Series) -> pd.Series:
    text = short_words(stems)
    turned = _replaced(text, r"^(\S+(?: \S+){0,2}) UNIV( .+)?$", r"UNIV \1\2", hint=" UNIV")
    turned = _replaced(turned, r"^UNIV (?:DE|DI|DER|DES|DU|DEGLI STUDI DI) ", "UNIV ", hint="UNIV")
    text = turned.where(~holds(text, rf"^(?:{_TWO_UNIVERSITIES}) UNIV$"), text)
    return text.str.replace(" ", "", regex=False)


def _han_stem(stems: pd.Series) -> pd.Series:
    pattern, short = _places()
    parts = pc.extract_regex(_array(stems), pattern)
    place, rest = (pc.struct_field(parts, name).to_pandas().to_numpy() for name in ("place", "rest"))
    found = pd.DataFrame({"place": place, "rest": rest}, index=stems.index, dtype="str").dropna()
    text = stems.copy()
    text.loc[found.index] = found["place"].map(short) + found["rest"]
    numbered = holds(text, r"第[0-9零○〇]|第[一二三四五六七八九十]+[零○0]")
    text[numbered] = text[numbered].str.replace(r"第([0-9零○〇一二三四五六七八九]+)", _numeral, regex=True)
    return text


def _numeral(found: re.Match[str]) -> str:
    """第719 and 第七一九 as 第七一九, 第10 as 第十."""
    text = found[1]
    if text.isdecimal() and text.isascii() and 10 <= int(text) < 100:
        tens, ones = divmod(int(text), 10)
        digits = " 一二三四五六七八九"
        return "第" + digits[tens].replace("一", "") + "十" + digits[ones].strip()
    return "第" + text.translate(_DIGITS)


@cache
def _simplified() -> dict[int, str]:
    table = code_list("han_shapes")
    return str.maketrans(dict(zip(table["traditional"], table["simplified"], strict=True)))


@cache
def _places() -> tuple[str, dict[str, str]]:
    """A pattern that parts a place with 省 or 市 from what follows, and each place's short name."""
    table = code_list("places")
    short = dict(zip(table["place"], table["short"], strict=True))
    listed = "|".join(sorted(short, key=lambda place: (-len(place), place)))
    return rf"^(?P<place>{listed})(?P<rest>.+)$", short


@cache
def _form_pattern(script: str, place: str) -> tuple[str, dict[str, str]]:
    """A regular expression that finds a legal form with its blank, and the group of each form."""
    table = code_list("legal_forms")
    table = table[(table["script"] == script) & (table["place"] == place)]
    groups = dict(zip(table["form"], table["group"], strict=True))
    longest_first = sorted(groups, key=lambda form: (-len(form), form))
    forms = "|".join(re.escape(form) for form in longest_first)
    blank = "" if script == "han" else " "
    return (rf"{blank}(?:{forms})$" if place == "suffix" else rf"^(?:{forms}){blank}"), groups


def _replaced(texts: pd.Series, pattern: str, by: str, *, hint: str = "") -> pd.Series:
    """The texts with every match of the RE2 pattern replaced; only texts that hold the hint have one."""
    array = _array(texts)
    if not hint:
        replaced = pc.replace_substring_regex(array, pattern, by)
        return pd.Series(replaced.to_pandas().to_numpy(), index=texts.index, dtype="str")
    likely = pc.fill_null(pc.match_substring(array, hint), False).to_numpy(zero_copy_only=False).astype(bool)
    if not likely.any():
        return texts
    changed = texts.copy()
    changed[likely] = _replaced(texts[likely], pattern, by)
    return changed


def _array(texts: pd.Series) -> pa.Array:
    array = pa.array(texts, type=pa.string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array

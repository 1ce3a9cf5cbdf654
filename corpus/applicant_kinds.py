"""What an applicant is: company, university, institute, hospital, government body or person."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from corpus.codes import code_list
from corpus.names import comparable, holds, name_parts

_COMPOUND_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯|端木|呼延|南宫|独孤|宇文"
# What a person's name looks like once it is comparable: 王小明, 欧阳修文, 홍길동, IVANOV IVAN IVANOVICH;
# and as printed: 西沢 克弥, 马丁·舒伯特.
_PERSON = (
    rf"^\p{{Han}}{{2,3}}$|^\p{{Hangul}}{{2,4}}$|^(?:{_COMPOUND_SURNAMES})\p{{Han}}{{1,2}}$"
    r"|^\pL+ \pL+ \pL+(?:[OEI]V[IY]CH|[OEI]VNA|ИЧ|ВНА)$"
)
_PRINTED_PERSON = r"^\p{Han}{1,3}\s[\p{Han}\p{Hiragana}\p{Katakana}]{1,4}$|^\p{Han}+[·•・][\p{Han}·•・]+$"


def applicant_kind(names: pd.Series, vendor_type: pd.Series, inventors: pd.Series) -> pd.Series:
    """The kind of each applicant.

    The legal form in the name goes first, for it is a fact; then what the vendor states, then the
    words of the name, then whether an inventor has that name. A Latin name that shows none of
    these stays unknown: `NISSAN MOTOR` and `MOTOR NISSAN` cannot be told from a person's.

    Parameters
    ----------
    names
        Display names.
    vendor_type
        The vendor's word for each, NA where none.
    inventors
        Names printed as inventors anywhere in the corpus.

    Returns
    -------
    pandas.Series
        TEXT, one of `APPLICANT_KINDS`, aligned with `names`; NA where unknown.
    """
    parts = name_parts(names)
    vendor, han, han_part, latin = _vocabulary()
    by_form = pd.Series("company", index=names.index, dtype="str").where(parts["form"] != "")
    stated = vendor_type.str.strip().str.upper().map(vendor).astype("str")
    by_word = _by_word(parts["text"], han, "(?:{})$")
    # A centre is its university's or company's where the name goes on from theirs: 某大学某中心.
    inside = _by_word(parts["text"], han_part, "(?:{})")
    by_word = by_word.mask(by_word.isna() | (by_word.eq("other") & inside.notna()), inside)
    by_word = by_word.fillna(_by_word(parts["text"], latin, r"\b(?:{})\b"))
    # Vendors have one word for universities and institutes; the name tells them apart.
    is_academic = stated.eq("university") & by_word.isin(("university", "institute", "hospital"))
    stated = stated.mask(is_academic, by_word)
    is_inventor = parts["text"].isin(comparable(pd.Series(inventors.unique(), dtype="str")))
    looks_personal = holds(parts["text"], _PERSON) | holds(names, _PRINTED_PERSON)
    person = pd.Series("person", index=names.index, dtype="str").where(is_inventor | looks_personal)
    return by_form.fillna(stated).fillna(by_word).fillna(person).astype("str")


def _by_word(text: pd.Series, words: dict[str, str], frame: str) -> pd.Series:
    """The kind whose words a name holds, the kind listed first if several."""
    found = pd.Series(None, index=text.index, dtype="str")
    for kind in dict.fromkeys(words.values()):
        listed = "|".join(re.escape(word) for word, k in words.items() if k == kind)
        found = found.mask(found.isna() & holds(text, frame.format(listed)), kind)
    return found


@cache
def _vocabulary() -> tuple[dict[str, str], ...]:
    table = code_list("applicant_kinds")
    return tuple(
        dict(table.loc[table["source"] == source, ["word", "kind"]].itertuples(index=False, name=None))
        for source in ("vendor", "han_end", "han_part", "latin")
    )

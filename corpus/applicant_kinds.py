"""What an applicant is: company, university, institute, hospital, government body or person."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from corpus.codes import code_list
from corpus.names import name_parts

_HAN_PERSON = r"^[\u3400-\u9fff]{2,3}$|^[\uac00-\ud7af]{2,4}$"
_COMPOUND_SURNAMES = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯|端木|呼延|南宫|西门|独孤|轩辕|长孙|宇文"
)
_HAN_PERSON_LONG = rf"^(?:{_COMPOUND_SURNAMES})[\u3400-\u9fff]{{1,2}}$"
_JAPANESE_PERSON = r"^[\u3400-\u9fff]{1,3}\s[\u3040-\u30ff\u3400-\u9fff]{1,4}$"
_PATRONYMIC = r"^\w+ \w+ \w+(?:[OEI]V[IY]CH|[OEI]VNA|ИЧ|ВНА)$"
_TRANSLITERATED = r"^[\u3400-\u9fffA-Z]+[·•・][\u3400-\u9fffA-Z·•・]+$"


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
    vendor, han, latin = _vocabulary()
    by_form = pd.Series("company", index=names.index, dtype="str").where(parts["form"] != "")
    stated = vendor_type.str.strip().str.upper().map(vendor).astype("str")
    by_word = parts["text"].str.extract(_end_pattern())[0].map(han).astype("str")
    by_word = by_word.fillna(_latin_kind(parts["text"], latin))
    # Vendors have one word for universities and institutes; the name tells them apart.
    is_academic = stated.eq("university") & by_word.isin(("university", "institute", "hospital"))
    stated = stated.mask(is_academic, by_word)
    is_inventor = parts["text"].isin(set(name_parts(pd.Series(inventors.unique(), dtype="str"))["text"]))
    looks_personal = (
        parts["text"].str.contains(_HAN_PERSON, regex=True)
        | parts["text"].str.contains(_HAN_PERSON_LONG, regex=True)
        | parts["text"].str.contains(_PATRONYMIC, regex=True)
        | names.str.contains(_JAPANESE_PERSON, regex=True)
        | names.str.contains(_TRANSLITERATED, regex=True)
    )
    person = pd.Series("person", index=names.index, dtype="str").where(is_inventor | looks_personal)
    return by_form.fillna(stated).fillna(by_word).fillna(person).astype("str")


def _latin_kind(text: pd.Series, words: dict[str, str]) -> pd.Series:
    """The kind that the most telling word of a Latin name stands for."""
    listed = {kind: [w for w, k in words.items() if k == kind] for kind in dict.fromkeys(words.values())}
    found = pd.Series(None, index=text.index, dtype="str")
    for kind, members in listed.items():
        pattern = rf"\b(?:{'|'.join(re.escape(word) for word in members)})\b"
        found = found.fillna(pd.Series(kind, index=text.index, dtype="str").where(text.str.contains(pattern)))
    return found


@cache
def _end_pattern() -> str:
    _, han, _ = _vocabulary()
    ends = sorted(han, key=lambda word: (-len(word), word))
    return rf"({'|'.join(re.escape(word) for word in ends)})$"


@cache
def _vocabulary() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    table = code_list("applicant_kinds")
    words = [
        dict(table.loc[table["source"] == source, ["word", "kind"]].itertuples(index=False, name=None))
        for source in ("vendor", "han_end", "latin")
    ]
    return words[0], words[1], words[2]

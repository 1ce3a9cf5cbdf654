"""Kinds of document (WIPO ST.16): what right a publication stands for, and whether it is granted."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from corpus.codes import code_list

_YES_NO = {"yes": True, "no": False}

# Vendors' words for a kind of document: the right and the stage each of them states, if any.
_TYPE_WORDS: dict[str, tuple[str | None, bool | None]] = {
    "发明申请": ("invention", False),
    "发明公开": ("invention", False),
    "发明专利申请": ("invention", False),
    "授权发明": ("invention", True),
    "发明授权": ("invention", True),
    "发明": ("invention", None),
    "发明专利": ("invention", None),
    "实用新型": ("utility_model", None),
    "实用新型专利": ("utility_model", None),
    "外观设计": ("design", None),
    "外观设计专利": ("design", None),
    "grantedpatent": (None, True),
    "patentapplication": (None, False),
    "limitedpatent": (None, True),
    "amendedpatent": (None, True),
    "ammendedpatent": (None, True),
    "designright": ("design", None),
    "plantpatent": ("invention", None),
    "utilitymodel": ("utility_model", None),
    "design": ("design", None),
    "invention": ("invention", None),
}


def ip_right_and_stage(
    office: pd.Series, kind_code: pd.Series, type_text: pd.Series | None = None
) -> pd.DataFrame:
    """Right that a publication stands for and whether it is granted, by office and kind code.

    The kind code decides; the vendor's words fill what it leaves open. An office or kind that the
    list does not hold leaves the stage NA: unknown is never granted.

    Parameters
    ----------
    office, kind_code
        ST.3 and ST.16 codes, of one index.
    type_text
        The vendor's words (`授权发明`, `Granted Patent`), of the same index.

    Returns
    -------
    pandas.DataFrame
        `ip_right` (TEXT) and `is_granted` (FLAG), aligned with `office`.
    """
    pairs = pd.DataFrame({"office": office, "kind": kind_code})
    unique = pairs.drop_duplicates().dropna()
    known = [_look_up(o, k) for o, k in zip(unique["office"], unique["kind"], strict=True)]
    unique = unique.assign(
        ip_right=pd.Series([right for right, _ in known], index=unique.index, dtype="str"),
        is_granted=pd.Series([granted for _, granted in known], index=unique.index, dtype="boolean"),
    )
    result = pairs.merge(unique, on=["office", "kind"], how="left").set_axis(office.index)
    result["is_granted"] = result["is_granted"].astype("boolean")
    if type_text is not None:
        stated = type_meaning(type_text)
        result["ip_right"] = result["ip_right"].fillna(stated["ip_right"])
        result["is_granted"] = result["is_granted"].fillna(stated["is_granted"])
    return result[["ip_right", "is_granted"]]


def type_meaning(type_text: pd.Series) -> pd.DataFrame:
    """Right and stage that a vendor's words state; NA where they are vague or not known."""
    words = pd.Series(type_text.dropna().unique(), dtype="str")
    known = {word: _TYPE_WORDS.get(re.sub(r"\s", "", word).casefold(), (None, None)) for word in words}
    right = type_text.map({word: meaning[0] for word, meaning in known.items()})
    stage = type_text.map({word: meaning[1] for word, meaning in known.items()})
    return pd.DataFrame({"ip_right": right.astype("str"), "is_granted": stage.astype("boolean")})


def contradicts(kind: pd.DataFrame, type_text: pd.Series) -> pd.Series:
    """Whether the vendor's words state another right or stage than the kind code; False where vague."""
    stated = type_meaning(type_text)
    both = kind["ip_right"].notna() & stated["ip_right"].notna()
    other_right = both & kind["ip_right"].ne(stated["ip_right"])
    other_stage = kind["is_granted"].ne(stated["is_granted"]).fillna(False)
    return other_right | other_stage.astype(bool)


@cache
def _rules() -> dict[tuple[str, str], tuple[str, bool | None]]:
    table = code_list("kinds")
    cells = zip(table["office"], table["kind"], table["ip_right"], table["is_granted"], strict=True)
    return {(office, kind): (right, _YES_NO.get(granted)) for office, kind, right, granted in cells}


def _look_up(office: str, kind: str) -> tuple[str | None, bool | None]:
    rules = _rules()
    for key in ((office, kind), (office, kind[0] + "*"), ("*", kind[0] + "*")):
        if key in rules:
            return rules[key]
    return None, None

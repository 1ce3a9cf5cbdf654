"""Names of applicants: one spelling for comparison, legal form apart, and who is the same.

Precision goes before recall: a wrong merger cannot be seen in a report, a missed one can be
mended with an alias. Two names are one applicant only if the spelling and the legal form agree,
or the unified social credit code does, or the roster says so.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus import lists
from corpus.codes import code_list

# Patterns are RE2's, which reads whole columns at once: kana, Han and Hangul; a country, or the
# day of an assignment as the Lens prints it after US owners; a branch, which is a legal person of
# its own standing, so that its name is never cut.
HAN = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
_TAIL = r"\s*[\[(](?:[A-Z]{2}|\d{4}-\d{2}-\d{2})[\])]\s*$"
_BRANCH = "(?:分|子|支)公司$"


def holds(texts: pd.Series, pattern: str) -> pd.Series:
    """Whether each text holds the RE2 pattern; a missing text holds nothing."""
    found = pc.fill_null(pc.match_substring_regex(_array(texts), pattern), False)
    return pd.Series(found.to_numpy(zero_copy_only=False).astype(bool), index=texts.index)


def comparable(names: pd.Series) -> pd.Series:
    """Names in one spelling: NFKC, upper case, no accents, no punctuation; no blanks in Chinese.

    Full and half width, brackets of any kind, `&` and AND, `CO., LTD.` and `Co Ltd` become one.
    A country or a date in brackets at the end, as in `ACME INC (US)`, is dropped.
    """
    text = _replaced(names.str.normalize("NFKC").str.upper(), _TAIL, "")
    text = text.str.replace("(株)", "株式会社", regex=False).str.replace("(주)", "주식회사", regex=False)
    is_han = holds(text, HAN)
    # Accents are taken off Latin letters only: decomposing would tear Hangul and kana apart.
    plain = text.where(is_han, _replaced(text.str.normalize("NFKD"), r"\p{Mn}", ""))
    plain = _replaced(plain.str.replace("&", " AND ", regex=False), "[.'’`´]", "")
    plain = _replaced(plain, r"[^\pL\pN\pM]+", " ").str.strip()
    plain = plain.where(~is_han, plain.str.replace(" ", "", regex=False))
    return plain.where(plain != "", text).astype("str")


def name_parts(names: pd.Series) -> pd.DataFrame:
    """Each name as comparable text, stem and legal form.

    Returns
    -------
    pandas.DataFrame
        Columns text, stem and form, aligned with `names`. Spellings of one legal form share it:
        `LIMITED` is `LTD`, 有限责任公司 is 有限; form is "" where the name shows none.
    """
    text = comparable(names)
    is_han, is_branch = holds(text, HAN), holds(text, _BRANCH)
    stem, form = text.copy(), pd.Series("", index=text.index, dtype="str")
    for script, place, subset in (
        ("han", "suffix", is_han & ~is_branch),
        ("han", "prefix", is_han & ~is_branch),
        ("latin", "suffix", ~is_han),
        ("latin", "prefix", ~is_han),
    ):
        open_names = text[subset & (form == "")]
        if not len(open_names):
            continue
        pattern, groups = _form_pattern(script, place)
        parts = pc.extract_regex(_array(open_names), pattern)
        found = pd.DataFrame(
            {name: pc.struct_field(parts, name).to_pandas().to_numpy() for name in ("stem", "form")},
            index=open_names.index,
            dtype="str",
        ).dropna()
        stem.loc[found.index] = found["stem"]
        form.loc[found.index] = found["form"].map(groups)
    return pd.DataFrame({"text": text, "stem": stem, "form": form})


def harmonise(names: pd.DataFrame, enterprise: pd.DataFrame) -> pd.DataFrame:
    """Which applicant each name stands for.

    Parameters
    ----------
    names
        Columns name (as printed) and credit_code (NA where none is known); one row per mention.
    enterprise
        The roster: its names, English names, aliases and credit codes.

    Returns
    -------
    pandas.DataFrame
        Indexed by name: applicant_id, enterprise_id, credit_code. A roster enterprise's
        applicant_id is its enterprise_id, others' is made from credit code or name.
    """
    distinct = pd.Series(names["name"].dropna().unique(), dtype="str").sort_values(ignore_index=True)
    key = merge_key(distinct)
    code = _dominant_code(names.assign(key=names["name"].map(dict(zip(distinct, key, strict=True)))))
    table = pd.DataFrame({"key": key, "credit_code": key.map(code).astype("str")})
    by_key, by_code = _roster_keys(enterprise)
    found = table["key"].map(by_key).astype("str")
    # A code whose owner the roster names under one spelling carries over to its other spellings.
    named = pd.DataFrame({"code": table["credit_code"], "enterprise_id": found}).dropna()
    carried = named.sort_values("enterprise_id").drop_duplicates("code").set_index("code")["enterprise_id"]
    for known in (by_code, carried):
        found = found.fillna(table["credit_code"].map(known).astype("str"))
    table["enterprise_id"] = found
    identity = ("code:" + table["credit_code"]).fillna("name:" + table["key"])
    ids = {text: "a" + hashlib.sha1(text.encode()).hexdigest()[:16] for text in identity.unique()}
    table["applicant_id"] = table["enterprise_id"].fillna(identity.map(ids)).astype("str")
    columns = ["applicant_id", "enterprise_id", "credit_code"]
    return table.set_index(pd.Index(distinct, name="name"))[columns]


def merge_key(names: pd.Series) -> pd.Series:
    """Text on which names are one: stem and legal form, whatever the form's spelling."""
    parts = name_parts(names)
    return (parts["stem"] + "|" + parts["form"]).astype("str")


def _dominant_code(names: pd.DataFrame) -> pd.Series:
    """The credit code of each key, where nine in ten of the key's codes agree.

    Vendors align codes with names by position only; a key with several codes is such a slip, and
    must not tie two organisations.
    """
    coded = names[["key", "credit_code"]].dropna()
    counts = coded.groupby(["key", "credit_code"]).size().rename("n").reset_index()
    counts["share"] = counts["n"] / counts.groupby("key")["n"].transform("sum")
    return counts[counts["share"] >= 0.9].set_index("key")["credit_code"]


def _roster_keys(enterprise: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Enterprise by merge key of any of its names, and by credit code; the smallest id if several."""
    aliases = lists.explode(enterprise[["enterprise_id", "aliases"]], "aliases")
    every = pd.concat(
        [
            enterprise[["enterprise_id", "name"]],
            enterprise[["enterprise_id", "name_en"]].rename(columns={"name_en": "name"}),
            aliases.rename(columns={"aliases": "name"}),
        ]
    ).dropna()
    every = every.reset_index(drop=True)
    every["key"] = merge_key(every["name"])
    every = every.sort_values("enterprise_id", kind="stable").drop_duplicates("key")
    coded = enterprise[["enterprise_id", "credit_code"]].dropna().sort_values("enterprise_id")
    coded = coded.drop_duplicates("credit_code")
    return every.set_index("key")["enterprise_id"], coded.set_index("credit_code")["enterprise_id"]


@cache
def _form_pattern(script: str, place: str) -> tuple[str, dict[str, str]]:
    """A regular expression that parts stem and legal form, and the group of each form."""
    table = code_list("legal_forms")
    table = table[(table["script"] == script) & (table["place"] == place)]
    groups = dict(zip(table["form"], table["group"], strict=True))
    longest_first = sorted(groups, key=lambda form: (-len(form), form))
    forms = "|".join(re.escape(form) for form in longest_first)
    blank = "" if script == "han" else " "
    if place == "suffix":
        return rf"^(?P<stem>.+?){blank}(?P<form>{forms})$", groups
    return rf"^(?P<form>{forms}){blank}(?P<stem>.+)$", groups


def _replaced(texts: pd.Series, pattern: str, by: str) -> pd.Series:
    """The texts with every match of the RE2 pattern replaced."""
    array = pc.replace_substring_regex(_array(texts), pattern, by)
    return pd.Series(array.to_pandas().to_numpy(), index=texts.index, dtype="str")


def _array(texts: pd.Series) -> pa.Array:
    array = pa.array(texts, type=pa.string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array

"""Builder `name_suggestion`: pairs of applicants that may be one, with what speaks for each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus import lists
from corpus.names import HAN, comparable, holds, merge_key, name_parts, short_words
from corpus.similarity import LONGEST, jaro_winkler, likely_pairs, pairs_within
from corpus.tables import NAME_SUGGESTION

_LEAST_SIMILARITY = 0.92
_HAN_PREFIX, _LATIN_PREFIX = 4, 10
_NO_NUMBER = r"[^0-9零〇一二三四五六七八九十百]"
_LEAST_FAMILIES = 2
_LEAST_HANDED_ON, _HANDED_ON_SHARE = 3, 0.8
_ENDS = ["applicant_id", "other_applicant_id"]


def name_suggestion(
    applicant: pd.DataFrame,
    party: pd.DataFrame,
    publication: pd.DataFrame,
    name_decision: pd.DataFrame,
) -> pd.DataFrame:
    """Pairs of applicants that may be one, for a person to decide; decided pairs are left out.

    Reasons are `same_stem` (only the legal form differs), `same_words` (order or place words
    differ), `similar` (Jaro–Winkler of the stems at least 0.92), `same_family` (a Chinese and a
    Latin name stand alone on members of the same families, at least two) and `handed_on` (at
    least four in five of one's publications, three or more, are now owned by the other alone).
    Persons are left out.
    """
    known = applicant.loc[applicant["applicant_kind"].fillna("") != "person", ["applicant_id", "name"]]
    known = known.sort_values("applicant_id", ignore_index=True)
    told = party[party["applicant_id"].isin(known["applicant_id"])]
    is_telling = applicant.set_index("applicant_id")["applicant_kind"].reindex(known["applicant_id"]).notna()
    pairs = pd.concat(
        [
            _by_spelling(known, is_telling.to_numpy()),
            _same_family(told, publication, known),
            _handed_on(told),
        ],
        ignore_index=True,
    )
    pairs = _once(pairs)
    pairs = pairs[~_is_decided(pairs, applicant, name_decision)].reset_index(drop=True)
    text = comparable(known["name"]).set_axis(known["applicant_id"])
    pairs["similarity"] = jaro_winkler(text.reindex(pairs[_ENDS[0]]), text.reindex(pairs[_ENDS[1]]))
    named = told[["applicant_id", "publication_number"]].drop_duplicates()
    filed = told.loc[told["role"] == "applicant", ["applicant_id", "publication_number"]].drop_duplicates()
    pairs["joint_publication_count"] = _in_common(pairs, filed, "publication_number")
    # Who files together is two, whatever the scripts of their names.
    is_two = pairs["reason"].eq("same_family") & pairs["joint_publication_count"].gt(0)
    pairs = pairs[~is_two].reset_index(drop=True)
    inventors = party.loc[party["role"] == "inventor", ["publication_number", "name"]]
    named = named[named["applicant_id"].isin(pairs[_ENDS].to_numpy().ravel())]
    names = named.merge(inventors, on="publication_number")[["applicant_id", "name"]].drop_duplicates()
    pairs["shared_inventor_count"] = _in_common(pairs, names, "name")
    return pairs.sort_values(_ENDS, ignore_index=True)[NAME_SUGGESTION.column_names]


def _by_spelling(known: pd.DataFrame, is_telling: npt.NDArray[np.bool_]) -> pd.DataFrame:
    parts = name_parts(known["name"])
    words = _bag_of_words(parts["stem"])
    pairs = pd.concat(
        [
            _same(parts["stem"], "same_stem"),
            _same(words, "same_words"),
            _alike(parts["stem"], is_telling),
        ],
        ignore_index=True,
    )
    ids = known["applicant_id"]
    left, right = ids.take(pairs["left"].to_numpy()), ids.take(pairs["right"].to_numpy())
    return pd.DataFrame(
        {_ENDS[0]: left.to_numpy(), _ENDS[1]: right.to_numpy(), "reason": pairs["reason"].to_numpy()}
    )


def _same_family(told: pd.DataFrame, publication: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """A Chinese and a Latin name that stand alone on members of the same families."""
    filed = told.loc[told["role"] == "applicant", ["publication_number", "applicant_id"]]
    family = publication.set_index("publication_number")["family_id"]
    rows = filed.assign(family_id=filed["publication_number"].map(family)).drop_duplicates(
        ["family_id", "applicant_id"]
    )
    is_han = holds(known["name"], HAN).set_axis(known["applicant_id"])
    rows["is_han"] = rows["applicant_id"].map(is_han).astype(bool)
    rows = rows[rows.groupby(["family_id", "is_han"])["applicant_id"].transform("size") == 1]
    both = rows[rows["is_han"]].merge(rows[~rows["is_han"]], on="family_id", suffixes=("_han", "_latin"))
    pairs = both.groupby(["applicant_id_han", "applicant_id_latin"]).size().rename("support").reset_index()
    # Of several partners the one with most families is meant; a tie tells nothing.
    for end in ("applicant_id_han", "applicant_id_latin"):
        most = pairs.groupby(end)["support"].transform("max")
        is_most = pairs["support"].eq(most)
        pairs = pairs[is_most & is_most.groupby(pairs[end]).transform("sum").eq(1)]
    pairs = pairs[pairs["support"] >= _LEAST_FAMILIES]
    return pairs.set_axis([*_ENDS, "support"], axis=1).assign(reason="same_family")


def _handed_on(told: pd.DataFrame) -> pd.DataFrame:
    """Applicants whose publications another alone owns now: a former name, or a transfer."""
    sole = told.groupby(["publication_number", "role"])["applicant_id"].transform("size") == 1
    ends = {
        role: told[sole & (told["role"] == role)].set_index("publication_number")["applicant_id"]
        for role in ("applicant", "owner")
    }
    both = pd.concat(ends, axis=1, join="inner").set_axis(_ENDS, axis=1)
    pairs = both.groupby(_ENDS).size().rename("support").reset_index()
    share = pairs["support"] / pairs.groupby(_ENDS[0])["support"].transform("sum")
    is_meant = (share >= _HANDED_ON_SHARE) & (pairs["support"] >= _LEAST_HANDED_ON)
    return pairs[is_meant & (pairs[_ENDS[0]] != pairs[_ENDS[1]])].assign(reason="handed_on")


def _once(pairs: pd.DataFrame) -> pd.DataFrame:
    """Each pair once, the smaller id first, with its first reason and all support."""
    one, other = (pairs[end].astype("str") for end in _ENDS)
    is_turned = (one > other).astype(bool)
    pairs = pairs.assign(
        applicant_id=one.where(~is_turned, other), other_applicant_id=other.where(~is_turned, one)
    )
    support = pairs.groupby(_ENDS)["support"].max() if "support" in pairs else pd.Series(dtype="float64")
    first = pairs.drop_duplicates(_ENDS)[[*_ENDS, "reason"]].set_index(_ENDS)
    return first.assign(support=support.reindex(first.index)).reset_index()


def _is_decided(
    pairs: pd.DataFrame, applicant: pd.DataFrame, name_decision: pd.DataFrame
) -> npt.NDArray[np.bool_]:
    """Whether a row of names.csv speaks of the pair, in any spelling of its names."""
    if name_decision.empty:
        return np.zeros(len(pairs), dtype=bool)
    others = lists.explode(applicant[["applicant_id", "aliases"]], "aliases").set_axis(
        ["applicant_id", "name"], axis=1
    )
    every = pd.concat([applicant[["applicant_id", "name"]], others], ignore_index=True)
    ids = every["applicant_id"].groupby(merge_key(every["name"])).first()
    decided = set()
    for one, other in zip(
        merge_key(name_decision["name"]).map(ids),
        merge_key(name_decision["other_name"]).map(ids),
        strict=True,
    ):
        decided |= {(one, other), (other, one)}
    return np.array([pair in decided for pair in pairs[_ENDS].itertuples(index=False, name=None)], dtype=bool)


def _in_common(pairs: pd.DataFrame, items: pd.DataFrame, column: str) -> pd.Series:
    """How many items both ends of each pair have; `items` holds each applicant's once."""
    numbered = pairs[_ENDS].assign(pair=range(len(pairs)))
    left = numbered.merge(items, on="applicant_id")
    right = items.rename(columns={"applicant_id": "other_applicant_id"})
    both = left.merge(right, on=["other_applicant_id", column])
    counts = both.groupby("pair").size().reindex(range(len(pairs)), fill_value=0)
    return counts.set_axis(pairs.index).astype("Int64")


def _bag_of_words(stems: pd.Series) -> pd.Series:
    """Latin words abbreviated and sorted; Chinese without the words for levels of place."""
    is_latin = stems.str.match(r"^[\x00-\x7f]*$")
    sorted_words = short_words(stems[is_latin]).str.split(" ").map(lambda words: " ".join(sorted(words)))
    bag = stems.str.replace("[省市县区]", "", regex=True)
    return bag.where(~is_latin, sorted_words.reindex(stems.index).astype("str"))


def _same(texts: pd.Series, reason: str) -> pd.DataFrame:
    frame = pd.DataFrame({"text": texts.to_numpy(dtype=object), "place": range(len(texts))})
    return pairs_within(frame, "text").assign(reason=reason)


def _alike(stems: pd.Series, is_telling: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Pairs of stems that begin alike and are at least 0.92 alike; organisations only.

    Left out are names too long to be compared whole, units of a company (分公司, 供电公司), which
    are legal persons of their own, and names that differ in a number (第五七二一工厂).
    """
    is_unit = stems.str.contains("公司", regex=False)
    chosen = stems[is_telling & ~is_unit & (stems.str.len() <= LONGEST)]
    is_latin = chosen.str.contains(r"^[\x00-\x7f]*$", regex=True)
    found = []
    for part, prefix in ((chosen[is_latin], _LATIN_PREFIX), (chosen[~is_latin], _HAN_PREFIX)):
        pairs = likely_pairs(part, prefix)
        left, right = part.take(pairs["left"].to_numpy()), part.take(pairs["right"].to_numpy())
        number_left, number_right = (s.str.replace(_NO_NUMBER, "", regex=True) for s in (left, right))
        close = jaro_winkler(left, right) >= _LEAST_SIMILARITY
        close &= number_left.to_numpy() == number_right.to_numpy()
        found.append(pd.DataFrame({"left": left.index[close], "right": right.index[close]}))
    return pd.concat(found, ignore_index=True).assign(reason="similar")

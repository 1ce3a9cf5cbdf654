"""The review file: suggested pairs of names with their evidence, as a person decides on them."""

from __future__ import annotations

import pandas as pd

from corpus.name_decisions import EVIDENCE, HEADINGS

_PROPOSED = {
    "same_stem": "rename",
    "same_words": "same",
    "similar": "same",
    "same_family": "english",
    "handed_on": "rename",
}


def name_review(
    name_suggestion: pd.DataFrame, applicant: pd.DataFrame, applicant_name: pd.DataFrame
) -> pd.DataFrame:
    """Suggestions as rows of names.csv, the decision left open; those that weigh most come first.

    Returns
    -------
    pandas.DataFrame
        Texts under the headings of names.csv and its evidence. The first name of a pair is the
        one printed more often, but the Chinese one where the other is its English name; a name
        that a spreadsheet would take for a formula has an apostrophe before it.
    """
    shown = applicant.set_index("applicant_id")["name"]
    seen = applicant_name.groupby("applicant_id").agg(
        n=("mention_count", "sum"), first=("first_seen", "min"), last=("last_seen", "max")
    )
    rows = name_suggestion.copy()
    one, other = rows["applicant_id"], rows["other_applicant_id"]
    counts = one.map(seen["n"]).fillna(0), other.map(seen["n"]).fillna(0)
    latin = [ids.map(shown).str.isascii().fillna(False).astype(bool) for ids in (one, other)]
    is_english = rows["reason"].eq("same_family")
    is_turned = (is_english & latin[0] & ~latin[1]) | (~is_english & (counts[0] < counts[1]))
    is_turned = is_turned.astype(bool)
    rows["kept"], rows["merged"] = one.where(~is_turned, other), other.where(~is_turned, one)
    rows["weight"] = pd.concat(counts, axis=1).min(axis=1)
    order = ["weight", "kept", "merged"]
    rows = rows.sort_values(order, ascending=[False, True, True], kind="stable", ignore_index=True)
    review = pd.DataFrame(
        {
            "name": _harmless(rows["kept"].map(shown)),
            "other_name": _harmless(rows["merged"].map(shown)),
            "relation": rows["reason"].map(_PROPOSED),
            "reason": rows["reason"],
            "similarity": rows["similarity"].map("{:.2f}".format),
            "support": rows["support"].astype("Int64"),
            "shared_inventors": rows["shared_inventor_count"],
            "filed_together": rows["joint_publication_count"],
            "publications": rows["kept"].map(seen["n"]).astype("Int64"),
            "other_publications": rows["merged"].map(seen["n"]).astype("Int64"),
            "years": _years(rows["kept"], seen),
            "other_years": _years(rows["merged"], seen),
        }
    )
    return review.reindex(columns=[*HEADINGS, *EVIDENCE]).astype("str").fillna("")


def _years(ids: pd.Series, seen: pd.DataFrame) -> pd.Series:
    """First and last year of publication, as 2009–2021."""
    first, last = (
        ids.map(seen[column].dt.year.astype("Int64")).astype("str") for column in ("first", "last")
    )
    return (first + "–" + last).where(first != last, first)


def _harmless(names: pd.Series) -> pd.Series:
    return names.where(~names.str.match(r"[=+\-@\t]").fillna(False).astype(bool), "'" + names)

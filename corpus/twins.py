"""One invention filed on one day as invention and as utility model (一案双申), in China.

The two keep their own families, for they are two rights of different terms; each names the other.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from corpus import languages, lists

# Titles often differ by a word (装置 against 装置及方法), so the texts may speak instead.
LEAST_LIKENESS = 0.95
_BINS = 1 << 20


def twins(publication: pd.DataFrame) -> pd.DataFrame:
    """Families whose invention was also filed as the other right by the same applicants that day.

    Two applications are twins when their folded titles are equal, or title and abstract together are
    alike (cosine of character pairs of at least .95). A vendor's word for it is believed, too.

    Parameters
    ----------
    publication
        The table `publication`.

    Returns
    -------
    pandas.DataFrame
        Indexed by `family_id`: `has_utility_model_twin` (FLAG), and `twin_family_id` (TEXT), the
        family of the other right; NA where it is not in the corpus or in the same family.
    """
    pairs = _pairs(publication)
    both = pd.concat(
        [pairs, pairs.rename(columns={"invention": "utility_model", "utility_model": "invention"})]
    )
    best = both.sort_values(["invention", "likeness", "utility_model"], ascending=[True, False, True])
    best = best.drop_duplicates("invention").set_index("invention")
    stated = lists.explode(publication[["family_id", "events"]], "events")
    named = stated.loc[stated["events"].eq("double_filing"), "family_id"].unique()
    index = pd.Index(np.unique(publication["family_id"].to_numpy(dtype=object)), name="family_id")
    other = best["utility_model"].reindex(index).astype("str")
    has = index.isin(best.index) | index.isin(named)
    return pd.DataFrame(
        {
            "has_utility_model_twin": pd.Series(has, index=index, dtype="boolean"),
            "twin_family_id": other.mask(other.eq(index)),
        }
    )


def _pairs(publication: pd.DataFrame) -> pd.DataFrame:
    """Pairs of families (invention, utility_model) of one day and applicants, with their likeness."""
    chinese = publication["office"].eq("CN") & publication["filing_date"].notna()
    right = publication["ip_right"].isin(["invention", "utility_model"])
    rows = publication[chinese & right & publication["title"].notna()]
    applicants = lists.explode(rows[["publication_number", "applicants"]], "applicants").drop_duplicates()
    applicants = applicants.sort_values(["publication_number", "applicants"])
    together = lists.join(lists.collect(applicants, "publication_number", "applicants"), "|")
    frame = pd.DataFrame(
        {
            "day": rows["filing_date"],
            "applicants": rows["publication_number"].map(together),
            "family": rows["family_id"],
            "title": rows["title"],
            "text": rows["abstract"],
            "right": rows["ip_right"],
        }
    ).dropna(subset=["applicants"])
    key = ["day", "applicants"]
    frame = frame[frame.groupby(key)["right"].transform("nunique") > 1]
    frame = frame.assign(fold=languages.fold(frame["title"])).drop_duplicates([*key, "family", "right"])
    found = frame[frame["right"] == "invention"].merge(frame[frame["right"] == "utility_model"], on=key)
    equal = found["fold_x"].eq(found["fold_y"])
    likeness = pd.Series(1.0, index=found.index).where(equal)
    told = ~equal & found["text_x"].notna() & found["text_y"].notna()
    left, right_ = (found.loc[told, f"title_{s}"] + " " + found.loc[told, f"text_{s}"] for s in "xy")
    likeness[told] = _likeness(left, right_)
    pairs = pd.DataFrame(
        {"invention": found["family_x"], "utility_model": found["family_y"], "likeness": likeness}
    )
    return pairs[pairs["likeness"] >= LEAST_LIKENESS]


def _likeness(left: pd.Series, right: pd.Series) -> np.ndarray:
    """Cosine of the counts of character pairs, text by text."""
    if not len(left):
        return np.empty(0)
    first, second = _character_pairs(left), _character_pairs(right)
    product = np.asarray(first.multiply(second).sum(axis=1)).ravel()
    size = np.sqrt(np.asarray(first.multiply(first).sum(axis=1)).ravel())
    other = np.sqrt(np.asarray(second.multiply(second).sum(axis=1)).ravel())
    return product / np.maximum(size * other, 1e-12)


def _character_pairs(texts: pd.Series) -> csr_array:
    """Counts of neighbouring characters, a row for each text."""
    joined = "\0".join(text.replace("\0", " ") for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype="<u4").astype("int64")
    ends = codes == 0
    rows = np.cumsum(ends)[:-1]
    inside = ~(ends[:-1] | ends[1:])
    column = (codes[:-1] * 31_337 + codes[1:])[inside] % _BINS
    return csr_array((np.ones(len(column)), (rows[inside], column)), shape=(len(texts), _BINS))

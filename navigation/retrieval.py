"""Quality of the search (查全率, 查准率): what people found when they read a sample."""

from __future__ import annotations

import hashlib
import math

import pandas as pd

from corpus import contract
from corpus.errors import StudyError
from corpus.numbers import publication_parts
from navigation.tables import RETRIEVAL_QUALITY
from navigation.thresholds import Thresholds

Z_95 = 1.959964
SETS = ("precision", "recall")
VERDICTS = {
    "relevant": True,
    "irrelevant": False,
    "retrieved": True,
    "missed": False,
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "相关": True,
    "不相关": False,
    "命中": True,
    "漏检": False,
    "是": True,
    "否": False,
}
COLUMNS = ("set", "family_id", "publication_number", "verdict")
SAMPLE = 200
ABSTRACT = 400


def wilson_interval(hits: int, n: int, z: float = Z_95) -> tuple[float, float]:
    r"""Wilson score interval of a share.

    .. math:: \frac{p + z^2/2n \pm z \sqrt{p(1-p)/n + z^2/4n^2}}{1 + z^2/n}

    Parameters
    ----------
    hits, n
        Hits among n trials.
    z
        Normal quantile; 1.959964 for 95 %.

    Returns
    -------
    tuple of float
        Lower and upper end, 0–1; NaN for n = 0.
    """
    if n == 0:
        return float("nan"), float("nan")
    p, square = hits / n, z * z
    scale = 1 + square / n
    centre = (p + square / (2 * n)) / scale
    half = z * math.sqrt(p * (1 - p) / n + square / (4 * n * n)) / scale
    return max(0.0, centre - half), min(1.0, centre + half)


def review_sample(
    family: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    branch: pd.DataFrame,
    *,
    seed: int,
    size: int = SAMPLE,
) -> pd.DataFrame:
    """Families drawn by chance for people to judge whether the search should have found them.

    The same families and seed give the same sample: each family's place is the digest of both, so
    that families a later run adds change the sample as little as can be.

    Returns
    -------
    pandas.DataFrame
        Text in the columns of review.csv; `verdict`, `reviewer` and `date` are empty.
    """
    order = [hashlib.sha256(f"{seed}|{name}".encode()).hexdigest() for name in family["family_id"]]
    drawn = family.assign(order=order).sort_values("order").head(size)
    on_leaf = branch_assignment[branch_assignment["is_leaf"].fillna(False).astype(bool)]
    labels = branch.set_index("branch_id")["label_zh"].fillna(branch.set_index("branch_id")["label_en"])
    mine = on_leaf[on_leaf["family_id"].isin(drawn["family_id"])]
    named = mine.assign(label=mine["branch_id"] + " " + mine["branch_id"].map(labels))
    branches = named.groupby("family_id")["label"].agg("; ".join).astype("str")
    return pd.DataFrame(
        {
            "set": "precision",
            "family_id": drawn["family_id"],
            "publication_number": drawn["representative_number"],
            "verdict": "",
            "reviewer": "",
            "date": "",
            "title": drawn["title"].fillna(drawn["title_en"]).fillna(""),
            "abstract": drawn["abstract"].fillna(drawn["abstract_en"]).fillna("").str[:ABSTRACT],
            "branches": drawn["family_id"].map(branches).astype("str").fillna(""),
        }
    ).reset_index(drop=True)


def retrieval_quality(
    review: pd.DataFrame, family_member: pd.DataFrame, *, thresholds: Thresholds, file: str = "review.csv"
) -> pd.DataFrame:
    """Precision and recall of the search, each with its interval and whether it passes.

    The check set of recall must come by another route than the search itself (a known owner and
    inventor, or what the field's core patents cite), else recall is circular. A row of it without a
    verdict is looked up: it was retrieved if its publication is in the corpus.

    Parameters
    ----------
    review
        One row per judged family, as text: set (precision or recall), verdict, family_id or
        publication_number, and perhaps reviewer, date and what helps to judge. Rows of precision
        without a verdict are not yet judged and do not count.
    family_member
        Publications of the corpus.

    Returns
    -------
    pandas.DataFrame
        `retrieval_quality`; a set nobody judged has no row. It passes when the lower end of the
        interval reaches the least.

    Raises
    ------
    StudyError
        A column is missing or a word is unknown; rows count the heading as 1.
    """
    absent = [name for name in COLUMNS if name not in review.columns]
    if absent:
        raise StudyError(f"{file} row 1: the heading lacks {', '.join(absent)}. Add the columns")
    sets = review["set"].str.strip().str.lower()
    words = review["verdict"].fillna("").astype("str").str.strip().str.lower()
    for column, odd, known in (
        ("set", ~sets.isin(SETS), "precision or recall"),
        ("verdict", ~words.isin([*VERDICTS, ""]), "relevant or irrelevant, retrieved or missed"),
    ):
        if odd.any():
            place = int(odd.to_numpy().argmax())
            value = review[column].iloc[place]
            raise StudyError(f"{file} row {place + 2}, {column}: {value!r} is unknown. Write {known}")
    number = publication_parts(review["publication_number"].astype("str").where(lambda s: s != ""))[
        "publication_number"
    ]
    by_number = family_member.drop_duplicates("publication_number").set_index("publication_number")[
        "family_id"
    ]
    stated = review["family_id"].astype("str").where(lambda s: s != "")
    family = stated.fillna(number.map(by_number)).fillna(number)
    found = (number.isin(family_member["publication_number"])) | family.isin(family_member["family_id"])
    hit = words.map(VERDICTS).astype("boolean").where(~((sets == "recall") & (words == "")), found)
    judged = pd.DataFrame({"check_set": sets, "family_id": family, "hit": hit}).dropna(
        subset=["hit", "family_id"]
    )
    judged = judged.drop_duplicates(["check_set", "family_id"], keep="last").astype({"hit": "bool"})
    counts = judged.groupby("check_set")["hit"].agg(n="size", hits="sum").astype("int64").reset_index()
    ends = [wilson_interval(hits, n) for hits, n in zip(counts["hits"], counts["n"], strict=True)]
    least = {"precision": thresholds.min_precision, "recall": thresholds.min_recall}
    made = counts.assign(
        rate=counts["hits"] / counts["n"],
        rate_low=pd.Series([low for low, _ in ends], dtype="float64"),
        rate_high=pd.Series([high for _, high in ends], dtype="float64"),
        least=counts["check_set"].map(least).astype("float64"),
        is_passed=lambda f: f["rate_low"] >= f["least"],
    )
    return contract.cast(made[RETRIEVAL_QUALITY.column_names], RETRIEVAL_QUALITY)

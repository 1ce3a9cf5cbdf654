"""Quality of the search (查全率, 查准率): what people found when they read a sample."""

from __future__ import annotations

import math

import pandas as pd

from corpus.errors import StudyError
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
COLUMNS = ("set", "family_id", "verdict")


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


def retrieval_quality(retrieval_qc: pd.DataFrame, *, thresholds: Thresholds) -> pd.DataFrame:
    """Precision and recall of the search, each with its interval and whether it passes.

    The check set of recall must come by another route than the search itself, else recall is
    circular.

    Parameters
    ----------
    retrieval_qc
        One row per judged family, as text: set (precision or recall), family_id, verdict, and
        perhaps industry, branch, reviewer, date.

    Returns
    -------
    pandas.DataFrame
        set, n, hits, rate, low, high, least, is_passed; a set nobody judged has no row. A set
        passes when the lower end of the interval reaches the least.

    Raises
    ------
    StudyError
        A column is missing or a word is unknown; rows count the heading as 1.
    """
    absent = [name for name in COLUMNS if name not in retrieval_qc.columns]
    if absent:
        raise StudyError(f"retrieval_qc.csv row 1: the heading lacks {', '.join(absent)}. Add the columns")
    sets = retrieval_qc["set"].str.strip().str.lower()
    words = retrieval_qc["verdict"].astype("str").str.strip().str.lower()
    for column, odd, known in (
        ("set", ~sets.isin(SETS), "precision or recall"),
        ("verdict", ~words.isin(list(VERDICTS)), "relevant or irrelevant, retrieved or missed"),
    ):
        if odd.any():
            place = int(odd.to_numpy().argmax())
            value = retrieval_qc[column].iloc[place]
            raise StudyError(
                f"retrieval_qc.csv row {place + 2}, {column}: {value!r} is unknown. Write {known}"
            )
    judged = pd.DataFrame(
        {"set": sets, "family_id": retrieval_qc["family_id"], "hit": words.map(VERDICTS).astype("bool")}
    )
    judged = judged.drop_duplicates(["set", "family_id"], keep="last")
    counts = judged.groupby("set")["hit"].agg(n="size", hits="sum").astype("int64").reset_index()
    ends = [wilson_interval(hits, n) for hits, n in zip(counts["hits"], counts["n"], strict=True)]
    least = {"precision": thresholds.min_precision, "recall": thresholds.min_recall}
    return counts.assign(
        rate=counts["hits"] / counts["n"],
        low=pd.Series([low for low, _ in ends], dtype="float64"),
        high=pd.Series([high for _, high in ends], dtype="float64"),
        least=counts["set"].map(least).astype("float64"),
        is_passed=lambda f: f["low"] >= f["least"],
    )

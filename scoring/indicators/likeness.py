"""How much a family's text foreshadows later texts."""

from __future__ import annotations

import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from scoring.indicators.register import indicator, reading
from scoring.keys import looked_up, places

Numbers = npt.NDArray[np.float64]

WINDOW_YEARS = 5
LEAST_TEXTS = 10
ENOUGH_TEXTS = 30
LEAST_LIKENESS = 0.05
UNPUBLISHED_MONTHS = 18


@indicator(
    label="Text importance",
    label_zh="文本重要性（与后五年文本相似度÷与前五年文本相似度）",
    pillar="technology",
    unit="ratio",
    better="higher",
    weight=0.0,
    source="Kelly, Papanikolaou, Seru, Taddy (2021), AER: Insights 3:303-320; means of a sample for sums",
)
def text_importance(
    family: pd.DataFrame, text_embedding: pd.DataFrame, *, as_of: datetime.date
) -> pd.DataFrame:
    r"""Whether later texts are more like it than earlier ones: new then, common afterwards.

    .. math:: q_f = \frac{\overline{\rho}_{(t_f,\, t_f + 5\mathrm{y}]}}
              {\overline{\rho}_{[t_f - 5\mathrm{y},\, t_f)}}

    with the mean cosine ρ of its text with those of the same language whose priority lies in the
    window. The corpus is a sample of an industry, so that means stand in for sums, and
    percentiles within the cohort take out what a year's texts share. Flag `truncated`: the later
    window is not yet published; `low_n`: fewer than 30 texts in a window. Undefined without a
    text or a date, with fewer than ten texts in a window, and where the earlier mean is below
    0.05.
    """
    text_embedding = text_embedding[text_embedding["vector"].notna()]
    index = pd.Index(family["family_id"])
    day = family["earliest_priority_date"].to_numpy(dtype="datetime64[D]").astype("datetime64[s]")
    vector = _vectors(text_embedding)
    place = places(family["family_id"], text_embedding["family_id"])
    spoken = looked_up(family["family_id"], text_embedding.set_index("family_id")["text_language"])
    language = pd.factorize(spoken.fillna("other"), sort=True)[0]
    value = np.full(len(family), np.nan)
    fewest = np.zeros(len(family))
    for one in range(int(language.max(initial=-1)) + 1):
        rows = np.flatnonzero((language == one) & (place >= 0) & ~np.isnat(day))
        if len(rows):
            rows = rows[np.argsort(day[rows], kind="stable")]
            value[rows], fewest[rows] = _ratio(vector[place[rows]], day[rows])
    end = pd.Series(day, index=index) + pd.DateOffset(years=WINDOW_YEARS, months=UNPUBLISHED_MONTHS)
    return reading(
        pd.Series(value, index=index), truncated=end > pd.Timestamp(as_of), low_n=fewest < ENOUGH_TEXTS
    )


def _vectors(text_embedding: pd.DataFrame) -> npt.NDArray[np.float32]:
    """Rows of the table as a matrix."""
    array = pa.array(text_embedding["vector"])
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    flat = pc.list_flatten(array).to_numpy(zero_copy_only=False).astype(np.float32, copy=False)
    return flat.reshape(len(text_embedding), -1) if len(text_embedding) else flat.reshape(0, 0)


def _ratio(vectors: npt.NDArray[np.float32], day: npt.NDArray[np.datetime64]) -> tuple[Numbers, Numbers]:
    """Mean likeness to later texts over that to earlier ones, and texts in the smaller window.

    Rows are in order of time. The mean of cosines with many unit vectors is the cosine sum with
    their mean, so that sums of vectors by day serve every window.
    """
    days, starts, code = np.unique(day, return_index=True, return_inverse=True)
    sums = np.zeros((len(days) + 1, vectors.shape[1]))
    np.cumsum(np.add.reduceat(vectors, starts, axis=0, dtype=np.float64), axis=0, out=sums[1:])
    count = np.append(starts, len(day))
    dates = pd.Series(days)
    span = pd.DateOffset(years=WINDOW_YEARS)
    first = np.searchsorted(days, (dates - span).to_numpy(dtype="datetime64[s]"), side="left")
    last = np.searchsorted(days, (dates + span).to_numpy(dtype="datetime64[s]"), side="right")
    here = np.arange(len(days))
    before, after = count[here] - count[first], count[last] - count[here + 1]
    earlier = _mean_likeness(vectors, code, sums[here] - sums[first], before)
    later = _mean_likeness(vectors, code, sums[last] - sums[here + 1], after)
    fewest = np.minimum(before, after)[code].astype(np.float64)
    known = (fewest >= LEAST_TEXTS) & (earlier >= LEAST_LIKENESS)
    ratio = np.divide(np.maximum(later, 0.0), earlier, out=np.full(len(code), np.nan), where=known)
    return ratio.round(9), fewest


def _mean_likeness(
    vectors: npt.NDArray[np.float32],
    code: npt.NDArray[np.int64],
    total: Numbers,
    number: npt.NDArray[np.int64],
) -> Numbers:
    mean = total / np.maximum(number, 1)[:, None]
    step = 20_000
    parts = [
        np.einsum("ij,ij->i", vectors[at : at + step].astype(np.float64), mean[code[at : at + step]])
        for at in range(0, len(code), step)
    ]
    return np.concatenate(parts)

"""How alike two names are (Jaro–Winkler), for many pairs at once, and which pairs to compare."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

_PREFIX_WEIGHT = 0.1
_PREFIX_LENGTH = 4
_CHUNK = 50_000
LONGEST = 64
_LARGEST_BLOCK = 200


def jaro_winkler(left: pd.Series, right: pd.Series) -> npt.NDArray[np.float64]:
    """Jaro–Winkler similarity of texts pair by pair; of long texts the first 64 characters.

    Returns
    -------
    numpy.ndarray
        Values 0–1; 1 for equal texts, 0 where one is empty. Source: Winkler 1990, prefix weight
        0.1 for up to four common characters.
    """
    parts = [
        _jaro_winkler(_characters(left.iloc[low : low + _CHUNK]), _characters(right.iloc[low : low + _CHUNK]))
        for low in range(0, len(left), _CHUNK)
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def likely_pairs(texts: pd.Series, prefix: int) -> pd.DataFrame:
    """Pairs of places whose texts begin alike: blocks by the first characters.

    A block of more than 200 texts is divided by longer prefixes, so that pairs stay few.

    Returns
    -------
    pandas.DataFrame
        Columns left and right: places in `texts`, left < right.
    """
    frame = pd.DataFrame({"text": texts.to_numpy(dtype=object), "place": np.arange(len(texts))})
    found = []
    length = prefix
    while len(frame):
        frame = frame.assign(block=frame["text"].str.slice(0, length))
        size = frame.groupby("block")["place"].transform("size")
        # Past the longest name compared, a block holds equal texts only: leave it whole.
        fits = (size <= _LARGEST_BLOCK) | (length > LONGEST)
        found.append(pairs_within(frame[fits], "block"))
        frame = frame[~fits]
        length += 2
    return pd.concat(found, ignore_index=True) if found else pairs_within(frame.assign(block=""), "block")


def pairs_within(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """All pairs of `place` that share a value of `by`, once each, left < right."""
    rows = frame[[by, "place"]].sort_values([by, "place"], kind="stable")
    size = rows.groupby(by)["place"].transform("size").to_numpy()
    within = rows.groupby(by).cumcount().to_numpy()
    later = size - within - 1
    first = np.repeat(np.arange(len(rows)), later)
    step = np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later) + 1
    places = rows["place"].to_numpy()
    return pd.DataFrame({"left": places[first], "right": places[first + step]})


def _characters(texts: pd.Series) -> npt.NDArray[np.uint32]:
    """Code points of each text, padded with 0."""
    cut = texts.str.slice(0, LONGEST)
    width = max(int(cut.str.len().max()) if len(cut) else 0, 1)
    fixed = cut.to_numpy(dtype=f"U{width}")
    return np.ascontiguousarray(fixed).view(np.uint32).reshape(len(cut), width)


def _jaro_winkler(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
    length_a, length_b = (a > 0).sum(axis=1), (b > 0).sum(axis=1)
    reach = np.maximum(np.maximum(length_a, length_b) // 2 - 1, 0)
    matched_a, matched_b = np.zeros(a.shape, dtype=bool), np.zeros(b.shape, dtype=bool)
    columns = np.arange(b.shape[1])
    for i in range(a.shape[1]):
        candidate = (a[:, [i]] == b) & (b > 0) & ~matched_b & (np.abs(columns - i) <= reach[:, None])
        hit = candidate.any(axis=1)
        rows = np.flatnonzero(hit)
        matched_b[rows, candidate[rows].argmax(axis=1)] = True
        matched_a[rows, i] = True
    m = matched_a.sum(axis=1)
    crossed = _in_order(a, matched_a, b, matched_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        jaro = np.where(m > 0, (m / length_a + m / length_b + (m - crossed / 2) / m) / 3, 0.0)
    shared = min(_PREFIX_LENGTH, a.shape[1], b.shape[1])
    same = (a[:, :shared] == b[:, :shared]) & (a[:, :shared] > 0)
    prefix = np.cumprod(same, axis=1).sum(axis=1)
    result: npt.NDArray[np.float64] = jaro + prefix * _PREFIX_WEIGHT * (1 - jaro)
    return result


def _in_order(
    a: npt.NDArray[np.uint32],
    matched_a: npt.NDArray[np.bool_],
    b: npt.NDArray[np.uint32],
    matched_b: npt.NDArray[np.bool_],
) -> npt.NDArray[np.int64]:
    """Matched characters that stand at another place among the matched ones of the other text."""
    row = np.nonzero(matched_a)[0]
    differs = a[matched_a] != b[matched_b]
    return np.bincount(row, weights=differs, minlength=len(a)).astype("int64")

"""Rules of classification symbols: `A61K39`, `F03B13/12-26`, and which symbols they cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus.errors import StudyError

_PATTERN = re.compile(
    r"(?P<subclass>[A-HY]\d\d[A-Z]?)"
    r"(?:(?P<group>[1-9]\d{0,3})"
    r"(?:-(?P<last_group>[1-9]\d{0,3})|/(?P<digits>\d{1,6})(?:-(?P<last_digits>\d{1,6}))?)?)?"
)

Level = Literal["class", "subclass", "groups", "group", "subgroups", "subgroup"]
_RANK: dict[Level, int] = {
    "class": 1,
    "subclass": 2,
    "groups": 3,
    "group": 4,
    "subgroups": 5,
    "subgroup": 6,
}


@dataclass(frozen=True)
class Pattern:
    """A rule of symbols: `A61`, `A61K`, `B01D45-53`, `A61K39`, `F03B13/12-26` or `A61K39/395`."""

    level: Level
    stem: str
    first: str = ""
    last: str = ""


def matches(symbols: pd.Series, patterns: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which canonical symbols one of the patterns covers.

    The work is done on distinct symbols; a caller with many pattern sets saves time by passing
    distinct symbols itself.

    Parameters
    ----------
    symbols
        TEXT, canonical; a missing symbol matches nothing.
    patterns
        `A61`, `A61K`, `A61K39` (main group), `A61K39/395` (and its decimal continuations),
        `F03B13/12-26` (subgroups, both ends included), `B01D45-53` (main groups, both included).

    Raises
    ------
    StudyError
        A pattern cannot be read.
    """
    codes, unique = pd.factorize(symbols)
    found = np.zeros(len(unique) + 1, dtype=bool)
    if len(unique):
        distinct = pa.array(unique, type=pa.string())
        for pattern in patterns:
            found[:-1] |= _covers(distinct, parse_pattern(pattern))
    covered: npt.NDArray[np.bool_] = found[codes]
    return covered


@lru_cache(maxsize=100_000)
def parse_pattern(pattern: str) -> Pattern:
    """The pattern as a value.

    Raises
    ------
    StudyError
        It has none of the forms `matches` knows.
    """
    parts = _PATTERN.fullmatch(re.sub(r"\s", "", pattern).upper())
    if parts is None or (len(parts["subclass"]) == 3 and parts["group"]):
        raise StudyError(
            f"classification pattern {pattern!r} cannot be read. "
            "Write A61, A61K, A61K39, A61K39/395, F03B13/12-26 or B01D45-53"
        )
    stem, group = parts["subclass"], parts["group"]
    if group is None:
        return Pattern("class" if len(stem) == 3 else "subclass", stem)
    if parts["last_group"]:
        return Pattern("groups", stem, group, parts["last_group"])
    if parts["last_digits"]:
        return Pattern("subgroups", f"{stem}{group}/", parts["digits"], parts["last_digits"])
    if parts["digits"]:
        return Pattern("subgroup", f"{stem}{group}/{parts['digits']}")
    return Pattern("group", f"{stem}{group}/")


def pattern_specificity(pattern: str) -> int:
    """How narrow a pattern is: class 10, subclass 20, main groups 30, one main group 40,
    subgroups 50, one subgroup 60 and one more per digit of the subgroup.
    """  # noqa: D205
    parsed = parse_pattern(pattern)
    digits = len(parsed.stem.partition("/")[2]) if parsed.level == "subgroup" else 0
    return 10 * _RANK[parsed.level] + digits


def _covers(symbols: pa.Array, pattern: Pattern) -> npt.NDArray[np.bool_]:
    starts = pc.starts_with(symbols, pattern.stem).to_numpy(zero_copy_only=False)
    covered: npt.NDArray[np.bool_] = starts.astype(bool)
    if pattern.level not in ("groups", "subgroups") or not covered.any():
        return covered
    places = np.flatnonzero(covered)
    tails = pc.utf8_slice_codeunits(symbols.take(pa.array(places)), len(pattern.stem))
    if pattern.level == "groups":
        groups = pd.to_numeric(pd.Series(pc.list_element(pc.split_pattern(tails, "/"), 0).to_pylist()))
        inside = groups.between(int(pattern.first), int(pattern.last)).to_numpy()
    else:
        # Subgroups are decimals: 12 < 125 < 13, and 265 still belongs to 26.
        digits = pd.Series(tails.to_pylist(), dtype="str")
        inside = (
            (digits >= pattern.first) & (digits.str.slice(0, len(pattern.last)) <= pattern.last)
        ).to_numpy()
    covered[places] = inside
    return covered

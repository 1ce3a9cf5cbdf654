"""Whom a family is compared with, and where it stands among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from scoring.keys import places
from scoring.reference import technology_sectors
from scoring.standing import standing
from scoring.tables import FAMILY_INDICATOR, INDICATOR_FLAGS

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

LEVELS = ("year_field", "years_field", "year_sector", "year", "years", "all")
# Years on either side that a step takes in.
REACH = {"years_field": 1, "years": 2}
RIGHTS = ("invention", "utility_model", "design")
OUTSIDE = "outside_norm"  # the step of a value that is held against figures from outside the corpus
OWN, REFERENCE = "corpus", "reference"  # whom else a value is held against: see `compared_with`
TRAITS = ("family_id", "ip_right", "priority_year", "wipo_field")
FAMILIES_AT_ONCE = 50_000
_NONE = -1


@dataclass(frozen=True)
class Groups:
    """The families each comparison group holds; groups may overlap.

    Parameters
    ----------
    row, group
        One entry per family in a group: the family's place in the cohort table, the group's code.
    own
        Group each family is measured in, by place in the cohort table; −1 if none.
    count
        Number of group codes.
    """

    row: Codes
    group: Codes
    own: Codes
    count: int


def cohort(
    family: pd.DataFrame, reference_family: pd.DataFrame | None = None, *, cohort_minimum: int
) -> pd.DataFrame:
    """Field, year and right within which each family is compared.

    The first step that holds `cohort_minimum` families, those of the reference corpus too, is
    taken: priority year × WIPO field; the year with both neighbours × field; year × sector; year;
    the year with two on either side; all. Kinds of right are never mixed. A step is skipped where
    year or field is missing.

    Returns
    -------
    pandas.DataFrame
        `cohort`, a row for each family of the study: `cohort_size` counts the families of the
        group, with or without values.
    """
    if reference_family is None or not len(reference_family):
        return placed(family, cohort_minimum)
    every = pd.concat([family[list(TRAITS)], reference_family[list(TRAITS)]], ignore_index=True)
    return placed(every, cohort_minimum).head(len(family))


def placed(family: pd.DataFrame, cohort_minimum: int) -> pd.DataFrame:
    """Each family of a frame in its cohort among all of the frame; see `cohort`."""
    traits = pd.DataFrame(
        {
            "family_id": family["family_id"],
            "ip_right": family["ip_right"],
            "priority_year": family["priority_year"].astype("Int64"),
            "wipo_field": family["wipo_field"].astype("Int64"),
        }
    ).reset_index(drop=True)
    known = traits["wipo_field"].dropna().unique()
    sectors = technology_sectors().reindex(known) if len(known) else pd.Series(dtype="str")
    traits["technology_sector"] = traits["wipo_field"].map(sectors).astype("str")
    size = np.zeros(len(traits), dtype=np.int64)
    level = np.full(len(traits), _NONE)
    for step, name in enumerate(LEVELS):
        held = _sizes(traits, name)
        take = (level == _NONE) & (held >= (1 if name == "all" else cohort_minimum))
        level[take] = step
        size[take] = held[take]
    words = np.array([*LEVELS, ""], dtype=object)
    traits["cohort_level"] = pd.Series(words[level]).where(level != _NONE).astype("str")
    traits["cohort_size"] = pd.Series(size, dtype="Int64")
    traits["cohort"] = _labels(traits)
    return traits


def measure(
    readings: Mapping[str, pd.DataFrame],
    cohort: pd.DataFrame,
    *,
    cohort_minimum: int = 30,
    own: int | None = None,
) -> pd.DataFrame:
    """`family_indicator` from what the indicators returned, by name.

    Parameters
    ----------
    own
        The first so many families of the cohort table are the study's, the others a reference
        corpus that is only compared with; all without it.
    """
    return pd.concat(_parts(readings, cohort, cohort_minimum, own), ignore_index=True)


def measured(
    readings: Mapping[str, pd.DataFrame],
    cohort: pd.DataFrame,
    *,
    cohort_minimum: int = 30,
    own: int | None = None,
    families_at_once: int = FAMILIES_AT_ONCE,
) -> Iterator[pd.DataFrame]:
    """`family_indicator` a few families at a time, in the order of their ids; see `measure`.

    A million families have tens of millions of rows, which nobody should have to hold at once.
    """
    parts = _parts(readings, cohort, cohort_minimum, own)
    order = cohort["family_id"].head(_own(own, cohort)).reset_index(drop=True).sort_values().index.to_numpy()
    for at in range(0, len(order), families_at_once):
        rows = order[at : at + families_at_once]
        yield pd.concat([part.iloc[rows] for part in parts], ignore_index=True)


def _own(own: int | None, cohort: pd.DataFrame) -> int:
    return len(cohort) if own is None else own


def _parts(
    readings: Mapping[str, pd.DataFrame], cohort: pd.DataFrame, cohort_minimum: int, own: int | None
) -> list[pd.DataFrame]:
    groups = reference_groups(cohort)
    return [
        indicator_rows(name, reading, cohort, cohort_minimum=cohort_minimum, groups=groups, own=own)
        for name, reading in readings.items()
    ]


def indicator_rows(
    indicator: str,
    reading: pd.DataFrame,
    cohort: pd.DataFrame,
    *,
    cohort_minimum: int,
    groups: Groups | None = None,
    own: int | None = None,
) -> pd.DataFrame:
    """One indicator's rows of `family_indicator`: value, percentile and cautions of every family.

    Parameters
    ----------
    indicator
        Name of the indicator.
    reading
        What the indicator returned.
    cohort
        The cohort table; it says which families there are. A reference corpus comes last.
    cohort_minimum
        Below this many families with a value the flag `small_cohort` is set.
    groups
        `reference_groups(cohort)`, where it is at hand.
    own
        Families at the head of the cohort table that are the study's; all without it.

    Returns
    -------
    pandas.DataFrame
        Rows of `family_indicator`, one per family of the study.
    """
    number = _own(own, cohort)
    aligned = reading.reset_index(drop=True).reindex(places(cohort["family_id"], reading.index))
    values = aligned["value"].to_numpy(dtype=np.float64)
    measured = ~np.isnan(values)
    cautions = {
        name: aligned[name].astype("boolean").fillna(False).to_numpy(dtype=bool)
        for name in INDICATOR_FLAGS
        if name in aligned
    }
    nothing = pd.Series(pd.NA, index=aligned.index, dtype="str")
    beside = pd.Series(OWN, index=aligned.index, dtype="str")
    result: dict[str, Any] = {
        "family_id": cohort["family_id"].array,
        "indicator": pd.array([indicator], dtype="str").repeat(len(cohort)),
        "value": values,
        "citation_source": aligned.get("citation_source", nothing).array,
    }
    if "norm_cohort" in aligned:
        level = nothing.mask(aligned["norm_cohort"].notna(), OUTSIDE)
        place: dict[str, Any] = {"cohort": aligned["norm_cohort"].array, "cohort_level": level.array}
        place |= {"percentile": np.nan, "cohort_size": aligned["norm_size"].fillna(0).astype("Int64").array}
        place["compared_with"] = level.array
    else:
        held = split(groups if groups is not None else reference_groups(cohort), aligned.get("basis"))
        ranked = aligned.get("ranked", aligned["value"]).to_numpy(dtype=np.float64)
        percentile, size = percentile_within(ranked, held)
        cautions["small_cohort"] = measured & (size < cohort_minimum)
        place = {name: cohort[name].array for name in ("cohort", "cohort_level")}
        place |= {"percentile": percentile * 100, "cohort_size": pd.array(size, dtype="Int64")}
        if number < len(cohort):
            others = measured & (np.arange(len(cohort)) >= number)
            beside = beside.mask(_counted(others, held) > 0, REFERENCE)
        place["compared_with"] = beside.where(measured).array
    result |= place | {"flags": _flag_lists(cautions, len(cohort)).array}
    # Family and cohort are the same in every indicator's rows, and so are held but once.
    made = pd.DataFrame({name: result[name] for name in FAMILY_INDICATOR.column_names}, copy=False)
    return made if number == len(cohort) else made.head(number)


def _counted(chosen: npt.NDArray[np.bool_], groups: Groups) -> Codes:
    """How many of the chosen families each family's own group holds."""
    count = np.bincount(groups.group[chosen[groups.row]], minlength=max(groups.count, 1))
    return np.where(groups.own == _NONE, 0, count[np.maximum(groups.own, 0)]).astype(np.int64)


def reference_groups(cohort: pd.DataFrame, basis: pd.Series | None = None) -> Groups:
    """Every family each used group holds, whether or not it is measured in that group.

    With a basis, a group holds only families of one basis.
    """
    level = pd.Categorical(cohort["cohort_level"], categories=list(LEVELS)).codes.astype(np.int64)
    own = np.full(len(cohort), _NONE, dtype=np.int64)
    rows: list[Codes] = []
    keys: list[Codes] = []
    every = np.arange(len(cohort), dtype=np.int64)
    for step, name in enumerate(LEVELS):
        at_step = level == step
        if not at_step.any():
            continue
        own[at_step] = _keys(cohort, name)[at_step]
        used = np.unique(own[at_step])
        reach = REACH.get(name, 0)
        for shift in range(-reach, reach + 1):
            key = _keys(cohort, name, shift)
            inside = np.isin(key, used)
            rows.append(every[inside])
            keys.append(key[inside])
    row = np.concatenate(rows) if rows else every[:0]
    key = np.concatenate(keys) if keys else every[:0]
    known, code = np.unique(np.concatenate([own, key]), return_inverse=True)
    own_code = np.where(own == _NONE, _NONE, code[: len(own)])
    return split(Groups(row, code[len(own) :].astype(np.int64), own_code, len(known)), basis)


def split(groups: Groups, basis: pd.Series | None) -> Groups:
    """Each group parted by what its families' values rest on; without a basis, the groups as they are.

    Parameters
    ----------
    basis
        In the order of the cohort table; families without one are in no group.
    """
    if basis is None:
        return groups
    kind, kinds = pd.factorize(basis.to_numpy())
    inside = kind[groups.row] != _NONE
    row, width = groups.row[inside], max(len(kinds), 1)
    own = np.where((groups.own == _NONE) | (kind == _NONE), _NONE, groups.own * width + kind)
    return Groups(row, groups.group[inside] * width + kind[row], own, groups.count * width)


def percentile_within(values: Numbers, groups: Groups) -> tuple[Numbers, Codes]:
    """Mid-rank share (0–1) of each family in its own group, and the group's families with a value."""
    below, equal, size = _standing_within(values, groups)
    return (below + equal / 2) / size, np.nan_to_num(size).astype(np.int64)


def share_above(values: Numbers, groups: Groups) -> tuple[Numbers, Codes]:
    """Share (0–1) of each family's own group with a greater value, and the families with a value."""
    below, equal, size = _standing_within(values, groups)
    return (size - below - equal) / size, np.nan_to_num(size).astype(np.int64)


def _standing_within(values: Numbers, groups: Groups) -> Numbers:
    """Families of each one's own group below it, equal to it (itself too), and with a value."""
    kept = ~np.isnan(values[groups.row])
    row, group = groups.row[kept], groups.group[kept]
    mine = groups.own[row] == group
    result = np.full((3, len(values)), np.nan)
    result[:, row[mine]] = standing(values[row], group)[:, mine]
    return result


def mean_within(values: Numbers, groups: Groups) -> Numbers:
    """Mean of the values in each family's own group; NaN where the group has none."""
    kept = ~np.isnan(values[groups.row])
    row, group = groups.row[kept], groups.group[kept]
    total = np.bincount(group, weights=values[row], minlength=groups.count)
    size = np.bincount(group, minlength=groups.count)
    mean = np.divide(total, size, out=np.full(groups.count, np.nan), where=size > 0)
    if not groups.count:
        return np.full(len(values), np.nan)
    return np.where(groups.own == _NONE, np.nan, mean[np.maximum(groups.own, 0)])


def _keys(traits: pd.DataFrame, level: str, shift: int = 0) -> Codes:
    """Integer key of each family's group at a step; −1 where a trait it needs is missing."""
    right = pd.Categorical(traits["ip_right"], categories=list(RIGHTS)).codes.astype(np.int64)
    sector = np.array(pd.factorize(traits["technology_sector"].to_numpy(), sort=True)[0], dtype=np.int64)
    year = traits["priority_year"].astype("Int64").fillna(_NONE).to_numpy(dtype=np.int64)
    field = traits["wipo_field"].astype("Int64").fillna(_NONE).to_numpy(dtype=np.int64)
    missing = right == _NONE
    part: npt.NDArray[np.integer] = np.zeros(len(traits), dtype=np.int64)
    if level in ("year_field", "years_field"):
        part = field
    elif level == "year_sector":
        part = sector
    when = np.zeros(len(traits), dtype=np.int64) if level == "all" else year + shift
    missing |= part == _NONE
    if level != "all":
        missing |= year == _NONE
    key = ((LEVELS.index(level) * len(RIGHTS) + right) * 10_000 + when) * 100 + part
    return np.where(missing, _NONE, key)


def _sizes(traits: pd.DataFrame, level: str) -> Codes:
    """Families in each family's group at a step; 0 where it has none."""
    key = _keys(traits, level)
    known, code, count = np.unique(key, return_inverse=True, return_counts=True)
    size: Codes = count[code].astype(np.int64)
    reach = REACH.get(level, 0) if len(known) else 0
    for shift in (*range(-reach, 0), *range(1, reach + 1)):
        # A year is 100 apart in the key, so the neighbours' counts can be looked up.
        near = key + 100 * shift
        at = np.minimum(np.searchsorted(known, near), len(known) - 1)
        size = size + np.where(known[at] == near, count[at], 0)
    return np.where(key == _NONE, 0, size).astype(np.int64)


def _labels(traits: pd.DataFrame) -> pd.Series:
    """Readable name of each family's cohort."""
    combos = traits.drop_duplicates(["cohort_level", "ip_right", "priority_year", "wipo_field"])[
        ["cohort_level", "ip_right", "priority_year", "wipo_field", "technology_sector"]
    ]
    words = [
        None if pd.isna(level) else _label(level, right, year, field, sector)
        for level, right, year, field, sector in combos.itertuples(index=False)
    ]
    named = combos.drop(columns="technology_sector").assign(cohort=pd.array(words, dtype="str"))
    on = ["cohort_level", "ip_right", "priority_year", "wipo_field"]
    return traits[on].merge(named, on=on, how="left")["cohort"]


def _label(level: str, right: str, year: int, field: int, sector: str) -> str:
    return {
        "year_field": lambda: f"{right}, {year}, field {field}",
        "years_field": lambda: f"{right}, {year - 1}-{year + 1}, field {field}",
        "year_sector": lambda: f"{right}, {year}, {sector}",
        "year": lambda: f"{right}, {year}",
        "years": lambda: f"{right}, {year - 2}-{year + 2}",
        "all": lambda: f"{right}, all years",
    }[level]()


def _flag_lists(cautions: dict[str, npt.NDArray[np.bool_]], length: int) -> pd.Series:
    """Per family the list of its flags; families without one get an empty list."""
    names = [name for name in INDICATOR_FLAGS if name in cautions]
    bits = np.zeros(length, dtype=np.int64)
    for place, name in enumerate(names):
        bits |= cautions[name].astype(np.int64) << place
    known, code = np.unique(bits, return_inverse=True)
    lists = pa.array(
        [[n for place, n in enumerate(names) if mask >> place & 1] for mask in known],
        type=pa.list_(pa.string()),
    )
    return pd.Series(pd.arrays.ArrowExtensionArray(lists.take(pa.array(code))))

"""A reference corpus: families of other studies that count in cohorts and nowhere else.

A zone's export has nobody of its year and field to be compared with but itself. Where the study names
other studies, their families stand beside its own when percentiles and relative values are computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from corpus import contract
from corpus.store import inputs_of
from scoring import cohorts
from scoring.indicators import INDICATORS, readings_of
from scoring.keys import among
from scoring.tables import REFERENCE_FAMILY

Tables = Mapping[str, pd.DataFrame]

# Columns that hold a family, in the tables indicators ask for.
_FAMILY_COLUMNS = ("family_id", "citing_family_id", "cited_family_id")
# Shares of one network's ways, ranks in it, likeness to one corpus of texts: another's say nothing here.
ALONE = ("page_rank", "path_share", "text_importance")
# What a count may be compared with is decided over all that are compared: see `citation_basis`.
TOGETHER = ("forward_citations", "citations_per_year")


def reference_family(others: Mapping[str, Tables], family_member: pd.DataFrame) -> pd.DataFrame:
    """The families that serve as yardstick, under ids of their own.

    A family that shares a publication with one of the study, or of a reference named before, is
    left out: it counts once.

    Parameters
    ----------
    others
        By name of the reference, its tables `family` and `family_member`.
    family_member
        Of the study itself.

    Returns
    -------
    pandas.DataFrame
        `reference_family`.
    """
    held = family_member["publication_number"]
    parts = []
    for name, tables in others.items():
        member = tables["family_member"]
        known = member.loc[among(member["publication_number"], held), "family_id"]
        family = tables["family"]
        fresh = family.loc[~among(family["family_id"], known), list(cohorts.TRAITS)]
        parts.append(fresh.assign(family_id=_apart(fresh["family_id"], name), reference=name))
        held = pd.concat([held, member["publication_number"]], ignore_index=True)
    if not parts:
        return contract.empty(REFERENCE_FAMILY)
    made = pd.concat(parts, ignore_index=True)[REFERENCE_FAMILY.column_names]
    return contract.cast(made, REFERENCE_FAMILY)


def readings_beside(
    own: Tables, others: Mapping[str, Tables], reference_family: pd.DataFrame, settings: Mapping[str, Any]
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """What every indicator says of the study's families and of the reference's, and the cohorts of both.

    Values come from each corpus by itself, so that those of the study are the same with and without a
    reference. Values relative to a cohort come from all together.

    Parameters
    ----------
    own, others
        Tables the indicators ask for, of the study and by name of each reference; a reference may
        lack some.
    reference_family
        See above.
    settings
        What indicators and `cohorts.placed` ask for after `*`.

    Returns
    -------
    tuple
        Readings by indicator, and the cohort table of both, the study's families first.
    """
    apart = {name: _set_apart(tables, name, reference_family) for name, tables in others.items()}
    every = [own, *apart.values()]
    traits = [frame[list(cohorts.TRAITS)] for frame in (own["family"], reference_family)]
    cohort = cohorts.placed(pd.concat(traits, ignore_index=True), settings["cohort_minimum"])
    names = set.intersection(*(set(tables) for tables in every)) - {"cohort"}
    joint = {name: pd.concat([t[name] for t in every], ignore_index=True) for name in names}
    together = {n for n, i in INDICATORS.items() if n in TOGETHER or "cohort" in inputs_of(i.function)[0]}
    found = [readings_of(own, settings, set(INDICATORS) - together)]
    found += [readings_of(t, settings, set(INDICATORS) - together - set(ALONE)) for t in apart.values()]
    found.append(readings_of(joint | {"cohort": cohort}, settings, together))
    made = {}
    for name in INDICATORS:
        parts = [readings[name] for readings in found if name in readings]
        if parts:
            made[name] = pd.concat(parts) if len(parts) > 1 else parts[0]
    return made, cohort


def _set_apart(tables: Tables, name: str, reference_family: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of a reference with ids of their own and without families of the study.

    Links keep their number: a citation by a family that stands in both corpora is one all the same.
    """
    made = {}
    for table, frame in tables.items():
        held = {column: _apart(frame[column], name) for column in _FAMILY_COLUMNS if column in frame}
        moved = frame.assign(**held)
        if "family_id" in held:
            moved = moved[among(moved["family_id"], reference_family["family_id"])]
        made[table] = moved.reset_index(drop=True)
    return made


def _apart(family_id: pd.Series, name: str) -> pd.Series:
    # Behind, because the first two letters of an id tell its office.
    return family_id + f"@{name}"

"""Owners, technologies and inventors of the synthetic corpus that scores are measured on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from corpus import contract
from corpus.tables import APPLICANT, EVENT, FAMILY_APPLICANT, INTAKE, PARTY
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT

TECHNOLOGIES, LEAVES = 20, 6
OWNERS_PER_FAMILY = 0.05
ZONE_SHARE = 0.02
TEAM = 3
Tables = dict[str, pd.DataFrame]


def frame(table: contract.Table, **columns: Any) -> pd.DataFrame:
    """The table with the columns given; the others are NA."""
    made = pd.DataFrame(columns)
    return contract.cast(made.reindex(columns=table.column_names), table)


def owned(family: pd.DataFrame, member: pd.DataFrame, rng: np.random.Generator) -> Tables:
    """Who owns each family, which leaf it is in, and who invented it.

    Owners are as uneven as real ones (Zipf); one in fifty is in the zone.
    """
    ids, size = family["family_id"], len(family)
    number = max(int(size * OWNERS_PER_FAMILY), 10)
    owner = np.minimum(rng.zipf(1.6, size) - 1, number - 1)
    # The tail is spread, so that it is many small owners and not one.
    owner = np.where(owner < number // 10, owner, rng.integers(number // 10, number, size))
    names = pd.Series(np.char.add("a", np.char.zfill(np.arange(number).astype(str), 7))).astype("str")
    held = names.take(owner).array
    leaf = rng.integers(0, TECHNOLOGIES * LEAVES, size)
    technology = [f"1.{t}" for t in range(TECHNOLOGIES)]
    leaves = [f"1.{t}.{n}" for t in range(TECHNOLOGIES) for n in range(LEAVES)]
    branch_ids = ["1", *technology, *leaves]
    team = rng.integers(0, 4, (size, TEAM)) + owner[:, None] * 5
    return {
        "applicant": frame(
            APPLICANT,
            applicant_id=names,
            name=names,
            applicant_kind=rng.choice(["company", "university"], number, p=[0.9, 0.1]),
            is_zone_member=rng.random(number) < ZONE_SHARE,
        ),
        "family_applicant": frame(
            FAMILY_APPLICANT, family_id=ids, applicant_id=held, share=1.0, owner_share=1.0
        ),
        "branch": frame(
            BRANCH,
            branch_id=branch_ids,
            parent_id=[None, *["1"] * TECHNOLOGIES, *(name.rpartition(".")[0] for name in leaves)],
            level=[1, *[2] * TECHNOLOGIES, *[3] * len(leaves)],
            is_leaf=[False] * (1 + TECHNOLOGIES) + [True] * len(leaves),
            is_critical=[name.endswith(".0") for name in branch_ids],
            label_en=branch_ids,
        ),
        "branch_assignment": frame(
            BRANCH_ASSIGNMENT,
            family_id=ids,
            branch_id=pd.Series(leaves).take(leaf).array,
            is_leaf=True,
            is_primary=True,
        ),
        "party": frame(
            PARTY,
            publication_number=np.repeat(member["publication_number"].to_numpy()[:size], TEAM),
            role="inventor",
            sequence=np.tile(np.arange(1, TEAM + 1), size),
            name=np.char.add("i", team.ravel().astype(str)),
        ),
        "event": contract.empty(EVENT),
        "intake": frame(INTAKE, export_file=["exports/a.csv"], columns_mapped=[["family_publications"]]),
    }

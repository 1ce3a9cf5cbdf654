"""Universities and firms of the zone: whose families would carry on whose portfolio."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.keys import looked_up

Numbers = npt.NDArray[np.float64]

LIKENESS_WEIGHT, COMPLEMENT_WEIGHT, FEASIBILITY_WEIGHT = 0.5, 0.3, 0.2
LEAST_YEARS = 8.0
LEAST_FAMILIES = 2
MOST_PER_FIRM = 3
MOST_PAIRS = 200
PER_STEP = 500


def pairs(stakes: pd.DataFrame, leaf_stakes: pd.DataFrame, leaf_count: pd.Series) -> pd.DataFrame:
    r"""The best universities for each firm, in technologies where both hold families.

    .. math:: 100\,(.5\,\cos(u, v) + .3\,|U \setminus V| / n + .2\,f)

    with the families by leaf u of the university and v of the firm, the leaves U and V they cover of
    the technology's n, and feasibility f: the mean of the university's shares of granted families and
    of those with eight years left, and of whether the two own a family together. Only families of the
    university that are neither licensed, transferred nor pledged count. Each firm gets up to three
    universities, two hundred pairs in all.

    Parameters
    ----------
    stakes
        Living families by owner: applicant_id, family_id, technology, side (`university`, `firm`), idle,
        granted, remaining.
    leaf_stakes
        applicant_id, technology, branch_id and side of every leaf of such a family.
    leaf_count
        Leaves of each technology.

    Returns
    -------
    pandas.DataFrame
        technology, university, firm, likeness, complement, feasibility, match_score; the best first.
    """
    usable = stakes[(stakes["side"] == "firm") | ((stakes["side"] == "university") & stakes["idle"])]
    size = usable.groupby(["technology", "side", "applicant_id"]).size()
    enough = size[size >= LEAST_FAMILIES].index.to_frame(index=False)
    ties = _ties(stakes)
    ready = _ready(usable[usable["side"] == "university"])
    found = [
        _of_technology(str(technology), part, leaf_stakes, float(leaf_count[str(technology)]), ready, ties)
        for technology, part in enough.groupby("technology", sort=True)
        if part["side"].nunique() == 2 and leaf_count.get(technology, 0) > 0
    ]
    if not found:
        columns = ("likeness", "complement", "feasibility", "match_score")
        kept = {name: pd.Series(dtype="str") for name in ("technology", "university", "firm")}
        return pd.DataFrame(kept | {name: pd.Series(dtype="float64") for name in columns})
    every = pd.concat(found, ignore_index=True)
    order = ["match_score", "firm", "university", "technology"]
    every = every.sort_values(order, ascending=[False, True, True, True], kind="stable")
    return every.groupby("firm", sort=False).head(MOST_PER_FIRM).head(MOST_PAIRS).reset_index(drop=True)


def _ready(idle: pd.DataFrame) -> pd.Series:
    """Mean of the granted share and of the share with years left, by technology and university."""
    long = (idle["remaining"] >= LEAST_YEARS).astype("float64")
    value = (idle["granted"].astype("float64") + long) / 2
    ready: pd.Series = value.groupby([idle["technology"], idle["applicant_id"]]).mean()
    return ready


def _ties(stakes: pd.DataFrame) -> set[tuple[str, str]]:
    """Universities and firms that own a family together."""
    sides = [stakes.loc[stakes["side"] == s, ["family_id", "applicant_id"]] for s in ("university", "firm")]
    both = sides[0].merge(sides[1], on="family_id", suffixes=("_university", "_firm"))
    return set(zip(both["applicant_id_university"], both["applicant_id_firm"], strict=True))


def _of_technology(
    technology: str,
    owners: pd.DataFrame,
    leaf_stakes: pd.DataFrame,
    leaves: float,
    ready: pd.Series,
    ties: set[tuple[str, str]],
) -> pd.DataFrame:
    """The best three universities of each firm in a technology."""
    rows = leaf_stakes[(leaf_stakes["technology"] == technology).to_numpy()]
    leaf = {name: i for i, name in enumerate(sorted(rows["branch_id"].unique()))}
    sides = []
    for side in ("university", "firm"):
        names = owners.loc[owners["side"] == side, "applicant_id"].sort_values().to_numpy(dtype=object)
        place = pd.Series(np.arange(len(names)), index=pd.Index(names, dtype="str"))
        own = rows[(rows["side"] == side).to_numpy()]
        at = looked_up(own["applicant_id"], place)
        own, at = own[at.notna()], at.dropna().astype("int64")
        counts = np.zeros((len(names), len(leaf)))
        np.add.at(counts, (at.to_numpy(), own["branch_id"].map(leaf).to_numpy()), 1.0)
        sides.append((names, counts))
    (universities, held), (firms, own_counts) = sides
    term = ready[technology].reindex(pd.Index(universities)).fillna(0.0).to_numpy()
    parts = []
    for start in range(0, len(firms), PER_STEP):
        block, names = own_counts[start : start + PER_STEP], firms[start : start + PER_STEP]
        length = np.sqrt((block**2).sum(axis=1))[:, None] * np.sqrt((held**2).sum(axis=1))[None, :]
        likeness = np.divide(block @ held.T, length, out=np.zeros(length.shape), where=length > 0)
        complement = (block == 0).astype(float) @ (held > 0).astype(float).T / leaves
        feasibility = np.broadcast_to(term * 2 / 3, likeness.shape).copy()
        for i, firm in enumerate(names):
            feasibility[i] += [((u, firm) in ties) / 3 for u in universities] if ties else 0.0
        score = 100 * (
            LIKENESS_WEIGHT * likeness + COMPLEMENT_WEIGHT * complement + FEASIBILITY_WEIGHT * feasibility
        )
        best = np.argsort(-np.round(score, 9), axis=1, kind="stable")[:, :MOST_PER_FIRM]
        row = np.repeat(np.arange(len(names)), best.shape[1])
        column = best.ravel()
        parts.append(
            pd.DataFrame(
                {
                    "technology": technology,
                    "university": universities[column],
                    "firm": names[row],
                    "likeness": np.clip(likeness[row, column], 0.0, 1.0),
                    "complement": complement[row, column],
                    "feasibility": feasibility[row, column],
                    "match_score": np.clip(np.round(score[row, column], 9), 0.0, 100.0),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)

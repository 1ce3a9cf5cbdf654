"""How special an actor is: revealed advantage, relatedness of branches, white spots."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MIN_EXPECTED = 5.0
MAX_LIFT = 0.2


def advantage(
    own: pd.Series, own_all: pd.Series, reference: pd.Series, reference_all: pd.Series
) -> pd.Series:
    r"""Revealed technology advantage (OECD), :math:`(n_{z,b}/n_z)/(n_{R,b}/n_R)`.

    0 is none, 1 as the reference, above 1 specialised. NaN where the actor or the reference holds
    nothing.
    """
    base = (reference / reference_all.where(reference_all > 0)).where(reference > 0)
    return (own / own_all.where(own_all > 0)) / base


def shrunk_advantage(
    own: pd.Series, own_all: pd.Series, reference: pd.Series, reference_all: pd.Series, k: float
) -> pd.Series:
    r"""The same drawn towards 1 for small actors: :math:`((n_{z,b} + k p_b)/(n_z + k))/p_b`."""
    base = (reference / reference_all.where(reference_all > 0)).where(reference > 0)
    return ((own + k * base) / (own_all + k)) / base


def symmetric_advantage(rta: pd.Series) -> pd.Series:
    """(RTA − 1)/(RTA + 1), from −1 to 1."""
    return (rta - 1) / (rta + 1)


def log_advantage(rta: pd.Series) -> pd.Series:
    """Relative patent advantage 100·tanh(ln RTA), from −100 to 100; −100 for an advantage of 0."""
    squared = rta**2
    return 100 * (squared - 1) / (squared + 1)


def outside_reference(
    own: pd.Series, own_all: pd.Series, whole: pd.Series, whole_all: pd.Series, limit: float
) -> tuple[pd.Series, pd.Series]:
    """The reference in the branch and in all, without the actor where it exceeds the limit.

    An actor that is a large part of the corpus would otherwise be compared with itself.
    """
    large = own_all > limit * whole_all
    return whole - own.where(large, 0.0), whole_all - own_all.where(large, 0.0)


def relatedness(specialised: pd.DataFrame) -> pd.DataFrame:
    r"""How often regions special in one branch are special in another.

    .. math:: \phi_{ij} = \sum_r M_{ri} M_{rj} / \max(\sum_r M_{ri}, \sum_r M_{rj})

    Parameters
    ----------
    specialised
        M: regions by branches, 1 where the advantage is at least 1.

    Returns
    -------
    pandas.DataFrame
        Branches by branches, 0–1; 0 on the diagonal and where no region is special.
    """
    held = specialised.to_numpy(dtype=np.float64)
    sizes = held.sum(axis=0)
    return _without_diagonal(held.T @ held, np.maximum.outer(sizes, sizes), specialised.columns)


def co_occurrence(membership: pd.DataFrame) -> pd.DataFrame:
    """Cosine of branches over the families they share: relatedness where regions are too few.

    Parameters
    ----------
    membership
        family_id and branch_id, each pair once.
    """
    families, _ = pd.factorize(membership["family_id"])
    branches, names = pd.factorize(membership["branch_id"], sort=True)
    pairs = pd.DataFrame({"family": families, "branch": branches})
    both = pairs.merge(pairs, on="family").groupby(["branch_x", "branch_y"]).size()
    together = np.zeros((len(names), len(names)))
    together[both.index.get_level_values(0), both.index.get_level_values(1)] = both
    sizes = np.sqrt(np.diag(together))
    return _without_diagonal(together, np.outer(sizes, sizes), pd.Index(names))


def _without_diagonal(together: Floats, scale: Floats, names: pd.Index) -> pd.DataFrame:
    phi = np.divide(together, scale, out=np.zeros_like(together), where=scale > 0)
    np.fill_diagonal(phi, 0.0)
    return pd.DataFrame(phi, index=names, columns=names)


def density(phi: pd.DataFrame, specialised: pd.Series) -> pd.Series:
    r""":math:`\omega_b = \sum_j \phi_{bj} M_j / \sum_j \phi_{bj}`; NaN for a branch related to none.

    Parameters
    ----------
    phi
        Relatedness, branches by branches.
    specialised
        1 where the actor's advantage is at least 1, by branch.
    """
    held = specialised.reindex(phi.columns).fillna(0.0).to_numpy(dtype=np.float64)
    weight = phi.sum(axis=1)
    near = pd.Series(phi.to_numpy(dtype=np.float64) @ held, index=phi.index)
    return near / weight.where(weight > 0)


def deviation_index(own: pd.Series, reference: pd.Series) -> float:
    r"""Distance of two structures :math:`\frac12 \sum_b |z_b - r_b|`, 0 alike, 1 nothing in common."""
    shares = pd.DataFrame({"own": own / own.sum(), "reference": reference / reference.sum()}).fillna(0.0)
    return float((shares["own"] - shares["reference"]).abs().sum() / 2)


def white_spots(observed: pd.DataFrame, row_grows: pd.Series, column_grows: pd.Series) -> pd.DataFrame:
    r"""Cells of a matrix that hold far less than their row and column lead one to expect.

    :math:`E_{ij} = R_i C_j / T`, lift :math:`O/E`. A cell is a candidate only where E ≥ 5, the lift
    is below 0.2, and both its row and its column grow.

    Returns
    -------
    pandas.DataFrame
        One row per cell: row, column, observed, expected, lift, is_candidate.
    """
    counts = observed.to_numpy(dtype=np.float64)
    total = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total if total else np.zeros_like(counts)
    lift = np.divide(counts, expected, out=np.full_like(counts, np.nan), where=expected > 0)
    grows = np.outer(
        row_grows.reindex(observed.index).fillna(False).to_numpy(dtype=bool),
        column_grows.reindex(observed.columns).fillna(False).to_numpy(dtype=bool),
    )
    return pd.DataFrame(
        {
            "row": np.repeat(observed.index.to_numpy(dtype=object), counts.shape[1]),
            "column": np.tile(observed.columns.to_numpy(dtype=object), counts.shape[0]),
            "observed": counts.ravel(),
            "expected": expected.ravel(),
            "lift": lift.ravel(),
            "is_candidate": ((expected >= MIN_EXPECTED) & (lift < MAX_LIFT) & grows).ravel(),
        }
    )

"""Second opinions on a family's influence: corrected counts, texts, and the citation network.

None of these enters the score; each is a published alternative to hold against it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

LEAST_SHARE = 0.20
DAMPING = 0.85


def expected_lifetime_citations(count: Numbers, received_share: Numbers) -> Numbers:
    r"""Citations expected over a lifetime, from those of the first years.

    .. math:: \hat C = C / F(a)

    Undefined (NaN) where less than a fifth of a lifetime's citations is usually in by that age.
    0 stays 0: young families without citations are unknown, not low.

    Parameters
    ----------
    count
        Citations so far.
    received_share
        Share of lifetime citations received by each family's age, from old cohorts. Hall,
        Jaffe, Trajtenberg, NBER WP 8498 (2001).
    """
    return np.where(received_share >= LEAST_SHARE, count / np.maximum(received_share, LEAST_SHARE), np.nan)


def backward_document_frequency(patents: int, containing: int) -> float:
    r"""Weight of a term at a date: how rare it was among earlier patents.

    .. math:: BIDF_{w,t} = \log \frac{N_t}{1 + N_{w,t}}

    Kelly, Papanikolaou, Seru, Taddy (2021).
    """
    return float(np.log(patents / (1 + containing)))


def text_importance(backward: Numbers, forward: Numbers) -> float:
    r"""Likeness to later patents over likeness to earlier ones; NaN without earlier likeness.

    .. math:: q = \sum \rho_{\mathrm{later}} / \sum \rho_{\mathrm{earlier}}

    Kelly, Papanikolaou, Seru, Taddy (2021). On a sample give means in place of sums.
    """
    before = float(backward.sum())
    return float(forward.sum()) / before if before > 0 else float("nan")


def disruption(only_focal: int, both: int, only_references: int) -> float:
    r"""CD index: later patents that cite it without its references, less those that cite both.

    .. math:: CD = \frac{n_i - n_j}{n_i + n_j + n_k}

    NaN without later patents. Funk, Owen-Smith (2017).
    """
    total = only_focal + both + only_references
    return (only_focal - both) / total if total else float("nan")


def page_rank(
    citing: Codes, cited: Codes, number: int, *, damping: float = DAMPING, tolerance: float = 1e-10
) -> Numbers:
    """How much importance flows to each family from those that cite it, 1 in all.

    Compare only within a year and field: old families have had longer to be cited.

    Parameters
    ----------
    citing, cited
        Links, as places from 0 to `number` − 1.
    number
        Families.
    damping
        Chance to follow a link; families that cite nobody spread evenly.
    tolerance
        Greatest change of the whole at which it stops.
    """
    out = np.bincount(citing, minlength=number)
    part = np.divide(1.0, out, out=np.zeros(number), where=out > 0)
    stuck = out == 0
    flow = csr_matrix((part[citing], (cited, citing)), shape=(number, number))
    rank: Numbers = np.full(number, 1.0 / max(number, 1))
    while True:
        following: Numbers = damping * (flow @ rank + rank[stuck].sum() / number) + (1.0 - damping) / number
        change = float(np.abs(following - rank).sum())
        rank = following
        if change <= tolerance:
            return rank


def path_counts(source: Codes, target: Codes, number: int) -> Numbers:
    """Search path count of each link: how many ways from a first to a last family use it.

    Links run with the knowledge, from the cited to the citing family, and hold no cycle.
    Hummon, Doreian (1989); Batagelj (2003).

    Raises
    ------
    ValueError
        The links hold a cycle.
    """
    rank = _layers(source, target, number)
    reached = np.zeros(number)
    reached[np.bincount(target, minlength=number) == 0] = 1
    for layer in range(int(rank.max()) + 1 if number else 0):
        here = rank[source] == layer
        np.add.at(reached, target[here], reached[source[here]])
    leaving = np.zeros(number)
    leaving[np.bincount(source, minlength=number) == 0] = 1
    for layer in range(int(rank.max()) if number else 0, -1, -1):
        here = rank[target] == layer
        np.add.at(leaving, source[here], leaving[target[here]])
    paths: Numbers = reached[source] * leaving[target]
    return paths


def _layers(source: Codes, target: Codes, number: int) -> Codes:
    """Longest way from a first family to each: links always lead to a higher layer."""
    layer = np.zeros(number, dtype=np.int64)
    for _ in range(number + 1):
        raised = layer.copy()
        np.maximum.at(raised, target, layer[source] + 1)
        if (raised == layer).all():
            return layer
        layer = raised
    raise ValueError("the links hold a cycle: drop those that run against the dates")

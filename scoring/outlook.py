"""Formulas of published alternatives to hold against a family's citations and texts.

None of these enters the score.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

LEAST_SHARE = 0.20


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

"""Which keys are among others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd


def among(keys: pd.Series | pd.Index, known: pd.Series | pd.Index) -> npt.NDArray[np.bool_]:
    """Whether each key is one of the known ones.

    pandas' own `isin` turns texts into Python objects one by one, which takes seconds for a
    hundred thousand; an index looks them up at once.
    """
    found: npt.NDArray[np.bool_] = pd.Index(pd.Index(known).unique()).get_indexer(pd.Index(keys)) >= 0
    return found

"""Keys looked up in one another."""

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


def looked_up(keys: pd.Series | pd.Index, known: pd.Series) -> pd.Series:
    """Values that the known series holds for the keys; NA where a key is not known.

    Like `keys.map(known)`, but the result has the dtype of `known` even where no key is found
    or there is none: pandas then gives the dtype of the keys.
    """
    index = keys.index if isinstance(keys, pd.Series) else keys
    return known.reindex(pd.Index(keys)).set_axis(index)

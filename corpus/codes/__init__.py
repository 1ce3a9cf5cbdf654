"""Code lists of the standards, as compact tables; where each comes from stands in SOURCES.md."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd


@cache
def code_list(name: str) -> pd.DataFrame:
    """The code list `<name>.csv`; all cells are texts, an empty cell is an empty text.

    The frame is shared by all callers, who must not change it.
    """
    with files(__package__).joinpath(f"{name}.csv").open(encoding="utf-8") as text:
        return pd.read_csv(text, dtype="str", keep_default_na=False)

"""Reference data shipped with the corpus package: incomes, technology sectors, norms of five offices."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd

from corpus.codes import code_list


@cache
def income_ratios(year: int | None = None) -> pd.Series:
    """Gross national income of an office's country relative to the United States.

    Parameters
    ----------
    year
        Calendar year; without it the latest year an office has.

    Returns
    -------
    pandas.Series
        Ratio (United States = 1.0), indexed by office (ST.3). World Bank, Atlas method.
    """
    source = files("corpus.codes").joinpath("gni.csv")
    with source.open(encoding="utf-8") as lines:
        # NA is Namibia, so only an empty cell is missing.
        table = pd.read_csv(lines, keep_default_na=False, na_values=[""])
    table = table.dropna(subset=["ratio_to_us"])
    if year is not None:
        table = table[table["year"] <= year]
    latest = table.sort_values(["office", "year"], kind="stable").drop_duplicates("office", keep="last")
    return latest.set_index("office")["ratio_to_us"].astype("float64")


@cache
def technology_sectors() -> pd.Series:
    """Sector of each of the 35 WIPO technology fields, indexed by field number."""
    source = files("corpus.codes").joinpath("wipo_fields.csv")
    with source.open(encoding="utf-8") as lines:
        table = pd.read_csv(lines)
    return table.set_index("field")["sector_en"].astype("str")


@cache
def citation_norms() -> pd.DataFrame:
    """Figures of all applications at the five large offices; Kim, Woo (2024).

    Returns
    -------
    pandas.DataFrame
        `applications` and the means `citations_5y`, `family_size`, `generality`, `originality`, indexed
        by `office` (CN, EP, JP, KR, US), `nber_field` (1–6) and `year` of first publication.
    """
    table = code_list("citation_norms").replace("", None)
    figures = ["applications", "citations_5y", "family_size", "generality", "originality"]
    table[["nber_field", "year"]] = table[["nber_field", "year"]].astype("int64")
    table[figures] = table[figures].astype("float64")
    return table.set_index(["office", "nber_field", "year"])[figures]


@cache
def nber_fields() -> pd.Series:
    """NBER field (1–6) by IPC class (A61) or subclass (A01N)."""
    table = code_list("ipc_to_nber")
    return table.set_index("prefix")["nber_field"].astype("int64")

"""Builders `cooccurrence` and `technology_theme`: subclasses that stand together, and their themes.

The tie of two subclasses is Callon's equivalence c² / (n₁ n₂) (Callon, Courtial & Laville 1991,
Scientometrics 22:155). Themes are the communities of these ties (Louvain). A theme's centrality
is what ties it to others, its density what holds it together; the medians of both part the
strategic diagram into four quadrants.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array, triu

from corpus import contract
from corpus.contract import TEXTS_DTYPE
from corpus.symbols import subclass_label
from navigation.tables import COOCCURRENCE, TECHNOLOGY_THEME

LEAST_JOINT = 2
LEAST_FAMILIES = 5
LEAST_THEMES = 4
# Louvain at 1 puts half of all subclasses into one theme; at 2 a theme reads as one technology.
RESOLUTION = 2.0


def cooccurrence(classification: pd.DataFrame) -> pd.DataFrame:
    """Pairs of IPC subclasses that two or more families share.

    Subclasses of fewer than five families are left out: an equivalence of so few says nothing.

    Returns
    -------
    pandas.DataFrame
        `cooccurrence`; the earlier subclass stands first.
    """
    held = _held(classification)
    rows, row_names = pd.factorize(held["family_id"])
    columns, names = pd.factorize(held["subclass"], sort=True)
    shape = (len(row_names), len(names))
    grid = csr_array((np.ones(len(held), dtype=np.int32), (rows, columns)), shape=shape)
    sizes = np.bincount(columns, minlength=len(names)).astype(np.float64)
    if not len(held):
        return contract.empty(COOCCURRENCE)
    joint = triu(grid.T @ grid, k=1).tocoo()
    many = joint.data >= LEAST_JOINT
    first, second, count = joint.row[many], joint.col[many], joint.data[many].astype(np.float64)
    made = pd.DataFrame(
        {
            "subclass": np.asarray(names, dtype=object)[first],
            "partner_subclass": np.asarray(names, dtype=object)[second],
            "family_count": count,
            "equivalence": (count**2 / (sizes[first] * sizes[second])).round(9),
        }
    ).sort_values(["subclass", "partner_subclass"], ignore_index=True)
    return contract.cast(made, COOCCURRENCE)


def _held(classification: pd.DataFrame) -> pd.DataFrame:
    """family_id and subclass, each pair once, of the subclasses with five families."""
    ipc = classification[(classification["scheme"] == "IPC") & classification["subclass"].notna()]
    held = ipc[["family_id", "subclass"]].drop_duplicates()
    return held[held.groupby("subclass")["family_id"].transform("size") >= LEAST_FAMILIES]


def technology_theme(cooccurrence: pd.DataFrame, classification: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Themes of subclasses with their centrality, density and quadrant.

    A theme is called after its commonest subclass, so that its id stays while that does.

    Returns
    -------
    pandas.DataFrame
        `technology_theme`, largest first; no quadrant where fewer than four themes hold two
        subclasses or more, nor for a theme of one.
    """
    if cooccurrence.empty:
        return contract.empty(TECHNOLOGY_THEME)
    network = nx.from_pandas_edgelist(cooccurrence, "subclass", "partner_subclass", "equivalence")
    groups = nx.community.louvain_communities(network, weight="equivalence", resolution=RESOLUTION, seed=seed)
    held = _held(classification)
    sizes = held["subclass"].value_counts()
    listed = [sorted(group, key=lambda code: (-int(sizes[code]), code)) for group in groups]
    theme = {code: codes[0] for codes in listed for code in codes}
    made = pd.DataFrame({"theme_id": [codes[0] for codes in listed]})
    made["subclasses"] = pd.Series(listed, dtype=TEXTS_DTYPE)
    for language, mark in (("zh", "、"), ("en", "; ")):
        made[f"label_{language}"] = [
            mark.join(dict.fromkeys(subclass_label(code, language) for code in codes[:2])) for codes in listed
        ]
    placed = held.assign(theme_id=held["subclass"].map(theme))
    made["family_count"] = made["theme_id"].map(placed.groupby("theme_id")["family_id"].nunique())
    made = made.merge(_strengths(cooccurrence, theme), on="theme_id")
    counts = pd.Series([len(codes) for codes in listed], index=made.index)
    made["link_density"] = (made["link_density"] / counts).where(counts > 1)
    made["quadrant"] = _quadrants(made["link_centrality"], made["link_density"])
    made = made.sort_values(["family_count", "theme_id"], ascending=[False, True], ignore_index=True)
    return contract.cast(made[TECHNOLOGY_THEME.column_names], TECHNOLOGY_THEME)


def _strengths(cooccurrence: pd.DataFrame, theme: dict[str, str]) -> pd.DataFrame:
    """Each theme's summed ties to others, and within."""
    one, other = (cooccurrence[name].map(theme) for name in ("subclass", "partner_subclass"))
    tie = cooccurrence["equivalence"]
    inner, outer = tie.where(one == other, 0.0), tie.where(one != other, 0.0)
    both = pd.concat(
        [
            pd.DataFrame({"theme_id": one, "link_centrality": outer, "link_density": inner}),
            pd.DataFrame({"theme_id": other, "link_centrality": outer, "link_density": 0.0}),
        ]
    )
    return both.groupby("theme_id").sum().round(9).reset_index()


def _quadrants(centrality: pd.Series, density: pd.Series) -> pd.Series:
    """The quadrant of each theme: at or above the median counts as high."""
    known = density.notna()
    if known.sum() < LEAST_THEMES:
        return pd.Series(pd.NA, index=density.index, dtype="str")
    central = centrality >= centrality[known].median()
    dense = density >= density.median()
    names = np.select([central & dense, dense, central], ["motor", "specialised", "basic"], "marginal")
    return pd.Series(names, index=density.index, dtype="str").where(known)

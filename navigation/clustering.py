"""Builder `cluster_assignment`: technologies as the texts themselves form them.

Vectors are centred by language, cut to their main directions, joined to their nearest neighbours,
and divided by Leiden (see `neighbours`, `communities`, `placement`); `layout` draws the map. Every
family is placed, also one without text. All steps up to the division are exact, so neither threads
nor the order of rows change the result.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corpus.contract import cast
from navigation import hierarchy, layout, lineage, neighbours, placement, vectors
from navigation.neighbours import Floats
from navigation.placement import ClusterSettings
from navigation.tables import CLUSTER_ASSIGNMENT

__all__ = ["ClusterSettings", "cluster_assignment"]


def cluster_assignment(
    text_embedding: pd.DataFrame,
    classification: pd.DataFrame,
    previous_assignment: pd.DataFrame,
    cluster_run: pd.DataFrame,
    *,
    clustering: ClusterSettings,
    seed: int,
) -> pd.DataFrame:
    """Each family's technology cluster, field and topic, how surely it belongs, and its place.

    Below 40 texts there is one cluster. Above 100,000, a sample is divided and the other families
    follow their five nearest sampled ones. Confidence is the share of a family's ties (shared
    neighbours), or of its votes, that stay within the cluster. A family without text goes where
    the families with its IPC and CPC subclasses are, at that share and in the cluster's middle;
    without symbols too, into a last cluster of its kind with no place on the map.

    With a run before, families known from it stay where they were (`placement`), unless this run
    divides anew; ids then follow the families (`lineage.matched`).

    Parameters
    ----------
    text_embedding
        One row per family; no vector where there is no text.
    classification
        Symbols of the families.
    previous_assignment, cluster_run
        What the run before left, and whether this one divides anew.
    clustering, seed
        Settings of the study.
    """
    rows = text_embedding
    if not rows["family_id"].is_monotonic_increasing:
        rows = rows.sort_values("family_id", ignore_index=True)
    points, has_text = _points(rows, classification, clustering)
    result = rows[["family_id"]].copy()
    result["member"], result["topic"], result["is_by_text"] = -1, -1, has_text
    result[["confidence", "stability", "x", "y"]] = [0.0, np.nan, np.nan, np.nan]
    ids = [lineage.ids_of(previous_assignment[c]) for c in ("cluster_id", "topic_id")]
    anew = bool(cluster_run["is_reclustered"].any())
    known = None if anew else lineage.known(previous_assignment, rows[has_text], ids[0], ids[1])
    placed = placement.place(points, known, settings=clustering, seed=seed)
    for name in ("member", "topic", "confidence", "stability"):
        result.loc[has_text, name] = getattr(placed, name)
    result.loc[has_text, ["x", "y"]] = placed.places
    if not has_text.all():
        result = _with_textless(result, classification)
    field = hierarchy.fields(points, placed.member, max([0, *result["member"]]) + 1)
    levels = clustering.levels
    result["field"] = np.where(result["member"] >= 0, field[result["member"]] if levels > 1 else 0, -1)
    named = _named(result, previous_assignment, cluster_run, ids if known else None)
    if levels < 2:
        named["field_id"] = None
    named[["confidence", "stability"]] = named[["confidence", "stability"]].round(4)
    return cast(named[CLUSTER_ASSIGNMENT.column_names], CLUSTER_ASSIGNMENT)


def _points(
    rows: pd.DataFrame, classification: pd.DataFrame, settings: ClusterSettings
) -> tuple[Floats, NDArray[np.bool_]]:
    """The families with text as points on the grid, and which ones they are."""
    texts = vectors.matrix(rows["vector"])
    has_text = np.asarray(texts.any(axis=1))
    groups = vectors.centring_groups(rows[["text_language", "has_abstract"]].iloc[np.flatnonzero(has_text)])
    # A million vectors are a gigabyte: they are not copied without need.
    present = texts if has_text.all() else texts[has_text]
    if settings.symbol_weight > 0:
        family = rows["family_id"].to_numpy(dtype=object)[has_text]
        symbols = vectors.symbol_vectors(family, classification)
        present = vectors.with_symbols(present, symbols, settings.symbol_weight)
    if not len(present):
        return np.zeros((0, settings.dimensions), dtype=np.float32), has_text
    return neighbours.grid_vectors(present, groups, dimensions=settings.dimensions), has_text


def _with_textless(result: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    """Families without text placed by their subclasses; `member` stays -1 where none helps."""
    symbols = classification[["family_id", "subclass"]].dropna().drop_duplicates()
    symbols = symbols.merge(result[["family_id", "member"]], on="family_id")
    known = symbols[symbols["member"] >= 0]
    share = known.groupby(["subclass", "member"]).size().rename("share").reset_index()
    share["share"] /= share.groupby("subclass")["share"].transform("sum")
    votes = symbols.loc[symbols["member"] < 0, ["family_id", "subclass"]].merge(share, on="subclass")
    total = votes.groupby("family_id")["subclass"].nunique()
    support = votes.groupby(["family_id", "member"])["share"].sum().round(9).reset_index()
    support = support.sort_values(["family_id", "share", "member"], ascending=[True, False, True])
    best = support.drop_duplicates("family_id").set_index("family_id")
    centre = result[result["member"] >= 0].groupby("member")[["x", "y"]].mean().round(layout.DECIMALS)
    place = result.set_index("family_id")
    place.loc[best.index, "member"] = best["member"]
    place.loc[best.index, "confidence"] = best["share"] / total.loc[best.index]
    place.loc[best.index, ["x", "y"]] = centre.loc[best["member"]].to_numpy()
    return place.reset_index()


def _named(
    result: pd.DataFrame,
    previous: pd.DataFrame,
    cluster_run: pd.DataFrame,
    known: list[list[str]] | None,
) -> pd.DataFrame:
    """Ids of clusters, fields and topics: as they were, or by size.

    Parameters
    ----------
    known
        Ids of the known clusters and topics, by number; None where all are found anew.
    """
    columns = {"cluster_id": "last_cluster", "field_id": "last_field"}
    last = {c: max([lineage.last_number(previous[c]), *cluster_run[n]]) for c, n in columns.items()}
    rows = result.copy()
    old = dict(enumerate(known[0])) if known else {}
    rows["cluster_id"] = _ids(rows, "member", "c", old, last["cluster_id"])
    rows["field_id"] = _ids(rows, "field", "f", {}, 0)
    if known:
        rows["cluster_id"] = _with_old_rest(rows, previous)
        rows["field_id"] = _old_fields(rows, previous)
    elif len(previous):
        before = previous.set_index("family_id")
        for name in columns:
            now = rows.set_index("family_id")[name]
            rows[name] = rows[name].map(lineage.matched(now, before[name], last[name]))
    rows["topic_id"] = _topic_ids(rows, dict(enumerate(known[1])) if known else {})
    return rows


def _ids(rows: pd.DataFrame, column: str, letter: str, old: dict[int, str], after: int) -> pd.Series:
    """Ids by size, then smallest family; groups with an old id keep it, -1 comes last."""
    order = rows.groupby(column)["family_id"].agg(["size", "min"]).reset_index()
    order["last"] = order[column] < 0
    order = order.sort_values(["last", "size", "min"], ascending=[True, False, True])
    fresh = order[~order[column].isin(old)]
    names = lineage.numbered(fresh, letter, after if old else 0)
    by_number = old | dict(zip(fresh[column], names, strict=True))
    return rows[column].map(by_number).astype("str")


def _with_old_rest(rows: pd.DataFrame, previous: pd.DataFrame) -> pd.Series:
    """The families that nothing places keep the cluster of their kind of the run before."""
    rest = rows["member"] < 0
    before = previous.loc[previous["x"].isna(), "cluster_id"]
    taken = set(rows.loc[~rest, "cluster_id"])
    free = [name for name in lineage.ids_of(before) if name not in taken]
    return rows["cluster_id"].mask(rest, free[0]) if free and rest.any() else rows["cluster_id"]


def _old_fields(rows: pd.DataFrame, previous: pd.DataFrame) -> pd.Series:
    """Clusters stay in their field; a new one joins the field most of its kin by `field` are in."""
    told = previous.dropna(subset=["field_id"]).drop_duplicates("cluster_id")
    field = rows["cluster_id"].map(told.set_index("cluster_id")["field_id"])
    kin = pd.crosstab(rows["field"], field) if field.notna().any() else pd.DataFrame()
    commonest = kin.idxmax(axis=1) if kin.size else pd.Series(dtype="str")
    largest = field.mode().iloc[0] if field.notna().any() else "f01"
    return field.fillna(rows["field"].map(commonest)).fillna(largest).astype("str")


def _topic_ids(rows: pd.DataFrame, old: dict[int, str]) -> pd.Series:
    """`c001.1`, `c001.2` … by size within the cluster; known topics keep theirs."""
    inside = rows[rows["topic"] >= 0]
    order = inside.groupby(["cluster_id", "topic"])["family_id"].agg(["size", "min"]).reset_index()
    order = order.sort_values(["cluster_id", "size", "min"], ascending=[True, False, True])
    fresh = order[~order["topic"].isin(old)]
    place = fresh.groupby("cluster_id").cumcount() + 1
    names = old | dict(zip(fresh["topic"], fresh["cluster_id"] + "." + place.astype("str"), strict=True))
    return rows["topic"].map(names).astype("str")

"""Cells as one vendor writes them to the common way of writing, before they are split and read."""

from __future__ import annotations

import pandas as pd

from corpus import lists, numbers
from corpus.readers.format import Format
from corpus.readers.items import item_frame


def rewritten(texts: pd.DataFrame, format: Format) -> pd.DataFrame:
    """Texts after the format's `rewrites`; a cell of which nothing stays becomes NA.

    Parameters
    ----------
    texts
        Cells by column; NA where the vendor says nothing.
    format
        Says what to rewrite, and whether a row is an application with several publications.
    """
    changed = {}
    for column, pairs in format.rewrites.items():
        if column not in texts:
            continue
        series = texts[column]
        for pattern, replacement in pairs:
            series = series.str.replace(pattern, replacement, regex=True)
        stripped = series.str.strip()
        changed[column] = stripped.mask(stripped.eq(""))
    result = texts.assign(**changed)
    return _earliest_publications(result, format) if format.row_is_application else result


def _earliest_publications(texts: pd.DataFrame, format: Format) -> pd.DataFrame:
    """The earliest publication of each row and its day.

    Numbers stand in alphabetical order and dates in their own, so neither place tells which belong
    together; but kinds of document rise with the stages of an application (A1, A3, B1, U, Y), so
    the lowest kind has the earliest day. Where two numbers share it, the days stay as they are
    and are set aside when dates are read.
    """
    items = item_frame(lists.split(texts["publication_number"], format.separator))
    parts = numbers.publication_parts(items["item"])
    items = items.assign(kind=parts["kind_code"].fillna(""))
    ordered = items.sort_values(["row", "kind"], kind="stable")
    first = ordered.drop_duplicates("row").set_index("row")
    lowest = items["kind"].eq(items["row"].map(first["kind"]))
    is_clear = lowest.groupby(items["row"]).sum().eq(1)
    number = first["item"].reindex(range(len(texts))).set_axis(texts.index)
    result = texts.assign(publication_number=number.astype("str"))
    if "publication_date" not in texts:
        return result
    days = item_frame(lists.split(texts["publication_date"], format.separator))
    # Days are written as in ISO 8601, which sorts as text.
    earliest = days.groupby("row")["item"].min()[is_clear.reindex(days["row"].unique(), fill_value=False)]
    day = earliest.reindex(range(len(texts))).set_axis(texts.index)
    return result.assign(publication_date=day.fillna(texts["publication_date"]).astype("str"))

"""What leaves the desk as a file: a search result as a study's export, and the pick list as a workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from corpus import lists
from corpus.contract import DATE, TEXTS
from corpus.readers.own import BETWEEN, COLUMNS, NEUTRAL
from corpus.tables import EXPORT_RECORD
from desk.candidates import dimension_points, pick_data, ranked
from desk.family import rows_of
from desk.shelf import Shelf
from desk.words import word
from navigation.reports.words import code_word
from navigation.reports.workbook import looks, open_book, safe
from scoring.dimensions import DIMENSIONS

MOST_FAMILIES = 20_000


def study_export(chosen: Sequence[tuple[Shelf, Sequence[str]]]) -> str:
    """Publications of families as CSV in the headings that `patnav new` reads.

    Parameters
    ----------
    chosen
        Studies with the families taken from each; a publication that is in two is written once.
    """
    parts = [_records(shelf, list(ids)) for shelf, ids in chosen if ids]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    frame = frame.drop_duplicates("publication_number")
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(zip(*(_cells(frame[name]) for name in COLUMNS), strict=True))
    # Excel reads Chinese in a CSV only after a byte-order mark.
    return "\ufeff" + held.getvalue()


def pick_workbook(
    shelves: Sequence[Shelf],
    weights: Sequence[float],
    log: Sequence[Mapping[str, Any]],
    language: str,
    as_of: dt.date,
) -> bytes:
    """Candidates under the given weights, and the decision log, as xlsx.

    Parameters
    ----------
    weights
        Of the seven dimensions.
    log
        Entries by heading of a decisions file, with `moment`.
    """  # fmt: skip
    held = io.BytesIO()
    known = {"synthetic": any(shelf.is_synthetic for shelf in shelves)}
    book = open_book(held, word("pick.title", language), as_of, known, language)
    styles = looks(book)
    names = ("industry", "kind", "rank", "base", "owner", "technology", "class", "score")
    after = ("interval", "top", "families", "active", "granted", "evidence", "offices", "leaves", "lacking",
             "actions", "due", "decision", "name", "date", "note")  # fmt: skip
    heads = [word(f"pick.{n}", language) for n in names]
    heads += [code_word("dimension", d, language) for d in DIMENSIONS]
    heads += [word(f"pick.{n}", language) for n in after] + ["portfolio_id"]
    lines = [
        line for shelf in shelves for line in _lines(shelf, np.array(weights, dtype=np.float64), language)
    ]
    _sheet(book, styles, word("page.picks", language), heads, lines)
    columns = ("moment", "name", "decision", "study", "label", "score", "rank", "note")
    titles = ("when", "who", "what", "study", "portfolio", "score", "rank", "note")
    told = [[_said(entry, column, language) for column in columns] for entry in log]
    _sheet(book, styles, word("log.title", language), [word(f"log.{t}", language) for t in titles], told)
    shares = [
        [code_word("dimension", d, language), float(w)] for d, w in zip(DIMENSIONS, weights, strict=True)
    ]
    heads = [word("pick.dimensions", language), word("pick.weights", language)]
    _sheet(book, styles, word("pick.weights", language), heads, shares)
    book.close()
    return held.getvalue()


def _records(shelf: Shelf, ids: list[str]) -> pd.DataFrame:
    members = rows_of(shelf, "family_member", "family_id", ids)["publication_number"].tolist()
    records = rows_of(shelf, "export_record", "publication_number", members)
    records = records[records["disposition"].eq("accepted")].set_index("publication_number", drop=False)
    # What several vendors tell of one publication has been weighed there.
    weighed = rows_of(shelf, "publication", "publication_number", members).set_index("publication_number")
    weighed = weighed.reindex(records.index)
    for name in weighed.columns.intersection(records.columns):
        records[name] = weighed[name].where(weighed[name].notna(), records[name])
    return records.reset_index(drop=True)


def _cells(values: pd.Series) -> list[str]:
    """A column as texts: days as ISO 8601, items between bars, no formulas for a spreadsheet."""
    column = next(c for c in EXPORT_RECORD.columns if c.name == values.name)
    if column.type is DATE:
        texts = values.astype("str").str[:10].where(values.notna(), "")
    elif column.type is TEXTS:
        texts = lists.join(values, BETWEEN).fillna("")
    else:
        texts = values.astype("str").where(values.notna(), "")
    texts = texts.fillna("")
    risky = texts.str.startswith(("=", "+", "-", "@"))
    return [NEUTRAL + text if odd else text for text, odd in zip(texts, risky, strict=True)]


def _lines(shelf: Shelf, weights: Any, language: str) -> list[list[Any]]:
    table = shelf.read("portfolio")
    rows = table[table["is_candidate"].fillna(False).astype(bool)]
    rows = rows.sort_values(["kind", "rank", "portfolio_id"], ignore_index=True)
    score, rank = ranked(dimension_points(rows), rows["kind"].to_numpy(), weights)
    told = pick_data(shelf.read, shelf.settings, language)
    said = {one["id"]: one for one in told["standing"]}
    lines = []
    for place, row in enumerate(told["rows"]):
        decided = said.get(row["id"], {})
        choice = word(f"choice.{decided['choice']}", language) if decided else None
        interval = None if row["low"] is None else f"{row['low']}–{row['high']}"
        texts = ["; ".join(row[name]) for name in ("badges", "offices", "leaves", "lacking", "actions")]
        lines.append(
            [
                *(told["title"], code_word("portfolio_kind", row["kind"], language), _plain(rank[place])),
                *(row["rank"], row["owner"], row["technology"]),
                *(code_word("portfolio_class", row["class"], language), _plain(score[place]), *row["points"]),
                *(interval, row["top"], row["families"], row["active"], row["granted"], *texts, row["due"]),
                *(choice, decided.get("by"), decided.get("on"), decided.get("note"), row["id"]),
            ]
        )
    order = sorted(range(len(lines)), key=lambda i: (rows["kind"][i], np.nan_to_num(rank[i], nan=np.inf), i))
    return [lines[i] for i in order]


def _said(entry: Mapping[str, Any], column: str, language: str) -> Any:
    value = entry.get(column)
    return word(f"choice.{value}", language) if column == "decision" else value


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _sheet(
    book: Any, styles: Mapping[str, Any], name: str, heads: Sequence[str], lines: Sequence[Sequence[Any]]
) -> None:
    sheet = book.add_worksheet(name)
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, styles["head"])
        sheet.set_column(place, place, 14)
    for at, line in enumerate(lines, start=1):
        for place, value in enumerate(line):
            if isinstance(value, (int, float)):
                sheet.write_number(at, place, value, styles["count" if isinstance(value, int) else "ratio"])
            elif value is not None:
                sheet.write_string(at, place, safe(str(value)), styles["text"])
    sheet.freeze_panes(1, 0)

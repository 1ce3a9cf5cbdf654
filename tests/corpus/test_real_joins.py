"""Real exports of several tools become one corpus, and the right one."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from corpus import documents, lists
from corpus.readers import ExportFile, read_exports

AS_OF = date(2024, 6, 1)


def read(folder: Path, *names: str, encoding: str | None = None) -> pd.DataFrame:
    files = [ExportFile(folder / n, n, encoding=encoding if n.endswith(".csv") else None) for n in names]
    return read_exports(files).export_record


def bare(text: str) -> str:
    """A number by eye: signs away, the zero of American applications and of old Japanese years away."""
    number = re.sub(r"[\s/\-]", "", text.upper())
    number = re.sub(r"^US(20\d\d)0(\d{6})", r"US\1\2", number)
    return (
        re.sub(r"^JP([HS])0?(\d+)\D?", lambda m: f"JP{m[1]}{m[2]}", number) if number[2:3] in "HS" else number
    )


@pytest.fixture(scope="module")
def three_tools(shared_data: Path) -> pd.DataFrame:
    return read(
        shared_data / "exports" / "three-tools-autonomous2017",
        *("google_autonomous_search.csv", "lens_autonomous_search.csv"),
        *("sumobrain_autonomous_search1.xls", "sumobrain_autonomous_search2.xls"),
        encoding="mac-roman",
    )


def test_three_tools_on_one_topic_are_counted_once(shared_data: Path, three_tools: pd.DataFrame) -> None:
    """The count of publications is that of the raw numbers, taken from the files by other means."""
    folder = shared_data / "exports" / "three-tools-autonomous2017"
    full: set[str] = set()
    for name, column, above in (("google", "id", 1), ("lens", "Publication Number", 0)):
        text = (folder / f"{name}_autonomous_search.csv").read_bytes().decode("mac-roman")
        rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))))
        place = rows[above].index(column)
        full |= {bare(row[place]) for row in rows[above + 1 :] if len(row) > place and row[place]}
    printed: set[str] = set()
    for name in ("sumobrain_autonomous_search1.xls", "sumobrain_autonomous_search2.xls"):
        cells = CalamineWorkbook.from_path(folder / name).get_sheet_by_index(0).to_python()
        head = next(row for row in cells if "Document Number" in row)
        place = head.index("Document Number")
        printed |= {bare(str(row[place])) for row in cells[cells.index(head) + 1 :] if row[place]}
    with_kind = {number for number in printed if re.search(r"[A-Z]\d?$", number)}
    without = printed - with_kind
    stems: dict[str, set[str]] = {}
    for number in full | with_kind:
        stems.setdefault(re.sub(r"[A-Z]\d?$", "", number), set()).add(number)
    alone = {number for number in without if len(stems.get(number, ())) != 1}
    made = documents.publication(three_tools, as_of=AS_OF)
    assert len(made) == len(full | with_kind) + len(alone) == 1029


def test_what_two_tools_print_of_one_document_is_one_application(three_tools: pd.DataFrame) -> None:
    ranked = documents.by_rank(three_tools)
    stated = ranked.dropna(subset="application_number").groupby("publication_number")["application_number"]
    both = stated.size() > 1
    assert both.sum() > 100
    assert (stated.nunique()[both] == 1).mean() > 0.98


def test_lens_derwent_and_patentsview_join_with_correct_families(shared_data: Path) -> None:
    folder = shared_data / "exports"
    names = [
        "lens2016-drones-families/drones_fulltext_families_5884_raw.csv",
        *(f"wos-dii-drones-ciw/{p.name}" for p in sorted((folder / "wos-dii-drones-ciw").glob("*.ciw"))),
        *(
            f"patentsview-nuclear-g21/{p.name}"
            for p in sorted((folder / "patentsview-nuclear-g21").glob("*.json"))
        ),
    ]
    record = read(folder, *names)
    made = documents.publication(record, as_of=AS_OF)
    assert made["publication_number"].is_unique
    number, _ = documents.completed_numbers(record)
    assert set(number) == set(made["publication_number"])
    family = made.set_index("publication_number")["family_id"]
    # A family of Derwent, an application, and a set of priorities stay whole.
    stated = record.assign(family=family.reindex(number).to_numpy())
    assert stated.dropna(subset="vendor_family_id").groupby("vendor_family_id")["family"].nunique().max() == 1
    assert made.groupby("application_id")["family_id"].nunique().max() == 1
    # Members from two tools meet: some families hold publications that only one of them lists.
    vendors = record.assign(family=stated["family"]).groupby("family")["vendor"].nunique()
    assert (vendors > 1).sum() > 300
    # Priorities of a family are connected: no publication stands in one without a tie.
    told = made[made["family_id"].duplicated(keep=False)]
    ties = lists.explode(told[["family_id", "publication_number", "priority_numbers"]], "priority_numbers")
    shared = ties[ties.duplicated(["family_id", "priority_numbers"], keep=False)]["publication_number"]
    own = told.loc[told["application_id"].duplicated(keep=False), "publication_number"]
    derwent = number[record["vendor"].eq("Derwent Innovations Index")]
    named = told.loc[told["application_id"].isin(ties["priority_numbers"]), "publication_number"]
    assert set(told["publication_number"]) <= set(shared) | set(own) | set(derwent) | set(named)

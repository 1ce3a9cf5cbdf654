"""A zone folder from its templates to its indicator table, as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from corpus.contract import TEXTS_DTYPE
from corpus.lists import join
from corpus.registers import REGISTERS
from corpus.store import Store
from flows.cli import main
from flows.study import ROOMS
from tests.scoring.kpi import zone
from tests.scoring.kpi.test_kpi_table import BY_HAND


@pytest.fixture
def patnav(capsys):
    def run(*words):
        capsys.readouterr()
        code = 0
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def folder(tmp_path, patnav) -> Path:
    path = tmp_path / "data" / "raw" / "zone"
    assert patnav("new", "--zone", path)[0] == 0
    return path


def _fill(folder: Path) -> None:
    """The registers of the small zone, a study with its patents, and its targets."""
    held = zone.sources()
    for file, table in REGISTERS.items():
        frame = getattr(held, table.name).copy()
        for column in frame.columns:
            if frame[column].dtype == TEXTS_DTYPE:
                frame[column] = join(frame[column], ";")
        lines = frame.to_csv(index=False, header=False, date_format="%Y-%m-%d")
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(lines)
    study = folder.parent / "marine"
    study.mkdir()
    (study / "study.toml").write_text('title = "t"\n', encoding="utf-8")
    out = folder.parent.parent / "processed" / "marine"
    store = Store(out, ROOMS)
    for name in ("application", "publication", "party", "applicant", "event"):
        store.write(name, getattr(held, name))
    record = {"as_of": "2022-06-30", "reports": {"reports/industry-planning.facts.json": "x"}}
    (out / "run.json").write_text(json.dumps(record), encoding="utf-8")
    text = 'title = "t"\nas_of = 2022-12-31\nsynthetic = true\n'
    for name, targets in zone.PLAN.targets.items():
        text += f"[targets.{name}]\n" + "".join(f"{y} = {v}\n" for y, v in targets.items())
    (folder / "zone.toml").write_text(text, encoding="utf-8")


def test_a_new_zone_has_no_data_in_any_row(folder, patnav):
    code, out, err = patnav("kpi", folder, "--as-of", "2022-12-31")
    assert code == 0, err
    rows = [line for line in out.splitlines() if " 无数据 no_data; " in line]
    assert len(rows) == 23


def test_the_table_of_a_filled_zone_is_the_one_found_by_hand(folder, patnav):
    _fill(folder)
    code, out, err = patnav("kpi", folder)
    assert code == 0, err
    made = folder.parent.parent / "processed" / "zone"
    table = pd.read_parquet(made / "scoring" / "kpi.parquet").set_index("number")
    for number, (value, status, *_) in BY_HAND.items():
        assert table.loc[number, "value"] == pytest.approx(value, abs=1e-9), number
        assert table.loc[number, "status"] == status, number
    notes = set(pd.read_parquet(made / "scoring" / "kpi_note.parquet")["note"])
    assert {"study_older", "generated_reports"} <= notes
    names = [f"kpi.{lang}.{kind}" for lang in ("zh", "en") for kind in ("html", "docx", "xlsx")]
    assert {*names, "kpi.facts.json"} == {p.name for p in (made / "reports").iterdir()}
    assert all(name in out for name in names)
    page = (made / "reports" / "kpi.zh.html").read_text(encoding="utf-8")
    assert "每万人发明专利拥有量" in page and "滞后" in page and "合成数据" in page


def test_the_workbook_lists_what_was_counted(folder, patnav):
    _fill(folder)
    patnav("kpi", folder)
    path = folder.parent.parent / "processed" / "zone" / "reports" / "kpi.en.xlsx"
    book = openpyxl.load_workbook(path, read_only=True)
    cells = [[cell for cell in row if cell] for sheet in book for row in sheet.iter_rows(values_only=True)]
    mine = [row for row in cells if "Patents in force" in row and zone.B in row]
    assert {row[1] for row in mine} == {"P3", "P4", "P10"}
    assert any("inventor to employer" in row and "P6" in row for row in cells)


def test_the_same_zone_gives_the_same_bytes(folder, patnav):
    _fill(folder)
    reports = folder.parent.parent / "processed" / "zone" / "reports"
    patnav("kpi", folder)
    first = {p.name: p.read_bytes() for p in reports.iterdir()}
    patnav("kpi", folder)
    assert first == {p.name: p.read_bytes() for p in reports.iterdir()}


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("zone.toml", 'title = "t"\ntragets = 1\n', "Did you mean targets?"),
        ("zone.toml", 'title = "t"\n[targets.luck]\n2021 = 1\n', "no indicator is named luck"),
        ("zone.toml", 'title = "t"\n[growth]\npledge_growth = "median"\n', "none of yoy, mean, cagr"),
        ("zone.toml", 'title = "t"\nstudies = ["nowhere"]\n', "holds no study.toml"),
        ("zone.toml", 'title = "t"\n', "has no as_of"),
        ("population.csv", "year,wan\n2020,many\n", "population.csv: row 2: wan is no number"),
        ("trademarks.csv", "", "trademarks.csv is empty"),
    ],
)
def test_a_mistake_in_a_zone_is_named(folder, patnav, file, text, told):
    (folder / file).write_text(text, encoding="utf-8")
    words = ("kpi", folder) if file == "zone.toml" else ("kpi", folder, "--as-of", "2022-12-31")
    code, _, err = patnav(*words)
    assert code == 10 and told in err and len(err.strip().splitlines()) <= 2, err


def test_new_zone_asks_for_a_folder_of_its_own(folder, patnav):
    assert patnav("new", "--zone", folder)[0] == 10
    assert patnav("new", "study", "--zone", folder)[0] == 2
    assert patnav("new")[0] == 2
    assert patnav("kpi", folder.parent)[0] == 10


def test_a_register_that_is_missing_is_no_data(folder, patnav):
    _fill(folder)
    (folder / "recognitions.csv").unlink()
    code, out, _ = patnav("kpi", folder)
    assert code == 0 and sum(" no_data; " in line for line in out.splitlines()) == 12

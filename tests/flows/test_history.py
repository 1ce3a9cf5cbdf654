"""What runs leave for the next: the comparison with the run before, and `patnav diff`."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import MissingTableError, StudyError
from flows import history, overview
from flows.differing import diff_runs
from flows.study import open_study
from flows.verifying import verify_report
from tests.flows import tiny

SETTINGS = tiny.SETTINGS + tiny.PAGES + tiny.LSA


def reports(ran: tiny.Ran) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((ran.study.out / "reports").iterdir())}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Three runs of one study: as it was, with a changed export, and that once more."""
    home = tmp_path_factory.mktemp("history")
    exports = {"p.csv": tiny.patsnap(tiny.chinese(24)), "l.csv": tiny.lens(tiny.english(12))}
    folder = tiny.write(home / "study", exports, SETTINGS)
    first = tiny.run(folder)
    kept = home / "first"
    shutil.copytree(first.study.out, kept)
    rows = tiny.english(14)[1:]
    rows[4]["status"] = "Expired"
    (folder / "exports" / "l.csv").write_bytes(tiny.lens(rows))
    second = tiny.run(folder)
    bytes_then = reports(second)
    third = tiny.run(folder)
    return home, kept, third, bytes_then


def test_a_changed_export_is_told_and_a_repeated_run_says_the_same(runs):
    _, kept, ran, then = runs
    assert reports(ran) == then
    assert "与上一次运行相比" in ran.pages["industry-planning.zh.html"]
    said = {name: ran.fact(f"changes.{name}") for name in ("entered", "left", "statuses")}
    assert said == {"entered": 2, "left": 1, "statuses": 1}
    assert "与上一次运行相比" not in (kept / "reports" / "industry-planning.zh.html").read_text("utf-8")
    assert len(history.order(ran.study.out / "runs")) == 2


def test_the_report_and_the_first_page_are_verified_from_the_exports_too(runs):
    ran = runs[2]
    for name in ("index.html", "industry-planning.facts.json"):
        assert "all equal" in next(verify_report(ran.study.out / "reports" / name, rebuild=True))


def test_diff_tells_families_statuses_and_causes(runs, tmp_path):
    _, kept, ran, _ = runs
    out = tmp_path / "d.csv"
    lines = list(diff_runs(kept, ran.study.out / "run.json", out))
    text = "\n".join(lines)
    assert "data: exports/l.csv" in text and "definition: unchanged" in text
    assert "moves: all by data" in text
    assert "families entered: 2" in text and "families left: 1" in text
    assert "legal statuses changed: 1" in text and "in_force → expired" in text
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [r["before"] for r in rows if r["presence"] == "left" and r["aspect"] == "status"] == ["in_force"]
    assert f"{len(rows):,} rows" in lines[-1]
    records = [ran.study.out / "runs" / name for name in history.order(ran.study.out / "runs")]
    again = list(diff_runs(*records))
    assert [line for line in lines[:12]] == again[:12]


def test_diff_refuses_what_is_no_run_or_another_study(runs, tmp_path):
    kept = runs[1]
    with pytest.raises(MissingTableError, match="is no run"):
        list(diff_runs(kept, tmp_path))
    other = tiny.patsnap(
        [row | {"application": f"CN20180{n:07d}.0"} for n, row in enumerate(tiny.chinese(8))]
    )
    stranger = tiny.run(tiny.write(tmp_path / "other", {"p.csv": other}, SETTINGS))
    with pytest.raises(StudyError, match="share no family"):
        list(diff_runs(kept, stranger.study.out))


def test_only_the_last_records_are_kept(runs, tmp_path):
    ran = runs[2]
    copy = tmp_path / "out"
    shutil.copytree(ran.study.out, copy)
    study = open_study(ran.study.folder, copy)
    before = history.order(copy / "runs")
    (copy / "runs" / "left-by-a-killed-run").mkdir()
    kept = replace(study, settings=replace(study.settings, kept_runs=1))
    history.keep(kept, study.settings.as_of)
    assert history.order(copy / "runs") == before[-1:]
    assert {p.name for p in (copy / "runs").iterdir()} == {before[-1], "order.json"}


def test_the_page_over_the_studies_of_a_folder(runs):
    home = runs[0]
    path = overview.write_overview(home)
    page = Path(path).read_text(encoding="utf-8")
    assert 'href="first/reports/index.html"' in page
    assert path.read_bytes() == overview.write_overview(home).read_bytes()

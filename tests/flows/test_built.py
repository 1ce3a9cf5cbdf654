"""Only what a change touches is built again, a killed run is taken up again, and the bytes are the same."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import StorageError
from flows import built, history, reporting, steps
from flows.cli import main
from flows.lock import hold
from flows.plan import acts
from flows.steps import run_plainly
from flows.study import open_study
from tests.flows import tiny

SETTINGS = tiny.SETTINGS + 'languages = ["zh"]\n' + tiny.PAGES + tiny.LSA
ROSTER = tiny.ROSTER + f"e1,{tiny.OWNERS[0]},,,focal,true\n"
MOMENTS = 20


def run(folder: Path) -> list[str]:
    """Names of the steps a run carried out."""
    return [s.name for s in run_plainly(open_study(folder), lambda _: None, workers=1) if not s.is_kept]


def content(out: Path) -> dict[str, bytes]:
    """Every file of a run but the seconds it took."""
    files = (p for p in sorted(out.rglob("*")) if p.is_file() and p.name != "run.json")
    return {str(p.relative_to(out)): p.read_bytes() for p in files}


def built_anew(folder: Path, home: Path) -> dict[str, bytes]:
    """The results of a copy of the study that builds everything."""
    clean = home / folder.name
    shutil.copytree(folder, clean)
    built.forget(open_study(clean))
    assert len(run(clean)) == len([*acts()])
    return content(clean / "processed")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A study after its first run, with an export added since."""
    exports = {"p.csv": tiny.patsnap(tiny.chinese(16)), "l.csv": tiny.lens(tiny.english(6))}
    folder = tiny.write(tmp_path_factory.mktemp("built") / "study", exports, SETTINGS, ROSTER)
    run(folder)
    return folder


@pytest.fixture(scope="module")
def grown(first, tmp_path_factory):
    """The study with one more export, run again; its results and the seconds that took."""
    folder = tmp_path_factory.mktemp("grown") / "study"
    shutil.copytree(first, folder)
    (folder / "exports" / "m.csv").write_bytes(tiny.lens(tiny.english(8)[6:]))
    started = time.monotonic()
    run(folder)
    return folder, content(folder / "processed"), time.monotonic() - started


@pytest.fixture
def study(first, tmp_path):
    """A copy of the first."""
    folder = tmp_path / "study"
    shutil.copytree(first, folder)
    return folder


def test_the_same_inputs_build_nothing(study):
    before = {p: p.stat().st_mtime_ns for p in (study / "processed").rglob("*.parquet")}
    assert built.is_whole(open_study(study))
    assert run(study) == []
    assert {p: p.stat().st_mtime_ns for p in (study / "processed").rglob("*.parquet")} == before
    assert built.is_whole(open_study(study))


def test_the_command_says_so_and_does_not_start_prefect(study, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "flows.engine", None)
    with pytest.raises(SystemExit) as end:
        main(["run", str(study)])
    assert not end.value.code
    out = capsys.readouterr().out.splitlines()
    assert "nothing has changed since the last run" in out[0]
    assert all(Path(line).is_file() for line in out[1:]) and len(out) > 3


def test_a_second_run_is_told_so_and_the_study_is_as_it_was(study, capsys):
    before = content(study / "processed")
    (study / "enterprises.csv").write_text(ROSTER.replace("focal", "rival"), encoding="utf-8")
    with hold(study / "processed"), ThreadPoolExecutor(1) as pool, pytest.raises(SystemExit) as end:
        pool.submit(main, ["run", str(study)]).result()
    assert end.value.code == 15
    (told,) = capsys.readouterr().err.splitlines()
    assert "is held by another run" in told
    assert content(study / "processed") == before


def test_changes_give_the_bytes_of_building_everything(grown, tmp_path):
    """New rows, another title, another roster: each touches what asks for it, and nothing else."""
    study = tmp_path / "study"
    shutil.copytree(grown[0], study)
    changes = (
        ("study.toml", "微型研究", "另一研究", "write_reports", "family_indicator"),
        ("enterprises.csv", "focal", "rival", "enterprise", "family"),
    )
    for file, old, new, touched, kept in changes:
        path = study / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        made = {name for step in run(study) for name in step.split(", ")}
        assert touched in made and kept not in made
    made = content(study / "processed")
    assert made == built_anew(study, tmp_path / "clean")
    assert len(history.order(study / "processed" / "runs")) == 4


def test_a_run_killed_at_twenty_moments_ends_with_the_same_bytes(grown, first, tmp_path):
    """Twenty runs are killed, each taking up the one before, then one is left to end; the old reports stay."""
    folder, expected, seconds = grown
    old = content(first / "processed" / "reports")
    new = {n.removeprefix("reports/"): b for n, b in expected.items() if n.startswith("reports/")}
    # A server that has imported everything forks each run at once, before it starts any thread.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.flows.test_built", "sklearn.decomposition"])
    chance, killed = random.Random(20240630), 0
    copy = tmp_path / "study"
    shutil.copytree(first, copy)
    shutil.copy(folder / "exports" / "m.csv", copy / "exports")
    for _ in range(MOMENTS):
        process = context.Process(target=run, args=(copy,))
        process.start()
        process.join(chance.uniform(0, seconds / 8))
        process.kill()
        process.join()
        killed += process.exitcode == -9
        assert content(copy / "processed" / "reports") in (old, new)
    run(copy)
    assert content(copy / "processed") == expected
    assert killed >= MOMENTS // 2


def test_another_program_makes_every_step_again(study, monkeypatch):
    monkeypatch.setattr(built, "program_digest", lambda: "another")
    opened = open_study(study)
    assert not built.is_whole(opened)
    now = steps.days(opened)
    assert not any(built.is_current(opened, act, built.origin(opened, act, now)) for _, act in acts())


def test_a_full_disk_leaves_the_last_reports_and_what_was_lost_is_made_again(study, monkeypatch):
    """A table is lost, a report edited; the disk fills while reports are written; with room the run goes on."""
    out = study / "processed"
    before = content(out)
    (out / "corpus" / "party.parquet").unlink()
    page = out / "reports" / "industry-planning.zh.html"
    page.write_text("edited", encoding="utf-8")
    reports = content(out / "reports")
    assert not built.is_whole(open_study(study))

    def full(*words, **more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as changed:
        changed.setattr(reporting, "render_html", full)
        with pytest.raises(StorageError, match="the disk is full"):
            run(study)
    assert content(out / "reports") == reports
    assert not (out / ".reports.new").exists()
    assert run(study) == ["write_reports"]
    assert content(out) == before


def test_every_step_that_is_no_builder_says_what_it_depends_on():
    assert {act.task for _, act in acts() if act.builder is None} == set(steps._SPECIAL)
    for _, act in acts():
        assert act.builder is None or (act.files == () and act.settings is not None)

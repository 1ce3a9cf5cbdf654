"""The command line as a person uses it: exit codes and messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.cli import main

LENS = (
    "#,Jurisdiction,Kind,Display Key,Lens ID,Publication Date,Application Number,Application Date,"
    "Priority Numbers,Title,Applicants,IPCR Classifications,Document Type\n"
)
ROW = (
    "1,US,B2,US 99000001 B2,000-000-000-000-001,2020-01-07,US 201799000001 A,2017-05-05,"
    'US 201799000001 A 20170505,"Widget, improved",ACMEVANE LLC,B64C1/00,Granted Patent\n'
)


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def patnav(capsys) -> Callable[..., Done]:
    """The command in this process: its exit code and what it printed."""

    def run(*words: object) -> Done:
        capsys.readouterr()
        code = 0
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return run


@pytest.fixture
def lens(tmp_path) -> Path:
    path = tmp_path / "lens.csv"
    path.write_text(LENS + ROW, encoding="utf-8")
    return path


def test_new_then_check_tells_every_row(patnav, tmp_path, lens):
    made = patnav("new", tmp_path / "s", lens, "--industry", "high-end-equipment", "--as-of", "2024-01-31")
    assert made.returncode == 0, made.stderr
    told = patnav("check", tmp_path / "s")
    assert told.returncode == 0, told.stderr
    assert "1 rows = 1 accepted + 0 duplicate + 0 set aside" in told.stdout
    assert "as_of      2024-01-31" in told.stdout


def test_new_never_writes_over_a_study(patnav, tmp_path, lens):
    patnav("new", tmp_path / "s", lens)
    again = patnav("new", tmp_path / "s", lens)
    assert again.returncode == 10 and "exists already" in again.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["rnu"], 2, 'Did you mean "run"'),
        (["run"], 2, "no study given"),
        (["check", "nowhere"], 10, "study.toml is missing"),
        (["run", "nowhere"], 10, "study.toml is missing"),
        (["tables", "familly"], 12, "no table is named familly"),
        (["indicators", "luck"], 2, "no indicator is named luck"),
        (["formats", "nowhere.csv"], 11, "cannot be opened"),
        (["new", "x", "--industry", "alchemy"], 10, "no breakdown is named alchemy"),
    ],
)
def test_a_mistake_ends_with_its_code_and_a_short_message(patnav, words, code, told):
    done = patnav(*words)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) <= 2


def test_a_table_no_run_has_made_is_named(patnav, tmp_path, lens):
    patnav("new", tmp_path / "s", lens)
    done = patnav("show", tmp_path / "s", "family")
    assert done.returncode == 13 and "Run first: patnav run" in done.stderr


@pytest.mark.parametrize("flow", ["cluster", "score", "report"])
def test_a_flow_without_the_tables_before_it_says_so(patnav, tmp_path, lens, flow):
    patnav("new", tmp_path / "s", lens)
    done = patnav(flow, tmp_path / "s")
    assert done.returncode == 13 and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "empty"),
        ("head.csv", LENS.encode(), "no records"),
        ("odd.csv", b"colour,size\nred,3\n", "no known format"),
        ("noise.xlsx", bytes(range(256)) * 8, "noise.xlsx"),
    ],
)
def test_an_export_that_cannot_be_read_is_refused(patnav, tmp_path, name, content, told):
    folder = tmp_path / "s"
    (folder / "exports").mkdir(parents=True)
    (folder / "study.toml").write_text('title = "t"\n')
    (folder / "exports" / name).write_bytes(content)
    for command in ("check", "run"):
        done = patnav(command, folder)
        assert done.returncode == 11, done.stderr
        assert told in done.stderr and "Traceback" not in done.stderr


def test_formats_explains_a_file(patnav, lens):
    done = patnav("formats", lens)
    assert done.returncode == 0
    assert "lens" in done.stdout and "Display Key -> publication_number" in done.stdout

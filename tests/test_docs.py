"""The documents tell what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows import reference

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    "demo",
    "new",
    "check",
    "run",
    "ingest",
    "cluster",
    "score",
    "report",
    "verify",
    "review",
    "backtest",
    "diff",
    "kpi",
    "desk",
    "alerts",
    "serve",
    "formats",
    "show",
    "tables",
    "indicators",
)


@pytest.mark.parametrize("name", sorted(reference.pages()))
def test_generated_pages_are_current(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == reference.pages()[name], "run: make docs"


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_every_command_is_in_the_readme_and_every_command_named_exists(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"patnav (?!COMMAND)([a-z]+)", text))
    assert named <= set(COMMANDS)
    listed = re.search(r"`patnav (demo \|[a-z|\s]+)`", text)
    assert listed is not None and tuple(re.split(r"\s*\|\s*", listed.group(1))) == COMMANDS


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_links_lead_to_files(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


def test_help_names_every_command():
    shown = subprocess.run(
        [sys.executable, "-m", "flows.cli", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    for command in COMMANDS:
        assert f"│ {command} " in shown


@pytest.mark.parametrize(
    "command", [["tables"], ["tables", "family_score"], ["indicators"], ["formats"], ["--help"]]
)
def test_quick_commands_import_neither_prefect_nor_torch(command):
    code = (
        "import sys, runpy\n"
        f"sys.argv = ['patnav', *{command!r}]\n"
        "try:\n    runpy.run_module('flows.cli', run_name='__main__')\n"
        "except SystemExit as end:\n    print('ended', end.code, file=sys.stderr)\n"
        "heavy = {'prefect', 'torch', 'sentence_transformers', 'sklearn', 'pacmap', 'matplotlib'} & set(sys.modules)\n"
        "print('heavy', sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "heavy []" in done.stderr, done.stderr


def test_the_project_speaks_of_itself_alone():
    """No path of one machine and no registry host in what is handed over."""
    bad = re.compile(r"/work/|/root/|/home/\w|pypi\.org|files\.pythonhosted|registry\.npmjs")
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".toml", ".csv", ".txt", ".j2", ".yaml", ""}
            and path.is_file()
            and path != Path(__file__)
        ):
            assert not bad.search(path.read_text(encoding="utf-8", errors="ignore")), name

"""The house rules that can be read off the code."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from corpus.contract import columns_by_name
from corpus.store import Store, inputs_of
from flows.plan import PLAN, acts
from flows.study import ROOMS, Settings

ROOT = Path(__file__).resolve().parent.parent
ROOM_NAMES = ("corpus", "scoring", "navigation", "desk", "flows")
SOURCES = sorted(p for room in ROOM_NAMES for p in (ROOT / room).rglob("*.py"))
TABLES = [table for tables in ROOMS.values() for table in tables]

# The published contract gives these names two meanings, each in tables that are never joined on them.
TWO_MEANINGS = {
    "value": {"export_reject", "family_indicator"},
    "technology": {"family_score", "portfolio"},
    "confidence": {"branch_assignment", "cluster_assignment", "family_score"},
}


def test_every_table_has_one_maker():
    made = [name for _, act in acts() for name in act.makes]
    assert sorted(made) == sorted(t.name for t in TABLES)


def test_a_builder_reads_only_what_has_been_made_before_it():
    known = Store(Path(), ROOMS)
    ready: set[str] = set()
    for flow, act in acts():
        for name in act.reads:
            known.table(name)
            assert name in ready, f"{flow}: {act.makes} reads {name} before it is made"
        ready.update(act.makes)


def test_a_builder_is_named_after_the_table_it_makes():
    for _, act in acts():
        if act.builder is not None:
            assert act.makes == (act.builder.__name__,)


def test_settings_a_builder_asks_for_exist():
    known = {*Settings.__dataclass_fields__, "gate", "reach"}
    for _, act in acts():
        if act.builder is not None:
            assert set(inputs_of(act.builder)[1]) <= known, act.builder.__name__


def test_one_column_name_has_one_type_meaning_and_unit():
    for name, uses in columns_by_name(TABLES).items():
        meanings = {(c.type, c.meaning, c.unit) for _, c in uses}
        if name in TWO_MEANINGS:
            assert {t.name for t, _ in uses} == TWO_MEANINGS[name]
        else:
            assert len(meanings) == 1, name


def test_every_column_says_what_it_means():
    assert [c.name for t in TABLES for c in t.columns if not c.meaning] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_source_swallows_errors_or_asserts(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: assert outside tests"
        if isinstance(node, ast.ExceptHandler):
            names = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else {"bare"}
            assert not names & {"bare", "Exception", "BaseException"}, f"line {node.lineno}: broad except"
            assert not all(isinstance(s, ast.Pass) for s in node.body), f"line {node.lineno}: error swallowed"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_are_short_and_documented(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    if text.strip():
        assert ast.get_docstring(ast.parse(text))


def test_only_flows_starts_prefect():
    for name in ("plan", "study", "steps", "reference", "checking", "cli"):
        source = (ROOT / "flows" / f"{name}.py").read_text(encoding="utf-8")
        assert "import prefect" not in source and "from prefect" not in source


def test_the_plan_has_the_four_flows():
    assert list(PLAN) == ["ingest", "cluster", "score", "report"]
    assert all(inspect.isfunction(a.builder) for _, a in acts() if a.builder is not None)

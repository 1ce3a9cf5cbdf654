"""Data dictionary, indicators and formats, told from the code that defines them; and docs/ from it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

from corpus import readers
from corpus.contract import Table
from corpus.errors import MissingTableError, PatnavError
from corpus.readers.proposal import passport
from corpus.store import Store
from flows.study import ROOMS, open_study

_DOCS = Path(__file__).resolve().parent.parent / "docs"


def tables_lines(name: str | None) -> Iterator[str]:
    """All tables with their grain; or one with key, columns, maker and readers."""
    if name is None:
        for room, tables in ROOMS.items():
            yield from (f"{room + '/' + table.name:32} {table.grain}" for table in tables)
        return
    from flows.plan import made_by, read_by

    table = _table(name)
    yield f"{table.name}: one row is {table.grain}"
    yield f"key      {', '.join(table.key)}"
    yield f"made by  {made_by(table.name) or '-'}"
    yield f"read by  {', '.join(read_by(table.name)) or '-'}"
    for c in table.columns:
        unit = f" [{c.unit}]" if c.unit else ""
        allowed = f" ({', '.join(c.allowed)})" if c.allowed else ""
        yield f"  {c.name:26} {c.type.name:8} {c.meaning}{unit}{allowed}"


def show_lines(folder: Path, name: str, rows: int, out: Path | None) -> Iterator[str]:
    """Rows, first lines, maker and readers of a table of a study.

    Raises
    ------
    MissingTableError
        No run has made it.
    """
    from flows.plan import made_by, read_by

    study = open_study(folder, out)
    table = study.store.table(name)
    if not study.store.has(name):
        raise MissingTableError(f"{study.store.path(name)} is missing. Run first: patnav run {folder}")
    frame = study.store.read(name)
    yield f"{table.name}: {len(frame):,} rows; one row is {table.grain}"
    yield f"file     {study.store.path(name)}"
    yield f"made by  {made_by(table.name) or '-'}"
    yield f"read by  {', '.join(read_by(table.name)) or '-'}"
    for place, record in enumerate(frame.head(rows).to_dict("records"), start=1):
        yield f"-- {place}"
        for column, value in record.items():
            if not _is_blank(value):
                yield f"  {column:26} {str(value)[:160]}"


def indicators_lines(name: str | None) -> Iterator[str]:
    """All indicators; or one with its definition.

    Raises
    ------
    PatnavError
        The name is unknown.
    """
    from scoring.indicators import INDICATORS

    if name is None:
        for key, i in INDICATORS.items():
            told = f"{i.label} [{i.unit}], {i.better} is better, weight {i.weight:g}"
            yield f"{key:24} {told}, {i.pillar or '-'}"
        return
    if name not in INDICATORS:
        raise PatnavError(f"no indicator is named {name}. Known: {', '.join(INDICATORS)}")
    i = INDICATORS[name]
    yield f"{name}: {i.label} / {i.label_zh}"
    yield f"unit {i.unit}; {i.better} is better; default weight {i.weight:g}; pillar {i.pillar or '-'}"
    yield f"source {i.source}"
    yield ""
    yield inspect.getdoc(i.function) or ""


def formats_lines(file: Path | None) -> Iterator[str]:
    """Known formats; or what a file is and what each heading maps to."""
    if file is None:
        for name, known in readers.FORMATS.items():
            yield f"{name:12} {known.vendor or 'a table the study maps'}: {len(known.columns)} columns"
        return
    found = readers.describe_file(file)
    yield f"{file}: {found.format or 'no known format'}, {found.confidence:.0%} sure"
    if found.problem:
        yield found.problem
    sheet = f", sheet {found.sheet}" if found.sheet else ""
    evidence = f" ({found.evidence})" if found.evidence else ""
    yield f"{found.kind}, {found.encoding}{evidence}{sheet}"
    yield f"headings in row {found.heading_row}, {found.row_count:,} rows"
    for heading, column in found.columns.items():
        yield f"  {heading} -> {column}"
    for heading in found.unknown:
        yield f"  {heading} -> not used"
    yield "ranking: " + ", ".join(f"{name} {score:.0%}" for name, score in found.ranking)
    if found.proposal:
        yield "A proposal by the names of the headings. Check it, then put it into study.toml:"
        yield from (f"  {line}" for line in passport(f"exports/{file.name}", found.proposal))


def write_docs(folder: Path = _DOCS) -> None:
    """Regenerate the reference pages."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The generated pages of docs/, by file name."""
    return {
        "tables.md": "\n".join(_tables_page()) + "\n",
        "indicators.md": "\n".join(_indicators_page()) + "\n",
        "formats.md": "\n".join(_formats_page()) + "\n",
        "cli.md": "\n".join(_cli_page()) + "\n",
    }


def _tables_page() -> Iterator[str]:
    from flows.plan import made_by, read_by

    yield "# Tables\n\nMade by `make docs` from the contracts in each room's `tables.py`.\n"
    for room, tables in ROOMS.items():
        yield f"## {room}\n"
        for table in tables:
            yield f"### {room}/{table.name}\n\nOne row is {table.grain}. Key: {_code(table.key)}."
            yield f"Made by `{made_by(table.name)}`; read by {_code(read_by(table.name))}.\n"
            yield "| column | type | meaning | unit |\n|---|---|---|---|"
            for c in table.columns:
                allowed = f" ({', '.join(c.allowed)})" if c.allowed else ""
                yield f"| `{c.name}` | {c.type.name} | {_cell(c.meaning + allowed)} | {_cell(c.unit)} |"
            yield ""


def _indicators_page() -> Iterator[str]:
    from scoring.indicators import INDICATORS

    yield "# Indicators\n\nMade by `make docs` from the functions in `scoring/indicators/`.\n"
    for name, i in INDICATORS.items():
        yield f"## {name}\n\n{i.label} / {i.label_zh}. Unit: {i.unit}. {i.better.capitalize()} is better."
        yield f"Default weight {i.weight:g}; pillar {i.pillar or 'none'}. Source: {i.source}.\n"
        yield f"{inspect.getdoc(i.function)}\n"


def _formats_page() -> Iterator[str]:
    yield "# Export formats\n\nMade by `make docs` from the modules in `corpus/readers/`.\n"
    for name, known in readers.FORMATS.items():
        yield f"## {name}\n\n{known.vendor or 'A table the study maps in `[export.columns]`'}.\n"
        yield "| column | headings |\n|---|---|"
        for column, headings in known.columns.items():
            yield f"| `{column}` | {_cell(' · '.join(headings))} |"
        yield ""


def _cli_page() -> Iterator[str]:
    from flows.cli import app

    yield "# Command line\n\nMade by `make docs` from the commands in `flows/cli.py`.\n"
    # The usage lines name the command after the process that asks.
    argv, sys.argv = sys.argv, ["patnav"]
    try:
        yield app.generate_docs(output_format="markdown", include_hidden=False).rstrip()
    finally:
        sys.argv = argv


def _table(name: str) -> Table:
    return Store(Path(), ROOMS).table(name)


def _code(names: object) -> str:
    listed = [f"`{n}`" for n in names] if isinstance(names, (list, tuple)) else []
    return ", ".join(listed) or "none"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _is_blank(value: object) -> bool:
    return value is None or (not hasattr(value, "__len__") and value != value)


if __name__ == "__main__":
    write_docs()

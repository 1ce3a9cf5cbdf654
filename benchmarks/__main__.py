"""`make bench`: what each part of the work costs, beside a peer, written to docs/benchmarks.md.

Each measurement is a process of its own, so that its peak memory is its own. Words on the command
line choose parts; the others stay on the page as they were.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import desk as bureau
from benchmarks import intake, planted, scoring, simulation, technology
from benchmarks import reports as report_step

SIZES = (2_000, 20_000, 100_000)
_PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
_HEAD = "# Benchmarks\n\nWritten by `make bench`, part by part.\n"
_FLOWS = """
## Flows

Synthetic families of one industry (the demo's generator, `lsa` encoder): each flow's seconds and peak memory;
below them a peer's figures for the same work on the same input in the same run, with the ratio to ours.

| work | families | seconds | peak MB | ratio |
|---|---:|---:|---:|---:|
"""


def flows() -> Iterator[str]:
    """The four flows at three sizes; k-means and BERTopic beside the clusters."""
    yield _FLOWS
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            ours = _measured("benchmarks.ours", folder, str(size))
            seconds = {row["work"]: row["seconds"] for row in ours}
            for row in ours + _measured("benchmarks.peers", folder, str(size)):
                peer = row.get("beside")
                ratio = f"{row['seconds'] / seconds[peer]:.1f}× {peer}" if peer else ""
                figures = f"{row['seconds']:.1f} | {row['peak_mb']:,.0f}"
                yield f"| {row['work']} | {size:,} | {figures} | {ratio} |\n"


def exports() -> Iterator[str]:
    """Reading one export, beside patentometria."""
    yield intake.HEAD
    with tempfile.TemporaryDirectory() as folder:
        for work, size in intake.WORKS:
            for row in _measured("benchmarks.intake", folder, work, str(size)):
                yield intake.line(row, size)


def clusters() -> Iterator[str]:
    """Planted vectors, and agreement with experts' classes."""
    yield planted.HEAD
    for size, method in planted.WORKS:
        yield from map(planted.line, _measured("benchmarks.planted", str(size), method))
    yield technology.HEAD
    yield from map(technology.line, _measured("benchmarks.technology"))


def scores() -> Iterator[str]:
    """Indicators and scores at scale, beside networkx and plain pandas."""
    yield scoring.HEAD
    told: dict[str, float] = {}
    for work, families in scoring.WORKS:
        yield from scoring.lines(_measured("benchmarks.scoring", work, str(families)), families, told)


def reports() -> Iterator[str]:
    """The report step at more than 50,000 publications."""
    yield report_step.HEAD
    with tempfile.TemporaryDirectory() as folder:
        for work in report_step.WORKS:
            yield from map(report_step.line, _measured("benchmarks.reports", folder, work))


def quality() -> Iterator[str]:
    """What the score finds where the true quality is known."""
    yield simulation.main()


def desk() -> Iterator[str]:
    """The desk's search, beside a plain LIKE scan."""
    yield bureau.HEAD
    for size in bureau.SIZES:
        yield from map(bureau.line, _measured("benchmarks.desk", str(size)))


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    part.__name__: part for part in (flows, exports, clusters, scores, reports, quality, desk)
}


def main(chosen: list[str]) -> None:
    """Measure the chosen parts, print them as they grow, and write them into the page."""
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        sys.exit(f"no part is named {unknown[0]}. Known: {', '.join(PARTS)}")
    for name in chosen or list(PARTS):
        lines = []
        for line in PARTS[name]():
            print(line, end="", flush=True)
            lines.append(line)
        _put(name, "".join(lines))


def _put(name: str, text: str) -> None:
    """Replace one part of the page; parts stand in their own order."""
    page = _PAGE.read_text(encoding="utf-8") if _PAGE.is_file() else ""
    held = dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- end -->\n", page, flags=re.DOTALL))
    held[name] = text
    parts = [f"\n<!-- {part} -->\n{held[part]}<!-- end -->\n" for part in PARTS if part in held]
    _PAGE.write_text(_HEAD + "".join(parts), encoding="utf-8")


def _measured(module: str, *words: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", module, *words], check=True, stdout=subprocess.PIPE, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    main(sys.argv[1:])

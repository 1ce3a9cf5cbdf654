"""`make bench`: one table, printed and written to docs/benchmarks.md.

Each measurement is a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import intake, scoring, simulation, technology

SIZES = (2_000, 20_000, 100_000)
_PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
_HEAD = """\
# Benchmarks

Written by `make bench`. Synthetic families of one industry (the demo's generator, `lsa` encoder): each flow's
seconds and peak memory; below them a peer's figures for the same work on the same input in the same run, with
the ratio to ours.

| work | families | seconds | peak MB | ratio |
|---|---:|---:|---:|---:|
"""


def main(sizes: tuple[int, ...]) -> None:
    """Measure every size, print the table as it grows, and write the page."""
    print(_HEAD, end="")
    page = _HEAD
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            ours = _measured("benchmarks.ours", folder, str(size))
            seconds = {row["work"]: row["seconds"] for row in ours}
            for row in ours + _measured("benchmarks.peers", folder, str(size)):
                peer = row.get("beside")
                ratio = f"{row['seconds'] / seconds[peer]:.1f}× {peer}" if peer else ""
                line = (
                    f"| {row['work']} | {size:,} | {row['seconds']:.1f} | {row['peak_mb']:,.0f} | {ratio} |"
                )
                print(line, flush=True)
                page += line + "\n"
        page += intake.HEAD
        for work, rows_in in intake.WORKS:
            for row in _measured("benchmarks.intake", folder, work, str(rows_in)):
                page += intake.line(row, rows_in)
                print(intake.line(row, rows_in), end="", flush=True)
    page += scoring.HEAD
    told: dict[str, float] = {}
    for work, families in scoring.WORKS:
        for line in scoring.lines(_measured("benchmarks.scoring", work, str(families)), families, told):
            page += line
            print(line, end="", flush=True)
    rows = _measured("benchmarks.technology")
    page += technology.HEAD + "".join(map(technology.line, rows)) if rows else ""
    page += simulation.main()
    _PAGE.write_text(page, encoding="utf-8")


def _measured(module: str, *words: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", module, *words], check=True, stdout=subprocess.PIPE, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    main(tuple(int(a) for a in sys.argv[1:]) or SIZES)

"""Our flows on a synthetic study: a JSON line for each flow."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path

from flows import demonstration
from flows.demonstration import exports, world
from flows.new_study import shipped_industry
from flows.steps import run_plainly
from flows.study import open_study

INDUSTRY = "high-end-equipment"


def main(root: Path, size: int) -> None:
    """Write the study, run every flow without Prefect, print seconds and peak memory of each."""
    folder = root / "data" / "raw" / f"bench-{size}"
    taxonomy = shipped_industry(INDUSTRY) / "taxonomy.csv"
    planted = world.plant(INDUSTRY, taxonomy, size, demonstration.SEED)
    exports.write_study(folder, planted, taxonomy, encoder="lsa")
    steps = run_plainly(open_study(folder), lambda line: print(line, file=sys.stderr))
    for flow, made in groupby(steps, key=lambda s: s.flow):
        records = list(made)
        row = {
            "work": flow,
            "seconds": sum(r.seconds for r in records),
            "peak_mb": max(r.peak_mb for r in records),
        }
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

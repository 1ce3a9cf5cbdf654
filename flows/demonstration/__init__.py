"""A synthetic zone: five small industries with planted truth, in the formats of four vendors.

Names are fictional and numbers lie in ranges no office has issued; every page made from it says so.
"""

from __future__ import annotations

import json
from pathlib import Path

from flows.demonstration import exports, world
from flows.new_study import INDUSTRIES, shipped_industry

SEED = 20260630


def write_zone(
    out: Path | None, families: int, industries: tuple[str, ...] = tuple(INDUSTRIES)
) -> list[Path]:
    """Write one study folder for each industry, with `truth.json` beside its exports.

    Parameters
    ----------
    out
        Folder the zone goes to, as `<out>/data/raw/demo-<industry>`; None for the current folder.
    families
        Families in each industry.
    industries
        Which of the shipped breakdowns.

    Returns
    -------
    list of pathlib.Path
        The study folders.
    """
    root = (out or Path()) / "data" / "raw"
    folders = []
    for place, industry in enumerate(industries):
        folder = root / f"demo-{industry}"
        taxonomy = shipped_industry(industry) / "taxonomy.csv"
        planted = world.plant(industry, taxonomy, families, SEED + place)
        exports.write_study(folder, planted, taxonomy)
        truth = json.dumps(world.truth(planted), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / "truth.json").write_text(truth + "\n", encoding="utf-8")
        folders.append(folder)
    return folders

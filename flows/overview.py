"""The page over all studies and indicator tables whose results lie side by side: `index.html` there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from corpus.store import Store
from flows.study import ROOMS
from navigation.reports.document import Phrase
from navigation.reports.hub import Card, Part, zone_hub
from navigation.reports.zone_parts import indicators
from scoring.kpi.tables import TABLES


def write_overview(folder: Path) -> Path:
    """Write the page over every study with a finished run in the folder, in order of name.

    Returns
    -------
    pathlib.Path
        Where it was written.
    """
    cards = [card(path.parent) for path in sorted(folder.glob("*/run.json"))]
    tables = [indicator_table(path.parent.parent) for path in sorted(folder.glob("*/scoring/kpi.parquet"))]
    path = folder / "index.html"
    draft = path.with_name(path.name + ".part")
    draft.write_text(zone_hub(cards, tables), encoding="utf-8")
    os.replace(draft, path)
    return path


def indicator_table(out: Path) -> Part:
    """What the page says of the indicator table whose results are in a folder."""
    kpi = Store(out, {"scoring": TABLES}).read("kpi")
    return indicators(kpi, out.name, report_files(out))


def report_files(out: Path) -> tuple[str, ...]:
    """Names of the files in a folder's reports."""
    return tuple(sorted(p.name for p in (out / "reports").glob("*") if p.is_file()))


def card(out: Path) -> Card:
    """What the page says of the study whose results are in a folder."""
    run: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    settings = run.get("settings", {})
    store = Store(out, ROOMS)
    candidates = moved = None
    if store.has("portfolio"):
        candidates = int(store.read("portfolio", ["is_candidate"])["is_candidate"].fillna(False).sum())
    if store.has("run_change") and store.row_count("run_change"):
        presence = store.read("family_change", ["presence"])["presence"]
        moved = (int((presence == "entered").sum()), int((presence == "left").sum()))
    rows = None
    if store.has("intake"):
        intake = store.read("intake", ["rows_read", "rows_accepted"]).sum()
        rows = (int(intake["rows_read"]), int(intake["rows_accepted"]))
    return Card(
        folder=out.name,
        title=Phrase(run["title"], settings.get("title_en") or run["title"]),
        as_of=run["as_of"],
        version=run["versions"]["patnav"],
        digest=run["study_digest"],
        is_synthetic=bool(settings.get("synthetic")),
        families=store.row_count("family") if store.has("family") else None,
        candidates=candidates,
        moved=moved,
        reports=report_files(out),
        rows=rows,
    )

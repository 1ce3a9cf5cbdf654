"""The page over all studies whose results lie side by side: `index.html` in the folder they share."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from corpus.store import Store
from flows.study import ROOMS
from navigation.reports.document import Phrase
from navigation.reports.hub import Card, zone_hub


def write_overview(folder: Path) -> Path:
    """Write the page over every study with a finished run in the folder, in order of name.

    Returns
    -------
    pathlib.Path
        Where it was written.
    """
    cards = [card(path.parent) for path in sorted(folder.glob("*/run.json"))]
    path = folder / "index.html"
    draft = path.with_name(path.name + ".part")
    draft.write_text(zone_hub(cards), encoding="utf-8")
    os.replace(draft, path)
    return path


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
        reports=tuple(sorted(p.name for p in (out / "reports").glob("*") if p.is_file())),
    )

"""The report step on a synthetic study of more than 50,000 publications: seconds, peak memory, megabytes.

The study is made and run up to its reports in one process, and the reports in another, so that the
peak is the reports' own. Where Chromium and playwright are there, the largest page is opened and its
list of families unpacked and searched.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flows import demonstration, reporting
from flows.demonstration import exports, world
from flows.new_study import shipped_industry
from flows.record import step
from flows.steps import run_plainly, settings_for
from flows.study import Study, open_study

INDUSTRY = "high-end-equipment"
FAMILIES = 17_000  # the demonstration's families have about three publications each
WORKS = ("prepare", "reports", "page")
PAGE = "industry-planning.zh.html"
CHROMIUM = Path("/usr/bin/chromium")
HEAD = """
## Reports

Every report of a synthetic study in both languages and four formats (`lsa` encoder), without Prefect; then
the largest page in headless Chromium. The aim is 60 s, 1,500 MB and 5 MB a page at 50,000 publications.

| work | publications | seconds | peak MB | MB |
|---|---:|---:|---:|---:|
"""


def main(root: Path, work: str) -> None:
    """Do one work on the study in `root`, which the first work makes; print a JSON line for each row."""
    folder = root / "data" / "raw" / "bench-reports"
    if work == "prepare":
        taxonomy = shipped_industry(INDUSTRY) / "taxonomy.csv"
        planted = world.plant(INDUSTRY, taxonomy, FAMILIES, demonstration.SEED)
        exports.write_study(folder, planted, taxonomy, encoder="lsa")
        run_plainly(open_study(folder), lambda line: print(line, file=sys.stderr))
        return
    study = open_study(folder)
    if work == "page":
        _open(study)
        return
    with step("reports", "report") as record:
        record.made = reporting.write_reports(study, settings_for(study))
    _tell(study, "all reports", record.seconds, record.peak_mb, sum(record.made.values()))
    for name in (
        PAGE,
        PAGE.replace("html", "docx"),
        PAGE.replace("html", "pdf"),
        PAGE.replace("html", "xlsx"),
    ):
        _tell(study, name, None, None, record.made[name])


def line(row: Mapping[str, Any]) -> str:
    """One measurement as a line of the table."""
    seconds = "" if row["seconds"] is None else f"{row['seconds']:.1f}"
    peak = "" if row["peak_mb"] is None else f"{row['peak_mb']:,.0f}"
    size = "" if row["bytes"] is None else f"{row['bytes'] / 1e6:.1f}"
    return f"| {row['work']} | {row['publications']:,} | {seconds} | {peak} | {size} |\n"


def _tell(study: Study, work: str, seconds: float | None, peak_mb: float | None, size: int | None) -> None:
    publications = study.store.row_count("publication")
    row = {"work": work, "publications": publications, "seconds": seconds, "peak_mb": peak_mb, "bytes": size}
    print(json.dumps(row), flush=True)


def _open(study: Study) -> None:
    if importlib.util.find_spec("playwright") is None or not CHROMIUM.exists():
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        sandbox = hasattr(os, "geteuid") and os.geteuid() != 0
        browser = driver.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=sandbox)
        page = browser.new_page()
        address = (study.out / "reports" / PAGE).resolve().as_uri()
        told = page.locator("#families .found:not(:empty)")
        _tell(study, "the page opens", _timed(lambda: page.goto(address)), None, None)

        def unpack() -> None:
            page.locator("#seek").click()
            told.wait_for()

        _tell(study, "its list of families opens", _timed(unpack), None, None)
        search = _timed(lambda: page.locator("#families input").fill("CN1"))
        _tell(study, "a search in the list", search, None, None)
        browser.close()


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

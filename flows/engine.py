"""Run flows in this process: one embedded Prefect server for a whole command, no network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# Set before Prefect is imported; a value the operator set stays. The embedded server needs up to
# 20 s for its first migrations, which is Prefect's own limit, so that it fails now and then.
for _name, _value in {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "DO_NOT_TRACK": "1",
}.items():
    os.environ.setdefault(_name, _value)

from flows.lock import hold  # noqa: E402
from flows.navigate import FLOWS, FlowName, navigate  # noqa: E402
from flows.overview import write_overview  # noqa: E402
from flows.steps import request_to_recluster  # noqa: E402
from flows.study import REPORT_FORMATS, open_study  # noqa: E402


def run_flows(
    studies: list[Path],
    out: Path | None,
    workers: int,
    start: FlowName,
    *,
    only: bool = False,
    recluster: bool = False,
) -> Iterator[str]:
    """Run the flows of each study, one study after the other.

    Yields
    ------
    str
        A line for every report made.
    """
    for folder in studies:
        study = open_study(folder, out)
        with hold(study.out):
            if recluster:
                request_to_recluster(study).touch()
            if only:
                FLOWS[start](folder, out, workers)
            else:
                navigate(folder, out, workers, start)
        for path in sorted((study.out / "reports").glob("*")):
            if path.suffix.removeprefix(".") in REPORT_FORMATS:
                yield str(path)
        yield f"{study.out / 'run.json'}"
    shared = {open_study(folder, out).out.parent for folder in studies}
    for parent in sorted(shared):
        if len(studies) > 1 or (parent / "index.html").is_file():
            yield f"{write_overview(parent)}"

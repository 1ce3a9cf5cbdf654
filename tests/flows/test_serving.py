"""A served schedule fires, and the run it starts completes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import yaml

from corpus.errors import StudyError
from flows.cli import main
from flows.serving import serve_zone
from flows.zone import open_zone
from tests.flows import tiny

PATIENCE = 300


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def zone(tmp_path) -> Path:
    """A zone whose one study runs every few seconds, and nothing else by itself."""
    folder = tmp_path / "data" / "raw" / "zone"
    with pytest.raises(SystemExit):
        main(["new", "--zone", str(folder)])
    settings = tiny.SETTINGS + 'languages = ["zh"]\n' + tiny.PAGES + tiny.LSA
    tiny.write(folder.parent / "pumps", {"p.csv": tiny.patsnap(tiny.chinese(12))}, settings)
    with (folder / "zone.toml").open("a", encoding="utf-8") as stream:
        stream.write('[schedule]\nstudies = 10\nkpi = ""\nalerts = ""\nworkers = 1\n')
    return folder


def asked(url: str, path: str, body: object) -> list[dict]:
    request = urllib.request.Request(
        f"{url}/{path}", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def finished(url: str, served: subprocess.Popen) -> dict:
    """The first run of the study that has ended."""
    until = time.monotonic() + PATIENCE
    wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}},
              "flows": {"name": {"any_": ["navigate"]}}}  # fmt: skip
    while time.monotonic() < until:
        assert served.poll() is None, served.communicate()
        try:
            runs = asked(url, "flow_runs/filter", wanted)
        except OSError:
            runs = []
        if runs:
            return runs[0]
        time.sleep(0.5)
    raise AssertionError(f"no run has ended after {PATIENCE} s")


def test_a_schedule_fires_and_its_run_completes(zone, tmp_path):
    port = free_port()
    home = {**os.environ, "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_RUNNER_POLL_FREQUENCY": "2"}
    home.pop("PREFECT_API_URL", None)
    words = [sys.executable, "-m", "flows.cli", "serve", str(zone), "--port", str(port)]
    served = subprocess.Popen(words, env=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    url = f"http://127.0.0.1:{port}/api"
    try:
        run = finished(url, served)
        artifacts = {a["key"]: a for a in asked(url, "artifacts/filter", {})}
        logs = asked(url, "logs/filter", {"limit": 200})
    finally:
        served.send_signal(signal.SIGTERM)
        served.communicate(timeout=60)
    assert run["state_type"] == "COMPLETED" and run["auto_scheduled"], run
    out = zone.parent.parent / "processed" / "pumps"
    assert (out / "reports" / "industry-planning.zh.html").is_file() and (out / "run.json").is_file()
    assert {"ingest-pumps", "cluster-pumps", "score-pumps", "report-pumps", "intake-pumps"} <= set(artifacts)
    assert (
        artifacts["intake-pumps"]["type"] == "markdown"
        and "| exports/p.csv |" in artifacts["intake-pumps"]["data"]
    )
    assert artifacts["pumps-industry-planning-zh"]["type"] == "markdown"
    assert any("rows" in line["message"] for line in logs)
    with pytest.raises(OSError):
        asked(url, "artifacts/filter", {})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('studies = "every day"', "is no time"),
        ('timezone = "Asia/Nowhere"', "Asia/Nowhere"),
        ('studys = "0 2 1 * *"', "Did you mean studies"),
    ],
)
def test_a_mistake_in_the_schedule_is_named(zone, text, told):
    from flows.deployments import deployments

    path = zone / "zone.toml"
    kept = path.read_text(encoding="utf-8").rpartition("[schedule]\n")[0]
    path.write_text(f"{kept}[schedule]\n{text}\n", encoding="utf-8")
    with pytest.raises(StudyError, match=told):
        deployments(open_zone(zone))


def test_every_study_and_flow_of_the_zone_is_deployed(zone):
    from flows.deployments import deployments

    made = {f"{d.flow_name}/{d.name}": d for d in deployments(open_zone(zone))}
    assert set(made) == {"navigate/pumps", "brief/pumps", "kpi/zone", "alerts/zone"}
    assert made["navigate/pumps"].schedules[0].schedule.interval.total_seconds() == 10
    assert not made["brief/pumps"].schedules and not made["kpi/zone"].schedules
    assert all(d.concurrency_limit == 1 for d in made.values())


def test_a_server_that_does_not_answer_is_told(zone, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{free_port()}/api")
    monkeypatch.setattr("flows.serving._PATIENCE", 1)
    with pytest.raises(StudyError, match="no Prefect server answers"):
        serve_zone(zone, 4200)


def test_the_deployments_for_a_work_pool_name_flows_that_exist():
    root = Path(__file__).resolve().parents[2]
    deployed = yaml.safe_load((root / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    for one in deployed:
        path, _, name = one["entrypoint"].partition(":")
        assert f"def {name}(" in (root / path).read_text(encoding="utf-8")
        folder = one["parameters"].get("study")
        assert folder is None or (root / folder / "study.toml").is_file() or (root / folder).is_dir()

"""A zone of one small invented study, and its desk, served on a free port."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from desk import users
from desk.app import Desk, application, opened
from flows import bureau
from flows.new_zone import write_zone
from flows.plan import PLAN
from flows.record import write_run
from flows.steps import carry_out, cut_off
from flows.study import open_study
from flows.zone import open_zone
from tests.flows import tiny

CHROMIUM = "/usr/bin/chromium"
PASSWORDS = {"使用者一": "hai-gang-2024", "wang": "port-zone-2024"}
STUDY = "pumps"
ATTACK = "<script>globalThis.attacked = 1</script><img src=x onerror='globalThis.attacked = 2'>密封圈"
NOW = dt.datetime(2024, 8, 1, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(scope="session")
def ran(tmp_path_factory) -> Path:
    """The study after everything but its reports."""
    root = tmp_path_factory.mktemp("zone") / "data" / "raw"
    rows = tiny.chinese(36)
    rows[1] = rows[1] | {"title": ATTACK, "owners": tiny.OWNERS[1], "citations": "9"}
    rows[3] = rows[3] | {"title": '=HYPERLINK("http://example.invalid")'}
    exports = {"a.csv": tiny.patsnap(rows), "b.csv": tiny.lens(tiny.english(10))}
    folder = tiny.write(root / STUDY, exports)
    list(write_zone(root / "zone", dt.date(2024, 6, 30)))
    study = open_study(folder)
    for flow in ("ingest", "cluster", "score"):
        steps = [carry_out(study, flow, place, 1, lambda line: None) for place in range(len(PLAN[flow]))]
        write_run(study, cut_off(study).isoformat(), steps)
    for name, password in PASSWORDS.items():
        users.add_user(root / "zone", name, password)
    return root


@pytest.fixture
def zone(ran, tmp_path) -> Path:
    """A copy of the zone, to be changed."""
    root = tmp_path / "data"
    shutil.copytree(ran.parent, root)
    return root / "raw" / "zone"


def desk_of(folder: Path, port: int) -> Desk:
    """The desk of a zone that answers on a port."""
    zone = open_zone(folder)
    hosts = [f"127.0.0.1:{port}", f"localhost:{port}"]
    shelves = [bureau.shelf(study) for study in zone.studies]
    return opened(
        "港湾园区", "Harbour zone", folder, zone.out / "desk", shelves, hosts, lambda: NOW, lambda _: None
    )


@dataclass
class Served:
    """A desk that is being served."""

    url: str
    folder: Path


@pytest.fixture
def served(zone):
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    port = held.getsockname()[1]
    app = application(desk_of(zone, port))
    config = uvicorn.Config(app, log_level="critical", lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [held]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Served(f"http://127.0.0.1:{port}", zone)
    server.should_exit = True
    thread.join(10)
    held.close()


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium: install Debian's chromium to run the browser tests")
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--disable-gpu", "--disable-background-networking", "--disable-component-update"],
            chromium_sandbox=hasattr(os, "geteuid") and os.geteuid() != 0,
        )
        yield started
        started.close()

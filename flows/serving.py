"""`patnav serve`: the zone's flows as Prefect deployments, served from this process at their times."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StudyError
from flows.quiet import tell_prefect
from flows.zone import open_zone

HOST = "127.0.0.1"
# An empty database takes a slow machine a minute to set up.
_PATIENCE = 180


def serve_zone(folder: Path, port: int) -> None:
    """Register the zone's deployments and serve them until the process is told to end.

    Raises
    ------
    StudyError
        The zone or its schedule is wrong, or no server answers.
    """
    zone = open_zone(folder)
    tell_prefect()
    with _server(port) as url:
        # Prefect reads its settings when it is imported.
        os.environ["PREFECT_API_URL"] = url
        from prefect import serve

        from flows.deployments import deployments

        made = deployments(zone)
        for one in made:
            print(f"{one.flow_name}/{one.name}")
        print(f"serving {len(made)} deployments of {zone.settings.title}; runs: {url.removesuffix('/api')}")
        sys.stdout.flush()
        serve(*made, limit=zone.settings.schedule.at_once, print_starting_message=False)


@contextmanager
def _server(port: int) -> Iterator[str]:
    """The address of a Prefect server: the operator's, or one that lives as long as this block."""
    stated = os.environ.get("PREFECT_API_URL")
    if stated:
        _await(stated, None)
        yield stated
        return
    url = f"http://{HOST}:{port}/api"
    if _answers(url):
        raise StudyError(
            f"port {port} is taken by another server. Set PREFECT_API_URL={url} to use it, or give --port"
        )
    words = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    environment = {**os.environ, "PREFECT_API_URL": url, "PREFECT_UI_API_URL": url}
    # A group of its own: Ctrl-C ends the runs first, and the server that records it last.
    process = subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        _await(url, process)
        yield url
    finally:
        _end(process)


def _await(url: str, process: subprocess.Popen[bytes] | None) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + _PATIENCE
    while not _answers(url):
        if process and process.poll() is not None:
            told = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
            raise StudyError(
                f"the Prefect server ended: {told.splitlines()[-1] if told else 'no reason given'}"
            )
        if time.monotonic() > until:
            raise StudyError(f"no Prefect server answers at {url}. Start one, or unset PREFECT_API_URL")
        time.sleep(0.5)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

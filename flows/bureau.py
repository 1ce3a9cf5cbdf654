"""`patnav desk`: the bureau's page over the studies of a zone, on this machine alone."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from corpus.errors import StudyError
from desk import users
from desk.shelf import Shelf
from flows.decided import decisions_of
from flows.study import Study
from flows.zone import Zone, open_zone

HOST = "127.0.0.1"
USUAL = Path("data/raw/zone")


def desk_lines(folder: Path | None, port: int, add_user: str | None) -> Iterator[str]:
    """Add a user, or serve the desk until it is interrupted; a line for each thing done.

    Raises
    ------
    StudyError
        The zone is not there, the password cannot be used, or the port is taken.
    """
    zone = open_zone(folder or USUAL)
    if add_user is not None:
        path = users.add_user(zone.folder, add_user, _password())
        yield f"wrote {path}. Serve the desk with: patnav desk {zone.folder}"
        return
    if not users.users(zone.folder):
        yield f"no user may sign in yet. Add one with: patnav desk {zone.folder} --add-user NAME"
    if not zone.studies:
        raise StudyError(f"no study lies beside {zone.folder}. Write one with: patnav new STUDY EXPORT ...")
    held = _listening(port)
    app = desk_app(zone, held.getsockname()[1], partial(print, flush=True))
    yield f"desk of {zone.settings.title}: http://{HOST}:{held.getsockname()[1]}  (ends with Ctrl+C)"
    _serve(app, held)


def desk_app(zone: Zone, port: int, say: Callable[[str], None]) -> Any:
    """The desk of a zone as an ASGI application that answers on a port of this machine."""
    from desk.app import application, opened

    hosts = [f"{name}:{port}" for name in (HOST, "localhost")]
    shelves = [shelf(study) for study in zone.studies]
    settings = zone.settings
    title = settings.zone or settings.title
    title_en = settings.zone_en or settings.title_en
    return application(opened(title, title_en, zone.folder, zone.out / "desk", shelves, hosts, clock, say))


def shelf(study: Study) -> Shelf:
    """A study as the desk sees it."""
    path = study.out / "run.json"
    told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return Shelf(
        name=study.folder.name,
        title=study.settings.title,
        title_en=study.settings.title_en,
        store=study.store,
        as_of=dt.date.fromisoformat(str(told["as_of"])) if told else None,
        is_synthetic=study.settings.synthetic,
        encoder=study.settings.clustering.encoder,
        seed=study.settings.seed,
        decisions=partial(decisions_of, study),
    )


def clock() -> dt.datetime:
    """Day and time now, here: decisions are dated, results are not."""
    return dt.datetime.fromtimestamp(time.time(), dt.UTC).astimezone()


def _password() -> str:
    """A password from the terminal, twice; from a pipe, its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise StudyError("the two passwords differ. Nothing was written; try again")
    return first


def _listening(port: int) -> socket.socket:
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((HOST, port))
    except (OSError, OverflowError) as error:
        held.close()
        raise StudyError(f"port {port} cannot be used ({error}). Choose another with --port") from error
    return held


def _serve(app: Any, held: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", server_header=False, lifespan="off", access_log=False)
    # Ctrl+C is how a desk ends.
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[held])

"""The desk as a web application on this machine: pages, sign-in, decisions, exports.

Nothing is shown without a session, and nothing changes without its token.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from corpus.errors import PatnavError
from desk import log, meaning, pages, received, segments, users
from desk.candidates import pick_data
from desk.exports import MOST_FAMILIES, pick_workbook, study_export
from desk.family import family_page
from desk.guard import Guard
from desk.search import Catalogue, catalogue, docs
from desk.sessions import Session, Sessions, is_same
from desk.shelf import Shelf
from desk.users import Patience
from desk.words import LANGUAGES, asset, word
from scoring.decision_columns import CHOICES
from scoring.dimensions import DIMENSIONS

COOKIE, LANGUAGE = "patnav_session", "patnav_language"
MOST_NOTE = 400
YEAR = 31_536_000
ASSETS = {"desk.css": "text/css", "pick.js": "text/javascript", "desk.js": "text/javascript"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Desk:
    """A running desk: the zone's studies, who is signed in, and the clock.

    Parameters
    ----------
    title, title_en
        Of the zone.
    folder
        The zone: its users, its decision log.
    shelves
        Its studies.
    known
        What can be searched.
    hosts
        Host names, with the port, under which the desk answers.
    clock
        Day and time now, with the offset of this place.
    """

    title: str
    title_en: str | None
    folder: Path
    shelves: tuple[Shelf, ...]
    known: Catalogue
    hosts: tuple[str, ...]
    clock: Callable[[], dt.datetime]
    sessions: Sessions = field(default_factory=Sessions)
    patience: Patience = field(default_factory=Patience)
    loading: list[Any] = field(default_factory=list)

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self.clock().timestamp()

    def shelf(self, name: str) -> Shelf | None:
        """The study of a name, if it has been run."""
        return next((s for s in self.shelves if s.name == name and s.is_run), None)


def opened(
    title: str,
    title_en: str | None,
    folder: Path,
    out: Path,
    shelves: Sequence[Shelf],
    hosts: Sequence[str],
    clock: Callable[[], dt.datetime],
    say: Callable[[str], None],
) -> Desk:
    """A desk with its indexes, built anew where tables have changed.

    Parameters
    ----------
    out
        Folder for the indexes, which anyone may delete.
    """  # fmt: skip
    segments.warm()
    known = catalogue(shelves, out, say)
    known.spaces.extend(meaning.spaces(known.shelves, known.places))
    if (folder / log.FILE).is_file():
        log.write_copy(folder)
    return Desk(title, title_en, folder, tuple(shelves), known, tuple(hosts), clock)


def application(desk: Desk) -> ASGIApp:
    """The desk's pages as an ASGI application."""

    def page(act: Callable[..., Response]) -> Callable[[Request], Response]:
        """A page that only a signed-in user sees."""

        def answer(request: Request) -> Response:
            session = _session(desk, request)
            if session is None:
                there = urllib.parse.quote(f"{request.url.path}?{request.url.query}".rstrip("?"))
                return RedirectResponse(f"/sign-in?to={there}", status_code=303)
            return act(desk, request, session)

        return answer

    routes = [
        Route("/", page(_home)),
        Route("/search", page(_search)),
        Route("/search.csv", page(_search_csv)),
        Route("/families/{study}/{family:path}", page(_family)),
        Route("/picks", page(_picks)),
        Route("/picks.xlsx", page(_picks_xlsx)),
        Route("/picks/{study}/decisions", _decide(desk), methods=["POST"]),
        Route("/log", page(_log)),
        Route("/sign-in", lambda request: _sign_in_page(desk, request)),
        Route("/sign-in", _sign_in(desk), methods=["POST"]),
        Route("/sign-out", _sign_out(desk), methods=["POST"]),
        Route("/language/{language}", _language),
        Route("/assets/{name}", _asset),
    ]
    handlers: dict[Any, Any] = {
        404: lambda request, _: _problem(desk, request, "error.not_found", 404),
        PatnavError: lambda request, error: _told(desk, request, str(error)),
    }
    app = Starlette(routes=routes, exception_handlers=handlers)
    return Guard(app, desk.hosts, lambda request, key: _problem(desk, request, key, 403))


def _home(desk: Desk, request: Request, session: Session) -> Response:
    return pages.shown(desk, request, session, "home", pages.home(desk, _tongue(request)))


def _search(desk: Desk, request: Request, session: Session) -> Response:
    waiting = [s for s in desk.known.spaces if s.takes_queries and not s.is_ready]
    if request.query_params.get("q", "").strip() and waiting and not desk.loading:
        desk.loading.extend(meaning.load_behind(space) for space in waiting)
    return pages.shown(desk, request, session, "search", pages.results(desk, request, _tongue(request)))


def _search_csv(desk: Desk, request: Request, _: Session) -> Response:
    found = pages.asked(desk, request)
    rows = docs(desk.known, found.places[:MOST_FAMILIES].tolist())
    chosen = [(s, [r["family_id"] for r in rows if r["study"] == s.name]) for s in desk.known.shelves]
    return _file(study_export(chosen).encode(), "search-result.csv", "text/csv; charset=utf-8")


def _family(desk: Desk, request: Request, session: Session) -> Response:
    shelf = desk.shelf(request.path_params["study"])
    told = family_page(shelf, request.path_params["family"], _tongue(request)) if shelf else None
    if shelf is None or told is None:
        return _problem(desk, request, "error.no_family", 404)
    return pages.shown(desk, request, session, "family", pages.family(desk, shelf, told, _tongue(request)))


def _picks(desk: Desk, request: Request, session: Session) -> Response:
    return pages.shown(desk, request, session, "picks", pages.picks(desk, session, _tongue(request)))


def _picks_xlsx(desk: Desk, request: Request, _: Session) -> Response:
    try:
        weights = [float(w) for w in request.query_params.get("weights", "").split()]
    except ValueError:
        weights = []
    if len(weights) != len(DIMENSIONS) or not all(0 <= w < 1e6 for w in weights):
        weights = [1.0] * len(DIMENSIONS)
    name = request.query_params.get("study", "")
    shelves = [s for s in desk.shelves if s.is_run and name in ("", s.name)]
    told = [{**entry.content, "moment": entry.moment} for entry in log.entries(desk.folder)]
    made = pick_workbook(shelves, weights, told, _tongue(request), desk.clock().date())
    return _file(made, "portfolios.xlsx", XLSX)


def _log(desk: Desk, request: Request, session: Session) -> Response:
    return pages.shown(desk, request, session, "log", pages.log_page(desk, _tongue(request)))


def _sign_in_page(desk: Desk, request: Request, problem: str = "", status: int = 200) -> Response:
    notes = [problem] if problem else []
    if not users.users(desk.folder):
        notes.append(word("error.no_users", _tongue(request)))
    to = request.query_params.get("to", "/")
    return pages.shown(desk, request, None, "sign_in", {"notes": notes, "to": to}, status)


def _sign_in(desk: Desk) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        form = await received.form(request)
        if form is None:
            return _problem(desk, request, "error.too_large", 413)
        return await run_in_threadpool(_signed_in, desk, request, form)

    return answer


def _signed_in(desk: Desk, request: Request, form: Mapping[str, str]) -> Response:
    """Check name and password; scrypt takes its time, so this runs beside the other answers."""
    language, name = _tongue(request), form.get("user", "").strip()[:60]
    wait = desk.patience.wait(name, desk.now)
    if wait > 0:
        said = word("error.wait", language, seconds=int(wait) + 1)
        return _sign_in_page(desk, request, said, 429)
    if not users.is_right(desk.folder, name, form.get("password", "")):
        desk.patience.fail(name, desk.now)
        return _sign_in_page(desk, request, word("error.bad_password", language), 401)
    desk.patience.forgive(name)
    to = form.get("to", "/")
    # Only a place of the desk itself: a path that no browser takes for another host.
    there = to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
    response = RedirectResponse(there, status_code=303)
    key = desk.sessions.begin(name, desk.now)
    response.set_cookie(COOKIE, key, httponly=True, samesite="strict", path="/")
    return response


def _sign_out(desk: Desk) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        session, form = _session(desk, request), await received.form(request)
        if session is None or form is None or not is_same(form.get("token"), session.token):
            return _problem(desk, request, "error.token", 403)
        desk.sessions.end(request.cookies.get(COOKIE))
        response = RedirectResponse("/sign-in", status_code=303)
        response.delete_cookie(COOKIE, path="/")
        return response

    return answer


def _decide(desk: Desk) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        session, asked = _session(desk, request), await received.fields(request)
        language = _tongue(request)
        if session is None:
            return _refused("error.sign_in_first", 401, language)
        if not is_same(request.headers.get("x-patnav-token"), session.token):
            return _refused("error.token", 403, language)
        if asked is None:
            return _refused("error.too_large", 413, language)
        return await run_in_threadpool(_decided, desk, session, request.path_params["study"], asked, language)

    return answer


def _decided(desk: Desk, session: Session, study: str, asked: Mapping[str, Any], language: str) -> Response:
    """Enter a decision with what the portfolio is now, and answer with those in force."""
    choice, key = asked.get("choice"), asked.get("portfolio_id")
    if choice not in CHOICES:
        return _refused("error.choice", 400, language)
    shelf = desk.shelf(study)
    rows = pick_data(shelf.read, shelf.settings, "zh")["rows"] if shelf else []
    row = next((r for r in rows if r["id"] == key), None)
    if shelf is None or row is None:
        return _refused("error.portfolio", 404, language)
    moment = desk.clock()
    content = {
        "study": study,
        "portfolio_id": key,
        "decision": choice,
        "name": session.user,
        "date": moment.date().isoformat(),
        "note": str(asked.get("note") or "")[:MOST_NOTE],
        "label": f"{row['owner']} · {row['technology']}",
        "cut_off": None if shelf.as_of is None else shelf.as_of.isoformat(),
        "score": row["score"],
        "rank": row["rank"],
        "class": row["class"],
        "members": row["ids"],
        "active": row["alive"],
    }
    try:
        log.add(desk.folder, content, moment.isoformat(timespec="seconds"))
    except (OSError, sqlite3.Error):
        return _refused("error.disk", 507, language)
    return JSONResponse({"standing": pick_data(shelf.read, shelf.settings, language)["standing"]})


def _language(request: Request) -> Response:
    language = request.path_params["language"]
    back = urllib.parse.urlsplit(request.headers.get("referer", "/"))
    there = urllib.parse.urlunsplit(("", "", back.path or "/", back.query, ""))
    response = RedirectResponse("/" + there.lstrip("/"), status_code=303)
    if language in LANGUAGES:
        response.set_cookie(
            LANGUAGE, language, max_age=31_536_000, httponly=True, samesite="strict", path="/"
        )
    return response


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        return Response(status_code=404)
    return Response(asset(name), media_type=ASSETS[name])


def _problem(desk: Desk, request: Request, key: str, status: int) -> Response:
    """A page that says what is wrong."""
    language = _tongue(request)
    session = _session(desk, request) if key != "error.host" else None
    return pages.shown(desk, request, session, "problem", {"said": word(key, language)}, status)


def _told(desk: Desk, request: Request, said: str) -> Response:
    """A page on a mistake in a file, such as decisions.csv, that somebody must mend."""
    return pages.shown(desk, request, _session(desk, request), "problem", {"said": said}, 500)


def _refused(key: str, status: int, language: str) -> Response:
    return JSONResponse({"error": word(key, language)}, status_code=status)


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _session(desk: Desk, request: Request) -> Session | None:
    """The session of a request, as long as its user is one."""
    session = desk.sessions.find(request.cookies.get(COOKIE), desk.now)
    return session if session is not None and session.user in users.users(desk.folder) else None


def _tongue(request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE, "zh")
    return chosen if chosen in LANGUAGES else "zh"

"""What each page of the desk shows, as data for its template."""

from __future__ import annotations

import time
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from desk import log
from desk.candidates import pick_data
from desk.pick import environment, page_data
from desk.search import FACETS, MODES, Found, docs, is_stale, search, similar
from desk.sessions import Session
from desk.shelf import Shelf
from desk.words import LANGUAGES, LOCALES, word
from navigation.reports.words import code_word, format_value

if TYPE_CHECKING:
    from desk.app import Desk

PER_PAGE = 20
SHOWN_VALUES = 8
MOST_VALUES = 60
SIMILAR = 8
RECENT = 8
CODES = {"status": "legal_status", "office": "office"}


def shown(
    desk: Desk,
    request: Request,
    session: Session | None,
    name: str,
    content: Mapping[str, Any],
    status: int = 200,
) -> HTMLResponse:
    """A page in its frame."""
    language = request.cookies.get("patnav_language", "zh")
    language = language if language in LANGUAGES else "zh"
    text = (
        environment()
        .get_template(f"{name}.html.j2")
        .render(
            language=language,
            locale=LOCALES[language],
            other=next(other for other in LANGUAGES if other != language),
            say=lambda key, **values: word(key, language, **values),
            show=lambda value, kind="count": "—" if value is None else format_value(value, kind, language),
            here=name,
            zone=desk.title if language == "zh" else desk.title_en or desk.title,
            session=session,
            synthetic=any(shelf.is_synthetic for shelf in desk.shelves),
            **content,
        )
    )
    return HTMLResponse(text, status_code=status)


def home(desk: Desk, language: str) -> dict[str, Any]:
    """The studies with what is decided and what is not, and what moved since."""
    cards, moved, gone = [], [], 0
    for shelf in desk.shelves:
        if not shelf.is_run:
            cards.append({"name": shelf.name, "title": shelf.titled(language), "is_run": False})
            continue
        told = pick_data(shelf.read, shelf.settings, language)
        accepted = sum(one["choice"] == "accept" for one in told["standing"])
        alive = {one["id"] for one in told["standing"]}
        cards.append(
            {
                "name": shelf.name,
                "title": shelf.titled(language),
                "is_run": True,
                "as_of": told["as_of"],
                "families": shelf.store.row_count("family"),
                "candidates": len(told["rows"]),
                "accepted": accepted,
                "open": sum(row["id"] not in alive for row in told["rows"]),
            }
        )
        gone += sum(one["standing"] == "gone" for one in told["standing"])
        moved += [said for one in told["standing"] if (said := _moved(one, shelf, language))["parts"]]
    recent = [_entry(entry, desk, language) for entry in log.entries(desk.folder)[: -RECENT - 1 : -1]]
    return {
        "cards": cards,
        "moved": moved,
        "gone": gone,
        "recent": recent,
        "families": desk.known.size,
        "is_stale": is_stale(desk.known),
    }


def picks(desk: Desk, session: Session, language: str) -> dict[str, Any]:
    """The pick page of all studies that have been run."""
    studies = [pick_data(s.read, s.settings, language) for s in desk.shelves if s.is_run]
    more = {"mode": "desk", "user": session.user, "token": session.token}
    return {"mode": "desk", "data": page_data(studies, language, more)}


def asked(desk: Desk, request: Request) -> Found:
    """What the words, facets and mode of an address find."""
    given = request.query_params
    chosen = {name: given.getlist(name) for name in FACETS}
    mode = given.get("mode", "both")
    return search(desk.known, given.get("q", "")[:400], chosen, mode if mode in MODES else "both")


def results(desk: Desk, request: Request, language: str) -> dict[str, Any]:
    """A page of families that were found, and the facets."""
    given = request.query_params
    started = time.perf_counter()
    found = asked(desk, request)
    took = (time.perf_counter() - started) * 1000
    total = len(found.places)
    number = given.get("page", "1")
    page = max(1, min(int(number) if number.isdecimal() and len(number) < 7 else 1, -(-total // PER_PAGE)))
    own = found.places[(page - 1) * PER_PAGE : page * PER_PAGE].tolist()
    hits = [_hit(desk, doc, place in found.by_meaning, language) for place, doc in
            zip(own, docs(desk.known, own), strict=True)]  # fmt: skip
    pairs = [(k, v) for k, v in given.multi_items() if k != "page" and v]
    mode = given.get("mode", "both")
    is_waiting = any(s.takes_queries and not s.is_ready for s in desk.known.spaces)
    note = "" if found.basis != "hits" else "search.loading" if is_waiting else "search.expanded"
    return {
        "query": given.get("q", ""),
        "mode": mode if mode in MODES else "both",
        "modes": MODES,
        "hits": hits,
        "total": total,
        "took": max(1, round(took)),
        "note": note,
        "facets": [
            _facet(desk, name, counts, given.getlist(name), language) for name, counts in found.facets.items()
        ],
        "is_narrowed": any(given.getlist(name) for name in FACETS),
        "export": "/search.csv?" + urllib.parse.urlencode(pairs),
        "before": _turned(pairs, page - 1) if page > 1 else None,
        "after": _turned(pairs, page + 1) if page * PER_PAGE < total else None,
        "page": page,
    }


def family(desk: Desk, shelf: Shelf, told: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The page of a family, with the families most like it."""
    known = desk.known
    at = known.places[known.shelves.index(shelf)].get(str(told["id"])) if shelf in known.shelves else None
    near = similar(known, at, SIMILAR) if at is not None else []
    rows = docs(known, [place for place, _ in near])
    alike = [
        {**_hit(desk, row, False, language), "likeness": likeness}
        for row, (_, likeness) in zip(rows, near, strict=True)
    ]
    as_of = "" if shelf.as_of is None else shelf.as_of.isoformat()
    timeline = [
        {"day": day, "what": what[1:] if what.startswith("=") else word(what, language), "where": where,
         "is_later": day > as_of}
        for day, what, where in told["timeline"]
    ]  # fmt: skip
    return {"family": {**told, "timeline": timeline}, "study": shelf.name, "industry": shelf.titled(language),
            "alike": alike}  # fmt: skip


def log_page(desk: Desk, language: str) -> dict[str, Any]:
    """Every decision, the latest first, and whether the log is whole."""
    rows = [_entry(entry, desk, language) for entry in reversed(log.entries(desk.folder))]
    return {"rows": rows, "broken": log.first_break(desk.folder)}


def _entry(entry: log.Entry, desk: Desk, language: str) -> dict[str, Any]:
    shelf = next((s for s in desk.shelves if s.name == entry.content["study"]), None)
    return {
        **entry.content,
        "moment": entry.moment.replace("T", " ")[:19],
        "choice": entry.content["decision"],
        "said": word(f"choice.{entry.content['decision']}", language),
        "industry": shelf.titled(language) if shelf else entry.content["study"],
    }


def _moved(one: Mapping[str, Any], shelf: Shelf, language: str) -> dict[str, Any]:
    """A decided portfolio with what is not as it was then."""
    parts = []
    if one["standing"] != "candidate":
        parts.append(word(f"standing.{one['standing']}", language))
    for name, digits in (("score", 1), ("rank", 0)):
        then, now = one[name]
        if then is not None and now is not None and round(then, 1) != round(now, 1):
            parts.append(
                word(f"pick.moved_{name}", language, then=f"{then:.{digits}f}", now=f"{now:.{digits}f}")
            )
    if all(one["class"]) and one["class"][0] != one["class"][1]:
        parts.append(word("pick.moved_class", language, then=one["class"][0], now=one["class"][1]))
    parts += [
        word(f"pick.{name}", language, count=one[name]) for name in ("entered", "left", "ended") if one[name]
    ]
    choice = word(f"choice.{one['choice']}", language)
    told = word("pick.decided", language, by=one["by"], on=one["on"], choice=choice)
    return {
        "choice": one["choice"],
        "said": choice,
        "label": one["label"],
        "industry": shelf.titled(language),
        "told": told,
        "parts": parts,
    }


def _hit(desk: Desk, doc: Mapping[str, Any], by_meaning: bool, language: str) -> dict[str, Any]:
    pair = [doc["title"], doc["title_en"]]
    texts = [doc["abstract"], doc["abstract_en"]]
    title, other = pair if language == "zh" else pair[::-1]
    abstract, instead = texts if language == "zh" else texts[::-1]
    shelf = next(s for s in desk.shelves if s.name == doc["study"])
    return {
        "study": doc["study"],
        "industry": shelf.titled(language),
        "id": doc["family_id"],
        "number": doc["number"],
        "title": title or other or "—",
        "abstract": abstract or instead,
        "owner": doc["owner"],
        "priority": doc["priority"],
        "status": code_word("legal_status", doc["status"], language) if doc["status"] else None,
        "score": doc["score"],
        "by_meaning": by_meaning,
    }


def _facet(
    desk: Desk, name: str, counts: Sequence[tuple[str, int]], chosen: Sequence[str], language: str
) -> dict[str, Any]:
    """Values of a facet: those chosen first, then the most frequent; years the latest first."""
    known = dict(counts)
    if name == "year":
        counts = sorted(counts, key=lambda pair: pair[0], reverse=True)
    ticked = [(value, known.get(value, 0)) for value in dict.fromkeys(chosen)]
    rest = [(value, count) for value, count in counts if value not in chosen]
    shown_ = [
        {
            "value": value,
            "label": _label(desk, name, value, language),
            "count": count,
            "is_chosen": value in chosen,
        }
        for value, count in [*ticked, *rest][:MOST_VALUES]
    ]
    split = max(SHOWN_VALUES, len(ticked))
    return {
        "name": name,
        "first": shown_[:split],
        "rest": shown_[split:],
        "is_open": bool(ticked) or name != "year",
    }


def _label(desk: Desk, name: str, value: str, language: str) -> str:
    if name == "industry":
        return next((s.titled(language) for s in desk.shelves if s.name == value), value)
    if name == "node":
        zh, en = desk.known.labels.get(value, (value, value))
        return zh if language == "zh" else en
    return code_word(CODES[name], value, language) if name in CODES else value


def _turned(pairs: Sequence[tuple[str, str]], page: int) -> str:
    return "/search?" + urllib.parse.urlencode([*pairs, ("page", str(page))])

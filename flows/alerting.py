"""`patnav alerts`: what is new for the watches of a zone, as tables, dated digests, a feed and mail."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from corpus.contract import empty
from corpus.errors import StudyError
from corpus.store import Store
from flows.lock import hold
from flows.mailing import message, send
from flows.refusals import refusals
from flows.study import Study, read_settings
from flows.zone import Zone, open_zone
from navigation.alert_tables import ALERT, ALERT_SEEN, KINDS, Watch
from navigation.alerts import alert, seen_now, unknown
from navigation.reports.digest import Digest, digest_csv, digest_page, digest_text, feed
from navigation.reports.document import Phrase

FILE = "watches.toml"
_READ = ("publication", "party", "applicant", "event", "deadline", "branch", "branch_assignment")


@dataclass(frozen=True)
class Watches:
    """The keys of watches.toml."""

    watch: tuple[Watch, ...] = ()


def alert_lines(folder: Path, as_of: date | None = None) -> Iterator[str]:
    """Make the digest of a day; a line for each watch and each file written.

    Parameters
    ----------
    as_of
        Day of the digest; else the latest cut-off among the studies. A digest of the same day is
        made anew, one of an earlier day is refused.

    Raises
    ------
    StudyError
        The zone or a watch is wrong, no study has been run, or the mail cannot be sent.
    StudyLockedError
        Another run holds the zone.
    """
    zone = open_zone(folder)
    watches = read_watches(zone)
    studies = [s for s in zone.studies if all(s.store.has(name) for name in _READ)]
    if not studies:
        raise StudyError(f"{folder}: none of its studies has been run. Run first: patnav run STUDY")
    day = as_of or max(_cut_off(study) for study in studies)
    with hold(zone.out), refusals():
        made = _digest(zone, studies, watches, day)
        yield from _complaints(studies, watches)
        for watch in watches:
            rows = made.loc[made["watch"] == watch.name, "alert_kind"].value_counts()
            told = ", ".join(f"{rows[kind]} {kind}" for kind in KINDS if kind in rows) or "nothing new"
            yield f"{watch.name}: {told}"
        files = _write(zone, made, day)
        yield from (f"wrote {path}" for path in files)
        yield from _mail(zone, watches, made, day)


def read_watches(zone: Zone) -> tuple[Watch, ...]:
    """The watches of a zone.

    Raises
    ------
    StudyError
        The file is missing or wrong; the message names the key.
    """
    path = zone.folder / FILE
    if not path.is_file():
        raise StudyError(f"{path} is missing. Write one with [[watch]] entries; see: patnav new --zone")
    watches = read_settings(path, Watches).watch
    names = [watch.name for watch in watches]
    known = {study.folder.name for study in zone.studies}
    for watch in watches:
        where = f"{path} [[watch]] {watch.name}:"
        if names.count(watch.name) > 1:
            raise StudyError(f"{where} two watches have this name. Rename one")
        if not (watch.nodes or watch.owners or watch.text or watch.patents or watch.markets):
            raise StudyError(f"{where} it watches nothing. Give nodes, owners, text, patents or markets")
        if odd := [kind for kind in watch.kinds if kind not in KINDS]:
            raise StudyError(f"{where} kinds holds {odd[0]}. Known: {', '.join(KINDS)}")
        if odd := [name for name in watch.studies if name not in known]:
            raise StudyError(f"{where} no study is named {odd[0]}. Known: {', '.join(sorted(known))}")
    return watches


def store_of(zone: Zone) -> Store:
    """Where a zone's alerts are."""
    return Store(zone.out, {"navigation": (ALERT, ALERT_SEEN)})


def _digest(zone: Zone, studies: list[Study], watches: tuple[Watch, ...], day: date) -> pd.DataFrame:
    """The alerts of a day, added to those of the days before."""
    store, stamp = store_of(zone), pd.Timestamp(day)
    told, seen = (store.read(t.name) if store.has(t.name) else empty(t) for t in (ALERT, ALERT_SEEN))
    last = seen["digest_date"].max()
    if pd.notna(last) and last > stamp:
        raise StudyError(f"{zone.out}: the last digest is of {last:%Y-%m-%d}. Give --as-of that day or later")
    told, seen = (frame[frame["digest_date"] < stamp] for frame in (told, seen))
    parts = []
    for study in studies:
        tables = {name: study.store.read(name) for name in _READ}
        name = study.folder.name
        found = alert(**tables, alert_seen=seen, watches=watches, study=name, as_of=day)
        parts.append(found[~found["alert_id"].isin(told["alert_id"])])
        seen = seen_now(tables["publication"], tables["event"], found, seen, study=name, as_of=day)
    made = pd.concat(parts, ignore_index=True)
    # What was seen last: a run that was killed between the two tells everything once more.
    store.write("alert", pd.concat([f for f in (told, made) if len(f)] or [made], ignore_index=True))
    store.write("alert_seen", seen)
    return made


def _write(zone: Zone, made: pd.DataFrame, day: date) -> list[Path]:
    """The digest as page and table, and the feed of all digests; each file whole or not at all."""
    folder = zone.out / "alerts"
    folder.mkdir(parents=True, exist_ok=True)
    every, about = store_of(zone).read("alert"), _about(zone, day)
    files = [_put(folder / f"{day}.csv", digest_csv(made).encode("utf-8-sig"))]
    for language in zone.settings.languages:
        files.append(_put(folder / f"{day}.{language}.html", digest_page(about, made, language).encode()))
        files.append(_put(folder / f"feed.{language}.atom", feed(about, every, language)))
    return files


def _mail(zone: Zone, watches: tuple[Watch, ...], made: pd.DataFrame, day: date) -> Iterator[str]:
    """Mail to the readers of watches with something new, once a day."""
    smtp = zone.settings.smtp
    if smtp.host is None:
        return
    path = zone.out / "alerts" / "sent.json"
    sent: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    language, about = zone.settings.languages[0], _about(zone, day)
    for watch in watches:
        rows = made[made["watch"] == watch.name]
        if not watch.emails or rows.empty or watch.name in sent.get(str(day), []):
            continue
        subject = f"{about.title.of(language)}: {watch.name} {day} ({len(rows)})"
        text, page = digest_text(about, rows, language), digest_page(about, rows, language)
        sender = smtp.sender or smtp.user or "patnav@localhost"
        send([message(sender, watch.emails, subject, text, page)], smtp)
        sent.setdefault(str(day), []).append(watch.name)
        _put(path, json.dumps(sent, ensure_ascii=False, indent=1).encode())
        yield f"{watch.name}: sent to {', '.join(watch.emails)}"


def _about(zone: Zone, day: date) -> Digest:
    title = zone.settings.title
    names = Phrase(title, zone.settings.title_en or title)
    return Digest(names, zone.folder.resolve().name, day, zone.settings.synthetic)


def _complaints(studies: list[Study], watches: tuple[Watch, ...]) -> Iterator[str]:
    """Nodes and owners that none of the studies knows."""
    for watch in watches:
        mine = [s for s in studies if not watch.studies or s.folder.name in watch.studies]
        absent = [unknown(watch, s.store.read("branch"), s.store.read("applicant")) for s in mine]
        common = [name for name in (absent[0] if absent else []) if all(name in names for names in absent)]
        if common:
            yield f"{watch.name}: in no study so far: {', '.join(common)}"


def _cut_off(study: Study) -> date:
    record = json.loads((study.out / "run.json").read_text(encoding="utf-8"))
    return date.fromisoformat(record["as_of"])


def _put(path: Path, content: bytes) -> Path:
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(content)
    os.replace(draft, path)
    return path

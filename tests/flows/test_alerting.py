"""`patnav alerts` as a person uses it, and mail to a server that only listens."""

from __future__ import annotations

import csv
import datetime
import io
import socket
import threading
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from lxml import etree

from corpus.errors import StudyError
from corpus.store import Store
from flows.alerting import alert_lines
from flows.cli import main
from flows.study import ROOMS
from navigation.reports.digest import ATOM
from tests.navigation.test_alerts import TABLES

WATCH = '[[watch]]\nname = "泵"\nowners = ["海河泵业"]\nemails = ["desk@example.org"]\n'
DAY = datetime.date(2024, 6, 30)


class Listener(threading.Thread):
    """A mail server that says yes to everything and keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.mails: list[bytes] = []
        self.words: list[str] = []

    def run(self) -> None:
        while True:
            connection, _ = self.socket.accept()
            with connection, connection.makefile("rwb") as stream:
                stream.write(b"220 ready\r\n")
                stream.flush()
                for line in stream:
                    word = line.split()[0].upper() if line.split() else b""
                    self.words.append(line.decode().strip())
                    answer = b"250-here\r\n250 AUTH PLAIN\r\n" if word == b"EHLO" else b"250 ok\r\n"
                    if word == b"AUTH":
                        answer = b"235 ok\r\n"
                    if word == b"DATA":
                        stream.write(b"354 go\r\n")
                        stream.flush()
                        lines = iter(stream.readline, b".\r\n")
                        self.mails.append(b"".join(lines))
                    stream.write(b"221 bye\r\n" if word == b"QUIT" else answer)
                    stream.flush()
                    if word == b"QUIT":
                        break


@pytest.fixture
def zone(tmp_path) -> Path:
    """A zone with one watch, and a study that has been run."""
    folder = tmp_path / "data" / "raw" / "zone"
    with pytest.raises(SystemExit):
        main(["new", "--zone", str(folder)])
    (folder.parent / "marine").mkdir()
    (folder.parent / "marine" / "study.toml").write_text('title = "t"\n', encoding="utf-8")
    out = tmp_path / "data" / "processed" / "marine"
    store = Store(out, ROOMS)
    for name, frame in TABLES.items():
        store.write(name, frame)
    (out / "run.json").write_text('{"as_of": "2024-06-30"}', encoding="utf-8")
    with (folder / "watches.toml").open("a", encoding="utf-8") as stream:
        stream.write(WATCH)
    return folder


def mailed(zone: Path, port: int, more: str = "") -> None:
    with (zone / "zone.toml").open("a", encoding="utf-8") as stream:
        stream.write(f'[smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n{more}')


def test_a_digest_is_a_page_a_table_and_a_feed(zone):
    lines = list(alert_lines(zone))
    assert lines[0] == "泵: 1 publication, 1 entry, 1 deadline"
    folder = zone.parent.parent / "processed" / "zone" / "alerts"
    assert {p.name for p in folder.iterdir()} == {
        "2024-06-30.csv", "2024-06-30.zh.html", "2024-06-30.en.html", "feed.zh.atom", "feed.en.atom"
    }  # fmt: skip
    table = list(csv.DictReader(io.StringIO((folder / "2024-06-30.csv").read_text(encoding="utf-8-sig"))))
    assert [row["alert_kind"] for row in table] == ["deadline", "entry", "publication"]
    page = (folder / "2024-06-30.zh.html").read_text(encoding="utf-8")
    assert "新公开 (1)" in page and "CN2A" in page and "http" not in page
    feed = etree.parse(folder / "feed.zh.atom").getroot()
    ids = [e.findtext(f"{{{ATOM}}}id") for e in feed.iter(f"{{{ATOM}}}entry")]
    assert ids == [f"urn:patnav:alert:{i}" for i in sorted(row["alert_id"] for row in table)] or len(ids) == 3
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    list(alert_lines(zone))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_the_next_digest_tells_nothing_twice_and_none_goes_back(zone):
    list(alert_lines(zone, DAY))
    assert "泵: nothing new" in list(alert_lines(zone, datetime.date(2024, 7, 1)))
    with pytest.raises(StudyError, match="the last digest is of 2024-07-01"):
        list(alert_lines(zone, DAY))


def test_markup_in_a_title_is_inert(zone):
    store = Store(zone.parent.parent / "processed" / "marine", ROOMS)
    odd = TABLES["publication"].assign(title="<script>alert(1)</script>")
    store.write("publication", odd)
    list(alert_lines(zone))
    page = (store.root.parent / "zone" / "alerts" / "2024-06-30.en.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page


def test_mail_goes_out_once_with_the_password_from_the_environment(zone, monkeypatch):
    listener = Listener()
    listener.start()
    mailed(zone, listener.port, 'user = "patents@example.org"\n')
    with pytest.raises(StudyError, match="PATNAV_SMTP_PASSWORD"):
        list(alert_lines(zone))
    monkeypatch.setenv("PATNAV_SMTP_PASSWORD", "secret")
    assert list(alert_lines(zone))[-1] == "泵: sent to desk@example.org"
    assert not any("sent to" in line for line in alert_lines(zone))
    assert any(word.startswith("AUTH PLAIN") for word in listener.words)
    (mail,) = listener.mails
    message = message_from_bytes(mail, policy=policy.default)
    assert message["To"] == "desk@example.org" and "泵" in message["Subject"]
    assert "CN2A" in message.get_body(("plain",)).get_content()
    assert "<table>" in message.get_body(("html",)).get_content()


def test_a_server_that_is_not_there_leaves_the_digest(zone):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mailed(zone, port)
    with pytest.raises(StudyError, match="The digest is written, the mail not sent"):
        list(alert_lines(zone))
    assert (zone.parent.parent / "processed" / "zone" / "alerts" / "2024-06-30.csv").is_file()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[watch]]\nname = "w"\n', "it watches nothing"),
        ('[[watch]]\nname = "w"\nownrs = ["x"]\n', "Did you mean owners"),
        ('[[watch]]\nname = "w"\nowners = ["x"]\nkinds = ["news"]\n', "kinds holds news"),
        ('[[watch]]\nname = "w"\nowners = ["x"]\nstudies = ["land"]\n', "no study is named land"),
        (WATCH + WATCH, "two watches have this name"),
    ],
)
def test_a_mistake_in_a_watch_is_named(zone, text, told):
    (zone / "watches.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=told):
        list(alert_lines(zone))


def test_names_no_study_knows_are_said(zone):
    text = '[[watch]]\nname = "w"\nowners = ["海河泵业", "nobody"]\n'
    (zone / "watches.toml").write_text(text, encoding="utf-8")
    assert "w: in no study so far: nobody" in list(alert_lines(zone))

"""What the desk refuses, and what a decision leaves behind."""

from __future__ import annotations

import sqlite3

import pytest
from starlette.testclient import TestClient

from desk import log
from desk.app import application
from flows.decided import decisions_of
from flows.study import open_study
from scoring.decisions import decision_standing
from tests.desk.conftest import NOW, PASSWORDS, STUDY, desk_of

HERE = "http://127.0.0.1:9"
NAME = "wang"
DECISIONS = f"/picks/{STUDY}/decisions"


@pytest.fixture
def desk(zone):
    return desk_of(zone, 9)


@pytest.fixture
def client(desk):
    made = TestClient(application(desk), base_url=HERE, headers={"origin": HERE}, follow_redirects=False)
    with made:
        yield made


def sign_in(client, password=PASSWORDS[NAME], **more):
    return client.post("/sign-in", data={"user": NAME, "password": password, **more})


def token_of(desk):
    return next(iter(desk.sessions.held.values())).token


def portfolio(desk):
    table = desk.shelves[0].read("portfolio")
    return str(table.loc[table["is_candidate"].fillna(False).astype(bool), "portfolio_id"].iloc[0])


def decide(client, desk, **more):
    asked = {"portfolio_id": portfolio(desk), "choice": "accept", "note": "x"} | more
    return client.post(DECISIONS, json=asked, headers={"X-Patnav-Token": token_of(desk)})


def test_nothing_is_shown_without_a_session(client):
    for path in ("/", "/picks", "/search", "/search.csv", "/picks.xlsx", "/log", f"/families/{STUDY}/x"):
        answer = client.get(path)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"), path


def test_without_session_or_token_nothing_changes(client, desk):
    asked = {"portfolio_id": portfolio(desk), "choice": "accept"}
    assert client.post(DECISIONS, json=asked).status_code == 401
    sign_in(client)
    for headers in (
        {},
        {"X-Patnav-Token": ""},
        {"X-Patnav-Token": "a" * 43},
        {"X-Patnav-Token": "汉".encode()},
    ):
        answer = client.post(DECISIONS, json=asked, headers=headers)
        assert answer.status_code == 403 and "没有作任何改动" in answer.json()["error"]
    assert client.post("/sign-out", data={"token": "wrong"}).status_code == 403
    assert client.get("/log").status_code == 200
    assert log.entries(desk.folder) == []


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {"host": "evil.example"}]
)
def test_other_hosts_and_origins_are_refused(client, desk, headers):
    sign_in(client)
    answer = client.post(DECISIONS, json={}, headers={"X-Patnav-Token": token_of(desk), **headers})
    assert answer.status_code == 403
    assert client.get("/", headers={"host": "evil.example:9"}).status_code == 403
    assert log.entries(desk.folder) == []


def test_a_change_without_an_origin_is_refused(desk):
    with TestClient(application(desk), base_url=HERE, follow_redirects=False) as bare:
        assert bare.post("/sign-in", data={"user": NAME, "password": PASSWORDS[NAME]}).status_code == 403
    assert not desk.sessions.held


def test_the_cookie_and_the_headers_are_strict(client):
    cookie = sign_in(client).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    headers = client.get("/picks").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"


def test_failed_tries_make_one_wait(client, desk):
    answers = [sign_in(client, password="wrong-word").status_code for _ in range(3)]
    assert answers == [401, 401, 401]
    # Even the right password must wait now.
    answer = sign_in(client)
    assert answer.status_code == 429 and "秒后再试" in answer.text and not desk.sessions.held
    desk.patience.until.clear()
    assert sign_in(client).status_code == 303


def test_sign_in_leads_nowhere_but_to_the_desk(client):
    assert sign_in(client, to="/picks?study=a").headers["location"] == "/picks?study=a"
    for bad in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert sign_in(client, to=bad).headers["location"] == "/"


def test_a_user_who_was_removed_is_out_at_once(client, desk):
    sign_in(client)
    assert client.get("/").status_code == 200
    (desk.folder / "users.toml").write_text("[user]\n", encoding="utf-8")
    assert client.get("/").status_code == 303


def test_a_decision_is_entered_with_what_it_rests_on(client, desk):
    sign_in(client)
    answer = decide(client, desk, note="第一批")
    assert answer.status_code == 200
    (one,) = answer.json()["standing"]
    assert (one["by"], one["on"], one["note"]) == (NAME, NOW.date().isoformat(), "第一批")
    study = open_study(desk.folder.parent / STUDY)
    made = decisions_of(study)
    assert made["choice"].tolist() == ["accept"] and made["cut_off_then"].notna().all()
    tables = (study.store.read(t) for t in ("portfolio", "portfolio_member", "family"))
    standing = decision_standing(made, *tables)
    assert standing["standing"].tolist() == ["candidate"]
    assert standing["entered_families"].isna().all() and standing["left_families"].isna().all()


@pytest.mark.parametrize("more, status", [({"choice": "buy"}, 400), ({"portfolio_id": "nobody|*"}, 404)])
def test_what_cannot_be_decided_is_not_entered(client, desk, more, status):
    sign_in(client)
    assert decide(client, desk, **more).status_code == status
    assert (
        client.post(
            "/picks/nowhere/decisions", json={"choice": "accept"}, headers={"X-Patnav-Token": token_of(desk)}
        ).status_code
        == 404
    )
    assert (
        client.post(DECISIONS, content=b"{" * 70_000, headers={"X-Patnav-Token": token_of(desk)}).status_code
        == 413
    )
    assert log.entries(desk.folder) == []


def test_a_log_that_cannot_be_written_is_said(client, desk):
    sign_in(client)
    (desk.folder / log.FILE).mkdir()
    answer = decide(client, desk)
    assert answer.status_code == 507 and "没有保存" in answer.json()["error"]


def test_the_log_takes_neither_changes_nor_deletions(client, desk):
    sign_in(client)
    decide(client, desk)
    decide(client, desk, choice="reject")
    held = sqlite3.connect(desk.folder / log.FILE)
    for statement in (
        "UPDATE entry SET content = '{}'",
        "DELETE FROM entry",
        "INSERT INTO entry VALUES (9, '', '', '')",
        "INSERT OR REPLACE INTO entry VALUES (1, '', '', '')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="decision log"):
            held.execute(statement)
    assert log.first_break(desk.folder) is None
    # Whoever takes the triggers away breaks the chain.
    held.executescript(
        "DROP TRIGGER entry_is_kept; UPDATE entry SET content = replace(content, 'accept', 'reject')"
    )
    held.close()
    assert log.first_break(desk.folder) == 1
    assert "记录被改动过" in client.get("/log").text


def test_a_portfolio_that_is_gone_is_said_to_be(client, desk):
    text = "portfolio_id,decision,name,date,label\nx|old,accept,赵一,2024-07-01,旧组合\n"
    (desk.folder.parent / STUDY / "decisions.csv").write_text(text, encoding="utf-8")
    sign_in(client)
    assert "有 1 项决定对应的组合已不存在" in client.get("/").text
    assert "旧组合" in client.get("/picks").text


def test_a_decisions_file_that_is_wrong_is_named(client, desk):
    path = desk.folder.parent / STUDY / "decisions.csv"
    path.write_text("portfolio_id,decision,name,date\nx,buy,赵一,2024-07-01\n", encoding="utf-8")
    sign_in(client)
    answer = client.get("/picks")
    assert answer.status_code == 500 and "row 2: decision is none of" in answer.text


def test_markup_in_the_page_data_cannot_end_its_element(client):
    sign_in(client)
    text = client.get("/picks").text
    assert "globalThis.attacked" in text and "<script>globalThis" not in text
    assert text.count("</script>") == 2

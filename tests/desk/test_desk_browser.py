"""The desk in a real browser, as a bureau's people use it; and the pick page without the desk."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager

import numpy as np
import openpyxl
import pytest

from desk import log
from desk.candidates import dimension_points, ranked
from desk.pick import pick_page
from flows import bureau
from flows.decided import decisions_of
from flows.study import open_study
from scoring.dimensions import DIMENSIONS
from tests.desk.conftest import PASSWORDS, STUDY

FIRST, SECOND = PASSWORDS


@contextmanager
def opened(browser, address):
    """A fresh page, of which every error and request is kept."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.seen = {"errors": [], "requests": []}
    page.on(
        "console", lambda m: page.seen["errors"].append(m.text) if m.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda e: page.seen["errors"].append(str(e)))
    page.on("request", lambda r: page.seen["requests"].append(r.url))
    page.goto(address)
    yield page
    context.close()


def sign_in(page, name):
    page.fill("[name=user]", name)
    page.fill("[name=password]", PASSWORDS[name])
    page.click("main button")
    assert page.locator(".top form button").count() == 1


def saved(page, press):
    with page.expect_download() as waiting:
        page.click(press)
    with open(waiting.value.path(), "rb") as stream:
        return stream.read()


def cells(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_two_people_search_weigh_compare_decide_and_see_each_other(browser, served):
    with opened(browser, served.url) as page:
        sign_in(page, FIRST)
        page.fill("[name=q]", "球阀 密封圈")
        page.press("[name=q]", "Enter")
        assert any("球阀的密封圈" in title for title in page.locator(".hit h3").all_inner_texts())
        # The title of one family is markup; it is shown as the text it is.
        shown = page.locator(".hit h3", has_text="<script>").first
        assert "globalThis.attacked = 1" in shown.inner_text()
        page.goto(f"{served.url}/search?q=impeller+tidal")
        assert "Impeller of a tidal pump" in page.inner_text("main")
        page.locator("aside input[name=office][value=US]").check()
        page.wait_for_url("**office=US*")
        assert {t.split()[0][:2] for t in page.locator(".hit .about").all_inner_texts()} == {"US"}
        page.locator(".hit a").first.click()
        assert page.locator("#timeline time").count() >= 3 and page.locator("#card").is_visible()

        page.goto(f"{served.url}/picks")
        rows = page.locator("tbody.row")
        assert rows.count() == 8
        before = page.locator("tbody.row").first.get_attribute("data-id")
        slider = page.locator("[data-dimension=growth_strength]")
        for other in DIMENSIONS:
            page.locator(f"[data-dimension={other}]").fill("0")
        assert "权重全为零" in page.inner_text("#none")
        slider.fill("3")
        assert page.locator("tbody.row").first.get_attribute("data-id") != before
        page.click("#reset")
        assert page.locator("tbody.row").first.get_attribute("data-id") == before
        for place in range(4):
            page.locator("[data-compare]").nth(place).check()
        assert page.locator("[data-compare]").nth(5).is_disabled()
        page.click("#compare")
        assert page.locator("#compared thead th").count() == 4
        page.keyboard.press("Escape")

        page.locator("tbody.row > tr").first.click()
        page.fill("[name=note]", "补链，先行培育")
        page.click("[data-choice=accept]")
        page.wait_for_selector(".decide .badge.accept")
        listing = cells(saved(page, "#csv"))
        assert len(listing) == 9 and FIRST in listing[1] and "补链，先行培育" in listing[1]
        book = openpyxl.load_workbook(io.BytesIO(saved(page, "#xlsx")))
        assert [s.max_row for s in book][:2] == [12, 2]
        page.click(".top form button")
        assert page.url.endswith("/sign-in")
        page.goto(f"{served.url}/picks")
        assert "/sign-in" in page.url
        assert page.evaluate("globalThis.attacked") is None and page.seen["errors"] == []
        assert all(url.startswith((served.url, "data:", "blob:")) for url in page.seen["requests"])
    with opened(browser, served.url) as page:
        sign_in(page, SECOND)
        page.goto(f"{served.url}/picks")
        page.locator("tbody.row > tr").first.click()
        assert FIRST in page.inner_text(".decide .said") and "补链，先行培育" in page.inner_text(
            ".decide .said"
        )
        # A member with markup for a title stands in some portfolio.
        members = ""
        for place in range(8):
            page.locator("tbody.row").nth(place).locator("tr").first.click()
            members += page.locator("td.detail").inner_text() if place else ""
        assert "<script>" in members
        page.locator("tbody.row").nth(7).locator("tr").first.click()
        page.locator("tbody.row").nth(1).locator("tr").first.click()
        page.click("[data-choice=reject]")
        page.wait_for_selector(".decide .badge.reject")
        page.goto(f"{served.url}/log")
        told = page.locator("tbody tr").all_inner_texts()
        assert len(told) == 2 and SECOND in told[0] and FIRST in told[1]
        assert "校验链相符" in page.inner_text("main")
        assert page.evaluate("globalThis.attacked") is None and page.seen["errors"] == []
        page.click("text=English")
        assert "The log is whole" in page.inner_text("main")
    assert [e.content["decision"] for e in log.entries(served.folder)] == ["accept", "reject"]


@pytest.fixture
def lone(browser, ran, tmp_path):
    shelf = bureau.shelf(open_study(ran / STUDY))
    path = tmp_path / "pick.zh.html"
    path.write_text(pick_page(shelf.read, shelf.settings, "zh"), encoding="utf-8")
    with opened(browser, path.as_uri()) as page:
        yield page, shelf


def test_the_browser_ranks_as_python_does(lone):
    """1,000 random weightings, some of them nought: scores to 1e-9, and the same ranks."""
    page, shelf = lone
    table = shelf.read("portfolio")
    rows = table[table["is_candidate"].fillna(False).astype(bool)]
    points, kinds = dimension_points(rows), rows["kind"].to_numpy()
    rng = np.random.default_rng(7)
    weights = rng.random((1_000, 7)) * (rng.random((1_000, 7)) > 0.2)
    weights[0] = 0.0
    told = page.evaluate(
        """(weights) => { const rows = patnav.rows; return weights.map((w) => { patnav.rerank(rows, w);
        return Object.fromEntries(rows.map((r) => [r.id + r.kind, [Number.isNaN(r.score_now) ? null : r.score_now, r.rank_now]])); }); }""",
        weights.tolist(),
    )
    keys = [f"{i}{k}" for i, k in zip(rows["portfolio_id"], kinds, strict=True)]
    for given, found in zip(weights, told, strict=True):
        score, rank = ranked(points, kinds, given)
        theirs = np.array([[np.nan if v is None else v for v in found[key]] for key in keys])
        np.testing.assert_allclose(theirs[:, 0], score, rtol=0, atol=1e-9, equal_nan=True)
        np.testing.assert_array_equal(theirs[:, 1], rank)


def test_halves_are_rounded_as_numpy_rounds_them(lone):
    page, _ = lone
    values = [0.5e-9, 1.5e-9, 2.5e-9, 61.1234567895, 33.3333333333333, 100.0, 0.0]
    told = page.evaluate("(values) => values.map(patnav.rounded)", values)
    np.testing.assert_allclose(told, np.round(values, 9), rtol=0, atol=1e-15)


def test_decisions_made_without_the_desk_are_read_by_the_next_run(lone, ran, zone):
    page, shelf = lone
    assert page.seen["errors"] == [] and len(page.seen["requests"]) == 1
    page.locator("tbody.row > tr").first.click()
    page.click("[data-choice=accept]")
    assert "请先填写姓名和日期" in page.inner_text(".decide .said")
    page.fill(".decide [name=name]", "=赵一")
    page.fill(".decide [name=date]", "2024-07-03")
    page.fill(".decide [name=note]", '龙头, "优先"')
    page.click("[data-choice=accept]")
    page.locator("tbody.row > tr").first.click()
    page.locator("tbody.row > tr").nth(1).click()
    page.click("[data-choice=defer]")
    content = saved(page, "#download")
    assert b",'=" in content
    (zone.parent / STUDY / "decisions.csv").write_bytes(content)
    decision = decisions_of(open_study(zone.parent / STUDY)).set_index("decision_number")
    assert decision["choice"].tolist() == ["accept", "defer"]
    assert decision.loc[1, ["decided_by", "choice_note"]].tolist() == ["=赵一", '龙头, "优先"']
    held = shelf.read("portfolio_member")
    own = held.loc[held["portfolio_id"] == decision.loc[1, "portfolio_id"], "family_id"]
    assert sorted(decision.loc[1, "members_then"]) == sorted(own)

"""The report in a real browser: it opens from disk, asks for nothing, and its tables sort."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from navigation.reports import specs
from navigation.reports.html import render_html
from navigation.reports.hub import study_hub
from navigation.reports.receipts import as_lookup
from tests.navigation.reports.invented import SETTINGS

CHROMIUM = "/usr/bin/chromium"

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason="no Chromium: install Debian's chromium to run the browser tests"
)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright")
    switches = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=switches,
            chromium_sandbox=hasattr(os, "geteuid") and os.geteuid() != 0,
        )
        yield started
        started.close()


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request, browser, industry, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    names = {language: f"report.{language}.html" for language in ("zh", "en")}
    for language in names:
        others = {other: name for other, name in names.items() if other != language}
        (folder / names[language]).write_text(render_html(industry, language, others), encoding="utf-8")
    path = folder / names[request.param]
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.seen = {"errors": [], "requests": []}
    page.on(
        "console", lambda m: page.seen["errors"].append(m.text) if m.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda e: page.seen["errors"].append(str(e)))
    page.on("request", lambda r: page.seen["requests"].append(r.url))
    page.goto(path.as_uri())
    yield page
    page.close()


def test_it_opens_without_error_or_outside_request(page):
    assert page.seen["errors"] == []
    assert page.evaluate("document.querySelector('main > section').getBoundingClientRect().height") > 100
    assert len(page.seen["requests"]) == 1 and page.seen["requests"][0].startswith("file:")


def test_a_table_sorts_numbers_as_numbers(page):
    body = "#high_value\\.portfolios table tbody tr"
    column = (
        page.locator("#high_value\\.portfolios th")
        .all_inner_texts()
        .index(page.locator("#high_value\\.portfolios th").nth(7).inner_text())
    )
    head = page.locator("#high_value\\.portfolios th button").nth(column)
    head.click()

    def numbers() -> list[float]:
        cells = page.locator(f"{body} td:nth-child({column + 1})").all_inner_texts()
        return [float(c.replace(",", "")) for c in cells if c != "—"]

    assert numbers() == sorted(numbers())
    head.click()
    assert numbers() == sorted(numbers(), reverse=True)


def test_the_search_box_narrows_a_long_table(page):
    figure = page.locator("#high_value\\.top_families")
    total = figure.locator("tbody tr").count()
    figure.locator("input[type=search]").fill("CN1000001B")
    assert figure.locator("tbody tr:visible").count() == 1 < total


def found(page) -> int:
    """How many families the open list has; it unpacks them when first opened."""
    told = page.locator("#families .found:not(:empty)")
    told.wait_for()
    return int(told.inner_text().split()[0].replace(",", ""))


def test_a_fact_leads_to_its_families_and_from_there_to_its_receipt(page):
    fact = page.locator("#evidence data.fact[data-fact='evidence.families']").first
    fact.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#families")
    assert found(page) == int(fact.get_attribute("value")) == dialog.locator("tbody tr").count()
    dialog.locator("button.receipt").click()
    assert not dialog.is_visible()
    assert page.locator("tr.pointed").is_visible()


def test_a_number_of_a_table_and_a_mark_lead_to_the_families_they_count(page):
    dialog = page.locator("#families")
    row = page.locator("#direction\\.branches tbody tr[data-set]").first
    heads = page.locator("#direction\\.branches th").all_inner_texts()
    place = next(i for i, head in enumerate(heads) if head in ("专利族", "Families"))
    cell = row.locator("td").nth(place)
    wanted = int(cell.inner_text())
    cell.click()
    assert found(page) == wanted
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    mark = page.locator("#direction\\.trend svg [data-row]").first
    counted = int(mark.locator("title").text_content().rpartition(": ")[2])
    mark.click()
    assert found(page) == counted
    dialog.locator("button.close").click()


def test_families_are_searched_sorted_and_saved(page):
    page.locator("#seek").click()
    dialog = page.locator("#families")
    total = found(page)
    dialog.locator("th[data-key=year] button").click()
    years = [int(y) for y in dialog.locator("tbody td:nth-child(4)").all_inner_texts() if y != "—"]
    assert years == sorted(years) and len(set(years)) > 1
    dialog.locator("input").fill("cn1000001b")
    assert dialog.locator("tbody tr").count() == 1 < total
    with page.expect_download() as waiting:
        dialog.locator("button.csv").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2 and "CN1000001B" in lines[1]
    dialog.locator("button.close").click()


def test_it_switches_to_the_other_language_at_the_section_being_read(page, browser):
    page.locator("#direction").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('direction').scrollIntoView()")
    link = page.locator("a.tongue")
    other = {"zh-CN": "en", "en": "zh-CN"}[page.evaluate("document.documentElement.lang")]
    link.click()
    page.wait_for_url("**#direction", wait_until="commit")
    assert page.evaluate("document.documentElement.lang") == other
    page.go_back()


def test_print_shows_the_report_without_its_tools(page):
    page.emulate_media(media="print")
    assert not page.locator("#seek").is_visible()
    assert not page.locator("figure .tools").first.is_visible()
    assert (
        page.locator("figure.table .scroll").first.evaluate("e => getComputedStyle(e).overflowY") == "visible"
    )
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")


def test_a_reference_leads_to_its_exhibit(page):
    link = page.locator("#direction p a[href^='#direction']").first
    target = link.get_attribute("href").removeprefix("#")
    assert page.locator(f"[id='{target}']").locator("figcaption b").inner_text() == link.inner_text()


def test_the_map_is_drawn_and_answers_the_pointer(page):
    inked = page.evaluate(
        """() => { const c = document.querySelector('.map canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"""
    )
    assert inked > 100
    canvas = page.locator(".map canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x, y = page.evaluate(  # where the first point was drawn, from the page's own data
        """() => { const box = document.querySelector('.map');
        const d = JSON.parse(document.getElementById(box.dataset.map).textContent);
        const at = (t) => { const b = atob(t); return (b.charCodeAt(0) + 256 * b.charCodeAt(1)) / 65535; };
        return [at(d.x), at(d.y)]; }"""
    )
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    assert page.locator(".map .tip").inner_text()


def test_a_csv_is_saved_with_its_formulas_defused(page):
    with page.expect_download() as waiting:
        page.locator("#evidence\\.rejects .tools button").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert '"\'=1+1"' in text


def test_nothing_is_wider_than_the_page(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 390, "height": 800})
    narrow = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert narrow <= 390


def test_no_two_labels_of_a_figure_overlap(page):
    overlaps = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')].flatMap((svg) => {
        const texts = [...svg.querySelectorAll('text')];
        const boxes = texts.map((t) => [t.textContent, t.getBoundingClientRect()]);
        const found = [];
        const pairs = boxes.flatMap((_, i) => boxes.slice(i + 1).map((_, j) => [i, i + 1 + j]));
        for (const [i, j] of pairs) {
          const [a, b] = [boxes[i][1], boxes[j][1]];
          const beside = a.left < b.right - 1 && b.left < a.right - 1;
          if (beside && a.top < b.bottom - 4 && b.top < a.bottom - 4)
            found.push([svg.closest('figure').id, boxes[i][0], boxes[j][0]].join(' | '));
        }
        return found; })"""
    )
    assert overlaps == []


def test_the_first_page_switches_its_language_and_asks_for_nothing(browser, tables, tmp_path):
    known = {**specs.DEFAULTS, **SETTINGS}
    path = tmp_path / "index.html"
    files = ("industry-planning.zh.html", "industry-planning.en.html")
    path.write_text(study_hub(as_lookup(tables), known, files, {}), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    seen: list[str] = []
    page.on("console", lambda m: seen.append(m.text))
    page.on("pageerror", lambda e: seen.append(str(e)))
    page.on("request", lambda r: seen.append(r.url))
    page.goto(path.as_uri())
    assert page.get_by_role("heading", name="数据质量").is_visible()
    assert not page.get_by_role("heading", name="Data quality").is_visible()
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", name="Data quality").is_visible()
    assert not page.get_by_role("heading", name="数据质量").is_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert seen == [path.as_uri()]
    page.close()

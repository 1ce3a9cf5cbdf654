"""Figures: what is incomplete is striped, labels do not collide, strange data do no harm."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest
from lxml import etree

from navigation.reports import drawing as d
from navigation.reports.document import Exhibit
from navigation.reports.figures import FIGURES, draw


def _exhibit(look: str, frame: pd.DataFrame, **options: object) -> Exhibit:
    return Exhibit("x", look, frame, ("family",), options=options)


YEARS = pd.DataFrame(
    {"year": [2021, 2022, 2023, 2024], "value": [4, 6, 5, 1], "is_complete": [True, True, True, False]}
)


def _svg(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def test_incomplete_years_are_striped_and_marked():
    drawn = draw(_exhibit("columns", YEARS), "zh", "a")
    assert drawn.count('fill="url(#a-h0)"') == 1
    assert "近18个月数据不完整" in drawn
    complete = draw(_exhibit("columns", YEARS.assign(is_complete=True)), "zh", "a")
    assert "url(#a-h0)" not in complete and "近18个月" not in complete


def test_what_an_incomplete_year_will_hold_is_an_outline():
    drawn = draw(_exhibit("columns", YEARS.assign(nowcast=[None, None, None, 5.0])), "en", "a")
    assert "Expected when complete: 5" in drawn


def test_the_band_of_an_incomplete_year_reaches_from_its_low_to_its_high_end():
    ends = {
        "nowcast": [None] * 3 + [5.0],
        "nowcast_low": [None] * 3 + [4.0],
        "nowcast_high": [None] * 3 + [8.0],
    }
    boxes = _svg(draw(_exhibit("columns", YEARS.assign(**ends)), "en", "a")).iter("{*}rect")
    told = {b.findtext("{*}title"): float(b.get("height")) for b in boxes if len(b)}
    first = next(height for text, height in told.items() if text.startswith("2021") and text.endswith(": 4"))
    assert told["2024: 4–8"] == pytest.approx(first, rel=0.02)


def test_incomplete_parts_of_lines_are_dashed():
    frame = YEARS.assign(series=["CN"] * 4)
    drawn = draw(_exhibit("lines", frame, series_words="office"), "zh", "a")
    assert drawn.count('stroke-dasharray="4 4"') == 1
    assert "中国" in drawn


def test_the_axis_starts_at_nought():
    texts = [t.text for t in _svg(draw(_exhibit("columns", YEARS), "zh", "a")).iter("{*}text")]
    assert "0" in texts


def test_columns_are_as_high_as_their_numbers():
    boxes = [r for r in _svg(draw(_exhibit("columns", YEARS), "zh", "a")).iter("{*}rect") if len(r)]
    heights = [float(r.get("height")) for r in boxes]
    assert heights[1] / heights[0] == pytest.approx(6 / 4, rel=0.01)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_look_draws_one_row_and_hostile_labels(language):
    one = {
        "columns": YEARS.head(1),
        "lines": YEARS.head(1).assign(series="CN"),
        "bars": pd.DataFrame({"label": ["<b>&\u202e" + "长" * 500], "value": [0]}),
        "stack": pd.DataFrame({"label": ["a"], "series": ["<i>"], "value": [0]}),
        "lollipop": pd.DataFrame({"label_zh": ["甲"], "label_en": [None], "value": [0.4], "n": [3]}),
        "intervals": pd.DataFrame(
            {"label": ["a"], "rank": [1], "rank_low": [None], "rank_high": [None], "p_top": [None]}
        ),
        "heat": pd.DataFrame({"row": ["a"], "column": ["b"], "value": [None]}, dtype="object").astype(
            {"value": "float64"}
        ),
        "bubbles": pd.DataFrame({"label": ["a"], "x": [1], "y": [0.0], "size": [0]}),
        "technology_map": pd.DataFrame(
            {
                "x": [1.0],
                "y": [2.0],
                "cluster_id": ["c"],
                "title": ["</script>"],
                "label_zh": ["甲"],
                "label_en": ["A"],
            }
        ),
    }
    one |= {
        "ribbons": pd.DataFrame({"row": ["<b>"], "column": ["b"], "value": [2]}),
        "ways": pd.DataFrame({
            "key_route": [1], "traversal_share": [0.5], "cited_family_id": ["f"], "cited_year": [2019],
            "cited_title": ["<i>" + "长" * 500], "citing_family_id": ["g"], "citing_year": [2020],
            "citing_title": ["b"],
        }),
        "ring": pd.DataFrame({"source": ["<b>"], "target": ["b\u202e"], "value": [1], "group": ["1"]}),
        "dots": pd.DataFrame({"label": ["<b>"], "series": ["<i>"], "value": [50.0]}),
    }  # fmt: skip
    assert set(one) == set(FIGURES)
    options = {"x_title": "column.family_count", "y_title": "column.growth"}
    options |= {"row_title": "column.origin", "column_title": "column.destination"}
    for look, frame in one.items():
        drawn = draw(_exhibit(look, frame, **options), language, "n")
        assert "<b>" not in drawn and "<i>" not in drawn and "\u202e" not in drawn and "NaN" not in drawn
        assert "nan" not in drawn and drawn.count("</script>") == (look == "technology_map")
        if look != "technology_map":
            _svg(drawn)


def test_ribbons_are_as_broad_as_their_values():
    frame = pd.DataFrame({"row": ["a", "a", "b"], "column": ["p", "q", "q"], "value": [60, 20, 20]})
    titles = {"row_title": "column.origin", "column_title": "column.destination"}
    drawn = _svg(draw(_exhibit("ribbons", frame, **titles), "en", "a"))
    broad = [float(re.search(r"v([\d.]+)C", p.get("d"))[1]) for p in drawn.iter("{*}path")]
    assert broad[0] / broad[1] == pytest.approx(3, rel=0.02) and broad[1] == broad[2]
    texts = [t.text for t in drawn.iter("{*}text")]
    assert {"a 80", "b 20", "p 60", "q 40"} <= set(texts)


def test_ways_run_from_the_earlier_to_the_later_family_and_each_route_has_a_row():
    frame = pd.DataFrame({
        "key_route": [1, 2], "traversal_share": [0.5, 0.1],
        "cited_family_id": ["f", "x"], "cited_year": [2010, 2012], "cited_title": ["F", "X"],
        "citing_family_id": ["g", "y"], "citing_year": [2015, 2020], "citing_title": ["G", "Y"],
    })  # fmt: skip
    spots = list(_svg(draw(_exhibit("ways", frame), "en", "a")).iter("{*}circle"))
    f, g, x, y = ((float(s.get("cx")), float(s.get("cy"))) for s in spots)
    assert f[0] < x[0] < g[0] < y[0]
    assert f[1] == g[1] < x[1] == y[1]


def test_labels_of_a_ring_do_not_overlap():
    pairs = [(f"node {i}", f"node {i + 1}") for i in range(39)]
    frame = pd.DataFrame(pairs, columns=["source", "target"]).assign(value=1, group="g")
    texts = list(_svg(draw(_exhibit("ring", frame), "en", "a")).iter("{*}text"))
    for side in ("start", "end"):
        heights = sorted(float(t.get("y")) for t in texts if t.get("text-anchor") == side)
        assert len(heights) == 20 and min(b - a for a, b in pairwise(heights)) >= 15.9


def test_a_mark_names_the_row_it_stands_for():
    frame = pd.DataFrame({"label": ["a", "b"], "x": [1, 2], "y": [0.0, 1.0], "size": [1, 9]})
    titles = {"x_title": "column.family_count", "y_title": "column.growth"}
    marks = [c for c in _svg(draw(_exhibit("bubbles", frame, **titles), "en", "a")).iter("{*}circle")]
    # The larger one is drawn first, and still leads to its own row.
    assert [m.get("data-row") for m in marks] == ["1", "0"]
    assert marks[0].find("{*}title").text.startswith("b")


def test_numbers_stand_in_the_cells_of_a_heat_map():
    frame = pd.DataFrame({"row": ["a", "a"], "column": ["p", "q"], "value": [100, 3]})
    texts = [
        t for t in _svg(draw(_exhibit("heat", frame), "zh", "a")).iter("{*}text") if t.text in ("100", "3")
    ]
    assert [t.get("fill") for t in texts] == [d.PAPER, d.INK], "light on dark, dark on light"


def test_labels_never_overlap():
    points = [(100 + i % 5 * 9, 100 + i // 5 * 7, 6.0) for i in range(40)]
    names = [f"技术分支名称{i}" for i in range(40)]
    placed = d.place_labels(points, names, (0, 0, 860, 400))
    boxes = []
    for spot in placed:
        if spot is None:
            continue
        x, y, anchor, text = spot
        wide = d.width_of(text, 12)
        left = x - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
        boxes.append((left, y - 12, left + wide, y))
        assert left >= 0 and left + wide <= 860
    assert len(boxes) >= 5
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_palette_holds_twenty_different_colours():
    assert len(set(d.PALETTE)) == len(d.PALETTE) >= 20


@pytest.mark.parametrize(("low", "high"), [(0, 3), (0, 49), (0, 0), (-0.6, 0.4), (0, 1_200_000)])
def test_ticks_are_round_and_cover_the_range(low, high):
    marks = d.ticks(low, high)
    assert marks[0] <= low and marks[-1] >= high
    assert 2 <= len(marks) <= 8
    assert all(re.fullmatch(r"-?\d+(\.\d{1,2})?", f"{m:g}") or abs(m) >= 1e6 for m in marks)


def test_long_texts_are_cut_to_the_width():
    assert d.width_of(d.fit("长" * 50, 12, 100), 12) <= 100
    assert d.wrap("Controlled release forms of drugs", 12, 90, 3)[0] == "Controlled"

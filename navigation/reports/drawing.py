"""Strokes of a figure: shapes, axes and texts as SVG, with text kept as text.

The reader's own fonts draw the letters, so Chinese prints right without a font in the file.
Widths are estimated: a Chinese character is as wide as it is high, others a little over half.
Attributes carry all looks (no style attributes), so that a strict page policy can hold.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape

from navigation.reports.words import clean

FONT = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, "
    "WenQuanYi Micro Hei, sans-serif"
)
INK, MUTED, RULE, PAPER = "#1f2a37", "#5b6776", "#d5dbe3", "#ffffff"
ACCENT, WARN, FAINT = "#1d5c96", "#c8550b", "#b6c2cf"
# Okabe and Ito's colours first (told apart by colour-blind readers), then further ones for long
# legends; figures with many kinds print the names as well.
PALETTE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c6d31", "#5f4b8b",
    "#7f7f7f", "#b5a300", "#17a2a8", "#a83253", "#4d7c0f", "#a35bd6", "#c2703d", "#2f5597",
    "#6aaa64", "#e377c2", "#3f6f73", "#9c755f", "#d4a017", "#4e9acb", "#7b3f00", "#86bc25",
)  # fmt: skip


def fixed(value: float) -> str:
    """A coordinate with at most one decimal: short, and the same everywhere."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def width_of(text: str, size: float) -> float:
    """Estimated width of a text in pixels."""
    wide = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.56 for c in text)
    return wide * size


def fit(text: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than the width."""
    text = clean(text)
    if width_of(text, size) <= width:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character, size) > width - size:
            break
        kept += character
    return kept.rstrip() + "…"


def wrap(text: str, size: float, width: float, most: int = 2) -> list[str]:
    """The text in at most so many lines of the width; English breaks at blanks."""
    rest = clean(text)
    lines: list[str] = []
    while rest and len(lines) < most - 1 and width_of(rest, size) > width:
        cut = max((i for i in range(1, len(rest) + 1) if width_of(rest[:i], size) <= width), default=1)
        blank = rest.rfind(" ", 0, cut + 1)
        cut = blank if blank > cut * 0.4 else cut
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, fit(rest, size, width)] if rest else lines


def element(tag: str, content: str = "", **attributes: object) -> str:
    """An SVG element; numbers are shortened, values escaped, `_` in names becomes `-`."""
    parts = []
    for name, value in attributes.items():
        if value is None:
            continue
        shown = fixed(value) if isinstance(value, (int, float)) else escape(str(value), quote=True)
        parts.append(f' {name.rstrip("_").replace("_", "-")}="{shown}"')
    return f"<{tag}{''.join(parts)}>{content}</{tag}>" if content else f"<{tag}{''.join(parts)}/>"


def write(
    x: float,
    y: float,
    content: str,
    *,
    size: float = 12,
    anchor: str | None = None,
    fill: str | None = None,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """A text; with a halo it stays legible on top of marks."""
    return element(
        "text",
        escape(clean(content)),
        x=x,
        y=y,
        font_size=size if size != 12 else None,
        text_anchor=anchor,
        fill=fill,
        font_weight="600" if bold else None,
        stroke=PAPER if halo else None,
        stroke_width=3 if halo else None,
        paint_order="stroke" if halo else None,
    )


def hint(content: str) -> str:
    """What a mark says when the pointer rests on it."""
    return element("title", escape(clean(content)))


def rect(x: float, y: float, width: float, height: float, fill: str, inner: str = "", **more: object) -> str:
    """A rectangle; `inner` may hold a hint."""
    return element("rect", inner, x=x, y=y, width=max(width, 0), height=max(height, 0), fill=fill, **more)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, **more: object) -> str:
    """A straight line."""
    return element("line", "", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **more)


def circle(x: float, y: float, radius: float, fill: str, inner: str = "", **more: object) -> str:
    """A circle; `inner` may hold a hint."""
    return element("circle", inner, cx=x, cy=y, r=radius, fill=fill, **more)


def hatch(name: str, colour: str) -> str:
    """A striped fill of a colour, for what is not complete."""
    stripes = line(0, 0, 0, 6, colour, stroke_width=3)
    ground = rect(0, 0, 6, 6, PAPER)
    return element(
        "pattern", ground + stripes, id=name, width=6, height=6,
        patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip


def sheet(width: float, height: float, parts: Iterable[str], label: str) -> str:
    """A whole figure; it shrinks with the page but never grows beyond its size."""
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {fixed(width)} {fixed(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=clean(label),
        font_family=FONT,
        font_size=12,
        fill=INK,
    )


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round values from at most `low` to at least `high`."""
    if high <= low:
        high = low + 1
    raw = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    if step < 1 and low == 0 and high >= 1 and float(high).is_integer() and high <= count:
        step = 1.0
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def short(value: float) -> str:
    """A number on an axis or mark: no needless decimals, groups of three from 10,000."""
    if float(value).is_integer():
        return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.0f}"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def legend(x: float, y: float, entries: Sequence[tuple[str, str]], width: float) -> tuple[str, float]:
    """Coloured squares with names, broken into rows; returns the drawing and its height."""
    parts, at_x, at_y = [], x, y
    for colour, name in entries:
        name = fit(name, 12, width - 20)
        wide = 18 + width_of(name, 12) + 16
        if at_x > x and at_x + wide > x + width:
            at_x, at_y = x, at_y + 20
        parts.append(rect(at_x, at_y, 12, 12, colour))
        parts.append(write(at_x + 18, at_y + 10.5, name, fill=MUTED))
        at_x += wide
    return "".join(parts), (at_y - y + 20) if entries else 0


def place_labels(
    points: Sequence[tuple[float, float, float]],
    names: Sequence[str],
    bounds: tuple[float, float, float, float],
    size: float = 12,
    *,
    avoid_marks: bool = False,
    over_first: bool = False,
) -> list[tuple[float, float, str, str] | None]:
    """Places for labels beside points so that none overlaps another; None where none is free.

    Parameters
    ----------
    points
        x, y and radius of each mark, the most important first.
    names
        The labels.
    bounds
        Left, top, right and bottom of the room.
    avoid_marks
        Whether a label must also keep off the other marks.
    over_first
        Whether above and below are tried before right and left.

    Returns
    -------
    list
        x, y (baseline), anchor and text of each label.
    """
    taken: list[tuple[float, float, float, float]] = []
    found: list[tuple[float, float, str, str] | None] = []
    left, top, right, bottom = bounds
    marks = (
        [(x - 0.8 * r, y - 0.8 * r, x + 0.8 * r, y + 0.8 * r) for x, y, r in points] if avoid_marks else []
    )
    for i, ((x, y, radius), name) in enumerate(zip(points, names, strict=True)):
        text = fit(name, size, (right - left) / 3)
        wide, gap = width_of(text, size), radius + 4
        beside = (
            (x + gap, y + size * 0.35, "start"), (x - gap, y + size * 0.35, "end"),
            (x + gap, y - gap * 0.7, "start"), (x - gap, y - gap * 0.7, "end"),
            (x + gap, y + gap * 0.7 + size * 0.7, "start"), (x - gap, y + gap * 0.7 + size * 0.7, "end"),
        )  # fmt: skip
        over = ((x, y - gap, "middle"), (x, y + gap + size * 0.8, "middle"))
        choices = (*over, *beside) if over_first else (*beside[:2], *over, *beside[2:])
        chosen = None
        for at_x, at_y, anchor in choices:
            start = at_x - {"start": 0.0, "end": wide, "middle": wide / 2}[anchor]
            box = (start - 2, at_y - size, start + wide + 2, at_y + size * 0.35)
            inside = box[0] >= left and box[2] <= right and box[1] >= top and box[3] <= bottom
            others = marks[:i] + marks[i + 1 :]
            if inside and not any(_overlap(box, other) for other in (*taken, *others)):
                chosen = (at_x, at_y, anchor, text)
                taken.append(box)
                break
        found.append(chosen)
    return found


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

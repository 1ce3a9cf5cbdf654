"""Headings after they are found: two rows of them made one, and those of one name told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.readers.format import Format, fold_heading
from corpus.readers.recognition import Headings, rank


def settled(rows: Sequence[Sequence[str]], found: Headings, formats: Sequence[Format]) -> Headings:
    """The row of headings that was found, joined with a second one and free of double names.

    Parameters
    ----------
    rows
        The first rows of the table.
    found
        The row among them that fits some format best.
    formats
        Formats that may be in the table.

    Returns
    -------
    Headings
        `place` is that of the lower row where two were joined. Of headings of one name the later
        are called `heading (2)` and so on; a format knows the first alone.
    """
    best = found
    for upper in (found.place - 1, found.place):
        if 0 <= upper < len(rows) - 1:
            joined = _joined(rows[upper], rows[upper + 1])
            tried = Headings(upper + 1, joined, rank(joined, formats))
            if joined != tuple(rows[found.place]) and tried.score > best.score:
                best = tried
    return replace(best, cells=_apart(best.cells))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Lower headings, and the upper one of a column that has no lower."""
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    return tuple(b if b.strip() else a for a, b in zip(above, below, strict=True))


def _apart(cells: Sequence[str]) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    named = []
    for cell in cells:
        folded = fold_heading(cell)
        counts[folded] += 1
        named.append(f"{cell.strip()} ({counts[folded]})" if folded and counts[folded] > 1 else cell)
    return tuple(named)

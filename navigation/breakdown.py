"""The study's technology breakdown (技术分解表): its CSV read, checked and explained.

A breakdown is a table of text with one row per branch. Rules stand on leaves only. Every mistake
is found before one error names them all, because people mend a table in one sitting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import pandas as pd

from corpus import contract, symbols
from corpus.errors import StudyError
from navigation.keywords import parts
from navigation.tables import BRANCH

COLUMNS = (
    "branch_id",
    "parent_id",
    "label_zh",
    "label_en",
    "stage",
    "ipc",
    "ipc_exclude",
    "cpc",
    "keywords_zh",
    "keywords_en",
    "keywords_exclude",
    "match",
    "is_critical",
    "note",
)
STAGE_WORDS = {
    "上游": "upstream",
    "中游": "midstream",
    "下游": "downstream",
    "upstream": "upstream",
    "midstream": "midstream",
    "downstream": "downstream",
}
FLAG_WORDS = {"true": True, "false": False, "yes": True, "no": False, "是": True, "否": False}
LISTS = {
    "ipc": "ipc_patterns",
    "ipc_exclude": "ipc_exclude_patterns",
    "cpc": "cpc_patterns",
    "keywords_zh": "keywords_zh",
    "keywords_en": "keywords_en",
    "keywords_exclude": "keywords_exclude",
}
SYMBOL_LISTS = ("ipc", "ipc_exclude", "cpc")
KEYWORD_LISTS = ("keywords_zh", "keywords_en", "keywords_exclude")
RULE_CELLS = (*LISTS, "match")
SHOWN = 12

Cells = Mapping[str, str]
Mistake = tuple[int, str, str]


def branch_from_csv(taxonomy: pd.DataFrame, *, file: str = "taxonomy.csv") -> pd.DataFrame:
    """The breakdown people wrote, as the table `branch`.

    Parameters
    ----------
    taxonomy
        The file's cells as text, headings as columns, one row per branch.
    file
        How the file is called in messages.

    Raises
    ------
    StudyError
        Naming file, row (the heading is row 1) and column of each mistake, and what to do.
    """
    absent = [name for name in COLUMNS if name not in taxonomy.columns]
    unknown = [str(name) for name in taxonomy.columns if name not in COLUMNS]
    if absent or unknown:
        found = [f"lacks {', '.join(absent)}"] if absent else []
        found += [f"has unknown {', '.join(unknown)}"] if unknown else []
        raise StudyError(f"{file} row 1: the heading {' and '.join(found)}. Write: {','.join(COLUMNS)}")
    text = taxonomy.loc[:, list(COLUMNS)].astype("str").fillna("")
    rows = [{str(name): str(cell).strip() for name, cell in row.items()} for row in text.to_dict("records")]
    numbered = [(number, row) for number, row in enumerate(rows, start=2) if any(row.values())]
    if not numbered:
        raise StudyError(f"{file}: no branch is written. Add one row per branch, or remove the file")
    mistakes = _tree_mistakes(numbered)
    parents = {row["parent_id"] for _, row in numbered}
    for number, row in numbered:
        mistakes += [(number, *m) for m in _row_mistakes(row, is_leaf=row["branch_id"] not in parents)]
    if mistakes:
        raise StudyError(_message(file, mistakes))
    return _branches([row for _, row in numbered], parents)


def split_cell(cell: str) -> list[str]:
    """The items of a cell, separated by `;`, each once; full-width signs are accepted."""
    plain = unicodedata.normalize("NFKC", cell)
    return list(dict.fromkeys(item.strip() for item in plain.split(";") if item.strip()))


def levels(parent_of: Mapping[str, str]) -> dict[str, int]:
    """Depth of each branch, 1 at the top; a branch in a circle has none."""
    depth: dict[str, int] = {}
    for branch in parent_of:
        above: list[str] = []
        at = branch
        while at and at not in depth and at not in above:
            above.append(at)
            at = parent_of.get(at, "")
        if at and at in above:
            continue
        start = depth.get(at, 0)
        for step, name in enumerate(reversed(above), start=1):
            depth[name] = start + step
    return depth


def _tree_mistakes(numbered: Iterable[tuple[int, Cells]]) -> list[Mistake]:
    mistakes: list[Mistake] = []
    row_of: dict[str, int] = {}
    parent_of: dict[str, str] = {}
    for number, row in numbered:
        branch = row["branch_id"]
        if not re.fullmatch(r"[A-Za-z0-9_.\-]+", branch):
            mistakes.append((number, "branch_id", f"{branch!r} is no key; write a short one such as 1.2.3"))
        elif branch in row_of:
            mistakes.append(
                (number, "branch_id", f"{branch} stands in row {row_of[branch]} too; number it anew")
            )
        else:
            row_of[branch] = number
            parent_of[branch] = row["parent_id"]
    known = levels(parent_of)
    for branch, parent in parent_of.items():
        if parent and parent not in parent_of:
            mistakes.append((row_of[branch], "parent_id", f"no branch is {parent}; add it or mend the key"))
        elif branch not in known:
            mistakes.append((row_of[branch], "parent_id", f"{branch} lies above itself; mend its parent"))
    return mistakes


def _row_mistakes(row: Cells, *, is_leaf: bool) -> list[tuple[str, str]]:
    mistakes: list[tuple[str, str]] = []
    if not row["label_zh"] and not row["label_en"]:
        mistakes.append(("label_zh", "no label; write one in either language"))
    if row["stage"] not in STAGE_WORDS:
        mistakes.append(("stage", f"{row['stage']!r} is no stage; write 上游, 中游 or 下游"))
    if row["is_critical"].lower() not in FLAG_WORDS:
        mistakes.append(("is_critical", f"{row['is_critical']!r} is neither true nor false"))
    if is_leaf:
        return mistakes + _rule_mistakes(row)
    written = [name for name in RULE_CELLS if row[name]]
    return mistakes + [
        (name, "a branch with branches below it takes no rule; empty the cell") for name in written
    ]


def _rule_mistakes(row: Cells) -> list[tuple[str, str]]:
    mistakes: list[tuple[str, str]] = []
    for name in SYMBOL_LISTS:
        for pattern in split_cell(row[name]):
            if fault := _pattern_fault(pattern):
                mistakes.append((name, f"{pattern!r} {fault}"))
    for name in KEYWORD_LISTS:
        for keyword in split_cell(row[name]):
            if fault := _keyword_fault(keyword):
                mistakes.append((name, f"{keyword!r} {fault}"))
    has_symbols = bool(row["ipc"] or row["cpc"])
    has_keywords = bool(row["keywords_zh"] or row["keywords_en"])
    match row["match"]:
        case "both" if not (has_symbols and has_keywords):
            lacking = "keywords" if has_symbols else "symbols"
            mistakes.append(("match", f"both needs symbols and keywords, but there are no {lacking}"))
        case "either" if not (has_symbols or has_keywords):
            mistakes.append(("ipc", "the leaf has no rule; write symbols or keywords"))
        case "either" | "both":
            pass
        case other:
            mistakes.append(("match", f"{other!r} is neither either nor both"))
    return mistakes


def _pattern_fault(pattern: str) -> str | None:
    try:
        parsed = symbols.parse_pattern(pattern)
    except StudyError:
        return "is no symbol pattern; write e.g. A61K, A61K39, A61K39/395, F03B13/12-26 or B01D45-53"
    if not parsed.last:
        return None
    if parsed.level == "groups":
        turned = int(parsed.first) > int(parsed.last)
    else:  # subgroups are decimals: 12 < 125 < 13
        turned = float(f"0.{parsed.first}") > float(f"0.{parsed.last}")
    return "ends before it begins; turn the two ends round" if turned else None


def _keyword_fault(keyword: str) -> str | None:
    phrases = parts(keyword)
    if not all(phrases):
        return "has nothing beside a +; write both words or take the + away"
    if any(phrase.startswith("*") or "**" in phrase for phrase in phrases):
        return "begins with *; a * may only follow letters"
    return None


def _message(file: str, mistakes: list[Mistake]) -> str:
    shown = [f"row {row}, {column}: {fault}" for row, column, fault in sorted(mistakes)[:SHOWN]]
    more = f"\n  and {len(mistakes) - SHOWN} more" if len(mistakes) > SHOWN else ""
    return f"{file}: {len(mistakes)} cells to mend\n  " + "\n  ".join(shown) + more


def _branches(rows: list[dict[str, str]], parents: set[str]) -> pd.DataFrame:
    depth = levels({row["branch_id"]: row["parent_id"] for row in rows})
    made = pd.DataFrame(
        {
            "branch_id": [row["branch_id"] for row in rows],
            "parent_id": [row["parent_id"] or None for row in rows],
            "level": [depth[row["branch_id"]] for row in rows],
            "is_leaf": [row["branch_id"] not in parents for row in rows],
            "label_zh": [row["label_zh"] or row["label_en"] for row in rows],
            "label_en": [row["label_en"] or row["label_zh"] for row in rows],
            "stage": [STAGE_WORDS[row["stage"]] for row in rows],
            "is_critical": [FLAG_WORDS[row["is_critical"].lower()] for row in rows],
            "is_derived": False,
            "match": [row["match"] or None for row in rows],
            "note": [row["note"] or None for row in rows],
            "cluster_id": None,
        }
        | {column: [split_cell(row[cell]) for row in rows] for cell, column in LISTS.items()}
    )
    return contract.cast(made[BRANCH.column_names], BRANCH)

"""What people decided of portfolios, with what has moved since: rows for the first page of a study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from navigation.reports.document import Phrase
from navigation.reports.words import LANGUAGES, clean, code_word, format_value, word

LISTS = ("entered_families", "left_families", "ended_families")


def decided_rows(decision_standing: pd.DataFrame) -> tuple[tuple[Phrase, ...], ...]:
    """A row for each decision in force, the latest first: portfolio, decision, and what moved since."""
    ordered = decision_standing.sort_values(
        ["decided_on", "portfolio_id"], ascending=[False, True], kind="stable"
    )
    return tuple(_row(row) for row in ordered.to_dict("records"))


def _row(row: Mapping[Any, Any]) -> tuple[Phrase, ...]:
    label = row["label_then"] if pd.notna(row["label_then"]) else row["portfolio_id"]
    who = clean(str(row["decided_by"]))
    note = clean(str(row["choice_note"])) if pd.notna(row["choice_note"]) else "—"
    day = str(row["decided_on"])[:10]
    return (
        _plain(clean(str(label))),
        _both(lambda language: code_word("decided_choice", row["choice"], language)),
        _plain(who),
        _both(lambda language: format_value(day, "date", language)),
        _plain(note),
        _both(lambda language: _moved(row, language)),
    )


def _moved(row: Mapping[Any, Any], language: str) -> str:
    """What is not as it was when the decision was made, in a line."""
    parts = []
    if row["standing"] != "candidate":
        parts.append(code_word("decided_standing", row["standing"], language))
    for name, kind in (("score", "score"), ("rank", "count")):
        then, now = row[f"{name}_then"], row[name]
        if pd.notna(then) and pd.notna(now):
            pair = [format_value(float(value), kind, language) for value in (then, now)]
            if pair[0] != pair[1]:
                parts.append(f"{word(f'decided.{name}', language)} {pair[0]} → {pair[1]}")
    if pd.notna(row["class_then"]) and pd.notna(row["class"]) and row["class_then"] != row["class"]:
        pair = [code_word("portfolio_class", row[name], language) for name in ("class_then", "class")]
        parts.append(f"{pair[0]} → {pair[1]}")
    for name in LISTS:
        count = len(row[name]) if isinstance(row[name], (list, tuple)) or hasattr(row[name], "__len__") else 0
        if count:
            parts.append(f"{word(f'decided.{name}', language)} {format_value(count, 'count', language)}")
    between = {"zh": "；", "en": "; "}[language]
    return between.join(parts) or word("decided.unchanged", language)


def _plain(text: str) -> Phrase:
    return Phrase(text, text)


def _both(say: Any) -> Phrase:
    return Phrase(*(say(language) for language in LANGUAGES))

"""The pick page: as a file that opens from disk without the desk, and its data for the desk itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import jinja2
from markupsafe import Markup

from desk.candidates import Lookup, page_words, pick_data
from desk.words import LANGUAGES, LOCALES, asset, word, words
from navigation.reports.html import policy


def pick_page(read: Lookup, settings: Mapping[str, Any], language: str) -> str:
    """The pick page of one study as a file; decisions made on it are downloaded as decisions.csv.

    Parameters
    ----------
    read
        Tables by name, those of `candidates.TABLES`.
    settings
        As `pick_data` takes them.
    language
        `zh` or `en`.
    """
    style, script = asset("desk.css"), asset("pick.js")
    told = pick_data(read, settings, language)
    text = (
        environment()
        .get_template("pick_file.html.j2")
        .render(
            locale=LOCALES[language],
            other=next(other for other in LANGUAGES if other != language),
            say=lambda key, **values: word(key, language, **values),
            policy=policy(style, script),
            style=Markup(style),
            script=Markup(script),
            title=told["title"],
            as_of=told["as_of"],
            synthetic=bool(settings.get("synthetic")),
            mode="file",
            data=page_data([told], language, {"mode": "file"}),
        )
    )
    return text


def page_data(studies: Sequence[Mapping[str, Any]], language: str, more: Mapping[str, Any]) -> Markup:
    """What the page's script reads, as JSON that cannot end the element it stands in."""
    known = words(language)
    content = {
        "ui": known["pick"],
        "choices": known["choice"],
        "standings": known["standing"],
        "codes": page_words(language),
        "locale": LOCALES[language],
        "separator": {"zh": "、", "en": ", "}[language],
        "colon": {"zh": "：", "en": ": "}[language],
        "studies": list(studies),
        **more,
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """What renders the desk's pages; every text is escaped."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("desk", "pages"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )

"""The first page of a study and of a zone: what there is, how good the data are, what is missing.

One file in both languages with a switch. It opens from disk, asks nothing of the network and bears no
clock, so that the same run gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from navigation.reports.decided import decided_rows
from navigation.reports.document import Phrase
from navigation.reports.html import asset, environment, policy
from navigation.reports.receipts import Lookup
from navigation.reports.sections.joint_exhibits import OWN_KINDS
from navigation.reports.words import LANGUAGES, clean, code_word, format_value, word, words

SHOWN = 5  # portfolios of a kind
FORMATS = ("html", "docx", "pdf", "xlsx", "json")
LANGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class Link:
    """A file beside the page, under a short name."""

    href: str
    label: Phrase


Cell = Phrase | tuple[Link, ...]


@dataclass(frozen=True)
class Part:
    """A section of the page: sentences, figures with labels, a list, and a table."""

    id: str
    title: Phrase
    lines: tuple[Phrase, ...] = ()
    tiles: tuple[tuple[Phrase, Phrase], ...] = ()
    items: tuple[Phrase, ...] = ()
    heads: tuple[Phrase, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Card:
    """What the page of a zone says of a study."""

    folder: str
    title: Phrase
    as_of: str
    version: str
    digest: str
    is_synthetic: bool
    families: int | None
    candidates: int | None
    moved: tuple[int, int] | None
    reports: tuple[str, ...]
    rows: tuple[int, int] | None = None


def study_hub(
    read: Lookup, settings: Mapping[str, Any], files: Sequence[str], subjects: Mapping[str, Phrase]
) -> str:
    """The page of a study.

    Parameters
    ----------
    read
        Tables by name.
    settings
        As a report has them.
    files
        Names of the files beside the page.
    subjects
        Enterprise of each brief, by the stem of its file names.
    """
    as_of: dt.date = settings["as_of"]
    facts = (
        (say("cover.as_of"), printed(as_of.isoformat(), "date")),
        (say("cover.version"), _plain(settings["version"])),
        (say("cover.study_digest"), _plain(str(settings["study_digest"])[:12])),
    )
    title = Phrase(settings["title"], settings.get("title_en") or settings["title"])
    parts = (
        _reports(files, subjects),
        _changes(read, files),
        _quality(read),
        _portfolios(read),
        *_decisions(read),
        _missing(read, settings),
    )
    return _render(title, say("hub.study"), facts, parts, bool(settings.get("synthetic")))


def zone_hub(cards: Sequence[Card], parts: Sequence[Part] = ()) -> str:
    """The page over the studies of a zone, in the order given, and what else its folder holds."""
    heads = ("industry", "as_of", "rows", "families", "candidates", "in_and_out", "reports", "run")
    rows = [
        (
            (Link(f"{card.folder}/reports/index.html", card.title),)
            if "index.html" in card.reports
            else card.title,
            printed(card.as_of, "date"),
            _rows_of(card),
            _known(card.families, "count"),
            _known(card.candidates, "count"),
            _plain("—" if card.moved is None else f"+{card.moved[0]:,} / −{card.moved[1]:,}"),
            tuple(
                Link(f"{card.folder}/reports/{name}", _short(name))
                for name in sorted(card.reports, key=_place)
                if name.startswith("industry-planning.") and not name.endswith(".json")
            ),
            _plain(f"{card.version} · {card.digest[:12]}"),
        )
        for card in cards
    ]
    part = Part("studies", say("hub.studies"), heads=tuple(say(f"hub.{h}") for h in heads), rows=tuple(rows))
    is_synthetic = any(card.is_synthetic for card in cards)
    return _render(say("hub.zone"), say("hub.zone_kind"), (), (part, *parts), is_synthetic)


def _rows_of(card: Card) -> Phrase:
    """Rows read and accepted of a study, so that one that lost many shows."""
    if card.rows is None:
        return _plain("—")
    return _filled("hub.rows_line", rows_read=card.rows[0], rows_accepted=card.rows[1])


def say(key: str) -> Phrase:
    """A fixed word in both languages."""
    return Phrase(word(key, "zh"), word(key, "en"))


def printed(value: Any, kind: str) -> Phrase:
    """A value as each language writes it."""
    return Phrase(*(format_value(value, kind, language) for language in LANGUAGES))


def _plain(text: str) -> Phrase:
    return Phrase(text, text)


def _short(name: str) -> Phrase:
    """Language and kind of a report's file."""
    _, language, suffix = name.rsplit(".", 2)
    tongue = say(f"hub.{'chinese' if language == 'zh' else 'english'}")
    kind = say(f"hub.format.{suffix}")
    return Phrase(*(f"{tongue.of(lang)} {kind.of(lang)}" for lang in LANGUAGES))


def _place(name: str) -> tuple[bool, int]:
    """Chinese before English, pages before papers and sheets."""
    return ".zh." not in name, FORMATS.index(name.rpartition(".")[2])


def _known(value: Any, kind: str) -> Phrase:
    """A value, or a dash where it is unknown."""
    return _plain("—") if pd.isna(value) else printed(value, kind)


def _filled(key: str, **numbers: int) -> Phrase:
    """A sentence with counts in its places."""
    texts = []
    for language in LANGUAGES:
        text = word(key, language)
        for name, number in numbers.items():
            text = text.replace(f"{{{name}}}", format_value(number, "count", language))
        texts.append(text)
    return Phrase(*texts)


def _reports(files: Sequence[str], subjects: Mapping[str, Phrase]) -> Part:
    """A row for each report, its files by language."""
    stems: dict[str, list[str]] = {}
    for name in files:
        stems.setdefault(name.partition(".")[0], []).append(name)
    rows = []
    for stem, names in stems.items():
        kind = stem if f"hub.file.{stem}" in words("zh") else "micro-navigation"
        title = say(f"hub.file.{kind}") if stem in subjects or kind == stem else _plain(stem)
        if stem in subjects:
            title = Phrase(*(f"{title.of(lang)} · {subjects[stem].of(lang)}" for lang in LANGUAGES))
        cells = [_links(names, f".{language}.") for language in LANGUAGES]
        rows.append((title, *cells, _links(names, ".facts.")))
    heads = ("report", "chinese", "english", "facts")
    return Part("reports", say("hub.reports"), heads=tuple(say(f"hub.{h}") for h in heads), rows=tuple(rows))


def _links(names: Iterable[str], part: str) -> Cell:
    chosen = sorted((n for n in names if part in n), key=lambda n: FORMATS.index(n.rpartition(".")[2]))
    links = tuple(Link(name, say(f"hub.format.{name.rpartition('.')[2]}")) for name in chosen)
    return links or _plain("—")


def _changes(read: Lookup, files: Sequence[str]) -> Part:
    """What differs from the run before, in a line; the report has the rest."""
    run, family = read("run_change"), read("family_change")
    if run.empty:
        return Part("changes", say("changes.title"), lines=(say("hub.first_run"),))
    numbers = {
        "entered": int((family["presence"] == "entered").sum()),
        "left": int((family["presence"] == "left").sum()),
        "statuses": int(family["is_status_change"].sum()),
        "portfolios": len(read("portfolio_change")),
        "facts": len(read("fact_change")),
    }
    tiles = tuple((say(f"hub.changed.{name}"), printed(n, "count")) for name, n in numbers.items())
    lines: list[Phrase] = []
    cause = run["cause"].iloc[0]
    if isinstance(cause, str):
        lead, name = say("hub.cause"), _coded("cause", cause)
        lines.append(Phrase(lead.zh + name.zh, lead.en + name.en))
    pages = [f"industry-planning.{language}.html" for language in LANGUAGES]
    links = tuple(
        Link(f"{page}#changes", say(f"hub.{name}"))
        for page, name in zip(pages, ("chinese", "english"), strict=True)
        if page in files
    )
    rows = ((say("hub.details"), links),) if links else ()
    return Part("changes", say("changes.title"), tuple(lines), tiles, rows=rows)


def _quality(read: Lookup) -> Part:
    """Rows in and rows out, and what came of them."""
    intake = read("intake")
    names = ("rows_read", "rows_accepted", "rows_duplicate", "rows_rejected")
    total = {name: int(intake[name].sum()) for name in names}
    balanced = total["rows_read"] == sum(total[name] for name in names[1:])
    counts = {
        "files": len(intake),
        **total,
        "cells_blanked": int(intake["cells_blanked"].sum()),
        "publications": len(read("publication")),
        "families": len(read("family")),
    }
    tiles = tuple((say(f"hub.counts.{name}"), printed(n, "count")) for name, n in counts.items())
    return Part(
        "quality",
        say("hub.quality"),
        (_filled("hub.balanced" if balanced else "hub.unbalanced", **total),),
        tiles,
    )


def _portfolios(read: Lookup) -> Part:
    """The first candidates of single owners."""
    portfolio, branch = read("portfolio"), read("branch").set_index("branch_id")
    rows = portfolio[portfolio["is_candidate"].fillna(False) & portfolio["kind"].isin(OWN_KINDS)]
    title = say("hub.portfolios")
    if rows.empty:
        return Part("portfolios", title, lines=(say("hub.no_portfolio"),))
    # Each kind has a ranking of its own.
    shown = rows.sort_values(["kind", "rank", "portfolio_id"], ascending=[False, True, True])
    shown = shown.groupby("kind", sort=False).head(SHOWN)
    made = [_portfolio(row, branch) for row in shown.itertuples()]
    columns = ("kind", "rank", "owner", "technology", "score", "rank_interval", "active_count")
    heads = tuple(say(f"hub.{c}" if c == "rank_interval" else f"column.{c}") for c in columns)
    lines = (_filled("hub.candidates_line", candidates=len(rows)),)
    return Part("portfolios", title, lines, heads=heads, rows=tuple(made))


def _decisions(read: Lookup) -> tuple[Part, ...]:
    """What people decided of portfolios, where they decided anything."""
    standing = read("decision_standing")
    if standing.empty:
        return ()
    heads = ("portfolio", "choice", "decided_by", "decided_on", "note", "since")
    gone = int((standing["standing"] == "gone").sum())
    lines = (_filled("decided.gone", count=gone),) if gone else ()
    return (
        Part(
            "decisions",
            say("decided.title"),
            lines,
            heads=tuple(say(f"decided.{head}") for head in heads),
            rows=decided_rows(standing),
        ),
    )


def _portfolio(row: Any, branch: pd.DataFrame) -> tuple[Cell, ...]:
    return (
        _coded("portfolio_kind", row.kind),
        _known(row.rank, "count"),
        _plain(clean(str(row.owner))),
        _label(branch, row.branch_id),
        _known(row.score, "score"),
        _plain(_interval(row.rank_low, row.rank_high)),
        _known(row.active_count, "count"),
    )


def _coded(group: str, code: Any) -> Phrase:
    return Phrase(*(code_word(group, code, language) for language in LANGUAGES))


def _interval(low: Any, high: Any) -> str:
    return "—" if pd.isna(low) or pd.isna(high) else f"{low:.0f}–{high:.0f}"


def _label(branch: pd.DataFrame, branch_id: Any) -> Phrase:
    if pd.isna(branch_id) or branch_id not in branch.index:
        return say("hub.whole_industry")
    row = branch.loc[branch_id]
    other = row["label_zh"] if pd.isna(row["label_en"]) else row["label_en"]
    return Phrase(clean(str(row["label_zh"])), clean(str(other)))


def _missing(read: Lookup, settings: Mapping[str, Any]) -> Part:
    """What the study could be given, and what for."""
    enterprise, branch, family = read("enterprise"), read("branch"), read("family")
    absent = {
        "as_of": "as_of_derived" in settings["notes"],
        "roster": enterprise.empty,
        "focal": not enterprise.empty and not (enterprise["enterprise_role"] == "focal").any(),
        "breakdown": branch.empty or bool(branch["is_derived"].fillna(False).all()),
        "review": read("retrieval_quality").empty,
        "backtest": read("backtest").empty,
        "citations": not family["forward_citation_count"].notna().any(),
        "status": not family["is_active"].notna().any(),
        "names": len(read("name_suggestion")) > 0,
    }
    found = tuple(say(f"hub.lacks.{name}") for name, is_absent in absent.items() if is_absent)
    lines = () if found else (say("hub.nothing_missing"),)
    return Part("missing", say("hub.missing"), lines, items=found)


def _both(phrase: Phrase) -> Markup:
    """A text in both languages, of which the page shows one; a text that is the same in both once."""
    zh, en = (clean(phrase.of(language)) for language in LANGUAGES)
    if zh == en:
        return Markup("<bdi>{}</bdi>").format(zh)
    pieces = (
        Markup('<span lang="{}">{}</span>').format(LANGS[language], text)
        for language, text in zip(LANGUAGES, (zh, en), strict=True)
    )
    return Markup("").join(pieces)


def _cell(cell: Cell) -> Markup:
    if isinstance(cell, Phrase):
        return _both(cell)
    links = (Markup('<a href="{}">{}</a>').format(link.href, _both(link.label)) for link in cell)
    return Markup(" ").join(links)


def _render(
    title: Phrase,
    kind: Phrase,
    facts: tuple[tuple[Phrase, Phrase], ...],
    parts: tuple[Part, ...],
    is_synthetic: bool,
) -> str:
    style, script = asset("report.css") + asset("hub.css"), asset("hub.js")
    text: str = (
        environment()
        .get_template("hub.html.j2")
        .render(
            policy=policy(style, script),
            style=Markup(style),
            script=Markup(script),
            both=_both,
            cell=_cell,
            say=say,
            name=escape(" / ".join(dict.fromkeys(clean(title.of(lang)) for lang in LANGUAGES))),
            title=title,
            kind=kind,
            facts=facts,
            parts=parts,
            is_synthetic=is_synthetic,
        )
    )
    return text

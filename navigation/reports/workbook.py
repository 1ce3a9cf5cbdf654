"""The portfolio workbook: portfolios, members, candidate families and definitions as xlsx.

Texts are never formulas, long numbers stay texts, and the same tables give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd
import xlsxwriter

from navigation.reports import tabling
from navigation.reports.document import Exhibit
from navigation.reports.receipts import Lookup, as_lookup
from navigation.reports.sections.branches import label_of, technology_of
from navigation.reports.sections.gates import in_chinese
from navigation.reports.sections.high_value_exhibits import owners_of
from navigation.reports.words import clean, code_word, format_value, word

TABLES = (
    "portfolio", "portfolio_member", "family", "family_score", "candidate", "branch",
    "family_applicant", "applicant", "deadline", "joint_owner",
)  # fmt: skip
PORTFOLIO_COLUMNS = (
    "rank", "rank_low", "rank_high", "p_top", "owner", "technology", "kind", "is_zone_member", "class",
    "score", "family_count", "active_count", "granted_count", "high_value_count", "invention_share",
    "expiring_share", "median_remaining_years", "asset_index", "mean_score", "technology_strength",
    "market_strength", "control_share", "layout_balance", "legal_strength", "growth_strength",
    "strategy_strength", "critical_share", "top_share", "impact_concentration", "effective_families",
    "key_person_share", "p_top_five", "rank_sums", "rank_means", "rank_geometric", "rank_capped",
    "rank_five_years", "weakest_dimension", "badges", "evidence_count", "absent_offices",
    "absent_branches", "absent_evidence", "next_actions", "next_due_date", "disputed_count",
    "coverage_share", "coverage_gain", "leaf_overlap", "likeness", "feasibility", "match_score",
    "excluded_reason",
    "portfolio_id",
)  # fmt: skip
FAMILY_COLUMNS = (
    "representative_number", "title", "owner", "priority_year", "ip_right", "legal_status",
    "remaining_years", "score", "technology", "market", "legal", "rank", "rank_low", "rank_high",
    "p_top", "coverage", "confidence", "is_high_value", "in_emerging_industry", "has_foreign_grant",
    "maintained_over_ten_years", "has_large_pledge", "has_award", "high_value_patent_count",
    "undecided_patent_count", "circumstances",
    "forward_citation_count", "family_size", "office_count", "family_id",
)  # fmt: skip
MEMBER_COLUMNS = (
    "portfolio_id",
    "portfolio_owner",
    "portfolio_technology",
    *FAMILY_COLUMNS[:14],
    "confidence",
    "is_high_value",
    "family_id",
)
DEADLINE_COLUMNS = ("due_date", "days_left", "deadline_kind", "representative_number", "title", "owner",
                    "office", "subject_id", "deadline_rule", "family_id")  # fmt: skip
DEADLINE_DAYS = 365
INDICATOR_COLUMNS = ("name", "label", "pillar", "unit", "better", "weight", "definition", "source")
WIDTHS = {"title": 48, "deadline_rule": 48, "definition": 60, "source": 36, "owner": 28,
          "portfolio_owner": 28, "technology": 24, "portfolio_technology": 24, "next_actions": 36,
          "excluded_reason": 40, "circumstances": 24, "representative_number": 18, "portfolio_id": 22,
          "family_id": 18}  # fmt: skip
Looks: TypeAlias = Mapping[str, Any]
PERCENT, DECIMAL = "0.0%", "0.0"
MOST_ROWS = 10_000  # rows a sheet of families holds; the tables have all
MOST_CHARACTERS = 32_000  # a cell of a worksheet holds 32,767


def portfolio_workbook(
    tables: Lookup | Mapping[str, pd.DataFrame], settings: Mapping[str, Any], language: str = "zh"
) -> bytes:
    """The workbook as bytes.

    Parameters
    ----------
    tables
        Frames by name, those of `TABLES`.
    settings
        `title`, `as_of`, and where known `version`, `study_digest`, `synthetic`, `zone`, `notes`
        and `indicators` (definitions as mappings).
    language
        `zh` or `en`.
    """
    find = as_lookup(tables)
    frames = {name: find(name) for name in TABLES}
    as_of: dt.date = settings["as_of"]
    held = io.BytesIO()
    book = open_book(held, str(settings["title"]), as_of, settings, language)
    portfolios, families = _portfolios(frames), _families(frames)
    sheets: tuple[tuple[str, pd.DataFrame, tuple[str, ...], dict[str, str]], ...] = (
        ("portfolios", portfolios, PORTFOLIO_COLUMNS, {"technology_title": "column.portfolio_technology"}),
        ("members", _members(frames, portfolios), MEMBER_COLUMNS, {}),
        ("candidates", families, FAMILY_COLUMNS, {}),
        ("deadlines", _deadlines(frames), DEADLINE_COLUMNS, {}),
        ("indicators", _indicators(settings), INDICATOR_COLUMNS, {}),
    )
    styles = looks(book)
    _about(book, styles, settings, {name: len(frame) for name, frame, _, _ in sheets}, language)
    for name, frame, columns, titles in sheets:
        exhibit = Exhibit(name, "table", frame.head(MOST_ROWS), (), columns=columns, options=titles)
        write_table(book, styles, word(f"sheet.{name}", language), exhibit, settings, language)
    book.close()
    return held.getvalue()


def open_book(
    held: io.BytesIO, title: str, as_of: dt.date, settings: Mapping[str, Any], language: str
) -> xlsxwriter.Workbook:
    """An empty workbook in which no text becomes a formula, link or number."""
    kept = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(held, {"in_memory": True, **kept})
    # The cut-off stands in for the clock, so that equal tables give equal bytes.
    book.set_properties({
        "title": clean(title), "created": dt.datetime(as_of.year, as_of.month, as_of.day),
        "comments": word("synthetic", language) if settings.get("synthetic") else "",
    })  # fmt: skip
    return book


def looks(book: xlsxwriter.Workbook) -> Looks:
    """Formats of cells by name."""
    font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    head = {**font, "bold": True, "bg_color": "#EAF0F6", "bottom": 1, "text_wrap": True}
    return {
        "head": book.add_format(head),
        "text": book.add_format({**font, "num_format": "@", "text_wrap": True}),
        "count": book.add_format({**font, "num_format": "#,##0"}),
        "percent": book.add_format({**font, "num_format": PERCENT}),
        "decimal": book.add_format({**font, "num_format": DECIMAL}),
        "ratio": book.add_format({**font, "num_format": "0.00"}),
        "year": book.add_format({**font, "num_format": "0"}),
        "title": book.add_format({**font, "bold": True, "font_size": 14}),
        "link": book.add_format({**font, "font_color": "#1D5C96", "underline": 1}),
        "stamp": book.add_format({**font, "bold": True, "font_color": "#C8550B"}),
    }


def _about(
    book: xlsxwriter.Workbook,
    styles: Looks,
    settings: Mapping[str, Any],
    rows: Mapping[str, int],
    language: str,
) -> None:
    sheet = book.add_worksheet(word("sheet.about", language))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, safe(str(settings["title"])), styles["title"])
    at = 1
    if settings.get("synthetic"):
        sheet.write_string(at, 0, word("synthetic", language), styles["stamp"])
        at += 1
    as_of = format_value(settings["as_of"].isoformat(), "date", language)
    lines = [
        (word("cover.as_of", language), as_of),
        (word("cover.version", language), settings.get("version") or "—"),
        (word("cover.study_digest", language), settings.get("study_digest") or "—"),
        *[(word(f"sheet.{name}", language), _rows_said(count, language)) for name, count in rows.items()],
        (word("sheet.source", language), ", ".join(TABLES)),
        (word("sheet.reading", language), word("sheet.signal", language)),
        (word("sheet.ranks", language), word("caveat.interval", language)),
        (word("sheet.decision", language), word("sheet.proposal", language)),
        *[
            (word("sheet.note", language), code_word("study_note", note, language))
            for note in settings.get("notes") or ()
        ],
    ]
    for label, text in lines:
        sheet.write_string(at, 0, label, styles["head"])
        sheet.write_string(at, 1, safe(text), styles["text"])
        at += 1


def _rows_said(count: int, language: str) -> str:
    said = f"{count} {word('rows_found', language)}"
    return said if count <= MOST_ROWS else f"{said}; {word('caveat.first_rows', language)} ({MOST_ROWS})"


def write_table(
    book: xlsxwriter.Workbook,
    styles: Looks,
    name: str,
    exhibit: Exhibit,
    settings: Mapping[str, Any],
    language: str,
) -> Any:
    """One table: numbers as numbers, all else as text, first row frozen and filtered; its sheet."""
    sheet = book.add_worksheet(name)
    columns = tabling.shown_columns(exhibit, language)
    for i, (column, _, heading) in enumerate(columns):
        sheet.set_column(i, i, WIDTHS.get(column, 12))
        sheet.write_string(0, i, heading, styles["head"])
    for row, line in enumerate(tabling.cells(exhibit, language), start=1):
        for i, cell in enumerate(line):
            if cell.sort is None:
                continue
            if cell.is_number and isinstance(cell.sort, (int, float)):
                sheet.write_number(row, i, cell.sort, styles[_number_look(columns[i][0], cell.sort)])
            else:
                sheet.write_string(row, i, safe(cell.text), styles["text"])
    sheet.freeze_panes(1, 2)
    if len(exhibit.frame):
        sheet.autofilter(0, 0, len(exhibit.frame), len(columns) - 1)
    if settings.get("synthetic"):
        sheet.set_header(f"&C{word('synthetic', language)}")
    return sheet


def _number_look(name: str, value: float) -> str:
    kind = tabling.KINDS.get(name, "count" if isinstance(value, int) else "ratio")
    looks = {"score": "decimal", "number": "decimal", "points": "decimal"}
    return looks.get(kind, kind if kind in ("percent", "year", "ratio") else "count")


def safe(text: str) -> str:
    """Text that no program takes for a formula, and that fits a cell."""
    tidy = clean(text, MOST_CHARACTERS)
    return f"'{tidy}" if tidy.startswith(("=", "+", "-", "@")) else tidy


def _portfolios(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = frames["portfolio"]
    known = label_of(frames["branch"])
    names = [technology_of(b, t, known) for b, t in zip(rows["branch_id"], rows["technology"], strict=True)]
    joint = frames["joint_owner"].sort_values(["portfolio_id", "place"]).drop_duplicates("portfolio_id")
    measures = [c for c in PORTFOLIO_COLUMNS if c in joint.columns and c not in ("kind", "portfolio_id")]
    rows = rows.merge(joint[["portfolio_id", *measures]], on="portfolio_id", how="left")
    found = rows.drop(columns="technology").assign(
        technology_zh=[n.zh for n in names],
        technology_en=[n.en for n in names],
        excluded_reason_zh=rows["excluded_reason"].map(in_chinese, na_action="ignore").astype("str"),
        excluded_reason_en=rows["excluded_reason"],
    )
    order = ["is_candidate", "rank", "active_count", "portfolio_id"]
    return found.sort_values(
        order, ascending=[False, True, False, True], na_position="last", ignore_index=True
    )


def _families(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Families with a score or a high-value flag: inventions, then utility models, by rank."""
    scored = frames["family_score"]
    flagged = frames["candidate"]
    chosen = frames["family"][
        frames["family"]["family_id"].isin(scored.loc[scored["score"].notna(), "family_id"])
        | frames["family"]["family_id"].isin(
            flagged.loc[flagged["is_high_value"].fillna(False).astype(bool), "family_id"]
        )
    ]
    # Ranks are within the kind of right, so inventions stand first.
    found = _described(chosen, frames)
    return found.sort_values(["ip_right", "rank", "family_id"], na_position="last", ignore_index=True)


def _described(family: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    merged = family.merge(frames["family_score"].drop(columns="ip_right"), on="family_id", how="left")
    merged = merged.merge(frames["candidate"], on="family_id", how="left")
    return merged.assign(
        owner=owners_of(merged["family_id"], frames["family_applicant"], frames["applicant"]),
        title_zh=merged["title"].fillna(merged["title_en"]),
        title_en=merged["title_en"].fillna(merged["title"]),
    )


def _members(frames: Mapping[str, pd.DataFrame], portfolios: pd.DataFrame) -> pd.DataFrame:
    """Families of the candidate portfolios with titles and scores."""
    chosen = portfolios[portfolios["is_candidate"].fillna(False).astype(bool)]
    links = frames["portfolio_member"][["portfolio_id", "family_id"]].merge(
        chosen[["portfolio_id", "owner", "technology_zh", "technology_en"]].rename(columns={
            "owner": "portfolio_owner", "technology_zh": "portfolio_technology_zh",
            "technology_en": "portfolio_technology_en",
        }),
        on="portfolio_id",
    )  # fmt: skip
    family = frames["family"]
    about = _described(family[family["family_id"].isin(links["family_id"])], frames)
    order = {p: i for i, p in enumerate(chosen["portfolio_id"])}
    merged = links.merge(about, on="family_id").assign(_order=lambda f: f["portfolio_id"].map(order))
    merged = merged.sort_values(["_order", "rank", "family_id"], na_position="last", ignore_index=True)
    return merged.drop(columns="_order")


def _deadlines(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every deadline within a year, of families in candidate portfolios, the earliest first."""
    portfolio, member = frames["portfolio"], frames["portfolio_member"]
    chosen = portfolio.loc[portfolio["is_candidate"].fillna(False).astype(bool), "portfolio_id"]
    held = member.loc[member["portfolio_id"].isin(chosen), "family_id"]
    due = frames["deadline"]
    rows = due[due["family_id"].isin(held) & due["days_left"].le(DEADLINE_DAYS).fillna(False)]
    about = frames["family"][["family_id", "representative_number", "title", "title_en"]]
    merged = rows.merge(about, on="family_id", how="left")
    merged = merged.assign(
        owner=owners_of(merged["family_id"], frames["family_applicant"], frames["applicant"]),
        title_zh=merged["title"].fillna(merged["title_en"]),
        title_en=merged["title_en"].fillna(merged["title"]),
    )
    return merged.sort_values(["due_date", "deadline_kind", "subject_id"], ignore_index=True)


def _indicators(settings: Mapping[str, Any]) -> pd.DataFrame:
    names = ("name", "label_zh", "label", "pillar", "unit", "better", "weight", "definition", "source")
    rows = [{name: entry.get(name) for name in names} for entry in settings.get("indicators") or ()]
    frame = pd.DataFrame(rows, columns=list(names)).rename(columns={"label": "label_en"})
    return frame.astype({"weight": "float64"})

"""One sheet to `export_record` and `export_reject`: every row accounted for, every lost cell named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus import contract, kinds, lists, numbers, offices
from corpus.contract import DATE, TEXT, TEXTS, TEXTS_DTYPE
from corpus.readers import cells
from corpus.readers.days import Calendar, Days, days_of, read_days
from corpus.readers.format import Match
from corpus.readers.items import item_frame, put_back, unread_items
from corpus.readers.rewriting import rewritten
from corpus.readers.sheets import Sheet
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT

_VALUE_LENGTH = 200
# Numbers as an office that counts its own documents prints them: plants, designs and reissues have letters.
_OWN_NUMBER = r"^[A-Z]{0,2}\d[\d,./ ]*(?:[A-Z]\d?)?$"
_DATES = frozenset(c.name for c in EXPORT_RECORD.columns if c.type is DATE)
_LISTS = frozenset(c.name for c in EXPORT_RECORD.columns if c.type is TEXTS)
_READ_APART = frozenset({"publication_number", "office", "kind_code", "priority_numbers"}) | _DATES
# Columns that may hold any text, and those read before the others.
_FREE = frozenset(c.name for c in EXPORT_RECORD.columns if c.type is TEXT) - {
    "application_number",
    "ipc_main",
    "applicant_country",
} | {"applicants", "owners", "inventors", "events", "applicant_types", "credit_codes", "sei_labels", "awards"}
_BLANKS = " \t\r\n\u00a0\u3000\u200b"
Cells = pd.Series | Sequence[object]
# Scripts that no English text is written in: Greek and Cyrillic up to Thai, kana, Han and Hangul.
_OTHER_SCRIPT = r"[\x{0370}-\x{0E7F}\x{3040}-\x{30FF}\x{3400}-\x{9FFF}\x{AC00}-\x{D7AF}\x{F900}-\x{FAFF}]"


@dataclass(frozen=True)
class Piece:
    """Rows of an export read as far as they tell by themselves; their dates wait for the other rows.

    Attributes
    ----------
    record
        `export_record` without its dates.
    reject
        `export_reject` without the cells that are no dates.
    days
        Date cells, row by row of `record`.
    written
        These cells as the vendor wrote them.
    priority_day
        Earliest date of the listed priorities (DATE), where the file has any.
    row_count
        Rows of the file in this piece: those of `record` and the excluded ones of `reject`.
    unnamed
        Places of columns without a heading that hold something.
    """

    record: pd.DataFrame = field(repr=False)
    reject: pd.DataFrame = field(repr=False)
    days: Days = field(repr=False)
    written: pd.DataFrame = field(repr=False)
    priority_day: pd.Series | None = field(repr=False)
    row_count: int
    unnamed: frozenset[int]


def read_piece(sheet: Sheet, match: Match, *, export_file: str) -> Piece:
    """Turn rows of a sheet into records, setting aside what is none.

    Parameters
    ----------
    sheet
        Rows of texts, all of a file or some.
    match
        The format and where its columns stand.
    export_file
        The file's name relative to the study folder.
    """
    written, rejects = _texts(sheet, match)
    texts = rewritten(written, match.format)
    row_numbers = pd.Series(sheet.row_numbers, index=texts.index, dtype="Int64")
    parts = _publications(texts, match.format.office)
    excluded = _excluded(texts, parts, sheet, match)
    shifted = _shifted(texts[excluded.isna()], parts[excluded.isna()], match)
    excluded = excluded.fillna(shifted.reindex(excluded.index))
    kept = excluded.isna()
    rejects += [
        _reject("excluded", row_numbers[~kept], "*", _number_or_application(written)[~kept], excluded[~kept]),
        _reject(
            "excluded",
            [b.row_number for b in sheet.broken],
            "*",
            [b.value for b in sheet.broken],
            [b.reason for b in sheet.broken],
        ),
    ]
    texts, parts = texts[kept].reset_index(drop=True), parts[kept].reset_index(drop=True)
    written = written[kept].reset_index(drop=True)
    row_numbers = row_numbers[kept].reset_index(drop=True)
    record, problems, priority_day = _columns(texts, parts, match)
    rejects += [_blanked(row_numbers, name, written[name], problem) for name, problem in problems.items()]
    if "application_number" in texts:
        # A slip in one digit, or a number of another document: a person has to look.
        false = numbers.check_fails(texts["application_number"], parts["office"])
        written_so = written["application_number"][false]
        rejects.append(
            _reject("kept", row_numbers[false], "application_number", written_so, "check digit is wrong")
        )
    dates = [c.name for c in EXPORT_RECORD.columns if c.type is DATE and c.name in texts]
    separators = {name: match.format.separators.get(name, match.format.separator) for name in dates}
    record = record.assign(
        export_file=export_file,
        row_number=row_numbers,
        vendor=match.format.vendor,
        disposition="accepted",
    )
    return Piece(
        contract.cast(_completed(record), EXPORT_RECORD),
        _rejects(rejects, export_file),
        days_of(texts, dates, separators),
        written[dates],
        priority_day,
        len(sheet.rows) + len(sheet.broken),
        _filled_unnamed(sheet),
    )


def dated(piece: Piece, calendar: Calendar) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`export_record` and `export_reject` of a piece, with what its date cells mean.

    Their rows, with one reject per excluded row, are together the rows of the piece.
    """
    record, rejects = piece.record, []
    for name, found in read_days(piece.days, calendar, record.index).items():
        record = record.assign(**{name: found["date"]})
        rejects.append(_blanked(record["row_number"], name, piece.written[name], found["problem"]))
    if piece.priority_day is not None:
        day = record["earliest_priority_date"].fillna(piece.priority_day)
        record = record.assign(earliest_priority_date=day)
    file = record["export_file"].iloc[0] if len(record) else ""
    return record, _ordered([piece.reject, *(r.assign(export_file=file) for r in rejects)])


def _completed(record: pd.DataFrame) -> pd.DataFrame:
    """The record with all columns of `export_record`, empty where the file has none."""
    absent = [column for column in EXPORT_RECORD.columns if column.name not in record]
    # Lists are typed at once: a list column of nothing is slow to cast.
    nothing = {
        c.name: pd.Series(None, index=record.index, dtype=TEXTS_DTYPE) for c in absent if c.type is TEXTS
    }
    return record.assign(**nothing).reindex(columns=EXPORT_RECORD.column_names)


def _texts(sheet: Sheet, match: Match) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Cells of every column the format knows, and those that a spreadsheet cut.

    They are trimmed, NA where they say nothing, and come from the best heading that says something.
    """
    columns = list(zip(*sheet.rows, strict=True)) if sheet.rows else [()] * len(sheet.headings.cells)
    missing = pa.array(sorted(match.format.missing), type=pa.string())
    read: dict[int, pa.Array] = {}
    for place in {place for places in match.places.values() for place in places}:
        trimmed = pc.utf8_trim(pa.array(columns[place], type=pa.string()), _BLANKS)
        read[place] = pc.if_else(pc.is_in(trimmed, value_set=missing), pa.scalar(None, pa.string()), trimmed)
    series = {
        name: pd.Series(pd.arrays.ArrowExtensionArray(pc.coalesce(*(read[p] for p in places)))).astype("str")
        for name, places in match.places.items()
    }
    texts = pd.DataFrame(series, index=range(len(sheet.rows)))
    if "publication_number" not in texts:
        texts["publication_number"] = pd.Series(None, index=texts.index, dtype="str")
    row_numbers = pd.Series(sheet.row_numbers, index=texts.index, dtype="Int64")
    rejects = []
    for name in texts.columns.intersection(list(_LISTS)):
        separator = match.format.separators.get(name, match.format.separator)
        uncut, problem = cells.without_cut_item(texts[name], separator)
        if problem is not None:
            rejects.append(_blanked(row_numbers, name, texts[name], problem))
            texts[name] = uncut
    return texts, rejects


def _filled_unnamed(sheet: Sheet) -> frozenset[int]:
    """Places of columns without a heading that hold something in some row."""
    places = [place for place, cell in enumerate(sheet.headings.cells) if not cell.strip()]
    return frozenset(place for place in places if any(row[place].strip() for row in sheet.rows))


def _publications(texts: pd.DataFrame, office: str | None) -> pd.DataFrame:
    """Publication numbers; the office of the table, and the file's columns of office and kind, stand in."""
    number = texts["publication_number"]
    if office is not None:
        bare = number.str.contains(_OWN_NUMBER, na=False)
        number = number.mask(bare, office + number)
    parts = numbers.publication_parts(number)
    if "kind_code" in texts:
        kind = texts["kind_code"].str.upper()
        lacking = parts["publication_number"].notna() & parts["kind_code"].isna() & kind.notna()
        if lacking.any():
            parts[lacking] = numbers.publication_parts(parts["publication_number"] + kind)[lacking]
    if "office" in texts:
        lacking = parts["publication_number"].isna() & number.str.contains(r"^\d", na=False)
        # Only a bare number: exponents and record ids stay unreadable.
        lacking &= number.str.contains(r"^[\d,./ ]+[A-Za-z]?\d?$", na=False)
        if lacking.any():
            kind = (
                texts["kind_code"] if "kind_code" in texts else pd.Series("", index=texts.index, dtype="str")
            )
            written = number.str.contains(r"[A-Za-z]\d?$", na=False)
            whole = offices.office_code(texts["office"]) + number + kind.fillna("").where(~written, "")
            parts[lacking] = numbers.publication_parts(whole)[lacking]
    return parts


def _excluded(texts: pd.DataFrame, parts: pd.DataFrame, sheet: Sheet, match: Match) -> pd.Series:
    """Why a row is no record; NA where it is one."""
    number = texts["publication_number"]
    unread = parts["publication_number"].isna()
    reasons = {text: numbers.number_problem(text) for text in number[unread].dropna().unique()}
    reason = number.map(reasons).where(unread).astype("str").mask(number.isna(), "no publication number")
    if "application_number" in texts:
        alone = number.isna() & texts["application_number"].notna()
        reason = reason.mask(alone, "an application number but no publication number")
    titles = {sheet.headings.cells[place].strip() for place in match.places.get("publication_number", ())}
    return reason.mask(number.isin(titles), "the headings again")


def _shifted(texts: pd.DataFrame, parts: pd.DataFrame, match: Match) -> pd.Series:
    """Why a row's cells cannot be those of their columns; NA where they can.

    A date without a digit is a name or a word; where half of what the row says elsewhere cannot be
    read either, its cells stand in the wrong columns.
    """
    dates = texts.columns.intersection(list(_DATES))
    odd = texts[dates].apply(lambda cells: cells.notna() & ~cells.str.contains(r"\d", na=False))
    suspect = odd.any(axis=1) if len(dates) else pd.Series(False, index=texts.index)
    reason = pd.Series(None, index=texts.index, dtype="str")
    if not suspect.any():
        return reason
    rows, odd = texts[suspect], odd[suspect]
    _, problems, _ = _columns(rows.reset_index(drop=True), parts[suspect].reset_index(drop=True), match)
    bad = odd.sum(axis=1) + sum((p.notna().set_axis(rows.index).astype(int) for p in problems.values()), 0)
    typed = rows.columns.difference(list(_FREE)).intersection(EXPORT_RECORD.column_names)
    wrong = bad.ge(2) & bad.mul(2).ge(rows[typed].notna().sum(axis=1))
    named = "its cells stand in the wrong columns: " + odd.idxmax(axis=1).astype("str")
    reason[suspect] = (named + " holds no date").where(wrong).astype("str")
    return reason


def _number_or_application(texts: pd.DataFrame) -> pd.Series:
    number = texts["publication_number"]
    return number.fillna(texts["application_number"]) if "application_number" in texts else number


def _columns(
    texts: pd.DataFrame, parts: pd.DataFrame, match: Match
) -> tuple[pd.DataFrame, Mapping[str, pd.Series], pd.Series | None]:
    """Values of all columns but dates, by column the problems of its cells, and the earliest priority."""
    values: dict[str, pd.Series] = {}
    problems: dict[str, pd.Series] = {}
    if match.format.status_holds_events and "legal_status_text" in texts:
        texts = _split_status(texts, match.format.separator)
    for name in texts.columns.intersection(EXPORT_RECORD.column_names):
        if name in _READ_APART:
            continue
        values[name], problem = cells.read_column(name, texts[name], match.format, parts)
        if problem.notna().any():
            problems[name] = problem
    for name in ("publication_number", "office", "kind_code"):
        values[name] = parts[name]
    priority_day = _add_priorities(values, problems, texts, match.format.separator)
    _add_texts(values, texts)
    kind = kinds.ip_right_and_stage(parts["office"], parts["kind_code"])
    stated = values.get("document_type_text")
    if stated is not None:
        false = kinds.contradicts(kind, stated)
        if false.any():
            problems["document_type_text"] = ("contradicts kind code " + parts["kind_code"]).where(false)
            values["document_type_text"] = stated = stated.mask(false)
        kind = kinds.ip_right_and_stage(parts["office"], parts["kind_code"], stated)
    values["ip_right"] = kind["ip_right"]
    return pd.DataFrame(values, index=texts.index), problems, priority_day


def _split_status(texts: pd.DataFrame, separator: str) -> pd.DataFrame:
    """Status and events apart: the first word of a status cell is the status."""
    parts = texts["legal_status_text"].str.split(separator, n=1, regex=True, expand=True)
    parts = parts.reindex(columns=[0, 1]).astype("str")
    status = parts[0].str.strip()
    split = texts.assign(legal_status_text=status.mask(status.isin(["", "-"])).astype("str"))
    if "events" not in split:
        split["events"] = parts[1].astype("str")
    return split


def _add_priorities(
    values: dict[str, pd.Series], problems: dict[str, pd.Series], texts: pd.DataFrame, separator: str
) -> pd.Series | None:
    """Priority numbers, from them offices where no column states these; returns the earliest date."""
    if "priority_numbers" not in texts:
        return None
    items = item_frame(lists.split(texts["priority_numbers"], separator))
    parts = numbers.priority_parts(items["item"]).assign(row=items["row"])
    values["priority_numbers"] = _distinct(parts, "priority_number", texts.index)
    unread = unread_items(items[parts["priority_number"].isna()], texts.index)
    if unread.notna().any():
        problems["priority_numbers"] = unread
    earliest = parts.groupby("row")["priority_date"].min().reindex(range(len(texts)))
    if "priority_offices" not in values:
        values["priority_offices"] = _distinct(parts, "priority_office", texts.index)
    return earliest.set_axis(texts.index).astype("datetime64[s]")


def _distinct(parts: pd.DataFrame, column: str, index: pd.Index) -> pd.Series:
    known = parts.dropna(subset=column).drop_duplicates(["row", column])
    return put_back(known[column], known["row"].to_numpy(), index)


def _add_texts(values: dict[str, pd.Series], texts: pd.DataFrame) -> None:
    """Title and abstract: Chinese, else as printed, else English; English ones apart.

    A text as printed counts as English where its script allows it; its language is told later.
    """
    for name in ("title", "abstract"):
        printed = texts.get(f"original_{name}")
        translated, english = texts.get(name), texts.get(f"{name}_en")
        known = [t for t in (translated, printed, english) if t is not None]
        if not known:
            continue
        latin = [t.mask(_has_other_script(t)) for t in (printed, translated) if t is not None]
        latin = latin if english is None else [english, *latin]
        values[name] = _one_line(_first_of(known))
        values[f"{name}_en"] = _one_line(_first_of(latin))


def _first_of(series: list[pd.Series]) -> pd.Series:
    result = series[0]
    for other in series[1:]:
        result = result.fillna(other)
    return result


def _has_other_script(text: pd.Series) -> pd.Series:
    array = pa.array(text, type=pa.string(), from_pandas=True)
    found = pc.fill_null(pc.match_substring_regex(array, _OTHER_SCRIPT), False)
    return pd.Series(found.to_numpy(zero_copy_only=False), index=text.index)


def _one_line(text: pd.Series) -> pd.Series:
    array = pa.array(text, type=pa.string(), from_pandas=True)
    joined = pc.replace_substring_regex(array, r"\s+", " ")
    return pd.Series(pd.arrays.ArrowExtensionArray(joined), index=text.index).astype("str")


def _blanked(rows: pd.Series, column: str, value: pd.Series, problem: pd.Series) -> pd.DataFrame:
    has = problem.notna()
    return _reject("blanked", rows[has], column, value[has], problem[has])


def _reject(action: str, rows: Cells, column: str, value: Cells, reason: Cells | str) -> pd.DataFrame:
    found = {"row_number": rows, "column": column, "value": value, "reason": reason}
    return pd.DataFrame(found).assign(action=action)


def _rejects(frames: list[pd.DataFrame], export_file: str) -> pd.DataFrame:
    return _ordered([frame.assign(export_file=export_file) for frame in frames])


def _ordered(frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return contract.empty(EXPORT_REJECT)
    joined = pd.concat(filled, ignore_index=True)
    joined["value"] = joined["value"].astype("str").str.slice(0, _VALUE_LENGTH)
    # A cell that was cut may also hold items that cannot be read: one reject names both.
    keys = ["export_file", "row_number", "column"]
    reasons = joined.groupby(keys, sort=False)["reason"].transform("; ".join)
    joined["reason"] = reasons if joined.duplicated(keys).any() else joined["reason"]
    joined = joined.drop_duplicates(keys)
    ordered = joined.sort_values(["row_number", "column"], kind="stable", ignore_index=True)
    return contract.cast(ordered[EXPORT_REJECT.column_names], EXPORT_REJECT)

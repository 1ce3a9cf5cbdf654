"""One sheet to `export_record` and `export_reject`: every row accounted for, every lost cell named."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus import contract, kinds, lists, numbers, offices
from corpus.contract import TEXTS, TEXTS_DTYPE
from corpus.readers import cells
from corpus.readers.format import Match
from corpus.readers.items import item_frame, put_back, unread_items
from corpus.readers.rewriting import rewritten
from corpus.readers.sheets import Sheet
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT

_VALUE_LENGTH = 200
_LEAST_AGREEMENT = 0.95
# Numbers as an office that counts its own documents prints them: plants, designs and reissues have letters.
_OWN_NUMBER = r"^[A-Z]{0,2}\d[\d,./ ]*(?:[A-Z]\d?)?$"
_READ_APART = ("publication_number", "office", "kind_code", "priority_numbers")
# Scripts that no English text is written in: Greek and Cyrillic up to Thai, kana, Han and Hangul.
_OTHER_SCRIPT = r"[\x{0370}-\x{0E7F}\x{3040}-\x{30FF}\x{3400}-\x{9FFF}\x{AC00}-\x{D7AF}\x{F900}-\x{FAFF}]"


def records(sheet: Sheet, match: Match, *, export_file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turn a sheet into records, setting aside what is none.

    Parameters
    ----------
    sheet
        Rows of texts.
    match
        The format and where its columns stand.
    export_file
        The file's name relative to the study folder.

    Returns
    -------
    tuple of pandas.DataFrame
        `export_record`, all rows `accepted` as yet, and `export_reject`. Their rows, with one
        reject per excluded row, are together the rows of the sheet.
    """
    written = _texts(sheet, match)
    texts = rewritten(written, match.format)
    row_numbers = pd.Series(sheet.row_numbers, index=texts.index, dtype="Int64")
    parts = _publications(texts, match.format.office)
    excluded = _excluded(texts, parts, sheet, match)
    kept = excluded.isna()
    rejects = [
        pd.DataFrame(
            {
                "row_number": row_numbers,
                "column": "*",
                "value": _number_or_application(written),
                "reason": excluded,
            }
        )[~kept],
        pd.DataFrame(
            {
                "row_number": [b.row_number for b in sheet.broken],
                "column": "*",
                "value": [b.value for b in sheet.broken],
                "reason": [b.reason for b in sheet.broken],
            }
        ),
    ]
    texts, parts = texts[kept].reset_index(drop=True), parts[kept].reset_index(drop=True)
    written = written[kept].reset_index(drop=True)
    row_numbers = row_numbers[kept].reset_index(drop=True)
    record, problems = _columns(texts, parts, match)
    record = record.assign(export_file=export_file, row_number=row_numbers, vendor=match.format.vendor)
    record["disposition"] = "accepted"
    absent = [column for column in EXPORT_RECORD.columns if column.name not in record]
    # Lists are typed at once: a list column of nothing is slow to cast.
    nothing = {
        c.name: pd.Series(None, index=record.index, dtype=TEXTS_DTYPE) for c in absent if c.type is TEXTS
    }
    record = record.assign(**nothing).reindex(columns=EXPORT_RECORD.column_names)
    blanked = [
        pd.DataFrame({"row_number": row_numbers, "column": name, "value": written[name], "reason": problem})
        for name, problem in problems.items()
    ]
    return contract.cast(record, EXPORT_RECORD), _rejects(rejects, blanked, export_file)


def _texts(sheet: Sheet, match: Match) -> pd.DataFrame:
    """Cells of every column the format knows: trimmed, NA where they say nothing, best heading first."""
    columns = list(zip(*sheet.rows, strict=True)) if sheet.rows else [()] * len(sheet.headings.cells)
    missing = pa.array(sorted(match.format.missing), type=pa.string())
    read: dict[int, pa.Array] = {}
    for place in {place for places in match.places.values() for place in places}:
        trimmed = pc.utf8_trim(pa.array(columns[place], type=pa.string()), " \t\r\n\u00a0\u3000\u200b")
        read[place] = pc.if_else(pc.is_in(trimmed, value_set=missing), pa.scalar(None, pa.string()), trimmed)
    series = {
        name: pd.Series(pd.arrays.ArrowExtensionArray(pc.coalesce(*(read[p] for p in places)))).astype("str")
        for name, places in match.places.items()
    }
    texts = pd.DataFrame(series, index=range(len(sheet.rows)))
    if "publication_number" not in texts:
        texts["publication_number"] = pd.Series(None, index=texts.index, dtype="str")
    return texts


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


def _number_or_application(texts: pd.DataFrame) -> pd.Series:
    number = texts["publication_number"]
    return number.fillna(texts["application_number"]) if "application_number" in texts else number


def _columns(
    texts: pd.DataFrame, parts: pd.DataFrame, match: Match
) -> tuple[pd.DataFrame, Mapping[str, pd.Series]]:
    """Values of all columns, and by column the problems of its cells."""
    years = _proven_years(texts)
    values: dict[str, pd.Series] = {}
    problems: dict[str, pd.Series] = {}
    if match.format.status_holds_events and "legal_status_text" in texts:
        texts = _split_status(texts, match.format.separator)
    for name in texts.columns.intersection(EXPORT_RECORD.column_names):
        if name in _READ_APART:
            continue
        values[name], problem = cells.read_column(name, texts[name], match.format, parts, years)
        if problem.notna().any():
            problems[name] = problem
    for name in ("publication_number", "office", "kind_code"):
        values[name] = parts[name]
    _add_priorities(values, problems, texts, match.format.separator)
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
    return pd.DataFrame(values, index=texts.index), problems


def _proven_years(texts: pd.DataFrame) -> pd.Series | None:
    """Years of publication, if they confirm the two-digit years of the publication dates.

    A row whose two years differ is left out, so that its dates stay unread.
    """
    if "publication_year" not in texts or "publication_date" not in texts:
        return None
    if not texts["publication_date"].str.contains(r"^\d{1,2}[/-]\d{1,2}[/-]\d{2}$", na=False).any():
        return None
    year = texts["publication_year"].str.extract(r"^(\d{4})$")[0]
    short = texts["publication_date"].str.extract(r"^\d{1,2}[/-]\d{1,2}[/-](\d{2})$")[0]
    years, shorts = (pd.to_numeric(s, errors="coerce").astype("Int64") for s in (year, short))
    both = pd.DataFrame({"year": years, "short": shorts}).dropna()
    agrees = (both["year"] % 100).eq(both["short"])
    if not len(both) or agrees.mean() < _LEAST_AGREEMENT:
        return None
    # A spreadsheet that prints the year of the week turns 2014-12-31 into 12/31/15.
    return years.drop(agrees.index[~agrees]).reindex(years.index)


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
) -> None:
    """Priority numbers, and from them offices and the earliest date where no column states these."""
    if "priority_numbers" not in texts:
        return
    items = item_frame(lists.split(texts["priority_numbers"], separator))
    parts = numbers.priority_parts(items["item"]).assign(row=items["row"])
    values["priority_numbers"] = _distinct(parts, "priority_number", texts.index)
    unread = unread_items(items[parts["priority_number"].isna()], texts.index)
    if unread.notna().any():
        problems["priority_numbers"] = unread
    earliest = parts.groupby("row")["priority_date"].min().reindex(range(len(texts)))
    earliest = earliest.set_axis(texts.index).astype("datetime64[s]")
    stated = values.get("earliest_priority_date")
    values["earliest_priority_date"] = earliest if stated is None else stated.fillna(earliest)
    if "priority_offices" not in values:
        values["priority_offices"] = _distinct(parts, "priority_office", texts.index)


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


def _rejects(excluded: list[pd.DataFrame], blanked: list[pd.DataFrame], export_file: str) -> pd.DataFrame:
    frames = [frame.assign(action="excluded") for frame in excluded]
    frames += [frame[frame["reason"].notna()].assign(action="blanked") for frame in blanked]
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return contract.empty(EXPORT_REJECT)
    joined = pd.concat(filled, ignore_index=True).assign(export_file=export_file)
    joined["value"] = joined["value"].astype("str").str.slice(0, _VALUE_LENGTH)
    ordered = joined.sort_values(["row_number", "column"], kind="stable", ignore_index=True)
    return contract.cast(ordered[EXPORT_REJECT.column_names], EXPORT_REJECT)

"""Publication, application and priority numbers: every vendor's spelling to one form.

The form is that of DOCDB without blanks: office (ST.3), number, and for publications the kind
(ST.16). Leading zeros of a number are dropped, except where an office's numbers have a fixed
width: EP 7 digits, EA 6, WO year and 6.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus.codes import code_list
from corpus.dated_numbers import docdb_numbers
from corpus.kinds import ip_right_and_stage as ip_right_and_stage

_PUBLICATION = r"^(?P<office>[A-Z]{2})(?P<serial>[A-Z]{0,4}[0-9][0-9A-Z]*?)(?P<kind>[A-Z][0-9]?)?$"
_TRAILING_DATE = r"^(.*\D.*?)\s+(?:1[89]|20)\d{6}$"
_BRACKETED_KIND = r"\s*\(([A-Z][0-9]?)\)$"
_SIGNS = r"[\s\-_/,.'\"·]"
_YEAR_AND_SERIAL = r"^(?P<head>(?:WO|JP|US|AU)\s*(?:1[89]|20)\d{2})[/\-](?P<tail>\d{1,5})(?P<rest>\D.*|)$"

# Offices whose numbers are printed at a fixed width.
_WIDTHS = {"EP": 7, "EA": 6}

_CN_APPLICATION = r"^(?:CN|ZL|CNZL)?(?P<number>\d{12}|\d{8})\.?(?P<check>[0-9X])?[A-Z]?$"
# EPODOC drops the zero before a serial of six digits; a spreadsheet adds a fraction to thirteen.
_CN_SHORT = r"^(CN|ZL|CNZL)?((?:19|20)\d{2}[12389])([1-9]\d{5})[A-Z]?$"
_CN_FLOAT = r"^((?:CN|ZL|CNZL)?(?:19|20)\d{11})\.0+$"
_PCT = (
    r"^(?:PCT/?)?(?P<office>[A-Z]{2})/?(?P<year>(?:19|20)\d{2})/?(?P<serial>\d{6,7})W$",
    r"^(?:PCT/?)?(?P<office>[A-Z]{2})/?(?P<year>\d{2})/?(?P<serial>\d{5})W$",
    r"^PCT/?(?P<office>[A-Z]{2})/?(?P<year>(?:19|20)\d{2})/?(?P<serial>\d{1,7})$",
    r"^PCT/?(?P<office>[A-Z]{2})/?(?P<year>\d{2})/?(?P<serial>\d{1,6})$",
    r"^WO(?P<year>(?:19|20)\d{2})(?P<office>[A-Z]{2})(?P<serial>\d{1,6})[A-Z]?$",
)
_RECEIVING = r"^[A-Z]{2}(?:19|20)\d{2}/?\d{6}$"
_APPLICATION = r"^(?P<office>[A-Z]{2})(?P<serial>[A-Z]{0,3}[0-9][0-9A-Z]*?)(?P<kind>[A-Z][0-9]?)?$"
_RUINED = r"^[\d.]+E\+?\d+$"
_NONE = pa.scalar(None, pa.string())
_CHECK_WEIGHTS = np.array([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])


def publication_parts(series: pd.Series) -> pd.DataFrame:
    """Publication numbers in the canonical form, and their parts.

    Reads e.g. `US 9833479 B2`, `US-9833479-B2`, `US 2011/0185700 A1`, `WO9403717A1`,
    `KR20150000637 (U)`, `KR1020150000637A`, `CN_103724406_A`, `JP S62-12345 A`.

    Parameters
    ----------
    series
        Texts as vendors write them, or canonical ones.

    Returns
    -------
    pandas.DataFrame
        `publication_number`, `office`, `kind_code`, `serial` (TEXT), aligned with `series`; all NA
        where the text is no publication number, `kind_code` NA where none is written.
    """
    text = _upper(series)
    text = pc.replace_substring_regex(text, _TRAILING_DATE, r"\1")
    text = pc.replace_substring_regex(text, _BRACKETED_KIND, r"\1")
    text = _pad_serials(text)
    compact = pc.replace_substring_regex(text, _SIGNS, "")
    parts = _extract(compact, _PUBLICATION)
    office, kind = parts["office"], pc.fill_null(parts["kind"], "")
    office = pc.if_else(pc.is_in(office, value_set=_offices()), office, _NONE)
    serial = _publication_serial(office, parts["serial"], kind)
    number = pc.binary_join_element_wise(office, serial, kind, "")
    kind_or_none = pc.if_else(pc.equal(kind, ""), _NONE, kind)
    columns = {
        "publication_number": number,
        "office": office,
        "kind_code": pc.if_else(pc.is_valid(number), kind_or_none, _NONE),
        "serial": pc.if_else(pc.is_valid(number), serial, _NONE),
    }
    return pd.DataFrame({name: _text(array, series.index) for name, array in columns.items()})


def application_numbers(series: pd.Series, office: pd.Series | None = None) -> pd.DataFrame:
    """Application and priority numbers in the canonical form.

    The form is office and number without the kind letter, but for these: a Chinese number has 12
    (or 8) digits and no check digit; an international application is `WO` + year + receiving
    office + 6 digits; a Korean number gets its 10 (invention) or 20 (utility model); the letters P
    (provisional), U, F and T stay, since there another series of numbers begins.

    Parameters
    ----------
    series
        Texts as vendors write them: `CN201610895413.X`, `ZL 2014 1 0051006.1`, `US 65784810 A`,
        `US 2014/0060906 W`, `PCT/EP2008/057583`.
    office
        Office of the document, of the same index: it stands in where a number names none.

    Returns
    -------
    pandas.DataFrame
        `application_number` and `office` (TEXT; NA where unreadable; for an international
        application, the receiving office), and `check_holds` (FLAG; NA where no check digit is
        written), aligned with `series`.
    """
    text = _upper(series)
    ruined = pc.match_substring_regex(text, _RUINED)
    compact = pc.replace_substring_regex(text, r"[\s\-_,'\"()]", "")
    compact = pc.if_else(ruined, _NONE, compact)
    if office is not None:
        compact = _with_office(compact, _plain(pa.array(office, type=pa.string(), from_pandas=True)))
    chinese, holds = _chinese_number(compact)
    international = _international_number(compact)
    national = _national_number(compact)
    number = pc.coalesce(chinese, international["number"], national["number"])
    found_office = pc.coalesce(
        pc.if_else(pc.is_valid(chinese), "CN", _NONE),
        international["office"],
        national["office"],
    )
    return pd.DataFrame(
        {
            "application_number": _text(number, series.index),
            "office": _text(found_office, series.index),
            "check_holds": pd.Series(holds.to_pandas(), index=series.index).astype("boolean"),
        }
    )


def priority_parts(series: pd.Series) -> pd.DataFrame:
    """Priority numbers with the offices and dates written beside them.

    Reads `FR 1051751 A 20100311`, `US201361775110P 2013-03-08`, `2012.01.16 DE 202012000389.5`.

    Returns
    -------
    pandas.DataFrame
        `priority_number`, `priority_office` (TEXT) and `priority_date` (DATE), aligned with `series`.
    """
    text = _upper(series)
    day = r"(?:1[89]|20)\d{2}[-./]?\d{1,2}[-./]?\d{1,2}"
    after = _extract(text, rf"^(?P<number>.*\S)[\s(]+(?P<day>{day})\)?$")
    before = _extract(text, rf"^(?P<day>{day})\s+(?P<number>[A-Z].*)$")
    number = pc.coalesce(before["number"], after["number"], text)
    written = pc.coalesce(before["day"], after["day"])
    ymd = _extract(written, r"^(?P<y>\d{4})[-./]?(?P<m>\d{1,2})[-./]?(?P<d>\d{1,2})$")
    month, date = (pc.utf8_lpad(ymd[part], 2, "0") for part in ("m", "d"))
    digits = pc.binary_join_element_wise(ymd["y"], month, date, "")
    parts = application_numbers(pd.Series(pd.arrays.ArrowExtensionArray(number), index=series.index))
    dates = pd.to_datetime(_text(digits, series.index), format="%Y%m%d", errors="coerce")
    dates = dates.astype("datetime64[s]")
    return pd.DataFrame(
        {
            "priority_number": docdb_numbers(parts["application_number"], dates),
            "priority_office": parts["office"],
            "priority_date": dates,
        }
    )


def check_fails(series: pd.Series, office: pd.Series) -> pd.Series:
    """Whether a Chinese number is written with a check digit that is not its own (bool, never NA)."""
    written = series.str.contains(r"\d{8}\.?[0-9Xx]$", na=False)
    result = pd.Series(False, index=series.index)
    if written.any():
        holds = application_numbers(series[written], office[written])["check_holds"]
        result[written] = ~holds.fillna(True).astype(bool)
    return result


def check_digit(series: pd.Series) -> pd.Series:
    """Check digit of Chinese application numbers of 12 or 8 digits (ZC 0006): 0–9 or X.

    Each digit is weighted 2, 3, …, 9, 2, 3, 4, 5; the sum modulo 11 is the digit, 10 is X.

    Returns
    -------
    pandas.Series
        TEXT, aligned with `series`; NA where the text is not 12 or 8 digits.
    """
    result = np.full(len(series), None, dtype=object)
    values = series.to_numpy(dtype=object, na_value="")
    lengths = np.fromiter((len(v) if v.isdigit() and v.isascii() else 0 for v in values), int, len(values))
    letters = np.array([*"0123456789X"], dtype=object)
    for width in (8, 12):
        rows = np.flatnonzero(lengths == width)
        if len(rows):
            digits = np.array(values[rows], dtype=f"S{width}").view("u1").reshape(-1, width) - ord("0")
            result[rows] = letters[(digits.astype(int) @ _CHECK_WEIGHTS[:width]) % 11]
    return pd.Series(result, index=series.index, dtype="str")


def number_problem(text: str) -> str:
    """Why a text is no publication number, in a few words for the person who mends the file."""
    compact = "".join(text.upper().split())
    digits = compact.replace(".", "").replace("+", "").replace("E", "")
    if not compact:
        return "no publication number"
    if "E+" in compact and digits.isdigit():
        return "number ruined by a spreadsheet (exponent)"
    if compact.startswith("ZL"):
        return "a patent number (ZL…) is an application number, not a publication number"
    if digits.isdigit():
        return "no office before the number"
    if compact[:2].isalpha() and compact[2:3].isdigit() and compact[:2] not in set(_offices().to_pylist()):
        return f"office {compact[:2]} is not known"
    return "not a publication number"


def _publication_serial(office: pa.Array, serial: pa.Array, kind: pa.Array) -> pa.Array:
    """Numbers at their canonical width, office by office."""
    result = pc.replace_substring_regex(serial, r"^([A-Z]*)0*([0-9][0-9A-Z]*)$", r"\1\2")
    # In Brazil (PI0620970) the zeros are the year.
    result = pc.if_else(pc.equal(office, "BR"), serial, result)
    for code, width in _WIDTHS.items():
        # A prefix would be a spelling we do not know, so only plain digits are padded.
        plain = pc.and_(pc.equal(office, code), pc.match_substring_regex(result, r"^\d+$"))
        result = pc.if_else(plain, pc.utf8_lpad(result, width, "0"), result)
    world = pc.or_(pc.equal(office, "WO"), pc.starts_with(serial, "WO"))
    if pc.any(world).as_py():
        result = pc.if_else(world, _world_serial(serial), result)
    us = pc.replace_substring_regex(serial, r"^(20\d{2})0(\d{6})$", r"\1\2")
    result = pc.if_else(pc.and_(pc.equal(office, "US"), pc.not_equal(us, serial)), us, result)
    era = pc.replace_substring_regex(serial, r"^([MTSHR]\d{2})0*(\d+)$", r"\1\2")
    result = pc.if_else(pc.and_(pc.equal(office, "JP"), pc.not_equal(era, serial)), era, result)
    korean = pc.equal(office, "KR")
    if pc.any(korean).as_py():
        result = pc.if_else(korean, _korean_serial(serial, result, kind), result)
    return result


def _world_serial(serial: pa.Array) -> pa.Array:
    """Year and 6 digits; numbers before 2004 were printed as two-digit year and 5 digits."""
    long = _extract(serial, r"^(?P<prefix>WO)?(?P<year>(?:19|20)\d{2})0*(?P<tail>\d{5,6})$")
    short = _extract(serial, r"^(?P<prefix>WO)?(?P<year>\d{2})(?P<tail>\d{5,6})$")
    century = pc.if_else(pc.greater_equal(short["year"], "78"), "19", "20")
    year = pc.coalesce(long["year"], pc.binary_join_element_wise(century, short["year"], ""))
    tail = pc.utf8_lpad(pc.coalesce(long["tail"], short["tail"]), 6, "0")
    prefix = pc.if_else(pc.starts_with(serial, "WO"), "WO", "")
    return pc.coalesce(pc.binary_join_element_wise(prefix, year, tail, ""), serial)


def _korean_serial(serial: pa.Array, stripped: pa.Array, kind: pa.Array) -> pa.Array:
    """Applications lose the 10 or 20 before the year; old grants get it before 7 digits."""
    first = pc.utf8_slice_codeunits(kind, 0, 1)
    open_form = pc.replace_substring_regex(serial, r"^[123]0((?:19|20)\d{9})$", r"\1")
    short = pc.match_substring_regex(stripped, r"^\d{1,7}$")
    padded = pc.utf8_lpad(stripped, 7, "0")
    result = open_form
    for letter, prefix in (("B", "10"), ("Y", "20"), ("S", "30")):
        chosen = pc.and_(short, pc.equal(first, letter))
        result = pc.if_else(chosen, pc.binary_join_element_wise(prefix, padded, ""), result)
    return result


def _pad_serials(text: pa.Array) -> pa.Array:
    """`WO 2004/123` is number 123 of 2004: the zeros must be put back before signs go."""
    parts = _extract(text, _YEAR_AND_SERIAL)
    if parts["head"].null_count == len(text):
        return text
    tail = pc.utf8_lpad(parts["tail"], 6, "0")
    return pc.coalesce(pc.binary_join_element_wise(parts["head"], tail, parts["rest"], ""), text)


def _with_office(compact: pa.Array, office: pa.Array) -> pa.Array:
    # Of an international publication, receiving office, year and serial are enough.
    receiving = pc.and_(pc.equal(office, "WO"), pc.match_substring_regex(compact, _RECEIVING))
    compact = pc.coalesce(
        pc.if_else(receiving, pc.binary_join_element_wise("PCT", compact, ""), compact), compact
    )
    bare = pc.match_substring_regex(compact, r"^\d")
    return pc.coalesce(pc.if_else(bare, pc.binary_join_element_wise(office, compact, ""), compact), compact)


def _chinese_number(compact: pa.Array) -> tuple[pa.Array, pa.Array]:
    """CN numbers without check digit, and whether the written check digit is right."""
    marked = pc.match_substring_regex(compact, r"^(?:CN|ZL)")
    compact = pc.replace_substring_regex(compact, _CN_SHORT, r"\1\20\3")
    compact = pc.replace_substring_regex(compact, _CN_FLOAT, r"\1")
    parts = _extract(pc.replace_substring_regex(compact, "/", ""), _CN_APPLICATION)
    digits = pc.if_else(marked, parts["number"], _NONE)
    expected = _plain(pa.array(check_digit(pd.Series(digits.to_pandas(), dtype="str")), from_pandas=True))
    written = pc.if_else(pc.equal(parts["check"], ""), _NONE, parts["check"])
    holds = pc.equal(written, expected.cast(pa.string()))
    return pc.binary_join_element_wise("CN", digits, ""), holds


def _international_number(compact: pa.Array) -> dict[str, pa.Array]:
    found = [_extract(compact, pattern) for pattern in _PCT]
    office = pc.coalesce(*(f["office"] for f in found))
    receiving = pc.or_(pc.is_in(office, value_set=_offices()), pc.equal(office, "IB"))
    office = pc.if_else(receiving, office, _NONE)
    year = pc.coalesce(*(f["year"] for f in found))
    century = pc.if_else(pc.greater_equal(year, "78"), "19", "20")
    short = pc.equal(pc.utf8_length(year), 2)
    year = pc.if_else(short, pc.binary_join_element_wise(century, year, ""), year)
    serial = pc.replace_substring_regex(pc.coalesce(*(f["serial"] for f in found)), r"^0+(\d)", r"\1")
    serial = pc.utf8_lpad(serial, 6, "0")
    number = pc.binary_join_element_wise("WO", year, office, serial, "")
    # The International Bureau as receiving office is WIPO.
    office = pc.if_else(pc.equal(office, "IB"), "WO", office)
    return {"number": number, "office": pc.if_else(pc.is_valid(number), office, _NONE)}


def _national_number(compact: pa.Array) -> dict[str, pa.Array]:
    bare = pc.replace_substring_regex(compact, r"\.[0-9X]$", "")
    bare = pc.replace_substring_regex(bare, r"[/.]", "")
    parts = _extract(bare, _APPLICATION)
    office = pc.if_else(pc.is_in(parts["office"], value_set=_offices()), parts["office"], _NONE)
    # A Chinese number of any other length has lost digits.
    office = pc.if_else(pc.equal(office, "CN"), _NONE, office)
    kind, serial = pc.fill_null(parts["kind"], ""), parts["serial"]
    korean = pc.and_(pc.equal(office, "KR"), pc.match_substring_regex(serial, r"^(?:19|20)\d{9}$"))
    series_number = pc.if_else(pc.starts_with(kind, "U"), "20", "10")
    serial = pc.if_else(korean, pc.binary_join_element_wise(series_number, serial, ""), serial)
    european = pc.and_(pc.equal(office, "EP"), pc.match_substring_regex(serial, r"^\d{7}$"))
    serial = pc.if_else(european, pc.utf8_lpad(serial, 8, "0"), serial)
    japanese = pc.equal(office, "JP")
    if pc.any(japanese).as_py():
        serial = pc.if_else(japanese, _japanese_serial(serial), serial)
    # German numbers since 2004 tell utility models by their first digits, as Korean ones do.
    tells_itself = pc.and_(pc.equal(office, "DE"), pc.match_substring_regex(serial, r"^\d{12}$"))
    tells_itself = pc.or_(tells_itself, pc.is_in(office, value_set=pa.array(["KR", "TW"])))
    keeps = pc.and_(pc.is_in(kind, value_set=pa.array(["P", "U", "F", "T"])), pc.invert(tells_itself))
    suffix = pc.if_else(keeps, kind, "")
    return {"number": pc.binary_join_element_wise(office, serial, suffix, ""), "office": office}


def _japanese_serial(serial: pa.Array) -> pa.Array:
    """From `2006000357401`: year and 6 digits; before 2000, the serial and two digits of the year."""
    parts = _extract(serial, r"^(?P<year>(?:19|20)\d{2})000(?P<tail>\d{6})$")
    tail = pc.replace_substring_regex(parts["tail"], r"^0+(\d)", r"\1")
    old = pc.binary_join_element_wise(tail, pc.utf8_slice_codeunits(parts["year"], 2, 4), "")
    recent = pc.binary_join_element_wise(parts["year"], parts["tail"], "")
    return pc.coalesce(pc.if_else(pc.less(parts["year"], "2000"), old, recent), serial)


def _upper(series: pd.Series) -> pa.Array:
    text = _plain(pa.array(series, type=pa.string(), from_pandas=True))
    if not pc.all(pc.string_is_ascii(text)).as_py():
        text = pc.utf8_normalize(text, form="NFKC")
    return pc.utf8_trim_whitespace(pc.utf8_upper(text))


def _extract(text: pa.Array, pattern: str) -> dict[str, pa.Array]:
    """Named groups of a pattern; NULL where the text does not match, empty where a group does not."""
    found = pc.extract_regex(text, pattern)
    names = [found.type.field(i).name for i in range(found.type.num_fields)]
    return {name: pc.if_else(pc.is_valid(found), pc.struct_field(found, name), _NONE) for name in names}


def _offices() -> pa.Array:
    return pa.array(code_list("offices")["code"].tolist(), type=pa.string())


def _text(array: pa.Array, index: pd.Index) -> pd.Series:
    return pd.Series(pd.arrays.ArrowExtensionArray(array), index=index).astype("str")


def _plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array

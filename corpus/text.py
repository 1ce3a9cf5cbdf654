"""Bytes to text: a ladder of encodings, each step taken only on evidence, never with replacement."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from corpus.errors import ExportError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PROBE = 65_536
# Tab, line feed and carriage return carry structure; all other C0 codes and DEL are debris.
_DEBRIS = bytes(code for code in [*range(32), 127] if code not in (9, 10, 13))
_DEBRIS_TO_BLANK = bytes.maketrans(_DEBRIS, b" " * len(_DEBRIS))
_LATER_MARK = "\ufeff"
# GB18030 accepts nearly any pair of high bytes; a text that is really Chinese stays almost wholly
# inside GB 2312, while a misread Western text lands in rare characters outside it.
_LEAST_COMMON_SHARE = 0.9


@dataclass(frozen=True)
class Decoded:
    """A decoded file: its text, the encoding it was in, and how many control characters were removed."""

    text: str
    encoding: str
    control_count: int


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """Decode a file's bytes, without replacing anything.

    The steps are: the encoding the study names; a byte-order mark; UTF-16 by the pattern of its
    NUL bytes; strict UTF-8; strict GB18030 if the characters it yields are those of ordinary text.

    Parameters
    ----------
    data
        The whole file.
    encoding
        Encoding named by the study; then no other is tried.

    Returns
    -------
    Decoded
        Text without byte-order mark; NUL is removed, other control characters become blanks.

    Raises
    ------
    ExportError
        No step fits, or the named encoding is unknown or does not fit.
    """
    if encoding is not None:
        return _clean(*_named(data, encoding))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _clean(_strict(data[len(mark) :], name.removesuffix("-sig"), "its byte-order mark"), name)
    wide = _wide_encoding(data)
    if wide is not None:
        return _clean(_strict(data, wide, "the pattern of its NUL bytes"), wide)
    try:
        return _clean(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        utf8 = f"UTF-8 fails at byte {error.start}"
    return _clean(*_chinese(data, utf8))


def _named(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
    except LookupError as error:
        raise ExportError(f'encoding "{encoding}" is not known; try "gb18030" or "mac-roman"') from error
    except UnicodeDecodeError as error:
        raise ExportError(f'the file is not in "{encoding}" as the study says: byte {error.start}') from error
    return text.removeprefix(_LATER_MARK), name


def _strict(data: bytes, name: str, evidence: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        found = f"the file is {name} by {evidence}, but damaged"
        raise ExportError(f"{found} at byte {error.start}; export it again") from error


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: its ASCII characters leave NUL bytes on one side only."""
    probe = data[:_PROBE]
    if len(data) % 2 or len(probe) < 4:
        return None
    even, odd = probe[0::2].count(0), probe[1::2].count(0)
    many = max(8, len(probe) // 2 * 0.05)
    # Some Han characters have a NUL byte too (一 is 4E 00), so the other side need not be free of them.
    if odd > many and odd > 5 * even:
        return "utf-16-le"
    if even > many and even > 5 * odd:
        return "utf-16-be"
    return None


def _chinese(data: bytes, utf8: str) -> tuple[str, str]:
    advice = 'name it in the export\'s passport, e.g. encoding = "mac-roman"'
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        message = f"the encoding cannot be told: {utf8}, GB18030 at byte {error.start}; {advice}"
        raise ExportError(message) from error
    counts = Counter(re.findall(r"[^\x00-\x7f]", text))
    common = sum(n for character, n in counts.items() if _is_ordinary(character))
    if common < _LEAST_COMMON_SHARE * counts.total():
        message = f"the encoding cannot be told: {utf8}, and as GB18030 it yields no ordinary text; {advice}"
        raise ExportError(message)
    return text, "gb18030"


def _is_ordinary(character: str) -> bool:
    """In GB 2312, or beyond GBK: four bytes of a strict pattern are evidence in themselves."""
    return bool(character.encode("gb2312", "ignore")) or not character.encode("gbk", "ignore")


def _clean(text: str, encoding: str) -> Decoded:
    raw = text.encode("utf-8")
    without = raw.translate(None, _DEBRIS)
    count = len(raw) - len(without)
    if count:
        text = raw.replace(b"\0", b"").translate(_DEBRIS_TO_BLANK).decode("utf-8")
    if _LATER_MARK in text:
        # Files glued together keep the marks of their parts.
        count += text.count(_LATER_MARK)
        text = text.replace(_LATER_MARK, "")
    return Decoded(text, encoding, count)

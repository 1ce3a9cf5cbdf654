"""Bytes to text: a ladder of encodings, each step taken only on evidence, never with replacement."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from corpus import encodings
from corpus.errors import ExportError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Before the marks of UTF-16, with which they begin.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PROBE = 65_536
# Tab, line feed and carriage return carry structure; all other C0 codes and DEL are debris.
_DEBRIS = bytes(code for code in [*range(32), 127] if code not in (9, 10, 13))
_DEBRIS_TO_BLANK = bytes.maketrans(_DEBRIS, b" " * len(_DEBRIS))
_LATER_MARK = "\ufeff"
# What vendors' programs mean by these names is what Windows makes of them.
_CODECS = {"big5": "cp950", "shift_jis": "cp932", "euc-kr": "cp949"}
_MOSTLY, _SOME = 0.5, 0.05


@dataclass(frozen=True)
class Decoded:
    """A decoded file: text, encoding, number of control characters removed, and what told the encoding."""

    text: str
    encoding: str
    control_count: int
    evidence: str


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """Decode a file's bytes, without replacing anything.

    The steps are: the encoding the study names; a byte-order mark; UTF-16 by the pattern of its
    NUL bytes; strict UTF-8; then GB18030, Big5, Shift JIS, EUC, Windows 1252 and Mac Roman, of
    which one is taken if its reading alone yields ordinary text (`corpus.encodings`).

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
        No encoding stands out, the text is damaged, or the named encoding is unknown or does not fit.
    """
    if encoding is not None:
        return _clean(*_named(data, encoding), "the passport names it")
    for mark, name in _MARKS:
        if data.startswith(mark):
            evidence = "a byte-order mark"
            return _clean(_strict(data[len(mark) :], name.removesuffix("-sig"), evidence), name, evidence)
    wide = _wide_encoding(data)
    if wide is not None:
        evidence = "the pattern of its NUL bytes"
        return _clean(_strict(data, wide, evidence), wide, evidence)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _clean(*_told(data, f"UTF-8 fails at byte {error.start}"))
    return _clean(text, "utf-8", "ASCII alone" if text.isascii() else "every byte is valid UTF-8")


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
        found = f"the file is {name} ({evidence}), but damaged"
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


def _told(data: bytes, utf8: str) -> tuple[str, str, str]:
    """Text, encoding and evidence of what is neither marked nor UTF-8."""
    share, share_of_long = encodings.utf8_shares(data)
    if share >= _MOSTLY:
        raise ExportError(f"the file is UTF-8 by most of its lines, but damaged: {utf8}; export it again")
    if share_of_long >= _SOME:
        raise ExportError(
            f"some lines are UTF-8 and others are not: {utf8}; export it again, in one encoding"
        )
    verdict = encodings.weigh(data)
    if verdict.encoding is None:
        shown = [f'{r.encoding} reads "{r.words[0]}"' for r in verdict.readings if r.words][:3]
        name = verdict.readings[0].encoding
        readings = f" ({', '.join(shown)})" if shown else ""
        raise ExportError(
            f"the encoding cannot be told: {utf8}, and {verdict.evidence}{readings}.\n"
            f'Name it in the export\'s passport, e.g. encoding = "{name}"'
        )
    text = _strict(data, _CODECS.get(verdict.encoding, verdict.encoding), verdict.evidence)
    return text, verdict.encoding, verdict.evidence


def _clean(text: str, encoding: str, evidence: str) -> Decoded:
    raw = text.encode("utf-8")
    without = raw.translate(None, _DEBRIS)
    count = len(raw) - len(without)
    if count:
        text = raw.replace(b"\0", b"").translate(_DEBRIS_TO_BLANK).decode("utf-8")
    if _LATER_MARK in text:
        # Files glued together keep the marks of their parts.
        count += text.count(_LATER_MARK)
        text = text.replace(_LATER_MARK, "")
    return Decoded(text, encoding, count, evidence)

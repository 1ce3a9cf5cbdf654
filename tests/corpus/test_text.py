from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ExportError
from corpus.text import decode

CHINESE = "公开（公告）号,标题\r\nCN100000001A,一种海水淡化装置\r\n"
GERMAN = "Titel\nVerfahren für große Öfen\nTür\nMöbel\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + CHINESE.encode("utf-8"), "utf-8-sig"),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "utf-16-be"),
        (CHINESE.encode("utf-16-le"), "utf-16-le"),
        (CHINESE.encode("utf-16-be"), "utf-16-be"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("gbk"), "gb18030"),
    ],
)
def test_each_step_of_the_ladder_gives_the_same_text(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.text == CHINESE
    assert decoded.encoding == encoding
    assert decoded.control_count == 0


@pytest.mark.parametrize("encoding", ["latin-1", "mac-roman", "cp1252"])
def test_western_bytes_are_refused_until_the_study_names_their_encoding(encoding: str) -> None:
    data = GERMAN.encode(encoding)
    with pytest.raises(ExportError, match="encoding = "):
        decode(data)
    assert decode(data, encoding=encoding).text == GERMAN


def test_a_named_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ExportError, match="byte 0"):
        decode(CHINESE.encode("gb18030"), encoding="utf-8")


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(ExportError, match='"klingon" is not known'):
        decode(b"a", encoding="klingon")


def test_a_damaged_utf16_file_is_refused() -> None:
    with pytest.raises(ExportError, match="damaged"):
        decode(b"\xff\xfe" + CHINESE.encode("utf-16-le") + b"\x00")


def test_control_characters_are_removed_and_counted() -> None:
    decoded = decode(b"a\x00b\x0bc\x7fd\te\r\nf")
    assert decoded.text == "ab c d\te\r\nf"
    assert decoded.control_count == 3


def test_marks_inside_glued_files_are_removed() -> None:
    decoded = decode(("\ufeffa\n" + "\ufeffb\n").encode())
    assert decoded.text == "a\nb\n"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")))
def test_utf8_text_comes_back_unchanged(written: str) -> None:
    assert decode(("x" + written).encode("utf-8")).text == "x" + written


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_byte_is_ever_replaced(data: bytes) -> None:
    try:
        decoded = decode(data)
    except ExportError:
        return
    assert "\ufffd" not in decoded.text or b"\xef\xbf\xbd" in data or "utf-8" not in decoded.encoding

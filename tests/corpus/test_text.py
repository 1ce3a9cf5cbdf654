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


TRADITIONAL = "公開公告號,標題\r\nTW100000001A,一種海水淡化裝置及其控制方法\r\n"
JAPANESE = "公報番号,発明の名称\r\nJP100000001A,海水を淡水化する装置およびその制御方法\r\n"
KOREAN = "공개번호,발명의 명칭\r\nKR100000001A,해수 담수화 장치 및 그 제어 방법\r\n"


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (CHINESE, "gbk", "gb18030"),
        (TRADITIONAL, "cp950", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (KOREAN, "cp949", "euc-kr"),
        (GERMAN, "latin-1", "latin-1"),
        (GERMAN + "“Ofen”\n", "cp1252", "cp1252"),
        (GERMAN, "mac-roman", "mac-roman"),
    ],
)
def test_the_encoding_is_told_by_what_it_yields(text: str, codec: str, encoding: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.encoding == encoding
    assert decoded.text == text
    assert "ordinary text" in decoded.evidence


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Nr,Titel\n1,Tür\n", "latin-1"),  # one word may be of many encodings
        ("No,Name\n1,公司\n", "gb18030"),  # two characters, too
        ("Номер,Название\n1,Насос приливный\n", "cp1251"),  # Cyrillic is not on the ladder
        ("Číslo,Název\n1,Přílivové čerpadlo se dvěma komorami\n", "cp1250"),
    ],
)
def test_thin_evidence_is_refused_with_a_hint(text: str, codec: str) -> None:
    with pytest.raises(ExportError, match=r"cannot be told.*\n.*encoding = ") as refusal:
        decode(text.encode(codec))
    assert str(refusal.value).count("\n") == 1
    assert decode(text.encode(codec), encoding=codec).text == text


def test_words_that_a_macintosh_spoilt_tell_mac_roman() -> None:
    """UTF-8 that was taken for Windows 1252, then saved by a Macintosh: ö is `Ã¶`."""
    spoilt = "Titel\nRönnbäck\nÜbergang\nGefüge\nMöbel\n".encode().decode("cp1252", "ignore")
    assert decode(spoilt.encode("mac-roman", "ignore")).encoding == "mac-roman"


def test_damaged_utf8_is_no_other_encoding() -> None:
    data = (CHINESE * 20).encode()
    with pytest.raises(ExportError, match="UTF-8 by most of its lines, but damaged"):
        decode(data[:-30] + b"\xff" + data[-30:])


def test_two_encodings_in_one_file_are_refused() -> None:
    with pytest.raises(ExportError, match="some lines are UTF-8 and others are not"):
        decode((CHINESE * 5).encode("gb18030") + (CHINESE * 3).encode())


def test_latin_1_is_windows_1252_if_any_byte_of_the_file_is() -> None:
    data = GERMAN.encode("latin-1") * 40_000 + "“Ofen”\n".encode("cp1252") + b"plain\n" * 9
    decoded = decode(data)
    assert decoded.encoding == "cp1252"
    assert "“Ofen”" in decoded.text


def test_a_large_file_is_told_by_samples_and_proven_whole() -> None:
    data = b"1,plain,row\r\n" * 200_000 + (CHINESE * 40).encode("gb18030")
    assert decode(data).encoding == "gb18030"
    with pytest.raises(ExportError, match=r"gb18030 .*damaged at byte"):
        decode(data + b"\xff\r\n")


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

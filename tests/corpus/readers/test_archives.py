"""Archives of one table: read in memory, within bounds, and refused with a reason otherwise."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from corpus.errors import ExportError
from corpus.readers import ExportFile, describe_file, read_exports
from corpus.readers.archives import unpack

SAMPLES = Path(__file__).parent / "samples"
TABLE = (SAMPLES / "lens_2016.csv").read_bytes()


def archive(*members: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        archive(("lens.csv", TABLE)),
        archive(("a/LENS.CSV", TABLE), ("a/read me.txt", b"x"), ("__MACOSX/a/._lens.csv", b"x"), ("b/", b"")),
        gzip.compress(TABLE),
    ],
    ids=["zip", "zip with other files", "gzip"],
)
def test_an_archive_of_one_table_reads_like_the_table(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "export.bin"
    path.write_bytes(data)
    packed = read_exports([ExportFile(path, "a.csv")])
    plain = read_exports([ExportFile(SAMPLES / "lens_2016.csv", "a.csv")])
    pd.testing.assert_frame_equal(packed.export_record, plain.export_record)
    assert packed.intake["sha256"][0] != plain.intake["sha256"][0]
    assert describe_file(path).kind in ("text in a ZIP file", "text in a gzip file")
    assert [p.name for p in tmp_path.iterdir()] == ["export.bin"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive(("a.csv", TABLE), ("b.xlsx", TABLE)), r'2 tables \("a.csv", "b.xlsx"\); unpack it'),
        (archive(("read me.pdf", TABLE)), "holds no table"),
        (archive(("inner.zip", archive(("a.csv", TABLE)))), "holds no table"),
        (archive(("../a.csv", TABLE)), "outside itself"),
        (archive(("/etc/a.csv", TABLE)), "outside itself"),
        (archive(("a\\..\\..\\a.csv", TABLE)), "outside itself"),
        (archive(("C:a.csv", TABLE)), "outside itself"),
        (archive(("a.csv", b"")), "is empty"),
        (archive(("a.csv", b"0" * (20 << 20))), "as no table does"),
        (gzip.compress(b"0" * (20 << 20)), "as no table does"),
        (gzip.compress(TABLE)[:-12], "damaged"),
        (gzip.compress(b""), "is empty"),
        (archive(*[(f"{n}.txt", b"") for n in range(10_001)]), "holds 10,001 files"),
        (archive(("[Content_Types].xml", b" " * (20 << 20))), "as no table does"),
    ],
)
def test_other_archives_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(ExportError, match=words) as refusal:
        read_exports([ExportFile(path, "exports/a.zip")])
    assert str(refusal.value).startswith("exports/a.zip: ")
    assert str(refusal.value).count("\n") <= 1


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(archive(("a.csv", TABLE)))
    data[6] |= 1  # the flag in the member's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    with pytest.raises(ExportError, match="encrypted"):
        unpack(bytes(data))


def test_a_damaged_member_is_refused() -> None:
    data = bytearray(archive(("a.csv", TABLE)))
    data[60] ^= 0xFF
    with pytest.raises(ExportError, match="damaged"):
        unpack(bytes(data))


def test_a_member_that_lies_about_its_size_is_bounded() -> None:
    """The directory says 10 bytes; reading stops there and the checksum does not hold."""
    data = bytearray(archive(("a.csv", b"0" * (20 << 20))))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(ExportError, match="damaged"):
        unpack(bytes(data))


def test_other_files_pass_as_they_are() -> None:
    for data in (TABLE, b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0"):
        assert unpack(data) == (data, None)

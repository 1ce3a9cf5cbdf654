"""Reading in pieces gives what reading whole gives; and tables of odd shapes lose nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

import corpus.tables
from corpus.errors import ContractError, ExportError
from corpus.readers import FORMATS, ExportFile, opening, read_exports, write_exports
from corpus.readers.exports import read_export
from corpus.readers.lines import stream_lines
from corpus.store import Store

SAMPLES = Path(__file__).parent / "samples"
HEADINGS = "#,Jurisdiction,Kind,Publication Number,Lens ID,Publication Date,Publication Year,Application Date,Title,Cited Count,IPCR Classifications"
ROW = "{n},US,A1,US 2014/000000{n} A1,000-{n},{day},{year},{filed},A title,1,F03B13/26"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "a.csv"
    path.write_text("\n".join([HEADINGS, *lines, ""]), encoding="utf-8")
    return path


def tables(path: Path, size: int) -> tuple[object, pd.DataFrame, pd.DataFrame]:
    reading = read_export(ExportFile(path, "a.csv"), FORMATS, size=size)
    records, rejects = zip(*reading.tables(), strict=True)
    return reading.facts, pd.concat(records, ignore_index=True), pd.concat(rejects, ignore_index=True)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_evidence_of_a_column_is_that_of_the_whole_file(tmp_path: Path, size: int) -> None:
    """The first day is told by the last row; the years of two digits by the years of publication."""
    path = write(
        tmp_path,
        ROW.format(n=1, day="2/3/14", year=2014, filed="4/5/12"),
        ROW.format(n=2, day="3/4/14", year=2014, filed="4/5/2012"),
        "x,,",
        ROW.format(n=3, day="25/4/14", year=2014, filed="13/5/12"),
    )
    facts, record, reject = tables(path, size)
    assert record["publication_date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2014-03-02",
        "2014-04-03",
        "2014-04-25",
    ]
    assert record["filing_date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2012-05-04",
        "2012-05-04",
        "2012-05-13",
    ]
    assert reject[["row_number", "column"]].values.tolist() == [[4, "*"]]
    whole = tables(path, 1000)
    assert facts == whole[0]
    pd.testing.assert_frame_equal(record, whole[1])
    pd.testing.assert_frame_equal(reject, whole[2])


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_sample_reads_alike_in_pieces(path: Path) -> None:
    try:
        whole = tables(path, 1000)
    except ExportError:
        pytest.skip("needs a passport")
    pieces = tables(path, 1)
    assert pieces[0] == whole[0]
    pd.testing.assert_frame_equal(pieces[1], whole[1])
    pd.testing.assert_frame_equal(pieces[2], whole[2])


def test_the_store_holds_what_is_read_into_memory(tmp_path: Path) -> None:
    names = ["patsnap.csv", "lens_2016.csv", "lens.jsonl", "lens_2016.csv"]
    files = [ExportFile(SAMPLES / name, f"exports/{9 - n}.csv") for n, name in enumerate(names)]
    store = Store(tmp_path, {"corpus": corpus.tables.TABLES})
    intake, read = write_exports(files, store), read_exports(files)
    pd.testing.assert_frame_equal(intake, read.intake)
    for name in ("export_record", "export_reject"):
        key = list(store.table(name).key)
        expected = getattr(read, name).sort_values(key, ignore_index=True)
        pd.testing.assert_frame_equal(store.read(name), expected)
    first = store.path("export_record").read_bytes()
    write_exports(files, store, workers=2)
    assert store.path("export_record").read_bytes() == first
    with pytest.raises(ContractError, match="come after"), store.pieces("export_record") as add:
        add(read.export_record[read.export_record["export_file"].eq("exports/9.csv")])
        add(read.export_record[read.export_record["export_file"].eq("exports/6.csv")])
    assert store.path("export_record").read_bytes() == first


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_large_file_is_decoded_as_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, encoding: str
) -> None:
    """Blocks of 64 bytes end between the two bytes of a character, of CRLF, and inside quoted cells."""
    source = (SAMPLES / "patsnap.csv").read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    path = tmp_path / "a.csv"
    path.write_bytes(source.replace("\n", end).encode(encoding))
    expected = read_exports([ExportFile(path, "a.csv")])
    monkeypatch.setattr(opening, "_LARGE", 0)
    monkeypatch.setattr("corpus.readers.lines._BLOCK", 64)
    streamed = read_exports([ExportFile(path, "a.csv")])
    pd.testing.assert_frame_equal(streamed.intake, expected.intake)
    pd.testing.assert_frame_equal(streamed.export_record, expected.export_record)


def test_an_encoding_that_changes_further_down_is_not_streamed() -> None:
    ascii_first = b"a,b\n" * 3_000_000 + "发明\n".encode("gb18030")
    assert stream_lines(io.BytesIO(ascii_first)) is None


def test_a_swallowed_row_is_found_though_the_width_is_right(tmp_path: Path) -> None:
    rows = [ROW.format(n=n, day="2014-01-01", year=2014, filed="2012-01-01") for n in (1, 2, 3)]
    rows[0] = rows[0].replace("A title", '"A title')
    rows[1] = rows[1].replace("A title", 'A" title')
    with pytest.raises(ExportError, match="row 2: a quotation mark is opened and not closed"):
        read_exports([ExportFile(write(tmp_path, *rows), "a.csv")])


def test_shifted_cells_are_set_aside_with_the_reason(tmp_path: Path) -> None:
    good = ROW.format(n=1, day="2014-01-01", year=2014, filed="2012-01-01")
    bad = "2,US,A1,US 2014/0000002 A1,000-2,DOE JANE,ROE RICHARD,A title,F03B13/26,2012-01-01,A title"
    result = read_exports([ExportFile(write(tmp_path, good, bad), "a.csv")])
    assert result.export_record["row_number"].tolist() == [2]
    assert result.export_reject["reason"].str.contains("wrong columns").tolist() == [True]


def test_headings_of_one_name_and_of_none_are_both_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADINGS},Title,\n{ROW.format(n=1, day='2014-01-01', year=2014, filed='')},B,note\n")
    unknown = read_exports([ExportFile(path, "a.csv")]).intake["columns_unknown"][0]
    assert list(unknown) == ["Title (2)", "(column 13, without a heading)"]


def test_two_rows_of_headings_are_one(tmp_path: Path) -> None:
    upper = "#,Jurisdiction,Kind,Publication Number,Lens ID,Publication,,Application,Title,Cited Count,IPCR Classifications"
    lower = ",,,,,Publication Date,Publication Year,Application Date,,,"
    row = ROW.format(n=1, day="2014-01-02", year=2014, filed="2012-03-04")
    path = tmp_path / "a.csv"
    path.write_text(f"{upper}\n{lower}\n{row}\n", encoding="utf-8")
    record = read_exports([ExportFile(path, "a.csv")]).export_record
    assert record["row_number"].tolist() == [3]
    assert record["filing_date"].tolist() == [pd.Timestamp("2012-03-04")]


def test_a_list_that_a_spreadsheet_cut_loses_its_last_item_alone(tmp_path: Path) -> None:
    symbols = ";;".join(["H01M10/0525"] * 4000)[:32_767]
    assert symbols.endswith(";;H01M10/")
    row = ROW.format(n=1, day="2014-01-02", year=2014, filed="").replace("F03B13/26", symbols)
    result = read_exports([ExportFile(write(tmp_path, row), "a.csv")])
    assert result.export_record["ipc"].tolist() == [["H01M10/0525"]]
    assert result.export_reject[["column", "action"]].values.tolist() == [["ipc", "blanked"]]
    assert "cut at 32,767 characters" in result.export_reject["reason"][0]


def test_too_wide_and_too_long_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a," * 20_000 + "\n1\n")
    with pytest.raises(ExportError, match="20,001 columns"):
        read_exports([ExportFile(path, "a.csv")])
    row = ROW.format(n=1, day="2014-01-01", year=2014, filed="").replace("A title", "x" * 10_000_001)
    with pytest.raises(ExportError, match="cell of more than 10,000,000 characters"):
        read_exports([ExportFile(write(tmp_path, row), "a.csv")])


def workbook(cell: str) -> bytes:
    """A workbook of one cell, and another at `cell`."""
    made, again = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write(0, 0, "x")
    row = "".join(c for c in cell if c.isdigit())
    far = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(again, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"</sheetData>", far))
    return again.getvalue()


@pytest.mark.parametrize("cell", ["XFD1048576", "A99999999999", "ZZZZZZ2", "XFD10000"])
def test_cells_far_apart_do_not_fill_the_memory(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(cell))
    with pytest.raises(ExportError, match=r"spread over|no workbook"):
        read_exports([ExportFile(path, "a.xlsx")])


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"a\.csv: cannot be opened \(it is no file\)"):
        read_exports([ExportFile(tmp_path, "a.csv")])

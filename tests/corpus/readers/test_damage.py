"""Files that are empty, broken or unknown: a clear error or a counted reject, never a lost row."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ExportError
from corpus.readers import ExportFile, Intake, read_exports

HEADINGS = (
    "#,Jurisdiction,Kind,Publication Number,Lens ID,Publication Date,Title,Cited Count,IPCR Classifications"
)
ROW = "{n},CN,A,CN 10000000{n} A,000-{n},2020-01-0{n},A title,{n},F03B13/26"


def rows(*numbers: int) -> list[str]:
    return [ROW.format(n=n) for n in numbers]


def read(folder: Path, content: bytes | str, **passport: object) -> Intake:
    path = folder / "a.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    result = read_exports([ExportFile(path, "exports/a.csv", **passport)])  # type: ignore[arg-type]
    counts = result.intake.iloc[0]
    assert counts["rows_read"] == counts["rows_accepted"] + counts["rows_duplicate"] + counts["rows_rejected"]
    return result


def table(*lines: str, end: str = "\n") -> str:
    return end.join([HEADINGS, *lines, ""])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\r\n \n", "is empty"),
        (table().encode(), "headings but no records"),
        (b"a,b,c\n1,2,3\n", "no known format"),
        (b"\x00\x01\x02\xff\xfe\x9c" * 40, "encoding cannot be told|no row of headings|no known format"),
        (b"PK\x03\x04 not really a workbook", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "no workbook"),
        (b"\x1f\x8b\x08\x00rest", "compressed"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b'[{"a": 1}]', "JSON"),
        (b'{"a": 1,\n "b": 2\n}\n', "JSON Lines"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ExportError, match=words) as refusal:
        read(tmp_path, content)
    assert str(refusal.value).startswith("exports/a.csv: ")
    assert str(refusal.value).count("\n") <= 1
    assert refusal.value.exit_code == 11


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"exports/b\.csv: cannot be opened"):
        read_exports([ExportFile(tmp_path / "b.csv", "exports/b.csv")])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_line_ends_and_delimiters(tmp_path: Path, end: str, delimiter: str) -> None:
    content = table(*rows(1, 2), end=end).replace(",", delimiter)
    result = read(tmp_path, content)
    assert result.export_record["publication_number"].tolist() == ["CN100000001A", "CN100000002A"]


def test_preamble_blank_lines_and_repeated_headings(tmp_path: Path) -> None:
    lines = ["Search result", "", HEADINGS, *rows(1), "", ",,,,,,,,", HEADINGS, *rows(2)]
    result = read(tmp_path, "\n".join(lines))
    assert result.export_record["row_number"].tolist() == [4, 8]
    assert result.export_reject[["row_number", "column", "reason", "action"]].values.tolist() == [
        [7, "*", "the headings again", "excluded"]
    ]
    assert result.intake["rows_read"].tolist() == [3]


def test_ragged_rows_are_set_aside_and_counted(tmp_path: Path) -> None:
    short, long, trailing = ROW.format(n=2)[:20], ROW.format(n=3) + ",more", ROW.format(n=4) + ",,"
    result = read(tmp_path, table(*rows(1), short, long, trailing))
    assert result.export_record["publication_number"].tolist() == ["CN100000001A", "CN100000004A"]
    assert result.export_reject["row_number"].tolist() == [3, 4]
    assert result.export_reject["reason"].str.contains("where the headings have 9").all()


def test_an_open_quotation_mark_swallows_nothing_in_silence(tmp_path: Path) -> None:
    damaged = ROW.format(n=2).replace("A title", '"A title')
    with pytest.raises(ExportError, match=r"row 3: a quotation mark is opened and not closed"):
        read(tmp_path, table(*rows(1), damaged, *rows(3, 4)))


def test_stray_quotation_marks_inside_cells_do_no_harm(tmp_path: Path) -> None:
    stray = ROW.format(n=2).replace("A title", 'A 5" title')
    quoted = ROW.format(n=3).replace("A title", '"A ""title"" of\ntwo lines, long"')
    result = read(tmp_path, table(*rows(1), stray, quoted))
    assert result.export_record["title"].tolist() == ["A title", 'A 5" title', 'A "title" of two lines, long']


def test_a_column_without_numbers_excludes_every_row(tmp_path: Path) -> None:
    lines = [line.replace(f"CN 10000000{n} A", "") for n, line in enumerate(rows(1, 2), start=1)]
    result = read(tmp_path, table(*lines))
    assert result.intake.loc[0, ["rows_read", "rows_accepted", "rows_rejected"]].tolist() == [2, 0, 2]
    assert result.export_reject["reason"].tolist() == ["no publication number"] * 2


def test_bad_cells_are_blanked_with_a_reason(tmp_path: Path) -> None:
    bad = ROW.format(n=1).replace("2020-01-01", "0000-00-00").replace(",1,F03B13/26", ",many,nonsense")
    result = read(tmp_path, table(bad, *rows(2)))
    rejects = result.export_reject.set_index("column")
    assert rejects["reason"].to_dict() == {
        "ipc": "items not readable: nonsense",
        "publication_citation_count": "not a count",
        "publication_date": "a placeholder for no date",
    }
    assert rejects["value"].to_dict() == {
        "ipc": "nonsense",
        "publication_citation_count": "many",
        "publication_date": "0000-00-00",
    }
    assert set(rejects["action"]) == {"blanked"}
    assert result.intake.loc[0, ["rows_accepted", "cells_blanked"]].tolist() == [2, 3]
    assert result.export_record["publication_citation_count"].isna().tolist() == [True, False]


def test_a_missing_count_is_not_zero(tmp_path: Path) -> None:
    lines = [ROW.format(n=1).replace(",1,F03B", ",,F03B"), ROW.format(n=2).replace(",2,F03B", ",0,F03B")]
    counts = read(tmp_path, table(*lines)).export_record["publication_citation_count"]
    assert counts.isna().tolist() == [True, False]
    assert counts[1] == 0


def test_a_type_that_contradicts_the_kind_is_blanked(tmp_path: Path) -> None:
    content = table(*rows(1, 2)).replace("Title", "Type").replace("A title", "Patent Application")
    content = content.replace("CN,A,CN 100000001 A", "CN,U,CN 200000001 U")
    result = read(tmp_path, content)
    assert result.export_record["ip_right"].tolist() == ["utility_model", "invention"]
    assert result.export_record["document_type_text"].isna().tolist() == [True, False]
    assert result.export_reject["reason"].tolist() == ["contradicts kind code U"]


def test_the_kind_column_completes_a_number_without_kind(tmp_path: Path) -> None:
    result = read(tmp_path, table(*rows(1)).replace("CN 100000001 A", "CN 100000001"))
    assert result.export_record["publication_number"].tolist() == ["CN100000001A"]


def test_a_record_id_is_no_publication_number(tmp_path: Path) -> None:
    content = (
        "#,Lens ID,Jurisdiction,Publication Date,Publication Year,Title,URL\n1,000-1,CN,2020-01-01,2020,A,u\n"
    )
    with pytest.raises(ExportError, match="no column gives publication numbers; a record id"):
        read(tmp_path, content)


def test_thin_evidence_is_refused_until_the_study_names_the_format(tmp_path: Path) -> None:
    content = "公开（公告）号,标题,申请人,申请日\nCN100000001A,一种装置,样例大学,20200101\n"
    with pytest.raises(ExportError, match="no known format"):
        read(tmp_path, content)
    result = read(tmp_path, content, format="incopat")
    assert result.export_record["title"].tolist() == ["一种装置"]
    assert result.intake["format"].tolist() == ["incopat"]


def test_mistakes_in_the_passport_are_named(tmp_path: Path) -> None:
    content = table(*rows(1))
    with pytest.raises(ExportError, match='format "lense" is not known; one of lens'):
        read(tmp_path, content, format="lense")
    with pytest.raises(ExportError, match='maps "titel", which is no column'):
        read(tmp_path, content, columns={"titel": "Title"})
    with pytest.raises(ExportError, match='heading "Titel", which is not there'):
        read(tmp_path, content, columns={"title": "Titel", "publication_number": "Publication Number"})
    with pytest.raises(ExportError, match='map "publication_number"'):
        read(tmp_path, content, columns={"title": "Title"})


def test_the_study_can_add_a_heading_to_a_known_format(tmp_path: Path) -> None:
    content = table(*rows(1)).replace("Publication Number", "My Number")
    with pytest.raises(ExportError, match="no column gives publication numbers"):
        read(tmp_path, content)
    result = read(tmp_path, content, format="lens", columns={"publication_number": "My Number"})
    assert result.export_record["publication_number"].tolist() == ["CN100000001A"]


def test_broken_json_lines_are_counted(tmp_path: Path) -> None:
    good = '{"publicationKey": "CN_10000000%d_A", "lensId": "%d", "ipcrClassifications": [], "title": "T"}'
    content = "\n".join([good % (1, 1), '{"publicationKey": ', "[1]", "", good % (2, 2), good % (3, 3)])
    result = read(tmp_path, content)
    assert result.export_record["row_number"].tolist() == [1, 5, 6]
    assert result.export_reject["row_number"].tolist() == [2, 3]
    assert result.intake.loc[0, ["rows_read", "rows_rejected"]].tolist() == [5, 2]


def test_two_sheets_of_records_are_refused(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("一", "二"):
            sheet = book.add_worksheet(name)
            for place, line in enumerate([HEADINGS, *rows(1)]):
                sheet.write_row(place, 0, line.split(","))
    with pytest.raises(ExportError, match="all hold records"):
        read_exports([ExportFile(path, "exports/a.xlsx")])


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.sampled_from([ROW.format(n=1), ROW.format(n=2), "x", "", ",,,,,,,,", "1,2,3,4,5,6,7,8,9"]),
        max_size=8,
    )
)
def test_every_row_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Rows in = accepted + duplicates + set aside, whatever the rows are; `read` checks the sum."""
    filled = [line for line in lines if line.strip(",")]
    folder = tmp_path_factory.mktemp("rows")
    if not filled:
        with pytest.raises(ExportError, match="no records"):
            read(folder, table(*lines))
        return
    result = read(folder, table(*lines))
    assert result.intake["rows_read"][0] == len(filled)
    seen = [*result.export_record["row_number"]]
    seen += [*result.export_reject.loc[result.export_reject["column"] == "*", "row_number"]]
    assert sorted(seen) == [n for n, line in enumerate(lines, start=2) if line.strip(",")]


def test_a_status_column_of_rows_that_are_all_set_aside_is_read(tmp_path: Path) -> None:
    headings = "公开(公告)号,标题,受理局,法律状态/事件,简单法律状态"
    result = read(tmp_path, f"{headings}\n-,某泵,中国,授权,有效\n-,某阀,中国,驳回,失效\n")
    assert result.intake.loc[0, "rows_rejected"] == 2 and result.export_record.empty

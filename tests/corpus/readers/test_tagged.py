"""Tagged text, lists of references and ledgers: invented records, whole and damaged."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import ExportError
from corpus.readers import ExportFile, Intake, describe_file, read_exports
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT, INTAKE

SAMPLES = Path(__file__).parent / "samples"
DERWENT, ENDNOTE, NOTE_EXPRESS, REFERENCES, LEDGER = (
    (SAMPLES / name).read_text(encoding="utf-8")
    for name in ("derwent_index.ciw", "cnki_endnote.txt", "wanfang.net", "cnki_gbt7714.txt", "ledger.csv")
)
PUMP = DERWENT[DERWENT.rindex("PT P") : DERWENT.rindex("\nEF")]


def read(folder: Path, content: str | bytes, **passport: object) -> Intake:
    path = folder / "export.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = read_exports([ExportFile(path, path.name, **passport)])  # type: ignore[arg-type]
    contract.check(result.intake, INTAKE)
    contract.check(result.export_record, EXPORT_RECORD)
    contract.check(result.export_reject, EXPORT_REJECT)
    row = result.intake.iloc[0]
    outcomes = row[["rows_accepted", "rows_duplicate", "rows_rejected"]]
    assert row["rows_read"] == outcomes.sum() > 0
    return result


def counts(result: Intake) -> tuple[str, int, int, int]:
    row = result.intake.iloc[0]
    return row["format"], row["rows_accepted"], row["rows_duplicate"], row["rows_rejected"]


def excluded(result: Intake) -> list[tuple[int, str]]:
    rows = result.export_reject[result.export_reject["action"] == "excluded"]
    return list(zip(rows["row_number"], rows["reason"], strict=True))


def test_each_publication_of_a_derwent_record_is_a_row(tmp_path: Path) -> None:
    result = read(tmp_path, DERWENT)
    assert counts(result) == ("derwent_index", 5, 0, 0)
    record = result.export_record.set_index("publication_number")
    # The Korean one has no day of publication: its line is that of its application.
    assert record["row_number"].tolist() == [17, 18, 19, 23, 48]
    members = ["FR3999001A1", "WO2016099001A1", "US2017399001A1", "KR20170099001A"]
    assert record.index.tolist() == [*members, "CN204999002U"]
    assert all(listed == members for listed in record["family_publications"].head(4))
    assert record["vendor_family_id"].nunique() == 2
    french = record.loc["FR3999001A1"]
    assert french["title"] == "Tethered kite for drying hay, has frame that carries two fans."
    assert french["abstract_en"] == "NOVELTY - The kite has a frame (1). USE - Kite for hay."
    assert french["applicants"] == ["EXAMPLE KITES SA", "EXAMPLE HAY INC", "DOE J"]
    assert french["inventors"] == ["DOE J", "ROE R"]
    assert french["ipc"] == ["A01D43/00", "B64C31/06"]
    assert french["ipc_main"] == "A01D43/00"
    assert french["publication_date"] == pd.Timestamp("2016-05-06")
    assert french["filing_date"] == pd.Timestamp("2014-11-03")
    assert french["application_number"] == "FR1460001"
    assert french["priority_numbers"] == ["FR1460001"]
    assert french["earliest_priority_date"] == pd.Timestamp("2014-11-03")
    assert french["cited_publications"] == ["DE102012099001A1", "US2011299001A1"]
    world = record.loc["WO2016099001A1"]
    assert world["application_number"] == "WO2015FR050002"
    assert world["cited_publications"] == ["JP2004099001A"]
    assert record.loc["CN204999002U", ["application_number", "ip_right"]].tolist() == [
        "CN201420990002",
        "utility_model",
    ]


def test_numbers_that_cannot_be_completed_are_set_aside(tmp_path: Path) -> None:
    """The day of a national phase in the United States is not that of its international filing."""
    result = read(tmp_path, DERWENT)
    record = result.export_record.set_index("publication_number")
    american = record.loc["US2017399001A1"]
    assert american[["application_number", "filing_date", "cited_publications"]].isna().all()
    blanked = result.export_reject
    assert blanked["row_number"].tolist() == [19, 19]
    assert blanked["column"].tolist() == ["application_number", "filing_date"]
    # Without a word of an international filing, the year is that of the day.
    assert record.loc["KR20170099001A", "application_number"] == "KR1020150012345"
    assert pd.isna(record.loc["KR20170099001A", "publication_date"])


@pytest.mark.parametrize(
    ("number", "written", "expected"),
    [
        ("EP2999001-A1", "EP155128    13 Feb 2013", "EP13155128"),
        ("JP2017099001-A", "JP198782    06 Oct 2015", "JP2015198782"),
        ("JP3999001-U", "JP001234    06 Oct 2015", "JP2015001234U"),
        ("KR2017099001-U", "KR001234    06 Oct 2015", "KR2020150001234"),
        ("CN1999001-A", "CN137707    20 Jun 2003", "CN03137707"),
        ("RU2999001-C1", "RU111086    27 Mar 2015", "RU2015111086"),
        ("DE102015099001-A1", "DE10110812    03 Jul 2015", "DE102015110812"),
        ("DE10399001-A1", "DE1030873    09 Jul 2003", "DE10330873"),
        ("DE20399001-U1", "DE2015789    10 Oct 2003", "DE20315789U"),
        ("GB2999001-A", "GB010728    17 Jun 2013", "GB201310728"),
        ("GB2399001-A", "GB000783    16 Jan 2007", "GB0700783"),
        ("US9999001-B2", "US657848    29 Jan 2010", "US65784810"),
        ("US9999001-B2", "US535281    06 Nov 2014", "US201414535281"),
        ("US9999001-B2", "US844440    15 Mar 2013", "US201313844440"),
        ("CA2999001-A1", "CA2917081    03 Jul 2014", "CA2917081"),
        ("TW999001-U", "TW216977    07 Nov 2016", None),
    ],
)
def test_short_application_numbers_are_completed(
    tmp_path: Path, number: str, written: str, expected: str | None
) -> None:
    content = DERWENT.replace("CN204999002-U    CN20990002    30 Sep 2014", f"{number}    {written}")
    result = read(tmp_path, content.replace("CN204999002-U", number))
    found = result.export_record["application_number"].iloc[-1]
    assert pd.isna(found) if expected is None else found == expected


def test_publication_numbers_are_spelt_as_elsewhere(tmp_path: Path) -> None:
    content = DERWENT.replace("PN CN204999002-U", "PN CN204999002-U; JP2017599001-W; TW536742-U; RD699001-A")
    result = read(tmp_path, content)
    assert result.export_record["publication_number"].tail(3).tolist() == [
        *("JP2017599001A", "TWM536742U", "CN204999002U"),
    ]
    # Publications without a line of their own are counted on from the line of their record.
    assert result.export_record["row_number"].tail(3).tolist() == [41, 42, 48]
    assert excluded(result) == [(43, "office RD is not known")]


def test_glued_files_keep_all_their_records(tmp_path: Path) -> None:
    second = DERWENT.replace("99001", "98001").replace("999002", "998002")
    result = read(tmp_path, f"{DERWENT}\n\ufeff{second}")
    assert counts(result) == ("derwent_index", 10, 0, 0)
    result = read(tmp_path, f"{DERWENT}\n{DERWENT}")
    assert counts(result) == ("derwent_index", 5, 5, 0)


def test_a_cut_file_says_so(tmp_path: Path) -> None:
    cut = "the record is cut off: its end mark ER is missing"
    result = read(tmp_path, DERWENT[: DERWENT.index("AD CN204999002")])
    assert counts(result) == ("derwent_index", 4, 0, 1)
    assert excluded(result) == [(41, cut)]
    assert result.export_reject["value"].iloc[-1] == "CN204999002-U"
    # Cut between two records: what is missing cannot be counted, but that it is missing can be told.
    result = read(tmp_path, DERWENT[: DERWENT.index(PUMP)])
    assert excluded(result) == [(41, "the file ends without its end mark EF: it was cut off")]
    # Glued after a cut.
    result = read(tmp_path, DERWENT[: DERWENT.index("AD CN204999002")] + DERWENT)
    assert [reason for _, reason in excluded(result)] == [
        cut,
        "a file begins before the one above has ended (EF)",
    ]
    # The beginning is lost.
    result = read(
        tmp_path, DERWENT[DERWENT.index("AU ROE") if "AU ROE" in DERWENT else DERWENT.index("GA 2") :]
    )
    assert counts(result) == ("derwent_index", 1, 0, 2)
    assert excluded(result)[0] == (1, "text outside a record")


def test_records_without_their_marks_are_broken_not_mixed(tmp_path: Path) -> None:
    result = read(tmp_path, DERWENT.replace("UT DIIDW:2016990011\nER\n\nPT P\n", "UT DIIDW:2016990011\n"))
    assert [number for number, _ in excluded(result)] == [3]
    assert excluded(result)[0][1].endswith("stands twice: two records run together")
    result = read(tmp_path, DERWENT.replace("ER\n\nPT P\nPN CN", "PT P\nPN CN"))
    assert counts(result) == ("derwent_index", 1, 0, 1)


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_line_ends_of_any_kind(tmp_path: Path, end: str) -> None:
    first = read(tmp_path, DERWENT)
    second = read(tmp_path, DERWENT.replace("\n", end))
    pd.testing.assert_frame_equal(first.export_record, second.export_record)


@pytest.mark.parametrize(
    "content", [ENDNOTE, NOTE_EXPRESS, REFERENCES], ids=["endnote", "noteexpress", "list"]
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_same_records_in_every_encoding(tmp_path: Path, content: str, encoding: str) -> None:
    first = read(tmp_path, content)
    second = read(tmp_path, content.encode(encoding))
    pd.testing.assert_frame_equal(first.export_record, second.export_record)
    pd.testing.assert_frame_equal(first.export_reject, second.export_reject)
    assert second.intake["encoding"].tolist() == [{"utf-16": "utf-16-le"}.get(encoding, encoding)]


def test_cnki_endnote(tmp_path: Path) -> None:
    result = read(tmp_path, ENDNOTE.replace("\n", "\r\n"))
    assert counts(result) == ("cnki_endnote", 1, 0, 1)
    record = result.export_record.iloc[0]
    assert record["row_number"] == 1
    assert record["publication_number"] == "CN109990011A"
    assert record["title"] == "一种干草的风筝"
    assert record["inventors"] == ["张三", "李四"]
    assert record["abstract"] == "本发明公开了一种风筝。 第二行。"
    assert record["publication_date"] == pd.Timestamp("2018-08-31")
    assert record[["applicants", "application_number"]].isna().all()
    assert excluded(result) == [(11, "an application number but no publication number")]
    assert result.export_reject["value"].tolist() == ["CN201699900022.6"]


def test_wanfang_note_express(tmp_path: Path) -> None:
    result = read(tmp_path, NOTE_EXPRESS)
    assert counts(result) == ("wanfang", 1, 0, 1)
    record = result.export_record.iloc[0]
    assert record["publication_number"] == "CN202990011U"
    assert record["inventors"] == ["张三", "李四"]
    assert record["applicants"] == ["示例风筝有限公司"]
    assert record["applicant_address"] == "300000 天津市示例路1号"
    assert record["publication_date"] == pd.Timestamp("2012-08-08")
    assert pd.isna(record["application_number"])
    assert excluded(result) == [(11, "an application number but no publication number")]


def test_records_of_endnote_that_run_together_are_broken(tmp_path: Path) -> None:
    result = read(tmp_path, "stray\n" + ENDNOTE.replace("%W CNKI\n\n%0 Patent\n%A 王五", "%A 王五"))
    assert excluded(result) == [
        (1, "text outside a record"),
        (2, "tag %T stands twice: two records run together"),
    ]
    assert counts(read(tmp_path, ENDNOTE + "\n" + ENDNOTE)) == ("cnki_endnote", 1, 1, 2)


def test_gbt_7714_list(tmp_path: Path) -> None:
    result = read(tmp_path, REFERENCES)
    assert counts(result) == ("cnki_gbt7714", 2, 0, 1)
    record = result.export_record.set_index("row_number")
    assert record.loc[1, "inventors"] == ["张三", "J·多伊", "G.F.基尼"]
    assert record.loc[1, "title"] == "一种干草的风筝"
    assert record.loc[1, "publication_date"] == pd.Timestamp("2018-08-31")
    assert record["publication_number"].tolist() == ["CN109990011A", "CN204990022U"]
    assert record["applicants"].isna().all()
    assert excluded(result) == [(5, "an application number but no publication number")]


def test_lines_of_a_list_that_are_no_patents(tmp_path: Path) -> None:
    first, second, third = (line for line in REFERENCES.splitlines() if line)
    lines = [
        "参考文献",
        first,
        second[:15],
        first[:-1] + second,
        "[4]陈九. 论风[J]. 示例学报,2001(1):1-2.",
        third,
    ]
    result = read(tmp_path, "\n".join(lines))
    assert excluded(result) == [
        (1, "text outside a reference"),
        (3, "the reference is cut off or has no number and date"),
        (4, "two references run together"),
        (5, "a reference of kind J, no patent"),
        (6, "an application number but no publication number"),
    ]


def test_other_tagged_files_are_refused(tmp_path: Path) -> None:
    paper = "FN Example\nVR 1.0\nPT J\nAU Doe, J\nTI Hay\nSO EXAMPLE\nER\n\nEF\n"
    with pytest.raises(ExportError, match="no known format"):
        read(tmp_path, paper)


def test_archives_of_tagged_text(tmp_path: Path) -> None:
    assert counts(read(tmp_path, gzip.compress(DERWENT.encode())))[1] == 5
    for name in ("a.ciw", "a.enw", "a.net", "a.txt"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, DERWENT)
        assert counts(read(tmp_path, packed.getvalue()))[1] == 5


def test_a_note_beside_a_table_in_an_archive_is_left(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "how it was made")
        archive.writestr("a.ciw", DERWENT)
    assert counts(read(tmp_path, packed.getvalue()))[1] == 5


def test_a_ledger_is_read_by_the_shape_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("示例公司专利台账,,,,,,\n" + LEDGER, encoding="gb18030")
    described = describe_file(path)
    assert described.format == "ledger"
    # 2016.03.09 may be the day of publication or of anything else, so nothing is said of it.
    assert described.columns == {
        "B": "application_number",
        "C": "title",
        "D": "filing_date",
        "F": "inventors",
        "G": "legal_status_text",
    }
    assert described.unknown == ("A", "E")
    assert described.row_count == 3


def test_rows_of_a_ledger_name_their_applications(tmp_path: Path) -> None:
    result = read(tmp_path, LEDGER)
    assert counts(result) == ("ledger", 0, 0, 3)
    assert excluded(result)[0] == (1, "an application number but no publication number")
    assert result.export_reject["value"].iloc[1] == "ZL202011246710.4"


def test_a_ledger_with_publication_numbers_makes_records(tmp_path: Path) -> None:
    lines = LEDGER.splitlines()
    numbers = ["CN109990011B", "CN112990022B", "CN103990033B"]
    result = read(tmp_path, "\n".join(f"{a},{b}" for a, b in zip(lines, numbers, strict=True)))
    assert counts(result) == ("ledger", 3, 0, 0)
    record = result.export_record.set_index("row_number")
    assert record.loc[1, "application_number"] == "CN201410051006"
    assert record.loc[1, "filing_date"] == pd.Timestamp("2014-02-14")
    assert record.loc[1, "inventors"] == ["张三", "李四", "王五"]
    assert record.loc[3, "legal_status_text"] == "失效"


def test_a_wrong_check_digit_makes_no_application_number(tmp_path: Path) -> None:
    """A column of a ledger is one of application numbers only where the check digits hold."""
    with pytest.raises(ExportError, match="no known format"):
        read(tmp_path, LEDGER.replace("1006.1", "1006.2").replace("6710.4", "6710.5"))


def test_two_columns_of_one_shape_are_refused(tmp_path: Path) -> None:
    twice = LEDGER.replace(",有效", ",陈一、陈二,有效").replace(",失效", ",陈三,失效")
    with pytest.raises(ExportError, match=r"columns F and G both look like inventors") as refusal:
        read(tmp_path, twice)
    assert str(refusal.value).count("\n") == 1


def test_the_passport_names_columns_of_a_ledger_by_letter(tmp_path: Path) -> None:
    lines = LEDGER.splitlines()
    content = "\n".join(f"{line},CN10{n}990011B" for n, line in enumerate(lines))
    columns = {"publication_number": "H", "title": "C", "grant_date": "E"}
    result = read(tmp_path, content, columns=columns, separator="、")
    assert counts(result) == ("mapped", 3, 0, 0)
    assert result.export_record["grant_date"].iloc[0] == pd.Timestamp("2016-03-09")
    assert result.export_record["row_number"].tolist() == [1, 2, 3]
    named = read(tmp_path, content, format="ledger", columns={"grant_date": "E"})
    assert counts(named) == ("ledger", 3, 0, 0)
    assert named.export_record["grant_date"].iloc[0] == pd.Timestamp("2016-03-09")
    assert named.export_record["application_number"].iloc[1] == "CN202011246710"

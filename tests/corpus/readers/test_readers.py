"""Hand-written samples of every format, read field by field; all records are invented."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import ExportError
from corpus.readers import FORMATS, ExportFile, Intake, combine, describe_file, read_export, read_exports
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT, INTAKE

SAMPLES = Path(__file__).parent / "samples"
LEDGER = {
    "title": "成果名称",
    "publication_number": "专利号(公开)",
    "office": "国别",
    "applicants": "单位",
    "inventors": "完成人",
    "filing_date": "申请日期",
}


def read(name: str, **passport: object) -> Intake:
    result = read_exports([ExportFile(SAMPLES / name, f"exports/{name}", **passport)])  # type: ignore[arg-type]
    contract.check(result.intake, INTAKE)
    contract.check(result.export_record, EXPORT_RECORD)
    contract.check(result.export_reject, EXPORT_REJECT)
    counts = result.intake.iloc[0]
    assert counts["rows_read"] == counts["rows_accepted"] + counts["rows_duplicate"] + counts["rows_rejected"]
    return result


def fields(result: Intake, row_number: int) -> dict[str, object]:
    """Give the filled columns of one row's record, dates as ISO texts."""
    row = result.export_record.set_index("row_number").loc[row_number]
    found = {}
    for name, value in row.items():
        if isinstance(value, list) or pd.notna(value):
            found[str(name)] = value.date().isoformat() if isinstance(value, pd.Timestamp) else value
    for name in ("export_file", "disposition", "vendor"):
        found.pop(name)
    return found


def test_lens_2016() -> None:
    result = read("lens_2016.csv")
    assert result.intake.loc[0, ["format", "vendor", "encoding", "rows_read"]].tolist() == [
        "lens",
        "The Lens",
        "utf-8",
        2,
    ]
    assert fields(result, 2) == {
        "publication_number": "US2015123456A1",
        "office": "US",
        "kind_code": "A1",
        "application_number": "US201314111222",
        "filing_date": "2013-11-01",
        "publication_date": "2015-05-07",
        "ip_right": "invention",
        "title": "Tidal Pump",
        "title_en": "Tidal Pump",
        "document_type_text": "Patent Application",
        "applicants": ["EXAMPLE MARINE INC"],
        "inventors": ["DOE JANE", "ROE RICHARD"],
        "ipc": ["F03B13/26"],
        "cpc": ["F03B13/26", "F05B2220/706"],
        "priority_numbers": ["US201314111222", "US201261700800P"],
        "priority_offices": ["US"],
        "earliest_priority_date": "2012-11-05",
        "vendor_family_size": 3,
        "vendor_record_id": "000-111-222-333-444",
        "publication_citation_count": 4,
    }
    assert fields(result, 3)["title"] == "Wave Float, Moored"


def test_lens_2017_after_a_spreadsheet() -> None:
    """Two-digit years are read because Publication Year confirms them; 2/3/14 is the 3rd of February."""
    result = read("lens_2017_spreadsheet.csv")
    assert [fields(result, n)["publication_date"] for n in (2, 3)] == ["2015-04-02", "2016-01-19"]
    assert [fields(result, n)["filing_date"] for n in (2, 3)] == ["2014-09-24", "2014-02-03"]
    assert fields(result, 2)["title_en"] == "Gezeitenpumpe"


def test_lens_of_today() -> None:
    result = read("lens_current.csv")
    assert fields(result, 2) == {
        "publication_number": "US11999888B2",
        "office": "US",
        "kind_code": "B2",
        "application_number": "US202117333444",
        "filing_date": "2021-05-28",
        "publication_date": "2024-06-04",
        "ip_right": "invention",
        "title": "Membrane Stack",
        "title_en": "Membrane Stack",
        "abstract": 'A stack of membranes, "dense" at one end.',
        "abstract_en": 'A stack of membranes, "dense" at one end.',
        "legal_status_text": "ACTIVE",
        "document_type_text": "Granted Patent",
        "applicants": ["EXAMPLE DESAL INC"],
        "owners": ["NEWCO DESAL LLC", "HOLDCO DESAL LLC"],
        "inventors": ["DOE JANE"],
        "ipc": ["B01D61/02", "C02F1/44"],
        "cpc": ["B01D61/02", "B01D2313/20"],
        "priority_numbers": ["US202117333444", "WO2020EP061111"],
        "priority_offices": ["US", "EP"],
        "earliest_priority_date": "2020-04-21",
        "family_offices": ["US", "EP"],
        "vendor_family_size": 2,
        "vendor_record_id": "001-222-333-444-555",
        "family_record_ids": ["001-222-333-444-555", "001-222-333-444-666"],
        "publication_citation_count": 3,
        "backward_citation_count": 12,
        "npl_citation_count": 1,
    }
    twin = fields(result, 3)
    assert (twin["ip_right"], twin["title"]) == ("utility_model", "一种膜堆")
    assert "title_en" not in twin
    assert result.intake["columns_unknown"][0] == [
        "URL",
        "Has Full Text",
        "Extended Family Size",
        "Extended Family Members",
        "Extended Family Member Jurisdictions",
        "Sequence Count",
        "US Classifications",
        "NPL Resolved Citation Count",
        "NPL Resolved Lens ID(s)",
        "NPL Resolved External ID(s)",
        "NPL Citations",
    ]


def test_lens_json_lines() -> None:
    result = read("lens.jsonl")
    assert result.intake["format"][0] == "lens_jsonl"
    first, second = fields(result, 1), fields(result, 2)
    assert first["publication_number"] == "WO2021111222A1"
    assert first["application_number"] == "WO2020EP083333"
    assert first["applicants"] == ["EXAMPLE BIO AG", "UNIV EXAMPLE"]
    assert first["ipc"] == ["A61K39/215", "A61P31/14"]
    assert first["npl_citation_count"] == 3
    assert "owners" not in first
    assert second["publication_number"] == "US2022333444A1"
    assert second["owners"] == ["EXAMPLE BIO AG"]
    assert second["applicants"] == ["EXAMPLE BIO AG"]
    assert "npl_citation_count" not in second


def test_patsnap() -> None:
    result = read("patsnap.csv")
    assert result.intake.loc[0, ["format", "encoding"]].tolist() == ["patsnap", "utf-8-sig"]
    assert fields(result, 2) == {
        "publication_number": "CN118000111B",
        "office": "CN",
        "kind_code": "B",
        "application_number": "CN202410000017",
        "filing_date": "2024-01-05",
        "publication_date": "2024-09-03",
        "grant_date": "2024-09-03",
        "vendor_expiry_date": "2044-01-05",
        "ip_right": "invention",
        "title": "一种海水淡化装置",
        "title_en": "Seawater desalination device",
        "abstract": "本发明公开了一种装置， 包括膜堆。",
        "abstract_en": "The invention discloses a device.",
        "legal_status_text": "授权",
        "events": ["权利转移", "许可"],
        "document_type_text": "授权发明",
        "litigation_count": 0,
        "applicants": ["样例大学"],
        "owners": ["海澜样例科技有限公司", "样例大学"],
        "inventors": ["张三", "TANNER, CHRISTOPHER"],
        "applicant_province": "天津",
        "applicant_city": "天津",
        "ipc_main": "C02F1/44",
        "ipc": ["C02F1/44", "B01D61/02"],
        "vendor_family_id": "patsnap:78901234",
        "family_publications": ["CN118000111A", "CN118000111B", "WO2025123456A1"],
        "vendor_family_size": 2,
        "citing_publications": ["CN119000222A", "US2025111222A1"],
        "publication_citation_count": 2,
        "family_citation_count": 3,
        "citation_count_3y": 2,
        "citation_count_5y": 2,
        "backward_citation_count": 8,
        "sei_labels": ["7.1.3", "3.4.5"],
    }
    korean = fields(result, 3)
    assert korean["publication_number"] == "KR20240000123A"
    assert korean["title"] == korean["title_en"] == "Membrane module"
    assert korean["application_number"] == "KR1020220000555"
    assert korean["priority_offices"] == ["JP", "US"]
    assert korean["earliest_priority_date"] == "2021-07-01"
    assert "events" not in korean and "backward_citation_count" not in korean


def test_incopat_of_old() -> None:
    result = read("incopat_old.csv")
    assert result.intake.loc[0, ["format", "encoding"]].tolist() == ["incopat", "gb18030"]
    assert fields(result, 2) == {
        "publication_number": "CN110000222B",
        "office": "CN",
        "kind_code": "B",
        "application_number": "CN201810000024",
        "filing_date": "2018-01-10",
        "publication_date": "2020-03-10",
        "grant_date": "2020-03-10",
        "vendor_expiry_date": "2038-01-10",
        "ip_right": "invention",
        "title": "一种膜组件清洗方法",
        "abstract": "本发明涉及膜组件。",
        "first_claim": "1.一种方法。",
        "legal_status_text": "授权",
        "simple_status_text": "有效",
        "document_type_text": "发明授权",
        "transfer_count": 1,
        "licence_count": 0,
        "litigation_count": 0,
        "claim_count": 9,
        "independent_claim_count": 2,
        "page_count": 11,
        "applicants": ["样例大学", "海澜样例科技有限公司"],
        "owners": ["海澜样例科技有限公司"],
        "inventors": ["张三", "李四"],
        "applicant_types": ["大专院校", "企业"],
        "credit_codes": ["91120118MA00000001"],
        "applicant_address": "300000 样例路1号",
        "applicant_country": "CN",
        "applicant_province": "天津",
        "applicant_city": "天津市",
        "applicant_district": "滨海新区",
        "ipc_main": "C02F1/44",
        "ipc": ["C02F1/44", "B01D65/02"],
        "vendor_family_id": "incopat:555666",
        "family_publications": ["CN110000222A", "CN110000222B"],
        "family_offices": ["CN", "US"],
        "vendor_family_size": 2,
        "cited_publications": ["CN105000333A", "US9000333B2"],
        "publication_citation_count": 1204,
        "family_citation_count": 5,
        "backward_citation_count": 2,
        "sei_labels": ["7.1 (先进环保产业)", "3.4 (前沿新材料)"],
        "vendor_value": "9",
    }
    design = fields(result, 3)
    assert (design["ip_right"], design["locarno"], design["lapse_date"]) == (
        "design",
        ["15-02"],
        "2023-01-15",
    )


def test_incopat_of_today_in_utf16_with_tabs() -> None:
    result = read("incopat_new.csv")
    assert result.intake.loc[0, ["format", "encoding"]].tolist() == ["incopat", "utf-16-le"]
    found = fields(result, 2)
    assert (found["title"], found["title_en"]) == ("膜堆", "Membrane stack")
    assert (found["abstract"], found["abstract_en"]) == ("摘要文", "Abstract text")
    assert (found["publication_number"], found["applicant_country"]) == ("EP4000111A1", "DE")


def test_a_table_of_the_studys_own() -> None:
    """A title row above the headings, numbers without office, one that is no number."""
    result = read("mapped_ledger.csv", columns=LEDGER, separator="、")
    assert fields(result, 3) == {
        "publication_number": "CN112000444A",
        "office": "CN",
        "kind_code": "A",
        "filing_date": "2020-09-01",
        "ip_right": "invention",
        "title": "一种阀门",
        "applicants": ["样例大学", "海澜样例科技有限公司"],
        "inventors": ["张三", "李四"],
    }
    assert fields(result, 4)["publication_number"] == "US11222333B2"
    assert fields(result, 4)["title_en"] == "Valve"
    assert result.intake.loc[0, ["rows_read", "rows_accepted", "rows_rejected"]].tolist() == [3, 2, 1]
    assert result.intake["columns_unknown"][0] == ["备注"]
    rejected = result.export_reject.iloc[0]
    assert rejected[["row_number", "column", "value", "action"]].tolist() == [5, "*", "待定", "excluded"]


def test_every_format_but_the_mapped_has_a_sample() -> None:
    found = {describe_file(path).format for path in SAMPLES.iterdir()}
    assert found - {None} == set(FORMATS) - {"mapped"}


def test_a_workbook_reads_like_the_same_table_in_csv(tmp_path: Path) -> None:
    """Numbers as numbers, dates as dates, a title row, and a sheet of notes beside the records."""
    import xlsxwriter

    frame = pd.read_csv(SAMPLES / "patsnap.csv", dtype=str, encoding="utf-8-sig")
    path = tmp_path / "20240401123832541.XLSX"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write_column(0, 0, ["导出说明", "仅供内部使用"])
        sheet = book.add_worksheet("专利数据")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write(0, 0, "导出结果")
        sheet.write_row(1, 0, list(frame.columns))
        for row, (_, values) in enumerate(frame.iterrows(), start=2):
            for column, (heading, value) in enumerate(values.items()):
                if heading == "申请日":
                    sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), day)
                elif isinstance(value, str) and value.isdigit():
                    sheet.write_number(row, column, int(value))
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
    result = read_exports([ExportFile(path, "a.xlsx")])
    assert result.intake.loc[0, ["format", "encoding", "rows_read"]].tolist() == ["patsnap", "workbook", 2]
    assert result.export_record["row_number"].tolist() == [3, 4]
    same = ["export_file", "row_number"]
    pd.testing.assert_frame_equal(
        result.export_record.drop(columns=same), read("patsnap.csv").export_record.drop(columns=same)
    )


def test_duplicates_are_decided_over_all_files_in_order(tmp_path: Path) -> None:
    names = ["lens_2016.csv", "patsnap.csv", "lens_2016.csv"]
    files = [ExportFile(SAMPLES / name, f"exports/{place}.csv") for place, name in enumerate(names)]
    result = read_exports(files)
    assert result.intake["rows_accepted"].tolist() == [2, 2, 0]
    assert result.intake["rows_duplicate"].tolist() == [0, 0, 2]
    marks = result.export_record.groupby("export_file")["disposition"].unique()
    assert [list(m) for m in marks] == [["accepted"], ["accepted"], ["duplicate"]]


def test_the_same_tables_with_any_number_of_workers() -> None:
    names = ["lens_2016.csv", "patsnap.csv", "incopat_old.csv", "lens.jsonl"]
    files = [ExportFile(SAMPLES / name, name) for name in names]
    alone, together = read_exports(files), read_exports(files, workers=2)
    pd.testing.assert_frame_equal(alone.intake, together.intake)
    pd.testing.assert_frame_equal(alone.export_record, together.export_record)
    pd.testing.assert_frame_equal(alone.export_reject, together.export_reject)
    again = combine([read_export(file) for file in files])
    pd.testing.assert_frame_equal(alone.export_record, again.export_record)


def test_no_files_give_empty_tables() -> None:
    result = read_exports([])
    assert len(result.intake) == len(result.export_record) == len(result.export_reject) == 0
    contract.check(result.export_record, EXPORT_RECORD)


def test_the_same_file_twice_in_a_study_is_a_mistake() -> None:
    file = ExportFile(SAMPLES / "lens_2016.csv", "exports/a.csv")
    with pytest.raises(ExportError, match="listed twice"):
        read_exports([file, file])


def test_description_of_a_file() -> None:
    found = describe_file(SAMPLES / "patsnap.csv")
    assert (found.format, found.row_count, found.heading_row, found.problem) == ("patsnap", 2, 1, None)
    assert found.confidence == 1.0
    assert found.columns["公开(公告)号"] == "publication_number"
    assert found.unknown == ("PatSnap同族被引用专利总数",)
    assert found.ranking[0] == ("patsnap", 1.0)
    ledger = describe_file(SAMPLES / "mapped_ledger.csv")
    assert ledger.format is None
    assert ledger.problem is not None and "no known format" in ledger.problem

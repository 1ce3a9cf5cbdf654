"""Hand-written samples of the table-shaped exports, read field by field; all records are invented."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import ExportError
from corpus.readers import FORMATS, ExportFile, Intake, describe_file, read_exports, recognise
from corpus.readers.format import fold_heading
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT, INTAKE

SAMPLES = Path(__file__).parent / "samples"
# Offices, kinds and rights follow from the numbers, which are tested by themselves.
DERIVED = [
    *("export_file", "disposition", "vendor", "office", "kind_code", "ip_right"),
    *("title_en", "abstract_en"),
]


def read(name: str, format: str, *counts: int) -> Intake:
    """Read a sample and check its format and its rows: read, accepted, rejected."""
    result = read_exports([ExportFile(SAMPLES / name, name)])
    contract.check(result.intake, INTAKE)
    contract.check(result.export_record, EXPORT_RECORD)
    contract.check(result.export_reject, EXPORT_REJECT)
    row = result.intake.iloc[0]
    assert row["format"] == format
    assert (row["rows_read"], row["rows_accepted"], row["rows_rejected"]) == counts
    return result


def fields(result: Intake, row_number: int) -> dict[str, object]:
    """Give the filled columns of one row that are not derived from others, dates as ISO texts."""
    row = result.export_record.set_index("row_number").loc[row_number].drop(DERIVED)
    found = {str(n): v for n, v in row.items() if isinstance(v, list) or pd.notna(v)}
    return {n: v.date().isoformat() if isinstance(v, pd.Timestamp) else v for n, v in found.items()}


def test_google_patents() -> None:
    result = read("google_patents.csv", "google_patents", 2, 2, 0)
    assert fields(result, 3) == {
        "publication_number": "EP4999111A1",
        "filing_date": "2020-02-04",
        "publication_date": "2021-08-11",
        "earliest_priority_date": "2019-02-05",
        "title": "Tidal pump with two chambers",
        "applicants": ["Example Marine, Inc.", "Example Desal Co., Ltd."],
        "inventors": ["Jane DOE", "Richard Roe, Jr."],
    }
    assert fields(result, 4)["grant_date"] == "2024-09-03"
    assert "grant_date" not in fields(result, 3)


def test_patentscope() -> None:
    result = read("patentscope.csv", "patentscope", 3, 3, 0)
    assert fields(result, 4) == {
        "publication_number": "WO2031000111",
        "publication_date": "2031-01-09",
        "title": "TIDAL PUMP",
        "abstract": "A pump & a float.",
        "applicants": ["EXAMPLE MARINE INC.", "EXAMPLE DESAL LTD."],
        "inventors": ["DOE, Jane"],
        "ipc": ["F03B13/26", "F04B17/00"],
        "priority_numbers": ["US60999111", "WO2030IB012345", "DKPA202900074"],
        "priority_offices": ["US", "WO", "DK"],
        "earliest_priority_date": "2029-05-16",
        "vendor_record_id": "WO2031000111",
    }
    assert fields(result, 5)["publication_number"] == "US2031001234"
    assert fields(result, 6)["publication_number"] == "KR100999999"


def test_espacenet() -> None:
    """The A is earlier than the B2 printed before it; two A1 cannot be told apart, so neither gets a day."""
    result = read("espacenet.csv", "espacenet", 3, 3, 0)
    assert fields(result, 6) == {
        "publication_number": "JPH999222A",
        "publication_date": "1997-09-24",
        "earliest_priority_date": "1995-08-07",
        "title": "Machine vise with float",
        "applicants": ["EXAMPLE VISE INC", "EXAMPLE HOLDING AG"],
        "applicant_country": "US",
        "inventors": ["DOE JANE", "ROE RICHARD"],
        "ipc": ["B25B1/10", "B25B1/24"],
        "cpc": ["B25B1/103", "B25B1/2405"],
        "vendor_family_id": "espacenet:099000111",
        "family_publications": ["JP2999111B2", "JPH999222A"],
    }
    assert fields(result, 7)["publication_date"] == "2030-03-06"
    two = fields(result, 8)
    assert two["family_publications"] == ["US2030111222A1", "US2030333444A1"]
    assert "publication_date" not in two
    assert "applicant_country" not in two
    assert result.export_reject[["row_number", "column", "value"]].values.tolist() == [
        [8, "publication_date", "2030-01-03 \n2030-05-02"]
    ]


def test_espacenet_in_german() -> None:
    result = read("espacenet_german.csv", "espacenet", 1, 1, 0)
    found = fields(result, 4)
    assert (found["publication_number"], found["publication_date"]) == ("DE102030000111A1", "2031-07-10")
    assert found["family_publications"] == ["DE102030000111A1", "DE102030000111B4"]
    assert result.intake["columns_mapped"][0][3] == "Veröffentlichungsnummer=publication_number"


def test_sumobrain() -> None:
    result = read("sumobrain.csv", "sumobrain", 3, 3, 0)
    assert fields(result, 3) == {
        "publication_number": "EP9022032B1",
        "application_number": "EP30400981",
        "filing_date": "2030-06-30",
        "publication_date": "2034-02-15",
        "title": "Tidal pump",
        "abstract": "In a pump two chambers move.",
        "applicants": ["EXAMPLE MARINE INC"],
        "applicant_country": "US",
        "inventors": ["Doe, Jane"],
    }
    californian = fields(result, 4)
    assert californian["inventors"] == ["Doe, Jane", "Roe, Richard"]
    assert "applicant_country" not in californian
    assert fields(result, 5)["applicant_country"] == "FR"


def test_india_journal() -> None:
    result = read("india_journal.csv", "india_journal", 2, 2, 0)
    assert fields(result, 2) == {
        "publication_number": "IN999016",
        "application_number": "IN3358DELNP2030",
        "filing_date": "2028-11-19",
        "publication_date": "2039-11-22",
        "grant_date": "2039-11-22",
        "earliest_priority_date": "2028-02-27",
        "title": "A TIDAL PUMP",
        "applicants": ["EXAMPLE MARINE CO., LTD.", "EXAMPLE UNIVERSITY"],
    }
    assert fields(result, 3)["applicants"] == ["ROE, RICHARD"]
    assert fields(result, 3)["grant_date"] == "2039-11-29"


def test_patentsview() -> None:
    result = read("patentsview.json", "patentsview", 2, 2, 0)
    assert fields(result, 1) == {
        "publication_number": "US99928926",
        "application_number": "US29242912",
        "filing_date": "2034-04-02",
        "publication_date": "2038-03-27",
        "grant_date": "2038-03-27",
        "title": "Tidal pump",
        "abstract": "A pump.",
        "applicants": ["Example Marine Inc."],
        "applicant_country": "US",
        "cpc": ["F03B13/26", "F03B13/264"],
        "cited_publications": ["US2969308", "USRE30057"],
    }
    design = fields(result, 2)
    assert (design["publication_number"], design["citing_publications"]) == ("USD999001", ["US99930000"])
    assert not {"cited_publications", "applicants", "cpc"} & set(design)


def test_patentsview_applications() -> None:
    result = read("patentsview_applications.csv", "patentsview_applications", 2, 2, 0)
    assert fields(result, 2) == {
        "publication_number": "US2030044226A1",
        "application_number": "US24057922",
        "filing_date": "2029-10-18",
        "publication_date": "2030-02-13",
        "title": "Tidal Pump",
        "abstract": "A pump.",
        "applicants": ["Example Marine, LLC"],
        "applicant_country": "US",
        "applicant_city": "Springfield",
        "cpc": ["F03B13/26"],
    }
    assert "applicants" not in fields(result, 3)


def test_derwent_innovation() -> None:
    result = read("derwent_innovation.csv", "derwent_innovation", 1, 1, 0)
    assert fields(result, 2) == {
        "publication_number": "US2030123456A1",
        "application_number": "US202914111222",
        "filing_date": "2029-11-01",
        "publication_date": "2030-05-07",
        "title": "TIDAL PUMP",
        "abstract": "NOVELTY - A pump.",
        "simple_status_text": "Alive",
        "applicants": ["EXAMPLE MARINE INC", "EXAMPLE UNIV"],
        "owners": ["EXAMPLE HOLDING AG"],
        "inventors": ["DOE, JANE", "ROE, RICHARD"],
        "ipc": ["F03B13/26", "F03B13/06"],
        "cpc": ["F03B13/26"],
        "priority_numbers": ["US202861700800P", "US202914111222"],
        "priority_offices": ["US"],
        "earliest_priority_date": "2028-11-05",
        "vendor_family_id": "derwent innovation:2030A12345",
        "family_publications": ["US2030123456A1", "WO2030111222A1"],
        "cited_publications": ["US9000111B2", "EP1999111A1"],
        "publication_citation_count": 0,
        "backward_citation_count": 2,
    }


def test_cnipr_classic() -> None:
    result = read("cnipr_classic.csv", "cnipr", 3, 2, 1)
    assert result.intake["encoding"].tolist() == ["gb18030"]
    assert fields(result, 2) == {
        "publication_number": "CN119999333A",
        "application_number": "CN203010000017",
        "filing_date": "2030-07-01",
        "publication_date": "2031-01-02",
        "title": "一种潮汐泵",
        "abstract": "本发明公开了一种泵。",
        "first_claim": "1.一种泵。",
        "applicants": ["样例大学", "海澜样例科技有限公司"],
        "inventors": ["张三", "李四"],
        "applicant_address": "300072 样例市样例路1号",
        "ipc_main": "F03B13/26",
        "ipc": ["F03B13/26", "F04B17/00"],
        "priority_numbers": ["DE202030000389"],
        "priority_offices": ["DE"],
        "earliest_priority_date": "2030-01-16",
    }
    assert fields(result, 3)["application_number"] == "CN203020000021"
    assert result.export_reject[["row_number", "column", "value", "reason"]].values.tolist() == [
        [4, "*", "CN203010000099.4", "an application number but no publication number"]
    ]


def test_cnipr_platform() -> None:
    found = fields(read("cnipr_platform.csv", "cnipr", 1, 1, 0), 2)
    assert (found["title"], found["applicants"]) == ("一种膜堆", ["样例大学"])
    assert (found["ipc_main"], found["ipc"]) == ("B01D61/02", ["B01D61/02", "C02F1/44"])


def test_pss() -> None:
    result = read("pss.csv", "pss", 1, 1, 0)
    assert fields(result, 2) == {
        "publication_number": "CN119999666A",
        "application_number": "CN203010000200",
        "filing_date": "2030-10-13",
        "publication_date": "2031-01-25",
        "title": "一种海水泵",
        "abstract": "本发明公开了一种海水泵。",
        "applicants": ["样例大学", "海澜样例科技有限公司"],
        "inventors": ["张三", "李四"],
        "applicant_address": "样例市样例路1号",
        "ipc": ["F04B17/00", "F04B53/10"],
        "cpc": ["F04B17/00", "F04B53/10"],
        "priority_numbers": ["US20292999111"],
        "priority_offices": ["US"],
        "earliest_priority_date": "2029-10-14",
    }


def test_pss_results_give_no_publication_number() -> None:
    result = read("pss_results.csv", "pss_results", 2, 0, 2)
    assert result.export_reject["value"].tolist() == ["CN203010000200.6", "CN203020000021.8"]


def test_patentstar() -> None:
    found = fields(read("patentstar.csv", "patentstar", 1, 1, 0), 2)
    assert found["publication_date"] == "2036-09-22"
    assert (found["ipc_main"], found["ipc"]) == ("G01C13/00", ["G01C13/00", "B63B22/00"])
    assert found["applicants"] == ["样例大学", "海澜样例科技有限公司"]


def test_master_table() -> None:
    """The grant stands for the row, its publication is a member of the family; a day of 0 is none."""
    result = read("master_table.csv", "master_table", 2, 2, 0)
    assert fields(result, 2) == {
        "publication_number": "CN119999333B",
        "application_number": "CN203010000017",
        "filing_date": "2030-07-01",
        "publication_date": "2033-03-18",
        "grant_date": "2033-03-18",
        "document_type_text": "发明专利",
        "title": "一种潮汐泵",
        "abstract": "公开了一种泵。",
        "first_claim": "1.一种泵。",
        "legal_status_text": "授权",
        "transfer_count": 1,
        "licence_count": 0,
        "pledge_count": 0,
        "applicants": ["样例大学", "海澜样例科技有限公司"],
        "owners": ["海澜样例科技有限公司"],
        "inventors": ["张三", "李四"],
        "applicant_address": "样例市样例路1号",
        "ipc_main": "F03B13/26",
        "ipc": ["F03B13/26", "F04B17/00"],
        "family_publications": ["CN119999333A", "CN119999333B"],
        "vendor_family_size": 1,
        "cited_publications": ["CN105000333A"],
        "backward_citation_count": 1,
    }
    twin = fields(result, 3)
    assert (twin["publication_number"], twin["lapse_date"]) == ("CN299999444U", "2035-07-02")
    assert len(result.export_reject) == 0


def test_baiten() -> None:
    found = fields(read("baiten.csv", "baiten", 1, 1, 0), 2)
    assert (found["publication_number"], found["filing_date"]) == ("CN119999333A", "2030-07-01")
    assert (found["title"], found["first_claim"]) == ("一种潮汐泵", "1.一种泵。")


def test_espacenet_of_which_days_cannot_be_told_is_refused(tmp_path: Path) -> None:
    """Three columns with the same days: no evidence which is the priority."""
    row = '1;"一种";"A [US]";"B INC [US]";"US99900{0}A";"1999-01-0{0}";"F03B13/26";"F03B13/26 (EP,US)";'
    row += '"1999-01-0{0}";"1999-01-0{0}";"09900011{0}";'
    path = tmp_path / "a.csv"
    path.write_text("a;b;c;d;e;f;g;h;i;j;k;\n" + "\n".join(row.format(n) for n in range(1, 10)), "utf-8")
    with pytest.raises(ExportError, match="columns of days cannot be told apart"):
        read_exports([ExportFile(path, "a.csv")])


def test_innojoy() -> None:
    found = fields(read("innojoy.csv", "innojoy", 1, 1, 0), 2)
    assert (found["claim_count"], found["publication_citation_count"]) == (8, 1)
    assert (found["backward_citation_count"], found["transfer_count"]) == (3, 1)
    assert (found["owners"], found["vendor_value"]) == (["海澜样例科技有限公司"], "72.5")
    assert (found["simple_status_text"], found["legal_status_text"]) == ("有效", "授权")


@pytest.mark.parametrize(
    ("headings", "format"),
    [
        ("公开（公告）号,名称,摘要,主权项,主分类号,分类号,申请号,申请日,申请人名称", "patentstar"),
        ("检索公司,申请号,专利名称,申请日,公开(公告)号,公开(公告)日,申请人,主IPC分类号,摘要", "pss"),
        (
            "No,Titre,Inventeurs,Demandeurs,Numéro de publication,Priorité la plus ancienne,CIB,CPC",
            "espacenet",
        ),
        ("Application Id,Application Number,Publication Number,Country,Priorities Data,I P C", "patentscope"),
        ("id,title,assignee,inventor/author,publication date,result link", "google_patents"),
        ("序号,标题,摘要,申请人,公开（公告）号,公开国别,专利有效性,链接到incoPat", "incopat"),
        (
            "检索公司,申请号,专利名称,申请日,公开(公告)号,公开(公告)日,公开日期(公开),公开日期(授权)"
            ",专利类型,申请人,发明人,代理机构,申请人所在国/地区,主IPC分类号,IPC分类号,被引证次数,摘要",
            "pss",
        ),
        (
            "公开（公告）号,公开（公告）日,申请号,申请日,名称,主分类号,分"
            "类号,申请人,发明人,代理人,代理机构,地址,国省代码,优先权,摘要",
            "cnipr",
        ),
        ("公开(公告)号,标题,受理局,[标]当前申请(专利权)人,法律状态/事件,IPC分类号", "patsnap"),
    ],
)
def test_other_generations_are_recognised_by_their_headings(headings: str, format: str) -> None:
    best, second = recognise(headings.split(","))[:2]
    assert (best.format.name, best.score >= 0.5) == (format, True)
    assert best.score - second.score >= 0.1


def test_the_order_of_columns_does_not_count() -> None:
    for path in SAMPLES.glob("*.csv"):
        described = describe_file(path)
        if described.format is None:
            continue
        headings = [*described.columns, *described.unknown]
        forward, backward = recognise(headings), recognise(headings[::-1])
        assert [(m.format.name, m.score) for m in forward] == [(m.format.name, m.score) for m in backward]


def test_no_signature_is_another_vendors_whole_vocabulary() -> None:
    """A signature tells the older formats apart from every other: none holds a heading they use."""
    older = [FORMATS[name] for name in ("lens", "lens_jsonl", "patsnap", "incopat")]
    for known in older:
        used = {fold_heading(h) for headings in known.columns.values() for h in headings}
        for name in set(FORMATS) - {f.name for f in older}:
            signature = {fold_heading(h) for h in FORMATS[name].signature}
            shared = signature & used
            assert len(shared) == 0, f"{name} and {known.name}: {sorted(shared)}"


def test_each_sample_is_sure_of_its_format() -> None:
    for path in SAMPLES.iterdir():
        described = describe_file(path)
        if described.format is not None:
            first, second = described.ranking[:2]
            assert first[1] - second[1] >= 0.1, path.name


def test_format_names_are_told_apart() -> None:
    for one, other in combinations(FORMATS.values(), 2):
        assert one.name != other.name
        assert one.signature != other.signature or not one.signature


@pytest.mark.parametrize(
    "headings",
    [
        "pn,ap,ti,as,pd,apd,ab,state,stc,grd",
        "公开（公告）号,IPC主分类,全球专利类型分类,[标]第一申请人,他引次数,受理局",
    ],
)
def test_headings_of_no_sure_vendor_are_not_recognised(headings: str) -> None:
    assert recognise(headings.split(","))[0].score < 0.5


def test_seeds_of_bare_numbers_are_no_export(tmp_path: Path) -> None:
    path = tmp_path / "seed.csv"
    path.write_text("8407913\n6907678\n20150366316\n")
    with pytest.raises(ExportError, match="no known format"):
        read_exports([ExportFile(path, "seed.csv")])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"patents": [], "count": 0}', "no known format"),
        ('{"patents": [{"patent_number": "1"}], "other": [{"a": 1}]}', "no known format"),
        ('{"patents": [{"patent_number": "1"}, 2], "count": 2}', "no known format"),
        ('[{"patent_number": "1"}]', "one JSON list"),
    ],
)
def test_json_that_is_no_list_of_records_is_refused(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(ExportError, match=words):
        read_exports([ExportFile(path, "a.json")])

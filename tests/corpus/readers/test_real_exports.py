# ruff: noqa: E501
"""Exports that real tools wrote: counts, encoding, format, and rows checked by eye against the file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import ExportError
from corpus.readers import ExportFile, Intake, read_exports
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT, INTAKE

LENS_2021 = "lens2021-aircraft-birdstrike/lens-export.csv"
LENS_2016 = "lens2016-drones-families/drones_fulltext_families_5884_raw.csv"
LENS_2017 = "three-tools-autonomous2017/lens_autonomous_search.csv"
PATSNAP = "patsnap-green-aviation/20240401085613950.XLSX"
PATSNAP_ONE = "patsnap-green-aviation/20240401123832541.XLSX"
COVID = "lens2020-covid-jsonl/Coronavirus-"


class Case(NamedTuple):
    """What one file holds: rows read, accepted, duplicate, excluded; encoding; format; five rows."""

    file: str
    counts: tuple[int, int, int, int]
    encoding: str
    format: str
    rows: str
    passport: dict[str, str] = {}  # noqa: RUF012


# row | publication | application | filed | published | earliest priority | right | family | cited by | ipc, first
CASES = [
    Case(LENS_2021, (3779, 3779, 0, 0), "utf-8", "lens", """
        2    | US2011185700A1 | US65784810     | 2010-01-29 | 2011-08-04 | 2010-01-29 | invention     | 1  | 8 | F02C7/055
        14   | US9670844B1    | US201313844440 | 2013-03-15 | 2017-06-06 | 2011-11-18 | invention     | 1  | 1 | F02C1/00
        26   | US9476357B2    | US201314016388 | 2013-09-03 | 2016-10-25 | 2010-03-15 | invention     | 2  | 0 | F02C7/22
        50   | RU2509909C1    | RU2012128949   | 2012-07-10 | 2014-03-20 | 2012-07-10 | invention     | 2  | 0 | F02K9/08
        3000 | CN200981999Y   | CN200620125647 | 2006-12-06 | 2007-11-28 | 2006-12-06 | utility_model | 1  | 0 | E02D9/02
    """),
    Case(LENS_2016, (5884, 5884, 0, 0), "utf-8", "lens", """
        2    | AT399980B      | AT33585        | 1985-02-06 | 1995-08-25 | 1985-02-06 | invention     | 2  | 6 | A01K47/00
        14   | CA1010468A     | CA209347       | 1974-09-13 | 1977-05-17 | 1974-02-25 | invention     | 12 | 0 | F41J9/10
        62   | CN101425185A   | CN200810239082 | 2008-12-08 | 2009-05-06 | 2008-12-08 | invention     | 2  | 1 | G06T7/00
        1500 | US2006088751A1 | US50614305     | 2005-02-23 | 2006-04-27 | 2002-03-05 | invention     | 7  | 24 | H01M8/02
        5885 | AU2016204648A1 | AU2016204648   | 2016-07-05 | 2016-07-21 | 2013-04-10 | invention     | 1  | 0 | G06F17/50
    """),
    Case(LENS_2017, (863, 863, 0, 0), "mac-roman", "lens", """
        2    | DE102014219223A1 | DE102014219223 | 2014-09-24 | 2015-04-02 | 2013-09-30 | invention | 6  | 0 | B60R16/02
        14   | GB201504181D0    | GB201504181    | 2015-03-12 | 2015-04-29 | 2014-03-13 | invention | 7  | 0 | -
        26   | US2014358331A1   | US201414467201 | 2014-08-25 | 2014-12-04 | 2011-05-11 | invention | 18 | 6 | G05D1/00
        300  | DE102015110812A1 | DE102015110812 | 2015-07-03 | 2016-01-21 | 2014-07-16 | invention | 7  | 0 | B60R16/02
        864  | EP0173280A1      | EP85110683     | 1985-08-26 | 1986-03-05 | 1984-08-27 | invention | 35 | 10 | C12N15/09
    """, {"encoding": "mac-roman"}),
    Case(PATSNAP, (1999, 1999, 0, 0), "workbook", "patsnap", """
        2    | CN109808866B     | - | 2019-01-15 | 2022-07-05 | - | invention | 1  | 0 | B64C1/00
        402  | JP2017525617A    | - | 2015-07-31 | 2017-09-07 | - | invention | 14 | 1 | B64D41/00
        802  | CN105934379A     | - | 2015-01-09 | 2016-09-07 | - | invention | 8  | 0 | B60T8/17
        1602 | DE102018211459B4 | - | 2018-07-11 | 2021-10-21 | - | invention | 4  | 0 | B64D27/24
        2000 | IN202027043647A  | - | 2020-10-07 | 2020-12-25 | - | invention | 10 | 0 | B64C29/00
    """),
    Case(f"{COVID}CPC-based-patents.jsonl", (1470, 1470, 0, 0), "utf-8", "lens_jsonl", """
        1    | WO2008155316A1 | WO2008EP057583 | 2008-06-17 | 2008-12-24 | 2007-06-19 | invention | 8  | 3 | A61K39/215
        2    | US2009022735A1 | US18080608     | 2008-07-28 | 2009-01-22 | 2004-01-09 | invention | 5  | 0 | A61K39/42
        100  | EP1858487A2    | EP06708660     | 2006-03-07 | 2007-11-28 | 2005-03-08 | invention | 26 | 0 | A61K9/19
        700  | AT196773T      | AT94305561T    | 1994-07-27 | 2000-10-15 | 1993-07-30 | invention | 13 | 0 | C12N7/04
        1470 | AU2018271395A1 | AU2018271395   | 2018-11-30 | 2018-12-20 | 2014-10-10 | invention | 22 | 0 | A61K9/20
    """),
    Case(f"{COVID}MERS-patents.jsonl", (259, 259, 0, 0), "utf-8", "lens_jsonl", """
        1    | CN103724406A   | CN201310581981   | 2013-11-20 | 2014-04-16 | 2013-11-20 | invention | 1  | 4 | C07K14/165
        3    | WO2015057966A3 | WO2014US060906   | 2014-10-16 | 2015-06-18 | 2013-10-16 | invention | 3  | 0 | A61P31/14
        100  | KR20170140180A | KR1020177027105  | 2016-02-24 | 2017-12-20 | 2015-02-24 | invention | 6  | 0 | A61K39/12
        200  | EP3074051A1    | EP14866748       | 2014-11-26 | 2016-10-05 | 2013-11-29 | invention | 16 | 0 | A61K48/00
        259  | AU2019204638A1 | AU2019204638     | 2019-06-28 | 2019-07-18 | 2015-06-10 | invention | 15 | 0 | C07K16/18
    """),
    Case(f"{COVID}declared-patseq-organism.jsonl", (762, 761, 1, 0), "utf-8", "lens_jsonl", """
        1    | EP2000476A2    | EP08154023       | 2005-06-16 | 2008-12-10 | 2004-06-17 | invention | 7  | 0 | C07K14/165
        525  | WO2006088493A8 | WO2005US024054   | 2005-07-05 | 2007-08-09 | 2004-07-02 | invention | 32 | 0 | C12Q1/68
        527  | WO2006088493A8 | WO2005US024054   | 2005-07-05 | 2007-11-29 | 2004-07-02 | invention | 32 | 0 | C12Q1/68
        600  | EP1765310A2    | EP05826138       | 2005-05-25 | 2007-03-28 | 2004-05-28 | invention | 8  | 0 | A61F13/00
        762  | WO2018081318A1 | WO2017US058370   | 2017-10-25 | 2018-05-03 | 2016-10-25 | invention | 3  | 0 | A61K39/12
    """),
    Case(f"{COVID}patents-SARS-MERS-TAC.jsonl", (1588, 1588, 0, 0), "utf-8", "lens_jsonl", """
        1    | WO2008080153A2 | WO2007US088754   | 2007-12-22 | 2008-07-03 | 2006-12-22 | invention | 4  | 1 | A61K38/17
        2    | WO2008093173A1 | WO2007IB050322   | 2007-01-31 | 2008-08-07 | 2007-01-31 | invention | 25 | 16 | C12N15/29
        500  | WO2011085070A2 | WO2011US020327   | 2011-01-06 | 2011-07-14 | 2010-01-06 | invention | 3  | 2 | C07K19/00
        1000 | WO2018094241A1 | WO2017US062354   | 2017-11-17 | 2018-05-24 | 2016-11-18 | invention | 2  | 0 | A61K39/215
        1588 | AU2019204638A1 | AU2019204638     | 2019-06-28 | 2019-07-18 | 2015-06-10 | invention | 15 | 0 | C07K16/18
    """),
]  # fmt: skip

REFUSED = {
    "lens-battery-797/raw_patents.csv": "no column gives publication numbers",
    "lens2016-drones-families/drones_tac_1695_cleaned.csv": "no known format",
    LENS_2017: "encoding cannot be told",
    "google-patents-csv/gp-search-20230221-162342.csv": "no known format",
    "google-patents-csv/blockchain_cn_renamed_headers.csv": "no known format",
    "google-patents-csv/hair_dryer.seed.csv": "no known format",
    "espacenet2025-machine-vise/Espacenet-machine-vise-Suchergebnis_20250310_1901.csv": "no known format",
    "patentscope2016-pizza/pizza_all_24294_raw.zip": "no workbook",
    "india-grants/2019_grants.csv": "no known format",
    "wipo-plr-ritonavir/ritonavir.csv": "no known format",
    "ro-membrane-bigquery/ro_membrane_patents.csv": "no known format",
    "patentsview-nuclear-g21/applications_G21B.csv": "no known format",
    "patentsview-nuclear-g21/registrations_G21B.json": "no known format",
    "pss-crawl-szu/zhuanli.xls": "no known format",
    "three-tools-autonomous2017/sumobrain_autonomous_search1.xlsx": "no known format",
    "three-tools-autonomous2017/sumobrain_autonomous_search1.xls": "no known format",
    "three-tools-autonomous2017/kindCodes.xlsx": "no known format",
    "cnki-gbt7714-list/CNKI-636757694697142500.txt": "no known format",
    "wos-dii-drones-ciw/derwent_drone_drones_1_500.ciw": "no known format",
    "uspto-office-samples/US06336130.xml": "XML",
    "uspto-office-samples/US03937375.greenbook": "no known format",
    "epo-ops-xml/testdata__biblio.xml": "XML",
}


def read(folder: Path, file: str, **passport: str) -> Intake:
    return read_exports([ExportFile(folder / "exports" / file, file, **passport)])  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case.file).stem)
def test_what_a_real_file_holds(shared_data: Path, case: Case) -> None:
    result = read(shared_data, case.file, **case.passport)
    counts = result.intake.iloc[0]
    names = ["rows_read", "rows_accepted", "rows_duplicate", "rows_rejected"]
    assert tuple(counts[names]) == case.counts
    assert (counts["encoding"], counts["format"]) == (case.encoding, case.format)
    record = result.export_record.set_index("row_number")
    for line in case.rows.strip().splitlines():
        row, *expected = (cell.strip() for cell in line.split("|"))
        found = record.loc[int(row)]
        ipc = found["ipc"][0] if isinstance(found["ipc"], list) else None
        dates = ["filing_date", "publication_date", "earliest_priority_date"]
        cells = [found["publication_number"], found["application_number"]]
        cells += [found[d].date().isoformat() if pd.notna(found[d]) else None for d in dates]
        cells += [found["ip_right"], found["vendor_family_size"], found["publication_citation_count"], ipc]
        shown = ["-" if cell is None or pd.isna(cell) else str(cell) for cell in cells]
        assert shown == expected, f"row {row}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case.file).stem)
def test_real_tables_keep_their_contracts(shared_data: Path, case: Case) -> None:
    result = read(shared_data, case.file, **case.passport)
    contract.check(result.intake, INTAKE)
    contract.check(result.export_record, EXPORT_RECORD)
    contract.check(result.export_reject, EXPORT_REJECT)


@pytest.mark.parametrize("file", REFUSED)
def test_files_of_other_tools_are_refused_in_two_lines(shared_data: Path, file: str) -> None:
    with pytest.raises(ExportError, match=REFUSED[file]) as refusal:
        read(shared_data, file)
    assert str(refusal.value).startswith(f"{file}: ")
    assert str(refusal.value).count("\n") <= 1


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_the_same_records_in_every_encoding(shared_data: Path, tmp_path: Path, encoding: str) -> None:
    original = shared_data / "exports" / LENS_2021
    again = tmp_path / "again.csv"
    again.write_bytes(original.read_bytes().decode("utf-8").encode(encoding))
    first = read_exports([ExportFile(original, "a.csv")])
    second = read_exports([ExportFile(again, "a.csv")])
    pd.testing.assert_frame_equal(first.export_record, second.export_record)
    pd.testing.assert_frame_equal(first.export_reject, second.export_reject)
    expected = {"utf-16": "utf-16-le"}.get(encoding, encoding)
    assert second.intake["encoding"].tolist() == [expected]


def test_dates_that_a_spreadsheet_spoilt_are_set_aside(shared_data: Path) -> None:
    """Eight rows give 12/31/15 for a publication of 2014 (the year of the week): both dates stay unread."""
    rejects = read(shared_data, LENS_2017, encoding="mac-roman").export_reject
    assert rejects.groupby("column").size().to_dict() == {"filing_date": 8, "publication_date": 8}


def test_patsnap_statuses_are_parted_from_events(shared_data: Path) -> None:
    result = read_exports(
        [ExportFile(shared_data / "exports" / name, name) for name in (PATSNAP, PATSNAP_ONE)]
    )
    record = result.export_record.set_index("publication_number")
    assert record.loc["CN105934379A", ["legal_status_text", "events"]].tolist() == ["授权", ["权利转移"]]
    assert record.loc["DE102013020339A1", ["legal_status_text", "events"]].tolist() == ["实质审查", ["许可"]]
    assert not record["legal_status_text"].str.contains("|", regex=False).any()
    assert record["priority_offices"].notna().any()
    assert result.intake["rows_read"].tolist() == [1999, 1]

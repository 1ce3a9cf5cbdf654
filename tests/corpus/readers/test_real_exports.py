"""Exports that real tools wrote: counts, encoding, format, and rows checked by eye against the file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import ExportError
from corpus.readers import ExportFile, Intake, read_exports
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT, INTAKE
from tests.corpus.readers.real_cases import (
    CASES,
    ESPACENET,
    GOOGLE_2017,
    LENS_2017,
    LENS_2021,
    PARTIES,
    PATENTSVIEW,
    PATSNAP,
    PATSNAP_ONE,
    PIZZA,
    REFUSED,
    Case,
)


def read(folder: Path, file: str, **passport: object) -> Intake:
    return read_exports([ExportFile(folder / "exports" / file, file, **passport)])  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case.file).stem)
def test_what_a_real_file_holds(shared_data: Path, case: Case) -> None:
    check_case(read(shared_data, case.file, **case.passport), case)


def check_case(result: Intake, case: Case) -> None:
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


@pytest.mark.parametrize("case", PIZZA, ids=lambda case: Path(case.file).stem)
def test_what_a_member_of_a_real_archive_holds(shared_data: Path, tmp_path: Path, case: Case) -> None:
    """An archive of one of the three workbooks, with the shadow files and the code book of the first."""
    path = tmp_path / "pizza.zip"
    source = shared_data / "exports" / "patentscope2016-pizza" / "pizza_all_24294_raw.zip"
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as single:
        for member in archive.infolist():
            if not member.filename.endswith(".xls") or case.file in member.filename:
                single.writestr(member.filename, archive.read(member))
    check_case(read_exports([ExportFile(path, "pizza.zip")]), case)


@pytest.mark.parametrize("line", PARTIES.strip().splitlines())
def test_who_stands_in_a_real_row(shared_data: Path, line: str) -> None:
    file, row, *expected = (cell.strip() for cell in line.split("|"))
    found = read(shared_data, file).export_record.set_index("row_number").loc[int(row)]
    shown = ["; ".join(found[c]) if isinstance(found[c], list) else "-" for c in ("applicants", "inventors")]
    shown.append("-" if pd.isna(found["applicant_country"]) else str(found["applicant_country"]))
    assert shown == expected


def test_espacenet_rows_list_all_their_publications(shared_data: Path) -> None:
    record = read(shared_data, f"{ESPACENET}machine-vise-Suchergebnis_20250310_1901.csv").export_record
    found = record.set_index("publication_number")
    # Printed `JPH0367835B2, JPS61111888A` beside 1986-05-29, 1991-10-24: the A is the earlier.
    assert found.loc["JPS61111888A", "family_publications"] == ["JPH367835B2", "JPS61111888A"]
    assert found.loc["JPS61111888A", "publication_date"] == pd.Timestamp("1986-05-29")
    # Printed `JP2897009B1, JPH11271004A` beside 1999-10-05, 1999-05-31.
    assert found.loc["JPH11271004A", "publication_date"] == pd.Timestamp("1999-05-31")
    assert found.loc["US2003098538A1", "vendor_family_id"] == "espacenet:025541768"


def test_rows_without_publication_numbers_name_their_applications(shared_data: Path) -> None:
    rejects = read(shared_data, "pss-crawl-szu/zhuanli.xls").export_reject
    assert set(rejects["reason"]) == {"an application number but no publication number"}
    assert rejects["value"].head(2).tolist() == ["CN201610895413.X", "CN201610859128.2"]
    assert rejects["row_number"].tolist() == list(range(2, 112))


def test_an_application_is_the_same_in_both_tables_of_patentsview(shared_data: Path) -> None:
    applied = read(shared_data, f"{PATENTSVIEW}applications_G21G.csv").export_record
    granted = read(shared_data, f"{PATENTSVIEW}registrations_G21G.json").export_record
    both = applied.merge(granted, on="application_number")
    assert "US14595431" in set(both["application_number"])
    assert both["filing_date_x"].eq(both["filing_date_y"]).all()


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


# Tables; XML and tagged text have tests of their own.
_TABLES = {".csv", ".xls", ".xlsx", ".json", ".jsonl", ".zip"}


def test_every_table_has_a_case(shared_data: Path) -> None:
    folder = shared_data / "exports"
    found = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.suffix.lower() in _TABLES}
    others = {name for name in found if name.startswith(("uspto-", "epo-"))}
    assert found - others == {case.file for case in CASES} | set(REFUSED)


def test_two_digit_years_are_read_where_numbers_tell_the_century(shared_data: Path) -> None:
    """Numbers of 230 of 316 rows are of the United States or WIPO; the other rows lose their dates."""
    result = read(shared_data, GOOGLE_2017, encoding="mac-roman")
    unread = result.export_record["publication_date"].isna()
    offices = set(result.export_record.loc[unread, "office"])
    assert unread.sum() == 86
    assert not offices & {"US", "WO"}
    assert set(result.export_reject["reason"]) == {"year of two digits"}


GERMAN = "machinenschraubstock-Suchergebnis_20250310_1858"


@pytest.mark.parametrize("encoding", ["latin-1", "mac-roman"])
def test_western_encodings_are_told_by_german_words(shared_data: Path, tmp_path: Path, encoding: str) -> None:
    original = shared_data / "exports" / f"{ESPACENET}{GERMAN}.csv"
    again = tmp_path / "again.csv"
    again.write_bytes(original.read_text("utf-8").encode(encoding, "ignore"))
    result = read_exports([ExportFile(again, "a.csv")])
    assert result.intake["encoding"].tolist() == [encoding]
    assert result.intake["rows_accepted"].tolist() == [277]


_HEADINGS = {
    "ja": "No;発明の名称;発明者;出願人;公報番号;最先の優先権主張日;IPC;CPC;発行日;最先の発行日;ファミリー番号;",
    "es": "N.º;Título;Inventores;Solicitantes;Número;Prioridad más antigua;CIP;CPC;Fecha;Más antigua;Familia;",
    "zh": "序号;标题;发明人;申请人;公开号;最早优先权;IPC;CPC;公开日;最早公开;同族号;",
    "none": "a;b;c;d;e;f;g;h;i;j;k;",
}


@pytest.mark.parametrize("language", _HEADINGS)
@pytest.mark.parametrize("name", ["machine-vise-Suchergebnis_20250310_1901", GERMAN])
def test_espacenet_in_any_language_reads_the_same(
    shared_data: Path, tmp_path: Path, name: str, language: str
) -> None:
    original = shared_data / "exports" / f"{ESPACENET}{name}.csv"
    lines = original.read_text("utf-8").split("\n")
    place = next(i for i, line in enumerate(lines) if line.startswith('"No"'))
    lines[place] = _HEADINGS[language]
    again = tmp_path / "again.csv"
    again.write_text("\n".join(lines), "utf-8")
    first, second = (read_exports([ExportFile(path, "a.csv")]) for path in (original, again))
    assert second.intake["format"].tolist() == ["espacenet"]
    pd.testing.assert_frame_equal(first.export_record, second.export_record)


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
    rejects = read(shared_data, LENS_2017).export_reject
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

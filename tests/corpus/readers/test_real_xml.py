"""Real XML of EPO and USPTO: what each file holds or why it is refused, and records checked by eye."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.errors import ExportError
from corpus.readers import ExportFile, Intake, read_exports
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT

OPS, OFFICE, WEEKLY = "epo-ops-xml/", "uspto-office-samples/", "uspto-redbook-xml/"

# file | rows read | accepted | duplicate | set aside | encoding | format
READ = f"""
    {OPS}get_biblio_multiple__response.xml                             | 3   | 3   | 0 | 0 | utf-8 | epo_ops
    {OPS}get_family_with_biblio__response.xml                          | 5   | 5   | 0 | 0 | utf-8 | epo_ops
    {OPS}get_family_with_legal__response.xml                           | 3   | 3   | 0 | 0 | utf-8 | epo_ops
    {OPS}patent_client__family__fixtures__family_input.xml             | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}patent_client__legal__fixtures__example_1.xml                 | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}patent_client__legal__fixtures__example_2.xml                 | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}patent_client__published__test__biblio_example.xml            | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}patent_client__published__test__biblio_example_4.xml          | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}patent_client__published__test__expected__search_result.xml   | 100 | 100 | 0 | 0 | utf-8 | epo_ops
    {OPS}search_with_constituent__response.xml                         | 3   | 3   | 0 | 0 | utf-8 | epo_ops
    {OPS}testdata__abstract.xml                                        | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}testdata__biblio.xml                                          | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}testdata__claims.xml                                          | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}testdata__family.xml                                          | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}testdata__legal.xml                                           | 1   | 1   | 0 | 0 | utf-8 | epo_ops
    {OPS}testdata__search.xml                                          | 2   | 2   | 0 | 0 | utf-8 | epo_ops
    {OFFICE}US03937375.greenbook                                       | 1   | 1   | 0 | 0 | utf-8 | uspto_greenbook
    {OFFICE}US04347903.greenbook                                       | 1   | 1   | 0 | 0 | utf-8 | uspto_greenbook
    {OFFICE}US06336130.xml                                             | 1   | 1   | 0 | 0 | utf-8 | uspto_grants
    {OFFICE}US06859910.xml                                             | 1   | 1   | 0 | 0 | utf-8 | uspto_grants
    {OFFICE}US07272630B2.xml                                           | 1   | 1   | 0 | 0 | utf-8 | uspto_grants
    {OFFICE}US08930553.xml                                             | 1   | 1   | 0 | 0 | utf-8 | uspto_grants
    {OFFICE}US20010000044A1.xml                                        | 1   | 1   | 0 | 0 | utf-8 | uspto_applications
    {OFFICE}US20050004437A1.xml                                        | 1   | 1   | 0 | 0 | utf-8 | uspto_applications
    {WEEKLY}ipg050104.small.xml                                        | 25  | 25  | 0 | 0 | utf-8 | uspto_grants
    {WEEKLY}ipg130416.small.xml                                        | 25  | 25  | 0 | 0 | utf-8 | uspto_grants
"""
REFUSED = {
    f"{OPS}get_register_biblio__response.xml": "European Patent Register; ask OPS for biblio",
    f"{OPS}get_register_events__response.xml": "European Patent Register; ask OPS for biblio",
    f"{OFFICE}cpcMaster.xml": "CPC classes of patents without bibliographic data; take the weekly grants",
    f"{OFFICE}sample_XML4IP.ZIP": "holds 13 tables",
}
# file | row | publication | application | filed | published | earliest priority | priorities | ipc, first | claims
# | patents cited | other documents cited
NUMBERS = f"""
    {OPS}testdata__biblio.xml                   | 1  | EP2400812A1 | EP10167109 | 2010-06-24 | 2011-12-28 | 2010-06-24 | EP10167109 | H04W84/20 | - | 6 | 0
    {OPS}get_biblio_multiple__response.xml      | 3  | EP2533477B1 | EP11169280 | 2011-06-09 | 2014-03-05 | 2011-06-09 | EP11169280 | H04L12/715 | - | - | -
    {OPS}search_with_constituent__response.xml  | 3  | DK3740998T3 | DK19702186T | 2019-01-14 | 2025-10-20 | 2018-01-17 | GB201800758; WO2019EP050740 | H01M10/613 | - | - | -
    {OPS}patent_client__published__test__biblio_example.xml | 1 | US2006142694A1 | US2366704 | 2004-12-28 | 2006-06-29 | 2004-12-28 | US2366704 | A61M31/00 | - | 99 | 0
    {OPS}patent_client__family__fixtures__family_input.xml  | 1 | EP1000000A1 | EP99203729 | 1999-11-08 | 2000-05-17 | 1998-11-12 | NL1010536 | - | - | - | -
    {OFFICE}US06336130.xml       | 1  | US6336130B1    | US09413215 | 1999-10-05 | 2002-01-01 | 1997-04-08 | NO971605; WO1998NO000107 | G06F15/16 | 22 | 6  | 3
    {OFFICE}US06859910.xml       | 1  | US6859910B2    | US09832323 | 2001-04-10 | 2005-02-22 | 2000-04-10 | US19593300P              | G06F15/00 | 2  | 8  | 0
    {OFFICE}US08930553.xml       | 1  | US8930553B2    | US13648029 | 2012-10-09 | 2015-01-06 | -          | -                        | G06F15/16 | 8  | 16 | 5
    {WEEKLY}ipg130416.small.xml  | 1  | USD680087S1    | US29410027 | 2012-01-03 | 2013-04-16 | 2011-07-04 | JP2011015204             | -         | 1  | 81 | 5
    {WEEKLY}ipg130416.small.xml  | 3  | US8418361B2    | US13299685 | 2011-11-18 | 2013-04-16 | 2008-04-15 | KR1020080034874; US21397508 | H05K3/02 | 5 | 7 | 3
    {WEEKLY}ipg130416.small.xml  | 16 | US8420484B2    | US13184887 | 2011-07-18 | 2013-04-16 | 2009-06-04 | KR1020090049351; US49326809 | H01L21/336 | 13 | 12 | 3
    {OFFICE}US20010000044A1.xml  | 1  | US2001000044A1 | US09342866 | 1999-06-29 | 2001-03-15 | -          | -                        | G06F17/60 | 21 | -  | -
    {OFFICE}US20050004437A1.xml  | 1  | US2005004437A1 | US10830857 | 2004-04-23 | 2005-01-06 | 2001-10-26 | CH197401; WO2002CH000573 | A61B5/00  | 10 | -  | -
    {OFFICE}US03937375.greenbook | 1  | US3937375A     | US05518454 | 1974-10-29 | 1976-02-10 | -          | -                        | B60R9/00  | 3  | 5  | -
    {OFFICE}US04347903.greenbook | 1  | US4347903A     | US06192529 | 1980-03-10 | 1982-09-07 | 1978-07-10 | JP8469678                | G01G19/04 | 3  | 3  | -
"""
# file | row | title begins | applicants | inventors | country | owners
NAMES = f"""
    {OPS}testdata__biblio.xml                  | 1  | BLUETOOTH NETWORKING        | 9SOLUTIONS OY | HERRALA SAMI; KYLMAENEN JARI; NIEMI JAAKKO | FI | -
    {OPS}get_biblio_multiple__response.xml     | 3  | Bluetooth network configuration | 9SOLUTIONS OY | PESONEN ARTO TAPIO | FI | -
    {OPS}search_with_constituent__response.xml | 3  | ENERGILAGRINGSSYSTEM        | SIEMENS ENERGY AS | BERGE TORE; SKJETNE ARVE; BØRSHEIM EIRIK | NO | -
    {OPS}patent_client__published__test__biblio_example.xml | 1 | Bi-directional steerable catheter control handle | ST. JUDE MEDICAL, ATRIAL FIBRILLATION DIVISION, INC | BEDNAREK MICHAEL C; WILKOWSKE ERIC J; STEHR RICHARD E; BUTLER WILLIAM E | - | -
    {OPS}patent_client__family__fixtures__family_input.xml  | 1 | - | - | - | - | -
    {OFFICE}US06336130.xml       | 1  | Arrangement for improving   | Telefonaktiebolaget LM Ericsson (publ) | Do Thanh Van | SE | Telefonaktiebolaget LM Ericsson (publ)
    {OFFICE}US06859910.xml       | 1  | Methods and systems for tra | Bluestreak.com | Croy John Charles | - | Bluestreak.com
    {OFFICE}US08930553.xml       | 1  | Managing mid-dialog session | International Business Machines Corporation | Nissim Nitzan; Pulito Brian; Zinger Asaf | US | International Business Machines Corporation
    {WEEKLY}ipg130416.small.xml  | 1  | Television set              | Sharp Kabushiki Kaisha | Fujii Yoshito; Iida Katsuhiro; Ohtani Tohru; Gomi Hiroshi | JP | Sharp Kabushiki Kaisha
    {WEEKLY}ipg130416.small.xml  | 3  | Method of manufacturing pri | Samsung Electro-Mechanics Co., Ltd. | Lee Suk Won; Oh Chang Gun; Hwang Mi Sun | KR | Samsung Electro-Mechanics Co., Ltd.
    {WEEKLY}ipg130416.small.xml  | 16 | Semiconductor device having | Hynix Semiconductor Inc. | Yoo Min Soo | KR | Hynix Semiconductor Inc.
    {OFFICE}US20010000044A1.xml  | 1  | Systems and Methods For Tra | Lin Wayne W | Lin Wayne W | US | -
    {OFFICE}US20050004437A1.xml  | 1  | Simulation device for playf | Kaufmann Heiner; Vering Thomas | Kaufmann Heiner; Vering Thomas | CH | -
    {OFFICE}US03937375.greenbook | 1  | Bumper support for a boat   | Daniels Everette E. | Daniels Everette E. | US | -
    {OFFICE}US04347903.greenbook | 1  | Electronic reading balance  | Shimadzu Corporation | Yano Shozo; Miyake Toshiyuki; Fujinaga Yasuhiro; Koomoto Akira; Kawara Toshio; Yagi Akio; Tsuji Tomohiro; Nagaoka Tadashi | JP | Shimadzu Corporation
"""


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


def read(folder: Path, file: str) -> Intake:
    return read_exports([ExportFile(folder / "exports" / file, file)])


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def shown(value: object) -> str:
    if isinstance(value, list | np.ndarray):
        return "; ".join(value)
    if pd.isna(value):
        return "-"
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


@pytest.mark.parametrize("line", lines(READ), ids=lambda line: Path(cells(line)[0]).stem)
def test_what_a_real_file_holds(shared_data: Path, line: str) -> None:
    file, *expected = cells(line)
    result = read(shared_data, file)
    names = ["rows_read", "rows_accepted", "rows_duplicate", "rows_rejected", "encoding", "format"]
    assert [str(value) for value in result.intake.loc[0, names]] == expected
    assert result.intake.loc[0, "format_confidence"] == 1
    assert result.intake.loc[0, "cells_blanked"] == 0
    contract.check(result.export_record, EXPORT_RECORD)
    contract.check(result.export_reject, EXPORT_REJECT)


@pytest.mark.parametrize("file", REFUSED)
def test_what_is_no_export_is_refused_with_a_reason(shared_data: Path, file: str) -> None:
    with pytest.raises(ExportError, match=REFUSED[file]) as refusal:
        read(shared_data, file)
    assert str(refusal.value).count("\n") <= 1


def test_every_file_of_the_three_folders_is_accounted_for(shared_data: Path) -> None:
    found = {
        f"{folder}{path.name}"
        for folder in (OPS, OFFICE, WEEKLY)
        for path in (shared_data / "exports" / folder).iterdir()
    }
    assert found == {cells(line)[0] for line in lines(READ)} | set(REFUSED)


@pytest.mark.parametrize("line", lines(NUMBERS), ids=lambda line: cells(line)[2])
def test_numbers_and_days_of_a_real_record(shared_data: Path, line: str) -> None:
    file, row, *expected = cells(line)
    found = read(shared_data, file).export_record.set_index("row_number").loc[int(row)]
    cited = found["cited_publications"]
    columns = ["publication_number", "application_number", "filing_date", "publication_date"]
    texts = [shown(found[c]) for c in [*columns, "earliest_priority_date", "priority_numbers"]]
    texts.append("-" if not isinstance(found["ipc"], list | np.ndarray) else found["ipc"][0])
    texts += [shown(found["claim_count"]), str(len(cited)) if isinstance(cited, list | np.ndarray) else "-"]
    texts.append(shown(found["npl_citation_count"]))
    assert texts == expected


@pytest.mark.parametrize(
    "line", lines(NAMES), ids=lambda line: f"{Path(cells(line)[0]).stem}-{cells(line)[1]}"
)
def test_who_stands_in_a_real_record(shared_data: Path, line: str) -> None:
    file, row, title, *expected = cells(line)
    found = read(shared_data, file).export_record.set_index("row_number").loc[int(row)]
    assert shown(found["title"]).startswith(title)
    assert [shown(found[c]) for c in ("applicants", "inventors", "applicant_country", "owners")] == expected


def test_legal_events_of_a_real_family(shared_data: Path) -> None:
    found = read(shared_data, f"{OPS}patent_client__legal__fixtures__example_1.xml").export_record.iloc[0]
    assert len(found["events"]) == 50
    assert list(found["events"][:4]) == [
        "17Q 2002-06-05 FIRST EXAMINATION REPORT DESPATCHED",
        "AK 2003-02-12 DESIGNATED CONTRACTING STATES",
        "REG 2003-02-14 REFERENCE TO A NATIONAL CODE EP EUROPEAN PATENT TAKES EFFECT AS A NATIONAL PATENT IN "
        "CH/LI CH",
        "REF 2003-03-20 CORRESPONDS TO:",
    ]


def test_members_of_a_real_family(shared_data: Path) -> None:
    """Six members without bibliographic data: one record, which lists them in docdb's spelling."""
    found = read(shared_data, f"{OPS}patent_client__family__fixtures__family_input.xml").export_record.iloc[0]
    assert list(found["family_publications"]) == [
        *("EP1000000A1", "EP1000000B1", "AT232441T", "DE69905327D1", "NL1010536C2", "US6093011A"),
    ]
    assert found["vendor_family_id"] == "epo:19768124"


def test_first_claims_of_real_documents(shared_data: Path) -> None:
    ops = read(shared_data, f"{OPS}testdata__claims.xml").export_record.iloc[0]
    assert ops["first_claim"].startswith("1. A communication device (100) comprising: a first Bluetooth")
    assert ops["claim_count"] == 15
    grant = read(shared_data, f"{OFFICE}US06336130.xml").export_record.iloc[0]
    assert grant["first_claim"].startswith("1. An arrangement in a network including a plurality of mobile")
    assert grant["first_claim"].endswith("representing the fixed network node.")
    design = read(shared_data, f"{WEEKLY}ipg130416.small.xml").export_record.iloc[0]
    assert design["first_claim"] == "The ornamental design for “television set,” as shown and described."
    assert list(design["locarno"]) == ["14-03"]


def test_a_real_weekly_file_cut_anywhere_loses_nothing_silently(shared_data: Path, tmp_path: Path) -> None:
    """Every document that begins before the cut is a row, read or set aside."""
    content = (shared_data / "exports" / WEEKLY / "ipg050104.small.xml").read_bytes()
    for place in (200_000, 777_777, 1_500_001):
        path = tmp_path / "cut.xml"
        path.write_bytes(content[:place])
        counts = read_exports([ExportFile(path, "cut.xml")]).intake.iloc[0]
        begun = content[:place].count(b"<us-patent-grant ")
        assert counts["rows_read"] == begun
        assert counts["rows_accepted"] == begun - 1
        assert counts["rows_rejected"] == 1

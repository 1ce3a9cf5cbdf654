"""Tagged files and lists that real tools wrote: counts, and rows checked by eye against the file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from corpus import documents
from corpus.errors import ExportError
from corpus.readers import ExportFile, read_exports
from tests.corpus.readers.real_cases import LENS_2016, Case
from tests.corpus.readers.test_real_exports import check_case, read

DERWENT = "wos-dii-drones-ciw/derwent_drone_drones_"
CNKI = "cnki-gbt7714-list/CNKI-636757694697142500.txt"

# row | publication | application | filed | published | earliest priority | right | family | cited by | ipc, first
CASES = [
    Case(f"{DERWENT}1_500.ciw", (684, 683, 0, 1), "utf-8", "derwent_index", """
        28    | JP2017071285A  | JP2015198782   | 2015-10-06 | 2017-04-13 | 2015-10-06 | invention | - | - | B64C39/02
        70    | US2017104972A1 | US201514878676 | 2015-10-08 | 2017-04-13 | 2015-10-08 | invention | - | - | H04N9/77
        71    | WO2017062725A1 | WO2016US055920 | 2016-10-07 | 2017-04-13 | 2015-10-08 | invention | - | - | H04N9/77
        9843  | US2016376001A1 | US201514631156 | 2015-02-25 | 2016-12-29 | 2014-06-01 | invention | - | - | B63G8/04
        16397 | WO2016188512A1 | WO2016DE000227 | 2016-05-27 | 2016-12-01 | 2015-05-28 | invention | - | - | A63H27/127
    """),
    Case(f"{DERWENT}501_1000.ciw", (782, 780, 0, 2), "utf-8", "derwent_index", """
        24    | KR20160133956A | KR1020150067235 | 2015-05-14 | 2016-11-23 | 2015-05-14 | invention | - | - | A01M29/12
        3441  | FR3035523B1    | FR1553656       | 2015-04-23 | 2017-04-21 | 2015-04-23 | invention | - | - | G05D1/00
        7185  | KR20160111263A | KR1020150036193 | 2015-03-16 | 2016-09-26 | 2015-03-16 | invention | - | - | H01Q1/08
        11030 | US2016227551A1 | US201615013970  | 2016-02-02 | 2016-08-04 | 2015-02-02 | invention | - | - | H04L1/00
        17861 | US9630710B2    | US201414527674  | 2014-10-29 | 2017-04-25 | 2014-10-29 | invention | - | - | B64C39/02
    """),
    Case(f"{DERWENT}1001_1500.ciw", (1030, 1030, 0, 0), "utf-8", "derwent_index", """
        21    | FR3027815A1    | FR1402466       | 2014-10-31 | 2016-05-06 | 2014-10-31 | invention     | - | - | A63H30/04
        4521  | KR20160019985A | KR1020140104149 | 2014-08-12 | 2016-02-23 | 2014-08-12 | invention     | - | - | G06F15/16
        8511  | KR101566341B1  | KR1020150077560 | 2015-06-01 | 2015-11-05 | 2015-06-01 | invention     | - | - | A62C3/00
        12336 | US2015260824A1 | US201414210219  | 2014-03-13 | 2015-09-17 | 2014-03-13 | invention     | - | - | B64D45/00
        20201 | CN203906121U   | CN201420270257  | 2014-05-23 | 2014-10-29 | 2014-05-23 | utility_model | - | - | F02K9/95
    """),
    Case(f"{DERWENT}1501_2000.ciw", (1575, 1575, 0, 0), "utf-8", "derwent_index", """
        17    | CN203893821U   | CN201420164922 | 2014-04-04 | 2014-10-22 | 2014-04-04 | utility_model | - | - | G01B11/02
        5989  | US2014204360A1 | US201414165946 | 2014-01-28 | 2014-07-24 | 2013-01-03 | invention     | - | - | G05D1/02
        12168 | EP2856273A2    | EP13837760     | 2013-05-29 | 2015-04-08 | 2012-05-31 | invention     | - | - | G01C21/00
        17144 | US2013062463A1 | US201113228942 | 2011-09-09 | 2013-03-14 | 2011-09-09 | invention     | - | - | B64C11/48
        25971 | IL212319A      | IL21231911     | 2011-04-13 | 2013-02-03 | 2010-04-24 | invention     | - | - | F41G7/22
    """),
    Case(f"{DERWENT}2001_2500.ciw", (1737, 1737, 0, 0), "utf-8", "derwent_index", """
        16    | RU2432300C2    | RU2009148021   | 2009-12-23 | 2011-10-27 | 2009-12-23 | invention | - | - | B64C27/22
        4908  | WO2011009009A1 | WO2010US042201 | 2010-07-15 | 2011-01-20 | 2009-07-15 | invention | - | - | G06F11/00
        9561  | US2010066815A1 | US62480009     | 2009-11-24 | 2010-03-18 | 1997-09-04 | invention | - | - | H04N13/02
        15540 | US2009321554A1 | US12510508     | 2008-05-22 | 2009-12-31 | 2007-05-22 | invention | - | - | B64C27/22
        25373 | RO119924B1     | RO200000190    | 2000-02-22 | 2005-06-30 | 2000-02-22 | invention | - | - | A61K35/78
    """),
    Case(f"{DERWENT}2501_2691.ciw", (570, 570, 0, 0), "utf-8", "derwent_index", """
        35    | AT200401202A   | -              | 2004-07-15 | 2005-10-15 | 2004-07-15 | invention | - | - | B64C27/04
        1524  | US2008246507A1 | -              | -          | 2008-10-09 | 2003-07-25 | invention | - | - | G01R31/36
        4022  | US7093294B2    | US276401       | 2001-10-31 | 2006-08-15 | 2001-10-31 | invention | - | - | G06F11/30
        5915  | AU751793B      | AU2001054123   | 2001-06-28 | 2002-08-29 | 2000-09-28 | invention | - | - | B63G8/00
        8986  | CN1061529A     | CN90108923     | 1990-11-10 | 1992-06-03 | 1990-11-10 | invention | - | - | A23L1/076
    """),
    Case(CNKI, (500, 500, 0, 0), "utf-8", "cnki_gbt7714", """
        1   | CN108467855A | - | - | 2018-08-31 | - | invention | - | - | -
        3   | CN108473973A | - | - | 2018-08-31 | - | invention | - | - | -
        15  | CN108473479A | - | - | 2018-08-31 | - | invention | - | - | -
        985 | CN107530419A | - | - | 2018-01-02 | - | invention | - | - | -
        999 | CN107530303A | - | - | 2018-01-02 | - | invention | - | - | -
    """),
]  # fmt: skip

# file | row | applicants | inventors | title, first words
PARTIES = f"""
    {DERWENT}1_500.ciw     | 28   | TABUCHI DENKI KK | YAMAGUCHI Y; KANO T; NAKAMURA H; NISHIDA T; OGAWA T | Control apparatus of flight vehicle has power transmission
    {DERWENT}1_500.ciw     | 71   | SORAA LASER DIODE INC | NOVOTNY V J; RUDY P | Optical engine apparatus for e.g. automobile headlight
    {DERWENT}1001_1500.ciw | 21   | GUIBOURD D L C | GUIBOURD D L C | -
    {DERWENT}2001_2500.ciw | 16   | DUROV D S | DUROV D S | -
    {CNKI}                 | 1    | - | 王慧; 李晓光; 高志虎 | 新的肺特异性转移肝癌细胞及其制备
    {CNKI}                 | 3    | - | 崔哲熙; 崔暻善; 柳承旭; 任男彬; 崔皓竣 | 包含负载蛋白的外泌体的组合物以及制备和递送该组合物的方法
    {CNKI}                 | 985  | - | C·L·穆雷尔; 蒂莫西·查尔斯·霍伊; 奥斯丁·L·格尼; J·M·罗达; M·K·斯里瓦斯塔瓦; 朴仁京; J·杜邦 | 治疗疾病的组合疗法
    {CNKI}                 | 999  | - | G.A.皮亚扎; X.陈; A.B.基顿 | RAS#抑制性茚基乙酰胺化合物、组合物和用途
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case.file).stem)
def test_what_a_real_file_holds(shared_data: Path, case: Case) -> None:
    check_case(read(shared_data, case.file), case)


@pytest.mark.parametrize("line", PARTIES.strip().splitlines())
def test_who_stands_in_a_real_row(shared_data: Path, line: str) -> None:
    file, row, applicants, inventors, title = (cell.strip() for cell in line.split("|"))
    found = read(shared_data, file).export_record.set_index("row_number").loc[int(row)]
    shown = ["; ".join(found[c]) if isinstance(found[c], list) else "-" for c in ("applicants", "inventors")]
    assert shown == [applicants, inventors]
    assert title == "-" or found["title"].startswith(title)


def test_the_six_files_are_one_set(shared_data: Path) -> None:
    """2,691 records list 6,378 publications; three are disclosures (RD), which are no patents."""
    files = [case.file for case in CASES[:-1]]
    result = read_exports([ExportFile(shared_data / "exports" / file, file) for file in files])
    counts = result.intake[["rows_read", "rows_accepted", "rows_duplicate", "rows_rejected"]].sum()
    assert counts.tolist() == [6378, 6375, 0, 3]
    excluded = result.export_reject[result.export_reject["action"] == "excluded"]
    assert set(excluded["reason"]) == {"office RD is not known"}
    assert result.export_record["vendor_family_id"].nunique() == 2691 - 3


def test_numbers_meet_those_of_another_vendor(shared_data: Path) -> None:
    """Short application numbers, completed, are those the Lens prints in full for the same publication."""
    files = [case.file for case in CASES[:-1]]
    ours = read_exports([ExportFile(shared_data / "exports" / file, file) for file in files]).export_record
    theirs = read(shared_data, LENS_2016).export_record
    both = ours.merge(theirs, on="publication_number", suffixes=("", "_lens"))
    assert len(both) > 1300
    stated = both.dropna(subset=["application_number", "application_number_lens"])
    assert len(stated) > 1200
    agrees = stated["application_number"].eq(stated["application_number_lens"])
    # One European number has the year 06 at the Lens and an international filing of 2005.
    assert stated.loc[~agrees, "publication_number"].tolist() == ["EP1734333A1"]
    assert both["filing_date"].eq(both["filing_date_lens"])[both["filing_date"].notna()].mean() > 0.97


def test_members_of_a_record_become_one_family(shared_data: Path) -> None:
    record = read(shared_data, f"{DERWENT}501_1000.ciw").export_record
    publication = documents.publication(record, as_of=pd.Timestamp("2017-12-31").date())
    family = publication.set_index("publication_number")["family_id"]
    # PN EP3086195-A1; FR3035523-A1; US2016313732-A1; CN106094863-A; JP2016203978-A; FR3035523-B1
    members = ["EP3086195A1", "FR3035523A1", "US2016313732A1", "CN106094863A", "JP2016203978A", "FR3035523B1"]
    assert family[members].nunique() == 1
    assert (family == family["EP3086195A1"]).sum() == 6
    assert publication.set_index("publication_number").loc["FR3035523B1", "application_id"] == "FR1553656"


@pytest.mark.parametrize("case", [CASES[0], CASES[-1]], ids=["derwent", "cnki"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_real_records_in_other_encodings(
    shared_data: Path, tmp_path: Path, case: Case, encoding: str
) -> None:
    original = shared_data / "exports" / case.file
    again = tmp_path / "again.txt"
    again.write_bytes(original.read_bytes().decode("utf-8").encode(encoding))
    passport = {"encoding": encoding} if encoding == "gb18030" else {}
    first = read_exports([ExportFile(original, "a.txt")])
    second = read_exports([ExportFile(again, "a.txt", **passport)])
    pd.testing.assert_frame_equal(first.export_record, second.export_record)


@pytest.mark.parametrize("share", [0.1, 0.37, 0.5, 0.83, 0.999])
@pytest.mark.parametrize("from_the_end", [False, True])
def test_a_real_file_cut_anywhere_says_so(
    shared_data: Path, tmp_path: Path, share: float, from_the_end: bool
) -> None:
    text = (shared_data / "exports" / CASES[0].file).read_text(encoding="utf-8")
    at = int(len(text) * share)
    path = tmp_path / "cut.ciw"
    path.write_text(text[at:] if from_the_end else text[:at], encoding="utf-8")
    try:
        result = read_exports([ExportFile(path, path.name)])
    except ExportError as refusal:
        assert str(refusal).startswith("cut.ciw: ")
        return
    reasons = set(result.export_reject.loc[result.export_reject["action"] == "excluded", "reason"])
    assert reasons - {"office RD is not known"}
    whole = read(shared_data, CASES[0].file).export_record["publication_number"]
    assert set(result.export_record["publication_number"]) <= set(whole)

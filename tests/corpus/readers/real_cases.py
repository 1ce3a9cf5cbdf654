"""What the exports that real tools wrote hold, read by eye in the files: counts, rows, parties, refusals."""

from __future__ import annotations

from typing import NamedTuple

LENS_2021 = "lens2021-aircraft-birdstrike/lens-export.csv"
LENS_2016 = "lens2016-drones-families/drones_fulltext_families_5884_raw.csv"
LENS_2017 = "three-tools-autonomous2017/lens_autonomous_search.csv"
PATSNAP = "patsnap-green-aviation/20240401085613950.XLSX"
PATSNAP_ONE = "patsnap-green-aviation/20240401123832541.XLSX"
COVID = "lens2020-covid-jsonl/Coronavirus-"
GOOGLE_2017 = "three-tools-autonomous2017/google_autonomous_search.csv"
SUMOBRAIN = "three-tools-autonomous2017/sumobrain_autonomous_search"
ESPACENET = "espacenet2025-machine-vise/Espacenet-"
PATENTSVIEW = "patentsview-nuclear-g21/"
RO_MEMBRANE = "ro-membrane-bigquery/ro_"
RITONAVIR = {
    "columns": {
        "publication_number": "publication number",
        "kind_code": "kind code",
        "title": "title",
        "priority_numbers": "priority document",
        "earliest_priority_date": "earliest priority date",
        "filing_date": "application date",
        "publication_date": "publication date",
        "applicants": "applicant",
        "inventors": "inventors",
        "ipc": "ipc classes",
        "family_publications": "family members",
    },
    "separator": "|",
}
RO_COLUMNS = {
    "publication_number": "publication_number",
    "title": "title",
    "abstract": "abstract",
    "publication_date": "publication_date",
    "ipc": "ipc_codes",
    "applicants": "assignees",
}
RO_PASSPORT: dict[str, object] = {"columns": RO_COLUMNS, "separator": ","}
SUMOBRAIN_1 = """
    3    | EP0022032B1  | EP80400981 | 1980-06-30 | 1984-02-15 | - | invention | - | - | -
    4    | EP0131843A1  | EP84107717 | 1984-07-03 | 1985-01-23 | - | invention | - | - | -
    31   | EP0595570B1  | EP93308470 | 1993-10-25 | 1998-01-14 | - | invention | - | - | -
    101  | US7425199    | US10948434 | 2004-09-23 | 2008-09-16 | - | -         | - | - | -
    252  | US2014324268 | US14324470 | 2014-07-07 | 2014-10-30 | - | -         | - | - | -
"""


class Case(NamedTuple):
    """What one file holds: rows read, accepted, duplicate, excluded; encoding; format; five rows."""

    file: str
    counts: tuple[int, int, int, int]
    encoding: str
    format: str
    rows: str
    passport: dict[str, object] = {}  # noqa: RUF012


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
    """),
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
    Case("google-patents-csv/gp-search-20230221-162342.csv", (5468, 5452, 16, 0), "utf-8", "google_patents", """
        3    | EP3065435A1   | - | 2015-01-05 | 2016-09-07 | 2015-01-05 | invention | - | - | -
        5    | CN108234515B  | - | 2018-01-25 | 2020-07-24 | 2018-01-25 | invention | - | - | -
        500  | JP5175288B2   | - | 2007-08-30 | 2013-04-03 | 2006-09-07 | invention | - | - | -
        3000 | CN113850596A  | - | 2021-09-13 | 2021-12-28 | 2021-09-13 | invention | - | - | -
        5470 | CN112613064A  | - | 2020-09-30 | 2021-04-06 | 2019-10-03 | invention | - | - | -
    """),
    Case("google-patents-csv/gp-search-20230830-124212.csv", (511, 511, 0, 0), "utf-8", "google_patents", """
        3    | BR112018012788B1 | - | 2016-11-10 | 2022-12-13 | 2015-12-24 | invention | - | - | -
        6    | BRPI0617206A2    | - | 2006-09-15 | 2011-07-19 | 2005-09-30 | invention | - | - | -
        100  | BRPI1100948A2    | - | 2011-03-11 | 2013-05-28 | 2011-03-11 | invention | - | - | -
        300  | BR112020016425A2 | - | 2019-02-28 | 2020-12-15 | 2018-02-28 | invention | - | - | -
        513  | BRPI1100399A2    | - | 2011-02-09 | 2015-07-28 | 2011-02-09 | invention | - | - | -
    """),
    Case("google-patents-csv/blockchain_cn_renamed_headers.csv", (15397, 15397, 0, 0), "utf-8", "google_patents", """
        2     | CN111815309A | - | 2020-08-28 | 2020-10-23 | 2020-08-28 | invention | - | - | -
        4     | CN113222574B | - | 2021-05-11 | 2023-07-25 | 2021-05-11 | invention | - | - | -
        1000  | CN111901121A | - | 2018-04-03 | 2020-11-06 | 2018-04-03 | invention | - | - | -
        8000  | CN109933407B | - | 2019-02-26 | 2021-06-01 | 2019-02-26 | invention | - | - | -
        15398 | CN113328952B | - | 2021-05-31 | 2022-06-07 | 2021-05-31 | invention | - | - | -
    """),
    Case(GOOGLE_2017, (316, 316, 0, 0), "mac-roman", "google_patents", """
        3    | US5686888A     | - | 1995-06-07 | 1997-11-11 | 1995-06-07 | invention | - | - | -
        4    | US5742141A     | - | 1996-06-04 | 1998-04-21 | 1996-06-04 | invention | - | - | -
        100  | US2014365062A1 | - | 2013-04-22 | 2014-12-11 | 2012-04-24 | invention | - | - | -
        200  | US9355562B1    | - | 2012-08-14 | 2016-05-31 | 2012-08-14 | invention | - | - | -
        318  | CA2235124A1    | - | - | - | - | invention | - | - | -
    """, {"encoding": "mac-roman"}),
    Case(f"{ESPACENET}machine-vise-Suchergebnis_20250310_1901.csv", (364, 364, 0, 0), "utf-8", "espacenet", """
        9    | US4750722A     | - | - | 1988-06-14 | 1985-08-07 | invention | - | - | B25B1/10
        18   | US2003098538A1 | - | - | 2003-05-29 | 2001-11-27 | invention | - | - | B25B1/24
        100  | US4934674A     | - | - | 1990-06-19 | 1989-03-22 | invention | - | - | B25B1/20
        250  | JPS5565043A    | - | - | 1980-05-16 | 1978-11-01 | invention | - | - | B23Q3/06
        372  | CH103273A      | - | - | 1924-02-16 | 1922-04-25 | invention | - | - | B21L9/02
    """),
    Case(f"{ESPACENET}machinenschraubstock-Suchergebnis_20250310_1858.csv", (277, 277, 0, 0), "utf-8", "espacenet", """
        9    | EP0372563A2   | - | - | 1990-06-13 | 1988-12-09 | invention | - | - | B23Q3/06
        11   | EP0903201A2   | - | - | 1999-03-24 | 1997-09-20 | invention | - | - | B23Q11/00
        60   | DE2225474A1   | - | - | 1973-12-06 | 1972-05-25 | invention | - | - | B25B1/10
        150  | EP0509265A2   | - | - | 1992-10-21 | 1991-04-17 | invention | - | - | B25B1/10
        285  | DE69615165T2  | - | - | 2002-05-16 | 1995-03-07 | invention | - | - | B01J3/00
    """),
    Case("india-grants/2019_grants.csv", (22897, 22897, 0, 0), "utf-8", "india_journal", """
        2     | IN325016 | IN3358DELNP2010 | 2008-11-19 | 2019-11-22 | 2008-02-27 | - | - | - | -
        40    | IN325129 | IN4031DELNP2015 | 2013-07-01 | 2019-11-22 | 2013-07-01 | - | - | - | -
        9000  | IN307886 | IN201731008787  | 2017-03-14 | 2019-03-01 | -          | - | - | - | -
        20000 | IN306325 | IN3930KOLNP2010 | 2008-12-03 | 2019-02-01 | 2008-04-25 | - | - | - | -
        22898 | IN309119 | IN600KOL2006    | 2006-06-16 | 2019-03-15 | 2005-06-20 | - | - | - | -
    """),
    Case("pss-crawl-szu/zhuanli.xls", (110, 0, 0, 110), "workbook", "pss_results", ""),
    Case(f"{SUMOBRAIN}1.xls", (250, 250, 0, 0), "workbook", "sumobrain", SUMOBRAIN_1),
    Case(f"{SUMOBRAIN}1.xlsx", (250, 250, 0, 0), "workbook", "sumobrain", SUMOBRAIN_1),
    Case(f"{SUMOBRAIN}2.xls", (249, 249, 0, 0), "workbook", "sumobrain", """
        3    | US8880270    | US13736937 | 2013-01-08 | 2014-11-04 | - | - | - | - | -
        6    | US2014330478 | US14333839 | 2014-07-17 | 2014-11-06 | - | - | - | - | -
        50   | US2015142245 | US14085135 | 2013-11-20 | 2015-05-21 | - | - | - | - | -
        150  | US9327734    | US14308409 | 2014-06-18 | 2016-05-03 | - | - | - | - | -
        251  | US2017059335 | US14843514 | 2015-09-02 | 2017-03-02 | - | - | - | - | -
    """),
    Case(f"{PATENTSVIEW}applications_G21B.csv", (228, 228, 0, 0), "utf-8", "patentsview_applications", """
        2    | US2014044226A1 | US14057922 | 2013-10-18 | 2014-02-13 | - | invention | - | - | -
        3    | US2020161007A1 | US15822445 | 2017-11-27 | 2020-05-21 | - | invention | - | - | -
        50   | US2014332087A1 | US14189751 | 2014-02-25 | 2014-11-13 | - | invention | - | - | -
        150  | US2018261336A9 | US14862951 | 2015-09-23 | 2018-09-13 | - | invention | - | - | -
        229  | US2013288880A1 | US13884636 | 2011-11-10 | 2013-10-31 | - | invention | - | - | -
    """),
    Case(f"{PATENTSVIEW}applications_G21D.csv", (548, 548, 0, 0), "utf-8", "patentsview_applications", """
        2    | US2013271287A1 | US13994384 | 2011-12-12 | 2013-10-17 | - | invention | - | - | -
        3    | US2015036778A1 | US14367694 | 2012-12-21 | 2015-02-05 | - | invention | - | - | -
        100  | US2020328002A1 | US16381147 | 2019-04-11 | 2020-10-15 | - | invention | - | - | -
        300  | US2014321596A1 | US14289525 | 2014-05-28 | 2014-10-30 | - | invention | - | - | -
        549  | US2012155597A1 | US12972568 | 2010-12-20 | 2012-06-21 | - | invention | - | - | -
    """),
    Case(f"{PATENTSVIEW}applications_G21G.csv", (389, 389, 0, 0), "utf-8", "patentsview_applications", """
        2    | US2013202385A1 | US13756691 | 2013-02-01 | 2013-08-08 | - | invention | - | - | -
        3    | US2007191669A1 | US11692084 | 2007-03-27 | 2007-08-16 | - | invention | - | - | -
        100  | US2020316407A1 | US16905538 | 2020-06-18 | 2020-10-08 | - | invention | - | - | -
        300  | US2021272716A1 | US17302412 | 2021-05-03 | 2021-09-02 | - | invention | - | - | -
        390  | US2015196777A1 | US14595431 | 2015-01-13 | 2015-07-16 | - | invention | - | - | -
    """),
    Case(f"{PATENTSVIEW}registrations_G21B.json", (258, 258, 0, 0), "utf-8", "patentsview", """
        1    | US9928926  | US14242912 | 2014-04-02 | 2018-03-27 | - | - | - | - | -
        50   | US10181376 | US14718334 | 2015-05-21 | 2019-01-15 | - | - | - | - | -
        100  | US10720243 | US15527373 | 2015-11-18 | 2020-07-21 | - | - | - | - | -
        200  | US10283222 | US15081768 | 2016-03-25 | 2019-05-07 | - | - | - | - | -
        258  | US11289253 | US16965801 | 2019-01-30 | 2022-03-29 | - | - | - | - | -
    """),
    Case(f"{PATENTSVIEW}registrations_G21D.json", (508, 508, 0, 0), "utf-8", "patentsview", """
        1    | US10861610 | US15575591 | 2016-05-06 | 2020-12-08 | - | - | - | - | -
        100  | US10541059 | US15970888 | 2018-05-04 | 2020-01-21 | - | - | - | - | -
        200  | US10403407 | US14182985 | 2014-02-18 | 2019-09-03 | - | - | - | - | -
        300  | US11170902 | US15779287 | 2016-11-22 | 2021-11-09 | - | - | - | - | -
        508  | US9721683  | US14057346 | 2013-10-18 | 2017-08-01 | - | - | - | - | -
    """),
    Case(f"{PATENTSVIEW}registrations_G21G.json", (386, 386, 0, 0), "utf-8", "patentsview", """
        1    | US10052395 | US15731330 | 2017-05-30 | 2018-08-21 | - | - | - | - | -
        100  | US9299467  | US14455623 | 2014-08-08 | 2016-03-29 | - | - | - | - | -
        200  | US11266859 | US16880161 | 2020-05-21 | 2022-03-08 | - | - | - | - | -
        300  | US10636537 | US15537460 | 2015-12-01 | 2020-04-28 | - | - | - | - | -
        386  | US9480856  | US14595431 | 2015-01-13 | 2016-11-01 | - | - | - | - | -
    """),
    Case(f"{PATENTSVIEW}registrations_G21H.json", (123, 123, 0, 0), "utf-8", "patentsview", """
        1    | US10457642 | US15571055 | 2016-04-26 | 2019-10-29 | - | - | - | - | -
        30   | US10751769 | US16796821 | 2020-02-20 | 2020-08-25 | - | - | - | - | -
        60   | US10734125 | US15583130 | 2017-05-01 | 2020-08-04 | - | - | - | - | -
        90   | US11200997 | US16835219 | 2020-03-30 | 2021-12-14 | - | - | - | - | -
        123  | US11313981 | US16489425 | 2018-02-28 | 2022-04-26 | - | - | - | - | -
    """),
    Case(f"{PATENTSVIEW}registrations_G21J.json", (6, 6, 0, 0), "utf-8", "patentsview", """
        1    | US10815015 | US15832480 | 2017-12-05 | 2020-10-27 | - | - | - | - | -
        2    | US10793295 | US15832460 | 2017-12-05 | 2020-10-06 | - | - | - | - | -
        3    | US9335428  | US12138388 | 2008-06-12 | 2016-05-10 | - | - | - | - | -
        4    | US9562938  | US14274188 | 2014-05-09 | 2017-02-07 | - | - | - | - | -
        6    | US11251609 | US16550432 | 2019-08-26 | 2022-02-15 | - | - | - | - | -
    """),
    Case("wipo-plr-ritonavir/ritonavir.csv", (804, 804, 0, 0), "utf-8", "mapped", """
        2    | AU2007202956B2 | - | 2007-06-27 | 2007-07-19 | 1999-07-19 | invention | - | - | C07D417/00
        5    | CN101613325A   | - | 2008-06-27 | 2009-12-30 | 2008-06-27 | invention | - | - | C07D277/24
        6    | CN1247554C     | - | 2003-12-24 | 2006-03-29 | 2003-12-24 | invention | - | - | C07D277/28
        400  | WO2005076892A2 | - | 2005-02-04 | 2005-08-25 | 2004-02-06 | invention | - | - | C12Q1/70
        805  | WO2010151495A2 | - | 2010-06-18 | 2010-12-29 | 2009-06-26 | invention | - | - | A61K38/10
    """, RITONAVIR),
    Case(f"{RO_MEMBRANE}membrane_patents.csv", (4484, 4484, 0, 0), "utf-8-sig", "mapped", """
        2    | EP4119596A4    | - | - | 2024-04-17 | - | invention | - | - | B01D15/36
        10   | CN108568128A   | - | - | 2018-09-25 | - | invention | - | - | B01D3/00
        50   | US2017218130A1 | - | - | 2017-08-03 | - | invention | - | - | B01D15/00
        100  | CN115518461A   | - | - | 2022-12-27 | - | invention | - | - | B01D46/54
        4485 | CN106659986A   | - | - | 2017-05-10 | - | invention | - | - | B01D69/10
    """, RO_PASSPORT),
    Case(f"{RO_MEMBRANE}patents_100_with_filing_date.csv", (100, 100, 0, 0), "utf-8-sig", "mapped", """
        2    | CA2917123A1    | - | 2014-05-30 | 2015-01-08 | - | invention     | - | - | C02F1/44
        10   | CN219539949U   | - | 2023-03-20 | 2023-08-18 | - | utility_model | - | - | B01D61/02
        50   | CN115745089A   | - | 2022-12-15 | 2023-03-07 | - | invention     | - | - | C02F1/44
        100  | CN218501731U   | - | 2022-10-19 | 2023-02-21 | - | utility_model | - | - | B01D61/08
        101  | CN216837176U   | - | 2021-12-20 | 2022-06-28 | - | utility_model | - | - | C02F1/44
    """, RO_PASSPORT | {"columns": RO_COLUMNS | {"filing_date": "filing_date"}}),
    Case(PATSNAP_ONE, (1, 1, 0, 0), "workbook", "patsnap", ""),
]  # fmt: skip

# The members of one archive, as above.
PIZZA = [
    Case("patentscope_pizza_1940_2005_9659.xls", (9659, 9649, 10, 0), "workbook", "patentscope", """
        4    | US2005286606  | - | - | 2005-12-29 | 2004-06-24 | - | - | - | G01N25/00
        10   | US2005284319  | - | - | 2005-12-29 | -          | - | - | - | B41F5/00
        14   | WO2005122777  | - | - | 2005-12-29 | 2004-06-14 | - | - | - | A23D7/00
        5000 | KR20000068789 | - | - | 2000-11-25 | 1997-08-19 | - | - | - | A21D13/00
        9662 | US2190483     | - | - | 1940-02-13 | 1939-02-27 | - | - | - | A21B5/00
    """),
    Case("patentscope_pizza_2006_2011_8458.xls", (8458, 8456, 2, 0), "workbook", "patentscope", """
        4    | US2011315698 | - | - | 2011-12-29 | -          | - | - | - | A47G19/22
        10   | US2011319241 | - | - | 2011-12-29 | -          | - | - | - | B31B1/00
        14   | US2011320270 | - | - | 2011-12-29 | -          | - | - | - | G06Q30/00
        5000 | US2008155614 | - | - | 2008-06-26 | -          | - | - | - | H04N7/173
        8461 | CA2568913    | - | - | 2006-01-01 | 2004-07-01 | - | - | - | A21D13/00
    """),
    Case("patentscope_pizza_2012_2015_6177.xls", (6177, 6175, 2, 0), "workbook", "patentscope", """
        4    | US2015376176 | - | - | 2015-12-31 | -          | - | - | - | C07D417/12
        10   | US2015379601 | - | - | 2015-12-31 | -          | - | - | - | G06Q30/06
        14   | US2015373999 | - | - | 2015-12-31 | 2013-03-01 | - | - | - | A21D8/04
        5000 | US2012244270 | - | - | 2012-09-27 | -          | - | - | - | A47J43/28
        6180 | EP2401919    | - | - | 2012-01-04 | 2006-08-22 | - | - | - | A21D2/14
    """),
]  # fmt: skip

# file | row | applicants | inventors | country of the first applicant
PARTIES = f"""
    google-patents-csv/gp-search-20230830-124212.csv | 3 | Waga Energy | Guénaël PRINCE; Mathieul Lefebvre; Pierre Briend; Nicolas Paget | -
    {ESPACENET}machinenschraubstock-Suchergebnis_20250310_1858.csv | 11 | SAURER ALLMA GMBH; ALLMATIC JAKOB GMBH & CO SPANN | ALBRECHT LUDWIG | DE
    {ESPACENET}machine-vise-Suchergebnis_20250310_1901.csv | 250 | TAKASUGI TAMOTSU | TAKASUGI TAMOTSU | -
    {SUMOBRAIN}1.xls | 31 | GENERAL ELECTRIC COMPANY | Dausch, Mark Edward; Carey, Bernard Joseph; Bonissone, Piero Patrone | US
    {SUMOBRAIN}1.xls | 252 | GOOGLE INC. | Montemerlo, Michael Steven; Dolgov, Dmitri A.; Urmson, Christopher Paul | -
    india-grants/2019_grants.csv | 40 | SINGH Adess; TIWANA Rajandiep Singh | - | -
    {PATENTSVIEW}applications_G21B.csv | 229 | KYOTO UNIVERSITY | - | JP
    {PATENTSVIEW}registrations_G21B.json | 258 | - | - | GB
"""

REFUSED = {
    "lens-battery-797/raw_patents.csv": "no column gives publication numbers",
    "lens2016-drones-families/drones_tac_1695_cleaned.csv": "no known format",
    "google-patents-csv/hair_dryer.seed.csv": "no known format",
    GOOGLE_2017: "encoding cannot be told",
    "google-patents-csv/video_codec.seed.csv": "no known format",
    "patentscope2016-pizza/pizza_all_24294_raw.zip": "the archive holds 3 tables",
    "wipo-plr-ritonavir/ritonavir.csv": "no known format",
    "ro-membrane-bigquery/ro_membrane_patents.csv": "no known format",
    "ro-membrane-bigquery/ro_patents_100_with_filing_date.csv": "no known format",
    "three-tools-autonomous2017/kindCodes.xlsx": "no known format",
}

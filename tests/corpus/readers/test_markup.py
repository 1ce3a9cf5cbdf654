"""XML and Green Book: what each kind of document gives, and what is refused; all records are invented."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from corpus.errors import ExportError
from corpus.readers import ExportFile, Intake, docdb, read_exports
from corpus.readers.markup import read_markup
from corpus.readers.sheets import Broken

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


GRANT = sample("uspto_grants.xml").replace("09000001", "{number}").replace("Nothing to add.", "{description}")

APPLICATION = sample("uspto_applications.xml")

EARLY_APPLICATION = sample("uspto_applications_2002.xml")

SGML_GRANT = sample("uspto_grants_2001.sgm")

OPS = """<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="/3.2/style/exchange.xsl"?>
<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org">
<ops:patent-family legal="true"><ops:publication-reference><document-id document-id-type="docdb">
<country>EP</country><doc-number>9000001</doc-number><kind>A1</kind></document-id></ops:publication-reference>
{members}</ops:patent-family></ops:world-patent-data>
"""
MEMBER = """<ops:family-member family-id="77000001"><publication-reference>
<document-id document-id-type="docdb"><country>{office}</country><doc-number>{number}</doc-number><kind>{kind}</kind>
<date>20200102</date></document-id><document-id document-id-type="epodoc"><doc-number>{office}{number}</doc-number>
</document-id></publication-reference>
<application-reference><document-id document-id-type="docdb"><country>{office}</country>
<doc-number>18123456</doc-number><kind>A</kind><date>20180702</date></document-id></application-reference>
<priority-claim sequence="1"><document-id document-id-type="docdb"><country>GB</country>
<doc-number>201711111</doc-number><kind>A</kind><date>20170703</date></document-id></priority-claim>
{rest}</ops:family-member>"""

EXCHANGE = sample("docdb.xml")

GREENBOOK = sample("uspto.greenbook")


def read(folder: Path, content: str | bytes, name: str = "export.xml", **passport: str) -> Intake:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_exports([ExportFile(path, name, **passport)])  # type: ignore[arg-type]


def shown(value: object) -> object:
    if isinstance(value, list | np.ndarray):
        return list(value)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value


def fields(result: Intake, row: int, *columns: str) -> list[object]:
    record = result.export_record.set_index("row_number")
    return [shown(record.at[row, column]) for column in columns]


def counts(result: Intake) -> tuple[int, ...]:
    names = ["rows_read", "rows_accepted", "rows_duplicate", "rows_rejected"]
    return tuple(int(n) for n in result.intake.loc[0, names])


def test_a_grant_since_2005(tmp_path: Path) -> None:
    result = read(tmp_path, GRANT.format(number="09000001", description="Text."))
    assert result.intake.loc[0, ["format", "vendor", "encoding"]].tolist() == [
        "uspto_grants",
        "USPTO",
        "utf-8",
    ]
    assert fields(result, 1, "publication_number", "application_number", "filing_date", "grant_date") == [
        "US9000001B2",
        "US14012345",
        "2013-08-28",
        "2015-02-03",
    ]
    # Heisei 10 is 1998, and DOCDB writes Japanese numbers of that time serial first.
    assert fields(result, 1, "priority_numbers", "earliest_priority_date") == [
        ["JP12345698", "US201261712345P"],
        "1998-04-15",
    ]
    assert fields(result, 1, "title_en", "first_claim", "claim_count") == [
        "Kite with two keels & a tail",
        "1. A kite comprising: a keel.",
        2,
    ]
    # The inventor applied, as was the law until 2012, so the assignee stands as applicant.
    assert fields(result, 1, "applicants", "owners", "inventors") == [
        ["Example Kites, Inc."],
        ["Example Kites, Inc."],
        ["Doe A. B."],
    ]
    assert fields(result, 1, "applicant_country", "applicant_province", "applicant_city") == [
        "US",
        "OR",
        "Springfield",
    ]
    assert fields(result, 1, "ipc", "cpc", "cited_publications", "npl_citation_count") == [
        ["B64C39/02"],
        ["B64U10/13"],
        ["US2007140112A1"],
        1,
    ]
    assert fields(result, 1, "examiner_cited_publications") == [["US2007140112A1"]]
    assert result.export_record["applicant_cited_publications"].isna().all()


def test_an_application_whose_applicant_is_a_company(tmp_path: Path) -> None:
    result = read(tmp_path, APPLICATION)
    assert result.intake.loc[0, "format"] == "uspto_applications"
    assert fields(result, 1, "publication_number", "applicants", "inventors", "applicant_country") == [
        "US2014123456A1",
        ["Example Reels GmbH"],
        ["Muster C."],
        "DE",
    ]
    assert pd.isna(result.export_record.loc[0, "grant_date"])


def test_an_application_of_2002(tmp_path: Path) -> None:
    result = read(tmp_path, EARLY_APPLICATION)
    assert fields(result, 1, "publication_number", "application_number", "publication_date") == [
        "US2002012345A1",
        "US09912345",
        "2002-01-31",
    ]
    assert fields(result, 1, "priority_numbers", "applicants", "applicant_country", "ipc", "abstract_en") == [
        ["JP2000234567", "US21234500P"],
        ["Esempio E."],
        "IT",
        ["A63H27/08"],
        "A line holds.",
    ]


def test_a_grant_of_2001_in_sgml(tmp_path: Path) -> None:
    """Empty elements stand open, and names of characters come from sets that XML does not know."""
    result = read(tmp_path, SGML_GRANT + SGML_GRANT.replace("06200001", "06200002"), "pg010313.sgm")
    assert counts(result) == (2, 2, 0, 0)
    assert fields(result, 2, "publication_number", "application_number") == ["US6200002B1", "US09100200"]
    assert fields(result, 1, "title_en", "ipc", "cited_publications") == [
        "Kite of ‘width’ θ and &nosuchname;",
        ["A63H27/08", "A45F5/04"],
        ["US5000001A", "WO1996012345"],
    ]
    assert fields(result, 1, "applicants", "applicant_country", "claim_count", "first_claim") == [
        ["Ejemplo F."],
        "US",
        7,
        "1. A kite.",
    ]


def test_green_book_text(tmp_path: Path) -> None:
    result = read(tmp_path, GREENBOOK, "pba.greenbook")
    assert counts(result) == (2, 2, 0, 0)
    assert result.intake.loc[0, "format"] == "uspto_greenbook"
    assert fields(result, 2, "publication_number", "application_number", "title_en", "claim_count") == [
        "US4000001A",
        "US05612345",
        "Kite with a very long tail",
        2,
    ]
    assert fields(result, 2, "priority_numbers", "applicants", "applicant_country", "ipc") == [
        ["DE2443567"],
        ["Doe A. B."],
        "US",
        ["A63H27/08", "A45F5/04"],
    ]
    assert fields(result, 2, "cited_publications", "abstract_en", "first_claim") == [
        ["US2542907", "GB1234567"],
        "A kite that flies in the wind.",
        "1. A kite comprising: a keel.",
    ]
    assert fields(result, 39, "publication_number", "locarno", "ip_right") == [
        "USD240001S",
        ["21-01"],
        "design",
    ]


def test_a_family_gives_the_members_that_say_something(tmp_path: Path) -> None:
    """The A1 has events, the FR member only numbers: it is listed, not a record of its own."""
    result = read(tmp_path, sample("epo_ops.xml"))
    assert counts(result) == (1, 1, 0, 0)
    assert fields(result, 1, "publication_number", "family_publications", "vendor_family_id") == [
        "EP9000001A1",
        ["EP9000001A1", "FR3099999A1"],
        "epo:77000001",
    ]
    assert fields(result, 1, "application_number", "priority_numbers", "events") == [
        "EP18123456",
        ["GB201711111"],
        [
            "PG25 2021-07-31 LAPSED IN A CONTRACTING STATE FI",
            "PG25 2022-01-31 LAPSED IN A CONTRACTING STATE IT",
        ],
    ]


def test_a_family_of_numbers_alone_is_the_publication_asked_for(tmp_path: Path) -> None:
    members = MEMBER.format(office="FR", number="3099999", kind="A1", rest="")
    members += MEMBER.format(office="EP", number="9000001", kind="A1", rest="")
    result = read(tmp_path, OPS.format(members=members))
    assert fields(result, 1, "publication_number", "family_publications") == [
        "EP9000001A1",
        ["FR3099999A1", "EP9000001A1"],
    ]
    assert counts(result) == (1, 1, 0, 0)


def test_docdb_exchange_file(tmp_path: Path) -> None:
    result = read(tmp_path, EXCHANGE)
    assert counts(result) == (2, 1, 0, 1)
    assert result.intake.loc[0, ["format", "vendor"]].tolist() == ["docdb", "EPO"]
    assert fields(result, 1, "publication_number", "application_number", "priority_numbers") == [
        "EP8000001A1",
        "EP17123456",
        ["EP17123456"],
    ]
    assert fields(result, 1, "applicants", "applicant_country", "inventors", "title", "title_en") == [
        ["BEISPIEL DRACHEN GMBH"],
        "DE",
        ["MUSTER C"],
        "KITE",
        "KITE",
    ]
    assert fields(result, 1, "ipc", "cpc", "cited_publications", "npl_citation_count") == [
        ["A63H27/08"],
        ["A63H27/08"],
        ["WO2002054790A2"],
        1,
    ]
    # Found in the search, category X.
    assert fields(result, 1, "examiner_cited_publications", "relevant_cited_publications") == [
        ["WO2002054790A2"],
        ["WO2002054790A2"],
    ]
    assert result.export_record["background_cited_publications"].isna().all()
    assert result.export_reject[["value", "reason"]].to_numpy().tolist() == [
        ["FR 3000001 A1", "the exchange file takes this document out of DOCDB (status D)"]
    ]


@pytest.mark.parametrize(
    ("epodoc", "docdb_number"),
    [
        ("EP20230173822", "EP23173822"),
        ("AU20240270787", "AU2024270787"),
        ("GB20180000758", "GB201800758"),
        ("FR20040001234", "FR0401234"),
        ("JP19980123456", "JP12345698"),
        ("CN20131581981", "CN201310581981"),
        ("US20040023667", "US20040023667"),  # read beside its date, elsewhere
        ("XX20040023667", "XX20040023667"),
    ],
)
def test_epodoc_numbers_as_docdb_writes_them(epodoc: str, docdb_number: str) -> None:
    assert docdb.docdb_form(epodoc) == docdb_number


def test_weekly_file_of_documents_one_after_another(tmp_path: Path) -> None:
    listing = '<?xml version="1.0"?><!DOCTYPE sequence-cwu SYSTEM "x.dtd" [ ]><sequence-cwu id="S"><p>ACGT</p></sequence-cwu>\n'
    numbers = ["09000001", "09000002", "09000003"]
    result = read(tmp_path, listing.join(GRANT.format(number=n, description="x") for n in numbers))
    # A sequence listing belongs to the patent before it and is no row.
    assert counts(result) == (3, 3, 0, 0)
    assert result.export_record["publication_number"].tolist() == [
        "US9000001B2",
        "US9000002B2",
        "US9000003B2",
    ]


def test_a_truncated_document_is_a_broken_row_and_the_next_is_read(tmp_path: Path) -> None:
    first, second, third = (GRANT.format(number=f"0900000{n}", description="x") for n in (1, 2, 3))
    cut = second[: second.index("<us-parties>")]
    for content, rows in ((first + cut + third, [1, 3]), (first + third + cut, [1, 2])):
        result = read(tmp_path, content)
        assert counts(result) == (3, 2, 0, 1)
        assert result.export_record["row_number"].tolist() == rows
        reject = result.export_reject.iloc[0]
        assert reject["reason"] == "the document ends before its end"
        assert 'file="US09000002.XML"' in reject["value"]


def test_damage_inside_a_file_of_many_records_costs_one_of_them(tmp_path: Path) -> None:
    record = EXCHANGE[
        EXCHANGE.index("<exch:exchange-document ") : EXCHANGE.index('<exch:exchange-document country="FR"')
    ]
    records = [record.replace("8000001", f"800000{n}") for n in range(1, 6)]
    records[1] = records[1].replace("</exch:parties>", "</exch:partys>")
    head, tail = EXCHANGE[: EXCHANGE.index("<exch:exchange-document ")], "</exch:exchange-documents>"
    result = read(tmp_path, head + "".join(records) + tail)
    assert counts(result) == (5, 4, 0, 1)
    assert result.export_reject["row_number"].tolist() == [2]
    assert "mismatched tag" in result.export_reject["reason"].iloc[0]


def test_a_record_that_is_never_closed_does_not_swallow_the_next(tmp_path: Path) -> None:
    record = EXCHANGE[
        EXCHANGE.index("<exch:exchange-document ") : EXCHANGE.index('<exch:exchange-document country="FR"')
    ]
    records = [record.replace("8000001", f"800000{n}") for n in range(1, 5)]
    records[1] = records[1].replace("</exch:exchange-document>", "")
    head, tail = EXCHANGE[: EXCHANGE.index("<exch:exchange-document ")], "</exch:exchange-documents>"
    result = read(tmp_path, head + "".join(records) + tail)
    assert counts(result) == (4, 3, 0, 1)
    assert result.export_reject[["row_number", "reason"]].to_numpy().tolist() == [
        [2, "the record ends before its end"]
    ]


def test_documents_without_declaration_and_with_damaged_names(tmp_path: Path) -> None:
    """The second has lost its declaration, the third the name of its outermost element, too."""
    first, second, third, fourth = (GRANT.format(number=f"0900000{n}", description="x") for n in (1, 2, 3, 4))
    second = second[second.index("<us-patent-grant ") :]
    third = third[third.index("<us-patent-grant ") :].replace("<us-patent-grant ", "<us-patent-grann ")
    fourth = fourth[fourth.index("<us-patent-grant ") :]
    result = read(tmp_path, first + second + third + fourth)
    assert counts(result) == (4, 3, 0, 1)
    assert result.export_record["publication_number"].tolist() == [
        "US9000001B2",
        "US9000002B2",
        "US9000004B2",
    ]


def test_records_of_two_formats_in_one_file(tmp_path: Path) -> None:
    result = read(tmp_path, GRANT.format(number="09000001", description="x") + APPLICATION)
    assert counts(result) == (2, 1, 0, 1)
    assert (
        result.export_reject["reason"]
        .iloc[0]
        .startswith("a record of uspto_applications in a file of uspto_grants")
    )


LAUGHS = '<!ENTITY lol "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(2, 11))
HOSTILE = {
    "billion laughs": f"<?xml version='1.0'?><!DOCTYPE us-patent-grant [{LAUGHS}]><us-patent-grant>&l10;</us-patent-grant>",
    "external entity": "<?xml version='1.0'?><!DOCTYPE PATDOC [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><PATDOC>&x;</PATDOC>",
    "parameter entity": "<?xml version='1.0'?><!DOCTYPE PATDOC [<!ENTITY % x SYSTEM 'http://a.example/x'>%x;]><PATDOC/>",
    "after a sound document": GRANT.format(number="09000001", description="x")
    + f"<?xml version='1.0'?><!DOCTYPE us-patent-grant [{LAUGHS}]><us-patent-grant>&l10;</us-patent-grant>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_entities_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match="declares an entity of its own"):
        read(tmp_path, HOSTILE[name])


def test_a_type_definition_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    beside = tmp_path / "beside.dtd"
    beside.write_text('<!ENTITY rsquo "FETCHED">', encoding="utf-8")
    content = GRANT.format(number="09000001", description="x").replace(
        "us-patent-grant-v45-2014-04-03.dtd", str(beside)
    )
    result = read(tmp_path, content.replace("Kite with", "Kite&rsquo;s"))
    assert fields(result, 1, "title_en") == ["Kite’s two keels & a tail"]


def test_depth_and_length_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<?xml version='1.0'?><us-patent-grant>" + "<a>" * 100_000
    with pytest.raises(ExportError, match="nested deeper than 200"):
        read(tmp_path, deep)
    monkeypatch.setattr("corpus.readers.parsing._MOST_CHARACTERS", 1000)
    with pytest.raises(ExportError, match="longer than any publication"):
        read(tmp_path, GRANT.format(number="09000001", description="x").replace("flies.", "flies. " * 1000))


@pytest.mark.parametrize(
    ("declared", "written", "told"),
    [
        ("ISO-8859-1", "utf-8", "utf-8"),  # the bytes prove what the declaration denies
        ("ISO-8859-1", "iso8859-1", "iso8859-1"),
        ("UTF-8", "utf-8-sig", "utf-8-sig"),
        ("UTF-16", "utf-16", "utf-16-le"),
        ("GB18030", "gb18030", "gb18030"),
    ],
)
def test_the_encoding_is_proven_not_believed(tmp_path: Path, declared: str, written: str, told: str) -> None:
    content = GRANT.format(number="09000001", description="x").replace("UTF-8", declared, 1)
    result = read(tmp_path, content.replace("Springfield", "Århus").encode(written))
    assert fields(result, 1, "applicant_city") == ["Århus"]
    assert result.intake.loc[0, "encoding"] == told


def test_control_characters_do_not_break_a_document(tmp_path: Path) -> None:
    result = read(
        tmp_path, GRANT.format(number="09000001", description="a\0b\x0bc").replace("A kite", "A\x00kite", 1)
    )
    assert counts(result) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        ("<html><p>Sign in<br></html>", "web page"),
        (
            '<fault xmlns="http://ops.epo.org"><code>SERVER.EntityNotFound</code></fault>',
            "error answer of EPO OPS",
        ),
        (
            "<?xml version='1.0'?><w:world-patent-data><r:register-documents/></w:world-patent-data>",
            "ask OPS for biblio",
        ),
        ("<catalogue><book/></catalogue>", "document of <catalogue>"),
        ("<us-patent-grant><us-biblio", "ends before its end"),
        ("<", "no publication"),
    ],
)
def test_other_documents_are_refused_with_a_reason(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(ExportError, match=reason) as refusal:
        read(tmp_path, content)
    assert str(refusal.value).count("\n") <= 1


def test_memory_does_not_grow_with_the_file() -> None:
    """Of a document only what its fields need is held, and of a file one document."""
    document = GRANT.format(number="09000001", description="Nothing needs this. " * 2000).encode()
    peaks = []
    for times in (20, 200):
        content = document * times
        opened = read_markup(content, [])
        tracemalloc.start()
        assert sum(not isinstance(row, Broken) for _, row in opened.read()) == times
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 4 * 2**20

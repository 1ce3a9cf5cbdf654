"""Families, market coverage and citation scores that others computed on 1,929 documents of The Lens.

Theirs (lens_analysis) and ours differ by choice:

- Market coverage: theirs counts the gross domestic product of each jurisdiction with a document, in the
  year of first publication, and cuts the whole to 70 % where nothing is granted. Ours counts gross national
  income (GDP knows no owner), each right by itself: in force 1, pending a half, ended 0, so that a lapsed
  family covers nothing; and a European right stands for the states where it is usually kept.
- Citation score: theirs adds one to the citations and to their mean over the year of first publication.
  Ours compares within the priority year and the WIPO field, utility models apart, weights citing offices,
  leaves self-citations out where links tell them, and adds two.

Under their definitions and with their constants our functions give their numbers.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from corpus import contract, documents, families
from corpus.readers import ExportFile, read_exports
from corpus.tables import CITATION
from scoring import cohorts
from scoring.indicators import breadth, citation

AS_OF = datetime.date(2021, 3, 1)
NOT_MATURE = (2019, 2020, 2021)
UNGRANTED = 0.7
APART = r";[,;]+"  # how their tables part the documents of a family
Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "benchmarks" / "lens-family-indicators"


@pytest.fixture(scope="module")
def ours(folder: Path) -> Tables:
    """Our tables, and the raw document rows with our family beside them."""
    record = read_exports([ExportFile(folder / "cp-ag-auton.csv", "cp-ag-auton.csv")]).export_record
    made = {"publication": documents.publication(record, as_of=AS_OF)}
    made["application"] = documents.application(made["publication"])
    made["family_member"] = families.family_member(made["publication"])
    made["family"] = families.family(
        made["publication"],
        made["application"],
        made["family_member"],
        families.classification(made["publication"]),
        contract.empty(CITATION),
        as_of=AS_OF,
        reach=AS_OF,
    )
    raw = pd.read_csv(folder / "cp-ag-auton.csv")
    raw["publication_number"] = record.sort_values("row_number")["publication_number"].to_numpy()
    made["raw"] = raw.merge(made["publication"][["publication_number", "family_id"]], on="publication_number")
    return made


@pytest.fixture(scope="module")
def theirs(folder: Path, ours: Tables) -> pd.DataFrame:
    """Their rows by our family: joined over the documents' ids."""
    table = pd.read_excel(folder / "fam_mcov.xlsx", engine="calamine")
    listed = table["Lens ID"].str.split(APART, regex=True).explode()
    family = listed.map(ours["raw"].set_index("Lens ID")["family_id"])
    assert family.groupby(level=0).nunique().eq(1).all()
    table["family_id"] = family.groupby(level=0).first()
    return table.set_index("family_id")


def test_families_are_the_same_997(ours: Tables, theirs: pd.DataFrame, folder: Path) -> None:
    """Every family of theirs holds the same documents as one of ours, in both of their tables."""
    plain = pd.read_excel(folder / "fam.xlsx", engine="calamine")
    assert len(plain) == len(theirs) == len(ours["family"]) == 997
    documents_of = ours["raw"].groupby("family_id")["Lens ID"].agg(lambda ids: frozenset(ids))
    assert set(plain["Lens ID"].str.split(APART, regex=True).map(frozenset)) == set(documents_of)
    assert theirs["Lens ID"].str.split(APART, regex=True).map(frozenset).to_dict() == documents_of.to_dict()


def test_citations_of_the_documents_add_up_to_their_total(ours: Tables, theirs: pd.DataFrame) -> None:
    count = ours["family"].set_index("family_id")["forward_citation_count"]
    assert count.reindex(theirs.index).tolist() == theirs["Total Cited by Patent Count"].tolist()


def test_market_coverage_under_their_definition(folder: Path, ours: Tables, theirs: pd.DataFrame) -> None:
    incomes = pd.read_csv(folder / "market-cov.csv", index_col=0, keep_default_na=False, na_values=[""])
    incomes = incomes.apply(pd.to_numeric, errors="coerce").bfill(axis=1)
    first = ours["family"].set_index("family_id")["first_publication_date"].dt.year
    granted = ours["raw"]["Type"].eq("Granted Patent").groupby(ours["raw"]["family_id"]).any()
    held = ours["family_member"][["family_id", "office"]].drop_duplicates()
    worth = held.assign(worth=held["family_id"].map(granted).map({True: 1.0, False: UNGRANTED}))
    worth = worth.set_index(["family_id", "office"])["worth"]
    made = []
    for year, index in first.groupby(first).groups.items():
        gdp = incomes[str(min(year, 2018))]
        mine = worth[worth.index.get_level_values("family_id").isin(index)]
        none = pd.Series(False, index=index)
        ratio = (gdp / gdp["US"]).reindex(mine.index.get_level_values("office").unique()).fillna(0.0)
        made.append(breadth.weigh_markets(mine, none, ratio, index)["value"])
    value = pd.concat(made).reindex(theirs.index)
    assert value.to_numpy() == pytest.approx(theirs["Market Coverage"].to_numpy(), abs=1e-6)


def test_citation_score_under_their_definition(ours: Tables, theirs: pd.DataFrame) -> None:
    """(C + 1) / (mean of the publication year + 1): our relevance with a shrink of 1 and one kind of right."""
    family = ours["family"].assign(
        ip_right="invention",
        priority_year=ours["family"]["first_publication_date"].dt.year.astype("Int64"),
        wipo_field=pd.array([pd.NA] * 997, dtype="Int64"),
    )
    by_year = cohorts.cohort(family, cohort_minimum=1)
    assert set(by_year["cohort_level"]) == {"year"}
    score = citation.relative_citations(family, contract.empty(CITATION), by_year, shrink=1.0)
    score = score.reindex(theirs.index).where(~theirs["Earliest Publication Year"].isin(NOT_MATURE))
    expected = theirs["Mean Normalized Citation Score"].to_numpy()
    assert np.isnan(expected).sum() == 110
    assert score.to_numpy() == pytest.approx(expected, abs=1e-6, nan_ok=True)

"""The five shipped breakdowns: sound by themselves, and broad enough on real sets of their field."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest

from corpus import documents, families, readers
from corpus.contract import empty
from corpus.readers import ExportFile
from corpus.tables import CITATION
from flows.new_study import INDUSTRIES
from flows.study import open_study
from navigation import breakdown, taxonomy
from navigation.tables import CLUSTER_ASSIGNMENT, TEXT_EMBEDDING

ROOT = Path(__file__).resolve().parent.parent.parent
AS_OF = date(2024, 6, 30)
MEMBRANES = {
    "publication_number": "publication_number",
    "title": "title",
    "abstract": "abstract",
    "ipc": "ipc_codes",
    "applicants": "assignees",
    "publication_date": "publication_date",
}
# Set, breakdown of its field, least share of families in a leaf. The sets were drawn by keyword and
# hold strangers: jet engines of ships and cleaners in the bird-strike set, bees in the drone set.
REAL = [
    ("patsnap-green-aviation/20240401085613950.XLSX", "high-end-equipment", 0.90),
    ("lens2021-aircraft-birdstrike/lens-export.csv", "high-end-equipment", 0.65),
    ("lens2016-drones-families/drones_fulltext_families_5884_raw.csv", "high-end-equipment", 0.35),
    ("lens2016-drones-families/drones_fulltext_families_5884_raw.csv", "next-generation-it", 0.25),
    ("lens2020-covid-jsonl/Coronavirus-CPC-based-patents.jsonl", "biomedicine", 0.90),
    ("lens2020-covid-jsonl/Coronavirus-MERS-patents.jsonl", "biomedicine", 0.90),
    ("lens-battery-797/raw_patents.csv", "new-materials", 0.90),
    ("ro-membrane-bigquery/ro_membrane_patents.csv", "new-materials", 0.90),
    ("ro-membrane-bigquery/ro_membrane_patents.csv", "marine-economy", 0.10),
]


@lru_cache
def branches(industry: str) -> pd.DataFrame:
    text = pd.read_csv(ROOT / "data" / "raw" / industry / "taxonomy.csv", dtype="str", keep_default_na=False)
    return breakdown.branch_from_csv(text)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_shipped_study_opens_and_waits_for_exports(industry):
    study = open_study(ROOT / "data" / "raw" / industry)
    assert study.settings.industry == industry
    assert (study.folder / "search.md").stat().st_size > 5000
    assert list((study.folder / "exports").iterdir()) == [study.folder / "exports" / ".gitkeep"]


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_breakdown_has_three_levels_three_stages_and_thirty_leaves(industry):
    branch = branches(industry)
    leaves = branch[branch["is_leaf"].astype(bool)]
    assert branch["level"].max() == 3
    assert set(branch["stage"]) == {"upstream", "midstream", "downstream"}
    assert len(leaves) >= 30
    assert 0.15 <= leaves["is_critical"].mean() <= 0.40
    assert leaves.loc[leaves["is_critical"].astype(bool), "note"].notna().all()
    assert leaves["label_zh"].is_unique and leaves["label_en"].is_unique
    assert leaves[["keywords_zh", "keywords_en"]].notna().all().all()


@pytest.mark.parametrize(("name", "industry", "least"), REAL)
def test_a_breakdown_covers_the_real_sets_of_its_field(shared_data, name, industry, least):
    family, classification = _families(shared_data / "exports" / name)
    assigned = taxonomy.branch_assignment(
        branches(industry), family, classification, empty(CLUSTER_ASSIGNMENT), empty(TEXT_EMBEDDING)
    )
    found = taxonomy.coverage(assigned, family)
    largest = found.leaf_counts.max() / found.family_count
    print(
        f"\n{industry} on {name}: {found.share:.1%} of {found.family_count} families in "
        f"{(found.leaf_counts > 0).sum()} leaves, {len(found.unassigned)} unassigned, largest leaf {largest:.1%}"
    )
    assert found.share >= least


def test_a_breakdown_leaves_strangers_alone(shared_data):
    """Random abstracts of all fields: an industry must not claim half the world."""
    drawn = pd.read_csv(
        shared_data / "benchmarks" / "random-10k-cpc" / "patents.csv.gz", nrows=3000, dtype="str"
    )
    text = drawn.select_dtypes("str").apply(lambda s: s.str.len().mean()).sort_values().index
    family = _plain(drawn[text[-2]], drawn[text[-1]])
    for industry in INDUSTRIES:
        assigned = taxonomy.branch_assignment(
            branches(industry), family, _no_symbols(), empty(CLUSTER_ASSIGNMENT), empty(TEXT_EMBEDDING)
        )
        share = taxonomy.coverage(assigned, family).share
        print(f"\n{industry} on random abstracts: {share:.1%}")
        assert share < 0.45


def _families(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Families and symbols of an export; the battery list names no publications, so rows stand in."""
    if path.parent.name == "lens-battery-797":
        rows = pd.read_csv(path, dtype="str")
        return _plain(rows["Title"], rows["Abstract"]), _no_symbols()
    columns = {}
    if path.parent.name == "ro-membrane-bigquery":
        have = pd.read_csv(path, nrows=0).columns
        columns = {column: heading for column, heading in MEMBRANES.items() if heading in have}
    file = ExportFile(path, path.name, columns=columns, separator=r"[;|,]" if columns else None)
    publication = documents.publication(readers.read_export(file).export_record, as_of=AS_OF)
    classification = families.classification(publication)
    family = families.family(
        publication,
        documents.application(publication),
        families.family_member(publication),
        classification,
        empty(CITATION),
        as_of=AS_OF,
        reach=AS_OF,
    )
    return family, classification


def _plain(title: pd.Series, abstract: pd.Series) -> pd.DataFrame:
    from corpus.contract import cast
    from corpus.tables import FAMILY

    frame = pd.DataFrame(index=range(len(title)), columns=FAMILY.column_names, dtype="object")
    frame["family_id"] = [f"f{place:05d}" for place in range(len(title))]
    frame["title"] = frame["title_en"] = title.to_numpy()
    frame["abstract"] = frame["abstract_en"] = abstract.to_numpy()
    return cast(frame, FAMILY)


def _no_symbols() -> pd.DataFrame:
    from corpus.tables import CLASSIFICATION

    return empty(CLASSIFICATION)

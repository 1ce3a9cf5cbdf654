"""A study beside another one: its families count in cohorts, and in nothing else."""

from __future__ import annotations

import pytest

from corpus.errors import StudyError
from flows import steps
from flows.checking import check_study
from flows.reference_studies import reference_studies
from flows.study import open_study
from tests.flows.tiny import LSA, PAGES, SETTINGS, chinese, patsnap, run, write


def named(*paths: str) -> str:
    listed = ", ".join(f'"{path}"' for path in paths)
    return f"reference = [{listed}]\n" + SETTINGS + PAGES + LSA


def renumbered(count: int) -> bytes:
    """Other inventions of the same years, under numbers of their own."""
    rows = chinese(count, owners="远方泵业有限公司", applicants="远方泵业有限公司")
    return patsnap([
        row | {"number": f"CN{119000001 + n}B", "application": row["application"].replace("1000", "1777"),
               "claims": str(2 + n)}
        for n, row in enumerate(rows)
    ])  # fmt: skip


@pytest.fixture(scope="module")
def zone(tmp_path_factory):
    """The folder of two studies: one of 8 inventions, and a reference of 24."""
    root = tmp_path_factory.mktemp("zone")
    nation = write(root / "nation", {"a.csv": renumbered(24)})
    for place in range(len(steps.PLAN["ingest"])):
        steps.carry_out(open_study(nation), "ingest", place, 1, lambda line: None)
    write(root / "own", {"a.csv": patsnap(chinese())}, settings=named("../nation"))
    return root


def test_the_reference_counts_in_cohorts_and_nowhere_else(zone):
    made = run(zone / "own")
    assert len(made.table("reference_family")) == 24
    assert len(made.table("family")) == len(made.table("cohort")) == len(made.table("family_score")) == 8
    assert set(made.table("cohort")["cohort_size"]) == {32}
    told = made.table("family_indicator")
    assert set(told["family_id"]) == set(made.table("family")["family_id"])
    claims = told[told["indicator"] == "claim_count"]
    # The study's claims are 5 to 12, the reference's 2 to 25: below 5 are 3, beside it another 5.
    least = claims.set_index("value").loc[5]
    assert least["percentile"] == pytest.approx(100 * (3 + 2 / 2) / 32)
    assert set(claims["compared_with"]) == {"reference"} and set(claims["cohort_size"]) == {32}
    assert not made.table("portfolio")["owner"].str.contains("远方").any()
    assert made.fact("evidence.families") == 8
    assert made.fact("evidence.references") == 24
    assert "参照项目nation的24个专利族" in made.text().replace(" ", "")
    assert "24 families of the reference nation" in made.text("industry-planning.en")
    assert "远方泵业" not in made.text()


def test_a_new_reference_is_a_new_input(zone):
    study = open_study(zone / "own")
    names = {name for name in study.inputs if name.startswith("reference/nation/")}
    assert {"reference/nation/family", "reference/nation/citation"} <= names


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("../nowhere", "which is no study"),
        ("../unbuilt", "which has no tables yet. Run first: patnav ingest"),
        ("../own", "this study, or one named twice"),
    ],
)
def test_a_reference_that_cannot_serve_is_named(tmp_path, stated, said):
    write(tmp_path / "unbuilt", {"a.csv": patsnap(chinese())})
    own = write(tmp_path / "own", {"a.csv": patsnap(chinese())}, settings=named(stated))
    with pytest.raises(StudyError, match=said) as stopped:
        reference_studies(open_study(own))
    assert stated in str(stopped.value)
    with pytest.raises(StudyError, match=said):
        list(check_study(own))

"""The synthetic zone: seeded, in four vendors' formats, with its truth beside it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from flows import demonstration
from flows.demonstration import world
from flows.demonstration.documents import check_digit
from flows.demonstration.references import refer
from flows.new_study import shipped_industry
from flows.study import open_study


@pytest.fixture(scope="module")
def zone(tmp_path_factory):
    root = tmp_path_factory.mktemp("zone")
    demonstration.write_zone(root, 120, ("high-end-equipment",))
    return root / "data" / "raw" / "demo-high-end-equipment"


def test_the_same_seed_writes_the_same_bytes(zone, tmp_path):
    demonstration.write_zone(tmp_path, 120, ("high-end-equipment",))
    again = tmp_path / "data" / "raw" / "demo-high-end-equipment"
    names = sorted(p.relative_to(zone) for p in zone.rglob("*") if p.is_file())
    assert [(zone / n).read_bytes() == (again / n).read_bytes() for n in names] == [True] * len(names)
    assert len(names) == 8


def test_the_study_opens_and_says_it_is_synthetic(zone):
    study = open_study(zone)
    assert study.settings.synthetic
    assert [f.name.rpartition("/")[2] for f in study.export_files] == [
        *("incopat.xlsx", "lens.csv", "office-ledger.csv", "patsnap.xlsx"),
    ]


def test_the_truth_names_what_was_planted(zone):
    truth = json.loads((zone / "truth.json").read_text(encoding="utf-8"))
    assert len(truth["star_portfolios"]) == 2
    assert len(truth["rising"]) == len(truth["declining"]) == len(truth["missing_in_zone"]) == 1
    assert len(truth["look_alikes"]) == 2


def test_references_run_back_in_time_and_the_better_is_cited_more():
    taxonomy = shipped_industry("high-end-equipment") / "taxonomy.csv"
    made = world.plant("high-end-equipment", taxonomy, 1_000, 7)
    drawn = refer(made)
    inventions = made.inventions
    for place, cited in enumerate(drawn.cited):
        assert all(inventions[one].filed < inventions[place].filed for one in cited)
        assert not (cited and inventions[place].is_utility_model)
    times = np.bincount([one for cited in drawn.cited for one in cited], minlength=len(inventions))
    # Three in ten citations are from inside; some come too late for a later invention to be there.
    assert 0.15 < times.sum() / sum(i.citations for i in inventions) < 0.3
    assert np.corrcoef(times, [i.citations for i in inventions])[0, 1] > 0.6
    for early, five, invention in zip(drawn.within_three, drawn.within_five, inventions, strict=True):
        assert 0 <= early <= five <= invention.citations


@pytest.mark.parametrize(("number", "digit"), [("201410051006", "1"), ("202011246710", "4")])
def test_t44_check_digits(number, digit):
    """T-44: 201410051006 → 1; 202011246710 → 4."""
    assert check_digit(number) == digit

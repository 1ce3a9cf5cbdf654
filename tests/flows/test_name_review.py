"""A person's decisions on names, from the review file back into the next run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from corpus.errors import StudyError
from flows.checking import check_study
from flows.plan import PLAN
from flows.steps import carry_out
from flows.study import Study, open_study
from tests.flows.tiny import chinese, patsnap, write

LIMITED, STOCK, BRANCH = "海津阀门有限公司", "海津阀门股份有限公司", "海津阀门集团有限公司"
ROSTER = (
    "enterprise_id,name,aliases,role,is_zone_member,valid_to\n"
    f"E1,{STOCK},海津阀们厂,focal,true,2020-12-31\nE2,云帆阀门厂,,peer,true,\n"
)


# The tables on the way from the exports to the review file.
NEEDED = {"export_record", "publication", "party", "applicant", "applicant_name", "name_suggestion"}


def ingest(folder: Path) -> Study:
    study = open_study(folder)
    for place, act in enumerate(PLAN["ingest"]):
        if NEEDED & set(act.makes) or act.task == "write_name_review":
            carry_out(study, "ingest", place, 1, print)
    return study


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    records = chinese(6)
    for number, record in enumerate(records):
        name = (LIMITED, STOCK, BRANCH)[number % 3]
        record |= {"applicants": name, "owners": name}
    return write(tmp_path / "study", {"a.csv": patsnap(records)}, roster=ROSTER)


def review(study: Study) -> pd.DataFrame:
    return pd.read_csv(
        study.out / "name_review.csv", dtype="str", keep_default_na=False, encoding="utf-8-sig"
    )


def test_decisions_are_honoured_and_not_asked_again(folder: Path) -> None:
    study = ingest(folder)
    open_pairs = review(study)
    assert len(study.store.read("applicant")) == 3
    assert len(open_pairs) == 3
    shutil.copy(study.out / "name_review.csv", folder / "names.csv")
    before = study.digest
    assert ingest(folder).store.read("applicant").shape[0] == 3

    def decision(row: pd.Series) -> str:
        return "reject" if BRANCH in (row["name"], row["other_name"]) else "accept"

    open_pairs["decision"] = open_pairs.apply(decision, axis=1)
    open_pairs.to_csv(folder / "names.csv", index=False)
    again = ingest(folder)
    assert again.digest != before
    assert set(again.store.read("applicant")["name"]) == {STOCK, BRANCH}
    assert review(again).empty
    lines = list(check_study(folder))
    assert "names      3 names stand for 2 applicants; 3 decided in names.csv" in lines


def test_check_tells_unused_names_and_who_left_the_zone(folder: Path) -> None:
    lines = list(check_study(folder))
    assert "  names of enterprises.csv no export prints: 海津阀们厂" in lines
    assert "  enterprises without a publication here: 云帆阀门厂" in lines
    assert f"  no longer in the zone: {STOCK}" in lines
    applicant = ingest(folder).store.read("applicant").set_index("name")
    assert not applicant.loc[STOCK, "is_zone_member"]


def test_a_wrong_decision_stops_check_and_run(folder: Path) -> None:
    (folder / "names.csv").write_text(
        f"name,other_name,decision\n{LIMITED},{STOCK},reject\n{LIMITED},无此公司,accept\n", encoding="utf-8"
    )
    with pytest.raises(StudyError, match=r"row 3: no export .* 无此公司"):
        list(check_study(folder))
    with pytest.raises(StudyError, match=r"row 3: no export .* 无此公司"):
        ingest(folder)

"""The breakdown: reading it, deriving it, putting families on it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import StudyError
from corpus.tables import CLASSIFICATION, FAMILY
from navigation.breakdown import COLUMNS, branch_from_csv
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT, CLUSTER, CLUSTER_ASSIGNMENT, TEXT_EMBEDDING
from navigation.taxonomy import branch_assignment, coverage, derived_branch, natural_key
from tests.frames import rows

SEGMENT = ("1", "", "上游：材料", "Upstream", "上游", "", "", "", "", "", "", "", "false", "")
GROUP = ("1.1", "1", "电池", "Batteries", "上游", "", "", "", "", "", "", "", "false", "")


def taxonomy(*leaves: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame([SEGMENT, GROUP, *leaves], columns=list(COLUMNS), dtype="str")


def leaf(branch_id: str = "1.1.1", **cells: str) -> tuple[str, ...]:
    known = {"branch_id": branch_id, "parent_id": "1.1", "label_zh": "隔膜", "label_en": "Separator"}
    known |= {"stage": "上游", "match": "either", "is_critical": "false"} | cells
    return tuple(known.get(name, "") for name in COLUMNS)


def families(text: str) -> pd.DataFrame:
    return rows(text, FAMILY)


def classified(text: str) -> pd.DataFrame:
    frame = rows(text, CLASSIFICATION)
    return frame.assign(subclass=frame["symbol"].str.slice(0, 4))


NO_CLASSIFICATION = contract.empty(CLASSIFICATION)
NO_TEXTS = contract.empty(TEXT_EMBEDDING)
NO_CLUSTERS = contract.empty(CLUSTER_ASSIGNMENT)


def assign(
    branch: pd.DataFrame, family: pd.DataFrame, classification: pd.DataFrame
) -> dict[tuple[str, str], str]:
    """Evidence by (family, branch)."""
    found = contract.check(
        branch_assignment(branch, family, classification, NO_CLUSTERS, NO_TEXTS), BRANCH_ASSIGNMENT
    )
    return dict(zip(zip(found["family_id"], found["branch_id"], strict=True), found["evidence"], strict=True))


def test_a_breakdown_is_read_with_its_derived_columns():
    branch = branch_from_csv(
        taxonomy(leaf(ipc="H01M50/40-497；H01M2", keywords_zh="隔膜;锂+隔膜", is_critical="true"))
    )
    contract.check(branch, BRANCH)
    separator = branch.set_index("branch_id").loc["1.1.1"]
    assert separator["level"] == 3
    assert separator["is_leaf"]
    assert separator["stage"] == "upstream"
    assert separator["is_critical"]
    assert not separator["is_derived"]
    assert list(separator["ipc_patterns"]) == ["H01M50/40-497", "H01M2"]
    assert list(separator["keywords_zh"]) == ["隔膜", "锂+隔膜"]
    assert branch["is_leaf"].tolist() == [False, False, True]
    assert branch.loc[0, "parent_id"] is pd.NA or pd.isna(branch.loc[0, "parent_id"])


def test_every_mistake_is_named_at_once_with_row_and_column():
    frame = taxonomy(
        leaf(ipc="A6K", stage="上", match=""),
        leaf(keywords_zh="锂+"),
        leaf("1.1.3", parent_id="9", match="both", keywords_en="separator"),
        leaf("1.1.4", is_critical="perhaps", ipc="B01D53-45"),
        leaf("1.1.5", keywords_en="*lytic"),
    )
    with pytest.raises(StudyError) as caught:
        branch_from_csv(frame, file="taxonomy.csv")
    message = str(caught.value)
    for expected in (
        "taxonomy.csv: 10 cells to mend",
        "row 4, ipc: 'A6K' is no symbol pattern",
        "row 4, stage: '上' is no stage",
        "row 4, match: '' is neither either nor both",
        "row 5, branch_id: 1.1.1 stands in row 4 too",
        "row 5, keywords_zh: '锂+' has nothing beside a +",
        "row 6, parent_id: no branch is 9",
        "row 6, match: both needs symbols and keywords, but there are no symbols",
        "row 7, is_critical: 'perhaps' is neither true nor false",
        "row 7, ipc: 'B01D53-45' ends before it begins",
        "row 8, keywords_en: '*lytic' begins with *",
    ):
        assert expected in message


def test_a_rule_above_the_leaves_a_missing_rule_and_a_circle_are_mistakes():
    frame = taxonomy(leaf())
    frame.loc[1, "ipc"] = "H01M"
    frame.loc[0, "parent_id"] = "1.1"
    with pytest.raises(StudyError) as caught:
        branch_from_csv(frame)
    message = str(caught.value)
    assert "row 3, ipc: a branch with branches below it takes no rule" in message
    assert "row 4, ipc: the leaf has no rule" in message
    assert "row 2, parent_id: 1 lies above itself" in message


def test_a_wrong_heading_and_an_empty_file_say_what_to_write():
    with pytest.raises(StudyError, match="row 1: the heading lacks note and has unknown remark"):
        branch_from_csv(taxonomy(leaf(ipc="H01M")).rename(columns={"note": "remark"}))
    with pytest.raises(StudyError, match="no branch is written"):
        branch_from_csv(taxonomy().iloc[:0])


def test_symbols_keywords_or_both_put_a_family_on_a_leaf_and_its_parents():
    branch = branch_from_csv(
        taxonomy(
            leaf("1.1.1", ipc="H01M50/40-497", keywords_zh="隔膜"),
            leaf("1.1.2", ipc="F03D", keywords_zh="海上", keywords_en="offshore", match="both"),
        )
    )
    family = families(
        """
        family_id | title      | title_en
        F1        | 一种隔膜   |
        F2        | 一种装置   |
        F3        | 海上风机   |
        F4        |            | Offshore platform
        F5        | 一种隔膜   |
        """
    )
    classification = classified(
        """
        family_id | scheme | symbol
        F2        | IPC    | H01M50/449
        F3        | IPC    | F03D1/06
        F5        | CPC    | H01M50/409
        """
    )
    assert assign(branch, family, classification) == {
        ("F1", "1.1.1"): "keyword",
        ("F1", "1.1"): "keyword",
        ("F1", "1"): "keyword",
        ("F2", "1.1.1"): "symbol",
        ("F2", "1.1"): "symbol",
        ("F2", "1"): "symbol",
        ("F3", "1.1.2"): "symbol_keyword",
        ("F3", "1.1"): "symbol_keyword",
        ("F3", "1"): "symbol_keyword",
        ("F5", "1.1.1"): "symbol_keyword",
        ("F5", "1.1"): "symbol_keyword",
        ("F5", "1"): "symbol_keyword",
    }


def test_excluded_symbols_do_not_count_and_cpc_patterns_see_only_cpc():
    branch = branch_from_csv(
        taxonomy(leaf("1.1.1", ipc="A61K", ipc_exclude="A61K8"), leaf("1.1.2", cpc="Y02E60/10"))
    )
    family = families("family_id | title\nF1 |\nF2 |\nF3 |\nF4 |")
    classification = classified(
        """
        family_id | scheme | symbol
        F1        | IPC    | A61K8/02
        F2        | IPC    | A61K8/02
        F2        | IPC    | A61K31/12
        F3        | CPC    | Y02E60/10
        F4        | IPC    | Y02E60/10
        """
    )
    found = assign(branch, family, classification)
    assert {key for key in found if key[1].count(".") == 2} == {("F2", "1.1.1"), ("F3", "1.1.2")}


def test_an_excluded_word_voids_the_keyword_rule_but_not_the_symbol_rule():
    branch = branch_from_csv(taxonomy(leaf(ipc="H01M", keywords_zh="电池", keywords_exclude="solar;太阳能")))
    family = families(
        """
        family_id | title        | abstract_en
        F1        | 太阳能电池   |
        F2        | 电池         | A solar cell
        F3        | 电池         |
        F4        | 太阳能电池   |
        """
    )
    classification = classified("family_id | scheme | symbol\nF4 | IPC | H01M10/05")
    found = assign(branch, family, classification)
    assert {key[0]: word for key, word in found.items() if key[1] == "1.1.1"} == {
        "F3": "keyword",
        "F4": "symbol",
    }


def test_the_primary_leaf_has_the_narrowest_symbol_then_more_evidence_then_the_lower_number():
    branch = branch_from_csv(
        taxonomy(
            leaf("1.1.10", ipc="H01M10/05"),
            leaf("1.1.2", ipc="H01M", keywords_zh="电池"),
            leaf("1.1.3", ipc="H01M"),
            leaf("1.1.4", keywords_zh="电池;隔膜"),
            leaf("1.1.11", keywords_zh="隔膜"),
        )
    )
    family = families("family_id | title\nF1 | 电池\nF2 | 电池\nF3 | 装置\nF4 | 隔膜")
    classification = classified(
        """
        family_id | scheme | symbol
        F1        | IPC    | H01M10/0525
        F2        | IPC    | H01M4/02
        F3        | IPC    | H01M4/02
        """
    )
    found = branch_assignment(branch, family, classification, NO_CLUSTERS, NO_TEXTS)
    primary = found[found["is_primary"]].set_index("family_id")["branch_id"].to_dict()
    assert primary == {"F1": "1.1.10", "F2": "1.1.2", "F3": "1.1.2", "F4": "1.1.4"}
    assert natural_key("1.2") < natural_key("1.10")


def test_matched_lists_the_patterns_and_keywords_that_hit():
    branch = branch_from_csv(
        taxonomy(leaf(ipc="H01M;H01M50;A61K", keywords_zh="隔膜;锂", keywords_en="separator"))
    )
    family = families("family_id | title | abstract_en\nF1 | 锂电池隔膜 | Two separators.")
    classification = classified("family_id | scheme | symbol\nF1 | IPC | H01M50/40")
    found = branch_assignment(branch, family, classification, NO_CLUSTERS, NO_TEXTS).set_index("branch_id")
    assert list(found.loc["1.1.1", "matched"]) == ["H01M", "H01M50", "隔膜", "锂", "separator"]
    assert found.loc["1.1", "matched"] is pd.NA or found.loc["1.1", "matched"] is None


def test_coverage_counts_families_and_names_those_left():
    branch = branch_from_csv(taxonomy(leaf("1.1.1", keywords_zh="隔膜"), leaf("1.1.2", keywords_zh="电池")))
    family = families("family_id | title\nF1 | 电池隔膜\nF2 | 装置\nF3 | 电池\nF4 | 电池")
    found = coverage(branch_assignment(branch, family, NO_CLASSIFICATION, NO_CLUSTERS, NO_TEXTS), family)
    assert (found.family_count, found.assigned_count, found.share) == (4, 3, 0.75)
    assert found.leaf_counts.to_dict() == {"1.1.1": 1, "1.1.2": 3}
    assert found.unassigned == ["F2"]


def test_without_a_breakdown_subclasses_and_the_rest_of_their_section_are_leaves():
    lines = [f"A{i} | IPC | A61K31/12 | yes" for i in range(6)]
    lines += [f"A{i} | IPC | A61P35/00 | no" for i in range(6)]
    lines += [f"B{i} | IPC | A0{i}B1/00 | yes" for i in range(1, 6)]
    lines += ["C1 | IPC | G06F3/00 | yes"]
    classification = classified("family_id | scheme | symbol | is_main\n" + "\n".join(lines))
    branch = contract.check(derived_branch(classification, contract.empty(CLUSTER)), BRANCH)
    assert branch["branch_id"].tolist() == ["A", "A61K", "A-other"]
    assert branch["is_derived"].all()
    assert branch["stage"].isna().all()
    assert branch["parent_id"].fillna("").tolist() == ["", "A", "A"]
    family = families(
        "family_id | title\n" + "\n".join(f"{line.split()[0]} |" for line in lines[:6] + lines[12:])
    )
    found = branch_assignment(branch, family, classification, NO_CLUSTERS, NO_TEXTS)
    on_leaf = found[found["is_leaf"] & found["is_primary"]].groupby("branch_id").size().to_dict()
    assert on_leaf == {"A61K": 6, "A-other": 5}


def test_without_symbols_the_clusters_are_the_leaves():
    cluster = rows(
        "cluster_id | label_zh | label_en | family_count\nc1 | 电池 | battery | 2\nc2 |  | wind | 1", CLUSTER
    )
    branch = contract.check(derived_branch(NO_CLASSIFICATION, cluster), BRANCH)
    assert branch["branch_id"].tolist() == ["cluster-c1", "cluster-c2"]
    assert branch["label_zh"].tolist() == ["电池", "wind"]
    placed = rows("family_id | cluster_id\nF1 | c1\nF2 | c1\nF3 | c2", CLUSTER_ASSIGNMENT)
    family = families("family_id | title\nF1 |\nF2 |\nF3 |")
    found = branch_assignment(branch, family, NO_CLASSIFICATION, placed, NO_TEXTS)
    assert found["evidence"].tolist() == ["cluster"] * 3
    assert found["branch_id"].tolist() == ["cluster-c1", "cluster-c1", "cluster-c2"]
    assert found["is_primary"].all()


def test_a_corpus_with_nothing_to_divide_it_by_has_an_empty_breakdown():
    branch = derived_branch(NO_CLASSIFICATION, contract.empty(CLUSTER))
    assert len(contract.check(branch, BRANCH)) == 0
    found = branch_assignment(
        branch, families("family_id | title\nF1 | x"), NO_CLASSIFICATION, NO_CLUSTERS, NO_TEXTS
    )
    assert len(contract.check(found, BRANCH_ASSIGNMENT)) == 0


def test_the_order_of_rows_does_not_matter():
    branch = branch_from_csv(
        taxonomy(leaf("1.1.1", ipc="H01M", keywords_zh="隔膜"), leaf("1.1.2", ipc="H01M50"))
    )
    family = families("family_id | title\nF1 | 隔膜\nF2 | 电池\nF3 | 隔膜")
    classification = classified("family_id | scheme | symbol\nF1 | IPC | H01M50/40\nF2 | CPC | H01M4/02")
    expected = branch_assignment(branch, family, classification, NO_CLUSTERS, NO_TEXTS)
    shuffled = branch_assignment(branch[::-1], family[::-1], classification[::-1], NO_CLUSTERS, NO_TEXTS)
    pd.testing.assert_frame_equal(expected, shuffled)


SHIPPED = sorted((Path(__file__).resolve().parents[2] / "data" / "raw").glob("*/taxonomy.csv"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_the_shipped_breakdowns_are_read(path):
    branch = contract.check(branch_from_csv(pd.read_csv(path, dtype="str"), file=path.name), BRANCH)
    leaves = branch[branch["is_leaf"]]
    top = branch[branch["level"] == 1]
    assert top["stage"].tolist() == ["upstream", "midstream", "downstream"]
    assert len(leaves) >= 40
    assert 0.2 <= leaves["is_critical"].astype("float64").mean() <= 0.35
    assert branch.loc[branch["is_critical"], "note"].notna().all()


def test_a_family_no_rule_reaches_goes_by_the_likeness_of_its_text_and_says_so():
    branch = branch_from_csv(taxonomy(leaf("1.1.1", keywords_zh="隔膜"), leaf("1.1.2", keywords_zh="电芯")))
    names = [f"F{n:03}" for n in range(81)]
    titles = ["隔膜"] * 40 + ["电芯"] * 40 + ["装置"]
    family = families(
        "family_id | title\n" + "\n".join(f"{n} | {t}" for n, t in zip(names, titles, strict=True))
    )
    turn = [0.002 * n for n in range(40)]
    vectors = [[1.0, t, 0.0] for t in turn] + [[0.0, t, 1.0] for t in turn] + [[0.0, 0.04, 1.0]]
    texts = pd.DataFrame({"family_id": names, "encoder": "x", "text_digest": names, "text_language": "zh"})
    texts = texts.assign(has_abstract=False, vector=pd.Series(vectors, dtype=object))
    texts = contract.cast(texts, TEXT_EMBEDDING)
    found = contract.check(
        branch_assignment(branch, family, NO_CLASSIFICATION, NO_CLUSTERS, texts), BRANCH_ASSIGNMENT
    )
    last = found[found["family_id"] == "F080"].set_index("branch_id")
    assert set(last.index) == {"1", "1.1", "1.1.2"}
    assert last.loc["1.1.2", "evidence"] == "similarity"
    assert last.loc["1.1.2", "confidence_word"] == "low"
    assert last.loc["1.1.2", "confidence"] > 0.6
    assert found.loc[found["evidence"] == "keyword", "confidence"].isna().all()

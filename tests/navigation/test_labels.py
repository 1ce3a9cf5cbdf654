from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import APPLICANT, FAMILY
from navigation import descriptions, labels
from navigation.tables import CLUSTER, CLUSTER_ASSIGNMENT, CLUSTER_LINEAGE, PREVIOUS_CLUSTER, TEXT_EMBEDDING
from tests.navigation.test_clustering import symbols

FANS = [
    "涵道风扇推进系统",
    "一种涵道风扇叶片",
    "飞机涵道风扇",
    "用于无人机的涵道风扇",
    "涵道风扇电机",
    "新型涵道风扇",
]
CELLS = [
    "燃料电池电堆",
    "氢燃料电池系统",
    "一种燃料电池",
    "燃料电池双极板",
    "燃料电池的冷却装置",
    "车用燃料电池",
]
FANS_EN = [
    "Ducted fan propulsion system",
    "Ducted fan blade",
    "Aircraft ducted fan",
    "Unmanned aircraft ducted fan",
]
CELLS_EN = ["Fuel cell stack", "Hydrogen fuel cell", "Fuel cell", "Bipolar plate of a fuel cell"]


def cluster_of(groups, *, column="title", applicants=(), ipc=("B64D", "H01M"), text=True):
    """The cluster table of groups of titles, one cluster each."""
    rows = [
        (f"F{g}{n:02d}", f"c{g + 1:03d}", title)
        for g, titles in enumerate(groups)
        for n, title in enumerate(titles)
    ]
    ids, cluster, title = (list(v) for v in zip(*rows, strict=True))
    family = contract.empty(FAMILY).reindex(range(len(rows)))
    family["family_id"] = ids
    family[column] = title
    language = "zh" if column == "title" else "en"
    embedding = pd.DataFrame({"family_id": ids, "encoder": "x", "text_digest": ids, "has_abstract": False})
    embedding["text_language"] = language if text else None
    embedding["vector"] = pd.Series([[1.0, 0.0] if text else None] * len(ids), dtype=object)
    assignment = pd.DataFrame(
        {"family_id": ids, "cluster_id": cluster, "confidence": 1.0, "x": 0.5, "y": np.nan}
    )
    people = pd.DataFrame(
        {"applicant_id": [f"A{n}" for n in range(len(applicants))], "name": list(applicants)}
    )
    frame = descriptions.cluster(
        contract.cast(assignment.reindex(columns=CLUSTER_ASSIGNMENT.column_names), CLUSTER_ASSIGNMENT),
        contract.cast(embedding, TEXT_EMBEDDING),
        contract.cast(family, FAMILY),
        symbols(
            [(f, f"{ipc[int(c[1:]) - 1]}1/00") for f, c in zip(ids, cluster, strict=True)] if ipc else []
        ),
        contract.cast(people.reindex(columns=APPLICANT.column_names), APPLICANT),
        contract.empty(CLUSTER_LINEAGE),
        contract.empty(PREVIOUS_CLUSTER),
    )
    return contract.check(frame, CLUSTER).set_index("cluster_id")


def test_a_cluster_is_named_after_what_sets_it_apart():
    frame = cluster_of([FANS, CELLS])
    assert "涵道风扇" in frame.loc["c001", "label_zh"]
    assert "燃料电池" in frame.loc["c002", "label_zh"]
    assert next(iter(frame.loc["c001", "terms"])).startswith("涵道风扇")
    assert frame["family_count"].tolist() == [6, 6]
    assert [list(i) for i in frame["ipc"]] == [["B64D"], ["H01M"]]


def test_english_titles_give_english_labels_and_the_chinese_one_is_never_empty():
    frame = cluster_of([FANS_EN, CELLS_EN], column="title_en")
    assert "ducted fan" in frame.loc["c001", "label_en"]
    assert "fuel cell" in frame.loc["c002", "label_en"]
    assert "涵道风扇" in frame.loc["c001", "label_zh"]
    assert "燃料电池" in frame.loc["c002", "label_zh"]
    assert list(frame["terms"].iloc[0]) == list(frame["terms_en"].iloc[0])


def test_chinese_titles_alone_take_the_english_label_from_the_subclass():
    frame = cluster_of([FANS, CELLS])
    assert frame["label_en"].str.len().gt(3).all()
    assert not frame["label_en"].str.contains(labels.words.HAN).any()


def test_english_terms_the_glossary_lacks_stand_beside_the_subclass():
    titles = [
        f"Zorblat for {part}" for part in ("grinding", "cutting", "oiling", "bending", "boats", "lifting")
    ]
    frame = cluster_of([titles, CELLS_EN], column="title_en")
    assert "zorblat" in frame.loc["c001", "label_zh"]
    assert labels.words.HAN.search(frame.loc["c001", "label_zh"])


def test_both_labels_say_the_same_where_titles_exist_in_both_languages():
    ids = [f"F{n}" for n in range(12)]
    chinese = [f"锥齿轮磨床的{n}" for n in ("主轴", "床身", "砂轮", "夹具", "导轨", "刀库")] + CELLS
    english = [f"Bevel grinder for {n}" for n in ("spindle", "bed", "wheel", "jig", "rail", "rack")] + [
        f"Hydrogen stack {n}" for n in "abcdef"
    ]
    rows = pd.DataFrame({"family_id": ids, "cluster_id": ["c001"] * 6 + ["c002"] * 6, "confidence": 1.0})
    rows = rows.assign(text_language="zh", has_vector=True)
    family = pd.DataFrame({"family_id": ids, "title": chinese, "title_en": english})
    family = family.assign(abstract=None, abstract_en=None).astype("str")
    ipc = pd.DataFrame({"cluster_id": ["c001", "c002"], "ipc": [["B23F"], ["H01M"]]})
    made = labels.labels(rows, family, ipc, contract.empty(APPLICANT)).set_index("cluster_id")
    assert made.loc["c001", "label_zh"] == "锥齿轮磨床"
    assert made.loc["c001", "label_en"] == "bevel grinder"
    assert made.loc["c002", "label_en"].startswith("fuel cell")  # the glossary comes before the titles


def test_labels_are_distinct():
    frame = cluster_of([FANS, FANS, FANS], ipc=("B64D", "B64D", "B64D"))
    assert frame["label_zh"].nunique() == 3
    assert frame["label_en"].nunique() == 3


def test_no_company_gives_its_name_to_a_cluster():
    titles = [
        f"云帆拓海{part}"
        for part in (
            "水下推进器",
            "水下机器人",
            "水下推进器壳体",
            "水下观测仪",
            "水下推进器桨叶",
            "水下机械臂",
        )
    ]
    frame = cluster_of([titles, CELLS], applicants=["云帆拓海科技有限公司"])
    assert not any(term == "云帆拓海" for term in frame.loc["c001", "terms"])


def test_no_function_word_number_or_single_character():
    frame = cluster_of([FANS, CELLS])
    for term in [t for listed in frame["terms"] for t in listed]:
        assert len(term) > 1
        assert term not in labels.words.lexicon("zh_break") | labels.words.lexicon("zh_generic")


def test_families_without_text_are_labelled_so():
    frame = cluster_of([["", ""]], text=False, ipc=())
    assert frame["label_zh"].iloc[0] == "无文本（标题与摘要缺失）"
    assert frame["label_en"].iloc[0] == "No text (title and abstract missing)"


def test_exemplars_are_nearest_the_centre():
    frame = cluster_of([FANS, CELLS])
    assert list(frame.loc["c001", "exemplars"]) == ["F000", "F001", "F002", "F003", "F004"]


def test_language_share_counts_chinese_texts():
    assert cluster_of([FANS, CELLS])["language_share"].tolist() == [1.0, 1.0]
    assert cluster_of([FANS_EN, CELLS_EN], column="title_en")["language_share"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("titles", [["机翼"], ["。"], ["123"]])
def test_a_cluster_of_one_or_of_no_words_still_has_labels(titles):
    frame = cluster_of([titles], ipc=("B64D",))
    assert frame["label_zh"].str.len().gt(0).all()
    assert frame["label_en"].str.len().gt(0).all()

"""One invention as invention and as utility model."""

from __future__ import annotations

import pandas as pd

from corpus.tables import PUBLICATION
from corpus.twins import twins
from tests.frames import rows

HEAD = "publication_number | office | ip_right | family_id | filing_date | title | abstract | applicants | events\n"
LONG = "本发明公开了一种用于海上平台的浮动式潮汐能发电装置包括浮体导流罩叶轮传动轴发电机和锚泊系统浮体两侧设有导流罩叶轮"


def found(text: str) -> pd.DataFrame:
    return twins(rows(HEAD + text, PUBLICATION))


def test_equal_titles_of_one_day_and_applicant_name_each_other() -> None:
    made = found("""
        CN1A | CN | invention | F1 | 2019-01-15 | 飞行器 | | 甲公司 |
        CN2U | CN | utility_model | F2 | 2019-01-15 | 飞行器 | | 甲公司 |
        CN3U | CN | utility_model | F3 | 2019-01-15 | 飞行器 | | 乙公司 |
        CN4U | CN | utility_model | F4 | 2019-01-16 | 飞行器 | | 甲公司 |
    """)
    assert made["has_utility_model_twin"].to_dict() == {"F1": True, "F2": True, "F3": False, "F4": False}
    assert made["twin_family_id"].dropna().to_dict() == {"F1": "F2", "F2": "F1"}


def test_titles_may_differ_where_the_abstracts_are_alike() -> None:
    made = found(f"""
        CN1A | CN | invention | F1 | 2019-01-15 | 潮汐能发电装置及方法 | {LONG} | 甲公司 |
        CN2U | CN | utility_model | F2 | 2019-01-15 | 潮汐能发电装置 | {LONG} | 甲公司 |
        CN3U | CN | utility_model | F3 | 2019-01-15 | 一种阀门 | 一种阀门包括阀体和阀芯 | 甲公司 |
    """)
    assert made.loc["F1", "twin_family_id"] == "F2"
    assert not made.loc["F3", "has_utility_model_twin"]


def test_a_vendors_word_is_believed_without_knowing_the_other() -> None:
    made = found("CN1A | CN | invention | F1 | 2019-01-15 | 飞行器 | | 甲公司 | double_filing")
    assert bool(made.loc["F1", "has_utility_model_twin"])
    assert pd.isna(made.loc["F1", "twin_family_id"])

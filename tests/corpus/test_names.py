"""Names: one spelling, legal form apart, and the key on which they merge, measured on three sets."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from corpus.names import comparable, merge_key, name_parts, short_words
from tests.corpus.look_alikes import SPELLINGS, applicants


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("海津生物（天津）有限公司", "海津生物天津有限公司"),
        ("海津生物(天津) 有限公司", "海津生物天津有限公司"),
        ("ＡＣＭＥ　Ｃｏ．，Ｌｔｄ．", "ACME CO LTD"),
        ("Acme Co., Ltd.", "ACME CO LTD"),
        ("Société Générale d'Aviation S.A.", "SOCIETE GENERALE DAVIATION SA"),
        ("Black & White Inc", "BLACK AND WHITE INC"),
        ("ACME INC (US)", "ACME INC"),
        ("ACME CORPORATION (2009-12-11)", "ACME CORPORATION"),
        ("삼일전자 (주)", "삼일전자주식회사"),
        ("(株)みどり", "株式会社みどり"),
        ("???", "???"),
        ("臺灣雲帆製造股份有限公司", "台湾云帆制造股份有限公司"),
        ("海津药业有限公司(HAIJIN PHARMA CO., LTD.)", "海津药业有限公司"),
        ("HAIJIN PHARMA CO., LTD. [海津药业有限公司]", "海津药业有限公司"),
        ("海津大学 [CN]", "海津大学"),
    ],
)
def test_spellings_become_comparable(printed: str, expected: str) -> None:
    assert comparable(pd.Series([printed])).tolist() == [expected]


@pytest.mark.parametrize(
    ("printed", "stem", "form"),
    [
        ("海津生物科技有限公司", "海津生物科技", "有限"),
        ("海津生物科技有限责任公司", "海津生物科技", "有限"),
        ("海津生物科技股份有限公司", "海津生物科技", "股份"),
        ("海津集团有限公司", "海津", "集团有限"),
        ("海津（集团）有限公司", "海津", "集团有限"),
        ("海津集团天津分公司", "海津集团天津分公司", ""),
        ("天津海津大学", "天津海津大学", ""),
        ("海津药物研究所", "海津药物研究所", ""),
        ("株式会社海津", "海津", "KK"),
        ("海津株式会社", "海津", "KK"),
        ("ACME COMPANY, LIMITED", "ACME", "CO LTD"),
        ("ACME CO.,LTD", "ACME", "CO LTD"),
        ("ACME LIMITED", "ACME", "LTD"),
        ("ACME INCORPORATED", "ACME", "INC"),
        ("ACME L.L.C.", "ACME", "LLC"),
        ("ACME GmbH & Co. KG", "ACME", "GMBH & CO KG"),
        ("OOO ACME", "ACME", "OOO"),
        ("COSTCO", "COSTCO", ""),
        ("有限公司", "有限公司", ""),
        ("海津集团", "海津", "集团有限"),
        ("The ACME Company", "ACME", "CO"),
        ("ACME COMPANY, THE", "ACME", "CO"),
        ("ACME LLC, a limited liability company of the State of Delaware", "ACME", "LLC"),
        ("ACME Pte. Ltd.", "ACME", "PTE LTD"),
        ("ACME Spółka z o.o.", "ACME", "SP ZOO"),
        ("ООО Акме", "АКМЕ", "OOO"),
        ("ACME e.V.", "ACME", "EV"),
    ],
)
def test_legal_form_is_parted_from_the_stem(printed: str, stem: str, form: str) -> None:
    parts = name_parts(pd.Series([printed]))
    assert (parts["stem"][0], parts["form"][0]) == (stem, form)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UNIV HAIJIN", "Haijin University"),
        ("UNIV HAIJIN", "The University of Haijin"),
        ("UNIV HAIJIN TECHNOLOGY", "Haijin University of Technology"),
        ("HAIJIN RES INST", "Haijin Research Institute"),
        ("ACMEMARINE INC", "Acme-Marine, Inc."),
        ("深圳市海津科技有限公司", "深圳海津科技有限公司"),
        ("海津第719研究所", "海津第七一九研究所"),
        ("海津第10研究所", "海津第十研究所"),
        ("海津第七○二研究所", "海津第七〇二研究所"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert merge_key(pd.Series([one, other])).nunique() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Two universities: St. Louis and Seattle; Oxford, Ohio and Coral Gables.
        ("Washington University", "University of Washington"),
        ("Miami University", "University of Miami"),
        ("吉林省海津有限公司", "吉林市海津有限公司"),
        ("海津第一研究所", "海津第十一研究所"),
        ("海津大学", "海津大学(威海)"),
        ("海津有限公司", "海津有限公司北京分公司"),
        ("海津研究院", "海津研究所"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert merge_key(pd.Series([one, other])).nunique() == 2


def test_words_are_shortened_and_articles_left_out() -> None:
    texts = pd.Series(["THE INSTITUTE OF MARINE RESEARCH", "OF THE", None], dtype="str")
    assert short_words(texts).fillna("-").tolist() == ["INST MARINE RES", "OF THE", "-"]


def test_an_index_may_repeat() -> None:
    names = pd.Series(["ACME INC", "海津有限公司"], index=[7, 7], dtype="str")
    assert merge_key(names).index.tolist() == [7, 7]
    assert merge_key(names).tolist() == ["ACME|INC", "海津|有限"]


def test_merge_key_of_a_missing_name_is_missing() -> None:
    assert merge_key(pd.Series(["ACME INC", None], dtype="str")).isna().tolist() == [False, True]


def b_cubed(key: pd.Series, truth: pd.Series) -> tuple[float, float]:
    """Mean over names of the share of its group that is right, and of its truth that is found."""
    frame = pd.DataFrame({"key": key.to_numpy(), "truth": truth.to_numpy()})
    both = frame.groupby(["key", "truth"])["key"].transform("size")
    precision = (both / frame.groupby("key")["key"].transform("size")).mean()
    recall = (both / frame.groupby("truth")["key"].transform("size")).mean()
    return float(precision), float(recall)


def test_b_cubed_by_hand() -> None:
    # a and b are rightly one, c is wrongly with them, d and e are wrongly apart.
    found = b_cubed(pd.Series([1, 1, 1, 2, 3]), pd.Series([1, 1, 2, 3, 3]))
    assert found == pytest.approx(((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5, (1 + 1 + 1 + 0.5 + 0.5) / 5))


def test_look_alikes_are_kept_apart_and_spellings_found() -> None:
    """No two of 135 invented look-alikes merge; F1 at least .97."""
    groups = applicants(SPELLINGS)
    named = [(name, number) for number, group in enumerate(groups) for name in group]
    frame = pd.DataFrame(named, columns=["name", "truth"]).astype({"name": "str"})
    assert len(frame) >= 150
    assert not frame["name"].duplicated().any()
    precision, recall = b_cubed(merge_key(frame["name"]), frame["truth"])
    assert precision == 1
    assert 2 * precision * recall / (precision + recall) >= 0.97


def test_precision_on_pharmaceutical_assignees(shared_data: Path) -> None:
    """Names harmonised by hand to groups, subsidiaries among them: few wrong mergers."""
    file = shared_data / "benchmarks" / "pharma-assignees" / "organization.tsv"
    table = pd.read_csv(file, sep="\t", dtype="str").dropna().drop_duplicates("name")
    precision, recall = b_cubed(merge_key(table["name"]), table["harmonized_name"])
    assert precision >= 0.996
    assert recall >= 0.775


def test_precision_on_drone_applicants(shared_data: Path) -> None:
    """Names cleaned by hand, compared without case, accents and punctuation."""
    file = shared_data / "benchmarks" / "drones-citations" / "documents.csv.gz"
    table = cleaned_pairs(pd.read_csv(file, dtype="str"))
    precision, recall = b_cubed(merge_key(table["name"]), table["truth"])
    assert len(table) > 7000
    assert precision >= 0.996
    assert recall >= 0.95


def cleaned_pairs(documents: pd.DataFrame) -> pd.DataFrame:
    """Each printed name with its cleaned one; the two lists of a document are not in one order.

    A name that stands in both lists is itself; what is left is paired where one is left in each.
    """
    found = []
    both = documents[["applicant", "applicant_cleaned"]].dropna()
    for printed, cleaned in both.itertuples(index=False, name=None):
        names = [name.strip() for name in printed.split(";") if name.strip()]
        truths = [plain(name) for name in cleaned.split(";") if name.strip()]
        known = {plain(name) for name in names} & set(truths)
        found += [(name, plain(name)) for name in names if plain(name) in known]
        left, right = [n for n in names if plain(n) not in known], [t for t in truths if t not in known]
        if len(left) == 1 and len(right) == 1:
            found.append((left[0], right[0]))
    table = pd.DataFrame(found, columns=["name", "truth"], dtype="str").value_counts().reset_index()
    table = table.sort_values(["name", "count", "truth"], ascending=[True, False, True])
    return table.drop_duplicates("name")


def plain(name: str) -> str:
    """Letters and digits alone, without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if c.isalnum())

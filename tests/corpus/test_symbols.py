"""Classification symbols: spellings, patterns, fields."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus import lists
from corpus.codes import code_list
from corpus.contract import TEXTS_DTYPE
from corpus.patterns import pattern_specificity
from corpus.symbols import (
    canonical_symbol,
    canonical_symbols,
    sei_codes,
    sei_label,
    stated_sei_codes,
    subclass,
    subclass_label,
    symbol_field,
    unreadable_symbols,
    wipo_field,
    wipo_field_label,
)
from tests.frames import rows


def texts(*rows: list[str] | None) -> pd.Series:
    return pd.Series(list(rows), dtype=TEXTS_DTYPE)


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("G01N25/00", "G01N25/00"),
        ("G01N 25/00", "G01N25/00"),
        ("A61K  31/    12        AI", "A61K31/12"),
        ("A61K31/12(2006.01)I", "A61K31/12"),
        ("a61k31/12 (2006.01)", "A61K31/12"),
        ("Ａ61Ｋ31／12", "A61K31/12"),
        ("A61K-0031/12", "A61K31/12"),
        ("B64C-039/02", "B64C39/02"),
        ("A61K 31/12 20060101AFI20051008BHEP", "A61K31/12"),
        ("G06K0019073", "G06K19/073"),
        ("A61K0317072", "A61K31/7072"),
        ("A61P03118", "A61P31/18"),
        ("A61K00920", "A61K9/20"),
        ("C07D41700", "C07D417/00"),
        ("C07D40112", "C07D401/12"),
        ("A61K3112", "A61K31/12"),
        ("A61K0031000000", "A61K31/00"),
        ("A61K0031120000", "A61K31/12"),
        ("A61K0031395000", "A61K31/395"),
        ("A61K0031100000", "A61K31/10"),
        ("H01M2300/0065", "H01M2300/0065"),
        ("Y02E 10/50", "Y02E10/50"),
        ("C12R 1:46", "C12R1/46"),
        ("H10D30/60", "H10D30/60"),
        ("A61K31", "A61K31/00"),
        ("A61K", "A61K"),
        ("A61K [2006.01]", "A61K"),
        ("C01B3/2", "C01B3/02"),
        ("B64C-000/00", "B64C"),
        ("Int.Cl.7 A61K31/12", "A61K31/12"),
        ("Int. Cl. 8: A61K 31/12", "A61K31/12"),
        ("5 A61K 31/12", "A61K31/12"),
        ("A 61 K 31/12", "A61K31/12"),
    ],
)
def test_every_spelling_becomes_canonical(printed: str, canonical: str) -> None:
    assert canonical_symbols(texts([printed]))[0] == [canonical]
    assert canonical_symbol(pd.Series([printed, None])).tolist()[0] == canonical


@pytest.mark.parametrize("printed", ["-", "", "A61", "31/12", "Z99Z1/00", "14-02", "A61K0000/00", "无"])
def test_unreadable_symbols_are_dropped_and_listed(printed: str) -> None:
    column = texts([printed, "A61K31/12"])
    assert canonical_symbols(column)[0] == ["A61K31/12"]
    assert unreadable_symbols(column)[0] == [printed]


def test_lists_keep_their_place_order_and_missingness() -> None:
    column = texts(["B01D 53/00", "A61K31/12", "B01D53/00"], None, [], ["x"])
    column.index = pd.Index([7, 5, 3, 1])
    found = canonical_symbols(column)
    assert found.index.tolist() == [7, 5, 3, 1]
    assert found[7] == ["B01D53/00", "A61K31/12"]
    assert found.isna().tolist() == [False, True, False, False]
    assert lists.lengths(found.reset_index(drop=True)).tolist()[2:] == [0, 0]
    lost = unreadable_symbols(column).reset_index(drop=True)
    assert lists.lengths(lost).fillna(9).tolist() == [0, 9, 0, 1]


def test_sliced_columns_read_like_whole_ones() -> None:
    column = texts(["A61K31/12"], ["B01D53/00"], None, ["C07D401/12", "-"])
    assert canonical_symbols(column.iloc[1:])[3] == ["C07D401/12"]
    assert unreadable_symbols(column.iloc[2:])[3] == ["-"]


def test_subclass_is_the_first_four_characters() -> None:
    assert subclass(pd.Series(["A61K31/12", "H10D30/60"])).tolist() == ["A61K", "H10D"]


def classification(text: str) -> pd.DataFrame:
    frame = rows(text)
    return frame.assign(is_main=(frame["is_main"] == "yes").astype("boolean"))


def test_field_is_the_one_with_most_ipc_symbols() -> None:
    fields = wipo_field(
        classification(
            """
            family_id | scheme | symbol     | is_main
            f1        | IPC    | A61K31/12  | no
            f1        | IPC    | A61P35/00  | no
            f1        | IPC    | C07D401/12 | yes
            f1        | CPC    | C07D401/12 | no
            f1        | CPC    | C07D401/14 | no
            """
        )
    )
    assert fields.to_dict() == {"f1": 16}


def test_ties_go_to_the_main_symbol_then_to_the_first() -> None:
    fields = wipo_field(
        classification(
            """
            family_id | scheme | symbol     | is_main
            f1        | IPC    | A61K31/12  | no
            f1        | IPC    | C07D401/12 | yes
            f2        | IPC    | C07D401/12 | no
            f2        | IPC    | A61K31/12  | no
            f3        | CPC    | Y02E10/50  | no
            f4        | CPC    | G06Q10/06  | no
            """
        )
    )
    assert fields.to_dict() == {"f1": 14, "f2": 14, "f4": 7}


@pytest.mark.parametrize(
    ("symbol", "field"),
    [
        ("A61K8/02", 14),
        ("A61K9/00", 16),
        ("A61K", 16),
        ("B01D53/14", 24),
        ("B01D61/02", 23),
        ("G01N33/53", 11),
        ("G01N21/00", 10),
        ("E01F8/00", 24),
        ("E01F13/00", 35),
        ("H04N21/00", 4),
        ("H04N1/00", 3),
        ("H04N5/00", 2),
        ("H01L21/00", 8),
        ("H10D30/60", 8),
        ("H10P72/00", 8),
        ("B64U10/14", 32),
        ("B33Y10/00", 29),
        ("G06Q10/06", 7),
        ("G06V10/00", 6),
        ("C13B5/02", 29),
        ("C13B10/00", 18),
        ("G21F9/00", 27),
    ],
)
def test_longest_rule_gives_the_field(symbol: str, field: int) -> None:
    assert symbol_field(pd.Series([symbol])).tolist() == [field]


def test_symbols_outside_the_concordance_have_no_field() -> None:
    assert symbol_field(pd.Series(["Y02E10/50", None], dtype="str")).isna().all()


def test_every_subclass_of_the_ipc_has_a_field_and_a_label() -> None:
    subclasses = code_list("ipc_groups")["subclass"]
    assert symbol_field(subclasses).notna().all()
    for language in ("zh", "en"):
        labels = [subclass_label(code, language) for code in subclasses]
        assert all(label != code for label, code in zip(labels, subclasses, strict=True))


def test_labels_are_short_and_distinct() -> None:
    table = code_list("ipc_subclass_labels")
    assert table["label_zh"].str.len().max() <= 12
    assert table["label_en"].str.split().str.len().max() <= 5
    assert table["subclass"].is_unique
    assert table["label_zh"].is_unique
    assert table["label_en"].is_unique


def test_fields_are_thirty_five_in_five_sectors() -> None:
    table = code_list("wipo_fields")
    assert table["field"].astype(int).tolist() == list(range(1, 36))
    assert table["sector_en"].nunique() == 5
    assert set(code_list("ipc_to_wipo")["field"]) == set(table["field"])
    assert wipo_field_label(16, "zh") == "药品"


def test_emerging_industries_follow_include_and_exclude_rules() -> None:
    found = sei_codes(
        classification(
            """
            family_id | scheme | symbol    | is_main
            f1        | IPC    | C07J1/00  | no
            f2        | IPC    | G06F11/14 | no
            f3        | IPC    | A47G1/00  | no
            f4        | IPC    | F03D13/10 | no
            f5        | CPC    | C07J1/00  | no
            """
        )
    )
    # A61K33 and C07J stand for 生物医药 (4.1); F03D13 for 风能 (6.2); G06F11/14 is excluded from 1.1.
    assert found["f1"] == ["4.1"]
    assert "6.2" in found["f4"]
    assert "1.1" not in found["f2"]
    assert "f3" not in found.index
    assert "f5" not in found.index
    assert sei_label("4.1", "en") == "Biopharmaceuticals"


def test_every_rule_of_the_code_lists_can_be_read() -> None:
    sei = code_list("sei_ipc")
    cells = ";".join([*sei["include"], *sei["exclude"], *code_list("ipc_to_wipo")["pattern"]])
    for pattern in filter(None, cells.split(";")):
        assert pattern_specificity(pattern) >= 10
    classes = code_list("sei_classes")["sei_code"]
    assert set(sei["sei_code"]) == set(classes[classes.str.len() == 3])


def test_stated_industries_are_read_by_code_or_by_name() -> None:
    stated = texts(["9.1 (新技术)", "1.4.2"], ["生物医药产业", "4.1"], ["新材料产业"], ["读不懂"], None)
    stated.index = pd.Index(["f2", "f1", "f3", "f4", "f5"])
    found = stated_sei_codes(stated)
    assert found.to_dict() == {"f1": ["4.1"], "f2": ["1.4", "9.1"], "f3": ["3"]}

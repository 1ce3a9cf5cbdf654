"""The code lists: their keys, their references to one another, and a few facts by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.codes import code_list

KEYS = {
    "offices": ["code"],
    "gni": ["office"],
    "wipo_fields": ["field"],
    "ipc_to_wipo": ["pattern"],
    "ipc_groups": ["subclass"],
    "ipc_subclass_labels": ["subclass"],
    "sei_classes": ["sei_code"],
    "sei_ipc": ["sei_code", "rule"],
    "legal_status": ["word"],
    "legal_forms": ["form", "script", "place"],
    "applicant_kinds": ["word", "source"],
    "name_words": ["word"],
    "places": ["place"],
    "han_shapes": ["traditional"],
    "citation_norms": ["office", "nber_field", "year"],
    "ipc_to_nber": ["prefix"],
    "terms": ["office", "ip_right", "filed_from"],
}


@pytest.mark.parametrize(("name", "key"), KEYS.items())
def test_keys_are_unique_and_cells_are_clean(name: str, key: list[str]) -> None:
    table = code_list(name)
    assert not table.duplicated(key).any()
    assert (table[key[0]] != "").all()
    assert table.apply(lambda cells: (cells == cells.str.strip()).all()).all()


def test_incomes_are_ratios_to_the_united_states_of_the_same_year() -> None:
    table = code_list("gni").set_index("office")
    ratio = pd.to_numeric(table["ratio_to_us"])
    assert ratio["US"] == 1
    assert ratio.between(0, 1).all()
    # World Bank, Atlas method, 2025: China 20.016, United States 30.352 trillion dollars.
    assert ratio["CN"] == pytest.approx(20.01554 / 30.35233, abs=1e-5)
    assert "TW" not in table.index
    assert set(table.index) <= set(code_list("offices")["code"])


def test_terms_speak_of_known_offices_and_whole_years() -> None:
    table = code_list("terms")
    assert set(table["office"]) - {"*"} <= set(code_list("offices")["code"])
    assert set(table["years"]) <= {"", "10", "15", "20", "25"}

"""What differs between two runs, from records drawn by hand."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from corpus import lists
from corpus.contract import cast, check, empty
from navigation import changes
from navigation.change_tables import (
    FACT_CHANGE,
    FAMILY_CHANGE,
    PORTFOLIO_CHANGE,
    PREVIOUS_FACT,
    PREVIOUS_FAMILY,
    PREVIOUS_PORTFOLIO,
    PREVIOUS_RUN,
    RUN_CHANGE,
)

INPUTS = {"study.toml": "s", "exports/a.csv": "a", "taxonomy.csv": "t"}
SETTINGS = {"as_of": "2024-06-30", "title": "x", "weights": {"reach": 1.0}, "portfolio": {"least": 5}}


def run(day: str = "2024-06-30", program: str = "1.0", **changed: object) -> pd.DataFrame:
    inputs = {**INPUTS, **changed.get("inputs", {})}
    settings = {**SETTINGS, **changed.get("settings", {})}
    row = {
        "run_digest": "d", "cut_off": pd.Timestamp(day), "program_version": program,
        "input_digests": json.dumps(inputs), "setting_values": json.dumps(settings),
        "division_digest": changed.get("division", "v"),
    }  # fmt: skip
    return cast(pd.DataFrame([row]), PREVIOUS_RUN)


def families(*rows: tuple[object, ...]) -> pd.DataFrame:
    names = ("family_id", "status_before", "score_before", "rank_before", "content_before")
    frame = pd.DataFrame(rows, columns=names).assign(representative_number="n", title="t")
    return cast(frame, PREVIOUS_FAMILY)


def portfolios(*rows: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["portfolio_id", "score_before", "rank_before"])
    return cast(frame.assign(portfolio_label_zh="甲", portfolio_label_en="A"), PREVIOUS_PORTFOLIO)


def found(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, object]:
    frame = check(changes.run_change(before, now), RUN_CHANGE)
    row = frame.iloc[0]
    kinds = {k: lists.join(frame[f"{k}_changes"], ",").iloc[0] for k in ("data", "definition", "method")}
    return kinds | {"cause": None if pd.isna(row["cause"]) else row["cause"]}


@pytest.mark.parametrize(
    ("now", "kind", "names"),
    [
        (run(inputs={"exports/a.csv": "other"}), "data", "exports/a.csv"),
        (run(inputs={"exports/b.csv": "new"}), "data", "exports/b.csv"),
        (run("2024-07-31", settings={"as_of": "2024-07-31"}), "data", "as_of"),
        (run("2024-07-31"), "data", "as_of"),
        (run(inputs={"taxonomy.csv": "other"}), "definition", "taxonomy.csv"),
        (run(settings={"weights": {"reach": 2.0}}), "definition", "weights.reach"),
        (run(program="1.1"), "method", "1.0 → 1.1"),
    ],
)
def test_what_differs_is_data_definition_or_method(now, kind, names):
    said = found(run(), now)
    assert said["cause"] == kind
    assert {k: said[k] for k in ("data", "definition", "method")} == {
        k: names if k == kind else "" for k in ("data", "definition", "method")
    }


def test_several_kinds_are_several_and_looks_are_none():
    both = run(inputs={"exports/a.csv": "other"}, settings={"weights": {"reach": 2.0}})
    assert found(run(), both)["cause"] == "several"
    looks = run(inputs={"study.toml": "other"}, settings={"title": "y"})
    assert found(run(), looks)["cause"] is None


def test_without_kept_settings_the_file_is_named():
    old = run()
    old["setting_values"] = "{}"
    assert found(old, run(inputs={"study.toml": "other"}))["definition"] == "study.toml"


def test_families_in_and_out_and_moves():
    before = families(
        ("A", "in_force", 50.0, 3, "x"), ("B", "in_force", 60.0, 2, "y"), ("C", "pending", 70.0, 1, "z"),
        ("D", "in_force", 40.0, 400, "w"),
    )  # fmt: skip
    now = families(
        ("A", "expired", 50.0, 3, "x2"), ("B", "in_force", 61.5, 2, "y"), ("D", "in_force", 40.9, 390, "w"),
        ("E", "pending", None, None, "e"),
    )  # fmt: skip
    change = changes.run_change(run(), run(inputs={"exports/a.csv": "other"}))
    made = check(changes.compared_families(before, now, change), FAMILY_CHANGE).set_index("family_id")
    # D moved less than a point and stands beyond the first hundred.
    assert list(made.index) == ["A", "B", "C", "E"]
    assert made["presence"].to_dict() == {"A": "stayed", "B": "stayed", "C": "left", "E": "entered"}
    assert made["is_status_change"].to_dict() == {"A": True, "B": False, "C": False, "E": False}
    assert made.loc["A", "is_own_change"] and not made.loc["B", "is_own_change"]
    assert made.loc["B", "score_move"] == 1.5 and pd.isna(made.loc["E", "score_move"])
    assert set(made["cause"]) == {"data"}


def test_where_several_differ_only_what_data_alone_can_move_is_put_down_to_data():
    before = families(("A", "in_force", 50.0, 1, "x"), ("B", "in_force", 60.0, 2, "y"))
    now = families(("A", "expired", 50.0, 1, "x"), ("B", "in_force", 66.0, 2, "y"), ("C", None, 1.0, 3, "z"))
    several = run(program="2.0", inputs={"exports/a.csv": "other"})
    made = changes.compared_families(before, now, changes.run_change(run(), several))
    assert made.set_index("family_id")["cause"].to_dict() == {"A": "data", "B": "several", "C": "data"}


def test_portfolios_and_facts():
    change = changes.run_change(run(), run(program="2.0"))
    made = changes.compared_portfolios(
        portfolios(("P", 50.0, 1), ("Q", 40.0, 2), ("R", 30.0, 3)),
        portfolios(("P", 50.2, 1), ("Q", 40.0, 3), ("S", 45.0, 2)),
        change,
    )
    made = check(made, PORTFOLIO_CHANGE).set_index("portfolio_id")
    assert made["presence"].to_dict() == {"Q": "stayed", "R": "left", "S": "entered"}
    assert set(made["cause"]) == {"method"}

    def facts(**values: float | None) -> pd.DataFrame:
        rows = [{"fact_id": k, "fact_kind": "count", "number_before": v} for k, v in values.items()]
        return cast(pd.DataFrame(rows), PREVIOUS_FACT)

    moved = changes.fact_change(facts(a=1, b=2, c=None), facts(a=1, b=3, c=None, d=4))
    moved = check(moved, FACT_CHANGE).set_index("fact_id")
    assert moved["number_after"].to_dict() == {"b": 3.0, "d": 4.0}
    assert moved.loc["b", "number_before"] == 2 and pd.isna(moved.loc["d", "number_before"])


def test_the_first_run_has_nothing_to_compare():
    none = changes.run_change(empty(PREVIOUS_RUN), run())
    assert none.empty
    nothing = (empty(PREVIOUS_FAMILY), pd.DataFrame(), pd.DataFrame(), none)
    assert changes.family_change(*nothing).empty
    assert changes.portfolio_change(empty(PREVIOUS_PORTFOLIO), pd.DataFrame(), pd.DataFrame(), none).empty

"""Text importance with cosines chosen by hand."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from corpus.tables import FAMILY
from navigation.tables import TEXT_EMBEDDING
from scoring.indicators import likeness
from tests.scoring.worlds import frame

AS_OF = datetime.date(2024, 1, 1)


def corpus(*texts: tuple[str, str, float, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Families and vectors: name, priority date, cosine with (1, 0), language."""
    names = [t[0] for t in texts]
    day = pd.to_datetime([t[1] for t in texts])
    vectors = [np.array([t[2], np.sqrt(1 - t[2] ** 2)], dtype="float32") for t in texts]
    return (
        frame(FAMILY, family_id=names, earliest_priority_date=day, ip_right=["invention"] * len(names)),
        frame(TEXT_EMBEDDING, family_id=names, text_language=[t[3] for t in texts], vector=vectors),
    )


def around(copies: int) -> list[tuple[str, str, float, str]]:
    """T-29's cosines with F, each as often as wanted, and texts that no window holds."""
    within = [("2008-01-01", 0.3), ("2005-06-01", 0.2), ("2010-06-02", 0.6), ("2012-01-01", 0.4)]
    within += [("2015-06-01", 0.2)]
    texts = [
        (f"{n}-{copy}", day, cosine, "zh") for n, (day, cosine) in enumerate(within) for copy in range(copies)
    ]
    beyond = [("2005-05-31", 1.0, "zh"), ("2015-06-02", 1.0, "zh"), ("2010-06-01", 0.9, "zh")]
    beyond += [("2009-01-01", 1.0, "en"), ("2011-01-01", 1.0, "en")]
    return texts + [(f"beyond-{n}", *text) for n, text in enumerate(beyond)]


def test_t29_means_of_the_windows():
    """T-29: earlier .3, .2, later .6, .4, .2: the sums give 2.4, and so the means 2.4 · 2/3 = 1.6."""
    family, texts = corpus(("F", "2010-06-01", 1.0, "zh"), *around(5))
    made = likeness.text_importance(family, texts, as_of=AS_OF)
    assert made.loc["F", "value"] == pytest.approx(1.6, abs=1e-6)
    assert made.loc["F", ["low_n", "truncated"]].tolist() == [True, False]
    young = likeness.text_importance(family, texts, as_of=datetime.date(2016, 11, 30))
    assert young.loc["F", "truncated"]


def test_too_few_texts_or_none_are_no_measure():
    family, texts = corpus(("F", "2010-06-01", 1.0, "zh"), *around(4))
    made = likeness.text_importance(family, texts[texts["family_id"] != "0-0"], as_of=AS_OF)
    assert np.isnan(made.loc["F", "value"]), "seven earlier texts"
    assert np.isnan(made.loc["0-0", "value"]), "no text"
    nothing = likeness.text_importance(family, texts.iloc[:0], as_of=AS_OF)
    assert nothing["value"].isna().all() and len(nothing) == len(family)


def test_nothing_alike_before_is_no_measure():
    """T-29: BS = 0 → NA."""
    family, texts = corpus(
        ("F", "2010-06-01", 1.0, "zh"),
        *[(f"a{n}", "2008-01-01", 0.0, "zh") for n in range(10)],
        *[(f"b{n}", "2012-01-01", 0.5, "zh") for n in range(10)],
    )
    assert np.isnan(likeness.text_importance(family, texts, as_of=AS_OF).loc["F", "value"])


def test_a_family_without_a_vector_is_no_measure_and_disturbs_no_other():
    family, texts = corpus(("F", "2010-06-01", 1.0, "zh"), *around(5))
    texts.loc[texts["family_id"] == "beyond-0", "vector"] = None
    made = likeness.text_importance(family, texts, as_of=AS_OF)
    assert made.loc["F", "value"] == pytest.approx(1.6, abs=1e-6)
    assert np.isnan(made.loc["beyond-0", "value"])

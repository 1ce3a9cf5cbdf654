"""Who cited a family, and for what: worked examples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus.tables import CITATION, FAMILY
from scoring.indicators import origins
from tests.frames import rows

FAMILIES = """
    family_id | ip_right  | citation_source
    A         | invention | links
    B         | invention | links
    UNCITED   | invention | links
    COUNTED   | invention | vendor_count
    D         | design    | links
"""
# A: an examiner's X, an applicant's without mark, a silent one, an own one; B: a silent one.
LINKS = """
    citing_family_id | cited_family_id | is_self_citation | is_examiner_citation | is_relevant_citation
    P                | A               | no               | yes                  | yes
    Q                | A               | no               | no                   |
    R                | A               | no               |                      |
    S                | A               | yes              | yes                  | yes
    P                | B               | no               |                      |
    P                | COUNTED         | no               | yes                  | yes
    P                | D               | no               | yes                  | yes
"""


def test_examiners_citations_of_which_the_origin_is_told():
    made = origins.examiner_citations(rows(FAMILIES, FAMILY), rows(LINKS, CITATION))
    expected = {"A": 1, "B": np.nan, "UNCITED": 0, "COUNTED": np.nan, "D": np.nan}
    assert made["value"].to_dict() == pytest.approx(expected, nan_ok=True)
    assert made.index[made["estimated"]].tolist() == ["A"]


def test_citations_against_novelty_of_which_the_category_is_told():
    made = origins.blocking_citations(rows(FAMILIES, FAMILY), rows(LINKS, CITATION))
    assert made.loc["A", "value"] == 1 and pd.isna(made.loc["B", "value"])


def test_without_any_origin_stated_nobody_is_at_zero():
    silent = rows(LINKS, CITATION).assign(is_examiner_citation=pd.array([pd.NA] * 7, dtype="boolean"))
    assert origins.examiner_citations(rows(FAMILIES, FAMILY), silent)["value"].isna().all()

"""Values beside those of all applications at the five large offices: a yardstick from outside the corpus.

A corpus of one zone has nobody of its year and field to be compared with but itself. These ratios
compare it with 68 million applications; they stand beside the score, and have no percentile.
"""

from __future__ import annotations

import dataclasses
import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array, csr_array

from scoring.indicators.breadth import patent_symbols
from scoring.indicators.knowledge import ends_of, spread
from scoring.indicators.register import indicator, reading
from scoring.indicators.windows import within_window
from scoring.keys import places
from scoring.reference import citation_norms, nber_fields

SOURCE = "Kim, Woo (2024), Patent Wars: Attack of the IP5 Metrics; PATSTAT, five offices, 1975-2022"
LEAST_APPLICATIONS = 300
WINDOW_YEARS = 5
FIELDS = {
    1: "chemical",
    2: "computers and communications",
    3: "pharmaceutical and medical",
    4: "electrical and electronic",
    5: "mechanical",
    6: "others",
}


@indicator(
    label="Citations beside the outside norm",
    label_zh="五年被引÷外部基准（五局同年同领域均值）",
    pillar=None,
    unit="mean of the norm = 1",
    better="higher",
    weight=0.0,
    source=SOURCE,
)
def citations_to_norm(
    family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame, *, as_of: datetime.date
) -> pd.DataFrame:
    r"""Citations within five years over the mean of its office, field and year.

    .. math:: \nu_f = C^5_f / \overline{C^5}(\text{office}, \text{NBER field}, \text{year})

    with the office of the first filing and the year of first publication. The norm counts citing
    applications at five offices for each application, self-citations too; here citing families
    are counted for each family: a yardstick, not a percentile. Undefined for
    other offices, before 1975 and after 2017, while the window is open, and where citations
    within five years are.
    """
    counts = within_window(family, citation, years=WINDOW_YEARS, as_of=as_of)
    norm = norms_of(family, classification)
    value = (counts["value"] / norm["citations_5y"]).where(~counts["truncated"])
    return reading(value, source=counts["citation_source"], norm=norm, vendor_count=counts["vendor_count"])


@indicator(
    label="Family size beside the outside norm",
    label_zh="同族规模÷外部基准（五局同年同领域均值）",
    pillar=None,
    unit="mean of the norm = 1",
    better="higher",
    weight=0.0,
    source=SOURCE,
)
def family_size_to_norm(family: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    r"""Applications of its family over the mean of its office, field and year.

    .. math:: \nu_f = n_f / \overline{n}(\text{office}, \text{NBER field}, \text{year})

    Office, field and year as for citations. The mean is over applications, so that large families
    count in it once for each office. Flag `growing` as for family size. Undefined for designs, for
    other offices, and where family size is.
    """
    norm = norms_of(family, classification)
    subject = family.set_index("family_id")
    growing = subject["is_complete"].astype("boolean").eq(False)
    return reading(subject["family_size"].astype("float64") / norm["family_size"], norm=norm, growing=growing)


@indicator(
    label="Generality beside the outside norm",
    label_zh="通用性÷外部基准（五局同年同领域均值）",
    pillar=None,
    unit="mean of the norm = 1",
    better="higher",
    weight=0.0,
    source=SOURCE,
)
def generality_to_norm(
    family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame, *, as_of: datetime.date
) -> pd.DataFrame:
    r"""Spread of its citers of five years, one subclass each, over the mean of its office, field and year.

    .. math:: \nu_f = \frac{N}{N - 1} \Bigl(1 - \sum_j s_j^2\Bigr) \Big/ \overline{G}

    with the shares s of the subclasses, one for each citer, and 0 for one citer, as the norm is
    made. Flags as for generality. Undefined where generality or the norm is, and while the five
    years are not over.
    """
    first = family.set_index("family_id")["first_publication_date"]
    end = first + pd.DateOffset(years=WINDOW_YEARS)
    own = places(citation["cited_family_id"], first.index)
    known = own >= 0
    day = citation["citing_date"].to_numpy(dtype="datetime64[s]")
    known &= (day >= first.to_numpy(dtype="datetime64[s]")[own]) & (
        day < end.to_numpy(dtype="datetime64[s]")[own]
    )
    made = _spread_as_the_norm(family, citation[known], classification, forward=True)
    value = made["value"].where(end <= pd.Timestamp(as_of))
    return _beside(value, made, norms_of(family, classification), "generality")


@indicator(
    label="Originality beside the outside norm",
    label_zh="原创性÷外部基准（五局同年同领域均值）",
    pillar=None,
    unit="mean of the norm = 1",
    better="higher",
    weight=0.0,
    source=SOURCE,
)
def originality_to_norm(
    family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame
) -> pd.DataFrame:
    r"""Spread of what it cites over the mean of its office, field and year.

    .. math:: \nu_f = \frac{N}{N - 1} \Bigl(1 - \sum_j s_j^2\Bigr) \Big/ \overline{O}

    with the shares s of the subclasses, one for each family it cites, and 0 for one. Flags as for
    originality. Undefined where originality or the norm is.
    """
    made = _spread_as_the_norm(family, citation, classification, forward=False)
    return _beside(made["value"], made, norms_of(family, classification), "originality")


def norms_of(family: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    """The norm each family is held against, by family_id; NA where there is none.

    Returns
    -------
    pandas.DataFrame
        The means of `reference.citation_norms`, and `norm_cohort` and `norm_size`.
    """
    subject = family.set_index("family_id")
    year = subject["first_publication_date"].dt.year.astype("Int64")
    field = pd.Series(nber_field(family, classification), index=subject.index)
    office = subject["origin"].where(subject["ip_right"].ne("design").fillna(True).astype(bool))
    keys = pd.DataFrame({"office": office, "nber_field": field, "year": year})
    table = citation_norms()
    table = table[table["applications"] >= LEAST_APPLICATIONS].reset_index()
    table = table.assign(norm_cohort=_names(table), norm_size=table["applications"])
    figures = ["citations_5y", "family_size", "generality", "originality"]
    # A mean of next to nothing divides nothing.
    table[figures] = table[figures].where(table[figures] > 0)
    found = keys.astype({"nber_field": "Int64"}).merge(
        table.astype({"nber_field": "Int64", "year": "Int64"}), on=list(keys.columns), how="left"
    )
    return found.set_index(subject.index)[[*figures, "norm_cohort", "norm_size"]]


def _names(table: pd.DataFrame) -> pd.Series:
    field = table["nber_field"].map(FIELDS)
    return "outside norm: " + table["office"] + ", " + table["year"].astype("str") + ", " + field


def nber_field(family: pd.DataFrame, classification: pd.DataFrame) -> npt.NDArray[np.float64]:
    """NBER field of most main symbols of each family, else of most of its symbols; NaN without one.

    Of fields with as many symbols the first counts.
    """
    symbols = patent_symbols(classification)
    fields = nber_fields()
    subclasses = pd.Series(symbols["subclass"].unique())
    field = subclasses.map(fields).fillna(subclasses.str[:3].map(fields))
    known = dict(zip(subclasses, field, strict=True))
    number = symbols["subclass"].map(known).to_numpy(dtype=np.float64)
    place = places(symbols["family_id"], family["family_id"])
    kept = (place >= 0) & ~np.isnan(number)
    weight = np.where(symbols["is_main"].fillna(False).to_numpy(dtype=bool), 1e6, 1.0)[kept]
    cell = place[kept] * len(FIELDS) + number[kept].astype(np.int64) - 1
    points = np.bincount(cell, weights=weight, minlength=len(family) * len(FIELDS))
    by_family = points.reshape(-1, len(FIELDS))
    best: npt.NDArray[np.float64] = by_family.argmax(axis=1) + 1.0
    return np.where(by_family.max(axis=1, initial=0) > 0, best, np.nan)


def _spread_as_the_norm(
    family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame, *, forward: bool
) -> pd.DataFrame:
    """Spread with one subclass at each other end, corrected; 0 with one."""
    ends = ends_of(family, citation, classification, forward=forward)
    single = dataclasses.replace(ends, share=_single(ends.share))
    made = spread(single, corrected=True)
    alone = spread(single)["low_n"]
    return made.assign(value=made["value"].mask(alone, 0.0), low_n=alone)


def _single(share: csr_array) -> csr_array:
    """Of each row only its greatest cell, as 1; of equal ones the first."""
    row = np.repeat(np.arange(share.shape[0]), np.diff(share.indptr))
    order = np.lexsort((share.indices, -share.data, row))
    first = order[np.append(True, row[order][1:] != row[order][:-1])] if len(order) else order
    ones = np.ones(len(first))
    return csr_array(coo_array((ones, (row[first], share.indices[first])), shape=share.shape))


def _beside(value: pd.Series, made: pd.DataFrame, norm: pd.DataFrame, figure: str) -> pd.DataFrame:
    return reading(value / norm[figure], norm=norm, low_n=made["low_n"], estimated=made["estimated"])

"""What later patents say of a family."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.cohorts import mean_within, reference_groups
from scoring.indicators.breadth import MarketRule, market_coverage
from scoring.indicators.register import indicator, reading
from scoring.keys import among, looked_up
from scoring.links import Links, links_of

Numbers = npt.NDArray[np.float64]

SHRINK = 2.0
WINDOW_YEARS = 5
LEAST_REFERENCES_N = 30
WEIGHT_RANGE = (0.25, 4.0)


def window_end(first: pd.Series, years: int) -> pd.Series:
    """Day on which the window of citations closes, by the first publication."""
    return first + pd.DateOffset(years=years)


def office_weights(family: pd.DataFrame) -> pd.Series:
    r"""How much one citation from an office counts: offices that cite much count less.

    .. math:: w_o = \bar r / \bar r_o

    with the mean references per family over all offices and at office o. An office with fewer
    than 30 families with known references gets 1; weights are kept within 0.25 to 4.

    Returns
    -------
    pandas.Series
        Weight by office (origin of the citing family).
    """
    known = family[["origin", "backward_citation_count"]].dropna()
    references = known["backward_citation_count"].astype("float64")
    at_office = references.groupby(known["origin"].astype("object")).agg(["mean", "size"])
    trusted = at_office[(at_office["size"] >= LEAST_REFERENCES_N) & (at_office["mean"] > 0)]
    return (references.mean() / trusted["mean"]).clip(*WEIGHT_RANGE).astype("float64")


def _worth(family: pd.DataFrame, citation: pd.DataFrame, links: Links) -> Numbers:
    """Weight of each link: that of the citing family's origin, else of the office in its number."""
    weight = office_weights(family)
    number = family["family_id"].str[:2]
    office = family["origin"].where(family["origin"].notna(), number)
    own = looked_up(office, weight).fillna(1.0).to_numpy(dtype=np.float64)
    worth = np.ones(len(links.citing))
    inside = links.citing >= 0
    worth[inside] = own[links.citing[inside]]
    outside = citation["citing_family_id"].iloc[links.row[~inside]].str[:2]
    worth[~inside] = looked_up(outside, weight).fillna(1.0).to_numpy(dtype=np.float64)
    return worth


def citation_basis(family: pd.DataFrame, citation: pd.DataFrame) -> pd.Series:
    """Which families' counts may be compared: those from one kind of source; by family_id.

    Exports leave the list of citing publications empty where nothing cites, so that uncited
    families can be left with a vendor's count of 0. If every family counted by links has a
    link, that is the case, and links and counts of publications or families are one group:
    split by source, the uncited would be compared only with each other.
    """
    source = family.set_index("family_id")["citation_source"]
    linked = source[source == "links"].index
    if len(linked) and among(linked, citation["cited_family_id"]).all():
        return source.mask(source.notna(), "any")
    return source


def counted(family: pd.DataFrame, citation: pd.DataFrame, *, weighted: bool = False) -> pd.Series:
    """Citing families of each family without known self-citations; else the vendor's count.

    Undefined for designs, which are not cited, and where no export states citations.
    """
    links = links_of(family, citation).others
    worth = _worth(family, citation, links) if weighted else np.ones(len(links.cited))
    known = links.cited >= 0
    subject = family.set_index("family_id")
    total = np.bincount(links.cited[known], weights=worth[known], minlength=len(family))
    linked = pd.Series(total.astype(np.float64), index=subject.index)
    stated = subject["forward_citation_count"].astype("float64")
    count = stated.mask((subject["citation_source"] == "links").to_numpy(dtype=bool), linked)
    return count.where(subject["citation_source"].notna() & is_citable(subject))


def is_citable(family: pd.DataFrame) -> pd.Series:
    """Which families citations can speak of: designs have none."""
    return family["ip_right"].ne("design").fillna(True).astype(bool)


def cautions_of(family: pd.DataFrame, as_of: datetime.date, years: int = WINDOW_YEARS) -> dict[str, Any]:
    """The flags `truncated` and `vendor_count` of each family's count."""
    subject = family.set_index("family_id")
    vendors = subject["citation_source"].isin(["vendor_count", "vendor_family_count"])
    over = window_end(subject["first_publication_date"], years) <= pd.Timestamp(as_of)
    return {"truncated": ~over & subject["first_publication_date"].notna(), "vendor_count": vendors}


def _source(family: pd.DataFrame) -> pd.Series:
    return family.set_index("family_id")["citation_source"]


@indicator(
    label="Forward citations",
    label_zh="被引证次数（排除自引）",
    pillar="technology",
    unit="families",
    better="higher",
    weight=0.0,
    source="Squicciarini, Dernis, Criscuolo (2013), Measuring Patent Quality, OECD STI 2013/03",
)
def forward_citations(family: pd.DataFrame, citation: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    r"""How many later inventions cite it.

    .. math:: C_f = |\{g : g \text{ cites } f,\ g \text{ has none of } f\text{'s applicants}\}|

    Each citing family counts once, however many of its members cite. A link counts unless it
    is known to be a self-citation. Where the exports list no links, the vendor's count stands
    in, with its self-citations (flag `vendor_count`); the two are never compared with one
    another. Flag `truncated`: less than five years since first publication. Undefined for
    designs, and where no export states citations.
    """
    basis = citation_basis(family, citation)
    count = counted(family, citation)
    return reading(count, basis=basis, source=_source(family), **cautions_of(family, as_of))


@indicator(
    label="Self-citations",
    label_zh="自引次数",
    pillar=None,
    unit="families",
    better="higher",
    weight=0.0,
    source="Hall, Jaffe, Trajtenberg (2005): own citations are reported, not deleted",
)
def self_citations(family: pd.DataFrame, citation: pd.DataFrame) -> pd.DataFrame:
    r"""How many later inventions of its own applicants cite it.

    .. math:: C^{own}_f = |\{g : g \text{ cites } f,\ g \text{ has one of } f\text{'s applicants}\}|

    For information, beside the forward citations that leave them out. Flag `estimated`: of some
    citing family the applicants are not known. Undefined for designs, and without links.
    """
    links = links_of(family, citation)
    own = links.only(links.is_own & (links.cited >= 0)).cited
    unsure = links.only(links.is_open & (links.cited >= 0)).cited
    subject = family.set_index("family_id")
    value = pd.Series(np.bincount(own, minlength=len(family)), index=subject.index)
    linked = (subject["citation_source"] == "links") & is_citable(subject)
    # Of families whose every citing applicant is unknown nothing can be said.
    told = np.bincount(links.only((links.cited >= 0) & ~links.is_open).cited, minlength=len(family)) > 0
    blind = (np.bincount(unsure, minlength=len(family)) > 0) & ~told
    return reading(
        value.where(linked & ~blind),
        source=_source(family),
        estimated=np.bincount(unsure, minlength=len(family)) > 0,
    )


@indicator(
    label="Citations per year",
    label_zh="年均被引次数",
    pillar="technology",
    unit="families per year",
    better="higher",
    weight=0.0,
    source="patnav: counts by age, for vendors' counts that have no window",
)
def citations_per_year(family: pd.DataFrame, citation: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    r"""How many citations it has gathered in each year since publication.

    .. math:: c_f = C_f / \max(1, \text{as\_of} - p_f)

    with the forward citations C and the first publication p, in years. Which count was used
    stands beside each value; counts of different kinds are never compared. Flags as for forward
    citations. Undefined where they are, and without a publication date.
    """
    first = family.set_index("family_id")["first_publication_date"]
    years = (pd.Timestamp(as_of) - first).dt.days.astype("float64") / 365.25
    return reading(
        counted(family, citation) / years.clip(lower=1.0),
        basis=citation_basis(family, citation),
        source=_source(family),
        **cautions_of(family, as_of),
    )


@indicator(
    label="Technology relevance",
    label_zh="技术影响力（同年同领域相对被引）",
    pillar="technology",
    unit="ratio",
    better="higher",
    weight=0.45,
    source="Ernst, Omland (2011), World Patent Information 33:34-41; Hall, Jaffe, Trajtenberg (2001)",
)
def citation_relevance(
    family: pd.DataFrame, citation: pd.DataFrame, cohort: pd.DataFrame, *, as_of: datetime.date
) -> pd.DataFrame:
    r"""Whether it is cited more than inventions of its year and field.

    .. math:: TR^*_f = \frac{\tilde C_f + k}{E[\tilde C \mid \mathrm{cohort}] + k},\quad
              \tilde C_f = \sum_o c_{f,o} w_o,\quad k = 2

    1 is the expectation of the cohort. Links are weighted by how much the citing office cites
    (see `office_weights`), vendors' counts are taken as they are; each is compared with its
    own kind. Dividing by the cohort removes age, field and habit at once; k draws families of
    thin cohorts towards 1. Undefined where forward citations are.
    """
    basis = citation_basis(family, citation)
    value = relative_citations(family, citation, cohort, shrink=SHRINK)
    return reading(value, basis=basis, source=_source(family), **cautions_of(family, as_of))


def relative_citations(
    family: pd.DataFrame, citation: pd.DataFrame, cohort: pd.DataFrame, *, shrink: float
) -> pd.Series:
    """Weighted citations over the cohort's mean, both raised by `shrink`; by family_id.

    Where nobody in the cohort is cited, everyone is at its mean: 1.
    """
    count = counted(family, citation, weighted=True)
    basis = citation_basis(family, citation).reindex(cohort["family_id"])
    values = count.reindex(cohort["family_id"]).to_numpy(dtype=np.float64)
    expected = mean_within(values, reference_groups(cohort, basis))
    bottom = expected + shrink
    ratio = np.divide(values + shrink, bottom, out=np.ones(len(values)), where=bottom > 0)
    known = np.where(np.isnan(values) | np.isnan(expected), np.nan, ratio)
    return pd.Series(known, index=cohort["family_id"].to_numpy()).reindex(family["family_id"])


@indicator(
    label="Citation impact × market (open approximation of the Patent Asset Index)",
    label_zh="专利资产指数近似值（技术影响力×市场覆盖，开放口径）",
    pillar=None,
    unit="ratio",
    better="higher",
    weight=0.0,
    source="Ernst, Omland (2011); constants are proprietary, so this is an approximation",
)
def citation_impact(
    family: pd.DataFrame,
    citation: pd.DataFrame,
    cohort: pd.DataFrame,
    family_member: pd.DataFrame,
    *,
    as_of: datetime.date,
    market: MarketRule,
) -> pd.DataFrame:
    r"""Strength of one family in the sums over portfolios: relevance times market coverage.

    .. math:: CI_f = TR_f \cdot MC_f

    with technology relevance without shrinking. A family known to be inactive has 0. Flags are
    those of the two factors. Undefined for utility models and designs, and where either factor
    is.
    """
    breadth = market_coverage(family, family_member, as_of=as_of, market=market)
    subject = family.set_index("family_id")
    relevance = relative_citations(family, citation, cohort, shrink=0.0)
    dead = subject["is_active"].eq(False).fillna(False).to_numpy(dtype=bool)
    value = (relevance * breadth["value"].reindex(relevance.index)).mask(dead & relevance.notna(), 0.0)
    value = value.where(subject["ip_right"] == "invention")
    return reading(
        value,
        basis=citation_basis(family, citation),
        source=_source(family),
        estimated=breadth["estimated"],
        **cautions_of(family, as_of),
    )

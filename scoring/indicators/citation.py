"""What later patents say of a family."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from scoring.cohorts import mean_within, reference_groups
from scoring.indicators.breadth import MarketRule, market_coverage
from scoring.indicators.register import indicator, reading
from scoring.keys import among, looked_up

SHRINK = 2.0
WINDOW_YEARS = 5
LEAST_REFERENCES_N = 30
WEIGHT_RANGE = (0.25, 4.0)


def _cited(family: pd.DataFrame) -> pd.DataFrame:
    """Families that citations can speak of, by family_id: designs have none."""
    return family.set_index("family_id").query("ip_right != 'design'")


def _window_end(family: pd.DataFrame, years: int = WINDOW_YEARS) -> pd.Series:
    return family["first_publication_date"] + pd.DateOffset(years=years)


def _others(citation: pd.DataFrame) -> pd.DataFrame:
    """Links that are not known to be self-citations."""
    own = citation["is_self_citation"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    return citation[~own & (citation["citing_family_id"] != citation["cited_family_id"]).to_numpy()]


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


def citing_office(family: pd.DataFrame, citation: pd.DataFrame) -> pd.Series:
    """Office of each link's citing family: its origin, else the office its number begins with."""
    origin = family.set_index("family_id")["origin"]
    inside = looked_up(citation["citing_family_id"], origin)
    return inside.where(inside.notna(), citation["citing_family_id"].str[:2])


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


def _counts(family: pd.DataFrame, citation: pd.DataFrame, weighted: bool = False) -> pd.Series:
    """Citing families of each family without known self-citations; else the vendor's count."""
    subject = _cited(family)
    links = _others(citation)
    if weighted:
        worth = looked_up(citing_office(family, links), office_weights(family)).astype("float64").fillna(1.0)
    else:
        worth = pd.Series(1.0, index=links.index)
    linked = worth.groupby(links["cited_family_id"]).sum().reindex(subject.index).fillna(0.0)
    stated = subject["forward_citation_count"].astype("float64")
    count = stated.mask((subject["citation_source"] == "links").to_numpy(dtype=bool), linked)
    return count.where(subject["citation_source"].notna()).reindex(family["family_id"])


def _cautions(family: pd.DataFrame, as_of: datetime.date) -> dict[str, pd.Series]:
    subject = family.set_index("family_id")
    vendors = subject["citation_source"].isin(["vendor_count", "vendor_family_count"])
    return {"truncated": _window_end(subject) > pd.Timestamp(as_of), "vendor_count": vendors}


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
    return reading(_counts(family, citation), basis=basis, **_cautions(family, as_of))


@indicator(
    label="Forward citations within five years",
    label_zh="公开后五年内被引证次数",
    pillar="technology",
    unit="families",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03; window from publication: Mehta, Rysman, Simcoe (2008)",
)
def forward_citations_5y(
    family: pd.DataFrame, citation: pd.DataFrame, *, as_of: datetime.date
) -> pd.DataFrame:
    r"""How many later inventions cite it in the first five years after publication.

    .. math:: C^5_f = |\{g : g \text{ cites } f,\ p_f \le t_g < p_f + 5\,\mathrm{y}\}|

    with the first publications p of the cited and t of the citing family; known self-citations
    are left out. Without links the vendor's five-year count stands in. Flag `truncated`: the
    window is not over. Undefined for designs, without a publication date, where a citing
    family's date is unknown, and where no export states citations.
    """
    subject = _cited(family)
    links = _others(citation)
    links = links[among(links["cited_family_id"], subject.index)]
    start = looked_up(links["cited_family_id"], subject["first_publication_date"])
    end = looked_up(links["cited_family_id"], _window_end(subject))
    inside = (links["citing_date"] >= start) & (links["citing_date"] < end)
    undated = links["citing_date"].isna().groupby(links["cited_family_id"]).any()
    linked = inside.groupby(links["cited_family_id"]).sum().astype("float64")
    linked = linked.reindex(subject.index).fillna(0.0).mask(undated.reindex(subject.index).eq(True))
    linked = linked.where(subject["first_publication_date"].notna())
    # Where most links bear no date, families without links would be all that is left, all at 0.
    if len(links) and links["citing_date"].isna().mean() > 0.5:
        linked[:] = np.nan
    linked = linked.where(subject["citation_source"] == "links")
    stated = subject["citation_count_5y"].astype("float64").where(subject["citation_source"].notna())
    value = linked.where(linked.notna(), stated).reindex(family["family_id"])
    basis = pd.Series("vendor_count", index=subject.index).mask(linked.notna(), "links")
    basis = basis.reindex(family["family_id"])
    cautions = _cautions(family, as_of) | {"vendor_count": basis == "vendor_count"}
    return reading(value, basis=basis, **cautions)


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
    return reading(value, basis=basis, **_cautions(family, as_of))


def relative_citations(
    family: pd.DataFrame, citation: pd.DataFrame, cohort: pd.DataFrame, *, shrink: float
) -> pd.Series:
    """Weighted citations over the cohort's mean, both raised by `shrink`; by family_id.

    Where nobody in the cohort is cited, everyone is at its mean: 1.
    """
    count = _counts(family, citation, weighted=True)
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
        estimated=breadth["estimated"],
        **_cautions(family, as_of),
    )

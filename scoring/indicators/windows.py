"""How often a family is cited in the first years after publication."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from scoring.cohorts import reference_groups, share_above
from scoring.indicators.citation import cautions_of, is_citable, window_end
from scoring.indicators.register import indicator, reading
from scoring.keys import places
from scoring.links import links_of

TOP_SHARE = 0.01
SMALL_TOP_SHARE = 0.05
LEAST_BREAKTHROUGH_N = 200


def within_window(
    family: pd.DataFrame, citation: pd.DataFrame, *, years: int, as_of: datetime.date
) -> pd.DataFrame:
    """Reading of the citing families first published within so many years of the cited one.

    The vendor's count for the same years, where the family table has one, stands in for links.
    """
    subject = family.set_index("family_id")
    first = subject["first_publication_date"]
    links = links_of(family, citation).others
    links = links.only(links.cited >= 0)
    links = links.only(is_citable(subject).to_numpy()[links.cited])
    start = first.to_numpy(dtype="datetime64[s]")
    end = window_end(first, years).to_numpy(dtype="datetime64[s]")
    within = (links.date >= start[links.cited]) & (links.date < end[links.cited])
    linked = pd.Series(np.bincount(links.cited[within], minlength=len(family)), index=subject.index)
    undated = np.isnat(links.date)
    known = (subject["citation_source"] == "links") & first.notna() & is_citable(subject)
    known &= np.bincount(links.cited[undated], minlength=len(family)) == 0
    # Where most links bear no date, families without links would be all that is left, all at 0.
    if len(undated) and undated.mean() > 0.5:
        known &= False
    column = f"citation_count_{years}y"
    stated = pd.Series(np.nan, index=subject.index)
    if column in subject:
        stated = subject[column].astype("float64")
        stated = stated.where(subject["citation_source"].notna() & is_citable(subject))
    basis = pd.Series("vendor_count", index=subject.index).mask(known, "links")
    cautions = cautions_of(family, as_of, years) | {"vendor_count": ~known}
    return reading(linked.where(known, stated), basis=basis, source=basis, **cautions)


@indicator(
    label="Forward citations within three years",
    label_zh="公开后三年内被引证次数",
    pillar="technology",
    unit="families",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03; window from publication: Mehta, Rysman, Simcoe (2008)",
)
def forward_citations_3y(
    family: pd.DataFrame, citation: pd.DataFrame, *, as_of: datetime.date
) -> pd.DataFrame:
    r"""How many later inventions cite it in the first three years after publication.

    .. math:: C^3_f = |\{g : g \text{ cites } f,\ p_f \le t_g < p_f + 3\,\mathrm{y}\}|

    with the first publications p of the cited and t of the citing family; known self-citations
    are left out. Without links the vendor's three-year count stands in. Flag `truncated`: the
    window is not over. Undefined for designs, without a publication date, where a citing
    family's date is unknown, and where no export states citations.
    """
    return within_window(family, citation, years=3, as_of=as_of)


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
    return within_window(family, citation, years=5, as_of=as_of)


@indicator(
    label="Forward citations within seven years",
    label_zh="公开后七年内被引证次数",
    pillar="technology",
    unit="families",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03; window from publication: Mehta, Rysman, Simcoe (2008)",
)
def forward_citations_7y(
    family: pd.DataFrame, citation: pd.DataFrame, *, as_of: datetime.date
) -> pd.DataFrame:
    r"""How many later inventions cite it in the first seven years after publication.

    .. math:: C^7_f = |\{g : g \text{ cites } f,\ p_f \le t_g < p_f + 7\,\mathrm{y}\}|

    with the first publications p of the cited and t of the citing family; known self-citations
    are left out. No vendor states such a count. Flag `truncated`: the
    window is not over. Undefined for designs, without a publication date, where a citing
    family's date is unknown, and where no export states citations.
    """
    return within_window(family, citation, years=7, as_of=as_of)


@indicator(
    label="Breakthrough",
    label_zh="突破性专利（同组五年被引前1%）",
    pillar="technology",
    unit="0 or 1",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03; Ahuja, Lampert (2001)",
    high=1.0,
)
def breakthrough(
    family: pd.DataFrame, citation: pd.DataFrame, cohort: pd.DataFrame, *, as_of: datetime.date
) -> pd.DataFrame:
    r"""Whether it is among the most cited of its year and field.

    .. math:: B_f = 1 \text{ where } C^5_f > 0 \text{ and } |\{g : C^5_g > C^5_f\}| < q\, n

    with the citations within five years and the n families of the cohort counted in the same way;
    q = 1 %, ties included. Flag `low_n`: fewer than 200 families, q = 5 %. Undefined where
    citations within five years are.
    """
    counts = within_window(family, citation, years=5, as_of=as_of)
    order = places(cohort["family_id"], counts.index)
    value = counts["value"].to_numpy(dtype=np.float64)[order]
    groups = reference_groups(cohort, counts["basis"].where(counts["value"].notna()).iloc[order])
    above, size = share_above(value, groups)
    small = size < LEAST_BREAKTHROUGH_N
    top = (above < np.where(small, SMALL_TOP_SHARE, TOP_SHARE)) & (value > 0)
    columns = {"value": np.where(np.isnan(above), np.nan, top), "small": small}
    made = pd.DataFrame(columns, index=pd.Index(cohort["family_id"])).reindex(counts.index)
    return reading(
        made["value"],
        basis=counts["basis"],
        source=counts["citation_source"],
        low_n=made["small"],
        truncated=counts["truncated"],
        vendor_count=counts["vendor_count"],
    )

"""Who cited a family, and for what: examiners' citations, and those against novelty or inventive step."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.indicators.citation import is_citable
from scoring.indicators.register import indicator, reading
from scoring.links import links_of


@indicator(
    label="Examiners' citations",
    label_zh="审查员引证次数（排除自引）",
    pillar="technology",
    unit="families",
    better="higher",
    weight=0.0,
    source="Alcácer, Gittelman (2006), Review of Economics and Statistics 88:774-779",
)
def examiner_citations(family: pd.DataFrame, citation: pd.DataFrame) -> pd.DataFrame:
    r"""How many later inventions cite it because an examiner found it.

    .. math:: C^{ex}_f = |\{g : \text{an examiner cites } f \text{ against } g\}|

    Known self-citations are left out. Flag `estimated`: of some citing family it is not stated who
    cited. Undefined for designs, without links, where it is stated of no citing family, and where
    no export states it at all.
    """
    return _marked(family, citation, "is_examiner_citation")


@indicator(
    label="Citations against novelty or inventive step",
    label_zh="X/Y类被引次数（影响他人新颖性或创造性）",
    pillar="technology",
    unit="families",
    better="higher",
    weight=0.0,
    source="OECD Patent Statistics Manual (2009); categories X, Y and I of WIPO ST.14",
)
def blocking_citations(family: pd.DataFrame, citation: pd.DataFrame) -> pd.DataFrame:
    r"""How many later applications a search report holds it against.

    .. math:: C^{xy}_f = |\{g : f \text{ is cited against } g \text{ in category X, Y or I}\}|

    Known self-citations are left out. Flag `estimated`: of some citing family no category is
    stated. Undefined for designs, without links, where no citing family's category is stated, and
    where no export states one at all.
    """
    return _marked(family, citation, "is_relevant_citation")


def _marked(family: pd.DataFrame, citation: pd.DataFrame, mark: str) -> pd.DataFrame:
    """Citing families by links that bear a mark, of those of which it is known whether they do."""
    links = links_of(family, citation).others
    links = links.only(links.cited >= 0)
    flag = citation[mark].astype("boolean").iloc[links.row]
    told, true = flag.notna().to_numpy(), flag.fillna(False).to_numpy(dtype=bool)
    every, known, marked = (
        np.bincount(links.cited[kept], minlength=len(family)) for kept in (slice(None), told, true)
    )
    subject = family.set_index("family_id")
    linked = (subject["citation_source"] == "links") & is_citable(subject)
    told_of = (known > 0) | ((every == 0) & bool(told.any()))
    value = pd.Series(marked, index=subject.index).where(linked & told_of)
    return reading(value, source=subject["citation_source"], estimated=known < every)

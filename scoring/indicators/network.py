"""Where a family stands in the network of citations.

Only links inside the corpus count: of families outside it neither references nor dates are known.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array, csr_array

from corpus import graphs
from scoring.indicators.citation import cautions_of, is_citable
from scoring.indicators.register import indicator, reading
from scoring.links import Links, links_of

Codes = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]

# A reference that hundreds share ties everybody to everybody: it says nothing and costs most.
MOST_CITERS = 50
LEAST_LATER = 5
_PAIRS_AT_ONCE = 20_000_000
_NEVER = -(2**31)


@indicator(
    label="PageRank",
    label_zh="引用网络影响力（PageRank）",
    pillar="technology",
    unit="mean of the corpus = 1",
    better="higher",
    weight=0.0,
    source="Page, Brin, Motwani, Winograd (1999); on patents: Bruck, Réthy, Szente, Tobochnik, Érdi (2016)",
)
def page_rank(family: pd.DataFrame, citation: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    r"""Whether those that cite it are themselves much cited.

    .. math:: r_f = \frac{1 - d}{n} + d \sum_{g \text{ cites } f} \frac{r_g}{k_g},\quad d = 0.85

    times the number n of families that have a link, with the k references of each citing family;
    what families without references hold is spread evenly. Known self-citations are left out. Old families
    have had longer to be cited, so only percentiles within the cohort compare. Flag `truncated`
    as for forward citations. Undefined for designs, and without a link inside the corpus.
    """
    links = links_of(family, citation).others.inside
    linked = _is_linked(links, len(family))
    place, number = np.cumsum(linked) - 1, int(linked.sum())
    rank = graphs.page_rank(place[links.citing], place[links.cited], number, tolerance=1e-9)
    value = np.zeros(len(family))
    value[linked] = rank * number
    return _placed(family, links, value, truncated=cautions_of(family, as_of)["truncated"])


@indicator(
    label="Main-path position",
    label_zh="主路径位置（经过该族的知识流路径占比）",
    pillar="technology",
    unit="share",
    better="higher",
    weight=0.0,
    source="Hummon, Doreian (1989); search path counts: Batagelj (2003), arXiv cs/0309023",
    high=1.0,
)
def path_share(family: pd.DataFrame, citation: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    r"""Through how much of the field's flow of knowledge it lies.

    .. math:: m_f = \frac{|\text{ways from a first to a last family through } f|}{|\text{all ways}|}

    along the links from the cited to the citing family. Within a circle the links go that run
    against priority date. Flag `truncated` as for forward citations. Undefined for designs, and
    without a link inside the corpus.
    """
    links = links_of(family, citation).inside
    size = len(family)
    order = family.reset_index(drop=True).sort_values(
        ["earliest_priority_date", "family_id"], na_position="last"
    )
    rank = np.empty(size, dtype=np.int64)
    rank[order.index.to_numpy()] = np.arange(size)
    # Sorted, so that sums come out the same whatever the order of the rows.
    ends = np.sort(rank[links.cited] * size + rank[links.citing])
    ends = ends[np.diff(ends, prepend=-1) > 0]
    source, target = ends // max(size, 1), ends % max(size, 1)
    kept = ~graphs.against_order(source, target, size)
    weights = graphs.traversal(graphs.ladder(source[kept], target[kept], size))
    through = np.exp(np.minimum(weights.log_through - weights.log_total, 0.0))[rank]
    return _placed(family, links, through, truncated=cautions_of(family, as_of)["truncated"])


@indicator(
    label="Disruption (CD index)",
    label_zh="颠覆性指数（CD指数）",
    pillar="technology",
    unit="−1 to 1",
    better="higher",
    weight=0.0,
    source="Funk, Owen-Smith (2017), Management Science 63:791-817",
    low=-1.0,
    high=1.0,
)
def disruption(family: pd.DataFrame, citation: pd.DataFrame, *, as_of: datetime.date) -> pd.DataFrame:
    r"""Whether later inventions cite it in place of what it builds on, or together with it.

    .. math:: CD_f = \frac{n_i - n_j}{n_i + n_j + n_k}

    with the later families that cite it alone (i), it and one of its references (j), and one of
    its references alone (k). References that more than 50 families of the corpus cite are left
    out (flag `estimated`). Flag `low_n`: fewer than five later families. Undefined for designs,
    without a publication date, a listed reference, or a later family.
    """
    size = len(family)
    links = links_of(family, citation)
    used, is_hub = _references(citation, links, size)
    cited_by = links.inside.matrix(size).T.tocsr()
    published = family["first_publication_date"]
    days = (published - pd.Timestamp(1970, 1, 1)).dt.days.fillna(_NEVER)
    first: Days = days.to_numpy().astype(np.int32)
    both = np.zeros(size)
    alone = np.zeros(size)
    for rows, pairs in _sharing(used):
        joint = csr_array(pairs.multiply(cited_by[rows]))
        both[rows] = np.diff(joint.indptr)
        alone[rows] = np.subtract(_later(pairs, first, rows), _later(joint, first, rows))
    citers = np.diff(cited_by.indptr)
    every = citers + alone
    has_references = np.bincount(links.citing[links.citing >= 0], minlength=size) > 0
    known = has_references & (every > 0) & published.notna().to_numpy() & is_citable(family).to_numpy()
    value = np.divide(citers - 2 * both, every, out=np.full(size, np.nan), where=known)
    return reading(
        pd.Series(value, index=pd.Index(family["family_id"])),
        low_n=every < LEAST_LATER,
        estimated=is_hub,
        truncated=cautions_of(family, as_of)["truncated"],
    )


def _references(citation: pd.DataFrame, links: Links, size: int) -> tuple[csr_array, npt.NDArray[np.bool_]]:
    """Families × references, inside the corpus and outside; and which families cite a hub."""
    code = pd.factorize(citation["cited_family_id"].iloc[links.row])[0].astype(np.int64)
    mine = links.citing >= 0
    citing, cited = links.citing[mine], code[mine]
    hub = np.bincount(cited, minlength=1) > MOST_CITERS
    kept = ~hub[cited]
    shape = (size, len(hub))
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    used = csr_array(coo_array((ones, (citing[kept], cited[kept])), shape=shape))
    return used, np.bincount(citing[~kept], minlength=size) > 0


def _sharing(used: csr_array) -> Iterator[tuple[Codes, csr_array]]:
    """Rows of families, a few at a time, and the families that share a reference with each."""
    citers = csr_array(used.T)
    cost = used @ np.diff(citers.indptr).astype(np.float64)
    part = (np.cumsum(cost) // _PAIRS_AT_ONCE).astype(np.int64)
    for rows in np.split(np.arange(used.shape[0]), np.flatnonzero(np.diff(part)) + 1):
        if cost[rows].any():
            yield rows, csr_array(used[rows] @ citers)


def _later(pairs: csr_array, first: Days, rows: Codes) -> Codes:
    """How many of each row's families were published after the row's own."""
    after = first[pairs.indices] > np.repeat(first[rows], np.diff(pairs.indptr))
    running: Codes = np.append(0, np.cumsum(after)).astype(np.int64)
    return np.diff(running[pairs.indptr])


def _is_linked(links: Links, size: int) -> npt.NDArray[np.bool_]:
    return np.bincount(links.citing, minlength=size) + np.bincount(links.cited, minlength=size) > 0


def _placed(
    family: pd.DataFrame, links: Links, value: npt.NDArray[np.float64], **cautions: Any
) -> pd.DataFrame:
    """Values of the families that have a link and can be cited."""
    size = len(family)
    known = _is_linked(links, size) & is_citable(family).to_numpy()
    index = pd.Index(family["family_id"])
    return reading(pd.Series(np.where(known, value, np.nan), index=index), **cautions)

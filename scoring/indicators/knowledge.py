"""How widely the knowledge of a family spreads, and from how far it came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array, csr_array, diags_array

from scoring.indicators.breadth import patent_symbols
from scoring.indicators.register import indicator, reading
from scoring.keys import places
from scoring.links import links_of

Numbers = npt.NDArray[np.float64]

_SOURCE = "OECD STI 2013/03; Trajtenberg, Jaffe, Henderson (1997)"
LEAST_REFERENCES = 5
_CORRECTED = "Hall, Jaffe, Trajtenberg (2001), NBER WP 8498, appendix by B. Hall"


@indicator(
    label="Generality",
    label_zh="通用性指数",
    pillar="technology",
    unit="0–1",
    better="higher",
    weight=0.0,
    source=_SOURCE,
    high=1.0,
)
def generality(family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    r"""Over how many technical areas its citers spread.

    .. math:: G_f = 1 - \sum_j \Bigl( \frac1N \sum_i \beta_{ji} \Bigr)^2,\quad
              \beta_{ji} = T_{ji} / T_i

    with the N citing families i, their symbols T and those in subclass j. Both ends must be in
    the corpus: citers outside it bear no symbols and are left out (flag `estimated`). Flag
    `low_n`: one citer. Undefined for designs and without a citer in the corpus.
    """
    return spread(ends_of(family, citation, classification, forward=True))


@indicator(
    label="Generality, corrected",
    label_zh="通用性指数（小样本校正）",
    pillar="technology",
    unit="0–1",
    better="higher",
    weight=0.0,
    source=_CORRECTED,
    high=1.0,
)
def generality_corrected(
    family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame
) -> pd.DataFrame:
    r"""Over how many technical areas its citers spread, without the pull of few citers towards 0.

    .. math:: G^*_f = \min\Bigl(1, G_f \frac{N}{N - 1}\Bigr)

    The correction is exact where each citer has one subclass. Flag `estimated` as for
    generality. Undefined below two citers in the corpus.
    """
    return spread(ends_of(family, citation, classification, forward=True), corrected=True)


@indicator(
    label="Originality",
    label_zh="原创性指数",
    pillar="technology",
    unit="0–1",
    better="higher",
    weight=0.0,
    source=_SOURCE,
    high=1.0,
)
def originality(family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    r"""From how many technical areas it draws: generality of the families it cites.

    .. math:: O_f = 1 - \sum_j \Bigl( \frac1N \sum_i \beta_{ji} \Bigr)^2

    over the N families i it cites. Flags as for generality. Undefined for designs and where it
    cites no family of the corpus.
    """
    return spread(ends_of(family, citation, classification, forward=False))


@indicator(
    label="Originality, corrected",
    label_zh="原创性指数（小样本校正）",
    pillar="technology",
    unit="0–1",
    better="higher",
    weight=0.0,
    source=_CORRECTED,
    high=1.0,
)
def originality_corrected(
    family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame
) -> pd.DataFrame:
    r"""From how many technical areas it draws, without the pull of few references towards 0.

    .. math:: O^*_f = \min\Bigl(1, O_f \frac{N}{N - 1}\Bigr)

    Flag `estimated` as for generality. Undefined where it cites fewer than two families of the
    corpus.
    """
    return spread(ends_of(family, citation, classification, forward=False), corrected=True)


@indicator(
    label="Radicalness",
    label_zh="突破性指数（引用跨小类比例）",
    pillar="technology",
    unit="0–1",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03; Shane (2001)",
    high=1.0,
)
def radicalness(family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    r"""How much of what it cites lies outside its own technical areas.

    .. math:: R_f = \frac{|\{(i, j) : i \in \mathrm{cited}(f),\ j \in \mathrm{subclass}(i),
              \ j \notin \mathrm{subclass}(f)\}|}{|\{(i, j)\}|}

    Pairs of a cited family and each of its subclasses. Flags as for generality. Undefined for
    designs, without own symbols, and where it cites no family of the corpus.
    """
    ends = ends_of(family, citation, classification, forward=False)
    held = (ends.share > 0).astype(np.float64)
    drawn = ends.links @ held
    pairs = np.asarray(drawn.sum(axis=1)).ravel()
    own = np.asarray(drawn.multiply(held).sum(axis=1)).ravel()
    known = (pairs > 0) & (np.asarray(held.sum(axis=1)).ravel() > 0)
    value = np.divide(pairs - own, pairs, out=np.full(len(pairs), np.nan), where=known)
    return _as_reading(ends, value)


@indicator(
    label="Patent documents cited",
    label_zh="引用专利数",
    pillar="technology",
    unit="documents",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03 (backward citations)",
)
def backward_citations(family: pd.DataFrame, citation: pd.DataFrame) -> pd.DataFrame:
    r"""On how many earlier patents it builds.

    .. math:: b_f = |\{d : f \text{ cites } d\}|

    The count an export states; else the families among the links it lists (flag `estimated`),
    which are compared only with one another. Undefined for utility models, which are not
    searched, and designs, and where neither is known.
    """
    subject = family.set_index("family_id")
    links = links_of(family, citation)
    listed = np.bincount(links.citing[links.citing >= 0], minlength=len(family)).astype(np.float64)
    stated = subject["backward_citation_count"].astype("float64")
    value = stated.fillna(pd.Series(listed, index=subject.index).where(listed > 0))
    value = value.where(subject["ip_right"] == "invention")
    basis = pd.Series("stated", index=subject.index).mask(stated.isna(), "links")
    return reading(value, basis=basis, estimated=stated.isna())


@indicator(
    label="Share of non-patent references",
    label_zh="非专利文献引用占比",
    pillar="technology",
    unit="share",
    better="higher",
    weight=0.0,
    source="OECD STI 2013/03; Narin, Hamilton, Olivastro (1997)",
    high=1.0,
)
def npl_share(family: pd.DataFrame) -> pd.DataFrame:
    r"""How close it stands to science: the share of papers and the like among what it cites.

    .. math:: \mathrm{NPL}_f = \frac{n_f}{n_f + b_f}

    with the non-patent documents n and the patent documents b it cites, as exports state them.
    Flag `low_n`: fewer than five references. Undefined for utility models and designs, where
    either number is not stated, and without references.
    """
    subject = family.set_index("family_id")
    papers = subject["npl_citation_count"].astype("float64")
    every = papers + subject["backward_citation_count"].astype("float64")
    value = (papers / every.where(every > 0)).where(subject["ip_right"] == "invention")
    return reading(value, low_n=every < LEAST_REFERENCES)


@dataclass(frozen=True, eq=False)
class Ends:
    """Who is linked with whom, and the other end's technical areas, all by place in the family table.

    `links` is families × families, 1 where the row's family is linked with one that has symbols;
    `share` is families × subclasses, the share of the family's symbols; `listed` counts all links.
    """

    families: pd.Index
    links: csr_array
    share: csr_array
    listed: npt.NDArray[np.int64]


def ends_of(
    family: pd.DataFrame, citation: pd.DataFrame, classification: pd.DataFrame, *, forward: bool
) -> Ends:
    """Families with those that cite them, or with those they cite; designs have neither."""
    size = len(family)
    links = links_of(family, citation)
    subject, other = (links.cited, links.citing) if forward else (links.citing, links.cited)
    design = family["ip_right"].eq("design").fillna(False).to_numpy(dtype=bool)
    mine = subject >= 0
    mine[mine] = ~design[subject[mine]]
    symbols = patent_symbols(classification)
    holder = places(symbols["family_id"], family["family_id"])
    area, areas = pd.factorize(symbols["subclass"], sort=True)
    inside = (holder >= 0) & (area >= 0)
    count = coo_array(
        (np.ones(int(inside.sum())), (holder[inside], area[inside])), shape=(size, max(len(areas), 1))
    ).tocsr()
    total = np.asarray(count.sum(axis=1)).ravel()
    share = csr_array(diags_array(np.divide(1.0, total, out=np.zeros(size), where=total > 0)) @ count)
    known = mine & (other >= 0)
    known[known] = total[other[known]] > 0
    ones = np.ones(int(known.sum()))
    matrix = csr_array(coo_array((ones, (subject[known], other[known])), shape=(size, size)))
    listed = np.bincount(subject[mine], minlength=size)
    return Ends(pd.Index(family["family_id"]), matrix, share, listed)


def spread(ends: Ends, *, corrected: bool = False) -> pd.DataFrame:
    """Reading of one less the squared shares of the areas at the other ends."""
    number = np.asarray(ends.links.sum(axis=1)).ravel()
    areas = ends.links @ ends.share
    squares = np.asarray(areas.multiply(areas).sum(axis=1)).ravel()
    least = 2 if corrected else 1
    known = number >= least
    value = 1.0 - np.divide(squares, number**2, out=np.full(len(number), np.nan), where=known)
    if corrected:
        value *= np.divide(number, number - 1, out=np.ones(len(number)), where=known)
    return _as_reading(ends, np.clip(value.round(12), 0.0, 1.0))


def _as_reading(ends: Ends, value: Numbers) -> pd.DataFrame:
    number = np.asarray(ends.links.sum(axis=1)).ravel()
    return reading(pd.Series(value, index=ends.families), low_n=number == 1, estimated=ends.listed > number)


def herfindahl_generality(counts: pd.Series, *, corrected: bool = False) -> float:
    r"""Generality with one class per citer, as Hall, Jaffe and Trajtenberg (2001) define it.

    .. math:: G = 1 - \sum_j s_j^2,\qquad G^* = G \cdot \frac{N}{N - 1}

    Parameters
    ----------
    counts
        Citers by class.
    corrected
        Correct the bias of small N; undefined (NaN) below two citers.
    """
    number = float(counts.sum())
    if number == 0 or (corrected and number < 2):
        return float("nan")
    value = 1.0 - float(((counts / number) ** 2).sum())
    return value * number / (number - 1.0) if corrected else value

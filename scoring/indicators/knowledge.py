"""How widely the knowledge of a family spreads, and from how far it came."""

from __future__ import annotations

import pandas as pd

from scoring.indicators.breadth import patent_symbols
from scoring.indicators.register import indicator, reading
from scoring.keys import among

_SOURCE = "OECD STI 2013/03; Trajtenberg, Jaffe, Henderson (1997)"


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
    links = citation.rename(columns={"cited_family_id": "subject", "citing_family_id": "other"})
    return _spread(family, links, classification)


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
    links = citation.rename(columns={"citing_family_id": "subject", "cited_family_id": "other"})
    return _spread(family, links, classification)


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
    links = citation.rename(columns={"citing_family_id": "subject", "cited_family_id": "other"})
    links, known, _ = _linked(family, links, classification)
    classes = patent_symbols(classification)[["family_id", "subclass"]].drop_duplicates()
    pairs = known[["subject", "other", "subclass"]].drop_duplicates()
    own = classes.rename(columns={"family_id": "subject"}).assign(is_own=True)
    marked = pairs.merge(own, on=["subject", "subclass"], how="left")
    foreign = marked["is_own"].isna().groupby(marked["subject"]).mean()
    foreign = foreign[among(foreign.index, classes["family_id"])]
    return _as_reading(family, foreign, links, known)


def _spread(family: pd.DataFrame, links: pd.DataFrame, classification: pd.DataFrame) -> pd.DataFrame:
    links, known, number = _linked(family, links, classification)
    share = known.groupby(["subject", "subclass"])["part"].sum()
    share = share / number.reindex(share.index.get_level_values("subject")).to_numpy()
    value = 1.0 - (share**2).groupby(level="subject").sum()
    return _as_reading(family, value.clip(0.0, 1.0), links, known)


def _linked(
    family: pd.DataFrame, links: pd.DataFrame, classification: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Links of the corpus's patents; the same with the other end's subclasses; others per subject."""
    patents = family.loc[(family["ip_right"] != "design").to_numpy(dtype=bool, na_value=True), "family_id"]
    mine = links.loc[among(links["subject"], patents), ["subject", "other"]]
    mine = mine[(mine["subject"] != mine["other"]).to_numpy()]
    symbols = patent_symbols(classification)
    count = symbols.groupby(["family_id", "subclass"]).size().rename("count").reset_index()
    total = count.groupby("family_id")["count"].transform("sum")
    parts = count.assign(part=count["count"] / total).rename(columns={"family_id": "other"})
    known = mine.merge(parts[["other", "subclass", "part"]], on="other", how="inner")
    number = known.drop_duplicates(["subject", "other"]).groupby("subject").size()
    return mine, known, number


def _as_reading(
    family: pd.DataFrame, value: pd.Series, links: pd.DataFrame, known: pd.DataFrame
) -> pd.DataFrame:
    families = pd.Index(family["family_id"])
    number = known.drop_duplicates(["subject", "other"]).groupby("subject").size()
    listed = links.groupby("subject").size().reindex(number.index)
    return reading(
        value.reindex(families),
        low_n=(number == 1).reindex(families),
        estimated=(listed > number).reindex(families),
    )


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

"""Vectors as clustering takes them: one array, the groups that are centred apart, symbols beside text."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from navigation.neighbours import Floats, Integers

LEAST_FOR_CENTRE = 50
SYMBOL_DIMENSIONS = 128


def matrix(vectors: pd.Series) -> Floats:
    """(n, d) the vector column as one array; zeros where a vector is missing."""
    array = pa.array(vectors.array, from_pandas=True)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    present = ~array.is_null().to_numpy(zero_copy_only=False)
    values = array.flatten().to_numpy(zero_copy_only=False).astype(np.float32, copy=False)
    width = len(values) // max(int(present.sum()), 1)
    if present.all():
        return values.reshape(len(array), width)
    full = np.zeros((len(array), width), dtype=np.float32)
    full[present] = values.reshape(int(present.sum()), width)
    return full


def centring_groups(text_embedding: pd.DataFrame) -> Integers:
    """The group whose mean vector is taken from each text, so that language forms no clusters.

    Texts of one language and kind (with an abstract, or a title alone) are a group if there are
    50 of them; else those of one language; else all texts that are left share one mean.
    """
    language = text_embedding["text_language"].fillna("other").astype("str")
    kind: pd.Series = language + np.where(text_embedding["has_abstract"].fillna(False), " abstract", " title")
    by_kind = kind.groupby(kind).transform("size") >= LEAST_FOR_CENTRE
    by_language = language.groupby(language).transform("size") >= LEAST_FOR_CENTRE
    name = kind.where(by_kind, language.where(by_language, "all"))
    return np.unique(name.to_numpy(dtype=object), return_inverse=True)[1].astype(np.int64)


def symbol_vectors(family_id: NDArray[np.object_], classification: pd.DataFrame) -> Floats:
    """(n, 128) unit vectors of the families' IPC and CPC subclasses and main groups.

    Each symbol is a vector of signs drawn from its own digest, so that no two corpora differ in
    it; a family's is their sum, rarer symbols weighing more (Achlioptas 2003: such projections
    keep distances). Zeros where a family has no symbol.
    """
    symbols = classification[["family_id", "subclass", "symbol"]].dropna(subset="subclass")
    group = symbols["symbol"].fillna(symbols["subclass"]).str.split("/").str[0]
    long = pd.concat(
        [symbols[["family_id"]].assign(name=name) for name in (symbols["subclass"], group)]
    ).drop_duplicates()
    rows = pd.Index(family_id).get_indexer(pd.Index(long["family_id"]))
    long, rows = long[rows >= 0], rows[rows >= 0]
    codes, names = pd.factorize(long["name"], sort=True)
    if not len(names):
        return np.zeros((len(family_id), SYMBOL_DIMENSIONS), dtype=np.float32)
    from scipy.sparse import csr_matrix

    rarity = np.log(len(family_id) / np.bincount(codes)) + 1
    # Rounded weights and signs are whole numbers: their sums are exact in any order.
    weight = np.rint(rarity[codes] * 64)
    shape = (len(family_id), len(names))
    sums = csr_matrix((weight, (rows, codes)), shape) @ np.stack([_signs(str(n)) for n in names])
    norms = np.sqrt((sums**2).sum(axis=1, keepdims=True))
    return np.asarray(sums / np.where(norms > 0, norms, 1.0), dtype=np.float32)


@cache
def _signs(name: str) -> NDArray[np.float64]:
    bits = np.frombuffer(hashlib.sha256(name.encode()).digest()[: SYMBOL_DIMENSIONS // 8], dtype=np.uint8)
    return np.unpackbits(bits).astype(np.float64) * 2 - 1


def with_symbols(vectors: Floats, symbols: Floats, weight: float) -> Floats:
    """(n, d + 128) text and symbols side by side; `weight` is the symbols' share of likeness, 0 to 1."""
    return np.concatenate(
        [vectors * np.sqrt(1 - weight), symbols * np.sqrt(weight)], axis=1, dtype=np.float32
    )

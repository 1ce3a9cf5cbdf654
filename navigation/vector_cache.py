"""Vectors made before, by encoder and digest of the text: no text is embedded twice, in any study.

`<folder>/<encoder>/<digest>.parquet`, one file for each addition, holds whole multiples of 2⁻¹². A
file appears complete or not at all, so that studies may share the cache while they run.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from navigation.encoders.encoder import STEP, Vectors

NAME_LENGTH = 32


def read(cache: Path, identity: str, digests: pd.Series) -> tuple[NDArray[np.bool_], Vectors]:
    """Which digests the cache holds for an encoder, and (n, d) their vectors; zeros for the others."""
    wanted = pd.Index(digests)
    known = np.zeros(len(wanted), dtype=bool)
    vectors = np.zeros((len(wanted), 0), dtype=np.float32)
    for path in sorted((cache / identity[:NAME_LENGTH]).glob("*.parquet")):
        names = pq.read_table(path, columns=["text_digest"]).column("text_digest").to_pandas()
        place = wanted.get_indexer(pd.Index(names))
        # Most files are of other studies: their vectors are not read.
        if not (place >= 0).any():
            continue
        values = pq.read_table(path, columns=["vector"]).column("vector").combine_chunks().flatten()
        rows = np.array(values, dtype=np.int16).reshape(len(names), -1)
        if not vectors.shape[1]:
            vectors = np.zeros((len(wanted), rows.shape[1]), dtype=np.float32)
        vectors[place[place >= 0]] = rows[place >= 0] * np.float32(STEP)
        known[place[place >= 0]] = True
    return known, vectors


def add(cache: Path, identity: str, digests: pd.Series, vectors: Vectors) -> None:
    """Add vectors to the cache, in a file named after the digests it holds."""
    if not len(digests):
        return
    folder = cache / identity[:NAME_LENGTH]
    folder.mkdir(parents=True, exist_ok=True)
    order = np.argsort(digests.to_numpy(dtype=object), kind="stable")
    names = digests.iloc[order].tolist()
    values = np.rint(vectors[order] / STEP).astype(np.int16)
    lists = pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), values.shape[1])
    path = folder / f"{hashlib.sha256(' '.join(names).encode()).hexdigest()[:NAME_LENGTH]}.parquet"
    draft = path.with_suffix(f".{os.getpid()}.part")
    pq.write_table(pa.table({"text_digest": names, "vector": lists}), draft, compression="zstd")
    os.replace(draft, path)

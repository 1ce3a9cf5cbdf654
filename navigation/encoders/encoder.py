"""What an encoder is: a name, an identity, and a function from texts to vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
Encode = Callable[[Sequence[str], Sequence[str], Progress], Vectors]

# Vectors are kept to this fraction: it hides the last bits, in which machines differ, and is far
# finer than the differences between texts.
STEP = 2.0**-12


def silent(done: int, total: int) -> None:
    """Report no progress."""


def rounded(vectors: Vectors | NDArray[np.float64]) -> Vectors:
    """Unit vectors on the grid of `STEP`; a row of zeros stays zero."""
    norms = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    units = vectors / np.where(norms > 0, norms, 1.0)
    grid: Vectors = (np.rint(units / STEP) * STEP).astype(np.float32) + np.float32(0.0)
    return grid


@dataclass(frozen=True)
class Encoder:
    """A way to turn texts into unit vectors.

    Attributes
    ----------
    name
        As the study names it: `lsa`, `embedded`, a sentence-transformers name or folder.
    identity
        Digest of weights and settings: equal identities give equal vectors. Key of the cache.
    encode
        `encode(texts, languages, on_progress)`: (n, d) float32 on the grid of `STEP`; languages
        are `zh`, `en` or `other`; `on_progress(done, total)` is called after each batch.
    is_fitted
        The vectors depend on the corpus they are made with, so they cannot be cached by text.
    parts, join
        Encoders whose vectors, `join`ed, are this one's; it has no `encode` of its own.
    """

    name: str
    identity: str
    encode: Encode | None = None
    is_fitted: bool = False
    parts: tuple[Encoder, ...] = ()
    join: Callable[[list[Vectors]], Vectors] | None = None

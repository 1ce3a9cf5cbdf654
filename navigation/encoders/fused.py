"""`embedded-fused`: the vectors of `embedded` and `embedded-fast` side by side.

Centred apart from each other, as clustering does with every column, the two complement one another:
the first tells technologies apart within a language, the second brings languages together.
"""

from __future__ import annotations

import hashlib

import numpy as np

from navigation.encoders import embedded, fast
from navigation.encoders.encoder import Encoder, Vectors, rounded

# Vectors of `embedded` lie close to their mean; doubled, both parts tell about as much once centred.
WEIGHTS = (2.0, 1.0)
VERSION = "fused 1"


def encoder() -> Encoder:
    """The encoder of both; each part keeps its own cache.

    Raises
    ------
    StudyError
        A package that carries weights is not installed.
    """
    parts = (embedded.encoder(), fast.encoder())
    names = " ".join(part.identity for part in parts)
    identity = hashlib.sha256(f"{VERSION} {WEIGHTS} {names}".encode()).hexdigest()
    return Encoder("embedded-fused", identity, parts=parts, join=join)


def join(parts: list[Vectors]) -> Vectors:
    """(n, d) unit vectors of the parts side by side, each times its weight."""
    return rounded(np.concatenate([p * w for p, w in zip(parts, WEIGHTS, strict=True)], axis=1))

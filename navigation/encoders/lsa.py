"""`lsa`: latent semantic analysis of the corpus itself. Needs no weights and no torch.

Chinese words by jieba and English words, single and in neighbouring pairs, weighted by TF-IDF,
reduced by truncated SVD (Deerwester et al. 1990). Each language is its own space: words of one
do not meet words of the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navigation import words
from navigation.encoders.encoder import Encoder, Progress, Vectors, rounded

DIMENSIONS = 128
VERSION = "lsa 1"
_REPORT_EVERY = 1000


def encoder(*, seed: int) -> Encoder:
    """The encoder of the corpus itself; vectors depend on all texts given together."""
    settings = f"{VERSION} d={DIMENSIONS} seed={seed}"
    identity = hashlib.sha256(settings.encode()).hexdigest()
    return Encoder("lsa", identity, partial(_encode, seed=seed), is_fitted=True)


def _encode(texts: Sequence[str], languages: Sequence[str], on_progress: Progress, *, seed: int) -> Vectors:
    """(n, d) unit vectors; d is 128 or what the corpus allows; a text without words is zero."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    weights = _weights(_documents(texts, languages, on_progress), len(texts))
    if min(weights.shape) <= DIMENSIONS:
        dense = weights.toarray()
        # Few texts span few directions: the plain products keep all of them.
        return rounded(_padded(_principal(dense), DIMENSIONS))
    from sklearn.utils.extmath import randomized_svd

    left, values, _ = randomized_svd(
        weights, DIMENSIONS, n_iter=4, random_state=np.random.RandomState(seed), flip_sign=True
    )
    return rounded((left * values).astype(np.float64))


def _documents(texts: Sequence[str], languages: Sequence[str], on_progress: Progress) -> Iterable[list[str]]:
    for number, (text, language) in enumerate(zip(texts, languages, strict=True), 1):
        yield words.tokens(text, "zh" if language == "zh" else "en")
        if number % _REPORT_EVERY == 0 or number == len(texts):
            on_progress(number, len(texts))


def _weights(documents: Iterable[list[str]], count: int) -> Any:
    """(n, words) TF-IDF, rows of unit length; words of one text only are dropped if n ≥ 50."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(
        analyzer=_same,
        sublinear_tf=True,
        min_df=2 if count >= 50 else 1,
        max_df=0.5 if count >= 50 else 1.0,
        max_features=60_000,
        dtype=np.float64,
    )
    try:
        return vectoriser.fit_transform(documents)
    except ValueError:
        # scikit-learn's word for "no words are left": texts of symbols and numbers only.
        from scipy.sparse import csr_matrix

        return csr_matrix((count, 1))


def _same(document: list[str]) -> list[str]:
    return document


def _principal(dense: NDArray[np.float64]) -> NDArray[np.float64]:
    left, values, right = np.linalg.svd(dense, full_matrices=False)
    signs = np.sign(right[np.arange(len(right)), np.abs(right).argmax(axis=1)])
    scaled: NDArray[np.float64] = left * values * np.where(signs == 0, 1, signs)
    return scaled[:, :DIMENSIONS]


def _padded(matrix: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    return np.pad(matrix, ((0, 0), (0, max(0, width - matrix.shape[1]))))

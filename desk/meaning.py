"""Search by meaning: vectors of all families that one encoder made, and a query's vector among them.

Studies of one encoder share a space, in which the mean of each language is taken off: a query in Chinese
is not to find Chinese texts, but texts on its subject. A query's vector is that of the model and, as much
again, the mean of the best full-text hits (Rocchio 1971): a query of two words alone lies far from the
texts. An encoder fitted to its corpus (`lsa`) has a space of its own and takes no query; there, and while
a model is still loading, the hits stand alone.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus.errors import PatnavError
from desk.shelf import Shelf
from navigation.vectors import LEAST_FOR_CENTRE, matrix

Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
FEEDBACK = 12  # best full-text hits that stand for a query
# Likeness is on another scale in every space; so far above the mean of all is near in any.
LEAST_DEVIATIONS = 2.0
_OWN_SPACE = ("lsa",)


@dataclass
class Space:
    """The vectors of one encoder: places of the families among all, and a matrix of unit rows."""

    encoder: str
    seed: int
    places: Places
    vectors: Floats
    model: object = field(default=None, repr=False)
    means: dict[str, Floats] = field(default_factory=dict, repr=False)
    trouble: str = ""

    @property
    def takes_queries(self) -> bool:
        """Whether a text that is no family's can be given a vector."""
        return self.encoder not in _OWN_SPACE and not self.trouble

    @property
    def is_ready(self) -> bool:
        """Whether the model is in memory."""
        return self.model is not None


def spaces(shelves: Sequence[Shelf], places: Sequence[dict[str, int]]) -> list[Space]:
    """The spaces of the studies.

    Parameters
    ----------
    shelves
        Studies that have been run.
    places
        Of each study, the place among all families by family_id.
    """
    grouped: dict[tuple[str, ...], list[tuple[Places, Floats, pd.Series, int]]] = {}
    for shelf, known in zip(shelves, places, strict=True):
        if not shelf.store.has("text_embedding"):
            continue
        table = shelf.store.read("text_embedding", ["family_id", "encoder", "text_language", "vector"])
        table = table[table["vector"].notna() & table["family_id"].isin(known)]
        if table.empty:
            continue
        name = str(table["encoder"].iloc[0])
        key: tuple[str, ...] = (name, shelf.name) if name in _OWN_SPACE else (name,)
        at = table["family_id"].map(known).to_numpy(dtype=np.int64)
        part = (np.asarray(at, dtype=np.int64), matrix(table["vector"]), table["text_language"], shelf.seed)
        grouped.setdefault(key, []).append(part)
    found = []
    for (encoder, *_), parts in grouped.items():
        width = max(vectors.shape[1] for _, vectors, *_ in parts)
        same = [part for part in parts if part[1].shape[1] == width]
        rows, vectors_ = (np.concatenate([part[i] for part in same]) for i in (0, 1))
        space = Space(encoder, same[0][3], rows, vectors_)
        if space.takes_queries:
            _centre(space, np.concatenate([part[2].fillna("other").to_numpy(dtype=object) for part in same]))
        found.append(space)
    return found


def _centre(space: Space, languages: npt.NDArray[np.object_]) -> None:
    """Take the mean of each language off its texts; of few texts, the mean of all."""
    every = space.vectors.mean(axis=0)
    for language in sorted(set(languages)):
        own = languages == language
        mean = space.vectors[own].mean(axis=0) if own.sum() >= LEAST_FOR_CENTRE else every
        space.vectors[own] -= mean
        space.means[language] = mean
    space.means[""] = every
    norms = np.linalg.norm(space.vectors, axis=1, keepdims=True)
    space.vectors /= np.where(norms > 0, norms, 1.0)


def load(space: Space) -> None:
    """Bring the model of a space into memory; seconds, and about 1 GB for `embedded`."""
    from navigation.encoders import encoder_named
    from navigation.encoders.encoder import Encoder, silent

    def encode(encoder: Encoder, query: str, language: str) -> Floats:
        if encoder.join is not None:
            return encoder.join([encode(part, query, language) for part in encoder.parts])
        if encoder.encode is None:
            return np.zeros((1, 0), dtype=np.float32)
        return encoder.encode([query], [language], silent)

    encoder = encoder_named(space.encoder, seed=space.seed)
    encode(encoder, "专利 patent", "zh")
    space.model = lambda query, language: encode(encoder, query, language)[0]


def load_behind(space: Space) -> threading.Thread:
    """Bring the model into memory while the desk goes on answering."""
    thread = threading.Thread(target=_load_or_tell, args=(space,), daemon=True)
    thread.start()
    return thread


def _load_or_tell(space: Space) -> None:
    """Search goes on by the hits alone where the model cannot be had."""
    try:
        load(space)
    except PatnavError as error:
        space.trouble = str(error)


def query_vector(space: Space, query: str, language: str, hits: Places) -> Floats | None:
    """A vector for a query, by the model if it is ready and the best hits if there are any; None without."""
    parts = []
    rows = np.flatnonzero(np.isin(space.places, hits[:FEEDBACK]))
    if len(rows):
        parts.append(space.vectors[rows].mean(axis=0))
    if callable(space.model):
        parts.append(space.model(query, language) - space.means.get(language, space.means.get("", 0.0)))
    units: list[Floats] = [part / np.linalg.norm(part) for part in parts if part.any()]
    return np.sum(units, axis=0, dtype=np.float32) if units else None


def nearest(
    space: Space,
    vector: Floats,
    most: int,
    allowed: npt.NDArray[np.bool_] | None = None,
    least: float | None = None,
) -> tuple[Places, Floats]:
    """Places of the families nearest to a vector, nearest first, and their likeness.

    Parameters
    ----------
    most
        How many at most.
    allowed
        By place: families that may be found; all where None.
    least
        By how many standard deviations a family must be nearer than the mean of all.
    """
    likeness = space.vectors @ vector
    floor = -np.inf if least is None else likeness.mean() + least * likeness.std()
    likeness = np.where(likeness >= floor, likeness, -np.inf)
    if allowed is not None:
        likeness = np.where(allowed[space.places], likeness, -np.inf)
    most = min(most, len(likeness))
    best = np.argpartition(-likeness, most - 1)[:most] if most else np.zeros(0, dtype=np.int64)
    best = best[np.lexsort((space.places[best], -likeness[best]))]
    best = best[np.isfinite(likeness[best])]
    return space.places[best], likeness[best]

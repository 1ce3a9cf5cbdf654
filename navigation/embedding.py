"""Builder `text_embedding`: a family's title and abstract as a vector.

The one builder that touches files: vectors made before, for any study, are read from a cache and
new ones added to it. What it returns is the same with and without the cache.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from corpus.contract import VECTOR_DTYPE, cast
from corpus.languages import is_chinese
from navigation import words
from navigation.encoders import encoder_named
from navigation.encoders.encoder import STEP, Encoder, Progress, Vectors, silent
from navigation.tables import TEXT_EMBEDDING

DIGEST_LENGTH = 32
AT_ONCE = 2_000
COMMON_SHARE = 0.8


def family_text(family: pd.DataFrame) -> pd.DataFrame:
    """The text of each family: title and abstract in one language, without boilerplate.

    The corpus's common language where the family has it (`common_language`); else Chinese where the
    title is Chinese, else English, else what there is. An abstract in another language than the
    title is left out.

    Returns
    -------
    pandas.DataFrame
        family_id, text_language, has_abstract, text, text_digest, sorted by family_id; language,
        text and digest are NA where the family has neither title nor abstract.
    """
    rows = family.sort_values("family_id", ignore_index=True)
    chinese_abstract = is_chinese(rows["abstract"])
    language = rows["text_language"]
    # A title may be missing while the abstract is there.
    language = language.mask(rows["title"].isna() & rows["title_en"].isna() & chinese_abstract, "zh")
    language = language.mask(language.isna() & rows["abstract_en"].notna(), "en")
    language = language.mask(language.isna() & rows["abstract"].notna(), "other")
    if common_language(rows) == "en":
        language = language.mask(rows["title_en"].notna(), "en")
    zh = language.eq("zh")
    title = rows["title"].where(zh, rows["title_en"].fillna(rows["title"]))
    abstract = rows["abstract_en"].fillna(rows["abstract"].mask(chinese_abstract))
    abstract = rows["abstract"].where(chinese_abstract).where(zh, abstract)
    parts = [words.cleaned(part, language.fillna("other")) for part in (title, abstract)]
    text = _joined(parts[0], parts[1], zh)
    return pd.DataFrame(
        {
            "family_id": rows["family_id"],
            "text_language": language.where(text.notna()),
            "has_abstract": (parts[1].fillna("") != "").astype("boolean"),
            "text": text,
            "text_digest": _digests(text),
        }
    )


def common_language(family: pd.DataFrame) -> str | None:
    """The language most families have a title in, if that is at least `COMMON_SHARE` of them.

    Texts of one language need no centring and fall into clusters by subject alone; vendors hold
    English titles of Chinese patents more often than Chinese ones of foreign patents. Chinese wins
    a tie: it is the original.
    """
    titled = max(int((family["title"].notna() | family["title_en"].notna()).sum()), 1)
    shares = {
        "zh": int(is_chinese(family["title"]).sum()) / titled,
        "en": int(family["title_en"].notna().sum()) / titled,
    }
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= COMMON_SHARE else None


def _joined(title: pd.Series, abstract: pd.Series, is_zh: pd.Series) -> pd.Series:
    """Title, full stop, abstract; NA where both are missing or empty."""
    title, abstract = title.fillna(""), abstract.fillna("")
    stop = pd.Series(np.where(is_zh, "。", ". "), index=title.index, dtype="str")
    stop = stop.where((title != "") & (abstract != ""), "")
    joined = title + stop + abstract
    return joined.where(joined != "")


def _digests(texts: pd.Series) -> pd.Series:
    found = [
        hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGEST_LENGTH] if isinstance(text, str) else None
        for text in texts
    ]
    return pd.Series(found, index=texts.index, dtype="str")


def text_embedding(
    family: pd.DataFrame,
    *,
    encoder: str | Encoder,
    seed: int = 0,
    cache: Path | None = None,
    on_progress: Progress = silent,
) -> pd.DataFrame:
    """Each family's text as a unit vector; no vector where it has no text.

    Vectors are whole multiples of 2⁻¹², which hides the last bits in which processors differ.

    Parameters
    ----------
    family
        Families with titles and abstracts.
    encoder
        An encoder, or its name in the study: `embedded`, `lsa`, a model's name or folder.
    seed
        Of encoders that draw by chance.
    cache
        Folder of the vectors made before; none is kept for an encoder fitted to the corpus.
    on_progress
        Called with texts done and texts to do.

    Raises
    ------
    StudyError
        There is no such encoder on this machine, or it does not know the corpus's language.
    """
    chosen = encoder_named(encoder, seed=seed) if isinstance(encoder, str) else encoder
    texts = family_text(family)
    wanted = texts.dropna(subset="text").drop_duplicates("text_digest")
    vectors = _vectors(wanted, chosen, None if chosen.is_fitted else cache, on_progress)
    frame = texts.drop(columns="text").assign(encoder=chosen.name, vector=_column(texts, vectors))
    return cast(frame[TEXT_EMBEDDING.column_names], TEXT_EMBEDDING)


def _vectors(
    wanted: pd.DataFrame, encoder: Encoder, cache: Path | None, on_progress: Progress
) -> dict[str, Vectors]:
    """Vector of each text by digest, from the cache where it has them."""
    known = read_vectors(cache, encoder.identity, wanted["text_digest"]) if cache is not None else {}
    missing = wanted[~wanted["text_digest"].isin(known.keys())]
    # In parts: an interrupted run keeps what it has paid for.
    missing = missing.sort_values(["text_digest"], ignore_index=True)
    part = len(missing) if encoder.is_fitted or cache is None else AT_ONCE
    for start in range(0, len(missing), max(part, 1)):
        rows = missing.iloc[start : start + part]
        tell = partial(_told, on_progress, start, len(missing))
        made = encoder.encode(rows["text"].tolist(), rows["text_language"].tolist(), tell)
        new = dict(zip(rows["text_digest"], made, strict=True))
        if cache is not None:
            add_vectors(cache, encoder.identity, new)
        known |= new
    return known


def _told(on_progress: Progress, start: int, total: int, done: int, _: int) -> None:
    """Progress within a part, as progress of the whole."""
    on_progress(start + done, total)


def _column(texts: pd.DataFrame, vectors: Mapping[str, Vectors]) -> pd.Series:
    """The vectors as a VECTOR column in the order of the texts."""
    digests = texts["text_digest"]
    present = digests.notna().to_numpy()
    width = len(next(iter(vectors.values()))) if vectors else 0
    flat = np.concatenate([np.zeros(0, np.float32), *(vectors[d] for d in digests[present])])
    offsets = np.concatenate([[0], np.cumsum(present * width)])
    lists = pa.LargeListArray.from_arrays(
        pa.array(offsets, pa.int64()), pa.array(flat), mask=pa.array(~present)
    )
    column = lists.cast(pa.list_(pa.float32()))
    return pd.Series(pd.arrays.ArrowExtensionArray(column), dtype=VECTOR_DTYPE)


def read_vectors(cache: Path, identity: str, digests: pd.Series) -> dict[str, Vectors]:
    """Vectors of the digests that the cache holds for an encoder."""
    found: dict[str, Vectors] = {}
    wanted = set(digests)
    for path in sorted((cache / identity[:DIGEST_LENGTH]).glob("*.parquet")):
        table = pq.read_table(path)
        names = table.column("text_digest").to_pylist()
        values = np.array(table.column("vector").combine_chunks().flatten(), dtype=np.int16)
        rows = (values.reshape(len(names), -1) * STEP).astype(np.float32)
        found |= {name: row for name, row in zip(names, rows, strict=True) if name in wanted}
    return found


def add_vectors(cache: Path, identity: str, vectors: Mapping[str, Vectors]) -> None:
    """Add vectors to the cache: one file for each addition, named after what it holds.

    Vectors are stored as whole multiples of 2⁻¹². The file appears complete or not at all, so
    that studies may share a cache while they run.
    """
    names = sorted(vectors)
    if not names:
        return
    folder = cache / identity[:DIGEST_LENGTH]
    folder.mkdir(parents=True, exist_ok=True)
    values = np.stack([np.rint(vectors[name] / STEP).astype(np.int16) for name in names])
    lists = pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), values.shape[1])
    path = folder / f"{hashlib.sha256(' '.join(names).encode()).hexdigest()[:DIGEST_LENGTH]}.parquet"
    draft = path.with_suffix(f".{os.getpid()}.part")
    pq.write_table(pa.table({"text_digest": names, "vector": lists}), draft, compression="zstd")
    os.replace(draft, path)

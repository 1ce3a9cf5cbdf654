"""Builder `text_embedding`: a family's title and abstract as a vector.

The one builder that touches files: vectors made before, for any study, are read from a cache and
new ones added to it. What it returns is the same with and without the cache.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from corpus.contract import VECTOR_DTYPE, cast
from corpus.languages import is_chinese
from navigation import vector_cache, words
from navigation.encoders import encoder_named
from navigation.encoders.encoder import Encoder, Progress, Vectors, silent
from navigation.tables import TEXT_EMBEDDING

DIGEST_LENGTH = 32
AT_ONCE = 2_000
COMMON_SHARE = 0.8
# Characters of a first claim that join the text.
CLAIM_ZH, CLAIM_EN = 200, 600
_CLAIM_NUMBER = r"^(?:claim\s*)?1\s*[.．、:)）]\s*"


def family_text(family: pd.DataFrame) -> pd.DataFrame:
    """The text of each family: title, abstract and first claim in one language, without boilerplate.

    The corpus's common language where the family has it (`common_language`); else Chinese where the
    title is Chinese, else English, else what there is. An abstract or claim in another language
    than the title is left out; of a claim its opening is taken, which names what is claimed.

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
    claim = rows["first_claim"].where(is_chinese(rows["first_claim"]) == zh)
    parts = [words.cleaned(part, language.fillna("other")) for part in (title, abstract, claim)]
    parts[2] = _opening(parts[2], zh)
    text = _joined(_joined(parts[0], parts[1], zh), parts[2], zh)
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
    """Two texts with a full stop between; NA where both are missing or empty."""
    title, abstract = title.fillna(""), abstract.fillna("")
    stop = pd.Series(np.where(is_zh, "。", ". "), index=title.index, dtype="str")
    stop = stop.where((title != "") & (abstract != ""), "")
    joined = title + stop + abstract
    return joined.where(joined != "")


def _opening(claim: pd.Series, is_zh: pd.Series) -> pd.Series:
    """The first characters of claims, without their number."""
    plain = claim.str.replace(_CLAIM_NUMBER, "", regex=True)
    return plain.str[:CLAIM_ZH].where(is_zh, plain.str[:CLAIM_EN])


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
    vectors = _vectors(wanted, chosen, cache, on_progress)
    frame = texts.drop(columns="text").assign(
        encoder=chosen.name, vector=_column(texts["text_digest"], wanted["text_digest"], vectors)
    )
    return cast(frame[TEXT_EMBEDDING.column_names], TEXT_EMBEDDING)


def _vectors(wanted: pd.DataFrame, encoder: Encoder, cache: Path | None, on_progress: Progress) -> Vectors:
    """(n, d) vectors of the wanted texts, in order, from the cache where it has them."""
    if encoder.join is not None:
        return encoder.join([_vectors(wanted, part, cache, on_progress) for part in encoder.parts])
    if encoder.is_fitted or cache is None:
        return _encoded(wanted, encoder, on_progress)
    known, vectors = vector_cache.read(cache, encoder.identity, wanted["text_digest"])
    places = np.flatnonzero(~known)
    # In parts, so that an interrupted run keeps what it has paid for.
    places = places[np.argsort(wanted["text_digest"].to_numpy(dtype=object)[places], kind="stable")]
    for start in range(0, len(places), AT_ONCE):
        part = places[start : start + AT_ONCE]
        rows = wanted.iloc[part]
        made = _encoded(rows, encoder, partial(_told, on_progress, start, len(places)))
        vector_cache.add(cache, encoder.identity, rows["text_digest"], made)
        if not vectors.shape[1]:
            vectors = np.zeros((len(wanted), made.shape[1]), dtype=np.float32)
        vectors[part] = made
    return vectors


def _encoded(rows: pd.DataFrame, encoder: Encoder, on_progress: Progress) -> Vectors:
    if encoder.encode is None or rows.empty:
        return np.zeros((len(rows), 0), dtype=np.float32)
    return encoder.encode(rows["text"].tolist(), rows["text_language"].tolist(), on_progress)


def _told(on_progress: Progress, start: int, total: int, done: int, _: int) -> None:
    """Progress within a part, as progress of the whole."""
    on_progress(start + done, total)


def _column(digests: pd.Series, wanted: pd.Series, vectors: Vectors) -> pd.Series:
    """The vectors, one for each wanted digest, as a VECTOR column in the order of the digests."""
    place = pd.Index(wanted).get_indexer(pd.Index(digests))
    present = place >= 0
    flat = vectors[place[present]].ravel()
    offsets = np.concatenate([[0], np.cumsum(present * vectors.shape[1])])
    lists = pa.LargeListArray.from_arrays(
        pa.array(offsets, pa.int64()), pa.array(flat), mask=pa.array(~present)
    )
    column = lists.cast(pa.list_(pa.float32()))
    return pd.Series(pd.arrays.ArrowExtensionArray(column), dtype=VECTOR_DTYPE)

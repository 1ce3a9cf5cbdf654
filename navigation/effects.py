"""Builder `family_effect`: what a text says its invention achieves (技术功效), by words.

The words are few and general, so that one list serves every industry; nobody has read the texts.
A family may have several effects, and one whose text names none has none.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus import contract
from navigation.effect_words import EFFECTS
from navigation.enterprise_tables import FAMILY_EFFECT


def family_effect(family: pd.DataFrame) -> pd.DataFrame:
    """The effects named in each family's title and abstract, in either language.

    Designs are left out: their texts claim no effect.
    """
    read = family[family["ip_right"].ne("design").fillna(True).to_numpy(dtype=bool)]
    chinese = _text(read, ("title", "abstract"))
    english = _text(read, ("title_en", "abstract_en", "title", "abstract"))
    pieces = []
    for effect, (zh, en) in EFFECTS.items():
        named = pc.or_(_holds(chinese, zh), _holds(pc.utf8_lower(english), en))
        found = read.loc[named.to_numpy(zero_copy_only=False).astype(bool), ["family_id"]]
        pieces.append(found.assign(effect=effect))
    together = pd.concat(pieces, ignore_index=True)
    return contract.cast(together[FAMILY_EFFECT.column_names], FAMILY_EFFECT)


def _text(family: pd.DataFrame, columns: tuple[str, ...]) -> pa.Array:
    parts = [pa.array(family[c].fillna("").astype("str"), type=pa.large_string()) for c in columns]
    plain = [p.combine_chunks() if isinstance(p, pa.ChunkedArray) else p for p in parts]
    return pc.binary_join_element_wise(*plain, pa.scalar(" ", type=pa.large_string()))


def _holds(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(texts, pattern)

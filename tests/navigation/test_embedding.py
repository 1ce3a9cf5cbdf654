from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import FAMILY
from navigation import embedding
from navigation.encoders.encoder import STEP, Encoder, rounded
from navigation.tables import TEXT_EMBEDDING

FAMILIES = [
    # id, title, title_en, abstract, abstract_en, language
    ("F1", "涵道风扇", "Ducted fan", "本发明公开了一种涵道风扇。", "A ducted fan.", "zh"),
    ("F2", None, "Wing flap", None, "The invention relates to a wing flap.", "en"),
    ("F3", "涵道风扇", None, "本发明公开了一种涵道风扇。", None, "zh"),
    ("F4", None, None, None, None, None),
    ("F5", "机翼", None, None, "A wing.", "zh"),
]


def families(rows=FAMILIES) -> pd.DataFrame:
    names = ["family_id", "title", "title_en", "abstract", "abstract_en", "text_language"]
    frame = contract.empty(FAMILY).reindex(range(len(rows)))
    for place, name in enumerate(names):
        frame[name] = pd.Series([row[place] for row in rows], dtype="str")
    return contract.cast(frame, FAMILY)


class Counted:
    """An encoder of letters that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts, languages, on_progress):
        self.asked += texts
        on_progress(len(texts), len(texts))
        return rounded(np.array([[len(t), t.count("风") + 1, 1.0] for t in texts], dtype=np.float32))

    def encoder(self, *, is_fitted=False) -> Encoder:
        return Encoder("counted", "f" * 64, self.encode, is_fitted)


def test_text_is_title_and_abstract_in_one_language():
    texts = embedding.family_text(families()).set_index("family_id")
    assert texts.loc["F1", "text"] == "涵道风扇。涵道风扇。"
    assert texts.loc["F2", "text"] == "Wing flap. wing flap."
    assert texts.loc["F5", "text"] == "机翼"
    assert texts["has_abstract"].tolist() == [True, True, True, False, False]


def test_a_family_without_text_keeps_its_row():
    texts = embedding.family_text(families()).set_index("family_id")
    assert texts.loc["F4", ["text", "text_language", "text_digest"]].isna().all()
    frame = embedding.text_embedding(families(), encoder=Counted().encoder())
    assert frame.set_index("family_id")["vector"].isna().tolist() == [False, False, False, True, False]


def test_the_frame_keeps_its_contract():
    frame = embedding.text_embedding(families(), encoder=Counted().encoder())
    contract.check(frame, TEXT_EMBEDDING)
    assert frame["family_id"].tolist() == ["F1", "F2", "F3", "F4", "F5"]
    first, third = frame["vector"][0], frame["vector"][2]
    assert list(first) == list(third)
    assert np.linalg.norm(np.array(first)) == pytest.approx(1, abs=2 * STEP)


def test_equal_texts_are_embedded_once_and_never_again_across_studies(tmp_path):
    counted = Counted()
    first = embedding.text_embedding(families(), encoder=counted.encoder(), cache=tmp_path)
    assert len(counted.asked) == 3
    again = embedding.text_embedding(families(), encoder=counted.encoder(), cache=tmp_path)
    assert len(counted.asked) == 3
    pd.testing.assert_frame_equal(first, again)
    other = families([*FAMILIES[:2], ("F9", "襟翼", None, None, None, "zh")])
    embedding.text_embedding(other, encoder=counted.encoder(), cache=tmp_path)
    assert counted.asked[3:] == ["襟翼"]


def test_the_cache_changes_nothing_in_the_result(tmp_path):
    plain = embedding.text_embedding(families(), encoder=Counted().encoder())
    embedding.text_embedding(families(), encoder=Counted().encoder(), cache=tmp_path)
    cached = embedding.text_embedding(families(), encoder=Counted().encoder(), cache=tmp_path)
    pd.testing.assert_frame_equal(plain, cached)


def test_encoders_do_not_share_vectors(tmp_path):
    embedding.text_embedding(families(), encoder=Counted().encoder(), cache=tmp_path)
    other = Counted()
    embedding.text_embedding(families(), encoder=Encoder("other", "e" * 64, other.encode), cache=tmp_path)
    assert len(other.asked) == 3


def test_vectors_fitted_to_the_corpus_are_not_cached(tmp_path):
    embedding.text_embedding(families(), encoder=Counted().encoder(is_fitted=True), cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_texts():
    seen = []
    embedding.text_embedding(
        families(), encoder=Counted().encoder(), on_progress=lambda done, total: seen.append((done, total))
    )
    assert seen[-1] == (3, 3)


def test_no_family_at_all():
    frame = embedding.text_embedding(families([]), encoder=Counted().encoder())
    assert len(contract.check(frame, TEXT_EMBEDDING)) == 0


def titled(*titles: tuple[str | None, str | None, str]) -> pd.DataFrame:
    """Families with a title, an English title and a language each."""
    return families([(f"F{place}", zh, en, None, None, lang) for place, (zh, en, lang) in enumerate(titles)])


def test_the_language_most_families_have_is_the_one_embedded():
    english = [(word, word, "en") for word in ("Engine", "Rotor", "Wing")]
    mixed = titled(("飞机", "Aircraft", "zh"), *english, ("机翼", None, "zh"))
    assert embedding.common_language(mixed) == "en"
    assert embedding.family_text(mixed)["text_language"].tolist() == ["en", "en", "en", "en", "zh"]


def test_chinese_stays_chinese_where_every_family_has_both():
    both = titled(("飞机", "Aircraft", "zh"), ("机翼", "Wing", "zh"))
    assert embedding.common_language(both) == "zh"
    assert embedding.family_text(both)["text_language"].tolist() == ["zh", "zh"]


def test_no_language_is_common_to_a_divided_corpus():
    assert embedding.common_language(titled(("飞机", None, "zh"), ("Wing", "Wing", "en"))) is None


def test_the_first_claim_joins_in_the_texts_language_without_its_number():
    frame = titled(("涵道风扇", None, "zh"), ("机翼", None, "zh"))
    frame["first_claim"] = pd.Series(["1. 一种涵道风扇，其特征在于，包括叶片。", "1. A wing."], dtype="str")
    texts = embedding.family_text(frame)["text"].tolist()
    assert texts == ["涵道风扇。涵道风扇,包括叶片。", "机翼"]


def test_parts_of_a_joined_encoder_keep_their_own_caches(tmp_path):
    one, two = Counted(), Counted()
    parts = (one.encoder(), Encoder("two", "d" * 64, two.encode))
    both = Encoder("both", "b" * 64, parts=parts, join=lambda v: rounded(np.concatenate(v, axis=1)))
    embedding.text_embedding(families(), encoder=one.encoder(), cache=tmp_path)
    frame = embedding.text_embedding(families(), encoder=both, cache=tmp_path)
    assert (len(one.asked), len(two.asked)) == (3, 3)
    assert {len(v) for v in frame["vector"].dropna()} == {6}

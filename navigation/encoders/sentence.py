"""Encoders of sentence-transformers: the shared loop, and models by name or local folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import StudyError
from navigation.encoders.encoder import Encoder, Progress, Vectors, rounded

# Texts are padded to one of these lengths, so that a vector does not depend on the other texts
# of its batch.
LENGTH_STEP = 16
TOKENS_AT_ONCE = 4096
CHINESE_SHARE = 0.05
_CHINESE_PROBE = "一种新能源汽车动力电池的热管理控制方法及其装置"


def go_offline() -> None:
    """Keep the model libraries from asking a hub."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ[name] = "1"


def encoder(name: str) -> Encoder:
    """The encoder of a model on this machine: a folder, or a name in the local model cache.

    Raises
    ------
    StudyError
        The model is not there.
    """
    folder = _folder(name)
    identity = hashlib.sha256(f"{_digest(folder)} unit float32 1".encode()).hexdigest()
    return Encoder(name, identity, partial(_encode, name=name, folder=folder))


def _folder(name: str) -> Path:
    go_offline()
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as error:
        raise StudyError(
            f'[clustering] encoder = "{name}": no such folder, and no model of that name on this machine. '
            f'Choose "embedded" or "lsa", or give the folder of a sentence-transformers model'
        ) from error


def _digest(folder: Path) -> str:
    """Digest of all files of the model."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def _encode(
    texts: Sequence[str], languages: Sequence[str], on_progress: Progress, *, name: str, folder: Path
) -> Vectors:
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise StudyError(
            f'[clustering] encoder = "{name}": {folder} holds no sentence-transformers model. '
            f'Choose "embedded" or "lsa", or another folder'
        ) from error
    refuse_chinese(name, model.tokenizer, languages)
    return encode(model, texts, on_progress)


def refuse_chinese(name: str, tokenizer: Any, languages: Sequence[str]) -> None:
    """Stop an encoder without Chinese at a corpus of more than 5 % Chinese texts.

    Such models see most Chinese characters as unknown and do worse than word counts.

    Raises
    ------
    StudyError
        The encoder's tokenizer does not know Chinese and the corpus is Chinese in part.
    """
    share = sum(language == "zh" for language in languages) / max(len(languages), 1)
    if share > CHINESE_SHARE and not knows_chinese(tokenizer):
        raise StudyError(
            f'[clustering] encoder = "{name}" does not know Chinese, and {share:.0%} of the texts are Chinese. '  # noqa: E501
            f'Choose encoder = "embedded" or a multilingual model'
        )


def knows_chinese(tokenizer: Any) -> bool:
    """Whether a Chinese sentence keeps its characters: few unknown, about one token each at most."""
    pieces = tokenizer.tokenize(_CHINESE_PROBE)
    unknown = sum(piece == tokenizer.unk_token for piece in pieces)
    return unknown <= 1 and len(pieces) <= 1.3 * len(_CHINESE_PROBE)


def encode(model: Any, texts: Sequence[str], on_progress: Progress) -> Vectors:
    """(n, d) vectors of the texts on the common grid, longest texts first, in even batches."""
    lengths = np.array([_padded_length(len(ids)) for ids in _token_ids(model, texts)], dtype=np.int64)
    order = np.argsort(-lengths, kind="stable")
    vectors = np.zeros((len(texts), 0), dtype=np.float32)
    done = 0
    while done < len(order):
        length = int(lengths[order[done]])
        same = order[done : done + max(1, TOKENS_AT_ONCE // length)]
        batch = same[lengths[same] == length]
        made = model.encode(
            [texts[i] for i in batch], batch_size=len(batch), show_progress_bar=False, convert_to_numpy=True
        )
        if not done:
            vectors = np.zeros((len(texts), made.shape[1]), dtype=np.float32)
        vectors[batch] = made
        done += len(batch)
        on_progress(done, len(order))
    return rounded(vectors)


def _token_ids(model: Any, texts: Sequence[str]) -> list[Any]:
    """Tokens of each text with its prompt, cut at the model's length."""
    tokenizer = model.tokenizer
    prompt = model.prompts.get(model.default_prompt_name, "") if model.default_prompt_name else ""
    prompted = [prompt + text for text in texts]
    if hasattr(tokenizer, "encode_batch"):
        return [found.ids for found in tokenizer.encode_batch_fast(prompted)]
    longest = model.max_seq_length or 512
    return list(tokenizer(prompted, truncation=True, max_length=longest)["input_ids"]) if prompted else []


def _padded_length(length: int) -> int:
    return -(-max(length, 1) // LENGTH_STEP) * LENGTH_STEP


def modules(bert: Any, tokenizer: Any, width: int) -> list[Any]:
    """A BERT model and its tokenizer as modules of a `SentenceTransformer`: words, mean, unit length."""
    import torch
    from sentence_transformers.sentence_transformer.modules import InputModule, Normalize, Pooling

    class Words(InputModule):  # type: ignore[misc, unused-ignore]
        """Texts to token vectors."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call, unused-ignore]
            self.bert, self.tokenizer, self.max_seq_length = (
                bert,
                tokenizer,
                bert.config.max_position_embeddings,
            )

        def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
            found = self.tokenizer.encode_batch_fast([(prompt or "") + text for text in inputs])
            length = _padded_length(max(len(f.ids) for f in found))
            ids = torch.ones((len(found), length), dtype=torch.long)  # 1 is <pad>
            mask = torch.zeros((len(found), length), dtype=torch.long)
            for row, item in enumerate(found):
                ids[row, : len(item.ids)] = torch.tensor(item.ids)
                mask[row, : len(item.ids)] = 1
            return {"input_ids": ids, "attention_mask": mask}

        def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
            output = self.bert(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
            return {**features, "token_embeddings": output.last_hidden_state}

        def get_embedding_dimension(self) -> int:
            return width

        def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
            self.bert.save_pretrained(output_path)
            self.tokenizer.save(os.path.join(output_path, "tokenizer.json"))

    return [Words(), Pooling(width, "mean"), Normalize()]

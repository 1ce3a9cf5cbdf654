"""Encoders: each turns texts into vectors. One module per encoder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from navigation.encoders.encoder import Encoder


def encoder_named(name: str, *, seed: int) -> Encoder:
    """The encoder a study names: one of ours, or a model's name or folder.

    Raises
    ------
    StudyError
        It is not on this machine.
    """
    from navigation.encoders import embedded, fast, fused, lsa, sentence

    ours: dict[str, Callable[[], Encoder]] = {
        "lsa": partial(lsa.encoder, seed=seed),
        "embedded": embedded.encoder,
        "embedded-bf16": partial(embedded.encoder, precision="bfloat16"),
        "embedded-fast": fast.encoder,
        "embedded-fused": fused.encoder,
    }
    return ours[name]() if name in ours else sentence.encoder(name)

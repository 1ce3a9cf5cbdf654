"""Encoders: each turns texts into vectors. One module per encoder."""

from __future__ import annotations

from navigation.encoders.encoder import Encoder


def encoder_named(name: str, *, seed: int) -> Encoder:
    """The encoder a study names: `lsa`, `embedded`, or a model's name or folder.

    Raises
    ------
    StudyError
        It is not on this machine.
    """
    from navigation.encoders import embedded, lsa, sentence

    if name == "lsa":
        return lsa.encoder(seed=seed)
    if name == "embedded":
        return embedded.encoder()
    return sentence.encoder(name)

"""The desk's own words, in Chinese and English; codes of tables have theirs in the reports."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

LANGUAGES = ("zh", "en")
LOCALES = {"zh": "zh-CN", "en": "en"}


@lru_cache(maxsize=2)
def words(language: str) -> Mapping[str, Mapping[str, str]]:
    """All words of a language by group and name."""
    return tomllib.loads(asset(f"words.{language}.toml"))


def word(key: str, language: str, **values: object) -> str:
    """A word by `group.name`, with values in its places; a missing key is an error."""
    group, _, name = key.partition(".")
    text = words(language)[group][name]
    return text.format(**values) if values else text


@lru_cache(maxsize=16)
def asset(name: str) -> str:
    """A file that lies beside this module."""
    return resources.files("desk").joinpath(name).read_text("utf-8")

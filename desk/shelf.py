"""A study as the desk sees it: its tables, its titles, and what people decided of its portfolios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from corpus.store import Store
from scoring.decisions import decision_standing

# Without these a study has not been run to the end.
NEEDED = ("family", "family_member", "portfolio", "portfolio_member", "family_score")


@dataclass(frozen=True)
class Shelf:
    """One study.

    Parameters
    ----------
    name
        The study's folder.
    title, title_en
        Its titles.
    store
        Its tables.
    as_of
        Day its data were drawn; None where it has not been run.
    is_synthetic
        Its records are made up.
    encoder, seed
        What made its vectors.
    decisions
        Reads the table `decision` of the study anew, from all decisions files.
    """

    name: str
    title: str
    title_en: str | None
    store: Store
    as_of: dt.date | None
    is_synthetic: bool
    encoder: str
    seed: int
    decisions: Callable[[], pd.DataFrame]

    @property
    def is_run(self) -> bool:
        """Whether there is anything to show."""
        return self.as_of is not None and all(self.store.has(name) for name in NEEDED)

    def titled(self, language: str) -> str:
        """The title in a language."""
        return self.title if language == "zh" else self.title_en or self.title

    def read(self, name: str) -> pd.DataFrame:
        """A table as it is on disk now; the decisions as they stand now. Not to be changed."""
        if name == "decision_standing":
            tables = (self.read(t) for t in ("portfolio", "portfolio_member", "family"))
            return decision_standing(self.decisions(), *tables)
        state = self.store.path(name).stat()
        return _read(self.store.root, _Tables(self.store), name, state.st_mtime_ns, state.st_ino)

    @property
    def settings(self) -> Mapping[str, Any]:
        """What `candidates.pick_data` asks for."""
        return {
            "study": self.name,
            "title": self.title,
            "title_en": self.title_en,
            "as_of": self.as_of,
            "synthetic": self.is_synthetic,
        }


class _Tables:
    """A store that counts as the same whatever its rooms, so that its tables can be remembered."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Tables)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=48)
def _read(root: object, tables: _Tables, name: str, modified: int, inode: int) -> pd.DataFrame:
    return tables.store.read(name)

"""Columns for a table no format recognises, proposed for a person to check; never applied unasked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from corpus.readers.format import Format, fold_heading
from corpus.readers.mapped import allowed_columns

_ENDING = re.compile("(?<=[a-z]{3})(codes?|class(es)?|classifications?|s)$")


def proposed_columns(headings: Sequence[str], formats: Iterable[Format]) -> dict[str, str]:
    """Canonical column to heading: what most formats hold under that name, or the column's own name.

    Parameters
    ----------
    headings
        A table's, as written.
    formats
        Those whose names for columns are known.

    Returns
    -------
    dict
        In the order of the headings; a column is proposed once, and no heading twice. Empty where
        nothing could be the publication number, without which no row is accepted.
    """
    meanings: dict[str, Counter[str]] = {}
    for known in formats:
        for column, names in known.columns.items():
            for name in {_folded(n) for n in names}:
                meanings.setdefault(name, Counter())[column] += 1
    # The program's own name of a column outweighs whatever a vendor holds under it.
    for column in allowed_columns():
        meanings[_folded(column)] = Counter({column: 1})
    proposed: dict[str, str] = {}
    for heading in headings:
        found = meanings.get(_folded(heading))
        if not found:
            continue
        (column, votes), *others = found.most_common(2)
        if column not in proposed and not (others and others[0][1] == votes):
            proposed[column] = heading
    return proposed if "publication_number" in proposed else {}


def passport(file: str, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Lines of `study.toml` that map a file's columns."""
    mapped = (f"{column} = {_quoted(heading)}" for column, heading in columns.items())
    return ("[[export]]", f"file = {_quoted(file)}", "[export.columns]", *mapped)


def _folded(heading: str) -> str:
    """A heading by its letters alone: `ipc_codes` and `IPC Classes`, `Assignee` and `assignees` are one."""
    return _ENDING.sub("", re.sub("[_-]", "", fold_heading(heading)))


def _quoted(text: str) -> str:
    return '"' + " ".join(text.replace("\\", "\\\\").replace('"', '\\"').split()) + '"'

"""Damaged exports: read or refused in two lines, every row accounted for, never a traceback.

A few hundred inputs of the ten thousand; `python -m benchmarks.damage` runs them all, and with a
folder of real exports after the number of cases, damages those.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.damage import SAMPLES, case, finding, sources
from corpus.errors import ExportError
from corpus.readers import ExportFile, read_exports

PATHS = sources([SAMPLES])
PER_TEST = 20


@pytest.mark.parametrize("start", range(0, 200, PER_TEST))
def test_a_damaged_export_is_read_or_refused(tmp_path: Path, start: int) -> None:
    for number in range(start, start + PER_TEST):
        path, data = case(number, PATHS)
        assert finding(data, tmp_path)[1] is None, f"case {number} of {path.name}"


def test_a_case_is_the_same_at_every_run() -> None:
    assert case(17, PATHS) == case(17, PATHS)
    assert case(17, PATHS)[1] != PATHS[17 % len(PATHS)].read_bytes()


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"{", b"<?xml"]),
)
def test_any_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.csv"
    path.write_bytes(start + data)
    with pytest.raises(ExportError) as refusal:
        read_exports([ExportFile(path, "a.csv")])
    assert str(refusal.value).startswith("a.csv: ")
    assert str(refusal.value).count("\n") <= 1

"""One run at a time."""

from __future__ import annotations

import json

import psutil
import pytest

from corpus.errors import StudyLockedError
from flows.lock import hold


def test_a_second_run_is_told_who_holds_the_study(tmp_path):
    with (
        hold(tmp_path),
        pytest.raises(StudyLockedError, match=f"process {psutil.Process().pid}"),
        hold(tmp_path),
    ):
        pass


def test_the_lock_is_gone_afterwards(tmp_path):
    with hold(tmp_path):
        pass
    with hold(tmp_path):
        assert (tmp_path / ".lock").exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", ["", "{}", json.dumps({"pid": 2**22 + 1, "started": 0.0})])
def test_a_lock_left_by_a_dead_process_is_taken_over(tmp_path, left):
    (tmp_path / ".lock").write_text(left)
    with hold(tmp_path):
        pass

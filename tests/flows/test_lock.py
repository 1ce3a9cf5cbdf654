"""One run at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.errors import StorageError, StudyLockedError
from flows.lock import hold


def enter(out) -> None:
    with hold(out):
        pass


def elsewhere(out) -> None:
    """Take the lock as another run does: on a thread that knows nothing of this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(enter, out).result()


def test_a_second_run_is_told_who_holds_the_study(tmp_path):
    with hold(tmp_path), pytest.raises(StudyLockedError, match=f"process {os.getpid()}"):
        elsewhere(tmp_path)
    elsewhere(tmp_path)


def test_a_flow_within_a_flow_does_not_wait_for_itself(tmp_path):
    with hold(tmp_path):
        with hold(tmp_path):
            pass
        with pytest.raises(StudyLockedError):
            elsewhere(tmp_path)


def test_the_lock_is_gone_afterwards(tmp_path):
    with hold(tmp_path):
        assert (tmp_path / ".lock").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_left_by_a_killed_process_is_taken_over(tmp_path):
    program = (
        "import os, pathlib, signal, sys\n"
        "from flows.lock import hold\n"
        "with hold(pathlib.Path(sys.argv[1])):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -9
    assert (tmp_path / ".lock").exists()
    enter(tmp_path)


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="a file stands where a folder should be"):
        enter(tmp_path / "file" / "out")

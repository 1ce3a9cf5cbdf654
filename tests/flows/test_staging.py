"""A folder replaced as a whole."""

from __future__ import annotations

import pytest

from flows import staging
from flows.staging import restore, staged


def names(folder):
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize("can_exchange", [True, False])
def test_the_new_folder_stands_in_place_of_the_old(tmp_path, monkeypatch, can_exchange):
    if not can_exchange:
        monkeypatch.setattr(staging, "_exchanged", lambda first, second: False)
    folder = tmp_path / "reports"
    for name in ("old", "new"):
        with staged(folder) as fresh:
            assert names(fresh) == []
            (fresh / name).write_text(name)
            assert not folder.exists() or names(folder) == ["old"]
        assert names(folder) == [name]
    assert names(tmp_path) == ["reports"]


def test_a_failure_leaves_the_old_folder(tmp_path):
    folder = tmp_path / "reports"
    with staged(folder) as fresh:
        (fresh / "old").write_text("old")
    with pytest.raises(OSError, match="full"), staged(folder) as fresh:
        (fresh / "new").write_text("new")
        raise OSError("full")
    assert names(folder) == ["old"] and names(tmp_path) == ["reports"]


def test_killed_between_two_renames_the_old_folder_comes_back(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "old").write_text("old")
    folder.rename(tmp_path / ".reports.old")
    restore(folder)
    assert names(folder) == ["old"] and names(tmp_path) == ["reports"]

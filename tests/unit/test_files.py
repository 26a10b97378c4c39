"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config import files


def names(folder: Path) -> list[str]:
    """All that lies there."""
    return [path.name for path in folder.iterdir()]


def test_a_file_is_the_new_one_or_the_old_one(folder: Path) -> None:
    """What breaks off in the middle leaves the old file and nothing beside it."""
    path = files.put(folder / "a.txt", b"old")
    with pytest.raises(TypeError), files.begun(path) as file:
        file.writelines([b"new, but only", None])  # type: ignore[list-item]
    assert (path.read_bytes(), names(folder)) == (b"old", ["a.txt"])
    files.put(path, b"new")
    assert (path.read_bytes(), names(folder)) == (b"new", ["a.txt"])


def test_a_file_is_its_owners_alone(folder: Path) -> None:
    """Whatever the mask of the process is, no other account reads it."""
    before = os.umask(0)
    try:
        assert files.put(folder / "a.txt", b"x").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


def test_a_fresh_file_replaces_none(folder: Path) -> None:
    """A key is made once."""
    files.put(folder / "key", b"one", fresh=True)
    with pytest.raises(FileExistsError):
        files.put(folder / "key", b"other", fresh=True)
    assert ((folder / "key").read_bytes(), names(folder)) == (b"one", ["key"])


def test_the_folder_is_on_the_disk_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut after it returns loses neither the bytes nor the name; a status file waits for no disk."""
    synced = list[str]()
    real = os.fsync

    def noted(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    files.put(folder / "a.txt", b"x")
    assert [name.endswith(".part") for name in synced] == [True, False]
    assert synced[1] == folder.name
    files.put(folder / "b.txt", b"x", synced=False)
    assert len(synced) == 2

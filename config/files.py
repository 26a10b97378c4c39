"""Files that appear whole or not at all: a reader, a power cut or a full disk finds the old one or the new one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Generator
from pathlib import Path
from typing import IO


def put(path: Path, data: bytes, *, mode: int = 0o600, fresh: bool = False, synced: bool = True) -> Path:
    """The file, in place of one of that name, and on the disk when this returns.

    `fresh` raises FileExistsError instead of replacing; without `synced` a power cut may lose it, whole.
    """
    with begun(path, mode=mode, fresh=fresh, synced=synced) as file:
        file.write(data)
    return path


@contextlib.contextmanager
def begun(path: Path, *, mode: int = 0o600, fresh: bool = False, synced: bool = True) -> Generator[IO[bytes]]:
    """A file to write to, as `put` writes it; what fails on the way leaves nothing behind."""
    beside = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode), "w+b") as file:
            yield file
            file.flush()
            if synced:
                os.fsync(file.fileno())
        os.link(beside, path) if fresh else beside.replace(path)
        if synced:
            sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """Waits until the folder's list of names is on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_locked(path: Path) -> bool:
    """Whether a living process holds a lock on a file or folder; what isn't there, or is a link, nobody holds."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False

"""Where this process keeps files that it needs only for a moment: a folder for its owner alone, gone when it is over.

What a process that was killed left behind, the next one removes. Pages never lie here where bubblewrap works
(`ocr.sandbox`); this is for what libraries write of their own accord, and for machines without bubblewrap.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator, MutableMapping
from pathlib import Path
from typing import Final

from config import files

_NAME: Final = "reservfax"


@contextlib.contextmanager
def entered(environ: MutableMapping[str, str]) -> Generator[Path]:
    """Files that this process and its children make are their owner's alone while the block runs, and die with it."""
    before, mask = tempfile.tempdir, os.umask(0o077)
    folder, handle = _own(_home(environ))
    environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        environ["TMPDIR"] = tempfile.gettempdir()
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
        os.umask(mask)


def _home(environ: MutableMapping[str, str]) -> Path:
    """The owner's folder for all such folders: in memory where the system gives one, else among temporary files."""
    runtime = Path(environ.get("XDG_RUNTIME_DIR") or "/nowhere")
    if _is_ours(runtime) and os.access(runtime, os.W_OK):
        home = runtime / _NAME
    else:
        home = Path(tempfile.gettempdir()) / f"{_NAME}-{os.geteuid()}"
    with contextlib.suppress(OSError):
        home.mkdir(mode=0o700)
    # A folder of that name that somebody else made is not believed.
    return home if _is_ours(home) else Path(tempfile.mkdtemp(prefix=f"{_NAME}-"))


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder, no link, of this user, that nobody else may enter."""
    try:
        about = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and about.st_uid == os.geteuid() and not about.st_mode & 0o077


def _own(home: Path) -> tuple[Path, int]:
    """A fresh folder, held by a lock as long as this process lives; those that nobody holds are removed."""
    with _locked(home):
        for left in home.iterdir():
            if not files.is_locked(left):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=home))
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    return folder, handle


@contextlib.contextmanager
def _locked(folder: Path) -> Generator[None]:
    """The folder for this process alone: between a folder's making and its lock, nobody may take it for left behind."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

"""The jail in which documents from outside are opened: no network, no keys, bounded memory, time and output.

Bubblewrap where the kernel lets it work; else resource limits, a bare environment and a process group of its own
(inside a container or chroot). Judges nothing about what the child printed.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import IO, Final, Literal

Kind = Literal["bubblewrap", "limits"]

MEMORY: Final = 2 * 1024**3
OUTPUT: Final = 200 * 1024**2
FILES: Final = 128
PACKAGE: Final = Path(__file__).parent
_SYSTEM: Final = ("/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives")
# The folder that a child in bubblewrap's jail works in.
_ROOM: Final = "/room"


class Overran(Exception):
    """The child was ended at its time limit."""


class Failed(Exception):
    """The child ended with a fault of its own, or printed more than it may."""


@functools.cache
def live() -> Kind:
    """Which jail works here, found out by using it once."""
    if shutil.which("bwrap") is None:
        return "limits"
    try:
        tried = subprocess.run([*_bubblewrap(), "/bin/true"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "limits"
    return "bubblewrap" if tried.returncode == 0 else "limits"


def run(argv: Sequence[str], given: bytes, *, seconds: float, path: Path = PACKAGE.parent) -> bytes:
    """What a jailed child prints when `given` is its standard input. Raises Overran or Failed.

    The child and all that it started are killed at the time limit (`seconds` of the wall clock): measured, a
    0.9 MB PDF keeps poppler busy for minutes within any memory limit. `path` is where its Python looks for modules.
    """
    with _room() as (walls, folder, inside), memory() as (out, _):
        child = subprocess.Popen(
            [*_bounds(seconds), *walls, *argv],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=_environment(inside, path),
            cwd=folder,
            start_new_session=True,
        )
        _finish(child, given, seconds)
        out.seek(0)
        return out.read()


@contextlib.contextmanager
def memory(*parts: bytes) -> Generator[tuple[IO[bytes], str]]:
    """A file without a name that holds `parts`, in memory alone, and the path by which a child may open it.

    Nothing of it reaches a disk or a folder, and it is gone with the last process that has it open, however that ends.
    """
    with os.fdopen(os.memfd_create("reservfax"), "w+b") as file:
        file.writelines(parts)
        file.flush()
        yield file, f"/proc/{os.getpid()}/fd/{file.fileno()}"


def python(module: str, given: bytes, *, seconds: float, folder: Path = PACKAGE.parent) -> bytes:
    """`run` for a module or package found in `folder`, with the interpreter and libraries that run us."""
    return run([sys.executable, "-P", "-B", "-m", module], given, seconds=seconds, path=folder)


def wrapper(program: str) -> str:
    """The path of a script that runs `program` in the live jail, for libraries that take nothing but a path."""
    return str(PACKAGE / "jail" / live() / program)


def _finish(child: subprocess.Popen[bytes], given: bytes, seconds: float) -> None:
    try:
        child.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Overran from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.returncode != 0:
        raise Failed


@contextlib.contextmanager
def _room() -> Generator[tuple[list[str], str, str]]:
    """Where the child may write: the jail's walls, the folder it starts from, and the same as it sees it itself.

    Bubblewrap's room is memory that ends with the child. Without bubblewrap it is a folder for the owner alone.
    """
    if live() == "bubblewrap":
        yield _bubblewrap(), "/", _ROOM
    else:
        with tempfile.TemporaryDirectory(prefix="reservfax-") as folder:
            yield [], folder, folder


def _bounds(seconds: float) -> list[str]:
    """Limits that the child hands on. A program sets them: Python between fork and exec is unsafe in threads."""
    return [
        "prlimit", f"--as={MEMORY}", f"--cpu={int(seconds) + 1}", f"--fsize={OUTPUT}", f"--nofile={FILES}", "--core=0",
    ]  # fmt: skip


def _bubblewrap() -> list[str]:
    """No network, no other processes, the system read-only, of ours this package alone, and a room in memory.

    The child is its own first process: with one of bubblewrap's between, nobody would count its processor time.
    """
    readable = dict.fromkeys([*_SYSTEM, sys.prefix, sys.base_prefix, str(PACKAGE)])
    words = [
        "bwrap",
        "--unshare-all",
        "--as-pid-1",
        "--die-with-parent",
        "--new-session",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
    ]
    for path in readable:
        words += ["--ro-bind-try", path, path]
    return [*words, "--size", str(OUTPUT), "--tmpfs", _ROOM, "--chdir", _ROOM]


def _environment(folder: str, path: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "PYTHONPATH": str(path),
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }

"""The jail in which documents from outside are opened: no network, no keys, bounded memory, time and output.

Bubblewrap where the kernel lets it work; else resource limits, a bare environment and a process group of its own
(inside a container or chroot). Judges nothing about what the child printed.
"""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

Kind = Literal["bubblewrap", "limits"]

MEMORY: Final = 2 * 1024**3
OUTPUT: Final = 200 * 1024**2
FILES: Final = 128
PACKAGE: Final = Path(__file__).parent
_SYSTEM: Final = ("/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives")


class Overran(Exception):
    """The child was ended at its time limit."""


class Failed(Exception):
    """The child ended with a fault of its own, or printed more than it may."""


@functools.cache
def live() -> Kind:
    """Which jail works here, found out by using it once."""
    if shutil.which("bwrap") is None:
        return "limits"
    tried = subprocess.run([*_bubblewrap(()), "/bin/true"], capture_output=True, timeout=20, check=False)
    return "bubblewrap" if tried.returncode == 0 else "limits"


def run(argv: Sequence[str], given: bytes, *, seconds: float) -> bytes:
    """What a jailed child prints when `given` is its standard input. Raises Overran or Failed.

    The child and all that it started are killed at the time limit (`seconds` of the wall clock): measured, a
    0.9 MB PDF keeps poppler busy for minutes within any memory limit.
    """
    with tempfile.TemporaryDirectory(prefix="reservfax-") as folder:
        child = subprocess.Popen(
            [*_prefix(folder), *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(folder),
            cwd=folder,
            start_new_session=True,
            preexec_fn=functools.partial(_limit, seconds),  # noqa: PLW1509
        )
        return _finish(child, given, seconds)


def python(module: str, given: bytes, *, seconds: float) -> bytes:
    """`run` for a module of this package, with the interpreter and libraries that run us."""
    return run([sys.executable, "-P", "-B", "-m", module], given, seconds=seconds)


def wrapper(program: str) -> str:
    """The path of a script that runs `program` in the live jail, for libraries that take nothing but a path."""
    return str(PACKAGE / "jail" / live() / program)


def _finish(child: subprocess.Popen[bytes], given: bytes, seconds: float) -> bytes:
    try:
        out, _ = child.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Overran from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.returncode != 0:
        raise Failed
    return out


def _prefix(folder: str) -> list[str]:
    return _bubblewrap((folder,)) if live() == "bubblewrap" else []


def _bubblewrap(writable: Sequence[str]) -> list[str]:
    """No network, no other processes, the system read-only, of ours this package alone."""
    readable = dict.fromkeys([*_SYSTEM, sys.prefix, sys.base_prefix, str(PACKAGE)])
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev"]
    for path in readable:
        words += ["--ro-bind-try", path, path]
    for path in writable:
        words += ["--bind", path, path]
    return words


def _environment(folder: str) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "PYTHONPATH": str(PACKAGE.parent),
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _limit(seconds: float) -> None:
    """Runs in the child before anything else: bounds that its own children inherit."""
    whole = int(seconds) + 1
    for kind, amount in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, whole),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (amount, amount))

"""The second reader: another kind of reader than Tesseract, asked where a number must be right and no symbol says so.

Lives in one process of its own (RapidOCR, its models in its wheel), started on demand and ended when idle. The home of
nothing else: the library is imported in that process alone (`__main__`).
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Final, Literal, cast

from PIL import Image

IDLE: Final = 60.0
# Start and first page on a busy machine; after that a strip takes about a second.
SECONDS: Final = 45.0
# The processor is shared with the first reader: two of these would only wait for each other.
_TURN: Final = threading.Lock()
_PACKAGE_ROOT: Final = Path(__file__).parents[2]


def read(image: Image.Image, *, seconds: float = SECONDS) -> tuple[str, ...]:
    """The lines that it sees on a grey image, from top to bottom; none if it can't answer in time."""
    return _asked(image, "page", seconds)


def read_line(image: Image.Image, *, seconds: float = SECONDS) -> str:
    """What stands on a grey image of one line, which it need not look for; nothing if it can't answer in time."""
    return " ".join(_asked(image, "line", seconds))


def _asked(image: Image.Image, kind: Literal["page", "line"], seconds: float) -> tuple[str, ...]:
    if not _available() or min(image.size) < 8:
        return ()
    with _TURN:
        try:
            return _READER.ask(image.convert("L"), kind, seconds)
        except (OSError, ValueError, KeyError, TypeError):
            _READER.end()
            return ()


def release() -> None:
    """Ends the process, if it runs, and gives its memory back."""
    with _TURN:
        _READER.end()


def process() -> int | None:
    """The id of the process that is running now."""
    child = _READER.child
    return child.pid if child is not None and child.poll() is None else None


def _available() -> bool:
    """Whether it is installed."""
    return importlib.util.find_spec("rapidocr") is not None


class _Reader:
    """The one process, and the clock that ends it."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self._clock: threading.Timer | None = None

    def ask(self, image: Image.Image, kind: str, seconds: float) -> tuple[str, ...]:
        """One image there and its lines back. Raises OSError or ValueError for every fault."""
        self._wait(None)
        child = self._started()
        given, answer = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        until = time.monotonic() + seconds
        _give(given, json.dumps({"size": image.size, "kind": kind}).encode() + b"\n" + image.tobytes(), until)
        lines: list[Any] = json.loads(_line(answer, until))
        self._wait(IDLE)
        return tuple(map(str, lines))

    def end(self) -> None:
        """Ends the process."""
        self._wait(None)
        child, self.child = self.child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):
                    cast(IO[bytes], pipe).close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self.child is None or self.child.poll() is not None:
            self.end()
            self.child = subprocess.Popen(
                [sys.executable, "-P", "-B", "-m", "ocr.second_reader"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(), bufsize=0,
            )  # fmt: skip
        return self.child

    def _wait(self, seconds: float | None) -> None:
        """Winds the clock up anew, or stops it."""
        if self._clock is not None:
            self._clock.cancel()
        self._clock = None
        if seconds is not None:
            self._clock = threading.Timer(seconds, release)
            self._clock.daemon = True
            self._clock.start()


def _give(pipe: IO[bytes], data: bytes, until: float) -> None:
    """All of the question. Raises OSError if it isn't read in time or the process is gone.

    A pipe takes 64 kilobytes before its reader must read; the rest of a page would wait for that for ever.
    """
    os.set_blocking(pipe.fileno(), False)
    rest = memoryview(data)
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_WRITE)
        while rest:
            if not waiting.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            rest = rest[os.write(pipe.fileno(), rest) :]


def _line(pipe: IO[bytes], until: float) -> bytes:
    """One line of the answer. Raises OSError if it doesn't come in time or the process is gone."""
    found = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while not found.endswith(b"\n"):
            if not waiting.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(pipe.fileno(), 65536)
            if not part:
                raise BrokenPipeError
            found += part
    return bytes(found)


def _environment() -> dict[str, str]:
    """Nothing of ours but where its code is: no keys, no settings; one thread."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_PACKAGE_ROOT),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


_READER: Final = _Reader()
atexit.register(_READER.end)

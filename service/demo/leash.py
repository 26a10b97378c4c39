"""A stand-in ends with whoever started it, also after kill -9: the pipe between them closes by itself."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Final

WORD: Final = "--leash"


def hold(held: bool) -> None:
    """From now on the end of standard input is a request to end, if this process is `held` so."""
    if held:
        threading.Thread(target=_follow, args=(sys.stdin.fileno(),), name="leash", daemon=True).start()


def _follow(pipe: int) -> None:
    # By its number: Python can't end while a thread holds the lock of sys.stdin.
    while os.read(pipe, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)

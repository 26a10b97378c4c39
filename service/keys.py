"""The installation's keys: made once, checked at each start, never in the data folder.

Never makes a key where a ledger or a store already holds something: a new key there would make all of it unreadable.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config import files
from config.faults import Faults

LENGTH: Final = 32
NAMES: Final = ("documents", "identity", "chain", "web")


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """256-bit keys: the store's, the identity vault's, the event chain's, and the web sessions'."""

    documents: bytes
    identity: bytes
    chain: bytes
    web: bytes

    def fingerprints(self) -> Mapping[str, str]:
        """What the ledger remembers of each key, so that a wrong one stops the start. The web key may change."""
        kept = {"documents": self.documents, "identity": self.identity, "chain": self.chain}
        return {name: hashlib.sha256(b"reservfax key " + key).hexdigest()[:16] for name, key in kept.items()}


def read(folder: Path) -> Keys:
    """The keys of a folder. Raises Faults for each one missing, misshapen or readable to others."""
    told = [fault for name in NAMES for fault in _faults(folder / name)]
    if told:
        raise Faults(tuple(told))
    return Keys(*(_key(folder / name) for name in NAMES))


def make(folder: Path, random: Callable[[int], bytes]) -> Keys:
    """Makes the keys that are missing, mode 0600, and reads them all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in NAMES:
        with contextlib.suppress(FileExistsError):
            files.put(folder / name, random(LENGTH).hex().encode() + b"\n", fresh=True)
    return read(folder)


def _faults(path: Path) -> list[str]:
    """What is wrong with one key file, in plain words."""
    try:
        about = path.lstat()
    except OSError:
        return [f"RESERVFAX_KEYS: the key {path.name} is missing; restore it, or what it encrypted stays unreadable"]
    if not stat.S_ISREG(about.st_mode) or about.st_mode & 0o077:
        return [f"RESERVFAX_KEYS: the key {path.name} must be a file that only its owner can read (chmod 600)"]
    if about.st_uid != os.geteuid():
        return [f"RESERVFAX_KEYS: the key {path.name} belongs to another account than the one that runs Reservfax"]
    return [] if _key(path) else [f"RESERVFAX_KEYS: the key {path.name} is not {LENGTH} bytes in hexadecimal"]


def _key(path: Path) -> bytes:
    """The key; empty if the file does not hold one."""
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        return b""
    return key if len(key) == LENGTH else b""

"""The encrypted store of documents: content-addressed files, written once, whole or not at all."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from config import files

NONCE: Final = 12
_SHA: Final = re.compile("[0-9a-f]{64}")


class Missing(Exception):
    """The store does not hold the document, or it was changed: the disk or a backup is at fault."""


@dataclass(frozen=True, slots=True, repr=False)
class Store:
    """Documents in `folder`/ab/<sha256>.enc, each AES-GCM with a nonce of its own and its name as associated data."""

    folder: Path
    key: bytes

    def put(self, data: bytes) -> str:
        """The SHA-256 of `data`, which lies on the disk, whole and synced, when this returns."""
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if not self._holds(name):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            nonce = secrets.token_bytes(NONCE)
            files.put(path, nonce + AESGCM(self.key).encrypt(nonce, data, name.encode()))
            files.sync(self.folder)
        return name

    def get(self, name: str) -> bytes:
        """The document of that SHA-256. Raises Missing."""
        try:
            sealed = self._path(name).read_bytes()
            return AESGCM(self.key).decrypt(sealed[:NONCE], sealed[NONCE:], name.encode())
        except (OSError, InvalidTag, ValueError):
            raise Missing(name) from None

    def _holds(self, name: str) -> bool:
        """Whether the document can be had: a file of its name may be damaged, and then it is written anew."""
        try:
            self.get(name)
        except Missing:
            return False
        return True

    def _path(self, name: str) -> Path:
        if not _SHA.fullmatch(name):
            raise Missing(name)
        return self.folder / name[:2] / f"{name}.enc"

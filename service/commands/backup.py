"""`reservfax backup` and `restore`: one encrypted, verified file of ledger and store; the keys stay where they are."""

from __future__ import annotations

import argparse
import io
import secrets
import sqlite3
import tarfile
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from config.faults import Faults
from config.settings import Settings
from service import cli, framework, keys
from service.surroundings import Surroundings

MARK: Final = b"RESERVFAX1"
NONCE: Final = 12
LEDGER: Final = "ledger.sqlite3"


def backup(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Writes the backup, reads it back, and says how much it holds. PostgreSQL is backed up by its own tools."""
    settings = around.settings()
    _only_sqlite(settings)
    key = keys.read(settings.keys).documents
    packed = _packed(settings.data)
    nonce = secrets.token_bytes(NONCE)
    arguments.file.write_bytes(MARK + nonce + AESGCM(key).encrypt(nonce, packed, MARK))
    names = _unpacked(arguments.file, key).getnames()
    print(f"{arguments.file}: {len(names)} filer, läst tillbaka och hel / files, read back and whole")
    return cli.DONE


def restore(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Puts a backup in place of an empty data folder, then verifies ledger and store."""
    settings, site = around.settings(), around.site()
    _only_sqlite(settings)
    if (settings.data / LEDGER).exists() or any((settings.data / "store").glob("??/*")):
        raise Faults(("RESERVFAX_DATA: must be empty; a restore never writes over a ledger",))
    archive = _unpacked(arguments.file, keys.read(settings.keys).documents)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    archive.extractall(settings.data, filter="data")
    framework.start(settings)
    from service import house

    faults = house.enter(settings, site).ledger.verify()
    if faults:
        raise Faults(faults)
    print("Återställd och hel / restored and whole")
    return cli.DONE


def _only_sqlite(settings: Settings) -> None:
    if settings.database:
        raise Faults(("RESERVFAX_DATABASE: back up PostgreSQL with pg_dump, and the folder store/ beside it",))


def _packed(data: Path) -> bytes:
    """Ledger first, copied by SQLite itself while others write, then every document that it may name."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        _add(archive, LEDGER, _copied(data / LEDGER))
        for path in sorted((data / "store").glob("??/*.enc")):
            _add(archive, str(path.relative_to(data)), path.read_bytes())
    return made.getvalue()


def _copied(ledger: Path) -> bytes:
    """The ledger as of one moment. Raises Faults where there is none."""
    if not ledger.is_file():
        raise Faults(("RESERVFAX_DATA: there is no ledger to back up",))
    source, copy = sqlite3.connect(ledger), sqlite3.connect(":memory:")
    try:
        source.backup(copy)
        return bytes(copy.serialize())
    finally:
        source.close()
        copy.close()


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(data), 0o600
    archive.addfile(about, io.BytesIO(data))


def _unpacked(file: Path, key: bytes) -> tarfile.TarFile:
    """The archive in a backup. Raises Faults for a file that is none, was changed, or was made with another key."""
    try:
        data = file.read_bytes()
        head = len(MARK) + NONCE
        if not data.startswith(MARK):
            raise Faults((f"{file.name}: is not a backup of Reservfax",))
        packed = AESGCM(key).decrypt(data[len(MARK) : head], data[head:], MARK)
    except OSError as fault:
        raise Faults((f"{file.name}: {fault.strerror}",)) from None
    except InvalidTag:
        raise Faults((f"{file.name}: was changed, or made with another key",)) from None
    return tarfile.open(fileobj=io.BytesIO(packed))

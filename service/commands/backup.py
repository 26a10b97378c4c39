"""`reservfax backup` and `restore`: one encrypted, verified file of ledger and store; the keys stay where they are."""

from __future__ import annotations

import argparse
import io
import re
import secrets
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from config.faults import Faults
from config.settings import Settings
from service import cli, framework, keys
from service.surroundings import Surroundings

MARK: Final = b"RESERVFAX1"
NONCE: Final = 12
LEDGER: Final = "ledger.sqlite3"
_OURS: Final = re.compile(r"ledger\.sqlite3|store/[0-9a-f]{2}/[0-9a-f]{64}\.enc")


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
    for member in archive.getmembers():
        _put_back(settings.data, member.name, archive.extractfile(member))
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
        _add(archive, LEDGER, _copied(data))
        for path in sorted((data / "store").glob("??/*.enc")):
            _add(archive, str(path.relative_to(data)), path.read_bytes())
    return made.getvalue()


def _copied(data: Path) -> bytes:
    """The ledger as of one moment, by the library that writes it. Raises Faults where there is none."""
    if not (data / LEDGER).is_file():
        raise Faults(("RESERVFAX_DATA: there is no ledger to back up",))
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=data) as folder, connection.cursor() as cursor:
        copy = Path(folder) / LEDGER
        cursor.execute("VACUUM INTO %s", [str(copy)])
        return copy.read_bytes()


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(data), 0o600
    archive.addfile(about, io.BytesIO(data))


def _put_back(data: Path, name: str, content: IO[bytes] | None) -> None:
    """One file to its place: the ledger, or a document of the store. Raises Faults for anything else."""
    if content is None or not _OURS.fullmatch(name):
        raise Faults(("the backup holds something that is not Reservfax's",))
    path = data / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content.read())
    path.chmod(0o600)


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

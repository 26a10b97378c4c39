"""`reservfax backup` and `restore`: the data folder as one encrypted, verified file; the keys stay where they are.

Read and written as a stream, so that a ledger of years needs no more memory than one of a night.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import re
import tarfile
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from django.db import connection

from config import files
from config.faults import Faults, Unusable
from config.settings import Settings
from config.site import Site
from service import cli, framework, keys, sealing
from service.framework import LEDGER
from service.surroundings import Surroundings

OUTBOUND: Final = Path("outbound")
# What people and other programs have laid there, or fetch from there.
FOLDERS: Final = ("outbound", "outbound/waiting", "outbound/status", "inbound", "ris")
_OURS: Final = re.compile(
    rf"ledger\.sqlite3|store/[0-9a-f]{{2}}/[0-9a-f]{{64}}\.enc|(?:{'|'.join(FOLDERS)})/[^/.\0][^/\0]*", re.DOTALL
)
_TAKEN: Final = "ska vara tom, inget skrivs över / must be empty; a restore never writes over anything"
_WHY: Final = {
    "strange": "är ingen säkerhetskopia av Reservfax / is not a backup of Reservfax",
    "somebody": "är ingen säkerhetskopia och skrivs inte över / is no backup and is not written over",
    "other": "blev inte som den skulle, disken kan vara trasig / was not written as it was meant; see to the disk",
    "changed": "är ändrad, eller gjord med en annan nyckel / was changed, or made with another key",
}


def backup(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Writes the backup, reads it back, and only then puts it in place. PostgreSQL is backed up by its own tools."""
    settings = around.settings()
    _only_sqlite(settings)
    _replaceable(arguments.file)
    key = keys.read(settings.keys).documents
    with _plain(arguments.file, Faults), files.begun(arguments.file) as file:
        written = _written(file, key, settings.data)
        file.flush()
        file.seek(0)
        if written != _sums(file, key):
            raise Faults((f"{arguments.file}: {_WHY['other']}",))
    print(f"{arguments.file}: {len(written)} filer, läst tillbaka och hel / files, read back and whole")
    return cli.DONE


def restore(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Puts a backup in place of an empty data folder, then verifies chain and documents."""
    settings, site = around.settings(), around.site()
    _only_sqlite(settings)
    if not _is_backup(arguments.file):
        raise Unusable((f"{arguments.file}: {_WHY['strange']}",))
    key = keys.read(settings.keys).documents
    if (settings.data / LEDGER).exists() or any((settings.data / "store").glob("??/*")):
        raise Faults((f"RESERVFAX_DATA: {_TAKEN}",))
    _put_back(arguments.file, key, settings.data)
    framework.start(settings)
    doubted = _verified(settings, site)
    print("Återställd och hel / restored and whole")
    if doubted:
        print(
            f"{doubted} ärenden kan ha faxats sedan kopian togs: de väntar på en person / "
            f"{doubted} cases may have been faxed since the backup: they wait for a person"
        )
    return cli.DONE


def _put_back(file: Path, key: bytes, data: Path) -> None:
    """The backup's content in the data folder: unpacked beside its place, so that all of it moves there or nothing."""
    with _plain(file, Unusable):
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=data) as folder:
            with file.open("rb") as content:
                _unpacked(content, key, Path(folder))
            _in_place(Path(folder), data)
        os.sync()


def _verified(settings: Settings, site: Site) -> int:
    """How many cases may have left since the backup, the ledger being in place. Raises Faults if it is unsound."""
    from service import house, soundness
    from service.sending import restored

    opened = house.enter(settings, site)
    _drop_what_was_taken(opened.settings.data)
    doubted = restored.doubt(opened)  # first: whatever is found of the ledger, what may have left must wait
    if faults := soundness.faults(opened):
        raise Faults(faults)
    return doubted


def _replaceable(file: Path) -> None:
    """A backup takes the place of a backup, or of nothing: whatever else lies there is somebody's. Raises Unusable."""
    if not file.parent.is_dir():
        raise Unusable((f"{file}: mappen finns inte / the folder isn't there",))
    if file.exists() and not _is_backup(file):
        raise Unusable((f"{file}: {_WHY['somebody']}",))


def _is_backup(file: Path) -> bool:
    """Whether it begins as a backup does. Raises Unusable for what can't be read."""
    try:
        with file.open("rb") as content:
            return content.read(len(sealing.MARK)) == sealing.MARK
    except OSError as fault:
        raise Unusable((f"{file}: kan inte läsas / can't be read: {fault.strerror}",)) from None


@contextmanager
def _plain(file: Path, unsound: type[Faults]) -> Generator[None]:
    """Faults of the disk and of the file in plain words. Raises Faults, and `unsound` for what is no whole backup."""
    try:
        yield
    except OSError as fault:
        raise Faults((f"{file}: {fault.strerror or 'kan inte läsas / can not be read'}",)) from None
    except sealing.Unsound as fault:
        raise unsound((f"{file}: {_WHY[fault.why]}",)) from None
    except tarfile.TarError:
        raise unsound((f"{file}: {_WHY['strange']}",)) from None


def _only_sqlite(settings: Settings) -> None:
    if settings.database:
        raise Faults(
            (
                "RESERVFAX_DATABASE: ta kopian med pg_dump, och av datamappen bredvid / "
                "back up PostgreSQL with pg_dump, and the data folder beside it",
            )
        )


def _written(file: IO[bytes], key: bytes, data: Path) -> dict[str, str]:
    """Name -> SHA-256 of all that was written.

    First what lies in the folders, then the ledger, then the store: a file that is taken meanwhile is in one of them.
    """
    sums = dict[str, str]()
    with sealing.Writer(file, key) as sealed, tarfile.open(fileobj=sealed, mode="w|") as archive:
        for name, content in _lying(data):
            sums[name] = _add(archive, name, io.BytesIO(content), len(content))
        with _copied(data) as copy:
            sums[LEDGER] = _add(archive, LEDGER, copy, os.fstat(copy.fileno()).st_size)
        for path in sorted((data / "store").glob("??/*.enc")):
            with path.open("rb") as document:
                name = str(path.relative_to(data))
                sums[name] = _add(archive, name, document, os.fstat(document.fileno()).st_size)
    return sums


def _lying(data: Path) -> Iterator[tuple[str, bytes]]:
    """The files in the folders that people use; one that is taken while we look is in the ledger by then."""
    for folder in FOLDERS:
        for path in sorted((data / folder).glob("[!.]*")):
            if path.is_file() and not path.is_symlink():
                try:
                    yield f"{folder}/{path.name}", path.read_bytes()
                except FileNotFoundError:
                    continue


@contextmanager
def _copied(data: Path) -> Generator[IO[bytes]]:
    """The ledger as of one moment, copied by the library that writes it, while others write. Raises Faults."""
    if not (data / LEDGER).is_file():
        raise Faults(("RESERVFAX_DATA: inget register att kopiera / there is no ledger to back up",))
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=data) as folder, connection.cursor() as cursor:
        copy = Path(folder) / LEDGER
        cursor.execute("VACUUM INTO %s", [str(copy)])
        with copy.open("rb") as file:
            yield file


class _Summed(io.RawIOBase):
    """A file that is summed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Some of it."""
        data = self._file.read(size)
        self.sum.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> str:
    """One file into the archive; its SHA-256."""
    about, summed = tarfile.TarInfo(name), _Summed(file)
    about.size, about.mode = size, 0o600
    archive.addfile(about, summed)
    return summed.sum.hexdigest()


def _members(file: IO[bytes], key: bytes) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of all that a backup holds, to its very end. Raises sealing.Unsound, tarfile.TarError."""
    reader = io.BufferedReader(sealing.Reader(file, key), sealing.CHUNK)
    with tarfile.open(fileobj=reader, mode="r|") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                yield member.name, content
    while reader.read(sealing.CHUNK):
        pass


def _sums(file: IO[bytes], key: bytes) -> dict[str, str]:
    return {name: hashlib.file_digest(content, "sha256").hexdigest() for name, content in _members(file, key)}  # type: ignore[arg-type]


def _unpacked(file: IO[bytes], key: bytes, folder: Path) -> None:
    """All of a backup into a folder. Raises Unusable for what is not Reservfax's, Unsound for what was changed."""
    for name, content in _members(file, key):
        if not _OURS.fullmatch(name):
            raise Unusable(("kopian innehåller något främmande / the backup holds something that is not Reservfax's",))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while data := content.read(sealing.CHUNK):
                out.write(data)


def _in_place(folder: Path, data: Path) -> None:
    """What was unpacked and found whole, to where it belongs: the ledger last. Raises Faults before a file is moved."""
    found = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.name == LEDGER)
    places = [data / _place(path.relative_to(folder)) for path in found]
    if any(place.exists() for place in places) or len(set(places)) < len(places):
        raise Faults((f"RESERVFAX_DATA: {_TAKEN}",))
    for path, place in zip(found, places, strict=True):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.rename(place)


def _place(name: Path) -> Path:
    """Where a file goes back to. One that lay in `outbound` may have been faxed since: it waits for a person's word."""
    if name.parent != OUTBOUND:
        return name
    # Long names are cut, and two of them must not become one.
    mark = hashlib.sha256(os.fsencode(name.name)).hexdigest()[:6]
    return OUTBOUND / "waiting" / f"restored {mark} {name.name[-55:]}"


def _drop_what_was_taken(data: Path) -> None:
    """A file that was taken while the backup was made lies in its folder and in the ledger: once is enough."""
    from service import models

    for folder, rows, column in (
        ("outbound/waiting", models.Case.objects, "source_sha"),
        ("inbound", models.Arrival.objects, "sha"),
    ):
        for path in (data / folder).glob("[!.]*"):
            if path.is_file() and rows.filter(**{column: hashlib.sha256(path.read_bytes()).hexdigest()}).exists():
                path.unlink()

"""A folder that files are dropped into. The event is the alarm clock, the folder the truth. The one home of watchdog.

Takes a file only when it is whole, removes it only after it was taken; everything else stays untouched, with a reason
that is told once.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import fnmatch
import functools
import hashlib
import os
import re
import stat
import threading
import time
from collections.abc import Callable, Generator, Iterator, Set
from dataclasses import KW_ONLY, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

Reason = Literal[
    "link",
    "not_a_file",
    "empty",
    "too_large",
    "growing",
    "temporary",
    "unreadable",
    "failed",
    "not_removed",
    "no_folder",
]

_Version = tuple[int, int, int]

LARGEST: Final = 20 * 1024**2
# A file at rest whose format's end never comes is taken anyway after this many settles: what cannot be read is a
# visible item, and not a file that nobody sees.
_PATIENCE: Final = 5
_OCTAL: Final = re.compile(r"\\([0-7]{3})")
# A file that was never at rest for this many seconds is told of; it is taken all the same once it rests. One of a
# temporary name is told of when it has lain there that long, and never taken.
_RESTLESS: Final = 60.0
# Subfolders that belong to the house itself.
_OURS: Final = frozenset({"waiting", "status"})
_NETWORK: Final = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "vboxsf", "ceph", "afs",
    "glusterfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs", "fuse.vmhgfs-fuse", "virtiofs", "prl_fs",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drop:
    """A whole file. `name` may hold anything, an identity too: it is no path and belongs in no log.

    `since`: it has lain there unchanged from then on, by the file system's clock. A file that is laid there anew, under
    whatever name and with whatever date of its own, is there since then.
    """

    name: str
    data: bytes
    sha256: str
    since: datetime


@dataclass(frozen=True, slots=True)
class _Sight:
    """How a file looked: when none of this changes between two looks `settle` seconds apart, it is at rest."""

    inode: int
    size: int
    changed: int
    since: float
    first: float


Take = Callable[[Drop], None]
Refuse = Callable[[str, Reason], None]


@dataclass(slots=True)
class Sweeper:
    """One folder as it is looked through again and again. What was refused is remembered, so that it is told once.

    `take` returns when the file is stored and committed; what it raises leaves the file. One of `faults` is told of,
    the other files go on, and the file is tried again at the next sweep.
    """

    folder: Path
    take: Take
    _: KW_ONLY
    refuse: Refuse
    whole: Callable[[bytes], bool]
    settle: float
    clock: Callable[[], float] = time.monotonic
    faults: tuple[type[Exception], ...] = (OSError, ValueError)
    _sights: dict[str, _Sight] = field(default_factory=dict[str, _Sight], init=False)
    _told: dict[tuple[str, Reason], _Version] = field(default_factory=dict[tuple[str, Reason], _Version], init=False)
    _taken: dict[str, _Version] = field(default_factory=dict[str, _Version], init=False)

    def sweep(self) -> bool:
        """Looks at every file once; whether some were not at rest yet, so that another look is due soon."""
        try:
            here = {entry.name: entry for entry in _entries(self.folder)}
        except OSError:
            self._tell("", (0, 0, 0), "no_folder")
            return False
        self._forget_all_but(here.keys())
        unrest = [self._look(entry) for entry in here.values()]
        return any(unrest)

    def _forget_all_but(self, names: Set[str]) -> None:
        """What is gone may come back as something new."""
        self._sights = {name: sight for name, sight in self._sights.items() if name in names}
        self._taken = {name: version for name, version in self._taken.items() if name in names}
        self._told = {key: version for key, version in self._told.items() if key[0] in names}

    def _look(self, entry: os.DirEntry[str]) -> bool:
        """One file: whether it must be looked at again soon."""
        try:
            about = entry.stat(follow_symlinks=False)
        except OSError:
            return False
        reason = "temporary" if _is_temporary(entry.name) else _unfit(about)
        sight = self._resting(entry.name, about)
        if reason == "temporary" and (sight is None or self.clock() - sight.first < _RESTLESS):
            return False  # most of them are gone by themselves before anybody needs to know
        if reason is not None:
            if sight is not None:
                self._tell(entry.name, _version(about), reason)
            return sight is None
        return sight is None or self._take(entry, about, sight)

    def _resting(self, name: str, about: os.stat_result) -> _Sight | None:
        """How the file was seen, if it has not changed for the time it needs to settle."""
        seen, now = self._sights.get(name), self.clock()
        same = seen and (seen.inode, seen.size, seen.changed) == _version(about)
        if seen is None or not same:
            first = seen.first if seen else now
            self._sights[name] = _Sight(*_version(about), now, first)
            if now - first > _RESTLESS:
                self._tell(name, (about.st_ino, 0, 0), "growing")
            return None
        return seen if now - seen.since >= self.settle else None

    def _take(self, entry: os.DirEntry[str], about: os.stat_result, sight: _Sight) -> bool:
        """Reads the file at rest, hands it over and removes it; False when nothing is left to do soon."""
        if self._taken.get(entry.name) == _version(about):
            return self._clear(entry, about)
        try:
            data = _read(entry, about, held=self.clock() - sight.since < _RESTLESS)
        except OSError:
            self._tell(entry.name, _version(about), "unreadable")
            return False
        if data is None:
            return True
        if not self.whole(data) and self.clock() - sight.since < _PATIENCE * max(self.settle, 1.0):
            return True
        name = entry.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        try:
            since = datetime.fromtimestamp(about.st_ctime, UTC)
            self.take(Drop(name, data, hashlib.sha256(data).hexdigest(), since))
        except self.faults:
            self._tell(entry.name, _version(about), "failed")
            return False
        self._taken[entry.name] = _version(about)
        return self._clear(entry, about)

    def _clear(self, entry: os.DirEntry[str], about: os.stat_result) -> bool:
        """Removes what was taken. Where that can't be done the file is told of, and not taken again."""
        try:
            return not _remove(entry, about)
        except OSError:
            self._tell(entry.name, _version(about), "not_removed")
            return False

    def _tell(self, name: str, version: _Version, reason: Reason) -> None:
        if self._told.get((name, reason)) != version:
            self._told[name, reason] = version
            self.refuse(name, reason)


def watch(swept: Sweeper, *, stop: threading.Event, rescan: float) -> None:
    """Sweeps at every event, each `rescan` seconds, and soon again while a file is not at rest. Returns on `stop`."""
    woken = threading.Event()
    with _bell(swept.folder, woken, rescan):
        while not stop.is_set():
            woken.clear()
            soon = swept.sweep()
            _wait(woken, stop, swept.settle / 2 if soon else rescan)


def is_network(folder: Path, mounts: str) -> bool:
    """Whether the folder lies on a network file system, by the text of /proc/self/mountinfo: no events come there."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields, _, after = line.partition(" - ")
        point = _OCTAL.sub(lambda sign: chr(int(sign[1], 8)), fields.split()[4]) if len(fields.split()) > 4 else ""
        inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if point and inside and len(point) >= best:
            best, kind = len(point), after.split()[0] if after else ""
    return kind in _NETWORK


class _Bell(FileSystemEventHandler):
    """Rings when anything happens in the folder; what it was, the sweep finds out."""

    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Rings, but not for our own opening and closing."""
        if event.event_type not in ("opened", "closed_no_write"):
            self._woken.set()


@contextlib.contextmanager
def _bell(folder: Path, woken: threading.Event, rescan: float) -> Generator[None]:
    """Watches the folder while the block runs; where that cannot be had, the periodic sweep does it alone."""
    polled = is_network(folder.resolve(), Path("/proc/self/mountinfo").read_text("utf-8", "replace"))
    observer = PollingObserver(timeout=rescan) if polled else Observer()
    try:
        observer.schedule(_Bell(woken), str(folder), recursive=False)
        observer.start()
    except OSError:
        yield
        return
    try:
        yield
    finally:
        observer.stop()
        observer.join(timeout=5)


def _wait(woken: threading.Event, stop: threading.Event, seconds: float) -> None:
    """Until rung, or so many seconds; looks for `stop` twice a second."""
    end = time.monotonic() + seconds
    while not stop.is_set() and time.monotonic() < end:
        if woken.wait(timeout=min(0.5, max(0.0, end - time.monotonic()))):
            return


def lying(folder: Path, since: float) -> int:
    """How many files have lain there unchanged since then, by the file system's clock: nobody takes them."""
    try:
        abouts = [entry.stat(follow_symlinks=False) for entry in _entries(folder)]
    except OSError:
        return 0
    return sum(about.st_ctime <= since for about in abouts)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What lies in the folder, oldest first, but for dot files and the house's own subfolders."""
    with os.scandir(folder) as found:
        entries = [entry for entry in found if not entry.name.startswith(".") and not _is_ours(entry)]
    yield from sorted(entries, key=_age)


def _age(entry: os.DirEntry[str]) -> tuple[int, str]:
    try:
        return entry.stat(follow_symlinks=False).st_mtime_ns, entry.name
    except OSError:
        return 0, entry.name


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return entry.name in _OURS and entry.is_dir(follow_symlinks=False)


def _is_temporary(name: str) -> bool:
    """Whether a file of that name is no document: what Windows lays beside them, or what is not whole yet."""
    return any(fnmatch.fnmatchcase(name.casefold(), pattern) for pattern in _never_taken())


@functools.cache
def _never_taken() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "never_taken.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _version(about: os.stat_result) -> _Version:
    return about.st_ino, about.st_size, about.st_mtime_ns


def _unfit(about: os.stat_result) -> Reason | None:
    """Why a thing in the folder is no file to take."""
    if stat.S_ISLNK(about.st_mode):
        return "link"
    if not stat.S_ISREG(about.st_mode):
        return "not_a_file"
    if about.st_size > LARGEST:
        return "too_large"
    return "empty" if about.st_size == 0 else None


def _read(entry: os.DirEntry[str], about: os.stat_result, *, held: bool) -> bytes | None:
    """The bytes of exactly the file that was looked at, opened without following a link; None if it is another one.

    `held`: also None while somebody has it open to write.

    Raises OSError for a file that may not or cannot be read.
    """
    try:
        handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        if _version(os.fstat(file.fileno())) != _version(about) or (held and _is_written(file.fileno())):
            return None
        data = file.read(LARGEST + 1)
    return data if len(data) == about.st_size else None


def _is_written(handle: int) -> bool:
    """Whether a program of this computer still has the file open to write: then it gets no read lease (fcntl(2)).

    A writer on another computer, or a file system without leases, is not seen: there the rest alone tells.
    """
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as fault:
        return fault.errno == errno.EAGAIN
    return False


def _remove(entry: os.DirEntry[str], about: os.stat_result) -> bool:
    """Removes the file if it is still the one that was taken; a newer one of the same name stays, which is False.

    Raises OSError for a file that can't be removed.
    """
    path = Path(entry.path)
    try:
        if _version(path.stat(follow_symlinks=False)) != _version(about):
            return False
        path.unlink()
    except FileNotFoundError:
        return True
    return True

"""The mailbox of returned faxes and receipts. The one home of imapclient.

IDLE is only a wake-up; the sweep by UID is the truth. Nothing is deleted, no flag is believed, and a mail is moved
only after it was stored and committed. Measured against Dovecot: research "Mail, web, security", part 1.
"""

from __future__ import annotations

import hashlib
import imaplib
import random
import ssl
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from config.settings import Imap

# `failing`: mails that could not be stored, or not moved, are still there; `quarantine`: some were set aside. Both stay
# until a person has seen to it.
State = Literal["up", "down", "refused", "failing", "quarantine"]

_LOST: Final = (imaplib.IMAP4.abort, imaplib.IMAP4.error, IMAPClientError, OSError)
_SLICE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
# An IDLE that comes back empty faster than this is a dead connection: the library swallows the end of file.
_TOO_SOON: Final = 0.2
_FAILURES: Final = 3


class Refused(Exception):
    """The server does not let us in: an alarm, and not something to try again in a loop."""


class Unreachable(Exception):
    """The server can't be reached, or says that it is unavailable for now."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it lies in the mailbox."""

    uid: int
    uidvalidity: int
    raw: bytes
    sha256: str

    def key(self, mailbox: str) -> str:
        """What the mail is known by in the ledger: a second fetch of it is nothing new."""
        return f"{mailbox}:{self.uidvalidity}:{self.uid}:{self.sha256[:16]}"


Take = Callable[[Mail], None]
Tell = Callable[[State], None]


@dataclass(slots=True)
class _Round:
    """What is remembered from sweep to sweep, by UIDVALIDITY and UID."""

    imap: Imap
    take: Take
    faults: tuple[type[Exception], ...]
    failures: dict[tuple[int, int], int]
    taken: set[tuple[int, int]]
    moved: set[tuple[int, int]]
    told: State | None = None


def watch(imap: Imap, take: Take, *, stop: threading.Event, tell: Tell, faults: tuple[type[Exception], ...]) -> None:
    """Sweeps, idles, and connects anew, until `stop`. `take` returns when the mail is stored and committed.

    A mail for which `take` raises one of `faults` stays where it is. After three sweeps that took another mail but not
    this one it goes to quarantine: it is the mail then, and not the store.
    """
    kept, pause = _Round(imap, take, faults, {}, set(), set()), 0.5

    def say(state: State) -> None:
        if state != kept.told:
            kept.told = state
            tell(state)

    while not stop.is_set():
        try:
            with _session(imap) as session:
                while not stop.is_set():
                    say(_sweep(session, kept, stop))
                    pause = 0.5
                    _idle(session, stop, imap.poll)
        except Refused:
            say("refused")
            _sleep(stop, 60.0)
        except (Unreachable, *_LOST):
            say("down")
            _sleep(stop, pause * (1 + random.random() / 4))
            pause = min(_LONGEST_PAUSE, pause * 2)


def check(imap: Imap) -> None:
    """Connects, logs in, selects the folder. Raises Refused or Unreachable."""
    try:
        with _session(imap):
            pass
    except _LOST:
        raise Unreachable from None


def _sweep(session: Any, kept: _Round, stop: threading.Event) -> State:
    """Takes and moves every mail that lies there, whatever its flags say; how the mailbox stands after it."""
    validity = int(session.select_folder(kept.imap.folder)[b"UIDVALIDITY"])
    uids = [int(uid) for uid in sorted(session.search("ALL"))]
    failed, taken = list[int](), len(kept.taken)
    for uid in uids:
        if stop.is_set():
            break
        failed += [] if _one(session, kept, validity, uid) else [uid]
    if len(kept.taken) > taken:
        _blame(kept, [(validity, uid) for uid in failed])
    stuck = [uid for uid in failed if not _set_aside(session, kept, validity, uid)]
    if stuck:
        return "failing"
    return "quarantine" if _holds(session, kept.imap.quarantine) else "up"


def _one(session: Any, kept: _Round, validity: int, uid: int) -> bool:
    """Takes one mail, and only then moves it. Raises for a connection that is lost, never for a mail."""
    key = (validity, uid)
    if key in kept.moved:
        return True
    if key in kept.taken:
        return _moved(session, kept, key, kept.imap.handled)
    try:
        mail = _fetched(session, validity, uid)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return False
    if mail is None:
        return True
    try:
        kept.take(mail)
    except kept.faults:
        return False
    kept.taken.add(key)
    return _moved(session, kept, key, kept.imap.handled)


def _blame(kept: _Round, keys: Sequence[tuple[int, int]]) -> None:
    """Counts against each mail that it could not be taken, in a sweep that newly took another: the store works."""
    for key in keys:
        if key not in kept.taken:
            kept.failures[key] = kept.failures.get(key, 0) + 1


def _fetched(session: Any, validity: int, uid: int) -> Mail | None:
    """The mail; None if it is gone, since another client may have been quicker."""
    answer = session.fetch([uid], ["BODY.PEEK[]"]).get(uid)
    if answer is None or b"BODY[]" not in answer:
        return None
    raw = bytes(answer[b"BODY[]"] or b"")
    return Mail(uid, validity, raw, hashlib.sha256(raw).hexdigest())


def _set_aside(session: Any, kept: _Round, validity: int, uid: int) -> bool:
    """A mail that failed too often goes out of the way of the others, to where a person looks."""
    key = (validity, uid)
    return kept.failures.get(key, 0) >= _FAILURES and _moved(session, kept, key, kept.imap.quarantine)


def _holds(session: Any, folder: str) -> bool:
    if not session.folder_exists(folder):
        return False
    return int(session.folder_status(folder, ["MESSAGES"])[b"MESSAGES"]) > 0


def _moved(session: Any, kept: _Round, key: tuple[int, int], folder: str) -> bool:
    """Whether the mail could be moved; a server that says no to that says no for one mail only.

    Remembered, since a mail that could only be copied still lies there.
    """
    try:
        _move(session, key[1], folder)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return not session.search(["UID", str(key[1])])
    kept.moved.add(key)
    return True


def _move(session: Any, uid: int, folder: str) -> None:
    """MOVE, or COPY and a mark where the server has none."""
    if not session.folder_exists(folder):
        with suppress(imaplib.IMAP4.error):
            session.create_folder(folder)
    if session.has_capability("MOVE"):
        session.move([uid], folder)
        return
    session.copy([uid], folder)
    session.add_flags([uid], [b"\\Deleted"])
    if session.has_capability("UIDPLUS"):
        session.uid_expunge([uid])


def _idle(session: Any, stop: threading.Event, poll: float) -> None:
    """Waits until the server says something or the poll is due. Raises OSError for a connection that is dead."""
    if not session.has_capability("IDLE"):
        _sleep(stop, poll)
        session.noop()
        return
    session.idle()
    end = time.monotonic() + poll
    try:
        while not stop.is_set() and time.monotonic() < end:
            begun = time.monotonic()
            if session.idle_check(timeout=_SLICE):
                break
            if time.monotonic() - begun < _TOO_SOON:
                raise OSError("the connection is dead")
    finally:
        session.idle_done()


@contextmanager
def _session(imap: Imap) -> Generator[Any]:
    """A connection, secured, logged in, with the folder selected."""
    session = _connected(imap)
    try:
        _log_in(session, imap)
        session.select_folder(imap.folder)
        yield session
    finally:
        with suppress(*_LOST):
            session.shutdown()


def _connected(imap: Imap) -> Any:
    context = ssl.create_default_context(cafile=str(imap.cafile) if imap.cafile else None)
    limit: Any = SocketTimeout(connect=imap.timeout, read=imap.timeout)
    try:
        session: Any = IMAPClient(
            imap.host, imap.port, ssl=imap.security == "tls", ssl_context=context, timeout=limit, use_uid=True
        )
        if imap.security == "starttls":
            session.starttls(context)
    except ssl.SSLCertVerificationError:
        raise Refused from None
    except _LOST:
        raise Unreachable from None
    return session


def _log_in(session: Any, imap: Imap) -> None:
    try:
        session.login(imap.user, imap.password.reveal())
    except LoginError as refusal:
        lost = isinstance(refusal.__context__, imaplib.IMAP4.abort)
        raise (Unreachable if lost or "UNAVAILABLE" in str(refusal) else Refused) from None


def _sleep(stop: threading.Event, seconds: float) -> None:
    stop.wait(timeout=seconds)

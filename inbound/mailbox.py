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
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from config.settings import Imap

State = Literal["up", "down", "refused"]

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


def watch(imap: Imap, take: Take, *, stop: threading.Event, tell: Tell, faults: tuple[type[Exception], ...]) -> None:
    """Sweeps, idles, and connects anew, until `stop`. `take` returns when the mail is stored and committed.

    A mail for which `take` raises one of `faults` stays where it is, and goes to quarantine after three times.
    """
    failures, pause = dict[int, int](), 0.5
    while not stop.is_set():
        try:
            with _session(imap) as session:
                tell("up")
                pause = 0.5
                _rounds(session, imap, take, stop, faults, failures)
        except Refused:
            tell("refused")
            _sleep(stop, 60.0)
        except (Unreachable, *_LOST):
            tell("down")
            _sleep(stop, pause * (1 + random.random() / 4))
            pause = min(_LONGEST_PAUSE, pause * 2)


def check(imap: Imap) -> None:
    """Connects, logs in, selects the folder. Raises Refused or Unreachable."""
    try:
        with _session(imap):
            pass
    except _LOST:
        raise Unreachable from None


def _rounds(
    session: Any,
    imap: Imap,
    take: Take,
    stop: threading.Event,
    faults: tuple[type[Exception], ...],
    failures: dict[int, int],
) -> None:
    """Sweep, wait for a wake-up or the poll, sweep again."""
    validity = int(session.select_folder(imap.folder)[b"UIDVALIDITY"])
    while not stop.is_set():
        for uid in sorted(session.search("ALL")):
            if stop.is_set():
                return
            _one(session, imap, Mail(uid, validity, *_fetched(session, uid)), take, faults, failures)
        _idle(session, stop, imap.poll)


def _fetched(session: Any, uid: int) -> tuple[bytes, str]:
    answer = session.fetch([uid], ["BODY.PEEK[]"]).get(uid, {})
    raw = bytes(answer.get(b"BODY[]") or b"")
    return raw, hashlib.sha256(raw).hexdigest()


def _one(
    session: Any, imap: Imap, mail: Mail, take: Take, faults: tuple[type[Exception], ...], failures: dict[int, int]
) -> None:
    """Takes one mail, and only then moves it."""
    if not mail.raw:
        return
    try:
        take(mail)
        _move(session, mail.uid, imap.handled)
    except faults:
        failures[mail.uid] = failures.get(mail.uid, 0) + 1
        if failures[mail.uid] >= _FAILURES:
            _move(session, mail.uid, imap.quarantine)


def _move(session: Any, uid: int, folder: str) -> None:
    """MOVE, or COPY and a mark where the server has none; another client may have been quicker."""
    if not session.folder_exists(folder):
        with suppress(*_LOST):
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
        raise (Unreachable if "UNAVAILABLE" in str(refusal) else Refused) from None


def _sleep(stop: threading.Event, seconds: float) -> None:
    stop.wait(timeout=seconds)

"""How a stand-in hands something to the hospital: into a folder, into a mailbox by IMAP, or by SMTP. Loopback only."""

from __future__ import annotations

import imaplib
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from config.settings import Secret, Smtp, is_loopback
from outbound import mail
from outbound.mail import Message
from service.demo import durable

_SECONDS: Final = 20.0


class Foreign(Exception):
    """The address is not on this computer's loopback."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where things go. `path` is the folder, the mailbox folder or the mail address, by `kind`."""

    kind: Literal["folder", "imap", "smtp"]
    path: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether files are laid into a folder, and not sent."""
        return self.kind == "folder"


def parse(text: str) -> Post:
    """A path; `imap://user:password@127.0.0.1:port/INBOX`; or `smtp://127.0.0.1:port/address`.

    Raises ValueError, and Foreign for a host that is not this computer.
    """
    if "://" not in text:
        return Post("folder", text)
    parts = urlsplit(text)
    if parts.scheme not in ("imap", "smtp") or not parts.hostname or not parts.port:
        raise ValueError("a folder, imap://user:password@host:port/FOLDER or smtp://host:port/address")
    if not _stays_here(parts.hostname):
        raise Foreign(parts.hostname)
    kind: Literal["imap", "smtp"] = "imap" if parts.scheme == "imap" else "smtp"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Post(kind, unquote(parts.path.lstrip("/")), parts.hostname, parts.port, user, password)


def _stays_here(host: str) -> bool:
    """Whether an address is this computer's own loopback; a name counts by all that it stands for."""
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(map(is_loopback, found))


def letter(to: Post, message: Message, name: str) -> None:
    """A mail: into a folder as `name`.eml, or delivered. Raises OSError, imaplib's errors or outbound.mail's."""
    if to.kind == "smtp":
        smtp = Smtp(to.host, to.port, "plain", "", Secret(""), None, _SECONDS)
        mail.deliver(message, smtp, commit=lambda: None)
    else:
        raw(to, mail.as_bytes(message), name)


def raw(to: Post, data: bytes, name: str) -> None:
    """A mail as it is, into a folder or a mailbox. Raises ValueError for SMTP, which carries only `letter`."""
    if to.kind == "smtp":
        raise ValueError("SMTP carries composed letters only")
    if to.kind == "folder":
        durable.put(Path(to.path) / f"{name}.eml", data)
        return
    with imaplib.IMAP4(to.host, to.port, timeout=_SECONDS) as box:
        box.login(to.user, to.password)
        answer, _ = box.append(to.path or "INBOX", "", "", data)
        if answer != "OK":
            raise OSError("the mailbox took nothing")

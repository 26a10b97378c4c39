"""One mail handed over by SMTP, its stages told apart. The one home of smtplib; alerts leave through it as well.

Never says "not sent" of a mail that the server may have: once DATA is begun and nobody answers, it is Uncertain.
"""

from __future__ import annotations

import email.policy
import email.utils
import smtplib
import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Final, Literal

from config.settings import Smtp

Stage = Literal["connect", "tls", "login", "sender", "recipient", "data"]
_POLICY: Final = email.policy.SMTP.clone(max_line_length=200)


class Deferred(Exception):
    """Nothing was sent; it may be tried again. `code` is the server's, 0 where it said none."""

    def __init__(self, stage: Stage, code: int) -> None:
        super().__init__(f"{stage} {code}")
        self.stage: Stage = stage
        self.code = code


class Refused(Exception):
    """A definite no; nothing was sent, and the same again would be refused again."""

    def __init__(self, stage: Stage, code: int) -> None:
        super().__init__(f"{stage} {code}")
        self.stage: Stage = stage
        self.code = code


class Uncertain(Exception):
    """DATA was begun and the answer is missing: the server may have the mail. Only a receipt or a person can tell."""

    def __init__(self, stage: Stage = "data") -> None:
        super().__init__(stage)
        self.stage: Stage = stage


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one recipient, with at most one attachment. Everything but `body` and `content` is ASCII."""

    sender: str
    recipient: str
    message_id: str
    subject: str
    body: str = ""
    file_name: str = ""
    content: bytes = b""
    content_type: str = ""


def deliver(message: Message, smtp: Smtp, *, commit: Callable[[], None]) -> str:
    """Hands the mail over and returns the server's answer. `commit` is called right before DATA.

    Raises Deferred, Refused or Uncertain, and whatever `commit` raises (then nothing was sent).
    """
    data = as_bytes(message)
    with _session(smtp) as session:
        _ask("sender", lambda: session.mail(message.sender, _options(session, data)))
        _ask("recipient", lambda: session.rcpt(message.recipient))
        commit()
        return _data(session, data)


def check(smtp: Smtp) -> None:
    """Connects, secures and logs in, and sends nothing. Raises Deferred or Refused."""
    with _session(smtp):
        pass


def as_bytes(message: Message) -> bytes:
    """The mail on the wire. Raises ValueError for a line break in a header."""
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = message.sender
    letter["To"] = message.recipient
    letter["Subject"] = message.subject
    letter["Message-ID"] = message.message_id
    letter["Date"] = email.utils.format_datetime(datetime.now(UTC))
    letter.set_content(message.body)
    if message.content:
        main, _, sub = message.content_type.partition("/")
        letter.add_attachment(message.content, maintype=main, subtype=sub, filename=message.file_name)
    return letter.as_bytes()


@contextmanager
def _session(smtp: Smtp) -> Generator[smtplib.SMTP]:
    """A connection, secured and logged in as the settings say; closed whatever happens."""
    session = _connected(smtp)
    try:
        _guard("connect", session.ehlo_or_helo_if_needed)
        if smtp.security == "starttls":
            _guard("tls", lambda: session.starttls(context=_context(smtp)))
        if smtp.user:
            _guard("login", lambda: session.login(smtp.user, smtp.password.reveal()))
        yield session
    finally:
        session.close()


def _connected(smtp: Smtp) -> smtplib.SMTP:
    try:
        if smtp.security == "tls":
            return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=smtp.timeout, context=_context(smtp))
        return smtplib.SMTP(smtp.host, smtp.port, timeout=smtp.timeout)
    except ssl.SSLCertVerificationError:
        raise Refused("tls", 0) from None
    except smtplib.SMTPConnectError as refusal:
        raise _by_code("connect", refusal.smtp_code) from None
    except (OSError, smtplib.SMTPException):
        raise Deferred("connect", 0) from None


def _context(smtp: Smtp) -> ssl.SSLContext:
    """Always verifies; `cafile` adds the hospital's own authority."""
    return ssl.create_default_context(cafile=str(smtp.cafile) if smtp.cafile else None)


def _guard(stage: Stage, do: Callable[[], object]) -> None:
    """A step before the envelope: what is wrong with certificate or password will not mend itself."""
    try:
        do()
    except ssl.SSLCertVerificationError:
        raise Refused(stage, 0) from None
    except smtplib.SMTPNotSupportedError:
        raise Refused(stage, 0) from None
    except smtplib.SMTPResponseException as refusal:
        raise _by_code(stage, refusal.smtp_code) from None
    except (OSError, smtplib.SMTPException):
        raise Deferred(stage, 0) from None


def _ask(stage: Stage, do: Callable[[], tuple[int, bytes]]) -> None:
    """A command of the envelope."""
    try:
        code, _ = do()
    except (OSError, smtplib.SMTPException):
        raise Deferred(stage, 0) from None
    if not 200 <= code < 300:
        raise _by_code(stage, code)


def _data(session: smtplib.SMTP, data: bytes) -> str:
    """DATA and its answer. A refusal of the word DATA itself means that nothing was sent."""
    try:
        code, answer = session.data(data)
    except smtplib.SMTPDataError as refusal:
        raise _by_code("data", refusal.smtp_code) from None
    except (OSError, smtplib.SMTPException):
        raise Uncertain from None
    if not 200 <= code < 600 or 300 <= code < 400:
        raise Uncertain  # words that are no answer: the server may have the mail
    if code >= 400:
        raise _by_code("data", code)
    return f"{code} {answer.decode('ascii', 'replace')[:200]}"


def _by_code(stage: Stage, code: int) -> Deferred | Refused:
    """5xx is for good (RFC 5321, 4.2.1); 4xx is for now, and so are words that are no answer to the command."""
    return Refused(stage, code) if 500 <= code < 600 else Deferred(stage, max(code, 0))


def _options(session: smtplib.SMTP, data: bytes) -> list[str]:
    return [f"SIZE={len(data)}"] if session.has_extn("size") else []

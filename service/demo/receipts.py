"""What the stand-in gateway answers: free text in Swedish and English, or a delivery status notification (RFC 3464).

Quotes the subject, and so the attempt's token, as real gateways do. The same row gives the same bytes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from config.site import Dialect
from outbound.mail import Message
from service.demo.durable import Row

Form = Literal["text", "dsn"]
Outcome = Literal["delivered", "busy", "no_answer", "silent"]
FORMS: Final[tuple[Form, ...]] = ("text", "dsn")
OUTCOMES: Final[tuple[Outcome, ...]] = ("delivered", "busy", "no_answer", "silent")

_HEADS: Final = {
    "accepted": "Fax mottaget",
    "delivered": "Fax levererat",
    "busy": "Fax ej levererat",
    "no_answer": "Fax ej levererat",
}
_WORDS: Final = {
    "accepted": "Vi har mottagit för sändning ett fax på {pages} sidor.\nYour fax was accepted for delivery.",
    "delivered": "Ert fax är levererat.\nYour fax was delivered successfully.\n\nSidor/pages: {pages} av {pages}",
    "busy": "Sändningen avbröts efter tre försök: upptaget.\nGiving up: busy.\n\nSidor/pages: 0 av {pages}",
    "no_answer": "Sändningen avbröts efter tre försök: inget svar.\nGiving up: no answer.\n\nSidor/pages: 0 av {pages}",
}
_FOOT: Final = "\n\nTill/to: {number}\nÄrende/subject: {subject}\nTid/time: {at}\nUppdrag/job: {job}\n"
_DSN: Final = {"accepted": ("relayed", "2.0.0"), "delivered": ("delivered", "2.0.0")}
_FAILED: Final = ("failed", "4.4.1")
_BOUNDARY: Final = "=_faxporten_status_="


def text(row: Row, outcome: str, dialect: Dialect) -> Message:
    """A receipt in plain words; `outcome` is accepted, delivered, busy or no_answer."""
    number = row["recipient"].partition("@")[0]
    words = (_WORDS[outcome] + _FOOT).format(
        pages=row["pages"], number=number, subject=row["subject"], at=_at(row, dialect), job=row["number"]
    )
    return Message(
        sender=f"faxporten@{dialect.domain}",
        recipient=dialect.sender,
        message_id=_message_id(row, outcome, dialect),
        subject=f"{_HEADS[outcome]}: {row['subject']}",
        body=words,
    )


def dsn(row: Row, outcome: str, dialect: Dialect) -> bytes:
    """The same as a multipart/report mail."""
    action, status = _DSN.get(outcome, _FAILED)
    head = (
        f"From: Mail Delivery System <mailer-daemon@{dialect.domain}>\r\nTo: {dialect.sender}\r\n"
        f"Subject: Delivery Status Notification ({action})\r\nMessage-ID: {_message_id(row, outcome, dialect)}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;"
        f' boundary="{_BOUNDARY}"\r\n\r\n'
    )
    parts = (
        ("text/plain; charset=utf-8", f"Fax {action}.\r\n"),
        (
            "message/delivery-status",
            f"Reporting-MTA: dns; {dialect.domain}\r\n\r\nFinal-Recipient: rfc822; {row['recipient']}\r\n"
            f"Action: {action}\r\nStatus: {status}\r\n",
        ),
        ("text/rfc822-headers", f"Message-ID: {row['message_id']}\r\nSubject: {row['subject']}\r\n"),
    )
    body = "".join(f"--{_BOUNDARY}\r\nContent-Type: {kind}\r\n\r\n{content}\r\n" for kind, content in parts)
    return f"{head}{body}--{_BOUNDARY}--\r\n".encode()


def _at(row: Row, dialect: Dialect) -> str:
    return f"{datetime.fromisoformat(row['at']).astimezone(ZoneInfo(dialect.timezone)):%Y-%m-%d %H:%M:%S}"


def _message_id(row: Row, outcome: str, dialect: Dialect) -> str:
    return f"<{row['number']}.{outcome}.{row['sha256'][:12]}@{dialect.domain}>"

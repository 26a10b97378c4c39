"""The mail-to-fax gateway's dialect, spoken: how a number, a subject and an attachment must look there.

What the gateway answers is understood by `inbound.receipts`; the dialect itself is data (config.site.Dialect).
"""

from __future__ import annotations

from typing import Final

import phonenumbers

from config.site import Dialect
from ocr import pages
from outbound.mail import Message

LONGEST_SUBJECT: Final = 60


class TooLarge(Exception):
    """The file is larger than the gateway takes."""


def compose(dialect: Dialect, *, number: str, reference: str, attempt: int, token: str, tiff: bytes) -> Message:
    """The mail that carries one fax: one recipient, one attachment, an empty body. `number` is E.164.

    Raises TooLarge, and ValueError for a subject that is not ASCII or 60 signs or longer.
    """
    content = tiff if dialect.attachment == "tiff" else pages.image_pdf(tiff)
    if len(content) > dialect.max_bytes:
        raise TooLarge(reference)
    return Message(
        sender=dialect.sender,
        recipient=recipient(dialect, number),
        message_id=message_id(dialect, reference, attempt, token),
        subject=subject(dialect, number, reference, attempt, token),
        file_name=f"{reference}.{'tif' if dialect.attachment == 'tiff' else 'pdf'}",
        content=content,
        content_type="image/tiff" if dialect.attachment == "tiff" else "application/pdf",
    )


def recipient(dialect: Dialect, number: str) -> str:
    """The address that a fax number has at the gateway."""
    local = spelled(dialect, number) if dialect.number_in == "recipient" else "fax"
    return f"{local}@{dialect.domain}"


def spelled(dialect: Dialect, number: str) -> str:
    """An E.164 number as this gateway writes it."""
    national = phonenumbers.format_number(phonenumbers.parse(number, None), phonenumbers.PhoneNumberFormat.NATIONAL)
    return {
        "+e164": number,
        "e164": number.removeprefix("+"),
        "00": f"00{number.removeprefix('+')}",
        "national": "".join(sign for sign in national if sign.isdigit()),
    }[dialect.number_form]


def subject(dialect: Dialect, number: str, reference: str, attempt: int, token: str) -> str:
    """Reference, attempt and token: all that a subject may tell."""
    text = dialect.subject.format(
        reference=reference, attempt=attempt, token=token, number=spelled(dialect, number)
    ).strip()
    if not text.isascii() or len(text) >= LONGEST_SUBJECT:
        raise ValueError("the subject must be ASCII and under 60 signs; see gateway.subject in site.toml")
    return text


def message_id(dialect: Dialect, reference: str, attempt: int, token: str) -> str:
    """The fixed Message-ID of an attempt; receipts that quote headers are recognised by it."""
    return f"<{reference}.{attempt}.{token}@{dialect.sender.partition('@')[2]}>"

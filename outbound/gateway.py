"""The mail-to-fax gateway's dialect, spoken: how a number, a subject and an attachment must look there.

What the gateway answers is understood by `inbound.receipts`; the dialect itself is data (config.site.Dialect).
"""

from __future__ import annotations

from typing import Final, Literal

import phonenumbers

from config.site import Dialect
from ocr import pages
from outbound.gate import CleanFax
from outbound.mail import Message


class Unfit(Exception):
    """A file that this gateway does not take. `code` is one of outbound.reasons."""

    def __init__(self, code: Literal["too_large", "other_format"]) -> None:
        super().__init__(code)
        self.code: Final = code


def attachment(dialect: Dialect, tiff: bytes) -> bytes:
    """The file that this gateway takes, made of the fax's dots: what the gate must see, since this is what leaves."""
    return tiff if dialect.attachment == "tiff" else pages.image_pdf(tiff)


def fits(dialect: Dialect, file: bytes) -> None:
    """Raises Unfit for a file that is too large for this gateway, or of another kind than it takes."""
    if pages.sniff(file) != dialect.attachment:
        raise Unfit("other_format")
    if len(file) > dialect.max_bytes:
        raise Unfit("too_large")


def compose(dialect: Dialect, fax: CleanFax, *, number: str, reference: str, attempt: int, token: str) -> Message:
    """The mail that carries one fax: one recipient, one attachment, an empty body. `number` is E.164.

    Takes only what the gate has let through, and puts in just those bytes. Raises Unfit.
    """
    fits(dialect, fax.data)
    return Message(
        sender=dialect.sender,
        recipient=recipient(dialect, number),
        message_id=message_id(dialect, reference, attempt, token),
        subject=subject(dialect, number, reference, attempt, token),
        file_name=f"{reference}.{'tif' if dialect.attachment == 'tiff' else 'pdf'}",
        content=fax.data,
        content_type="image/tiff" if dialect.attachment == "tiff" else "application/pdf",
    )


def recipient(dialect: Dialect, number: str) -> str:
    """The address that a fax number has at the gateway."""
    local = _spelled(dialect, number) if dialect.number_in == "recipient" else "fax"
    return f"{local}@{dialect.domain}"


def subject(dialect: Dialect, number: str, reference: str, attempt: int, token: str) -> str:
    """Reference, attempt and token: all that a subject may tell. Its length is config.site's to see to."""
    told = dialect.subject.format(reference=reference, attempt=attempt, token=token, number=_spelled(dialect, number))
    return told.strip()


def message_id(dialect: Dialect, reference: str, attempt: int, token: str) -> str:
    """The fixed Message-ID of an attempt; receipts that quote headers are recognised by it."""
    return f"<{reference}.{attempt}.{token}@{dialect.sender.partition('@')[2]}>"


def _spelled(dialect: Dialect, number: str) -> str:
    """An E.164 number as this gateway writes it."""
    national = phonenumbers.format_number(phonenumbers.parse(number, None), phonenumbers.PhoneNumberFormat.NATIONAL)
    return {
        "+e164": number,
        "e164": number.removeprefix("+"),
        "00": f"00{number.removeprefix('+')}",
        "national": "".join(sign for sign in national if sign.isdigit()),
    }[dialect.number_form]

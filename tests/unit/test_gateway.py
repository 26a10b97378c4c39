"""The gateway's dialect, spoken: number, address, subject and file as each gateway wants them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from config import site as sites
from ocr import codes, pages
from outbound import gateway, mail
from outbound.gateway import TooLarge

DIALECT = sites.read(Path(__file__).parents[2] / "config" / "site.example.toml").dialect
REFERENCE = str(codes.draw(random.Random(3).choice, "NAL"))
TOKEN = "abcdefghijklmnopqrstuvwxyz"
NUMBER = "+46313900610"
FAX = pages.fax([pages.Image.new("L", (pages.WIDTH, pages.HEIGHT), 255)] * 2)


def composed(tiff: bytes = FAX, **dialect: object) -> mail.Message:
    """The mail of one attempt in a dialect."""
    spoken = replace(DIALECT, **dialect)
    return gateway.compose(spoken, number=NUMBER, reference=REFERENCE, attempt=2, token=TOKEN, tiff=tiff)


@pytest.mark.parametrize(
    ("form", "local"),
    [("+e164", "+46313900610"), ("e164", "46313900610"), ("00", "0046313900610"), ("national", "0313900610")],
)
def test_numbers_as_the_gateway_writes_them(form: str, local: str) -> None:
    """In the address, or in the subject with a fixed address."""
    assert composed(number_form=form).recipient == f"{local}@fax.example"
    other = composed(number_form=form, number_in="subject", subject="{number} {token}")
    assert (other.recipient, other.subject) == ("fax@fax.example", f"{local} {TOKEN}")


def test_the_heads_tell_reference_attempt_and_token_alone() -> None:
    """The same attempt has the same Message-ID for ever; another has another."""
    made = composed()
    assert made.subject == f"{REFERENCE} 2 {TOKEN}"
    assert made.message_id == composed().message_id == f"<{REFERENCE}.2.{TOKEN}@nal.example>"
    assert (made.sender, made.file_name, made.body) == (DIALECT.sender, f"{REFERENCE}.tif", "")
    assert made.content == FAX


def test_a_pdf_holds_the_same_pages() -> None:
    """Where a gateway takes no TIFF, the same dots travel as images in a PDF."""
    made = composed(attachment="pdf")
    assert (made.content_type, made.file_name) == ("application/pdf", f"{REFERENCE}.pdf")
    assert made.content.startswith(b"%PDF-")
    dots = [page.tobytes() for page in pages.fax_pages(FAX)]
    assert len(pages.open_document(made.content).pages) == len(dots) == 2


def test_too_large_is_told_before_sending() -> None:
    """A relay may drop what is too large without a word."""
    with pytest.raises(TooLarge):
        composed(max_bytes=len(FAX) - 1)
    assert composed(max_bytes=len(FAX)).content == FAX


@pytest.mark.parametrize("subject", ["Remiss åäö {token}", "{token} {token} {token}"])
def test_a_subject_that_no_gateway_would_echo(subject: str) -> None:
    """ASCII and under 60 signs, or the receipt could not be understood."""
    with pytest.raises(ValueError, match="subject"):
        composed(subject=subject)

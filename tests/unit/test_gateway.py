"""The gateway's dialect, spoken: number, address, subject and file as each gateway wants them."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest

from config import site as sites
from ocr import codes, pages
from outbound import gate, gateway, mail

DIALECT = sites.read(Path(__file__).parents[2] / "config" / "site.example.toml").dialect
REFERENCE = str(codes.draw(random.Random(3).choice, "NAL"))
TOKEN = "abcdefghijklmnopqrstuvwxyz"
NUMBER = "+46313900610"
FAX = pages.fax([pages.Image.new("L", pages.FAX_SIZE, 255)] * 2)


def released(file: bytes) -> gate.CleanFax:
    """A file as the gate lets it through."""
    return gate.release(file, gate.Verdict((), (gate.Check("file", True),), hashlib.sha256(file).hexdigest(), 0.0))


def composed(file: bytes = b"", **dialect: object) -> mail.Message:
    """The mail of one attempt in a dialect; its file is the one that the dialect asks for, unless given."""
    spoken = replace(DIALECT, **dialect)
    fax = released(file or gateway.attachment(spoken, FAX))
    return gateway.compose(spoken, fax, number=NUMBER, reference=REFERENCE, attempt=2, token=TOKEN)


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


def test_what_the_gateway_does_not_take_is_told_before_sending() -> None:
    """A relay may drop what is too large without a word, and what is of another kind."""
    for wrong, code in (({"max_bytes": len(FAX) - 1}, "too_large"), ({"attachment": "pdf"}, "other_format")):
        with pytest.raises(gateway.Unfit) as told:
            composed(FAX, **wrong)
        assert told.value.code == code
    assert composed(max_bytes=len(FAX)).content == FAX


def test_only_what_the_gate_let_through_is_composed() -> None:
    """There is no other way to a file that leaves: a verdict on other bytes, or one with an objection, makes none."""
    verdict = gate.Verdict((), (gate.Check("file", True),), hashlib.sha256(b"other").hexdigest(), 0.0)
    held = replace(verdict, sha256=hashlib.sha256(FAX).hexdigest(), objections=(gate.Objection("identifier_found"),))
    for wrong in (verdict, held):
        with pytest.raises(gate.Held):
            gate.release(FAX, wrong)
    with pytest.raises(gate.Held):
        gate.CleanFax(FAX, held.sha256, object())

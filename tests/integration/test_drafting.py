"""A case made into the very file that leaves: of the kind that the gateway takes, with all that was chosen for it."""

from __future__ import annotations

import email
import hashlib
from email import policy
from pathlib import Path

import houses
import pytest
import servers

from ocr import pages
from service import models
from service.cases import CaseState
from service.house import House
from service.sending import drafting, intake, transmission

FORM = {
    "name": "Ester Prov", "number": "19501231-9819", "accession": "PROV0001234", "examination": "DT hjärna",
    "question": "Blödning?", "unit": "Akutmottagningen NÄL", "call_back": "031-390 06 10", "referrer": "Eva Doktor",
}  # fmt: skip


def speaking(folder: Path, port: int = 1, **dialect: str) -> House:
    """An unattended house whose gateway takes what is told."""
    site = houses.site_file(folder)
    text = site.read_text("utf-8")
    for key, value in dialect.items():
        old = next(line for line in text.splitlines() if line.startswith(f"{key} ="))
        text = text.replace(old, f"{key} = {value}")
    site.write_text(text, "utf-8")
    return houses.enter(folder, clock=houses.Clock(), site=site, smtp_host="127.0.0.1", smtp_port=port)


def codes(case: models.Case) -> list[str]:
    """The reasons of a hold."""
    return [row["code"] for row in case.reasons]


def test_a_gateway_that_takes_pdf_gets_the_pdf_that_the_gate_saw(folder: Path) -> None:
    """The file in the store, in the attempt's row and in the mail is one, and the gate let it through."""
    with servers.smtp() as gateway:
        house = speaking(folder, gateway.port, attachment='"pdf"')
        case = drafting.prepare(house, intake.take_form(house, FORM, by="Eva"))
        assert (case.state, codes(case)) == (CaseState.READY, [])
        assert pages.sniff(house.store.get(case.fax_sha)) == "pdf"
        transmission.send(house, case)
        (raw,) = gateway.taken
    (file,) = email.message_from_bytes(raw, policy=policy.default).iter_attachments()
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert hashlib.sha256(content).hexdigest() == case.fax_sha == models.Attempt.objects.get(case=case).sha
    assert file.get_content_type() == "application/pdf"


def test_a_fax_of_another_kind_than_the_gateway_takes_now_is_made_anew(folder: Path) -> None:
    """The site file was changed between the draft and the hand-over: held, and told as what it is."""
    with servers.smtp() as gateway:
        house = speaking(folder)
        case = drafting.prepare(house, intake.take_form(house, FORM, by="Eva"))
        house = houses.enter(
            folder, clock=houses.Clock(), site=changed(folder), smtp_host="127.0.0.1", smtp_port=gateway.port
        )
        held = transmission.send(house, case)
    assert (held.state, codes(held), gateway.taken) == (CaseState.HELD, ["other_format"], [])


def changed(folder: Path) -> Path:
    """The site file, now with another kind of attachment."""
    path = folder / "site.toml"
    path.write_text(path.read_text("utf-8").replace('attachment = "tiff"', 'attachment = "pdf"'), "utf-8")
    return path


def test_a_fax_too_large_for_the_gateway_is_told_before_anybody_looks(folder: Path) -> None:
    """Not as a fault of the gate, and not only when it is handed over."""
    house = speaking(folder, max_bytes="10000")
    case = drafting.prepare(house, intake.take_form(house, FORM, by="Eva"))
    assert (case.state, codes(case)) == (CaseState.HELD, ["too_large"])


@pytest.mark.parametrize("field", ["accession", "age", "sex"])
def test_a_sign_that_the_font_lacks_is_told_as_that(folder: Path, field: str) -> None:
    """Wherever it stands: a box on the paper and a reason to look, never "too many pages"."""
    house = speaking(folder)
    typed = {name: text for name, text in FORM.items() if name != "number"} | {"age": "75 år", "sex": "kvinna"}
    apart = "" if field == "accession" else " "
    case = drafting.prepare(house, intake.take_form(house, {**typed, field: f"{typed[field]}{apart}\u691c"}, by="Eva"))
    assert case.state == CaseState.HELD
    assert "unprintable" in codes(case)
    assert "too_many_pages" not in codes(case)


def test_the_way_of_the_images_is_printed(folder: Path) -> None:
    """As it was chosen for the case, in both languages, on cover and referral."""
    house = speaking(folder)
    case = intake.take_form(house, {**FORM, "image_route": "teleradiology"}, by="Eva")
    assert case.image_route == "teleradiology"
    made = drafting._made(house, case)
    cover, referral, *_ = made.fax.text
    for page in (cover, referral):
        assert "Teleradiologidestination" in page

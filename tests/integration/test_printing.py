"""The sheets on paper: the very dots of the fax, for who may act, once somebody answers for them, and logged."""

from __future__ import annotations

import nights
import pytest
import staff
from PIL import ImageChops

from ocr import pages
from service import models
from service.cases import CaseState
from service.house import House
from service.sending import transmission


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with a person of each role, whose pages are served in this process."""
    return staff.house(tmp_path_factory.mktemp("printing"))


def printed(case: models.Case) -> int:
    """How often its sheets were printed, by the log."""
    return models.Event.objects.filter(case=case, kind="sheets_printed").count()


def test_what_is_faxed_by_hand_is_printed_dot_by_dot(house: House) -> None:
    """Held, it is looked at on the screen alone; taken by hand, its sheets are a PDF of the fax's own pictures."""
    case = nights.drafted(house, "text", seed=41)
    address, nurse = f"/case/{case.reference}/ark.pdf", staff.browser(house, "nurse")
    assert nurse.get(address).status_code == 403
    transmission.by_hand(house, case, by="Eva", how="fax")
    assert address in nurse.get(f"/case/{case.reference}").content.decode()
    made = nurse.get(address)
    assert made["Content-Type"] == "application/pdf"
    fax = pages.fax_pages(house.store.get(case.fax_sha))
    seen = [page.native.convert("1") for page in pages.open_document(made.content).pages]
    assert len(seen) == len(fax)
    assert all(ImageChops.logical_xor(one, other).getbbox() is None for one, other in zip(seen, fax, strict=True))
    assert printed(case) == 1


def test_neither_an_auditor_nor_what_must_be_mended_is_printed(house: House) -> None:
    """What the gate has found an identity on leaves on no paper of ours either."""
    case = nights.drafted(house, "text", seed=42)
    transmission.by_hand(house, case, by="Eva", how="fax")
    address = f"/case/{case.reference}/ark.pdf"
    assert staff.browser(house, "auditor").get(address).status_code == 403
    assert address not in staff.browser(house, "auditor").get(f"/case/{case.reference}").content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.BY_HAND
    case.reasons = [{"code": "identifier", "kind": "fix", "page": 1}]
    case.save()
    assert staff.browser(house, "nurse").get(address).status_code == 403
    assert printed(case) == 0

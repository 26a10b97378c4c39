"""The pages on the screen: turned as they were read, and not read anew each time that somebody looks."""

from __future__ import annotations

import io
from collections.abc import Generator

import nights
import pytest
import staff
from nights import Night
from PIL import Image, ImageChops

from ocr import pages
from service import models
from service.demo import paper
from service.web import views


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Generator[Night]:
    """A house whose pages are served in this process."""
    folder = tmp_path_factory.mktemp("pictures")
    folder.chmod(0o700)
    with nights.begun(folder) as begun:
        staff.move_in(begun.house)
        yield begun


def unread(_page: pages.Page) -> pages.Sheet:
    """What is asked for where nothing may be read."""
    raise AssertionError("read anew")


def test_a_returned_page_is_shown_as_it_was_read(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    """Upside down on the glass, upright on the screen, and no search for symbols and slant a second time."""
    case = nights.sent(night.house, seed=51)
    (sheet,) = pages.fax_pages(nights.answer(night.house, case))
    arrival = nights.arrived(night.house, paper.tiff([sheet.rotate(180)]))
    monkeypatch.setattr(pages, "prepare", unread)
    answer = staff.browser(night.house).get(f"/arrival/{arrival.pk}/1.png")
    shown = Image.open(io.BytesIO(answer.content)).convert("L")
    upright = pages.Page.of(sheet, (204, 196)).image.resize(shown.size)
    away = [ImageChops.difference(shown, one).histogram() for one in (upright, upright.rotate(180))]
    dark = [sum(histogram[128:]) for histogram in away]
    assert dark[0] < dark[1] / 2


def test_a_referral_of_words_is_shown_as_it_was_written(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF with a text layer lies as it was written: nothing is looked for in its picture."""
    case = nights.taken(night.house, "text", seed=52)
    models.Case.objects.filter(pk=case.pk).update(state="held")
    views._turn.cache_clear()
    monkeypatch.setattr(pages, "prepare", unread)
    assert staff.browser(night.house).get(f"/case/{case.reference}/source/1.png").status_code == 200


def test_a_scanned_referral_is_turned_once(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    """How it must be turned is found once, however often it is looked at."""
    case = nights.taken(night.house, "scan", seed=53)
    models.Case.objects.filter(pk=case.pk).update(state="held")
    client = staff.browser(night.house)
    address = f"/case/{case.reference}/source/1.png"
    assert client.get(address).status_code == 200
    views._drawn.cache_clear()
    monkeypatch.setattr(pages, "prepare", unread)
    assert client.get(address).status_code == 200

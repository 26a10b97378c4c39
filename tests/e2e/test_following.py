"""Pages that stay open: they follow the ledger, let be what somebody types, and say so when they have lost it."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import houses
import nights
import pytest
from nights import Night
from playwright.sync_api import Page, expect, sync_playwright

from service import endings, models
from service.sending import drafting

# The browser's driver runs an event loop in this thread; the database calls of the tests are in between its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PASSWORD = "en-lang-nattlig-fras"
# Some polls of the page, and the other tests beside these.
SOON = 30_000


@dataclass(slots=True)
class Scene:
    """A night whose pages can be taken away."""

    night: Night
    port: int
    page: Page

    def open(self, path: str) -> Page:
        """That page, in a window that would lose a mark if it loaded itself anew."""
        self.page.goto(f"http://127.0.0.1:{self.port}{path}")
        self.page.evaluate("window.same = true")
        return self.page


@contextmanager
def seen(port: int) -> Generator[Page]:
    """Debian's Chromium, with eva logged in."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = chromium.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"http://127.0.0.1:{port}")
        page.fill("input[name=username]", "Vakt")
        page.fill("input[name=password]", PASSWORD)
        page.click("button.main")
        page.wait_for_url("**/")
        yield page
        chromium.close()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    """A nurse at the pages of a house where a person looks at every fax."""
    folder = tmp_path_factory.mktemp("following")
    folder.chmod(0o700)
    with nights.begun(folder, unattended=False) as night:
        models.User.objects.create_user("vakt", password=PASSWORD, site=night.house.row, role=models.User.Role.NURSE)
        with houses.served(night.house) as port, seen(port) as page:
            yield Scene(night, port, page)


def test_the_night_page_shows_a_new_case_though_nothing_rings(scene: Scene) -> None:
    """Within a poll, without loading itself anew."""
    page = scene.open("/")
    case = nights.drafted(scene.night.house, "text", seed=31)
    expect(page.locator("main", has_text=case.reference)).to_be_visible(timeout=SOON)
    assert page.evaluate("window.same")


def test_a_case_page_shows_what_becomes_of_its_case(scene: Scene) -> None:
    """Released, sent: whoever looks at it sees it, and its own looks are not news to it."""
    house = scene.night.house
    case = nights.drafted(house, "text", seed=32)
    page = scene.open(f"/case/{case.reference}")
    page.wait_for_timeout(9000)
    assert models.Event.objects.filter(case=case, kind="source_shown").count() == 1
    nights.transmission.send(house, drafting.release(house, case, by="Olle"))
    expect(page.locator("h1")).to_contain_text("Skickad till faxtjänsten", timeout=SOON)
    assert page.evaluate("window.same")


def test_what_somebody_types_is_not_torn_away(scene: Scene) -> None:
    """It is told that something has happened, and what was typed stands."""
    house = scene.night.house
    case = nights.drafted(house, "text", seed=33)
    page = scene.open(f"/case/{case.reference}")
    page.click("details.aside summary")
    page.fill("#reason", "dubbel remiss")
    endings.cancel(house, case, by="Olle", reason="dubblett")
    expect(page.locator("#newer")).to_be_visible(timeout=SOON)
    expect(page.locator("#reason")).to_have_value("dubbel remiss")
    assert "Hålls kvar" in page.inner_text("h1")


def test_a_page_that_is_answered_with_a_fault_says_so_and_mends(scene: Scene) -> None:
    """A proxy's 502 is as bad as no answer: in words, since when and whom to ring, until an answer comes."""
    page = scene.open("/")
    expect(page.locator("#lost")).to_be_hidden()
    page.route("**/bells*", lambda route: route.fulfill(status=502, body="bad gateway"))
    lost = page.locator("#lost")
    expect(lost).to_be_visible(timeout=SOON)
    expect(lost).to_contain_text("ingen kontakt med tjänsten sedan")
    expect(lost).to_contain_text("Ring driften")
    assert page.locator("#since").inner_text().count(":") == 1
    page.unroute("**/bells*")
    expect(lost).to_be_hidden(timeout=SOON)
    assert page.evaluate("window.same")


def test_a_page_whose_service_has_ended_says_so(scene: Scene) -> None:
    """No answer at all."""
    page = scene.open("/queue")
    page.route("**/bells*", lambda route: route.abort())
    expect(page.locator("#lost")).to_be_visible(timeout=SOON)
    assert page.title().startswith("⚠")
    page.unroute("**/bells*")

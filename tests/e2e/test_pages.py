"""The pages in a real browser: what a nurse and a RIS administrator see, press and are told."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import houses
import nights
import pytest
from nights import Night
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from service import models
from service.cases import ArrivalState, CaseState
from service.returning import deciding
from service.sending import drafting

# The browser's driver runs an event loop in this thread; the database calls of the tests are in between its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Other files' tests run beside these, on as few cores as two.
expect.set_options(timeout=30_000)
PASSWORD = "en-lang-nattlig-fras"
NARROW: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1440, "height": 900}


@dataclass(frozen=True, slots=True)
class Scene:
    """A night in the middle: what is held, what waits for review, and where the pages are."""

    night: Night
    address: str
    held: models.Case
    preview: models.Case


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    """Two users; a protected referral and an ordinary one that wait for a person."""
    folder = tmp_path_factory.mktemp("pages")
    folder.chmod(0o700)
    with nights.begun(folder, unattended=False) as night:
        house = night.house
        for name, role in (("eva", models.User.Role.NURSE), ("olle", models.User.Role.RIS_ADMINISTRATOR)):
            models.User.objects.create_user(name, password=PASSWORD, site=house.row, role=role)
        models.User.objects.create_user("stina", password=PASSWORD, site=house.row, role=models.User.Role.AUDITOR)
        held, preview = nights.drafted(house, "protected"), nights.drafted(house, "text", seed=4)
        with houses.served(night.house) as port:
            yield Scene(night, f"http://127.0.0.1:{port}", held, preview)


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@contextmanager
def logged_in(browser: Browser, scene: Scene, name: str = "eva", size: ViewportSize = WIDE) -> Generator[Page]:
    """A browser of somebody's own, logged in, at the night page. Nothing may be asked of another computer."""
    context = browser.new_context(viewport=size, locale="de-DE")
    page = context.new_page()
    page.set_default_timeout(60_000)
    foreign = list[str]()
    page.on("request", lambda asked: None if asked.url.startswith(scene.address) else foreign.append(asked.url))
    page.goto(scene.address)
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit], form button")
    page.wait_for_url(f"{scene.address}/")
    yield page
    assert foreign == []
    context.close()


def test_nothing_is_shown_to_who_is_not_logged_in(scene: Scene, browser: Browser) -> None:
    """Every address leads to the log-in, and a wrong password does not get in."""
    page = browser.new_page()
    for path in (
        "/",
        "/queue",
        f"/case/{scene.held.reference}",
        f"/case/{scene.held.reference}/source/1.png",
        "/bells",
    ):
        page.goto(scene.address + path)
        assert "/login" in page.url
    page.fill("input[name=username]", "eva")
    page.fill("input[name=password]", "fel")
    page.click("button")
    assert "/login" in page.url
    page.close()


def test_the_night_shows_what_is_held_first_and_rings(scene: Scene, browser: Browser) -> None:
    """Both held cases stand in the first section; Swedish, whatever the browser speaks, and English when chosen."""
    with logged_in(browser, scene) as page:
        expect(page.locator("html")).to_have_attribute("lang", "sv")
        first = page.locator("section.first")
        expect(first).to_contain_text(scene.held.reference)
        expect(first).to_contain_text(scene.preview.reference)
        page.click("text=English")
        expect(page.locator("h1")).to_have_text("The night")
        page.click("text=Svenska")
        expect(page.locator("h1")).to_have_text("Natten")


def test_a_held_case_shows_source_and_fax_and_is_released_with_one_key(scene: Scene, browser: Browser) -> None:
    """Both pages side by side, the reason in words; S sends it, and it is gone from the first section."""
    case = scene.preview
    with logged_in(browser, scene) as page:
        page.goto(f"{scene.address}/case/{case.reference}")
        expect(page.locator(".two .sheets")).to_have_count(2)
        expect(page.locator("ul.reasons")).not_to_be_empty()
        # Both in one look: a page that is still loading moves between two.
        tops = page.locator(".two .sheets").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert tops[0] == tops[1]
        page.keyboard.press("s")
        expect(page.locator("button[value=release]")).to_have_count(0)
        case.refresh_from_db()
        assert case.state == CaseState.READY
        assert case.approved_sha == case.fax_sha
    released = models.Event.objects.get(case=case, kind="release")
    assert released.by == "eva"
    assert nights.transmission.send(scene.night.house, case).state == CaseState.SENT


def test_what_was_read_from_a_picture_says_so(scene: Scene, browser: Browser) -> None:
    """A misread letter looks like any other: beside a scan, and not beside text, the person is told to compare."""
    scanned = nights.drafted(scene.night.house, "scan", seed=5)
    with logged_in(browser, scene) as page:
        for case, shown in ((scanned, 1), (scene.held, 0)):
            page.goto(f"{scene.address}/case/{case.reference}")
            expect(page.get_by_text("Läst ur en bild: jämför siffror, sida och enhet.")).to_have_count(shown)


def test_edited_fields_become_a_new_fax(scene: Scene, browser: Browser) -> None:
    """What was read stands in the form; what is typed is drafted anew and the old approval is gone."""
    case = nights.drafted(scene.night.house, "hl7", seed=6)
    with logged_in(browser, scene) as page:
        page.goto(f"{scene.address}/case/{case.reference}/edit")
        question = page.locator("textarea[name=question]")
        assert len(question.input_value()) > 5
        question.fill("Subduralhematom?")
        page.click("button[value=edit]")
        page.wait_for_load_state()
    case.refresh_from_db()
    assert case.state == CaseState.RECEIVED
    again = drafting.prepare(scene.night.house, case)
    assert drafting.values(scene.night.house, again)["question"] == "Subduralhematom?"


def test_of_two_nurses_the_second_is_told(scene: Scene, browser: Browser) -> None:
    """Both have the page open; one calls it off, the other presses send and reads who was quicker."""
    case = nights.drafted(scene.night.house, "text", seed=8)
    with logged_in(browser, scene) as one, logged_in(browser, scene, "olle") as other:
        for page in (one, other):
            page.goto(f"{scene.address}/case/{case.reference}")
        other.click("details.aside summary")
        other.fill("#reason", "dubblett")
        other.click("button[value=cancel]")
        one.keyboard.press("s")
        expect(one.locator(".message")).to_contain_text("olle")
    case.refresh_from_db()
    assert case.state == CaseState.CANCELLED


def test_an_empty_form_becomes_a_case_once(scene: Scene, browser: Browser) -> None:
    """Typed from a telephone call; pressed twice it is one case; the name stays in the vault."""
    before = models.Case.objects.count()
    with logged_in(browser, scene) as page:
        for _ in range(2):
            page.goto(f"{scene.address}/new")
            page.fill("#f-name", "Ester Prov")
            page.fill("#f-question", "Lungemboli?")
            page.fill("#f-history", "Ester Prov har andnöd sedan i natt.")
            page.click("button.main")
            page.wait_for_url("**/case/*")
    assert models.Case.objects.count() == before + 1
    case = models.Case.objects.latest("id")
    made = drafting.prepare(scene.night.house, case)
    assert "Ester" not in " ".join(drafting.values(scene.night.house, made).values())


def test_a_report_rings_until_opened_and_goes_home_by_two_confirmations(scene: Scene, browser: Browser) -> None:
    """Title and banner ring; the nurse confirms and forwards; only the RIS administrator confirms for the RIS."""
    house = scene.night.house
    case = nights.drafted(house, "text", seed=11)
    case = nights.transmission.send(house, drafting.release(house, case, by="Eva"))
    arrival = nights.arrived(house, nights.answer(house, case))
    assert (arrival.state, arrival.status) == (ArrivalState.TO_REVIEW, "matched")
    with logged_in(browser, scene) as page:
        bell = page.locator("a.bell", has_text=case.reference)
        expect(bell).to_be_visible()
        page.wait_for_function("document.title.startsWith('🔔')")
        bell.click()
        expect(page.locator("figure img")).to_have_count(1)
        expect(page.locator(".choice.proposed")).to_contain_text(case.reference)
        expect(page.locator(".choice.proposed ul.why li").first).to_be_visible()
        page.wait_for_function(f"!document.getElementById('bells').textContent.includes('{case.reference}')")
        page.keyboard.press("b")
        expect(page.locator("ol.steps li.done")).to_have_count(1)
        page.keyboard.press("f")
        expect(page.locator("ol.steps li.done")).to_have_count(2)
        assert page.locator("button[value=confirm_for_ris]").count() == 0
    report = models.Report.objects.get(case=case)
    assert (report.confirmed_by, report.forwarded_by, report.confirmed_for_ris_at) == ("eva", "eva", None)
    with logged_in(browser, scene, "olle") as page:
        page.goto(f"{scene.address}/arrival/{arrival.pk}")
        page.keyboard.press("r")
        page.click("button[value=hand_back]")
        page.wait_for_load_state()
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert {path.suffix for path in house.folder("ris").iterdir()} == {".pdf", ".json"}


def test_a_page_left_open_is_heard_when_a_report_comes(scene: Scene, browser: Browser) -> None:
    """It shows the report without loading itself anew, which would have made it silent, and lets the focus be."""
    house = scene.night.house
    with logged_in(browser, scene) as page:
        page.click("body")
        page.evaluate(
            """() => { window.same = true; window.heard = 0; const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (...when) { window.heard += 1; start.apply(this, when); }; }"""
        )
        case = nights.drafted(house, "text", seed=12)
        case = nights.transmission.send(house, drafting.release(house, case, by="Eva"))
        nights.arrived(house, nights.answer(house, case))
        bell = page.locator("a.bell", has_text=case.reference)
        expect(bell).to_be_visible(timeout=15_000)
        expect(page.locator("main", has_text=case.reference)).to_be_visible()
        bell.focus()
        page.wait_for_timeout(4500)
        assert page.evaluate("window.same && window.heard > 0")
        assert page.evaluate("document.activeElement.className") == "bell"


def test_an_item_is_laid_aside_only_with_a_reason(scene: Scene, browser: Browser) -> None:
    """A mail that is no fax is an item; parked with a reason it is gone from the bell and stays in the queue."""
    from service.returning import arriving

    item = arriving.from_folder(scene.night.house, b"From: a@example.org\nSubject: hej\n\nInget fax.\n", "brev.eml")
    with logged_in(browser, scene) as page:
        page.goto(f"{scene.address}/arrival/{item.pk}")
        assert "Inget fax." in page.inner_text(".sheets")
        assert "mejl utan fax" in page.inner_text("h1")
        page.click("details.aside summary")
        page.click("button[value=park]")
        item.refresh_from_db()
        assert item.state == ArrivalState.TO_REVIEW
        page.fill("#reason", "frågar avsändaren i morgon")
        page.click("button[value=park]")
        page.wait_for_load_state()
        item.refresh_from_db()
        assert (item.state, item.opened_by) == (ArrivalState.PARKED, "eva")
        page.goto(f"{scene.address}/arrival/{item.pk}")
        expect(page.locator("section.side")).to_contain_text("eva: frågar avsändaren i morgon")
        expect(page.locator("button[value=reopen]")).to_be_visible()
        page.click("details.aside summary")
        page.fill("#reason", "reklam")
        page.click("button[value=discard]")
        page.goto(f"{scene.address}/queue")
        done = page.locator("tr", has_text="skräp")
        expect(done).to_contain_text("eva: reklam")
        done.locator("a").click()
        expect(page.locator("button[value=reopen]")).to_be_visible()


def test_an_auditor_may_look_and_not_act(scene: Scene, browser: Browser) -> None:
    """The role is checked where it is done, not only where it is shown."""
    with logged_in(browser, scene, "stina") as page:
        page.goto(f"{scene.address}/case/{scene.held.reference}")
        expect(page.locator("main button")).to_have_count(0)
        token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        answer = page.request.post(
            f"{scene.address}/case/{scene.held.reference}/do", form={"act": "telephone", "csrfmiddlewaretoken": token}
        )
        assert "Din roll får inte göra det." in answer.text()
        page.goto(f"{scene.address}/new")
        expect(page.locator("main form")).to_have_count(0)
    scene.held.refresh_from_db()
    assert scene.held.state == CaseState.HELD


def test_who_only_looks_is_offered_nothing_on_a_report(scene: Scene, browser: Browser) -> None:
    """Neither to confirm it, nor to say afterwards what became of it."""
    house = scene.night.house
    case = nights.drafted(house, "text", seed=13)
    case = nights.transmission.send(house, drafting.release(house, case, by="Eva"))
    arrival = nights.arrived(house, nights.answer(house, case))
    with logged_in(browser, scene, "stina") as page:
        page.goto(f"{scene.address}/arrival/{arrival.pk}")
        expect(page.locator("main button")).to_have_count(0)
        report = deciding.confirm(house, arrival, case, by="Eva")
        deciding.forward(house, report, by="Eva")
        page.reload()
        expect(page.locator("ol.steps")).to_be_visible()
        expect(page.locator("main button")).to_have_count(0)


def test_the_browser_keeps_and_loads_nothing_of_others(scene: Scene, browser: Browser) -> None:
    """No page is stored by the browser, framed by others, or reached under another name."""
    with logged_in(browser, scene) as page:
        answer = page.request.get(f"{scene.address}/case/{scene.held.reference}")
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        strange = page.request.get(scene.address, headers={"Host": "ond.example.org"})
        assert strange.status == 400
        forged = page.request.post(f"{scene.address}/case/{scene.held.reference}/do", form={"act": "release"})
        assert forged.status == 403


@pytest.mark.parametrize(("width", "seed"), [("bred", 21), ("smal", 22)])
def test_no_page_is_wider_than_its_screen(
    scene: Scene, browser: Browser, tmp_path: Path, width: str, seed: int
) -> None:
    """Nothing scrolls sideways, every picture is there, and every picture and field has words for who can't see.

    With RESERVFAX_TEST_SCREENS as a folder, every page is drawn into it, wide and narrow, to be looked at.
    """
    folder = Path(os.environ.get("RESERVFAX_TEST_SCREENS", tmp_path))
    house = scene.night.house
    post = nights.arrived(house, nights.answer(house, nights.sent(house, seed=seed)))
    models.Case.objects.update(unit="Intensivvårdsavdelningen NÄL", examination="DT thorax lungemboli")
    paths = {"natt": "/", "svar": "/queue", "ny": "/new", "kvar": f"/case/{scene.held.reference}",
             "andra": f"/case/{scene.held.reference}/edit", "post": f"/arrival/{post.pk}"}  # fmt: skip
    with logged_in(browser, scene, size=WIDE if width == "bred" else NARROW) as page:
        for name, path in paths.items():
            page.goto(scene.address + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            assert page.evaluate("[...document.images].every(image => image.naturalWidth > 100 && image.alt)"), name
            fields = "form.form input:not([type=hidden]), textarea"
            assert page.evaluate(f"[...document.querySelectorAll('{fields}')].every(one => one.labels.length)"), name

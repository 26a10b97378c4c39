"""What tells who the patient is: shown to those who care for the patient, for a reason, and every look is written."""

from __future__ import annotations

import houses
import nights
import pytest
import staff

from service import cases, endings, models, rights, seeing
from service.cases import CaseState
from service.house import House
from service.models import User
from service.sending import drafting, intake, kit

NAME = "Ester Prov"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with a person of each role, whose pages are served in this process."""
    return staff.house(tmp_path_factory.mktemp("seeing"))


def form(house: House, question: str) -> models.Case:
    """A case from the empty form, with a name that stays here; held, since a person looks at every fax."""
    made = intake.take_form(house, {"question": question, "name": NAME, "history": f"{NAME} har andnöd."}, by="Eva")
    return drafting.prepare(house, made)


def scanned(house: House, seed: int) -> models.Case:
    """A case from pages."""
    return nights.taken(house, "scan", seed)


def looks(case: models.Case, kind: str = "source_shown") -> list[tuple[str, str]]:
    """Who looked, and why."""
    events = models.Event.objects.filter(case=case, kind=kind).order_by("number")
    return [(event.by.partition("-")[2], event.facts["why"]) for event in events]


def test_a_held_case_shows_its_source_to_a_nurse_and_writes_that(house: House) -> None:
    """The page that she releases from."""
    case = form(house, "Lungemboli?")
    assert case.state == CaseState.HELD
    shown = staff.browser(house, "nurse").get(f"/case/{case.reference}").content.decode()
    assert NAME in shown
    assert looks(case) == [("nurse", "review")]


@pytest.mark.parametrize("role", ["auditor", "operations"])
def test_who_does_not_care_for_the_patient_sees_no_source(house: House, role: str) -> None:
    """Neither on the page, nor in the form, nor by the picture's own address, nor by releasing unseen."""
    case = scanned(house, 61 if role == "auditor" else 62)
    models.Case.objects.filter(pk=case.pk).update(state=CaseState.HELD)
    client = staff.browser(house, role)
    assert f"/case/{case.reference}/source/" not in client.get(f"/case/{case.reference}").content.decode()
    assert client.get(f"/case/{case.reference}/edit").status_code == 302
    assert client.get(f"/case/{case.reference}/source/1.png").status_code == 403
    for act in ("release", "edit", "look"):
        client.post(f"/case/{case.reference}/do", {"act": act, "why": "report"})
    before = models.Case.objects.count()
    client.post("/new/do", {"question": "Stroke?"})
    assert models.Case.objects.count() == before
    assert looks(case) == []
    assert models.Case.objects.get(pk=case.pk).state == CaseState.HELD


def test_a_picture_by_its_own_address_is_a_look(house: House) -> None:
    """Written where the case is held; refused where it is not and nobody said why."""
    case = scanned(house, 63)
    client = staff.browser(house, "nurse")
    address = f"/case/{case.reference}/source/1.png"
    assert client.get(address).status_code == 403
    models.Case.objects.filter(pk=case.pk).update(state=CaseState.HELD)
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200
    assert looks(case) == [("nurse", "review")]


def test_a_case_that_is_not_held_is_looked_at_for_a_reason(house: House) -> None:
    """One of the closed words; then source and patient are shown, the vault's opening is written, and it ends."""
    case = endings.cancel(house, form(house, "Blödning?"), by="Eva", reason="dubblett")
    client = staff.browser(house, "ris_administrator")
    page = f"/case/{case.reference}"
    assert NAME not in client.get(page).content.decode()
    client.post(f"{page}/do", {"act": "look", "why": "nyfiken"})
    assert NAME not in client.get(page).content.decode()
    client.post(f"{page}/do", {"act": "look", "why": "find_patient"})
    assert NAME in client.get(page).content.decode()
    assert NAME not in staff.browser(house, "nurse").get(page).content.decode()
    assert looks(case) == [("ris_administrator", "find_patient")]
    assert looks(case, "identity_opened") == [("ris_administrator", "find_patient")]
    clock = house.now
    assert isinstance(clock, houses.Clock)
    clock.later(minutes=16)
    assert NAME not in client.get(page).content.decode()


def test_the_fields_are_edited_beside_a_logged_source(house: House) -> None:
    """Opening the form is a look as well; a case that can't be edited shows none."""
    case = form(house, "Stroke?")
    client = staff.browser(house, "nurse")
    assert NAME in client.get(f"/case/{case.reference}/edit").content.decode()
    assert looks(case) == [("nurse", "edit")]
    done = endings.cancel(house, case, by="Eva", reason="dubblett")
    assert not cases.allowed(cases.CASE_MOVES, "edit", done.state)
    assert client.get(f"/case/{case.reference}/edit").status_code == 302
    assert looks(case) == [("nurse", "edit")]


def test_an_ending_needs_a_reason(house: House) -> None:
    """Called off or closed by a name, never in silence."""
    case = form(house, "Fraktur?")
    for end in (endings.cancel, endings.close):
        with pytest.raises(rights.NotAllowed, match="reason_missing"):
            end(house, case, by="Eva", reason=" ")
    with pytest.raises(rights.NotAllowed, match="look_without_reason"):
        seeing.look(house, case, by="Eva", role=User.Role.NURSE, why="")
    assert endings.close(house, case, by="Eva", reason=" löst per telefon ").closed_reason == "löst per telefon"


def test_the_way_for_the_images_is_chosen_in_the_form(house: House) -> None:
    """A blocked one is refused with what was typed still there; an edit keeps the way that was chosen."""
    client = staff.browser(house, "nurse")
    blocked = next(route.key for route in house.site.image_routes if route.blocked)
    free = next(route.key for route in house.site.image_routes if not route.blocked)
    typed = {"question": "Ileus?", "name": NAME, "image_route": blocked}
    again = client.post("/new/do", typed)
    assert (again.status_code, NAME in again.content.decode()) == (200, True)
    made = client.post("/new/do", typed | {"image_route": free})
    case = models.Case.objects.get(site=house.row, reference=made.headers["location"].rpartition("/")[2])
    assert case.image_route == free
    drafting.prepare(house, case)
    assert f'value="{free}" selected' in client.get(f"/case/{case.reference}/edit").content.decode()


def test_a_fax_sent_by_hand_is_registered_with_its_sheet(house: House) -> None:
    """By the reference that was printed on the sheet, however it is typed; any other is refused."""
    (reference,) = kit.reserve(house, 1)
    client = staff.browser(house, "nurse")
    assert client.post("/new/do", {"question": "Stroke?", "reference": "XXX-AAAA-AAAA"}).status_code == 200
    made = client.post("/new/do", {"question": "Stroke?", "reference": reference.lower().replace("-", " ")})
    assert made.headers["location"] == f"/case/{reference}"
    assert models.Case.objects.get(reference=reference).state == CaseState.BY_HAND

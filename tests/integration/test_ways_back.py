"""Nobody is left at a dead end: an address without a page, a wrong password, another language, a part by its name."""

from __future__ import annotations

import houses
import nights
import pytest
import staff
from django.test import Client

from service import escalation, review
from service.house import House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house whose pages are served in this process, and its people."""
    return staff.house(tmp_path_factory.mktemp("ways"))


@pytest.mark.parametrize("path", ["/nosuch", "/case/NAL-AAAA-AAAA", "/arrival/999999"])
def test_an_address_without_a_page_has_one_of_our_own(house: House, path: str) -> None:
    """Swedish first, with the way back; and nothing of the house for who is not logged in."""
    answer = staff.browser(house).get(path)
    assert answer.status_code == 404
    assert "Det finns inget på den här adressen" in answer.content.decode()
    stranger = Client(headers={"host": "127.0.0.1"}).get("/nosuch")
    assert stranger.status_code == 404
    assert house.site.name not in stranger.content.decode()


@pytest.mark.parametrize(
    ("asked", "lands"), [("/new", "/new"), ("//ond.example.org/", "/"), ("https://ond.example.org/", "/"), ("", "/")]
)
def test_another_language_leads_back_to_the_same_page(house: House, asked: str, lands: str) -> None:
    """And to no other house's."""
    assert staff.browser(house).get("/language/en", {"next": asked})["Location"] == lands


def test_a_wrong_password_leaves_the_name(house: House) -> None:
    """Only the password is typed anew."""
    answer = Client(headers={"host": "127.0.0.1"}).post("/login", {"username": "eva.prov", "password": "fel"})
    assert 'value="eva.prov"' in answer.content.decode()


def test_what_happened_is_told_once_and_by_whom_in_words(house: House) -> None:
    """No name of a part of the program, and no attempt beside the case's own words for the same."""
    case = nights.drafted(house, "text", seed=51)
    told = review.timeline(case, "sv")
    assert "maskinen som gör faxet" in {one.by for one in told}
    assert not {"drafter", "folder", "reader"} & {one.by for one in told}


def test_a_case_is_found_by_reference_and_by_accession_number(house: House) -> None:
    """However it is typed; what nobody has leads to a page that says so."""
    case = nights.drafted(house, "text", seed=52)
    assert case.accessions
    client = staff.browser(house)
    spaced = " ".join(case.accessions[0]).lower()
    for asked in (case.reference, case.reference.lower(), case.accessions[0], spaced):
        assert client.post("/find", {"asked": asked})["Location"] == f"/case/{case.reference}", asked
    assert "Inget ärende har" in client.post("/find", {"asked": "SENAL000"}).content.decode()


def test_a_call_that_was_answered_says_until_when_it_is_quiet(house: House) -> None:
    """The list vanishes then, and nothing else would tell that the press was taken."""
    case = nights.drafted(house, "text", seed=53)
    clock = house.now
    assert isinstance(clock, houses.Clock)
    clock.later(minutes=2)
    escalation.ring_due(house)
    client = staff.browser(house)
    said = client.post(f"/case/{case.reference}/do", {"act": "reached", "step": "1"}, follow=True).content.decode()
    assert "Samtalet är loggat. Det är tyst till" in said

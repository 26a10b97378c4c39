"""A story of somebody of another age or sex than the number is looked at: it may be the wrong patient's."""

from __future__ import annotations

import pytest
from cleaning import codes
from corpus import referrals

from outbound import reasons, referral
from outbound.referral.patient import told_ages

PAGE = """Personnummer: 19820407-9860
Namn: Sandra Vinter
Enhet: Akuten NÄL
Undersökning: DT hjärna
Prio: akut
Anamnes: {}
Fråga: Intrakraniell blödning?
Svar: ankn 5503
"""


@pytest.mark.parametrize(
    ("story", "held"),
    [
        ("Kjell är en 68-årig man som ramlat från stege.", True),
        ("68-årig man som ramlat från stege.", True),
        ("Man, 68 år. Ramlat från stege.", True),
        ("84-årig kvinna som ramlat.", True),
        ("44-årig man som ramlat.", True),
        ("23-årig student som vred till knäet.", True),
        ("45-årig lärare som vred till knäet.", False),
        ("10-årig anamnes på ryggvärk.", False),
        ("Jag remitterar denna 31-årige man med ont.", True),
        ("87-årig man, dement, bor på särskilt boende. Dottern med.", True),
        ("62-årig kvinna, mor till patienten, såg fallet.", False),
        ("8-årig pojke, inkom med mamma, fallit från klätterställning.", True),
        ("44-årig kvinna som ramlat från stege.", False),
        ("47-årig kvinna som ramlat från stege.", False),
        ("Kvinna, 44 år. Påkörd av en 68-årig man.", False),
        ("Ramlat från stege. Maken är en 68-årig man med demens.", False),
        ("Ramlat från stege, medvetslös 2 min.", False),
        ("Rökt i 20 år. Man kan palpera en knöl.", False),
    ],
)
def test_a_story_of_somebody_else_is_held(story: str, held: bool) -> None:
    """Another sex, or an age that no slip of the pen makes of the patient's; who is near, or did it, is another."""
    assert ("other_age" in codes(PAGE.format(story))) is held


def test_what_a_person_types_is_compared_as_well() -> None:
    """The form asks for number and story alike."""
    values = {"name": "Sandra Vinter", "number": "19820407-9860", "unit": "Akuten NÄL", "examination": "DT hjärna"}
    values |= {"question": "Blödning?", "history": "68-årig man som ramlat från stege.", "call_back": "ankn 5503"}
    read = referral.from_form(values, today=referrals.TODAY)
    assert "other_age" in {reason.code for reason in read.reasons}


def test_of_a_child_under_two_years_nothing_is_said() -> None:
    """The notes tell of the mother as often."""
    assert not told_ages.differ(["34-årig kvinna, förlöst i går."], "3 veckor", "man")
    assert told_ages.differ(["34-årig kvinna."], "3 år", "man")


def test_the_reason_is_for_a_person_to_look_at() -> None:
    """Both may be right: nobody need edit anything."""
    assert reasons.make("other_age").kind == "look"

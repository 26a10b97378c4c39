"""What a report says of examination and patient, for and against a case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matches import CASES, matched, page, told

from inbound.matching import examinations

BODY = "\nIngen fraktur. Inga expansiva förändringar. Bedömning: normala fynd."


@pytest.mark.parametrize(
    ("own", "report", "vetoed"),
    [
        ("DT hjärna", "Undersökning: Röntgen höft höger", True),
        ("DT hjärna", "Ultrasound of the left leg", True),
        ("DT hjärna", "Us DT buk med kontrast", True),
        ("DT lungartärer", "Exam: CT head", True),
        ("Röntgen handled vänster", "Study: X-ray hip. right", True),
        ("MR ländrygg", "DT thorax", True),
        ("MRI lumbar spine", "MR hjärna", True),
        ("DT hjärna", "CT head", False),
        ("DT hjärna", "DT skalle", False),
        ("DT hjärna", "DT halsrygg", False),
        ("DT skalle", "CT brain", False),
        ("CT abdomen", "DT buk", False),
        ("DT urinvägar", "CT KUB", False),
        ("Röntgen höft vänster", "Röntgen bäcken och vänster höft", False),
        ("Lungröntgen", "Chest X-ray", False),
        ("DT thorax", "DT lungartärer", False),
        ("DT thorax", "CT abdomen and pelvis", False),
        ("DT hjärna, halsrygg, thorax och buk", "DT buk", False),
        ("DT hjärna", "DT trauma", False),
        ("DT trauma", "DT buk", False),
        ("DT hjärna", "DT halskärl och intrakraniella kärl", False),
        ("DT buk", "DT aorta", False),
        ("DT hjärna", "Till Lungmottagningen. DT enligt remiss", False),
        ("DT hjärna", "DT, jämfört med DT buk 2024", False),
        ("DT hjärna", "Ultraljud buk rekommenderas", False),
        ("DT hj", "DT buk", False),
    ],
)
def test_another_part_of_the_body_speaks_against_a_case(own: str, report: str, vetoed: bool) -> None:
    """Only where referral and report both say which, and no examination covers the two."""
    case = replace(CASES[2], examination=own, modality="", sex="", birth_year=None)
    cases = [case if one.case == case.case else one for one in CASES]
    (found,) = matched(page(f"{report}{BODY}", mark=case.reference), cases=cases)
    assert found.case == case.case
    assert ("wrong_region" in told(found)) == vetoed
    assert not vetoed or found.status == "unsure"


@pytest.mark.parametrize(
    ("named", "modality", "parts"),
    [
        ("Röntgen höger handled", "XR", {"arm"}),
        ("X-ray hip", "XR", {"hip"}),
        ("Norra Länssjukhuset, Röntgen Sida 3 av 3", "", set[str]()),
        ("Ultraljud lever och gallvägar", "US", {"belly"}),
        ("MRI lumbar spine", "MR", {"lumbar", "spine"}),
        ("CT caput", "CT", {"head"}),
    ],
)
def test_an_examination_is_known_by_its_words(named: str, modality: str, parts: set[str]) -> None:
    """In Swedish, English and Latin."""
    assert examinations.modality(named) == ({modality} if modality else set())
    assert examinations.examined(named) == parts


def test_a_case_whose_number_stands_there_is_shown_first_however_much_contradicts() -> None:
    """A person must see whose number it is, and all that speaks against it."""
    case = replace(CASES[1], examination="MR knä", modality="MR", sex="man", birth_year=2001)
    cases = [case if one.case == case.case else one for one in CASES[:5]]
    number = case.accessions[0]
    (found,) = matched(page(f"{number}\nDT hjärna. Kvinna, 76 år gammal.{BODY}", second=number), cases=cases)
    assert (found.status, found.case) == ("unsure", case.case)
    assert {"wrong_region", "wrong_sex", "wrong_age"} <= told(found)

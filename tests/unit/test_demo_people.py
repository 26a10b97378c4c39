"""The demo's persons and referrals: nobody real, and files that look as a hospital's do."""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import UTC, date, datetime

import pytest
from personnummer import personnummer

from ocr import identifiers, pages
from outbound import referral
from outbound.referral import FieldName
from service.demo import people, referrals, scenes

TODAY = date(2026, 1, 15)
NOW = datetime(2026, 1, 15, 1, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def four() -> tuple[referrals.Made, ...]:
    """The four referrals of one night."""
    return referrals.all_four(random.Random(3), NOW)


def test_every_person_has_a_valid_number_that_nobody_was_given() -> None:
    """Birth numbers 980 to 999, a right check digit, the sex that the number tells, an age within the bounds."""
    for person in people.people(random.Random(1), TODAY, 300):
        assert re.fullmatch(r"\d{8}-(9[89]\d)\d", person.number)
        assert personnummer.valid(person.number)
        read = identifiers.personal_number(person.number, TODAY)
        assert read is not None
        assert (read.birth, read.sex, read.valid) == (person.birth, person.sex, True)
        assert 19 <= person.age(TODAY) <= 92


def test_telephones_are_those_set_aside_for_fiction() -> None:
    """Only 070-1740605 to 699 and 031-3900600 to 699 are ever written down."""
    chance = random.Random(2)
    for number in [people.mobile(chance) for _ in range(300)]:
        assert 701740605 <= int(re.sub(r"\D", "", number)) <= 701740699
    for scene in scenes.every():
        assert 313900600 <= int(re.sub(r"\D", "", scene.phone)) <= 313900699


def test_the_same_seed_gives_the_same_night() -> None:
    """Files, names and bytes repeat, so that a fault of one night can be looked at again."""
    one, other = (referrals.all_four(random.Random(9), NOW) for _ in range(2))
    assert [(made.file_name, made.data) for made in one] == [(made.file_name, made.data) for made in other]


def test_the_four_are_of_four_patients_and_three_kinds_of_file(four: tuple[referrals.Made, ...]) -> None:
    """A PDF with text, a scan without any, an HL7 message, and a PDF of a protected person, which alone is held."""
    assert len({made.facts.person.number for made in four}) == 4
    assert [made.facts.kind for made in four] == ["text", "scan", "hl7", "protected"]
    assert [made.facts.held for made in four] == [False, False, False, True]
    assert pages.open_document(four[0].data).pages[0].words
    scan = pages.open_document(four[1].data).pages[0]
    assert not scan.words
    assert four[2].data.startswith(b"MSH|^~\\&|")


def test_each_says_what_a_reader_needs(four: tuple[referrals.Made, ...]) -> None:
    """Examination, question, call-back number, accession number and who the patient is are found in every one."""
    for made in four:
        read = referral.read(made.data, made.file_name, today=TODAY)
        scene = made.facts.scene
        assert read.accessions == (made.facts.accession,)
        assert read.fields[FieldName.EXAMINATION] == scene.examination
        assert scene.question[:12] in read.fields[FieldName.QUESTION]
        assert re.sub(r"\D", "", read.fields[FieldName.CALL_BACK]) == re.sub(r"\D", "", scene.phone)
        assert re.sub(r"\D", "", made.facts.person.number) in {re.sub(r"\D", "", one) for one in read.identity.numbers}
        assert (read.age, read.sex) == (f"{made.facts.person.age(TODAY)} år", made.facts.person.sex)
        assert ("protected_identity" in {reason.code for reason in read.reasons}) == made.facts.held


def bare(text: str) -> str:
    """Without accents, which OCR may lose."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if sign.isascii())


def test_names_stand_in_the_history_too(four: tuple[referrals.Made, ...]) -> None:
    """The patient's name in running text is what an anonymiser must find; a night without it would prove nothing."""
    for made in four:
        read = referral.read(made.data, made.file_name, today=TODAY)
        assert bare(made.facts.person.given) in bare(read.fields[FieldName.HISTORY])

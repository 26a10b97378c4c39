"""Referrals written as running text: what they ask for, tell and leave open."""

from __future__ import annotations

import pytest
from cleaning import cleaned, codes

from outbound.referral import FieldName

NOTE = (
    "Det gäller Torbjörn Lindqvist, 19410622-9828, med buksmärta och kräkningar sedan i går. {asked} "
    "Jag undrar ileus?\nKreatinin 98. Ring svaret till kirurgjouren NÄL, 031-390 06 10.\n"
)


def test_a_name_some_words_before_its_number() -> None:
    """ "heter N. N. och har personnummer" is told as people talk."""
    text = NOTE.format(asked="Vill ha DT buk.").replace(", 19410622", " och har personnummer 19410622")
    assert not codes(text)


def test_a_wish_ends_with_its_sentence() -> None:
    """ "Önskar" opens a note as a label would; what follows the wish is the story, and its questions are found."""
    text = (
        "Stig Rosengren, 19480715-9951. Krampat två gånger.\nÖnskar DT hjärna. Blödning? Han bor med sonen Rickard.\n"
    )
    clean = cleaned(f"{text}Neurologjouren NÄL, dr Kvist, 031-390 06 50.\n")
    assert clean.fields[FieldName.EXAMINATION] == "DT hjärna"
    assert "Blödning?" in clean.fields[FieldName.QUESTION]
    assert "sonen [namn]" in clean.fields[FieldName.HISTORY]
    assert not clean.reasons


def test_a_patient_who_goes_on_is_a_story() -> None:
    """ "Patient" opens a sentence as well as a form: what follows name and number is carried."""
    text = (
        "Remiss från Akutmottagningen NÄL, dr Wahlin, tel 031-390 06 10.\nPatient Torbjörn Lindqvist, 19410622-9828. "
        "Jag önskar röntgen bäcken. Ramlade på gårdsplanen i dag och kan inte stödja. Fraktur?\n"
    )
    clean = cleaned(text)
    assert "gårdsplanen" in clean.fields[FieldName.HISTORY]
    assert clean.fields[FieldName.EXAMINATION] == "röntgen bäcken"
    assert "Lindqvist" not in clean.fields[FieldName.HISTORY]


def test_a_note_that_tells_all_is_understood() -> None:
    """Running text with a name by its number, an outright wish, a question, a unit and a telephone needs no label."""
    assert not codes(NOTE.format(asked="Önskar DT buk med kontrast."))
    clean = cleaned(NOTE.format(asked="Önskar DT buk med kontrast."))
    assert clean.fields[FieldName.UNIT] == "kirurgjouren NÄL"
    assert clean.fields[FieldName.EXAMINATION] == "DT buk med kontrast"


@pytest.mark.parametrize("asked", ["Gjorde ultraljud i Bäckefors 2026-11-23.", "Röntgen är vidtalad."])
def test_a_note_that_asks_for_nothing_outright_is_held(asked: str) -> None:
    """What was made once, or only named, is no wish that a machine may read out of a text."""
    assert "unknown_layout" in codes(NOTE.format(asked=asked))


def test_a_note_with_a_wrong_number_is_held() -> None:
    """Without a sound number nothing tells whose name stands beside it."""
    assert codes(NOTE.format(asked="Önskar DT buk.").replace("9828", "9821"))

"""Who refers, wherever a paper names them: a title as a label, behind a stroke, in a mail's head, below a greeting."""

from __future__ import annotations

import pytest
from cleaning import PAGE, cleaned, codes, read, told

from outbound.referral import FieldName
from outbound.referral.words import footers, phones, titles

WHO = "Patient: Torbjörn Lindqvist\nPersonnummer: 19410622-9828\n"
ASKED = "Undersökning: DT buk\nFråga: Ileus?\nAnamnes: Ont i buken sedan i går, kräks.\n"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Mattias Ek, ort jour", "Mattias Ek, ort jour"),
        ("Mattias Ek kir.jour", "Mattias Ek kir.jour"),
        ("Jour medicin Ali Demir, 4 37 15", "Jour medicin Ali Demir"),
        ("Traumaledare Ludvig Hamrin, rum 1", "Traumaledare Ludvig Hamrin"),
        ("/Bergqvist barnjour 43 155", "Bergqvist barnjour"),
        ("Docent Ivar Melin", "Docent Ivar Melin"),
        ("Bergqvist kom in i natt", ""),
    ],
)
def test_who_is_on_duty_has_a_title(text: str, who: str) -> None:
    """Two words or a dot make a title too; a surname alone needs the stroke before it."""
    assert titles.named(text) == who


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (f"{WHO}Från: Kirurgavdelning 51 CSK, ST-läk Beatrice Holm\nSvar: 031-390 06 18\n{ASKED}", "Beatrice Holm"),
        (f"{WHO}{ASKED}Jour neurokirurgi: Per Åhlström, sök 1 78 32. Ligger på avd 3.\n", "Per Åhlström"),
        (f"{WHO}Ort.jour: Stina Wigren 070-1740624\nEnhet: Akuten NÄL\n{ASKED}", "Stina Wigren"),
        (f"{WHO}Enhet: Akuten NÄL\nNamn och befattning: Rebecka Sylwan, specialistläkare\n{ASKED}", "Rebecka Sylwan"),
        (
            f"Utskriven av: Leg läk Ramona Vestling  2025-11-05 20:29\n{WHO}Enhet: Akuten NÄL\n{ASKED}",
            "Ramona Vestling",
        ),
        (f"{WHO}Enhet: Akuten NÄL\n{ASKED}\nMed vänlig hälsning\n\nTobias Wennergren\ndistriktsläkare\n", "Wennergren"),
    ],
)
def test_whoever_is_named_refers(lines: str, name: str) -> None:
    """And their name is nobody's of the patient's: it stays."""
    clean = cleaned(lines)
    assert name in clean.fields[FieldName.REFERRER]
    assert name not in " ".join(clean.identity.names)


def test_a_doctor_who_is_also_called_by_the_first_name_keeps_the_name() -> None:
    """Without a title the first name alone goes; it makes nobody private of whom a title makes the staff's."""
    clean = told("Buksmärta. Dr Farhad Moradi (kirurgjour) önskar undersökningen. Ring Farhad på 5 36 41.")
    assert "Dr Farhad Moradi" in " ".join(clean.fields.values())


def test_a_relative_of_the_same_name_keeps_it_from_nobody() -> None:
    """What the patient's label says goes wherever it stands, a doctor's title before it or not."""
    clean = told("Buksmärta. Dr Torbjörn Ek undersökte. Sonen Farhad är här.")
    assert "Torbjörn" not in " ".join(clean.fields.values())
    assert "Farhad" not in " ".join(clean.fields.values())


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("Infektionsjour Amir Rostami 2 71 05", "Infektionsjour Amir Rostami", "2 71 05"),
        ("Dr Ask, tel 8 12 06", "Dr Ask", "8 12 06"),
        # A time, a date and a mobile are none.
        ("Dr Ask 12 30", "Dr Ask", ""),
        ("Dr Ask 27 11-26", "Dr Ask", ""),
        ("Dr Ask 070-174 06 24", "Dr Ask", ""),
    ],
)
def test_a_number_inside_the_hospital_stands_right_behind_the_name(text: str, name: str, number: str) -> None:
    """Five figures or six, in groups as they are told."""
    assert phones.behind_name(text, name) == number


def test_where_the_patient_is_does_not_make_the_doctor_private() -> None:
    """ "pat i akutrum" behind a doctor is about the patient, and the doctor is called."""
    page = f"{WHO}Enhet: Akuten NÄL\n{ASKED}Infektionsjour Amir Rostami 2 71 05, pat i akutrum\n"
    assert read(page).fields[FieldName.CALL_BACK] == "2 71 05"


def test_a_mobile_of_those_on_call_is_the_staffs() -> None:
    """ "mobiljour" had made the clinic's number somebody's mobile."""
    page = PAGE.format("Ont.").replace("Svarstelefon: 031-390 06 10", "Svar till: 031-390 06 10 (mobiljour)")
    assert read(page).fields[FieldName.CALL_BACK].startswith("031-390 06 10")


def test_the_patients_telephone_below_the_patient_is_not_called_back() -> None:
    """The unit stands above both, and the patient between."""
    page = (
        "Närakuten Nyköping\nTill Röntgenkliniken, Nyköpings lasarett\n\n"
        "Ang. patient: Torbjörn Lindqvist, 19410622-9828, Brunnsgatan 3A, 611 32 Nyköping,\ntel 070-1740661\n\n"
        "Tacksam för akut ultraljud venöst vänster ben i natt.\nSedan fyra dagar svullen vad, öm. Fråga: DVT?\n"
        "Ring svaret till jourläkaren på 031-390 06 77 till kl 23.\n"
    )
    assert read(page).fields[FieldName.CALL_BACK].startswith("031-390 06 77")


@pytest.mark.parametrize(
    "line",
    [
        "Karlskrona den 23/11 2026 kl 23.20",
        "Stockholm 2026-11-20 02.10",
        "Sectra RIS 24.2 — utskrivet 2026-11-20 01:58 — sida 1/1",
        "Kustens Idrottsortopedi AB   Bankgiro 5051-2207",
        "fortsättning på nästa sida",
    ],
)
def test_what_stands_at_the_foot_tells_nothing_of_the_patient(line: str) -> None:
    """It goes to no field."""
    assert footers.is_one(line)


@pytest.mark.parametrize(
    "line", ["Lungröntgen 2026-11-20", "Uppsala 12/3 2024", "Fall den 3/4 mot golvet", "Ventilen bytt den 3/4 2025."]
)
def test_a_day_in_the_story_is_no_foot(line: str) -> None:
    """Only a town before a day and nothing else is where a letter was written."""
    assert not footers.is_one(line)


def test_where_the_patient_lies_is_no_unit_beside_the_one_that_refers() -> None:
    """The ward's bed had taken the hospital's place."""
    fields = read(f"Från: NIVA Linköping US, avd 51\n{WHO}Ligger på NIVA plats 3, hygienrum\n{ASKED}").fields
    assert "Linköping" in fields[FieldName.UNIT]
    assert "NIVA plats 3" in fields[FieldName.OTHER]


def test_a_hospital_beside_a_papers_title_is_the_unit() -> None:
    """In a table's first row it looked like what the paper's title asks for."""
    page = f"| REMISS RADIOLOGI | Länssjukhuset i Kalmar |\n{WHO}Remittent: Dr Linn Bergvall\n{ASKED}"
    fields = read(page).fields
    assert "Länssjukhuset" not in fields[FieldName.EXAMINATION]
    assert "Länssjukhuset i Kalmar" in fields[FieldName.UNIT]


def test_nobody_hides_who_is_asked_and_answers_no() -> None:
    """A form's column needs no colon: "Skyddad id   Nej"."""
    assert "protected_identity" not in codes(f"{PAGE.format('Ont.')}Skyddad id   Nej\n")
    assert "protected_identity" in codes(f"{PAGE.format('Ont.')}Skyddad id   Ja\n")

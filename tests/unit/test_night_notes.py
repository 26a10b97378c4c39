"""Notes typed in haste and counted forms: whom to call, who refers, whose number it is, what is asked for."""

from __future__ import annotations

from datetime import date

import pytest
from cleaning import HEAD, PAGE, cleaned, codes, history, read

from outbound.referral import FieldName
from outbound.referral.page import grid
from outbound.referral.patient import identity
from outbound.referral.words import phones, titles

WHO = "Patient: Torbjörn Lindqvist\nPersonnummer: 19410622-9828\n"
ASKED = "Undersökning: DT buk\nFråga: Ileus?\nAnamnes: Ont i buken sedan i går, kräks.\n"
UNIT = "Enhet: Akutmottagningen NÄL\n"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("IVA-jour tel 27750", "27750"),
        ("svar till 4135", "svar till 4135"),
        ("dosa 73208", "dosa 73208"),
        ("pip 0716", "pip 0716"),
        ("pers.sök 2290", "pers.sök 2290"),
        ("0470-växel, 58123", "0470-växel, 58123"),
        ("ring 5 21 18, akutrum 3", "ring 5 21 18"),
        ("ring 1177", ""),
        ("ring 15-20 min innan", ""),
        ("ring 1500 ml senare", ""),
        ("svar till 2026", ""),
        ("tel 031-390 06 20", ""),
    ],
)
def test_a_number_inside_the_hospital(text: str, number: str) -> None:
    """Behind a word for a pager, or with as many figures as a switchboard has behind a word for any telephone."""
    assert phones.internal(text) == number


def test_the_extension_beside_where_the_patient_lies() -> None:
    """The cells before the one that speaks of the patient are the staff's."""
    page = f"{WHO}{ASKED}{UNIT}Läkare Sara Vuolab, ankn 51270    Pat: akutrum 1\n"
    assert cleaned(page).fields[FieldName.CALL_BACK] == "ankn 51270"


def test_the_gate_does_not_look_for_the_extension_it_prints() -> None:
    """It stands behind a label of the sender's as well, where a system's numbers are kept to be looked for."""
    page = f"{WHO}{ASKED}{UNIT}Svar till: Akuten, tfn 85120\nFörsäkringsnr: 85121\n"
    clean = cleaned(page)
    assert "85120" in clean.fields[FieldName.CALL_BACK]
    assert "85120" not in clean.identity.others
    assert "85121" in clean.identity.others


def test_a_counted_form_is_read_without_its_figures() -> None:
    """And a line's number with a post code is nobody's telephone."""
    lines = (
        "KIRURGAVD 1, NÄL", "LINDQVIST TORBJÖRN", "19410622-9828", "STORGATAN 4", "461 30 TROLLHÄTTAN",
        "DT BUK MED KONTRAST", "AKUT", "ILEUS?", "Kräks sedan i går, uppdriven buk, inga tarmljud.", "SÖK 6140",
    )  # fmt: skip
    page = "".join(f"{number:02} {line}\n" for number, line in enumerate(lines, 1))
    assert [row.text for row in grid.from_text(page)] == list(lines)
    assert cleaned(page).fields[FieldName.CALL_BACK] == "SÖK 6140"


def test_figures_that_count_nothing_stay() -> None:
    """Five lines that begin with figures in no order."""
    page = "12 mg Morfin\n4 veckor sedan\n30 ml kontrast\n2 barn\n7 dagar\n"
    assert [row.text for row in grid.from_text(page)] == page.splitlines()


@pytest.mark.parametrize(
    ("value", "name"),
    [("Ek B -- MR helrygg", ("Ek",)), ("KV EK, AILI", ("EK AILI",)), ("Ek, Bo", ("Ek Bo",))],
)
def test_what_is_asked_for_is_no_name(value: str, name: tuple[str, ...]) -> None:
    """Nor is the word for a sex: else the sheet would mask it wherever it stands."""
    assert identity.names_in(value) == name


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("jouren Linköping", ""),
        ("ÖNH-jouren Linköping, Dr Pontus Adler", "Dr Pontus Adler"),
        ("ÖNH-jour Nora Fahlén", "ÖNH-jour Nora Fahlén"),
        ("snabb remiss, Beatrice Lindfors medjour", "Beatrice Lindfors medjour"),
        ("Henrik Åström (ortopedjouren SkaS)", "Henrik Åström (ortopedjouren)"),
    ],
)
def test_a_title_before_a_hospital_names_nobody(text: str, who: str) -> None:
    """A town may be a first name as well."""
    assert titles.named(text) == who


@pytest.mark.parametrize(
    "story",
    [
        "Ont i buken. Svar till mig, Ebba Nordlander, kirurgjour.",
        "Ont i buken. Nina Ceder inf.jour vill ha svar.",
        "Ont i buken. Signerat Henrik Dunder, leg läk.",
    ],
)
def test_whoever_is_on_duty_keeps_the_name(story: str) -> None:
    """What nobody is outside a hospital, behind a name, makes it the staff's."""
    assert history(story) == story


@pytest.mark.parametrize(
    "story",
    [
        "Ont i buken. Dottern Ebba Nordlander, kirurgjour i Lund, ringer.",
        "Ont i buken. Ebba Nordlander, läkare, ringer.",
        "Ont i buken, enligt dr Nils Ek\nEbba Nordlander ringer.",
    ],
)
def test_whoever_may_be_kin_does_not(story: str) -> None:
    """Kin has trades as well, and a title stands before one name and not before the next line's."""
    assert "Nordlander" not in history(story)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("ST-läk Amina Warfa akuten NÄL sök 4471", "akuten NÄL"),
        ("/Björn Lång barnläk avd 62 Falun   pers sök 2214", "avd 62 Falun"),
    ],
)
def test_a_unit_has_nobodys_name(line: str, unit: str) -> None:
    """Who refers stands right before where: each has a line of its own on the sheet."""
    fields = read(f"{WHO}{ASKED}{line}\n").fields
    assert fields[FieldName.UNIT] == unit
    assert " ".join(line.strip("/").split()[:2]) in fields[FieldName.REFERRER] or "Amina" in fields[FieldName.REFERRER]


@pytest.mark.parametrize(
    "line",
    ["Torbjörn själv svarar på 070-174 06 95", "syrran Birgitta Moll?   031-390 06 02   (dagtid)"],
)
def test_whoever_answers_by_themselves_is_not_called_back(line: str) -> None:
    """A first name without a title anywhere, and whoever stands in the cell before a telephone."""
    assert FieldName.CALL_BACK not in cleaned(f"{HEAD}Anamnes: Ont i buken.\n{line}\n").fields


@pytest.mark.parametrize(
    "line",
    [
        "Partner: Liban Yusuf 900704-9803",
        "donator brodern Lars Karl 550301-9810 finns här",
    ],
)
def test_kin_with_a_number_is_no_second_patient(line: str) -> None:
    """What they are stands before it; their number goes, and the age is the patient's."""
    page = f"{WHO}{UNIT}{ASKED}Svarstelefon: 031-390 06 10\n{line}\n"
    assert not codes(page) & {"several_patients", "other_person"}
    assert read(page).age == "85 år"
    assert "980" not in " ".join(cleaned(page).fields.values())


@pytest.mark.parametrize(
    "line",
    ["Maken till Gunilla Berg 900704-9803 ringer", "Labb inklippt: 900704-9803 Berg, Gun"],
)
def test_somebody_else_with_a_number_may_be_another_patient(line: str) -> None:
    """Nothing says that they are near: a person looks."""
    assert codes(f"{WHO}{UNIT}{ASKED}Svarstelefon: 031-390 06 10\n{line}\n") & {"several_patients", "other_person"}


def test_a_reserve_number_of_the_same_birth_is_the_patients_own() -> None:
    """Whoever had none at first was given one; of another day it may be somebody else."""
    page = f"Namn: Hamid Rezaei\nSamordn.nr: 20070161-9819\n{UNIT}{ASKED}Svarstelefon: 031-390 06 10\nReservnr: {{}}\n"
    assert "several_patients" not in codes(page.format("20070101-N4KF"))
    assert "several_patients" in codes(page.format("20060101-N4KF"))


def test_a_birth_weight_is_no_weight_of_today() -> None:
    """It stands among other facts, with its label."""
    fields = read(f"{PAGE.format('Spänd buk.')}FV: 870 g\nAktuell vikt: 1015 g\n").fields
    assert fields[FieldName.WEIGHT] == "1015 g"
    assert "FV: 870 g" in fields[FieldName.OTHER]


def test_what_was_done_is_nothing_asked_for() -> None:
    """An ambulance's "Åtgärd" is treatment; a radiologist's is the examination."""
    fields = read(f"{PAGE.format('Fall från stege.')}Åtgärd: bäckengördel, tranexamsyra 1 g\n").fields
    assert fields[FieldName.EXAMINATION] == "DT buk"
    assert "bäckengördel" in fields[FieldName.HISTORY]
    assert (
        read(f"{WHO}{UNIT}Åtgärd: DT buk med kontrast\nFråga: Ileus?\n").fields[FieldName.EXAMINATION].startswith("DT")
    )


def test_a_date_has_figures() -> None:
    """ "Önskas vid ankomst" is asked for."""
    fields = read(f"{WHO}{UNIT}Önskas vid ankomst: DT aorta\nFråga: Dissektion?\nAnamnes: Bröstsmärta.\n").fields
    assert fields[FieldName.EXAMINATION] == "DT aorta"
    assert FieldName.DATE not in fields


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Acc LIU-RX-77120948", "LIU-RX-77120948"),
        ("Acc-nr (skrivet på etikett) SUG-1199-0284", "SUG-1199-0284"),
        ("Acc sätts för hand: CSK-H-1028-01", "CSK-H-1028-01"),
        ("Ackn: NB-FM-0312", "NB-FM-0312"),
        ("rtg-nr HAL-0830-0055", "HAL-0830-0055"),
    ],
)
def test_an_accession_number_of_two_groups_of_letters(line: str, number: str) -> None:
    """Behind what people write for the word, with or without a colon."""
    assert read(f"{PAGE.format('Kräks.')}{line}\n").accessions == (number,)


def test_the_day_behind_the_word_is_no_accession_number() -> None:
    """ "Acc 2026-11-23" says when."""
    assert read(f"{PAGE.format('Kräks.')}Acc 2026-11-23\n").accessions == ()


@pytest.mark.parametrize(
    ("story", "left"),
    [
        ("Spark mot magen på träning med Timrå IK pojkar-16 i går.", "pojkar"),
        ("Arbetar på Nolaskolans kök.", "kök"),
        ("Vred foten i match, spelar för Gamleby veteraner.", "veteraner"),
        ("Bor på Kungsholms strand 123.", "123"),
        ("Patienten arbetar själv som rtg-ssk på vår DT.", "rtg-ssk"),
        ("Mamman jobbar här på röntgen Norrtälje sjukhus som ssk.", "Norrtälje"),
    ],
)
def test_the_rest_of_a_place_goes_with_it(story: str, left: str) -> None:
    """Which of a club's teams, a school's kitchen, a street called after a strand."""
    assert left not in history(story)


def test_where_the_patient_lies_is_told_beside_a_doctor() -> None:
    """A line that tells the bed and somebody of the staff is carried whole, wherever each has its place."""
    fields = cleaned(f"{HEAD}Anamnes: Ont i buken.\n\ninl avd 3 NÄL sal 14  jourläk Hampus Ivarsson dosa 8291\n").fields
    assert "sal 14" in " ".join(fields.values())
    assert "Hampus Ivarsson" in " ".join(fields.values())


def test_the_day_of_the_tests() -> None:
    """The ages above hold on the corpus' day."""
    assert identity.age(date(1941, 6, 22), date(2026, 11, 23)) == "85 år"

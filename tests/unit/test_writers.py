"""Who writes a note, as they present themselves in it; and where in a note somebody is, lodges or serves."""

from __future__ import annotations

import pytest
from cleaning import PAGE, cleaned, read

from ocr import identifiers
from outbound.referral import FieldName
from outbound.referral.words import writers

# A note without a single label, up to who writes it.
NOTE = (
    "Hej! Önskar DT buk akut på Torbjörn Lindqvist 19410622-9828. Buksmärta sedan i går, kräks, uppspänd buk. Ileus? {}"
)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Vi är på IVA. Jag heter Philip Sandgren, 031-390 06 89.", "Philip Sandgren"),
        ("Ring mig, Samuel Wigren, på 031-390 06 27.", "Samuel Wigren"),
        ("Ortopedkliniken Skaraborgs sjukhus Skövde, Emanuel Strid. Svar på tel 031-390 06 57.", "Emanuel Strid"),
        ("Akutmottagningen NÄL, Eva Lind, ST-läkare", "Eva Lind, ST-läkare"),
        # A relative's words, the patient's ward, another unit
        ("Dottern säger: jag heter Philip Sandgren.", ""),
        ("Akutmottagningen NÄL, Eva Lind 19410622-9828", ""),
        ("Avd 44 NÄL, Eva Lind (dotter)", ""),
        ("Akutmottagningen NÄL, Kirurgkliniken Borås", ""),
    ],
)
def test_who_presents_themselves(text: str, who: str) -> None:
    """Staff who say so, and nobody else."""
    assert writers.presented(text) == who


def test_the_writer_is_the_referrer_and_keeps_the_name() -> None:
    """The field has the name; the story needs it no more."""
    clean = cleaned(NOTE.format("Jag heter Philip Sandgren, kirurgakuten NÄL, 031-390 06 10."))
    assert clean.fields[FieldName.REFERRER].startswith("Philip Sandgren")
    assert "Sandgren" not in clean.fields[FieldName.HISTORY]


@pytest.mark.parametrize(
    "told",
    [
        "Bor tillfälligt på Nordiska vandrarhemmet",
        "Dök på grunt vatten vid Toftviks strand",
        "Hämtas från Kvinnojouren Lyktan",
        "Läser sfi på Tranebergs lärcenter",
        "Var på Storsjöns fiskecamp i går",
        "Maken jobbar på Kolsvalla skidanläggning",
        "Nås genom hemtjänsten Forsby hemtjänstgrupp",
        "Värnpliktig vid A9, 3. batteriet",
        "Post går till Box 3, 821 40",
        "Bor på Bergvägen 4 i Jokkmokk, 962 31",
        "Kör för Sundstads Taxi, bil 118",
        "Doktorand vid Institutionen för geovetenskaper",
        "Hämtad från bostaden i Täby kyrkby",
        "Maskinist på HMS Havsvind",
        "Campar på Löderviks strandbads camping, plats 212",
    ],
)
def test_nothing_is_left_of_where_somebody_lodges_or_serves(told: str) -> None:
    """Nor of what kind of place it was: "[adress] fiskecamp" would still lead there."""
    gone = {
        "vandrarhem", "Toftvik", "strand", "Lyktan", "lärcenter", "fiskecamp", "skidanläggning", "hemtjänstgrupp",
        "batteriet", "A9", "Box", "821", "camping", "212", "Nordiska",
        "962", "118", "geovetenskaper", "kyrkby", "Havsvind",
    }  # fmt: skip
    history = cleaned(PAGE.format(f"Buksmärta sedan i går. {told}. Feber 38,4.")).fields[FieldName.HISTORY]
    assert [word for word in gone if word in history] == []
    assert "Feber 38,4" in history


def test_a_first_name_goes_with_its_surname_whatever_stands_before() -> None:
    """A greeting before it makes nobody one of the staff."""
    history = cleaned(PAGE.format("Mannen mejlade: ring mig. Mvh Jan-Åke Lindqvist")).fields[FieldName.HISTORY]
    assert "Jan" not in history
    assert "Åke" not in history


def test_a_twins_number_is_no_name() -> None:
    """The reader must know which of them it is."""
    page = PAGE.replace("Torbjörn Lindqvist", "Pojke II Lindqvist")
    assert "tvilling II" in cleaned(page.format("Född v 27+4, tvilling II.")).fields[FieldName.HISTORY]


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ("Prio: akut. Läkare Cajsa Lind, obstetrikjour", FieldName.PRIORITY, "akut"),
        ("Beställare: Viola Sund, ST kirurgi, Kirurgakuten rum 4", FieldName.REFERRER, "Viola Sund, ST kirurgi"),
        ("Beställande enhet: Kirurgavd B, Ryhov", FieldName.UNIT, "Kirurgavd B, Ryhov"),
        ("+ Frågor  blödning?\n+ Vikt: 66 kg", FieldName.WEIGHT, "66 kg"),
        ("RADIOLOGI, AKUT\nTorbjörn Lindqvist 19410622-9828\nUndersökning: DT buk", FieldName.EXAMINATION, "DT buk"),
    ],
)  # fmt: skip
def test_a_value_ends_where_something_else_begins(lines: str, field: FieldName, value: str) -> None:
    """Behind a fact, a unit or a heading."""
    text = f"Personnummer: 19410622-9828\nNamn: Torbjörn Lindqvist\n{lines}\nAnamnes: Föll i går, ont i buken.\n"
    assert read(text).fields[field] == value


@pytest.mark.parametrize(
    ("text", "number"),
    [("tel 070174 0645", "070174 0645"), ("mobil 070174 0645", "070174 0645")],
)
def test_a_mobile_in_the_groups_of_a_personal_number_is_a_telephone(text: str, number: str) -> None:
    """The word before it tells."""
    assert [(one.category, text[one.start : one.end]) for one in identifiers.find(text)] == [
        (identifiers.Category.PHONE, number)
    ]


@pytest.mark.parametrize(
    ("line", "carried"),
    [
        ("Pat: avd 8 rum 15 fönster", "avd 8 rum 15 fönster"),
        ("Patienten: Avd 42 rum 7", "Avd 42 rum 7"),
        # Somebody's name beside the bed is still the patient's, and stays behind
        ("Patienten: rum 3, Signe Almlöv", ""),
    ],
)
def test_a_bed_behind_the_patients_label_goes_along_and_a_name_does_not(line: str, carried: str) -> None:
    """The reader may need where somebody lies."""
    clean = cleaned(PAGE.format(f"Buksmärta sedan i går.\n{line}"))
    assert clean.fields.get(FieldName.OTHER, "").removeprefix("Pat: ").removeprefix("Patienten: ") == carried
    assert "Almlöv" not in "".join(clean.fields.values())

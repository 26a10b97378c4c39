"""Layouts as a margin, a form or a habit broke them: what belongs together is read together."""

from __future__ import annotations

import pytest
from cleaning import read

from outbound.referral import FieldName

HEAD = "Akutmottagningen NÄL\nTorbjörn Lindqvist 19410622-9828\nDT buk\nIleus?\n"
FOOT = "Ring 031-390 06 10 Vera, primärjour\n"


@pytest.mark.parametrize(
    ("lines", "field", "told"),
    [
        (
            "Ont sedan i går. Väger 66 kg. Allergi/kontrast: Jordnöt. Ej\nkontrast. Kräks.",
            FieldName.ALLERGY,
            "Jordnöt. Ej kontrast.",
        ),
        (
            "Ont i buken sedan i går kväll. Kräks. Allergi: Klåda 2016, klarat\nny undersökning sedan dess. Feber.",
            FieldName.ALLERGY,
            "Klåda 2016, klarat ny undersökning sedan dess.",
        ),
        (
            "Ont i buken sedan i går kväll, kräks flera gånger i timmen. Väger 91\nkg. Överkänslighet: Ej känd.",
            FieldName.HISTORY,
            "Väger 91 kg.",
        ),
    ],
)
def test_a_sentence_goes_on_below_the_margin(lines: str, field: FieldName, told: str) -> None:
    """And the word that it ends with is no label of its own."""
    assert told in read(f"{HEAD}{lines}\n{FOOT}").fields[field].replace("\n", " ")


def test_a_question_ends_in_the_next_line_and_the_telephone_behind_it_is_called() -> None:
    """ "Jag nås på" had gone with the question, and the number below it was nobody's."""
    text = (
        f"{HEAD}Svullen i ansiktet sedan i går, kan inte ligga plant.\nMediastinal tumör? Vena cava\n"
        "superior-syndrom? Pat i rum 4 säng 2, halvsittande, narkos beredd. Jag nås på\n031-390 06 28.\n"
        "Emelie Skoogh, överläkare\n"
    )
    fields = read(text).fields
    assert fields[FieldName.CALL_BACK].startswith("031-390 06 28")
    assert "rum 4 säng 2" in fields[FieldName.HISTORY]
    assert "rum 4" not in fields[FieldName.QUESTION]


ARROWS = """Namn > Torbjörn Lindqvist
Personnummer > 19410622-9828
Undersökning > DT buk
Frågeställning > Ileus?
Anamnes > Ont i buken sedan i går, kräks.
Vikt > 82 kg
Svarsmottagare > Akutmottagningen NÄL
Kontakt läkare > Vera Ek 031-390 06 10
"""


def test_a_sign_before_words_stands_for_a_colon() -> None:
    """A habit of the whole page: "Undersökning > DT buk"."""
    fields = read(ARROWS).fields
    assert fields[FieldName.EXAMINATION] == "DT buk"
    assert fields[FieldName.WEIGHT] == "82 kg"


def test_before_figures_alone_the_sign_means_more() -> None:
    """Of a list of values nothing is lost."""
    text = f"{HEAD}Ont i buken sedan i går, kräks.\nKrea > 300\nCRP > 200\nLPK > 20\n{FOOT}"
    fields = read(text).fields
    assert "> 300" in " ".join(fields.values())


def test_boxes_that_nobody_crossed_tell_nothing() -> None:
    """ "[ ] Ja" on the sheet would be read as yes."""
    text = (
        "Patient: Torbjörn Lindqvist\nPersonnr: 19410622-9828\nUndersökning: DT buk\nFrågeställning: Ileus?\n"
        "Kontrastallergi ...... [ ] Ja  [ ] Nej\nSmitta ............... [x] Ja  [ ] Nej  RS-virus\n"
        "Anamnes: Ont i buken sedan i går, kräks.\nRemitterande enhet: Akutmottagningen NÄL\nTel svar: 031-390 06 10\n"
    )
    fields = read(text).fields
    assert FieldName.ALLERGY not in fields
    assert "RS-virus" in fields[FieldName.INFECTION]


TWO = """COSMIC  Beställning
Patientuppgifter                              Remissuppgifter
Namn: Torbjörn Lindqvist                      Från:
Pnr: 19410622-9828                              Hudiksvalls sjukhus, infektion
Tel: 070-174 06 62                              avd 12
Folkbokförd:                                  Skapad: 11 jan 2026 03:49
  Föreningsgatan 8                              Av: Klara Wessman
  825 38 Iggesund                             Svar till: 031-390 06 80

Undersökning: DT thorax
Frågeställning: Lungemboli?

Dag 10 av en lunginflammation, blev hastigt sämre när han vändes på mage.

Kreatinin: 144                                Allergi: Lätt illamående av
eGFR: 38                                        kontrast tidigare
Vikt: 89 kg                                   Implantat: -

Vårdas på: rum 10   Transport: Säng
"""


def test_a_value_hangs_below_its_label_in_a_column_of_its_own() -> None:
    """Beside the patient's labels and not for them; the titles over both columns are nobody's name."""
    referral = read(TWO)
    assert referral.fields[FieldName.UNIT] == "Hudiksvalls sjukhus, infektion avd 12"
    assert "rum 10" in referral.fields[FieldName.OTHER]
    assert referral.fields[FieldName.ALLERGY] == "Lätt illamående av kontrast tidigare"
    assert "kontrast" not in referral.fields[FieldName.HISTORY]
    assert not any("Remissuppgifter" in name for name in referral.identity.names)


def test_a_slip_is_signed_behind_a_stroke() -> None:
    """The mobile beside that name is the staff's, though the patient's own stands on the slip too."""
    text = (
        "19490720-9896\nRagnar Hård\nLärkvägen 53\n070-174 06 12\n\nMAVA NÄL\n\nUs: DT thorax\nFr: Infektion?\n\n"
        "Vätskande sår nedtill sedan i går, feber.\n\nrum 2, Säng\n/Hampus Ekdahl  tel 070-174 06 63\n"
    )
    fields = read(text).fields
    assert "070-174 06 63" in fields[FieldName.CALL_BACK]
    assert "rum 2" in fields[FieldName.HISTORY]


def test_whomever_the_writer_promised_to_ring_is_not_called_back() -> None:
    """ "Vi har ..." speaks of the writer, and the number is somebody else's."""
    text = f"{HEAD}Ont i buken sedan i går. Vi har lovat att ringa Rebecka på 070-174 06 33 när vi vet mer.\n{FOOT}"
    assert read(text).fields[FieldName.CALL_BACK].startswith("031-390 06 10")


@pytest.mark.parametrize(
    "unit",
    [
        "Skaraborgs sjukhus Lidköping, barn- och ungdomskliniken akutmott",
        "Centralsjukhuset i Karlstad, ortopedavdelning 31",
        "Oskarshamns sjukhus, kvinnosjukvården avd 27",
        "Centrallasarettet Växjö, kirurgavd 5B",
    ],
)
def test_a_unit_behind_its_hospital_is_whole(unit: str) -> None:
    """Behind a label, with its number."""
    assert read(ARROWS.replace("Akutmottagningen NÄL", unit)).fields[FieldName.UNIT] == unit


def test_where_somebody_lives_is_no_unit() -> None:
    """ "Tallbacksvägen 20, Skellefteå" ends as "Kirurgen, Skellefteå" does, and was printed as the unit."""
    text = (
        "S  Jonas Ek, 19721019-9837. Önskar DT thorax, akut.\nB  Kräkts kraftigt, sedan svår smärta.\n"
        "R  Esofagusperforation? Ring Bengt Ramstedt 031-390 06 75.\nAdress: Tallbacksvägen 20, Skellefteå\n"
    )
    assert "Tallbacksvägen" not in read(text).fields.get(FieldName.UNIT, "")


@pytest.mark.parametrize("home", ["Björkgården rum 4", "solgården rum 12", "vårdhemmet sal 2"])
def test_a_room_of_a_home_is_where_the_patient_lives(home: str) -> None:
    """Only a ward's rooms and beds are carried."""
    fields = read(TWO.replace("rum 10 ", f"{home} ")).fields
    assert not any(home.split()[0] in value for value in fields.values())

"""Whose a telephone is where no label says so: whoever signs, the patient, or somebody near."""

from __future__ import annotations

import pytest
from cleaning import cleaned, history, read

from outbound.referral import FieldName

NOTE = """Akutmottagningen NÄL
Torbjörn Lindqvist 19410622-9828
DT buk
Ont i buken sedan i går, kräks. Ileus?
{}
"""


def called(foot: str) -> str:
    """The number that would be called back."""
    return read(NOTE.format(foot)).fields.get(FieldName.CALL_BACK, "")


@pytest.mark.parametrize(
    "foot",
    [
        "Tel 031-390 06 10",
        "Krea 98\n031-390 06 10\nVera Zander, ST-läkare",
        "070-174 06 11\nVera Zander, ST kirurgi",
        "TL tel 070-174 06 11",
        "Frun väntar hemma. Tel 070-174 06 11 / V Zander AT",
        "Pat nås på 070-174 06 12, vi på 031-390 06 10",
        "Hustrun har 070-174 06 12. Jag sitter på 031-390 06 10.",
        "Ring mig, inte familjen! 031-390 06 10",
        "Dotter Anna Ek, 070-174 06 12, vill vara med.\nTfn 031-390 06 10",
        "Anhörig: Anna Ek 070-174 06 12\nTelefon: 031-390 06 10\nRemittent: Vera Zander",
    ],
)
def test_whoever_signs_is_called_back(foot: str) -> None:
    """By a title, a role or a unit beside the number; else the only one of an office below what is asked for."""
    assert called(foot) in ("031-390 06 10", "070-174 06 11")


@pytest.mark.parametrize(
    "foot",
    [
        "070-174 06 12",
        "Styvpappa Conny 070-174 06 12",
        "Systersonen Dag Ek\t070-174 06 12\tÅmål",
        "Amela Prov nås på 070-174 06 12.",
        "Jouren vet. Mannen heter Conny och har nr 070-174 06 12 om hon somnar.",
        "Ring inte före 06. Väninnan har telefon 070-174 06 12, hon sitter bredvid sängen.",
        "Vera Zander, ST-läkare\nHunden tas om hand av Ulla Prov i huset bredvid, 070-174 06 12",
        "Bor ensam i Åmål.\nTel 031-390 06 12",
    ],
)
def test_somebody_near_is_never_called_back(foot: str) -> None:
    """A mobile's number alone may be the patient's; what stands with somebody private is theirs, whatever is beside."""
    assert called(foot) == ""


BLOCK = "Remittent: Karin Åhl\nEnhet: Kirurgkliniken NÄL\nPatient: Hans Ek\nPersonnummer: 19450505-9933\n{}\n"
ASKED = "Undersökning: DT buk\nFrågeställning: Ileus?\nAnamnes: Buksmärta sedan i går.\n{}\n"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Patientens telefon: 070-174 06 12", ""),
        ("Hemtelefon: 031-390 06 12", ""),
        ("", "Tel dagtid: 031-390 06 12"),
        ("Åmål, tfn 070-174 06 12", ""),
        ("", "Tfn arb: 070-174 06 12"),
        ("Telefon: 031-390 06 12 (dotter Eva)", ""),
        ("Listad vid: Vårdcentralen Åmål\nTelefon: 031-390 06 12", ""),
        ("Telefon: 031-390 06 12", "Ring 031-390 06 12 vid lucka"),
        ("Anhörig: Börje Ek", "Svar till: Börje, 031-390 06 12"),
        ("", "Bor nära, ring 070-174 06 12 när tid finns."),
        ("", "Skjuts: Eva, ring 070-174 06 12"),
        ("", "Kontakt vid hemgång: Siv 031-390 06 12"),
        ("", "Yrke: läkare  Tel 031-390 06 12"),
        ("", "Hon vill ha besked direkt på 070-174 06 12."),
    ],
)
def test_what_any_place_gives_to_somebody_private_is_nobodys_of_the_staff(above: str, below: str) -> None:
    """By its label, words behind it, a name, the patient's block, or who waits; whatever stands above or beside."""
    assert FieldName.CALL_BACK not in read(BLOCK.format(above) + ASKED.format(below)).fields


def test_a_column_below_the_patient_is_the_patients() -> None:
    """The staff on the left, the patient on the right, and a telephone below the personal number."""
    text = (
        "Kirurgkliniken NÄL            Hans Ek\nDr Karin Åhl                  19450505-9933\n"
        "                              Vallgatan 4, Åmål\n                              031-390 06 12\n"
    )
    assert FieldName.CALL_BACK not in read(text + ASKED.format("")).fields


@pytest.mark.parametrize("above", ["Anhörig: Siv Ask", "Pnr: 19450505-9933"])
def test_a_telephone_below_somebody_private_is_theirs(above: str) -> None:
    """In a column of their own, on the doctor's line."""
    text = (
        f"Patient: Hans Ek\nEnhet: Kirurgkliniken NÄL      {above}\nLäkare: Sara Nyhlén           Tel: 070-174 06 12\n"
    )
    assert FieldName.CALL_BACK not in read(text + ASKED.format("")).fields


def test_a_private_number_hides_no_true_one() -> None:
    """The patient's stands first, the staff's at the foot."""
    told = read(BLOCK.format("Telefon hem: 031-390 06 12") + ASKED.format("Karin Åhl, 031-390 06 10"))
    assert told.fields[FieldName.CALL_BACK] == "031-390 06 10"


def test_a_call_back_with_a_private_number_alone_is_none() -> None:
    """A label that says so is wrong; and nothing of the value is printed."""
    told = read("Patient: Karin Ek\nPnr: 19410622-9828\nOrderable: CT abdomen\nContact: EK, BO husband 070-174 06 12\n")
    assert FieldName.CALL_BACK not in told.fields


@pytest.mark.parametrize(
    ("story", "gone"),
    [
        ("Kommer från Brohult sedan i går.", "Brohult"),
        ("Fjällköping, två barn hemma.", "Fjällköping"),
        ("Enligt Ängblad föll han i går.", "Ängblad"),
        ("Spelade match i Þórshöfn i går.", "rshöfn"),
        ("Maken jobbar Šabić Transport.", "abić"),
        ("Personalfest på Hältorp Ventilation.", "Ventilation"),
        ("Träning med Sandared IBS i går.", "IBS"),
        ("Torbjörn Lindqvist, 19410622-9828, från Mariestad, inlagd.", "Mariestad"),
        ("Bor Södergatan 3, Bysta. Föll.", "Bysta"),
        ("Hennes särbo Torbjörn Ris ringer.", "Ris"),
        ("Bor hos familjen Perskog.", "Perskog"),
        ("Harrisons bror tolkar.", "Harrison"),
        ("Född sjuttioåtta noll nio trettio enligt kortet.", "noll nio"),
    ],
)
def test_names_of_words_and_of_other_letters_go(story: str, gone: str) -> None:
    """What is put together as villages and surnames are is one, though each part is a word."""
    assert gone not in history(f"Ont i buken. {story}")


@pytest.mark.parametrize("told", ["Anna Ek, född 3 maj 1951,", "Anna Ek, 1951-05-03.", "Anna Ek, född 510503,"])
def test_a_name_and_a_date_of_birth_tell_who(told: str) -> None:
    """A referral may lack the number; the name and the date are looked for everywhere."""
    text = f"Akutmottagningen NÄL\n{told} har ont i buken. Ek kräks.\nDT buk. Ileus?\nDr Vera Zander 031-390 06 10\n"
    assert "no_identity" not in {reason.code for reason in cleaned(text).reasons}
    assert "Ek" not in " ".join(text for name, text in cleaned(text).fields.items() if name is not FieldName.REFERRER)

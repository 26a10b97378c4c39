"""How systems print: labels in columns, in brackets, cut short, asked as questions, in tags, in tables."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from cleaning import read
from corpus import referrals

from outbound import referral
from outbound.referral import FieldName
from outbound.referral.words import labels

# What every one of the pages below tells, however it is laid out.
TOLD = {
    FieldName.EXAMINATION: "DT buk",
    FieldName.QUESTION: "Ileus?",
    FieldName.UNIT: "Akutmottagningen NÄL",
}
COLUMNS = """PNR         19410622-9828
NAMN        TORBJÖRN LINDQVIST
BOST        STORGATAN 4, 46130 TROLLHÄTTAN
ENHET       Akutmottagningen NÄL
TFN LÄK     031-390 06 10
US          DT buk
DIAGN FRÅGA Ileus?
Cirk        NA 0,42 mikrog, MAP 66.
KLINIK      Ont i buken sedan i går, kräks
            och är uppspänd.
"""
BRACKETS = """[Patient] Torbjörn Lindqvist
[Personnummer] 19410622-9828
[Beställande enhet] Akutmottagningen NÄL
[Jour nås på] 031-390 06 10
[Undersökning] DT buk
[Fråga] Ileus?
[Anamnes] Ont i buken sedan i går.
"""
BULLETS = BRACKETS.replace("[", "- ").replace("]", ":")
HASHES = BRACKETS.replace("[", "# ").replace("] ", "     ")
EQUALS = """pat=Torbjörn Lindqvist
pnr=19410622-9828
enhet=Akutmottagningen NÄL
ring=031-390 06 10
us=DT buk
fraga=Ileus?
anamnes=Ont i buken sedan i går.
"""
TAGS = """<remiss utskrift="2026-11-25">
  <namn>Torbjörn Lindqvist</namn>
  <pid>19410622-9828</pid>
  <enhet>Akutmottagningen NÄL</enhet>
  <svarstelefon>031-390 06 10</svarstelefon>
  <undersokning>DT buk</undersokning>
  <fraga>Ileus?</fraga>
  <klinik>Ont i buken sedan i går,
  kräks och är uppspänd.</klinik>
</remiss>
"""
TABLE = """Personnr\tNamn\tAnkomst
19410622-9828\tTorbjörn Lindqvist\t23:20

Enhet\tLäkare\tSvarsnr
Akutmottagningen NÄL\tVera Zander\t031-390 06 10

Us\tFråga\tPrio
DT buk\tIleus?\tAkut

Anamnes
Ont i buken sedan i går.
"""
ASKED = """Vem gäller remissen?
Torbjörn Lindqvist
Personnummer: 19410622-9828
Enhet: Akutmottagningen NÄL
Svar till: 031-390 06 10
Vad önskas?
DT buk
Gravid? Nej
Fråga: Ileus?
Vad har hänt?
Ont i buken sedan i går.
"""


@pytest.mark.parametrize("page", [COLUMNS, BRACKETS, BULLETS, HASHES, EQUALS, TAGS, TABLE, ASKED])
def test_every_layout_tells_the_same(page: str) -> None:
    """What is asked for, why, by whom, where to call, and who the patient is: whole, and each in its place."""
    found = read(page)
    assert {name: found.fields.get(name) for name in TOLD} == TOLD
    assert found.fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert found.fields[FieldName.HISTORY].startswith("Ont i buken sedan i går")
    assert any("lindqvist" in name.lower() for name in found.identity.names)
    assert found.identity.numbers == ("19410622-9828",)
    assert not {reason.code for reason in found.reasons} & {"unknown_layout", "no_identity", "several_patients"}


def test_a_column_of_labels() -> None:
    """A label that nobody knows stands by its column, and a value goes on where it hangs."""
    found = read(COLUMNS)
    assert "NA 0,42 mikrog, MAP 66." in found.fields[FieldName.STATUS]
    assert found.fields[FieldName.HISTORY] == "Ont i buken sedan i går, kräks och är uppspänd."
    assert "STORGATAN 4" in " ".join(found.identity.addresses)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Acc: BOR 9921764", "BOR 9921764"),
        ("Accessionsnummer: LID-44 17 302", "LID-44 17 302"),
        ("Accession#  SUO25-337106", "SUO25-337106"),
        ("Acc.nr: KSS.25.118824", "KSS.25.118824"),
        ("Accnr: NR/25/61180", "NR/25/61180"),
        ("ID: SENAL0000873254", "SENAL0000873254"),
    ],
)
def test_accession_numbers_are_read_whole(written: str, read_as: str) -> None:
    """Letters before the figures, and figures in groups, are parts of the number; two numbers stay two."""
    assert read(f"{BRACKETS}{written}\n").accessions == (read_as,)
    assert read(f"{BRACKETS}Acc: 12345678 87654321\n").accessions == ("12345678", "87654321")


def test_the_town_of_the_unit_stays() -> None:
    """The patient lives in the hospital's town more often than not; the unit is told whole all the same."""
    page = BRACKETS.replace("Akutmottagningen NÄL", "Ortopedakuten Uddevalla").replace("sedan i går", "i Uddevalla")
    found = read(f"{page}[Adress] Storgatan 4, 451 30 Uddevalla\n")
    assert found.fields[FieldName.UNIT] == "Ortopedakuten Uddevalla"


def test_a_question_in_a_note_of_a_message_is_the_question() -> None:
    """Systems that have no segment for it write "Fråga: ..." in a note."""
    message = (
        "MSH|^~\\&|AKUT|NAL|RIS|BFM|20251115013022||ORM^O01|1|P|2.3\r"
        "PID|1||194106229828^^^SE||Lindqvist^Torbjörn\rPV1|1|E|AKM NÄL\r"
        "ORC|NW|1||||||||||||031-3900612\rOBR|1|1||DTHJ^DT hjärna\r"
        "NTE|1||Fall från stege i kväll.\rNTE|2||Fråga: Blödning?\r"
    )
    found = referral.read(message.encode(), "order.hl7", today=referrals.TODAY)
    assert found.fields[FieldName.QUESTION].strip() == "Blödning?"
    assert found.fields[FieldName.OTHER] == "Fall från stege i kväll."
    assert "no_question" not in {reason.code for reason in found.reasons}


@pytest.mark.parametrize("name", ["swedish.toml", "english.toml"])
def test_a_label_stands_for_one_thing(name: str) -> None:
    """A word in two groups would silently mean what the later says, and one twice in a group is somebody's slip."""
    table = tomllib.loads((Path(labels.__file__).parents[2] / "layouts" / name).read_text("utf-8"))
    groups = [
        *(group for key, group in table.items() if key not in ("field", "composed", "asked")),
        *table["field"].values(),
    ]
    words = [word for group in groups for word in group["words"]]
    assert [word for word, count in Counter(words).items() if count > 1] == []


@pytest.mark.parametrize(
    ("sender", "unit"),
    [
        ("Närakuten Slussen", "Närakuten Slussen"),
        ("Jourmottagning Öckerö, distriktsläk S. Torgerson", "Jourmottagning Öckerö"),
        ("Sjukstugan Arvidsjaur", "Sjukstugan Arvidsjaur"),
        ("USÖ Kärlkirurgen jour", "USÖ Kärlkirurgen"),
        ("Akuten Lindqvist", "Akuten"),
    ],
)
def test_a_sender_names_its_unit_before_a_letterhead_and_a_room(sender: str, unit: str) -> None:
    """With the place it is called after, which no list may have; a surname is none."""
    page = f"""HALLANDS SJUKHUS - RIS      BEGÄRAN OM UNDERSÖKNING
Patient: Torbjörn Lindqvist
Personnummer: 19410622-9828
Från: {sender}
Svarstelefon: 031-390 06 10
Undersökning: DT buk
Fråga: Ileus?
Patienten finns: Akutrum 2, kommer i säng
"""
    told = read(page).fields
    assert told[FieldName.UNIT].removeprefix("HALLANDS SJUKHUS - RIS, ") == unit
    assert "Akutrum 2, kommer i säng" in told[FieldName.OTHER]


def test_a_side_is_examined_and_a_page_number_is_not() -> None:
    """ "Sida" stands before both."""
    page = "Patient: Torbjörn Lindqvist\nSida: {}\nUndersökning: Ultraljud buk\nFråga: Sten?\n"
    assert "höger" in read(page.format("höger")).fields[FieldName.EXAMINATION]
    assert read(page.format("1 (1)")).fields[FieldName.EXAMINATION] == "Ultraljud buk"


def test_what_hangs_below_a_value_goes_on_with_it() -> None:
    """In the column where the value began: the telephone under whoever is answered."""
    page = """Patient:              Torbjörn Lindqvist
Pnr:                  19410622-9828
Undersökning:         DT buk
Fråga:                Ileus?
Svar till:            Ssk Lotta Granath
                      031-390 06 29 (bemannat till 22)
"""
    assert read(page).fields[FieldName.CALL_BACK] == "Ssk Lotta Granath 031-390 06 29 (bemannat till 22)"


def test_a_sentence_that_begins_with_a_relative_is_no_label() -> None:
    """What follows in it is carried; behind a label with a colon only a sentence that speaks of the case."""
    page = """Patient: Torbjörn Lindqvist
Undersökning: DT buk
Fråga: Ileus?
{} Ing-Mari önskar att man utreder. Bakjour har godkänt kontrast trots njurarna.
"""
    assert "godkänt kontrast" in read(page.format("Dottern")).fields[FieldName.HISTORY]
    told = read(page.format("Anhörig:"))
    assert told.fields[FieldName.HISTORY] == "Bakjour har godkänt kontrast trots njurarna."
    left = page.format("Anhörig:").replace(
        "Bakjour har godkänt kontrast trots njurarna.", "Hon har nyckel till bostaden."
    )
    assert FieldName.HISTORY not in read(left).fields


def test_where_in_the_ward_somebody_lies_is_carried() -> None:
    """A line of a unit's with a bed, and a sentence beside the telephone."""
    page = """Patient: Torbjörn Lindqvist
Från: Urologen avd 56 NÄL
Undersökning: UL njurar
Fråga: Hydronefros?
IVA plats 6

Högsta prio. Sängliggande, avd 56 rum 2. Nås på 031-390 06 33.
"""
    told = "\n".join(read(page).fields.values())
    assert all(part in told for part in ("IVA plats 6", "Högsta prio", "avd 56 rum 2"))

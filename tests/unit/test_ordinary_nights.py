"""What ordinary nights showed, in prints and in notes: no fact is lost with the patient's name, no name is told."""

from __future__ import annotations

import pytest
from cleaning import FOOT, HEAD, PAGE, cleaned, codes, history, read

from ocr.text import Box, Word
from outbound import lexicon
from outbound.referral import FieldName
from outbound.referral.page import exports, grid
from outbound.referral.words import kinds, units

WHO = "Torbjörn Lindqvist 19410622-9828"
UNIT = "Akuten NÄL 031-390 06 50\n"
ASKED = "DT buk akut. Ont i buken sedan i går, kräks. Ileus?\n"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2 vak följer", "2 vak följer"),
        ("LPT, 2 vak följer", "2 vak följer"),
        ("97 kg", "97 kg"),
        ("bor i Vänersborg", ""),
        ("tolk arabiska", ""),
        ("född i Karlstad", ""),
    ],
)
def test_a_fact_beside_the_patient_s_number_is_told(told: str, kept: str) -> None:
    """What tells of the case goes with it; what tells of the patient stays behind."""
    clean = cleaned(f"{WHO}, {told}\n{ASKED}{UNIT}")
    said = "\n".join(clean.fields.values())
    assert kept in said
    assert not any(word in said for word in ("Vänersborg", "arabiska", "Karlstad", "Torbjörn"))


def test_a_story_behind_a_label_that_no_list_has_is_told() -> None:
    """A name opens it; somebody looks, and nothing is lost."""
    text = (
        "Enligt tel nyss: Torbjörn Lindqvist (19410622-9828), ligger på IVA plats 3 efter coilning av aneurysm. I natt "
        "tilltagande vänstersidig svaghet, höga flöden.\n"
    )
    clean = cleaned(f"{text}Undersökning: DT hjärna\nFråga: Vasospasm?\n{FOOT}")
    assert "tilltagande vänstersidig svaghet" in clean.fields[FieldName.OTHER]
    assert "Torbjörn" not in clean.fields[FieldName.OTHER]
    assert "unknown_label" in {reason.code for reason in clean.reasons}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Vi har henne på kir akut Trollhättan.", "kir akut Trollhättan"),
        ("dr Fatima Zahra Bennani, Med akut Uddevalla", "Med akut Uddevalla"),
        ("barnakuten DSBUS", "barnakuten DSBUS"),
        ("Thoraxiva Umeå", "Thoraxiva Umeå"),
    ],
)
def test_units_as_notes_call_them(text: str, unit: str) -> None:
    """Cut short before their town, and by a hospital's letters."""
    assert unit in (units.first(text), units.in_prose(text))


def test_a_hospital_and_its_field_send() -> None:
    """No ward is named."""
    assert units.of_sender("Gällivare sjukhus, medicin") == "Gällivare sjukhus, medicin"
    assert units.written_at("Hej hej, ssk Mona på medicinavd 351 här.") == "medicinavd 351"


def test_a_bed_is_no_address() -> None:
    """A town, a word for a place and a figure look like a street."""
    assert kinds.what("IVA Borås plats 7") == "unit"
    page = f"{WHO}\nIVA Borås plats 7\nDT thorax. Septisk chock. Abscess?\nJourläk Amira Haddad 031-390 06 61\n"
    assert cleaned(page).fields[FieldName.UNIT].startswith("IVA Borås")


@pytest.mark.parametrize("name", ["Margareta von Essen", "Maria del Carmen Ortega"])
def test_particles_go_with_a_name(name: str) -> None:
    """In small letters between the others."""
    source = read(f"pat {name}, 19410622-9828\n{ASKED}{UNIT}")
    assert set(name.split()) <= set(" ".join(source.identity.names).split())
    assert "no_identity" not in {reason.code for reason in source.reasons}


def test_a_priority_beside_the_unit_is_told() -> None:
    """In the other column of the line."""
    fields = cleaned(
        f"Dialysavd D2, Helsingborg                     prio akut\n{WHO}\n{ASKED}tel 031-390 06 50\n"
    ).fields
    assert fields[FieldName.PRIORITY] == "prio akut"


def test_a_word_with_a_full_stop_is_no_empty_label() -> None:
    """ "Pacemaker." behind a sentence says that there is one."""
    page = f"{HEAD}eGFR: 58. Jodkontrast: klåda 2015, ej anafylaxi. Pacemaker.\n{FOOT}"
    assert "Pacemaker" in "\n".join(cleaned(page).fields.values())


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("Namn   - Torbjörn Lindqvist", "Namn: Torbjörn Lindqvist"),
        ("Us     ; DT buk", "Us: DT buk"),
    ],
)
def test_a_habit_of_dashes_or_semicolons(line: str, first: str) -> None:
    """Three lines make it one; twice it is a sentence's."""
    mark = line.split()[1]
    others = [f"Prio   {mark} akut", f"Fråga  {mark} ileus?"]
    assert " ".join(grid.from_text("\n".join([line, *others]))[0].text.split()) == first
    assert " ".join(grid.from_text("\n".join([line, others[0]]))[0].text.split()) != first


def test_a_table_over_a_note_is_unpacked() -> None:
    """The heads, their values, and what stands below as it is."""
    text = "Namn;Personnummer;Enhet;Us\nBo Ek;19410622-9828;HIA NÄL;DT buk\n---\nText: Ont i buken\n"
    assert exports.unpacked(text).splitlines() == [
        "Namn: Bo Ek", "Personnummer: 19410622-9828", "Enhet: HIA NÄL", "Us: DT buk", "", "---", "Text: Ont i buken",
    ]  # fmt: skip


def test_strokes_part_a_telex() -> None:
    """Before a number, behind one and before a doctor; not within a word."""
    row = grid.from_text("EK, BO/19410622-9828/MAN 85 ÅR\nAKUTEN/DR TORA HELLSTRAND/031-390 06 14\nDT thorax/buk\n")
    assert [cell.text for cell in row[0].cells] == ["EK, BO", "19410622-9828", "MAN 85 ÅR"]
    assert [cell.text for cell in row[1].cells] == ["AKUTEN", "DR TORA HELLSTRAND", "031-390 06 14"]
    assert len(row[2].cells) == 1


def test_leaders_and_frames_of_a_print_say_nothing() -> None:
    """Dots from a label to its value, and signs that a frame is drawn with."""
    texts = ["Prioritet", *"." * 9, "Akut", "│"]
    words = [Word(text, Box(60 * at, 0, 12 * len(text), 20), 100.0, 0) for at, text in enumerate(texts)]
    assert [cell.text for cell in grid.from_words(words)[0].cells] == ["Prioritet", "Akut"]


def test_where_somebody_fell_ill_tells_of_nobody() -> None:
    """Countries and cities of others; where somebody lives there, it is an address."""
    assert lexicon.is_abroad("Tallinn")
    assert "Tallinn" in history("Hosta och feber, hemkommen från Tallinn i går.")
    assert "Tallinn" not in history("Hosta och feber. Bor i Tallinn sedan i våras.")
    assert codes("Hosta och feber, hemkommen från Tallinn i går.") == codes("Hosta och feber sedan i går.")


@pytest.mark.parametrize("word", ["nyintuberad", "nydebuterad", "bifynd"])
def test_words_of_the_field(word: str) -> None:
    """What has newly been done is made of that."""
    assert lexicon.is_familiar(word)


def test_words_that_are_nobody_s() -> None:
    """A stretcher is no Brit's; a room of a hotel is somebody's."""
    assert "Brits med" in cleaned(f"{HEAD}Transport: Brits med övervakning\n{FOOT}").fields[FieldName.OTHER]
    told = history("Ont i buken sedan i går. Maken bor på patienthotellet rum 412.")
    assert "patienthotellet" in told
    assert "412" not in told


def test_the_town_behind_the_patient_s_post_code_stays_in_the_unit() -> None:
    """Whether a list has it or not: the ward is called so."""
    page = PAGE.format("Ont i buken.").replace("Akutmottagningen NÄL", "Närakuten Norrviken")
    clean = cleaned(page.replace("Enhet:", "Adress: Stenhuggarvägen 14, 452 38 Norrviken\nEnhet:"))
    assert clean.fields[FieldName.UNIT] == "Närakuten Norrviken"
    assert "Stenhuggarvägen" not in "\n".join(clean.fields.values())


def test_each_line_is_one_person_s() -> None:
    """The telephone behind the doctor is the doctor's, whatever stands above it in its column."""
    page = (
        "Patient: Torbjörn Lindqvist     Personnr: 19410622-9828          Ålder: 85 år\n"
        "Anhörig: Sten Lindqvist         Anh tel: 070-174 06 54           Anhörig 2: Helena Lindqvist, dotter\n"
        "\n"
        "Enhet: IVA NÄL plats 4          Läkare: Per Axelsson             Telefon: 031-390 06 85\n"
        "Undersökning: DT buk            Fråga: Ileus?\n"
    )
    assert cleaned(page).fields[FieldName.CALL_BACK] == "031-390 06 85"


def test_an_accession_number_by_its_letters() -> None:
    """Printed over the page without a label."""
    assert read(f"ACC7730045561\n{PAGE.format('Ont.')}").accessions == ("ACC7730045561",)

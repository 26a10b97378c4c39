"""What eighty texts and thirty prints of many hands showed: nothing is lost beside a name, no number tells too much."""

from __future__ import annotations

import pytest
from cleaning import FOOT, HEAD, PAGE, cleaned, codes, history, read
from corpus import referrals

from ocr import identifiers
from outbound.referral import FieldName, hl7
from outbound.referral.page import exports, grid
from outbound.referral.words import footers, labels

ASKED = "DT buk akut. Ont i buken sedan i går, kräks. Ileus?\nAkuten NÄL, dr Eva Lind 031-390 06 50\n"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Kim Rapp, kvinna 34 år, 920407-9868.", "Kim Rapp"),
        ("* Ben Kristall * 20030504-9850 * man *", "Ben Kristall"),
        ("Pat.id 196809629915 (samordn.nr) Kovačević, Dragan", "Kovačević Dragan"),
        ("Rosita Castillo de la Cruz\n690517-9989 - kvinna 57 år", "Rosita Castillo de la Cruz"),
        ("Patientens namn Maria del Carmen Fuentes. Personnummer 570912-9943.", "Maria del Carmen Fuentes"),
        ("Patient\nHjalmar af Ekenstam\nPersonnr\n551130-9873", "Hjalmar af Ekenstam"),
    ],
)
def test_a_name_beside_its_number_is_found(told: str, name: str) -> None:
    """With an age between them, a star, what kind of number it is; with particles in the name."""
    found = read(f"{told}\n{ASKED}").identity.names
    assert any(set(name.split()) - {"de", "la", "del", "af"} <= set(one.split()) for one in found)


def test_what_somebody_is_called_between_their_names_goes_as_well() -> None:
    """The name is found without it, and it by itself."""
    clean = cleaned(f'Wilhelmina "Mina" van der Meer\n20030729 9826\n{ASKED}Mina mår illa, kräks.\n')
    assert {"Wilhelmina van der Meer", "Mina"} <= set(clean.identity.names)
    assert "Mina" not in "\n".join(clean.fields.values())


def test_half_a_number_is_no_date_of_birth() -> None:
    """It would tell the age and hide the sex."""
    clean = cleaned(f"Patient: Lindberg, Ulf Somchai (760505 9851)\n{ASKED}")
    assert (clean.age, clean.sex) == ("50 år", "man")


@pytest.mark.parametrize("text", ["ORP26-0418", "BD-OKÄND-26-0113", "KK26-04-18"])
def test_a_system_s_number_is_no_date_of_birth(text: str) -> None:
    """A woman of 83 was seven months old by her accession number."""
    assert identifiers.born(text, referrals.TODAY) is None


@pytest.mark.parametrize("text", ["f 1965-01-30", "f650130", "född:650130", "30/1 -65"])
def test_a_date_of_birth_behind_its_word_is_one(text: str) -> None:
    """With the letter that leads to it glued to it or not."""
    born = identifiers.born(text, referrals.TODAY)
    assert born is not None
    assert born.isoformat() == "1965-01-30"


@pytest.mark.parametrize(
    "told",
    [
        "Har svarta avföringar sedan två dygn, i natt färskt blod. Hb 104 till 71.",
        "Sonen Jarkko är själv läkare och påpekar att han reagerade med anafylaxi på kontrast 2013.",
        "Dottern Anna berättar att pappa fått utslag av kontrast två gånger tidigare.",
    ],
)
def test_a_sentence_that_begins_as_a_label_stays(told: str) -> None:
    """What it tells of contrast matters more than who told it, whose name goes."""
    said = "\n".join(cleaned(f"Pat: Torbjörn Lindqvist 19410622-9828\n{told}\n{ASKED}").fields.values())
    assert told.split()[-1] in said
    assert "Jarkko" not in said
    assert "Anna" not in said


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ('Jodallergi? "tål inte krabba"', FieldName.ALLERGY, 'Jodallergi: "tål inte krabba"'),
        ("Kontrastallergi: kontrast 2019, utslag", FieldName.ALLERGY, "kontrast 2019, utslag"),
        ("Vikt / krea: 79 kg / 88", FieldName.WEIGHT, "Vikt / krea: 79 kg / 88"),
        ("Prio: 1. Barnkirurg är vidtalad.", FieldName.PRIORITY, "Prio 1. Barnkirurg är vidtalad."),
        ("MR-jour vidtalad: dr Inga Sten kl 22", FieldName.OTHER, "MR-jour vidtalad: dr Inga Sten kl 22"),
    ],
)
def test_a_value_keeps_the_label_that_is_half_of_it(line: str, field: FieldName, value: str) -> None:
    """What one is allergic to, of which figures a value is, who has been spoken to."""
    assert cleaned(f"{HEAD}{line}\n{FOOT}").fields[field] == value


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("Remissnr MR/71/26-0558           Accessionsnummer ÄS 4417 2093", ("ÄS 4417 2093",)),
        ("Acc.nr 8812 5590 1 Order 0099-214-771", ("8812 5590 1",)),
        ("Remissnr / Accession: KIR52-0712-26 ACC26-1203377", ("ACC26-1203377",)),
        ("Accession INF2611140, remiss id INF-40913.", ("INF2611140",)),
    ],
)
def test_which_number_is_the_ris_s(told: str, numbers: tuple[str, ...]) -> None:
    """In groups, beside a system's own, behind a label of both."""
    assert read(f"{HEAD}{told}\n{FOOT}").accessions == numbers


def test_an_order_s_number_in_a_story_goes() -> None:
    """A day behind the same words stays."""
    said = history("Tidigare beställd UL (remiss M5/26/11971) är ersatt. Remiss 2026-11-20.")
    assert "11971" not in said
    assert "2026-11-20" in said


def test_keys_that_are_cut_short_are_names() -> None:
    """ "en" holds a surname, and is printed by nobody before one."""
    page = '<remiss><pat id="870912-9889"><fn>Thi Mai</fn><en>Le</en></pat><us>DT buk</us><fraga>Sten?</fraga></remiss>'
    assert {"Thi Mai", "Le"} <= set(read(page).identity.names)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Nr;46-88;Acc;ORP26-0418\nEnhet;Akuten;Ring;7322\n",
            ["Nr: 46-88", "Acc: ORP26-0418", "Enhet: Akuten", "Ring: 7322"],
        ),
        (
            "(0010,0010) PatientName   EK^BO\n(0008,0050) AccessionNumber   2611140\n"
            "(0032,1033) RequestingService  KIR\n",
            ["Namn: EK^BO", "Accessionsnummer: 2611140", "Enhet: KIR"],
        ),
    ],
)
def test_exports_with_pairs_side_by_side_and_with_tags(text: str, lines: list[str]) -> None:
    """Several keys to a line; a worklist by the numbers of its attributes."""
    assert exports.unpacked(text).split("\n")[: len(lines)] == lines


def test_a_message_without_its_head_is_one() -> None:
    """Copied out of a window; what stands above is none of it."""
    text = (
        "Utskrift\nPID|1||196110209811||Lund^Per||19611020|M\nOBR|1|77|ACC7730A|DTBUK^DT buk\nNTE|5||Fråga: Abscess?\n"
    )
    assert hl7.is_message(text)
    order = hl7.read(text)
    assert order.fields[FieldName.EXAMINATION] == "DT buk"
    assert order.accessions == ("ACC7730A",)
    assert not hl7.is_message("PID|1||196110209811\nHon har ont.\n")


def test_a_word_in_small_letters_is_nobody_with_other_dots() -> None:
    """Lage's drain lies in a good place."""
    page = PAGE.replace("Torbjörn Lindqvist", "Hampus Lage Nutti").format("Drän i gott läge. Lage mår bra.")
    assert cleaned(page).fields[FieldName.HISTORY] == "Drän i gott läge. [namn] mår bra."


def test_whoever_is_called_bengtsson_is_no_bengt() -> None:
    """The neighbour's name masks no referrer's."""
    page = f"{PAGE.format('Hittad av grannen Bengt Kvist.')}Läkare: Fredrik Bengtsson\n"
    assert cleaned(page).fields[FieldName.REFERRER] == "Fredrik Bengtsson"


def test_where_somebody_commutes_from_is_their_home() -> None:
    """Nobody fell ill where they come from every day."""
    said = history("Hon pendlar mellan Falköping och jobbet, söker för svår huvudvärk.")
    assert said == "Hon pendlar mellan [adress] och jobbet, söker för svår huvudvärk."


def test_english_words_are_words_among_others() -> None:
    """And names where they stand alone."""
    assert history("Arrived by ferry, a long drive two days ago.") == "Arrived by ferry, a long drive two days ago."
    assert "Ferry" not in history("Arrived with his friend Ferry.")


def test_dashes_may_lead_to_a_value() -> None:
    """Where three lines do so."""
    rows = grid.from_text("ENHET ------ Dialysen\nFÖDD ------- 600214-9877\nACC -------- NM-771-02\n")
    assert [row.text for row in rows] == ["ENHET: Dialysen", "FÖDD: 600214-9877", "ACC: NM-771-02"]


def test_a_label_right_behind_its_neighbour_s_value_begins_a_column() -> None:
    """The rows above tell where; the value before it is the unit alone."""
    page = (
        "Remissdatum    2026-11-17 04:06                      Önskas utförd   Före kl 06\n"
        "Närstående     Pham Van Duc                          Tolk            Nej\n"
        "Avsändare      Hematologi avd 34, Falu lasarett väst Mottagare       Thoraxradiologi\n"
    )
    assert cleaned(f"{HEAD}{page}").fields[FieldName.UNIT].startswith("Hematologi avd 34")


@pytest.mark.parametrize(
    "line",
    ["print://sundby.example/7f", "[Skriv ut] [Stäng]", "Utskriven pr.användare: S1_RECEP", "https://a.example/x"],
)
def test_a_page_s_own_lines_are_left_behind(line: str) -> None:
    """Its address, its buttons, who printed it."""
    assert footers.is_one(line)


def test_a_hospital_in_capitals_is_the_unit() -> None:
    """With its town, as a head has it."""
    page = HEAD + "Svar: ankn 5512\nAnamnes: Ont i buken.\n"
    assert "unit_missing" not in codes(f"* LASARETTET I YSTAD   AKUTJOURNAL *\n{page}")


def test_no_digits_stand_in_a_label_of_two_parts() -> None:
    """ "dr Boman ankn 5561, acc HHL-90012" names a doctor and a telephone before the number."""
    assert labels.at_start("dr Boman ankn 5561, acc HHL-90012") is None
    assert labels.at_start("Numret på remissen / accession: 88") is not None

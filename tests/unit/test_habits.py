"""How twelve hospitals write what others write otherwise: each habit once, read as a referral and made anonymous."""

from __future__ import annotations

import pytest
import typst
from cleaning import RULES_ALONE, SITE
from corpus import referrals

from outbound import anonymise, draft, referral
from outbound.referral import FieldName, Referral

HEAD = (
    "Remiss röntgen",
    "Namn: Tage Ekman",
    "Personnummer: 19410622-9828",
    "Undersökning: DT buk",
    "Frågeställning: Abscess?",
    "Anamnes: Buksmärta sedan tre dagar, feber i natt.",
    "Enhet: KAVA NÄL",
)
FOOT = ("Remittent: Dr Eva Lind", "Svarstelefon: 031-390 06 10")


def read(*lines: str, head: tuple[str, ...] = HEAD, foot: tuple[str, ...] = FOOT) -> Referral:
    """The lines between a head and a foot, as a referral."""
    return referral.read("\n".join((*head, *lines, *foot)).encode(), "remiss.txt", today=referrals.TODAY)


def typeset(cells: str, font: str = "DejaVu Sans") -> Referral:
    """Two columns of a page, as a referral; `cells` is typst's markup of them."""
    page = f'#set text(font: "{font}", size: 9pt)\n#grid(columns: (45mm, 100mm), row-gutter: 3mm, {cells})'
    return referral.read(typst.compile(page.encode()), "remiss.pdf", today=referrals.TODAY)


def sent(made: Referral) -> dict[FieldName, str]:
    """What would be sent, by the rules alone."""
    clean = anonymise.anonymise(made, policy=RULES_ALONE, hospital_phones=draft.hospital_phones(SITE))
    return dict(clean.fields)


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        ("Kontrastallergi J[ ] N[x]   Gravid J[ ] N[x]", FieldName.ALLERGY, "Kontrastallergi: Nej"),
        ("Kontrastallergi J[x] N[ ]   Gravid J[ ] N[x]", FieldName.ALLERGY, "Kontrastallergi: Ja"),
        ("Pacemaker J[x] N[ ]", FieldName.IMPLANT, "Pacemaker: Ja"),
        ("Metformin . . . . . . . ja, utsatt i går", FieldName.METFORMIN, "ja, utsatt i går"),
        ("Metforminbeh: N", FieldName.METFORMIN, "Metforminbeh: Nej"),
        ("ESBL: kontaktisolering", FieldName.INFECTION, "ESBL: kontaktisolering"),
        ("Smitta: Influensa A - droppsmitta", FieldName.INFECTION, "Influensa A - droppsmitta"),
        ("Status: NIHSS 9: facialispares hö", FieldName.STATUS, "NIHSS 9: facialispares hö"),
        ("Längd 158 Vikt 61 kg", FieldName.WEIGHT, "61 kg"),
        ("Vikt 66 kg. Krea 101. Ingen känd allergi.", FieldName.KIDNEY, "101"),
        ("KREA      94  (13/11)", FieldName.KIDNEY, "94 (13/11)"),
        ("Prio: 1 = Omedelbart", FieldName.PRIORITY, "1 = Omedelbart"),
        ("Svar till: Kir avd 3, kopia bakjour", FieldName.OTHER, "Svar till: Kir avd 3, kopia bakjour"),
        ("Pat finns: akm, sal B plats 9\nAdr Häradsvägen 112, 141 41 Huddinge", FieldName.OTHER, "akm, sal B plats 9"),
    ],
)
def test_what_a_habit_tells_is_carried(line: str, field: FieldName, told: str) -> None:
    """Whole, and in its field."""
    assert told in sent(read(line))[field]


@pytest.mark.parametrize(
    "told", ["snr 76 214", "kort 8 2241", "dect 53381", "IVA plats 4, 53215", "Barnläk i beredskap Eva Stenlund, 39303"]
)
def test_a_number_inside_the_hospital_is_called_back(told: str) -> None:
    """With whom it reaches."""
    assert sent(read(foot=("Remittent: Dr Eva Lind", f"Kontaktväg: {told}")))[FieldName.CALL_BACK] == told


def test_a_home_below_where_the_patient_lies_goes() -> None:
    """And leaves the place."""
    fields = sent(read("Pat finns: akm, sal B", "Adr Häradsvägen 112, 141 41 Huddinge"))
    assert "Häradsvägen" not in "\n".join(fields.values())


def test_a_word_that_is_a_sentence_is_no_name() -> None:
    """ "Frisk" is a surname too."""
    made = read(head=(*HEAD[:5], "Anamnes: 6 år. Frisk. Ramlade från studsmatta.", HEAD[6]))
    assert "6 år. Frisk. Ramlade" in sent(made)[FieldName.HISTORY]


def test_who_signed_is_no_name_to_look_for() -> None:
    """The referrer whose name stands once more behind "Signerad" is named all the same."""
    made = read("Skapad 2026-11-13 20:55  Signerad: Eva Lind, leg läk", foot=("Ansvarig: Eva Lind", FOOT[1]))
    assert sent(made)[FieldName.REFERRER] == "Eva Lind"


def test_a_relative_who_wonders_asks_nothing_of_the_reader() -> None:
    """The referrer's own question stays alone."""
    made = read("Dottern Lena har fullmakt och vill veta innan beslut om operation.")
    assert sent(made)[FieldName.QUESTION] == "Abscess?"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Jag vill ha vänster underarm med armbåge och handled.", "vänster underarm med armbåge och handled"),
        (
            "Jag önskar bäcken frontal och höger höft med sidobild, luxation?",
            "bäcken frontal och höger höft med sidobild",
        ),
        ("Remiss till röntgen gällande Elsa Ekman. Tacksam för DT buk med kontrast.", "DT buk med kontrast"),
    ],
)
def test_a_dictation_asks_for_parts_of_the_body(said: str, asked: str) -> None:
    """Also where no modality is named; and who the referral is about is no examination."""
    lines = (
        "Remiss från akuten NÄL, dikterande Nils Agnevik, kirurgjour.",
        "Ruth Falkengren, född trettionio noll sex tjugoåtta, de fyra sista 9820.",
        f"78-årig kvinna som föll i bastun. {said} Jag nås på ankn 86 512.",
    )
    made = read(head=(), foot=lines)
    assert made.fields[FieldName.EXAMINATION] == asked
    assert "19390628-9820" in {number if len(number) > 11 else f"19{number}" for number in made.identity.numbers}
    assert "Nils Agnevik" in sent(made)[FieldName.REFERRER]


def test_a_rule_between_labels_and_values_parts_no_columns() -> None:
    """Labels set to the right, an upright rule, and the values left of their own edge: each label keeps its value."""
    pairs = [line.split(": ", 1) for line in (*HEAD[1:], "Vikt: 80 kg", "Allergi: Latex", *FOOT)]
    cells = ", ".join(f"[{name}:], [{value}]" for name, value in pairs)
    made = typeset(f"align: (right, left), column-gutter: 4mm, grid.vline(x: 1), {cells}")
    assert made.fields[FieldName.ALLERGY] == "Latex"
    assert made.fields[FieldName.EXAMINATION] == "DT buk"
    assert "Tage Ekman" in made.identity.names


def test_a_colon_that_begins_a_value_marks_its_label() -> None:
    """As systems of fixed columns print: "PRIO       : 1 AKUT"."""
    pairs = [line.split(": ", 1) for line in (*HEAD[1:], "Prio: 1 AKUT", *FOOT)]
    cells = ", ".join(f"[{name.upper()}], [: {value}]" for name, value in pairs)
    made = typeset(cells, font="DejaVu Sans Mono")
    assert made.fields[FieldName.PRIORITY] == "1 AKUT"
    assert made.fields[FieldName.QUESTION] == "Abscess?"


def test_a_contact_that_may_be_anybodys_is_no_name_on_the_sheet() -> None:
    """Only the number is called back, where neither a title nor a word tells that it is one of the staff."""
    fields = sent(read(foot=("Remittent: Dr Eva Lind", "Kontakt: Anna Ek 031-390 06 10")))
    assert "Anna" not in "\n".join(fields.values())

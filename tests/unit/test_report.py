"""What a returned page is, by its words alone: notes and reports in many readers' wordings (corpus/wordings.toml)."""

from __future__ import annotations

import tomllib
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from inbound.report import PageKind, closing, parts, wording

TEXTS: dict[str, list[str]] = tomllib.loads((Path(__file__).parents[1] / "corpus" / "wordings.toml").read_text("utf-8"))
EACH = [(PageKind(kind), text) for kind, texts in TEXTS.items() for text in texts]
# Of these the rules know so many; the rest goes to a person as unknown.
LEAST_RIGHT = 0.8


@pytest.mark.parametrize(("kind", "text"), EACH)
def test_no_note_answers_a_case_and_no_report_is_settled_unseen(kind: PageKind, text: str) -> None:
    """A note is never taken for a report, and a report, however worded, never for an acknowledgement."""
    told = wording.kind(text)
    assert (told is PageKind.REPORT) <= (kind is PageKind.REPORT)
    assert (told is PageKind.ACKNOWLEDGEMENT) <= (kind is PageKind.ACKNOWLEDGEMENT)


def test_most_wordings_are_known_and_the_rest_goes_to_a_person() -> None:
    """A wrong kind other than unknown is rare: one page in twenty at the most."""
    told = Counter(wording.kind(text) if wording.kind(text) != kind else "right" for kind, text in EACH)
    assert told["right"] >= LEAST_RIGHT * len(EACH)
    assert len(EACH) - told["right"] - told[PageKind.UNKNOWN] <= len(EACH) / 20


def test_what_says_something_beside_received_is_no_cover() -> None:
    """On whatever form it stands: a cover is passed over, and nobody would have seen it."""
    form = "TELEFAX Till: Avdelning 53 Från: Nattugglan Telerad Undersökning: DT hjärna"
    assert wording.kind(form) is PageKind.COVER
    assert wording.kind(f"{form} Mottaget. Bilderna ligger i kö, svarstid 60 minuter.") is PageKind.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "Remissen mottagen. Mjältruptur.",
        "Received. Torsion of the left testis.",
        "Fax mottaget 02.10, svar 02.55: shuntspets ur läge",
        "Kvitterar remissen. Volvulus, kirurg ringd.",
        "Mottaget. Underbensfraktur.",
        "Mottaget. Återblödning.",
        "Mottaget: SDH hö",
        "MOTTAGET. M1-OCKLUSION HÖGER SIDA.",
        "Mottaget. M2 höger.",
        "Mottaget. Tinningbensfraktur.",
        "Mottaget. Hälbensfraktur.",
        "Mottaget. Nackbrott.",
        "Mottaget. Ring omgående!",
        "Received. Large PE.",
        "Mottaget. Utlåtande: stor blödning, svar följer.",
        "No referral received.",
        "Fax ej mottaget.",
        "Remissen mottagen, bilder ej framme.",
        "Referral received, images have not arrived.",
        "Mottaget. Frågeställning: Blödning? Ja, stor.",
    ],
)
def test_one_word_beyond_an_acknowledgement_asks_a_person(text: str) -> None:
    """No list holds every finding, so an acknowledgement must be nothing else."""
    assert wording.kind(text) is not PageKind.ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "text",
    [
        "Mottaget",
        "Mottaget. Svar kommer.",
        "Nordlinje Radiologi AB\nVi har mottagit er remiss. Utlåtande följer så snart som möjligt.\n/Koordinator",
        "Remissen mottagen kl 22.14, granskning pågår. Utlåtande skickas per fax.",
        "Fax received OK. Images received. Report to follow.",
        "We have received your request and will report within the hour.",
        "We confirm receipt of the above study. A report will be issued shortly.",
        "Study received 22:10, reading in progress. No findings yet.",
        "Hej! Vi har mottagit er remiss med bilder. Återkommer med utlåtande inom 40 minuter.",
        "Kvitterar remiss. DT hjärna ligger överst i kön.",
        "Mottaget 19:22. DT hjärna, kvinna, 71 år. Frågeställning: Blödning? Infarkt? Svar faxas.",
        "Reference: NAL-KXTR-PNDA\nAccession no. SENAL0007314560\nReferral received. Report to follow.",
    ],
)
def test_a_report_that_is_promised_is_none(text: str) -> None:
    """Whoever says that a report will follow says nothing of a body."""
    assert wording.kind(text) is PageKind.ACKNOWLEDGEMENT


HEAD = "Nordlinje Imaging\nBox 12, Lilleby\nTill Avd 54, Kirurgi\nÄrende: DT lungemboli\nPatient: man född 1934\n"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Bilderna är hämtade och komplett överförda. Utlåtandet faxas så snart radiologen är klar.", "unknown"),
        ("Vi avstår från att läsa denna undersökning. Inget utlåtande kommer att lämnas.", "declined"),
        ("Vår radiolog är inte i tjänst i natt, remissen återlämnas därför obesvarad.", "declined"),
        ("Övriga rader är utflutna. Vänligen sänd remissen på nytt.", "cannot_be_read"),
        ("Central propp höger, ingen högerbelastning. Ringt avdelningen.", "report"),
    ],
)
def test_what_was_examined_is_no_finding(said: str, kind: str) -> None:
    """An embolism is looked for in an examination of that name; a note that bears it in its head answers nothing."""
    assert wording.kind(HEAD + said) == kind


def test_an_acknowledgement_in_the_form_of_a_letter_is_one() -> None:
    """Head, address, ward and signature say nothing beside it; one word more than that asks a person."""
    head = HEAD.replace("lungemboli", "buk")
    said = "Vi bekräftar att remissen mottagits. Bilderna är hämtade, läsning sker i turordning.\nLeg. läk. Signe Prov"
    assert wording.kind(head + said) is PageKind.ACKNOWLEDGEMENT
    assert wording.kind(head + said.replace("Leg. läk.", "Mjältruptur.")) is PageKind.UNKNOWN
    assert wording.kind(head.replace("Kirurgi", "Ileus") + said) is not PageKind.ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "offer",
    ["Hör av er till vår koordinator om något i svaret är oklart.", "Vid frågor ring 031-3900612.", "Call if unclear."],
)
def test_that_somebody_may_ring_about_what_is_unclear_is_no_question(offer: str) -> None:
    """Reports end so, and so do their last pages; what is asked beside it stays asked."""
    assert wording.kind(f"{offer}\nPankreatit, ingen sten i gallgången. Buken i övrigt utan anmärkning.") == "report"
    assert wording.kind(f"{offer}\nMed kollegial hälsning") == "unknown"
    assert wording.kind(f"{offer}\nVilken sida gäller smärtan?") == "question"


SAID = ("Levern är jämn i kanten.", "Ingen fri gas.", "The lungs are clear.", "Bowel loops are of normal calibre.")
NAMES = ("A. Strandqvist", "Maja Wikner", "J. O'Dell", "Ines Carrera Holm", "P.O. Ullner")
SIGNED = (
    "{}, överläkare",
    "/{}",
    "{} 2026-03-02 04:10",
    "Ansvarig läkare {}",
    "{}, MD",
    "Reported by {}",
    "{}",
    "Sign: {}",
)


@pytest.mark.parametrize(("name", "sign"), list(product(NAMES, SIGNED)))
def test_a_signature_closes_a_report_and_what_stands_above_it_does_not(name: str, sign: str) -> None:
    """However it is signed; cut anywhere above, nothing closes it."""
    assert closing.state("\n".join((*SAID, "Slutsats: inget akut.", sign.format(name))))
    for kept in range(1, len(SAID) + 1):
        assert not closing.state("\n".join(SAID[:kept]))


FEET = (
    "gm {}", "{} / jour", "{} tel 031-390 06 11", "{}, ST-läk", "{} (radiology resident)", "Med vänlig hälsning\n{}",
    "{}\n2026-11-20 03.15", "Svar: {}", "vid pennan {}", "Teleradiologen, jourhavande {}", "{}, bakjour, DECT 0611",
)  # fmt: skip


@pytest.mark.parametrize("foot", FEET)
def test_whatever_stands_beside_the_name_that_closes_a_report(foot: str) -> None:
    """Titles, greetings, telephones, dates; and no heading or half a sentence does the same."""
    assert closing.state("\n".join((*SAID, foot.format("Maja Wikner"))))
    for body in ("Aorta Thoracalis", "MR Hjärna", "Jämfört med DT", "Impression: no acu", "Remittenten är upp"):
        assert not closing.state("\n".join((*SAID, body)))


def test_parts_are_what_the_reader_headed() -> None:
    """Headings of both languages, a signature and a telephone call where they need none."""
    swedish = parts.of(
        "Till: Avd 53\nMetod: DT buk\nUtlåtande:\nVidgade tunntarmsslyngor.\nIngen fri gas.\nBedömning: Ileus.\n"
        "Meddelat kirurgjouren per telefon kl 03.40\nMaja Wikner, överläkare\n2026-11-20 03:44\nSLUT"
    )
    assert swedish.told == {
        "unit": "Avd 53",
        "examination": "DT buk",
        "findings": "Vidgade tunntarmsslyngor. Ingen fri gas.",
        "conclusion": "Ileus. Meddelat kirurgjouren per telefon kl 03.40",
        "signature": "Maja Wikner, överläkare",
        "dated": "2026-11-20 03:44",
        "phoned": "03.40",
    }
    english = parts.of("FINDINGS\nNo fracture.\nIMPRESSION - normal wrist\nSigned: J. O'Dell 20/11/2026 03:12")
    assert (english.findings, english.conclusion, english.dated) == ("No fracture.", "normal wrist", "20/11/2026 03:12")


def test_no_heading_no_part() -> None:
    """Nothing is invented."""
    assert parts.of("Lungorna är rena, hjärtat är normalstort.\nJämfört med 2025 oförändrat").told == {}


@pytest.mark.parametrize("heading", ["Vänster Sida", "Left Kidney", "Pancreas Normal.", "Höger Lunga 14 mm"])
def test_a_heading_is_no_name(heading: str) -> None:
    """A page cut off right below it is still cut off."""
    assert not closing.state("\n".join((*SAID, heading)))


@pytest.mark.parametrize("line", ["Sida 1 av 1", "Sida 1 av l", "Page I of 1", "sida: | (1)", "Sida 1/l"])
def test_a_one_may_be_read_as_a_stroke(line: str) -> None:
    """Page numbers stand alone at the foot, where no word helps the reader."""
    assert wording.part(f"Ingen blödning.\n{line}") == (1, 1)
    assert wording.part("På insidan av lungan, sida vid sida i avsnitt 3") is None


READ = "Remissen kan inte läsas"
ROW = "Utlåtande  x Mottagen, svar kommer  Kan ej läsas  Avböjes  Fråga"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("XX) Remiss mottagen, svar kommer", f"[] {READ}", "C] Vi avböjer", "[1 Vi har en fråga"), "unknown"),
        (("[] Remiss mottagen, svar kommer", f"[] {READ}", ".» Vi avböjer", ">x Vi har en fråga"), "question"),
        (("[] Remiss mottagen, svar kommer", f"[] {READ}", "[x] Vi avböjer", "[1 Vi har en fråga"), "declined"),
        (("[] Remiss mottagen, svar kommer", f"[] {READ}", "[1 Vi har en fråga"), "cannot_be_read"),
        (("Svar [X] Remissen mottagen", f"[ ] {READ}", "LJ] Vi avböjer", "CC) Komplettering behövs"), "unknown"),
        (("[Xi Remissen mottagen", f"[ ] {READ}", "[TT] Vi avböjer", "[”] Komplettering behövs"), "unknown"),
        ((ROW, "Remissen går inte att läsa."), "cannot_be_read"),
        ((ROW, "Svar inom en timme."), "unknown"),
        (("[X] Mottagen, svar kommer", "[] Mottagen, ofullständig", "[] Kan ej läsas", "[] Åtages ej"), "unknown"),
        (("Mottagen, svar kommer", "Mottagen, kompletteras", "Kan ej läsas, sänd om", "Åtages ej"), "unknown"),
    ],
)  # fmt: skip
def test_a_form_is_what_was_ticked_on_it(lines: tuple[str, ...], kind: str) -> None:
    """What nobody ticked says nothing; that it was received settles nothing, since a bad line makes ticks."""
    assert wording.kind("\n".join(("Meddelande till beställaren", *lines))) == kind


def test_a_cover_that_warns_whom_it_reached_in_error_is_a_cover() -> None:
    """No receipt: "received" stands in every such warning."""
    cover = (
        "Harrowgate Reporting Ltd\nFax transmission\nTo Radiology, NÄL Hospital, Sweden\nFrom Night desk\n"
        "Pages 2 including this cover\nCONFIDENTIAL. If received in error please telephone the desk and destroy.\n"
    )
    assert wording.kind(cover) == "cover"


def test_a_cover_whose_ticked_box_says_that_the_answer_follows() -> None:
    """Beside it stands what the same form is used for otherwise; that ticked is what it says."""
    boxes = "{} Svar bifogas.  {} Komplettering önskas  [ ] För kännedom"
    cover = f"Bilddiagnostik Nord\nFaxförsändelse 2026-11-27\n{boxes}\nAntal bifogade sidor: 1\nJouren nås dygnet runt."
    assert wording.kind(cover.format("[X]", "[ ]")) is PageKind.COVER
    assert wording.kind(cover.format("[ ]", "[X]")) is not PageKind.COVER


def test_a_cover_that_offers_to_send_again_is_a_cover() -> None:
    """ "If anything is illegible" says of nothing that it is."""
    cover = "Telefax\nTill: NÄL röntgen\nFöljande sida: svar\nHör av er om något är oläsligt. Jag nås till klockan sju."
    assert wording.kind(cover) is PageKind.COVER
    assert wording.kind("Telefax\nTill: NÄL röntgen\nSidan 2 är oläslig.") is PageKind.CANNOT_BE_READ


def test_a_sheet_that_says_that_a_report_is_enclosed_is_a_cover() -> None:
    """It carries none itself; one that says anything of a body is a report, whatever is enclosed."""
    cover = "Norra Läsföretaget AB\nBox 14, 100 00 Orten\nFax till NÄL röntgen\n1 utlåtande bifogas.\n"
    warned = f"{cover}SEKRETESS: Har du fått detta fax av misstag, förstör det och meddela avsändaren."
    assert wording.kind(warned) is PageKind.COVER
    assert wording.kind(f"{cover}Ingen fraktur i höger knä. Liten ledutgjutning.") is PageKind.REPORT


@pytest.mark.parametrize(
    "warning",
    [
        "Har meddelandet hamnat hos fel mottagare ber vi er förstöra det och ringa oss.",
        "Kontrollera att samtliga sidor har kommit fram.",
        "Har fåset kommit fel, var vänlig ring 031-3900600 och förstör sidorna.",
        "Please confirm that all pages have arrived.",
    ],
)
def test_what_every_cover_says_tells_nothing(warning: str) -> None:
    """ "Förstöra" (destroy) and "förstora" (enlarge) are alike on a bad line; all pages that came are no receipt."""
    cover = f"FAX\nTo. Radiology\nFrom Night desk\nSidor: 2\n{warning}"
    assert wording.kind(cover) is PageKind.COVER
    assert wording.kind(f"{cover}\nMottaget. Bilderna granskas efter ett trauma.") is PageKind.UNKNOWN
    assert (
        wording.kind(f"{cover}\nCVK har kommit fel, spetsen ses i vena azygos. Ingen pneumothorax.") is PageKind.REPORT
    )
    unstopped = cover.removesuffix(".")
    assert wording.kind(f"{unstopped}\nUtlåtande: Stor subdural blödning, förskjuten medellinje") is PageKind.REPORT


def test_an_examination_by_its_name_is_no_finding_beside_received() -> None:
    """What was received is named; what was seen in it is something else."""
    assert wording.kind("Slätröntgen fot vänster\nMottagen, svar kommer.") is PageKind.ACKNOWLEDGEMENT
    assert wording.kind("Slätröntgen fot vänster, Lisfrancskada\nMottagen, svar kommer.") is PageKind.UNKNOWN


def test_a_sentence_of_several_kinds_is_no_list_and_a_form_no_cover() -> None:
    """Nobody would see what was passed over."""
    head = "Telefax\nTill: NÄL\nFrån: Fjärrbild\n"
    assert wording.kind(f"{head}Mottagen men sidan 2 oläslig, fråga: kan ni faxa om?") is PageKind.CANNOT_BE_READ
    assert wording.kind(f"{head}Utlåtande  Mottagen  Kan ej läsas  Avböjes  Fråga") is PageKind.UNKNOWN

"""Why a fax is held: a closed list, each *fix* (somebody must edit) or *look* (somebody must see and approve).

The words say what to do, never what was found. Codes are contracts (docs/contracts.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeGuard

from ocr.text import Box
from outbound.said import Said

Kind = Literal["fix", "look"]
# Those of the gate (outbound.gate.Code), of a file that can't be opened (ocr.text.UnreadableCode) and of a gateway
# (outbound.gateway.Unfit) are among them by the same names, on purpose.
Code = Literal[
    "identifier_found", "foreign_code", "hidden_content", "unreadable", "expected_missing", "gate_fault",
    "no_file", "empty", "unknown_format", "encrypted", "damaged", "too_large", "too_many_pages", "timeout",
    "no_text", "several_patients", "several_referrals", "no_question", "recipient_unsigned", "no_gateway",
    "other_format", "not_typeset", "already_delivered", "restored", "unknown_label", "unknown_layout",
    "unclear_choice", "no_capitals", "unknown_word", "unfamiliar_word", "no_identity", "check_digit",
    "other_person", "other_age", "protected_identity", "page_without_identity", "poor_scan", "several_orders",
    "accession_conflict", "accession_suspicious", "call_back_missing", "unit_missing", "unprintable", "preview",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, and where on which page it points to, if anywhere. Boxes are in the page's dots."""

    code: Code
    kind: Kind
    page: int | None = None
    box: Box | None = None

    def as_json(self) -> dict[str, Any]:
        """As the ledger keeps it and the command line prints it (docs/contracts.md, section 2)."""
        return {"code": self.code, "kind": self.kind, "page": self.page, "box": self.box.edges if self.box else None}


def _fix(sv: str, en: str) -> tuple[Kind, Said]:
    return "fix", Said(sv, en)


def _look(sv: str, en: str) -> tuple[Kind, Said]:
    return "look", Said(sv, en)


TABLE: Final[Mapping[Code, tuple[Kind, Said]]] = {
    # The gate's objections (outbound.gate.Code).
    "identifier_found": _fix(
        "Något som kan peka ut patienten står kvar på sidan. Ändra fältet.",
        "Something that may identify the patient is left on the page. Edit the field.",
    ),
    "foreign_code": _fix(
        "En streckkod eller QR-kod som inte är vår finns på sidan.", "A foreign bar code or QR code is on the page."
    ),
    "hidden_content": _fix(
        "Filen innehåller något som inte syns på sidorna.", "The file holds something that the pages do not show."
    ),
    "unreadable": _fix(
        "Sidan kan inte läsas. Skriv in uppgifterna i fälten.",
        "The page can't be read. Type the facts into the fields.",
    ),
    "expected_missing": _fix(
        "En uppgift som granskaren behöver kan inte läsas på sidan.",
        "A fact that the reader needs can't be read on the page.",
    ),
    "gate_fault": _fix(
        "Slutkontrollen kunde inte slutföras. Försök igen.", "The last check could not be finished. Try again."
    ),
    # Sources that can't be opened (ocr.pages.UnreadableCode).
    "no_file": _fix("Filen finns inte eller får inte läsas.", "The file isn't there or may not be read."),
    "empty": _fix("Filen är tom.", "The file is empty."),
    "unknown_format": _fix(
        "Filtypen kan inte läsas. Spara som PDF och lägg i mappen igen, eller fyll i fälten.",
        "The file type can't be read. Save it as PDF and put it into the folder again, or fill in the fields.",
    ),
    "encrypted": _fix(
        "Filen är låst med lösenord. Skriv ut den utan, eller fyll i fälten.",
        "The file is locked by a password. Print it without, or fill in the fields.",
    ),
    "damaged": _fix("Filen är skadad.", "The file is damaged."),
    "too_large": _fix(
        "Filen är för stor. Korta texten eller dela upp den.", "The file is too large. Shorten it, or split it."
    ),
    "too_many_pages": _fix("Dokumentet har för många sidor.", "The document has too many pages."),
    "timeout": _fix("Filen tog för lång tid att läsa.", "The file took too long to read."),
    "no_text": _fix(
        "Ingen text kan läsas. Skriv in uppgifterna i fälten.", "No text can be read. Type the facts into the fields."
    ),
    # The anonymiser's.
    "several_patients": _fix(
        "Fler än en patients uppgifter finns i underlaget. Dela upp det.",
        "More than one patient's data are in the source. Split it.",
    ),
    "several_referrals": _fix(
        "Fler än en remiss finns i filen. Dela upp den.", "More than one referral is in the file. Split it."
    ),
    "no_question": _fix("Ingen frågeställning hittades. Skriv in den.", "No clinical question was found. Type it in."),
    "recipient_unsigned": _fix(
        "Mottagarens, svarsfaxens eller återuppringningens nummer är inte bekräftat i site.toml.",
        "The recipient's, the return fax's or the call-back number isn't signed off in site.toml.",
    ),
    "no_gateway": _fix("Ingen faxtjänst är inställd.", "No fax gateway is set up."),
    "other_format": _fix(
        "Faxtjänsten tar numera en annan filtyp. Gör om faxet.",
        "The gateway takes another file type now. Make the fax anew.",
    ),
    "not_typeset": _fix(
        "Faxet kunde inte sättas på den här datorn. Se reservfax check.",
        "The fax could not be typeset on this computer. See reservfax check.",
    ),
    "already_delivered": _look(
        "Ett tidigare försök har kommit fram till granskaren. Släpp bara om faxet ska gå en gång till.",
        "An earlier attempt has reached the reader. Release only if the fax shall go once more.",
    ),
    "restored": _look(
        "Ärendet kommer ur en säkerhetskopia och kan ha faxats sedan den togs. Fråga granskaren innan det släpps.",
        "The case comes from a backup and may have been faxed since. Ask the reader before it is released.",
    ),
    "unknown_label": _look(
        "En rubrik känns inte igen. Se om det som står efter den ska med.",
        "A label isn't known. See whether what stands behind it shall go along.",
    ),
    "unknown_layout": _look(
        "Remissens uppställning känns inte igen. Läs igenom fälten.",
        "The referral's layout isn't known. Read through the fields.",
    ),
    "unclear_choice": _look(
        "Det går inte att se om det ska vara ja eller nej på en fråga i underlaget. Jämför med bilden.",
        "Whether a question in the source is answered yes or no can't be told. Compare with the picture.",
    ),
    "no_capitals": _look(
        "Texten har inga eller bara stora bokstäver: namn är svåra att känna igen. Läs igenom den.",
        "The text has no capitals, or nothing else: names are hard to tell from words. Read it through.",
    ),
    "unknown_word": _look(
        "Ett okänt ord som kan vara ett namn doldes.", "An unknown word that may be a name was masked."
    ),
    "unfamiliar_word": _look(
        "Ett ord med små bokstäver känns inte igen. Se efter att det inte är ett namn.",
        "A word in small letters isn't known. See that it is no name.",
    ),
    "no_identity": _look(
        "Ingen patientidentitet hittades i underlaget.", "No patient identity was found in the source."
    ),
    "check_digit": _look("Ett personnummer har fel kontrollsiffra.", "A personal number has a wrong check digit."),
    "other_person": _look(
        "En annan persons nummer stod i texten och doldes.", "Another person's number stood in the text and was masked."
    ),
    "other_age": _look(
        "Texten talar om någon av annan ålder eller annat kön än numret. Se efter att det är rätt patient.",
        "The text speaks of somebody of another age or sex than the number. See that it is the right patient.",
    ),
    "protected_identity": _look(
        "Skyddad identitet: en namngiven person måste godkänna.", "Protected identity: a named person must approve."
    ),
    "page_without_identity": _look(
        "Sidan saknar identiteten från första sidan: kan vara en annan patient.",
        "The page lacks the first page's identity: it may be another patient's.",
    ),
    "poor_scan": _look(
        "Skanningen är svårläst. Jämför med originalet.", "The scan is hard to read. Compare with the original."
    ),
    "several_orders": _look(
        "Meddelandet innehåller fler än en beställning. Skriv i fälten vilken fråga som hör till vilken; "
        "ett svar gäller alla numren.",
        "The message holds more than one order. Say in the fields which question belongs to which; "
        "one report covers all numbers.",
    ),
    "accession_conflict": _look(
        "Olika accessionsnummer står i meddelandet; alla visas.",
        "The message has differing accession numbers; all are shown.",
    ),
    "accession_suspicious": _look(
        "Accessionsnumret ser inte ut som ett, eller liknar patientens nummer eller namn, och skrivs inte ut.",
        "The accession number doesn't look like one, or resembles the patient's number or name, and isn't printed.",
    ),
    "call_back_missing": _look("Remittentens telefonnummer saknas.", "The referrer's telephone number is missing."),
    "unit_missing": _look("Remitterande enhet saknas.", "The referring unit is missing."),
    "unprintable": _look(
        "Ett tecken kan inte skrivas ut och visas som en ruta.", "A sign can't be printed and is shown as a box."
    ),
    "preview": _look("Läs alla sidor innan den skickas.", "Read every page before it is sent."),
}


def make(code: Code, page: int | None = None, box: Box | None = None) -> Reason:
    """The reason of that code."""
    return Reason(code, TABLE[code][0], page, box)


def is_code(word: str) -> TypeGuard[Code]:
    """Whether a word that the ledger or a reading tells is one of the closed list."""
    return word in TABLE


def text(code: Code, language: str) -> str:
    """The reason in plain words, Swedish ("sv") or English."""
    return TABLE[code][1].to(language)

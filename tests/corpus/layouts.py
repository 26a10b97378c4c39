"""The layouts of the generator: each puts a case on a page of plain text, with its gold marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from corpus.marked import Expect, bare


@dataclass(frozen=True, slots=True)
class Case:
    """What a layout puts on its page; texts may hold marks already."""

    name: str
    given: str
    family: str
    sex: str
    number: str
    phone: str
    street: str
    place: str
    examination: str
    question: str
    history: str
    unit: str
    staff: str
    staff_phone: str
    accession: str
    kidney: str
    weight: str
    ordered: str


def lines(case: Case, chance: Random) -> str:
    """`label: value`, one to a line, in one of several vocabularies and orders."""
    who = [
        (chance.choice(("Namn", "Patient", "Patientens namn", "Pat namn")), f"<<{case.name}>>"),
        (chance.choice(("Personnummer", "Pnr", "Personnr", "Pers nr")), f"<<{case.number}>>"),
        ("Adress", f"<<{case.street}, {case.place}>>"),
        (chance.choice(("Telefon patient", "Mobil", "Tel bostad")), f"<<{case.phone}>>"),
    ]
    return _rows([*who[: chance.choice((2, 3, 4))], *_clinical(case, chance), *_staff(case, chance)])


def surname_first(case: Case, chance: Random) -> str:
    """As Sectra prints it: surname first, pairs of facts side by side."""
    rows = [
        ("Patient-ID", f"<<{case.number}>>", "Patient", f"<<{case.family}, {case.given}>>"),
        ("Kön", case.sex.capitalize(), "Telefon mobil", f"<<{case.phone}>>"),
        ("Undersökning", f"{{{{{case.examination}}}}}", "Prioritet", "{{Akut}}"),
        ("Remitterande enhet", f"{{{{{case.unit}}}}}", "Accessionsnummer", f"{{{{{case.accession}}}}}"),
        ("Remittent", case.staff, "Telefon remittent", f"{{{{{case.staff_phone}}}}}"),
    ]
    table = "\n".join(_beside(f"{a}: {b}", f"{c}: {d}", 52) for a, b, c, d in rows)
    text = f"Frågeställning: {{{{{case.question}}}}}\nAnamnes: {case.history}\n"
    return f"RÖNTGENREMISS\n{table}\n\n{text}\nUtskriven av: {case.staff}   Sida 1 av 1\n"


def above(case: Case, chance: Random) -> str:
    """Label above value, two columns."""
    rows = [
        ("Patientens namn", f"<<{case.name}>>", "Personnummer", f"<<{case.number}>>"),
        ("Adress", f"<<{case.street}>>", "Telefon hem", f"<<{case.phone}>>"),
        ("Önskad undersökning", f"{{{{{case.examination}}}}}", "Accessionsnr", f"{{{{{case.accession}}}}}"),
        ("Remitterande enhet", f"{{{{{case.unit}}}}}", "Telefon remittent", f"{{{{{case.staff_phone}}}}}"),
    ]
    pairs = (f"{_beside(a, c, 44)}\n{_beside(b, d, 44)}" for a, b, c, d in rows)
    body = f"Frågeställning\n{{{{{case.question}}}}}\n\nAnamnes\n{_wrapped(case.history, 88)}\n"
    return "\n".join(pairs) + f"\n\n{body}"


def bars(case: Case, chance: Random) -> str:
    """A table whose cells are parted by bars."""
    rows = [
        ("Namn", f"<<{case.name}>>", "Personnr", f"<<{case.number}>>"),
        ("Undersökning", f"{{{{{case.examination}}}}}", "Prio", "{{Akut}}"),
        ("Enhet", f"{{{{{case.unit}}}}}", "Tel enhet", f"{{{{{case.staff_phone}}}}}"),
        ("Frågeställning", f"{{{{{case.question}}}}}", "Accession", f"{{{{{case.accession}}}}}"),
    ]
    table = "\n".join(f"| {a} | {b} | {c} | {d} |" for a, b, c, d in rows)
    return f"{table}\n| Anamnes | {case.history} |\n"


def header_row(case: Case, chance: Random) -> str:
    """A header row over a value row, four columns."""
    widths = (30, 26, 30, 24)
    first = [
        ("Namn", f"<<{case.name}>>"),
        ("Personnummer", f"<<{case.number}>>"),
        ("Telefon mobil", f"<<{case.phone}>>"),
    ]
    second = [
        ("Undersökning", f"{{{{{case.examination}}}}}"),
        ("Accessionsnummer", f"{{{{{case.accession}}}}}"),
        ("Remitterande enhet", f"{{{{{case.unit}}}}}"),
        ("Telefon remittent", f"{{{{{case.staff_phone}}}}}"),
    ]
    out = [_columns(part, widths) for row in (first, second) for part in zip(*row, strict=True)]
    return "\n".join(out) + f"\n\nFrågeställning: {{{{{case.question}}}}}\nAnamnes: {case.history}\n"


def melior(case: Case, chance: Random) -> str:
    """Number and name without labels in the first row, then the journal's own words."""
    head = f"Patient: <<{case.number}>> <<{case.given}>> <<{case.family}>>"
    rows = [
        ("Beställande enhet", f"{{{{{case.unit}}}}}"),
        ("Beställare", case.staff),
        ("Direkttelefon", f"{{{{{case.staff_phone}}}}}"),
        ("Begärd us", f"{{{{{case.examination}}}}}"),
        ("Diagnos/frågeställning", f"{{{{{case.question}}}}}"),
        ("Anamnes/status", _wrapped(case.history, 76)),
        ("P-kreatinin", f"{{{{{case.kidney}}}}}"),
        ("Accessionsnr", f"{{{{{case.accession}}}}}"),
    ]
    return f"Remiss Bild- och funktionsmedicin    {case.ordered}\n{head}\n" + _rows(rows)


def eremiss(case: Case, chance: Random) -> str:
    """Sections with headings, as an electronic referral is printed."""
    patient = [
        ("Patient", f"<<{case.name}>>"),
        ("Personnummer", f"<<{case.number}>>"),
        ("Adress", f"<<{case.street}>>"),
        ("Postadress", f"<<{case.place}>>"),
        ("Telefon", f"<<{case.phone}>>"),
    ]
    body = [
        ("Önskad undersökning", f"{{{{{case.examination}}}}}"),
        ("Frågeställning", f"{{{{{case.question}}}}}"),
        ("Anamnes", case.history),
    ]
    return (
        f"Remiss\n\n{_rows(patient)}\n{_rows(_staff(case, chance))}\n{_rows(body)}Remissdatum: {{{{{case.ordered}}}}}\n"
    )


def mail(case: Case, chance: Random) -> str:
    """As a letter or an e-mail: prose round the few labels."""
    return (
        f"Hej!\n\nVi önskar {{{{{case.examination}}}}} på <<{case.name}>>, <<{case.number}>>.\n"
        f"Frågeställning: {{{{{case.question}}}}}\nAnamnes: {case.history}\n"
        f"Remitterande enhet: {{{{{case.unit}}}}}\nTelefon remittent: {{{{{case.staff_phone}}}}}\n"
        f"Accessionsnummer: {{{{{case.accession}}}}}\n\nMed vänlig hälsning\n{case.staff}\n"
    )


def shouting(case: Case, chance: Random) -> str:
    """Labels in capitals, the patient's name too."""
    rows = [
        ("NAMN", f"<<{case.family.upper()} {case.given.upper()}>>"),
        ("PERSONNUMMER", f"<<{case.number}>>"),
        ("UNDERSÖKNING", f"{{{{{case.examination}}}}}"),
        ("FRÅGESTÄLLNING", f"{{{{{case.question}}}}}"),
        ("ANAMNES", case.history),
        ("REMITTERANDE ENHET", f"{{{{{case.unit}}}}}"),
        ("TEL REMITTENT", f"{{{{{case.staff_phone}}}}}"),
        ("ACCESSIONSNUMMER", f"{{{{{case.accession}}}}}"),
        ("VIKT", f"{{{{{case.weight}}}}}"),
    ]
    return _rows(rows)


def unlabelled(case: Case, chance: Random) -> str:
    """No labels at all: a dictated note."""
    return (
        f"<<{case.name}>> <<{case.number}>>\n{{{{{case.unit}}}}} {{{{{case.staff_phone}}}}}\n\n"
        f"Önskar {{{{{case.examination}}}}}. {case.history} Vi undrar {{{{{case.question}}}}}\n"
    )


ALL: Final[Sequence[tuple[str, Callable[[Case, Random], str]]]] = (
    ("lines", lines),
    ("surname_first", surname_first),
    ("above", above),
    ("bars", bars),
    ("header_row", header_row),
    ("melior", melior),
    ("eremiss", eremiss),
    ("mail", mail),
    ("shouting", shouting),
    ("unlabelled", unlabelled),
)
# A page without labels may be held for that alone, or tell everything; every other layout is ordinary.
EXPECT: Final[dict[str, Expect]] = {"unlabelled": "any"}


def _clinical(case: Case, chance: Random) -> list[tuple[str, str]]:
    rows = [
        (
            chance.choice(("Undersökning", "Önskad undersökning", "Us", "Beställd undersökning")),
            f"{{{{{case.examination}}}}}",
        ),
        (chance.choice(("Frågeställning", "Fråga", "Klinisk fråga")), f"{{{{{case.question}}}}}"),
        (chance.choice(("Anamnes", "Aktuellt", "Anamnes/status", "Kliniska uppgifter")), case.history),
    ]
    more = [
        ("Kreatinin", f"{{{{{case.kidney} µmol/L}}}}"),
        ("Vikt", f"{{{{{case.weight}}}}}"),
        ("Kontrastallergi", "{{Nej}}"),
        ("Pacemaker", "{{Ja}}"),
        ("Prioritet", "{{Akut}}"),
        ("Graviditet", "{{Nej}}"),
    ]
    return rows + chance.sample(more, chance.randint(0, 4))


def _staff(case: Case, chance: Random) -> list[tuple[str, str]]:
    return [
        (
            chance.choice(("Remitterande enhet", "Remitterande klinik", "Enhet", "Beställande enhet")),
            f"{{{{{case.unit}}}}}",
        ),
        (chance.choice(("Remittent", "Läkare", "Remitterande läkare")), case.staff),
        (
            chance.choice(("Telefon remittent", "Tel enhet", "Direkttelefon", "Svar rings till")),
            f"{{{{{case.staff_phone}}}}}",
        ),
        (chance.choice(("Accessionsnummer", "Accessionsnr", "Accession")), f"{{{{{case.accession}}}}}"),
    ]


def _rows(pairs: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{label}: {value}\n" for label, value in pairs)


def _beside(left: str, right: str, width: int) -> str:
    """Two cells, the second at a column counted without the marks."""
    return left + " " * max(3, width - len(bare(left))) + right


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * max(3, width - len(bare(cell))) for cell, width in zip(cells, widths, strict=False))
    return "".join(padded).rstrip()


def _wrapped(marked: str, width: int) -> str:
    """Lines of so many signs; a mark is never broken."""
    out, length = list[str](), 0
    for word in re.findall(r"(?:<<.*?>>|\{\{.*?\}\}|\S)+", marked):
        size = len(bare(word))
        if length and length + 1 + size > width:
            out.append("\n")
            length = 0
        elif length:
            out.append(" ")
            length += 1
        out.append(word)
        length += size
    return "".join(out)

"""Labels that nothing but their face sets apart: several in a line, typeset here and read whole."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import typst
from corpus import referrals

from ocr import pages
from outbound import referral
from outbound.referral import FieldName, Referral
from service.demo import paper

LINES = (
    (("Patient", "Tage Ekman"), ("Personnummer", "19410622-9828")),
    (("Undersökning", "DT buk med kontrast"),),
    (("Frågeställning", "Abscess? Perforation?"),),
    (("Anamnes", "Buksmärta sedan tre dagar, feber i natt. Opererad för blindtarm som barn."),),
    (("Vikt", "82 kg"), ("Längd", "178 cm"), ("Kreatinin", "97"), ("Metformin", "Nej")),
    (("Allergi", "Jordnötter"), ("Implantat", "Knäprotes höger 2020"), ("Smitta", "Nej")),
    (("Remittent", "Eva Lind, ST-läkare"), ("Svar till", "031-390 06 10")),
)
FIELDS = {
    FieldName.WEIGHT: "82 kg",
    FieldName.LENGTH: "178 cm",
    FieldName.METFORMIN: "Nej",
    FieldName.ALLERGY: "Jordnötter",
    FieldName.IMPLANT: "Knäprotes höger 2020",
    FieldName.REFERRER: "Eva Lind, ST-läkare",
}
FACES: dict[str, Callable[[str], str]] = {
    "bold": lambda label: f"*{label}*",
    "grey": lambda label: f"#text(fill: luma(120))[{label}]",
    "blue": lambda label: f"#text(fill: rgb(40, 90, 200))[{label}]",
}


def typeset(face: Callable[[str], str]) -> bytes:
    """A page whose labels have that face, with no more than a blank before each."""
    every = (" ".join(f"{face(label)} {value}" for label, value in line) for line in LINES)
    page = " \\\n".join(every)
    return typst.compile(f'#set text(font: "DejaVu Sans", size: 9pt, lang: "sv", hyphenate: false)\n{page}'.encode())


def read(data: bytes) -> Referral:
    """A page as it is read."""
    return referral.read(data, "remiss.pdf", today=referrals.TODAY)


@pytest.mark.parametrize("face", FACES)
def test_a_face_parts_labels_from_values(face: str) -> None:
    """Four pairs in a line of words: each value goes to its own label."""
    made = read(typeset(FACES[face]))
    assert {name: made.fields.get(name) for name in FIELDS} == FIELDS
    assert made.identity.names == ("Tage Ekman",)


def test_bold_labels_part_on_paper_as_well() -> None:
    """Scanned, grey and a little askew."""
    (sheet, *_) = pages.rasterise(typeset(FACES["bold"]), 3307, 4677)
    out = io.BytesIO()
    paper.copied(sheet, (2480, 3508), skew=0.6, seed=3).save(out, "PDF", resolution=300)
    made = read(out.getvalue())
    assert {name: made.fields.get(name) for name in (FieldName.WEIGHT, FieldName.LENGTH, FieldName.IMPLANT)} == {
        name: FIELDS[name] for name in (FieldName.WEIGHT, FieldName.LENGTH, FieldName.IMPLANT)
    }


def test_bold_words_among_values_are_no_labels() -> None:
    """Where labels are set as their values are, a word in bold is a word in bold."""
    page = (
        "Patient: Tage Ekman, 19410622-9828 \\\nUndersökning: DT buk \\\nFrågeställning: *Perforation*? \\\n"
        "Anamnes: Står på *Metformin* sedan i våras. *Vikt* ned tio kilo. *Allergi* i släkten. Buksmärta i natt. \\\n"
        "Remittent: Eva Lind, ST-läkare, tel 031-390 06 10"
    )
    made = read(typst.compile(f'#set text(font: "DejaVu Sans", size: 9pt)\n{page}'.encode()))
    assert "Metformin sedan i våras. Vikt ned tio kilo. Allergi i släkten" in made.fields[FieldName.HISTORY]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Enhet: Ögonakuten Lund Remitterande läkare: Maria Sjö", FieldName.UNIT, "Ögonakuten Lund"),
        (
            "Undersökning: DT ansikte och orbita Frågeställning: Fraktur?",
            FieldName.EXAMINATION,
            "DT ansikte och orbita",
        ),
        ("Prioritet: Akut Frågeställning: Fraktur?", FieldName.PRIORITY, "Akut"),
        ("Kreatinin: Ej aktuellt Kroppsvikt: 80 kg", FieldName.WEIGHT, "80 kg"),
    ],
)
def test_the_end_of_a_value_is_no_part_of_the_next_label(line: str, field: FieldName, value: str) -> None:
    """A blank is all that parts a value from the label behind it."""
    text = f"Patient: Tage Ekman\nPersonnummer: 19410622-9828\n{line}\nAnamnes: Slag mot ögat i natt, ser dubbelt."
    made = referral.read(text.encode(), "remiss.txt", today=referrals.TODAY)
    assert made.fields[field] == value

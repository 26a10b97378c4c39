"""What tells who the patient is on a returned page: marked where it stands, masked in every list."""

from __future__ import annotations

import pytest

from inbound.report import identity
from ocr.identifiers import Category
from ocr.text import Box, Word


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Patient: Kjell Almgren\nRemittent: NÄL", "Patient: [···]\nRemittent: NÄL"),
        ("PATIENT : HAMPUS LINDROTH\nANAMNES: FALL", "PATIENT : [···]\nANAMNES: FALL"),
        ("Patient Linnéa Forsell, 640105-9925", "Patient [···], [···]"),
        ("Patientnamn: Anna Maria Berg\nFråga: Blödning?", "Patientnamn: [···]\nFråga: Blödning?"),
        ("Pat. Forsell, Linnéa Ref: NAL", "Pat. [···] Ref: NAL"),
        ("Patient ID 21061353-9867 DT hjärna", "Patient ID [···] DT hjärna"),
        ("Personnummer: 21061353-9867", "Personnummer: [···]"),
    ],
)
def test_what_tells_who_it_is_lies_under_a_mask(said: str, shown: str) -> None:
    """A number by its form or its label, badly read too; a name by the patient's label."""
    assert identity.masked(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "Patient: Kvinna 84 år",
        "PATIENT MED KÄND STRIKTUR",
        "Patient Remitterande Fråga",
        "PATIENT MAN 58 ÅR DT BUK",
        "Patienten Har Ont",
        "Patient: Akutmottagningen NÄL",
        "Med vänlig hälsning Anna Berg",
        "Patient: K84\nMetod: Slätröntgen höft",
        "Accessionsnummer: SENAL2611048382",
    ],
)
def test_what_tells_nobody_stays(said: str) -> None:
    """The reader's own name, and all that a report says of an anonymous patient."""
    assert identity.masked(said) == said


def test_it_is_marked_where_it_stands() -> None:
    """One box round the name; the label on the next line is no part of it."""
    said = (("Patient:", 0), ("Kjell", 0), ("Almgren", 0), ("Remittent", 1), ("NÄL", 1))
    words = [Word(text, Box(100 * place, 40 * line, 90, 30), 90.0, line) for place, (text, line) in enumerate(said)]
    assert list(identity.marked(())) == []
    (mark,) = identity.marked(words)
    assert (mark.category, mark.box) == (Category.NAME, Box(100, 0, 190, 30))

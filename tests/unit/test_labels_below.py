"""A form whose labels stand below its values gives each label what stands above it."""

from __future__ import annotations

from datetime import date

import pytest
import typst

from outbound import referral
from outbound.referral import FieldName

FACTS = (
    (("Patientens namn", "Torbjörn Lindqvist"), ("Personnummer", "19410622-9828")),
    (("Bostadsadress", "Slåttervägen 14, 462 35 Vänersborg"), ("Telefon", "070-1740644")),
    (("Önskad undersökning", "DT buk med kontrast"), ("Prioritet", "Akut")),
    (("Frågeställning", "Ileus? Divertikulit?"),),
    (
        (
            "Anamnes",
            "Buksmärta sedan två dygn, tilltagande. Kräkts i kväll. Uppspänd buk, tyst. Laktat 3,4.",
        ),
    ),
    (("Kreatinin", "98 µmol/l"), ("Vikt", "82 kg"), ("Allergi", "Penicillin")),
    (("Remitterande enhet", "Akutmottagningen NÄL"), ("Remittent", "Eva Lind"), ("Telefon för svar", "031-390 06 10")),
    (("Patienten vistas", "Rum 4"), ("Närmaste anhörig", "Jessica Holm, 070-1740646")),
)


def typeset(*, below: bool) -> bytes:
    """The form, each label in small print below its value or above it."""
    rows = list[str]()
    for row in FACTS:
        values = "".join(f"[{value}]," for _, value in row)
        names = "".join(f"[#text(size: 6.5pt)[{name}]]," for name, _ in row)
        columns = ", ".join(["1fr"] * len(row))
        first, second = (values, names) if below else (names, values)
        rows.append(f"#grid(columns: ({columns}), row-gutter: 1.6mm, {first}{second})\n#v(3mm)\n")
    page = '#set page(paper: "a4", margin: 15mm)\n#set text(font: "DejaVu Sans", size: 9pt, lang: "sv")\n'
    return typst.compile((page + "= Remiss röntgen\n" + "".join(rows)).encode())


@pytest.mark.parametrize("below", [True, False])
def test_each_label_names_its_own_value(below: bool) -> None:
    """Read the wrong way round the relative's telephone stood as the number to call back."""
    made = referral.read(typeset(below=below), "remiss.pdf", today=date(2026, 11, 28))
    fields = {name: made.fields[name] for name in FieldName if name in made.fields and name is not FieldName.OTHER}
    assert fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert fields[FieldName.EXAMINATION] == "DT buk med kontrast"
    assert fields[FieldName.QUESTION] == "Ileus? Divertikulit?"
    assert fields[FieldName.HISTORY].endswith("Laktat 3,4.")
    assert (fields[FieldName.UNIT], fields[FieldName.REFERRER]) == ("Akutmottagningen NÄL", "Eva Lind")
    assert (fields[FieldName.WEIGHT], fields[FieldName.ALLERGY]) == ("82 kg", "Penicillin")
    assert "Jessica" not in str(made.fields)

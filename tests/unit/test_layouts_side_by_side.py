"""Forms as systems print them: centred labels, a sidebar, two forms side by side. Typeset here, read whole."""

from __future__ import annotations

import pytest
import typst
from corpus import referrals

from outbound import referral
from outbound.referral import FieldName, Referral

WHO = (("Namn", "Lindqvist, Torbjörn"), ("Personnummer", "19410622-9828"), ("Adress", "Slåttervägen 14"))
ASKED = (
    ("Undersökning", "DT buk med kontrast"),
    ("Frågeställning", "Ileus? Divertikulit? Abscess? Fri gas? Tecken till ischemi? Behov av operation i natt?"),
    (
        "Anamnes",
        "Tidigare hjärtinfarkt 2019. Buksmärta sedan två dygn, tilltagande. Kräkts fyra gånger i kväll. Uppspänd buk, "
        "tyst. Laktat 3,4. Opererad för tarmcancer 2021 med stomi som senare lagts ned.",
    ),
    ("Kreatinin", "98 µmol/l, eGFR 58"),
    ("Allergi", "Penicillin, fick utslag som barn. Har fått jodkontrast 2021 utan besvär enligt journalen."),
    ("Vikt", "82 kg"),
)
SENDER = (
    ("Remitterande enhet", "Akutmottagningen NÄL"),
    ("Remittent", "Eva Lind, ST-läkare"),
    ("Telefon", "031-390 06 10"),
    ("Remissdatum", "2026-11-26"),
)
FIELDS = {
    FieldName.EXAMINATION: "DT buk med kontrast",
    FieldName.QUESTION: ASKED[1][1],
    FieldName.HISTORY: ASKED[2][1],
    FieldName.KIDNEY: "98 µmol/l, eGFR 58",
    FieldName.ALLERGY: ASKED[4][1],
    FieldName.WEIGHT: "82 kg",
    FieldName.UNIT: "Akutmottagningen NÄL",
    FieldName.REFERRER: "Eva Lind, ST-läkare",
    FieldName.CALL_BACK: "031-390 06 10",
}
PAGE = '#set page(paper: "a4", margin: 15mm)\n#set text(font: "DejaVu Sans", size: 9pt, lang: "sv")\n'


def read(body: str) -> Referral:
    """A page of that markup, as it is read."""
    return referral.read(typst.compile((PAGE + body).encode()), "utskrift.pdf", today=referrals.TODAY)


def table(rows: tuple[tuple[str, str], ...], how: str, label: str = "9pt") -> str:
    """A table of labels and values."""
    cells = ", ".join(f"text(size: {label})[{name}], [{value}]" for name, value in rows)
    return f"#table(columns: (38mm, 1fr), stroke: none, {how}, {cells})\n"


def above(rows: tuple[tuple[str, str], ...], size: str) -> str:
    """Labels in small print above their values."""
    return "\n".join(f"#text(size: 7pt)[{name}] \\ #text(size: {size})[{value}]\n" for name, value in rows)


@pytest.mark.parametrize("align", ["top", "horizon"])
@pytest.mark.parametrize("inset", ["1.5mm", "3mm"])
@pytest.mark.parametrize("label", ["9pt", "11pt"])
def test_a_label_belongs_to_the_value_of_its_row(align: str, inset: str, label: str) -> None:
    """Beside its first line or its middle, in a larger face as well: no line goes to the label above."""
    made = read(table((*WHO, *ASKED, *SENDER), f"align: left + {align}, inset: {inset}", label))
    assert {name: " ".join(made.fields[name].split()) for name in FIELDS} == FIELDS


@pytest.mark.parametrize("size", ["9pt", "10pt"])
def test_a_sidebar_is_read_on_its_own(size: str) -> None:
    """Who and from where at the left, what for at the right, no line of the one level with the other's."""
    sides = f"[{above((*WHO, *SENDER), size)}], [{above(ASKED, '10pt')}]"
    made = read(f"#grid(columns: (50mm, 1fr), gutter: 9mm, {sides})\n")
    assert {name: " ".join(made.fields[name].split()) for name in FIELDS} == FIELDS
    assert made.identity.names == ("Lindqvist Torbjörn",)


def test_two_forms_side_by_side_are_two() -> None:
    """The sender's at the right has lines of its own, beside values of several lines at the left."""
    left, right = (table(rows, "align: left + horizon, inset: 1.8mm") for rows in ((*WHO, *ASKED), SENDER))
    made = read(f"#grid(columns: (1fr, 82mm), gutter: 6mm, [{left}], [#v(1mm) {right}])\n")
    assert {name: " ".join(made.fields[name].split()) for name in FIELDS} == FIELDS


def test_two_figures_below_their_labels_are_both_told() -> None:
    """ "Kreatinin" and "eGFR" are one field, and each heads its own figure."""
    cells = "[Kreatinin], [eGFR], [98 µmol/l], [58 ml/min]"
    above_ = table((*WHO, *ASKED[:3]), "align: left + top, inset: 1.5mm")
    made = read(f"{above_}#table(columns: (50mm, 50mm), stroke: none, {cells})\n{table(SENDER, 'inset: 1.5mm')}")
    assert "98 µmol/l" in made.fields[FieldName.KIDNEY]
    assert "58 ml/min" in made.fields[FieldName.KIDNEY]

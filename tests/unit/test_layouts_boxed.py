"""Forms in boxes, as hospitals print them, typeset here and read whole: from the file, and from a scan of its paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random

import pytest
import typst
from corpus import referrals
from PIL import Image, ImageDraw

from ocr import pages, ruled
from ocr.text import Box
from outbound import referral
from outbound.referral import FieldName, Referral
from service.demo import paper

FACTS = (
    ("Patient", "Lindqvist, Torbjörn"),
    ("Personnummer", "19410622-9828"),
    ("Adress", "Slåttervägen 14, 462 35 Vänersborg"),
    ("Undersökning", "DT buk med iv kontrast, portovenös fas"),
    ("Frågeställning", "Ileus? Divertikulit? Abscess? Fri gas? Behov av operation i natt?"),
    (
        "Anamnes",
        "Tidigare hjärtinfarkt 2019. Buksmärta sedan två dygn, tilltagande. Kräkts fyra gånger i kväll. Uppspänd buk, "
        "tyst. Laktat 3,4. Opererad för tarmcancer 2021 med stomi som senare lagts ned.",
    ),
    ("Kreatinin / eGFR", "98 µmol/l / 58 (provtaget 26/11 kl 21.40, stigande sedan i går)"),
    ("Allergi/överkänslighet", "Penicillin, fick utslag som barn. Lätt illamående av jodkontrast 2018"),
    ("Vikt", "82 kg"),
    ("Metformin", "Ja, 500 mg x 2, sista dos i morse"),
    ("Remitterande enhet", "Akutmottagningen NÄL"),
    ("Remittent", "Eva Lind, ST-läkare"),
    ("Svarstelefon", "031-390 06 10"),
)
FIELDS = {
    FieldName.EXAMINATION: FACTS[3][1],
    FieldName.QUESTION: FACTS[4][1],
    FieldName.HISTORY: FACTS[5][1],
    FieldName.KIDNEY: f"Kreatinin / eGFR: {FACTS[6][1]}",
    FieldName.ALLERGY: FACTS[7][1],
    FieldName.WEIGHT: "82 kg",
    FieldName.METFORMIN: FACTS[9][1],
    FieldName.UNIT: "Akutmottagningen NÄL",
    FieldName.REFERRER: "Eva Lind, ST-läkare",
    FieldName.CALL_BACK: "031-390 06 10",
}
PAGE = (
    '#set page(paper: "a4", margin: 15mm)\n#set text(font: "DejaVu Sans", size: 8.5pt, lang: "sv", hyphenate: false)\n'
)
HEAD = "= Remiss röntgen\n"


def typeset(body: str) -> bytes:
    """A page of that markup."""
    return typst.compile((PAGE + HEAD + body).encode())


def read(pdf: bytes) -> Referral:
    """A file as it is read."""
    return referral.read(pdf, "utskrift.pdf", today=referrals.TODAY)


def said(made: Referral) -> dict[FieldName, str]:
    """The facts that were read, each on one line."""
    return {name: " ".join(made.fields.get(name, "").split()) for name in FIELDS}


def grid(columns: str, cells: Sequence[str], more: str = "", align: str = "top") -> str:
    """A table with all its rules in grey."""
    return f"#table(columns: {columns}, stroke: 0.5pt + gray, align: left + {align}, {more} {', '.join(cells)})\n"


def pairs() -> list[str]:
    """A box for each label and one for each value."""
    return [f"[{text}]" for fact in FACTS for text in fact]


def captions() -> list[str]:
    """Each label in small print above its value, in one box."""
    return [f"[#text(size: 6pt)[{name}] \\ {value}]" for name, value in FACTS]


def sections() -> list[str]:
    """A box for each label and one for each value, and at their left one for each part of the form."""
    parts = {0: ("Patient", 3), 3: ("Uppdrag", 3), 6: ("Risk", 4), 10: ("Avsändare", 3)}
    cells = list[str]()
    for at, (name, value) in enumerate(FACTS):
        cells += [f"table.cell(rowspan: {parts[at][1]})[*{parts[at][0]}*]"] if at in parts else []
        cells += [f"[{name}]", f"[{value}]"]
    return cells


def filled_in() -> list[str]:
    """Each label above a grey box that holds its value."""
    box = "#v(-2mm)#rect(width: 100%, fill: luma(240), stroke: 0.5pt + gray, inset: 1.2mm)"
    return [f"[#text(size: 7pt, weight: 700)[{name}] {box}[{value}]]" for name, value in FACTS]


LAYOUTS = {
    "every second row shaded": "#table(columns: (45mm, 1fr), stroke: none, "
    f"fill: (_, y) => if calc.odd(y) {{ luma(243) }}, {', '.join(pairs())})\n",
    "parts of the form at the left": grid("(25mm, 40mm, 1fr)", sections()),
    "grey boxes to fill in": f"#grid(columns: (1fr, 1fr, 1fr), gutter: 3mm, {', '.join(filled_in())})\n",
    "label and value beside": grid("(40mm, 1fr)", pairs()),
    "narrow boxes": grid("(29mm, 50mm)", pairs()),
    "two pairs a row": grid("(29mm, 1fr, 29mm, 1fr)", pairs()),
    "centred labels": grid("(29mm, 1fr)", pairs(), align="horizon"),
    "captions": grid("(1fr, 1fr, 1fr)", captions()),
    "four captions a row": grid("(1fr, 1fr, 1fr, 1fr)", captions()),
    "captions in cards": grid("(1fr, 1fr, 1fr)", captions(), "gutter: 2mm,"),
    "labels above": "".join(
        grid("(1fr, 1fr, 1fr, 1fr)", [f"[{fact[at]}]" for at in (0, 1) for fact in FACTS[start : start + 4]])
        for start in (0, 4, 8)
    ) + grid("(1fr,)", [f"[{text}]" for text in FACTS[12]]),
    "shades": "#grid(columns: (1fr, 1fr, 1fr), gutter: 2mm, fill: rgb(240, 244, 248), inset: 1.5mm, "
    + ", ".join(captions())
    + ")\n",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_box_keeps_what_stands_in_it(layout: str) -> None:
    """No line of a box goes to its neighbour, and none is lost, wherever the label stands."""
    made = read(typeset(LAYOUTS[layout]))
    assert said(made) == FIELDS
    assert made.identity.names == ("Lindqvist Torbjörn",)


def test_no_in_a_box_of_its_own_is_the_answer_to_its_label() -> None:
    """A grey box that holds "Nej" alone is no button of the line above it."""
    made = read(typeset(LAYOUTS["grey boxes to fill in"].replace(FACTS[9][1], "Nej")))
    assert made.fields[FieldName.METFORMIN] == "Nej"
    assert made.fields[FieldName.WEIGHT] == "82 kg"


@pytest.mark.parametrize("layout", ["two pairs a row", "captions", "narrow boxes"])
def test_rules_on_paper_part_as_well(layout: str) -> None:
    """Scanned askew: the rules are seen, no fact is joined with its neighbour's, and none is read as a figure."""
    (sheet, *_) = pages.rasterise(typeset(LAYOUTS[layout]), 3307, 4677)
    image = paper.copied(sheet, (1654, 2339), skew=Random(layout).uniform(-1.5, 1.5), seed=7)
    out = io.BytesIO()
    image.save(out, "PDF", resolution=200)
    made = said(read(out.getvalue()))
    assert made[FieldName.WEIGHT] == "82 kg"
    assert made[FieldName.METFORMIN] == FIELDS[FieldName.METFORMIN]
    assert made[FieldName.ALLERGY] == FIELDS[FieldName.ALLERGY]
    assert made[FieldName.KIDNEY].endswith("kl 21.40, stigande sedan i går)")
    assert made[FieldName.UNIT] == "Akutmottagningen NÄL"


def test_a_comb_holds_no_words() -> None:
    """One box to a sign of a number parts nothing; the box around a line does."""
    image = Image.new("L", (1000, 400), 255)
    draw = ImageDraw.Draw(image)
    for left in range(100, 700, 60):
        draw.rectangle((left, 100, left + 60, 180), outline=0, width=2)
    draw.rectangle((80, 220, 900, 340), outline=0, width=2)
    rules = ruled.of(image)
    assert rules.around(Box(110, 120, 30, 40)) is None
    box = rules.around(Box(300, 260, 90, 40))
    assert box is not None
    assert (abs(box.left - 80) < 5, abs(box.right - 900) < 5) == (True, True)


def small(name: str, value: str) -> str:
    """A label in small print above its value."""
    return f"text(size: 6.5pt)[{name} #linebreak() #text(size: 9pt)[{value}]]"


def test_small_print_heads_its_column_without_rules() -> None:
    """Three captions side by side, no rule anywhere: a value of two lines stays in its column."""
    rows = [FACTS[:3], FACTS[3:4], FACTS[4:5], FACTS[5:6], (FACTS[8], FACTS[7], FACTS[9]), FACTS[10:]]
    body = "".join(
        f"#grid(columns: ({', '.join(['1fr'] * len(row))},), gutter: 4mm, {', '.join(small(*fact) for fact in row)})\n"
        for row in rows
    ) + grid("(1fr,)", [f"[#text(size: 6pt)[{FACTS[6][0]}] \\ {FACTS[6][1]}]"])  # fmt: skip
    assert said(read(typeset(body))) == FIELDS


def test_labels_that_end_at_the_right_are_labels() -> None:
    """No colon, and little white before the value: the column tells."""
    cells = ", ".join(f"align(right)[{name}], [{value}]" for name, value in FACTS)
    made = said(read(typeset(f"#grid(columns: (40mm, 1fr), row-gutter: 3mm, column-gutter: 1.5mm, {cells})\n")))
    assert made == FIELDS


def test_a_checklist_keeps_what_it_asks() -> None:
    """Questions that are no labels of ours, with their answers: what was implanted, and that something wasn't said."""
    asked = (
        ("Opererad i hjärta, hjärna eller öga", "☐ Ja ☒ Nej"),
        ("Kärlkateter eller inopererad dosa", "☒ Ja ☐ Nej"),
        ("Kan patienten ligga plant", "☐ Ja ☐ Nej"),
        ("Laktat", "9,8"),
    )
    checks = grid("(1fr, 60mm)", [f"[{text}]" for pair in asked for text in pair])
    labs = grid("(1fr, 20mm, 20mm, 20mm)", ["[Laktat]", "[9,8]", "[7,9]", "[7,2]"])
    made = read(typeset(LAYOUTS["label and value beside"] + checks + "#v(4mm)\n" + labs))
    other = made.fields[FieldName.OTHER]
    assert "Opererad i hjärta, hjärna eller öga: Nej" in other
    assert "Kärlkateter eller inopererad dosa: Ja" in other
    assert "Kan patienten ligga plant: ej besvarat" in other
    assert "9,8 7,9 7,2" in other


CHECKLIST = (
    ("Pacemaker / ICD", "Ja", "Edora, MR-villkorad"),
    ("Clips i hjärnan", "Nej", ""),
    ("Proteser, skruvar", "Ja", "Axelprotes vänster 2018"),
    ("Trångt i bur", "", ""),
    ("Metformin", "Nej", "Tar inte"),
)


@pytest.mark.parametrize("stroke", ["0.5pt + black", "(x: none, y: 0.5pt + black)"])
def test_crosses_in_columns_answer_and_comments_go_along(stroke: str) -> None:
    """A table of questions with a column for yes, one for no and one for comments, closed at its sides or open."""
    cells = [f"[{text}]" for text in ("Säkerhetsfråga", "Ja", "Nej", "Kommentar")]
    for asked, answer, told in CHECKLIST:
        cells += [f"[{asked}]", *(f"[{'☒' if answer == each else '☐'}]" for each in ("Ja", "Nej")), f"[{told}]"]
    inner = "table.vline(x: 1), table.vline(x: 2), table.vline(x: 3), "
    table = f"#table(columns: (70mm, 11mm, 11mm, 1fr), inset: 2mm, stroke: {stroke}, {inner}{', '.join(cells)})\n"
    made = read(typeset(LAYOUTS["label and value beside"] + table))
    assert made.fields[FieldName.IMPLANT].splitlines() == [
        "Pacemaker / ICD: Ja. Edora, MR-villkorad",
        "Proteser/skruvar: Ja. Axelprotes vänster 2018",
    ]
    assert made.fields[FieldName.OTHER].splitlines() == ["Clips i hjärnan: Nej"]
    assert made.fields[FieldName.METFORMIN].splitlines()[-1] == "Nej. Tar inte"
    assert "Kommentar" not in str(made.fields)


def test_an_empty_box_takes_nothing_from_its_neighbour() -> None:
    """A caption that nobody filled in, and values that begin like labels: each stays in its box."""
    facts = (("Metforminbehandling", ""), ("Graviditet", "Gravid v 19+2"), ("Till", "Röntgenkliniken, akutlab"))
    row = grid("(1fr, 1fr, 1fr)", [f"[#text(size: 6pt)[{name}] \\ {value}]" for name, value in facts])
    made = read(typeset(row + LAYOUTS["captions"].replace("Metformin", "Diabetes med metformin")))
    assert made.fields[FieldName.PREGNANCY].endswith("v 19+2")
    assert "Gravid" not in made.fields[FieldName.METFORMIN]
    assert said(made) == FIELDS | {FieldName.METFORMIN: f"Diabetes med metformin: {FACTS[9][1]}"}


def test_each_line_of_a_box_stands_in_its_place() -> None:
    """The patient's telephone in the box at the left is not beside the doctor at the top of the one at the right."""
    patient = "[Patient \\ 19410622-9828 \\ Torbjörn Lindqvist \\ Torpängen 1 \\ Tel: 031-3900 633]"
    sender = "[Avsändare \\ Hälsocentralen Myrsjö \\ Distriktsläkare Olof Häger \\ Tel: 031-3900 668]"
    asked = "#table(columns: (30%, 70%), [Önskad undersökning], [DT kolon], [Frågeställning], [Tumör?])"
    made = read(typeset(f"#table(columns: (50%, 50%), {patient}, {sender})\n{asked}"))
    assert made.fields[FieldName.CALL_BACK] == "031-3900 668"
    assert "031-3900 633" in made.identity.phones


def test_a_second_label_of_a_line_is_told_by_its_column() -> None:
    """ "CRP / LPK" stands below "Längd", with its figures behind it."""
    cells = ["Vikt", "68 kg", "Längd", "162 cm", "Kreatinin", "69 µmol/L", "CRP / LPK", "58 / 16,2"]
    table = "#table(columns: (20%, 30%, 20%, 30%), stroke: none, " + ", ".join(f"[{cell}]" for cell in cells) + ")"
    facts = "\n\n".join(f"{name}: {value}" for name, value in FACTS[:5])
    assert "CRP / LPK: 58 / 16,2" in read(typeset(f"{facts}\n\n{table}")).fields[FieldName.OTHER]

"""Labels and stories in running text, typeset here and read whole: run in, in small capitals, in columns."""

from __future__ import annotations

import pytest
import typst
from corpus import referrals

from ocr.pages.opening import layer
from outbound import referral
from outbound.referral import FieldName, Referral

FACTS = {
    "Patient": "Torbjörn Lindqvist",
    "Personnummer": "19410622-9828",
    "Önskad undersökning": "DT buk med kontrast",
    "Frågeställning": "Ileus? Divertikulit?",
    "Anamnes": "Buksmärta sedan två dygn. Opererad för tarmcancer 2021, har stomi.",
    "Status": "Mjuk buk, inga tarmljud.",
    "Njurfunktion": "Krea 109, eGFR 54",
    "Vikt": "82 kg",
    "Kontrastmedelsallergi": "Nej",
    "Implantat": "Höftprotes höger",
    "Metformin": "Nej",
    "Remitterande enhet": "Akutmottagningen NÄL",
    "Remittent": "Överläkare Eva Lind",
    "Svar rings till": "Bakjour kirurgi tel 031 390 06 13",
}
FIELDS = {
    FieldName.EXAMINATION: FACTS["Önskad undersökning"],
    FieldName.QUESTION: FACTS["Frågeställning"],
    FieldName.HISTORY: FACTS["Anamnes"],
    FieldName.STATUS: FACTS["Status"],
    FieldName.KIDNEY: "Krea 109, eGFR 54",
    FieldName.WEIGHT: "82 kg",
    FieldName.IMPLANT: "Höftprotes höger",
    FieldName.UNIT: "Akutmottagningen NÄL",
    FieldName.REFERRER: "Överläkare Eva Lind",
    FieldName.CALL_BACK: FACTS["Svar rings till"],
}
STORY = (
    "Buksmärta sedan två dygn, tilltagande i kväll. Kräkts fyra gånger, ingen avföring på tre dagar och inga gaser. "
    "Tidigare hjärtinfarkt och stroke med god återhämtning, opererad för tarmcancer för fem år sedan med stomi som "
    "senare lades ned. Uppspänd buk utan tarmljud, diffust öm med försvar nedtill. Laktat 3,4 och stigande värden."
)


def read(body: str) -> Referral:
    """A page of that markup, as it is read."""
    head = '#set page(paper: "a4", margin: 15mm)\n#set text(font: "Libertinus Serif", size: 10pt, hyphenate: false)\n'
    return referral.read(typst.compile(f"{head}{body}".encode()), "utskrift.pdf", today=referrals.TODAY)


@pytest.mark.parametrize("face", ["#emph[{}]", "#strong[{}]", "{}", "#underline[{}]"])
@pytest.mark.parametrize("stop", [".", ""])
def test_labels_run_into_the_text_part_it(face: str, stop: str) -> None:
    """Nothing but a face, or not even that, marks the labels: each fact is in its own field."""
    told = (f"{face.format(name)} {value.rstrip('.')}{stop}" for name, value in FACTS.items())
    made = read("= Remiss för röntgen\n" + " ".join(told))
    fields = {name: " ".join(made.fields.get(name, "").rstrip(".").split()) for name in FIELDS}
    assert fields == {name: value.rstrip(".") for name, value in FIELDS.items()}
    assert made.identity.names == ("Torbjörn Lindqvist",)


def test_a_story_keeps_its_words() -> None:
    """One that begins sentences with words that are labels too is no form."""
    story = "Vikt stabil. Allergi mot pollen som barn. Metformin utsatt i höstas. Status idag bättre. Implantat saknas."
    text = f"Undersökning: DT buk\nFrågeställning: Ileus?\nAnamnes: {story}\nEnhet: Akutmottagningen NÄL\n"
    made = referral.read(text.encode(), "a.txt", today=referrals.TODAY)
    assert " ".join(made.fields[FieldName.HISTORY].split()) == story


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_of_a_story_are_read_one_after_the_other(columns: int) -> None:
    """As in a newspaper; the form below them is none of theirs."""
    made = read(
        "Patient: Torbjörn Lindqvist 19410622-9828\n\nUndersökning: DT buk\n\nFrågeställning: Ileus?\n\n*Anamnes*\n\n"
        f"#block(height: {100 // columns}mm / 2.2, columns({columns}, gutter: 8mm)[{STORY}])\n"
        "Vikt: 82 kg\n\nRemitterande enhet: Akutmottagningen NÄL\n"
    )
    assert STORY in " ".join(made.fields[FieldName.HISTORY].split())
    assert made.fields[FieldName.WEIGHT] == "82 kg"


def test_small_capitals_are_one_word() -> None:
    """A larger first letter stands so near to the rest; a raised figure and the next word do not."""
    head = "level\tpage_num\tpar_num\tblock_num\tline_num\tleft\ttop\twidth\theight\ttext\n"
    words = (("P", 62, 53, 6, 12.6), ("atient", 68.3, 56, 30, 8.6), ("10", 110, 53, 8, 12.6), ("9", 118, 53, 4, 8.6),
             ("A", 130, 53, 6, 12.6), ("fri", 139, 56, 10, 8.6))  # fmt: skip
    rows = (f"5\t1\t0\t0\t0\t{left}\t{top}\t{width}\t{high}\t{text}\n" for text, left, top, width, high in words)
    assert [text for text, *_ in layer.words(head + "".join(rows))[1]] == ["Patient", "10", "9", "A", "fri"]

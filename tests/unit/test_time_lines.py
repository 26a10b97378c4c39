"""What happened when: times in a column of their own stay with what they tell the time of."""

from __future__ import annotations

import pytest
import typst
from cleaning import RULES_ALONE, SITE
from corpus import referrals

from outbound import anonymise, draft, referral
from outbound.referral import FieldName

HEAD = (
    ("Patient", "Tage Ekman"),
    ("Personnummer", "19410622-9828"),
    ("Undersökning", "DT hjärna"),
    ("Frågeställning", "Blödning?"),
)
EVENTS = (
    ("14:10", "Äter middag, frisk"),
    ("16:35", "Gångsvårighet, sluddrar"),
    ("17:40", "DT hjärna utan blödning, ASPECTS 9"),
    ("17:58", "Actilyse, bättre"),
    ("21:45", "Kräks, BT 224/118"),
)
FOOT = (("Vikt", "80 kg"), ("Remittent", "Dr Eva Lind"), ("Svar", "031-390 06 10"))


def history(data: bytes, name: str) -> str:
    """The history as it would be sent, by the rules alone."""
    source = referral.read(data, name, today=referrals.TODAY)
    clean = anonymise.anonymise(source, policy=RULES_ALONE, hospital_phones=draft.hospital_phones(SITE))
    return clean.fields[FieldName.HISTORY]


def grid(pairs: tuple[tuple[str, str], ...], columns: str, rule: str = "") -> str:
    """Typst's markup of two columns, a rule between them or none."""
    cells = ", ".join(f"[{cell}]" for pair in pairs for cell in pair)
    return f"#grid(columns: ({columns}), row-gutter: 3mm, column-gutter: 6mm, {rule} {cells})\n\n"


@pytest.mark.parametrize("rule", ["", "grid.vline(x: 1, stroke: 1pt),"])
def test_a_time_stands_in_the_line_of_what_happened(rule: str) -> None:
    """Between two columns of a form, with an upright rule or without; a word behind a time begins a sentence."""
    form = (*(grid(part, "35mm, 80mm") for part in (HEAD,)), "*Förlopp*\n\n", grid(EVENTS, "14mm, 100mm", rule))
    page = "".join((*form, grid(FOOT, "35mm, 80mm")))
    pdf = typst.compile(f'#set text(font: "DejaVu Sans", size: 9pt)\n{page}'.encode())
    told = history(pdf, "remiss.pdf")
    for when, what in EVENTS:
        assert f"{when} {what}" in told.splitlines()


def test_in_plain_text_as_well() -> None:
    """Two spaces or a tab part the columns there."""
    lines = [*(f"{name}: {value}" for name, value in HEAD), "Förlopp:", *("   ".join(pair) for pair in EVENTS)]
    told = history("\n".join((*lines, *(f"{name}: {value}" for name, value in FOOT))).encode(), "remiss.txt")
    for when, what in EVENTS:
        assert f"{when} {what}" in told


def test_a_chat_is_no_time_line() -> None:
    """Who speaks stands before a colon: read as a line of its own each, not as what happened."""
    said = (
        "23:51   Dr Lind: Är länken uppe?",
        "23:52   Rtg-ssk Pia: Nej, skriv här",
        "23:55   Dr Lind: DT hjärna m venfas",
    )
    made = referral.read("\n".join(said).encode(), "chatt.txt", today=referrals.TODAY)
    assert "23:55" not in made.fields.get(FieldName.QUESTION, "")
    assert "DT hjärna m venfas" in "\n".join(made.fields.values())

"""Labels as they are written, and what only looks like one."""

from __future__ import annotations

import pytest
from cleaning import FOOT, HEAD, cleaned

from outbound.referral import FieldName


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("**Kreatinin:** 57", FieldName.KIDNEY, "57"),
        ("Eventuell graviditet      Nej", FieldName.PREGNANCY, "Nej"),
        ("Info/text: Kräkts sedan i går.", FieldName.HISTORY, "Kräkts sedan i går."),
        ("Allergier: Inga", FieldName.ALLERGY, "Inga"),
        ("DBS: Ja, bilateral 2017", FieldName.IMPLANT, "Ja, bilateral 2017"),
        ("S: Kräkts sedan i går.\nB: Frisk.\nA: Blek.", FieldName.HISTORY, "Blek."),
        ("Smitta: [ ] Ja  [x] Nej", FieldName.INFECTION, "Nej"),
        ("Undersökning 1: MR rygg", FieldName.EXAMINATION, "MR rygg"),
        ("Vad hände: Cyklade in i en lastbil.", FieldName.HISTORY, "Cyklade in i en lastbil."),
        ("Tidigare: DT buk 2024-05-02", FieldName.EARLIER, "DT buk 2024-05-02"),
    ],
)
def test_labels_are_known(text: str, field: FieldName, value: str) -> None:
    """Bold print, a word before a label, two labels in turn, and "Inga", which is a name elsewhere."""
    assert value in cleaned(f"{HEAD}{text}\n").fields[field]


def test_a_letter_is_a_label_only_with_a_colon() -> None:
    """An initial before a surname labels nothing."""
    text = HEAD.replace("Namn: Torbjörn", "A").replace("\nPersonnummer:", "")
    assert "Lindqvist" not in cleaned(f"{text}Anamnes: Lindqvist har ont.{FOOT}").fields[FieldName.HISTORY]


def test_boxes_take_nothing_beside_them() -> None:
    """An empty box's word goes; what stands a column further stays."""
    clean = cleaned(f"[x] Akut  [ ] Elektiv   Kreatinin: 90\n{HEAD}Anamnes: Ont.{FOOT}")
    assert "90" in clean.fields[FieldName.KIDNEY]
    assert not any("Elektiv" in text for text in clean.fields.values())

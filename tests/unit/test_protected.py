"""What a referral says of protected identity holds it, and does not go along."""

from __future__ import annotations

import pytest

from outbound.referral.fields import doubts
from outbound.referral.page.grid import Cell, Row


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("SKYDDAD IDENTITET. Sekretessmarkering.\nFallit i trapp.", "Fallit i trapp."),
        ("Fallit i trapp. Skyddad identitet", "Fallit i trapp."),
        ("Ont sedan i går, har skyddade personuppgifter, kräkts.", "Ont sedan i går, har , kräkts."),
        ("Strålskydd gavs. Ingen graviditet.", "Strålskydd gavs. Ingen graviditet."),
    ],
)  # fmt: skip
def test_the_words_of_protected_identity_stay_here(told: str, kept: str) -> None:
    """They would tell the reader that the patient is one of few; what else stands there goes along."""
    assert doubts.unprotected(told) == kept


def row(*cells: str) -> Row:
    """A row with these cells, each in a column of its own."""
    return Row(tuple(Cell(text, 300.0 * at, 300.0 * at + 200, 0, 20) for at, text in enumerate(cells)), 1)


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ([row("SKYDDAD IDENTITET"), row("Nej")], False),
        ([row("Skyddad id.", "Nej")], False),
        ([row("Adress", "Postadress", "Skyddade uppgifter"), row("Ekvägen 3", "461 30 Trollhättan")], False),
        ([row("Adress", "Postadress", "Skyddade uppgifter"), row("Ekvägen 3", "461 30 Trollhättan", "Ja")], True),
        ([row("SKYDDAD IDENTITET"), row("Ekvägen 3")], True),
        ([row("Skyddad identitet", "Bo Ek")], True),
        ([row("Skyddad identitet", "☒")], True),
        ([row("Skyddad identitet", "☐")], False),
    ],
)
def test_a_form_that_asks_says_nothing_by_itself(rows: list[Row], held: bool) -> None:
    """What stands below it or beside it answers; a heading alone is no question."""
    assert bool(doubts.protected(doubts.stated(rows))) == held


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ("SEKRETESSMARKERING  Saknas", False),
        ("28 Sekretessmarkerad nej", False),
        ("Skyddade uppgifter:  Nej", False),
        ("Sekretessmarkering: ingen", False),
        ("Sekretessmarkering nej, ska införas i natt", True),
        ("Skyddad identitet: saknas adress", True),
        ("Sekretessmarkering\nnej till besök", True),
        ("Skyddade personuppgifter: ja", True),
    ],
)
def test_a_form_s_no_protects_nobody(told: str, held: bool) -> None:
    """Behind a colon, in the next cell, or alone behind the question; more words may say the contrary."""
    assert bool(doubts.protected(told)) == held

"""What a referral says of protected identity holds it, and does not go along."""

from __future__ import annotations

import pytest

from outbound.referral.fields import doubts


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

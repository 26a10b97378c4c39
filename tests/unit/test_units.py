"""The names of units, and which one a referral comes from."""

from __future__ import annotations

import pytest

from outbound.referral.words import units


@pytest.mark.parametrize(
    "text", ["Barn- och ungdomsakuten NÄL", "Onkologiavdelningen Uddevalla", "Strålbehandlingsavd Uddevalla"]
)
def test_units_with_their_hospital(text: str) -> None:
    """A unit ends with its hospital, and may begin with half a word."""
    assert units.first(f"Tfn till {text}, 031-390 06 10") == text or units.in_prose(text) == text


def test_where_the_writer_sits() -> None:
    """A mail tells the unit by where its writer is, not by where the patient once was."""
    assert units.written_at("Vårdad på IVA NÄL i maj. Vi på Gynakuten NÄL har en patient.") == "Gynakuten NÄL"

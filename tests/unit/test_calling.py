"""Which fax number pages came from, by the gateway's mail: whichever way it is written, and from nobody else's word."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import site as sites
from inbound import arrival, calling

DIALECT = sites.read(Path(sites.__file__).parent / "site.example.toml").dialect


def letter(sender: str, subject: str, text: str = "") -> arrival.Letter:
    """A mail."""
    return arrival.unpack(f"From: {sender}\nSubject: {subject}\n\n{text}\n".encode())


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("fax@fax.example", 'Fax received from "+46 31 745 96 10"', ""),
        ("fax@fax.example", "eFax from TELECONSULT - 3 page(s), caller ID: 0317459610", ""),
        ("fax@fax.example", "Nytt fax", "Sidor: 3\nAvsändare: 031-745 96 10\nTid: 01:20"),
        ("fax@fax.example", "Nytt fax", "CSID: 0046317459610"),
        ("+46317459610@fax.example", "Nytt fax", ""),
        ("46317459610@sub.fax.example", "Nytt fax", ""),
    ],
)
def test_the_number_is_told_in_one_spelling(sender: str, subject: str, text: str) -> None:
    """As the site file keeps it, so that the two can be compared."""
    assert calling.number(letter(sender, subject, text), DIALECT) == "+46317459610"


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("+46317459610@other.example", "Fax received from +46317459610"),
        ("fax@fax.example", "Fax received from TELECONSULT"),
        ("fax@fax.example", "Fax to +46317459610"),
    ],
)
def test_nothing_is_told_by_strangers_or_by_a_name(sender: str, subject: str) -> None:
    """A sender that the site does not trust, a machine's name for itself, a number that was sent to."""
    assert calling.number(letter(sender, subject), DIALECT) == ""

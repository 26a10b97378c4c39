"""What systems save is a form: each of its fields a line with its label."""

from __future__ import annotations

import pytest

from outbound.referral.page import exports

XML = """<?xml version="1.0" encoding="ISO-8859-1"?>
<r:Remiss xmlns:r="urn:remiss"><Patient namn="Björn Wigren" pnr="19690909-9837"/><Best><Us>DT hjärna</Us>
<Fraga>Blödning?</Fraga></Best><Anamnes>Föll i kväll, slog i <b>bakhuvudet</b>. Waran.</Anamnes>
<Krea enhet="µmol/L">88</Krea><Falt namn="Allergi">Nej</Falt><Falt label="Vikt" value="82 kg"/><Tomt/>
<Remittent><Namn>Karin Ekdahl</Namn><Telefon>031-390 06 10</Telefon></Remittent>
<Anhorig><Namn>Stina Wigren</Namn></Anhorig></r:Remiss>"""


def test_elements_of_xml_are_lines_with_their_labels() -> None:
    """Whose name and telephone it is tells the element around it; what leads into a text is no part of its own."""
    assert exports.unpacked(XML).splitlines() == [
        "Namn: Björn Wigren",
        "Pnr: 19690909-9837",
        "Us: DT hjärna",
        "Fraga: Blödning?",
        "Anamnes: Föll i kväll, slog i bakhuvudet. Waran.",
        "Krea: 88 µmol/L",
        "Allergi: Nej",
        "Vikt: 82 kg",
        "Remittent namn: Karin Ekdahl",
        "Remittent telefon: 031-390 06 10",
        "Anhorig namn: Stina Wigren",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<Remiss><Us>DT hjärna</Remiss>",
        "<65 år, DT hjärna",
        '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>',
    ],
)
def test_what_is_no_plain_xml_stays_as_it_is(text: str) -> None:
    """Damaged, no XML at all, or with declarations that may unfold to any length."""
    assert exports.unpacked(text) == text

"""Who a page is of, where name and number stand in its corner beside the hospital; and who refers."""

from __future__ import annotations

from datetime import date

import pytest
import typst

from outbound import referral
from outbound.referral import FieldName
from outbound.referral.words import phones

PAGE = """#set page(paper: "a4", margin: 15mm)
#set text(font: "DejaVu Sans", size: 9pt, lang: "sv")
#grid(columns: (1fr, 1fr), row-gutter: 2mm, [Region Kronoberg], align(right)[*Tuulikki Warsame Ek*],
[Centrallasarettet Växjö], align(right)[19410822-9842])
#v(6mm)
#grid(columns: (40mm, 1fr), row-gutter: 3mm, [Undersökning], [MR ländrygg], [Frågeställning], [Cauda equina?],
[Anamnes], [Ischias sedan i går, domnad i skrevet.], [Enhet], [Ortopedakuten CLV], [Beställare],
[Leg läk Signe Brorsson], [Svar rings till], [031-390 06 10])
"""


def test_a_name_that_ends_where_its_number_ends_is_the_patients() -> None:
    """The hospital's own word beside the number is nobody's name."""
    made = referral.read(typst.compile(PAGE.encode()), "remiss.pdf", today=date(2026, 11, 28))
    assert any("Tuulikki" in name for name in made.identity.names)
    assert not any("lasarett" in name for name in made.identity.names)
    assert made.fields[FieldName.REFERRER] == "Leg läk Signe Brorsson"


@pytest.mark.parametrize(
    ("written", "printed"),
    [("Leg läk Signe Brorsson", "Leg läk Signe Brorsson"), ("Anna Ek, dotter", ""), ("Anna Ek brorsson", "")],
)
def test_a_surname_is_no_nephew(written: str, printed: str) -> None:
    """Relatives leave a field of the staff's; whoever is named so stays."""
    assert phones.public(written) == printed

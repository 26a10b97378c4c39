"""A referral without any telephone is no reason to wait: the sheets name the sender. One that was not read is."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from cleaning import PAGE, SITE, cleaned, codes, read

from ocr import codes as references
from outbound import sheets
from outbound.referral import FieldName
from outbound.sheets import Printing

NONE = PAGE.format("Buksmärta sedan i går.").replace("Svarstelefon: 031-390 06 10\n", "")


@pytest.mark.parametrize(
    "told",
    ["", "Hustrun Anna nås på 070-174 06 41.", "Vårdnadshavare: Anna Ek, 070-174 06 41", "Inga allergier."],
)
def test_where_none_stands_none_is_missed(told: str) -> None:
    """A relative's telephone is none to call back."""
    assert "call_back_missing" not in codes(f"{NONE}\n{told}")


@pytest.mark.parametrize(
    "told", ["Telefon hit 070-174 06 41", "070-174 06 41", "Fråga jouren, 070-174 06 41, eller mig."]
)
def test_one_that_may_be_the_staffs_is_looked_at(told: str) -> None:
    """It is printed as the one to call back, or a person sees that it was not."""
    made = read(f"{NONE}\n{told}")
    assert FieldName.CALL_BACK in made.fields or "call_back_missing" in {reason.code for reason in made.reasons}


def test_the_sheets_name_the_sender_in_its_place() -> None:
    """Whoever reads the images at night has a number to call, in both languages."""
    printing = Printing(references.draw(Random(1).choice, "NAL"), SITE, datetime(2026, 11, 28, 3, tzinfo=UTC))
    printed = " ".join(" ".join(sheets.typeset(cleaned(NONE), printing).text).split())
    assert f"ring avsändaren {SITE.call_back.shown}" in printed
    assert "phone the sender" in printed

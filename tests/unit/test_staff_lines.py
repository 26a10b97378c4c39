"""What other lines tell of who refers and from where is carried beside what the fields took; nobody else is."""

from __future__ import annotations

import pytest
from cleaning import cleaned

from outbound.referral import FieldName

PAGE = """Region Stockholm                     Danderyds sjukhus AB
Patient: Inga-Britt Söderlind  19410622-9828
Undersökning: DT buk
Frågeställning: Ileus?
Anamnes: Buksmärta sedan i går.
Enhet: Medicinakuten DS
Läkare: Tobias Wikner
{}
Telefon svar: 031-390 06 14
"""


def fields(line: str) -> dict[FieldName, str]:
    """What is carried of a referral that has such a line outside every label."""
    return dict(cleaned(PAGE.format(line)).fields)


@pytest.mark.parametrize("name", ["ssk Lisbeth Ahl", "öl Klara Tegström, kirurgbakjour"])
def test_a_second_one_of_the_staff_is_carried(name: str) -> None:
    """A signature below the referrer."""
    assert name in fields(f"\nmvh {name}\n")[FieldName.REFERRER]


def test_the_hospital_of_the_heading_is_carried_with_the_unit() -> None:
    """It stands nowhere else."""
    assert "Danderyds sjukhus AB" in fields("")[FieldName.UNIT]


@pytest.mark.parametrize(
    "line",
    [
        "Till röntgenjouren Lycksele",
        "Dottern Karin Berg, ssk, ringer",
        "Hämtad från Kvinnojouren Blåklockan i Åmål av polisassistent Ros.",
        "Diskuterat med vår bakjour och med polis på plats i natt, doktor okänd",
        "Remissmall version 3 akut",
    ],
)
def test_nobody_else_is_taken_for_staff(line: str) -> None:
    """Whom the paper goes to, somebody near, sentences, and what a form is called."""
    both = fields(f"\n{line}\n")
    assert line.split()[1] not in "".join(both[name] for name in (FieldName.UNIT, FieldName.REFERRER))

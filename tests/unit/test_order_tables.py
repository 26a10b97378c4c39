"""What is ordered in tables and lists of options: all of it is asked for, and nothing that was not."""

from __future__ import annotations

import pytest
from cleaning import FOOT, HEAD, cleaned

from outbound.referral import FieldName
from outbound.referral.page import analyses, grid, option_lists, ordered_examinations
from outbound.referral.values import Group

OWN = HEAD.replace("Undersökning: DT buk\n", "")
TABLE = """Kod      Benämning               Status
UL711    Ultraljud buk           Beställd
RG740    Genomlysning tarm       Beställd
RG701    Buköversikt             Makulerad 00:52
"""
LISTS = """Undersökning                 Upplysningar
 Bäcken                       Kan ej stå, säng
 Femur höger, hela
                              Syrgas 2 liter
 Lungor                       Demens
"""


def test_a_table_of_orders_is_what_is_asked_for() -> None:
    """But for what was taken back."""
    fields = cleaned(f"{OWN}\n{TABLE}{FOOT}").fields
    assert fields[FieldName.EXAMINATION] == "Ultraljud buk; Genomlysning tarm"
    assert "Buköversikt" not in "\n".join(fields.values())


def test_what_was_made_is_earlier_and_any_other_state_is_to_be_made() -> None:
    """A signed or a vetted order waits as any does; a table of what was made alone asks for nothing."""
    table = (
        TABLE.replace("Beställd", "Signerad", 1).replace("Beställd", "Granskad").replace("Makulerad 00:52", "Utförd")
    )
    fields = cleaned(f"{OWN}\n{table}{FOOT}").fields
    assert fields[FieldName.EXAMINATION] == "Ultraljud buk; Genomlysning tarm"
    assert fields[FieldName.EARLIER] == "Buköversikt"
    made = grid.from_text("Kod      Benämning       Status\nUL711    Ultraljud buk   Utförd\n")
    assert ordered_examinations.told(made) == list(made)


def test_where_all_was_taken_back_somebody_looks() -> None:
    """Nothing is asked for any more."""
    clean = cleaned(f"{OWN}\n{TABLE.replace('Beställd', 'Makulerad')}{FOOT}")
    assert FieldName.EXAMINATION not in clean.fields
    assert "unknown_layout" in {reason.code for reason in clean.reasons}


@pytest.mark.parametrize(
    ("heads", "made"),
    [
        (("Kod", "Benämning", "Status"), True),
        (("Undersökning", "Orderstatus"), True),
        (("Nr", "Undersökning", "Sida"), True),
        (("Undersökning", "Sida"), False),
        (("Undersökning", "Frågeställning"), False),
        (("Kod", "Status"), False),
    ],
)
def test_what_heads_such_a_table(heads: tuple[str, ...], made: bool) -> None:
    """An examination's name, and its code or its state; nothing else."""
    assert ordered_examinations.is_head(heads) is made


def test_lists_of_options_side_by_side_are_each_below_their_head() -> None:
    """Whichever lines were not ticked and left out."""
    lists = option_lists.told(grid.from_text(LISTS))
    assert [[cell.text for cell in row.cells] for row in lists] == [
        ["Undersökning:", "Bäcken; Femur höger, hela; Lungor"],
        ["Upplysningar:", "Kan ej stå, säng; Syrgas 2 liter; Demens"],
    ]
    assert cleaned(f"{OWN}\n{LISTS}{FOOT}").fields[FieldName.EXAMINATION] == "Bäcken; Femur höger, hela; Lungor"


def test_who_refers_beside_the_patient_is_no_list() -> None:
    """A form in two columns has its lines set in as well."""
    rows = grid.from_text(
        "Patient         Beställare\n  Bo Ek           Akuten NÄL\n  Parkgatan 3     Eva Lind, läkare\n"
    )
    assert option_lists.told(rows) == list(rows)


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        ("Undersökning: 1. HRCT thorax\n2. DT sinus\n", "1. HRCT thorax\n2. DT sinus"),
        (
            "Undersökning: 1 DT hjärna\n2 DT-angio hals\n3 DT perfusion\n",
            "1. DT hjärna\n2. DT-angio hals\n3. DT perfusion",
        ),
        ("Undersökning: 1. HRCT thorax\n3 stycken tabletter givna i kväll.\n", "1. HRCT thorax"),
    ],
)
def test_examinations_by_number_are_asked_for_together(told: str, whole: str) -> None:
    """From the first number on, each once; another figure begins a story."""
    assert cleaned(f"{OWN}{told}{FOOT}").fields[FieldName.EXAMINATION] == whole


def test_an_examination_beside_a_unit_in_the_head_is_asked_for() -> None:
    """The line as a whole reads as a unit."""
    fields = cleaned(f"Barnakuten Skövde  ***  DT hjärna barn  ***\n{OWN}Anamnes: Fall från skötbord.\n").fields
    assert fields[FieldName.EXAMINATION] == "DT hjärna barn"
    assert fields[FieldName.UNIT] == "Barnakuten Skövde"


def test_figures_below_their_names_are_told_with_them() -> None:
    """By their order, however they are set; a line with fewer figures than names is left alone."""
    rows = grid.from_text("CRP LPK  Kreatinin eGFR\n176 17,2 66 86\n")
    assert [row.text for row in analyses.told(rows)] == ["CRP 176, LPK 17,2, Kreatinin 66, eGFR 86"]
    short = grid.from_text("CRP LPK  Kreatinin eGFR\n176 17,2 66\n")
    assert analyses.told(short) == list(short)


def test_the_groups_of_labels_stay_apart() -> None:
    """No head of a list is the patient's or the staff's."""
    rows = option_lists.told(
        grid.from_text("Namn            Undersökning\n  Bo Ek           DT buk\n  Anna Ek         DT thorax\n")
    )
    assert all(row.boxed != "pair" for row in rows), Group.NAME

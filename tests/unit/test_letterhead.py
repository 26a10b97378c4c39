"""The referring unit as the first lines of a referral tell it."""

from __future__ import annotations

import pytest
from cleaning import read

from outbound.referral import FieldName
from outbound.referral.page import grid
from outbound.referral.sender import letterhead

PAGE = (
    "{}\nTorbjörn Lindqvist 19410622-9828\nDT buk. Buksmärta och kräkningar sedan i går.\nIleus?\nSvar 031-390 06 10\n"
)


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("Karlskoga lasarett Ortopedjour", "Karlskoga lasarett Ortopedjour"),
        ("TioHundra, Norrtälje sjukhus\nMedicinavdelning 2", "TioHundra, Norrtälje sjukhus, Medicinavdelning 2"),
        ("KAROLINSKA SOLNA    TRAUMACENTRUM    DRIFTSTOPPSREMISS", "KAROLINSKA SOLNA, TRAUMACENTRUM"),
        ("kalix sjukhus medicinakut 2026-11-09 06.55", "kalix sjukhus medicinakut"),
        ("Akademiska, BUP heldygnsvård 109", "Akademiska, BUP heldygnsvård 109"),
        ("Kirurgkliniken, Falu lasarett\nFalun 2026-02-11", "Kirurgkliniken, Falu lasarett"),
        ("Skellefteå lasarett\nBarnmott/kirakut, dr Jennie Marklund", "Skellefteå lasarett, Barnmott/kirakut"),
        ("Svegs hälsocentral, jourmottagningen", "Svegs hälsocentral, jourmottagningen"),
    ],
)
def test_the_head_names_the_unit(head: str, unit: str) -> None:
    """A hospital and its ward, on one line or two; no moment, no paper and no doctor."""
    assert read(PAGE.format(head)).fields[FieldName.UNIT] == unit


@pytest.mark.parametrize(
    "head",
    [
        "Till röntgenkliniken, Falu lasarett",
        "Smedängens äldreboende, avd Lärkan",
        "Lasarettsgatan 4, Berit Storm",
        "Ont i buken sedan i går",
        "Skomakare, Mora",
        "Rask, Lisa",
    ],
)
def test_what_is_no_sender_is_no_unit(head: str) -> None:
    """Whoever it goes to, a home, a street and a story."""
    assert letterhead.unit(grid.from_text(head)) == ""


def test_a_unit_by_its_label_stands_behind_its_hospital() -> None:
    """The head tells which hospital's, once."""
    text = "Centralsjukhuset Karlstad\nRemiss\nEnhet: {}\nNamn: Torbjörn Lindqvist\nPersonnr: 19410622-9828\n"
    assert read(text.format("AKM")).fields[FieldName.UNIT] == "Centralsjukhuset Karlstad, AKM"
    assert read(text.format("AKM Karlstad")).fields[FieldName.UNIT] == "AKM Karlstad"


def test_the_head_of_a_mail_is_no_part_of_the_referral() -> None:
    """What machines write there tells the reader nothing, and is no unknown label."""
    head = "From: Moa Thelander <moa@sjukhuset.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    head += "Message-ID: <20261128@sjukhuset.example>\nX-Mailer: Post 4.1\n\n"
    note = "Akutmottagningen NÄL\nTorbjörn Lindqvist 19410622-9828\nDT buk\nOnt i buken. Ileus?\n"
    made = read(f"{head}{note}Ring 031-390 06 10 Vera\n")
    assert not any("MIME" in text or "charset" in text or "example" in text for text in made.fields.values())
    assert "unknown_label" not in {reason.code for reason in made.reasons}

"""What was spaced out is read as everybody writes it; figures that stand apart for a reason stay apart."""

from __future__ import annotations

import pytest

from outbound.referral.page import spaced_out


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Patient: B j ö r n  W i g r e n, 57 år", "Patient: Björn  Wigren, 57 år"),
        ("B j ö r n W i g r e n", "Björn Wigren"),
        ("R E M I S S till röntgen", "REMISS till röntgen"),
        ("Pnr 1 9 6 9 0 9 0 9 - 9 8 3 7.", "Pnr 19690909-9837."),
        ("Ring 0 7 0 - 1 7 4 0 6 4 1, hustrun", "Ring 070-1740641, hustrun"),
    ],
)
def test_what_was_spaced_out_is_closed_up(typed: str, read: str) -> None:
    """Names, headings, personal numbers and telephones."""
    assert spaced_out.closed(typed) == read


@pytest.mark.parametrize(
    "typed", ["A B C D E utan anmärkning", "Alvedon 1 g 1 1 1 1", "Kraft 5 5 4 4 5 5", "vitamin B 1 2", "I v ö sa han"]
)
def test_what_stands_apart_for_a_reason_stays_so(typed: str) -> None:
    """The letters of a trauma, doses a day, grades of strength."""
    assert spaced_out.closed(typed) == typed

"""Accession numbers as people type them and see them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.referral.form import accessions

FIGURES = st.text("0123456789", min_size=7, max_size=12)
NUMBERS = st.one_of(
    FIGURES,
    FIGURES.map("SENAL{}".format),
    FIGURES.map(lambda figures: f"SU {figures[:4]} {figures[4:]}"),
    FIGURES.map(lambda figures: f"NR/25/{figures}"),
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        (" , ", ()),
        ("SENAL0004857482", ("SENAL0004857482",)),
        ("SU 7731 0098 2", ("SU 7731 0098 2",)),
        ("SENAL0004857482 SENAL0004857483", ("SENAL0004857482", "SENAL0004857483")),
        ("SENAL0004857482; SU 7731 0098 2", ("SENAL0004857482", "SU 7731 0098 2")),
        ("4857482, 4857482", ("4857482",)),
    ],
)
def test_typed_numbers(text: str, numbers: tuple[str, ...]) -> None:
    """A blank parts two whole numbers, and the groups of one stay together."""
    assert accessions.typed(text) == numbers


@given(st.lists(NUMBERS, unique=True, max_size=4))
@settings(max_examples=300, deadline=None)
def test_what_is_shown_is_typed_as_the_same(numbers: list[str]) -> None:
    """A form that is saved unchanged changes no number."""
    assert accessions.typed(accessions.shown(numbers)) == tuple(numbers)

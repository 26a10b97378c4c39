"""What the gate knows of a patient told in part: initials, torn names, a month of birth, a telephone cut short."""

from __future__ import annotations

import pytest

from outbound.gate import births, initials, names, numbers


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Tuulikki Lindqvist", "TL är orolig"),
        ("Tuulikki Lindqvist", "enligt TL inga besvär"),
        ("Tuulikki Lindqvist", "T.L. har ont"),
        ("Tuulikki Lindqvist", "L-qvist mår illa"),
        ("Karl-Gustav Hansson", "K-G har ont"),
        ("Maria Rosander", "MR är orolig"),
    ],
)
def test_initials_are_seen_where_a_person_is(name: str, text: str) -> None:
    """By a point behind each, by a title before them, by what only people feel."""
    assert list(initials.found(text, name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Maria Rosander", "MR är utförd, planeras MR. Pat MR hjärna, enligt MR"),
        ("Tuulikki Lindqvist", "TL 3,2, P-TL, TL-index, L-dopa"),
        ("Kerstin Svensson", "åter KS, hos KS"),
        ("Torbjörn", "T är orolig"),
    ],
)
def test_abbreviations_pass(name: str, text: str) -> None:
    """Else every other Maria R would stop her own examination."""
    assert not list(initials.found(text, name))


def test_a_torn_name_is_seen_in_small_letters_and_a_son_is_none() -> None:
    """ "lind qvist" is nobody else; "Hans son" is told of anybody."""
    assert list(names.found("fru lind qvist svarar", names.names("Lindqvist")))
    assert not list(names.found("Hans son ringde", names.names("Hansson")))


@pytest.mark.parametrize(
    "text",
    ["född i augusti", "f. aug -41", "född VIII 1941", "född 8/41", "årgång 1941", "årgång -41", "fyllde 85 i augusti"],
)
def test_a_month_or_a_year_of_birth_is_seen(text: str) -> None:
    """Where a birth or a birthday is told."""
    assert list(births.found(text, "1941-08-22"))


@pytest.mark.parametrize(
    "text", ["DT i augusti 2024", "åter i augusti", "född febril", "född i maj", "EF 41", "fyllde 85 i maj", "f. feber"]
)
def test_an_examinations_month_passes(text: str) -> None:
    """And somebody else's."""
    assert not list(births.found(text, "1941-08-22"))


def test_a_telephone_is_seen_without_its_area_code_unless_it_is_printed() -> None:
    """As it is dialled at home; a value beside others is none."""
    assert list(numbers.local("sms 174 06 55", "070-174 06 55", printed=()))
    assert not list(numbers.local("ring 390 06 10", "031-390 06 10", printed=("0313900610",)))
    assert not list(numbers.local("2174 06 55, 174 06 556, 1,74 06 55", "070-174 06 55", printed=()))

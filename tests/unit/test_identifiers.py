"""Numbers of every format, drawn by the hundred: found wherever they stand, read for what they tell, little else."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from corpus import referrals
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr import identifiers
from ocr.identifiers import Category
from service.demo import people

TODAY = date(2026, 11, 23)
BIRTHS = st.dates(date(1927, 1, 1), date(2026, 10, 1))
SEXES = st.sampled_from(("man", "kvinna"))
SEEDS = st.integers(0, 10_000)
AROUND = st.sampled_from(
    (("Pat ", " inkommer"), ("(", ")"), ("nr:", ", frisk"), ("", ""), ("Armband\n", "\n"), ("id ", "."))
)
NATURAL = (
    "CRP 187", "BT 178/95", "DT 2026-11-20", "kl 02.15", "20261118 0600", "2026-11-23 01:40", "Hb 112, Na 131", "L4-L5",
    "5 mg 1x2", "v 31+2", "CRP 212 -> 305", "TPK 245", "T4N2M1c", "sat 88 %", "D-dimer 4,1", "10-15 ml", "3400 ng/L",
    "1998", "2019-2024", "120/80-165/90", "8 st 0,5 mg",
)  # fmt: skip


def categories(text: str) -> set[Category]:
    """What is found in a text."""
    return {finding.category for finding in identifiers.find(text)}


@given(BIRTHS, SEXES, SEEDS, AROUND)
@settings(max_examples=400, deadline=None)
def test_personal_numbers(birth: date, sex: people.Sex, seed: int, around: tuple[str, str]) -> None:
    """In every spelling, with whatever beside it, the number is found whole and tells birth and sex."""
    number = people.personal_number(Random(seed), birth, sex)
    patient = referrals.Patient("A", "B", sex, birth, number, "", "", "")
    spelled = referrals.spelled(Random(seed), patient)
    text = around[0] + spelled + around[1]
    assert any(text[one.start : one.end].strip(" (,.)\n") == spelled for one in identifiers.find(text))
    read = identifiers.personal_number(spelled, TODAY)
    assert read is not None
    assert (read.sex, read.valid, read.kind) == (sex, True, "personal")


@given(BIRTHS, SEXES, SEEDS)
@settings(max_examples=200, deadline=None)
def test_coordination_numbers(birth: date, sex: people.Sex, seed: int) -> None:
    """The day counts sixty more; birth and sex are told as ever."""
    number = people.personal_number(Random(seed), birth, sex).replace("-", "")
    nine = f"{number[2:6]}{int(number[6:8]) + 60:02}{number[8:11]}"
    read = identifiers.personal_number(f"{nine[:6]}-{nine[6:]}{people.check_digit(nine)}", TODAY)
    assert read is not None
    assert read.kind == "coordination"
    assert read.birth is not None
    assert (read.birth.month, read.birth.day, read.sex) == (birth.month, birth.day, sex)


@given(BIRTHS, SEXES, SEEDS, st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_a_wrong_check_digit_is_still_a_number(birth: date, sex: people.Sex, seed: int, off: int) -> None:
    """A typing error hides nobody: found, and known as not valid."""
    number = people.personal_number(Random(seed), birth, sex)
    wrong = number[:-1] + str((int(number[-1]) + off) % 10)
    read = identifiers.personal_numbers(f"Pnr {wrong} enligt leg", TODAY)
    assert [one.valid for one in read] == [False]


@pytest.mark.parametrize("text", ["19450829K088", "450829K088", "19930829X802", "19810829M071", "22930829AB12"])
def test_reserve_numbers(text: str) -> None:
    """The regional and the national ones, by their published examples."""
    read = identifiers.personal_number(text, TODAY)
    assert read is not None
    assert read.valid
    assert read.kind in ("reserve", "national_reserve")
    assert categories(f"Armband {text} kontrollerat") == {Category.RESERVE_NUMBER}


@pytest.mark.parametrize(("text", "year"), [("22930829AB12", 1993), ("26030829AB12", 2003), ("31930829AB12", 1993)])
def test_a_national_reserve_number_tells_its_century_by_threes(text: str, year: int) -> None:
    """19 and 20 with a multiple of 3 added."""
    read = identifiers.personal_number(text, TODAY)
    assert read is not None
    assert read.birth == date(year, 8, 29)


def test_a_national_reserve_number_of_no_known_century_tells_no_day_of_birth() -> None:
    """Its century is written 00: whoever is 50 or 150 must not be printed as either."""
    read = identifiers.personal_number("00760301AB1C", TODAY)
    assert read is not None
    assert (read.kind, read.birth) == ("national_reserve", None)


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_telephones(seed: int) -> None:
    """In every spelling, found whole; two side by side are two."""
    one, other = referrals.phone(Random(seed)), referrals.phone(Random(seed + 1))
    for between in (" / ", ", ", "\n", " eller "):
        text = f"Tel {one}{between}{other} kväll"
        found = [text[at.start : at.end].strip() for at in identifiers.find(text) if at.category is Category.PHONE]
        assert found == [one, other]


@given(BIRTHS, SEEDS)
@settings(max_examples=300, deadline=None)
def test_dates_of_birth(birth: date, seed: int) -> None:
    """After "född", in every spelling, and read as that day."""
    patient = referrals.Patient("A", "B", "man", birth, "", "", "", "")
    spelled = referrals.birth(Random(seed), patient)
    assert categories(f"Kvinna född {spelled} i Norge") & {Category.BIRTH_DATE, Category.LONG_NUMBER}
    read = identifiers.born(spelled, TODAY)
    if read is not None:
        assert (read.month, read.day) == (birth.month, birth.day)
        assert read.year in (birth.year, birth.year + 100)


@given(st.integers(10, 99), st.integers(0, 999_999), st.integers(1, 9))
def test_lma_numbers(office: int, serial: int, card: int) -> None:
    """With and without the number of the card."""
    assert categories(f"LMA {office}-{serial:06}/{card}.") == {Category.LMA_NUMBER}


@pytest.mark.parametrize("text", NATURAL)
def test_clinical_figures_stay(text: str) -> None:
    """Values, doses, dates and times of the examination are nobody's numbers."""
    assert identifiers.find(f"Status {text} noterat") == ()


@pytest.mark.parametrize("text", ["5000-K123456-26", "RID-77412093", "A1234567", "x@y.se", "@vickanros"])
def test_other_numbers(text: str) -> None:
    """Case numbers, order numbers, passports and addresses on the net."""
    assert identifiers.find(f"Se {text} tack")


def test_a_date_behind_a_square_is_no_house_number() -> None:
    """A unit is called after its square, and the day stands beside it: "Jourcentralen Gamlestadstorget 2026-11-22"."""
    assert not any(one.category is Category.ADDRESS for one in identifiers.find("Jourcentralen Fisktorget 2026-11-22"))
    assert any(one.category is Category.ADDRESS for one in identifiers.find("Fisktorget 12-14"))

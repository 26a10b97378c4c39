"""References and numbers as they are written and worn: what is still an open case's own, and what is another's."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from matches import CASES, REPORT, matched, page, told

from ocr import codes


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Er remiss: {letters} | DT hjärna", "matched"),
        ("Ert ärende {letters} har granskats.", "matched"),
        ("ref NAC-{spaced} lämnas", "matched"),
        ("NAT {run}", "matched"),
        ("till er ref NAÄL-{letters} lämnas", "matched"),
        ("Er remiss: KSS-{letters}", "left"),
        ("Er remiss KSS {spaced}", "left"),
        ("KSS.{run}", "left"),
        ("NAP {spaced}", "left"),
        ("Vårt nr {letters}", "left"),
    ],
)
def test_letters_of_an_open_case_beside_our_label_or_a_worn_prefix_are_its_own(line: str, status: str) -> None:
    """The whole reference but for its prefix, left out or worn; another site's prefix is never taken for ours."""
    letters = CASES[5].reference[4:]
    said = line.format(letters=letters, spaced=letters.replace("-", " "), run=letters.replace("-", ""))
    (found,) = matched(page(f"{said}\n{REPORT}"))
    assert (found.status == "matched") == (status == "matched")
    assert (found.case == CASES[5].case) == (status == "matched")


def test_a_sign_that_stands_alone_behind_a_reference_is_no_part_of_it() -> None:
    """Any eight letters that are valid are so with an A behind them, and are then another reference."""
    own = CASES[5].reference
    (found,) = matched(page(f"Er ref {own}\na AMN\n{REPORT}"))
    assert (found.status, found.case) == ("matched", CASES[5].case)
    nine = str(codes.draw(random.Random(7).choice, "NAL", 6))
    (seen,) = codes.sightings(f"Referens {nine}\na", ["NAL"])
    assert str(seen.reference) == nine


@pytest.mark.parametrize(("second", "status"), [("", "matched"), ("NAL", "matched"), ("NAE", "unmatched")])
def test_a_prefix_that_both_readers_saw_alike_is_another_sites(second: str, status: str) -> None:
    """However near it lies to ours, and though the letters behind it are an open case's; its number doesn't help."""
    own = CASES[5]
    line = f"Avser {own.reference.replace('NAL', 'NAE')}\n{own.accessions[0]}\n{REPORT}"
    other = f"{own.reference.replace('NAL', second)} {own.accessions[0]}" if second else own.accessions[0]
    (found,) = matched(page(line, second=other))
    assert found.status == (status if status == "matched" else "unsure")
    assert ("other_reference" in told(found)) == (status != "matched")


def test_a_misread_prefix_before_an_open_cases_letters_is_no_other_site() -> None:
    """One sign of the prefix wrong, the letters an open case's own: that case, beside its symbol or alone."""
    own = CASES[5].reference
    line = f"Referens {own.replace('NAL', 'NAE')}\n{REPORT}"
    odd = line.replace("NAE", "NAO")
    for found in (matched(page(line, mark=own)), matched(page(line)), matched(page(odd, mark=own))):
        assert (found[0].status, found[0].case, found[0].misdirected) == ("matched", CASES[5].case, False)
    (far,) = matched(page(line.replace("NAE", "SAS")))
    assert (far.status, far.misdirected) == ("unmatched", True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Us-nr SENAL0001857403", "Us-nrSENAL0001857403"),
        ("UndersökningsnummerSENAL0001857403", "Undersökningsnummer:SENAL0001857403"),
        ("SENALO0O1857403", "SENAL0001857403"),
        ("SENAL000I8574O3", "SENAL00018S7403"),
        ("SENAL000185740B3", "SENAL0001857403"),
        ("SENAL000 185 7403", "SENAL0001857403"),
        ("5ENAL0001857403", "SENAI0001857403"),
        ("SENAL00O01857403", "SENAL0001857403"),
    ],
)
def test_a_letter_read_for_its_digit_and_a_label_run_into_it_hide_no_number(first: str, second: str) -> None:
    """Both printed for one sign, too; but a digit read for another is another number, and so is one digit more."""
    (found,) = matched(page(f"{first}\n{REPORT}", second=second), cases=CASES[:5])
    assert (found.status, found.case) == (("unsure" if "B3" in first else "matched"), CASES[1].case)


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("SENAL0001857403", "SFNAL0001857403", "matched"),
        ("5ENAI0001857403", "SENAT0001857403", "matched"),
        ("SENAL0001857403", "SłNAL0001857403", "matched"),
        ("XXNAL0001857403", "SENAL0001857403", "unsure"),
        ("SENAL0001857483", "SENAL0001857463", "unsure"),
    ],
)
def test_a_worn_letter_before_the_digits_hides_no_number(first: str, second: str, status: str) -> None:
    """One of them; two are too many, and then the digits still rank the case first. Digits are never forgiven."""
    (found,) = matched(page(f"{first}\n{REPORT}", second=second), cases=CASES[:5])
    assert (found.status, found.case) == (status, CASES[1].case)


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("acc.nr {n}", "(acce.nr {n})", "matched"),
        ("Accession: {spaced}", "Accession:{n}\nStudie {n}", "matched"),
        ("Us-nr SENAL{specked}", "SENAL{n}", "matched"),
        ("Us-nr | {n}", "$ENAL{n} Us-nr {n}", "matched"),
        ("acc.nr {n}", "", "unsure"),
        ("acc.nr {n}", "acc.nr {other}", "unsure"),
        ("acc.nr {n}\nacc.nr {other}", "acc.nr {n}", "unsure"),
        ("acc.nr SEKSS{n}", "acc.nr SEKSS{n}", "left"),
        ("Vårt ordernr {n}", "Vårt ordernr {n}", "left"),
        ("acc.nr 1857403", "acc.nr 1857403", "left"),
        ("Undersökt 2026-11-25 19:10, acc.nr {n}", "acc.nr {n}", "matched"),
    ],
)
def test_digits_called_the_number_are_the_number_and_specks_are_no_part_of_it(
    first: str, second: str, status: str
) -> None:
    """All of its digits, called so by both; with other letters, or called otherwise, they are no number of ours."""
    digits = CASES[1].accessions[0].removeprefix("SENAL")
    spelt = {
        "n": digits,
        "spaced": f"{digits[:3]} {digits[3:6]} {digits[6:]}",
        "specked": f"{digits[:4]}.{digits[4:]}",
        "other": f"{digits[:-1]}8",
    }
    first, second = (text.format(**spelt) for text in (first, second))
    (found,) = matched(page(f"{first}\n{REPORT}", second=second), cases=CASES[:5])
    assert (found.status == "matched") == (status == "matched")
    if status != "left":
        assert (found.status, found.case) == (status, CASES[1].case)


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("Patient: K 1935", True),
        ("Sex / born: F / 1935", True),
        ("1935, kvinna", True),
        ("man 1961", False),
        ("K 1935-12-09", None),
        ("den 3 maj 1961 K", None),
    ],
)
def test_a_year_behind_the_sex_is_the_year_of_birth(line: str, fits: bool | None) -> None:
    """A day is none."""
    case = replace(CASES[4], birth_year=1935, sex="kvinna")
    (found,) = matched(page(f"{line}\nDT hjärna\n{REPORT}", mark=case.reference), cases=[case])
    assert ("age" in told(found), "wrong_age" in told(found)) == (fits is True, fits is False)


def test_a_closed_number_told_as_an_earlier_examinations_is_no_other() -> None:
    """The own one stands apart and is seen by both; without it, or with an open one there, a person looks."""
    case, earlier = CASES[1], "Jämförelse görs med tidigare undersökning från november, acc.nr {}."
    own, closed, opened = case.accessions[0], "SENAL0009999999", CASES[3].accessions[0]
    told_of = {
        f"Acc.nr {own}\n{earlier.format(closed)}": "matched",
        f"Acc.nr {own}\n{earlier.format(opened)}": "unsure",
        f"Acc.nr {closed}\n{earlier.format(own)}": "unsure",
        f"Acc.nr {own}, acc.nr {closed}.": "unsure",
    }
    for text, status in told_of.items():
        (found,) = matched(page(f"{text}\n{REPORT}", second=text), cases=CASES[:5])
        assert found.status == status, text


def test_a_word_without_digits_is_no_number() -> None:
    """However its letters look."""
    case = replace(CASES[1], accessions=("6411",))
    (found,) = matched(page(f"GALL\n{REPORT}", second="GALL"), cases=[case])
    assert found.status != "matched"

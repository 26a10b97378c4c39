"""`drop`, `new` and `release` as somebody types them in haste: what is refused, and what is told of the case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from installation import Installed, installed

from service.commands import forms

SCANTY = ("--field", "examination=DT hjärna", "--field", "question=Blödning?")


@pytest.fixture
def reservfax(folder: Path) -> Installed:
    """An installation without a gateway."""
    return installed(folder)


def test_two_patients_with_the_same_scanty_facts_are_not_one_unseen(reservfax: Installed) -> None:
    """The second time it is said that the case was there, and what makes another of it."""
    first, again = (reservfax("new", *SCANTY, "--json") for _ in range(2))
    assert (json.loads(first.stdout)["known"], "fanns redan" in first.stderr) == (False, False)
    assert (json.loads(again.stdout)["known"], "--field name=NAMN" in again.stderr) == (True, True)
    other = reservfax.json("new", *SCANTY, "--field", "name=Ester Prov")
    assert other["reference"] != json.loads(first.stdout)["reference"]


def test_a_file_that_is_known_is_called_known(reservfax: Installed) -> None:
    """Its reference is told once more, and that no new case was made."""
    (reservfax.folder / "remiss.txt").write_text("Frågeställning: Blödning?\n", "utf-8")
    first, again = (reservfax("drop", "remiss.txt", "--json") for _ in range(2))
    reference = json.loads(first.stdout)["reference"]
    assert (json.loads(first.stdout)["known"], json.loads(again.stdout)["known"]) == (False, True)
    assert f"{reference}: filen fanns redan" in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "--field", "examination"), "värdet saknas"),
        (("new", "--field", "examination= "), "värdet saknas"),
        (("new", "--field", "age=abc"), "72 år"),
        (("new", "--field", "shoe=42"), "accession, age, sex"),
        (("new", "--field", "accession=hej hopp"), "inget accessionsnummer"),
        (("drop", "remiss.txt", "--accession", "Anna Ek"), "inget accessionsnummer"),
        (("drop", "gone.txt"), "Filen finns inte"),
        (("drop", "."), "Det är en mapp"),
        (("drop", "empty.txt"), "Filen är tom"),
        (("drop", "large.txt"), "Högst 20 MB"),
        (("words", "--accept", "kvirpedeng"), "--by"),
        (("reference", "--kit", "kit"), "--reserve"),
        (("read", "remiss.txt", "--cases", "gone.jsonl"), "Filen finns inte"),
        (("read", "remiss.txt", "--cases", "."), "Det är en mapp"),
    ],
)
def test_what_can_be_no_case_makes_none(reservfax: Installed, words: tuple[str, ...], said: str) -> None:
    """Wrong usage, told by what is wrong with it, and nothing is made."""
    (reservfax.folder / "remiss.txt").write_text("Frågeställning: Blödning?\n", "utf-8")
    (reservfax.folder / "empty.txt").write_text(" \n", "utf-8")
    with (reservfax.folder / "large.txt").open("wb") as large:
        large.truncate(21 * 1024**2)
    told = reservfax(*words)
    assert (told.returncode, said in told.stderr, "Traceback" in told.stderr) == (2, True, False)
    assert not (reservfax.folder / "data").exists()


@pytest.mark.parametrize("number", ["", "SENAL0048112", "SU 7731 0098 2", "NR/25/61180", "LID-44 17 302", "a_12.3"])
def test_a_number_as_a_ris_writes_it_is_taken(number: str) -> None:
    """In letters and figures, in groups too."""
    assert forms.accession(number) == number


@pytest.mark.parametrize("age", ["72", "72 år", "ca 40 år", "3 v 2 d", "14 mån"])
def test_an_age_as_people_write_it_is_taken(age: str) -> None:
    """Years, months, weeks, about."""
    assert forms.filled([f"age={age}"]) == {"age": age}


def test_only_somebody_who_may_releases(reservfax: Installed) -> None:
    """No such user, or one whose role may not: refused, and the case is as it was."""
    reference = reservfax.json("new", *SCANTY)["reference"]
    assert reservfax("user", "add", "Olle", "--role", "auditor", typed="en-lang-nattlig-fras\n").returncode == 0
    for name, said in (("Musse", "ingen heter så"), ("olle", "får inte släppa")):
        told = reservfax("release", reference, "--by", name)
        assert (told.returncode, said in told.stderr) == (2, True)


def test_the_paper_kits_folder_is_made(reservfax: Installed) -> None:
    """A folder that isn't there yet is no reason to send somebody away."""
    reserved = reservfax("reference", "--reserve", 1, "--kit", "paper/kit").stdout.split()
    assert [path.stem for path in (reservfax.folder / "paper" / "kit").iterdir()] == reserved

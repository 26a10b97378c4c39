"""A site learns words from what people approve: seen for two patients, accepted by an administrator, never a name."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import nights
import pytest
from nights import Night

from config.faults import Faults, Unusable
from service import models, words
from service.cases import CaseState
from service.commands import words as command
from service.sending import drafting, intake

REFERRAL = """Namn: {name}
Personnummer: {number}
Undersökning: DT buk
Frågeställning: Ileus?
Anamnes: Buksmärta sedan i går, {text}.
Remitterande enhet: Akutmottagningen NÄL
Telefon remittent: 031-390 06 10
"""
FIRST = ("Anna Lind", "19410622-9828")
SECOND = ("Bo Ek", "19680314-9811")


@pytest.fixture
def night(folder: Path) -> Generator[Night]:
    """An unattended house: what is held is held for a reason in the text."""
    with nights.begun(folder) as begun:
        yield begun


def drafted(night: Night, who: tuple[str, str], text: str) -> models.Case:
    """A referral with those words, drafted."""
    name, number = who
    data = REFERRAL.format(name=name, number=number, text=text).encode()
    return drafting.prepare(night.house, intake.take(night.house, data, "remiss.txt"))


def approved(night: Night, who: tuple[str, str], text: str) -> None:
    """The same, held for a word and approved by a person."""
    case = drafted(night, who, text)
    assert [row["code"] for row in case.reasons] == ["unfamiliar_word"]
    drafting.release(night.house, case, by="Eva")


def test_a_word_approved_for_two_patients_is_proposed_and_once_accepted_holds_nothing(night: Night) -> None:
    """One patient's word may be the patient's; twice the same patient is still one."""
    house = night.house
    approved(night, FIRST, "efter kvirpedeng i natt")
    approved(night, FIRST, "efter ny kvirpedeng i dag")
    assert words.proposed(house) == ()
    approved(night, SECOND, "ingen kvirpedeng tidigare")
    assert words.proposed(house) == (words.Proposal("kvirpedeng", 2),)
    words.accept(house, ["kvirpedeng"], by="Eva")
    assert (words.accepted(house), words.proposed(house)) == (("kvirpedeng",), ())
    assert drafted(night, SECOND, "åter kvirpedeng").state == CaseState.READY
    assert models.Event.objects.filter(kind="word_accepted", by="Eva").count() == 1


@pytest.mark.parametrize("word", ["fatima", "Lindqvist", "två ord", "070-174"])
def test_a_name_is_never_one_of_the_sites_words(night: Night, word: str) -> None:
    """Nor is a number, or more than one word."""
    with pytest.raises(words.NotAWord):
        words.accept(night.house, ["kvirpedeng", word], by="Eva")
    assert words.accepted(night.house) == ()


def test_an_accepted_word_never_unmasks_an_identity(night: Night) -> None:
    """A patient who is called so is masked all the same."""
    words.accept(night.house, ["kvirpedeng"], by="Eva")
    case = drafted(night, ("Anna Kvirpedeng", FIRST[1]), "enligt Kvirpedeng själv")
    assert "kvirpedeng" not in drafting.values(night.house, case)["history"].lower()


def test_the_name_of_an_open_cases_patient_is_no_word_of_the_site(night: Night) -> None:
    """No list has it, but a referral of tonight does: in any case, and none of the words beside it is taken."""
    drafted(night, ("Anna Qvarbertz", FIRST[1]), "efter fall")
    for word in ("Qvarbertz", "qvarbertz"):
        with pytest.raises(Faults, match="kan vara ett namn"):
            command._accept(night.house, ["kvirpedeng", word], "Eva")
    with pytest.raises(Unusable, match="ett enda ord"):
        command._accept(night.house, ["två ord"], "Eva")
    assert words.accepted(night.house) == ()
    command._accept(night.house, ["kvirpedeng"], "Eva")
    assert words.accepted(night.house) == ("kvirpedeng",)

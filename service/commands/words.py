"""`reservfax words`: the site's own words, those that approvals propose, and accepting them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from config.faults import Faults, Unusable
from outbound.anonymise import names
from service import cli, house, models
from service import words as own
from service.cases import OPEN
from service.commands import users
from service.house import House
from service.sending import papers
from service.surroundings import Surroundings


def words(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Prints accepted and proposed words, or accepts those given."""
    if arguments.accept and not arguments.by.strip():
        raise Unusable(("--by: skriv ditt namn / write your name",))
    opened = house.enter(around.settings(), around.site())
    if arguments.accept:
        _accept(opened, arguments.accept, users.known(opened, arguments.by).shown)
    accepted, proposed = own.accepted(opened), own.proposed(opened)
    for word in accepted:
        print(f"{word}  godkänt / accepted")
    if not accepted and not proposed:
        print("Inga ord är godkända eller föreslagna / No words are accepted or proposed")
    for one in proposed:
        print(f"{one.word}  föreslaget, {one.patients} patienter / proposed, {one.patients} patients")
    return cli.DONE


def _accept(opened: House, given: Sequence[str], by: str) -> None:
    """Takes all of the words or none. Raises Unusable for what is no word, Faults for what may be somebody's name."""
    for word in given:
        if not word.isalpha():
            raise Unusable((f"{word}: ska vara ett enda ord av bokstäver / must be a single word of letters",))
    patients = _patients(opened)
    for word in given:
        if any(names.found(word, patients)):
            raise Faults((f"{word}: {_A_NAME}",))
    try:
        own.accept(opened, given, by=by)
    except own.NotAWord as refused:
        raise Faults((f"{refused.word}: {_A_NAME}",)) from None


def _patients(opened: House) -> names.Known:
    """The names of the patients of all open cases, as far as they were read."""
    open_cases = models.Case.objects.filter(site=opened.row, state__in=[state.value for state in OPEN])
    return names.of([name for case in open_cases for name in papers.identity(opened, case).names])


_A_NAME: Final = "kan vara ett namn och läggs inte till / may be a name and is not taken"

"""`reservfax words`: the site's own words, those that approvals propose, and accepting them."""

from __future__ import annotations

import argparse

from config.faults import Faults
from service import cli, house
from service import words as own
from service.surroundings import Surroundings


def words(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Prints accepted and proposed words, or accepts those given."""
    opened = house.enter(around.settings(), around.site())
    if arguments.accept:
        if not arguments.by:
            raise Faults(("--by: skriv ditt namn / write your name",))
        try:
            own.accept(opened, arguments.accept, by=arguments.by)
        except own.NotAWord as refused:
            raise Faults((f"{refused.word}: kan vara ett namn och läggs inte till / may be a name",)) from None
    for word in own.accepted(opened):
        print(f"{word}  godkänt / accepted")
    for one in own.proposed(opened):
        print(f"{one.word}  föreslaget, {one.patients} patienter / proposed, {one.patients} patients")
    return cli.DONE

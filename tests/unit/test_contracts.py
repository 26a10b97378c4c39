"""docs/contracts.md says what the code says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest

from inbound import folder, receipts
from inbound.matching import values as matching
from inbound.report import PageKind
from ocr import identifiers, text
from outbound import reasons
from outbound.referral import FieldName
from service import cases, cli, models

TEXT = (Path(__file__).parents[2] / "docs" / "contracts.md").read_text("utf-8")

LISTS: dict[str, Iterable[str]] = {
    "fix": (code for code, (kind, _) in reasons.TABLE.items() if kind == "fix"),
    "look": (code for code, (kind, _) in reasons.TABLE.items() if kind == "look"),
    "unreadable": get_args(text.UnreadableCode),
    "fields": FieldName,
    "categories": identifiers.Category,
    "kinds": PageKind,
    "evidence": get_args(matching.Code),
    "case": cases.CaseState,
    "attempt": cases.AttemptState,
    "arrival": cases.ArrivalState,
    "outcomes": receipts.Outcome,
    "left": get_args(folder.Reason),
    "roles": models.User.Role.values,
}


@pytest.mark.parametrize("name", LISTS)
def test_closed_list(name: str) -> None:
    """Who builds on our codes finds every one of them in the contract, and none that we don't use."""
    written = re.search(rf"<!-- {name} -->(.*?)<!-- end -->", TEXT, re.DOTALL)
    assert written is not None
    assert sorted(re.findall(r"`(\w+)`", written[1])) == sorted(LISTS[name])


def test_every_code_of_a_reason_has_its_words() -> None:
    """A reason that no table explains would hold a fax in the night with a fault."""
    assert set(get_args(reasons.Code)) == set(reasons.TABLE)


# What the launcher does itself, without our command line.
LAUNCHER = {"test", "install", "packages"}


def commands(row: str) -> list[str]:
    """The commands of a table row, by its first cell alone: the words of a description name no command."""
    named = re.findall(r"`(?:\./)?reservfax ([a-z]+(?: \\\| [a-z]+)*)", row.split(" | ")[0])
    return [command for several in named for command in several.split(r" \| ")]


def test_every_command_is_in_the_contract() -> None:
    """A command that nobody wrote down is a command that nobody can rely on; a gone one is not promised."""
    told = {command for row in TEXT.splitlines() for command in commands(row)}
    assert told == set(cli.HOMES) | LAUNCHER

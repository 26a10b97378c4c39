"""The command line's own words: each in both languages, and each complaint by the command that it is about."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from config.faults import Unusable
from service import models
from service.commands import forms, grammar


def parsers(one: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and all below it."""
    yield one
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    """What is said of these words, and the line of usage above it."""
    with pytest.raises(Unusable) as refused:
        grammar.parser().parse_args(words)
    return refused.value.lines[0], capsys.readouterr().err


def test_every_command_and_argument_is_told_in_both_languages() -> None:
    """No argument without help, no help in one language."""
    every = list(parsers(grammar.parser()))
    assert len(every) > 24
    for one in every:
        assert one.description
        told = {action.dest: action.help for action in one._actions if action.dest not in ("command", "user")}
        assert {dest: text for dest, text in told.items() if " / " not in (text or "")} == {}
        assert " / " in one.description
        assert "användning / usage: " in one.format_help()


def test_the_roles_are_those_of_the_ledger() -> None:
    """`user add --help` names each of them."""
    assert list(models.User.Role.values) == list(grammar.ROLES)


def test_the_fields_of_the_form_are_named_where_somebody_asks() -> None:
    """`new --help` names each of them."""
    assert grammar.FIELDS.split() == list(forms.NAMES)
    (new,) = (one for one in parsers(grammar.parser()) if one.prog == "reservfax new")
    assert set(forms.NAMES) <= set(new.format_help().replace("\n", " ").split())


@pytest.mark.parametrize(
    ("words", "swedish", "usage"),
    [
        (("anonymise", "a", "b", "-o", "c"), "hör inte hit: b", "reservfax anonymise"),
        (("cases", "--nonsense"), "hör inte hit: --nonsense", "reservfax cases"),
        (("reference", "--count", "x"), "heltal, 1-10000", "reservfax reference"),
        (("reference", "--count", "0"), "heltal, 1-10000", "reservfax reference"),
        (("reference", "--count", "2", "--reserve", "3"), "går inte tillsammans", "reservfax reference"),
        (("bench", "--seed", "x"), "inget heltal", "reservfax bench"),
        (("user", "add", "Eva", "--role", "boss"), "finns inte", "reservfax user add"),
        (("release", "NAL-AAAA-AAAA", "--by", " "), "ett namn behövs", "reservfax release"),
        (("drop",), "saknas: FILE", "reservfax drop"),
        (("drop", "a", "--route"), "ett värde saknas", "reservfax drop"),
        (("cases", "--json=1"), "tar inget värde", "reservfax cases"),
        (("nonsense",), "finns inte", "reservfax"),
    ],
)
def test_a_complaint_is_swedish_first_and_shows_the_commands_own_usage(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], swedish: str, usage: str
) -> None:
    """Both languages on one line; above it how that command is used."""
    said, above = complaint(capsys, *words)
    assert said.startswith(f"{usage}: ")
    assert swedish in said.split(" / ")[0]
    assert " / " in said
    assert f"usage: {usage} " in above


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else is asked for."""
    with pytest.raises(SystemExit) as ended:
        grammar.parser().parse_args(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"Reservfax {grammar.version()}\n")

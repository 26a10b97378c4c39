"""Every kind of event has words; an event that nobody can read tells nobody anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

from inbound.matching import values
from service import cases, models, rights, telling
from service.web import acts

SERVICE = Path(telling.__file__).parent
# An arrival with one of these is done, and in no list.
SETTLED = {"receipt", "unpacked", "acknowledgement"}


def test_every_event_has_words() -> None:
    """Moves of cases, attempts and arrivals, and all that is recorded beside them."""
    moves = {*cases.CASE_MOVES, *cases.ARRIVAL_MOVES, *(f"attempt_{name}" for name in cases.ATTEMPT_MOVES)}
    source = "\n".join(path.read_text("utf-8") for path in SERVICE.rglob("*.py"))
    recorded = set(re.findall(r"\.record\(\s*\"([a-z_]+)\"", source))
    recorded |= set(re.findall(r"\.change\(\s*\w+,\s*\"([a-z_]+)\"", source))
    facts = {f"report_{fact}" for fact in re.findall(r"_fact\(house, report, \"([a-z_]+)\"", source)}
    assert len(recorded) > 12
    assert len(facts) == 4
    assert moves | recorded | facts | {"looked_at"} <= set(telling.WORDS)


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (cases.CASE_MOVES, cases.CaseMove),
        (cases.ATTEMPT_MOVES, cases.AttemptMove),
        (cases.ARRIVAL_MOVES, cases.ArrivalMove),
    ],
)
def test_every_move_has_its_states(table: Mapping[str, cases.Move], names: object) -> None:
    """A move that may be named and stands in no table would fail in the night."""
    assert set(table) == set(get_args(names))


def test_every_refusal_has_words() -> None:
    """Whoever presses what is not done reads why."""
    assert all(acts.words(why) for why in get_args(rights.Why))


def test_every_note_and_every_piece_of_evidence_has_words() -> None:
    """What waits in the queue is told in words, and so is each reason for a proposal."""
    source = "\n".join(path.read_text("utf-8") for path in (SERVICE / "returning").glob("*.py"))
    notes = set(re.findall(r"note=\"([a-z_]+)\"|return \"([a-z_]+)\"", source))
    written = {word for pair in notes for word in pair if word} - SETTLED
    assert "unopened_part" in written
    assert written <= set(telling.STANDING)
    assert set(get_args(values.Code)) == set(telling.EVIDENCE)


@pytest.mark.parametrize(
    ("kinds", "released"), [((), True), (("look",), True), (("fix",), False), (("look", "fix"), False)]
)
def test_nobody_is_told_to_release_what_must_be_mended(kinds: tuple[str, ...], released: bool) -> None:
    """An empty file can be looked over for ever: its fields are to be filled in, or another file dropped."""
    case = models.Case(state="held", reasons=[{"code": "preview", "kind": kind} for kind in kinds])
    assert ("skicka" in telling.next_step(case).sv) is released

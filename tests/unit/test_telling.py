"""Every kind of event has words; an event that nobody can read tells nobody anything."""

from __future__ import annotations

import re
from pathlib import Path

from service import cases, telling

SERVICE = Path(telling.__file__).parent


def test_every_event_has_words() -> None:
    """Moves of cases, attempts and arrivals, and all that is recorded beside them."""
    moves = {*cases.CASE_MOVES, *cases.ARRIVAL_MOVES, *(f"attempt_{name}" for name in cases.ATTEMPT_MOVES)}
    source = "\n".join(path.read_text("utf-8") for path in SERVICE.rglob("*.py"))
    recorded = set(re.findall(r"\.record\(\s*\"([a-z_]+)\"", source))
    facts = {f"report_{fact}" for fact in re.findall(r"_fact\(house, report, \"([a-z_]+)\"", source)}
    assert len(recorded) > 12
    assert len(facts) == 4
    assert moves | recorded | facts | {"looked_at"} <= set(telling.WORDS)

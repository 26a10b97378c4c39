"""Clocks that ring: all of a ring or nothing, no way of telling that waits for another, and calls that are logged."""

from __future__ import annotations

import email
import socket
import time
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import houses
import pytest
import servers

from outbound import mail
from service import escalation, ledger, models, rights, telling
from service.house import House
from service.sending import intake

COMMAND = '#!/bin/sh\necho "$RESERVFAX_CLOCK $RESERVFAX_STEP $RESERVFAX_REFERENCE" >> {}\n'


@pytest.fixture
def deaf() -> Generator[int]:
    """The port of a mail server that takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def house(folder: Path, deaf: int) -> House:
    """A house with a command of its own, somebody on duty, and a mail server that is as good as dead."""
    command = folder / "larm"
    command.write_text(COMMAND.format(folder / "told"), "utf-8")
    command.chmod(0o700)
    made = houses.enter(
        folder, clock=houses.Clock(), alarm_command=command, smtp_host="127.0.0.1", smtp_port=deaf, smtp_timeout=60
    )
    return replace(made, site=replace(made.site, notices=replace(made.site.notices, on_duty=("jour@nal.example",))))


def later(house: House, **by: float) -> None:
    """Lets time pass."""
    clock = house.now
    assert isinstance(clock, houses.Clock)
    clock.later(**by)


def ringing(house: House) -> models.Case:
    """A case whose clock has rung."""
    case = intake.take_form(house, {"question": "Lungemboli?"}, by="Eva")
    house.ledger.stop_clocks(now=house.now(), by="Eva", case=case)
    house.ledger.set_clock("receipt", house.now(), case=case)
    assert escalation.ring_due(house) == 1
    return case


def rung(house: House, case: models.Case) -> list[tuple[str, int]]:
    """Kind and step of what rings for a case."""
    return [(clock.kind, clock.step) for clock in escalation.ringing(house) if clock.case == case]


def killed(*_: object) -> None:
    """The process dies here."""
    raise KeyboardInterrupt


def test_a_death_inside_a_ring_leaves_it_to_ring_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it stands, so that the next look rings, and the ladder goes on."""
    case = intake.take_form(house, {"question": "Stroke?"}, by="Eva")
    house.ledger.set_clock("receipt", house.now(), case=case)
    with monkeypatch.context() as dying:
        dying.setattr(ledger.Ledger, "begin_step", killed)
        with pytest.raises(KeyboardInterrupt):
            escalation.ring_due(house)
    assert rung(house, case) == []
    assert not models.Event.objects.filter(case=case, kind="rang").exists()
    assert escalation.ring_due(house) == 1
    later(house, minutes=30)
    escalation.ring_due(house)
    assert ("receipt", 1) in rung(house, case)


def test_no_alarm_waits_for_a_dead_mail_server(house: House, folder: Path) -> None:
    """Ringing touches the ledger alone, the command runs at once, and the mail gives up within seconds."""
    begun = time.monotonic()
    case = ringing(house)
    assert escalation.command_due(house)
    assert time.monotonic() - begun < 4
    assert (folder / "told").read_text("utf-8").split() == ["receipt", "0", case.reference]
    assert not escalation.mail_due(house)
    assert time.monotonic() - begun < 15
    assert not escalation.mail_due(house)
    assert models.Event.objects.filter(case=case, kind="notice_failed").count() == 1


def on_duty(house: House, port: int, *addresses: str) -> House:
    """The house with a mail server at that port and these on duty."""
    smtp = house.settings.smtp
    assert smtp is not None
    notices = replace(house.site.notices, on_duty=addresses)
    settings = replace(house.settings, smtp=replace(smtp, port=port))
    return replace(house, settings=settings, site=replace(house.site, notices=notices))


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "."])
def test_an_alarm_mail_that_was_put_off_is_tried_again_until_it_is_taken(house: House, stage: str) -> None:
    """At whichever stage the server asked to wait; once taken, it is never sent again for that step."""
    with servers.smtp(replies={stage: "451 greylisted, try again"}) as server:
        told = on_duty(house, server.port, "jour@nal.example", "chef@nal.example")
        case = ringing(told)
        assert not escalation.mail_due(told)
        server.replies.clear()
        before = len(server.taken)
        assert escalation.mail_due(told)
        assert len(server.taken) - before == 2
        assert not escalation.mail_due(told)
        assert len(server.taken) - before == 2
    assert models.Event.objects.filter(case=case, kind="notice_failed").count() == 1


class InTurn(dict[str, str]):
    """Replies to RCPT, one after the other, then 250."""

    def __init__(self, replies: list[str]) -> None:
        super().__init__()
        self._replies = replies

    def get(self, word: str, default: Any = None, /) -> Any:
        """The reply to a command."""
        return self._replies.pop(0) if word == "RCPT" and self._replies else default


def recipients(server: servers.Smtp) -> list[str]:
    """Whom each mail that was taken is to."""
    return [str(email.message_from_bytes(raw)["To"]) for raw in server.taken]


def test_only_who_could_not_be_mailed_is_mailed_again(house: House) -> None:
    """One of two was taken: the other is tried anew, alone, and nobody at all once it is silenced."""
    with servers.smtp(replies=InTurn(["250 ok", "451 later", "451 later"])) as server:
        told = on_duty(house, server.port, "jour@nal.example", "chef@nal.example")
        ringing(told)
        assert not escalation.mail_due(told)
        assert not escalation.mail_due(told)
        assert recipients(server) == ["jour@nal.example"]
        assert escalation.mail_due(told)
        assert recipients(server) == ["jour@nal.example", "chef@nal.example"]


def test_a_mail_whose_sender_died_over_it_is_told_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have arrived, but told twice is better than not at all; not before the other may be dead."""
    with servers.smtp() as server:
        told = on_duty(house, server.port, "jour@nal.example")
        ringing(told)
        with monkeypatch.context() as dying:
            dying.setattr(mail, "_data", killed)
            with pytest.raises(KeyboardInterrupt):
                escalation.mail_due(told)
        assert not escalation.mail_due(told)
        later(told, minutes=2)
        assert escalation.mail_due(told)
        assert len(server.taken) == 1


def test_a_clock_that_is_silenced_while_others_are_mailed_is_not_mailed(house: House) -> None:
    """A round may last, with a slow server: who has seen to the case meanwhile wakes nobody."""
    with servers.smtp() as server:
        told = on_duty(house, server.port, "jour@nal.example")
        case = ringing(told)
        (seen,) = [clock for clock in escalation.ringing(told) if clock.case == case]
        told.ledger.stop_clocks(now=told.now(), by="Eva", case=case)
        assert told.settings.smtp is not None
        assert not escalation._mail(told, seen, told.settings.smtp)
        assert not server.taken


def test_each_alarm_is_told_once(house: House, folder: Path) -> None:
    """Also after a restart, and not at all once somebody has silenced it."""
    ringing(house)
    assert escalation.command_due(house)
    assert not escalation.command_due(house)
    case = ringing(house)
    house.ledger.stop_clocks(now=house.now(), by="Eva", case=case)
    assert not escalation.command_due(house)
    assert len((folder / "told").read_text("utf-8").splitlines()) == 1


def test_nobody_answered_brings_the_next_rung_at_once(house: House) -> None:
    """The call stands in the log with its rung; the one after it rings without waiting for its time."""
    case = ringing(house)
    escalation.called(house, case, step=1, outcome="no_answer", by="Eva")
    assert escalation.ring_due(house) == 1
    assert rung(house, case) == [("receipt", 0), ("receipt", 2)]
    later(house, hours=1)
    assert escalation.ring_due(house) == 1
    assert rung(house, case)[-1] == ("receipt", 3)
    called = models.Event.objects.get(case=case, kind="called")
    assert (called.by, called.facts) == ("Eva", {"step": 1, "outcome": "no_answer"})
    assert telling.words(called, "sv").endswith("1, inget svar")


def test_a_call_that_was_answered_is_quiet_for_a_while_only(house: House) -> None:
    """A promise on the telephone is no receipt: without one it rings again, from the first step."""
    case = ringing(house)
    escalation.called(house, case, step=1, outcome="reached", by="Eva")
    assert rung(house, case) == []
    later(house, minutes=16)
    escalation.ring_due(house)
    assert rung(house, case) == [("receipt", 0)]


@pytest.mark.parametrize(("step", "outcome"), [(0, "reached"), (99, "reached"), (1, "asleep")])
def test_only_a_number_of_the_list_is_called(house: House, step: int, outcome: str) -> None:
    """What a forged form sends is refused."""
    case = ringing(house)
    with pytest.raises(rights.NotAllowed):
        escalation.called(house, case, step=step, outcome=outcome, by="Eva")
    assert rung(house, case) == [("receipt", 0)]

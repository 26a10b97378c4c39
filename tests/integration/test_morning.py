"""The morning mail: once, in its time, to the one address of the site file, and with nothing of a patient in it."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import houses
import nights
import pytest
import servers
import simultaneous
from nights import Night

from outbound import notices
from service import models, morning, posting
from service.sending import drafting

# Half past six at the site, in winter.
DUE = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)


def at(night: Night, when: datetime) -> None:
    """Sets the night's clock."""
    clock = night.house.now
    assert isinstance(clock, houses.Clock)
    clock.at = when


def letters(night: Night, case: models.Case) -> list[EmailMessage]:
    """What left beside the fax of the case."""
    taken = [email.message_from_bytes(raw, policy=policy.default) for raw in night.gateway.taken]
    return [letter for letter in taken if case.reference not in str(letter["subject"])]


def test_the_night_is_told_once_when_its_morning_has_come(folder: Path) -> None:
    """Not before its time, not twice the same day; the open case by its reference, the log's head, no patient."""
    with nights.begun(folder) as night:
        case = nights.sent(night.house)
        assert not morning.send_due(night.house)
        at(night, DUE)
        head = models.Site.objects.get(pk=night.house.row.pk).chain_head
        assert morning.send_due(night.house)
        assert not morning.send_due(night.house)
        (letter,) = letters(night, case)
        told = letter.get_content()
        assert letter["to"] == night.house.site.notices.administrators
        assert case.reference in told
        assert head
        assert head in told
        known = night.house.vault.open(case, by="Prov", why="test", now=night.house.now())["identity"]
        assert known["names"]
        assert not [name for name in known["names"] if name in told]


def test_the_next_morning_has_a_mail_of_its_own(folder: Path) -> None:
    """The day after is another day."""
    with nights.begun(folder) as night:
        case = nights.sent(night.house)
        for day in (22, 23):
            at(night, DUE.replace(day=day))
            assert morning.send_due(night.house)
        assert len(letters(night, case)) == 2


def test_of_two_processes_one_tells(folder: Path) -> None:
    """Both find that it is due; the row that is made right before DATA decides, and the other sends nothing."""
    with nights.begun(folder, delay=0.2) as night:
        case = nights.taken(night.house)
        at(night, DUE)
        done = simultaneous.all_at_once(*[lambda: morning.send_due(night.house)] * 4)
        assert sorted(map(str, done)) == ["False", "False", "False", "True"]
        assert len(letters(night, case)) == 1


def test_a_mail_whose_sender_died_is_not_told_as_sent(folder: Path) -> None:
    """The row is there and no end of it: it may have arrived. Told so, once, and not repeated."""
    with nights.begun(folder) as night:
        nights.taken(night.house)
        at(night, DUE)
        posting._claim(night.house, "morning", str(night.house.today()))
        assert not morning.send_due(night.house)
        at(night, DUE + timedelta(minutes=11))
        assert [morning.send_due(night.house), morning.send_due(night.house)] == [False, False]
        (lost,) = models.Event.objects.filter(site=night.house.row, kind="morning_mail_lost")
        assert lost.facts["outcome"] == "uncertain"
        assert not night.gateway.taken


def test_the_night_tells_of_itself_alone(folder: Path) -> None:
    """What was sent and closed a week ago is told no more; what is still open is."""
    with nights.begun(folder) as night:
        case = nights.taken(night.house)
        long_ago = DUE - timedelta(days=7)
        models.Case.objects.filter(pk=case.pk).update(state="closed", sent_at=long_ago)
        night.house.ledger.record("close", now=long_ago, by="Olle", case=case)
        at(night, DUE)
        assert {name: morning._values(night.house)[name] for name in ("sent", "closed")} == {"sent": 0, "closed": 0}
        models.Case.objects.filter(pk=case.pk).update(sent_at=DUE - timedelta(hours=3))
        night.house.ledger.record("close", now=DUE - timedelta(hours=1), by="Olle", case=case)
        assert {name: morning._values(night.house)[name] for name in ("sent", "closed")} == {"sent": 1, "closed": 1}


def test_a_house_without_a_night_says_nothing(folder: Path) -> None:
    """Nothing happened before the morning: there is nothing to tell."""
    with nights.begun(folder) as night:
        at(night, DUE)
        models.Event.objects.filter(site=night.house.row).exclude(at__gte=DUE).delete()
        assert not morning.send_due(night.house)


@pytest.mark.parametrize(
    ("how", "done", "noted"),
    [
        ({"replies": {"RCPT": "450 later"}}, False, []),
        ({"replies": {"RCPT": "550 no"}}, True, ["refused"]),
        ({"drop": "."}, True, ["uncertain"]),
    ],
)
def test_a_mail_that_does_not_leave_is_tried_again_or_noted(
    folder: Path, how: servers.Manners, done: bool, noted: list[str]
) -> None:
    """Put off: at the next look. Refused, or perhaps arrived: written in the log, and not repeated."""
    with nights.begun(folder, **how) as night:
        nights.taken(night.house)
        at(night, DUE)
        assert [morning.send_due(night.house), morning.send_due(night.house)] == [done, False]
        events = models.Event.objects.filter(site=night.house.row, kind="morning_mail_lost")
        assert not models.Event.objects.filter(site=night.house.row, kind="morning_mail").exists()
        assert [event.facts["outcome"] for event in events] == noted


def test_the_subjects_are_plain_ascii_words(folder: Path) -> None:
    """A mail's head carries nothing else, and a sign that it can't carry must not become a question mark."""
    with nights.begun(folder) as night:
        site = night.house.site
        alarm = notices.alarm(site, to="a@example.org", kind="held", step=1, reference="NAL-KXTR-PNDA", key="1")
        subjects = [morning.notice(night.house).subject, alarm.subject]
        assert all(subject.isascii() and "?" not in subject for subject in subjects)
        assert "nattens rapport" in subjects[0]


def test_what_is_held_is_told_with_its_reason(folder: Path) -> None:
    """By closed words alone: the morning knows what waits for whom without opening each."""
    with nights.begun(folder) as night:
        case = nights.drafted(night.house, "protected")
        told = morning.notice(night.house).body
        assert f"{case.reference}  Hålls kvar: Skyddad identitet: en namngiven person måste godkänna." in told
        printed = " ".join(drafting.values(night.house, case).values()).lower()
        assert "skydda" not in printed
        assert "sekretess" not in printed

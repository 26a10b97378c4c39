"""Workers that bear a ledger that is away for a moment: nothing they know is lost, and no part dies of it."""

from __future__ import annotations

import hashlib
import imaplib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import houses
import pytest
import servers
from django.db import DatabaseError, OperationalError, connection

from config.settings import Imap, Secret
from inbound import folder as folders
from service import cases, ledger, models, review, status, workers
from service.cases import ArrivalState, CaseState
from service.house import House
from service.returning import arriving, reading
from service.sending import intake
from service.workers import crew, leases, watching


@pytest.fixture
def house(folder: Path) -> House:
    """A house whose folders are looked through quickly."""
    return houses.enter(folder, clock=houses.Clock(), folder_settle="0.1", folder_rescan="0.3")


def away(times: int, then: Callable[..., object]) -> Callable[..., object]:
    """A part of the ledger's that fails so often, as when its server is started anew."""
    left = [times]

    def run(*args: object, **words: object) -> object:
        if left[0] > 0:
            left[0] -= 1
            raise OperationalError("server closed the connection")
        return then(*args, **words)

    return run


def test_a_file_left_alone_is_told_when_the_ledger_is_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher goes on, the note waits for the ledger; before, both ended, and the service with them."""
    monkeypatch.setattr(ledger.Ledger, "record", away(3, ledger.Ledger.record))
    (house.folder("inbound") / "link.tif").symlink_to("/etc/hostname")
    at_work = workers.Crew()
    workers.watch(house, at_work)
    try:
        servers.wait_for(lambda: models.Event.objects.filter(site=house.row, kind="left_alone").count() == 1, 30)
        assert not at_work.died
    finally:
        at_work.join(10)


def test_a_worker_with_nothing_to_do_asks_when_something_was_written(house: House) -> None:
    """Idle it asks nothing but SQLite's own counter; a change, time, and work left over make it look."""
    asked, now, busy = list[float](), [0.0], [False]
    look = crew.when_changed(lambda: bool(asked.append(now[0])) or busy[0], every=5.0, clock=lambda: now[0])
    for _ in range(3):
        look()
    assert asked == ([0.0] if connection.vendor == "sqlite" else [0.0] * 3)
    house.ledger.record("reserved", now=house.now(), by="prov")  # this thread's own is its own to know of

    def somebody_else() -> None:
        intake.take_form(house, {"question": "Stroke?"}, by="Eva")
        connection.close()

    elsewhere = threading.Thread(target=somebody_else)
    elsewhere.start()
    elsewhere.join()
    before, busy[0] = len(asked), True
    assert look()
    assert look()
    busy[0] = False
    assert not look()
    assert len(asked) == before + 3
    now[0] = 6.0
    look()
    assert asked[-1] == 6.0


def test_a_mailbox_that_is_down_rings_although_the_ledger_was_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told once, written as soon as the ledger takes it."""
    notes = crew.Notes()
    monkeypatch.setattr(ledger.Ledger, "set_clock", away(1, ledger.Ledger.set_clock))
    notes.add(lambda: watching._stands(house, "down"))
    with pytest.raises(DatabaseError):
        notes.write_one()
    assert notes.write_one()
    assert models.Clock.objects.filter(site=house.row, kind="mailbox", stopped_at__isnull=True).exists()
    assert not notes.write_one()


@pytest.mark.parametrize("fault", [ledger.Stale("held", "Eva", houses.NIGHT), cases.Forbidden("hold", "sent")])
def test_a_file_met_by_somebody_elses_move_is_tried_again(house: House, fault: Exception) -> None:
    """It stays where it is, and the watcher goes on."""
    tried = list[str]()

    def take(drop: folders.Drop) -> None:
        tried.append(drop.name)
        if len(tried) == 1:
            raise fault

    (house.folder("outbound") / "remiss.txt").write_bytes(b"Remiss\n")
    stop = threading.Event()
    once = watching.watched(house, "outbound", take, crew.Notes(), stop)
    thread = threading.Thread(target=once, daemon=True)
    thread.start()
    try:
        servers.wait_for(lambda: len(tried) == 2, 20)
        servers.wait_for(lambda: not (house.folder("outbound") / "remiss.txt").exists(), 20)
    finally:
        stop.set()
        thread.join(10)


def test_a_file_that_was_never_gone_opens_no_second_case(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can't be removed; the service is started anew, half a day later, and the case is over: it is told, no more."""
    clock = houses.Clock()
    house = houses.enter(folder, clock=clock, folder_settle="0.1", folder_rescan="0.3")
    dropped = house.folder("outbound") / "remiss.txt"
    dropped.write_bytes(b"Remiss\n")
    clock.at = datetime.now(UTC) + timedelta(seconds=1)
    with monkeypatch.context() as locked:
        locked.setattr(folders, "_remove", refused)
        for start in range(3):
            at_work = workers.Crew()
            workers.watch(house, at_work)
            told = models.Event.objects.filter(site=house.row, kind="left_alone", facts__reason="not_removed")
            servers.wait_for(lambda: told.count() > start, 20)  # noqa: B023
            at_work.join(10)
            assert told.count() == start + 1
            with monkeypatch.context() as later:
                later.setattr(review, "_TAKEN_WITHIN", timedelta())
                assert review.night(house, "sv").left == (review.Left(house.folder("outbound"), 1),)
            clock.later(hours=13)
            models.Case.objects.filter(site=house.row).update(state=CaseState.CLOSED)
        assert models.Case.objects.filter(site=house.row).count() == 1
    dropped.unlink()
    assert review.night(house, "sv").left == ()
    dropped.write_bytes(b"Remiss\n")
    since = datetime.fromtimestamp(dropped.stat().st_ctime, UTC)
    models.Case.objects.filter(site=house.row).update(created_at=since - timedelta(hours=13))
    assert intake.take(house, b"Remiss\n", "remiss.txt", since=since).state == CaseState.RECEIVED


def refused(*_: object) -> bool:
    """A folder that lets nothing be removed."""
    raise PermissionError


def test_what_nobody_foresaw_in_one_file_stops_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays and is told of; the others are taken, and no part of the service dies of it."""
    real = arriving.from_folder

    def from_folder(house: House, data: bytes, name: str) -> models.Arrival:
        if name == "a.tif":
            raise ArithmeticError
        return real(house, data, name)

    monkeypatch.setattr(arriving, "from_folder", from_folder)
    for name in ("a.tif", "b.tif"):
        (house.folder("inbound") / name).write_bytes(b"II*\x00" + name.encode())
    at_work = workers.Crew()
    workers.watch(house, at_work)
    try:
        servers.wait_for(lambda: models.Arrival.objects.filter(site=house.row).count() == 1, 30)
        servers.wait_for(lambda: models.Event.objects.filter(site=house.row, kind="left_alone").count() == 1, 30)
        assert [path.name for path in house.folder("inbound").iterdir()] == ["a.tif"]
        assert not at_work.died
    finally:
        at_work.join(10)


def post(server: servers.Dovecot, mail: bytes) -> None:
    """A mail laid into the inbox."""
    with imaplib.IMAP4("127.0.0.1", server.port) as session:
        session.login("fax", servers.PASSWORD)
        assert session.append("INBOX", "", "", mail)[0] == "OK"


def test_what_nobody_foresaw_in_one_mail_sets_that_aside(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three sweeps that took others it is out of the way, and the mailbox rings until somebody has seen to it."""
    real = arriving.from_mail

    def from_mail(house: House, raw: bytes, key: str) -> models.Arrival:
        if b"gift" in raw:
            raise ArithmeticError
        return real(house, raw, key)

    monkeypatch.setattr(arriving, "from_mail", from_mail)
    with servers.dovecot() as server:
        imap = Imap(
            "127.0.0.1", server.port, "plain", "fax", Secret(servers.PASSWORD), None,
            "INBOX", "Handled", "Quarantine", 0.5, 2.0,
        )  # fmt: skip
        notes, stop = crew.Notes(), threading.Event()
        thread = threading.Thread(target=watching.post(house, imap, notes, stop), daemon=True)
        thread.start()
        try:
            post(server, b"Subject: gift\r\n\r\ngift\r\n")
            for mail in (f"Subject: prov\r\n\r\n{number}\r\n".encode() for number in range(4)):
                post(server, mail)
                servers.wait_for(
                    partial(models.Arrival.objects.filter(sha=hashlib.sha256(mail).hexdigest()).exists), 20
                )
            servers.wait_for(lambda: len(server.mails("Quarantine")) == 1, 20)
        finally:
            stop.set()
            thread.join(15)
    while notes.write_one():
        pass
    assert models.Clock.objects.filter(site=house.row, kind="mailbox", stopped_at__isnull=True).exists()


def test_faults_far_apart_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only faults in a row do."""
    stop, runs = threading.Event(), list[int]()

    def once() -> bool:
        runs.append(1)
        if len(runs) == crew.DEAD * 2:
            stop.set()
        raise OSError

    monkeypatch.setattr(crew, "_FORGOTTEN", 0.0)
    crew.retrying("prov", once, stop, 0.0)()
    assert len(runs) == crew.DEAD * 2
    monkeypatch.setattr(crew, "_FORGOTTEN", 300.0)
    with pytest.raises(OSError):  # noqa: PT011
        crew.retrying("prov", once, threading.Event(), 0.0)()
    assert len(runs) == crew.DEAD * 3


def test_a_lease_outlives_a_ledger_that_was_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One failed renewal is followed by another soon; the row stays its worker's."""
    intake.take(house, b"Remiss", "a.txt")
    (mine,) = house.ledger.claim(models.Case, [CaseState.RECEIVED], lease="mine", seconds=1)
    monkeypatch.setattr(ledger.Ledger, "renew", away(1, ledger.Ledger.renew))
    with leases.renewed(house, mine, every=0.1):
        before = mine.lease_until
        assert before is not None
        servers.wait_for(lambda: lease_until(mine) > before + timedelta(seconds=30), 10)
    assert house.ledger.move(mine, "hold", now=house.now(), by="drafter").state == CaseState.HELD


def lease_until(case: models.Case) -> datetime:
    """When the lease of a case ends, as the ledger has it."""
    until = models.Case.objects.get(pk=case.pk).lease_until
    assert until is not None
    return until


def test_an_arrival_is_being_read_while_it_is_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody sees that somebody is at it; if that one dies, another reads it."""
    while workers.read_one(house):
        pass
    arrival = arriving.from_folder(house, b"II*\x00 to be read", "fax.tif")
    seen = list[str]()
    real = reading.read

    def read(house: House, row: models.Arrival) -> object:
        seen.append(models.Arrival.objects.get(pk=row.pk).state)
        return real(house, row)

    monkeypatch.setattr(reading, "read", read)
    assert workers.read_one(house)
    arrival.refresh_from_db()
    assert (seen, arrival.state, arrival.lease) == ([ArrivalState.READING], ArrivalState.TO_REVIEW, "")


def test_a_change_that_was_committed_late_is_told_too(house: House) -> None:
    """Begun before the last one that was told, committed after it: its file is not left behind."""
    cases_ = [intake.take(house, f"Remiss {number}".encode(), "a.txt") for number in range(2)]
    clock = house.now
    assert isinstance(clock, houses.Clock)
    clock.later(seconds=10)
    house.ledger.move(cases_[0], "hold", now=house.now(), by="drafter")
    seen = status.write_changed(house, status.Seen(houses.NIGHT - timedelta(days=1)))
    house.ledger.move(cases_[1], "hold", now=house.now() - timedelta(seconds=5), by="drafter")
    status.write_changed(house, seen)
    path = house.folder("outbound/status") / f"{cases_[1].reference}.txt"
    assert "(held)" in path.read_text("utf-8")

"""The mailbox on a real Dovecot: woken, cut off, frozen, renumbered, poisoned; nothing lost, doubled or deleted."""

from __future__ import annotations

import imaplib
import signal
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import servers
from servers import Dovecot

from config.settings import Imap, Secret
from inbound import arrival, mailbox
from inbound.mailbox import Mail, State


def letter(number: int, body: str = "") -> bytes:
    """A mail as a gateway would send one."""
    text = body or f"kvitto {number}"
    return (
        "From: fax@fax.example\r\nTo: fax@nal.example\r\n"
        f"Subject: prov {number}\r\nMessage-ID: <{number}@fax.example>\r\n\r\n{text}\r\n"
    ).encode()


@dataclass(slots=True)
class Reader:
    """A mailbox watched by a thread, and what became of it."""

    imap: Imap
    taken: list[Mail] = field(default_factory=list[Mail])
    states: list[State] = field(default_factory=list[State])
    poison: bytes = b"\0never"
    broken: bool = False

    def take(self, mail: Mail) -> None:
        """Keeps a mail, unless the store is broken or the mail is poison."""
        if self.broken or self.poison in mail.raw:
            raise ValueError("not now")
        self.taken.append(mail)

    def raws(self) -> list[bytes]:
        """The mails that were taken."""
        return [mail.raw for mail in self.taken]


def settings(port: int, poll: float = 60.0) -> Imap:
    """The way to the mailbox."""
    return Imap(
        "127.0.0.1", port, "plain", "fax", Secret(servers.PASSWORD), None, "INBOX", "Handled", "Quarantine", poll, 2.0
    )


@contextmanager
def watched(reader: Reader) -> Generator[None]:
    """The mailbox watched while the block runs; it ends when asked to."""
    stop = threading.Event()
    work = threading.Thread(
        target=lambda: mailbox.watch(
            reader.imap, reader.take, stop=stop, tell=reader.states.append, faults=(ValueError, OSError)
        )
    )
    work.start()
    try:
        yield
    finally:
        stop.set()
        work.join(timeout=15)
        assert not work.is_alive()


def put(server: Dovecot, *mails: bytes, flags: str = "") -> None:
    """Mails laid into the inbox by another client."""
    with imaplib.IMAP4("127.0.0.1", server.port) as session:
        session.login("fax", servers.PASSWORD)
        for mail in mails:
            assert session.append("INBOX", flags, "", mail)[0] == "OK"


def stored(server: Dovecot, box: str = "") -> list[bytes]:
    """The mails in a folder, with the line ends that they have on the wire; Dovecot saves the half of them."""
    return sorted(path.read_bytes().replace(b"\n", b"\r\n") for path in server.mails(box))


def wait_all(reader: Reader, mails: list[bytes], seconds: float = 20.0) -> None:
    """Until each was taken, and none twice."""
    servers.wait_for(lambda: sorted(reader.raws()) == sorted(mails), seconds)


@pytest.fixture
def server() -> Generator[Dovecot]:
    """A Dovecot with an empty mailbox."""
    with servers.dovecot() as running:
        yield running


def test_a_mail_wakes_the_reader_and_is_moved_after_it_was_taken(server: Dovecot) -> None:
    """Taken within seconds though the poll is a minute away; in the handled folder after, whatever its flags."""
    reader = Reader(settings(server.port))
    read = letter(0)
    put(server, read, flags=r"(\Seen \Flagged)")
    with watched(reader):
        wait_all(reader, [read])
        servers.wait_for(lambda: reader.states == ["up"])
        begun = time.monotonic()
        put(server, letter(1))
        wait_all(reader, [read, letter(1)])
        assert time.monotonic() - begun < 5
        servers.wait_for(lambda: stored(server) == [])
    assert stored(server, "Handled") == sorted([read, letter(1)])


def test_without_idle_and_move_the_poll_does_it_all() -> None:
    """A server that can do neither: polled, copied, marked; taken and copied once, and nothing is expunged."""
    with servers.dovecot("imap_capability = IMAP4rev1") as server:
        reader = Reader(settings(server.port, poll=0.5))
        put(server, letter(1))
        with watched(reader):
            wait_all(reader, [letter(1)])
            time.sleep(2)
        assert reader.raws() == [letter(1)]
        assert (stored(server), stored(server, "Handled")) == ([letter(1)], [letter(1)])


def test_killed_and_started_again(server: Dovecot) -> None:
    """Mail from before, during and after the outage; no spinning meanwhile."""
    reader = Reader(settings(server.port))
    put(server, letter(1))
    with watched(reader):
        wait_all(reader, [letter(1)])
        servers.wait_for(lambda: reader.states[-1:] == ["up"])
        before = len(reader.states)  # on a busy machine the server may have been down when all began
        server.kill()
        servers.wait_for(lambda: "down" in reader.states[before:])
        spent = time.process_time()
        time.sleep(2)
        assert time.process_time() - spent < 1
        server.start()
        put(server, letter(2))
        wait_all(reader, [letter(1), letter(2)])
        servers.wait_for(lambda: reader.states[-1:] == ["up"])
    assert set(reader.states) == {"up", "down"}


def test_frozen_and_thawed(server: Dovecot) -> None:
    """A server that falls silent is found out by the poll; after the thaw everything is taken once."""
    reader = Reader(settings(server.port, poll=1.0))
    with watched(reader):
        servers.wait_for(lambda: reader.states == ["up"])
        put(server, letter(1))
        wait_all(reader, [letter(1)])
        server.signal(signal.SIGSTOP)
        servers.wait_for(lambda: reader.states[-1] == "down")
        server.signal(signal.SIGCONT)
        put(server, letter(2))
        wait_all(reader, [letter(1), letter(2)])
        servers.wait_for(lambda: stored(server) == [])


def test_a_clean_restart(server: Dovecot) -> None:
    """The master stops as an administrator stops it, and comes back."""
    reader = Reader(settings(server.port, poll=1.0))
    with watched(reader):
        servers.wait_for(lambda: reader.states == ["up"])
        server.stop()
        server.start()
        put(server, letter(1))
        wait_all(reader, [letter(1)], 40)
        servers.wait_for(lambda: stored(server) == [])


def test_another_uidvalidity_neither_loses_nor_doubles(server: Dovecot) -> None:
    """Numbers begin anew and mean other mails; what lies there is taken, what was moved is not taken again."""
    reader = Reader(settings(server.port))
    put(server, letter(1), letter(2))
    with watched(reader):
        wait_all(reader, [letter(1), letter(2)])
        servers.wait_for(lambda: stored(server) == [])
        server.kill()
        server.forget()
        time.sleep(1.1)
        server.start()
        put(server, letter(3))
        wait_all(reader, [letter(1), letter(2), letter(3)], 40)
        servers.wait_for(lambda: len(stored(server, "Handled")) == 3)
    first, *_, last = reader.taken
    assert first.uidvalidity != last.uidvalidity
    assert len({mail.key("fax/INBOX") for mail in reader.taken}) == 3


def test_a_poisonous_mail_blocks_no_other_and_stays_in_sight(server: Dovecot) -> None:
    """Set aside after three tries, not deleted; the mailbox is not called well until a person has emptied it."""
    reader = Reader(settings(server.port, poll=0.5), poison=b"gift")
    put(server, letter(1, "gift"), letter(2))
    with watched(reader):
        wait_all(reader, [letter(2)])
        servers.wait_for(lambda: reader.states == ["failing"])
        for number in range(3, 6):
            put(server, letter(number))
            time.sleep(0.7)
        servers.wait_for(lambda: stored(server, "Quarantine") == [letter(1, "gift")])
        servers.wait_for(lambda: reader.states == ["failing", "quarantine"])
        wait_all(reader, [letter(number) for number in range(2, 6)])
        with imaplib.IMAP4("127.0.0.1", server.port) as session:
            session.login("fax", servers.PASSWORD)
            session.select("Quarantine")
            session.store("1", "+FLAGS", r"\Deleted")
            session.expunge()
        servers.wait_for(lambda: reader.states == ["failing", "quarantine", "up"])


def test_a_broken_store_sets_nothing_aside(server: Dovecot) -> None:
    """When nothing at all can be stored the mails are not to blame: they wait, and are taken once it works."""
    reader = Reader(settings(server.port, poll=0.2), broken=True)
    put(server, letter(1), letter(2))
    with watched(reader):
        servers.wait_for(lambda: reader.states == ["failing"])
        time.sleep(3)
        assert stored(server) == sorted([letter(1), letter(2)])
        reader.broken = False
        wait_all(reader, [letter(1), letter(2)])
        servers.wait_for(lambda: reader.states == ["failing", "up"])
    assert stored(server, "Quarantine") == []


def test_a_store_that_breaks_later_sets_nothing_aside_either() -> None:
    """On a server that only copies, mails taken long ago still lie there: they say nothing of the store now."""
    with servers.dovecot("imap_capability = IMAP4rev1") as server:
        reader = Reader(settings(server.port, poll=0.2))
        put(server, letter(1))
        with watched(reader):
            wait_all(reader, [letter(1)])
            servers.wait_for(lambda: stored(server, "Handled") == [letter(1)])
            reader.broken = True
            put(server, letter(2), letter(3))
            servers.wait_for(lambda: reader.states[-1:] == ["failing"])
            time.sleep(3)
            reader.broken = False
            wait_all(reader, [letter(1), letter(2), letter(3)])
            servers.wait_for(lambda: reader.states[-1:] == ["up"])
        assert stored(server, "Quarantine") == []


def test_a_folder_that_takes_nothing_stops_no_mail(server: Dovecot) -> None:
    """Handled can't be made: each mail is still taken, once, and stays; the mailbox says that something is wrong."""
    reader = Reader(replace(settings(server.port, poll=0.3), handled="a//b"))
    put(server, letter(1), letter(2))
    with watched(reader):
        wait_all(reader, [letter(1), letter(2)])
        time.sleep(1.5)
    assert reader.raws() == [letter(1), letter(2)]
    assert reader.states == ["failing"]
    assert len(stored(server)) == 2


ODD = [
    b"\r\n\r\n", b"no head at all\r\n", "Subject: Röntgensvar åäö\r\n\r\nsvar\r\n".encode("latin-1"),
    b"Message-ID: <[odd]@x.example>\r\nDate: never\r\n\r\nbody\r\n", b"Subject: =?x?b?!?=\r\n\r\n\r\n",
]  # fmt: skip


def test_fifty_mails_a_huge_one_and_odd_ones(server: Dovecot) -> None:
    """Each once, byte for byte, and none that cannot be taken apart."""
    huge = letter(99, "x" * 76 + ("\r\n" + "x" * 76) * 350_000)
    mails = [*(letter(number) for number in range(50)), *ODD, huge]
    put(server, *mails)
    reader = Reader(replace(settings(server.port), timeout=20.0))
    with watched(reader):
        wait_all(reader, mails, 60)
        servers.wait_for(lambda: stored(server) == [], 30)
    assert stored(server, "Handled") == sorted(mails)
    assert all(arrival.unpack(raw).defects != ("unparsable",) for raw in reader.raws())


def test_a_wrong_password_is_refused_and_a_lost_line_is_not(server: Dovecot) -> None:
    """The first is an alarm; a server that hangs up while one logs in is only down."""
    with pytest.raises(mailbox.Unreachable):
        mailbox.check(replace(settings(server.port), folder="Saknas"))
    mailbox.check(settings(server.port))
    with pytest.raises(mailbox.Unreachable):
        mailbox.check(settings(servers.free_port()))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_hang_up, args=(listening,))
        thread.start()
        with pytest.raises(mailbox.Unreachable):
            mailbox.check(settings(listening.getsockname()[1]))
        thread.join(timeout=5)
    with pytest.raises(mailbox.Refused):
        mailbox.check(replace(settings(server.port), password=Secret("fel"), timeout=20.0))


def _hang_up(listening: socket.socket) -> None:
    """A server that greets, says what it can, and hangs up at LOGIN."""
    line, _ = listening.accept()
    with line:
        line.sendall(b"* OK [CAPABILITY IMAP4rev1] prov\r\n")
        while (said := line.recv(1000)) and b"LOGIN" not in said:
            line.sendall(b"* CAPABILITY IMAP4rev1\r\n" + said.split(b" ")[0] + b" OK done\r\n")


def test_the_server_runs_without_rights(server: Dovecot) -> None:
    """The real server, on loopback, as an account that owns nothing else."""
    assert server.process is not None
    owner = Path(f"/proc/{server.process.pid}").stat().st_uid
    assert owner == servers._user_id()

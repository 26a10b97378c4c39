"""A folder that files are dropped into: each file ends taken once, or stays untouched with a reason."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import houses
import pytest
import servers

from inbound import folder as folders
from inbound.folder import Drop, Reason, Sweeper
from ocr import pages
from service import models, workers

PDF = b"%PDF-1.4\n" + b"x" * 200 + b"\n%%EOF\n"


@dataclass(slots=True)
class Desk:
    """Where a test's files end up, with a clock that the test moves."""

    folder: Path
    taken: list[Drop] = field(default_factory=list[Drop])
    refused: list[tuple[str, Reason]] = field(default_factory=list[tuple[str, Reason]])
    poison: set[str] = field(default_factory=set[str])
    at: float = 0.0

    def take(self, drop: Drop) -> None:
        """Keeps what is dropped, while it still lies in the folder."""
        if drop.name in self.poison:
            raise ValueError("not now")
        assert (self.folder / drop.name).exists() or "\ufffd" in drop.name
        self.taken.append(drop)

    def sweeper(self) -> Sweeper:
        """A sweeper that wants a second of rest."""
        return Sweeper(
            self.folder, self.take, refuse=lambda name, reason: self.refused.append((name, reason)),
            whole=pages.is_whole, settle=1.0, clock=lambda: self.at,
        )  # fmt: skip

    def pass_by(self, swept: Sweeper, seconds: float = 2.5) -> None:
        """Time passes, swept each half second."""
        for _ in range(int(seconds * 2)):
            swept.sweep()
            self.at += 0.5

    def names(self) -> list[str]:
        """What was taken, by name."""
        return [drop.name for drop in self.taken]


@pytest.fixture
def desk(folder: Path) -> Desk:
    """An empty folder."""
    return Desk(folder)


@pytest.mark.parametrize(
    "name", ["Thumbs.db", "desktop.ini", "~$remiss.docx", "remiss.pdf.part", "remiss.TMP", "Unconfirmed 1.crdownload"]
)
def test_what_is_no_document_by_its_name_is_left_and_told_once(desk: Desk, name: str) -> None:
    """Windows lays such files beside documents: they rang as urgent cases, and were removed. An empty one, too."""
    (desk.folder / name).write_bytes(PDF)
    (desk.folder / f"~${name}").touch()
    swept = desk.sweeper()
    desk.pass_by(swept, 50)
    assert (desk.taken, desk.refused) == ([], [])
    desk.pass_by(swept, 60)
    assert (desk.taken, sorted(desk.refused)) == ([], sorted([(name, "temporary"), (f"~${name}", "temporary")]))
    assert (desk.folder / name).read_bytes() == PDF


def test_a_download_is_taken_when_it_has_its_own_name(desk: Desk) -> None:
    """Renamed when it is whole, and nobody is told of what it was called before."""
    swept, path = desk.sweeper(), desk.folder / "remiss.pdf.part"
    path.write_bytes(PDF)
    desk.pass_by(swept, 10)
    path.rename(desk.folder / "remiss.pdf")
    desk.pass_by(swept)
    assert (desk.names(), desk.refused) == (["remiss.pdf"], [])


def test_a_growing_file_is_taken_once_when_it_rests(desk: Desk) -> None:
    """Each new piece begins the wait anew, and the whole comes in one."""
    swept, path = desk.sweeper(), desk.folder / "remiss.pdf"
    for at in range(0, len(PDF), 40):
        with path.open("ab") as file:
            file.write(PDF[at : at + 40])
        desk.pass_by(swept, 0.5)
        assert desk.taken == []
    desk.pass_by(swept)
    assert [drop.data for drop in desk.taken] == [PDF]
    assert not path.exists()


def test_a_file_that_rests_but_is_half_is_waited_for(desk: Desk) -> None:
    """A slow copy stands still longer than the wait: its missing end is waited for; one that never ends is an item."""
    swept = desk.sweeper()
    (desk.folder / "slow.pdf").write_bytes(PDF[:100])
    desk.pass_by(swept, 4)
    assert desk.taken == []
    (desk.folder / "slow.pdf").write_bytes(PDF)
    desk.pass_by(swept)
    (desk.folder / "torn.pdf").write_bytes(PDF[:100])
    desk.pass_by(swept, 8)
    assert [drop.data for drop in desk.taken] == [PDF, PDF[:100]]


def test_a_text_that_somebody_pauses_in_is_taken_whole(desk: Desk) -> None:
    """Half a text parses as well as a whole one: while somebody has it open to write, it is let be; not for ever."""
    swept = desk.sweeper()
    with (desk.folder / "remiss.txt").open("w", encoding="utf-8") as file:
        file.write("Frågeställning: Blödning?\n")
        file.flush()
        desk.pass_by(swept, 8)
        assert desk.names() == []
        file.write("Svår kontrastreaktion 2019.\n")
    desk.pass_by(swept)
    assert [drop.data.decode().count("\n") for drop in desk.taken] == [2]
    with (desk.folder / "log.txt").open("w", encoding="utf-8") as file:
        file.write("Frågeställning: Ileus?\n")
        file.flush()
        desk.pass_by(swept, 70)
    assert desk.names() == ["remiss.txt", "log.txt"]


def test_a_file_that_never_rests_is_told_of_once(desk: Desk) -> None:
    """A log that somebody writes into the folder stays, with a reason."""
    swept, path = desk.sweeper(), desk.folder / "log.txt"
    for _ in range(200):
        with path.open("ab") as file:
            file.write(b"x\n")
        desk.pass_by(swept, 0.5)
    assert (desk.taken, desk.refused) == ([], [("log.txt", "growing")])


def test_what_is_no_file_stays_with_a_reason(desk: Desk) -> None:
    """Links of every kind, a pipe, a socket, a folder, nothing in it, too much in it: untouched, and told once."""
    outside = desk.folder.parent / f"{desk.folder.name}-outside"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(PDF)
    (desk.folder / "to-file.pdf").symlink_to(outside / "secret.pdf")
    (desk.folder / "to-folder").symlink_to(outside)
    (desk.folder / "dangling").symlink_to(outside / "gone")
    os.mkfifo(desk.folder / "pipe.pdf")
    (desk.folder / "folder").mkdir()
    (desk.folder / "empty.pdf").touch()
    with (desk.folder / "huge.pdf").open("wb") as file:
        file.truncate(folders.LARGEST + 1)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(desk.folder / "socket"))
        before = sorted(path.name for path in desk.folder.iterdir())
        desk.pass_by(desk.sweeper(), 6)
        assert sorted(path.name for path in desk.folder.iterdir()) == before
    assert desk.taken == []
    assert sorted(desk.refused) == [
        ("dangling", "link"), ("empty.pdf", "empty"), ("folder", "not_a_file"), ("huge.pdf", "too_large"),
        ("pipe.pdf", "not_a_file"), ("socket", "not_a_file"), ("to-file.pdf", "link"), ("to-folder", "link"),
    ]  # fmt: skip


def test_the_house_takes_nothing_of_its_own(desk: Desk) -> None:
    """Its subfolders and files that begin with a dot are passed by without a word."""
    for name in ("status", "waiting"):
        (desk.folder / name).mkdir()
        (desk.folder / name / "x.txt").write_text("Referens")
    (desk.folder / ".part.pdf").write_bytes(PDF)
    desk.pass_by(desk.sweeper())
    assert (desk.taken, desk.refused) == ([], [])


def test_odd_names_and_unknown_kinds_are_taken(desk: Desk) -> None:
    """A name of 255 bytes, one that is no UTF-8, a second name of the same file, a kind that nobody knows."""
    long = "å" * 125 + "x.pdf"
    assert len(long.encode()) == 255
    (desk.folder / long).write_bytes(PDF)
    Path(os.fsdecode(os.fsencode(desk.folder) + b"/remiss\xe5\xff.pdf")).write_bytes(PDF)
    (desk.folder / "winmail.dat").write_bytes(b"\0\1\2" * 50)
    (desk.folder / "line\nbreak.pdf").write_bytes(PDF)
    outside = desk.folder.parent / f"{desk.folder.name}-kept.pdf"
    outside.write_bytes(PDF)
    (desk.folder / "hard.pdf").hardlink_to(outside)
    desk.pass_by(desk.sweeper())
    assert sorted(desk.names()) == sorted(
        [long, "remiss\ufffd\ufffd.pdf", "winmail.dat", "line\nbreak.pdf", "hard.pdf"]
    )
    assert list(desk.folder.iterdir()) == []
    assert outside.read_bytes() == PDF


def test_a_file_replaced_while_it_is_taken_stays(desk: Desk) -> None:
    """The newer file of the same name is another one: it is not removed with the older, and it is taken too."""
    path, newer = desk.folder / "remiss.pdf", PDF.replace(b"x", b"y")
    path.write_bytes(PDF)

    def replace(drop: Drop) -> None:
        desk.taken.append(drop)
        if len(desk.taken) == 1:
            (desk.folder / ".new").write_bytes(newer)
            (desk.folder / ".new").rename(path)

    swept = desk.sweeper()
    swept.take = replace
    desk.pass_by(swept, 5)
    assert [drop.data for drop in desk.taken] == [PDF, newer]
    assert not path.exists()


def test_a_taker_that_fails_keeps_the_file_and_stops_no_other(desk: Desk) -> None:
    """One poisonous file stays with a reason, is tried again, and is taken when it can be."""
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (desk.folder / name).write_bytes(PDF)
    desk.poison = {"a.pdf"}
    swept = desk.sweeper()
    desk.pass_by(swept, 5)
    assert (sorted(desk.names()), desk.refused) == (["b.pdf", "c.pdf"], [("a.pdf", "failed")])
    assert (desk.folder / "a.pdf").read_bytes() == PDF
    desk.poison = set()
    desk.pass_by(swept)
    assert sorted(desk.names()) == ["a.pdf", "b.pdf", "c.pdf"]
    assert list(desk.folder.iterdir()) == []


def test_what_nobody_foresaw_leaves_the_file(desk: Desk) -> None:
    """An unforeseen fault goes through to whoever watches; the file lies where it lay."""
    (desk.folder / "a.pdf").write_bytes(PDF)
    swept = desk.sweeper()
    swept.take = lambda drop: {}[drop.name]
    with pytest.raises(KeyError):
        desk.pass_by(swept)
    assert (desk.folder / "a.pdf").read_bytes() == PDF


@contextmanager
def without_rights(folder: Path) -> Generator[None]:
    """As an account that owns nothing here; root reads and removes everything."""
    before = os.geteuid()
    folder.chmod(0o555)
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)
        folder.chmod(0o700)


def test_what_may_not_be_read_or_removed_is_told_of_and_taken_once() -> None:
    """No right to read: a reason. No right to remove: taken once only, with a reason, however long it lies there."""
    with tempfile.TemporaryDirectory(prefix="reservfax-", dir="/tmp") as name:
        desk = Desk(Path(name))
        (desk.folder / "closed.pdf").write_bytes(PDF)
        (desk.folder / "closed.pdf").chmod(0)
        (desk.folder / "stuck.pdf").write_bytes(PDF)
        swept = desk.sweeper()
        with without_rights(desk.folder):
            desk.pass_by(swept, 6)
        assert desk.names() == ["stuck.pdf"]
        assert sorted(desk.refused) == [("closed.pdf", "unreadable"), ("stuck.pdf", "not_removed")]
        (desk.folder / "closed.pdf").chmod(0o600)
        desk.pass_by(swept)
        assert desk.names() == ["stuck.pdf", "closed.pdf"]
        assert list(desk.folder.iterdir()) == []


def test_a_folder_that_goes_away_is_told_of_and_comes_back(desk: Desk) -> None:
    """A share that is gone for a while ends nothing."""
    swept, away = desk.sweeper(), desk.folder.with_name(desk.folder.name + "-away")
    desk.folder.rename(away)
    desk.pass_by(swept)
    assert desk.refused == [("", "no_folder")]
    away.rename(desk.folder)
    (desk.folder / "a.pdf").write_bytes(PDF)
    desk.pass_by(swept)
    assert desk.names() == ["a.pdf"]


@contextmanager
def watched(desk: Desk, rescan: float, settle: float = 0.2) -> Generator[None]:
    """The folder watched by a thread while the block runs."""
    swept, stop = desk.sweeper(), threading.Event()
    swept.settle, swept.clock = settle, time.monotonic
    thread = threading.Thread(target=lambda: folders.watch(swept, stop=stop, rescan=rescan))
    thread.start()
    try:
        time.sleep(0.3)
        yield
    finally:
        stop.set()
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_many_at_once_each_once(desk: Desk) -> None:
    """Two hundred files, written and renamed in while the watcher looks; the event wakes it long before its round."""
    with watched(desk, rescan=600):
        for number in range(200):
            part = desk.folder / f".{number}.part"
            part.write_bytes(PDF + b"%d" % number)
            part.rename(desk.folder / f"{number}.pdf")
        servers.wait_for(lambda: len(desk.taken) == 200, 30)
        servers.wait_for(lambda: not any(desk.folder.iterdir()))
    assert sorted(desk.names()) == sorted(f"{number}.pdf" for number in range(200))
    assert len({drop.sha256 for drop in desk.taken}) == 200


def test_the_round_is_the_truth(desk: Desk) -> None:
    """A folder put in the place of the watched one gives no events; the next round finds what lies in it."""
    with watched(desk, rescan=0.5):
        other = desk.folder.with_name(desk.folder.name + "-new")
        other.mkdir()
        (other / "a.pdf").write_bytes(PDF)
        desk.folder.rename(desk.folder.with_name(desk.folder.name + "-old"))
        other.rename(desk.folder)
        servers.wait_for(lambda: desk.names() == ["a.pdf"], 10)


MOUNTS = """\
21 1 8:1 / / rw - ext4 /dev/sda1 rw
30 21 0:40 / /mnt/röntgen\\040ut rw - cifs //s/x rw
31 30 8:2 / /mnt/röntgen\\040ut/lokal rw - ext4 /dev/sdb rw
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [("/srv", False), ("/mnt/röntgen ut/in", True), ("/mnt/röntgen utan", False), ("/mnt/röntgen ut/lokal/x", False)],
)
def test_network_shares_are_known_by_their_mount(path: str, network: bool) -> None:
    """No events come from a share, so that it is polled; names with letters and blanks are understood."""
    assert folders.is_network(Path(path), MOUNTS) is network


def test_what_the_service_watches(folder: Path) -> None:
    """The real takers: a referral, a waiting one and a fax each become a row; a link is an event; status stays."""
    house = houses.enter(folder, folder_settle="0.2", folder_rescan="1")
    crew = workers.Crew()
    workers.watch(house, crew)
    try:
        (house.folder("outbound") / "remiss.pdf").write_bytes(PDF)
        (house.folder("outbound/waiting") / "senare.pdf").write_bytes(PDF + b"2")
        (house.folder("inbound") / "fax.tif").write_bytes(b"II*\0 torn")
        (house.folder("inbound") / "link.tif").symlink_to("/etc/hostname")
        servers.wait_for(lambda: models.Case.objects.filter(site=house.row).count() == 2, 40)
        servers.wait_for(lambda: models.Arrival.objects.filter(site=house.row).count() == 1, 40)
        servers.wait_for(lambda: models.Event.objects.filter(site=house.row, kind="left_alone").count() == 1, 40)
    finally:
        crew.join(10)
    assert not crew.died
    assert [path.name for path in house.folder("inbound").iterdir()] == ["link.tif"]

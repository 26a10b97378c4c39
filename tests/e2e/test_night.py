"""A whole night with everything real: the demo as a person starts it, the same with a mailbox, and with kill -9."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import houses
import servers

from service import models, workers
from service.bench import kill
from service.cases import ArrivalState
from service.demo import night, standins
from service.demo.story import Teller

ROOT = Path(__file__).parents[2]
CONTRACT = {"dropped": 4, "sent": 3, "delivered": 3, "held": 1, "returned": 3, "matched": 3}


def test_the_demo_plays_its_night_and_says_what_happened() -> None:
    """One JSON object on standard output, the story on the other, 0 only if every step happened."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("RESERVFAX_")}
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "demo", "--once", "--json"],
        cwd="/", env=own | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "OMP_THREAD_LIMIT": "1"},
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    assert set(answer) == {*CONTRACT, "seconds"}
    assert {name: answer[name] for name in CONTRACT} == CONTRACT
    assert "http://127.0.0.1:" in done.stderr
    assert "Hålls kvar" in done.stderr


def test_the_same_night_by_mail(folder: Path) -> None:
    """Receipts and returned faxes come into a mailbox on a real Dovecot; all are taken and none is left or deleted."""
    site = houses.site_file(folder)
    with servers.dovecot() as box:
        to = f"imap://fax:{servers.PASSWORD}@127.0.0.1:{box.port}/INBOX"
        with standins.at_work(folder, site=site, receipts=to, answers=to) as players:
            house = houses.enter(
                folder, site=site, smtp_host="127.0.0.1", smtp_port=players.port, imap_host="127.0.0.1",
                imap_port=box.port, imap_user="fax", imap_password=servers.PASSWORD, folder_settle="0.3",
            )  # fmt: skip
            crew = workers.start(house)
            try:
                summary = night.play(house, players, Random(5), Teller(house, lambda line: None))
                servers.wait_for(lambda: not box.mails())
            finally:
                died = crew.died
                crew.join(20)
        kept = sum(len(box.mails(path.name[1:])) for path in (box.folder / "mail").glob(".*") if path.is_dir())
    assert (summary.faults, died) == ((), "")
    mails = models.Arrival.objects.filter(site=house.row, format="mail")
    assert mails.count() == kept > 0
    assert set(mails.values_list("state", flat=True)) == {ArrivalState.RECEIPT.value}


def test_a_night_of_kills_loses_nothing_and_sends_nothing_twice() -> None:
    """kill -9 at random moments and in the middle of hand-overs, judged by the logs of gateway and far end."""
    (row,) = kill.nights(1, 11)
    assert row["faults"] == []
    assert row["kills"] >= 3
    assert row["between"] >= 1
    assert sum(row["states"].values()) == kill.DROPS

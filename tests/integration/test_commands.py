"""The command line as an administrator types it: each command a process of its own, on an installation of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from random import Random
from urllib.request import urlopen

import houses
import pytest
import servers
from installation import Installed, installed

from service import workers
from service.demo import referrals


@pytest.fixture
def reservfax(folder: Path) -> Installed:
    """An installation without a gateway."""
    return installed(folder)


def test_usage_faults_and_unknown_references_have_their_exit_status(reservfax: Installed) -> None:
    """2 for usage and for what was named and isn't there, told in plain words, never a traceback."""
    assert reservfax("nonsense").returncode == 2
    assert reservfax("reference", "--count", "0").returncode == 2
    gone = reservfax("release", "NAL-AAAA-AAAA", "--by", "Eva")
    assert (gone.returncode, "inget ärende" in gone.stderr, "Traceback" in gone.stderr) == (2, True, False)
    missing = reservfax("drop", "finns-inte.pdf")
    assert (missing.returncode, "Traceback" in missing.stderr) == (2, False)


def test_every_fault_of_the_settings_is_told_at_once(folder: Path) -> None:
    """Three wrong settings, three lines."""
    wrong = installed(
        folder, web_port="hundra", smtp_host="x", smtp_security="lös", imap_poll="-1", imap_host="127.0.0.1"
    )
    told = wrong("check")
    assert told.returncode == 1
    for name in ("RESERVFAX_WEB_PORT", "RESERVFAX_SMTP_SECURITY", "RESERVFAX_IMAP_POLL"):
        assert name in told.stdout
    assert "Traceback" not in told.stderr


def test_check_names_what_is_down_and_what_is_not_signed_off(folder: Path) -> None:
    """A gateway that refuses, a mailbox that is away, numbers that nobody has confirmed: all in one answer."""
    with servers.smtp(replies={"connect": "554 no"}) as gateway:
        there = installed(
            folder, smtp_host="127.0.0.1", smtp_port=gateway.port, smtp_security="plain",
            imap_host="127.0.0.1", imap_port=servers.free_port(), imap_security="plain", imap_user="fax",
            imap_password="x", signed=False,
        )  # fmt: skip
        answer = there.json("check")
    faults, warnings = " ".join(answer["faults"]), " ".join(answer["warnings"])
    assert "RESERVFAX_SMTP_HOST" in faults
    assert "RESERVFAX_IMAP_HOST" in faults
    assert "Fax Teleconsult" in faults
    assert "Teleconsult koordinator" in warnings
    assert any("SQLite 3." in line for line in answer["well"])


def test_a_wide_open_key_stops_every_command(reservfax: Installed) -> None:
    """A key that others can read is a fault that names itself."""
    assert reservfax("reference").returncode == 0
    (reservfax.folder / "keys" / "identity").chmod(0o644)
    told = reservfax("cases")
    assert (told.returncode, "identity" in told.stderr) == (1, True)


def test_references_are_fresh_valid_and_reserved_ones_are_kept(reservfax: Installed, folder: Path) -> None:
    """N different lines; a reserved one has its paper kit."""
    lines = reservfax("reference", "--count", 50).stdout.split()
    assert len(set(lines)) == 50
    assert all(line.startswith("NAL-") for line in lines)
    (folder / "kit").mkdir()
    reserved = reservfax("reference", "--reserve", 2, "--kit", folder / "kit").stdout.split()
    assert sorted(path.stem for path in (folder / "kit").iterdir()) == sorted(reserved)
    kinds = [event["kind"] for event in reservfax.json("events")["events"]]
    assert kinds == ["reserved"]


def test_a_fax_from_the_paper_kit_is_registered_once(reservfax: Installed) -> None:
    """Its reference in any spelling; one that no sheet bears, and a way that is blocked, are told in plain words."""
    (reference,) = reservfax("reference", "--reserve", 1).stdout.split()
    field = ("--field", "question=Blödning?")
    made = reservfax("new", *field, "--reference", reference.lower().replace("-", " "), "--json")
    assert json.loads(made.stdout)["state"] == "by_hand"
    assert json.loads(made.stdout)["reference"] == reference
    for words, told in (
        (("--reference", "NAL-AAAA-AAAA"), "--reference:"),
        (("--reference", reference), "--reference:"),
        (("--route", "syngovia"), "--route:"),
    ):
        refused = reservfax("new", "--field", "question=Infarkt?", *words)
        assert (refused.returncode, refused.stderr.startswith(told)) == (2, True)


def test_a_case_from_the_command_line_and_its_log(reservfax: Installed) -> None:
    """Typed in one line, listed, in the log without a name, the chain whole; a changed row breaks it."""
    made = reservfax("new", "--field", "name=Ester Prov", "--field", "question=Blödning?", "--by", "Eva", "--json")
    reference = json.loads(made.stdout)["reference"]
    (row,) = reservfax.json("cases")["cases"]
    assert (row["reference"], row["state"]) == (reference, "received")
    events = reservfax("events", "--json").stdout
    assert "Ester" not in events
    assert json.loads(events)["events"][0]["by"] == "Eva"
    assert reservfax("verify").returncode == 0
    assert reservfax("new", "--field", "shoe=42").returncode == 2


def test_a_user_needs_a_password_worth_the_name(reservfax: Installed) -> None:
    """A short one is refused, a name is taken once."""
    assert reservfax("user", "add", "eva", "--role", "nurse", typed="kort\n").returncode == 1
    assert reservfax("user", "add", "eva", "--role", "nurse", typed="en-lang-nattlig-fras\n").returncode == 0
    assert reservfax("user", "add", "eva", "--role", "nurse", typed="en-lang-nattlig-fras\n").returncode == 1


def test_a_backup_comes_back_whole_and_only_with_its_keys(reservfax: Installed, folder: Path) -> None:
    """Written, verified, restored into an empty folder; a changed byte or another's keys are refused."""
    assert reservfax("new", "--field", "question=Blödning?").returncode == 0
    file = folder / "night.backup"
    for name in ("not yet taken.txt", *(f"{first}{'ö' * 100} long.txt" for first in "ab")):
        (folder / "data" / "outbound" / name).write_text("Remiss", "utf-8")
    assert reservfax("backup", file).returncode == 0
    assert reservfax("backup", file).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Blödning".encode() not in file.read_bytes()
    before = reservfax.json("cases")
    assert reservfax("restore", file).returncode == 1
    (folder / "data").rename(folder / "lost")
    assert reservfax("restore", file).returncode == 0
    (case,), (now,) = before["cases"], reservfax.json("cases")["cases"]
    # It may have left since the backup was made: nothing goes again unseen.
    assert (now["reference"], now["state"]) == (case["reference"], case["state"])
    assert now["reasons"] == [*case["reasons"], "restored"]
    assert reservfax("verify").returncode == 0
    # They may have been faxed since: nothing leaves by itself.
    assert not list((folder / "data" / "outbound").glob("*.txt"))
    waits = sorted((folder / "data" / "outbound" / "waiting").glob("restored *"))
    assert [path.read_text("utf-8") for path in waits] == ["Remiss"] * 3
    data = bytearray(file.read_bytes())
    data[-40] ^= 1
    (folder / "changed.backup").write_bytes(data)
    (folder / "data").rename(folder / "lost too")
    assert "changed" in reservfax("restore", folder / "changed.backup").stderr
    assert not [path for path in (folder / "data").rglob("*") if path.is_file()]


def test_a_backup_that_fails_leaves_the_last_one(reservfax: Installed, folder: Path) -> None:
    """A folder that is not there, a ledger that is not: told in plain words, and last night's file is as it was."""
    file = folder / "night.backup"
    assert reservfax("reference").returncode == 0
    assert reservfax("backup", file).returncode == 0
    last = file.read_bytes()
    (folder / "data" / "ledger.sqlite3").rename(folder / "elsewhere")
    none = reservfax("backup", file)
    assert (none.returncode, "no ledger" in none.stderr) == (1, True)
    (folder / "elsewhere").rename(folder / "data" / "ledger.sqlite3")
    away = reservfax("backup", folder / "away" / "night.backup")
    assert (away.returncode, "mappen finns inte" in away.stderr) == (2, True)
    assert file.read_bytes() == last
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == ["night.backup", "site.toml"]


def test_a_restore_tells_of_a_document_that_is_lost(reservfax: Installed, folder: Path) -> None:
    """The store is verified and not only the chain; and a drop that was taken meanwhile is not taken twice."""
    assert reservfax("new", "--field", "question=Blödning?").returncode == 0
    dropped = folder / "remiss.txt"
    dropped.write_text("Remiss", "utf-8")
    assert reservfax("drop", dropped).returncode == 0
    (folder / "data" / "outbound" / "remiss.txt").write_text("Remiss", "utf-8")
    lost = next((folder / "data" / "store").glob("??/*.enc"))
    lost.unlink()
    assert reservfax("backup", folder / "night.backup").returncode == 0
    (folder / "data").rename(folder / "lost")
    told = reservfax("restore", folder / "night.backup")
    assert (told.returncode, "is missing or was changed" in told.stderr) == (1, True)
    assert not [path for path in (folder / "data" / "outbound").rglob("*remiss*") if path.is_file()]


def running(installation: Installed, port: int) -> subprocess.Popen[bytes]:
    """`reservfax run`, its pages answering."""
    command = [sys.executable, "-m", "service.cli", "run"]
    with (installation.folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=installation.folder, env=installation.environ, stderr=log)
    servers.wait_for(lambda: healthy(port), 30)
    return process


def healthy(port: int) -> bool:
    """Whether the pages answer."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def ended(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Exit status after SIGTERM, and how many seconds it took."""
    begun = time.monotonic()
    process.terminate()
    return process.wait(timeout=30), time.monotonic() - begun


def a_night(installation: Installed, port: int, gateway: servers.Smtp) -> None:
    """Starts the service, drops a referral, releases it, sees it leave, and ends the service."""
    process = running(installation, port)
    try:
        made = referrals.made("text", Random(3), houses.NIGHT)
        file = installation.folder / made.file_name
        file.write_bytes(made.data)
        held = json.loads(installation("drop", file, "--wait", "--json").stdout)
        assert held["state"] == "held"
        assert installation("user", "add", "Eva", "--role", "nurse", typed="en-lang-nattlig-fras\n").returncode == 0
        assert installation("release", held["reference"], "--by", "eva").returncode == 0
        servers.wait_for(lambda: len(gateway.taken) == 1, 30)
        servers.wait_for(lambda: installation.json("cases")["cases"][0]["state"] == "sent", 20)
        status = installation.folder / "data" / "outbound" / "status" / f"{held['reference']}.txt"
        servers.wait_for(lambda: "sent" in status.read_text("utf-8").lower(), 10)
    finally:
        code, seconds = ended(process)
    assert (code, seconds < 8) == (0, True)
    assert installation("verify").returncode == 0


@pytest.mark.parametrize("where", ["sqlite", "postgresql"])
def test_the_service_runs_and_ends_on_either_ledger(folder: Path, where: str) -> None:
    """Drop, hold, release, sent, ended by SIGTERM: the same on SQLite and with one setting on PostgreSQL."""
    port = servers.free_port()
    with servers.smtp() as gateway:
        made = partial(
            installed, folder, smtp_host="127.0.0.1", smtp_port=gateway.port, smtp_security="plain", web_port=port,
            folder_settle="0.3", folder_rescan="1",
        )  # fmt: skip
        if where == "sqlite":
            a_night(made(), port, gateway)
            return
        with servers.postgresql() as address:
            a_night(made(database=address), port, gateway)


def test_two_services_never_share_a_ledger_on_sqlite(folder: Path) -> None:
    """The second start says so and ends; the first goes on."""
    port = servers.free_port()
    there = installed(folder, web_port=port)
    process = running(there, port)
    try:
        second = there("run")
        assert (second.returncode, "running on this data folder" in second.stderr) == (1, True)
        assert healthy(port)
    finally:
        assert ended(process)[0] == 0


def test_a_folder_that_is_away_for_a_while_stops_nothing(folder: Path) -> None:
    """A share that is down is told, and what lies there when it is back is taken."""
    port = servers.free_port()
    there = installed(folder, web_port=port, folder_settle="0.2", folder_rescan="1")
    process = running(there, port)
    inbound, away = folder / "data" / "inbound", folder / "elsewhere"
    try:
        inbound.rename(away)
        servers.wait_for(lambda: "no_folder" in (folder / "log").read_text("utf-8"), 30)
        (away / "brev.eml").write_bytes(b"From: a@example.org\nSubject: hej\n\nhej\n")
        away.rename(inbound)
        servers.wait_for(lambda: bool(there.json("queue")["queue"]), 30)
    finally:
        assert ended(process)[0] == 0


def test_the_service_stops_as_a_whole_when_a_part_dies() -> None:
    """One worker that ends by itself ends all of them, and its name is told."""
    crew = workers.Crew()

    def patient() -> None:
        crew.stop.wait(30)

    def broken() -> None:
        raise ZeroDivisionError

    crew.add("patient", patient)
    crew.add("broken", broken)
    assert crew.stop.wait(10)
    crew.join(10)
    assert crew.died == "broken"
    assert not any(thread.is_alive() for thread in crew.threads)


def test_the_sites_own_words_are_accepted_under_a_name(reservfax: Installed) -> None:
    """Without a name, by nobody who is known here, or for a name, nothing is taken; that there is none is told."""
    assert reservfax("words").stdout == "Inga ord är godkända eller föreslagna / No words are accepted or proposed\n"
    assert reservfax("words", "--accept", "kvirpedeng", "--by", "Eva").returncode == 2
    reservfax("user", "add", "Eva", "--role", "ris_administrator", typed="en-lang-nattlig-fras\n")
    assert "RIS-administratör" in reservfax("user", "list").stdout
    for status, wrong in ((2, ("kvirpedeng",)), (2, ("två ord", "--by", "Eva")), (1, ("fatima", "--by", "Eva"))):
        assert reservfax("words", "--accept", *wrong).returncode == status
    done = reservfax("words", "--accept", "kvirpedeng", "--by", "Eva")
    assert (done.returncode, done.stdout) == (0, "kvirpedeng  godkänt / accepted\n")


def test_a_site_extends_the_labels_in_a_folder_of_its_own(folder: Path) -> None:
    """What no layout of ours has is left out; with the site's own file it is carried; a faulty file stops the start."""
    own = installed(folder)
    referral = folder / "remiss.txt"
    referral.write_text("Namn: Anna Ek\nTuben: skelettlabb 3\nFrågeställning: Blödning?\n", "utf-8")
    assert own.json("fields", referral)["fields"]["modality"] == ""
    layouts = Path(own.environ["RESERVFAX_SITE"]).parent / "layouts"
    layouts.mkdir()
    (layouts / "own.toml").write_text('[field.modality]\nwords = ["tuben"]\n', "utf-8")
    assert own.json("fields", referral)["fields"]["modality"] == "skelettlabb 3"
    (layouts / "own.toml").write_text('[kolumn]\nwords = ["tuben"]\n', "utf-8")
    refused = own("fields", referral)
    assert refused.returncode == 1
    assert "own.toml" in refused.stderr

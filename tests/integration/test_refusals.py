"""What a command says that could not be carried out: one object with --json, plain words, its status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import nights
import pytest
from installation import ROOT, Installed, installed

from outbound import sheets
from service import cli
from service.commands import showing
from service.sending import drafting, intake


@pytest.fixture
def reservfax(folder: Path) -> Installed:
    """An installation without a gateway."""
    return installed(folder)


@pytest.mark.parametrize(
    "words",
    [
        ("drop", "gone.pdf"),
        ("drop", "gone.pdf", "--wait"),
        ("release", "NAL-AAAA-AAAA", "--by", "Eva"),
        ("new", "--field", "shoe=42"),
        ("new",),
        ("cases", "--nonsense"),
        ("nonsense",),
        ("bench",),
        ("anonymise", "gone.pdf", "-o", "out.tif"),
        ("fields", "gone.pdf"),
        ("read", "gone.tif", "--cases", "bad.jsonl"),
        ("read", "gone.tif", "--cases", "gone.jsonl"),
    ],
)
def test_what_cannot_be_used_is_status_2_and_one_object(reservfax: Installed, words: tuple[str, ...]) -> None:
    """Programs that call us read one object, whatever was wrong with what they asked for."""
    (reservfax.folder / "bad.jsonl").write_text("no case\n", "utf-8")
    told = reservfax(*words, "--json")
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert isinstance(json.loads(told.stdout), dict)


def test_a_missing_file_takes_nothing_from_the_others(reservfax: Installed) -> None:
    """`read` answers for each file; the one that isn't there is unreadable, the other was read."""
    there = reservfax.folder / "there.tif"
    there.write_bytes(b"II*\0no picture")
    (reservfax.folder / "cases.jsonl").write_text('{"case": "1"}\n', "utf-8")
    told = reservfax("read", "gone.tif", there, "--cases", "cases.jsonl", "--json")
    rows = json.loads(told.stdout)["documents"]
    assert [(Path(row["file"]).name, row["reason"]) for row in rows] == [
        ("gone.tif", "no_file"),
        ("there.tif", "damaged"),
    ]
    assert told.returncode == 2


def test_a_missing_referral_is_unreadable(reservfax: Installed) -> None:
    """With every key of the contract."""
    told = json.loads(reservfax("anonymise", "gone.pdf", "-o", "out.tif", "--json").stdout)
    assert (told["status"], told["reasons"][0]["code"]) == ("unreadable", "no_file")


@pytest.mark.parametrize("command", ["anonymise", "layout"])
def test_a_missing_font_is_told_as_check_tells_it(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 and the package's name in plain words, not a line of the log."""
    monkeypatch.setattr(sheets, "FONTS", tmp_path)
    (tmp_path / "remiss.txt").write_text("Undersökning: DT buk\n", "utf-8")
    status = cli.main([command, str(tmp_path / "remiss.txt"), "-o", str(tmp_path / "out")])
    assert (status, capsys.readouterr().err.strip()) == (cli.FAULT, sheets.NO_FONT)


def test_a_fault_of_the_installation_is_status_1_and_one_object(reservfax: Installed) -> None:
    """Wrong keys, and settings at fault: each list says so."""
    assert reservfax("reference").returncode == 0
    (reservfax.folder / "keys" / "chain").write_text("00" * 32 + "\n", "ascii")
    for command in ("cases", "queue", "events", "verify"):
        told = reservfax(command, "--json")
        assert (told.returncode, "Traceback" in told.stderr) == (1, False)
        assert any("chain" in line for line in json.loads(told.stdout)["faults"])


def test_a_release_that_is_refused_shows_the_case(reservfax: Installed) -> None:
    """Status 3, the case as it stands, and why on standard error."""
    made = json.loads(reservfax("new", "--field", "question=Blödning?", "--json").stdout)
    assert reservfax("user", "add", "Eva", "--role", "nurse", typed="en-lang-nattlig-fras\n").returncode == 0
    told = reservfax("release", made["reference"], "--by", "Eva", "--json")
    assert (told.returncode, json.loads(told.stdout)["state"]) == (3, "received")
    assert "måste ändras" in told.stderr


@pytest.mark.parametrize("what", ["no database", "a folder", "below a file"])
def test_a_data_folder_that_cannot_be_used_is_told_plainly(folder: Path, what: str) -> None:
    """A ledger that is none, a data folder that can't be made: no traceback from any command."""
    there = installed(folder)
    data = folder / "data"
    if what == "below a file":
        data.write_text("a file", "ascii")
    else:
        data.mkdir(mode=0o700)
        ledger = data / "ledger.sqlite3"
        ledger.write_text("no database at all, " * 400, "ascii") if what == "no database" else ledger.mkdir()
    for words in (("check",), ("cases",), ("run",), ("reference",)):
        told = there(*words)
        assert (words, told.returncode, "Traceback" in told.stderr) == (words, 1, False)
        assert "RESERVFAX_DATA" in told.stdout + told.stderr


def test_reading_makes_nothing(folder: Path) -> None:
    """Lists and a check leave no ledger, no keys and no folder behind, and say that there is none."""
    there = installed(folder)
    for command, empty in (("cases", {"cases": []}), ("queue", {"queue": []}), ("events", {"events": []})):
        told = there(command, "--json")
        assert (told.returncode, json.loads(told.stdout)) == (0, empty)
        assert "inget register" in told.stderr
    for command in (("verify",), ("report",), ("user", "list")):
        told = there(*command)
        assert (told.returncode, "inget register" in told.stdout + told.stderr) == (1, True)
    assert there.json("verify")["faults"]
    there("check")
    assert {path.name for path in folder.iterdir()} <= {"site.toml"}


def test_a_lost_ledger_is_called_lost(folder: Path) -> None:
    """Documents without their ledger: told so, nobody is sent to look for keys, and no new ledger is made."""
    there = installed(folder)
    assert there("new", "--field", "question=Blödning?").returncode == 0
    for path in (folder / "data").glob("ledger.sqlite3*"):
        path.unlink()
    for command in ("run", "cases", "reference", "check"):
        told = there(command)
        assert told.returncode == 1
        assert "registret saknas" in told.stdout + told.stderr
    assert not (folder / "data" / "ledger.sqlite3").exists()


def test_somebody_who_stops_reading_gets_no_traceback(reservfax: Installed) -> None:
    """`reservfax events | head -1`: the pipe closes, and nothing is said about it."""
    assert reservfax("new", "--field", "question=Blödning?").returncode == 0
    here, there = os.pipe()
    os.close(here)
    command = [sys.executable, "-m", "service.cli", "events"]
    done = subprocess.run(command, cwd=ROOT, env=reservfax.environ, stdout=there, stderr=subprocess.PIPE, text=True)
    os.close(there)
    assert (done.returncode, done.stderr) == (cli.FAULT, "")


def test_settings_and_data_lie_with_the_installation_wherever_one_stands(folder: Path) -> None:
    """`.env` is the installation's own and its paths start there; an empty variable is none; a drop says who serves."""
    home, elsewhere = folder / "home", folder / "elsewhere"
    for one in (home, elsewhere):
        one.mkdir(mode=0o700)
    (home / ".env").write_text(f"RESERVFAX_SITE={folder / 'site.toml'}\nRESERVFAX_KEYS=keys\n", "utf-8")
    there = installed(folder, home=home, data="", keys="", site="")
    (elsewhere / "remiss.txt").write_text("Frågeställning: Blödning?\n", "utf-8")
    command = [sys.executable, "-m", "service.cli", "drop", "remiss.txt"]
    done = subprocess.run(command, cwd=elsewhere, env=there.environ, capture_output=True, text=True)
    assert (done.returncode, "ingen tjänst arbetar här" in done.stderr) == (0, True)
    assert (home / "var" / "ledger.sqlite3").is_file()
    assert (home / "keys" / "chain").is_file()
    assert [path.name for path in elsewhere.iterdir()] == ["remiss.txt"]


def test_nobody_waits_for_a_service_that_is_not_there(reservfax: Installed) -> None:
    """`drop --wait` without a service ends at once as a fault, with the case as it stands."""
    (reservfax.folder / "remiss.txt").write_text("Frågeställning: Blödning?\n", "utf-8")
    told = reservfax("drop", "remiss.txt", "--wait", "--json")
    assert (told.returncode, json.loads(told.stdout)["state"]) == (1, "received")


# What each answers to an empty file, a folder, and one larger than text may be; a returned fax is never text.
WHY_UNREADABLE = [
    *((command, "empty.txt", "Filen är tom") for command in ("anonymise", "layout", "fields")),
    *((command, ".", "Det är en mapp") for command in ("anonymise", "layout", "fields", "read")),
    *((command, "huge.txt", "text 1 MB") for command in ("anonymise", "layout", "fields")),
    *(("read", name, "Filtypen kan inte läsas") for name in ("empty.txt", "huge.txt")),
]


@pytest.mark.parametrize(("command", "name", "said"), WHY_UNREADABLE)
def test_why_a_file_cannot_be_read_is_told_alike(reservfax: Installed, command: str, name: str, said: str) -> None:
    """Whatever reads it, in the words of what is wrong with the file."""
    (reservfax.folder / "empty.txt").write_text(" \n", "utf-8")
    (reservfax.folder / "huge.txt").write_text("Anamnes: ont i magen sedan i går. " * 40_000, "utf-8")
    (reservfax.folder / "cases.jsonl").write_text('{"case": "1"}\n', "utf-8")
    more = {"fields": (), "read": ("--cases", "cases.jsonl")}.get(command, ("-o", "out.png"))
    told = reservfax(command, name, *more)
    assert (told.returncode, "Traceback" in told.stderr, '"event"' in told.stderr) == (2, False, False)
    assert said in told.stdout


def test_a_held_case_is_told_with_its_reasons(folder: Path) -> None:
    """Where it is waited for and where it is listed; the patient's name in neither."""
    with nights.begun(folder) as night:
        data = b"Namn: Ester Prov\nPersonnummer: 19410622-9828\nAnamnes: Ont.\n"
        case = drafting.prepare(night.house, intake.take(night.house, data, "remiss.txt"))
        told = "\n".join(showing.lines(case))
    assert "Hålls kvar / Held (held)" in told
    assert "Ingen frågeställning hittades. Skriv in den. / No clinical question was found." in told
    assert "Nästa steg / Next: Ändra fälten" in told
    assert "Ester" not in told


def test_the_form_of_a_file_is_read_by_the_swedish_clock(reservfax: Installed) -> None:
    """As every time of the contract."""
    (reservfax.folder / "remiss.txt").write_text("Frågeställning: Blödning?\n", "utf-8")
    read_at = datetime.fromisoformat(str(reservfax.json("fields", "remiss.txt")["read_at"]))
    assert read_at.utcoffset() == read_at.astimezone(ZoneInfo("Europe/Stockholm")).utcoffset()

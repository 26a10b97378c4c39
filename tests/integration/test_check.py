"""`reservfax check`: every fault at once, in plain words, and 1 whenever something would stop a fax."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import servers
from installation import installed


def test_a_faulty_setting_and_a_faulty_site_hide_nothing(folder: Path) -> None:
    """A port that is none, two faults in the site file, labels that are none, no relay: one answer tells them all."""
    there = installed(folder, web_port="hundra", imap_host="127.0.0.1")
    site = folder / "site.toml"
    site.write_text(site.read_text("utf-8").replace('prefix = "NAL"', 'prefix = "N"\nnonsense = 1'), "utf-8")
    (folder / "layouts").mkdir()
    (folder / "layouts" / "own.toml").write_text("no toml", "utf-8")
    told = there("check", "--json")
    faults = "\n".join(json.loads(told.stdout)["faults"])
    assert told.returncode == 1
    wanted = ("RESERVFAX_WEB_PORT", "RESERVFAX_IMAP_USER", "prefix", "nonsense", "own.toml", "RESERVFAX_SMTP_HOST")
    assert [word for word in wanted if word not in faults] == []


def test_a_recipient_that_nobody_signed_off_is_a_fault(folder: Path) -> None:
    """Nothing can be sent to it, so 0 would be a lie; the ladder and what nobody set up are warnings."""
    with servers.smtp() as gateway:
        made = partial(installed, folder, smtp_host="127.0.0.1", smtp_port=gateway.port, smtp_security="plain")
        unsigned = made(signed=False, web_port=servers.free_port())
        told = unsigned("check", "--json")
        answer = json.loads(told.stdout)
        assert told.returncode == 1
        assert any("Fax Teleconsult" in line and "inget kan skickas" in line for line in answer["faults"])
        warned = "\n".join(answer["warnings"])
        wanted = ("Reservtelefonnummer 1", "on_duty", "RESERVFAX_ALARM_COMMAND", "gateway.domain", "logga in")
        assert [word for word in wanted if word not in warned] == ["logga in"]
        signed = made(web_port=servers.free_port())("check", "--json")
    assert (signed.returncode, json.loads(signed.stdout)["faults"]) == (0, [])
    assert any("logga in" in line for line in json.loads(signed.stdout)["warnings"])
    assert any(line.startswith("RESERVFAX_SMTP_HOST: inloggning") for line in json.loads(signed.stdout)["well"])


def test_the_example_in_force_is_told(folder: Path) -> None:
    """No site file of one's own: what is in force is the example."""
    answer = installed(folder, site="").json("check")
    assert any(line.startswith("RESERVFAX_SITE") for line in answer["warnings"])


def test_a_relay_is_told_by_what_is_wrong_with_it(folder: Path) -> None:
    """Away, unwilling, without encryption, or refusing the password: each in its own words."""
    wrong = {
        "går inte att nå": {"port": servers.free_port(), "security": "plain"},
        "krypteringen": {"security": "starttls"},
        "vill inte tala med oss / the server won't speak with us (554)": {"connect": "554 no", "security": "plain"},
    }
    for words, how in wrong.items():
        replies = {"connect": str(how["connect"])} if "connect" in how else {}
        with servers.smtp(replies=replies) as gateway:
            port, security = how.get("port", gateway.port), how["security"]
            there = installed(folder, smtp_host="127.0.0.1", smtp_port=port, smtp_security=security)
            told = [line for line in there("check").stdout.splitlines() if "SMTP" in line]
            assert any(words in line for line in told), (words, told)


def test_a_program_that_is_none_and_a_taken_port_are_faults(folder: Path) -> None:
    """What would fail at the first bell, and at the start."""
    with servers.smtp() as other:
        there = installed(folder, alarm_command=str(folder / "gone"), web_port=other.port)
        faults = "\n".join(str(line) for line in there.json("check")["faults"])
    assert "RESERVFAX_ALARM_COMMAND" in faults
    assert "RESERVFAX_WEB_PORT" in faults


def test_settings_that_others_can_read_or_that_say_nothing_are_told(folder: Path) -> None:
    """`.env` holds passwords; a line that is not NAME=value would be silence."""
    there = installed(folder, home=folder)
    (folder / ".env").write_text("RESERVFAX_SMTP_HOST relay\n", "utf-8")
    (folder / ".env").chmod(0o644)
    answer = there.json("check")
    assert any("line 1 is not NAME=value" in str(line) for line in answer["faults"])
    assert any("chmod 600" in str(line) for line in answer["warnings"])


def test_what_a_fault_is_about_is_not_called_well(folder: Path) -> None:
    """A site file that is not there is a fault, and stands nowhere else."""
    told = installed(folder, site=folder / "gone.toml").json("check")
    assert any("gone.toml" in str(line) for line in told["faults"])
    assert not any("gone.toml" in str(line) for line in told["well"])

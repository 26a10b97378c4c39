"""The container's files: whatever the copied example of settings says, data and keys lie in the volumes."""

from __future__ import annotations

import re
from pathlib import Path

import dotenv

from config import settings

HOUSE = Path(__file__).parents[2]
IMAGE = (HOUSE / "Dockerfile").read_text("utf-8")
COMPOSE = (HOUSE / "compose.yaml").read_text("utf-8")


def surroundings() -> dict[str, str]:
    """What the process in the container finds: the image's own, then `.env`, then what compose sets over both."""
    (own,) = re.findall(r"^ENV (.*?[^\\])$", IMAGE, re.MULTILINE | re.DOTALL)
    image = dict(word.split("=", 1) for word in own.replace("\\\n", " ").split())
    filed = {key: value or "" for key, value in dotenv.dotenv_values(HOUSE / ".env.example").items()}
    set_over = dict(re.findall(r'^      (RESERVFAX_\w+): "?(.*?)"?$', COMPOSE, re.MULTILINE))
    return {"HOME": "/var/lib/reservfax"} | image | filed | set_over


def test_data_and_keys_lie_in_the_volumes() -> None:
    """An empty RESERVFAX_KEYS of the copied example put the keys where a new container loses them."""
    found, told = settings.looked_at(surroundings(), dotenv=Path("/var/lib/reservfax/.env"))
    volumes = re.findall(r"^      - \w+:(/\S+)$", COMPOSE, re.MULTILINE)
    assert told == ()
    assert sorted(volumes) == sorted([str(found.data), str(found.keys)])
    assert all(f" {folder}" in IMAGE for folder in volumes)
    assert found.site_file == Path("/etc/reservfax/site.toml")
    assert f"{found.site_file}:ro" in COMPOSE


def test_the_health_check_asks_a_host_that_is_served() -> None:
    """At the port and under the name that compose sets."""
    found, _ = settings.looked_at(surroundings(), dotenv=Path("/var/lib/reservfax/.env"))
    (asked,) = re.findall(r"http://([\d.]+):(\d+)/healthz", IMAGE)
    assert (asked[0] in found.web.hosts, int(asked[1])) == (True, found.web.port)

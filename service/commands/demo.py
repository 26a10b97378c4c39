"""`reservfax demo`: one night on embedded stand-ins, with data and keys of its own, on loopback alone."""

from __future__ import annotations

import argparse
import json
import logging
import secrets
import signal
import sys
import time
from random import Random
from typing import TYPE_CHECKING, Final

import structlog

from config import settings as installations
from config import site as sites
from config.settings import Settings
from service import cli, framework, memory
from service.demo import stage, standins
from service.surroundings import Surroundings

if TYPE_CHECKING:
    from service.demo.night import Summary
    from service.demo.story import Teller
    from service.house import House

PORT: Final = 8025
_TRIES: Final = 40


def demo(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Plays the night; with --once it ends by itself, 0 only if every step really happened."""
    del around  # the demo knows nothing of this machine's own installation
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    memory.spare()
    # Not as SIGINT is set: where the demo runs in the background, that is to be ignored.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with stage.folder() as folder:
        site, inbound = stage.site_file(folder), stage.inbound(folder)
        _say("Reservfax spelar en natt / plays one night. Faxtjänst och granskare är inbyggda stand-in.")
        with standins.at_work(folder, site=site, receipts=str(inbound), answers=str(inbound)) as players:
            settings = installations.read(stage.environment(folder, site, players.port))
            framework.start(settings)
            return _played(arguments, settings, players)


def _played(arguments: argparse.Namespace, settings: Settings, players: standins.Standins) -> int:
    """The service at work on the demo's house, while the night is played."""
    from service import house, workers
    from service.demo import night, story
    from service.web import server

    opened = house.enter(settings, sites.read(settings.site_file))
    crew = workers.start(opened)
    pages = server.open_at(opened, "127.0.0.1", PORT, tries=_TRIES)
    crew.add("web", pages.serve)
    crew.add("memory", lambda: memory.give_back(crew.stop))
    passwords = {} if arguments.once else _users(opened)
    _invite(opened, pages.port, passwords)
    teller = story.Teller(opened, _say)
    try:
        made = night.play(opened, players, Random(secrets.randbits(32)), teller)
        for fault in made.faults:
            _say(f"FEL / FAULT: {fault}")
        if not arguments.once:
            _stay(teller, pages.port)
    finally:
        crew.stop.set()  # first: a part that ends before that has died
        pages.close()
        crew.join(10.0)
    _finish(arguments, made)
    return cli.FAULT if made.faults or crew.died else cli.DONE


def _users(opened: House) -> dict[str, str]:
    """A nurse and a RIS administrator, with passwords that hold for this night alone."""
    from service import models

    roles = {"natt": models.User.Role.NURSE, "ris": models.User.Role.RIS_ADMINISTRATOR}
    passwords = {name: f"{name}-{secrets.token_hex(4)}-demo" for name in roles}
    for name, role in roles.items():
        models.User.objects.create_user(name, password=passwords[name], site=opened.row, role=role)
    return passwords


def _invite(opened: House, port: int, passwords: dict[str, str]) -> None:
    """Where to look, and what is different from a hospital."""
    _say(f"Sidorna / the pages: http://127.0.0.1:{port}")
    for name, password in passwords.items():
        _say(f"  logga in som / log in as {name}: {password}")
    _say(f"Mappen att lägga remisser i / the folder to drop into: {opened.folder('outbound')}")
    _say("Obs: demons site.toml släpper felfria fax utan granskning; ett sjukhus granskar varje fax först.")
    _say("     The demo's site.toml releases unattended; a hospital looks each fax over first.")


def _stay(teller: Teller, port: int) -> None:
    """Goes on telling until somebody ends it."""
    _say(f"Natten är spelad. Öppna http://127.0.0.1:{port}, bekräfta svaren, släpp den kvarhållna. Ctrl-C avslutar.")
    try:
        while True:
            teller.tell()
            time.sleep(0.5)
    except KeyboardInterrupt:
        _say("Slut / the end.")


def _finish(arguments: argparse.Namespace, made: Summary) -> None:
    """The summary: one JSON object, or a line."""
    if arguments.json:
        print(json.dumps(made.as_json()))
        return
    _say(
        f"Lagda {made.dropped} · skickade {made.sent} · framme {made.delivered} · kvarhållna {made.held} · "
        f"återkomna {made.returned} · rätt föreslagna {made.matched}"
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

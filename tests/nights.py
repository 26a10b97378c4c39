"""Pieces of a night for tests: a referral sent, and what the reader's desk faxes back, made by the demo's own hands."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Unpack

import houses
import servers

from ocr import pages
from service import models
from service.cases import CaseState
from service.demo import desk, paper, referrals
from service.demo.paper import Wear
from service.demo.referrals import Kind
from service.house import House
from service.returning import arriving, reading
from service.sending import drafting, intake, transmission

_WEAR = Wear(196, 0.3, 0.0005, 0, 2.0)


@dataclass(frozen=True, slots=True)
class Night:
    """A house and the gateway that it sends to."""

    house: House
    gateway: servers.Smtp


@contextmanager
def begun(folder: Path, *, unattended: bool = True, **gateway: Unpack[servers.Manners]) -> Generator[Night]:
    """A house with a clock of its own, and a gateway on loopback that answers as told."""
    with servers.smtp(**gateway) as listening:
        site = houses.site_file(folder, unattended=unattended)
        yield Night(
            houses.enter(folder, clock=houses.Clock(), site=site, smtp_host="127.0.0.1", smtp_port=listening.port),
            listening,
        )


def taken(house: House, kind: Kind = "text", seed: int = 1) -> models.Case:
    """A referral laid in the folder."""
    made = referrals.made(kind, Random(seed), house.now())
    return intake.take(house, made.data, made.file_name)


def drafted(house: House, kind: Kind = "text", seed: int = 1) -> models.Case:
    """A referral made into a fax: held or ready."""
    return drafting.prepare(house, taken(house, kind, seed))


def sent(house: House, kind: Kind = "text", seed: int = 1) -> models.Case:
    """A referral that the gateway has."""
    case = drafted(house, kind, seed)
    if case.state == CaseState.HELD:
        case = drafting.release(house, case, by="Eva")
    case = transmission.send(house, case)
    assert case.state == CaseState.SENT
    return case


def answer(house: House, case: models.Case, how: str = "sheet", seed: int = 1) -> bytes:
    """What the reader faxes back: `sheet`, its own `paper`, or `acknowledged` only."""
    fax, chance = desk.look(pages.fax_pages(house.store.get(case.fax_sha))), Random(seed)
    at = house.now() + timedelta(minutes=40)
    sheets = {
        "sheet": lambda: desk.answered(fax, chance, at),
        "paper": lambda: desk.own_paper(fax, chance, at),
        "acknowledged": lambda: desk.acknowledged(fax, chance),
    }[how]()
    return paper.tiff([paper.faxed(sheet, chance.getrandbits(32), _WEAR) for sheet in sheets])


def arrived(house: House, data: bytes) -> models.Arrival:
    """A fax that came into the folder and was read."""
    (made, *_) = reading.read(house, arriving.from_folder(house, data, "fax.tif"))
    return made

"""Invented referrals of urgent nights as files: a RIS print, a scanned form, an HL7 order, a protected person's."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from PIL import Image

from ocr import pages
from service.demo import paper, people, printing, scenes
from service.demo.people import Person
from service.demo.scenes import Scene

Kind = Literal["text", "scan", "hl7", "protected"]
KINDS: Final[tuple[Kind, ...]] = ("text", "scan", "hl7", "protected")
# Which examination each kind is of when nobody says.
_USUAL: Final[Mapping[Kind, str]] = {"text": "hjärna", "scan": "buk", "hl7": "lungemboli", "protected": "halsrygg"}
_HOSPITAL: Final = "Norra Älvsborgs Länssjukhus, NU-sjukvården"
_SWEDEN: Final = ZoneInfo("Europe/Stockholm")
# Staff of the demo; no patient shares a name with them.
_STAFF: Final = ("Karin Ekdahl", "Johan Rydén", "Sara Lundmark", "Per Nordahl", "Emma Sjögren", "Nils Fagerlund")
_SCAN_DPI: Final = 200
_A4: Final = (210 / 25.4, 297 / 25.4)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of an invented referral, for those who check what became of it. `held`: it must not leave."""

    kind: Kind
    person: Person
    scene: Scene
    accession: str
    referrer: str
    held: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A referral as a file."""

    file_name: str
    data: bytes
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Case:
    """One referral before it is put on paper: all texts filled in."""

    facts: Facts
    now: datetime
    order: str
    printed_by: str
    question: str
    history: str
    status: str


def all_four(chance: Random, now: datetime) -> tuple[Made, ...]:
    """The demo's four, one of each of KINDS in that order, of different patients. `now` is aware."""
    four = list[Made]()
    for kind in KINDS:
        one = made(kind, chance, now)
        while one.facts.person.family in {other.facts.person.family for other in four}:
            one = made(kind, chance, now)
        four.append(one)
    return tuple(four)


def made(kind: Kind, chance: Random, now: datetime, *, word: str = "") -> Made:
    """One referral of that kind; `word` names the examination (scenes.toml) where it is not the kind's usual one."""
    case = _case(kind, scenes.about(word or _USUAL[kind]), chance, now.astimezone(_SWEDEN))
    if kind == "hl7":
        return Made(f"ORM_O01_{case.order}.hl7", _message(case), case.facts)
    if kind == "scan":
        return Made(f"Skanning_{case.now:%Y%m%d_%H%M}_{case.order[-3:]}.pdf", _scan(case, chance), case.facts)
    return Made(f"Remiss_{case.order}.pdf", _ris_print(case), case.facts)


def _case(kind: Kind, scene: Scene, chance: Random, now: datetime) -> _Case:
    """The texts with names and times of an invented patient filled in."""
    person = people.person(chance, now.date(), youngest=scene.youngest, oldest=scene.oldest)
    hours = {f"ago{hours}": f"{now - timedelta(hours=hours):%H:%M}" for hours in (1, 3, 8)}
    near = {"Kin": person.kin.capitalize(), "relative": person.relative}
    names = {"given": person.given, "family": person.family, **near}
    history, status = (text.format(**names, **hours, now=f"{now:%H:%M}") for text in (scene.history, scene.status))
    referrer, printer = chance.sample(_STAFF, 2)
    accession = f"SENAL{chance.randint(1_850_000, 1_989_999):010}"
    facts = Facts(kind, person, scene, accession, referrer, held=kind == "protected")
    return _Case(facts, now, f"R{chance.randint(4_100_000, 4_999_999)}", printer, scene.question, history, status)


def _ris_print(case: _Case) -> bytes:
    """A PDF with text, as the RIS prints it."""
    facts, person, scene = case.facts, case.facts.person, case.facts.scene
    hidden = facts.held
    values: dict[str, Any] = {
        "title": f"Remiss {case.order}",
        "hospital": _HOSPITAL,
        "order": case.order,
        "priority": "AKUT",
        "protected": hidden,
        "printed_at": f"{case.now:%Y-%m-%d %H:%M}",
        "printed_by": case.printed_by,
        "patient": [
            ("Personnummer", person.number),
            ("Namn", f"{person.family}, {person.given}"),
            ("Kön", person.sex.capitalize()),
            ("Adress", "Sekretessmarkering" if hidden else person.street),
            ("Telefon mobil", "Sekretessmarkering" if hidden else person.phone),
            ("Postadress", "Sekretessmarkering" if hidden else person.place),
        ],
        "facts": [
            ("Undersökning", scene.examination),
            ("Accessionsnummer", facts.accession),
            ("Remitterande enhet", scene.unit),
            ("Remissdatum", f"{case.now - timedelta(minutes=35):%Y-%m-%d %H:%M}"),
            ("Remittent", facts.referrer),
            ("Undersökningstid", f"{case.now - timedelta(minutes=8):%Y-%m-%d %H:%M}"),
            ("Telefon remittent", scene.phone),
            ("Modalitet", scene.modality),
        ],
        "texts": [("Frågeställning", case.question), ("Anamnes", case.history), ("Status", case.status)],
        "short": list(scene.short.items()),
    }
    return printing.pdf("ris_print", values)


def _scan(case: _Case, chance: Random) -> bytes:
    """A form filled in on a typewriter, scanned by an office machine a degree askew: a PDF of one picture."""
    facts, person, scene = case.facts, case.facts.person, case.facts.scene
    values: dict[str, Any] = {
        "hospital": _HOSPITAL,
        "priority": "AKUT",
        "rows": [
            ("Patientens namn", person.name),
            ("Personnummer", person.number),
            ("Adress", f"{person.street}, {person.place}"),
            ("Telefon patient", person.phone),
            ("Önskad undersökning", scene.examination),
            ("Accessionsnummer", facts.accession),
            ("Remitterande enhet", scene.unit),
            ("Telefon remittent", scene.phone),
            *scene.short.items(),
        ],
        "texts": [("Frågeställning", case.question), ("Anamnes", case.history), ("Status", case.status)],
        "referrer": facts.referrer,
        "date": f"{case.now:%Y-%m-%d}",
    }
    width, height = (round(inches * 2 * _SCAN_DPI) for inches in _A4)
    (page,) = pages.rasterise(printing.pdf("paper_form", values), width, height)
    askew = chance.choice((-1, 1)) * chance.uniform(0.7, 1.3)
    copy = paper.copied(page, (width // 2, height // 2), skew=askew, seed=chance.getrandbits(32))
    return _picture_pdf(copy, case.now)


def _picture_pdf(image: Image.Image, at: datetime) -> bytes:
    """A PDF that holds one grey picture and says when it was made, as office machines write them."""
    out, stamp = io.BytesIO(), time.struct_time(at.timetuple())
    image.save(out, "PDF", resolution=_SCAN_DPI, quality=72, producer="MFP scan", creationDate=stamp, modDate=stamp)
    return out.getvalue()


def _message(case: _Case) -> bytes:
    """An HL7 v2.3.1 order, as an order system writes it."""
    facts, person, scene = case.facts, case.facts.person, case.facts.scene
    stamp, ordered = f"{case.now:%Y%m%d%H%M}", f"{case.now - timedelta(minutes=35):%Y%m%d%H%M}"
    number, (given, family) = person.number.replace("-", ""), facts.referrer.split(" ", 1)
    unit, phone = _escaped(scene.unit), scene.phone.replace(" ", "")
    place = person.place.split(" ")
    referrer = f"SE0000000000-{case.order[-4:]}^{family}^{given}"
    segments = [
        f"MSH|^~\\&|ORDERSYS|NAL|RIS|NAL|{stamp}||ORM^O01|{case.order}|P|2.3.1||||||UNICODE UTF-8",
        f"PID|1||{number}^^^SKV^NNSE||{_escaped(person.family)}^{_escaped(person.given)}||{number[:8]}"
        f"|{'M' if person.sex == 'man' else 'F'}|||{person.street}^^{place[-1]}^^{''.join(place[:2])}||{person.phone}",
        f"NK1|1|^{_escaped(person.relative)}|ANH",
        f"PV1|1|E|{unit}",
        f"ORC|NW|{case.order}||||||||||{referrer}||{phone}|||||||{unit}",
        f"OBR|1|{case.order}||DTTHX^{_escaped(scene.examination)}|S|{ordered}|||||||{_escaped(case.history)}|||{referrer}"
        f"|{phone}|{facts.accession}||||||CT|||||||{'^' + _escaped(case.question)}|||||{stamp}",
        f"OBX|1|TX|STATUS^Status||{_escaped(case.status)}||||||F",
        *(
            f"OBX|{row}|TX|{label.upper()}^{label}||{_escaped(value)}||||||F"
            for row, (label, value) in enumerate(scene.short.items(), 2)
        ),
    ]
    return ("\r".join(segments) + "\r").encode("utf-8")


def _escaped(text: str) -> str:
    """HL7's own signs written as escapes."""
    table = {"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\"}
    return "".join(table.get(sign, sign) for sign in text)

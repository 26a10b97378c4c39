"""Reports on paper as many readers would write them: layouts, faces, languages, with a symbol and without, by hand."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from PIL import Image

from service.demo import paper, printing

_HERE: Final = Path(__file__).parent
FONTS: Final = Path("/usr/share/fonts/truetype")
FACES: Final = tuple(f"{make} {kind}" for make in ("DejaVu", "Liberation") for kind in ("Sans", "Serif"))
# Handwriting that Debian has, as typst names it; measured apart, and only where it is installed.
HANDS: Final = {"Breip": "breip/Breip.ttf", "DkgHandwriting": "fifthhorseman/dkg.ttf"}
_SENDERS: Final = ("Teleconsult", "Nordisk Bildgranskning", "Fjärrgranskarna AB", "Night Reading Ltd")
_WORDS: Final[dict[str, dict[str, Any]]] = {
    "sv": {
        "title": ("Radiologiskt utlåtande", "Utlåtande", "Svar på röntgenremiss", "Röntgensvar"),
        "reference": ("Referens", "Er referens", "Ref", "Referensnummer"),
        "accession": ("Accessionsnummer", "Accessionsnr", "Us-nr", "Undersökningsnummer"),
        "examination": ("Undersökning", "Us"),
        "parts": ("Utlåtande", "Övrigt", "Bedömning"),
        "signed": ("Signerat av {}", "{}, specialist i bild- och funktionsmedicin", "Mvh {}, leg läkare"),
        "regarding": "Angående",
        "page": "Sida",
        "of": "av",
    },
    "en": {
        "title": ("Radiology report", "Report"),
        "reference": ("Reference", "Your reference", "Ref"),
        "accession": ("Accession number", "Accession no"),
        "examination": ("Examination", "Study"),
        "parts": ("Findings", "Other", "Impression"),
        "signed": ("Signed by {}", "{}, consultant radiologist"),
        "regarding": "Regarding",
        "page": "Page",
        "of": "of",
    },
}
_NAMES: Final = ("Anders Ahlgren", "Ingrid Falk", "Tomas Lindell", "Helen Moore")


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader answers, to what, for which unit."""

    examination: str
    modality: str
    unit: str
    text: tuple[str, ...]

    @property
    def language(self) -> str:
        """Swedish, unless the examination has an English name."""
        return "en" if self.examination.startswith("CT ") else "sv"


@functools.cache
def reports() -> tuple[Report, ...]:
    """All reports of reports.toml."""
    rows = tomllib.loads((_HERE / "reports.toml").read_text("utf-8"))["report"]
    return tuple(Report(row["examination"], row["modality"], row["unit"], tuple(row["text"])) for row in rows)


def missing() -> tuple[str, ...]:
    """Those of FACES that are not installed: typst sets them in a thin face of its own, of which a fax leaves less."""
    return tuple(face for face in FACES if not any(FONTS.rglob(f"{face.replace(' ', '')}*.ttf")))


def hands() -> tuple[str, ...]:
    """The handwriting faces that are installed."""
    return tuple(face for face, file in HANDS.items() if (FONTS / file).is_file())


def written(
    report: Report, chance: Random, at: str, *, reference: str = "", accession: str = "", by_hand: bool = False
) -> tuple[Image.Image, ...]:
    """The report on some reader's own paper, as it lies on the glass; reference and number typed, or by hand."""
    words, face = _WORDS[report.language], chance.choice(FACES)
    rows = [("reference", reference), ("accession", accession), ("examination", report.examination)]
    values = {
        "face": face,
        "hand": chance.choice(hands()) if by_hand else face,
        "size": chance.choice((9.5, 10, 11, 12)),
        "margin": chance.choice((16, 22, 28)),
        "capitals": chance.random() < 0.1,
        "justified": chance.random() < 0.3,
        "numbered": chance.random() < 0.5,
        "headed": chance.random() < 0.5,
        "head": chance.choice(("centred", "split", "bar", "none")),
        "about": chance.choice(("table", "line", "running", "rows")),
        "place_of_about": chance.choice(("top", "top", "top", "foot")),
        "sender": chance.choice(_SENDERS),
        "place": chance.choice(("Radiologisk granskning, natt", "Jourgranskning", "Box 12, 100 00 Orten")),
        "at": at,
        "rows": [(chance.choice(words[name]), value) for name, value in rows if value],
        "text": list(report.text),
        "signed": chance.choice(words["signed"]).format(chance.choice(_NAMES)),
        "words": {**{name: words[name] for name in ("regarding", "page", "of")}, "parts": words["parts"],
                  "title": chance.choice(words["title"])},
    }  # fmt: skip
    return paper.sheets_of(printing.pdf("report", values, folder=_HERE / "templates", fonts=FONTS))

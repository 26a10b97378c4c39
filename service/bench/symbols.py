"""The printed codes: on how many worn answer sheets at standard resolution at least one of the two is read."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from random import Random
from typing import Any, Final

from PIL import Image

from config import settings as installations
from config import site as sites
from ocr import codes, pages
from service.bench import faxes
from service.demo import line, paper
from service.demo.paper import Wear

# One call carries so many pages: one sheet, printed on and faxed again, each time with other wear.
_A_CALL: Final = 5
_ROWS: Final = faxes.ROWS["standard"]
# Between a typical machine and a poor one: softness, specks, rows lost, degrees askew to either side.
_SOFT: Final = (2.2, 3.2)
_SPECKS: Final = (0.001, 0.004)
_LOST: Final = 8
_SKEW: Final = 3.0


def run(count: int, seed: int) -> dict[str, Any]:
    """`count` pages through the line, on all cores: on how many two codes were read, one, none, and a wrong one."""
    begun, calls = time.monotonic(), range(-(-count // _A_CALL))
    told = Counter[str]()
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as every:
        for one in every.map(partial(_called, seed), calls, chunksize=4):
            told += one
    number = sum(told.values())
    return {
        "pages": number, **{name: told[name] for name in ("both", "one", "none", "wrong")},
        "none_bound_95": round((told["none"] * 1.5 + 3) / max(1, number), 5),
        "line": "spandsp" if line.available() else "paper model",
        "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip


def _called(seed: int, number: int) -> Counter[str]:
    """One sheet of a fresh case in one call."""
    chance, site = Random(f"{seed} {number}"), sites.read(installations.EXAMPLE)
    reference, sheet = faxes.answer_sheet(chance, site)
    worn = [_worn(sheet, chance) for _ in range(_A_CALL)]
    fax = pages.open_document(_carried(paper.tiff(worn, _ROWS), chance))
    return Counter(_told(pages.prepare(page).codes, reference) for page in fax.pages)


def _worn(sheet: Image.Image, chance: Random) -> Image.Image:
    wear = Wear(
        _ROWS, chance.uniform(-_SKEW, _SKEW), chance.uniform(*_SPECKS), chance.randint(0, _LOST), chance.uniform(*_SOFT)
    )
    return paper.faxed(sheet, chance.getrandbits(32), wear)


def _carried(tiff: bytes, chance: Random) -> bytes:
    """Through a good line or a bad one in turn; as it is where no call gets through, so that no page is left out."""
    try:
        return line.call(tiff, chance.getrandbits(32), chance.choice((line.GOOD, line.BAD)))
    except (line.Failed, OSError):
        return tiff


def _told(found: Sequence[codes.Code], reference: str) -> str:
    seen = [str(code.mark.reference) for code in found if code.mark is not None]
    if any(one != reference for one in seen):
        return "wrong"
    return ("none", "one", "both")[min(2, len(seen))]

"""What the service keeps when its work is done: a process of its own does some, and says what it holds afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]
HELD = "int(next(l for l in open('/proc/self/status') if l.startswith('RssAnon')).split()[1]) // 1024"

PAGES = f"""
import ctypes, random, threading
from PIL import Image
from service import memory
memory.spare()
def work(seed):
    chance, kept = random.Random(seed), []
    for _ in range(40):
        page = Image.new("L", (2480 - chance.randrange(99), 3508 - chance.randrange(99)), 255)
        kept = [*kept[-2:], page.resize((620, 877)), bytearray(chance.randrange(60_000))]
before = {HELD}
threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
ctypes.CDLL(None).malloc_trim(0)
print({HELD} - before)
"""

FAXES = f"""
from datetime import UTC, datetime
from random import Random
from config import settings, site
from ocr import codes
from outbound import sheets
from service import memory
memory.spare()
here, chance, held = site.read(settings.EXAMPLE), Random(1), []
for _ in range(8):
    sheets.typeset(
        None, reference=codes.draw(chance.choice, "PRV"), site=here, image_route="", printed_at=datetime.now(UTC)
    )
    held.append({HELD})
print(held[-1] - held[1])
"""


def kept(program: str) -> int:
    """What a program says that it holds, in MB."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(HOUSE), "PYTHONSAFEPATH": "1", "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_pages_that_are_done_with_are_given_back() -> None:
    """Nine megabytes each, in six threads at once, as the service has them."""
    assert kept(PAGES) < 5


def test_a_fax_that_was_typeset_is_forgotten() -> None:
    """typst would keep five megabytes for each of the last ten."""
    assert kept(FAXES) < 12

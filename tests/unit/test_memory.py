"""What the service keeps when its work is done: a process of its own does some, and says what it holds afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageDraw

from ocr import second_reader
from service.demo import paper

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
    sheets.typeset(None, sheets.Printing(codes.draw(chance.choice, "PRV"), here, datetime.now(UTC)))
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


def test_the_second_reader_stays_small_whatever_it_is_shown() -> None:
    """Below 900 MB, with room: for strips, of which low ones were the worst (1.2 GB), and for a page full of lines."""
    page = Image.new("L", (2541, 3508), 255)
    for row in range(60):
        line = f"Accessionsnummer SENAL00018574{row:02} ingen blödning eller infarkt i hjärnan, medellinjen är rak"
        ImageDraw.Draw(page).text((20, 20 + 57 * row), line, font=paper.font(paper.SANS, 6), fill=0)
    second_reader.release()
    try:
        for high, lines in ((330, 6), (1245, 22), (3508, 60)):
            seen = second_reader.read(page.crop((0, 0, page.width, high)))
            assert sum("SENAL00018574" in line for line in seen) >= 0.9 * lines - 1
        status = Path(f"/proc/{second_reader.process()}/status").read_text()
    finally:
        second_reader.release()
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    assert int(peak) // 1024 < 700

"""What is read for a moment leaves nothing behind, however the reading process ends."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import paper
import pytest

from ocr import sandbox
from service import scratch
from service.demo import paper as machines

HOUSE = Path(__file__).parents[2]
# Reads the document that lies in a file, again and again, and says so before each time.
READING = """
import sys
from ocr import pages, text
data = open(sys.argv[1], "rb").read()
image = pages.open_document(data).pages[0].image
while True:
    print("reading", flush=True)
    (text.read(image) if sys.argv[2] == "words" else pages.open_document(data))
"""
STAYING = """
import os, sys, time
from pathlib import Path
from service import scratch
with scratch.entered(os.environ) as folder:
    (folder / "page").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


@contextmanager
def running(code: str, *words: str, **environ: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """A process of ours, and the first line that it prints."""
    child = subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(HOUSE), "OMP_THREAD_LIMIT": "1"} | environ,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        yield child, child.stdout.readline().strip()
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


@pytest.mark.parametrize("what", ["words", *(["document"] if sandbox.live() == "bubblewrap" else [])])
def test_a_reading_process_that_is_killed_leaves_no_file(what: str, folder: Path) -> None:
    """Neither while it reads nor after kill -9 is there a file of the page in the folder for temporary files.

    Without bubblewrap a document's child works in a folder, which is `scratch`'s to remove.
    """
    source, temporary = folder / "fax", folder / "temporary"
    temporary.mkdir()
    dots = [machines.faxed(paper.drawn(None), 3, machines.Wear())] * (1 if what == "words" else 12)
    source.write_bytes(machines.tiff(dots))
    seen = set[Path]()
    with running(READING, str(source), what, TMPDIR=str(temporary)) as (child, said):
        assert said == "reading"
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            seen |= set(temporary.iterdir())
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert seen | set(temporary.iterdir()) == set()


def test_what_a_killed_process_left_the_next_one_removes(folder: Path) -> None:
    """A folder for the owner alone, in memory if the system gives one; those of living processes are left alone."""
    home = {"XDG_RUNTIME_DIR": str(folder)}
    with running(STAYING, **home) as (dead, first), running(STAYING, **home) as (_, second):
        dead.send_signal(signal.SIGKILL)
        dead.wait()
        assert (Path(first) / "page").exists()
        environ = dict(home)
        with scratch.entered(environ) as third:
            assert third.parent == folder / "reservfax" == Path(second).parent
            assert environ["TMPDIR"] == str(third)
            assert set(third.parent.iterdir()) == {Path(second), third}
            (third / "page").write_text("x")
            assert stat.S_IMODE(third.stat().st_mode) == 0o700
            assert stat.S_IMODE((third / "page").stat().st_mode) == 0o600
        assert not third.exists()


@pytest.mark.parametrize("fault", ["link", "open", "missing"])
def test_a_folder_that_others_may_enter_is_not_used(fault: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else may have laid it there: the process takes one with a name that nobody could foresee."""
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    odd = folder / f"reservfax-{os.geteuid()}"
    if fault == "link":
        (folder / "elsewhere").mkdir(mode=0o700)
        odd.symlink_to(folder / "elsewhere")
    elif fault == "open":
        odd.mkdir()
        odd.chmod(0o777)
    with scratch.entered({}) as own:
        assert (own.parent == odd) == (fault == "missing")
        assert stat.S_IMODE(own.parent.stat().st_mode) == 0o700

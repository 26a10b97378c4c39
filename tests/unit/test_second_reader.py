"""The second reader's one process: its time limit holds whatever the process does, and a new one takes its place."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Generator

import pytest
from PIL import Image, ImageDraw

from ocr import second_reader
from service.demo import paper

PAGE = Image.new("L", (2500, 800), 255)


@pytest.fixture(autouse=True)
def released() -> Generator[None]:
    """No process from before, and none left behind."""
    second_reader.release()
    yield
    second_reader.release()


@pytest.mark.parametrize(
    "program", ["exec sleep 20", "head -c 99999 > /dev/null; exec sleep 20", "exec cat > /dev/null"]
)
def test_a_process_that_stops_reading_or_never_answers_is_ended_in_time(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """Its pipe is full at once, amid the page, or never: the limit holds, and the next page has another process."""
    real, command = subprocess.Popen, ["/bin/sh", "-c", program]
    with monkeypatch.context() as deaf:
        deaf.setattr(subprocess, "Popen", lambda _, **how: real(command, **how))
        begun = time.monotonic()
        assert second_reader.read(PAGE, seconds=1.0) == ()
        assert time.monotonic() - begun < 5
    assert second_reader.process() is None
    page = PAGE.copy()
    ImageDraw.Draw(page).text((40, 40), "Accessionsnummer SENAL0001857400", font=paper.font(paper.SANS, 12), fill=0)
    assert "SENAL0001857400" in "".join(second_reader.read(page)).replace(" ", "")

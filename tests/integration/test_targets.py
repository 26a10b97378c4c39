"""What a command writes is never what it reads, never two answers in one file, and never an earlier patient's."""

from __future__ import annotations

from pathlib import Path

import pytest
from installation import Installed, installed

REFERRAL = "Namn: Anna Ek\nPersonnummer: 19410622-9828\nUndersökning: DT buk\nFrågeställning: Ileus?\n"


@pytest.fixture
def reservfax(folder: Path) -> Installed:
    """An installation, and a referral beside it under two names."""
    (folder / "remiss.txt").write_text(REFERRAL, "utf-8")
    (folder / "link.tif").symlink_to("remiss.txt")
    (folder / "twin.tif").hardlink_to(folder / "remiss.txt")
    return installed(folder)


@pytest.mark.parametrize(
    "words",
    [
        ("anonymise", "remiss.txt", "-o", "remiss.txt"),
        ("anonymise", "remiss.txt", "-o", "link.tif"),
        ("anonymise", "remiss.txt", "-o", "twin.tif"),
        ("anonymise", "remiss.txt", "-o", "out.tif", "--explain", "./remiss.txt"),
        ("anonymise", "remiss.txt", "-o", "out.tif", "--explain", "../{here}/out.tif"),
        ("layout", "remiss.txt", "-o", "remiss.txt"),
        ("backup", "remiss.txt"),
    ],
)
def test_nobody_loses_a_file_to_an_answer(reservfax: Installed, words: tuple[str, ...]) -> None:
    """Wrong usage, and the referral is as it was."""
    told = reservfax(*(word.format(here=reservfax.folder.name) for word in words))
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert (reservfax.folder / "remiss.txt").read_text("utf-8") == REFERRAL
    assert not (reservfax.folder / "out.tif").exists()


@pytest.mark.parametrize("command", ["anonymise", "layout"])
def test_an_earlier_patients_pages_do_not_stand_for_a_file_that_cannot_be_read(
    reservfax: Installed, command: str
) -> None:
    """Whoever prints OUT after a failure prints nothing."""
    out = reservfax.folder / "out.tif"
    assert reservfax(command, "remiss.txt", "-o", out).returncode in (0, 3)
    assert out.is_file()
    (reservfax.folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    assert reservfax(command, "broken.pdf", "-o", out).returncode == 2
    assert not out.exists()


def test_anonymise_names_what_it_wrote(reservfax: Installed) -> None:
    """Both files, in words; a folder that is not there is a fault in plain words."""
    told = reservfax("anonymise", "remiss.txt", "-o", "out.tif", "--explain", "why.html")
    assert "skrev / wrote out.tif" in told.stdout
    assert "skrev / wrote why.html" in told.stdout
    page = (reservfax.folder / "why.html").read_text("utf-8")
    for called in ("Undersökning / Examination", "Ålder / Age", "Allt tryck är läst", "Personnummer"):
        assert f"<td class=name>{called}" in page
    away = reservfax("anonymise", "remiss.txt", "-o", "away/out.tif")
    assert (away.returncode, "kan inte skrivas" in away.stderr) == (1, True)


def test_a_restore_reads_a_backup_alone(reservfax: Installed) -> None:
    """A file that isn't there or is none is unreadable input, before anything is asked of keys or data."""
    for name, said in (("gone.backup", "kan inte läsas"), ("remiss.txt", "ingen säkerhetskopia")):
        told = reservfax("restore", name)
        assert (told.returncode, said in told.stderr) == (2, True)

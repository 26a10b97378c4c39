"""The site file: what an administrator may write, and what is refused before it can do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import settings as installations
from config import site as sites
from config.faults import Faults

TEXT = installations.EXAMPLE.read_text("utf-8")


def read(folder: Path, old: str = "", new: str = "") -> sites.Site:
    """The example, with one piece of it written otherwise."""
    assert not old or old in TEXT
    path = folder / "site.toml"
    path.write_text(TEXT.replace(old, new, 1), "utf-8")
    return sites.read(path)


def test_the_example_has_no_fault(folder: Path) -> None:
    """What is shipped can be started from."""
    assert read(folder).prefix == "NAL"


@pytest.mark.parametrize("prefix", ["", "-", " ", "0", "+46", "+46 10", "0046", "070"])
def test_a_prefix_that_fits_everybody_is_refused(folder: Path, prefix: str) -> None:
    """With an empty prefix the patient's own telephone was taken for the hospital's, and faxed."""
    with pytest.raises(Faults, match="hospital_phones"):
        read(folder, '"0522-92"', f'"{prefix}"')


@pytest.mark.parametrize("prefix", ["010-4", "+46 10 4", "0046 (0)10-4", "0522"])
def test_a_prefix_of_four_digits_is_one(folder: Path, prefix: str) -> None:
    """However it is spelled."""
    assert prefix in read(folder, '"0522-92"', f'"{prefix}"').hospital_phones


@pytest.mark.parametrize("phone", ["-", "anknytning", "046", "+46"])
def test_a_unit_has_a_number_of_its_own(folder: Path, phone: str) -> None:
    """A unit's number is a hospital's number too."""
    with pytest.raises(Faults, match="phone"):
        read(folder, '"+46 31 390 06 10"', f'"{phone}"')


@pytest.mark.parametrize(
    "subject",
    [
        "Remiss åäö {reference} {token}",
        "{token} {token} {reference}",
        "{reference} {token} {patient}",
        "{reference} {token} {",
    ],
)
def test_a_subject_that_no_gateway_would_echo_is_refused(folder: Path, subject: str) -> None:
    """ASCII and under 60 signs with the longest reference, or no receipt could be understood; told at the start."""
    with pytest.raises(Faults, match=r"gateway\.subject"):
        read(folder, "{reference} {attempt} {token}", subject)


def test_a_subject_with_the_number_fits(folder: Path) -> None:
    """For a gateway that takes the number there."""
    assert "{number}" in read(folder, "{reference} {attempt} {token}", "{number} {reference} {token}").dialect.subject

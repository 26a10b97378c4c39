"""The settings of one installation: what can't be used is told by its key, and no secret stands in it."""

from __future__ import annotations

import pytest

from config import settings
from config.faults import Faults


@pytest.mark.parametrize(
    "address",
    [
        "mysql://db/reservfax",
        "postgresql://prov:hem/ligt@db/reservfax",
        "postgresql://prov@db:port/reservfax",
        "postgresql://db/reservfax?sslmod=require",
        "postgresql://db/reservfax?sslmode",
    ],
)
def test_an_address_that_cannot_be_meant_is_told(address: str) -> None:
    """Also an option that nobody would have heard of."""
    with pytest.raises(Faults) as told:
        settings.read({"RESERVFAX_DATABASE": address})
    (line,) = told.value.lines
    assert line.startswith("RESERVFAX_DATABASE: ")
    assert "hem" not in line


def test_an_address_with_options_is_kept_whole() -> None:
    """libpq's own words."""
    address = "postgresql://prov:x@db:5433/reservfax?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem"
    assert settings.read({"RESERVFAX_DATABASE": address}).database.reveal() == address

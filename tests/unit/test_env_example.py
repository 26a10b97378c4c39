"""The example of settings that an installation copies."""

from __future__ import annotations

from pathlib import Path

import dotenv

from config import settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_example_names_every_setting_with_its_default() -> None:
    """Who installs finds every setting in the example, with the value it has when left out, and no other."""
    assert dotenv.dotenv_values(EXAMPLE) == dict(settings.KEYS)


def test_example_is_a_working_installation(tmp_path: Path) -> None:
    """A copy of the example, unchanged, has no fault."""
    environ = {"HOME": str(tmp_path), "RESERVFAX_HOME": str(EXAMPLE.parent)}
    assert settings.read(environ, dotenv=EXAMPLE) == settings.read(environ)

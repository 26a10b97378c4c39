"""What the command line finds round it: the environment, read into settings and site only when a command asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config import settings, site
from config.faults import Gatherer
from outbound.referral.words import labels


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The process's environment, as one value.

    `dotenv` is the file that may add to it. A demo or a test passes None and an environment of its own.
    """

    environ: Mapping[str, str]
    dotenv: Path | None

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Surroundings:
        """Those of an installation, whose `.env` lies in its own folder, wherever somebody stands."""
        return cls(dict(environ), settings.home(environ) / ".env")

    def settings(self) -> settings.Settings:
        """The settings. Raises Faults with every fault at once."""
        return settings.read(self.environ, dotenv=self.dotenv)

    def site(self) -> site.Site:
        """The site file that the settings name, and the site's own labels in `layouts` beside it. Raises Faults."""
        return site_of(self.settings().site_file)


def site_of(file: Path) -> site.Site:
    """The site of a file, with its own labels. Raises Faults with every fault of both at once."""
    told = Gatherer()
    told.gather(lambda: labels.extend(file.parent / "layouts"))
    found = told.gather(lambda: site.read(file))
    told.finish()
    assert found is not None
    return found

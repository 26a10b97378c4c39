"""What the service writes to people by mail: references, codes and counts, never anything of a patient's."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.site import Site
from outbound.mail import Message
from outbound.said import Said


def alarm(site: Site, *, to: str, kind: str, step: int, reference: str, key: str) -> Message:
    """A clock that rings. `key` makes its Message-ID the same each time it is told."""
    told = words(kind)
    values = {"kind": kind, "step": step, "reference": reference or "-", "sv": told.sv, "en": told.en}
    return _message(site, "alarm", to, values, key)


def morning(site: Site, *, values: Mapping[str, Any], key: str) -> Message:
    """The morning mail to the RIS and PACS administrators."""
    return _message(site, "morning", site.notices.administrators, values, key)


def words(kind: str) -> Said:
    """What a clock of that kind says."""
    sv, en = _templates()["kind"].get(kind, [kind, kind])
    return Said(str(sv), str(en))


def many(kind: str, count: int) -> Said:
    """What several clocks of that kind say in one line."""
    sv, en = _templates()["many"].get(kind, [f"{{n}} × {kind}"] * 2)
    return Said(str(sv).format(n=count), str(en).format(n=count))


def _message(site: Site, template: str, to: str, values: Mapping[str, Any], key: str) -> Message:
    texts = _templates()[template]
    digest = hashlib.sha256(f"{site.prefix} {template} {key}".encode()).hexdigest()[:32]
    domain = site.dialect.sender.partition("@")[2]
    subject = str(texts["subject"]).format_map(values)
    body = str(texts["body"]).strip().format_map(values) + "\n"
    return Message(site.dialect.sender, to, f"<{digest}@{domain}>", subject, body)


@functools.cache
def _templates() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "notices.toml").read_text("utf-8"))

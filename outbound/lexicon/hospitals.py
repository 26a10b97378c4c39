"""How hospitals are called: "Sunderby sjukhus", "Centralsjukhuset i Karlstad", "Drottning Silvias barnsjukhus"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from outbound.lexicon import lists

_CAPITAL: Final = "[A-ZÅÄÖ]"
# What a hospital is called in Swedish, whatever stands before it: länssjukhuset, lasarett, sjukstugan.
KIND: Final = r"(?i:\w*(?:sjukhus(?:et)?|lasarett(?:et)?)|sjh|sjukstuga(?:n)?)s?"
_OF_WHOM: Final = (
    r"(?:Drottning|Astrid|Karolinska|Akademiska|Skånes|Norrlands|Hallands|Länssjukhuset|Centralsjukhuset|Universitetssjukhuset|"
    r"Norra|Södra|Östra|Västra|Nya|S:t|Sankt|Capio|Aleris)"
)
# A pattern that matches nothing.
NOTHING: Final = r"(?!)"
# Names of their own, which nobody has for a name or a town.
_OWN: Final = (
    r"(?:S:t\s(?:Göran|Erik|Olof|Lukas)s?|Sophiahemmet|(?:Drottning\sSilvia|Astrid\sLindgren)s?(?:\sbarnsjukhus)?|"
    r"Sachssk?a|Carlanderska|Löwenströmska|Kullbergska|Karolinska|Sahlgrenska|Ryhov|Akademiska)"
)


def called(towns: Sequence[str]) -> str:
    """A pattern of how hospitals are called, one of these towns behind some of them."""
    town = f"(?i:{'|'.join(map(re.escape, towns)) or NOTHING})"
    return (
        rf"(?:(?:{_OF_WHOM}\s)?{_CAPITAL}[\w:]+\s{KIND}(?!\w)(?:,?\s(?i:i\s)?{town}(?!\w))?"
        rf"|(?i:\w+(?:sjukhuset|lasarettet))(?:,?\s(?i:i\s)?{town})?(?!\w)"
        rf"|(?i:sjukhuset|lasarettet),?\s(?i:i\s)?{town}(?!\w)"
        rf"|{_OWN}(?:\s(?:universitetssjukhus\w*|sjukhuset?|Solna|Huddinge|Mölndal|Östra))*(?!\w))"
    )


CALLED: Final = called(lists.hospital_towns())
_CALLED: Final = re.compile(rf"(?<![\w-]){CALLED}")


_KINDS: Final = re.compile(
    "sjukhus|sjh|lasarett|sjukstug|hemmet|Sachs|Carlander|Löwenström|Kullberg|Karolinska|Sahlgrenska|Ryhov|Akademiska|S:t|Silvia|Lindgren",
    re.I,
)


def named(text: str) -> tuple[tuple[int, int], ...]:
    """Where the text names a hospital: (start, end) of each."""
    return tuple(match.span() for match in _CALLED.finditer(text)) if _KINDS.search(text) else ()


def opens(text: str) -> bool:
    """Whether a text begins with a hospital's name and goes on: "Oskarshamns sjukhus - akuten" has no label."""
    match = _CALLED.match(text) if _KINDS.search(text) else None
    behind = text[match.end() :].strip() if match is not None and ":" not in match.group() else ""
    return bool(behind) and not behind.startswith(":")

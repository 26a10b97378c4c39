"""Unit, referrer and call-back number, each printed once: every one of them has a line of its own on the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from outbound.referral.values import STAFF, FieldName
from outbound.referral.words import phones

# What leads to a number, where nothing is left of who it reaches.
_NOBODY: Final = re.compile(
    r"(?:\W|(?<!\w)(?:jag|vi|mig|oss|undertecknad|svar|ring|nås|på|via|till|tel|tfn|telefon|direkt)(?!\w))*",
    re.IGNORECASE,
)
# What is left of brackets behind the unit: "LSR)".
_CUT_OFF: Final = re.compile(r"^[^(\n]{1,12}\)\s*")


def without_call_back(fields: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """The fields, unit and referrer without the number that has its own line on the sheet; "Jag" is no referrer."""
    told = phones.found(fields.get(FieldName.CALL_BACK, ""))
    kept = {name: phones.without(text, told) if name in STAFF[:2] else text for name, text in fields.items()}
    return {name: text for name, text in kept.items() if not (name in STAFF[:2] and _NOBODY.fullmatch(text))}


def once(fields: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """The referrer without the unit, which has its own line on the sheet; no referrer where nothing else is in it."""
    unit, referrer = fields.get(FieldName.UNIT, ""), fields.get(FieldName.REFERRER, "")
    if not (unit and referrer):
        return dict(fields)
    if referrer == unit or _without(referrer, unit) != unit:
        return {name: told for name, told in fields.items() if name is not FieldName.REFERRER}
    # "Neurologen avd 27, Bo Ek" below "Neurologen avd 27, Gävle sjukhus".
    begins = unit.partition(",")[0]
    same = begins if unit not in referrer and referrer.startswith(f"{begins}, ") else unit
    rest = re.sub(r"^[\W_]+|[\s,/;]+$", "", _without(same, referrer))
    rest = _CUT_OFF.sub("", rest)
    told = re.sub(r"\s*([,/;])\s*(?:[,/;]\s*)+", r"\1 ", rest) if rest and same in referrer else referrer
    return {**fields, FieldName.REFERRER: told}


def _without(unit: str, text: str) -> str:
    """A text without the unit where it stands alone: "IVA-jour" keeps its head."""
    return re.sub(rf"(?<![\w-]){re.escape(unit)}(?![\w-])", "", text) if unit in text else text

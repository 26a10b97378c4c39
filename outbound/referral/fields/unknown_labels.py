"""Labels that no list has: their values are carried, left behind as the patient's own, or looked at by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from outbound.referral.form.entries import Entry
from outbound.referral.patient import persons
from outbound.referral.values import FieldName, Group
from outbound.referral.words import answers, kinds

# A label of bare signs is none.
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")
# Somebody's own is told in a line; what is longer may hold more.
_SHORT_LINE: Final = 100


def added(entries: Sequence[Entry], have: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """The fields, "other" with what the reader may need of it, each with its label; the rules see to it."""
    rows = [
        f"{entry.label}: {entry.text}"
        for entry in entries
        if entry.group is Group.UNKNOWN and entry.text and (not _is_personal(entry) or persons.goes_on(entry.text))
    ]
    other = "\n".join(filter(None, (have.get(FieldName.OTHER, ""), *rows)))
    return {**have, FieldName.OTHER: other} if rows else dict(have)


def is_doubtful(entries: Sequence[Entry]) -> bool:
    """Whether a person must look at one of them: it may be the patient's own, or mean something to the reader."""
    unknown = (entry for entry in entries if entry.group is Group.UNKNOWN and _LETTERS.search(entry.text))
    return any(not _is_quiet(entry) and (_is_personal(entry) or not kinds.is_plain(entry.label)) for entry in unknown)


def _is_personal(entry: Entry) -> bool:
    """Whether a label or its value is personal and of no use to a radiologist."""
    story = (kinds.has_fact(entry.text) and kinds.what(entry.text) == "story") or answers.is_whole(entry.text)
    return (kinds.is_personal(entry.label) and not story) or persons.is_somebody(entry.text)


def _is_quiet(entry: Entry) -> bool:
    """Whether a value is personal and nothing else: it is left behind, and no person need look."""
    if kinds.what(entry.text) in ("staff", "unit", "examination", "question"):
        return False
    own = kinds.is_home_life(entry.label) or persons.tells_person(entry.text)
    return own and len(entry.text) <= _SHORT_LINE and not kinds.has_fact(entry.text)

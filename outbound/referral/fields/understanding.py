"""Whether a referral was understood: what is asked for, why, and the story; without labels, who it is of besides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from ocr import identifiers
from ocr.identifiers import Category, Finding
from outbound import reasons
from outbound.reasons import Reason
from outbound.referral.fields import corrections, prose
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Row
from outbound.referral.patient import identity, introduced_names, persons
from outbound.referral.values import FieldName, Group
from outbound.referral.words import kinds

# What is asked for, and the story: without them there is no referral.
ASKED: Final = frozenset({FieldName.EXAMINATION, FieldName.QUESTION})
_STORY: Final = frozenset({FieldName.HISTORY, FieldName.STATUS})
# What running text without a single label must say besides.
_RUNNING: Final = ASKED | {FieldName.HISTORY, FieldName.UNIT}


def doubts(
    rows: Sequence[Row],
    entries: Sequence[Entry],
    labelled: Collection[FieldName],
    fields: Mapping[FieldName, str],
    today: date,
) -> Iterator[Reason]:
    """Why a person must see whether the fields were read as meant; `labelled` are those that a label names."""
    if _are_several(entries):
        yield reasons.make("several_referrals")
    misread = sum(map(corrections.is_misplaced, entries)) > 1
    understood = _is_understood(rows, entries, labelled, fields, today)
    if misread or not understood or prose.is_forwarded(rows) or prose.is_foreign(fields):
        yield reasons.make("unknown_layout")
    if prose.is_of_one_case(fields):
        yield reasons.make("no_capitals")


def _are_several(entries: Sequence[Entry]) -> bool:
    """Whether patient, examination and question are all named twice: two referrals in one file."""
    fields = [entry.field for entry in entries]
    groups = [entry.group for entry in entries if entry.lines]
    twice = all(fields.count(name) > 1 for name in ASKED)
    return twice and max(groups.count(Group.NAME), groups.count(Group.IDENTITY)) > 1


def _is_understood(
    rows: Sequence[Row],
    entries: Sequence[Entry],
    labelled: Collection[FieldName],
    fields: Mapping[FieldName, str],
    today: date,
) -> bool:
    """Whether labels name what is asked, why and the story; or one names the patient; or running text has all."""
    if any(entry.group is Group.UNKNOWN and kinds.what(entry.text) == "story" for entry in entries):
        labelled = {*labelled, FieldName.HISTORY}
    patient = any(entry.group in (Group.NAME, Group.IDENTITY) for entry in entries)
    return (
        _is_known(labelled, {*labelled, *fields})
        or (patient and _is_known(fields, fields))
        or _says_all(rows, fields, today)
    )


def _is_known(labelled: Collection[FieldName], found: Collection[FieldName]) -> bool:
    """Whether what is asked for, why and the story are there, one of them by its label."""
    heart = ASKED | _STORY
    return not heart.isdisjoint(labelled) and ASKED.issubset(found) and not _STORY.isdisjoint(found)


def _says_all(rows: Sequence[Row], fields: Mapping[FieldName, str], today: date) -> bool:
    """Whether running text has all without a label: a name and a sound number, the unit, what is asked for, and why."""
    asked = fields.get(FieldName.EXAMINATION, "")
    outright = any(asked == kinds.requested(text) for name, text in fields.items() if name is not FieldName.EXAMINATION)
    return (
        _RUNNING.issubset(fields)
        and (outright or kinds.what(asked) == "examination" or _opens_with_wish(asked))
        and _is_of_one_person(rows, today)
    )


def _opens_with_wish(asked: str) -> bool:
    """Whether a longer text begins with an examination: "DT aorta angiografi, högsta prioritet, ruptur? …"."""
    wish = kinds.examination(asked)
    return bool(wish) and asked.startswith(wish)


def _is_of_one_person(rows: Sequence[Row], today: date) -> bool:
    """Whether one name stands in it beside one sound number, or beside one date of birth where there is no number."""
    born = list(introduced_names.born(rows, today))
    every = [row.text for row in rows if any(_is_sure(one) for one in identifiers.find(row.text))]
    numbers = [text for text in every if not kinds.begins_near(text)] or every
    days = {clue.text for clue in born if clue.group is Group.IDENTITY}
    one = len(numbers) == 1 or (not numbers and len(days) == 1)
    named = (*persons.in_rows(rows), *born)
    return one and any(clue.group is Group.NAME and identity.names_in(clue.text) for clue in named)


def _is_sure(found: Finding) -> bool:
    return found.category is Category.PERSONAL_NUMBER and found.certain

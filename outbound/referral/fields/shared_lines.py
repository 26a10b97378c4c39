"""Entries whose line holds more than one thing, each as an entry of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from outbound.referral.fields import value_rules
from outbound.referral.form.entries import Entry
from outbound.referral.values import FieldName, Group
from outbound.referral.words import kinds, labels, phones, titles, units

# Facts of a word or two, behind which the story goes on: "Gravid v 22. Flög hem från ... Sedan dess svullen".
_ONE_FACT: Final = frozenset(
    {FieldName.PREGNANCY, FieldName.WEIGHT, FieldName.ALLERGY, FieldName.INFECTION, FieldName.KIDNEY}
)
# Who wants something, and what: "Dr Hedman ordinerar DT skalle, blödning?".
_WISHING: Final = re.compile(
    r"(?P<who>[^.?!\n]{3,60}?)\s(?P<rest>(?:vill\sha|ordinerar|önskar|ber\som|begär)\s.+)", re.DOTALL
)
# Where the fact ends.
_MORE: Final = re.compile(r"(?<=[\w)])\.\s(?=[A-ZÅÄÖ])")


def parted(entry: Entry) -> Sequence[Entry]:
    """What an entry holds, by the first rule that parts it; itself if none does."""
    return next((found for part in _PARTS if (found := part(entry))), None) or (entry,)


def _hospital_alone(entry: Entry) -> Sequence[Entry]:
    """A hospital that looks like a label: "Akutkliniken US   Bo Ek" (US), and above a table, beside its ward."""
    unit = entry.label if entry.field is FieldName.EXAMINATION and " " in entry.label else ""
    if unit and units.first(unit) == unit:
        named = replace(entry, field=FieldName.UNIT, lines=[unit], cells=[replace(entry.cells[0], text=unit)])
        return named, _heading(entry, entry.text, lines=entry.lines)
    if _is_of_orthopaedics(entry):
        lines = [f"{entry.label} {entry.text}"]
        return (replace(entry, group=Group.FIELD, field=FieldName.UNIT, lines=lines, cells=entry.cells[:1]),)
    ward = entry.group is Group.UNKNOWN and units.hospital(entry.label) and units.first(entry.text, any_case=True)
    told = f"{entry.label}, {entry.text}"
    return (replace(entry, group=Group.FIELD, field=FieldName.UNIT, lines=[told]),) if ward else ()


def _is_of_orthopaedics(entry: Entry) -> bool:
    """Whether "Ort" without a colon is no town's label but a ward's: "Ort CSK avd 54"."""
    town = entry.group is Group.ADDRESS and entry.label.lower() == "ort" and ":" not in entry.cells[0].text
    return town and bool(units.hospital_beside(entry.text) or units.first(entry.text))


def _on_duty(entry: Entry) -> Sequence[Entry]:
    """Who is on duty, behind a title that stands as a label, and what goes on behind: "Jour neurokirurgi: Bo Ek."."""
    told = entry.group is Group.UNKNOWN or entry.field is FieldName.CALL_BACK
    named = titles.named(f"{entry.label}: {entry.text}") if told else ""
    if not (named.startswith(entry.label) and re.search(r"[A-ZÅÄÖ][a-zåäö]", named.removeprefix(entry.label))):
        return ()
    who, *more = kinds.full_sentences(entry.text)
    if kinds.is_private(who):
        return ()
    named_one = replace(entry, group=Group.FIELD, field=FieldName.REFERRER, lines=[who])
    return (named_one, _heading(entry, " ".join(more))) if more else (replace(named_one, lines=entry.lines),)


def _told_behind(entry: Entry) -> Sequence[Entry]:
    """Who refers with their telephone, and the story behind: "Dr Bo Ek, 031-… . Sonen är på väg. Hon är klar."."""
    who, *more = kinds.full_sentences(entry.text) if entry.field is FieldName.REFERRER else ("",)
    called = len(phones.found(who)) == 1 or bool(phones.internal(who))
    theirs = any(kinds.what(part) in ("staff", "unit") or titles.named(part) for part in more)
    if not (called and more and len(entry.lines) == 1 and titles.named(who)) or theirs:
        return ()
    return _cut(entry, who), _heading(entry, " ".join(more))


def _wishing(entry: Entry) -> Sequence[Entry]:
    """Who wants something, and what: "Dr Hedman ordinerar DT skalle, blödning?"."""
    told = _WISHING.fullmatch(entry.text) if entry.field is FieldName.REFERRER else None
    return () if told is None else (replace(entry, lines=[told["who"]]), _heading(entry, told["rest"]))


def _one_fact(entry: Entry) -> Sequence[Entry]:
    """A fact of a word or two, and the story behind it."""
    more = _MORE.search(entry.text) if entry.field in (*_ONE_FACT, FieldName.PRIORITY) else None
    rest = entry.text[more.end() :] if more is not None else ""
    if more is None or not (_tells_on(rest) or titles.named(rest)):
        return ()
    fact = entry.text[: more.start() + (entry.field is not FieldName.PRIORITY)]
    return _cut(entry, fact), _heading(entry, rest)


def _labels_together(entry: Entry) -> Sequence[Entry]:
    """Labels that share a line with as many values: "Pnr/Namn/Tel: 19… / Karin Ek / 070-…"."""
    heads, values = re.split(r"\s?/\s?", entry.label), re.split(r"\s/\s", entry.text)
    known = [labels.at_start(f"{head}:") for head in heads]
    carried = all(label.group is Group.FIELD for label in known if label is not None)
    if entry.label.endswith("?") or carried or len(heads) != len(values):
        return ()
    return tuple(_one_of(entry, *each) for each in zip(heads, values, known, strict=True))


def _one_of(entry: Entry, head: str, value: str, label: labels.Label | None) -> Entry:
    cells = [replace(entry.cells[0], text=f"{head}: {value}")]
    group, field = (Group.UNKNOWN, None) if label is None else (label.group, label.field)
    # A number that the sending system gave stands beside the RIS's own.
    group = Group.DROP if label is None and value_rules.CODE.fullmatch(value) else group
    return replace(entry, group=group, field=field, lines=[value], cells=cells)


def _cut(entry: Entry, text: str) -> Entry:
    """An entry with that beginning of its value alone, and its label."""
    first = entry.cells[0]
    ends = first.text.find(text) + len(text)
    return replace(entry, lines=[text], cells=[replace(first, text=first.text[:ends]), *entry.cells[1:]])


def _heading(entry: Entry, rest: str, *, lines: Sequence[str] = ()) -> Entry:
    """The rest of an entry's line, which no label tells."""
    cells = [replace(entry.cells[-1], text=rest)]
    return replace(entry, group=Group.HEADING, field=None, lines=list(lines) or [rest], cells=cells)


def _tells_on(rest: str) -> bool:
    return (
        len(rest) > value_rules.LONGEST_UNIT and kinds.what(rest) in ("story", "unit") and len(_MORE.findall(rest)) > 0
    )


_PARTS: Final[Sequence[Callable[[Entry], Sequence[Entry]]]] = (
    _hospital_alone,
    _on_duty,
    _told_behind,
    _wishing,
    _one_fact,
    _labels_together,
)

"""The referring unit, where no label gives one: by sender, signature, heading, or any that is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Row
from outbound.referral.sender import letterhead
from outbound.referral.values import FieldName, Group
from outbound.referral.words import kinds, phones, titles, units

# What parts a sentence that tells who refers.
_PARTS: Final = re.compile(r"[,;.]\s")
_STROKES: Final = re.compile(r"\s{2,}|[,;|/]\s|\s[–-]\s")
# So many lines are the foot of a letter, where it is signed, and its head.
_FOOT: Final = 3
_HEAD: Final = 3


# Whom the paper goes to, and where nobody refers from; an ambulance's paper goes to the ward that does.
_RADIOLOGY: Final = re.compile(r"(?<!\w)(?:rtg|röntgen|radiolog|bild-|(?:MR|DT|CT)(?!\w)|intervention)", re.IGNORECASE)
# "SBAR från avd 4 Kirurgi", "Remiss från akuten Mora".
_FROM: Final = re.compile(r"^\W*(?:\w+\s){0,2}från\s", re.IGNORECASE)


@dataclass(frozen=True)
class Sources:
    """Where a unit may be named: rows, entries, the lines outside every label, and the fields found so far."""

    all_rows: Sequence[Row]
    entries: Sequence[Entry]
    all_lines: Sequence[str]
    fields: Mapping[FieldName, str]

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows without homes, and without the radiology that the paper goes to."""
        return [row for row in self.all_rows if not (kinds.is_home(row.text) or letterhead.addresses(row.text))]

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines outside every label, without homes."""
        return [line for line in self.all_lines if not kinds.is_home(line)]

    @cached_property
    def signed(self) -> Sequence[str]:
        """The lines that name staff or a unit, the last first."""
        return [line for line in self.lines if kinds.what(line) in ("staff", "unit")][::-1]

    @cached_property
    def senders(self) -> Sequence[str]:
        """What stands behind "Från" and the like."""
        return [entry.text for entry in self.entries if entry.group is Group.SENDER]

    @cached_property
    def sender(self) -> str:
        """The first unit that a sender's label gives."""
        return _first(units.of_sender, self.senders)

    @cached_property
    def referrer(self) -> str:
        """The text of the field."""
        return self.fields.get(FieldName.REFERRER, "")

    @cached_property
    def call_back(self) -> str:
        """The text of the field."""
        return self.fields.get(FieldName.CALL_BACK, "")

    @cached_property
    def whole(self) -> str:
        """All rows as one line."""
        return re.sub(r"\s+", " ", " ".join(row.text for row in self.rows))

    @cached_property
    def named(self) -> str:
        """The first unit by its form: of the sender, the referrer, a signature, an unknown label, the foot.

        A first line in which the writer says where they sit goes before one that lies nowhere.
        """
        left = (entry for entry in self.entries if entry.group in (Group.UNKNOWN, Group.DROP))
        others = [one.text for one in left if not (letterhead.goes_to(one.label) and _RADIOLOGY.search(one.text))]
        # "Ny pat på akm Östersund: …" is a sentence.
        others += [
            entry.label for entry in self.entries if entry.group is Group.UNKNOWN and len(entry.label.split()) > 2
        ]
        foot = [row.text for row in self.rows[-_FOOT:] if not kinds.is_private(row.text)]
        foot = [text for text in foot if kinds.what(text) != "story"]
        named = _first(units.first, (*self.senders, self.referrer, self.call_back, *self.signed, *others, *foot))
        opened = units.written_at(self.rows[0].text) if self.rows and not letterhead.lies(named) else ""
        return letterhead.below(opened if letterhead.lies(opened) else named, self.rows)


def found(sources: Sources) -> str:
    """The referring unit by the first rule that finds one; "" if none does."""
    return next((unit for _, rule in _RULES if (unit := rule(sources))), "")


def _first(tell: Callable[[str], str], texts: Iterable[str]) -> str:
    """What the function finds in the first text in which it finds anything; "" if in none."""
    return next((told for text in texts if (told := tell(text))), "")


def _sender_with_place(sources: Sources) -> str:
    return sources.sender if letterhead.lies(sources.sender) else ""


def _head_with_ward(sources: Sources) -> str:
    return letterhead.ward(sources.rows, sources.named)


def _named(sources: Sources) -> str:
    """The unit by its form; one that the sender gives behind the hospital of the head."""
    told = sources.named
    return letterhead.placed(told, sources.rows) if told and any(told in text for text in sources.senders) else told


def _signed(sources: Sources) -> str:
    return _first(units.in_signature, sources.signed)


def _sender(sources: Sources) -> str:
    return sources.sender


def _ward_of_referrer(sources: Sources) -> str:
    return _first(letterhead.ward_with_hospital, sources.referrer.splitlines())


def _referrer_in_any_case(sources: Sources) -> str:
    return units.first(sources.referrer, any_case=True)


def _opening_a_line(sources: Sources) -> str:
    opened = ((_FROM.sub("", line), _FROM.match(line) is not None) for line in sources.lines)
    found = ((line, units.first(line, any_case=led)) for line, led in opened)
    return next((unit for line, unit in found if unit and line.startswith(unit)), "")


def _beside_patient(sources: Sources) -> str:
    """The ward that stands with the patient's name: "Pat: Bo Ek, 19 … . Avd 52 lungmedicin"; or the hospital there."""
    own = (entry.text for entry in sources.entries if entry.group in (Group.NAME, Group.IDENTITY))
    numbered = (line for line in sources.all_lines if kinds.is_numbered(line))
    return _first(units.first, own) or _first(units.hospital_beside, numbered)


def _near_answer(sources: Sources) -> str:
    """The unit named by whoever opens, in the sentence that gives a telephone of the staff's, or where it is signed."""
    opened = [row.text for row in sources.rows[:2]]
    closed = [row.text for row in sources.rows[-_FOOT:][::-1]]
    sentences = re.split(r"(?<=[.?!])\s(?=[A-ZÅÄÖ])", sources.whole)
    answers = [part for part in sentences if phones.found(part) and kinds.is_staff(part)]
    texts = [text for text in (*answers, *closed, *opened) if not kinds.is_private(text)]
    return units.written_at(sources.whole) or _first(units.in_signature, texts)


def _where_patient_lies(sources: Sources) -> str:
    return _first(units.first, [entry.text for entry in sources.entries if entry.tells_where])


def _alone(sources: Sources) -> str:
    return units.standing_alone(sources.whole)


def _with_town(sources: Sources) -> str:
    return _first(units.with_town, (*sources.senders, *sources.referrer.splitlines()))


def _on_duty(sources: Sources) -> str:
    return units.in_signature(sources.referrer) or units.on_duty(sources.referrer) or units.on_duty(sources.call_back)


def _hospital_of_call_back(sources: Sources) -> str:
    return units.hospital_beside(sources.call_back)


def _hospital_of_referrer(sources: Sources) -> str:
    signed = [(part, kinds.is_staff(part)) for text in sources.signed for part in _PARTS.split(text)]
    told = (*sources.referrer.splitlines(), *sources.senders)
    others = [(part, titles.has_one(part)) for text in told for part in _PARTS.split(text)]
    beside = [(part.strip(), staff) for part, staff in (*signed, *others) if units.hospital_beside(part)]
    return next((units.hospital_beside(part) if staff else part for part, staff in beside), "")


def _only_one(sources: Sources) -> str:
    parts = (part for line in sources.lines for part in kinds.full_sentences(line))
    return units.sole("\n".join(part for part in parts if not kinds.is_private(part)))


def _hospital_above(sources: Sources) -> str:
    return _first(units.hospital, (cell.text for row in sources.rows[:_HEAD] for cell in row.cells))


def _beside_call_back(sources: Sources) -> str:
    """A unit in any case that is a part of the line which gives a telephone of the house's."""
    rows = (row.text for row in sources.rows if phones.internal(row.text) or phones.extension(row.cells[0].text))
    parts = (part.strip(" .") for text in rows if not kinds.is_private(text) for part in _STROKES.split(text))
    return next((part for part in parts if units.first(part, any_case=True) == part), "")


def _head(sources: Sources) -> str:
    return letterhead.unit(sources.rows)


# The surest first; why each may tell the unit where those before it are silent.
_RULES: Final[Sequence[tuple[str, Callable[[Sources], str]]]] = (
    ("a sender's label says whose the paper is, and where that is", _sender_with_place),
    ("the letterhead has hospital and ward", _head_with_ward),
    ("a unit written as one stands behind a label of the staff's, or where one signs", _named),
    ("a signature names its unit by the hospital", _signed),
    ("a sender's label gives one, wherever it lies", _sender),
    ("the referrer's field opens with a ward and its hospital", _ward_of_referrer),
    ("beside a referrer nothing else stands, so that a unit needs no capital", _referrer_in_any_case),
    ("whoever asks for something opens the line with who they are", _opening_a_line),
    ("the writer says where they sit, or where to answer", _near_answer),
    ("who has the patient refers, as a rule", _where_patient_lies),
    ("a part of a sentence is a unit and nothing else", _alone),
    ("the staff's label ends with a town, whatever stands before it", _with_town),
    ("the hospital beside whoever is to be called", _hospital_of_call_back),
    ("a ward in small letters, in a part of its own beside the telephone", _beside_call_back),
    ("running text names one unit and no other", _only_one),
    ("the hospital beside whoever signs", _hospital_of_referrer),
    ("a hospital alone, above: the answer finds its way from there", _hospital_above),
    ("who is on call stands for the unit", _on_duty),
    ("anything in the head that is called as hospitals are", _head),
    ("the ward beside the patient's name", _beside_patient),
)

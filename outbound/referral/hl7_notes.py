"""What the notes of an HL7 order (NTE) tell that has a field of its own: the question, whom to call back."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from outbound.referral.values import FieldName
from outbound.referral.words import kinds, labels, phones


def with_notes(fields: Mapping[FieldName, str], private: Collection[str]) -> Mapping[FieldName, str]:
    """The fields of a message, with what only its notes tell. The notes stay, but for a question behind its label.

    `private`: the telephones of the patient and of those near, as one dials them; none is the staff's.
    """
    return _called(_asked(fields), private)


def _called(fields: Mapping[FieldName, str], private: Collection[str]) -> Mapping[FieldName, str]:
    """The first telephone that a note's sentence gives to the staff, where no field has one."""
    said = (part for line in fields.get(FieldName.OTHER, "").splitlines() for part in kinds.sentences(line))
    found = (phone for part in said for phone, whose in phones.owned(part) if whose == "staff")
    staff = (phone for phone in found if phones.national(phone) not in private)
    phone = "" if FieldName.CALL_BACK in fields else next(staff, "")
    return {**fields, FieldName.CALL_BACK: phone} if phone else fields


def _asked(fields: Mapping[FieldName, str]) -> Mapping[FieldName, str]:
    """A question that stands behind its label in a note is the question."""
    known = [(line, labels.at_start(line.strip())) for line in fields.get(FieldName.OTHER, "").splitlines()]
    asked = [line.strip()[label.end :] for line, label in known if label and label.field is FieldName.QUESTION]
    if FieldName.QUESTION in fields:
        return fields
    if not asked:
        return _asking(fields)
    rest = "\n".join(line for line, label in known if not (label and label.field is FieldName.QUESTION))
    return {**fields, FieldName.QUESTION: "\n".join(asked), FieldName.OTHER: rest}


def _asking(fields: Mapping[FieldName, str]) -> Mapping[FieldName, str]:
    """A note that is nothing but questions is the question: "Fraktur? Ramus pubis?"."""
    lines = fields.get(FieldName.OTHER, "").splitlines()
    asking = [line for line in lines if line.rstrip().endswith("?") and kinds.what(line.strip()) == "question"]
    if not asking:
        return fields
    rest = "\n".join(line for line in lines if line not in asking)
    return {**fields, FieldName.QUESTION: "\n".join(line.strip() for line in asking), FieldName.OTHER: rest}

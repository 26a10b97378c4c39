"""What a referral is to us: fields by their meaning, and apart from them all that tells who the patient is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from outbound.reasons import Reason


class FieldName(StrEnum):
    """The fields that may be carried over. What is not in this list does not exist for the new page."""

    EXAMINATION = "examination"
    MODALITY = "modality"
    QUESTION = "question"
    HISTORY = "history"
    STATUS = "status"
    KIDNEY = "kidney"
    WEIGHT = "weight"
    LENGTH = "length"
    ALLERGY = "allergy"
    PREGNANCY = "pregnancy"
    IMPLANT = "implant"
    INFECTION = "infection"
    METFORMIN = "metformin"
    EARLIER = "earlier"
    PRIORITY = "priority"
    DATE = "date"
    EXAM_TIME = "exam_time"
    UNIT = "unit"
    REFERRER = "referrer"
    CALL_BACK = "call_back"
    OTHER = "other"


class Group(StrEnum):
    """What a text of a referral is about: the groups of `layouts` first, then those of texts that no label explains."""

    FIELD = "field"
    NAME = "name"
    IDENTITY = "identity"
    RELATIVE = "relative"
    ADDRESS = "address"
    PHONE = "phone"
    BOTH_PHONES = "both_phones"
    CONTACT = "contact"
    AGE = "age"
    SEX = "sex"
    SENDER = "sender"
    ACCESSION = "accession"
    PROTECTED = "protected"
    DROP = "drop"
    # An entry whose label no list has, and one without a label.
    UNKNOWN = "unknown"
    HEADING = "heading"
    # Text of any kind, and the name of a file.
    DOCUMENT = "document"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label stands for: its group, and its field if the group is FIELD."""

    group: Group
    field: FieldName | None = None

    @property
    def name(self) -> Group | FieldName:
        """The field, or the group of a label that has none."""
        return self.group if self.field is None else self.field


@dataclass(frozen=True, slots=True)
class Clue:
    """A text that may tell who the patient is, and what it is a text of."""

    group: Group
    text: str


@dataclass(frozen=True, slots=True)
class Identity:
    """All that identifies the patient or relatives. Harvested, sealed in the vault, removed everywhere."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral as read, not yet anonymised. `confidence` is the mean of the words' (100 for text)."""

    fields: Mapping[FieldName, str]
    identity: Identity
    accessions: tuple[str, ...]
    source: Literal["text", "scan", "hl7", "form"]
    age: str
    sex: str
    reasons: tuple[Reason, ...]
    pages: int
    confidence: float


# What tells who refers and how to reach them.
STAFF: Final = (FieldName.UNIT, FieldName.REFERRER, FieldName.CALL_BACK)

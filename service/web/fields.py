"""The fields of a referral as a person types them: their order, their labels, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from outbound.referral import FieldName

# One line each, asked for in every referral; then the texts; then what most referrals do not have.
SHORT: Final[Mapping[str, Any]] = {
    FieldName.EXAMINATION: gettext_lazy("Examination"),
    FieldName.UNIT: gettext_lazy("Referring unit"),
    FieldName.REFERRER: gettext_lazy("Referrer"),
    FieldName.CALL_BACK: gettext_lazy("Referrer's telephone"),
    FieldName.PRIORITY: gettext_lazy("Priority"),
    FieldName.EXAM_TIME: gettext_lazy("Time of examination"),
    FieldName.KIDNEY: gettext_lazy("Creatinine/eGFR"),
    FieldName.ALLERGY: gettext_lazy("Allergy, contrast reaction"),
    FieldName.WEIGHT: gettext_lazy("Weight"),
}
LONG: Final[Mapping[str, Any]] = {
    FieldName.QUESTION: gettext_lazy("Clinical question"),
    FieldName.HISTORY: gettext_lazy("History"),
    FieldName.STATUS: gettext_lazy("Status"),
    FieldName.OTHER: gettext_lazy("Other"),
}
MORE: Final[Mapping[str, Any]] = {
    FieldName.PREGNANCY: gettext_lazy("Pregnancy"),
    FieldName.METFORMIN: gettext_lazy("Metformin"),
    FieldName.IMPLANT: gettext_lazy("Implant, pacemaker"),
    FieldName.INFECTION: gettext_lazy("Infection"),
    FieldName.EARLIER: gettext_lazy("Earlier examinations"),
    FieldName.LENGTH: gettext_lazy("Height"),
    FieldName.MODALITY: gettext_lazy("Modality"),
    FieldName.DATE: gettext_lazy("Date of the referral"),
    "age": gettext_lazy("Age, if there is no personal number"),
    "sex": gettext_lazy("Sex, if there is no personal number"),
}
INSIDE: Final = ("name", "number")
_HEAD: Final[Mapping[str, Any]] = {
    "name": gettext_lazy("Patient's name"),
    "number": gettext_lazy("Personal number"),
    "accession": gettext_lazy("Accession number"),
    "image_route": gettext_lazy("Way of the images"),
}
ASKED: Final = frozenset({FieldName.QUESTION.value})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form."""

    name: str
    label: Any
    value: str
    required: bool


def shown(values: Mapping[str, str]) -> dict[str, Any]:
    """The form's three parts, with what is known filled in; the third is open if anything stands in it."""
    parts = {part: tuple(_field(*row, values) for row in table.items()) for part, table in _PARTS.items()}
    route = values.get("image_route", "")
    return {**parts, "open": any(field.value for field in parts["more"]), "route": route}


def told(values: Mapping[str, str]) -> tuple[tuple[Any, str], ...]:
    """What was typed, by its label and in the form's order; what has no label goes by its name, last."""
    labels = {**_HEAD, **SHORT, **LONG, **MORE}
    order = [*labels, *(name for name in values if name not in labels)]
    return tuple((labels.get(name, name), values[name]) for name in order if values.get(name))


def typed(request: HttpRequest) -> dict[str, str]:
    """What was typed, by field; empty ones are left out."""
    names = (*SHORT, *LONG, *MORE, *INSIDE, "accession", "image_route")
    given = {str(name): str(request.POST.get(name, "")).strip() for name in names}
    return {name: text for name, text in given.items() if text}


_PARTS: Final = {"short": SHORT, "long": LONG, "more": MORE}


def _field(name: str, label: Any, values: Mapping[str, str]) -> Field:
    return Field(str(name), label, values.get(name, ""), name in ASKED)

"""A value with its label, where it means nothing without: "Rullstol: ja", "Debuttid: 22.15", "eGFR: 60"."""

from __future__ import annotations

import re
from typing import Final

from outbound.referral.form.entries import Entry
from outbound.referral.values import FieldName
from outbound.referral.words import answers, kinds

# "Metformin: N"; a figure or a letter that a label ends with: "NIHSS 9", "E" of a trauma's letters.
_FOR_SHORT: Final = {"J": "Ja", "N": "Nej"}
_ASKED: Final = frozenset(
    {FieldName.METFORMIN, FieldName.INFECTION, FieldName.ALLERGY, FieldName.PREGNANCY, FieldName.IMPLANT}
)
_TOLD: Final = frozenset({FieldName.HISTORY, FieldName.STATUS})
_SAYING: Final = re.compile(r"[A-E]|.*[^\W\d]\s\d{1,2}")
# What "other" is called needs no telling.
_PLAIN_LABEL: Final = re.compile(r"[ÖO]vr|[Kk]omment|[Aa]nm|[Ii]nfo|[Oo]bs", re.IGNORECASE)
# "Jodallergi: nej" tells of one allergy, "Allergi: nej" of all.
_PLAIN_ALLERGY: Final = re.compile(r"(?<![^\W_])(?:allerg|överkän|ök)", re.IGNORECASE)
_AGAINST: Final = re.compile(r"(?P<what>[^\W\d_]{3,}?)s?-?(?:allergi|överkänslighet|reaktion)", re.IGNORECASE)
# "Diabetes: nej" is no word of metformin, nor "Amning: nej" one of a pregnancy.
_OWN_LABEL: Final = {
    FieldName.PREGNANCY: re.compile("gravid", re.IGNORECASE),
    FieldName.METFORMIN: re.compile("metformin", re.IGNORECASE),
}
# "Implantat: …" says no more than the field; "ESBL: kontaktisolering" does.
_PLAIN: Final = {
    FieldName.IMPLANT: re.compile(r"implant|metall|mr-|säkerhet|check|protes|främmande", re.IGNORECASE),
    FieldName.INFECTION: re.compile(r"smitt|infekt|isoler|isolation|hygien|vårdhyg|contag|iakttag", re.IGNORECASE),
}


_SPREADS: Final = re.compile(r"luftbur|luftsmitt|droppsmitt|kontaktsmitt", re.IGNORECASE)


def with_label(entry: Entry) -> str:
    """The value; with its label where it means nothing without ("Rullstol: ja", "Debuttid: 22.15", "eGFR: 60")."""
    label = entry.label
    if entry.field in _ASKED and entry.text in _FOR_SHORT:
        return f"{label}: {_FOR_SHORT[entry.text]}"
    if entry.field in _TOLD and _SAYING.fullmatch(label) and not entry.text.startswith(label):
        return f"{label}: {entry.text}"
    if entry.field is FieldName.PRIORITY and (urgent := kinds.urgency(label, entry.text)):
        return urgent
    if not label or entry.text.startswith(label) or not _needs_label(entry, label):
        return entry.text
    return f"{label.rstrip('?')}: {entry.text}"


def _needs_label(entry: Entry, label: str) -> bool:
    """Whether a value means nothing without its label: other facts, figures that may be creatinine or eGFR."""
    if entry.field is FieldName.WEIGHT:
        return re.search("^torr|krea|gfr", label, re.IGNORECASE) is not None
    if entry.field is FieldName.KIDNEY:
        return not re.search("krea|gfr", entry.text, re.IGNORECASE)
    if entry.field is FieldName.ALLERGY and re.search(r"\d", label):
        return True
    special = entry.field is FieldName.ALLERGY and _PLAIN_ALLERGY.search(label) is None
    against = _AGAINST.match(label) if special else None
    if against is not None and against["what"].lower() not in entry.text.lower():
        return True
    # "Diabetes: nej" is no word of metformin, nor "Amning: nej" one of a pregnancy.
    plain = next((words for field, words in _PLAIN.items() if field is entry.field), None)
    if plain is not None and not plain.search(label) and kinds.is_plain(label):
        return True
    # "Luftburen smitta: FFP3" tells how.
    if entry.field is FieldName.INFECTION and _SPREADS.search(label) and label not in entry.text:
        return True
    special = special or entry.field in (FieldName.IMPLANT, FieldName.INFECTION)
    own = next((words for field, words in _OWN_LABEL.items() if field is entry.field), None)
    # "Diabetes: typ 2, Jardiance" means nothing without its own label.
    if own is not None and not own.match(label) and label.lower() not in entry.text.lower():
        return True
    if special:
        return answers.begins(entry.text)
    dated = entry.field is FieldName.EARLIER and bool(re.search(r"\d", label) or kinds.examination(label))
    return dated or (entry.field is FieldName.OTHER and not _PLAIN_LABEL.match(label))

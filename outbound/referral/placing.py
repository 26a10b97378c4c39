"""What becomes of an entry whose value tells more than its label does."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from outbound.referral import accessions, kinds, naming
from outbound.referral.layout import Entry
from outbound.referral.values import STAFF, FieldName

# A unit or a referrer of more signs, told in sentences, is a story ("Klinik: Vaknade 04.10 och ...").
_LONGEST_UNIT: Final = 60
# When something was printed or entered: a date, a time or both, behind a word that says so.
_MOMENT: Final = re.compile(
    r"(?:kl\.?\s)?(?:\d{4}-\d\d-\d\d|\d{6}|\d{8}|\d{1,2}/\d{1,2}(?:[-\s]\d{2,4})?|\d{1,2}[:.]\d\d)[\sT,]*(?:kl\.?\s)?(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?\S{0,6})?"
)
_ENTERED: Final = re.compile(r"skap|beställ|skriv|utskr|regist|inkom|upprätt|sign|sänd|skick|tidpunkt", re.IGNORECASE)


def placed(entry: Entry) -> Entry:
    """The entry; a "unit" that is a home is where the patient lives, and a "patient" that goes on is a story."""
    if entry.field is FieldName.UNIT and kinds.is_home(entry.text):
        return replace(entry, group="address", field=None)
    if entry.field in STAFF and kinds.what(entry.text) == "story" and len(entry.text) > _LONGEST_UNIT:
        return replace(entry, field=FieldName.HISTORY)
    asked = entry.group == "unknown" or entry.field is FieldName.EXAMINATION
    if asked and _MOMENT.fullmatch(entry.text) and _ENTERED.search(entry.label):
        return replace(entry, group="drop")
    if entry.group == "identity" and accessions.is_number(entry.text):
        return replace(entry, group="accession")
    if entry.group == "name" and naming.goes_on(entry.text):
        return replace(entry, group="heading")
    return entry

"""The empty form at the command line: fields given as NAME=VALUE, or asked for line by line."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from config.faults import Unusable
from outbound.referral import FieldName
from outbound.referral.form import accessions

# What stays here (name, number) or is no field of the sheet.
_BESIDE: Final = ("name", "number", "accession", "age", "sex")
NAMES: Final = (*(field.value for field in FieldName), *_BESIDE)
_ASKED: Final = (
    ("name", "Patientens namn (stannar här)"),
    ("number", "Personnummer (stannar här)"),
    ("accession", "Accessionsnummer (tomt om RIS är nere)"),
    ("examination", "Undersökning"),
    ("question", "Frågeställning"),
    ("history", "Anamnes"),
    ("kidney", "Kreatinin/eGFR"),
    ("allergy", "Överkänslighet"),
    ("unit", "Remitterande enhet"),
    ("referrer", "Remittent"),
    ("call_back", "Remittentens telefon"),
)
# "72 år", "ca 40 år", "3 v 2 d": a few words about a number of at most three figures.
_AGE: Final = re.compile(r"(?=.*\d)(?!.*\d{4}).{1,20}")


def filled(pairs: Sequence[str]) -> dict[str, str]:
    """The form: from NAME=VALUE, else asked for. Raises Unusable for what no form could hold, or for an empty one."""
    values = dict(_pair(text) for text in pairs) or _asked()
    if not values:
        raise Unusable(("formuläret är tomt, inget ärende / the form is empty, no case was made",))
    _plausible(values)
    return values


def accession(text: str) -> str:
    """An accession number, or nothing. Raises Unusable for what can be none."""
    number = text.strip()
    if number and not accessions.may_be_one(number):
        raise Unusable(
            (
                "accession: är inget accessionsnummer: det har minst tre siffror, och inga ord / "
                "is no accession number: it has three figures at least, and no words",
            )
        )
    return number


def _plausible(values: Mapping[str, str]) -> None:
    """Raises Unusable for an age or a number that can be none."""
    if "age" in values and not _AGE.fullmatch(values["age"]):
        raise Unusable(("age: ska vara som 72 år / must be like 72 år",))
    for number in accessions.typed(values.get("accession", "")):
        accession(number)


def _pair(text: str) -> tuple[str, str]:
    """NAME=VALUE. Raises Unusable for a name that is no field, and for a field without a value."""
    name, _, value = text.partition("=")
    if name not in NAMES:
        told = ", ".join(NAMES)
        raise Unusable((f"--field {name}: är inget fält; fälten är / is no field; the fields are: {told}",))
    if not value.strip():
        raise Unusable((f"--field {name}: värdet saknas / the value is missing: {name}=…",))
    return name, value.strip()


def _asked() -> dict[str, str]:
    """The form, line by line; an empty line leaves a field out. Raises Unusable where nobody can answer."""
    if not sys.stdin.isatty():
        raise Unusable(
            (
                "new: ge fälten som --field NAMN=VÄRDE, eller kör vid en terminal / "
                "give the fields as --field NAME=VALUE, or run it at a terminal",
            )
        )
    print("Tom rad hoppar över fältet / An empty line skips the field", file=sys.stderr)
    return {name: answer for name, words in _ASKED if (answer := _typed(words))}


def _typed(words: str) -> str:
    """One line of the form; the question belongs to standard error, as everything does that is no answer."""
    print(f"{words}: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()

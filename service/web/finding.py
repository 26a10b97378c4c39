"""The morning caller's question: which case has this reference, or this accession number?"""

from __future__ import annotations

from ocr import codes
from service.house import House
from service.models import Case


def cases(house: House, asked: str) -> tuple[Case, ...]:
    """The cases of the site with that reference or accession number, however they are spaced; the newest first."""
    wanted = _plain(asked)
    if not wanted:
        return ()
    every = Case.objects.filter(site=house.row)
    by_reference = every.filter(reference=str(codes.typed(asked) or asked.strip().upper()))
    rows = every.exclude(accessions=[]).values_list("pk", "accessions")
    keys = [key for key, numbers in rows.iterator() if wanted in map(_plain, numbers)]
    return tuple(by_reference) or tuple(every.filter(pk__in=keys).order_by("-pk"))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())

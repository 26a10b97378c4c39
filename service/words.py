"""A site's own words: proposed by what people approved, accepted by an administrator, never a name.

A word that made somebody look and that left after all, for two patients at least, is one of the site's language rather
than of a person. Until it is accepted it lies sealed with the case that it stood in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from outbound import lexicon
from outbound.anonymise import names
from service import models
from service.house import House
from service.sending import papers

PATIENTS: Final = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word and for how many patients a person has approved it."""

    word: str
    patients: int


@dataclass(frozen=True, slots=True)
class NotAWord(Exception):
    """What can never be one of the site's words: it stands in a list of names, or is no single word."""

    word: str


def accepted(house: House) -> tuple[str, ...]:
    """The site's own words, sorted."""
    rows = models.Word.objects.filter(site=house.row).order_by("word")
    return tuple(row.word for row in rows)


def proposed(house: House) -> tuple[Proposal, ...]:
    """What may be accepted: approved for two patients, no name by any list, no name of any of those patients."""
    told = dict[str, set[tuple[str, ...]]]()
    for case in models.Case.objects.filter(site=house.row).exclude(approved_sha="").exclude(clean_sha=""):
        for word in _approved(house, case):
            told.setdefault(word, set()).add(papers.identity(house, case).numbers or (case.reference,))
    known = set(accepted(house))
    rows = (Proposal(word, len(patients)) for word, patients in sorted(told.items()) if word not in known)
    return tuple(row for row in rows if row.patients >= PATIENTS and not _is_name(row.word))


def accept(house: House, words: Sequence[str], *, by: str) -> None:
    """From now on these words hold no fax. Raises NotAWord before any is taken."""
    for word in words:
        if not word.isalpha() or _is_name(word):
            raise NotAWord(word)
    for word in words:
        models.Word.objects.get_or_create(
            site=house.row, word=word.lower(), defaults={"accepted_by": by, "accepted_at": house.now()}
        )
        house.ledger.record("word_accepted", now=house.now(), by=by, facts={"word": word.lower()})


def _approved(house: House, case: models.Case) -> Iterator[str]:
    """The doubtful words of a fax that a person let leave, but for the patient's own names."""
    clean = papers.clean(house, case)
    own = names.of(clean.identity.names)
    return (word.lower() for word in clean.doubted if not any(names.found(word, own)))


def _is_name(word: str) -> bool:
    return lexicon.is_first_name(word) or lexicon.is_surname(word)

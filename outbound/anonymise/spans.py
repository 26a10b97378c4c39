"""What the rules work on and give: the case they know of, and the parts of a text that they would remove."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from outbound.anonymise.names import Known
from outbound.referral import Identity


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text to be removed: its category (as counted in "removed") and the rule that found it.

    `doubt`: a person should see it, since it may be no identifier at all.
    """

    start: int
    end: int
    category: str
    rule: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules know of the case: names, identity, staff telephones, kept numbers, and the site's own words.

    `titled`: the text is a heading of its own, in which ordinary words may well have capitals. `staff`: it tells who
    refers, in the same town as the patient more often than not. `scanned`: letters may
    be misread. `asks`: a second opinion is asked, of what stands in `field`. `unit`: who refers, as printed.
    """

    known: Known
    identity: Identity
    phones: frozenset[str]
    hospital: tuple[str, ...]
    kept: frozenset[str]
    allowed: Collection[str]
    titled: bool = False
    staff: bool = False
    scanned: bool = False
    asks: bool = False
    field: str = ""
    unit: str = ""


Rule = Callable[[str, Case], Iterator[Span]]

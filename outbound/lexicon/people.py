"""How Swedish says who stands near somebody: what follows such a word is a name, a telephone of theirs is private."""

from __future__ import annotations

from typing import Final

from outbound.lexicon.vocabulary import any_of

# A part of a pattern, to be matched without case.
RELATION: Final = (
    rf"{any_of('people.kin_before')}*{any_of('people.kin')}(?:na|ns?|ens?|s|et)?|{any_of('people.relation')}"
)

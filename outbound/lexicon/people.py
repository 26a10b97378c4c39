"""How Swedish says who stands near somebody: what follows such a word is a name, a telephone of theirs is private."""

from __future__ import annotations

import re
from typing import Final

from outbound.lexicon.vocabulary import any_of

# A part of a pattern, to be matched without case.
RELATION: Final = (
    rf"{any_of('people.kin_before')}*{any_of('people.kin')}(?:na|ns?|ens?|s|et)?|{any_of('people.relation')}"
)
# Somebody near with a name: "sonen Kian", "hustru: Ulla".
NEAR: Final = re.compile(rf"(?<!\w)(?i:{RELATION})[\s:,(]{{1,3}}(?P<name>[A-ZÅÄÖ][\w'’-]{{2,}})")

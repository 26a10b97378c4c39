"""The rules by which a carried text is scrubbed: each points at spans; the caller decides what wins.

In order of precedence: the patient's identity, validated patterns, relation words, capitals, name lists
(research: anonymising, section 5.1). An allow-list never unmasks an identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from outbound.anonymise.births import own_birth
from outbound.anonymise.capitals import capitals
from outbound.anonymise.own import own_names, own_numbers
from outbound.anonymise.patterns import patterns
from outbound.anonymise.places import homes, places
from outbound.anonymise.relatives import relations
from outbound.anonymise.small import small_letters
from outbound.anonymise.spans import Rule

RULES: Final[Sequence[Rule]] = (
    own_names, own_numbers, own_birth, patterns, relations, places, capitals, small_letters,
)  # fmt: skip
# What staff fields lose: they keep their names and places, and the referrer whatever they are called.
OF_REFERRER: Final[Sequence[Rule]] = (own_names, own_numbers, own_birth, patterns, homes)
OF_STAFF: Final[Sequence[Rule]] = (*OF_REFERRER, relations)

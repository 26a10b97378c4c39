"""How much each thing that is seen speaks for a case or against it.

Weights put the likeliest first and make its score; what settles or vetoes a match is named, and never a sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inbound.matching.values import Code, Evidence

# Weights that make a score of 1: a symbol alone does.
FULL: Final = 10.0
# Of a case with neither symbol, reference nor number, the least score worth a look: three things of the report that
# fit, or age or examination with one more. Below it hundreds of cases are as like.
LEAST: Final = 0.15

_OF: Final[Mapping[Code, float]] = {
    # For it: what tells whose the pages are, by how seldom it is another's.
    "symbol": 10.0,  # check letters and the code's own correction: read, it is right
    "reference": 9.0,  # check letters alone, read by eye
    "reference_scored": 8.0,  # worn, and 15 bits nearer to this one than to any other that is open
    "accession": 5.0,  # a number without check digits, by one reader: half of what settles
    "accession_twice": 2.0,  # beside "accession": by both readers still less than a reference
    "reference_near": 4.0,  # a letter or two wrong: less than a number read whole
    "accession_near": 3.0,  # less one for each wrong digit: a stack has numbers as near
    "continues": 2.0,  # a page that its answer lacks; others may lack the same
    # What it tells of patient and examination: fits several of fifty, so all of it together is less than a number.
    "age": 1.0,  # one in thirty or so
    "examination": 1.0,  # by its words; by the part of the body alone half of that
    "modality": 0.5,  # one in two or three
    "side": 0.5,  # one in two
    "sex": 0.5,  # one in two
    "unit": 0.3,  # most of a night's cases come from a few
    "recent": 0.2,  # of those as like, the one that was sent tonight
    "sender": 0.1,  # one reader answers nearly all
    # Against it: what is another's takes back what it goes against.
    "other_accession": -5.0,  # as much as a number
    "wrong_age": -4.0,  # more than all that fits by accident: 3.8
    "wrong_sex": -4.0,  # the same
    "wrong_region": -4.0,  # the same
    "closed": -4.0,  # nothing is awaited any more
    "already_answered": -3.0,  # mostly; an addendum comes now and then
    "not_sent": -3.0,  # mostly; another copy may have gone by hand
    "other_reference": -3.0,  # it may be spoken of: "compared with"
    "wrong_modality": -3.0,  # readers name it loosely
    "wrong_side": -2.0,  # a slip of the reader's, and not seldom
    "several_references": -2.0,  # one of them is the right one
    "page_without_reference": -1.0,  # the rest of the pages speaks for it still
    "page_unread": -1.0,  # the same
    "long_ago": -0.5,  # answers come within the night
    "accession_alike": 0.0,  # doubts the number, and speaks for no other case
}


def weigh(code: Code, detail: str = "", *, less: float = 0.0) -> Evidence:
    """What was seen, with its weight; `less`: so much nearer to nothing, where it was seen by half."""
    return Evidence(code, _OF[code] - less, detail)

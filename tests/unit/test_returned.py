"""Faxes that others wrote, as they were read after a worn line: no wrong case, and most of the right ones."""

from __future__ import annotations

from collections import Counter

import pytest
from corpus import returned

from inbound import matching, report
from inbound.report import Fax

# What is matched of sixty own papers with a number, and called cut of eighty whole reports: what stands today.
LEAST = {1: 48, 2: 53, 3: 48, 4: 51, 5: 46, 6: 49, 7: 50, 8: 48, 9: 47}
CALLED_CUT = 2


@pytest.mark.parametrize("number", LEAST)
def test_no_fax_of_others_is_matched_to_a_wrong_case(number: int) -> None:
    """With fifty open, among them numbers a digit apart; a cover may go with either of its neighbours."""
    cases, faxes = returned.read(number)
    told = Counter[str]()
    for fax in faxes:
        found = matching.match(Fax(fax.pages, 0.0), cases, now=returned.NOW, site_prefix=returned.PREFIX)
        for match in found:
            true = {fax.cases[page - 1] for page in match.pages}
            assert match.status != "matched" or true == {match.case}, fax.name
        told[fax.group] += all(match.status == "matched" for match in found)
    assert told["own_paper"] >= LEAST[number]


@pytest.mark.parametrize("number", LEAST)
def test_what_was_cut_off_is_marked_and_what_came_whole_is_not(number: int) -> None:
    """Of fourteen that lost their foot one may pass; of eighty whole ones two may be marked."""
    _, faxes = returned.read(number)
    cut = [fax for fax in faxes if fax.group == "cut"]
    whole = [fax for fax in faxes if fax.group in ("own_paper", "by_hand", "without_number") and all(fax.cases)]
    assert sum(report.complete(fax.pages) is False for fax in cut) >= len(cut) - 1
    assert sum(report.complete(fax.pages) is False for fax in whole) <= CALLED_CUT

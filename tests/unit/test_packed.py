"""Word lists packed as text: they know exactly what was put in."""

from __future__ import annotations

import tracemalloc
from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as make

from ocr.packed import Words

_WORDS = make.sets(make.text("abåö-", max_size=6))


@given(_WORDS, _WORDS)
def test_it_knows_what_was_put_in_and_nothing_else(put_in: Collection[str], others: Collection[str]) -> None:
    """Also of words that are parts of each other."""
    words = Words(put_in)
    assert len(words) == len(put_in)
    assert all(word in words for word in put_in)
    assert [word for word in others if word in words] == [word for word in others if word in put_in]


def test_it_takes_a_fraction_of_what_the_words_take_one_by_one() -> None:
    """The service waits all night with these in memory."""
    made = [f"ordet{number:06}" for number in range(20_000)]
    tracemalloc.start()
    words = Words(made)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "ordet000007" in words
    assert taken < 20_000 * 25

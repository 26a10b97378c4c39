"""What rings never buries the page: at most three lines, whatever rings, and none of it is left out."""

from __future__ import annotations

import houses
import pytest

from outbound import notices
from service.bells import Bell
from service.web import banner


def bells(**counts: int) -> list[Bell]:
    """So many bells of each kind."""
    return [
        Bell(notices.words(kind).sv, f"NAL-{kind}-{number}", "", "/", houses.NIGHT, "", kind)
        for kind, count in counts.items()
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("rings", "shown", "more"),
    [
        (bells(), 0, 0),
        (bells(held=3), 3, 0),
        (bells(held=13), 1, 0),
        (bells(held=4, arrival=1, answer=1), 3, 0),
        (bells(held=9, arrival=2, answer=1, unknown=3, refused=1), 2, 3),
    ],
)
def test_at_most_three_lines(rings: list[Bell], shown: int, more: int) -> None:
    """Those alike are one line; the rest stand behind one that opens."""
    seen = banner.of(rings, "sv")
    assert (len(seen.shown), len(seen.more), seen.count) == (shown, more, len(rings))
    told = [bell.reference for line in (*seen.shown, *seen.more) for bell in line.bells]
    assert sorted(told) == sorted(bell.reference for bell in rings)


def test_several_alike_are_told_in_words_of_their_own() -> None:
    """In the plural, in the reader's language."""
    (line,) = banner.of(bells(held=13), "sv").shown
    assert line.words == "13 remisser väntar på granskning"
    (line,) = banner.of(bells(held=13), "en").shown
    assert line.words == "13 referrals are held and wait for a person"


def test_every_kind_that_rings_has_words_for_several() -> None:
    """A new kind of clock must not show its code."""
    kinds = notices._templates()["kind"]
    assert len(kinds) > 10
    assert all("×" not in notices.many(kind, 4).sv for kind in (*kinds, "come"))

"""A set of words in a tenth of the memory: 300,000 words as Python strings would be the largest thing that the service
keeps while it waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Words to a bucket: few enough that looking through one costs little beside finding it.
_TOGETHER: Final = 8


class Words:
    """Words that can be asked for one by one. None of them may hold a line feed."""

    __slots__ = ("_buckets", "_count")

    def __init__(self, words: Iterable[str]) -> None:
        each = set(words)
        self._count = len(each)
        buckets: list[list[str]] = [[] for _ in range(len(each) // _TOGETHER + 1)]
        for word in each:
            buckets[hash(word) % len(buckets)].append(word)
        self._buckets = tuple("\n".join(("", *bucket, "")) for bucket in buckets)

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n" in self._buckets[hash(word) % len(self._buckets)]

    def __len__(self) -> int:
        return self._count

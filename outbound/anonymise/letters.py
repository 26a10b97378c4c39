"""Foreign letters as Swedish ones, sign for sign, so that a rule of form sees a capital wherever one stands."""

from __future__ import annotations

import unicodedata
from typing import Final

_OWN: Final = "åäöéÅÄÖÉ"
# Letters that are no other with an accent: Þóra, Đorđe, Łukasz, Øyvind, Məmməd, Işık.
_OTHERS: Final = dict(zip("ÞþÐðĐđŁłØøÆæƏəĦħıŒœßŊŋĸ", "TtDdDdLlÖöÄäEeHhiÖösNnk", strict=True))
# Latin-1's letters, Latin Extended A and B, the schwa, and Vietnamese.
_FOREIGN: Final = (*map(chr, range(0xC0, 0x250)), "ə", *map(chr, range(0x1E00, 0x1F00)))


def plain(text: str) -> str:
    """The text with the nearest Swedish letter for every other Latin one, sign for sign: "Čelik" is "Celik"."""
    return text.translate(_TABLE)


def _nearest(sign: str) -> str:
    return _OTHERS.get(sign) or unicodedata.normalize("NFD", sign)[0]


_TABLE: Final = str.maketrans(
    {sign: _nearest(sign) for sign in _FOREIGN if sign.isalpha() and sign not in _OWN and len(_nearest(sign)) == 1}
)

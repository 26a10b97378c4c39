"""The gate's recent passes, in memory: a preview shares its run with the hand-over that follows at once.

A pass holds for exactly its bytes, for a quarter of an hour, in this process; everything else is examined anew.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from outbound.gate import Verdict

HOLDS: Final = timedelta(minutes=15)
_MOST: Final = 200
_kept: OrderedDict[str, tuple[Verdict, datetime]] = OrderedDict()


def remember(verdict: Verdict, now: datetime) -> None:
    """Keeps a verdict, whatever it says, under the SHA-256 of the bytes it is about."""
    _kept[verdict.sha256] = (verdict, now)
    while len(_kept) > _MOST:
        _kept.popitem(last=False)


def recent(sha256: str, now: datetime) -> Verdict | None:
    """The verdict on exactly these bytes, if it is fresh."""
    verdict, at = _kept.get(sha256, (None, now))
    return verdict if verdict is not None and timedelta(0) <= now - at < HOLDS else None


def take(sha256: str, now: datetime) -> Verdict | None:
    """The fresh verdict, given away once: a second attempt is examined anew."""
    verdict = recent(sha256, now)
    _kept.pop(sha256, None)
    return verdict

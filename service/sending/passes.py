"""The gate's recent passes, in memory: a preview shares its run with the hand-over that follows at once.

A pass holds for exactly its bytes and case, for a quarter of an hour, in this process; all else is examined anew.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from outbound.gate import Verdict

HOLDS: Final = timedelta(minutes=15)
_MOST: Final = 200
_kept: OrderedDict[tuple[str, str], tuple[Verdict, datetime]] = OrderedDict()


def remember(reference: str, verdict: Verdict, now: datetime) -> None:
    """Keeps a verdict, whatever it says, under the case and the SHA-256 of the bytes that it is about."""
    _kept[reference, verdict.sha256] = (verdict, now)
    while len(_kept) > _MOST:
        _kept.popitem(last=False)


def take(reference: str, sha256: str, now: datetime) -> Verdict | None:
    """The fresh verdict on exactly these bytes for this case, given away once: a second attempt is examined anew."""
    verdict, at = _kept.pop((reference, sha256), (None, now))
    return verdict if timedelta(0) <= now - at < HOLDS else None

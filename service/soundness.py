"""Whether the ledger and the documents that it names are as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from service import blobs, models
from service.house import House

# Where a row names a document of the store.
_NAMED: Final = (
    (models.Document, ("sha",)),
    (models.Case, ("source_sha", "fax_sha", "clean_sha", "edits_sha")),
    (models.Arrival, ("sha", "reading_sha")),
    (models.Attempt, ("sha",)),
)


def faults(house: House) -> tuple[str, ...]:
    """What is wrong, in plain words; empty when the chain is whole and every document opens."""
    return (*house.ledger.verify(), *_lost(house))


def _lost(house: House) -> Iterator[str]:
    """The documents that are missing or were changed."""
    named = {
        sha
        for model, columns in _NAMED
        for column in columns
        for sha in model.objects.filter(site=house.row).values_list(column, flat=True).distinct()
    }
    for sha in sorted(named - {""}):
        try:
            house.store.get(sha)
        except blobs.Missing:
            yield f"document {sha[:12]} is missing or was changed"

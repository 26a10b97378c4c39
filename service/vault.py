"""The vault: who the patient of a case is. Sealed with a key of its own, and every opening is an event.

The ledger alone re-identifies nobody; neither does the vault without its key.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.blobs import NONCE, Missing
from service.ledger import Ledger
from service.models import Case, Identity


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """The identity vault of one site."""

    ledger: Ledger
    key: bytes

    def keep(self, case: Case, secret: Mapping[str, Any], now: datetime) -> None:
        """Seals what identifies the patient: replaces what was kept before."""
        nonce = secrets.token_bytes(NONCE)
        body = json.dumps(secret, ensure_ascii=False, sort_keys=True).encode()
        sealed = nonce + AESGCM(self.key).encrypt(nonce, body, self._bound(case))
        Identity.objects.update_or_create(case=case, site=case.site, defaults={"sealed": sealed, "changed_at": now})

    def open(self, case: Case, *, by: str, why: str, now: datetime) -> dict[str, Any]:
        """What was kept; who opened it and why is recorded before anything is read. Raises blobs.Missing."""
        self.ledger.record("identity_opened", now=now, by=by, case=case, facts={"why": why})
        return self.peek(case)

    def peek(self, case: Case) -> dict[str, Any]:
        """What was kept, for the machine's own rules and gate: nobody reads it, so no opening is recorded."""
        row = Identity.objects.filter(case=case).first()
        if row is None:
            return {}
        sealed = bytes(row.sealed)
        try:
            body = AESGCM(self.key).decrypt(sealed[:NONCE], sealed[NONCE:], self._bound(case))
        except InvalidTag:
            raise Missing("identity") from None
        return dict(json.loads(body))

    def _bound(self, case: Case) -> bytes:
        """Associated data: a sealed identity moved to another case does not open."""
        return f"{self.ledger.site.prefix}:{case.reference}".encode()

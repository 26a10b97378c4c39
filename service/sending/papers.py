"""What is kept of a draft: carried values in the store, the patient's identity in the vault, and both put together."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ocr.text import Box
from outbound.anonymise import Clean
from outbound.reasons import Reason
from outbound.referral import FieldName, Identity
from service import models
from service.house import House


def keep(house: House, case: models.Case, clean: Clean, unmarked: str) -> str:
    """Stores the carried values and seals the identity; the SHA-256 by which the values are found again.

    It is another one where the unmarked sheets are, so that nothing that is carried over goes by the values alone.
    """
    secret = house.vault.peek(case) | {"identity": asdict(clean.identity)}
    house.vault.keep(case, secret, house.now())
    return house.store.put(_values(clean, unmarked))


def clean(house: House, case: models.Case) -> Clean:
    """The anonymised referral as it was drafted, with the identity that the gate looks for."""
    values = json.loads(house.store.get(case.clean_sha))
    fields = {FieldName(name): str(text) for name, text in values["fields"].items()}
    return Clean(
        fields=fields,
        identity=identity(house, case),
        accessions=tuple(values["accessions"]),
        age=values["age"],
        sex=values["sex"],
        removed=values["removed"],
        reasons=tuple(_from_row(row) for row in case.reasons),
        doubted=tuple(values.get("doubted", ())),
    )


def identity(house: House, case: models.Case) -> Identity:
    """All that is known of the patient."""
    known = house.vault.peek(case).get("identity", {})
    return Identity(**{name: tuple(known.get(name, ())) for name in Identity.__dataclass_fields__})


def bound(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The set of reasons as an approval binds it: code and page, sorted."""
    return sorted({f"{kept['code']}/{kept['page'] or ''}" for kept in rows})


def united(rows: Sequence[Mapping[str, Any]], more: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Both sets of reasons as one, each once."""
    known = {(kept["code"], kept["page"]): dict(kept) for kept in (*more, *rows)}
    return list(known.values())


def _from_row(kept: Mapping[str, Any]) -> Reason:
    """The reason that the ledger kept."""
    box = None if kept["box"] is None else Box(*kept["box"])
    return Reason(kept["code"], kept["kind"], kept["page"], box)


def _values(clean: Clean, unmarked: str) -> bytes:
    body = {
        "fields": {name.value: text for name, text in clean.fields.items()},
        "accessions": list(clean.accessions),
        "age": clean.age,
        "sex": clean.sex,
        "removed": dict(clean.removed),
        "doubted": list(clean.doubted),
        "unmarked": unmarked,
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True).encode()

"""The corpus as lines of JSON for `reservfax bench anonymise`: python -m corpus SEED COUNT."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from typing import Any

from corpus import marked, printed, referrals


def rows(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Every set; of the generated documents one in ten also as a PDF, one in twenty-five also as a scan."""
    for name in (*marked.SETS, *marked.BLIND):
        yield from (_row(name, document, "text", seed) for document in marked.read(f"{name}.txt"))
    for number, document in enumerate(referrals.documents(seed, count)):
        yield _row("generated", document, "text", seed + number)
        if number % 10 == 5:
            yield _row("generated", document, "pdf", seed + number)
        if number % 25 == 1:
            yield _row("generated", document, "scan", seed + number)


def _row(name: str, document: marked.Document, kind: printed.Kind, seed: int) -> dict[str, Any]:
    file_name, data = printed.file(document, kind, seed)
    return {
        "set": name, "kind": kind, "expect": document.expect, "file_name": file_name,
        "data": base64.b64encode(data).decode(),
        "gone": document.gone, "kept": document.kept, "harmless": document.harmless,
    }  # fmt: skip


if __name__ == "__main__":
    for row in rows(int(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")

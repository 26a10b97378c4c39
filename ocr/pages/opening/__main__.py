"""Reads, opens, prints; a refusal is an answer, every other fault is this process's end."""

from __future__ import annotations

import json
import sys
import warnings

from PIL import Image

from . import pictures
from .values import CAMERA, Opened, Refusal


def main() -> None:
    """One document from standard input to standard output."""
    Image.MAX_IMAGE_PIXELS = CAMERA
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    data = sys.stdin.buffer.read()
    try:
        opened = _pdf(data) if b"%PDF-" in data[:1024] else pictures.opened(data)
    except Refusal as refusal:
        sys.stdout.write(json.dumps({"unreadable": str(refusal)}) + "\n")
    else:
        _write(opened)


def _pdf(data: bytes) -> Opened:
    """Its libraries take longer to load than a whole fax to open: only a PDF pays for them."""
    from . import pdf

    return pdf.opened(data)


def _write(opened: Opened) -> None:
    head = {"pages": opened.rows, "metadata": opened.metadata, "hidden": sorted(opened.hidden)}
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n")
    for packed in opened.pixels:
        out.write(packed)


if __name__ == "__main__":
    main()

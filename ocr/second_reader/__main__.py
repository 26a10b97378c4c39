"""The second reader's own process: a size and grey dots in, of a page or of one line, lines of text out, to the end."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import rapidocr

_MOST: Final = 20_000_000
_MODELS: Final = Path(rapidocr.__file__).parent / "models"
# One thread each: the page beside it is being read by Tesseract on the other core. Lines are looked for on an image
# that is made no larger (as delivered, a strip's short side was made 736 dots, its long side up to 6,000: 1.2 GB),
# and read one at a time from the strip as it came.
_SETTINGS: Final = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.max_side_len": 4096,
    "Det.limit_type": "max",
    "Det.limit_side_len": 1408,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def main() -> int:
    """Answers images until there are no more. Never fetches a model: without those of its wheel it doesn't start."""
    if not any(_MODELS.glob("*rec*.onnx")):
        return 1
    loaded: Any = rapidocr.RapidOCR(params=_SETTINGS)
    given, answer = sys.stdin.buffer, sys.stdout.buffer
    while line := given.readline():
        asked = json.loads(line)
        width, height = asked["size"]
        if not 0 < width * height <= _MOST:
            return 1
        dots = np.frombuffer(given.read(width * height), np.uint8).reshape(height, width)
        found = loaded(np.stack([dots] * 3, axis=-1), use_det=asked["kind"] == "page", use_cls=False, use_rec=True)
        answer.write(json.dumps(_lines(found, asked["kind"])).encode() + b"\n")
        answer.flush()
    return 0


def _lines(found: Any, kind: str) -> list[str]:
    """What was read, from top to bottom, and from left to right within a line; of one line its whole."""
    if found.txts is None or kind == "line":
        return [*map(str, found.txts or ())]
    rows = sorted(zip(found.boxes, found.txts, strict=True), key=lambda row: float(row[0][:, 1].mean()))
    lines, last, tall = list[list[tuple[float, str]]](), -1e9, 0.0
    for box, text in rows:
        middle, height = float(box[:, 1].mean()), float(np.ptp(box[:, 1]))
        if middle - last > 0.5 * max(height, tall):
            lines.append([])
            last, tall = middle, height
        lines[-1].append((float(box[:, 0].min()), str(text)))
    return [" ".join(text for _, text in sorted(line)) for line in lines]


if __name__ == "__main__":
    sys.exit(main())

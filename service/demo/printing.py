"""Paper of the world round the hospital: a template of this folder and values, typeset as a PDF with text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

TEMPLATES: Final = Path(__file__).parent / "templates"
FONTS: Final = Path("/usr/share/fonts/truetype/dejavu")


def pdf(template: str, values: Mapping[str, Any], *, folder: Path = TEMPLATES, fonts: Path = FONTS) -> bytes:
    """The PDF. The values reach the template as one JSON text, so nothing in them is executed."""
    compiler = typst.Compiler(
        str(folder / f"{template}.typ"),
        root=str(folder),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(values)},
    )
    made = compiler.compile()
    if not isinstance(made, bytes):
        raise ValueError("a template of the demo gave no single file")
    return made

"""The case reference and the codes on paper: drawn and read by the same hand."""

from ocr.codes.reference import ALPHABET, Reference, Sighting, draw, fold, is_valid, sightings, typed
from ocr.codes.symbols import (
    MODULE_MM,
    Code,
    Mark,
    PageState,
    SheetKind,
    blank,
    payload,
    read_payload,
    scan,
    symbol,
    symbol_svg,
)

__all__ = [
    "ALPHABET", "MODULE_MM", "Code", "Mark", "PageState", "Reference", "SheetKind", "Sighting", "blank", "draw",
    "fold", "is_valid", "payload", "read_payload", "scan", "sightings", "symbol", "symbol_svg", "typed",
]  # fmt: skip

"""Why something was not done, in the words of the command line: Swedish first, English second, on one line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ocr.text import UnreadableCode
from outbound import reasons
from outbound.said import Said

_FOLDER: Final = Said("Det är en mapp, inte en fil.", "It is a folder, not a file.")
# How large a file may be (`ocr.pages`, `outbound.referral`).
_LIMITS: Final = Said("Högst 20 MB; text 1 MB.", "At most 20 MB; text 1 MB.")


def both(said: Said) -> str:
    """The same words in both languages."""
    return f"{said.sv} / {said.en}"


def reason(code: reasons.Code) -> str:
    """A reason to hold, or why a file can't be read."""
    sv, en = reasons.text(code, "sv"), reasons.text(code, "en")
    if code == "too_large":
        sv, en = f"{sv} {_LIMITS.sv}", f"{en} {_LIMITS.en}"
    return f"{sv} / {en}"


def unreadable(file: Path, code: UnreadableCode) -> str:
    """Why that file can't be read; a folder is called one."""
    return both(_FOLDER) if code == "no_file" and file.is_dir() else reason(code)

"""The same words in both languages. Every surface that a person sees says them in one of the two."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """Something said in Swedish and in English."""

    sv: str
    en: str

    def to(self, language: str) -> str:
        """The words for who reads that language: Swedish ("sv"), English for any other."""
        return self.sv if language == "sv" else self.en

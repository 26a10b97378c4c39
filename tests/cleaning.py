"""Referrals for the tests of anonymising: read on the corpus' day, made anonymous by the example site's rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from corpus import referrals

from config import site as sites
from outbound import anonymise, draft, referral
from outbound.anonymise import Clean
from outbound.referral import FieldName, Referral

SITE: Final = sites.read(Path(__file__).parents[1] / "config" / "site.example.toml")
# What the rules find by themselves: the second opinion has a test of its own.
RULES_ALONE: Final = replace(SITE.policy, second_opinion=False)
# A sound referral of somebody of whom one thing more is told.
PAGE: Final = """Patient: Torbjörn Lindqvist
Personnummer: 19410622-9828
Enhet: Akutmottagningen NÄL
Svarstelefon: 031-390 06 10
Undersökning: DT buk
Fråga: Ileus?
Anamnes: {}
"""
# The same person's form in two parts, for what stands between its question and who refers.
HEAD: Final = "Namn: Torbjörn Lindqvist\nPersonnummer: 19410622-9828\nUndersökning: DT buk\nFrågeställning: Ileus?\n"
FOOT: Final = "\nRemitterande enhet: Akutmottagningen NÄL\nTelefon remittent: 031-390 06 10\n"


def read(text: str) -> Referral:
    """A referral in a text file."""
    return referral.read(text.encode(), "remiss.txt", today=referrals.TODAY)


def cleaned(text: str) -> Clean:
    """That referral made anonymous."""
    return anonymise.anonymise(read(text), policy=RULES_ALONE, hospital_phones=draft.hospital_phones(SITE))


def codes(text: str) -> set[str]:
    """Why it would be held."""
    return {reason.code for reason in cleaned(text).reasons}


def told(story: str) -> Clean:
    """A sound referral made anonymous of whose patient that is told."""
    return cleaned(PAGE.format(story))


def history(story: str) -> str:
    """What the sheet would say of that story."""
    return told(story).fields[FieldName.HISTORY]

"""Names that are words, where a capital tells nothing: at the start of a sentence, in the genitive, in brackets."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import referrals

from config import site as sites
from outbound import anonymise, draft, referral
from outbound.anonymise import Clean
from outbound.referral import FieldName

SITE = sites.read(Path(__file__).parents[2] / "config" / "site.example.toml")
PAGE = (
    "Namn: Torbjörn Lindqvist\nPersonnummer: 19410622-9828\nUndersökning: DT buk\nFrågeställning: Ileus?\n"
    "Anamnes: {story}\nRemitterande enhet: Akutmottagningen NÄL\nSvar till: 031-3900612\n"
)
# Surnames and first names that the dictionary has as words.
WORDS = ("Klang", "Uppström", "Stål", "Rask", "Vilja", "Storm", "Kapten")
CARRIERS = (
    "{} berättar att han föll.",
    "Föll ikväll. {} såg fallet.",
    "Föll ikväll.\n{} är vidtalad och ringer.",
    "Pat ({}) föll ikväll.",
    "Hittades liggande. {}, granne, ringde.",
    "Kom med {} i går.",
)


def cleaned(story: str) -> Clean:
    """A referral with that story made anonymous."""
    source = referral.read(PAGE.format(story=story).encode(), "remiss.txt", today=referrals.TODAY)
    return anonymise.anonymise(source, policy=SITE.policy, hospital_phones=draft.hospital_phones(SITE))


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_acts_is_somebody(carrier: str, word: str) -> None:
    """What only people do is done by somebody, whatever word they are called by."""
    assert word not in cleaned(carrier.format(word)).fields[FieldName.HISTORY]


@pytest.mark.parametrize("name", ["Andersson", "Björk", "Klang", "Rosa"])
def test_whose_something_is(name: str) -> None:
    """A sentence may begin with a name in the genitive."""
    assert f"{name}s" not in cleaned(f"{name}s hund drog omkull honom.").fields[FieldName.HISTORY]


@pytest.mark.parametrize(
    "story",
    [
        "Granne ringde 112. Ambulanspersonal hittade honom på golvet.",
        "Patienten berättar att han föll. Storebror såg fallet.",
        "Plötsligt föll han. Hemma ramlade han igen. Dagen efter kräktes han.",
        "Rasmussens aneurysm? Ludwigs angina? Pacemakerns elektroder har bytts.",
        "Buk är mjuk. Sår på underben. Sten i gallgången. Dags att utesluta ileus.",
        "Trafikant körde på honom. Läkare vill veta. Undertecknad ringer.",
    ],
)
def test_what_is_nobody_stays(story: str) -> None:
    """Words for people, adverbs, definite nouns and what diseases are called after make nobody look."""
    clean = cleaned(story)
    assert clean.fields[FieldName.HISTORY].replace("\n", " ") == story
    assert clean.reasons == ()


def test_a_short_first_name_goes_with_the_name_behind_it() -> None:
    """A name of two letters is taken for an abbreviation, unless a name stands behind it; so is the shortest place."""
    assert cleaned("Var på fest hos Jo Berg när han föll.").fields[FieldName.HISTORY] == (
        "Var på fest hos [namn] när han föll."
    )
    assert "Ör" not in cleaned("Hämtades i Ör av ambulans.").fields[FieldName.HISTORY]
    assert "Pt" in cleaned("Ordination för Pt saknas.").fields[FieldName.HISTORY]


def test_where_the_answer_goes_is_no_order_number() -> None:
    """A telephone behind "Svar till" is the staff's; what a system prints at the foot belongs to no field."""
    page = PAGE.format(story="Föll ikväll.") + "Utskriven 2026-11-25 22:48 av Malin Lindroth, sida 1 av 1\n"
    clean = anonymise.anonymise(
        referral.read(page.encode(), "remiss.txt", today=referrals.TODAY),
        policy=SITE.policy, hospital_phones=draft.hospital_phones(SITE),
    )  # fmt: skip
    assert clean.fields[FieldName.CALL_BACK] == "031-3900612"
    assert not any("Utskriven" in text or "sida" in text for text in clean.fields.values())


@pytest.mark.parametrize(
    "story",
    [
        "Påkörd av bil, CRP 123 och LPK 112.",
        "Bil 74, CRP 312 i kväll.",
        "MAP-mål 65-70 mmHg, BT-mål 120/80.",
        "Smärtan blev 7/10 och blir 8/10 vid gång.",
        "Vidgad gallvägen 12 mm, fri luftvägen 6 mm.",
        "Sökte på Urolog 55 i våras.",
        "Kreatinin referens 60-100 normalt.",
    ],
)
def test_what_was_measured_is_no_plate_no_birthday_and_no_street(story: str) -> None:
    """Figures of medicine look like numbers of somebody's: none of them goes."""
    clean = cleaned(story)
    assert clean.fields[FieldName.HISTORY] == story
    assert clean.reasons == ()


def test_ring_below_the_patient_is_the_patients_telephone() -> None:
    """A telephone behind "Ring" is the staff's below whoever refers, and the patient's below the address."""
    page = PAGE.replace("Undersökning:", "Adress: Hamngatan 3, Åmål\nRing: 070-1740642\nUndersökning:")
    source = referral.read(page.format(story="Föll.").encode(), "remiss.txt", today=referrals.TODAY)
    assert source.identity.phones == ("070-1740642",)
    assert source.fields[FieldName.CALL_BACK] == "031-3900612"

"""Names that are words, where a capital tells nothing: at the start of a sentence, in the genitive, in brackets."""

from __future__ import annotations

import pytest
from cleaning import PAGE, cleaned, history, read, told

from outbound.referral import FieldName

# Surnames and first names that the dictionary has as words.
WORDS = ("Klang", "Uppström", "Stål", "Rask", "Vilja", "Storm", "Kapten")
CARRIERS = (
    "{} berättar att han föll.",
    "Föll ikväll. {} såg fallet.",
    "Föll ikväll.\n{} är vidtalad och ringer.",
    "Pat ({}) föll ikväll.",
    "Hittades liggande. {}, granne, ringde.",
    "Kom med {} i går.",
    "{} är känd på kliniken sedan 2019.",
    "Ont sedan i går. {} kallas han hemma.",
    "{} och Lisa kom tillsammans.",
)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_acts_is_somebody(carrier: str, word: str) -> None:
    """What only people do is done by somebody, whatever word they are called by."""
    assert word not in history(carrier.format(word))


@pytest.mark.parametrize("name", ["Andersson", "Björk", "Klang", "Rosa"])
def test_whose_something_is(name: str) -> None:
    """A sentence may begin with a name in the genitive."""
    assert f"{name}s" not in history(f"{name}s hund drog omkull honom.")


@pytest.mark.parametrize("name", ["Hagstam", "Bergås", "Lundstig", "Kvarnhed"])
@pytest.mark.parametrize("near", ["make", "dotter", "mamma", "sambo"])
def test_whose_somebody_is(name: str, near: str) -> None:
    """Before somebody near, an owner's name counts even if its parts make up a word."""
    assert name not in history(f"Föll ikväll. {name}s {near} sitter i väntrummet.")


def test_a_verb_before_somebody_near_is_no_owner() -> None:
    """Nobody is called so: "Finns dotter", "Bedöms man ha"."""
    story = "Finns dotter i Norge. Saknas make. Bedöms man ha gallsten."
    assert history(story) == story


@pytest.mark.parametrize(
    "story",
    [
        "Granne ringde 112. Ambulanspersonal hittade honom på golvet.",
        "Patienten berättar att han föll. Storebror såg fallet.",
        "Plötsligt föll han. Hemma ramlade han igen. Dagen efter kräktes han.",
        "Rasmussens aneurysm? Ludwigs angina? Pacemakerns elektroder har bytts.",
        "Buk är mjuk. Sår på underben. Sten i gallgången. Dags att utesluta ileus.",
        "Njursten är känd sedan 2019. Mamma och flickan kom hit. Var i simhallen med dotterns skola.",
        "Trafikant körde på honom. Läkare vill veta. Undertecknad ringer.",
    ],
)
def test_what_is_nobody_stays(story: str) -> None:
    """Words for people, adverbs, definite nouns and what diseases are called after make nobody look."""
    clean = told(story)
    assert clean.fields[FieldName.HISTORY].replace("\n", " ") == story
    assert clean.reasons == ()


@pytest.mark.parametrize("surname", ["Gran", "Kil", "Stål"])
def test_what_stands_behind_a_first_name_is_a_surname(surname: str) -> None:
    """Whatever place is called so as well."""
    clean = cleaned(PAGE.format("Ont sedan i går.").replace("Torbjörn Lindqvist", f"Rolf {surname}"))
    assert clean.identity.names[0] == f"Rolf {surname}"


def test_a_name_that_is_a_word_opens_a_sentence_in_small_letters() -> None:
    """Who writes "rosa har ont" writes of Rosa; a word elsewhere is a word."""
    page = PAGE.replace("Torbjörn Lindqvist", "Rosa Malm").replace("9828", "9802")
    told = cleaned(page.format("Ont sedan i går. rosa har kräkts. Upphostningen är rosa.")).fields[FieldName.HISTORY]
    assert told == "Ont sedan i går. [namn] har kräkts. Upphostningen är rosa."


def test_a_short_first_name_goes_with_the_name_behind_it() -> None:
    """A name of two letters is taken for an abbreviation, unless a name stands behind it; so is the shortest place."""
    assert history("Var på fest hos Jo Berg när han föll.") == ("Var på fest hos [namn] när han föll.")
    assert "Ör" not in history("Hämtades i Ör av ambulans.")
    assert "Pt" in history("Ordination för Pt saknas.")


def test_where_the_answer_goes_is_no_order_number() -> None:
    """A telephone behind "Svar till" is the staff's; what a system prints at the foot belongs to no field."""
    clean = cleaned(PAGE.format("Föll ikväll.") + "Utskriven 2026-11-25 22:48 av Malin Lindroth, sida 1 av 1\n")
    assert clean.fields[FieldName.CALL_BACK] == "031-390 06 10"
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
    clean = told(story)
    assert clean.fields[FieldName.HISTORY] == story
    assert clean.reasons == ()


def test_ring_below_the_patient_is_the_patients_telephone() -> None:
    """A telephone behind "Ring" is the staff's below whoever refers, and the patient's below the address."""
    page = PAGE.replace("Enhet:", "Adress: Hamngatan 3, Åmål\nRing: 070-1740642\nEnhet:")
    source = read(page.format("Föll."))
    assert source.identity.phones == ("070-1740642",)
    assert source.fields[FieldName.CALL_BACK] == "031-390 06 10"

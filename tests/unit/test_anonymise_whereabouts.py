"""Where somebody lives, works, plays and comes from goes, whoever tells it; clinical words that look like it stay."""

from __future__ import annotations

import pytest
from cleaning import FOOT, HEAD, cleaned, history

from outbound.referral import FieldName


@pytest.mark.parametrize(
    ("story", "secret"),
    [
        ("Ramlade på träning med Surte BK i kväll.", "BK"),
        ("Svetsar sedan länge. Enligt GKN Aerospace föll han.", "GKN"),
        ("Lastade varor på Wargön Innovation\nOnt i foten.", "Innovation"),
        ("Boende på Restad Gård, hus 7, sedan i våras.", "hus"),
        ("Orosanmälan till socialjouren i Trollhättan gjord.", "Trollhättan"),
        ("Till yrket kantor i Bengtsfors pastorat.", "kantor"),
        ("Personnummer nittonhundraåttioett noll fem tolv streck 9848 enligt kortet.", "noll"),
        ("Född första januari -97 enligt kortet.", "första"),
        ("Uppger fyra sista 4711 i telefon.", "4711"),
        ("Enligt partner ove illamående.", "ove"),
        ("Hoppade från bryggan vid Sandvikens badplats.", "badplats"),
        ("Ramlade av hästen på Hunnebo ridklubb.", "ridklubb"),
        ("Sparkad utanför nattklubben Palladium.", "nattklubb"),
        ("Saknar bostad, c/o Stadsmissionen i väntan på annat.", "Stadsmissionen"),
        ("Driver själv Svens Plåt & Bil i Brålanda.", "Bil"),
        ("Jagade älg med Skällsäters jaktlag.", "jaktlag"),
        ("Jobbar som truckförare på kex-lagret sedan i våras.", "kex"),
        ("Spelar i ifk trollhättan, fick en boll i magen.", "trollhättan"),
        ("Hemskickad från kronans skola i dag.", "kronans"),
        ("Fyllde år i går (22 juni), åt mycket på festen.", "22"),
        ("Pat TL har ont i magen.", "TL"),
    ],
)
def test_what_tells_who_goes(story: str, secret: str) -> None:
    """Clubs, firms and authorities with the words that belong to them; numbers said in words."""
    assert secret not in cleaned(f"{HEAD}Anamnes: {story}{FOOT}").fields[FieldName.HISTORY]


@pytest.mark.parametrize(
    "story",
    [
        "Svimmade utanför Konsum i Brålanda.",
        "Känd patient på Öppenvård Kronhjorten.",
        "Match i Slättbergshallen.",
        "Festade i Kuröd.",
    ],
)
def test_what_is_known_to_be_a_place_makes_nobody_look(story: str) -> None:
    """Shops and out-patient clinics are removed for what they are, not as words that nobody knows."""
    clean = cleaned(f"{HEAD}Anamnes: {story}{FOOT}")
    assert not clean.reasons
    assert story.split()[-1].strip(".") not in clean.fields[FieldName.HISTORY]


def test_a_whole_address_goes_without_a_label() -> None:
    """The home in an address that no label introduces is removed wherever it stands, in whatever case."""
    text = HEAD.replace("Undersökning", "Granlidens äldreboende, Parkgatan 40, 462 36 Vänersborg\nUndersökning")
    clean = cleaned(f"{text}Anamnes: Föll i korridoren på Granliden i kväll.{FOOT}")
    assert "Granliden" not in clean.fields[FieldName.HISTORY]
    assert not clean.reasons


def test_a_home_without_a_street_goes() -> None:
    """A line above the form that names a home is where the patient lives."""
    text = HEAD.replace("Undersökning", "Solängens demensboende, Brålanda\nUndersökning")
    clean = cleaned(f"{text}Anamnes: Personalen på Solängen ringde.{FOOT}")
    assert "Solängen" not in clean.fields[FieldName.HISTORY]
    assert not clean.reasons


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        ("Kom från Asmara 2015 och fick kontrast.", "Asmara"),
        ("Bor granne med 12 Andersson 1945 på gatan.", "Andersson"),
        ("Halkade utanför jobbet (Humanisten).", "Humanisten"),
        ("Ont under pass på gym (Nordic Prova Haninge).", "Nordic Prova Haninge"),
        ("Svägerskan som bor intill (Hallviken 230) är med.", "Hallviken 230"),
        ("Permanent adress 14 Mill Lane, Ludlow SY8 4BT.", "Mill Lane, Ludlow SY8 4BT"),
        ("Städerska på Samhall, svullen vad.", "Samhall"),
        ("Pojke född den nittonde april tvåtusentjugofyra.", "tvåtusentjugofyra"),
    ],
)
def test_where_somebody_comes_from_works_and_is_born_goes(told: str, gone: str) -> None:
    """However it is told: by flight, in brackets, in English, by a trade, in words."""
    assert gone not in history(told)


def test_a_road_and_a_dose_are_nobodys() -> None:
    """ "E4" is no works, and "7500x2" no number of a file."""
    assert "på E4" in history("Krockade med truck på E4, jobbar natt.")
    assert "Fragmin 7500x2" in history("Fått Fragmin 7500x2 sedan i går.")


@pytest.mark.parametrize(
    "kept",
    [
        "PVK hö armveck, EKG FF, trombolyslarm 01:21.",
        "Har fått kontrast i England 2022 utan problem.",
        "Kontroll 24 Jan 2026 utan anmärkning.",
    ],
)
def test_what_was_found_and_made_stays(kept: str) -> None:
    """Fibrillation is no club, a month nobody's name, and another country tells of what was made there."""
    assert kept in history(kept)


def test_units_of_a_drug_are_no_initial() -> None:
    """ "5000 E." before the patient's name."""
    assert "Fragmin 5000 E. [namn]" in history("Fragmin 5000 E. Torbjörn är orolig.")

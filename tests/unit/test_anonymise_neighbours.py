"""What stands beside somebody, and names that look like words: towns, homes, schools, numbers in somebody's books."""

from __future__ import annotations

import pytest
from cleaning import cleaned, history, told

from outbound.referral import FieldName


@pytest.mark.parametrize(
    ("story", "gone"),
    [
        ("Går i 3B på Lerbergsskolan.", "3B"),
        ("Studerar på Mittuniversitetet.", "Mittuniversitetet"),
        ("Elev vid De la Gardiegymnasiet.", "De la"),
        ("Kontaktperson syster Jelena, Fristad.", "Fristad"),
        ("Torbjörn Lindqvist, 19410622-9828, Teg, Umeå.", "Teg"),
        ("Torbjörn Lindqvist, 19410622-9828, Råslätt, inkom i går.", "Råslätt"),
        ("Bor Asarum.", "Asarum"),
        ("Har LMA-kort, boende Hotell Bodensia, Boden).", "Boden"),
        ("Placerad på SiS ungdomshem Långanäs sedan i våras.", "ungdomshem"),
        ("Kommer från Smedängens äldreboende, avd Lärkan i Nybro.", "Lärkan"),
        ("Dossiernr Migrationsverket: 13-0448921 enligt kortet.", "0448921"),
        ("Cyklade hem från Kalmar nation i natt.", "nation"),
        ("Passagerare på M/S Northern Grace, cabin 7114, sedan i går.", "7114"),
        ("Bonde från Östra Husby med höftprotes.", "Östra"),
        ("Mamma Grace är med och håller droppet.", "Grace"),
        ("Mamman är sjuksköterska här i huset (avd 3) och orolig.", "avd 3"),
        ("Bor på Brunnsgårdens vård- och omsorgsboende.", "omsorgsboende"),
        ("Kontakt via HVB Solrosen.", "Solrosen"),
        ("Anmält till socialtjänsten Hisingen, dnr SN 2026-00417.", "dnr"),
        ("Försäkring: AFA 77120934.", "77120934"),
        ("Order HBG-2026-118834.", "HBG"),
        ("Polisanmält, K 611482-26.", "611482"),
        ("Blir 90 år på julafton.", "julafton"),
        ("Dottern Lillemor (Moran) ringer.", "Moran"),
        ("Född 14/7 kl 02.16 i vecka 27.", "14/7"),
        ("Bor på Klaragården stödboende, Vänersborg.", "Vänersborg"),
        ("Halkade utanför PRO-lokalen i går.", "PRO"),
        ("Arbetar på Sandviken Coromant hall 4.", "hall"),
        ("Går på Slagstaskolans anpassade grundskola.", "grundskola"),
        ("Född långfredagen i år.", "långfredagen"),
        ("Firade sin dag den andra juni.", "juni"),
        ("Har hemtjänsten åmål väst.", "åmål"),
        ("Bor på lss-boendet tallkotten, lägenhet två.", "tallkotten"),
        ("Arbetar på Rönnskärsverken.", "Rönnskärsverken"),
        ("Ett tal läses upp: tretton elva fyrtiosex nittioåtta.", "fyrtiosex"),
    ],
)
def test_what_stands_beside_somebody_goes(story: str, gone: str) -> None:
    """Where they live, learn and work, and whose books they stand in, also where the word is an ordinary one."""
    assert gone not in history(f"Ont i buken. {story}")


@pytest.mark.parametrize(
    "story",
    [
        "Injicerat missbruk, feber.",
        "Blododling: växt av Gram-positiva kocker.",
        "Krampat i slalombacken. Ortopedjour vill ha svar före punktion.",
        "Åkt buss i går.",
        "Kontrast OK enligt jouren.",
        "Frisk enligt maken. Står på Eliquis.",
        "Undersökt av vittne. Två epileptiska anfall i ambulansen.",
        "Överflyttad från Sunderby sjukhus.",
        "TEVAR Karolinska i januari.",
        "Opererad på Drottning Silvias barnsjukhus.",
        "Kontrollerad på Skånes universitetssjukhus.",
        "E Bältesmärke över thorax.",
        "Känt aneurysm 47 mm, DT 2025-03.",
        "Akutremiss till rtg Kalmar.",
    ],
)
def test_what_the_reader_needs_stays(story: str) -> None:
    """Hospitals by their names, and words that only look like somebody's."""
    found = told(f"Ont i buken. {story}")
    assert story in found.fields[FieldName.HISTORY]
    assert found.doubted == ()


def test_a_nickname_in_quotes_is_known() -> None:
    """ "Pong" between the names is what the patient is called everywhere."""
    text = (
        '19780926-9918 Phongsak "Pong" Srisai\nUndersökning: DT orbita\nFråga: Metall?\nAnamnes: Pong har ont i ögat.\n'
    )
    assert "Pong" not in cleaned(text).fields[FieldName.HISTORY]


@pytest.mark.parametrize(
    ("story", "printed"),
    [
        ("Nyfödd dotter Tuva (20250522) ligger med.", "Nyfödd dotter [namn] ([födelsedatum]) ligger med."),
        ("Se SagaLA_orosanmälan.pdf och IMG_2231.jpg.", "Se [dolt] och [dolt]."),
        ("Ventilen trycks ned men fyller långsamt.", "Ventilen trycks ned men fyller långsamt."),
        ("Bor i Gbg. Op i Gbg 2019.", "Bor i [adress]. Op i Gbg 2019."),
    ],
)
def test_what_stands_behind_a_name_and_what_a_file_is_called(story: str, printed: str) -> None:
    """A day in brackets is somebody's birthday; a file's name may be theirs; a pump that fills slowly is nobody's."""
    assert history(story) == printed

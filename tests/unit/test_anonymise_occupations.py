"""Work and studies without a name go; words of medicine, countries and programmes of care stay."""

from __future__ import annotations

import pytest
from cleaning import cleaned

from outbound.referral import FieldName

PAGE = (
    "Namn: Tuulikki Lindqvist\nPersonnummer: 19410822-9842\nUndersökning: DT hjärna\nFrågeställning: Blödning?\n"
    "Anamnes: Fallit i hemmet i går kväll. {} Krea 88.\nRemitterande enhet: Akutmottagningen NÄL\n"
    "Telefon remittent: 031-390 06 10\n"
)


def history(text: str) -> str:
    """What is carried of a sentence in an anamnesis."""
    return " ".join(cleaned(PAGE.format(text)).fields[FieldName.HISTORY].split())


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Är till yrket undersköterska på vår egen avd 304.", "304"),
        ("Jobbar som ssk på vår avdelning 12.", "avdelning 12"),
        ("Sambon är också anställd på sjukhuset (IT-driften).", "IT-driften"),
        ("Studerar vid Hkr, sjuksköterskeprogrammet T3.", "programmet"),
        ("Läser juristprogrammet i Lund.", "jurist"),
        ("Går på teknikprogrammet.", "teknik"),
        ("Storebror Kuba såg honom svälja det.", "Kuba"),
        ("Ska till Åland på cup.", "Åland"),
    ],
)
def test_work_studies_and_somebody_called_as_a_country_go(text: str, secret: str) -> None:
    """No list has them: the words beside them tell."""
    assert secret not in history(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ingår i vaccinationsprogrammet.",
        "Följer screeningprogrammet för aorta.",
        "Har gått rehabprogrammet efter stroke.",
        "Ligger på vår avd 304.",
        "Hosta sedan hon kom från Eritrea via Libyen.",
        "Mor i Thailand har haft blodpropp.",
        "Ont trots Trandatedropp och Fragminspruta.",
        "Kontrast från skallbas ner till carina i natt.",
    ],
)
def test_what_the_reader_needs_stays(text: str) -> None:
    """Programmes of care, wards where somebody lies, countries, parts of the body, how a medicine is given."""
    assert text in history(text)

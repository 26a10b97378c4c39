"""Short notes, letters and dictations: who asks, from where, for what, and whom to call."""

from __future__ import annotations

import pytest
from cleaning import read

from outbound.referral import FieldName, Referral

NOTE = """{unit}
Torbjörn Lindqvist 19410622-9828
{wish}
Ont i buken sedan i går, kräks. Ileus?
{signed}
"""


def note(unit: str = "Akutmottagningen NÄL", wish: str = "DT buk", signed: str = "Ring 031-390 06 10 Vera") -> Referral:
    """A short note without labels."""
    return read(NOTE.format(unit=unit, wish=wish, signed=signed))


@pytest.mark.parametrize(
    "unit",
    [
        "Danderyds sjukhus, gynakuten",
        "Barnakuten, Drottning Silvias barnsjukhus",
        "KSK Katrineholm, akuten Kullbergska",
        "IVA, Mälarsjukhuset",
        "Kirurgen, avd 70E2",
        "ÖNH Västerås",
        "Oskarshamns sjukhus - akutvårdsavdelningen",
        "Lasarettet i Motala, akutmottagningen",
        "Barn- och ungdomsmedicin, Östersunds sjukhus",
        "S:t Görans akut",
        "akm kss",
        "Bollnäs sjukhus, ortogeriatrisk avd",
        "kirakuten motala",
    ],
)
def test_a_unit_is_told_whole(unit: str) -> None:
    """With its hospital before or behind it, however the two are joined."""
    assert note(unit=unit).fields[FieldName.UNIT] == unit


@pytest.mark.parametrize("unit", ["Strandgården, avd 4", "Solhemmets äldreboende"])
def test_a_home_is_no_unit(unit: str) -> None:
    """Where somebody lives tells of no hospital."""
    assert FieldName.UNIT not in note(unit=unit).fields


def test_where_something_was_done_is_no_unit() -> None:
    """An operation's hospital, and where the patient goes next, are not where the referral comes from."""
    told = read(NOTE.format(unit="", wish="DT buk", signed="Opererad på kir klin Falun 2019. Ring 031-390 06 10 Vera"))
    assert "Falun" not in told.fields.get(FieldName.UNIT, "")


@pytest.mark.parametrize(
    ("signed", "phone"),
    [
        ("Vera Zander, kirurgen, 031-390 06 10", "031-390 06 10"),
        ("/Vera Zander, 031 3900610", "031 3900610"),
        ("0313900610 Zander, kirurg", "0313900610"),
        ("tfn 031/3900610 Vera Zander", "031/3900610"),
        ("Vera Zander\nDistriktsläkare, jour\nTelefon 031-390 06 10", "031-390 06 10"),
        ("Vi nås på 031-390 06 10.", "031-390 06 10"),
        ("Jag är hemma efter midnatt men svarar på 070-174 06 11.", "070-174 06 11"),
    ],
)
def test_whoever_signs_is_called_back(signed: str, phone: str) -> None:
    """Beside the name at the foot, or where the writer says how they are reached."""
    assert phone in note(signed=signed).fields[FieldName.CALL_BACK]


@pytest.mark.parametrize(
    "signed",
    [
        "Dottern Anna 031-390 06 12",
        "Frun är hemma och svarar på 070-174 06 12.",
        "Anna 070-174 06 12",
        "Hustrun vill bli ringd.\nAnna Ek 031-390 06 12",
        "Torbjörn Lindqvist, 031-390 06 12",
        "Storgatan 1\nTelefon 031-390 06 12",
        "Bor ensam. Telefon 031-390 06 12.",
    ],
)
def test_somebody_near_is_not_called_back(signed: str) -> None:
    """A telephone beside a relative, or a mobile's beside a bare name, is nobody's of the staff."""
    assert FieldName.CALL_BACK not in note(signed=signed).fields


def test_i_in_a_forwarded_mail_is_somebody_else() -> None:
    """The son who writes "jag nås på" is not the hospital."""
    told = read(
        "Vidarebefordrat av sekr. till rtg\nHej, här kommer mammas uppgifter. Hon heter Karin Ek, 19410622-9828. "
        "Jag nås på 070-174 06 12.\nDT buk. Ileus?\n"
    )
    assert FieldName.CALL_BACK not in told.fields


@pytest.mark.parametrize(
    ("wish", "examination"),
    [
        ("Lungor AP i säng", "Lungor AP i säng"),
        ("Höger handled, höger armbåge", "Höger handled, höger armbåge"),
        ("rtg hö fot frontal/sida", "rtg hö fot frontal/sida"),
        ("Remiss CT-angio aorta + ben", "CT-angio aorta + ben"),
        ("Remiss handröntgen", "handröntgen"),
        ("Vill ha MR buk utan gadolinium i natt. UL visar normala ovarier.", "MR buk utan gadolinium i natt"),
        ("Hej röntgen! Ber om ultraljud av levern på patienten.", "ultraljud av levern"),
    ],
)
def test_what_is_wished(wish: str, examination: str) -> None:
    """A part of the body and how it is taken; and never what was made before, nor whom the letter greets."""
    assert note(wish=wish).fields[FieldName.EXAMINATION].startswith(examination)


@pytest.mark.parametrize("line", ["Akutanteckning läkare, Vera Zander", "Rtg Lycksele / NUS"])
def test_headings_ask_for_nothing(line: str) -> None:
    """ "Akut" inside a word is no priority, and a modality before towns no examination."""
    told = note(unit=f"{line}\nAkutmottagningen NÄL")
    assert line not in told.fields.get(FieldName.PRIORITY, "")
    assert line not in told.fields[FieldName.EXAMINATION]


@pytest.mark.parametrize(
    "told",
    [
        "Halvar Lung                  19410622-9828\nDT buk\n",
        "Patienten heter Halvar Lung, numret är 19410622-9828.\n",
        "ID: Halvar Lung / 19410622-9828\n",
        '19410622-9828 Halvar "Hasse" Lung\n',
        "Ämne: remiss 19410622-9828\n\nHalvar Lung, 84 år, söker akut.\n",
    ],
)
def test_a_name_of_ordinary_words_is_known(told: str) -> None:
    """Where it stands beside the number, or where a sentence says that it is one."""
    assert any("Lung" in name for name in read(told).identity.names)


def test_the_mothers_number_is_hers() -> None:
    """A newborn's referral that tells the mother's number in running text is no two patients'."""
    told = read(
        "Barnakuten NÄL\npojke Ek, 20260318-9834, mor Felicia Ek 19960122-9868\nRtg lungor\nPneumothorax?\n"
        "Ring 031-390 06 10\n"
    )
    assert "several_patients" not in {reason.code for reason in told.reasons}


def test_an_age_that_the_text_tells_settles_the_century() -> None:
    """Ten figures of somebody of 98 may be a newborn's: the reader must not be told of one."""
    told = read(
        "Namn: Greta Ek\nPersonnummer: 260404-9888\nUndersökning: DT buk\nAnamnes: 100-årig dam, ont i buken.\n"
    )
    assert told.age == "100 år"


KEYS = """pat.namn: Karin Ek
pat.id: 19410622-9828
rem.enhet: Akuten NÄL
rem.tel: 0313900610
us.typ: DT buk
us.fraga: Ileus?
us.krea: 61
"""
TREE = """├─ Namn: Karin Ek
├─ Personnummer: 19410622-9828
├─ Enhet: Akuten NÄL
├─ Svar: 031-3900610
├─ Undersökning: DT buk
├─ Fråga: Ileus?
└─ Krea: 61
"""
TABLE = """| Fält | Uppgift |
|---|---|
| Namn | Karin Ek |
| Personnr | 19410622-9828 |
| Enhet | Akuten NÄL |
| Svar | 031-3900610 |
| Us | DT buk |
| Fråga | Ileus? |
| Krea | 61 |
"""
DASHES = """-- Namn --
Karin Ek
-- Personnummer --
19410622-9828
-- Enhet --
Akuten NÄL
-- Svar --
031-3900610
-- Undersökning --
DT buk
-- Fråga --
Ileus?
-- Krea --
61
"""
LETTERS = """a) namn     Karin Ek
b) pnr      19410622-9828
c) enhet    Akuten NÄL
d) svar     031-3900610
e) us       DT buk
f) fråga    Ileus?
g) krea     61
"""
BRACKETS = """[Namn] Karin Ek [Pnr] 19410622-9828
[Enhet] Akuten NÄL [Svar] 031-3900610
[Us] DT buk [Fråga] Ileus?
[Krea] 61
"""
EXPORT = """Region Kronoberg | Cosmic
Personnr;Namn;Enhet;Undersökning;Frågeställning;Krea;Svarstelefon
19410622-9828;Karin Ek;Akuten NÄL;DT buk;Ileus?;61;031-3900610
"""


@pytest.mark.parametrize(
    "form",
    [KEYS, TREE, TABLE, DASHES, LETTERS, BRACKETS, EXPORT],
    ids=["keys", "tree", "table", "dashes", "letters", "brackets", "export"],
)
def test_odd_forms_are_forms(form: str) -> None:
    """Keys of a system, a drawn tree, a table, labels between dashes or in brackets, counted by letters, an export."""
    told = read(form)
    assert told.fields[FieldName.EXAMINATION] == "DT buk"
    assert told.fields[FieldName.QUESTION] == "Ileus?"
    assert told.fields[FieldName.UNIT] == "Akuten NÄL"
    assert "61" in told.fields[FieldName.KIDNEY]
    assert "Karin Ek" in told.identity.names


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Ärende: DT buk", FieldName.EXAMINATION, "DT buk"),
        ("F: Ileus?", FieldName.QUESTION, "Ileus?"),
        ("Kommer från: akm, rum 9", FieldName.UNIT, "akm, rum 9"),
        ("Fr: MAVA", FieldName.UNIT, "MAVA"),
        ("Jodallergi: nej", FieldName.ALLERGY, "Jodallergi: nej"),
        ("Hur gick det till: föll på isen", FieldName.HISTORY, "föll på isen"),
        ("Prio 1", FieldName.PRIORITY, "Prio 1"),
        ("Prio 1 - omedelbart", FieldName.PRIORITY, "Prio 1 - omedelbart"),
    ],
)
def test_a_value_tells_what_its_label_does_not(line: str, field: FieldName, value: str) -> None:
    """Labels that stand for many things are read by what stands behind them."""
    assert value in read(f"Namn: Karin Ek\nPersonnummer: 19410622-9828\n{line}\n").fields[field]


@pytest.mark.parametrize(
    "line", ["Journaltyp: Akutanteckning läkare", "Journalkopia: Karin Ek, 19410622-9828, Älvdalen"]
)
def test_nobody_is_called_by_a_journal(line: str) -> None:
    """ "Jour" inside a word makes no call-back number."""
    assert FieldName.CALL_BACK not in read(f"{line}\nUndersökning: DT buk\nFråga: Ileus?\n").fields


def test_a_cause_told_in_sentences_is_the_story() -> None:
    """ "Orsak" before what happened is no question where "Fråga" asks one."""
    story = "Föll baklänges från en stege i går kväll och slog i bakhuvudet. Har kräkts två gånger sedan dess."
    told = read(f"Namn: Karin Ek\nPersonnummer: 19410622-9828\nUs: DT hjärna\nOrsak: {story}\nFråga: Blödning?\n")
    assert told.fields[FieldName.QUESTION] == "Blödning?"
    assert told.fields[FieldName.HISTORY] == story


def test_the_word_before_a_street_is_no_part_of_it() -> None:
    """The last check would take our own mask, "[adress]", for where the patient lives."""
    told = read("Torbjörn Lindqvist 19410622-9828\nAdress Siriusgatan 44\nDT buk\nIleus?\n")
    assert "Siriusgatan 44" in told.identity.addresses
    assert not any(address.startswith("Adress") for address in told.identity.addresses)


@pytest.mark.parametrize(
    ("lines", "called"),
    [
        ("Tel: 031-390 06 10\nSign: K. Bååth", True),
        ("Tel: 031-390 06 10 Dr K. Bååth", True),
        ("Tel: 031-390 06 10", False),
    ],
)
def test_a_telephone_below_the_facts(lines: str, called: bool) -> None:
    """It is the staff's where one of them stands beside it; alone it may be the patient's, and somebody looks."""
    told = read(f"Namn: Karin Ek\nPersonnummer: 19410622-9828\nUs: DT buk\nFråga: Ileus?\nSmitta: nej\n{lines}\n")
    assert (FieldName.CALL_BACK in told.fields) == called


@pytest.mark.parametrize(
    "unit",
    [
        "Ak Mora",
        "kir avd 5 Ersta",
        "Akuten Sala",
        "sjukstugan Jokkmokk",
        "Barn 3, NUS",
        "BUM akut, Sundsvalls sjukhus",
        "Närakuten Södermalm",
        "varberg akuten",
    ],
)
def test_a_unit_keeps_its_town_however_small(unit: str) -> None:
    """A smaller town is read right behind what the unit is called, and nowhere else."""
    assert note(unit=unit).fields[FieldName.UNIT] == unit
    assert "Jokkmokk" not in note(unit="Akutmottagningen NÄL", wish="DT buk. Hemma i Jokkmokk").fields[FieldName.UNIT]


@pytest.mark.parametrize(
    ("opened", "unit"),
    [
        ("Hej, jourläkare på Avd 34 kirurgi, Gävle sjukhus. Behöver hjälp.", "Avd 34 kirurgi, Gävle sjukhus"),
        ("Dottern Lena, sjuksköterska på Avd 34 kirurgi, Gävle sjukhus, har ringt.", ""),
        ("Hon ligger på avdelningen sedan i går.", ""),
    ],
)
def test_where_whoever_writes_is_on_duty_is_the_unit(opened: str, unit: str) -> None:
    """Where somebody near works is not; nor does "avdelningen" alone tell any."""
    assert note(unit=opened).fields.get(FieldName.UNIT, "") == unit


@pytest.mark.parametrize("birth", ["född 5/2-84", "född 840205", "f. 5 feb. 1984", "1984-02-05"])
def test_a_name_with_a_birth_in_any_spelling_tells_who(birth: str) -> None:
    """Whatever leads to the name: "Gäller" is nobody's."""
    found = read(NOTE.replace("Torbjörn Lindqvist 19410622-9828", f"Gäller Stella Lidman, {birth}").format(
        unit="Akutmottagningen NÄL", wish="DT buk", signed="Ring 031-390 06 10 Vera"
    ))  # fmt: skip
    assert "no_identity" not in [reason.code for reason in found.reasons]
    assert "Stella Lidman" in found.identity.names


def test_what_is_asked_for_behind_who_it_is_for_is_the_examination() -> None:
    """In a line that a label of the patient's begins; "rtg-ssk" is somebody, and no examination."""
    page = (
        "Mottagen av: rtg-ssk Tobias Prov\nUppringt av: jourläkare Vera Zander, Barnakuten, Gällivare sjukhus\n\n"
        "Gäller Stella Lidman, 19841231-9839. Vill ha röntgen fotled vänster.\nStukade foten i går kväll.\n"
        "Undrar: Fraktur?\nSvar till 031-390 06 24\n"
    )
    found = read(page)
    assert found.fields[FieldName.EXAMINATION] == "röntgen fotled vänster"
    assert found.fields[FieldName.UNIT] == "Barnakuten, Gällivare sjukhus"


def test_a_home_or_somebody_near_ends_with_its_sentence() -> None:
    """What follows is the patient's story, however short it is behind a telephone."""
    found = read(
        "Torbjörn Lindqvist 19410622-9828\nDT buk, akut\n"
        "Särskilt boende: Björkbacka. Står på Waran, PK 3,4, fått två enheter plasma.\n"
        "Anhörig: dotter Lena, mobil 070-1740606. Har pacemaker sedan 2016.\nIleus?\n"
        "Akutmottagningen NÄL 031-390 06 10\n"
    )
    carried = " ".join(found.fields.values())
    assert "Waran" in carried
    assert "pacemaker" in carried
    assert "Lena" in " ".join(found.identity.names)


@pytest.mark.parametrize(("whose", "carried"), [("Patientens egen telefon", False), ("Svar ges på telefon", True)])
def test_whose_a_telephone_is_stands_in_the_line_before_it(whose: str, carried: bool) -> None:
    """A line that broke before the number tells whose it is as well."""
    told = note(signed=f"Dr Vera Zander, medicinakuten. {whose}\när 070-1740606.")
    assert ("070-1740606" in told.fields.get(FieldName.CALL_BACK, "")) == carried


@pytest.mark.parametrize(
    ("signed", "phone"),
    [
        ("Pat ligger avd 26 sal 6. Ring 031-390 06 24 med svar.", "031-390 06 24"),
        ("Frun Lena har fått mitt nr av misstag... Mitt nr är 031-390 06 24.", "031-390 06 24"),
        ("tack på förhand, Vera Zander ul, nås 031-390 06 24", "031-390 06 24"),
        ("Svar till Zander på Urologavd 12, Danderyds sjukhus, telefon 031-390 06 24", "031-390 06 24"),
        ("Han ligger på Urologavd 12, Danderyds sjukhus, telefon 070-1740606", ""),
        ("Sonen Kalle nås 031-390 06 24", ""),
    ],
)
def test_whom_to_call_ends_a_note(signed: str, phone: str) -> None:
    """Behind a ward's number, dots or thanks; whoever lies in the ward has a mobile, and somebody near is not it."""
    assert note(signed=signed).fields.get(FieldName.CALL_BACK, "") == phone


def test_where_somebody_lies_is_told_beside_who_it_is() -> None:
    """ "sal 6:1 Torbjörn …"; the room of a home is not."""
    assert "sal 6:1" in " ".join(read(NOTE.replace("Torb", "sal 6:1 Torb").format(
        unit="Avd 3 NÄL", wish="DT buk", signed="Ring 031-390 06 10 Vera")).fields.values())  # fmt: skip
    home = read(NOTE.replace("9828", "9828, Solhemmets äldreboende rum 12").format(
        unit="Avd 3 NÄL", wish="DT buk", signed="Ring 031-390 06 10 Vera"))  # fmt: skip
    assert "rum 12" not in " ".join(home.fields.values())


def test_a_unit_behind_a_number_is_no_name() -> None:
    """AVA is a name, and a ward."""
    found = read(NOTE.replace("9828", "9828, AVA Värnamo 14:2").format(
        unit="", wish="DT buk", signed="Ring 031-390 06 10 Vera"))  # fmt: skip
    assert found.identity.names == ("Torbjörn Lindqvist",)
    assert found.fields[FieldName.UNIT].startswith("AVA Värnamo")

"""Where the patient lies now, who may be rung there, and what only looks like it."""

from __future__ import annotations

import pytest
from cleaning import PAGE, cleaned, read
from corpus.referrals import TODAY

from outbound.referral import FieldName
from outbound.referral.patient import identity
from outbound.referral.values import Clue, Group
from outbound.referral.words import units

STORY = "Ont i buken sedan i går, kräks."


def form(lines: str) -> str:
    """A referral with more lines below its story."""
    return f"{PAGE.format(STORY)}{lines}\n"


@pytest.mark.parametrize(
    "line",
    [
        "Var: akutrummet 2",
        "Barnet är: barnakuten rum 2",
        "Patientplats: akuten rum 7",
        "Patienten: akuten, obsplats 5",
        "Placering: K73 sal 4",
        "Pat hålles: Traumarum 1",
        "Placering: brits 4",
    ],
)
def test_where_the_patient_lies_is_carried(line: str) -> None:
    """It is no name, no address and not the unit that asks."""
    fields = cleaned(form(line)).fields
    assert line.partition(": ")[2] in fields[FieldName.OTHER]
    assert fields[FieldName.UNIT] == "Akutmottagningen NÄL"


@pytest.mark.parametrize("home", ["Ekbackens äldreboende, rum 4", "Parkgatan 4, plan 2", "Björkgården sal 2"])
def test_a_home_behind_such_a_label_is_a_home(home: str) -> None:
    """Rooms there are the patient's own."""
    fields = cleaned(form(f"Placering: {home}")).fields
    assert not any(home.split()[0] in value for value in fields.values())


@pytest.mark.parametrize(
    "foot",
    [
        "Sköterska på röntgen får ringa akuten Lycksele, 070-174 06 11, Maja ssk",
        "dr Vera Z akuten Mora lasarett 0701-740611",
        "Dottern Anna ringer ofta men ni får ringa mig: 070-174 06 11",
        "Svar: Kir bakjour Zander mobil 070-174 06 11",
        "Skicka ej hem patienten utan svar - ring 070-174 06 11\nVera Zander, ST-läkare",
        "Ansvarig på mottagande enhet Vera Zander, nås 070-174 06 11",
    ],
)
def test_whoever_stands_before_a_number_is_called_back(foot: str) -> None:
    """A unit, somebody on call, or the writer behind what somebody near does."""
    text = form(foot).replace("Svarstelefon: 031-390 06 10\n", "")
    called = read(text).fields.get(FieldName.CALL_BACK, "")
    assert called.replace(" ", "").replace("-", "").endswith("0701740611")


@pytest.mark.parametrize(
    "foot",
    [
        "Dottern Anna på avdelning 4 i Lycksele, 070-174 06 12",
        "Han ligger på akuten Lycksele, 070-174 06 12",
        "Husläkare Ek mobil 070-174 06 12",
        "Särbon Anna ringer\ngärna efter svar, tel 070-174 06 12.",
        "Anhörig tel   070-174 06 12",
        "Patienten vill ha svar på 070-174 06 12",
    ],
)
def test_somebody_near_is_not(foot: str) -> None:
    """However the number is led to."""
    text = form(foot).replace("Svarstelefon: 031-390 06 10\n", "")
    assert "06 12" not in read(text).fields.get(FieldName.CALL_BACK, "")


def test_a_telephone_below_a_column_does_not_go_on_with_it() -> None:
    """The child's room stands to the right of the priority, and whom to ring below the room."""
    rows = "\nPrio: Akut         Barnet är: sal 3 med förälder\nBarnläkare Vera Zander   nås 031-390 06 11"
    fields = read(form(rows).replace("Svarstelefon: 031-390 06 10\n", "")).fields
    assert fields[FieldName.CALL_BACK].endswith("031-390 06 11")
    assert "031" not in fields[FieldName.OTHER]


def test_a_time_is_nobodys_telephone() -> None:
    """ "Larm ut" is a label of those to be rung."""
    fields = read(f"Larm ut: 2023-04-25 03:57\n{form('')}").fields
    assert fields[FieldName.CALL_BACK].startswith("031-390 06 10")


@pytest.mark.parametrize(
    ("story", "gone"),
    [
        ("Bor på stenkulla äldreboende sedan i våras.", "stenkulla"),
        ('Bor på en båt, husbåten "Vinga II", i sommar.', "Vinga"),
        ("Bor på Ekeberga säteri utanför byn.", "säteri"),
        ("Se Rem.id 88-1123 och pappersremiss 25/096667.", "88-1123"),
        ("Se Rem.id 88-1123 och pappersremiss 25/096667.", "25/096667"),
        ("Ring kusinen O7O-174 O6 12 efteråt.", "O6 12"),
    ],
)
def test_what_leads_to_somebody_goes(story: str, gone: str) -> None:
    """Homes in small letters, boats, somebody's books, a telephone with letters for its noughts."""
    assert gone not in cleaned(PAGE.format(f"{STORY} {story}")).fields[FieldName.HISTORY]


def test_a_kind_of_home_without_a_name_stays() -> None:
    """It tells how somebody lives, and not where."""
    story = "Bor på kommunalt äldreboende, rör sig med rullator."
    assert "kommunalt äldreboende" in cleaned(PAGE.format(f"{STORY} {story}")).fields[FieldName.HISTORY]


def test_a_mobile_in_two_groups_is_no_personal_number() -> None:
    """ "0701-740605" has the figures of a coordination number; nobody writes one so."""
    referral = read(form("").replace("031-390 06 10", "0701-740605"))
    assert "0701-740605" not in referral.identity.numbers
    assert referral.fields[FieldName.CALL_BACK] == "0701-740605"


def test_a_fact_behind_a_label_that_nobody_knows_stays() -> None:
    """ "Nu gäller" speaks of nobody, though "gäller" leads to a name."""
    text = form("Nu gäller dessutom:\nCovid-19 dag 10, ökat syrgasbehov 4 till 12 liter sedan kvällen. D-dimer 20.")
    assert "syrgasbehov" in " ".join(cleaned(text).fields.values())


def test_lines_below_the_name_are_the_home() -> None:
    """A street that no rule knows, its code and its town, without a label: they go with the name."""
    home = "  Skäggetorps centrum 5 A\n  584 37\n  LINKÖPING\n"
    text = f"PATIENT\n  Torbjörn Lindqvist    19410622-9828\n{home}{PAGE.format(STORY)}"
    told = read(text)
    assert {"Skäggetorps centrum 5 A", "584 37", "LINKÖPING"} <= set(told.identity.addresses)
    assert "centrum" not in " ".join(cleaned(text).fields.values())


def test_a_line_below_the_name_may_be_the_story() -> None:
    """No code follows it."""
    text = f"PATIENT\n  Torbjörn Lindqvist    19410622-9828\n  Fallit 2 m, öm över höften\n{PAGE.format(STORY)}"
    assert "öm över höften" in " ".join(cleaned(text).fields.values())


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("Kvinna\nTeleborgsvägen 14 lgh 1102", "Teleborgsvägen 14 lgh 1102"),
        ("Hamngatan 32, 462 44 Vänersborg. Telefon 031-3900618", "Hamngatan 32, 462 44 Vänersborg."),
        ("Grannen Ritva Wikner ringde 112 från Vallmovägen 28 A", "Ritva Wikner 112 Vallmovägen 28 A"),
        ("Norra vägen 3", "Norra vägen 3"),
        ("Tallbackens äldreboende, avd Björken", "Tallbackens äldreboende, avd Björken"),
    ],
)
def test_an_address_is_the_place_alone(value: str, told: str) -> None:
    """The gate looks for each of its words: "kvinna" and "telefon" stand on every fax."""
    assert identity.of([Clue(Group.ADDRESS, value)], TODAY).addresses[-1].strip(" ,") == told


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("väntrum, gående", ()),
        ("på bår, liggande", ()),
        ("IVA plats 6, respirator", ()),
        ("IVA Karlsson", ("Karlsson",)),
        ("anna berg", ("anna berg",)),
    ],
)
def test_how_the_patient_lies_is_no_name(value: str, names: tuple[str, ...]) -> None:
    """Behind "Pat:" stands either."""
    assert identity.names_in(value) == names


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Akutmottagningen traumalarm, Falu lasarett", "Akutmottagningen traumalarm, Falu lasarett"),
        ("Akuten, kir sida, Lindesbergs lasarett", "Akuten, kir sida, Lindesbergs lasarett"),
        ("Närakuten Boländerna\nLeg läk Bo Ek", "Närakuten Boländerna"),
        ("Slottsstadens Läkarhus Malmö", "Slottsstadens Läkarhus Malmö"),
        ("Närakuten Karin Ek", "Närakuten"),
    ],
)
def test_a_unit_with_its_side_and_quarter(text: str, unit: str) -> None:
    """Nobody of the staff is a part of it."""
    assert units.first(text) == unit


def test_a_unit_that_ends_as_the_label_of_an_examination() -> None:
    """US is what the hospital is called, or "undersökning"."""
    text = PAGE.format(STORY).replace("Enhet: Akutmottagningen NÄL", "AVSÄNDARE\n  Akutkliniken US      Bo Ek, leg läk")
    fields = read(text).fields
    assert fields[FieldName.UNIT] == "Akutkliniken US"
    assert fields[FieldName.EXAMINATION] == "DT buk"


def test_a_number_across_a_margin_is_whole() -> None:
    """Half of it would ring somebody else; a figure that begins the next line otherwise is none of it."""
    start = PAGE.format(STORY).replace("Svarstelefon: 031-390 06 10\n", "")
    broken = f"{start}Pat i väntrummet, gående, ingen feber, stabil. Ring +46 31 390 06\n15 så fort ni vet, tack.\n"
    assert read(broken).fields[FieldName.CALL_BACK].endswith("+46 31 390 06 15")
    apart = f"{start}Ring 031-390 06 15\n12 liter syrgas på grimma just nu.\n"
    assert read(apart).fields[FieldName.CALL_BACK].endswith("031-390 06 15")
    assert "12 liter syrgas" in " ".join(read(apart).fields.values())


def test_whoever_belongs_to_the_patient_works_somewhere() -> None:
    """A hospital may be where a son works; the patient's own care stays."""
    son = "Sonen Arash är läkare på Sahlgrenska och vill se bilderna."
    shown = cleaned(PAGE.format(f"Opererad på Sahlgrenska 2019. {son} Pojken föddes 2026-02-22.")).fields[
        FieldName.HISTORY
    ]
    assert "Opererad på Sahlgrenska 2019" in shown
    assert shown.count("Sahlgrenska") == 1
    assert "2026-02-22" not in shown


@pytest.mark.parametrize(
    "head",
    [
        "Patient:\n    Torbjörn Lindqvist\n    19410622-9828\n    Hagagatan 15\n    456 32 Hunnebo\n    031-390 06 58",
        "Patient: Torbjörn Lindqvist\nPersonnummer: 19410622-9828\nAnhörig: Vivi-Ann Kvarnberg (maka)  031-390 06 58",
    ],
)
def test_a_telephone_behind_a_home_or_a_relative_is_theirs(head: str) -> None:
    """Though it has no label, and the staff's own is missing."""
    told = read(f"{head}\n{PAGE.format(STORY)}".replace("Svarstelefon: 031-390 06 10\n", ""))
    assert "06 58" not in " ".join(told.fields.values())
    assert "031-390 06 58" in told.identity.phones


PATIENT = "Patienten: {}\nPnr: 19410622-9828\nUndersökning: DT buk\nFråga: Ileus?\nAnamnes: Buksmärta.\n"


@pytest.mark.parametrize("place", ["Sitter i väntrum", "på väg"])
def test_what_stands_behind_the_patient_may_be_where_they_are(place: str) -> None:
    """In small letters it is no name: it is printed, and nobody's."""
    made = read(PATIENT.format(place))
    assert made.identity.names == ()
    assert made.fields[FieldName.OTHER] == place


def test_what_stands_behind_the_patient_may_begin_with_a_preposition_and_be_a_name() -> None:
    """ "I Ketut Wayan" is somebody, and printed nowhere."""
    made = read(PATIENT.format("I Ketut Wayan"))
    assert made.identity.names == ("Ketut Wayan",)
    assert not any("Ketut" in text for text in made.fields.values())

"""Where the patient lies now, who may be rung there, and what only looks like it."""

from __future__ import annotations

import pytest
from cleaning import PAGE, cleaned, read

from outbound.referral import FieldName

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

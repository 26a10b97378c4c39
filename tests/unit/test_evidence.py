"""What a report says of examination and patient, for and against a case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matches import CASES, REPORT, matched, page, told

from inbound.matching import Match, examinations, persons

BODY = "\nIngen fraktur. Inga expansiva förändringar. Bedömning: normala fynd."


def about_another(own: str, report: str) -> Match:
    """How a report on this is matched by the reference of a case that asked for that."""
    case = replace(CASES[2], examination=own, modality="", sex="", birth_year=None)
    cases = [case if one.case == case.case else one for one in CASES]
    (found,) = matched(page(f"{report}{BODY}", mark=case.reference), cases=cases)
    assert found.case == case.case
    return found


@pytest.mark.parametrize(
    ("own", "report"),
    [
        ("DT hjärna", "Undersökning: Röntgen höft höger"),
        ("DT hjärna", "Ultrasound of the left leg"),
        ("DT hjärna", "Us DT buk med kontrast"),
        ("DT lungartärer", "Exam: CT head"),
        ("Röntgen handled vänster", "Study: X-ray hip. right"),
        ("MR ländrygg", "DT thorax"),
        ("MRI lumbar spine", "MR hjärna"),
        # A worn page loses its dots, and a form's rules are read as lines of scraps.
        ("DT hjärna", "rm nn Vg Ne\n" * 9 + "- . a H\n" * 9 + "Undersokning Slatrontgen kna vanster"),
        ("DT hjärna", "Slatrontgen hoger handled"),
    ],
)
def test_another_part_of_the_body_speaks_against_a_case(own: str, report: str) -> None:
    """Though its reference stands there: a person looks."""
    found = about_another(own, report)
    assert (found.status, "wrong_region" in told(found)) == ("unsure", True)


@pytest.mark.parametrize(
    ("own", "report"),
    [
        ("DT hjärna", "CT head"),
        ("DT hjärna", "DT skalle"),
        ("DT hjärna", "DT halsrygg"),
        ("DT skalle", "CT brain"),
        ("CT abdomen", "DT buk"),
        ("DT urinvägar", "CT KUB"),
        ("Röntgen höft vänster", "Röntgen bäcken och vänster höft"),
        ("Lungröntgen", "Chest X-ray"),
        ("DT thorax", "DT lungartärer"),
        ("DT thorax", "CT abdomen and pelvis"),
        ("DT hjärna, halsrygg, thorax och buk", "DT buk"),
        ("DT hjärna", "DT trauma"),
        ("DT trauma", "DT buk"),
        ("DT hjärna", "DT halskärl och intrakraniella kärl"),
        ("DT buk", "DT aorta"),
        ("DT hjärna", "Till Lungmottagningen. DT enligt remiss"),
        ("DT hjärna", "DT, jämfört med DT buk 2024"),
        ("DT hjärna", "Ultraljud buk rekommenderas"),
        ("DT hj", "DT buk"),
    ],
)
def test_what_may_be_the_same_part_of_the_body_speaks_against_no_case(own: str, report: str) -> None:
    """Where referral or report doesn't say which, or an examination covers the two."""
    found = about_another(own, report)
    assert (found.status, "wrong_region" in told(found)) == ("matched", False)


@pytest.mark.parametrize(
    ("named", "modality", "parts"),
    [
        ("Röntgen höger handled", "XR", {"arm"}),
        ("X-ray hip", "XR", {"hip"}),
        ("Norra Länssjukhuset, Röntgen Sida 3 av 3", "", set[str]()),
        ("Ultraljud lever och gallvägar", "US", {"belly"}),
        ("MRI lumbar spine", "MR", {"lumbar", "spine"}),
        ("CT caput", "CT", {"head"}),
    ],
)
def test_an_examination_is_known_by_its_words(named: str, modality: str, parts: set[str]) -> None:
    """In Swedish, English and Latin."""
    assert examinations.modality(named) == ({modality} if modality else set())
    assert examinations.examined(named) == parts


def test_a_case_whose_number_stands_there_is_shown_first_however_much_contradicts() -> None:
    """A person must see whose number it is, and all that speaks against it."""
    case = replace(CASES[1], examination="MR knä", modality="MR", sex="man", birth_year=2001)
    cases = [case if one.case == case.case else one for one in CASES[:5]]
    number = case.accessions[0]
    (found,) = matched(page(f"{number}\nDT hjärna. Kvinna, 76 år gammal.{BODY}", second=number), cases=cases)
    assert (found.status, found.case) == ("unsure", case.case)
    assert {"wrong_region", "wrong_sex", "wrong_age"} <= told(found)


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("Pat: kvinna, 67 år", {67}),
        ("Patient man, 36 år Us DT hjärna", {36}),
        ("DT buk  81 år, kvinna  2026-11-25 17:17", {81}),
        ("57 är, Kvinna", {57}),
        ("Ålder: 61", {61}),
        ("84-årig man med fall", {84}),
        ("Acc SENAL0006550017 Exam CT head Age/sex 50M Study time", {50}),
        ("Patient female, 18y  Your ref", {18}),
        ("29f", {29}),
        ("M/54", {54}),
        ("Patient: 67 year old male", {67}),
        ("Patient i K. 20 år I", {20}),
        ("Patient K, 20 ar", {20}),
        ("SENAL0007314568 12 mm 2026-11-25 14:13 Sida 1 av 1 Avd 52, Kirurgi", set[int]()),
        ("Kvinna född 1966", set[int]()),
    ],
)
def test_an_age_is_read_as_readers_write_it(line: str, years: set[int]) -> None:
    """In words, in brief, before the sex and behind it; and nothing else is an age."""
    assert persons.ages(line) == years


def test_a_short_age_counts_in_the_heading_alone() -> None:
    """Further down it may be a size or a time."""
    body = "\n".join(["Fynd."] * 12 + ["Kateter 14F, kontroll om 2 years"])
    assert (persons.ages(body), persons.sexes(body)) == (set(), (False, False))
    for line in (
        "F. år 1976 (M). Löpnr 93281",
        "Pat: M-1976",
        "kön/ålder man/50",
        "Pas. 50 år gammel mann",
        "Pat 1976 M",
    ):
        assert persons.sexes(f"{line}\nOm pat har ont bör man bilda om.") == (True, False)
        assert persons.births(line) | {2026 - age for age in persons.ages(line)} == {1976}
    assert persons.sexes("Pnr 19610828-9965\nOm pat har ont bör man bilda om.") == (False, True)
    assert persons.sexes("Om pat har ont bör man bilda om.") == (False, False)
    assert persons.births("Reported 13 Mar 2026 05:27\nden 3 maj 1961 K") == set()
    assert persons.ages("FROM TREDJE SKIFTET 039055018 PAGE 2 0F 2") == set()
    assert persons.sexes("48F SENAL0007320411 MRI lumbar spine") == (False, True)


@pytest.mark.parametrize(
    "line",
    [
        "Enhet: Avd 53F", "Avd. 53/F", "Enhet: Akuten 53F", "DT hjärna, rum 3F, serie 12K", "Ward 12M", "Plan 3/M",
        "Svar till avd K 1998", "Kateter 14F",
    ],
)  # fmt: skip
def test_a_ward_a_room_and_a_series_are_nobody(line: str) -> None:
    """In the heading, where a number with a letter may be somebody's age and sex; a valid reference stays matched."""
    assert (persons.ages(line), persons.births(line), persons.sexes(line)) == (set(), set(), (False, False))
    case = replace(CASES[3], sex="man", birth_year=1950)
    text = f"Referens: {case.reference}\n{line}\nDT hjärna{BODY}"
    (found,) = matched(page(text), cases=[case if one.case == case.case else one for one in CASES])
    assert (found.status, found.case) == ("matched", case.case)


def test_the_number_of_a_ward_before_a_sex_is_no_age() -> None:
    """ "Avd 53, man": whoever lies there is a man, of any age."""
    assert (persons.ages("Avd 53, man"), persons.sexes("Avd 53, man")) == (set(), (True, False))


@pytest.mark.parametrize(
    ("sex", "man"),
    [
        ("man", True), ("M", True), ("Male", True), ("pojke", True), ("1", True), ("han", True),
        ("kvinna", False), ("K", False), ("F", False), ("female", False), ("flicka", False), ("2", False),
        ("okänt", None), ("Okänd", None), ("annat", None), ("unknown", None), ("other", None), ("0", None), ("9", None),
        ("", None), ("X", None), ("framgår ej", None), ("missing", None),
    ],
)  # fmt: skip
def test_a_cases_sex_that_tells_neither_is_neither(sex: str, man: bool | None) -> None:
    """What somebody typed for "unknown" was a woman's, and vetoed a valid reference."""
    assert persons.is_man(sex) is man
    case = replace(CASES[3], sex=sex)
    text = f"Referens: {case.reference}\nMan 76 år. DT hjärna{BODY}"
    (found,) = matched(page(text), cases=[case if one.case == case.case else one for one in CASES])
    assert ("wrong_sex" in told(found), "sex" in told(found)) == (man is False, man is True)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Kvinna född 1950", "age"),
        ("Kvinna fodd 1951", "age"),
        ("Patient born 1950", "age"),
        ("Kvinna f. 1980", "wrong_age"),
    ],
)
def test_a_year_of_birth_speaks_for_a_case_or_against_it(line: str, why: str) -> None:
    """As an age does."""
    (found,) = matched(page(f"{line}\nDT hjärna.{BODY}", mark=CASES[3].reference))
    assert why in told(found)
    assert found.status == ("matched" if why == "age" else "unsure")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Jämförs med tidigare undersökning {}.", "unsure"),
        ("Jfr {} från 2025, tillkommet fynd.", "unsure"),
        ("Granskad tillsammans med {}.", "unsure"),
        ("Compared with the previous examination\n{}", "unsure"),
        ("Ärende {}. Jämförelse saknas.", "matched"),
        ("Jämförelse: saknas\nÄrende {}", "matched"),
    ],
)
def test_the_number_of_an_earlier_examination_settles_nothing(line: str, status: str) -> None:
    """However well both readers see it: the report is compared with that one, and may be anybody's."""
    case = CASES[1]
    text = line.format(case.accessions[0])
    (found,) = matched(page(f"{text}\nDT hjärna.{BODY}", second=text), cases=CASES[:5])
    assert (found.status, found.case) == (status, case.case)


def test_a_readers_accent_hides_no_number() -> None:
    """The second reader gives a worn S a hook."""
    case = CASES[1]
    number = case.accessions[0]
    (found,) = matched(page(f"{number}\nDT hjärna.{BODY}", second=number.replace("S", "Ş")), cases=CASES[:5])
    assert (found.status, found.case) == ("matched", case.case)


@pytest.mark.parametrize(
    ("first", "second", "again", "status"),
    [
        ("SENAL0001867403", "SENAL0001857403", "SENAL0001857403", "matched"),
        ("SENAL00018-03", "SENAL0001857403", "SENAL0001357403\nSENAL0001857403", "matched"),
        ("SENAL0001867403", "SENAL0001857403", "SENAL0001867403", "unsure"),
        ("SENAL0001867403", "SENAL0001867403", "SENAL0001857403", "unsure"),
        ("SENAL0009994444 SENAL0001867403", "SENAL0001857403 SENAL0009994444", "SENAL0001857403", "unsure"),
        ("SENAL0001867403", "SENAL0001857403 SENAL0001867403", "SENAL0001857403", "unsure"),
    ],
)
def test_another_look_of_the_first_reader_may_agree_with_the_second(
    first: str, second: str, again: str, status: str
) -> None:
    """On the same exact open number, alone on the page; the first look's misreading of it is no other number."""
    (found,) = matched(page(f"{first}\nDT hjärna.{BODY}", second=second, again=again), cases=CASES[:5])
    assert found.status == status


def test_figures_of_an_accession_number_are_nobodys() -> None:
    """Ten figures that begin with a date, behind a RIS' letters read well or badly: 261104-8382 checks."""
    for letters in ("SENAL", "SENAT ", "SENAP "):
        assert (persons.births(f"Acc. {letters}2611048382"), persons.sexes(f"{letters}2611048382")) == (
            set(),
            (False, False),
        )
    for word in ("FÖDD", "KARIN", "SELMA"):
        assert persons.births(f"{word} 6108289965") == {1961, 2061}


def test_what_a_bad_line_makes_is_no_age_and_no_sex() -> None:
    """ "51/M" with a letter for the five, "30 mm" in the body, a rule read as capitals."""
    assert persons.ages("Sex/age S1/M") == set()
    assert persons.ages("\n".join(["Fynd."] * 13 + ["latt vidgning till 30 man."])) == set()
    assert persons.sexes("Främre luxation i vänster axelled utan fraktur.\nRERER IA HERRE") == (False, False)
    assert persons.sexes("UTAN FRAKTUR HOS DENNE HERRE") == (True, False)


def test_the_spine_is_one_with_its_parts() -> None:
    """ "MR ländrygg" answered by what is said of the spinal cord; a lung is no part of it."""
    assert examinations.overlap(frozenset({"lumbar"}), frozenset({"spine", "belly"}))
    assert not examinations.overlap(frozenset({"lumbar"}), frozenset({"thoracic"}))


def test_a_time_without_its_dots_is_no_number_of_the_cases_kind() -> None:
    """It has more digits than the case's number, or fewer letters before them."""
    number = CASES[0].accessions[0]
    for beside, status in (("2026113010401", "matched"), (f"5EH41{number[5:-2]}99", "unsure")):
        (found,) = matched(page(f"{number}\n{REPORT}", second=f"{number}\n{beside}"), cases=[CASES[0]])
        assert (found.status, "other_accession" in told(found)) == (status, status == "unsure")

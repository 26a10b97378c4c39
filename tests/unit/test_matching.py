"""No report reaches the wrong patient: what may match, what can't, and what a single thing against it does."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matches import CASES, NOW, REPORT, matched, other, page, told

from inbound.matching import Match, scoring
from inbound.report import PageKind
from ocr import codes


@pytest.mark.parametrize("how", ["symbol", "text", "both"])
def test_a_symbol_or_a_whole_reference_settles_it(how: str) -> None:
    """With nothing against it."""
    case = CASES[11]
    text = REPORT if how == "symbol" else f"Referens {case.reference}\n{REPORT}"
    (found,) = matched(page(text, mark="" if how == "text" else case.reference))
    assert (found.status, found.case) == ("matched", case.case)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"birth_year": 2001}, "wrong_age"),
        ({"sex": "man"}, "wrong_sex"),
        ({"state": "answered"}, "already_answered"),
        ({"answered_at": NOW}, "already_answered"),
        ({"state": "answered_digitally"}, "closed"),
        ({"state": "ready"}, "not_sent"),
        ({"modality": "MR", "examination": "MR knä"}, "wrong_modality"),
        ({"side": "vänster"}, "wrong_side"),
    ],
)
def test_one_contradiction_leaves_it_to_a_person(change: dict[str, object], why: str) -> None:
    """However clean the symbol: the case stands first, unsure, with the reason."""
    case = replace(CASES[4], **change)
    text = f"DT höger handled\n76-årig kvinna. {REPORT}"
    cases = [case if one.case == case.case else one for one in CASES]
    (found,) = matched(page(text, mark=case.reference), cases=cases)
    assert (found.status, found.ranked[0].case) == ("unsure", case.case)
    assert why in told(found)


def test_a_number_of_one_reader_is_never_enough_and_of_two_is() -> None:
    """Exact and open: unsure by one, matched by two independent ones."""
    case, text = CASES[1], f"Accessionsnummer {CASES[1].accessions[0]}\n{REPORT}"
    (one,) = matched(page(text), cases=CASES[:5])
    (two,) = matched(page(text, second=f"Accessionsnummer {case.accessions[0]}"), cases=CASES[:5])
    assert (one.status, one.case) == ("unsure", case.case)
    assert (two.status, two.case) == ("matched", case.case)


@pytest.mark.parametrize(
    ("line", "vetoed"),
    [
        ("Undersökning: MR hjärna", True),
        ("MR hjärna utan kontrast", True),
        ("Infarkt kan misstänkas, MR hjärna föreslås.", False),
        ("MR hjärna rekommenderas.", False),
    ],
)
def test_another_modality_speaks_against_a_case_only_where_it_names_the_examination(line: str, vetoed: bool) -> None:
    """One that is proposed, or an earlier one, does not."""
    case = CASES[2]
    (found,) = matched(page(f"{line}\nIngen blödning, ingen infarkt.", mark=case.reference))
    assert ("wrong_modality" in told(found)) == vetoed
    assert found.status == ("unsure" if vetoed else "matched")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, "unsure"),
        ({"examination": "DT thorax"}, "matched"),
        ({"birth_year": 1990}, "matched"),
        ({"accessions": ("SENAL0001857487",)}, "matched"),
    ],
)
def test_a_number_that_may_be_anothers_misread_needs_a_report_that_fits(change: dict[str, object], status: str) -> None:
    """Two readers are now and then deceived alike: 3 is seen for 5, and the other case is as likely by its report."""
    case = replace(CASES[0], accessions=("SENAL0001857483",))
    twin = replace(CASES[1], **({"accessions": ("SENAL0001857485",)} | change))
    number = case.accessions[0]
    (found,) = matched(page(f"{number}\n{REPORT} Patienten är 76 år, kvinna.", second=number), cases=[case, twin])
    assert (found.status, found.case) == (status, case.case)
    assert ("accession_alike" in told(found)) == (status == "unsure")


def test_a_number_on_two_pages_that_both_readers_saw_alike_on_each_is_no_others() -> None:
    """No one worn digit deceived them on both; on the first page alone it may have."""
    case = replace(CASES[0], accessions=("SENAL0001857483",))
    twin = replace(CASES[1], accessions=("SENAL0001857485",))
    number = case.accessions[0]
    one = replace(page(f"{number}\n{REPORT}", second=number), part=(1, 2))
    two = replace(page(f"{number}\nDessutom ett äldre hygrom. Signe Prov", second=number, number=2), part=(2, 2))
    copied = replace(page(f"{number}\n{REPORT}", second=number, number=2), part=(2, 2))
    for second, status in ((two, "matched"), (replace(two, second=""), "unsure"), (copied, "unsure")):
        (found,) = matched(one, second, cases=[case, twin])
        assert found.status == status


def test_the_side_alone_tells_no_two_examinations_apart() -> None:
    """ "Vänster" stands in the name of many: a knee's number one digit off was as likely as the ankle's."""
    ankle = replace(CASES[0], examination="Röntgen fotled vänster", modality="XR", side="left")
    case = replace(ankle, accessions=("SENAL0001857483",))
    twin = replace(CASES[1], examination="MR knä vänster", modality="MR", side="left", accessions=("SENAL0001857485",))
    number = case.accessions[0]
    (found,) = matched(page(f"{number}\nFotled vänster: ingen fraktur.", second=number), cases=[case, twin])
    assert (found.status, found.case) == ("matched", case.case)


@pytest.mark.parametrize(
    ("said", "twin", "status"),
    [
        ("Kvinna, 76 år.", {}, "matched"),
        ("Kvinna.", {}, "unsure"),
        ("76 år.", {}, "unsure"),
        ("Man, 76 år.", {}, "unsure"),
        ("Kvinna, 76 år.", {"birth_year": 1950, "sex": "kvinna"}, "unsure"),
        ("Kvinna, 76 år. SENAL0001857999.", {}, "unsure"),
    ],
)
def test_a_number_of_one_reader_is_enough_for_the_one_patient_that_the_page_describes(
    said: str, twin: dict[str, object], status: str
) -> None:
    """By examination, age and sex, all three; not where another open case is described so, or a number contradicts."""
    case = replace(CASES[0], birth_year=1950, sex="kvinna")
    others = [replace(one, birth_year=1984, sex="man") for one in CASES[1:]]
    others[0] = replace(others[0], **twin)
    (found,) = matched(page(f"{case.accessions[0]}\n{REPORT} {said}"), cases=[case, *others])
    assert (found.status, found.case) == (status, case.case)


def test_the_name_of_a_report_is_no_way_of_imaging() -> None:
    """ "RTG-UTL" over a report of magnetic resonance says that radiologists wrote it."""
    case = replace(CASES[2], examination="MR hjärna", modality="MR")
    for heading, vetoed in (("RTG-UTL", False), ("Skelettrtg", True)):
        (found,) = matched(page(f"{heading}\nHjärna: ingen blödning.", mark=case.reference), cases=[case])
        assert ("wrong_modality" in told(found)) == vetoed


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("SENAL0001857460", "SENAL0001857463"),
        ("SENAL0001857460", "SENAL0001857461"),
        ("SENAL0001857460 SENAL0001857461", "SENAL0001857460"),
        ("SENAL0001857460 jämfört med SENAL0001857463", "SENAL0001857460 SENAL0001857463"),
        ("", "SENAL0001857460"),
        ("SENAL0001857460", ""),
        ("SENAL00018574600", "SENAL00018574600"),
        ("XSENAL0001857460", "XSENAL0001857460"),
    ],
)
def test_readers_that_differ_or_see_two_numbers_leave_it_to_a_person(first: str, second: str) -> None:
    """Nothing but the same exact open number, seen alone by both, may match."""
    (found,) = matched(page(f"{first}\n{REPORT}", second=second))[:1]
    assert found.status != "matched"


def test_a_number_beside_another_reference_is_no_match() -> None:
    """Both readers agree on an open number, but the page names a case that is not open, or one that is another's."""
    text = f"Referens {other('NAL')}\nSENAL0001857460\n{REPORT}"
    (unknown,) = matched(page(text, second="SENAL0001857460"))
    (foreign,) = matched(page(f"Referens {CASES[3].reference}\nSENAL0001857460\n{REPORT}", second="SENAL0001857460"))
    assert "matched" not in (unknown.status, foreign.status)


def test_a_number_that_no_case_has_is_never_bent_to_one_that_has() -> None:
    """One digit off an open number, seen by both readers."""
    (found,) = matched(page(f"SENAL0001857461\n{REPORT}", second="SENAL0001857461"))
    assert found.status != "matched"


def test_the_rest_of_a_report_that_came_in_part_ranks_its_case_first() -> None:
    """Page 2 of 2 that names nobody: unsure, and never more; page 3 of 3 continues nothing."""
    waiting = replace(CASES[7], awaits=frozenset({(2, 2)}))
    cases = [waiting if one.case == waiting.case else one for one in CASES]
    (second,) = matched(replace(page("Övriga fynd saknas. Signerat."), part=(2, 2)), cases=cases)
    assert (second.status, second.case) == ("unsure", waiting.case)
    assert "continues" in told(second)
    (third,) = matched(replace(page("Övriga fynd saknas. Signerat."), part=(3, 3)), cases=cases)
    assert third.status == "unmatched"


def test_time_and_unit_rank_and_never_decide() -> None:
    """Of two cases alike, the one sent tonight by the unit that is named comes first; both stay unsure."""
    old, new = (replace(case, unit=unit) for case, unit in ((CASES[0], "Ortopeden"), (CASES[1], "Medicinkliniken")))
    old, new = replace(old, sent_at=NOW - timedelta(days=9)), replace(new, sent_at=NOW - timedelta(hours=2))
    (found,) = matched(page(f"Till Medicinkliniken\n{REPORT}"), cases=[old, new])
    assert (found.status, found.case) == ("unsure", new.case)
    assert {"unit", "recent"} <= told(found)
    assert "long_ago" in {seen.code for seen in found.ranked[1].evidence}


def test_pages_of_two_cases_are_two_proposals() -> None:
    """Split where the next case begins; a page between them that names none is a reason for a person."""
    one, two = CASES[1], CASES[2]
    sheets = page(mark=one.reference), page(number=2), page(number=3, mark=two.reference)
    first, second = matched(*sheets)
    assert (first.pages, first.status, first.case) == ((1, 2), "unsure", one.case)
    assert (second.pages, second.status, second.case) == ((3,), "matched", two.case)
    assert "page_without_reference" in told(first)


def test_a_page_that_could_not_be_read_leaves_it_to_a_person() -> None:
    """It may be anybody's."""
    case = CASES[8]
    unread = replace(page("", number=2, kind=PageKind.UNKNOWN), unread="timeout")
    (found,) = matched(page(mark=case.reference), unread)
    assert found.status == "unsure"
    assert "page_unread" in told(found)


def test_a_reference_of_another_site_is_misdirected() -> None:
    """No case of ours, whatever else fits."""
    (found,) = matched(page(f"Referens {other('SAS')}\n{REPORT}", mark=other("SAS")))
    assert (found.status, found.case, found.misdirected) == ("unmatched", "", True)


def test_another_sites_reference_is_seen_wherever_it_stands() -> None:
    """Without our label, and though examination, age and sex fit cases of ours by accident: not ours."""
    (found,) = matched(page(f"Avser: {other('SAS')}\n{REPORT} Kvinna, 76 år gammal."))
    assert (found.status, found.case, found.misdirected) == ("unmatched", "", True)
    (misread,) = matched(page(f"Avser: {CASES[5].reference.replace('NAL', 'NAE')}\n{REPORT}"))
    assert (misread.status, misread.case) == ("matched", CASES[5].case)


NOISE = f"NAL-{scoring.bare(CASES[40].reference)[:4]}-XXXX"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"Jämfört med {other('SAS')}", "other_reference"),
        (f"Jämfört med {other('NAL')}", "other_reference"),
        (f"Jämfört med {CASES[40].reference}", "other_reference"),
        (f"Jämfört med {NOISE}", "other_reference"),
        (f"Jämfört med {CASES[40].accessions[0]}", "other_accession"),
    ],
)
@pytest.mark.parametrize("own", ["reference", "number", "both"])
def test_anothers_reference_or_number_beside_its_own_leaves_it_to_a_person(own: str, line: str, why: str) -> None:
    """Of another site, of no open case, of an open one, or worn: its own case stands first, with the reason."""
    case = CASES[20]
    number = case.accessions[0] if own != "reference" else ""
    head = f"{number}\n" + (f"Referens {case.reference}\n" if own != "number" else "")
    (found,) = matched(page(f"{head}{REPORT}\n{line}", second=number))
    assert (found.status, found.misdirected) == ("unsure", False)
    ranked = {one.case: {seen.code for seen in one.evidence} for one in found.ranked}
    assert why in ranked[case.case]
    if CASES[40].reference not in line or own == "both":
        assert found.case == case.case


def test_a_word_in_capitals_behind_the_hospitals_name_is_no_reference() -> None:
    """All its letters may be a reference's; it is not written as one."""
    number = CASES[1].accessions[0]
    (found,) = matched(page(f"{number}\nNÄL, ORTOPEDEN\n{REPORT}", second=number), cases=CASES[:5])
    assert (found.status, found.case) == ("matched", CASES[1].case)


def test_a_number_that_is_not_open_ranks_cases_without_one() -> None:
    """Unsure at most, and never a case chosen."""
    (found,) = matched(page(f"SENAL0009999999\n{REPORT}", second="SENAL0009999999"))
    assert found.status in ("unsure", "unmatched")


SHAPES = {"H": "N", "N": "H", "M": "N", "K": "X", "X": "K", "P": "R", "R": "P", "D": "P", "U": "Y", "Y": "U", "C": "E",
          "E": "C", "A": "R", "S": "T", "T": "Y"}  # fmt: skip


def worn(reference: str, place: int) -> str:
    """The reference with the letter at `place` read as another of its shape."""
    letters = scoring.bare(reference)
    letters = letters[:place] + SHAPES[letters[place]] + letters[place + 1 :]
    return f"{reference[:3]}-{letters[:4]}-{letters[4:]}"


@pytest.mark.parametrize(("first", "second", "status"), [(1, 6, "matched"), (1, 1, "unsure"), (1, 2, "unsure")])
def test_a_letter_worn_for_one_reader_and_not_for_the_other_still_means_its_case(
    first: int, second: int, status: str
) -> None:
    """Each reader has another letter wrong: that case. The same, or the next to it, may have been written so."""
    case = next(one for one in CASES if "Z" not in one.reference[4:])
    one, other = (f"Referens {worn(case.reference, place)}" for place in (first, second))
    (found,) = matched(page(f"{one}\n{REPORT}", second=other))
    assert (found.status, found.case) == (status, case.case)
    assert ("reference_scored" in told(found)) == (status == "matched")


@pytest.mark.parametrize("readers", [1, 2])
def test_a_reference_written_one_letter_off_is_a_persons_matter(readers: int) -> None:
    """Whatever letter it is: a clean reading that fails its check letters ranks its case first, and settles nothing."""
    case = CASES[17]
    for letter in set(codes.ALPHABET) - {case.reference[6]}:
        line = f"Referens {case.reference[:6]}{letter}{case.reference[7:]}"
        (found,) = matched(page(f"{line}\n{REPORT}", second=line if readers == 2 else ""))
        assert (found.status, found.case) == ("unsure", case.case)
        assert "reference_near" in told(found)


NEAR = replace(CASES[17], examination="DT halsrygg", birth_year=1976, sex="man")
OFF = f"Referens {NEAR.reference[:6]}{'A' if NEAR.reference[6] != 'A' else 'C'}{NEAR.reference[7:]}"
TOLD = "DT halsrygg\nMan 50 år\nIngen fraktur. Inga expansiva förändringar. Bedömning: normala fynd."


def near(*sheets: str, **change: Any) -> Match:
    """What is proposed for pages of NEAR's with its reference a letter off; `change`: another open case is so."""
    cases = [NEAR if one.case == NEAR.case else one for one in CASES]
    cases[3] = replace(cases[3], **change)
    (found,) = matched(*(page(text, number=number, second=text) for number, text in enumerate(sheets, 1)), cases=cases)
    return found


def test_a_reference_a_letter_off_settles_what_the_page_describes_whole() -> None:
    """Examination, age and sex of that case and of no other that is open."""
    found = near(f"{OFF}\n{TOLD}")
    assert (found.status, found.case) == ("matched", NEAR.case)
    assert "reference_near" in told(found)


@pytest.mark.parametrize(
    "sheets",
    [
        [f"{OFF}\n{TOLD.replace(' 50 år', '')}"],
        [f"{OFF}\n{TOLD.replace('Man ', '')}"],
        [f"{OFF}\n{TOLD.replace('DT halsrygg', 'Svar')}"],
        [f"{OFF}\n{TOLD.replace('50', '53')}"],
        [f"{OFF}\n{TOLD}", TOLD],
        [f"{OFF}\n{TOLD}\nJämfört med {other('SAS')}"],
        [f"{OFF}\n{TOLD}\nJämfört med {other('NAL')}"],
        [f"{OFF}\n{TOLD}\nÄrende {CASES[40].accessions[0]}"],
        [f"{OFF}\n{TOLD}\nÄrende SENAL0009914263"],
    ],
)
def test_a_reference_a_letter_off_is_a_persons_matter_where_anything_is_in_doubt(sheets: list[str]) -> None:
    """Age, sex or examination untold; a page that names nobody; another's reference or number beside it."""
    assert near(*sheets).status != "matched"


def test_a_reference_a_letter_off_settles_nothing_where_another_open_case_is_alike() -> None:
    """By examination, age and sex: nothing but the misread letters would tell the two apart."""
    assert near(f"{OFF}\n{TOLD}", examination="DT halsrygg", birth_year=1976, sex="man").status == "unsure"
    assert near(f"{OFF}\n{TOLD}", examination="DT halsrygg", birth_year=1976, sex="kvinna").status == "matched"


def test_two_letters_wrong_are_a_persons_matter() -> None:
    """They rank the case; they don't settle it."""
    case = CASES[30]
    letters = scoring.bare(case.reference)
    worn = "".join("A" if sign != "A" and at in (1, 5) else sign for at, sign in enumerate(letters))
    (found,) = matched(page(f"Referens NAL-{worn[:4]}-{worn[4:]}\n{REPORT}"))
    assert found.status != "matched"


@given(st.integers(0, 2**32), st.sampled_from([10, 50, 200]))
@settings(max_examples=150, deadline=None)
def test_a_misread_reference_of_a_case_that_is_not_open_matches_nobody(seed: int, count: int) -> None:
    """Letters changed, lost and added by chance: scored against open cases that don't hold it, it is nobody's."""
    chance = random.Random(seed)
    known = [str(codes.draw(chance.choice, "NAL")) for _ in range(count)]
    unknown = str(codes.draw(chance.choice, "NAL"))
    assume(unknown not in known)  # of two hundred, now and then one is drawn twice
    letters = list(scoring.bare(unknown))
    for _ in range(chance.randint(0, 3)):
        letters[chance.randrange(len(letters))] = chance.choice((*codes.ALPHABET, "", "AB"))
    text = f"Referens NAL-{''.join(letters)}\n"
    for seen in codes.sightings(text, ["NAL"]):
        assert scoring.owner(seen, known) == ""


def test_no_pages_and_no_cases_are_no_match() -> None:
    """One proposal all the same: every fax is an item."""
    (nothing,) = matched()
    (nobody,) = matched(page(), cases=[])
    assert (nothing.status, nobody.status) == ("unmatched", "unmatched")

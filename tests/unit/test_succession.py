"""Which pages of a fax belong to the case that the page before them names, and which may be another's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matches import CASES, REPORT, matched, other, page


def test_a_second_page_that_counts_on_belongs_to_the_first() -> None:
    """ "Page 2 of 2" after "page 1 of 2" needs no reference of its own, by symbol and by number alike."""
    case = CASES[8]
    first = replace(page(f"{case.accessions[0]}\n{REPORT}", second=case.accessions[0]), part=(1, 2))
    follows = replace(page(number=2), part=(2, 2))
    (whole,) = matched(first, follows)
    (loose,) = matched(first, page(number=2))
    assert (whole.status, loose.status) == ("matched", "unsure")


KNEE = replace(CASES[7], examination="Röntgen knä höger", modality="XR", side="höger")
HEAD = "Fjärrbild Natt Röntgen knä höger 2026-11-25"


@pytest.mark.parametrize(
    ("text", "change", "status"),
    [
        (f"{HEAD}\nIngen fraktur.\nSignerat: Per Alm", {}, "matched"),
        (f"{HEAD}\nIngen fraktur. Sid 2/2", {"part": (2, 2)}, "matched"),
        (f"{HEAD.replace('knä höger', 'knähöger')}\nIngen fraktur.", {}, "matched"),
        (f"{HEAD}\nIngen fraktur. Sid 3/3", {"part": (3, 3)}, "unsure"),
        (f"{HEAD.replace('höger', 'vänster')}\nIngen fraktur.", {}, "unsure"),
        (f"{HEAD.replace('knä', 'armbåge')}\nIngen fraktur.", {}, "unsure"),
        ("Bedömning\nIngen fraktur i höger knä.", {}, "unsure"),
        (f"{HEAD}\nPatient: man\nIngen fraktur.", {}, "unsure"),
        (f"{HEAD}\nReferens NAL-XXXX\nIngen fraktur.", {}, "unsure"),
        (f"{HEAD}\nSENAL0009999999\nIngen fraktur.", {}, "unsure"),
        (f"{HEAD}\nKvinna, 20 år gammal. Ingen fraktur.", {}, "unsure"),
    ],
)
def test_a_page_headed_by_the_same_examination_goes_on_with_an_unfinished_one(
    text: str, change: dict[str, object], status: str
) -> None:
    """The only case of the fax, nothing on the page begins or contradicts, and its number, if it has one, fits."""
    case = replace(KNEE, birth_year=1950)
    first = replace(page(f"Referens {case.reference}\nRöntgen knä höger\nHydrops."), ending="open")
    second = replace(page(text, number=2), ending="closed", **change)
    cases = [case if one.case == case.case else one for one in CASES]
    (found,) = matched(first, second, cases=cases)
    assert found.status == status
    (closed,) = matched(replace(first, ending="closed"), second, cases=cases)
    assert closed.status == "unsure"
    (ended,) = matched(replace(first, ended=True), second, cases=cases)
    assert ended.status == "unsure"


def test_a_head_that_names_another_open_cases_examination_too_needs_a_page_number() -> None:
    """The page may be that other's; and beside a page of another case nothing but both numbers ties it."""
    twin = replace(KNEE, case="twin", reference=other("NAL"), accessions=())
    first = replace(page(f"Referens {KNEE.reference}\nRöntgen knä höger\nHydrops."), ending="open")
    loose = replace(page(f"{HEAD}\nIngen fraktur.", number=2), ending="closed")
    numbered = replace(loose, part=(2, 2))
    cases = [KNEE if one.case == KNEE.case else one for one in CASES]
    (free,), (held,), (told_so,) = (
        matched(first, second, cases=[*cases, *more])
        for second, more in ((loose, []), (loose, [twin]), (numbered, [twin]))
    )
    assert [one.status for one in (free, held, told_so)] == ["matched", "unsure", "matched"]
    stacked = matched(first, loose, page(f"Referens {CASES[20].reference}\n{REPORT}", number=3), cases=cases)
    assert [one.status for one in stacked] == ["unsure", "matched"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Ingen blödning.", "matched"),
        ("Page:2\nIngen blödning.", "matched"),
        ("Hydrops i knäleden.", "matched"),
        ("Kvinna, 20 år.", "unsure"),
        ("Levern är förstorad, gallblåsan utan sten.", "unsure"),
        ("Leversteatos, ingen gallsten.\nLeg läk Per Alm", "unsure"),
        ("Fjärrbild Natt DT buk 2026-11-25\nIngen fri gas.", "unsure"),
    ],
)
def test_a_numbered_page_that_tells_of_somebody_else_is_no_next_page(said: str, status: str) -> None:
    """Page 2 of 2 after page 1 of 2, and yet a person's matter: sheets of two stacks may lie swapped."""
    case = replace(KNEE, birth_year=1950)
    cases = [replace(CASES[9], examination="DT buk"), case]
    first = replace(page(f"Referens {case.reference}\nRöntgen knä höger\nIngen fraktur."), part=(1, 2))
    (found,) = matched(first, replace(page(said, number=2, second=said), part=(2, 2)), cases=cases)
    assert found.status == status


def test_in_a_stack_of_reports_a_numbered_page_must_speak_of_what_was_examined() -> None:
    """Two reports of two pages each: the second of one may have come behind the first of the other."""
    case, cases = replace(KNEE), [CASES[9], KNEE]
    first = replace(page(f"Referens {case.reference}\nRöntgen knä höger\nIngen fraktur."), part=(1, 2))
    last = page(f"Referens {CASES[9].reference}\n{REPORT}", number=3)
    for said, status in (("Ingen blödning.", "unsure"), ("Hydrops i knäleden.", "matched")):
        found = matched(first, replace(page(said, number=2), part=(2, 2)), last, cases=cases)
        assert [one.status for one in found] == [status, "matched"]


AMID = "Utlåtande\nKnäleden är svullen. Gamla, läkta skador kan anas på enstaka"
ON = "ställen men har ingen koppling till besvären.\nHydrops i höger knä.\nMed vänlig hälsning\nSigne Prov"


@pytest.mark.parametrize(
    ("first", "text", "status"),
    [
        (AMID, ON, "matched"),
        (f"{AMID} .", ON, "matched"),
        (f"{AMID}\n2026-11-25 21:30", ON, "matched"),
        (f"{AMID} ställen.", ON, "unsure"),
        (f"{AMID}\nBedömning", ON, "unsure"),
        (AMID, ON.capitalize(), "unsure"),
        (AMID, ON.replace("höger", "vänster"), "unsure"),
        (AMID, ON.replace("Hydrops i höger knä", "Inget nytt"), "unsure"),
        (AMID, ON.replace("Hydrops i höger knä", "Levern förstorad"), "unsure"),
        (AMID, f"Patient: man född 1950\n{ON}", "unsure"),
        (AMID, f"{ON}\nSENAL0009999999", "unsure"),
        (f"{AMID}\nSida 1", ON, "unsure"),
        (f"{AMID}\nSida 1", f"Sida 3\n{ON}", "unsure"),
        (f"{AMID}\nSida 1", f"Sida 2\n{ON}", "matched"),
        (f"{AMID} ställen.\nSida 1", "Sida 2\nHos beställaren.\nHydrops i höger knä.", "matched"),
        (f"{AMID} ställen.\nSida 1", "Sida 2\nIngen fraktur.", "unsure"),
        (f"Sida -1-\n{AMID} ställen.", "A\nB\nC\nSida -2-\nHos beställaren.\nHydrops i höger knä.", "matched"),
    ],
)
def test_a_page_that_goes_on_amid_a_sentence_or_counts_on_and_tells_of_the_same_is_the_next(
    first: str, text: str, status: str
) -> None:
    """Both pages numbered, or neither; the part of the body and its side are told on what follows."""
    case = replace(KNEE, birth_year=1950)
    cases = [case if one.case == case.case else one for one in CASES]
    begun = replace(page(f"Referens {case.reference}\nRöntgen knä höger\n{first}"), ending="open")
    (found,) = matched(begun, replace(page(text, number=2), ending="closed"), cases=cases)
    assert found.status == status
    (ended,) = matched(replace(begun, ending="closed"), replace(page(text, number=2), ending="closed"), cases=cases)
    assert ended.status == "unsure"


@pytest.mark.parametrize(
    ("foot", "status"), [("forts.", "matched"), ("V.g. vänd", "matched"), ("Nästa patient", "unsure")]
)
def test_a_page_that_says_so_goes_on_overleaf(foot: str, status: str) -> None:
    """The next one, if it tells of the same part of the body."""
    first = replace(page(f"Referens {KNEE.reference}\nRöntgen knä höger\nHydrops.\n{foot}"), ending="open")
    second = replace(page("Smal ledspringa i höger knä.\nPer Alm", number=2), ending="closed")
    (found,) = matched(first, second, cases=[KNEE])
    assert found.status == status
    (other_side,) = matched(first, replace(second, whole="Smal ledspringa i vänster knä."), cases=[KNEE])
    assert other_side.status == "unsure"


def test_a_page_between_two_numbers_has_the_one_between() -> None:
    """ "Blad 1", a page whose number is lost, "Blad 3"."""
    first = replace(page(f"Referens {KNEE.reference}\nRöntgen knä höger\nHydrops.\nBlad 1"), ending="footed")
    lost = replace(page("Blad\nSmal ledspringa i höger knä.", number=2), ending="open")
    last = replace(page("Blad 3\nHydrops i höger knä.\nPer Alm", number=3), ending="closed")
    assert [one.status for one in matched(first, lost, last, cases=[KNEE])] == ["matched"]
    assert [one.status for one in matched(first, lost, cases=[KNEE])] == ["unsure"]


@pytest.mark.parametrize(
    ("head", "said", "status"),
    [
        ("DE ocbita hoger", "Golvet är brutet, fett buktar ned.", "unsure"),
        ("Fjärrbild Natt", "Orbitagolvsfraktur höger sida.", "unsure"),
        ("DT halstygg", "Ingen fraktur.", "matched"),
        ("Fjärrbild Natt", "Ingen fraktur i halskotorna.", "matched"),
        ("Fjärrbild Natt", "Ingen fraktur.", "matched"),
    ],
)
def test_a_counted_page_of_another_part_is_anothers_however_worn_its_head(head: str, said: str, status: str) -> None:
    """Two sheets lie swapped, each counted "2 of 2"; neck and face are often examined together."""
    neck = replace(CASES[9], examination="DT halsrygg", accessions=())
    eye = replace(CASES[10], examination="DT orbita höger", side="höger", accessions=())
    first = replace(page(f"Referens {neck.reference}\nDT halsrygg\nIngen luxation."), part=(1, 2), ending="footed")
    second = replace(page(f"{head}\n{said}\nPer Alm", number=2), part=(2, 2), ending="closed")
    (found,) = matched(first, second, cases=[neck, eye])
    assert found.status == status


def test_beside_another_case_a_page_that_goes_on_amid_a_sentence_is_nobodys() -> None:
    """The sheets of two reports may lie swapped; a total on one of the pages alone counts nothing on."""
    begun = replace(page(f"Referens {KNEE.reference}\nRöntgen knä höger\n{AMID}"), ending="open")
    last = page(f"Referens {CASES[20].reference}\n{REPORT}", number=3)
    cases = [KNEE if one.case == KNEE.case else one for one in CASES]
    stacked = matched(begun, replace(page(ON, number=2), ending="closed"), last, cases=cases)
    assert [one.status for one in stacked] == ["unsure", "matched"]
    counted = replace(begun, part=(1, 3), whole=f"{begun.whole}\nSida 1 (3)")
    (found,) = matched(counted, replace(page(f"Sida 2\n{ON}", number=2), ending="closed"), cases=cases)
    assert found.status == "unsure"


@pytest.mark.parametrize(
    ("foot", "head", "status"),
    [
        ("1 av 2", "- 2 av 2 -", "matched"),
        (f"Us.ID {KNEE.accessions[0]} 1av 2", f"{'Fjärrbild Natt'} 2 (2)", "matched"),
        ("1 av 2", "3 av 3", "unsure"),
        ("1 av 2", "Brott 2 av 2 utan läkning.", "unsure"),
        ("Svar 2026-11-25 kl 03.44", "", "matched"),
        ("Svar 2026-11-25 03:45", "", "unsure"),
    ],
)
def test_pages_that_count_themselves_or_are_signed_at_the_same_minute_follow_each_other(
    foot: str, head: str, status: str
) -> None:
    """Numbers without a word for pages count where both bear one; a report is signed at one minute."""
    first = replace(page(f"Referens {KNEE.reference}\nRöntgen knä höger\nHydrops.\n{foot}"), ending="open")
    second = page(f"{head}\nÖvriga leder reta.\nHydrops i höger knä.\nML 2026-11-25 03:44", number=2)
    cases = [KNEE if one.case == KNEE.case else one for one in CASES]
    (found,) = matched(first, replace(second, ending="closed"), cases=cases)
    assert found.status == status


def test_a_sentence_goes_on_below_a_running_head() -> None:
    """The company and the examination stand over both pages, and between the two halves of the sentence."""
    head = "Fjärrbild Natt AB\nRöntgen knä höger"
    first = page(f"{head}\nReferens {KNEE.reference}\nGamla, läkta skador kan anas på enstaka")
    second = page(f"{head}\nställen men har ingen koppling till besvären.\nHydrops i höger knä.", number=2)
    twin = replace(KNEE, case="twin", reference=other("NAL"), accessions=())
    cases = [*(KNEE if one.case == KNEE.case else one for one in CASES), twin]
    (found,) = matched(replace(first, ending="open"), replace(second, ending="closed"), cases=cases)
    assert found.status == "matched"


@pytest.mark.parametrize(
    ("said", "counted", "status"),
    [
        ("Kvinna, 76 år.", "2 av 2", "matched"),
        ("Kvinna, 76 år.", "", "unsure"),
        ("Kvinna.", "2 av 2", "unsure"),
        ("Man, 76 år.", "2 av 2", "unsure"),
    ],
)
def test_a_first_page_whose_number_is_lost_is_told_by_the_second(said: str, counted: str, status: str) -> None:
    """The second bears the number and counts itself; the first is headed by the examination and tells the patient."""
    case = replace(KNEE, birth_year=1950, sex="kvinna")
    first = replace(page(f"{HEAD}\n{said} Hydrops."), ending="open")
    second = replace(
        page(f"Referens {case.reference} {counted}\nIngen fraktur i höger knä.", number=2), ending="closed"
    )
    cases = [case if one.case == case.case else one for one in CASES]
    (found,) = matched(first, second, cases=cases)
    assert found.status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("- 2 -\nIngen fraktur i höger knä.\nSkelettet: inga destruktioner.", "matched"),
        ("Ingen fraktur i höger knä. Vänster knä som jämförelse.\n2 -", "matched"),
        ("RÖNTGENSVAR NATTLÄSNING VÄST - 2 -\nIngen fraktur i höger knä.", "matched"),
        ("Ingen fraktur i höger knä. Bredd 8 - 2 mm.", "unsure"),
        ("- 3 -\nIngen fraktur i höger knä.", "unsure"),
        ("- 2 -\nIngen fraktur i vänster knä.", "unsure"),
        ("- 2 -\nIngen fraktur i höger armbåge.", "unsure"),
        ("2\nIngen fraktur i höger knä.", "unsure"),
    ],
)
def test_a_page_counts_on_from_a_first_one_without_a_number(text: str, status: str) -> None:
    """Strokes make a number a page's; the page speaks of what was examined, on its side, whatever else it speaks of."""
    first = replace(page(f"Referens {KNEE.reference}\nRöntgen knä höger\nHydrops i leden."), ending="unsure")
    second = replace(page(text, number=2), ending="closed")
    (found,) = matched(first, second, cases=[KNEE if one.case == KNEE.case else one for one in CASES])
    assert found.status == status

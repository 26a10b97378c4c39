"""Whether a report on the reader's own paper came whole: by what stands under it, and by how its pages follow."""

from __future__ import annotations

from dataclasses import replace

import paper as sheets
import pytest
from PIL import Image, ImageDraw

from inbound import report
from inbound.report import PageKind, closing, ending, sequence, wording
from ocr import pages
from ocr.text import Box, Word
from service.demo import paper

CLEAN = paper.Wear(196, 0.1, 0.0005, 0, 2.0)
BODY = ("Undersökning: DT hjärna", "Utlåtande:", "Ingen blödning påvisas.", "Ventriklarna är normalvida och")
SIGNED = (*BODY, "medellinjen rak.", "Bedömning: Ingen fraktur.", "Maja Wikner, överläkare")


def spoken(lines: tuple[str, ...], confidence: float) -> list[Word]:
    """Lines under each other, as a reader that is so sure saw them."""
    return [
        Word(word, Box(100 + 200 * column, 100 * row, 180, 40), confidence, row)
        for row, line in enumerate(lines)
        for column, word in enumerate(line.split())
    ]


@pytest.mark.parametrize("foot", ["Sida 1 av 1", "Sekretess enligt OSL", "Utskrivet 2026-11-20 03:15"])
def test_what_stands_at_every_foot_hides_no_signature(foot: str) -> None:
    """A page's number lies under the name, and is no sentence of the report."""
    assert closing.state("\n".join((*BODY, "Dr Granskare", foot))) == "closed"
    assert closing.state("\n".join((*BODY, foot))) == "footed"


@pytest.mark.parametrize(
    "line",
    [
        "Läst och godkänt av Gurhild",
        "DIKUERAT AV: RAGNVALD EKOT FEN",
        "USvärande läkar Autrid Pjalltnd",
        "jMaja Wikner, spec.läk.",
        "SLUT en es",
        "Dr Maja Prov, leg. läk., legitimationskod finns hos kontoret",
        "Vid tjänsten\nMaja Prov",
    ],
)
def test_a_signature_is_known_though_letters_are_misread(line: str) -> None:
    """Bad lines take letters where the report's own words need none."""
    assert closing.state("\n".join((*BODY, line))) == "closed"


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("Sida 1(1)", (1, 1)),
        ("Sida 111)", (1, 1)),
        ("Sida 112)", (1, 2)),
        ("Sida 12)", (1, 2)),
        ("sida 1 äv l", (1, 1)),
        ("sid 1 av totalt 2", (1, 2)),
        ("Sid. 1 (av 3)", (1, 3)),
        ("Sida t (1)", None),
        ("Sida 1 (12", None),
    ],
)
def test_a_misread_page_number_is_a_page_number(number: str, part: tuple[int, int] | None) -> None:
    """It hides no signature, tells what it can, and never a number of pages that no report has."""
    text = "\n".join((*BODY, "Vänliga hälsningar", number))
    assert closing.state(text) == "closed"
    assert wording.part(text) == part


@pytest.mark.parametrize(
    "lines",
    [
        ("Svaret saknar underskrift då det skickas automatiskt",),
        ("God natt önskar", "Dr Ivar Prov"),
        ("LN, 2026-12-19 03:44",),
        ("Preliminärt svar", "Blankett CG-38 utg. 2"),
        ("Svar slut /lJ",),
        ("Svar slut / HA",),
        ("Signering", "Vidi. PK/bm"),
        ("LÄK. BO CARLBOM, KUNGÄLV",),
        ("Attest: MT 2026-12-18 21:53", "0521-550 71"),
        ("Jourhavande radiolog", "Ivar Prov", "DT vänster fot, 2026-12-19 01:42, Fjärrbild Natt", "Sidan 1 av 1"),
    ],
)
def test_what_closes_a_report_of_another_company(lines: tuple[str, ...]) -> None:
    """Initials with the minute, a farewell, what a system writes for a signature; a tear-off slip may stand below."""
    assert closing.state("\n".join((*BODY, "medellinjen rak.", *lines))) == "closed"


@pytest.mark.parametrize(
    "line",
    [
        "Us är preliminärt läst nattetid av ensam granskare och eftergranskas på dagtid",
        "Läst är det bildmaterial som låg i studien då svaret började dikteras.",
    ],
)
def test_a_sentence_about_reading_closes_nothing(line: str) -> None:
    """It stands amid reports; a page that ends on it was cut off, or goes on overleaf."""
    assert closing.state("\n".join((*BODY, line))) == ""


def test_a_radiologic_heading_is_no_radiologist() -> None:
    """What stands at every page's foot, with its number, closes nothing."""
    assert closing.state("Han har ont i magen sedan i går och mår illa\nRadiologisk beskrivelse - Side 1") == "footed"


def test_an_arrow_to_the_next_page_goes_on() -> None:
    """However a company's template says so."""
    assert closing.goes_on("\n".join((*BODY, "-> sid 2", "Fjärrbild Natt, Box 7")))
    assert closing.goes_on("\n".join((*BODY, "(forts nästa blad)")))


@pytest.mark.parametrize("name", ["Maj-Lis Åkervret : | : | vo", "Leg läk Ingemar Tjäder ' |"])
def test_what_a_bad_line_leaves_behind_a_name_hides_it_not(name: str) -> None:
    """Strokes and a letter or two."""
    assert closing.state("\n".join((*BODY, name))) == "closed"


def test_capitals_without_a_title_sign_nothing() -> None:
    """A finding is written so as well; whom to ring stands at the foot of any page."""
    assert closing.state("\n".join((*BODY, "DISKRET UTVIDGNING"))) == ""
    assert closing.state("\n".join((*BODY, "Fax från jourbostaden, ring 031-390 06 11 vid frågor"))) == "footed"


def test_a_sentence_in_capitals_is_a_sentence() -> None:
    """The word "radiolog" in one of them signs nothing."""
    lines = ("BILDERNA HAR GRANSKATS AV JOURHAVANDE RADIOLOG OCH ARKIVERATS.", "NI ÄR VÄLKOMNA ATT RINGA OSS FÖR NY")
    assert closing.state("\n".join((*BODY, *lines))) == ""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("Baodömning", "Ingen fraktur."), "concluded"),
        (("BFROMNING", "Ingen fraktur."), "concluded"),
        (("LL I sammandrag »>", "Ingen fraktur."), "concluded"),
        (("Konkluston", "Sida 2 av 2"), "open"),
        (("Fortsättning sida 2 | |", "Sida 112)"), "open"),
        (("(forts)",), "open"),
    ],
)
def test_a_misread_heading_is_one_and_ends_nothing_alone(lines: tuple[str, ...], told: str) -> None:
    """What stands under it concludes; nothing under it, or a word that it goes on, is an open end."""
    assert ending.of(spoken((*BODY, *lines), 90)) == told


def test_a_heading_at_the_foot_of_a_column_goes_on_in_the_next() -> None:
    """Then nothing is known of the end by it."""
    lines = spoken((*BODY, "Bedömning", "Sida 1 av 1"), 90)
    beside = [Word("Pneumoni", Box(1500, 100, 180, 40), 90, 98)]
    assert (ending.of(lines), ending.of([*lines, *beside])) == ("open", "footed")


def test_a_column_that_is_closed_beside_a_longer_one_ends_the_report() -> None:
    """In the lower half of the text, with nothing under it; above, it may be a letterhead's."""
    signed = [Word(word, Box(1500 + 200 * at, 210, 180, 40), 90, 99) for at, word in enumerate(("Dr", "Granskare"))]
    above = [replace(word, box=replace(word.box, top=10)) for word in signed]
    assert ending.of([*spoken(BODY, 90), *signed]) == "concluded"
    assert ending.of([*spoken(BODY, 90), *above]) == "open"


def test_lines_of_a_page_that_lies_on_its_side_end_as_they_were_read() -> None:
    """Their boxes tell nothing of what is lowest."""
    lying = [replace(word, box=Box(3000 - word.box.top, word.box.left, 40, 180)) for word in spoken(SIGNED, 90)]
    assert ending.of(lying) == "closed"


def test_nothing_closes_a_page_only_where_the_reader_was_sure() -> None:
    """On a badly read page a signature may stand unseen; one that is seen counts however badly it was read."""
    assert ending.of(spoken(BODY, 90)) == "open"
    assert ending.of(spoken(BODY, 30)) == "unsure"
    assert ending.of(spoken(SIGNED, 30)) == "closed"
    assert ending.of(spoken((*BODY, "Bedömning:", "Ingen fraktur."), 90)) == "concluded"


def sent(lines: tuple[str, ...], below: str = "") -> report.Fax:
    """A fax of these lines whose rows from the middle on are lost."""
    image = paper.faxed(sheets.drawn(None, lines), 7, CLEAN)
    if below:
        half = image.height // 2
        ImageDraw.Draw(image).rectangle((0, half, image.width, image.height), fill=0 if below == "black" else 1)
    return report.read(paper.tiff([image]), prefixes=["NAL"])


def test_a_cut_report_is_marked_and_a_whole_one_is_not() -> None:
    """Unsigned and unconcluded, or with rows that no paper has."""
    assert sent(BODY).complete is False
    assert sent((*BODY, "Bedömning:", "Ingen fraktur."), "black").complete is False
    assert sent(SIGNED).complete is None
    assert sent((*SIGNED, "Sida 1 av 1")).complete is True


def test_a_streak_down_the_page_is_no_ruined_row() -> None:
    """A white foot with a streak through it repeats one row, and lacks none."""
    image = Image.new("1", (1728, 2291), 1)
    ImageDraw.Draw(image).rectangle((4, 0, 20, 2290), fill=0)
    assert not ending.is_cut(pages.Page.of(image, (204, 196)))
    ImageDraw.Draw(image).rectangle((30, 0, 40, 1400), fill=0)
    ImageDraw.Draw(image).rectangle((30, 1450, 40, 2290), fill=0)
    ImageDraw.Draw(image).rectangle((1720, 0, 1727, 2290), fill=0)
    assert not ending.is_cut(pages.Page.of(image, (204, 196)))
    ImageDraw.Draw(image).rectangle((0, 1200, 1727, 2290), fill=0)
    assert ending.is_cut(pages.Page.of(image, (204, 196)))


def test_a_last_row_of_dust_repeats_nothing() -> None:
    """Four specks on the last row of a white foot are no row of letters that came again and again."""
    image = Image.new("1", (1728, 2291), 1)
    for left in (300, 700, 1100, 1500):
        ImageDraw.Draw(image).rectangle((left, 2290, left, 2290), fill=0)
    assert not ending.is_cut(pages.Page.of(image, (204, 196)))
    ImageDraw.Draw(image).rectangle((300, 2200, 330, 2290), fill=0)
    assert ending.is_cut(pages.Page.of(image, (204, 196)))


def test_pages_follow_each_other_in_whatever_order_they_lie() -> None:
    """A last page that no rule knew belongs to the report before it; the last of so many is last."""
    (first,) = sent(BODY).pages
    tail = replace(first, number=2, kind=PageKind.UNKNOWN, whole="Maja Wikner, överläkare", ending="closed")
    assert [page.kind for page in sequence.joined([first, tail])] == [PageKind.REPORT, PageKind.REPORT]
    head = replace(tail, whole="Fjärrbild DT hjärna 2026-11-25\nIngen blödning.\nMaja Wikner")
    assert [page.kind for page in sequence.joined([first, head])] == [PageKind.REPORT, PageKind.REPORT]
    another = replace(head, whole=head.whole.replace("hjärna", "buk"))
    assert [page.kind for page in sequence.joined([first, another])] == [PageKind.REPORT, PageKind.UNKNOWN]
    last = replace(tail, kind=PageKind.REPORT, part=(2, 2), number=1)
    assert report.complete([last, first]) is None


@pytest.mark.parametrize("heading", ["Svar i korthet", "I sammandrag »", "Slutbedömning:", "Konklusion"])
def test_a_conclusion_by_any_of_its_headings_ends_a_report(heading: str) -> None:
    """Reports that nobody signed end with what they conclude."""
    words = spoken((*BODY, "medellinjen rak.", heading, "Normal undersökning av hjärnan."), 90.0)
    assert ending.of(words) == "concluded"


@pytest.mark.parametrize(
    ("number", "told"), [("1 (1)", "footed"), ("111)", "footed"), ('1 (1) "a !', "footed"), ("1(2)", "open")]
)
def test_a_number_alone_is_a_sole_pages_foot(number: str, told: str) -> None:
    """ "1 (1)" without a word beside it, as a bad line leaves it; a two may be a misread one, and tells nothing."""
    body = (*BODY[:3], "Inkomplett radiusbrott.", number)
    assert ending.of(spoken(body, 90)) == told
    assert wording.part("\n".join(body)) is None


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("Bifynd: tät bensköld på 7 mm, av godartad", "open"),
        ("Bifynd: tät bensköld på 7 mm.", "footed"),
        ("Karin Prov", "closed"),
    ],
)
def test_a_page_that_ends_within_a_sentence_is_open_though_its_foot_came(last: str, told: str) -> None:
    """Where the reader ends sentences with a full stop, and concluded nothing yet."""
    lines = (*BODY[:3], "Medellinjen är rak.", "Ventriklarna är normalvida.", "Skallbenet är helt.")
    assert ending.of(spoken((*lines, last, "Sida 1"), 90)) == told
    concluded = spoken((*lines, "Bedömning:", "Inget akut.", last, "Sida 1"), 90)
    assert ending.of(concluded) != "open"


def test_a_report_that_was_concluded_before_its_last_page_may_end_with_a_full_stop() -> None:
    """Readers who conclude first sign nothing at the end; half a sentence is an end of none."""
    (first,) = sent((*BODY[:3], "Bedömning:", "Ingen fraktur.")).pages
    assert first.ending == "concluded"
    last = replace(first, number=2, ending="open", text="Kommer fler serier in görs ett tillägg.")
    assert report.complete([first, last]) is None
    assert report.complete([first, replace(last, text="Kommer fler serier in görs")]) is False
    assert report.complete([replace(first, ending="open"), last]) is False


@pytest.mark.parametrize("head", ["Diktat, förts.", "Forts. DT orbita vänster", "RADIOLOGY REPORT — continued"])
def test_a_page_says_at_its_head_that_it_goes_on(head: str) -> None:
    """And the one before it may say so at its head as well; "continued on" is said of the next."""
    assert closing.is_going_on("\n".join((head, *BODY)))
    assert not closing.is_going_on("\n".join(BODY))
    assert not closing.is_going_on("\n".join(("forts. nästa sida", *BODY)))
    assert closing.goes_on("\n".join(("forts. nästa sida", *BODY, *BODY)))


def test_a_full_stop_above_much_white_may_be_the_end() -> None:
    """On a page that was not cut; one that stops amid a sentence, or near its foot, is open."""
    stopped = spoken((*BODY, "Ingen fraktur."), 90)
    low = max(word.box.bottom for word in stopped)
    assert ending.of(stopped, height=2 * low) == "unsure"
    assert ending.of(stopped, height=low + 100) == "open"
    assert ending.of(stopped, height=2 * low, cut=True) == "open"
    assert ending.of(spoken((*BODY, "Ingen fraktur i"), 90), height=2 * low) == "open"

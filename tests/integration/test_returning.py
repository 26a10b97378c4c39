"""What comes back: a proposal and never more, two confirmations by two roles, nothing lost, nothing doubled."""

from __future__ import annotations

import email.message
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from random import Random

import nights
import paper as sheets
import pytest
from nights import Night
from PIL import Image

from ocr import codes
from service import item, ledger, models, rights, steps, telling, workers
from service.cases import ArrivalState, CaseState
from service.demo import paper, story
from service.house import House
from service.models import User
from service.returning import arriving, deciding, homeward, reading
from service.sending import papers

CLEAN = paper.Wear(196, 0.1, 0.0005, 0, 2.0)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Generator[Night]:
    """One house for the whole file: each test has cases of its own."""
    folder = tmp_path_factory.mktemp("returning")
    folder.chmod(0o700)
    with nights.begun(folder) as begun:
        yield begun


def reported(night: Night, seed: int, how: str = "sheet") -> tuple[models.Case, models.Arrival]:
    """A sent case, and the report on it that has arrived and been read."""
    case = nights.sent(night.house, seed=seed)
    return case, nights.arrived(night.house, nights.answer(night.house, case, how, seed))


def test_a_report_on_the_answer_sheet_is_proposed_and_nothing_accepted(night: Night) -> None:
    """Matched by its symbol, with reasons that a person can check; the case itself has not moved."""
    case, arrival = reported(night, 21)
    assert (arrival.state, arrival.status, arrival.case) == (ArrivalState.TO_REVIEW, "matched", case)
    assert "symbol" in {seen["code"] for seen in arrival.ranked[0]["evidence"]}
    patient, age = item.of(night.house, arrival, "sv").choices[0].patient, papers.clean(night.house, case).age
    assert age
    assert patient == f"{case.sex}, {age} (född {case.birth_year})"
    assert not models.Report.objects.filter(case=case).exists()
    case.refresh_from_db()
    assert case.state == CaseState.SENT
    told = list(story._lines(models.Event.objects.get(arrival=arrival, kind="propose")))
    assert [f"(föreslaget ärende {case.reference}; utlåtande" in line for line in told] == [True]


def test_a_sheet_ticked_received_is_no_report(night: Night) -> None:
    """It moves the case to acknowledged, asks nothing of anybody, and can't be confirmed."""
    case, arrival = reported(night, 22, "acknowledged")
    case.refresh_from_db()
    assert (arrival.state, arrival.note, case.state) == (
        ArrivalState.RECEIPT, "acknowledgement", CaseState.ACKNOWLEDGED,
    )  # fmt: skip
    with pytest.raises(rights.NotAllowed):
        deciding.confirm(night.house, arrival, case, by="Eva")


def test_an_own_paper_with_typed_reference_finds_its_case(night: Night) -> None:
    """No symbol: the reference's check letters and the other evidence carry it."""
    case, arrival = reported(night, 23, "paper")
    assert arrival.ranked[0]["case"] == case.reference
    assert arrival.status in ("matched", "unsure")


def test_two_confirmations_by_two_roles_close_the_case(night: Night, tmp_path: Path) -> None:
    """Confirmed for forwarding is not confirmed for the RIS; each fact is said once, by a name."""
    house = night.house
    case, arrival = reported(night, 24)
    report = deciding.confirm(house, arrival, case, by="Eva")
    for early in (
        lambda: deciding.acknowledged_by_unit(house, report, by="Eva"),
        lambda: deciding.confirm_for_ris(house, report, by="Eva", role=User.Role.NURSE),
        lambda: homeward.hand_back(house, report, by="Olle"),
    ):
        with pytest.raises(rights.NotAllowed):
            early()
    report = deciding.forward(house, report, by="Eva")
    with pytest.raises(ledger.Stale):
        deciding.forward(house, report, by="Pia")
    with pytest.raises(rights.NotAllowed):
        deciding.withdraw(house, report, by="Eva")
    report = deciding.confirm_for_ris(house, report, by="Olle", role=User.Role.RIS_ADMINISTRATOR)
    report = homeward.hand_back(house, report, by="Olle")
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert (report.forwarded_by, report.confirmed_for_ris_by, report.handed_back_by) == ("Eva", "Olle", "Olle")
    laid = sorted(path.name for path in house.folder("ris").glob(f"{case.reference}*"))
    assert [Path(name).suffix for name in laid] == [".json", ".pdf"]


def test_a_confirmation_can_be_undone_until_it_is_forwarded(night: Night) -> None:
    """Back in the queue, the case where it was: sent, and the reader has said nothing."""
    case, arrival = reported(night, 25)
    report = deciding.confirm(night.house, arrival, case, by="Eva")
    back = deciding.withdraw(night.house, report, by="Eva")
    case.refresh_from_db()
    assert (back.state, case.state) == (ArrivalState.TO_REVIEW, CaseState.SENT)
    assert not models.Report.objects.filter(case=case).exists()


def test_a_second_report_never_overwrites_the_first(night: Night) -> None:
    """The same case answered again: proposed with a warning, or unsure; the confirmed report stands."""
    case, first = reported(night, 26)
    deciding.confirm(night.house, first, case, by="Eva")
    second = nights.arrived(night.house, nights.answer(night.house, case, "sheet", 99))
    assert second.pk != first.pk
    assert second.state == ArrivalState.TO_REVIEW
    assert "already_answered" in {seen["code"] for row in second.ranked for seen in row["evidence"]}
    assert models.Report.objects.get(case=case).arrival == first


def test_a_report_that_comes_as_two_faxes_is_told_to_belong_together(night: Night) -> None:
    """Page 1 of 2 is marked incomplete; page 2 of 2, which names nobody, has the same case first and stays unsure."""
    house = night.house
    case = nights.sent(house, seed=31)
    lines = ["DT hjärna utan kontrast.", "Ingen blödning påvisas.", "Fortsättning följer på nästa sida."]
    first = sheets.drawn(None, [f"Referens: {case.reference}", *lines, "Sida 1 av 2"])
    rest = sheets.drawn(None, ["Bedömning: ingen akut förändring.", "Dr Granskare", "Sida 2 av 2"])
    came, more = (nights.arrived(house, paper.tiff([paper.faxed(one, 7, CLEAN)])) for one in (first, rest))
    assert (came.status, came.complete) == ("matched", False)
    assert (more.status, more.ranked[0]["case"]) == ("unsure", case.reference)
    assert "continues" in {seen["code"] for seen in more.ranked[0]["evidence"]}


def test_the_same_fax_twice_is_one_arrival(night: Night) -> None:
    """The folder swept again, and a mailbox numbered anew, give the arrival that there is."""
    house = night.house
    first = arriving.from_folder(house, b"%PDF-1.4 broken", "a.pdf")
    assert arriving.from_folder(house, b"%PDF-1.4 broken", "b.pdf").pk == first.pk
    mail = letter(b"%PDF-1.4 another")
    before = arriving.from_mail(house, mail, "fax/INBOX:1:7")
    count = models.Arrival.objects.filter(site=house.row).count()
    assert arriving.from_mail(house, mail, "fax/INBOX:2:1").pk == before.pk
    assert models.Arrival.objects.filter(site=house.row).count() == count


def rings_in(house: House, arrival: models.Arrival) -> list[timedelta]:
    """How long until each running clock of this arrival rings."""
    clocks = models.Clock.objects.filter(arrival=arrival, kind="arrival", stopped_at__isnull=True)
    return [clock.due - house.now() for clock in clocks]


def test_what_cannot_be_read_is_an_item_and_rings(night: Night) -> None:
    """A damaged fax, a mail with a link, a mail with an unknown file: each is an item; the mails ring at once."""
    house = night.house
    broken = nights.arrived(house, b"II*\x00 no tiff at all, only its beginning")
    assert (broken.state, broken.status) == (ArrivalState.TO_REVIEW, "unmatched")
    link = arriving.from_mail(
        house, b"From: a@example.org\nSubject: fax\n\nhttps://example.org/fax/1\n", "fax/INBOX:1:9"
    )
    assert (link.state, link.note) == (ArrivalState.TO_REVIEW, "link")
    beside = arriving.from_mail(house, letter(b"%PDF-1.4 x", ("svar.docx", b"PK\3\4...")), "fax/INBOX:1:10")
    assert (beside.state, beside.note) == (ArrivalState.TO_REVIEW, "unopened_part")
    assert models.Arrival.objects.filter(site=house.row, key="fax/INBOX:1:10:1", format="pdf").exists()
    assert rings_in(house, broken) == [timedelta(minutes=house.site.clocks.arrival_minutes)]
    assert rings_in(house, link) == rings_in(house, beside) == [timedelta(0)]


def test_another_sites_reference_is_misdirected_and_fits_no_case(night: Night) -> None:
    """An answer to another hospital's referral is never proposed for one of ours."""
    mark = codes.Mark(codes.draw(Random(4).choice, "QQQ"), codes.SheetKind.ANSWER, 3, 3)
    nights.sent(night.house, seed=27)
    page = paper.faxed(sheets.drawn(mark), 5, paper.Wear(196, 0.2, 0.0005, 0, 2.0))
    arrival = nights.arrived(night.house, paper.tiff([page]))
    assert arrival.case is None
    assert (arrival.status, arrival.note) == ("unmatched", "misdirected")


def test_a_fault_in_reading_ends_as_an_item(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried a few times, then shown to a person with its picture."""
    while workers.read_one(night.house):
        pass
    arrival = arriving.from_folder(night.house, b"II*\x00 to be read", "fax.tif")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "read", broken)
    for _ in range(workers.TRIES):
        models.Arrival.objects.filter(pk=arrival.pk).update(due=night.house.now(), lease_until=None)
        assert workers.read_one(night.house)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.note) == (ArrivalState.TO_REVIEW, "fault")


def test_a_fax_that_kills_its_reader_ends_as_an_item(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    """No handler runs when the process dies: after three deaths it is shown, rings, and may be said to be a report."""
    while workers.read_one(night.house):
        pass
    arrival = arriving.from_folder(night.house, b"II*\x00 deadly", "fax.tif")

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(reading, "read", killed)
    for _ in range(workers.TRIES):
        models.Arrival.objects.filter(pk=arrival.pk).update(due=night.house.now(), lease_until=None)
        with pytest.raises(Killed):
            workers.read_one(night.house)
    models.Arrival.objects.filter(pk=arrival.pk).update(due=night.house.now(), lease_until=None)
    assert workers.read_one(night.house)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.note) == (ArrivalState.TO_REVIEW, "fault")
    assert telling.standing(arrival, "en") == "the program could not read it: look"
    assert deciding.may_answer(arrival)
    assert models.Clock.objects.filter(arrival=arrival, kind="arrival", stopped_at__isnull=True).exists()


def test_nothing_is_laid_aside_without_a_reason(night: Night) -> None:
    """Parked, misdirected, junk: each by a name with a reason, and each can come back."""
    item = arriving.from_mail(night.house, letter(None), "fax/INBOX:1:20")
    for how in deciding.ASIDE:
        with pytest.raises(rights.NotAllowed):
            deciding.lay_aside(night.house, item, how, by="Eva", reason="  ")
        aside = deciding.lay_aside(night.house, item, how, by="Eva", reason="hör inte hit")
        assert aside.state == deciding.ASIDE[how]
        item = deciding.reopen(night.house, aside, by="Eva")
    assert item.state == ArrivalState.TO_REVIEW


def test_a_report_for_a_closed_case_is_compared_and_filed_beside_it(night: Night) -> None:
    """It says that the case is over; what that ended with stays, whoever confirms the report."""
    case = nights.sent(night.house, seed=28)
    data = nights.answer(night.house, case)
    done = steps.take(night.house, case, "answer_digitally", by="Olle", closed_reason="länken är uppe")
    arrival = nights.arrived(night.house, data)
    assert "closed" in {seen["code"] for row in arrival.ranked for seen in row["evidence"]}
    deciding.confirm(night.house, arrival, done, by="Eva", reason="sent svar")
    arrival.refresh_from_db()
    done.refresh_from_db()
    assert (arrival.state, done.state, done.answered_at) == (ArrivalState.CONFIRMED, CaseState.ANSWERED_DIGITALLY, None)


def test_a_bounce_that_fits_nothing_is_shown(night: Night) -> None:
    """A mail that says something failed, and not what, is an item."""
    item = arriving.from_mail(
        night.house,
        b"From: MAILER-DAEMON@example.org\nSubject: Undelivered\nContent-Type: text/plain\n\nStatus: 5.1.1\n",
        "fax/INBOX:1:30",
    )
    assert item.state == ArrivalState.TO_REVIEW


def test_a_word_that_looks_like_a_token_hides_no_fax(night: Night) -> None:
    """The mail reads like a receipt of nobody's attempt: its fax is an arrival, and the mail itself is done with."""
    words = b"Fax delivered successfully: abcdefghijklmnopqrstuvwxyz"
    mail = arriving.from_mail(night.house, letter(b"%PDF-1.4 svar").replace(b"hej", words), "fax/INBOX:1:40")
    assert (mail.state, mail.note) == (ArrivalState.RECEIPT, "unpacked")
    assert models.Arrival.objects.filter(site=night.house.row, key="fax/INBOX:1:40:1", format="pdf").exists()
    bare = arriving.from_mail(night.house, letter(None).replace(b"hej", words), "fax/INBOX:1:41")
    assert (bare.state, bare.note) == (ArrivalState.TO_REVIEW, "strange_receipt")


def test_the_readers_own_fax_number_speaks_for_its_fax(night: Night) -> None:
    """The gateway's mail says which number called; that it is the reader's stands among the reasons."""
    case = nights.sent(night.house, seed=32)
    number = night.house.site.recipient.fax.number
    made = email.message.EmailMessage()
    made["From"], made["Subject"] = "faxporten@fax.example", f"Fax received from {number}"
    made.add_attachment(nights.answer(night.house, case), maintype="image", subtype="tiff", filename="fax.tif")
    arriving.from_mail(night.house, made.as_bytes(), "fax/INBOX:1:42")
    (arrival,) = reading.read(night.house, models.Arrival.objects.get(site=night.house.row, key="fax/INBOX:1:42:1"))
    assert arrival.sender == number
    assert "sender" in {seen["code"] for seen in arrival.ranked[0]["evidence"]}


def test_a_reading_that_the_disk_lost_stops_nothing(night: Night) -> None:
    """The arrival is shown without its text, and other faxes are matched as before."""
    case = nights.sent(night.house, seed=33)
    lost = night.house.ledger.open_arrival(
        now=night.house.now(), by="folder", state="to_review", key="prov:lost", channel="folder", sha="0" * 64,
        format="tiff", case=case, complete=False, reading_sha="f" * 64, kinds=["report"],
    )  # fmt: skip
    assert reading.kept(night.house, lost) == ()
    assert item.of(night.house, lost, "sv").pages == ()
    assert case.reference in {one.case for one in reading.candidates(night.house)}


def test_a_case_that_ended_long_ago_is_no_candidate(night: Night) -> None:
    """An open one is, however old."""
    old, done = nights.taken(night.house, seed=34), nights.taken(night.house, seed=35)
    done = steps.take(night.house, done, "answer_digitally", by="Olle")
    assert {old.reference, done.reference} <= {one.case for one in reading.candidates(night.house)}
    long_ago = night.house.now() - timedelta(days=15)
    models.Case.objects.filter(pk__in=(old.pk, done.pk)).update(changed_at=long_ago)
    now = {one.case for one in reading.candidates(night.house)}
    assert old.reference in now
    assert done.reference not in now


def test_each_part_of_a_fax_is_whole_or_cut_off_by_its_own_pages(night: Night) -> None:
    """One patient's report lacks a page; the other's, in the same fax, is whole."""
    house = night.house
    cut, whole = (nights.sent(house, seed=seed) for seed in (36, 37))
    lines = ["DT hjärna utan kontrast.", "Ingen blödning påvisas."]
    first = sheets.drawn(None, [f"Referens: {cut.reference}", *lines, "Sida 1 av 2"])
    other = sheets.drawn(None, [f"Referens: {whole.reference}", *lines, "Dr Granskare", "Sida 1 av 1"])
    data = paper.tiff([paper.faxed(one, 9, CLEAN) for one in (first, other)])
    parts = reading.read(house, arriving.from_folder(house, data, "fax.tif"))
    assert [(part.case, part.complete) for part in parts] == [(cut, False), (whole, True)]


def letter(pdf: bytes | None, *others: tuple[str, bytes]) -> bytes:
    """A mail, with a fax attached or without, and further files."""
    made = email.message.EmailMessage()
    made["From"], made["To"], made["Subject"] = "fax@example.org", "oss@example.org", "Fax"
    made.set_content("hej")
    if pdf is not None:
        made.add_attachment(pdf, maintype="application", subtype="pdf", filename="fax.pdf")
    for name, data in others:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_a_blank_sheet_from_elsewhere_is_not_called_ours(night: Night) -> None:
    """Ours carries our symbol; nothing on a page says nothing of whose it is."""
    blank = nights.arrived(night.house, paper.tiff([paper.faxed(Image.new("L", (1728, 2291), 255), 7, CLEAN)]))
    assert item.of(night.house, blank, "sv").words == "tomt blad"

"""The demo's gateway and far end as processes: what they take is never lost, and nothing is answered twice."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import site as sites
from inbound import arrival, receipts, report
from inbound.receipts import Outcome
from inbound.report import PageKind
from ocr import codes, pages
from outbound import gateway, mail, sheets
from outbound.anonymise import Clean
from outbound.referral import FieldName, Identity
from service import models
from service.demo import desk, durable, line, night, post, standins
from service.demo import receipts as answers

HOUSE = Path(__file__).parents[2]
SITE = sites.read(HOUSE / "config" / "site.example.toml")
TOKEN = "abcdefghijklmnopqrstuvwxyz"
REFERENCE = codes.draw(random.Random(5).choice, "NAL")
ACCESSION = "SENAL0001857973"


@pytest.fixture(scope="module")
def fax() -> bytes:
    """A fax as Reservfax sends it: cover, referral, answer sheet."""
    fields = {
        FieldName.EXAMINATION: "DT thorax lungemboli", FieldName.QUESTION: "Lungemboli?", FieldName.HISTORY: "Dyspné.",
        FieldName.UNIT: "Akutmottagningen NÄL", FieldName.CALL_BACK: "031-390 06 10",
    }  # fmt: skip
    clean = Clean(fields, Identity(), (ACCESSION,), "61 år", "man", {}, ())
    now = datetime(2026, 1, 15, 1, 14, tzinfo=UTC)
    return sheets.typeset(clean, sheets.Printing(REFERENCE, SITE, now, "teleradiology")).tiff


@contextlib.contextmanager
def running(module: str, *arguments: object) -> Generator[subprocess.Popen[str]]:
    """One stand-in as a process, killed at the end."""
    command = [sys.executable, "-m", f"service.demo.{module}", *map(str, arguments)]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def first(process: subprocess.Popen[str]) -> dict[str, object]:
    """The first thing that it says."""
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def letter(fax: bytes) -> mail.Message:
    """The mail that carries a fax to the gateway."""
    dialect, reference = SITE.dialect, str(REFERENCE)
    number = SITE.recipient.fax.number
    return mail.Message(
        sender=dialect.sender,
        recipient=gateway.recipient(dialect, number),
        message_id=gateway.message_id(dialect, reference, 1, TOKEN),
        subject=gateway.subject(dialect, number, reference, 1, TOKEN),
        file_name=f"{reference}.tif",
        content=fax,
        content_type="image/tiff",
    )


def hand_in(port: object, message: mail.Message) -> tuple[int, bytes]:
    """The mail by SMTP; the server's answer to DATA."""
    with smtplib.SMTP("127.0.0.1", int(str(port)), timeout=20) as session:
        session.ehlo()
        session.mail(message.sender)
        session.rcpt(message.recipient)
        return session.data(mail.as_bytes(message))


def wait(seen: Callable[[], bool], seconds: float = 60) -> None:
    """Until it is so."""
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def names(folder: Path) -> list[str]:
    """The whole files of a folder."""
    return sorted(path.name for path in folder.glob("[!.]*")) if folder.exists() else []


def rows(folder: Path, log: str, event: str) -> list[durable.Row]:
    """What a stand-in's log says of one kind of event."""
    return [row for row in durable.read(folder / log) if row["event"] == event]


def test_a_fax_goes_out_and_its_answers_come_home(fax: bytes, tmp_path: Path) -> None:
    """Accepted and logged before 250, two receipts that are understood, the sheet ticked first, then a report."""
    home, far = tmp_path / "inbound", tmp_path / "far"
    with (
        running("gateway", "--folder", tmp_path, "--receipts", home, "--deliver-after", 0.3) as gate,
        running("farend", "--faxes", tmp_path / "line", "--folder", far, "--answers", home, "--report-after", 1),
    ):
        assert hand_in(first(gate)["port"], letter(fax))[0] == 250
        (row,) = rows(tmp_path, "gateway.jsonl", "accepted")
        assert (tmp_path / "faxes" / row["file"]).read_bytes() == fax
        assert row["subject"].split() == [str(REFERENCE), "1", TOKEN]
        wait(lambda: len(rows(far, "farend.jsonl", "returned")) == 2)
    returned = [row["sha256"] for row in rows(far, "farend.jsonl", "returned")]
    assert returned == [hashlib.sha256((home / name).read_bytes()).hexdigest() for name in names(home)[:2]]
    assert names(home) == [
        "fax000001-1.tif", "fax000001-2.tif", "kvitto-000001-accepted.eml", "kvitto-000001-delivered.eml",
    ]  # fmt: skip
    read = [receipts.read(arrival.unpack((home / name).read_bytes()), SITE.dialect) for name in names(home)[2:]]
    assert [(one.outcome, one.token, one.trusted) for one in read if one] == [
        (Outcome.ACCEPTED, TOKEN, True), (Outcome.DELIVERED, TOKEN, True),
    ]  # fmt: skip
    kinds = [report.read((home / name).read_bytes(), prefixes=["NAL"]).pages[0].kind for name in names(home)[:2]]
    assert kinds == [PageKind.ACKNOWLEDGEMENT, PageKind.REPORT]


def test_two_answers_proposed_for_each_others_cases_are_both_wrong() -> None:
    """That a case was answered at all is not enough: the very bytes must be those that its fax was answered with."""
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE, text=True) as process:
        far = standins.Standin(process)
    far.said += [{"event": "returned", "sha256": sha, "reference": f"NAL-{sha}"} for sha in ("a", "b")]
    players = standins.Standins(far, far, 0)

    def proposed(sha: str, reference: str) -> bool:
        arrival = models.Arrival(sha=sha, case=models.Case(reference=reference))
        return night.is_right(players, arrival)

    assert [proposed("a", "NAL-a"), proposed("b", "NAL-b")] == [True, True]
    assert [proposed("a", "NAL-b"), proposed("b", "NAL-a")] == [False, False]


def test_killed_and_started_again_nothing_is_lost_or_doubled(fax: bytes, tmp_path: Path) -> None:
    """Both die after each took the fax; started anew they finish what was begun, and only that."""
    home, far = tmp_path / "inbound", tmp_path / "far"
    out = ("--folder", tmp_path, "--receipts", home)
    with running("gateway", *out, "--accept-after", 0, "--deliver-after", 3600) as gate:
        hand_in(first(gate)["port"], letter(fax))
        wait(lambda: names(home) == ["kvitto-000001-accepted.eml"])
    desk_of = ("--faxes", tmp_path / "line", "--folder", far, "--answers", home, "--line", "none")
    with running("gateway", *out, "--deliver-after", 0), running("farend", *desk_of, "--report-after", 3600):
        wait(lambda: len(rows(far, "farend.jsonl", "returned")) == 1)
    for _ in range(2):
        with running("gateway", *out, "--deliver-after", 0), running("farend", *desk_of, "--report-after", 0) as reader:
            first(reader)
            wait(lambda: len(rows(far, "farend.jsonl", "returned")) == 2)
    assert len(rows(tmp_path, "gateway.jsonl", "accepted")) == 1
    assert [row["what"] for row in rows(far, "farend.jsonl", "returned")] == ["acknowledgement", "report"]
    assert len(names(home)) == 4


def test_the_gateway_takes_nothing_but_one_fax_of_its_customer(fax: bytes, tmp_path: Path) -> None:
    """A foreign sender, a foreign domain, a mail without fax or with a text for a fax are refused, and not logged."""
    with running("gateway", "--folder", tmp_path) as gate:
        port = first(gate)["port"]
        with smtplib.SMTP("127.0.0.1", int(str(port))) as session:
            assert session.ehlo()[0] == 250
            assert session.mail("somebody@else.example")[0] == 550
            assert session.mail(SITE.dialect.sender)[0] == 250
            assert session.rcpt("+46317459610@else.example")[0] == 550
            assert session.rcpt("+46317459610@fax.example")[0] == 250
            assert session.rcpt("+46317459611@fax.example")[0] == 452
        assert hand_in(port, letter(b""))[0] == 554
        assert hand_in(port, letter(b"not a picture"))[0] == 554
        assert hand_in(port, letter(fax[:2000]))[0] == 554
    assert rows(tmp_path, "gateway.jsonl", "accepted") == []


@pytest.mark.parametrize("form", answers.FORMS)
@pytest.mark.parametrize("outcome", ["accepted", "delivered", "busy", "no_answer"])
def test_what_the_gateway_answers_is_understood(outcome: str, form: str) -> None:
    """Every wording of the stand-in means at the hospital what it should; a relayed mail is never a delivered fax."""
    row = {
        "number": 1, "at": durable.stamp(), "recipient": "+46317459610@fax.example", "sha256": "0" * 64, "pages": 3,
        "subject": f"{REFERENCE} 1 {TOKEN}", "message_id": f"<{REFERENCE}.1.{TOKEN}@nal.example>",
    }  # fmt: skip
    data = (
        answers.dsn(row, outcome, SITE.dialect)
        if form == "dsn"
        else mail.as_bytes(answers.text(row, outcome, SITE.dialect))
    )
    read = receipts.read(arrival.unpack(data), SITE.dialect)
    assert read is not None
    assert (read.token, read.trusted) == (TOKEN, True)
    dsn = {"accepted": "accepted", "delivered": "accepted", "busy": "line_fault", "no_answer": "line_fault"}
    assert read.outcome == (dsn[outcome] if form == "dsn" else outcome)


def test_the_desk_reads_a_fax_as_a_person_would(fax: bytes) -> None:
    """Reference from the symbol, examination and accession number from the print."""
    seen = desk.look(pages.fax_pages(fax))
    assert (seen.reference, seen.accession, seen.scene.word) == (str(REFERENCE), ACCESSION, "lungemboli")


def test_a_page_without_our_symbol_is_illegible(fax: bytes) -> None:
    """A cover sheet alone is no case."""
    with pytest.raises(desk.Illegible):
        desk.look(pages.fax_pages(fax)[:1])


def test_a_line_torn_by_a_death_is_cut_off(tmp_path: Path) -> None:
    """Half a row was never answered for; what comes after it is whole again."""
    log = durable.Log(tmp_path / "log.jsonl")
    log.append({"event": "accepted", "number": 1})
    with (tmp_path / "log.jsonl").open("ab") as file:
        file.write(b'{"event": "accep')
    again = durable.Log(tmp_path / "log.jsonl")
    again.append({"event": "accepted", "number": 2})
    assert [row["number"] for row in durable.read(tmp_path / "log.jsonl")] == [1, 2]


@pytest.mark.parametrize("address", ["imap://u:p@192.0.2.7:143/INBOX", "smtp://203.0.113.1:25/a@b.example"])
def test_stand_ins_speak_to_this_computer_alone(address: str) -> None:
    """Neither receipts nor faxes of a demo ever leave the machine."""
    with pytest.raises(post.Foreign):
        post.parse(address)


def test_a_good_line_changes_no_dot_and_a_bad_one_repeats(fax: bytes) -> None:
    """With error correction every dot arrives; without, some rows suffer, and the same seed spoils the same rows."""
    sent = pages.fax(pages.fax_pages(fax)[2:])
    (good,) = pages.open_document(line.call(sent, 1)).pages
    assert good.native.tobytes() == pages.fax_pages(sent)[0].tobytes()
    bad = [pages.open_document(line.call(sent, 4, line.BAD)).pages[0].native.tobytes() for _ in range(2)]
    assert bad[0] == bad[1] != good.native.tobytes()

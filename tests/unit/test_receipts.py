"""What gateways say in their own words, mapped to one list; good news only where nothing denies it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from config import site as sites
from inbound import arrival, receipts
from inbound.receipts import Outcome, Receipt

DIALECT = sites.read(Path(__file__).parents[2] / "config" / "site.example.toml").dialect
TOKEN = "abcdefghijklmnopqrstuvwxyz"
OURS = f"<NAL-KXTR-PNDA.1.{TOKEN}@nal.example>"


def receipt(body: str, *, sender: str = "fax@fax.example", subject: str = TOKEN, kind: str = "text/plain") -> Receipt:
    """The receipt of a mail with these words."""
    heads = f"From: {sender}\r\nSubject: {subject}\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n"
    read = receipts.read(arrival.unpack(f"{heads}{body}\r\n".encode()), DIALECT)
    assert read is not None
    return read


SAID: list[tuple[str, str]] = [
    # sent
    ("Your fax was delivered successfully to +46313900610, 3 pages.", "delivered"),
    ("Faxet har levererats.", "delivered"), ("Faxet är mottaget av faxen.", "delivered"),
    ("Job no. 17 was successfully transmitted.", "delivered"), ("Status: Sent", "delivered"), ("Result: OK",
    "delivered"),
    ("<fax><status>success</status><pages>3</pages></fax>", "delivered"), ("id;status;sidor\n17;levererad;3",
    "delivered"),
    ("transaction,status,errors\n9,success,0", "delivered"), ("Fax no +46313900610: delivered successfully.",
    "delivered"),
    ("Status: Delivered\nErrors: none\nFailed pages: 0\nBusy: 0", "delivered"),
    ("Sent: 27 Nov 2026\nStatus: OK", "delivered"),
    ("Delivered successfully, 3 May 2026.", "delivered"), ("Submitted: 02:10\nStatus: Delivered", "delivered"),
    ("Delivered successfully. If the line was busy, call us.", "delivered"),
    # never sent, whichever way it is put
    ("The fax was not delivered.", "line_fault"), ("The fax could not be\nsent.", "line_fault"),
    ("Faxet kunde inte levereras.", "line_fault"), ("Delivery failed.", "line_fault"), ("Sändningen misslyckades.",
    "line_fault"),
    ("Status: Failed - Busy", "busy"), ("Numret var upptaget.", "busy"), ("No answer from the remote fax.",
    "no_answer"),
    ("Mottagaren svarar inte.", "no_answer"), ("A human answered the call.", "not_fax"), ("Ogiltigt nummer.",
    "bad_number"),
    ("Invalid fax destination number", "bad_number"), ("Insufficient credit", "not_authorised"),
    ("The attachment is of an unsupported type.", "bad_content"), ("Partially sent", "partial"),
    ("Delivered successfully. Pages: 2 of 3", "partial"), ("Delivered successfully, 2 of 3 pages.", "partial"),
    # still at it: a new fax now would be a second one
    ("The line was busy. The fax will be retried in 5 minutes.", "in_progress"), ("Job 17 requeued: no answer",
    "in_progress"),
    ("Upptaget, nytt försök görs kl 02:10.", "in_progress"), ("Your fax is queued.", "in_progress"),
    ("Delivery failed and will not be retried.", "line_fault"),
    # taken in
    ("Your request received.", "accepted"), ("Vi har mottagit för sändning.", "accepted"),
    ("Accepted for delivery", "accepted"),
    # nobody knows
    ("Hej, undrar över detta fax.", "unknown"), ("", "unknown"), ("4711", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "outcome"), SAID)
def test_what_gateways_say(body: str, outcome: str) -> None:
    """Swedish and English, text, XML and tables."""
    assert receipt(body).outcome == outcome


@pytest.mark.parametrize("wrap", ["{}", "<p>{}</p>", "<html><body><td>{}</td>"])
@pytest.mark.parametrize(
    "body",
    [
        "Faxet levererades inte.", "Faxet har inte kunnat bli levererat.", "Ej levererat",
        "Faxet blev aldrig levererat",
        "The fax has never been delivered successfully.", "delivered successfully: no", "success: false",
        "Inget fax har levererats.", "It wasn't delivered successfully.", "Faxet blev inte <b>levererat</b>.",
        "Kunde <i>inte</i>\r\n levereras", "If the fax is delivered successfully you get a receipt.", "Unsuccessful",
        "We were unable to tell whether it was delivered successfully.", "Om faxet blir levererat får du ett kvitto.",
        "undelivered", "Inte mottaget av faxen",
    ],
)  # fmt: skip
def test_a_denial_is_never_good_news(body: str, wrap: str) -> None:
    """No false "delivered": wherever the "not" stands, and however the words are dressed."""
    kind = "text/html" if "<" in wrap + body else "text/plain"
    assert receipt(wrap.format(body), kind=kind).outcome not in (Outcome.DELIVERED, Outcome.ACCEPTED)


@pytest.mark.parametrize(
    "body",
    [
        # to come
        "We will notify you when the fax has been delivered successfully.", "Vi meddelar när faxet har levererats.",
        "Your fax will be delivered successfully within minutes", "Once delivered successfully you get a receipt.",
        "Your fax is to be delivered successfully.", "Delivered successfully? See the report.",
        "Status: OK\r\nFaxet skickas inom kort.", "Status: OK\r\nVi försöker leverera ert fax.",
        "Status: OK\r\nYour fax is scheduled for 02:10.", "Status: OK (queued)", "Status: Delivered to queue",
        '{"status": "success", "message": "Your fax will go out"}',
        "Status: Success\r\nIhr Fax wird in Kürze gesendet.",
        "Status: OK\r\nVotre fax est en file d'attente.", "Status: OK\r\nVotre fax sera transmis.",
        # handed in, or on the way
        "Your message was received by the gateway. Result: OK", "Fax job submitted successfully. Status: success",
        "Job created.\r\nStatus: OK", "Uppdrag registrerat. Status: klart", "Upload success",
        "Faxet har levererats till operatören.", "Your fax was sent to our server.",
        "Your fax was sent for processing.",
        "Faxet har levererats till faxkön.", "Your e-mail was delivered successfully.",
        # another, a part, nothing
        "Misslyckat\r\n\r\nTidigare försök: levererat", "The previous fax was delivered successfully.",
        "Delivered successfully to 1 of 2 recipients", "Hittills levererat 1 sida av 3", "Status: Delivered (partial)",
        "Pages sent: 0\r\nStatus: OK", "Result=Success\r\nDelivered=0", "id;status;sidor\r\n17;levererad;0",
        "Levererat: 0 sidor av 3", "<status>success</status><pages>0</pages>",
        "Status: OK\r\nPages sent: 2\r\nPages: 3",
        # not, whatever a field says
        "Status: OK\r\nDas Fax konnte nicht zugestellt werden.", "Status: OK\r\nVotre fax n'a pas été transmis.",
        "Status: OK\r\nBesetzt", "Fax status: sent (1 retry left, busy)",
    ],
)  # fmt: skip
def test_what_is_not_yet_sent_or_not_whole_is_not_delivered(body: str) -> None:
    """The clock that waits for a receipt goes on: promised, handed in, another's, a part of it, or in doubt."""
    assert receipt(body).outcome not in (Outcome.DELIVERED, Outcome.BUSY)


def test_a_delivery_after_a_busy_line_is_not_refused() -> None:
    """Nor taken for delivered: what tells of both is a person's to read, before a second copy leaves."""
    assert receipt("Attempt 1: busy. Attempt 2: delivered successfully.").outcome == "unknown"
    assert receipt("Upptaget 02:10.\r\nLevererat 02:14.").outcome == "unknown"


@pytest.mark.parametrize(
    ("listed", "outcome", "pages"),
    [
        ("Page 1 of 3 ok\r\nPage 2 of 3 ok\r\nPage 3 of 3 ok", "delivered", (3, 3)),
        ("Sida 1 av 3 sänd 02:10, sida 2 av 3 sänd 02:11, sida 3 av 3 sänd 02:12", "delivered", (3, 3)),
        ("Page 1/3: OK 25 s\r\nPage 2/3: OK", "partial", (2, 3)),
        ("Pages: 3/3\r\n> Sida 1 av 3", "delivered", (3, 3)),
        ("Pages: 2 of 3\r\nPage 1 of 1 of this mail", "partial", (2, 3)),
    ],
)
def test_pages_told_one_by_one_are_counted_together(listed: str, outcome: str, pages: tuple[int, int]) -> None:
    """The first of three is no part of a fax that came whole; our own quoted pages are none of the gateway's."""
    read = receipt(f"Your fax was delivered successfully.\r\n{listed}")
    assert (read.outcome, read.pages) == (outcome, pages)


def test_our_own_words_quoted_tell_nothing() -> None:
    """What the gateway quotes of ours is not its answer."""
    assert receipt("> delivered successfully\r\nNumret var upptaget.").outcome == "busy"


@pytest.mark.parametrize(
    ("sender", "trusted"),
    [
        ("fax@fax.example", True), ("x@mail.fax.example", True), ("fax@notfax.example", False),
        ("fax@fax.example.evil.example", False), ("fax.example@evil.example", False), ("", False),
        ('"fax@fax.example" <x@evil.example>', False),
    ],
)  # fmt: skip
def test_who_is_believed(sender: str, trusted: bool) -> None:
    """The gateway's domain and what lies under it, nobody who looks like it."""
    assert receipt("Levererat.", sender=sender).trusted is trusted


def test_which_attempt_it_is_about() -> None:
    """By our Message-ID before any other sign of the same shape; without either it is no receipt."""
    other = "zyxwvutsrqponmlkjihgfedcba"
    both = receipt(f"Job {other}\r\nIn reply to {OURS}: levererat", subject="x")
    assert (both.token, both.message_id) == (TOKEN, OURS)
    assert receipt("Levererat", subject=f"Re: NAL-KXTR-PNDA 1 {TOKEN.upper()}").token == TOKEN
    assert receipts.read(arrival.unpack(b"Subject: Levererat\r\n\r\nLevererat.\r\n"), DIALECT) is None
    foreign = b"Subject: x\r\nIn-Reply-To: <NAL.1.x@evil.example>\r\n\r\nLevererat.\r\n"
    assert receipts.read(arrival.unpack(foreign), DIALECT) is None


def dsn(action: str, status: str) -> bytes:
    """A status notification as a mail server writes it, with the heads of our mail."""
    return (
        "From: MAILER-DAEMON@fax.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
        "\r\n--b\r\nContent-Type: text/plain\r\n\r\nYour mail was delivered successfully or not.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; fax.example\r\n\r\n"
        f"Final-Recipient: rfc822; +46313900610@fax.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {OURS}\r\nSubject: NAL-KXTR-PNDA\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("action", "status", "relayed", "faxed"),
    [
        ("delivered", "2.0.0", "accepted", "delivered"), ("relayed", "2.0.0", "accepted", "accepted"),
        ("expanded", "2.0.0", "accepted", "accepted"), ("delayed", "4.4.1", "in_progress", "in_progress"),
        ("failed", "5.1.1", "bad_number", "bad_number"), ("failed", "4.4.7", "line_fault", "line_fault"),
        ("odd", "2.0.0", "unknown", "unknown"),
    ],
)  # fmt: skip
def test_status_notifications(action: str, status: str, relayed: str, faxed: str) -> None:
    """A mail server's "delivered" is a fax only where the dialect says so."""
    for meaning, expected in (("relayed", relayed), ("faxed", faxed)):
        dialect = replace(DIALECT, success_dsn=meaning)
        read = receipts.read(arrival.unpack(dsn(action, status)), dialect)
        assert read is not None
        assert (read.outcome, read.token, read.message_id) == (expected, TOKEN, OURS)

"""A mail on its way out, against a server that misbehaves on demand: every stage, every ending, every certificate."""

from __future__ import annotations

import email
import time
from collections.abc import Callable
from dataclasses import replace
from email import policy
from pathlib import Path

import pytest
import servers

from config.settings import Secret, Security, Smtp
from outbound import mail
from outbound.mail import Deferred, Message, Refused, Uncertain

TOKEN = "abcdefghijklmnopqrstuvwxyz"
LETTER = Message(
    sender="reservfax@nal.example", recipient="+46313900610@fax.example",
    message_id=f"<NAL-KXTR-PNDA.1.{TOKEN}@nal.example>", subject=f"NAL-KXTR-PNDA 1 {TOKEN}",
    file_name="NAL-KXTR-PNDA.tif", content=b"II*\0" + bytes(range(256)) * 40 + b"\r\n.\r\n.x\n\r",
    content_type="image/tiff",
)  # fmt: skip
Ending = tuple[type[Exception], str, int]


def way(server: servers.Smtp, security: Security = "plain", **other: object) -> Smtp:
    """The settings that lead to a server."""
    made = Smtp("127.0.0.1", server.port, security, "", Secret(""), None, 2.0)
    return replace(made, **other)


def ending(
    server: servers.Smtp, committed: list[int] | None = None, /, *, security: Security = "plain", **other: object
) -> Ending:
    """How a hand-over ended, and whether the attempt had been committed before."""
    kept = [] if committed is None else committed
    with pytest.raises((Deferred, Refused, Uncertain)) as caught:
        mail.deliver(LETTER, way(server, security, **other), commit=lambda: kept.append(len(server.taken)))
    return caught.type, caught.value.stage, getattr(caught.value, "code", 0)


BEFORE: list[tuple[str, str, type[Exception], str, int]] = [
    ("connect", "421 later", Deferred, "connect", 421),
    ("connect", "554 never", Refused, "connect", 554),
    ("EHLO", "421 later", Deferred, "connect", 421),
    ("MAIL", "451 later", Deferred, "sender", 451),
    ("MAIL", "552 too large", Refused, "sender", 552),
    ("MAIL", "what", Deferred, "sender", 0),
    ("RCPT", "450 later", Deferred, "recipient", 450),
    ("RCPT", "550 no such fax", Refused, "recipient", 550),
]


@pytest.mark.parametrize(("word", "reply", "kind", "stage", "code"), BEFORE)
def test_before_data_nothing_is_committed(word: str, reply: str, kind: type[Exception], stage: str, code: int) -> None:
    """A no before DATA is told by stage and code; the attempt was not even begun."""
    committed: list[int] = []
    replies = {word: reply} | ({"HELO": reply} if word == "EHLO" else {})
    with servers.smtp(replies=replies) as server:
        assert ending(server, committed) == (kind, stage, code)
        assert (server.taken, committed) == ([], [])


@pytest.mark.parametrize(("word", "stage"), [("EHLO", "connect"), ("MAIL", "sender"), ("RCPT", "recipient")])
@pytest.mark.parametrize("how", ["drop", "hang"])
def test_a_line_lost_before_data_may_be_tried_again(word: str, stage: str, how: str) -> None:
    """Dropped or silent: nothing was sent."""
    with servers.smtp(drop=word) if how == "drop" else servers.smtp(hang=word) as server:
        assert ending(server, timeout=0.4) == (Deferred, stage, 0)
        assert server.taken == []


def test_a_silent_or_missing_server_is_tried_again() -> None:
    """No greeting, and no server at all."""
    with servers.smtp(hang="connect") as server:
        assert ending(server, timeout=0.3) == (Deferred, "connect", 0)
    assert ending(server) == (Deferred, "connect", 0)


AFTER: list[tuple[servers.Manners, Ending, int]] = [
    ({"replies": {"DATA": "451 later"}}, (Deferred, "data", 451), 0),
    ({"replies": {"DATA": "554 never"}}, (Refused, "data", 554), 0),
    ({"replies": {"DATA": "what"}}, (Deferred, "data", 0), 0),
    ({"drop": "DATA"}, (Uncertain, "data", 0), 0),
    ({"hang": "DATA"}, (Uncertain, "data", 0), 0),
    ({"drop": "body"}, (Uncertain, "data", 0), 0),
    ({"drop": "."}, (Uncertain, "data", 0), 1),
    ({"hang": "."}, (Uncertain, "data", 0), 1),
    ({"replies": {".": "what"}}, (Uncertain, "data", 0), 1),
    ({"replies": {".": "354 more"}}, (Uncertain, "data", 0), 1),
    ({"replies": {".": "452 full"}}, (Deferred, "data", 452), 1),
    ({"replies": {".": "554 virus"}}, (Refused, "data", 554), 1),
]


@pytest.mark.parametrize(("how", "expected", "taken"), AFTER)
def test_from_data_on_only_an_answer_is_an_answer(how: servers.Manners, expected: Ending, taken: int) -> None:
    """Committed before the first byte; what ends without a clear answer is never called unsent."""
    committed: list[int] = []
    with servers.smtp(**how) as server:
        assert ending(server, committed, timeout=0.5) == expected
        assert committed == [0]
        assert len(server.taken) == taken


def test_what_the_commit_raises_stops_the_mail() -> None:
    """An attempt that could not be written down is not begun."""

    def fail() -> None:
        raise KeyError("ledger")

    with servers.smtp() as server:
        with pytest.raises(KeyError):
            mail.deliver(LETTER, way(server), commit=fail)
        assert "DATA" not in server.commands


def test_the_bytes_on_the_wire() -> None:
    """Fixed Message-ID, one recipient, an empty body, one attachment equal byte for byte, dots and line ends too."""
    with servers.smtp(delay=0.2) as server:
        begun = time.monotonic()
        assert mail.deliver(LETTER, way(server), commit=lambda: None) == "250 queued as 1"
        assert time.monotonic() - begun > 0.6
        (raw,) = server.taken
    assert [word for word in server.commands if word in ("MAIL", "RCPT", "DATA")] == ["MAIL", "RCPT", "DATA"]
    read = email.message_from_bytes(raw, policy=policy.default)
    assert (read["Message-ID"], read["Subject"], read["To"]) == (LETTER.message_id, LETTER.subject, LETTER.recipient)
    assert read["Date"].datetime.tzinfo is not None
    (part,) = read.iter_attachments()
    assert (part.get_payload(decode=True), part.get_filename()) == (LETTER.content, LETTER.file_name)
    body = read.get_body()
    assert body is not None
    assert (part.get_content_type(), body.get_content().strip()) == ("image/tiff", "")
    assert all(len(line) < 999 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("field", ["subject", "recipient", "message_id", "sender"])
def test_a_line_break_in_a_header_is_no_mail(field: str) -> None:
    """Nothing can be smuggled into the heads."""
    with servers.smtp() as server:
        smuggling = replace(LETTER, **{field: "a@b.example\r\nBcc: c@d.example"})
        with pytest.raises(ValueError, match="Header"):
            mail.deliver(smuggling, way(server), commit=lambda: None)
        assert server.commands == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_verified_certificate_carries_the_mail(security: Security, tmp_path: Path) -> None:
    """With the hospital's own authority named, both kinds of TLS work."""
    context, authority = servers.certificate(tmp_path)
    with servers.smtp(tls=context, implicit=security == "tls") as server:
        told = mail.deliver(LETTER, way(server, security, cafile=authority), commit=lambda: None)
        assert told.startswith("250")
        assert len(server.taken) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["untrusted", "name"])
def test_a_wrong_certificate_gets_nothing(security: Security, fault: str, tmp_path: Path) -> None:
    """Not vouched for, or made out to another host: refused before anything is sent, and not tried in a loop."""
    context, authority = servers.certificate(tmp_path)
    other: dict[str, object] = {"host": "localhost", "cafile": authority} if fault == "name" else {}
    with servers.smtp(tls=context, implicit=security == "tls") as server:
        assert ending(server, security=security, **other) == (Refused, "tls", 0)
        assert not {"MAIL", "AUTH", "DATA"} & set(server.commands)


def test_without_starttls_nothing_is_said(tmp_path: Path) -> None:
    """A server, or somebody between, that hides STARTTLS gets neither password nor mail."""
    with servers.smtp() as server:
        assert ending(server, security="starttls", user="fax", password=Secret("x")) == (Refused, "tls", 0)
        assert set(server.commands) == {"EHLO"}
    context, _ = servers.certificate(tmp_path)
    with servers.smtp(tls=context, replies={"STARTTLS": "454 later"}) as server:
        assert ending(server, security="starttls") == (Deferred, "tls", 454)


LOGIN: list[tuple[str, Ending]] = [
    ("535 wrong", (Refused, "login", 535)), ("454 later", (Deferred, "login", 454)),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "expected"), LOGIN)
def test_a_log_in_that_fails(reply: str, expected: Ending) -> None:
    """A wrong password is refused; a log-in that is down for now is tried again."""
    with servers.smtp(extensions=("AUTH PLAIN",), replies={"AUTH": reply}) as server:
        assert ending(server, user="fax", password=Secret("hemligt")) == expected
        assert "MAIL" not in server.commands


def test_check_sends_nothing() -> None:
    """The check of the surroundings speaks to the server and hands in nothing."""
    check: Callable[[Smtp], None] = mail.check
    with servers.smtp() as server:
        check(way(server))
        assert server.commands == ["EHLO"]
    with pytest.raises(Deferred):
        check(way(server))

"""A mail taken apart: every part on every level, by what its bytes are and never by what it calls itself.

Believes no header; what can't be parsed is still a letter, with its defects named.
"""

from __future__ import annotations

import base64
import codecs
import email
import email.errors
import email.policy
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Any, Final, cast

from inbound import winmail, wrapped
from ocr import pages
from ocr.pages import Format

LARGEST: Final = 40 * 1024**2
MOST_PARTS: Final = 200
LONGEST_TEXT: Final = 200_000
# Deeper nesting than any mail has; the library's own parser recurses.
DEEPEST: Final = 40
_TOKEN: Final = re.compile(r"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])")
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{3,250}>")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
# Neither runs past the next "<": a text of nothing but those would take for ever.
_BREAK: Final = re.compile(r"<(?:br|/p|/tr|/div|/li|/h\d|/title|/table)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_LINK: Final = re.compile(r"https?://[^\s<>\"']{4,}", re.IGNORECASE)
_HREF: Final = re.compile(rb"<a\b[^<>]*\bhref\s*=\s*[\"']?\s*https?://", re.IGNORECASE)
# Coded bytes that nobody decoded: long enough to be no word, and nothing else beside them.
_BASE64: Final = re.compile(rb"\s*(?:[A-Za-z0-9+/]{40,}\s+){2,}[A-Za-z0-9+/]+={0,2}\s*")
_MAIL: Final = re.compile(
    rb"\s{0,4}(?:[!-9;-~]{1,60}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n)*){0,60}?"
    rb"(?:MIME-Version|Received|Message-ID|Content-Type):",
    re.IGNORECASE,
)
# A signature of the mail itself: nobody needs to open it.
_SEALS: Final = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
# A picture within the text that is smaller than this is a letterhead: a page of so few dots or bytes holds no print.
_ORNAMENT_DOTS: Final = 800
_ORNAMENT_BYTES: Final = 12_000
# What the library's parser raises for mails that it did not expect.
_STUMBLES: Final = (
    ValueError, LookupError, RecursionError, TypeError, AttributeError, AssertionError, email.errors.MessageError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the mail that is not running text. `name` is only for people's eyes, never a path."""

    name: str
    data: bytes
    format: Format


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as we use it. `text` is all its text; `message_ids` and `tokens` are what headers and text quote.

    `has_link`: its text points to something that is fetched elsewhere.
    """

    message_id: str
    sender: str
    subject: str
    date: str
    text: str
    kind: str
    parts: tuple[Part, ...]
    defects: tuple[str, ...]
    message_ids: tuple[str, ...]
    tokens: tuple[str, ...]
    has_link: bool = False


def unpack(raw: bytes) -> Letter:
    """The letter in the bytes of a mail. Raises nothing for what mail can be; defects are closed words."""
    if len(raw) > LARGEST or raw.count(b"boundary=") > DEEPEST:
        return _bare(("too_large" if len(raw) > LARGEST else "too_deep",))
    try:
        return _letter(_message(raw.removeprefix(codecs.BOM_UTF8)))
    except _STUMBLES:
        return _bare(("unparsable",))


def _message(raw: bytes) -> Message:
    return email.message_from_bytes(raw, policy=email.policy.compat32)


def _letter(message: Message) -> Letter:
    leaves = list(_leaves(message, 0))
    texts = [_text(leaf) for leaf in leaves if leaf.is_text] + list(_inner_headers(message))
    texts += [leaf.hidden.text for leaf in leaves if leaf.hidden.text]
    parts = tuple(part for leaf in leaves for part in _parts(leaf))
    whole = "\n".join(texts)[:LONGEST_TEXT]
    subject = _header(message, "Subject")
    quoted = " ".join((subject, _header(message, "References"), _header(message, "In-Reply-To"), whole))
    return Letter(
        message_id=_header(message, "Message-ID"),
        sender=_address(_header(message, "From")),
        subject=subject,
        date=_header(message, "Date"),
        text=whole,
        kind=f"{message.get_content_type()}; {message.get_param('report-type') or ''}",
        parts=parts[:MOST_PARTS],
        defects=_defects(message, *(leaf.head for leaf in leaves)),
        message_ids=tuple(dict.fromkeys(_MESSAGE_ID.findall(quoted))),
        tokens=tuple(dict.fromkeys(_TOKEN.findall(quoted.lower()))),
        has_link=_LINK.search(whole) is not None or any(map(_points_elsewhere, leaves)),
    )


def _defects(*heads: Message) -> tuple[str, ...]:
    return tuple(sorted({type(defect).__name__ for head in heads for defect in head.defects}))


def _bare(defects: tuple[str, ...]) -> Letter:
    return Letter("", "", "", "", "", "", (), defects, (), ())


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part that is not a container, decoded once; `hidden` is what Outlook or an archive wraps in it.

    `veiled`: its header did not say that its bytes were coded.
    """

    head: Message
    data: bytes
    format: Format
    hidden: winmail.Opened
    veiled: bool

    @classmethod
    def of(cls, head: Message) -> _Leaf:
        """The leaf of a part. What it is, its bytes tell."""
        found = head.get_payload(decode=True)
        plain = found if isinstance(found, bytes) else b""
        data = _unveiled(plain)
        return cls(head, data, pages.sniff(data), _hidden(data), data is not plain)

    @property
    def is_text(self) -> bool:
        """Whether it is words of the mail."""
        return self.head.get_content_maintype() in ("text", "message") and self.format in ("text", "unknown")


def _unveiled(data: bytes) -> bytes:
    """A document or a mail that lies in base64 although its header names no coding, or names it badly."""
    if not _BASE64.fullmatch(data):
        return data
    try:
        decoded = base64.b64decode(data)
    except ValueError:
        return data
    return decoded if _is_mail(decoded) or pages.sniff(decoded) not in ("text", "unknown") else data


def _hidden(data: bytes) -> winmail.Opened:
    """What lies in Outlook's wrapping or in an archive; nothing where it is neither."""
    if data.startswith(winmail.SIGNATURE):
        return winmail.opened(data)
    return winmail.Opened("", wrapped.files(data, LARGEST))


def _is_mail(data: bytes) -> bool:
    """Whether the bytes begin as a mail or a part of one does."""
    return _MAIL.match(data) is not None


def _nested(leaf: _Leaf) -> bytes:
    """The mail that a leaf is: one attached as any file is, or signed in one piece. Its own words are none."""
    if leaf.is_text and not leaf.veiled:
        return b""
    inner = wrapped.signed(leaf.data) or leaf.data
    return inner if _is_mail(inner) and inner.count(b"boundary=") <= DEEPEST else b""


def _leaves(message: Any, depth: int) -> Iterator[_Leaf]:
    """Every part that is not a container, through nested messages as well."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in cast(list[Any], payload):
            yield from _leaves(part, depth + 1)
        return
    leaf = _Leaf.of(message)
    inner = _nested(leaf)
    if inner:
        yield from _leaves(_message(inner), depth + 1)
    else:
        yield leaf


def _inner_headers(message: Message) -> Iterator[str]:
    """The headers of what lies inside a message part: a status notification says all it has to say in them, and a
    mail that came back is recognised by its own.
    """
    for part in message.walk():
        if part.get_content_maintype() == "message" and part.is_multipart():
            for inner in cast(list[Message], part.get_payload()):
                yield "\n".join(f"{name}: {_header(inner, name)}" for name in inner)


def _text(leaf: _Leaf) -> str:
    """The text of a leaf, whatever its charset claims; HTML without its tags."""
    words = _decoded(leaf.data[: 4 * LONGEST_TEXT], str(leaf.head.get_content_charset() or ""))
    return _without_tags(words) if leaf.head.get_content_subtype() == "html" else words


def _decoded(data: bytes, charset: str) -> str:
    """The bytes as words: what is UTF-8 is hardly anything else, and what is no charset at all is Windows's own."""
    wide = charset.lower().startswith(("utf-16", "utf-32", "utf16", "utf32"))
    guesses = (charset,) if b"\0" in data else ("utf-8", "" if wide else charset)
    for guess in filter(None, guesses):
        try:
            return data.decode(guess)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _points_elsewhere(leaf: _Leaf) -> bool:
    """Whether a page of HTML links to something: the place that it links to is not among its words."""
    return leaf.is_text and leaf.head.get_content_subtype() == "html" and _HREF.search(leaf.data) is not None


def _without_tags(words: str) -> str:
    """HTML as lines of words: a tag within one tears no sentence apart, and the source's line ends mean nothing."""
    lines = _BREAK.sub("\n", " ".join(words.split())).splitlines()
    return "\n".join(" ".join(html.unescape(_TAG.sub(" ", line)).split()) for line in lines)


def _parts(leaf: _Leaf) -> Iterator[Part]:
    """A leaf as documents: itself, or the files in it where it is a wrapping of them."""
    name = _file_name(leaf.head)
    if leaf.hidden.files:
        yield from (Part(_plain(inner), content, pages.sniff(content)) for inner, content in leaf.hidden.files)
    elif _is_document(leaf, name):
        yield Part(_plain(name), leaf.data, leaf.format)


def _is_document(leaf: _Leaf, name: str) -> bool:
    """By its first bytes, or because it is attached under a name."""
    if leaf.head.get_content_type() in _SEALS or _is_ornament(leaf):
        return False
    return leaf.format not in ("text", "unknown") or (bool(name) and not leaf.is_text)


def _is_ornament(leaf: _Leaf) -> bool:
    """A small picture that the text shows, such as a letterhead. An attached one is never taken for that."""
    shown = "Content-ID" in leaf.head and leaf.head.get_content_disposition() != "attachment"
    if not shown or leaf.head.get_content_maintype() != "image":
        return False
    if leaf.format == "png" and len(leaf.data) >= 24:
        return max(int.from_bytes(leaf.data[16:20]), int.from_bytes(leaf.data[20:24])) < _ORNAMENT_DOTS
    return len(leaf.data) < _ORNAMENT_BYTES


def _plain(name: str) -> str:
    return _CONTROL.sub(" ", name)[:200]


def _file_name(leaf: Message) -> str:
    """What the part is called; a name that the library stumbles over is none, and costs no fax."""
    try:
        return _unfolded(str(leaf.get_filename() or ""))
    except _STUMBLES:
        return "?"


def _header(message: Message, name: str) -> str:
    """A header decoded."""
    return _unfolded(str(message.get(name, ""))[:4000])


def _unfolded(raw: str) -> str:
    """The text that a header's words in another charset stand for (RFC 2047)."""
    try:
        holder = EmailMessage()
        holder["Subject"] = _CONTROL.sub(" ", raw)
        return str(holder["Subject"]).strip()
    except _STUMBLES:
        return _CONTROL.sub(" ", raw).strip()


def _address(text: str) -> str:
    """The plain address in a From header, in small letters."""
    found = re.search(r"[A-Za-z0-9._%+=-]+@[A-Za-z0-9.-]+", text.rpartition("<")[2] or text)
    return found.group().lower() if found else ""

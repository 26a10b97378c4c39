"""A mail taken apart: every part on every level, by what its bytes are and never by what it calls itself.

Believes no header; what can't be parsed is still a letter, with its defects named.
"""

from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Any, Final, cast

from inbound import winmail
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
# A signature of the mail itself: nobody needs to open it.
_SEALS: Final = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
# A picture within the text that is smaller than this is a letterhead: a page of so few dots or bytes holds no print.
_ORNAMENT_DOTS: Final = 800
_ORNAMENT_BYTES: Final = 12_000
_STUMBLES: Final = (ValueError, LookupError, RecursionError, TypeError, AttributeError, AssertionError)


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
        return _letter(email.message_from_bytes(raw, policy=email.policy.compat32))
    except _STUMBLES:
        return _bare(("unparsable",))


def _letter(message: Message) -> Letter:
    leaves = list(_leaves(message, 0))
    texts = [_text(leaf) for leaf in leaves if leaf.is_text] + list(_inner_headers(message))
    texts += [leaf.wrapped.text for leaf in leaves if leaf.wrapped is not None]
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
        has_link=_LINK.search(whole) is not None,
    )


def _defects(*heads: Message) -> tuple[str, ...]:
    return tuple(sorted({type(defect).__name__ for head in heads for defect in head.defects}))


def _bare(defects: tuple[str, ...]) -> Letter:
    return Letter("", "", "", "", "", "", (), defects, (), ())


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part that is not a container, decoded once; `wrapped` is what Outlook hid in it."""

    head: Message
    data: bytes
    format: Format
    wrapped: winmail.Opened | None

    @classmethod
    def of(cls, head: Message) -> _Leaf:
        """The leaf of a part. What it is, its bytes tell."""
        found = head.get_payload(decode=True)
        data = found if isinstance(found, bytes) else b""
        wrapped = winmail.opened(data) if data.startswith(winmail.SIGNATURE) else None
        return cls(head, data, pages.sniff(data), wrapped)

    @property
    def is_text(self) -> bool:
        """Whether it is words of the mail."""
        return self.head.get_content_maintype() in ("text", "message") and self.format in ("text", "unknown")


def _leaves(message: Any, depth: int) -> Iterator[_Leaf]:
    """Every part that is not a container, through nested messages as well."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in cast(list[Any], payload):
            yield from _leaves(part, depth + 1)
    else:
        yield _Leaf.of(message)


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
    data = leaf.data[: 4 * LONGEST_TEXT]
    try:
        words = data.decode(str(leaf.head.get_content_charset() or "utf-8"), "replace")
    except (LookupError, ValueError):
        words = data.decode("utf-8", "replace")
    return _without_tags(words) if leaf.head.get_content_subtype() == "html" else words


def _without_tags(words: str) -> str:
    """HTML as lines of words: a tag within one tears no sentence apart, and the source's line ends mean nothing."""
    lines = _BREAK.sub("\n", " ".join(words.split())).splitlines()
    return "\n".join(" ".join(html.unescape(_TAG.sub(" ", line)).split()) for line in lines)


def _parts(leaf: _Leaf) -> Iterator[Part]:
    """A leaf as documents: itself, or the files in it where it is Outlook's own wrapping of them."""
    name = _file_name(leaf.head)
    if leaf.wrapped is not None and leaf.wrapped.files:
        yield from (Part(_plain(inner), content, pages.sniff(content)) for inner, content in leaf.wrapped.files)
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
        return str(leaf.get_filename() or "")
    except _STUMBLES:
        return "?"


def _header(message: Message, name: str) -> str:
    """A header decoded; one that the library stumbles over is empty."""
    raw = str(message.get(name, ""))[:4000]
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

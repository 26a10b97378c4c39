"""The characters of a text file, whatever it was saved as: UTF-8, Windows-1252 or 8859/1, and Notepad's "Unicode"."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

# Of Latin letters in UTF-16 nearly every other byte is nought; in no other text is any.
_NOUGHTS: Final = 0.7
_HEAD: Final = 4096
# A character reference of HTML and XML.
_REFERENCE: Final = re.compile(r"&(?:#\d{2,6}|#x[0-9A-Fa-f]{2,5}|[A-Za-z]{3,8});")
# The two bytes of a Latin letter in UTF-8, as signs of Windows-1252.
_TWICE: Final = re.compile("[\u00c2\u00c3][^\\x00-\\x7f]")


def text(data: bytes) -> str:
    """The text without its byte order mark. Raises nothing: in 8859/1 every byte is a sign."""
    for charset in (_wide(data), "utf-8-sig", "cp1252"):
        try:
            if charset:
                return _decoded_once(data.decode(charset).removeprefix("\ufeff"))
        except UnicodeDecodeError:
            continue
    return data.decode("iso-8859-1")


def _decoded_once(text: str) -> str:
    """The text with plain letters: UTF-8 taken for Windows-1252 and saved again ("RÃ¶ntgen"), and "&#197;sa" or
    "&Aring;sa" as markup spells it, are put right.
    """
    text = _REFERENCE.sub(_letter, text)
    letters = {pair: _once(pair) for pair in set(_TWICE.findall(text))}
    if not any(letter in "åäöÅÄÖ" for letter in letters.values()):
        return text
    return _TWICE.sub(lambda pair: letters[pair.group()], text)


def _letter(reference: re.Match[str]) -> str:
    """The letter that a reference stands for; itself where it stands for another sign."""
    sign = html.unescape(reference.group())
    return sign if sign.isalpha() else reference.group()


def _once(pair: str) -> str:
    """The one letter that two stand for; the two themselves where they are none."""
    try:
        return pair.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return pair


def folded(text: str) -> str:
    """The text with signs that the eye doesn't see or tell apart made alike: soft hyphens and blanks of no width
    gone, every short dash a hyphen, full-width letters and figures as all others, composed accents.

    A name or a number that is broken by one would not be known. Facts stay: "µ", "²" and "½" are left.
    """
    plain = unicodedata.normalize("NFC", text).translate(_FOLDED)
    return _WIDE.sub(lambda sign: unicodedata.normalize("NFKC", sign.group()), plain)


_FOLDED: Final = {
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " "),
}
_WIDE: Final = re.compile("[\uff01-\uff5e]+")


def narrow(data: bytes) -> bytes:
    """The same text in UTF-8 if it was saved in UTF-16; everything else as it is."""
    return text(data).encode() if _wide(data) else data


def _wide(data: bytes) -> str:
    """The name of the UTF-16 that the data is in, by its mark or by where its noughts are; else nothing."""
    for mark, charset in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return charset
    head = data[: min(len(data), _HEAD) // 2 * 2]
    low, high = (head[place::2].count(0) > _NOUGHTS * len(head) / 2 for place in (1, 0))
    return "" if low == high else "utf-16-le" if low else "utf-16-be"

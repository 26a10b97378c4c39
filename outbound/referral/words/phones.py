"""Whose telephone a number is: the staff's, the patient's or a relative's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from ocr import identifiers
from outbound.lexicon import people
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words import kinds, titles, units, value_shapes

# Whose a telephone is; "" where nothing tells.
Owner = Literal["staff", "private", ""]
# What is said of a number ends with the sentence, the number before it, or a stroke between two.
_APART: Final = re.compile(r"[.;!?]\s|\s/\s|\d{3}")
# Who writes is the staff, whatever kind of telephone it is.
_SELF: Final = re.compile(
    r"(?<!\w)(?:till mig|mig på|oss på|(?:via|hos|till) oss|min mobil|mitt (?:nr|nummer|telefonnummer)|"
    r"vår (?:enhet|avdelning|klinik)|(?:telefonen|numret|nummer|telefon) som gäller|"
    r"jag (?:själv|har|nås|på|sitter på)|vi (?:nås|svarar|har|på)|når (?:mig|oss)|tillbaka på|"
    r"sök(?:s|er)?(?: mig)?(?: på)?|"
    r"jag (?:är|sitter|finns|svarar|jobbar)(?:\s[\w,]+){0,7}\s(?:svarar|nås|finns|går att nå)\spå|"
    r"jag\s(?:är|sitter|jobbar)(?:\s[\w,]+){0,9}\snås\s(?:tel|tfn|telefon|mobil)\w*)(?!\w)",
    re.IGNORECASE,
)
# Somebody near, and whoever cares for the patient at home.
_KIN: Final = re.compile(
    rf"(?<!\w)(?:{any_of('people.kin_before')}*{any_of('people.kin')}(?:n|en)?|mak[ae]n?|hustrun|personalen)(?!\w)",
    re.IGNORECASE,
)
# A doctor's title and one name, in whatever letters: "ring dr bäck 031-…". Nurses have homes for the old too.
_BY_TITLE: Final = re.compile(r"(?<![\w-])(?:dr|doktor|öl)\.?\s[\w-]+[\s:]*$", re.IGNORECASE)
# Whoever reads is asked to ring: nobody else asks them.
_ASKED: Final = re.compile(
    r"(?<!\w)(?:går bra att (?:ringa|nå)|ring (?:innan|när|före|så|gärna|först|direkt|ner|upp)|slå en signal)(?!\w)",
    re.IGNORECASE,
)
# Whomever the writer is going to ring: "Vi har lovat att ringa Rebecka på 070-…".
_PROMISED: Final = re.compile(
    r"(?<!\w)(?:vi|jag)\s(?:har\slovat|lovade|ska|skall|måste|kommer)(?:\s[a-zåäö]+){0,3}?\s(?:ringa|kontakta|höra\sav\soss\still|meddela)\s",
    re.IGNORECASE,
)
# Who is named so that nobody rings them; and who writes.
_NOBODY: Final = re.compile(r"(?<!\w)(?:inte|ej)\s(?!privat|hem|mobil)\w+", re.IGNORECASE)
_ME: Final = re.compile(r"(?<!\w)(?:mig|undertecknad)(?!\w)", re.IGNORECASE)
# "070-… (pat)", "031-… till avdelningen": said behind the number, before the next one.
_BEHIND: Final = re.compile(r"\s?\([^)\d]{2,30}\)|\s(?:jour|snabb|direkt)\w*|\s(?:dect|sökare)(?!\w)", re.IGNORECASE)
# "Dottern ringer ofta men ni får ringa mig": what comes behind "men" is told of somebody else.
_TO_ME: Final = re.compile(
    r"(?<!\w)men\s(?:ni|du|man)\s(?:\w+\s){0,2}(?:ringa?|nå|når|sök|söka)\s(?:till\s)?(?:mig|oss)\W*$"
)
# "Skicka ej hem patienten utan svar - ring 031-…".
_ANSWER_FIRST: Final = re.compile(r"(?<!\w)utan\s(?:svar|besked)\W{1,4}ring\W*$", re.IGNORECASE)
# Who is on call has a mobile too: "Kir bakjour Ek mobil 070-…".
_ON_CALL: Final = re.compile(
    r"(?<!\w)(?:\w*jour|\w*läk(?:are)?|dr)\.?\s(?:[A-ZÅÄÖ][\wåäöé-]+,?\s){1,2}mobil\w*[.:]?\s*$"
)
# Whoever lies in a ward may have a mobile there.
_LIES: Final = re.compile(r"(?<!\w)(?:han|hon|hen|ligger|vårdas|inlagd|bor|finns)(?!\w)", re.IGNORECASE)
# Where a part of a sentence ends.
_CLAUSE: Final = re.compile(r"[.;!?]\s|,\s|\sfrån\s")
# A name and what they are to the patient: nobody of the staff ("Ringt av: Lena Ask, dotter").
_SIGNED_BY_KIN: Final = re.compile(
    # "Signe Brorsson" is no nephew of hers.
    r"(?:[A-ZÅÄÖ][\w'’-]+\s){0,2}[A-ZÅÄÖ][\w'’-]+(?:,\s|\s\(|\s(?=[a-zåäö]))"
    rf"(?i:{people.RELATION}|vårdnadshavare|god man|närstående)(?=[).,;\n]|$)\)?"
)
# Four figures or five, also in groups, and no emergency number, time, span or measure.
_SWITCHBOARD: Final = (
    r"(?!1177|1414|(?:19|20)\d\d(?!\d))[1-9](?:\d{3,4}|\s\d{3,4}|\d\s\d{3}|\d?\s\d\d\s\d\d)"
    r"(?![\w/:-]|[.,]\d|\s?\d|\s?(?:min|tim|h|kl|kg|g|mg|ml|E)(?!\w))"
)
# A number inside the hospital, which its switchboard knows: "sökare 4471", "DECT 73 460", "ankn. 22 418".
_INTERNAL: Final = re.compile(
    r"(?<![\w-])(?:(?:pers(?:on)?\.?\s?)?sök(?:are|arnr|nr)?|snr|snabb(?:nr|nummer|val|tel|telefon)?|dect|pager|dosan?|minicall|pip|(?:tel|tfn)?ankn?(?:ytning)?"
    r"|kort(?:nr)?|internnr)[.:]?\s?(?:nr\.?\s)?(?<!\d)\d(?:[ -]?\d){2,6}(?![\w/-]|[.,]\d| ?\d)"
    # What may stand before any telephone needs as many figures as a switchboard gives: "tel 27750", "svar till 4135".
    rf"|(?<!\w)(?:(?:tel|tfn|telefon)(?:[.:]?\s(?:till\s)?avd\w*)?|ring|larm|direkt|pers|(?:svara?|ring)\s(?:till|t|på)|\d{{2,4}}-?\s?(?:växeln?|vx),?)[.:]?\s{{1,2}}{_SWITCHBOARD}",
    re.IGNORECASE,
)
_PLAINLY: Final = re.compile(r"^(?:tel|tfn|telefon)[.:]?\s+(?:till\s)?", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"(?:^|[/,.]|\s{2})\s?(?P<name>(?:[Dd]r\.?\s)?[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+){1,2})[\s,]*$"
)
_EXTENSION: Final = re.compile(r"(?P<number>[1-9]\d{0,2}(?:[ -]?\d{2,3}){1,2})(?:\s\(?(?:internt?|int)\.?\)?)?")
_AT_END: Final = re.compile(r"(?:^|[\s,])(?P<number>\d-\d{4}|[1-9]\d\s?\d{3})[\s.]*$")
# The same right behind a name: "Infektionsjour Bo Ek 2 71 05".
_BEHIND_NAME: Final = re.compile(
    r"[\s,:]{1,3}(?:tel|tfn|ring|nås på|på)?\s?"
    r"(?P<number>[1-9]\d?\s\d{2,3}(?:\s\d\d)?|(?!(?:19|20)\d\d)[1-9]\d{3,4})(?![\d/:-]|\.\d|\s\d)"
)
_LEAST_INSIDE: Final = 5
# What leads to a number.
_LEADS: Final = r"(?:(?:svar(?:as)?\s)?(?:per\s)?(?:tfn|tel|telefon)(?:\s(?:till|till mig|direkt))?|nås på|ring|via|på)"


def found(value: str) -> tuple[str, ...]:
    """The telephone numbers in a text, as they are written."""
    return tuple(phone for phone, _ in owned(value))


def internal(value: str) -> str:
    """The first number inside the hospital that a text names, with the word before it; "" if it names none.

    Of words that stand before any telephone none: it is printed behind one.
    """
    match = _INTERNAL.search(value)
    return _PLAINLY.sub("", match.group()) if match is not None else ""


def paged(value: str) -> str:
    """Whoever a line names right before a number inside the hospital at its end; "" if it names nobody."""
    number = _INTERNAL.search(value)
    named = (
        _NAMED.search(value[: number.start()]) if number is not None and not value[number.end() :].strip(" .") else None
    )
    return named["name"] if named is not None else ""


def extension(value: str) -> str:
    """The value, if it is a number inside the hospital and nothing else: "2 44 19"."""
    match = _EXTENSION.fullmatch(value.strip())
    return match["number"] if match is not None else ""


def at_end(line: str) -> str:
    """The number inside the hospital that a line ends with, without a word for it: "kir CSK Ronja Malm 90226"."""
    match = _AT_END.search(line)
    return match["number"] if match is not None else ""


def behind_name(value: str, name: str) -> str:
    """The number inside the hospital that a text gives right behind a name of the staff's; "" if it gives none."""
    match = _BEHIND_NAME.match(value.partition(name)[2]) if name else None
    number = match["number"] if match is not None else ""
    return number if number.isdigit() or len(identifiers.digits(number)) >= _LEAST_INSIDE else ""


def owned(value: str) -> Iterator[tuple[str, Owner]]:
    """Each telephone number in a text, and whose it is by the words before it and in brackets behind."""
    end = 0
    for finding in identifiers.find(value):
        if finding.category is not identifiers.Category.PHONE:
            continue
        behind = _BEHIND.match(value, finding.end)
        said = _APART.split(value[end : finding.start])[-1] + (behind.group() if behind else "")
        end = behind.end() if behind else finding.end
        phone, whose = value[finding.start : finding.end].strip(), owner(said)
        theirs = (
            whose == "staff" and value_shapes.MOBILE.match(phone) and kinds.is_lying(said) and not _SELF.search(said)
        )
        yield phone, "private" if theirs else whose


def owner(said: str) -> Owner:
    """Whose a number is by the words beside it: patient or relatives before staff; "" if they say nothing of that."""
    said = _NOBODY.sub("", said.replace("_", " "))
    if (
        _TO_ME.search(said)
        or _ANSWER_FIRST.search(said)
        or is_of_unit(said)
        or (_ON_CALL.search(said) and not (_KIN.search(said) or kinds.is_elsewhere(said)))
    ):
        return "staff"
    if (_SELF.search(said) and _KIN.search(said)) or _PROMISED.search(said):
        return "private"
    if _BY_TITLE.search(part := re.split(r"[.,;]\s", said)[-1]) and not (_KIN.search(part) or kinds.is_private(part)):
        return "staff"
    if _SELF.search(said) or (_ME.search(said) and not kinds.is_private(said)):
        return "staff"
    return "private" if kinds.is_private(said) else "staff" if kinds.is_staff(said) or _ASKED.search(said) else ""


def is_to_writer(said: str) -> bool:
    """Whether the writer asks to be rung, right before a number, behind what a relative does."""
    return _TO_ME.search(said) is not None


def is_of_unit(said: str) -> bool:
    """Whether a unit, alone or behind a titled name, stands right before a number: "ring akuten Mora 070-…"."""
    part = _CLAUSE.split(said.rstrip(" ,:"))[-1]
    unit = units.in_prose(part) or units.first(part)
    others = _KIN.search(part) or kinds.is_private(part) or _LIES.search(part)
    return bool(unit) and part.endswith(unit) and not others


def public(value: str) -> str:
    """A staff field without the parts that give a private number: "jour 070-…, maken -659" loses the second."""
    value = _SIGNED_BY_KIN.sub("", value).strip(" ,;")
    private = [phone for phone, whose in owned(value) if whose == "private"]
    if not private and not kinds.is_private(value):
        return value
    parts = re.split(r"(?<=\w)\s*(?:[,;\n]|\.\s|\sel(?:ler)?\s|\s/\s)\s*", value)
    return ", ".join(
        part for part in parts if not kinds.is_private(part) and not re.fullmatch(r"\W*[\d\s-]{2,6}", part)
    )


def first_party(value: str) -> str:
    """A call-back without a second number that somebody else's name stands before: "…, efter kl 07 Ekbacken 070-…"."""
    parts = re.split(r"(,\s|\s(?:samt|och)\s)", value)
    kept = parts[:1]
    for joint, part in zip(parts[1::2], parts[2::2], strict=True):
        named = found(part) and re.search(r"[A-ZÅÄÖ][a-zåäö]{2,}", part)
        if named and not (titles.named(part) or kinds.is_staff(part) or units.first(part) or units.in_prose(part)):
            continue
        kept += [joint, part]
    return "".join(kept)


def national(phone: str) -> str:
    """The digits as one dials them in Sweden: +46 70 … and 0046 70 … begin with 070; others keep their country's."""
    digits = identifiers.digits(phone)
    return re.sub(r"^(?:00)?46(?:0)?", "0", digits) if re.match(r"\s*(?:\+|00)", phone) else digits


def without(value: str, numbers: Sequence[str]) -> str:
    """A text without these telephone numbers and what only leads to them ("tfn", "nås på")."""
    for number in (one for one in numbers if one in value):
        value = re.sub(rf"(?:[\s,;(]*(?:(?<!\w)(?i:{_LEADS}))?[.:]?\s*){re.escape(number)}\)?", "", value)
    return value.strip(" ,;:\n")

"""Where somebody lives, works or learns, and what homes and schools are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from outbound import lexicon
from outbound.anonymise import addresses
from outbound.anonymise.doors import doors
from outbound.anonymise.letters import plain
from outbound.anonymise.occupations import occupations
from outbound.anonymise.spans import Case, Span
from outbound.lexicon import people
from outbound.lexicon.vocabulary import any_of

_HOME: Final = re.compile(
    rf"(?i:(?<!\w){any_of('places.home')}(?:\s{any_of('places.home_between')}){{0,2}}"
    r"\s(?:i|på|från|vid|hos|till|utanför|nära)|(?<!\w)(?:bor|bosatt|bost|(?:hem|bostads)adress(?:en)?(?:\sär)?))\s+"
    r"(?P<place>[A-ZÅÄÖ][\wåäö-]+(?: [A-ZÅÄÖ][\wåäö-]+){0,2}(?: \d{1,3}(?!\d)(?:\s?[A-H](?!\w))?)?)"
)
# A road or a square, with a house's number or without.
_HOUSE_NUMBER: Final = r"(?:\s\d{1,4}\s?[A-H]?)?(?!\w)"
# "pendlar mellan Falköping och jobbet": nobody commutes from where they fell ill.
_COMMUTES: Final = re.compile(
    r"(?<!\w)(?i:(?:vecko|dag)?pendla[rdt]*e?)\s(?:[a-zåäö]+\s){0,2}(?:mellan|från|till)\s(?P<place>[A-ZÅÄÖ][\w-]+)"
)
_ROAD: Final = re.compile(
    rf"(?<!\w)(?![A-Z]{{2,4}}\d?-led)(?!(?i:{any_of('places.body_ways')})(?!\w))[A-ZÅÄÖ][\wåäö-]*{any_of('places.road_ends')}s?{_HOUSE_NUMBER}"
    rf"|(?<!\w)(?!(?:På|I|Vid|Under|Efter|Från|En|Nära)\s)[A-ZÅÄÖ][\wåäö-]+\s{any_of('places.road_words')}{_HOUSE_NUMBER}"
)
_CLUB: Final = re.compile(
    rf"(?<!\w)[A-ZÅÄÖ][\wåäö-]+\s{any_of('places.club_behind')}(?!\w)"
    rf"|(?<!\w)(?:[A-ZÅÄÖ][\wåäö-]+\s)?{any_of('places.club_before')}(?:\s[A-ZÅÄÖ][\wåäö-]+)+(?!\w)"
)
# What is no club: fibrillation (FF), cut short as notes do.
_FLUTTER: Final = re.compile(
    r"(?:EKG|Rytm|Puls|Telemetri)\sFF"
    r"|(?:\w+(?:t|a|nt|ent|alt|iskt|isk)|Nydeb\w*|Snabbt|Ev|Känt?)\.?\sFF|FF\s(?:[A-ZÅÄÖ]{2,4}|Waran|Eliquis)",
    re.IGNORECASE,
)
_SHOP: Final = re.compile(rf"(?<!\w){any_of('places.shop')}(?:\s[A-ZÅÄÖ][\wåäö-]+){{0,2}}(?!\w)")
_AUTHORITY: Final = re.compile(
    rf"(?i:(?<!\w){any_of('places.authority')}\w*\s(?P<at>(?:i|på|från|vid)\s)?)"
    r"(?P<place>[A-ZÅÄÖ][\wåäö-]+(?:\s[A-ZÅÄÖ][\wåäö-]+)?)"
)
_PROMINENT: Final = re.compile(
    rf"(?<!\w)(?i:{any_of('places.prominent')})\s(?:i|på|vid|för|inom)\s(?:[A-ZÅÄÖ][\wåäö-]+)"
    rf"(?:\s(?:[A-ZÅÄÖ][\wåäö-]+|{any_of('places.prominent_behind')}))*(?!\w)"
)
_FAMOUS: Final = re.compile(rf"(?<!\w)(?i:{any_of('places.games')})-?\s?(?i:{any_of('places.played')})\w*")
_WARD: Final = r"(?:avd(?:elning(?:en)?)?\.?|våning|plan)\s?\d{1,3}\w?"
_WORK: Final = re.compile(
    rf"(?<!\w)(?i:{any_of('places.work')})(?:(?:\s\w+){{0,3}}?\s(?:i|på|hos|vid|inom)\s+|(?:\s\w+){{0,4}}\s\((?=avd))"
    rf"(?P<place>[A-ZÅÄÖ][\w&-]+(?: (?:[A-ZÅÄÖ][\w&-]+|\d{{1,3}}(?!\w)))*|(?i:{_WARD}))"
)
# "Halkade utanför jobbet (Humanisten)", "grannen, som bor intill (Hallviken 230)".
_WORK_IN_BRACKETS: Final = re.compile(
    r"(?<!\w)(?i:jobbet|arbetet|arbetsplatsen|arbetsgivaren?|företaget|hemtjänst\w*|hemsjukvård\w*|\w*gäst|skolan|förskolan|dagis|praktiken|träningen|gym(?:met)?|badhuset|boendet"
    r"|bor\s(?:intill|bredvid|nära|granne))\s\((?P<place>[A-ZÅÄÖ][^()\d]{2,30}?(?:\s\d{1,4}[A-H]?)?)\)"
)
# In telegrams: "Maken jobbar Volvo".
_WORK_AT: Final = re.compile(
    r"(?<!\w)(?i:\w*jobbar|\w*arbetar|anställd|studerar|student|pluggar|praktiserar|dagis|assist\w+bolag|arbetsgivare)\s"
    r"(?P<place>[A-ZÅÄÖ][\w&-]+(?: [A-ZÅÄÖ][\w&-]+)*)"
)
# All in capitals: "PÅ ARBETET SSAB VERKSTAN".
_WORKS: Final = re.compile(r"(?<!\w)(?:ARBETET|JOBBET)\s(?P<place>[A-ZÅÄÖ]{3,}(?: [A-ZÅÄÖ]{4,})?)(?=\s*(?:\n|$|[.,]))")
_KIND: Final = rf"(?:[\w-]*{any_of('places.kind')}{any_of('places.kind_ends')}?s?)"
# What kind of place a name belongs to, right behind it: "Sandvikens badplats".
KIND_BEHIND: Final = re.compile(
    rf"(?:\s(?:[a-zåäö]{{3,}}(?:ade|iga|ska|lda)|hus|norra|södra|östra|västra|nya|gamla|stora|lilla))?\s(?i:{_KIND})(?!\w)"
)
# And right before it: "SiS ungdomshem Långanäs".
KIND_BEFORE: Final = re.compile(rf"(?<![\w-])(?:SiS\s|HVB\s|LSS\s)?(?i:\w*{any_of('places.kind_named')})\s$")
_ROMAN: Final = re.compile(r"[IVX]+[ab]?")
_INSTITUTION: Final = re.compile(
    r"(?<!\w)(?P<before>[A-ZÅÄÖ][\wåäö-]+(?: [A-ZÅÄÖ][\wåäö-]+)?(?: |\n(?=[a-zåäö]|LSS))(?:vård- och )?"
    rf"(?i:{_KIND}))(?!\w)"
    rf"|(?<!\w)(?P<after>(?i:{_KIND})\s(?:(?:i|på|vid|hos)\s)?[A-ZÅÄÖ][\wåäö-]+(?:\s[A-ZÅÄÖ][\wåäö-]+)?)"
    r"|(?<!\w)(?P<one>(?:(?:\d[A-Fa-f]?|[Åå](?:k|rskurs)\s\d|[Kk]lass\s\d\w?)\s(?:på|i|vid)\s)?(?:De\sla\s|S:t[a]?\s)?"
    rf"[A-ZÅÄÖ][\wåäö-]*{any_of('places.kind_in_name')}|[A-ZÅÄÖ][\wåäö-]{{3,}}{any_of('places.kind_in_long_name')})(?!\w)"
    rf"|(?<!\w)(?P<house>[A-ZÅÄÖ][\wåäö-]*{any_of('places.house_ends')})s?(?=\s(?:boende|säbo|korttids|avd\b|demens|äldre))"
)
# What somebody did, at the start of a sentence: "Åkte buss från Kroatien".
_DOES: Final = re.compile(r"\w+(?:ade|[bkpstd]te|dde|nde|ades|tes|des|ats)|Tar|Tog|Åker|Kör", re.IGNORECASE)
TRADE_BEHIND: Final = re.compile(rf" {any_of('places.trade')}(?:teknik|service|firma|bolag|are)?(?!\w)")
# The same in small letters: an owner before the kind of home, and what homes are built of after "på" or "från".
_OWNER: Final = re.compile(rf"(?<!\w)(?P<owner>[a-zåäöé]{{4,}}s)\s{_KIND}(?!\w)")
# Whose name it has right before it: "bor på stenkulla äldreboende"; "ett kommunalt boende" has none.
_HOME_OF: Final = re.compile(
    r"(?<!\w)(?i:bor|boende|kommer|inkommer|hämtad|från)\s(?:på|från|hos|i)?\s?(?P<home>[a-zåäöé]{4,}(?<!t)\s"
    r"(?:äldre|vård|grupp|service|korttids|demens|omsorgs|lss-?)boende[t]?)(?!\w)"
)
# Its name beside what kind of home it is: "Demensboende, Furan", "Säbo (Furan)", "Dagis: Solen".
_BESIDE: Final = re.compile(
    r"(?<!\w)(?i:\w*boende|säbo|dagis|\w*förskola|gruppbostad|demensenhet|korttids|bor på korridor|studentbostad)"
    r"(?:,\s|\s\(|:\s|/)"
    r"(?P<name>[A-ZÅÄÖ][a-zåäö]+(?:\s\d{1,3})?)(?=[).,;\n]|$)"
)
_FOREIGN: Final = re.compile(
    r"(?<!\w)(?:[Hh]ome(?:town)?|[Ll]ives\sin|[Rr]esident\sof|[Hh]emort):?\s(?P<place>[A-ZÅÄÖ][\w-]+(?:,\s[A-ZÅÄÖ][\w-]+)?)"
)
# As the British write where they live: "14 Mill Lane, Ludlow SY8 4BT".
_BRITISH: Final = re.compile(
    r"(?<!\w)\d{1,4}[A-Z]?\s(?:[A-Z][a-z]+\s){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Court|Square|Way|Terrace)(?!\w)"
    r"(?:,?\s[A-Z][a-z]+){0,2}(?:,?\s[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}(?!\w))?"
)
# A company is where somebody works, however it is mentioned; whatever an authority has may be where somebody lives.
_SHIP: Final = re.compile(r"(?<!\w)(?:M/[SFTY]|S/Y|HMS)\s[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+){0,2}")
_COMPANY: Final = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖ][\w&-]+\s(?:&\s)?){1,3}(?:AB|HB|KB|Oy|AS|Ltd)(?!\w)"
    r"|(?<!\w)[A-ZÅÄÖ][a-zåäö]{3,}(?:verkets|kassans)\s[a-zåäö]{4,}(?:\s[A-ZÅÄÖ][\wåäö-]+)?"
)
_FIRM: Final = re.compile(r"(?<!\w)[A-ZÅÄÖ][a-zåäö]{2,}(?:\s[A-ZÅÄÖ][a-zåäö]+){0,2}\s&\s[A-ZÅÄÖ][a-zåäö]{2,}(?!\w)")
# Whose firm it is, and what it makes: "Lagerdahls El", "Kolmårdens Mekaniska".
_OWNED: Final = re.compile(
    rf"(?<!\w)[A-ZÅÄÖ][a-zåäö]{{2,}}s\s{any_of('places.owned_trade')}(?!\w)"
    r"|(?<!\w)(?i:institutionen\sför)\s[a-zåäö-]{4,}(?:\soch\s[a-zåäö-]{4,})?(?!\w)"
    r"|(?<!\w)(?i:(?:folk)?högskolan|universitetet|gymnasiet)\s(?:i|på)\s[A-ZÅÄÖ][\wåäö-]+"
)
# The shortest places there are, behind what leads to a place: "i Ed", "från Ör".
_TINY: Final = re.compile(
    r"(?<!\w)(?P<to>(?i:i|på|från|till|vid|utanför|nära|mot|för|hos))\s(?P<place>[A-ZÅÄÖ][a-zåäö])(?![\w-]|\s?[\d:=<>+])"
)
_LAND: Final = re.compile(rf"\w{{2,}}{any_of('places.site_ends')}s$")
_BUILT: Final = re.compile(
    rf"(?<!\w)(?:på|från|vid|till|i|hos)\s(?P<home>[a-zåäöé]{{2,}}{any_of('places.site_ends')})(?!\w)"
)
_CARE: Final = re.compile(r"(?:boende|servicehus|hem|säbo|korttids|lägenhet)\w*$", re.IGNORECASE)
# Where anybody lodges for a night is called as anything is: "på Nordiska vandrarhemmet".
_LODGING: Final = re.compile(r"(?<!\w)(?:vandrarhem|pensionat|hotell|camping|stugby)\w*$")
# Who looks after somebody where they live, learn, work or are kept: by the name of the place.
_KEPT_AT: Final = re.compile(
    r"(?<!\w)(?i:LSS|kriminalvård\w*|anstalt\w*|häkte\w*|(?:\w+s\s)?förvar\w*|(?P<whole>elevhälsa\w*|skolhälsovård\w*|skolsköterska\w*|företagshälsa\w*|hemsjukvård\w*)|hospice|"
    r"gruppbostad\w*|demensenhet\w*|säbo|bor(?:\s(?:på|i))?|boende(?:\s(?:på|i))?),?\s"
    r"(?P<name>[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+)?)"
)
_TOWN_BEHIND: Final = re.compile(r",\s[A-ZÅÄÖ][a-zåäö]+(?=\n|$)")
# "Sonen Bo är läkare på Sahlgrenska": whoever belongs to the patient is no staff of ours.
_WORKS_AS: Final = re.compile(
    rf"(?<!\w)(?i:{people.RELATION}),?\s(?:[A-ZÅÄÖ][\w-]+,?\s){{0,2}}(?:är|(?:jobbar|arbetar) som)\s"
    r"(?:\w+\s){1,3}(?:på|vid|hos|i)\s"
    r"(?P<place>[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+)?)"
)
# Whoever works somewhere works at no medicine: "arbetar på Fresenius Kabi". "Går på Eliquis" tells of one.
_EMPLOYS: Final = re.compile(r"(?:arbeta|jobba|anställd|studera|plugga|praktisera)", re.IGNORECASE)
_NO_NAME: Final = re.compile(any_of("places.no_name"))
_THING: Final = re.compile(
    rf"(?<!\w){any_of('places.thing')}\s[\"”“»]?(?P<called>[A-ZÅÄÖ][\wåäöé-]+(?:\s[A-ZÅÄÖ][\wåäöé-]*)?)"
)
_CHURCH: Final = re.compile(r"(?<!\w)Svenska kyrkan(?:s(?:\s[a-zåäö]{3,}){1,2})?(?!\w)")
# A conscript's own: "A9, 3. batteriet", "andra plutonen".
_TROOPS: Final = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖ][a-z]{0,2}\s?\d{1,2},?\s)?(?:\d{1,3}(?:\.|:[ea])?|första|andra|tredje|fjärde|femte)\s"
    r"(?i:\w*(?:batteri|kompani|pluton|bataljon|skvadron|division|flottilj|jägargrupp)(?:en|et)?)(?!\w)"
)
# Where a club meets: "PRO-lokalen".
_MEETS: Final = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{2,6}-(?:lokalen|gården|huset|hallen|borgen|stugan)(?!\w)")
_WHOLE: Final = (
    (_TROOPS, "troops"), (_MEETS, "club"), (_SHIP, "ship"), (_BRITISH, "street"),
    (_CHURCH, "church"),
    (_COMPANY, "company"), (_FIRM, "firm"), (_OWNED, "firm"), (_CLUB, "club"), (_ROAD, "road"), (_SHOP, "shop"),
    (_PROMINENT, "trade"), (_FAMOUS, "famous"),
)  # fmt: skip
# Where somebody comes from or is looked after, in small letters: a home, unless it is a place that everybody has.
_DWELLS: Final = re.compile(
    r"(?<!\w)(?i:bor|boende|kommer|flyttade|inflyttad|personal|personalen|vårdas|intagen)\s(?:nu\s|kvar\s)?(?:på|från|hos)\s(?P<home>[a-zåäö]{4,}(?:en|an|et|on))(?!\w)"
)
# What a home is called in small letters, right behind its kind: "lss-boendet tallkotten, lägenhet två".
_CALLED: Final = re.compile(
    r"(?<!\w)(?:(?:lss|grupp|äldre|vård|omsorgs|service|korttids)-?boende[t]?|daglig verksamhet|förskolan|dagiset)\s"
    r"(?P<home>[a-zåäö]{4,})"
    r"(?=[.,;)]|$|\s(?:och|i|med|som)(?!\w))"
)
# Where somebody works, and for what they play: "jobbar som förare på ica-lagret", "spelar i ifk trollhättan".
_EMPLOYED: Final = re.compile(
    rf"(?<!\w)(?i:{any_of('places.work')})(?:\ssom\s[a-zåäö]+)?\s(?:på|hos)\s(?P<home>[a-zåäö&]{{2,}}(?:-[a-zåäö]+)?)(?!\w)"
)
_TEAM: Final = re.compile(
    r"(?<!\w)(?i:spela\w*|träna\w*|match\w*|cup)\s(?:\w+\s)?(?:i|för|med|mot)\s"
    r"(?P<home>(?:ifk|if|aik|bk|ik|fk|ff|gif|sk|hk|ibk|hc|bois|is)\s[a-zåäö]{2,}|[a-zåäö]{3,}\s(?:ifk|if|aik|bk|ik|fk|ff|gif|sk|hk|ibk|hc|bois|is))(?!\w)"
)
# Whose a school is: a place's, if nobody's.
_SCHOOL: Final = re.compile(r"(?<!\w)(?P<owner>[a-zåäöé]{4,}s)\s(?:för)?skol(?:a|an)(?!\w)")
_PUPILS: Final = re.compile(
    rf"{people.RELATION}|(?:elev|pojk|flick|kommun|stad|ort|by|kill|tjej)\w*|hennes|deras|barnets|barnens",
    re.IGNORECASE,
)
_EVERYBODYS: Final = re.compile(rf"\w*{any_of('places.everybodys')}")
_RELATED: Final = re.compile(people.RELATION, re.IGNORECASE)
# Where somebody works may be called by its first letters: "påkörd vid GKN på väg till jobbet". "E4" is a road.
_INITIALS: Final = re.compile(
    r"(?<!\w)(?:på|vid|hos|för|till|från|i)\s"
    r"(?P<place>[A-ZÅÄÖ]{3,5}|(?!E\d)[A-Z]{1,3}\d{1,2}|[A-Z][a-z]+[A-Z][a-z]+)(?![\w-])"
)
_AT_WORK: Final = re.compile(
    r"(?<!\w)(?:jobb|arbet|anställ|skift|kolleg|chef|fabrik|verkstad|lunchrast|praktik|truck|montör|svetsare|chaufför|förare|pensionerad|läser|student|plugg|värnplikt|spelar|tränad|tränar|simmar|gymnastik)",
    re.IGNORECASE,
)


def homes(text: str, case: Case) -> Iterator[Span]:
    """The name of a home for the old or the sick, where else units are named: the patient lives there."""
    for match in _INSTITUTION.finditer(plain(text)):
        if _CARE.search(match.group()):
            town = _TOWN_BEHIND.match(text, match.end())
            yield Span(match.start(), town.end() if town else match.end(), "address", "institution")
    for match in _KEPT_AT.finditer(plain(text)):
        served = match["whole"] and (lexicon.has_hospital(match["name"]) or lexicon.is_locality(match["name"]))
        if not served:  # "Elevhälsan Åmål" serves a town, "Elevhälsan Björkskolan" a school
            yield Span(*match.span("name"), "address", "whose they are")


def places(text: str, case: Case) -> Iterator[Span]:
    """Rule 6: where somebody lives, works or learns, and the name of a home or a school."""
    text = plain(text)
    yield from _at_home_or_work(text)
    yield from _institutions(text)
    yield from _shortest(text)
    yield from doors(text)
    yield from occupations(text)
    yield from addresses.before_towns(text)
    yield from (Span(*match.span("called"), "address", "thing with a name") for match in _THING.finditer(text))
    for match in _AUTHORITY.finditer(text):
        yield Span(match.start("place" if match["at"] else 0), match.end("place"), "address", "authority")
    for pattern, rule in _WHOLE:
        found = (match for match in pattern.finditer(text) if not _is_no_club(match.group()))
        yield from (Span(*match.span(), "address", rule) for match in found)
    yield from _in_small_letters(text)
    yield from _in_capitals(text)


def _at_home_or_work(text: str) -> Iterator[Span]:
    yield from (Span(*match.span("place"), "address", "home") for match in _COMMUTES.finditer(text))
    for match in _HOME.finditer(text):
        # Who comes from a country may have caught something there; who lives in one has an address there.
        far = lexicon.is_country(match["place"]) and not match.group().lower().startswith("bo")
        if not (far or lexicon.is_clinical(match["place"].split()[0])):
            yield Span(*match.span("place"), "address", "home")
    yield from (Span(*match.span("place"), "address", "home") for match in _FOREIGN.finditer(text))
    for match in (
        *_WORK.finditer(text),
        *_WORK_AT.finditer(text),
        *_WORKS.finditer(text),
        *_WORK_IN_BRACKETS.finditer(text),
    ):
        ward = re.match(_WARD, match["place"], re.IGNORECASE) is not None
        if ward or _EMPLOYS.match(match.group()) or not lexicon.is_clinical(match["place"].split()[0]):
            yield Span(*match.span("place"), "address", "work")
    yield from (Span(*match.span("place"), "address", "work") for match in _WORKS_AS.finditer(text))


def _institutions(text: str) -> Iterator[Span]:
    """Homes, schools and works by what kind they are, before their name, behind it or in it."""
    for match in _INSTITUTION.finditer(text):
        group = match.lastgroup or "one"
        words = match[group].split()
        named = [word for word in words[1:] if word[0].isupper()] if group == "after" else words[:1]
        known = lexicon.is_clinical if group in ("before", "house") else lexicon.is_entry
        does = group == "before" and _DOES.fullmatch(words[0]) is not None and lexicon.is_inflected(words[0])
        lodged = group == "before" and match.start() > 0 and _LODGING.search(match.group()) is not None
        if named and all(map(_ROMAN.fullmatch, named)):  # "gadolinium klass II"
            continue
        if lodged or not (does or all(map(known, named)) or _NO_NAME.fullmatch(words[0])):
            yield Span(*match.span(group), "address", "institution")
    for match in _BESIDE.finditer(text):
        name = match["name"].split()[0]
        doubt = lexicon.is_inflected(name) and not lexicon.is_locality(name)
        if not (lexicon.is_clinical(name) or lexicon.is_function_word(name)):
            yield Span(*match.span("name"), "address", "beside its kind", doubt=doubt)


def _shortest(text: str) -> Iterator[Span]:
    for match in _TINY.finditer(text):
        word, to = match["place"], match["to"].lower()
        if not (lexicon.is_entry(word) or lexicon.is_function_word(word) or lexicon.is_person(word)):
            category = "name" if to in ("för", "hos") else "address"
            yield Span(*match.span("place"), category, "shortest place", doubt=to in ("på", "vid", "för", "hos"))


def _in_small_letters(text: str) -> Iterator[Span]:
    """What the dictionary doesn't have as it stands somebody put together, as homes are named."""
    for match in _OWNER.finditer(text):
        owner = match["owner"]
        if _LAND.search(owner) is not None or not (lexicon.is_inflected(owner) or lexicon.is_clinical(owner)):
            yield Span(*match.span(), "address", "home in small letters", doubt=True)
    for match in _HOME_OF.finditer(text):
        owner = match["home"].split()[0]
        if not (lexicon.is_listed(owner) or lexicon.is_function_word(owner)):
            yield Span(*match.span("home"), "address", "home in small letters", doubt=True)
    for match in _CALLED.finditer(text):
        if not (lexicon.is_function_word(match["home"]) or lexicon.is_deed(match["home"])):
            yield Span(*match.span("home"), "address", "home in small letters", doubt=True)
    for match in _DWELLS.finditer(text):
        if _RELATED.fullmatch(match["home"]):
            continue
        clinical = lexicon.is_clinical(match["home"]) and not lexicon.is_inflected(match["home"])
        if not (clinical or _EVERYBODYS.fullmatch(match["home"])):
            yield Span(*match.span("home"), "address", "home in small letters", doubt=True)
    for match in _EMPLOYED.finditer(text):
        if not (lexicon.is_ordinary(match["home"]) or lexicon.is_function_word(match["home"])):
            yield Span(*match.span("home"), "address", "work in small letters", doubt=True)
    yield from (Span(*match.span("home"), "address", "team in small letters") for match in _TEAM.finditer(text))
    for match in _SCHOOL.finditer(text):
        if not _PUPILS.fullmatch(match["owner"]):
            yield Span(*match.span(), "address", "school in small letters", doubt=True)
    for match in _BUILT.finditer(text):
        if not (lexicon.is_listed(match["home"]) or lexicon.is_clinical(match["home"])):
            yield Span(*match.span("home"), "address", "home in small letters", doubt=True)


def _in_capitals(text: str) -> Iterator[Span]:
    """Capitals that nothing explains, in a sentence that speaks of work."""
    for match in _INITIALS.finditer(text):
        start, end = text.rfind(". ", 0, match.start()), text.find(". ", match.end())
        sentence = text[start + 1 : end if end >= 0 else len(text)]
        word = match["place"]
        known = lexicon.is_familiar(word) or lexicon.is_hospital(word) or lexicon.is_place(word)
        if _AT_WORK.search(sentence) and not known:
            yield Span(*match.span("place"), "address", "initials", doubt=True)


def _is_no_club(text: str) -> bool:
    """Fibrillation, or that something is in order: "Kontrast OK"."""
    first = text.split()[0]
    fine = text.endswith(" OK") and (lexicon.is_clinical(first) or lexicon.is_inflected(first))
    # "FF Xarelto", "pga FF" and the next sentence: fibrillation, unless a place follows.
    second = text.split()[1] if first == "FF" and " " in text else ""
    flutter = bool(second) and not (lexicon.is_place(second) or lexicon.is_locality(second))
    return fine or flutter or _FLUTTER.fullmatch(text) is not None

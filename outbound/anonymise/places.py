"""Where somebody lives, works or learns, and what homes and schools are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from outbound import lexicon
from outbound.anonymise.spans import Case, Span
from outbound.lexicon import people

_HOME: Final = re.compile(
    r"(?i:(?<!\w)(?:bor|bott|bodde|bosatt|hemma|hemmahörande|kommer|kom|född|folkbokförd|uppvuxen|boende|inflyttad|skriven|"
    r"flytta[dt]e?|hemmet|gård|stuga|villa|turist|hemvändande|åter)"
    r"(?:\s(?:hit|dit|upp|ner|ned|in|över|hem|gående|cyklande|nu|ensam|själv|tillsammans|kvar|hemma|"
    r"tidigare|just|för tillfället)){0,2}"
    r"\s(?:i|på|från|vid|hos|till|utanför|nära)|(?<!\w)(?:bor|bosatt|bost))\s+"
    r"(?P<place>[A-ZÅÄÖ][\wåäö-]+(?: [A-ZÅÄÖ][\wåäö-]+){0,2}(?: \d{1,3}(?!\d)(?:\s?[A-H](?!\w))?)?)"
)
# A road or a square, with a house's number or without.
_ROAD: Final = re.compile(
    r"(?<!\w)[A-ZÅÄÖ][\wåäö-]*(?:vägen|gatan|gränd(?:en)?|torget|stigen|allén|esplanaden|leden|kajen)s?(?:\s\d{1,4}\s?[A-H]?)?(?!\w)"
    r"|(?<!\w)(?!(?:På|I|Vid|Under|Efter|Från|En|Nära)\s)[A-ZÅÄÖ][\wåäö-]+\s(?:torg|gata|väg|gränd|backe|plan|park|allé|brygga|äng|hage|kulle)(?:\s\d{1,4}\s?[A-H]?)?(?!\w)"
)
_CLUB: Final = re.compile(
    r"(?<!\w)[A-ZÅÄÖ][\wåäö-]+\s(?:IF|IK|HK|FK|BK|SK|GF|GoIF|IFK|GIF|AIS|AIK|BIF|GIK|FF|IBK|IBF|IS|SF|GK|BTK|FBC|SOK|OK|RF|RK|TK|"
    r"BoIS)(?!\w)"
    r"|(?<!\w)(?:[A-ZÅÄÖ][\wåäö-]+\s)?(?:IF|IK|HK|FK|BK|SK|GF|GoIF|IFK|GIF|AIS|AIK|BIF|GIK|LUGI|FF|FC|HF|KK|TK|RK|BoIS)(?:\s[A-ZÅÄÖ][\wåäö-]+)+(?!\w)"
)
# What is no club: fibrillation (FF), cut short as notes do.
_FLUTTER: Final = re.compile(
    r"(?:\w+(?:t|a|nt|ent|alt|iskt|isk)|Nydeb\w*|Snabbt|Ev)\.?\sFF|FF\s(?:[A-ZÅÄÖ]{2,4}|Waran|Eliquis)", re.IGNORECASE
)


def _is_no_club(text: str) -> bool:
    """Fibrillation, or that something is in order: "Kontrast OK"."""
    first = text.split()[0]
    fine = text.endswith(" OK") and (lexicon.is_clinical(first) or lexicon.is_inflected(first))
    return fine or _FLUTTER.fullmatch(text) is not None


# Where everybody shops and eats: with the place behind it, it tells where somebody was.
_SHOP: Final = re.compile(
    r"(?<!\w)(?:I[Cc][Aa]|Coop|Konsum|Willys|Lidl|Hemköp|Systembolaget|Ikea|IKEA|Biltema|Jula|Rusta|McDonald[’']?s|"
    r"Burger King|Pressbyrån|Circle K|Preem|OKQ8|St1|Gekås|Dollarstore|City Gross|Apoteket|"
    r"Friskis(?:\s(?:&|och)\sSvettis)?|Folkets (?:Hus|Park))(?:\s[A-ZÅÄÖ][\wåäö-]+){0,2}(?!\w)"
)
# An authority near somebody's home: "socialjouren i Mellerud", "Åmåls kommun", "Bengtsfors pastorat".
_AUTHORITY: Final = re.compile(
    r"(?i:(?<!\w)(?:socialjour|socialtjänst|socialkontor|socialnämnd|socialsekreterar|kommun|polis|hemtjänst|hemsjukvård|hemsjukvårdsteam|biståndshandläggar|"
    r"överförmyndar|kriminalvård|frivård|tingsrätt|migrationsverk)\w*\s(?P<at>(?:i|på|från|vid)\s)?)(?P<place>[A-ZÅÄÖ][\wåäö-]+(?:\s[A-ZÅÄÖ][\wåäö-]+)?)"
)
# What few have for a trade tells who they are in a small town, with the place or without.
_PROMINENT: Final = re.compile(
    r"(?<!\w)(?i:kantor|kyrkoherde|komminister|präst|pastor|rektor|kommunalråd|riksdags\w+|politiker|borgmästare|polischef|brandchef|"
    r"landshövding|artist|skådespelare|författare|programledare|journalist|elitidrott\w+|elitspelare|landslags\w+|proffs\w*|domare|"
    r"åklagare|advokat|veterinär|tandläkare|apotekare|imam|biskop|diakon|organist|skolchef|kommunchef|dirigent|konstnär)"
    r"\s(?:i|på|vid|för|inom)\s(?:[A-ZÅÄÖ][\wåäö-]+)"
    r"(?:\s(?:[A-ZÅÄÖ][\wåäö-]+|pastorat|församling|kommun|kyrka|skola|stift|tingsrätt))*(?!\w)"
)
_FAMOUS: Final = re.compile(
    r"(?<!\w)(?i:OS|VM|EM|SM|NM|olymp\w*|paralymp\w*|världs|europa|elit)-?\s?(?i:medaljör|mästar|guld|silver|brons|deltagar|löpar|åkar|spelar|idrott)\w*"
)
_WARD: Final = r"(?:avd(?:elning(?:en)?)?\.?|våning|plan)\s?\d{1,3}\w?"
_WORK: Final = re.compile(
    r"(?i:(?<!\w)(?:arbetar|jobbar|anställd|arbetade|jobbade|studerar|pluggar|går|praktiserar|intagen|inskriven|inneliggande|placerad|"
    r"\w*skift(?:et)?|\w*sköterskan?|\w{3,}aren?|\w{3,}ören?|\w{4,}isten?|\w*chefen?|\w*biträdet?|personal|kocken?|chaufför))"
    r"(?:\s\w+){0,3}?\s(?:i|på|hos|vid|inom)\s+"
    rf"(?P<place>[A-ZÅÄÖ][\w&-]+(?: (?:[A-ZÅÄÖ][\w&-]+|\d{{1,3}}(?!\w)))*|(?i:{_WARD}))"
)
_KIND: Final = (
    r"(?:\w*(?:boende|hospice|äldrecentrum|oldboys|fritidshem|familjehem|hvb|säbo|stadsmission|härbärge|servicehus|vårdhem|behandlingshem|ålderdomshem|sjukhem|förskola|grundskola|friskola|skola|gymnasium|"
    r"förskoleklass|klass|gymnasie|daghem|fritids|kyrka|anstalt|häkte|gård|camping|hotell|korttids|hemtjänst|hemsjukvård|hemsjukvårdsteam|(?<!miss)bruk|fabrik|raffinaderi|varv|"
    r"verkstad|verk|restaurang|pizzeria|butik|gruva|sågverk|kommun|räddningstjänst|macke?|bilskrot|skrot|terminal|lager|förlag|handel|"
    r"åkeri|gjuteri|snickeri|måleri|taxi|buss|transporter|trafik|bygg|kafé|café|krog|bageri|mejeri|slakteri|frisör|salong|hamn|marina|brygga|stall|ridskola|golfbana|ishall|arena|badhus|"
    r"förening|församling|pastorat|stift|moské|\w{3,}kör|orkester|teater|scoutkår|\w*klubb|jaktlag|fotbollslag|innebandylag|hockeylag|byalag|badplats|hotel|"
    r"nattklubb|simhall|sporthall|gymm?|kiosk|köpcentrum|galleria|öppenvård|beroendemottagning|kulturhus|bibliotek|museum|lägenhet|stugby|universitet|högskola|bostäder|praktik|familjecentral|vårdcentral|hälsocentral|viltvårdsområde|fritidshus|sommarstuga|stuga|koloni|läger|regemente|skjutfält|sameby)(?:t|n|en|et|na|a)?s?)"
)
# What kind of place a name belongs to, right behind it: "Sandvikens badplats".
KIND_BEHIND: Final = re.compile(rf"(?:\s[a-zåäö]{{3,}}(?:ade|iga|ska))?\s(?i:{_KIND})(?!\w)")
_INSTITUTION: Final = re.compile(
    rf"(?<!\w)(?P<before>[A-ZÅÄÖ][\wåäö-]+(?: [A-ZÅÄÖ][\wåäö-]+)? (?:vård- och )?(?i:{_KIND}))(?!\w)"
    rf"|(?<!\w)(?P<after>(?i:{_KIND})\s(?:(?:i|på|vid|hos)\s)?[A-ZÅÄÖ][\wåäö-]+(?:\s[A-ZÅÄÖ][\wåäö-]+)?)"
    r"|(?<!\w)(?P<one>(?:(?:\d[A-Fa-f]?|[Åå]k\s\d|[Kk]lass\s\d\w?)\s(?:på|i|vid)\s)?(?:De\sla\s|S:t[a]?\s)?"
    r"[A-ZÅÄÖ][\wåäö-]*(?:skolan|förskolan|gymnasiet|hemmet|boendet|anstalten|kyrkan|campingen|dagis|hallen|arenan|vallen)|"
    r"[A-ZÅÄÖ][\wåäö-]{3,}(?:verken|bruket|varvet|gruvan|fabriken|universitetet|högskolan))(?!\w)"
    r"|(?<!\w)(?P<house>[A-ZÅÄÖ][\wåäö-]*(?:gården|gläntan|backen|lunden|hagen|åsen|liden|torp|ängen))s?"
    r"(?=\s(?:boende|säbo|korttids|avd\b|demens|äldre))"
)
# A trade behind a name, with its capital: "Frändefors Såg", "Kina Wok".
TRADE_BEHIND: Final = re.compile(
    r" (?:Såg|Taxi|Buss|Åkeri|El|Rör|Bygg|Plåt|VVS|Wok|Grill|Pizza|Kebab|Sushi|Marin|Data|Mek|Motor|Bil|Golv|Tak|Last|"
    r"Kyl|Städ|Trä|Fisk|Kött|Bröd|Musik|Teater|Basket|Handboll|Fotboll|Tennis|Golf|Ryttare|Orientering)"
    r"(?:teknik|service|firma|bolag|are)?(?!\w)"
)
# The same in small letters: an owner before the kind of home, and what homes are built of after "på" or "från".
_OWNER: Final = re.compile(rf"(?<!\w)(?P<owner>[a-zåäöé]{{4,}}s)\s{_KIND}(?!\w)")
# A company is where somebody works, however it is mentioned.
_COMPANY: Final = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖ][\w&-]+\s(?:&\s)?){1,3}(?:AB|HB|KB|Oy|AS|Ltd)(?!\w)"
    r"|(?<!\w)Migrationsverkets\s[a-zåäö]{4,}(?:\s[A-ZÅÄÖ][\wåäö-]+)?"
)
_FIRM: Final = re.compile(r"(?<!\w)[A-ZÅÄÖ][a-zåäö]{2,}(?:\s[A-ZÅÄÖ][a-zåäö]+){0,2}\s&\s[A-ZÅÄÖ][a-zåäö]{2,}(?!\w)")
# Whose firm it is, and what it makes: "Lagerdahls El", "Kolmårdens Mekaniska".
_OWNED: Final = re.compile(
    r"(?<!\w)[A-ZÅÄÖ][a-zåäö]{2,}s\s(?:El|Rör|Bygg|Måleri|Mekaniska|Åkeri|Frukt|Bageri|Plåt|Taxi|Bil|Grus|Snickeri|Svets|VVS|Livs|"
    r"Konditori|Gård|Trä|Såg|Glas|Schakt|Städ|Kiosk|Grill|Krog|Mat|Fisk)(?!\w)"
    r"|(?<!\w)(?i:(?:folk)?högskolan|universitetet|gymnasiet)\s(?:i|på)\s[A-ZÅÄÖ][\wåäö-]+"
)
_SITES: Final = (
    r"(?:gården|gläntan|backen|lunden|hagen|åsen|liden|ängen|dalen|bergen|hemmet|boendet|skolan|skogen|stacken|boet|hyddan|"
    r"stugan|kullen|viken|udden|höjden)"
)
# The shortest places there are, behind what leads to a place: "i Ed", "från Ör".
_TINY: Final = re.compile(
    r"(?<!\w)(?P<to>(?i:i|på|från|till|vid|utanför|nära|mot|för|hos))\s(?P<place>[A-ZÅÄÖ][a-zåäö])(?![\w-]|\s?[\d:=<>+])"
)
_LAND: Final = re.compile(rf"\w{{2,}}{_SITES}s$")
_BUILT: Final = re.compile(rf"(?<!\w)(?:på|från|vid|till|i|hos)\s(?P<home>[a-zåäöé]{{2,}}{_SITES})(?!\w)")


_CARE: Final = re.compile(r"(?:boende|servicehus|hem|säbo|korttids|lägenhet)\w*$", re.IGNORECASE)


def homes(text: str, case: Case) -> Iterator[Span]:
    """The name of a home for the old or the sick, where else units are named: the patient lives there."""
    for match in _INSTITUTION.finditer(text):
        if _CARE.search(match.group()):
            yield Span(*match.span(), "address", "institution")


def places(text: str, case: Case) -> Iterator[Span]:
    """Rule 6: where somebody lives, works or learns, and the name of a home or a school."""
    for match in _HOME.finditer(text):
        if not lexicon.is_clinical(match["place"].split()[0]):
            yield Span(*match.span("place"), "address", "home")
    for match in _WORK.finditer(text):
        ward = re.match(_WARD, match["place"], re.IGNORECASE) is not None
        if ward or not lexicon.is_clinical(match["place"].split()[0]):
            yield Span(*match.span("place"), "address", "work")
    for match in _INSTITUTION.finditer(text):
        group = match.lastgroup or "one"
        words = match[group].split()
        named = [word for word in words[1:] if word[0].isupper()] if group == "after" else words[:1]
        known = lexicon.is_clinical if group in ("before", "house") else lexicon.is_entry
        if not (all(map(known, named)) or words[0] in _TELL_NOTHING):
            yield Span(*match.span(group), "address", "institution")
    for match in _TINY.finditer(text):
        if not (
            lexicon.is_entry(match["place"])
            or lexicon.is_function_word(match["place"])
            or lexicon.is_person(match["place"])
        ):
            to = match["to"].lower()
            category = "name" if to in ("för", "hos") else "address"
            yield Span(*match.span("place"), category, "shortest place", doubt=to in ("på", "vid", "för", "hos"))
    for match in _THING.finditer(text):
        yield Span(*match.span("called"), "address", "thing with a name")
    for match in _AUTHORITY.finditer(text):
        yield Span(match.start("place" if match["at"] else 0), match.end("place"), "address", "authority")
    for pattern, rule in _WHOLE:
        found = (match for match in pattern.finditer(text) if not _is_no_club(match.group()))
        yield from (Span(*match.span(), "address", rule) for match in found)
    yield from _in_small_letters(text)
    yield from _in_capitals(text)


# What opens a sentence before a kind of place and names none: "Åkt buss", "Injicerat missbruk".
_TELL_NOTHING: Final = frozenset(
    (
        "Åkt",
        "Åker",
        "Tagit",
        "Tar",
        "Kört",
        "Kör",
        "Gått",
        "Går",
        "Injicerat",
        "Använt",
        "Känt",
        "Misstänkt",
        "Pågående",
        "Tidigare",
        "Ingen",
        "Inget",
        "Inga",
        "Eget",
        "Egen",
        "Har",
        "Ej",
    )
)
# What has a name of its own: "båten Stjernö", "hästen Blixten".
_THING: Final = re.compile(
    r"(?<!\w)(?:båten|fartyget|skutan|färjan|trålaren|segelbåten|hästen|ponnyn|hunden|katten|puben|baren|krogen|byn|orten|firman|"
    r"företaget|laget|förbandet|kasernen|ön|sjön|ån|stugan|kolonin|torpet|gården)\s(?P<called>[A-ZÅÄÖ][\wåäöé-]+(?:\s[A-ZÅÄÖ][\wåäöé-]+)?)"
)
_CHURCH: Final = re.compile(r"(?<!\w)Svenska kyrkan(?:s(?:\s[a-zåäö]{3,}){1,2})?(?!\w)")
# Where a club meets: "PRO-lokalen".
_MEETS: Final = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{2,6}-(?:lokalen|gården|huset|hallen|borgen|stugan)(?!\w)")
_WHOLE: Final = (
    (_MEETS, "club"),
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
_EVERYBODYS: Final = re.compile(
    r"\w*(?:hemmet|sjukhuset|akuten|centralen|mottagningen|avdelningen|kliniken|intensiven|ambulansen|jobbet|arbetet|skolan|dagis|boendet|"
    r"landet|gården|stan|staden|gatan|golvet|trappan|rehab\w*|korttiden|förlossningen|operationen|uppvaket|dialysen|hemlandet|"
    r"utlandet|semestern|resan|festen|krogen|flyget|båten|bussen|tåget|hotellet|lägenheten|våningen|toaletten|badrummet|platsen|olyckan)"
)


_RELATED: Final = re.compile(people.RELATION, re.IGNORECASE)
# Where somebody works may be called by its first letters: "påkörd vid GKN på väg till jobbet".
_INITIALS: Final = re.compile(r"(?<!\w)(?:på|vid|hos|för|till|från)\s(?P<place>[A-ZÅÄÖ]{3,5})(?![\w-])")
_AT_WORK: Final = re.compile(
    r"(?<!\w)(?:jobb|arbet|anställ|skift|kolleg|chef|fabrik|verkstad|lunchrast|praktik)", re.IGNORECASE
)


def _in_capitals(text: str) -> Iterator[Span]:
    """Capitals that nothing explains, in a sentence that speaks of work."""
    for match in _INITIALS.finditer(text):
        start, end = text.rfind(". ", 0, match.start()), text.find(". ", match.end())
        sentence = text[start + 1 : end if end >= 0 else len(text)]
        word = match["place"]
        known = lexicon.is_familiar(word) or lexicon.is_hospital(word) or lexicon.is_place(word)
        if _AT_WORK.search(sentence) and not known:
            yield Span(*match.span("place"), "address", "initials", doubt=True)


def _in_small_letters(text: str) -> Iterator[Span]:
    """What the dictionary doesn't have as it stands somebody put together, as homes are named."""
    for match in _OWNER.finditer(text):
        owner = match["owner"]
        if _LAND.search(owner) is not None or not (lexicon.is_inflected(owner) or lexicon.is_clinical(owner)):
            yield Span(*match.span(), "address", "home in small letters", doubt=True)
    for match in _CALLED.finditer(text):
        if not (lexicon.is_function_word(match["home"]) or lexicon.is_deed(match["home"])):
            yield Span(*match.span("home"), "address", "home in small letters", doubt=True)
    for match in _DWELLS.finditer(text):
        if _RELATED.fullmatch(match["home"]):
            continue
        clinical = lexicon.is_clinical(match["home"]) and not lexicon.is_inflected(match["home"])
        if not (clinical or _EVERYBODYS.fullmatch(match["home"])):
            yield Span(*match.span("home"), "address", "home in small letters", doubt=True)
    for match in _BUILT.finditer(text):
        if not (lexicon.is_listed(match["home"]) or lexicon.is_clinical(match["home"])):
            yield Span(*match.span("home"), "address", "home in small letters", doubt=True)

"""What happened and what stands there, in words that a nurse and an administrator use, Swedish and English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from inbound import report
from outbound import reasons
from outbound.said import Said
from service.cases import QUEUED, ArrivalState, CaseState
from service.models import Arrival, Case, Event

WORDS: Final[dict[str, Said]] = {
    # a case
    "opened": Said("Remiss mottagen", "referral received"),
    "dropped_again": Said(
        "Samma remiss kom en gång till; inget nytt ärende", "the same referral came again; no new case"
    ),
    "accession_added": Said("Accessionsnummer tillagt", "accession number added"),
    "registered": Said("Faxad för hand, registrerad i efterhand", "faxed by hand, registered afterwards"),
    "urge": Said("Länken är nere: skickas nu", "the link is down: it is sent now"),
    "restored": Said("ur en säkerhetskopia, kan ha faxats sedan dess", "from a backup, may have been faxed since"),
    "hold": Said("Hålls kvar", "held"),
    "pass": Said("Anonymiserad, satt och godkänd av slutkontrollen", "anonymised, typeset, passed by the gate"),
    "release": Said("Släppt av en person", "released by a person"),
    "edit": Said("Fälten ändrade, allt görs om", "fields edited, all is done anew"),
    "intend": Said("Överlämning påbörjad", "hand-over begun"),
    "intended": Said("Försök antecknat", "attempt noted"),
    "deferred": Said("Faxtjänsten svarar inte, nytt försök", "the gateway doesn't answer, it is tried again"),
    "defer": Said("Faxtjänsten bad oss vänta, nytt försök", "the gateway asked us to wait, it is tried again"),
    "accept": Said("Lämnad till faxtjänsten", "handed to the gateway"),
    "lose": Said("Oklart om den gick iväg", "it is unknown whether it left"),
    "refuse": Said("Kunde inte levereras", "it could not be delivered"),
    "receipt": Said("Kvitto från faxtjänsten", "receipt from the gateway"),
    "deliver": Said("Framme hos granskaren, enligt kvittot", "delivered, by the receipt"),
    "acknowledge": Said("Granskaren har bekräftat mottagandet (inget svar)", "the reader has it: no report"),
    "decline": Said("Granskaren avböjer", "the reader declines"),
    "resend": Said("Skickas om, märkt", "sent again, marked"),
    "stand": Said(
        "Faxet som kom fram får gälla, inget skickas igen", "the fax that arrived stands, nothing is sent again"
    ),
    "take_by_hand": Said("Tagen för hand", "taken by hand"),
    "sheets_printed": Said("Arken utskrivna", "the sheets were printed"),
    "answer": Said("Svar bekräftat", "report confirmed"),
    "withdraw_answer": Said("Bekräftelsen ångrad", "confirmation undone"),
    "close": Said("Ärendet är avslutat", "the case is closed"),
    "close_with_reason": Said("Avslutat med orsak", "closed with a reason"),
    "cancel": Said("Makulerad", "called off"),
    "answer_digitally": Said("Besvarad digitalt", "answered digitally"),
    "source_shown": Said("Originalet visat på skärmen", "the original was shown"),
    "word_accepted": Said("Ett eget ord godkänt", "one of the site's own words was accepted"),
    "identity_opened": Said("Identiteten öppnad ur valvet", "the identity was opened from the vault"),
    # an attempt, by its receipt
    "attempt_accept": Said("Försöket mottaget av faxtjänsten", "attempt taken by the gateway"),
    "attempt_refuse": Said("Försöket avvisat", "attempt refused"),
    "attempt_lose": Said("Försökets utgång okänd", "the attempt's ending is unknown"),
    "attempt_deliver": Said("Försöket framme", "attempt delivered"),
    "attempt_fail": Said("Försöket misslyckades", "attempt failed"),
    # an arrival and its report
    "arrived": Said("Något har kommit in", "something has arrived"),
    "take_up": Said("Läses", "being read"),
    "propose": Said("Ett svar har kommit och lästs", "a report has arrived and was read"),
    "settle": Said("Kvitto eller kvittens, klart", "a receipt or an acknowledgement, done"),
    "looked_at": Said("Öppnat av en person", "opened by a person"),
    "confirm": Said("Bekräftat av en person", "confirmed by a person"),
    "withdraw": Said("Bekräftelsen ångrad", "confirmation undone"),
    "park": Said("Undanlagt", "parked"),
    "misdirect": Said("Inte vårt", "not ours"),
    "discard": Said("Skräp", "junk"),
    "reopen": Said("Tillbaka i kön", "back in the queue"),
    "report_forwarded": Said("Lämnat vidare till enheten", "forwarded to the unit"),
    "report_acknowledged": Said("Enheten har läst det", "the unit has read it"),
    "report_confirmed_for_ris": Said("Bekräftat för RIS", "confirmed for the RIS"),
    "report_handed_back": Said("Lämnat till RIS", "handed to the RIS"),
    # clocks, and the house itself
    "rang": Said("Det ringer", "it rings"),
    "called": Said("Ringde nummer på listan", "called number on the list"),
    "notice_failed": Said("Larmbrevet gick inte iväg", "the alarm mail did not leave"),
    "command_failed": Said("Larmkommandot misslyckades", "the alarm command failed"),
    "morning_mail": Said("Morgonbrevet skickat", "morning mail sent"),
    "morning_mail_lost": Said(
        "Oklart om morgonbrevet gick iväg",
        "it is unknown whether the morning mail left",
    ),
    "left_alone": Said("En fil lämnad i sin mapp", "a file left in its folder"),
    "reserved": Said("Referenser reserverade för papper", "references reserved for paper"),
    "user_added": Said("Användare tillagd", "user added"),
    "user_password": Said("Nytt lösenord till en användare", "a user got another password"),
    "user_removed": Said("Användare borttagen", "user removed"),
    "login_failed": Said("Fel namn eller lösenord vid inloggning", "wrong name or password at the door"),
}

_CALLS: Final[dict[str, Said]] = {"reached": Said("svarade", "answered"), "no_answer": Said("inget svar", "no answer")}

# A case: what its state means, and what comes next.
CASES: Final[dict[str, tuple[Said, Said]]] = {
    CaseState.RECEIVED: (Said("Mottagen", "Received"), Said("Förbereds", "Being prepared")),
    CaseState.WAITING: (
        Said("Väntar på länken", "Waiting for the link"),
        Said(
            "Skickas när någon trycker Länken är nere: skicka nu",
            "Sent when somebody presses The link is down: send it now",
        ),
    ),
    CaseState.HELD: (
        Said("Hålls kvar", "Held"),
        Said(
            "Granska alla sidor och skicka; stämmer de inte, ändra fälten",
            "Look at every page and send it; if they are wrong, edit",
        ),
    ),
    CaseState.READY: (Said("Klar att skickas", "Ready"), Said("Skickas nu", "Being sent")),
    CaseState.SENDING: (Said("Skickas", "Sending"), Said("Väntar på faxtjänsten", "Waiting for the gateway")),
    CaseState.SENT: (
        Said("Skickad till faxtjänsten", "Sent to the gateway"),
        Said("Väntar på kvitto", "Waiting for its receipt"),
    ),
    CaseState.DELIVERED: (
        Said("Framme hos granskaren", "Delivered"),
        Said("Väntar på kvittens", "Waiting for the reader's word"),
    ),
    CaseState.ACKNOWLEDGED: (
        Said("Granskaren har kvitterat", "Acknowledged"),
        Said("Väntar på svar", "Waiting for the report"),
    ),
    CaseState.ANSWERED: (
        Said("Svar bekräftat", "Answered"),
        Said("Lämna vidare och för in i RIS", "Forward it, and into the RIS"),
    ),
    CaseState.CLOSED: (Said("Avslutad", "Closed"), Said("Inget återstår", "Nothing is left to do")),
    CaseState.BY_HAND: (
        Said("Tagen för hand", "Taken by hand"),
        Said("Faxa eller ring själv", "Fax or telephone yourself"),
    ),
    CaseState.UNKNOWN: (
        Said("Oklart om den gick iväg", "Unknown"),
        Said("Kontrollera före omsändning", "Check before resending"),
    ),
    CaseState.REFUSED: (
        Said("Kunde inte levereras", "Refused"),
        Said("Ring, eller skicka om", "Telephone, or send again"),
    ),
    CaseState.DECLINED: (
        Said("Granskaren avböjer", "Declined"),
        Said("Ring bakjouren", "Call the on-call radiologist"),
    ),
    CaseState.CANCELLED: (Said("Makulerad", "Cancelled"), Said("Inget återstår", "Nothing is left to do")),
    CaseState.ANSWERED_DIGITALLY: (
        Said("Besvarad digitalt", "Answered digitally"),
        Said("Inget återstår", "Nothing is left"),
    ),
}
# The same of a case in human hands, by how it got there.
_BY_HAND: Final[dict[str, tuple[Said, Said]]] = {
    "registered": (Said("Faxad för hand", "Faxed by hand"), Said("Väntar på svar", "Waiting for the report")),
    "fax": (
        Said("Tas för hand", "In your hands"),
        Said("Faxa arken själv; svaret bevakas", "Fax the sheets yourself; the report is watched for"),
    ),
    "telephone": (
        Said("Tas per telefon", "By telephone"),
        Said("Ring granskaren; svaret bevakas", "Call the reader; the report is watched for"),
    ),
}
_TO_MEND: Final = Said(
    "Ändra fälten och gör om faxet, eller makulera och lägg in rätt fil",
    "Edit the fields and make the fax anew, or call it off and drop the right file",
)
# An arrival, when it is done with or in somebody's hands.
ARRIVALS: Final[dict[str, Said]] = {
    ArrivalState.NEW: Said("läses", "being read"),
    ArrivalState.READING: Said("läses", "being read"),
    ArrivalState.TO_REVIEW: Said("väntar på granskning", "waits for review"),
    ArrivalState.CONFIRMED: Said("bekräftat", "confirmed"),
    ArrivalState.PARKED: Said("undanlagt", "laid aside"),
    ArrivalState.FOREIGN: Said("inte vårt", "not ours"),
    ArrivalState.JUNK: Said("skräp", "junk"),
    ArrivalState.RECEIPT: Said("klart", "done"),
}
KINDS: Final[dict[str, Said]] = {
    "report": Said("utlåtande", "report"),
    "acknowledgement": Said("kvittens", "acknowledgement"),
    "cannot_be_read": Said("kan inte läsas", "cannot be read"),
    "declined": Said("avböjer", "declines"),
    "question": Said("fråga", "question"),
    "own_sheet": Said("vårt eget ark", "our own sheet"),
    "cover": Said("försättsblad", "cover"),
    "blank": Said("tom sida", "blank page"),
    "unknown": Said("okänt", "unknown"),
}
# What an arrival is before a person has looked: by its state, the kinds of its pages, its note, its proposal.
STANDING: Final[dict[str, Said]] = {
    **{state: ARRIVALS[state] for state in (ArrivalState.NEW, ArrivalState.READING, ArrivalState.PARKED)},
    "cannot_be_read": Said("granskaren kan inte läsa remissen", "the reader can't read the referral"),
    "declined": Said("granskaren avböjer", "the reader declines"),
    "question": Said("granskaren frågar", "the reader asks"),
    "misdirected": Said("till ett annat sjukhus", "for another hospital"),
    "no_content": Said("vårt eget ark, inget skrivet", "our own sheet, nothing written"),
    "only_cover": Said("försättsblad, inget mer", "a cover, nothing else"),
    "only_blank": Said("tomt blad", "blank sheet"),
    "no_fax": Said("mejl utan fax", "mail without a fax"),
    "link": Said("mejl med en länk i stället för ett fax", "mail with a link in place of a fax"),
    "unopened_part": Said("mejl med en bilaga som inte kan öppnas här", "mail with a file that can't be opened here"),
    "mail_damaged": Said("mejl som inte går att läsa", "mail that can't be read"),
    "fault": Said("kunde inte läsas av programmet: se efter", "the program could not read it: look"),
    "strange_receipt": Said("kvitto som inte hör till något ärende", "receipt that fits no case"),
    "matched": Said("förslag finns", "proposed"),
    "unsure": Said("osäkert: välj", "unsure: choose"),
}
_NO_MATCH: Final = Said("hör inte till något ärende", "no match")
EVIDENCE: Final[dict[str, Said]] = {
    "symbol": Said("QR-koden på sidan är ärendets", "the QR code on the page is this case's"),
    "reference": Said(
        "referensen står på sidan, kontrollbokstäverna stämmer",
        "the reference stands on the page and checks",
    ),
    "reference_scored": Said(
        "referensen är läst med något fel, men kan bara vara ärendets",
        "the reference was read with a fault, and can only be this case's",
    ),
    "reference_near": Said("en nästan rätt läst referens", "a nearly right reference"),
    "accession": Said("accessionsnumret står på sidan", "the accession number stands on the page"),
    "accession_twice": Said(
        "två oberoende läsare ser accessionsnumret",
        "two independent readers see the accession number",
    ),
    "accession_near": Said("ett nästan rätt läst accessionsnummer", "a nearly right accession number"),
    "accession_alike": Said(
        "ett annat öppet ärendes nummer kan läsas likadant, och svaret passar det lika bra",
        "another open case's number may be read alike, and the report fits it as well",
    ),
    "examination": Said("undersökningen stämmer", "the examination agrees"),
    "modality": Said("modaliteten stämmer", "the modality agrees"),
    "side": Said("sidan (höger/vänster) stämmer", "the side agrees"),
    "age": Said("åldern stämmer", "the age agrees"),
    "sex": Said("könet stämmer", "the sex agrees"),
    "unit": Said("den remitterande enheten nämns", "the referring unit is named"),
    "recent": Said("skickat det senaste dygnet", "sent within a day"),
    "continues": Said("fortsätter ett svar som kom ofullständigt", "continues a report that came incomplete"),
    "long_ago": Said("skickat för länge sedan", "sent long ago"),
    "sender": Said("avsändarens faxnummer är granskarens", "the sender's number is the reader's"),
    "other_accession": Said("ett annat ärendes accessionsnummer står på sidan", "another case's accession number"),
    "other_reference": Said("en annan referens står på sidan", "another reference stands on the page"),
    "wrong_modality": Said("annan modalitet", "another modality"),
    "wrong_age": Said("åldern stämmer inte", "the age disagrees"),
    "wrong_sex": Said("könet stämmer inte", "the sex disagrees"),
    "wrong_side": Said("fel sida (höger/vänster)", "the wrong side"),
    "wrong_region": Said("svaret gäller en annan kroppsdel", "the report is about another part of the body"),
    "already_answered": Said("ärendet har redan ett bekräftat svar", "the case has a confirmed report already"),
    "closed": Said("ärendet är avslutat", "the case is closed"),
    "not_sent": Said("ärendet har inte skickats", "the case has not been sent"),
    "page_without_reference": Said("en sida saknar referens", "a page lacks a reference"),
    "page_unread": Said("en sida kunde inte läsas", "a page could not be read"),
    "several_references": Said("fler än en referens på sidorna", "more than one reference on the pages"),
}
# The parts of a report, as its reader headed them.
PARTS: Final[dict[str, Said]] = {
    "unit": Said("Till", "To"),
    "examination": Said("Undersökning", "Examination"),
    "findings": Said("Utlåtande", "Findings"),
    "conclusion": Said("Bedömning", "Conclusion"),
    "signature": Said("Undertecknat", "Signed"),
    "dated": Said("Datum och tid", "Date and time"),
    "phoned": Said("Remittenten ringd", "Referrer phoned at"),
}
SERIOUS: Final = frozenset(
    code
    for code in EVIDENCE
    if code.startswith(("wrong", "other", "several", "already", "closed")) or code == "accession_alike"
)


# Who did it, where no person did.
BY: Final[dict[str, Said]] = {
    "reader": Said("maskinen som läser", "the machine that reads"),
    "clock": Said("klockan", "the clock"),
    "gateway": Said("faxtjänsten", "the gateway"),
    "sender": Said("maskinen som skickar", "the machine that sends"),
    "drafter": Said("maskinen som gör faxet", "the machine that makes the fax"),
    "folder": Said("mappen", "the folder"),
    "mailbox": Said("brevlådan", "the mailbox"),
    "outbound": Said("mappen outbound", "the folder outbound"),
    "outbound/waiting": Said("mappen outbound/waiting", "the folder outbound/waiting"),
    "inbound": Said("mappen inbound", "the folder inbound"),
}


def by(name: str, language: str) -> str:
    """Who did it: a person by name, a part of the program by what it does."""
    return BY[name].to(language) if name in BY else name


def words(event: Event, language: str) -> str:
    """What the event means; of a call, to which rung and what came of it."""
    told = WORDS[event.kind].to(language)
    if event.kind == "called":
        told = f"{told}: {event.facts['step']}, {_CALLS[str(event.facts['outcome'])].to(language)}"
    return told[:1].upper() + told[1:]


def state(name: str, language: str) -> str:
    """What a case, an arrival or a report has come to, in the middle of a sentence about it."""
    known = WORDS | ARRIVALS | {case: means for case, (means, _) in CASES.items()}
    return known[name].to(language) if name in known else name


def standing(arrival: Arrival, language: str) -> str:
    """What an arrival is: the first of its state, kinds, note and proposal that has words of its own.

    One that is done with is what became of it, whatever was proposed.
    """
    if arrival.state not in QUEUED:
        return became(arrival, language)
    if reasons.is_code(arrival.note):
        return reasons.text(arrival.note, language)
    urgent = [kind for kind in report.URGENT if kind in arrival.kinds]
    told = [STANDING[key] for key in (arrival.state, *urgent, arrival.note, arrival.status) if key in STANDING]
    return (told or [_NO_MATCH])[0].to(language)


def became(arrival: Arrival, language: str) -> str:
    """What became of an arrival: where it stands, and what it is."""
    state = ARRIVALS[arrival.state].to(language)
    kinds = [KINDS[kind].to(language) for kind in dict.fromkeys(arrival.kinds) if kind in KINDS]
    return f"{state} ({', '.join(kinds)})" if kinds else state


def ways(cases: Iterable[Case]) -> dict[int, str]:
    """How those in human hands came there: faxed before they were registered, or taken to fax or to telephone."""
    held = [case.pk for case in cases if case.state == CaseState.BY_HAND]
    events = Event.objects.filter(case__in=held, kind__in=("registered", "take_by_hand")).order_by("number")
    return {cast(int, event.case_id): str(event.facts.get("how", event.kind)) for event in events}


def means(case: Case, how: str = "") -> Said:
    """What a case's state means; `how` it came into human hands, by `ways`."""
    return _BY_HAND[how][0] if case.state == CaseState.BY_HAND and how in _BY_HAND else CASES[case.state][0]


def next_step(case: Case, how: str = "") -> Said:
    """What comes next for a case: what must be mended first can't be released, what was faxed by hand waits."""
    if case.state == CaseState.HELD and any(row["kind"] == "fix" for row in case.reasons):
        return _TO_MEND
    if case.state == CaseState.BY_HAND and how in _BY_HAND:
        return _BY_HAND[how][1]
    return CASES[case.state][1]


def part(name: str, language: str) -> str:
    """What a part of a report is called."""
    return PARTS[name].to(language)


def why(code: str, language: str) -> str:
    """A piece of evidence as it is told to the person who confirms."""
    return EVIDENCE[code].to(language)

"""What happened and what stands there, in words that a nurse and an administrator use, Swedish and English."""

from __future__ import annotations

from typing import Final

from inbound import report
from outbound import reasons
from service.models import Arrival, Event

WORDS: Final[dict[str, tuple[str, str]]] = {
    # a case
    "opened": ("Remiss mottagen", "referral received"),
    "dropped_again": ("Samma remiss kom en gång till; inget nytt ärende", "the same referral came again; no new case"),
    "accession_added": ("Accessionsnummer tillagt", "accession number added"),
    "registered": ("Faxad för hand, registrerad i efterhand", "faxed by hand, registered afterwards"),
    "urge": ("Länken är nere: skickas nu", "the link is down: it is sent now"),
    "hold": ("HÅLLS KVAR", "held"),
    "pass": ("Anonymiserad, satt och godkänd av slutkontrollen", "anonymised, typeset, passed by the gate"),
    "release": ("Släppt av en person", "released by a person"),
    "edit": ("Fälten ändrade, allt görs om", "fields edited, all is done anew"),
    "intend": ("Överlämning påbörjad", "hand-over begun"),
    "intended": ("Försök antecknat", "attempt noted"),
    "deferred": ("Faxtjänsten svarar inte, nytt försök", "the gateway doesn't answer, it is tried again"),
    "defer": ("Faxtjänsten bad oss vänta, nytt försök", "the gateway asked us to wait, it is tried again"),
    "accept": ("Lämnad till faxtjänsten", "handed to the gateway"),
    "lose": ("Oklart om den gick iväg", "it is unknown whether it left"),
    "refuse": ("Kunde inte levereras", "it could not be delivered"),
    "receipt": ("Kvitto från faxtjänsten", "receipt from the gateway"),
    "deliver": ("Framme hos granskaren, enligt kvittot", "delivered, by the receipt"),
    "acknowledge": ("Granskaren har bekräftat mottagandet (inget svar)", "the reader has it: no report"),
    "decline": ("Granskaren avböjer", "the reader declines"),
    "resend": ("Skickas om, märkt", "sent again, marked"),
    "stand": ("Faxet som kom fram får gälla, inget skickas igen", "the fax that arrived stands, nothing is sent again"),
    "take_by_hand": ("Tagen för hand", "taken by hand"),
    "answer": ("Svar bekräftat", "report confirmed"),
    "withdraw_answer": ("Bekräftelsen ångrad", "confirmation undone"),
    "close": ("Ärendet är avslutat", "the case is closed"),
    "close_with_reason": ("Avslutat med orsak", "closed with a reason"),
    "cancel": ("Makulerad", "called off"),
    "answer_digitally": ("Besvarad digitalt", "answered digitally"),
    "source_shown": ("Originalet visat på skärmen", "the original was shown"),
    "word_accepted": ("Ett eget ord godkänt", "one of the site's own words was accepted"),
    "identity_opened": ("Identiteten öppnad ur valvet", "the identity was opened from the vault"),
    # an attempt, by its receipt
    "attempt_accept": ("Försöket mottaget av faxtjänsten", "attempt taken by the gateway"),
    "attempt_refuse": ("Försöket avvisat", "attempt refused"),
    "attempt_lose": ("Försökets utgång okänd", "the attempt's ending is unknown"),
    "attempt_deliver": ("Försöket framme", "attempt delivered"),
    "attempt_fail": ("Försöket misslyckades", "attempt failed"),
    # an arrival and its report
    "arrived": ("Något har kommit in", "something has arrived"),
    "take_up": ("Läses", "being read"),
    "propose": ("Ett svar har kommit och lästs", "a report has arrived and was read"),
    "settle": ("Kvitto eller kvittens, klart", "a receipt or an acknowledgement, done"),
    "looked_at": ("Öppnat av en person", "opened by a person"),
    "confirm": ("Bekräftat av en person", "confirmed by a person"),
    "withdraw": ("Bekräftelsen ångrad", "confirmation undone"),
    "park": ("Undanlagt", "parked"),
    "misdirect": ("Inte vårt", "not ours"),
    "discard": ("Skräp", "junk"),
    "reopen": ("Tillbaka i kön", "back in the queue"),
    "report_forwarded": ("Lämnat vidare till enheten", "forwarded to the unit"),
    "report_acknowledged": ("Enheten har läst det", "the unit has read it"),
    "report_confirmed_for_ris": ("Bekräftat för RIS", "confirmed for the RIS"),
    "report_handed_back": ("Lämnat till RIS", "handed to the RIS"),
    # clocks, and the house itself
    "rang": ("Det ringer", "it rings"),
    "called": ("Ringde nummer på listan", "called number on the list"),
    "notice_failed": ("Larmbrevet gick inte iväg", "the alarm mail did not leave"),
    "command_failed": ("Larmkommandot misslyckades", "the alarm command failed"),
    "morning_mail": ("Morgonbrevet skickat", "morning mail sent"),
    "morning_mail_lost": (
        "Morgonbrevet gick inte iväg, eller kanske",
        "the morning mail did not leave, or only perhaps",
    ),
    "left_alone": ("En fil lämnad i sin mapp", "a file left in its folder"),
    "reserved": ("Referenser reserverade för papper", "references reserved for paper"),
    "user_added": ("Användare tillagd", "user added"),
}

_CALLS: Final = {"reached": ("svarade", "answered"), "no_answer": ("inget svar", "no answer")}

# What an arrival is before a person has looked: by its state, the kinds of its pages, its note, its proposal.
STANDING: Final[dict[str, tuple[str, str]]] = {
    "new": ("läses", "being read"),
    "reading": ("läses", "being read"),
    "parked": ("undanlagt", "laid aside"),
    "cannot_be_read": ("granskaren kan inte läsa remissen", "the reader can't read the referral"),
    "declined": ("granskaren avböjer", "the reader declines"),
    "question": ("granskaren frågar", "the reader asks"),
    "misdirected": ("till ett annat sjukhus", "for another hospital"),
    "no_content": ("vårt eget ark, inget skrivet", "our own sheet, nothing written"),
    "no_fax": ("mejl utan fax", "mail without a fax"),
    "link": ("mejl med en länk i stället för ett fax", "mail with a link in place of a fax"),
    "unopened_part": ("mejl med en bilaga som inte kan öppnas här", "mail with a file that can't be opened here"),
    "mail_damaged": ("mejl som inte går att läsa", "mail that can't be read"),
    "strange_receipt": ("kvitto som inte hör till något ärende", "receipt that fits no case"),
    "matched": ("förslag finns", "proposed"),
    "unsure": ("osäkert: välj", "unsure: choose"),
}
_NO_MATCH: Final = ("hör inte till något ärende", "no match")
EVIDENCE: Final[dict[str, tuple[str, str]]] = {
    "symbol": ("QR-koden på sidan är ärendets", "the QR code on the page is this case's"),
    "reference": (
        "referensen står på sidan, kontrollbokstäverna stämmer",
        "the reference stands on the page and checks",
    ),
    "reference_scored": (
        "referensen är läst med något fel, men kan bara vara ärendets",
        "the reference was read with a fault, and can only be this case's",
    ),
    "reference_near": ("en nästan rätt läst referens", "a nearly right reference"),
    "accession": ("accessionsnumret står på sidan", "the accession number stands on the page"),
    "accession_twice": (
        "två oberoende läsare ser accessionsnumret",
        "two independent readers see the accession number",
    ),
    "accession_near": ("ett nästan rätt läst accessionsnummer", "a nearly right accession number"),
    "accession_alike": (
        "ett annat öppet ärendes nummer kan läsas likadant, och svaret passar det lika bra",
        "another open case's number may be read alike, and the report fits it as well",
    ),
    "examination": ("undersökningen stämmer", "the examination agrees"),
    "modality": ("modaliteten stämmer", "the modality agrees"),
    "side": ("sidan (höger/vänster) stämmer", "the side agrees"),
    "age": ("åldern stämmer", "the age agrees"),
    "sex": ("könet stämmer", "the sex agrees"),
    "unit": ("den remitterande enheten nämns", "the referring unit is named"),
    "recent": ("skickat det senaste dygnet", "sent within a day"),
    "continues": ("fortsätter ett svar som kom ofullständigt", "continues a report that came incomplete"),
    "long_ago": ("skickat för länge sedan", "sent long ago"),
    "sender": ("avsändarens faxnummer är granskarens", "the sender's number is the reader's"),
    "other_accession": ("ett annat ärendes accessionsnummer står på sidan", "another case's accession number"),
    "other_reference": ("en annan referens står på sidan", "another reference stands on the page"),
    "wrong_modality": ("annan modalitet", "another modality"),
    "wrong_age": ("åldern stämmer inte", "the age disagrees"),
    "wrong_sex": ("könet stämmer inte", "the sex disagrees"),
    "wrong_side": ("fel sida (höger/vänster)", "the wrong side"),
    "already_answered": ("ärendet har redan ett bekräftat svar", "the case has a confirmed report already"),
    "closed": ("ärendet är avslutat", "the case is closed"),
    "not_sent": ("ärendet har inte skickats", "the case has not been sent"),
    "page_without_reference": ("en sida saknar referens", "a page lacks a reference"),
    "page_unread": ("en sida kunde inte läsas", "a page could not be read"),
    "several_references": ("fler än en referens på sidorna", "more than one reference on the pages"),
}
# The parts of a report, as its reader headed them.
PARTS: Final[dict[str, tuple[str, str]]] = {
    "unit": ("Till", "To"),
    "examination": ("Undersökning", "Examination"),
    "findings": ("Utlåtande", "Findings"),
    "conclusion": ("Bedömning", "Conclusion"),
    "signature": ("Undertecknat", "Signed"),
    "dated": ("Datum och tid", "Date and time"),
    "phoned": ("Remittenten ringd", "Referrer phoned at"),
}
SERIOUS: Final = frozenset(
    code
    for code in EVIDENCE
    if code.startswith(("wrong", "other", "several", "already", "closed")) or code == "accession_alike"
)


def words(event: Event, language: str) -> str:
    """What the event means; of a call, to which rung and what came of it."""
    sv, en = WORDS[event.kind]
    if event.kind == "called":
        sv_ending, en_ending = _CALLS[str(event.facts["outcome"])]
        sv, en = (f"{sv}: {event.facts['step']}, {sv_ending}", f"{en}: {event.facts['step']}, {en_ending}")
    return sv if language == "sv" else en[:1].upper() + en[1:]


def standing(arrival: Arrival, language: str) -> str:
    """What an arrival is: the first of its state, kinds, note and proposal that has words of its own."""
    if arrival.note in reasons.TABLE:
        return reasons.text(arrival.note, language)
    urgent = [kind for kind in report.URGENT if kind in arrival.kinds]
    told = [STANDING[key] for key in (arrival.state, *urgent, arrival.note, arrival.status) if key in STANDING]
    return (told or [_NO_MATCH])[0][0 if language == "sv" else 1]


def part(name: str, language: str) -> str:
    """What a part of a report is called."""
    return PARTS[name][0 if language == "sv" else 1]


def why(code: str, language: str) -> str:
    """A piece of evidence as it is told to the person who confirms."""
    return EVIDENCE[code][0 if language == "sv" else 1]

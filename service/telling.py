"""What happened, in words that a nurse and an administrator use: every kind of event, Swedish and English."""

from __future__ import annotations

from typing import Final

from service.models import Event

WORDS: Final[dict[str, tuple[str, str]]] = {
    # a case
    "opened": ("Remiss mottagen", "referral received"),
    "dropped_again": ("Samma remiss kom en gång till; inget nytt ärende", "the same referral came again; no new case"),
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
    "take_by_hand": ("Tagen för hand", "taken by hand"),
    "answer": ("Svar bekräftat", "report confirmed"),
    "withdraw_answer": ("Bekräftelsen ångrad", "confirmation undone"),
    "close": ("Ärendet är avslutat", "the case is closed"),
    "close_with_reason": ("Avslutat med orsak", "closed with a reason"),
    "cancel": ("Makulerad", "called off"),
    "answer_digitally": ("Besvarad digitalt", "answered digitally"),
    "source_shown": ("Originalet visat på skärmen", "the original was shown"),
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
    "called": ("Samtal antecknat", "call noted"),
    "notice_failed": ("Larmbrevet gick inte iväg", "the alarm mail did not leave"),
    "command_failed": ("Larmkommandot misslyckades", "the alarm command failed"),
    "morning_mail": ("Morgonbrevet skickat", "morning mail sent"),
    "left_alone": ("En fil lämnad i sin mapp", "a file left in its folder"),
    "reserved": ("Referenser reserverade för papper", "references reserved for paper"),
    "user_added": ("Användare tillagd", "user added"),
}


def words(event: Event, language: str) -> str:
    """What the event means."""
    sv, en = WORDS[event.kind]
    return sv if language == "sv" else en[:1].upper() + en[1:]

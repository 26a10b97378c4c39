"""How Swedish says who stands near somebody: what follows such a word is a name, a telephone of theirs is private."""

from __future__ import annotations

from typing import Final

# Alternatives of a pattern, to be matched without case.
RELATION: Final = (
    r"hustrun?s?|frun?s?|maka[ns]?|make[ns]?|maken|mannen|sambon?s?|särbon?|pojkvän(?:nen)?|flickvän(?:nen)?|"
    r"dottern?s?|döttrar(?:na)?|sonens?|söner(?:na)?|son|barnen|barnet|bror|broderns?|brodern?|bröder(?:na)?|"
    r"(?:stora|lilla|halv|tvilling|foster|bonus)(?:syster|bror|systern|brodern)s?|systern?s?|systrar(?:na)?|syskonen|syskon|mamman?s?|pappan?s?|mor|moderns?|far|faderns?|mormors?|morfars?|farmors?|"
    r"farfars?|moster|mostern|faster|fastern|morbror|morbrodern|farbror|farbrodern|kusin(?:en|er|erna)?|granne[ns]?|grannar(?:na)?|"
    r"granntanten|vän(?:nen|ner|nerna)?|väninnan?|väninnor(?:na)?|f\.\s?d\.|fd|född|flicknamn(?:et)?|ogift|alias|"
    r"kompis(?:en|ar|arna)?|kamrat(?:en|er|erna)?|kollega[n]?|kollegor(?:na)?|arbetskamrat(?:en|er|erna)?|chef(?:en)?|anhöriga?|"
    r"närstående|målsman|vårdnadshavare|föräldrar(?:na)?|barnbarn(?:et|en)?|dotterdotter|dotterson|sonson|sondotter|"
    r"brorson(?:en)?|brorsdotter(?:n)?|systerson(?:en)?|systerdotter(?:n)?|svärson(?:en)?|svärdotter(?:n)?|svärmor|svärfar|"
    r"svåger(?:n)?|svägerska(?:n)?|sonhustrun?|styvson|styvdotter|bonuspappa|bonusmamma|"
    r"tvilling(?:bror|syster)?(?:n)?|tvillingar(?:na)?|exman(?:nen)?|exmake|exfrun?|ex-man|ex-fru|"
    r"personliga? assistent(?:en)?|assistent(?:en)?|gode? man(?:nen)?|förvaltare|kontaktperson(?:en)?|boendestödjaren?|"
    r"lärare[ns]?|tränare[ns]?|tolken?|hemtjänstpersonalen?|rumskamrat(?:en)?|herrn?|fröken|patienten|"
    r"patientens|pat|kallad|kallas|(?<!jag )heter|hette|vid namn|ägare|gäller|kontaktas via|wife|husband|daughter|"
    r"mother|father|brother|sister|partner|girlfriend|boyfriend|fiancé|fiancée|friend|"
    r"fosterförälder(?:n)?|fosterhemmet|bonusbarn|fästmön?|fästmannen?|exsambo|plastpappa|plastmamma|väninna|grannfrun|ledsagare[n]?|"
    r"boendestöd|kurator(?:n)?|medpassagerare[n]?|lagkamrat(?:en)?|klasskamrat(?:en)?|vittne(?:t)?|mannens?|hyresvärd(?:en)?"
)

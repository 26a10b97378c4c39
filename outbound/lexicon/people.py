"""How Swedish says who stands near somebody: what follows such a word is a name, a telephone of theirs is private."""

from __future__ import annotations

from typing import Final

# Alternatives of a pattern, to be matched without case.
RELATION: Final = (
    r"hustrun?s?|frun?s?|maka[ns]?|make[ns]?|maken|mannen|sambon?s?|särbon?|pojkvän(?:nen)?|flickvän(?:nen)?|"
    r"dottern?s?|döttrar(?:na)?|sonens?|söner(?:na)?|son|barnen|barnet|bror|broderns?|brodern?|bröder(?:na)?|"
    r"systern?s?|systrar(?:na)?|mamman?s?|pappan?s?|mor|moderns?|far|faderns?|mormors?|morfars?|farmors?|"
    r"farfars?|moster|faster|morbror|farbror|kusin(?:en)?|granne[ns]?|granntanten|vän(?:nen)?|väninnan?|"
    r"f\.\s?d\.|fd|född|flicknamn(?:et)?|ogift|alias|kompis(?:en)?|kamrat(?:en)?|kollega[n]?|arbetskamrat(?:en)?|chef(?:en)?|anhöriga?|närstående|målsman|"
    r"vårdnadshavare|föräldrar(?:na)?|barnbarn(?:et)?|dotterdotter|dotterson|sonson|sondotter|svärson(?:en)?|"
    r"svärdotter(?:n)?|svärmor|svärfar|svåger(?:n)?|svägerska(?:n)?|sonhustrun?|styvson|styvdotter|bonuspappa|"
    r"bonusmamma|tvilling(?:bror|syster)?(?:n)?|exman(?:nen)?|exmake|exfrun?|ex-man|ex-fru|"
    r"personliga? assistent(?:en)?|assistent(?:en)?|god man|förvaltare|kontaktperson(?:en)?|boendestödjaren?|"
    r"lärare[ns]?|tränare[ns]?|tolken?|hemtjänstpersonalen?|rumskamrat(?:en)?|herrn?|fröken|patienten|"
    r"patientens|pat|kallad|kallas|heter|hette|vid namn|ägare|gäller|kontaktas via|wife|husband|daughter|"
    r"mother|father|brother|sister|partner|girlfriend|boyfriend|fiancé|fiancée|friend|"
    r"fosterförälder(?:n)?|fosterhemmet|bonusbarn|fästmön?|fästmannen?|exsambo|plastpappa|plastmamma|väninna|grannfrun|ledsagare[n]?|"
    r"boendestöd|kurator(?:n)?|medpassagerare[n]?|lagkamrat(?:en)?|klasskamrat(?:en)?|vittne(?:t)?|mannens?|hyresvärd(?:en)?"
)

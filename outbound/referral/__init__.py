"""A referral, read from whatever it came as: fields by their labels, and the patient's identity apart from them.

Removes nothing and sends nothing; that is `outbound.anonymise`. Its parts, each of which imports only those above it:

    values     what a referral is to us: fields, identity, what a label may stand for
    words/     what words tell wherever they stand: labels, units, telephones, kinds of lines
    page/      a page or a text -> rows of cells
    form/      rows of cells -> entries, each a label with its value
    sender/    rows and entries -> who refers, from where, and by which telephone
    patient/   rows and entries -> who the patient is
    fields/    entries -> the fields that are carried, and why a person must look first
    documents  a file or a typed form -> a Referral, by all of these
"""

from __future__ import annotations

from outbound.referral.documents import from_form, read
from outbound.referral.values import STAFF, FieldName, Identity, Referral

__all__ = ["STAFF", "FieldName", "Identity", "Referral", "from_form", "read"]

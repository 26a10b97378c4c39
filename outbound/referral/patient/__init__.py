"""Who the patient is, and who stands near: names, numbers, telephones, age and sex.

In go rows and entries, out come clues, and from all clues the identity that must not leave.
"""

"""Who refers, from where, and by which telephone they are reached.

In go rows, entries and texts of the staff; out come units, names and telephones, or "" where nothing tells them.
"""

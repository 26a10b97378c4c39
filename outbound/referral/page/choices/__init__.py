"""What of a form's choices was meant: by a cross, a ring, a line, a ground, bold print.

In go the words of a page and its picture, out come the words without what nobody chose.
"""

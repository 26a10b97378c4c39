"""A page or a text as rows of cells: what stands beside and below what, whatever the document was made of.

In go the words of a page with their places, or plain text; out come the rows that a person would read.
"""

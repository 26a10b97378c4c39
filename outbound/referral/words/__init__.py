"""What words tell wherever they stand: which label they are, whose telephone, which unit, what a line is.

In goes a text, out comes what it tells; nothing here knows of pages, rows or entries.
"""

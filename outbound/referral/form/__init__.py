"""A form by its labels: each value with its label, beside it or below it.

In go rows of cells, out come entries in reading order; what no label explains is an entry of its own.
"""

"""Everything that can be pointed at on a sheet of paper: pages, words, codes, identifiers."""

"""Which words are known."""

from __future__ import annotations

from outbound import lexicon


def test_words_put_together_by_the_field_are_known() -> None:
    """Cut-off fields, numbers, accents and English prose are no names."""
    for word in ("gynkonsult", "diarienr", "benparés", "småcellig", "tearing", "staging"):
        assert lexicon.is_familiar(word)
    assert not lexicon.is_familiar("kvirpedu")

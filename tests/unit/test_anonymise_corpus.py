"""The rules on the whole corpus: what leaks, what is kept, and what is released without anybody looking."""

from __future__ import annotations

from corpus import marked, referrals, scoring


def test_corpus_has_gold() -> None:
    """Every document says what must go; most say what must stay; the same seed gives the same documents."""
    made = referrals.documents(1, 150)
    assert made == referrals.documents(1, 150)
    for document in (*made, *marked.read("handwritten.txt"), *marked.read("independent.txt")):
        assert document.gone or document.expect == "held"
        assert document.kept
        assert "<<" not in document.text
        assert "{{" not in document.text


def test_scoring_sees_leaks() -> None:
    """A name, half a number and a telephone in other spelling are leaks; a word that stands elsewhere anyway is none."""
    text = "<<Sten Björk>>, <<19450311-9811>>, <<070-174 06 11>>. {{Gallsten}} och sten i gallgången."
    document = marked.Document("one", "any", "one.txt", text)
    assert scoring.score(document, "Gallsten och sten i gallgången.").leaked == ()
    assert scoring.score(document, "Gallsten, Björk").leaked == ("Sten Björk",)
    assert scoring.score(document, "gallsten 9811").leaked == ("19450311-9811",)
    assert scoring.score(document, "gallsten +46 70 1740611").leaked == ("070-174 06 11",)
    assert scoring.score(document, "sten").lost == ("Gallsten",)

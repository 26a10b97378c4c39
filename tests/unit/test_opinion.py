"""The second opinion: what it is taught from, how it judges sets that it was not taught on, and what it may decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from cleaning import PAGE, RULES_ALONE, SITE, read
from corpus import marked, referrals

from outbound import anonymise, draft, opinion
from outbound.anonymise import neighbours, rules
from outbound.anonymise.spans import Span
from outbound.opinion import Model, signs
from outbound.referral import FieldName
from service.training import opinion as training
from service.training.opinion import Document, Lesson

MARKED = """=== one | ordinary | <<Ek>>_remiss.txt
Patient: <<Per Ek>>
{{Gallsten}}? Ring <<Ek>>s son.

=== two | ordinary
Frisk.
"""


def judged(text: str, word: str) -> float:
    """How likely the first such word of a history tells who somebody is."""
    start = text.index(word)
    return opinion.judged(text, FieldName.HISTORY.value, start, start + len(word))


def test_what_is_judged() -> None:
    """Words and numbers, a number whole; no sign but for the words beside it knows which digits it has."""
    text = "Bor på Storgatan 7, 070-174 06 11."
    assert [token.text for token in signs.tokens(text) if token.is_told] == [
        "Bor", "på", "Storgatan", "7", "070-174 06 11",
    ]  # fmt: skip
    (_, one), (_, other) = (signs.tokens(f"tel 070-174 06 {end}") for end in (11, 69))
    assert (one.text, other.text) == ("070-174 06 11", "070-174 06 69")
    assert signs.of((one,), 0, "history") == signs.of((other,), 0, "history") != signs.of((one,), 0, "question")
    assert all(0 <= sign < signs.KINDS for sign in signs.of((one,), 0, "history"))


def test_marks_become_lessons() -> None:
    """What stands between << and >> must go; the file's name loses its marks."""
    one, two = training.documents(MARKED)
    assert (one.file_name, two.file_name) == ("Ek_remiss.txt", "two.txt")
    assert one.text == "Patient: Per Ek\nGallsten? Ring Eks son.\n"
    gone = "".join(letter for letter, going in zip(one.text, one.gone, strict=True) if going)
    assert gone == "Per EkEk"


def test_a_field_is_told_by_where_it_stands_in_the_whole() -> None:
    """Of a name that is also a word, the one place goes and the other stays; what stands nowhere is not learnt."""
    whole, field = signs.tokens("Sten Ek har en sten"), signs.tokens("har en sten kvar")
    gone = [token.text in ("Sten", "Ek") for token in whole]
    assert training.aligned(field, whole, gone) == [False, False, False, None]


def lessons(names: Sequence[str]) -> list[Lesson]:
    """What those sets teach."""
    documents = [one for name in names for one in training.documents((marked.HERE / f"{name}.txt").read_text("utf-8"))]
    return list(training.lessons(documents, referrals.TODAY))


def test_it_judges_others_as_it_was_taught() -> None:
    """Taught on seven sets, asked about one by somebody else: next to nothing that tells of somebody seems harmless.

    Identifiers and harmless words are told apart by how certain it is of them.
    """
    model = training.taught(lessons([f"blind_ordinary_{number}" for number in (10, 15, 20, 25, 30, 33, 35)]), 1)
    told = {True: list[float](), False: list[float]()}
    for lesson in lessons(["blind_ordinary_39"]):
        told[lesson.tells].append(opinion.weighed(model, lesson.signs))
    harmless, somebodys = np.array(told[False]), np.array(told[True])
    assert np.mean(somebodys < 0.01) < 0.02
    assert np.mean(harmless < 0.01) > 0.6
    assert np.mean(somebodys > 0.5) > 0.7
    assert np.mean(harmless > 0.5) < 0.02


def test_the_same_lessons_make_the_same_model(tmp_path: Path) -> None:
    """By command as well, which writes what is read again, in whatever order the files are named."""
    one, other, out = (tmp_path / name for name in ("a.txt", "b.txt", "weights.npz"))
    one.write_text(MARKED, "utf-8")
    other.write_text(MARKED.replace("Ek", "Al"), "utf-8")
    assert training.main([str(out), str(other), str(one), "--left-out"]) == 0
    both = training.documents(MARKED + MARKED.replace("Ek", "Al"))
    made = training.taught(list(training.lessons(both, referrals.TODAY)), 1)
    kept = opinion.read(out)
    assert np.array_equal(kept.weights, made.weights)
    assert (kept.scale, kept.rest) == (made.scale, made.rest)


def test_a_document_that_cannot_be_read_teaches_what_it_says() -> None:
    """Empty but for its marks, it has no fields."""
    assert len(list(training.lessons([Document("\0", "one.bin", (False,))], referrals.TODAY))) == 0


def test_another_file_is_no_model(tmp_path: Path) -> None:
    """Weights of another size or kind are refused, not used."""
    for weights in (np.zeros(8, np.int8), np.zeros(signs.KINDS)):
        np.savez(tmp_path / "weights.npz", weights=weights, scale=1.0, rest=0.0)
        with pytest.raises(ValueError, match=r"weights\.npz"):
            opinion.read(tmp_path / "weights.npz")
    empty = Model(np.zeros(signs.KINDS, np.int8), 1.0, 0.0)
    assert opinion.likelihood(empty, signs.tokens("Ek"), 0, "history") == 0.5


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Tid. frisk. Uppvakknade 04.00 med vänstersidig svaghet.", "Uppvakknade"),
        ("Föll i trappan. Bultfraktur, öm över fotleden.", "Bultfraktur"),
        ("Fraktur? Främmnade kropp? CRP 12.", "Främmnade"),
    ],
)
def test_what_haste_writes_is_harmless(text: str, word: str) -> None:
    """Words in no list, where nobody is named."""
    assert judged(text, word) < 0.01


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ont i bröstet sedan 03. Bor på Kvistrumsgården 4, hemtjänst x 3.", "Kvistrumsgården"),
        ("Dottern Xhevrije följer med. CRP 12.", "Xhevrije"),
        ("Hämtad av ambulans i Lilla Edgärdet, Skepplanda.", "Skepplanda"),
    ],
)
def test_where_somebody_is_named_it_sees_so(text: str, word: str) -> None:
    """Names and places in no set."""
    assert judged(text, word) > 0.5


# Where what stands in a referral's story is printed.
_TOLD = (FieldName.HISTORY, FieldName.STATUS, FieldName.KIDNEY, FieldName.OTHER)


def outcome(history: str, *, asked: bool) -> tuple[str, set[str]]:
    """The story as it would be printed, and why the fax would be held."""
    policy = SITE.policy if asked else RULES_ALONE
    clean = anonymise.anonymise(read(PAGE.format(history)), policy=policy, hospital_phones=draft.hospital_phones(SITE))
    return "\n".join(clean.fields[name] for name in _TOLD if name in clean.fields), {
        reason.code for reason in clean.reasons
    }


def test_it_settles_a_doubt_of_the_rules() -> None:
    """A word in haste was masked and made somebody look; asked, it stays and nobody has to."""
    text = "Fraktur? Anoxxi? CRP 12."
    assert outcome(text, asked=False) == ("Fraktur? [dolt]? CRP 12.", {"unknown_word"})
    assert outcome(text, asked=True) == (text, set())


def nothing(_text: str, _taken: Sequence[Span]) -> tuple[Span, ...]:
    """No rule about neighbours."""
    return ()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Ont i bröstet sedan 03. Bor på Kvistrumsgården 4, hemtjänst x 3.", "Kvistrumsgården"),
        ("Föll från loft. Bor på korridor, Delphi 3, Lund. Öm över handleden.", "Delphi"),
        ("Dottern Xhevrije följer med. CRP 12.", "Xhevrije"),
    ],
)
def test_it_sees_what_the_rules_pass_over(text: str, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every rule switched off: masked, and somebody looks."""
    monkeypatch.setattr(rules, "RULES", ())
    monkeypatch.setattr(neighbours, "more", nothing)
    assert secret in outcome(text, asked=False)[0]
    shown, held = outcome(text, asked=True)
    assert secret not in shown
    assert "unknown_word" in held


def test_it_never_takes_back_what_a_rule_is_sure_of() -> None:
    """The patient's name goes though it is a word that is harmless everywhere else; so does whoever is behind "hos"."""
    assert "Lindqvist" not in outcome("Lindqvist ligger kvar hos oss. CRP 12.", asked=True)[0]
    assert "kvirpedu" not in outcome("föll i trappan hos kvirpedu i natt", asked=True)[0]


# Where an unknown word stands tells little of whether it is a name.
HASTE = ["Krea 72. {} sköter dosetten. CRP 12.", "Fraktur? {}? CRP 12.", "Status: {} ua. CRP 12."]


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("name", ["Oyelaran", "Bjurselius", "Tillberg"])
def test_a_name_is_no_word_in_haste(name: str, asked: bool) -> None:
    """What is built as no word is, or as surnames are, is masked and somebody looks, asked or not."""
    for text in HASTE:
        shown, held = outcome(text.format(name), asked=asked)
        assert (name in shown, held) == (False, {"unknown_word"})


@pytest.mark.parametrize("asked", [False, True])
def test_an_unknown_word_in_small_letters_is_looked_at(asked: bool) -> None:
    """It stays, and whoever is asked does not settle that it is nobody's."""
    for text in HASTE:
        shown, held = outcome(text.format("kvirpedu"), asked=asked)
        assert ("kvirpedu" in shown, held) == (True, {"unfamiliar_word"})


def test_a_name_put_together_of_words_is_seen() -> None:
    """ "Troll" and "kvist" explain little where somebody has rung."""
    shown, held = outcome("Ont i buken. Trollkvist har ringt två gånger. CRP 12.", asked=True)
    assert "Trollkvist" not in shown
    assert "unknown_word" in held


def test_a_settled_doubt_is_told_to_those_who_explain() -> None:
    """What stays is told apart from what goes; without the second opinion nothing is settled."""
    source, phones = read(PAGE.format("Fraktur? Anoxxi? Dottern Xhevrije följer med.")), draft.hospital_phones(SITE)
    text = source.fields[FieldName.HISTORY]
    stays = anonymise.settled(source, FieldName.HISTORY, policy=SITE.policy, hospital_phones=phones)
    gone = anonymise.spans(source, FieldName.HISTORY, policy=SITE.policy, hospital_phones=phones)
    assert [text[span.start : span.end] for span in stays] == ["Anoxxi"]
    assert [text[span.start : span.end] for span in gone] == ["Xhevrije"]
    assert anonymise.settled(source, FieldName.HISTORY, policy=RULES_ALONE, hospital_phones=phones) == ()


def test_staff_stay() -> None:
    """Whoever has a title of the staff's, and the site's own words, are not asked about."""
    text = "Svalt en nål. Doktor Xhevrije Zogaj har undersökt. CRP 12."
    assert outcome(text, asked=True)[0] == text

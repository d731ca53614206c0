"""What is counted of a language's pairs of words tells which go together, and nothing where nothing is counted."""

import importlib.util

import pytest

from edition import collocations
from edition.collocations import Collocations, read_collocations
from edition.errors import EditionError

WORDS = frozenset(["to", "go", "the", "of", "people", "boat", "zzyzzx"])


def test_words_that_stand_together_in_the_language_are_told_from_those_that_do_not() -> None:
    found = read_collocations("en", WORDS)
    assert found.lift("to", "go") > 2
    assert found.lift("the", "people") > 1
    assert found.lift("the", "of") < -1
    assert found.lift("go", "the") < found.lift("to", "the")


def test_of_what_is_not_counted_nothing_is_said() -> None:
    found = read_collocations("en", WORDS)
    assert found.lift("zzyzzx", "the") == found.lift("the", "zzyzzx") == 0
    assert read_collocations("de", WORDS) == Collocations({}, {}, 1.0)
    assert read_collocations("de", WORDS).lift("to", "go") == 0


def test_only_the_words_asked_for_are_kept() -> None:
    found = read_collocations("en", WORDS)
    assert set(found.words) < WORDS
    assert {word for pair in found.pairs for word in pair} <= WORDS


def test_what_a_pair_tells_has_bounds() -> None:
    found = Collocations({"a": 10**9, "b": 10**9}, {("a", "b"): 10**9}, 10.0)
    assert found.lift("a", "b") == pytest.approx(6.93, abs=0.01)
    assert found.lift("b", "a") == -4
    assert Collocations({"a": 10**3, "b": 10**3}, {("a", "b"): 10**3}, 10.0).lift("a", "b") == 8
    assert Collocations({"a": 10, "b": 10}, {}, 10.0).lift("a", "b") == 0


def test_a_missing_dictionary_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(collocations, "find_spec", lambda name: None if name == "symspellpy" else real(name))
    with pytest.raises(EditionError, match=r"symspellpy is not installed.*Install edition anew"):
        read_collocations("en", WORDS)

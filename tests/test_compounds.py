"""Words that fall into two others: where a hyphen may have been lost, and how likely it was."""

import pytest

from edition.compounds import NONE, compound, listed
from edition.lexicon import read_lexicon


@pytest.mark.parametrize(
    ("word", "cut", "least", "most"),
    [
        ("gardenwindow", 6, 0.7, 0.9),
        ("selfgovernment", 4, 0.9, 1.0),
        ("nonwestern", 3, 0.3, 0.5),
        ("overmultiplication", 4, 0.3, 0.5),
        ("prosocialist", 3, 0.3, 0.5),
    ],
)
def test_an_unknown_word_that_falls_into_two(word: str, cut: int, least: float, most: float) -> None:
    cuts, confidence = compound(word, read_lexicon("en", word))
    assert cuts == (cut,)
    assert least < confidence < most


@pytest.mark.parametrize("word", ["Gardenwindow", "zxqvwk", "unlikeness", "misallocate", "preened"])
def test_others_do_not(word: str) -> None:
    assert compound(word, read_lexicon("en", word)) == NONE


def test_german_writes_its_words_together() -> None:
    assert compound("hausgartentor", read_lexicon("de", "hausgartentor")) == NONE


def test_another_language_is_asked_of_two_common_words_alone() -> None:
    lexicon = read_lexicon("fr", "maisonfemme")
    assert compound("maisonfemme", lexicon) == ((6,), 0.4)
    assert compound("superfemme", lexicon) == NONE, "such a part is mostly written together with its word"


def test_a_rare_listed_word_of_two_common_ones_is_asked() -> None:
    lexicon = read_lexicon("en", "fellowmen")
    assert listed("fellowmen", lexicon) == ((6,), 0.2)
    assert listed("government", lexicon) == NONE
    assert listed("fellowmen", read_lexicon("fr", "fellowmen")) == NONE

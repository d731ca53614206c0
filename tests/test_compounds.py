"""Words that fall into two others: where a hyphen may have been lost, and how likely it was."""

import pytest

from edition.compounds import NONE, compound, listed, phrase, weigh_model, weigh_parts
from edition.lexicon import read_lexicon


@pytest.mark.parametrize(
    ("word", "cut", "least", "most"),
    [
        ("gardenwindow", 6, 0.7, 0.9),
        ("selfgovernment", 4, 0.9, 1.0),
        ("nonwestern", 3, 0.3, 0.5),
        ("overmultiplication", 4, 0.3, 0.5),
        ("prosocialist", 3, 0.3, 0.5),
        ("saucepanlike", 8, 0.3, 0.5),
        ("blindeye", 5, 0.3, 0.5),
        ("faroff", 3, 0.3, 0.5),
    ],
)
def test_an_unknown_word_that_falls_into_two(word: str, cut: int, least: float, most: float) -> None:
    cuts, confidence = compound(word, read_lexicon("en", word))
    assert cuts == (cut,)
    assert least < confidence < most


@pytest.mark.parametrize("word", ["Gardenwindow", "zxqvwk", "unlikeness", "misallocate", "preened", "jurymen"])
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


@pytest.mark.parametrize(("word", "cut"), [("longterm", 4), ("socalled", 2), ("readymade", 5)])
def test_a_word_of_two_that_often_stand_together_is_asked(word: str, cut: int) -> None:
    assert listed(word, read_lexicon("en", word)) == ((cut,), 0.4)


@pytest.mark.parametrize("word", ["today", "indifferent", "landlady", "therefrom", "forthwith", "wanton", "zxqvwk"])
def test_a_common_word_and_one_that_adverbs_make_are_not(word: str) -> None:
    assert phrase(word, read_lexicon("en", word)) == NONE


def test_a_book_that_writes_such_words_with_a_hyphen_may_have_lost_this_one() -> None:
    others = "anti-lamp, anti-mill, anti-war and anti-stone"
    assert listed("antimonopoly", read_lexicon("en", f"antimonopoly {others}")) == ((4,), 0.4)
    assert listed("antimonopoly", read_lexicon("en", "antimonopoly")) == NONE
    assert listed("selfmade", read_lexicon("en", "selfmade"))[0] == (4,)


@pytest.mark.parametrize(
    ("language", "word", "cut", "least"),
    [
        ("en", "barnowls", 4, 0.2),
        ("en", "slowlybuilt", 6, 0.2),
        ("fr", "l'arrièrecour", 9, 0.02),
        ("es", "molinoescuela", 6, 0.1),
    ],
)
def test_where_a_word_of_two_known_ones_may_have_lost_its_hyphen(
    language: str, word: str, cut: int, least: float
) -> None:
    places = dict(weigh_parts(word, read_lexicon(language, word)))
    assert max(places, key=lambda at: places[at]) == cut
    assert least < places[cut] < 0.95


@pytest.mark.parametrize(("language", "word"), [("en", "however"), ("en", "zxqvwk"), ("de", "gartenmühle")])
def test_common_words_unknown_ones_and_german_ones_lost_none(language: str, word: str) -> None:
    assert not list(weigh_parts(word, read_lexicon(language, word)))


def test_a_word_that_the_book_has_both_ways_lost_its_hyphen_as_often_as_lines_end_there() -> None:
    lexicon = read_lexicon("en", "A mill-race, the mill-race, that mill-race; a millrace and a millrace.")
    assert weigh_model("millrace", lexicon) == [(4, pytest.approx(0.15))]
    assert weigh_model("Millraces", lexicon)[0][0] == 4
    assert not weigh_model("millstone", lexicon)

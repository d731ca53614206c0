"""Where words may be broken, and what of a word could have stood on the line above."""

import pytest

from edition.syllables import HYPHEN, Ruler, Syllables


@pytest.mark.parametrize(
    ("language", "word", "first"),
    [
        ("en", "consideration", "con"),
        ("de", "Überlegungen", "Über"),
        ("ru", "соображение", "со"),
        ("en", "соображение", "со"),
    ],
)
def test_a_word_is_broken_as_its_language_breaks_it(language: str, word: str, first: str) -> None:
    assert word[: Syllables(language).places(word)[0]] == first


def test_short_words_and_languages_without_patterns_are_not_broken() -> None:
    assert Syllables("en").places("over") == ()
    assert Syllables("grc").places("consideration") == ()


def test_the_places_of_a_text_are_those_of_its_words() -> None:
    text = "of consideration"
    assert Syllables("en").breaks(text) == [3 + at for at in Syllables("en").places("consideration")]


def test_a_line_needs_no_more_than_a_syllable_where_words_are_broken() -> None:
    whole, broken = Ruler(), Ruler(syllables=Syllables("en"))
    assert broken.first("consideration of") == pytest.approx(whole.measure("con") + HYPHEN)
    assert whole.first("consideration of") == whole.measure("consideration")
    assert whole.first("half-hearted") == whole.measure("half-")

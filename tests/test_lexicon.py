"""Which words there are: in the language, and in the book."""

import pytest

from edition.lexicon import FUNCTION_WORDS, detect_language, frequencies, read_lexicon


def test_the_words_of_the_book() -> None:
    lexicon = read_lexicon("en", "The anarcho-syndicalists met the miller. The Miller’s mill, and the mill.")
    assert lexicon.counts["mill"] == 2
    assert lexicon.counts["miller's"] == 1
    assert lexicon.hyphenated["anarchosyndicalists"] == "anarcho-syndicalists"
    assert lexicon.pairs["the", "mill"] == 1
    assert lexicon.capitals["miller's"] == 1
    assert lexicon.capitals["the"] == 0


def test_the_words_of_the_language() -> None:
    lexicon = read_lexicon("en", "")
    assert lexicon.zipf("control") > 4 > lexicon.zipf("anarchosyndicalist") == 0
    assert lexicon.knows("Control")
    assert not lexicon.knows("stategy")


@pytest.mark.parametrize("language", sorted(FUNCTION_WORDS))
def test_every_language_is_told_by_its_own_words(language: str) -> None:
    assert detect_language(" ".join(f"{word} xyzzy" for word in FUNCTION_WORDS[language].split())) == language
    assert frequencies(language)


def test_a_language_without_a_list_is_no_error() -> None:
    assert frequencies("tlh") == {}
    assert read_lexicon("tlh", "tlhIngan Hol").zipf("Hol") == 0


@pytest.mark.parametrize("text", ["", "1917", "xyzzy plugh", "日本語"])
def test_a_text_that_does_not_tell_is_english(text: str) -> None:
    assert detect_language(text) == "en"

"""Which words there are: in the language, and in the book."""

from edition.lexicon import frequencies, read_lexicon


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


def test_a_language_without_a_list_is_no_error() -> None:
    assert frequencies("tlh") == {}
    assert read_lexicon("tlh", "tlhIngan Hol").zipf("Hol") == 0

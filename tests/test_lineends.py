"""Words at the ends of joined lines: which had a hyphen of their own there, and which the printer broke."""

import pytest

from edition.lexicon import Lexicon, read_lexicon
from edition.lineends import SURE, find_capital, weigh_end

BOOK = "The mill stood by the river, and a non-resident owner kept it. The co-owner lived there, as he had to."


def lexicon(language: str = "en", text: str = BOOK) -> Lexicon:
    return read_lexicon(language, text)


@pytest.mark.parametrize(
    ("language", "word", "cut"),
    [
        ("de", "DorfVersammlung", 4),
        ("de", "VHSKurse", 3),
        ("en", "nonGerman", 3),
        ("en", "selfrespecting", 4),
        ("en", "threeyear", 5),
        ("ru", "SMSсообщение", 3),
    ],
)
def test_a_hyphen_is_found_where_the_line_may_end(language: str, word: str, cut: int) -> None:
    cuts, confidence = weigh_end(word, [cut - 1, cut, cut + 1], lexicon(language))
    assert (cuts, confidence) == ((cut,), SURE)


@pytest.mark.parametrize("word", ["understand", "somewhat", "nothing", "unequal", "McDonald", "powerless", "Proudhon"])
def test_a_word_that_the_printer_broke_has_none(word: str) -> None:
    assert weigh_end(word, list(range(2, len(word) - 1)), lexicon()) == ((), 0.0)


def test_only_the_places_where_the_line_may_end_count() -> None:
    assert weigh_end("threeyear", [2, 3], lexicon()) == ((), 0.0)


def test_names_with_two_capitals_are_asked_and_only_at_a_line_end() -> None:
    assert weigh_end("PierreJoseph", [6], lexicon())[1] < 0.9
    assert find_capital("PierreJoseph", lexicon()) == ((), 0.0)


def test_the_book_itself_tells_of_parts_that_are_written_in_both_ways() -> None:
    told = lexicon(text=f"{BOOK} Non-payment and non-attendance were fined.")
    assert weigh_end("nonbelievers", [3], told)[1] > weigh_end("nonbelievers", [3], lexicon(text="A mill."))[1]


def test_a_german_capital_inside_a_word_is_asked_wherever_it_stands() -> None:
    cuts, confidence = find_capital("DorfVersammlung", lexicon("de"))
    assert cuts == (4,)
    assert 0.1 < confidence < 0.5

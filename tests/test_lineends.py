"""Words at the ends of joined lines: which had a hyphen of their own there, and which the printer broke."""

import pytest

from edition.lexicon import Lexicon, read_lexicon
from edition.lineends import CODES, FALLING, NAMES, PREFIXED, SURE, find_capital, find_figures, weigh_end

BOOK = "The mill stood by the river, and a non-resident owner kept it. The co-owner lived there, as he had to."


def lexicon(language: str = "en", text: str = BOOK) -> Lexicon:
    return read_lexicon(language, text)


@pytest.mark.parametrize(
    ("language", "word", "cut"),
    [
        ("de", "DorfVersammlung", 4),
        ("de", "VHSKurse", 3),
        ("de", "CDVerlag", 2),
        ("en", "nonGerman", 3),
        ("en", "selfrespecting", 4),
        ("en", "threeyear", 5),
        ("ru", "SMSсообщение", 3),
    ],
)
def test_a_hyphen_is_found_where_the_line_may_end(language: str, word: str, cut: int) -> None:
    cuts, confidence = weigh_end(word, [cut - 1, cut, cut + 1], lexicon(language))
    assert (cuts, confidence) == ((cut,), SURE)


@pytest.mark.parametrize(
    "word",
    ["understand", "somewhat", "nothing", "unequal", "McDonald", "powerless", "Proudhon", "drawled", "multiplied"],
)
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


def test_a_capital_shows_the_hyphen_a_letter_or_two_beside_the_places() -> None:
    assert weigh_end("DorfVersammlung", [6, 7], lexicon("de")) == ((4,), SURE)
    assert weigh_end("DorfVersammlung", [8, 9], lexicon("de")) == ((), 0.0)


def test_a_name_that_the_book_writes_with_a_capital_inside_is_left_unless_other_words_have_its_hyphen() -> None:
    text = "Der MeinVerlag und der MeinVerlag."
    assert weigh_end("MeinVerlag", [4], lexicon("de", text)) == ((), 0.0)
    assert weigh_end("MeinVerlag", [4], lexicon("de", f"{text} Das Mein-Haus.")) == ((4,), SURE)


@pytest.mark.parametrize(
    ("word", "cut", "confidence"), [("frèrejardin", 5, FALLING), ("autojardin", 4, PREFIXED), ("jardinier", 6, 0.0)]
)
def test_a_word_of_two_is_asked_where_a_language_does_not_join_words(word: str, cut: int, confidence: float) -> None:
    assert weigh_end(word, [cut - 1, cut], lexicon("fr"))[1] == confidence


def test_letters_and_figures_that_meet_are_found() -> None:
    found = list(find_figures("in post1945 Britain, in the 20thcentury, ISO8859, gdm3, the (GPT)Schema, mill(er)s"))
    assert [(first, second, confidence) for first, second, _, confidence in found] == [
        ("post", "1945", NAMES),
        ("20th", "century", NAMES),
        ("ISO", "8859", CODES),
        ("GPT)", "Schema", NAMES),
    ]
    assert found[0][2] == len("in post")


def test_a_participle_and_a_particle_had_a_hyphen() -> None:
    cuts, confidence = weigh_end("watereddown", [6, 7, 8], lexicon())
    assert cuts == (7,)
    assert confidence > 0.9

"""Neighbours in prose share rarer words; where every paragraph says the same, sharing tells nothing."""

from edition.lexicon import read_lexicon
from edition.topics import Topics

WORDS = ("harbour", "orchard", "printer", "quarrel", "station", "thunder", "violins", "weather", "cabbage", "lantern")


def topics_of(texts: list[str]) -> Topics:
    return Topics(tuple(texts), read_lexicon("en", "\n\n".join(texts)))


def test_the_paragraph_with_the_same_rare_words_is_likelier_to_follow() -> None:
    pairs = [f"{a} {b} was seen" for a in WORDS for b in (f"{a}s", f"old{a}")]
    topics = topics_of([f"They saw the {WORDS[n // 6]} number{n} and went on." for n in range(60)] + pairs)
    assert topics.turn(3, 4) < topics.turn(3, 30)


def test_a_book_that_says_the_same_all_over_tells_nothing() -> None:
    texts = [f"The {WORDS[n % 10]} and the {WORDS[(n * 7 + 3) % 10]} stood in the rain." for n in range(120)]
    spread = topics_of(texts)
    told = [spread.inside(i, j) for i in range(30) for j in range(60, 90)]
    assert max(told) - min(told) < 1.5

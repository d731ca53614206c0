"""What a full page holds is found before anything is known of the order of pages."""

from edition.capacity import Atom, capacities, read_matter
from edition.joins import Joins
from edition.lexicon import read_lexicon
from edition.source import Span

WORDS = "the mill stood still for a day and nobody knew why it should ever go on again "


def page(size: int, torn: float = 0.0) -> list[str]:
    """Return the paragraphs of a page of so many characters that breaks off at its end, and at such a share of it."""
    text = (WORDS * (size // len(WORDS) + 1))[:size].strip()
    at = int(size * (torn or 0.5))
    return [text[:at].strip(), text[at:].strip()] if torn else [f"{text[:at].strip()}.", f"The {text[at:]}"]


def found(texts: list[str]) -> float:
    joins = Joins(tuple(texts), read_lexicon("en", " ".join(texts)))
    atoms = tuple(Atom(i, Span(0, len(text)), "text") for i, text in enumerate(texts))
    return capacities(read_matter(joins.texts, atoms, (), joins), joins)[0][0]


def test_a_page_holds_what_stands_between_two_places_where_sentences_break_off() -> None:
    sizes = (2000, 2060, 1980, 2010, 1950, 2040, 2020, 1990)
    assert abs(found([text for size in sizes for text in page(size)]) / 2000 - 1) < 0.06


def test_a_few_sentences_that_break_off_inside_pages_do_not_halve_it() -> None:
    sizes, torn = (2000, 2060, 1980, 2010, 1950, 2040, 2020, 1990), {1: 0.57, 3: 0.55, 4: 0.66, 6: 0.43}
    assert abs(found([t for n, size in enumerate(sizes) for t in page(size, torn.get(n, 0.0))]) / 2000 - 1) < 0.06

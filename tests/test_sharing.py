"""Sides whose two pages were run together: each block on its page, a question where it might be of the other."""

from dataclasses import dataclass

import pytest

from edition.blocks import Recognised
from edition.lines import recognise_lines
from edition.source import Source
from tests.imposed import prose
from tests.test_lines import LEXICON, law, set_lines, source

FULL = 24
"""Lines on a page."""
PAIRS = ((8, 1), (2, 7), (6, 3), (4, 5))


@dataclass
class Page:
    """The lines of a page: those above a paragraph's end in its middle, and those below."""

    upper: str
    lower: str


def set_pages() -> dict[int, Page]:
    """Return eight pages of running text by folio; sentences run on from each to the next."""
    # Words at random would go together however pages are turned.
    texts = [*prose("civil-disobedience.2up.sheet.seed"), *prose("wild-apples.2side.sheet.mild")]
    paragraphs = [set_lines(text).splitlines() for text in texts if 300 < len(text) < 1000]
    lines = [(line, line is own[-1]) for own in paragraphs for line in own]
    pages: dict[int, Page] = {}
    for folio in range(1, 9):
        count = FULL
        while lines[count - 1][0].endswith(".") or lines[count][0][0].isupper():
            count += 1
        own, lines = lines[:count], lines[count:]
        middle = min((n + 1 for n, (_, last) in enumerate(own) if last), key=lambda n: abs(n - FULL // 2))
        pages[folio] = Page(*("\n".join(line for line, _ in part) for part in (own[:middle], own[middle:])))
    return pages


def placed(made: Source, found: Recognised) -> dict[int, str]:
    """Return the words of each page, by folio."""
    told: dict[int, str] = {}
    text = [f for f in found.fragments if f.kind == "text"]
    for fragment in sorted(text, key=lambda f: (f.page, f.place, f.span)):
        folio = found.pages[fragment.page].folio
        told[folio] = f"{told.get(folio, '')} {made.at(fragment.text_span)}"
    return {folio: " ".join(words.split()) for folio, words in told.items()}


def whole(page: Page) -> str:
    return " ".join(f"{page.upper} {page.lower}".split())


ORDERS = {
    "column by column": lambda a, b, left, right: [a.upper, a.lower, left, b.upper, b.lower, right],
    "row by row": lambda a, b, left, right: [a.upper, b.upper, a.lower, b.lower, left, right],
    "a row above, the rest below the folios": lambda a, b, left, right: [
        a.upper, b.upper, left, right, a.lower, b.lower
    ],
    "both pages above both folios": lambda a, b, left, right: [a.upper, a.lower, b.upper, b.lower, left, right],
}  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_every_block_stands_on_its_page(order: str) -> None:
    pages = set_pages()
    sides = ["\n\n".join(ORDERS[order](pages[a], pages[b], str(a), str(b))) for a, b in PAIRS]
    made = source("\n\n\f".join(sides))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert placed(made, found) == {folio: whole(page) for folio, page in pages.items()}


def test_pages_bound_on_the_right_begin_with_the_higher_one() -> None:
    pages = set_pages()
    sides = [
        "\n\n".join((pages[b].upper, pages[a].upper, pages[b].lower, pages[a].lower, str(b), str(a))) for a, b in PAIRS
    ]
    made = source("\n\n\f".join(sides))
    found = recognise_lines(made, LEXICON)
    assert placed(made, found) == {folio: whole(page) for folio, page in pages.items()}


def test_a_heading_that_either_page_may_have_is_asked_about() -> None:
    pages = set_pages()
    sides = [
        "\n\n".join((pages[a].upper, pages[b].upper, pages[a].lower, pages[b].lower, str(a), str(b))) for a, b in PAIRS
    ]
    plain = source("\n\n\f".join(sides))
    made = source("\n\n\f".join([sides[0], f"{sides[1]}\n\nA Walk in the Hills", *sides[2:]]))
    at = made.text.index("A Walk")
    assert not any(shuffle.behind < 2 for shuffle in recognise_lines(plain, LEXICON).shuffles)
    found = recognise_lines(made, LEXICON)
    heading = next(n for n, f in enumerate(found.fragments) if f.span.start == at)
    own = found.fragments[heading]
    others = {shuffle.places[heading] for shuffle in found.shuffles if heading in shuffle.places}
    assert others - {(own.page, own.place)}


def test_a_folio_glued_to_a_cut_word_is_a_folio() -> None:
    pages = set_pages()
    sides = [
        "\n\n".join((pages[a].upper, pages[a].lower, str(a), pages[b].upper, pages[b].lower, str(b))) for a, b in PAIRS
    ]
    cut = sides[1].replace(f"\n\n{PAIRS[1][0]}\n\n", f" neigh{PAIRS[1][0]}\n\n")
    assert cut != sides[1]
    made = source("\n\n\f".join([sides[0], cut, *sides[2:]]))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert sum(f.kind == "folio" for f in found.fragments) == 8
    assert [made.at(f.span)[-6:] for f in found.fragments if f.cut] == [" neigh"]


def headed(above: str, below: str) -> dict[int, str]:
    """Return the words of each page where both pages of a side have headings in the middle, set before their texts."""
    pages = set_pages()
    sides = ["\n\n".join(ORDERS["row by row"](pages[a], pages[b], str(a), str(b))) for a, b in PAIRS]
    left, right = (pages[folio] for folio in PAIRS[1])
    sides[1] = f"{left.upper}\n\n{right.upper}\n\n{above}\n\n{below}\n\n{left.lower}\n\n{right.lower}\n\n2\n\n7"
    made = source("\n\n\f".join(sides))
    return placed(made, recognise_lines(made, LEXICON))


def test_of_two_headings_beside_each_other_each_stands_on_one_page() -> None:
    told = headed("B.2.1 The Commons of the Valley", "B.2.4 The Toll at the Bridge")
    assert [told[folio].count("B.2.") for folio in (2, 7)] == [1, 1]


def test_a_heading_stands_above_the_text_that_has_its_words() -> None:
    pages = set_pages()
    words = [max(pages[folio].lower.split()[:30], key=lambda word: (len(word), word)).strip(".,") for folio in (2, 7)]
    told = headed(f"Of {words[1]}", f"Of {words[0]}")
    assert f"Of {words[0]}" in told[2]
    assert f"Of {words[1]}" in told[7]


def test_a_heading_stands_above_its_text_though_the_extraction_has_it_behind() -> None:
    pages = set_pages()
    sides = ["\n\n".join(ORDERS["column by column"](pages[a], pages[b], str(a), str(b))) for a, b in PAIRS]
    left, right = (pages[folio] for folio in PAIRS[1])
    heading = f"Of {max(right.lower.split()[:30], key=lambda word: (len(word), word)).strip('.,')}"
    sides[1] = f"{left.upper}\n\n{left.lower}\n\n2\n\n{right.upper}\n\n{right.lower}\n\n{heading}\n\n7"
    made = source("\n\n\f".join(sides))
    told = placed(made, recognise_lines(made, LEXICON))
    assert told[7] == " ".join(f"{right.upper} {heading} {right.lower}".split())


def test_two_headings_that_stand_beside_each_other_are_parted() -> None:
    pages = set_pages()
    sides = ["\n\n".join(ORDERS["row by row"](pages[a], pages[b], str(a), str(b))) for a, b in PAIRS]
    left, right = (pages[folio] for folio in PAIRS[1])
    both = "B.2.1 The Commons of the Valley\nC.1.1 The Toll at the Bridge"
    sides[1] = f"{left.upper}\n\n{right.upper}\n\n{both}\n\n{left.lower}\n\n{right.lower}\n\n2\n\n7"
    made = source("\n\n\f".join(sides))
    told = placed(made, recognise_lines(made, LEXICON))
    assert [(told[folio].count("B.2.1"), told[folio].count("C.1.1")) for folio in (2, 7)] in (
        [(1, 0), (0, 1)],
        [(0, 1), (1, 0)],
    )

"""Booklets imposed in every common way come back in order; what is in order, or no booklet at all, stays as it is."""

from functools import cache
from random import Random

import pytest

from edition.book import Book, Edition
from edition.imposition import impose
from edition.restore import restore
from edition.source import decode
from tests.fixture import edition_of, notes_text, printed
from tests.imposed import COLOPHON, TITLE, Booklet, Printed, extract, imposed, paginate, prose

TEXTS = ("on-liberty-2.2up.sheet.mild", "mutual-aid-1.2up.sheet.seed", "vindication-5.2up.sheet.harsh")


def paragraphs_of(edition: Edition) -> list[str]:
    """Return the text as it prints, quotation marks and dashes as they were typed, for comparing words and order."""
    texts = [text.lstrip("#> ") for text in printed(edition).split("\n\n")]
    frame = {" ".join(block.split()) for page in (TITLE, COLOPHON) for block in page.blocks}
    return [text for text in texts if text not in frame]


def words(paragraphs: list[str] | tuple[str, ...]) -> list[str]:
    return "".join(c for text in paragraphs for c in f"{text} " if c.isalnum() or c.isspace()).split()


def assert_restored(booklet: Booklet, edition: Edition) -> None:
    """Hold the order word by word, and let few page turns be taken for another paragraph end."""
    found = paragraphs_of(edition)
    assert words(found) == words(booklet.paragraphs)
    assert abs(len(found) - len(booklet.paragraphs)) <= max(2, len(booklet.pages) // 8)
    assert [" ".join(text.split()) for text in notes_text(edition)] == list(booklet.notes)


ROOM = 2200
"""Characters on a full page of an A5 booklet."""
BOOKLETS = [
    ("2up", 0, 16, False),
    ("2up", 0, 20, False),
    ("2up", 0, 15, False),
    ("2up", 0, 18, True),
    ("2up", 0, 21, True),
    ("2up", 8, 24, False),
    ("2up", 16, 32, False),
    ("2up", 12, 21, True),
    ("2side", 0, 18, False),
    ("2side", 0, 18, True),
    ("4up-cut", 0, 20, True),
    ("duplex2up", 0, 18, True),
    ("none", 0, 12, False),
    ("none", 0, 12, True),
]
NOT_FOUND: set[tuple[str, str, int, int, bool]] = {
    (TEXTS[0], "2up", 0, 20, False),
    (TEXTS[0], "2up", 0, 15, False),
    (TEXTS[1], "2up", 0, 20, False),
    (TEXTS[1], "4up-cut", 0, 20, True),
}
"""Booklets whose order is not found: known failures, strict. They end in the middle of a sentence, which speaks against
their last page."""


def known(failures: set[tuple[str, str, int, int, bool]]) -> list[object]:
    return [
        pytest.param(text, *booklet, marks=[pytest.mark.xfail(strict=True)] if (text, *booklet) in failures else [])
        for text in TEXTS[:2]
        for booklet in BOOKLETS
    ]


@cache
def found(text: str, scheme: str, signature: int, pages: int, framed: bool) -> tuple[Booklet, Edition]:
    booklet = paginate(prose(text), pages, room=ROOM, noted=0.3)
    return booklet, edition_of(imposed(booklet, scheme, signature=signature, framed=framed), "en")


@pytest.mark.parametrize(("text", "scheme", "signature", "pages", "framed"), known(NOT_FOUND))
def test_an_imposed_booklet_comes_back_in_order(
    text: str, scheme: str, signature: int, pages: int, framed: bool
) -> None:
    assert_restored(*found(text, scheme, signature, pages, framed))


@pytest.mark.parametrize(("text", "scheme", "signature", "pages", "framed"), known(set()))
def test_a_wrong_order_is_asked(text: str, scheme: str, signature: int, pages: int, framed: bool) -> None:
    booklet, edition = found(text, scheme, signature, pages, framed)
    if words(paragraphs_of(edition)) != words(booklet.paragraphs):
        assert [query for query in edition.apparatus.queries if query.kind in ("order", "cut")]


def test_what_was_found_is_told() -> None:
    booklet = paginate(prose(TEXTS[0]), 21)
    found = edition_of(imposed(booklet, "2up", framed=True), "en").arrangement
    assert (found.scheme, found.pages, found.signature) == ("2up", 24, 24)
    assert found.printed == (1, *range(3, 24), 24)
    assert found.confidence > 0.9


def test_an_editor_can_fix_scheme_and_pages() -> None:
    booklet = paginate(prose(TEXTS[0]), 21)
    source = decode("mill.txt", imposed(booklet, "2up", framed=True).encode())
    edition = restore(Book("mill", source, {"language": "en"}, scheme="2up", pages=24))
    assert_restored(booklet, edition)


@pytest.mark.parametrize("scheme", ["2up", "2side"])
def test_the_source_is_not_needed_in_its_own_line_ends(scheme: str) -> None:
    booklet = paginate(prose(TEXTS[0]), 16)
    text = imposed(booklet, scheme)
    assert printed(edition_of(text.replace("\n", "\r\n"), "en")) == printed(edition_of(text, "en"))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_in_order_comes_through_unchanged(text: str) -> None:
    given = prose(text)[:40]
    edition = edition_of("\n\n".join(given), "en")
    assert words(paragraphs_of(edition)) == words(given)
    assert len(paragraphs_of(edition)) == len(given)
    assert edition.arrangement.scheme == "none"
    assert not [query for query in edition.apparatus.queries if query.kind in ("order", "cut", "join")]


@pytest.mark.parametrize("text", TEXTS)
def test_pages_in_order_come_through_in_order(text: str) -> None:
    booklet = paginate(prose(text), 12, noted=0.3)
    assert_restored(booklet, edition_of(extract(tuple((page,) for page in booklet.pages)), "en"))


README = """\
The Mill

The mill grinds what you give it. It wants Python 3.11.

Installation

Type `pip install mill`, and then:

* open a terminal

* type `mill grind FILE`

* wait

Usage

1. Grind.

2. Bake.

3. Eat.

Licence

It is free. See LICENSE for more.
"""
POEM = """\
The Mill

It was late, and the lamp was lit
By a hand that nobody knew,
And the mill stood still, and the flame of it
Burned yellow, then red, then blue.

O mill, O lamp, O hand unseen,
Who turned you, who lit you, who
Shall say where the miller's son has been
And what he was bound to do?

The sacks were full and the stones were bare,
The wheel was a ring of stars,
And over the water, and everywhere,
A rattle of bolts and bars.
"""
DIALOGUE = """\
"Who is there?"

"Nobody."

"Then who speaks?"

"The mill," she said.

"Mills do not speak."

"This one does," said the voice, "and so do its stones."

He went out.

"Wait!" she cried.

He did not.
"""
LIST = "\n\n".join(
    f"{n}. The {word} of the mill" for n, word in enumerate(["lamp", "stone", "wheel", "sack", "door", "roof"], 1)
)


@pytest.mark.parametrize(
    "text",
    [
        README,
        POEM,
        DIALOGUE,
        LIST,
        "One.",
        "One.\n\nTwo.",
        "A heading",
        "word",
        "¹ A note.",
        "¹ A note.\n\n² Another.",
    ],
    ids=["readme", "poem", "dialogue", "list", "sentence", "two", "heading", "word", "note", "notes"],
)
def test_what_is_no_booklet_stands_as_it_is(text: str) -> None:
    edition = edition_of(text, "en")
    assert edition.arrangement.scheme == "none"
    assert edition.arrangement.confidence == 1.0
    shown = words([*printed(edition).split(), *notes_text(edition)])
    assert sorted(shown) == sorted(words(text.split())) or text.startswith("¹")
    assert not [query for query in edition.apparatus.queries if query.kind in ("order", "cut", "join")]


def test_a_poem_keeps_its_lines() -> None:
    shown = printed(edition_of(POEM, "en"))
    for line in POEM.split("\n"):
        assert line.replace("'", "’") in shown


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_a_few_paragraphs_stay_in_order(count: int) -> None:
    given = prose(TEXTS[0])[:count]
    assert words(paragraphs_of(edition_of("\n\n".join(given), "en"))) == words(given)


def test_shuffled_pages_are_never_sure() -> None:
    """Pages in an order that no scheme has: it may not be found, but the reader must be told."""
    pages = list(paginate(prose(TEXTS[0]), 12).pages)
    shuffled = [pages[n] for n in (7, 2, 10, 0, 5, 11, 3, 8, 1, 9, 4, 6)]
    edition = edition_of(extract(tuple((page,) for page in shuffled)), "en")
    asked = [query for query in edition.apparatus.queries if query.kind in ("order", "cut", "join")]
    assert asked


def test_two_halves_of_a_sentence_apart_are_asked_however_short_the_text() -> None:
    told = "as it was told in the village for as long as anyone could remember, and so it was written down"
    halves = f"The mill stood still, {told}, for a", f"day and a night, {told} at last."
    edition = edition_of(f"{halves[0]}\n\nNobody knew it, {told}.\n\n{halves[1]}\n", "en")
    assert {query.quote[:8] for query in edition.apparatus.queries if query.kind == "order"} >= {halves[1][:8]}
    assert edition.arrangement.confidence <= 0.5


@pytest.mark.parametrize("case", ["mutual-aid-1.2up.sheet.seed", "on-liberty-2.2up.sheet.mild"])
def test_sides_in_no_known_order_are_not_believed(case: str) -> None:
    """All their pages end and begin inside sentences, and so read on a little in any order."""
    pages = (TITLE, Printed(()), *paginate(prose(case), 21, room=1800).pages, COLOPHON)
    sides = list(impose(pages, "2up", cover=True))
    Random(2).shuffle(sides)
    text = "\n\n".join(block for side in sides for page in side if page is not None for block in page.blocks)
    edition = restore(Book("lot", decode("lot.txt", f"{text}\n".encode()), {"language": "en"}))
    assert edition.arrangement.confidence <= 0.5
    assert any(query.kind == "order" for query in edition.apparatus.queries)

"""The account balances, or nothing is made: an edition that breaks the law is shown to each check."""

from dataclasses import replace

import pytest

from edition.account import balance, derive
from edition.document import Document, Emended, Kept, Paragraph, SetAside, Text
from edition.errors import LawError
from edition.source import Source, Span, decode
from tests.fixture import edition_of
from tests.sample import sample_edition

SOURCE = decode("mill.txt", b"The mill stood still.\n")


def made(*pieces: Kept | Emended, aside: tuple[SetAside, ...] = ()) -> Document:
    return Document((), (Paragraph((Text(pieces),), 1),), (), aside)


WHITE = SetAside(Span(21, 22), "white space")


def test_a_document_that_balances() -> None:
    document = made(Kept(Span(0, 9)), Emended(Span(9, 14), "stands", "x"), Kept(Span(14, 21)), aside=(WHITE,))
    balance(SOURCE, document)
    found = derive(SOURCE, document, (), {})
    assert (found.kept, found.emended, found.set_aside) == (16, 5, (("white space", 1),))
    assert [(e.source, e.reading, e.paragraph) for e in found.emendations] == [("stood", "stands", 1)]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (made(Kept(Span(0, 8)), Kept(Span(9, 21)), aside=(WHITE,)), "not accounted for"),
        (made(Kept(Span(0, 10)), Kept(Span(9, 21)), aside=(WHITE,)), "accounted for twice"),
        (made(Kept(Span(0, 21)), Kept(Span(0, 21)), aside=(WHITE,)), "accounted for twice"),
        (made(Kept(Span(0, 21))), "not accounted for"),
        (made(Kept(Span(4, 21)), aside=(WHITE,)), "not accounted for"),
        (made(Kept(Span(0, 21)), aside=(WHITE, WHITE)), "accounted for twice"),
        (made(aside=()), "not accounted for"),
        (made(Kept(Span(0, 3)), aside=(SetAside(Span(3, 22), "?"),)), "printed nowhere"),
    ],
    ids=["gap", "overlap", "doubled", "end", "beginning", "aside twice", "nothing", "no reason"],
)
def test_a_document_that_breaks_the_law(document: Document, says: str) -> None:
    with pytest.raises(LawError, match=says) as caught:
        derive(SOURCE, document, (), {})
    assert str(caught.value).startswith("mill.txt, line 1")


def test_any_character_taken_from_an_edition_is_missed() -> None:
    edition = sample_edition()
    source = edition.book.source
    balance(source, edition.document)
    longer = Source(source.name, source.text + "x", source.sha256)
    with pytest.raises(LawError):
        balance(longer, edition.document)
    for n in range(len(edition.document.set_aside)):
        rest = edition.document.set_aside[:n] + edition.document.set_aside[n + 1 :]
        with pytest.raises(LawError):
            balance(source, replace(edition.document, set_aside=rest))


def test_the_sums_are_those_of_the_source() -> None:
    text = "The  “mill”\nstood... still.¹ It was late.\n\n* * *\n\n¹ In 1920-21.\n"
    found = edition_of(text, "en").apparatus
    assert found.kept + found.emended + sum(n for _, n in found.set_aside) == len(text)
    assert {why for why, _ in found.set_aside} == {"note label", "note mark", "rule of the page", "white space"}


def test_emendations_are_whole_words_with_their_paragraph() -> None:
    text = (
        "The mill stood.\n\nThe anarcho-syndicalists met, and (anarchosyndicalist) delegates, anarcho-syndicalist all."
    )
    (emendation,) = edition_of(text, "en").apparatus.emendations
    assert (emendation.paragraph, emendation.source, emendation.reading) == (
        2,
        "anarchosyndicalist",
        "anarcho-syndicalist",
    )

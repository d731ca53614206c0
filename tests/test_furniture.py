"""The title page and the colophon are told from the text, and nothing else is."""

import pytest

from edition.document import Paragraph, plain
from tests.fixture import Case, cases, edition_of


def told(text: str) -> str:
    """Return the title page by roles, how many blocks the body has, and how many lines the colophon."""
    edition = edition_of(text, "en")
    document = edition.document
    lines = []
    for block in document.frontmatter:
        assert isinstance(block, Paragraph)
        lines.append(f"{block.role} | {plain(edition.book.source, block.inlines)}")
    lines.append(f"body | {len(document.bodymatter)} blocks")
    if document.backmatter:
        lines.append(f"colophon | {len(document.backmatter)} lines")
    return "\n".join(lines)


@pytest.mark.parametrize("case", cases("furniture"))
def test_case(case: Case) -> None:
    assert told(case.given) == case.expected


def test_what_the_title_page_says_is_the_book_s_metadata() -> None:
    text = "The Tale of the Lamp\n\nAda Corder\n\n1911\n\nIt was late, and the lamp was lit. Nobody had lit it.\n"
    found = edition_of(text).metadata
    assert (found.title, found.author, found.date) == ("The Tale of the Lamp", "Ada Corder", "1911")


def test_what_the_editor_gives_is_above_it() -> None:
    text = "The Tale of the Lamp\n\nAda Corder\n\nIt was late, and the lamp was lit. Nobody had lit it.\n"
    found = edition_of(text, title="The Lamp", author="A. Corder").metadata
    assert (found.title, found.author) == ("The Lamp", "A. Corder")


def test_a_source_without_a_title_page_is_named_after_its_file() -> None:
    assert edition_of("It was late, and the lamp was lit.").metadata.title == "Case"


def test_sentences_with_what_looks_like_addresses_are_no_colophon() -> None:
    lines = [f"Now take the bundle named lamp-{n}.tar.gz." for n in range(1, 5)]
    text = "\n\n".join(["It was late, and the lamp was lit. Nobody had lit it.", *lines])
    assert told(text) == "body | 5 blocks"

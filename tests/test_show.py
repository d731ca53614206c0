"""Any stage of a book as text."""

import pytest

from edition.book import Book
from edition.show import STAGES, show
from edition.source import decode

TEXT = """\
The Tale of the Lamp

Ada Corder

I. The Lamp

It was *late*, and the "lamp" was lit.¹ Nobody had lit it:

"It lit itself."

* * *

In the morning con-
trol was lost.

¹ In the year 1844.
"""
BOOK = Book("lamp", decode("lamp.txt", TEXT.encode()), {"language": "en"})


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_every_stage_is_text_that_ends_with_one_line_end(stage: str) -> None:
    shown = show(stage, BOOK)
    assert shown.strip()
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")
    assert shown == show(stage, BOOK)


def test_the_source_is_shown_as_it_is() -> None:
    assert TEXT in show("source", BOOK)
    assert BOOK.source.sha256 in show("source", BOOK)


def test_the_document_as_a_tree() -> None:
    assert show("document", BOOK) == (
        "front matter\n"
        "  title: The Tale of the Lamp\n"
        "  author: Ada Corder\n"
        "body matter\n"
        "  heading 1: I. The Lamp\n"
        "  ¶ 1: It was *late*, and the “lamp” was lit.[note 1: paragraph: In the year 1844.] Nobody had lit it:\n"
        "  quotation\n"
        "    ¶ 2: “It lit itself.”\n"
        "  break\n"
        "  ¶ 3: In the morning control was lost.\n"
        "back matter\n"
    )


def test_blocks_in_the_order_of_the_source() -> None:
    kinds = [line.split()[0] for line in show("blocks", BOOK).splitlines()]
    assert kinds == ["text", "text", "text", "text", "text", "break", "text", "note"]


def test_notes_say_where_they_stand() -> None:
    (line,) = show("notes", BOOK).splitlines()
    assert "marked" in line
    assert "In the year 1844." in line
    assert show("notes", Book("a", decode("a", b"No note."))) == "no notes\n"

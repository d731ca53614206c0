"""Sides that a source has twice, and pages that it lacks."""

import io

import pikepdf
import pytest

from edition.book import Book, Edition
from edition.document import inlines_of, plain
from edition.restore import restore
from edition.source import decode
from tests.test_pdfsource import Place, chapter, impose, prose

PARAGRAPHS = 26


def sheets() -> bytes:
    """Return a booklet of four sheets, two pages to a side, with folios."""
    slots: list[Place | None] = [Place(n) for n in range(8)]
    return impose(
        chapter(PARAGRAPHS), [[[slots[7 - n], slots[n]] if n % 2 == 0 else [slots[n], slots[7 - n]]] for n in range(4)]
    )


def changed(data: bytes, *, double: int = -1, lose: int = -1) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as book:
        if double >= 0:
            book.pages.insert(double + 1, book.pages[double])
        if lose >= 0:
            del book.pages[lose]
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def edition_of(data: bytes) -> Edition:
    return restore(Book("zine", decode("zine.pdf", data)))


def words(edition: Edition) -> str:
    source = edition.book.source
    return " ".join(plain(source, inlines_of(block)) for block in edition.document.bodymatter)


@pytest.mark.parametrize("side", range(4))
def test_a_side_that_a_pdf_has_twice_is_printed_once(side: int) -> None:
    alone, doubled = edition_of(sheets()), edition_of(changed(sheets(), double=side))
    assert words(doubled) == words(alone)
    assert doubled.arrangement.scheme == alone.arrangement.scheme == "2up"
    aside = dict(doubled.apparatus.set_aside)
    assert aside.pop("copy") > 400
    assert "copy" not in dict(alone.apparatus.set_aside)


def test_blocks_that_stand_twice_one_after_the_other_are_printed_once() -> None:
    text = [prose(n, 90) for n in range(9)]
    doubled = "\n\n".join(text[:6] + text[2:6] + text[6:])
    edition = restore(Book("zine", decode("zine.txt", doubled.encode())))
    assert [plain(edition.book.source, inlines_of(block)) for block in edition.document.bodymatter] == text
    assert dict(edition.apparatus.set_aside)["copy"] > 400


def test_a_refrain_stands_as_often_as_it_is_said() -> None:
    refrain = ["So they sang, and went home.", "And nobody heard.", "The lamps were out."]
    text = [line for n in range(6) for line in (prose(n, 40), *refrain)]
    edition = restore(Book("zine", decode("zine.txt", "\n\n".join(text).encode())))
    assert words(edition).count("nobody heard") == 6


def test_a_page_that_the_folios_miss_is_asked() -> None:
    lost = edition_of(changed(sheets(), lose=1))
    assert 2 not in lost.arrangement.printed
    (asked,) = [q for q in lost.apparatus.queries if "missing" in q.why]
    assert (asked.kind, asked.page) == ("order", 3)
    assert asked.confidence < 0.2
    assert not [q for q in edition_of(sheets()).apparatus.queries if "missing" in q.why]

"""The pages of the PDF in the text: each mark held against what PDFium reads on the page."""

import random
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest
from sample import WORDS, Scribe, edition_of, noted_edition, sample_edition

from edition.book import Edition
from edition.document import reading
from edition.guard import bare
from edition.pagination import Beginning, _outside, _start, beginnings, leaves
from edition.pdf import make_pdf
from edition.proof import read_pages


def numbered() -> Edition:
    """Return random prose whose paragraph numbers stand in the margin, and so before the text of many pages."""
    edition = noted_edition(11, 30, 0.2, 30)
    return replace(edition, book=replace(edition.book, output=replace(edition.book.output, paragraph_numbers=True)))


BOOKS = {"sample": sample_edition, "noted": lambda: noted_edition(5, 40, 0.4, 40), "numbered": numbered}


def text_between(edition: Edition, one: Beginning, other: Beginning) -> list[str]:
    """Return the words of each leaf between two places."""
    texts = [reading(edition.book.source, leaf) for leaf in leaves(edition)]
    last = other.leaf
    ends = {last: other.offset}
    runs = [texts[n][: ends.get(n)] for n in range(one.leaf, last + 1)]
    runs[0] = runs[0][one.offset :]
    return [bare(run).casefold() for run in runs]


@pytest.mark.parametrize("name", BOOKS)
def test_what_stands_between_two_marks_stands_on_the_page(name: str) -> None:
    edition = BOOKS[name]()
    pdf = make_pdf(edition)
    found = beginnings(edition, pdf)
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = [bare(page.get_textpage().get_text_range()).casefold() for page in opened]
    assert len(found) > 4
    assert [one.page for one in found] == sorted({one.page for one in found})
    for one, other in pairwise(found):
        if other.page != one.page + 1:
            continue
        at = 0
        runs = text_between(edition, one, other)
        for number, run in enumerate(runs):
            # The end of a word that begins on the page may stand on the next one.
            whole = run if number < len(runs) - 1 else run[:-20]
            place = pages[one.page - 1].find(whole, at)
            assert place >= 0, (one.page, whole[:60])
            at = place + len(whole)


def test_pages_without_the_text_are_left_out() -> None:
    edition = sample_edition()
    pdf = make_pdf(edition)
    found = beginnings(edition, pdf)
    with pypdfium2.PdfDocument(pdf) as opened:
        titles = {n for n, page in enumerate(opened, 1) if "Textual Note" in page.get_textpage().get_text_range()[:400]}
    assert found[0].page == 1
    assert not titles & {one.page for one in found}


def test_a_contents_page_is_none_of_the_text() -> None:
    heading, text = "aheadinglongenoughtobetakenforthetext", "andherethechaptergoesonandonwithmanywords"
    assert _start(f"{heading}7anotherheadingofthebookwhichfollows9", heading + text, 0, 99) is None
    assert _start(f"{heading}{text[:30]}", heading + text, 0, 99) == 0
    assert _start(f"{heading}7{'x' * 40}", heading + text, 0, 99) is None


def test_a_page_may_begin_with_what_is_no_text() -> None:
    text = "theendofapageismarkedhereandthenthenextitembeginswithitsnumber"
    page = "marked3.hereandthenthenextitembeginswithitsnumber"
    assert _start(page, text, 5, 60) == text.index("marked")


def test_no_mark_divides_a_word() -> None:
    assert _outside("undivided word", 4) == len("undivided")
    assert _outside("undivided word", 10) == 10
    assert _outside("undivided", 0) == 0


def test_a_book_without_text_has_no_pages() -> None:
    edition = edition_of(Scribe(), ())
    assert beginnings(edition, make_pdf(edition)) == ()


def test_pages_that_begin_like_a_paragraph_before_are_found_and_so_are_those_after() -> None:
    pen, chance = Scribe(), random.Random(4)
    alike = "Of all that was said by the people of the mill that year no more is known than this and that "
    texts = [alike + " ".join(chance.choices(WORDS, k=90)) + "." for _ in range(60)]
    edition = edition_of(pen, tuple(pen.para(text) for text in texts))
    pdf = make_pdf(edition)
    heads = [page.casefold() for page in read_pages(pdf)]
    begun = [number for number, page in enumerate(heads, 1) if page.startswith(bare(alike).casefold())]
    found = [one.page for one in beginnings(edition, pdf)]
    assert len(begun) > 2
    assert found == list(range(found[0], found[-1] + 1))
    assert len(found) > 12


def test_of_paragraphs_that_begin_alike_the_pages_own_is_taken() -> None:
    alike, other = "ofallthatwassaidbythepeopleofthemill", "nothingmoreisknown" * 4
    own = "theladderandthelampwereread" * 4
    text = f"{alike}{other}{alike}{own}"
    assert _start(f"{alike}{own}{other}", text, 0, len(text)) == text.rindex(alike)

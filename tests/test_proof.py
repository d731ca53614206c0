"""Finished pages read back: the words of their type area alone, and the edges of their ink."""

import pytest

from edition.pdf import make_pdf
from edition.proof import read_ink, read_pages
from tests.printed import A5, printed
from tests.sample import sample_edition


def test_some_pages_are_read_as_all_are() -> None:
    pdf = make_pdf(sample_edition())
    some, whole = read_pages(pdf, only={2}), read_pages(pdf)
    assert [n for n, words in enumerate(some) if words] == [2]
    assert some[2] == whole[2]
    assert read_pages(pdf, only={1, 2})[1] == whole[1]


def test_neither_running_head_nor_folio_is_read() -> None:
    pages = read_pages(make_pdf(sample_edition()))
    assert any("TheLamplightersofHarrow" in page for page in pages)
    assert len(pages) > 5
    assert not any(page.startswith("TheLamplightersofHarrow") for page in pages[4:])


def test_ink_reaches_from_the_folio_to_the_bar_and_blank_pages_have_none() -> None:
    filled, blank = read_ink(printed(2, blank=[2]))
    assert blank is None
    assert filled
    left, bottom, right, top = filled
    assert (left, top) == pytest.approx((20, A5[1] - 20), abs=0.01)
    assert 30 < bottom < 40
    assert 300 < right < A5[0]

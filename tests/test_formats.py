"""The sizes of page keep to their canon."""

from dataclasses import replace

import pytest
from weasyprint.formatting_structure.boxes import TextBox

from edition.book import Output
from edition.formats import FORMATS, MM, Format, page_style
from edition.pdf import render
from edition.xhtml import render_print
from tests.sample import sample_edition

BOUND = [page for page in FORMATS.values() if page.facing and not page.outer]


@pytest.mark.parametrize("page", BOUND, ids=lambda page: page.name)
def test_margins_are_those_of_van_de_graaf(page: Format) -> None:
    outer = page.width - page.inner - page.measure
    assert outer == pytest.approx(2 * page.inner)
    # The foot takes what is left of the last line.
    assert page.foot == pytest.approx(2 * page.head, abs=page.leading / MM / 2 + 0.01)
    assert page.measure / page.depth == pytest.approx(page.width / page.height, rel=0.03)


def test_in_ninths_the_type_area_is_as_high_as_the_page_is_wide() -> None:
    for page in BOUND:
        if page.parts == 9 and page.name == "a4":
            assert page.depth == pytest.approx(page.width, rel=0.06)


def test_the_measure_is_sixty_to_seventy_letters_where_the_page_allows_it() -> None:
    narrow = {"a6", "large-print", "phone"}
    for page in FORMATS.values():
        assert (57 <= page.letters <= 70) if page.name != "phone" else page.letters >= 35, page.name
        assert page.letters >= 60 or page.name in narrow, page.name


def test_large_print_has_nothing_under_sixteen_points() -> None:
    page, edition = FORMATS["large-print"], sample_edition()
    edition = replace(edition, book=replace(edition.book, output=Output(paragraph_numbers=True)))
    layout = render(render_print(edition, page), page)
    boxes = [box for leaf in layout.pages for box in leaf._page_box.descendants() if isinstance(box, TextBox)]
    small = {box.text for box in boxes if box.style["font_size"] * 0.75 < 15.99}
    assert len(boxes) > 300
    assert not small


def test_pages_of_a_booklet_are_half_its_sheet() -> None:
    papers = {"a4": (297, 210), "letter": (279.4, 215.9), "a5": (210, 148), "b5": (250, 176)}
    for page in FORMATS.values():
        if page.sheets:
            width, height = papers[page.sheets[0]]
            assert page.width == pytest.approx(width / 2, abs=1)
            assert page.height == pytest.approx(height, abs=1)


def test_a_page_style_gives_both_sides_their_margins() -> None:
    style = page_style(FORMATS["a5"])
    assert "size: 148mm 210mm" in style
    assert "@page :left { margin-left: 24.667mm; margin-right: 12.333mm }" in style
    assert "@page :left" not in page_style(FORMATS["phone"])

"""The cover: the book's words and its pages in small, in bytes that depend on the book alone."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import weasyprint
from lxml import etree
from PIL import Image, ImageChops, ImageStat
from sample import Scribe, edition_of, sample_edition

from edition.book import Edition
from edition.cover import AREA, COLOURS, HEIGHT, WIDTH, make_cover, picture
from edition.errors import TypesetError


def titled(edition: Edition, title: str) -> Edition:
    return replace(edition, metadata=replace(edition.metadata, title=title))


def test_the_cover_is_a_picture_in_one_ink_on_paper() -> None:
    edition = sample_edition()
    cover = Image.open(BytesIO(make_cover(edition).raster))
    assert (cover.format, cover.mode, cover.size) == ("PNG", "P", (1400, 2100))
    paper = cover.convert("RGB").getpixel((0, 0))
    assert paper in {paper for _, paper in COLOURS}
    assert make_cover(edition) == make_cover(edition)


def test_the_small_pages_stand_on_the_cover_and_under_the_title() -> None:
    left, top, width, height = AREA
    assert left + width < WIDTH
    assert top + height < HEIGHT
    drawn = picture(sample_edition())
    assert all(left - 0.01 <= x and x + w <= left + width + 0.01 for x, _, w, _ in drawn)
    assert all(top - 0.01 <= y and y + h <= top + height + 0.01 for _, y, _, h in drawn)


def test_every_page_of_the_booklet_is_a_page_of_the_picture() -> None:
    pen = Scribe()
    body = tuple(
        pen.para(f"<{page}>Words that fill a line or two of a page, more or less. {'x' * 200}") for page in range(3, 10)
    )
    drawn = picture(edition_of(pen, body))
    assert len({(x, y) for x, y, *_ in drawn}) == len(drawn) == 7 * 5
    first = [y for x, y, *_ in drawn if x == drawn[0][0]]
    assert first[:5] == sorted(first[:5])


def test_a_book_without_pages_is_cut_by_lines() -> None:
    pen = Scribe()
    long = edition_of(pen, (pen.para("word " * 2000),))
    assert len({x for x, *_ in picture(long)}) > 2
    short = edition_of(Scribe(), ())
    assert picture(short) == []


@pytest.mark.parametrize("title", ["Ω", "A" * 60, "word " * 60, "Ein Wort, und Donaudampfschifffahrtsgesellschaft"])
def test_any_title_stays_above_the_small_pages(title: str) -> None:
    pen = Scribe()
    empty = edition_of(pen, ())
    cover = Image.open(BytesIO(make_cover(titled(empty, title)).raster)).convert("L")
    below = cover.crop((0, round(AREA[1] * 3.5), *cover.size))
    assert len(below.getcolors()) == 1


def test_a_character_without_a_glyph_is_refused() -> None:
    with pytest.raises(TypesetError, match=r"U\+13000"):
        make_cover(titled(sample_edition(), "\U00013000"))


def test_the_drawing_is_the_same_picture_without_any_face() -> None:
    cover = make_cover(sample_edition())
    drawing = etree.fromstring(cover.drawing)
    assert {etree.QName(element).localname for element in drawing} == {"title", "path"}
    assert drawing.findtext("{*}title") == "The Lamplighters of Harrow · Ada Corder"
    size = f"width: {WIDTH}pt; height: {HEIGHT}pt"
    page = f"@page {{ size: {WIDTH}pt {HEIGHT}pt; margin: 0 }} body {{ margin: 0 }}"
    html = f"<style>{page} svg {{ display: block; {size} }}</style>"
    pdf = weasyprint.HTML(string=html + cover.drawing.decode()).write_pdf()
    with pypdfium2.PdfDocument(pdf) as opened:
        assert not opened[0].get_textpage().get_text_range().strip()
        drawn = opened[0].render(scale=1).to_pil().convert("L")
    painted = Image.open(BytesIO(cover.raster)).convert("L").resize(drawn.size)
    difference = ImageChops.difference(drawn, painted)
    assert ImageStat.Stat(difference).mean[0] < 3
    assert ImageStat.Stat(ImageChops.difference(drawn, Image.new("L", drawn.size, 255))).mean[0] > 15


def test_what_the_title_says_is_no_markup_in_the_drawing() -> None:
    drawing = make_cover(titled(sample_edition(), "</title><script>x</script> & more")).drawing
    assert etree.fromstring(drawing).findtext("{*}title").startswith("</title><script>x</script> & more")

"""The page before and after: nothing but the book's own data, and none of it markup."""

import re
from base64 import b64decode
from html import unescape
from io import BytesIO

import pytest
from PIL import Image
from sample import Scribe, edition_of, noted_edition, sample_edition

from edition.book import Edition
from edition.document import PageBreak, Paragraph
from edition.pdf import make_pdf
from edition.specimen import LONGEST, make_specimen


@pytest.fixture(scope="module")
def made() -> tuple[Edition, bytes, str]:
    edition = sample_edition()
    pdf = make_pdf(edition)
    return edition, pdf, make_specimen(edition, pdf)


def shown(html: str) -> str:
    (source,) = re.findall(r"(?s)<pre[^>]*>\n(.*)</pre>", html)
    return unescape(re.sub(r"</?mark>", "", source))


def test_the_left_is_the_source_character_for_character(made: tuple[Edition, bytes, str]) -> None:
    edition, _, html = made
    assert shown(html).strip()
    assert shown(html) in edition.book.source.text


def test_what_is_marked_is_what_the_page_says(made: tuple[Edition, bytes, str]) -> None:
    import pypdfium2

    _, pdf, html = made
    (label,) = re.findall(r"is page (\d+) of the edition", html)
    assert int(label) % 2, "a recto"
    with pypdfium2.PdfDocument(pdf) as opened:
        page = re.sub(r"\W", "", opened[int(label) - 1].get_textpage().get_text_range())
    marked = unescape("".join(re.findall(r"(?s)<mark>(.*?)</mark>", html)))
    words = re.findall(r"\w{4,}", marked)
    assert len(words) > 50
    assert sum(word in page for word in words) / len(words) > 0.97


def test_the_right_is_a_picture_of_the_page(made: tuple[Edition, bytes, str]) -> None:
    (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', made[2])
    image = Image.open(BytesIO(b64decode(data)))
    assert image.format == "PNG"
    assert image.width == 720
    assert image.convert("L").getextrema() == (0, 255)


def test_it_needs_no_other_file(made: tuple[Edition, bytes, str]) -> None:
    assert not re.search(r'(?:href|src)="(?!data:)|url\(|@import|<script', made[2])


def test_the_same_bytes_again(made: tuple[Edition, bytes, str]) -> None:
    assert make_specimen(*made[:2]) == made[2]


def test_markup_in_the_source_stays_text() -> None:
    pen = Scribe()
    nasty = "</pre><script>alert(1)</script> {{ 7*7 }} <img src=x onerror=y>"
    first = pen.keep(nasty)
    pen.drop("\x0c")
    edition = edition_of(pen, (Paragraph((PageBreak(3), first, pen.keep(" and words" * 60)), pen.count()),))
    html = make_specimen(edition, make_pdf(edition))
    assert "<script" not in html
    assert "<img src=x" not in html
    assert "{{ 7*7 }}" in html
    assert "\u240c" in html


def test_a_long_side_is_cut_short() -> None:
    edition = noted_edition(2, 30, 0.2, 30)
    assert len(shown(make_specimen(edition, make_pdf(edition)))) <= LONGEST


def test_a_book_without_text_has_none() -> None:
    edition = edition_of(Scribe(), ())
    assert make_specimen(edition, make_pdf(edition)) == ""

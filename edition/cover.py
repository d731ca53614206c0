"""The cover picture of the EPUB: the book's own words, and its pages in small, every paragraph and note in place."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from math import ceil
from typing import assert_never

import pikepdf
import pypdfium2

from edition.book import Edition
from edition.breaks import good_breaks
from edition.document import (
    Block,
    BlockQuote,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    SmallCaps,
    Table,
    Text,
    ThematicBreak,
    Verse,
    inlines_of,
    plain,
    reading,
)
from edition.lettering import outlines
from edition.pdf import HOME, fetch, needs_reserve, without_complaints
from edition.source import Source
from edition.typesetter import HTML
from edition.xhtml import environment

WIDTH, HEIGHT = 400, 600
"""Of the cover, in pt."""
SCALE = 3.5
"""Pixels to the pt: 1400 by 2100 pixels, what shops and readers ask of a cover."""
MEASURE = 58
"""Characters to a line of the small pages."""
LINES = 36
"""Lines to a small page where the source shows no pages."""
ASPECT = 1.414
"""Of a small page."""
AREA = (40.0, 318.0, 320.0, 242.0)
"""Left, top, width and height of the small pages, in pt."""
Colour = tuple[int, int, int]
Bar = tuple[float, float, float, float]
"""Left, top, width and height of a line of a small page, in pt."""
COLOURS: tuple[tuple[Colour, Colour], ...] = (
    ((0x7A, 0x1F, 0x1D), (0xF6, 0xF0, 0xE4)),
    ((0x1D, 0x3B, 0x53), (0xF3, 0xEF, 0xE3)),
    ((0x2E, 0x47, 0x2B), (0xF4, 0xF0, 0xE0)),
    ((0x4A, 0x2A, 0x50), (0xF5, 0xEF, 0xEA)),
    ((0x6B, 0x3E, 0x12), (0xF7, 0xF1, 0xE1)),
    ((0x23, 0x23, 0x23), (0xF2, 0xEE, 0xE6)),
)
"""Ink and paper; which of them is told by the source's sum, so that books side by side differ."""


@dataclass(slots=True)
class Page:
    """A small page: the start and end of each line, in shares of the measure."""

    text: list[tuple[float, float]] = field(default_factory=list)
    notes: list[tuple[float, float]] = field(default_factory=list)

    def height(self) -> int:
        """Return its lines, with one left white above the notes."""
        return len(self.text) + len(self.notes) + 1


@dataclass(frozen=True, slots=True)
class Cover:
    """The same picture twice."""

    raster: bytes
    """PNG, 1400 by 2100 pixels in shades of one ink."""
    drawing: bytes
    """SVG without any face: the letters are outlines."""


def make_cover(edition: Edition) -> Cover:
    """Return the cover; the same edition gives the same bytes."""
    about = edition.metadata
    words = f"{about.title} {about.subtitle} {about.author}"
    bars = picture(edition)
    small = "".join(f"M{x:.2f} {y:.2f}h{w:.2f}v{h:.2f}h{-w:.2f}z" for x, y, w, h in bars)
    html = _rendered("cover.j2", about=about, reserve=needs_reserve(words), size=_size(about.title))
    pdf = _laid_out(html)
    ink, paper = COLOURS[int(edition.book.source.sha256[:8], 16) % len(COLOURS)]
    name = " · ".join(part for part in (about.title, about.author) if part)
    colours = {"ink": _hexadecimal(ink), "paper": _hexadecimal(paper)}
    drawing = _rendered("cover.svg.j2", name=name, letters=outlines(pdf), picture=small, **colours)
    return Cover(_painted(_with_picture(pdf, bars), ink, paper), drawing.encode())


def _rendered(template: str, **values: object) -> str:
    return environment().get_template(template).render(width=WIDTH, height=HEIGHT, **values)


def _painted(pdf: bytes, ink: Colour, paper: Colour) -> bytes:
    with pypdfium2.PdfDocument(pdf) as opened:
        image = opened[0].render(scale=SCALE, grayscale=True).to_pil()
    image.putpalette(_shades(ink, paper))
    out = BytesIO()
    # Smooth letters on one colour: runs alone are found as well, in a third of the time.
    image.save(out, "PNG", compress_type=zlib.Z_RLE)
    return out.getvalue()


def _hexadecimal(colour: Colour) -> str:
    return "#" + bytes(colour).hex()


def _laid_out(html: str) -> bytes:
    with without_complaints(), good_breaks():
        pdf: bytes = HTML(string=html, base_url=HOME, url_fetcher=fetch).write_pdf(uncompressed_pdf=True)
    return pdf


def picture(edition: Edition) -> list[Bar]:
    """Return the lines of the small pages, in pt from the cover's upper left corner."""
    pages = [page for page in _pages(edition.document.bodymatter, edition.book.source) if page.text] or [Page()]
    left, top, width, height = AREA
    sizes = {n: min(width / n, height / ceil(len(pages) / n) / ASPECT, 80.0) for n in range(1, len(pages) + 1)}
    columns, cell = max(sizes.items(), key=lambda item: item[1])
    lines = max(LINES, *(page.height() for page in pages))
    left += (width - cell * columns) / 2
    return [
        bar
        for n, page in enumerate(pages)
        for bar in _drawn(
            page,
            left + n % columns * cell,
            top + n // columns * cell * ASPECT,
            cell * 0.8,
            cell * ASPECT * 0.84 / lines,
            lines,
        )
    ]


def _drawn(page: Page, x: float, y: float, measure: float, leading: float, lines: int) -> Iterator[Bar]:
    """Yield one small page, its notes at the foot and finer than its text."""
    foot = lines - len(page.notes)
    bars = [(n, bar, 0.55) for n, bar in enumerate(page.text)] + [
        (foot + n, bar, 0.3) for n, bar in enumerate(page.notes)
    ]
    for n, (start, end), weight in bars:
        yield x + start * measure, y + n * leading, (end - start) * measure, weight * leading


def _with_picture(pdf: bytes, bars: list[Bar]) -> bytes:
    """Return the page with the small pages on it: drawn by hand, since a typesetter takes seconds over so many."""
    drawn = "".join(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re\n" for x, y, width, height in bars)
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        page = opened.pages[0]
        # Whatever the letters' stream leaves set is undone before.
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"Q\nq 0 g 1 0 0 -1 0 {HEIGHT} cm\n{drawn}f Q\n".encode())
        opened.save(out, static_id=True)
    return out.getvalue()


def _size(title: str) -> int:
    """Return the size, in pt, at which the title stays above the small pages and its longest word in the measure."""
    longest = max((len(word) for word in title.split()), default=1)
    for size in (50, 44, 38, 33, 28, 24, 20):
        across = WIDTH * 0.8 / (size * 0.5)
        if longest <= across and ceil(len(title) / across * 1.15) * size * 1.1 < 150:
            return size
    return 16


def _shades(ink: Colour, paper: Colour) -> list[int]:
    return [round(a + (b - a) * grey / 255) for grey in range(256) for a, b in zip(ink, paper, strict=True)]


def _pages(blocks: tuple[Block, ...], source: Source) -> list[Page]:
    """Return the pages: cut where the booklet's pages begin, or by the number of lines where it shows none."""
    pages = [Page()]
    runs = [(list(_flat(inlines)), indent) for inlines, indent in _runs(blocks, 0.0)]
    uncut = not any(isinstance(inline, PageBreak) for inlines, _ in runs for inline in inlines)
    for inlines, indent in runs:
        length = 0
        for inline in inlines:
            match inline:
                case Text():
                    length += len(reading(source, inline))
                case Note():
                    size = sum(len(plain(source, inlines_of(block))) for block in inline.blocks)
                    pages[-1].notes += _bars(size, 0.0)
                case PageBreak():
                    pages[-1].text += _bars(length, indent)
                    if pages[-1].height() > 3:
                        # A heading just before the break belongs to the page that begins here.
                        pages.append(Page())
                    length = 0
        for bar in _bars(length, indent):
            if uncut and pages[-1].height() >= LINES:
                pages.append(Page())
            pages[-1].text.append(bar)
    return pages


def _runs(blocks: Iterable[Block], indent: float) -> Iterator[tuple[tuple[Inline, ...], float]]:
    """Yield the runs of text that begin a line, and how far they are set in."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.inlines, indent
            case Verse():
                yield from ((line, indent + 0.15) for line in block.lines)
            case BlockQuote():
                yield from _runs(block.blocks, indent + 0.1)
            case ListBlock():
                for item in block.items:
                    yield from _runs(item, indent + 0.1)
            case Table():
                yield from ((tuple(inline for cell in row for inline in cell), indent) for row in block.rows)
            case ThematicBreak():
                yield (), indent
            case _:
                assert_never(block)


def _flat(inlines: Iterable[Inline]) -> Iterator[Text | Note | PageBreak]:
    """Yield what the inlines hold, the notes not opened."""
    for inline in inlines:
        match inline:
            case Emphasis() | SmallCaps():
                yield from _flat(inline.inlines)
            case Text() | Note() | PageBreak():
                yield inline
            case LineBreak():
                pass
            case _:
                assert_never(inline)


def _bars(length: int, indent: float) -> list[tuple[float, float]]:
    """Return the lines that so many characters fill."""
    full, rest = divmod(length, max(1, round(MEASURE * (1 - 2 * indent))))
    end = 1 - indent
    return [(indent, end)] * full + ([(indent, indent + (end - indent) * rest / MEASURE)] if rest else [])

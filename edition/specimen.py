"""A page to show: the side of the sheet as the source has it, beside a recto of the edition that was made of it."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise

import pypdfium2

from edition.book import Arrangement, Edition
from edition.document import (
    Emended,
    Emphasis,
    Inline,
    Kept,
    Note,
    PageBreak,
    Piece,
    SmallCaps,
    Text,
    blocks_of,
    inlines_of,
    walk,
)
from edition.guard import texts_of
from edition.imposition import SCHEMES, padded, positions
from edition.pagination import Beginning, beginnings
from edition.source import Span
from edition.xhtml import environment

WIDTH = 720
"""Pixels of the picture of the recto."""
GREYS = 16
"""Of the picture: as many as letters need."""
LONGEST = 9000
"""Characters of the source that are shown: two full pages with their notes."""
_SHOWN = {n: 0x2400 + n for n in range(32) if chr(n) not in "\t\n"}
"""Control characters, as the pictures that Unicode has for them."""

Place = tuple[int, int]
"""A leaf of the text and an offset in what it prints."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece of the source, and where it is printed; a note's pieces stand at its call."""

    place: Place
    booklet: int
    """The page of the booklet; 0 where the source shows none."""
    piece: Piece


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of the source that are all on the recto, or all are not."""

    text: str
    on: bool


def make_specimen(edition: Edition, pdf: bytes) -> str:
    """Return the page as HTML that needs no other file, whatever the source says escaped; empty without a recto.

    The recto is the one with the most to show: repairs and notes. The same edition and PDF give the same bytes.
    """
    opened, printed = beginnings(edition, pdf), list(_printed(edition))
    found = _recto(opened, printed)
    if not found:
        return ""
    page, pieces = found
    side = _side(edition.arrangement, pieces)
    region = _region(printed, pieces, side)
    template = environment().get_template("before-after.html.j2")
    html = template.render(
        about=edition.metadata,
        page=page,
        side=[number for number in side if number in edition.arrangement.printed],
        runs=_runs(edition.book.source.text, region, [one.piece.span for one in pieces]),
        picture=b64encode(_picture(pdf, page.page)).decode(),
    )
    return html + "\n"


def _printed(edition: Edition) -> Iterator[Printed]:
    leaf, length, booklet = -1, 0, 0

    def told(inlines: Iterable[Inline]) -> Iterator[Printed]:
        nonlocal leaf, length, booklet
        for inline in inlines:
            match inline:
                case Emphasis() | SmallCaps():
                    yield from told(inline.inlines)
                case PageBreak():
                    booklet = inline.page
                case Note():
                    noted = walk(inner for block in inline.blocks for inner in inlines_of(block))
                    for text in noted:
                        for piece in text.pieces if isinstance(text, Text) else ():
                            yield Printed((leaf, length), booklet, piece)
                case Text():
                    leaf, length = leaf + 1, 0
                    for piece in inline.pieces:
                        yield Printed((leaf, length), booklet, piece)
                        length += _length(piece)
                case _:
                    pass

    for run in texts_of(blocks_of(edition.document)):
        yield from told(run)


def _length(piece: Piece) -> int:
    return len(piece.reading) if isinstance(piece, Emended) else len(piece.span)


def _recto(opened: tuple[Beginning, ...], printed: list[Printed]) -> tuple[Beginning, list[Printed]] | None:
    """Return the recto with the most repairs, full if there is a full one, and what of the source stands on it."""
    found = []
    for page, after in pairwise((*opened, None)):
        if page and page.page % 2:
            end = (after.leaf, after.offset) if after else (len(printed), 0)
            start = (page.leaf, page.offset)
            pieces = [_between(one, start, end) for one in printed if start < _end(one) and one.place < end]
            full = after is not None and after.page == page.page + 1
            found.append((full, sum(isinstance(one.piece, Emended) for one in pieces), -page.page, page, pieces))
    if not found:
        return None
    *_, page, pieces = max(found, key=lambda one: one[:3])
    return page, pieces


def _between(one: Printed, start: Place, end: Place) -> Printed:
    """Return what of a piece is printed between two places; one that is printed otherwise stays whole."""
    if isinstance(one.piece, Emended):
        return one
    (leaf, offset), span = one.place, one.piece.span
    first = max(start[1] - offset, 0) if start[0] == leaf else 0
    last = min(end[1] - offset, len(span)) if end[0] == leaf else len(span)
    return replace(one, place=(leaf, offset + first), piece=Kept(Span(span.start + first, span.start + last)))


def _end(one: Printed) -> Place:
    return one.place[0], one.place[1] + max(1, _length(one.piece))


def _side(arrangement: Arrangement, pieces: list[Printed]) -> tuple[int, ...]:
    """Return the booklet's pages on the side that holds most of the pieces; none where the source shows no pages."""
    shares = Counter[int]()
    for one in pieces:
        shares[one.booklet] += len(one.piece.span)
    booklet = max(shares, key=lambda page: (shares[page], -page), default=0)
    if not booklet or booklet > arrangement.pages or arrangement.scheme not in SCHEMES:
        return (booklet,) if booklet else ()
    signature = arrangement.signature if SCHEMES[arrangement.scheme].signatures else 0
    sides = positions(arrangement.scheme, padded(arrangement.scheme, arrangement.pages, signature), signature)
    numbers = (tuple(slot.position + 1 for slot in side) for side in sides)
    return next(side for side in numbers if booklet in side)


def _region(printed: list[Printed], pieces: list[Printed], side: tuple[int, ...]) -> Span:
    """Return the part of the source that the side takes up, from its first to its last character, or what is on it."""
    shown = [one.piece.span for one in printed if one.booklet in side] or [one.piece.span for one in pieces]
    start, end = min(span.start for span in shown), max(span.end for span in shown)
    if end - start > LONGEST:
        inside = [one.piece.span.start for one in pieces if start <= one.piece.span.start < end]
        start = max(start, min(inside) - LONGEST // 10)
    return Span(start, min(end, start + LONGEST))


def _runs(text: str, region: Span, spans: list[Span]) -> list[Run]:
    on = bytearray(len(region))
    for span in spans:
        for at in range(max(span.start, region.start), min(span.end, region.end)):
            on[at - region.start] = 1
    cuts = [0, *(n for n in range(1, len(on)) if on[n] != on[n - 1]), len(on)]
    shown = text[region.start : region.end].translate(_SHOWN)
    return [Run(shown[a:b], bool(on[a])) for a, b in pairwise(cuts) if a < b]


def _picture(pdf: bytes, number: int) -> bytes:
    """Return a page as a PNG in a few greys."""
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[number - 1]
        image = page.render(scale=WIDTH / page.get_width(), grayscale=True).to_pil()
    levels = image.point([grey * GREYS // 256 for grey in range(256)])
    levels.putpalette([255 * (n // 3) // (GREYS - 1) for n in range(3 * GREYS)])
    out = BytesIO()
    # The best compression would take nine times as long and save a twentieth.
    levels.save(out, "PNG", bits=4, compress_level=6)
    return out.getvalue()

"""The finished PDF's pages as they are read back: their words, and how far their ink reaches. Each is read once."""

import ctypes
import re
import unicodedata
from collections.abc import Container
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
from pypdfium2 import raw

from edition.formats import DEFAULT, FORMATS, MM, Format

SLACK = 3.0
"""How far a letter may reach out of the type area, in pt."""
_UNSEEN = re.compile("[-\\s\x00-\x1f\N{SOFT HYPHEN}\N{HYPHEN}\ufffe\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""What line ends add, move or take away; PDFium writes U+0002 or U+FFFE for a hyphen that ends a line."""
Edges = tuple[float, float, float, float]
"""Left, bottom, right, top in pt."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is read back."""

    words: str
    """Of the type area, without white space and hyphens: no running heads, no folios."""
    ink: Edges | None
    """The edges of all that is drawn on it; None where nothing is."""


def read_pages(pdf: bytes, page: Format = FORMATS[DEFAULT], only: Container[int] | None = None) -> list[str]:
    """Return the words of each page; where `only` some are asked for, by their numbers from 0, the others are empty."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            _leaf(document, number, pdf, page).words if only is None or number in only else ""
            for number in range(len(document))
        ]


def read_ink(pdf: bytes, page: Format = FORMATS[DEFAULT]) -> list[Edges | None]:
    """Return the edges of what is drawn on each page; None for a blank one."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_leaf(document, number, pdf, page).ink for number in range(len(document))]


def _leaf(document: pypdfium2.PdfDocument, number: int, pdf: bytes, page: Format) -> Leaf:
    kept = _kept(pdf, page)
    if number not in kept:
        with closing(document[number]) as leaf:
            kept[number] = Leaf(_words(leaf, page), _ink(leaf))
    return kept[number]


@lru_cache(maxsize=2)
def _kept(_pdf: bytes, _page: Format) -> dict[int, Leaf]:
    """Return what was read of a PDF: guard, booklet, EPUB and specimen ask for the same pages."""
    return {}


def _words(leaf: pypdfium2.PdfPage, page: Format) -> str:
    width, height = leaf.get_size()
    with closing(leaf.get_textpage()) as text:
        return bare(text.get_text_bounded(0, page.foot * MM - SLACK, width, height - page.head * MM + SLACK))


def _ink(leaf: pypdfium2.PdfPage) -> Edges | None:
    edges = [ctypes.c_float() for _ in range(4)]
    places = [ctypes.byref(edge) for edge in edges]
    found = []
    for number in range(raw.FPDFPage_CountObjects(leaf)):
        raw.FPDFPageObj_GetBounds(raw.FPDFPage_GetObject(leaf, number), *places)
        left, bottom, right, top = (edge.value for edge in edges)
        # A run of spaces has no height.
        found += [(left, bottom, right, top)] if bottom < top else []
    if not found:
        return None
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def bare(text: str) -> str:
    """Return the letters alone: no white space and hyphens, which line ends change, and no ligatures."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text))

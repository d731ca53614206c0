"""The edition as a tree. Its leaves carry the account of the source, so the apparatus is derived, never kept beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from edition.source import Source, Span


@dataclass(frozen=True, slots=True)
class Kept:
    """Characters of the source, printed as they stand."""

    span: Span


@dataclass(frozen=True, slots=True)
class Emended:
    """Characters of the source, printed otherwise; the reading is empty where they only go."""

    span: Span
    reading: str
    rule: str


Piece = Kept | Emended


@dataclass(frozen=True, slots=True)
class SetAside:
    """Characters of the source that are not printed, and why."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text: the only node that holds characters."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that the source marks as italic."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class SmallCaps:
    """Words set in small capitals."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line that the source means as such, in verse or an address."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The place where a page of the printed booklet begins; `page` is its folio, from 1."""

    page: int


@dataclass(frozen=True, slots=True)
class Note:
    """A note, standing at its mark."""

    number: int
    """Counted through the whole edition from 1: unique, and what is printed."""
    label: str
    """What the source prints for it (`3`, `*`)."""
    blocks: tuple[Block, ...]
    inferred: bool
    """True where the source lost the mark and the place is this edition's."""


Inline = Text | Emphasis | SmallCaps | LineBreak | PageBreak | Note


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 divides the book, 2 and 3 divide its parts. No heading is two levels under the one before."""

    level: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose, or a line of the title page or the colophon."""

    inlines: tuple[Inline, ...]
    number: int = 0
    """From 1 in the body, through block quotations, lists and verse; 0 elsewhere: the same in every format."""
    role: str = ""
    """On the title page: title, subtitle, author, date or imprint. Elsewhere empty."""


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A quotation that is set off from the text."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Verse:
    """Lines of verse; an empty line ends a stanza."""

    lines: tuple[tuple[Inline, ...], ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; in an ordered one each item's text keeps its own number out of the text and counts from `start`."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; every row has as many, and any may be empty."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    number: int = 0
    headed: bool = False
    """Whether the first row names the columns."""

    @property
    def lines(self) -> tuple[tuple[Inline, ...], ...]:
        """The cells, row by row."""
        return tuple(cell for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """A pause in the text, printed as white space or an ornament."""


Block = Heading | Paragraph | BlockQuote | Verse | ListBlock | Table | ThematicBreak


@dataclass(frozen=True, slots=True)
class Document:
    """The whole edition. Every character of the source is in a leaf of it or in `set_aside`, exactly once."""

    frontmatter: tuple[Block, ...]
    """The source's own title page, as paragraphs with a role."""
    bodymatter: tuple[Block, ...]
    backmatter: tuple[Block, ...]
    """The source's own colophon."""
    set_aside: tuple[SetAside, ...]


def inlines_of(block: Block) -> Iterator[Inline]:
    """Yield the inlines of a block in reading order, those of blocks within it included, notes not opened."""
    match block:
        case Heading() | Paragraph():
            yield from block.inlines
        case Verse() | Table():
            for line in block.lines:
                yield from line
        case BlockQuote():
            for inner in block.blocks:
                yield from inlines_of(inner)
        case ListBlock():
            for item in block.items:
                for inner in item:
                    yield from inlines_of(inner)
        case ThematicBreak():
            return
        case _:
            assert_never(block)


def walk(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Yield every inline in reading order, those inside emphasis and inside notes included."""
    for inline in inlines:
        yield inline
        match inline:
            case Emphasis() | SmallCaps():
                yield from walk(inline.inlines)
            case Note():
                for block in inline.blocks:
                    yield from walk(inlines_of(block))
            case Text() | LineBreak() | PageBreak():
                pass
            case _:
                assert_never(inline)


def blocks_of(document: Document) -> tuple[Block, ...]:
    """Return the blocks of all three parts in reading order."""
    return document.frontmatter + document.bodymatter + document.backmatter


def notes_of(document: Document) -> list[Note]:
    """Return the notes in reading order."""
    found = (inline for block in blocks_of(document) for inline in walk(inlines_of(block)))
    return [inline for inline in found if isinstance(inline, Note)]


def headings_of(document: Document) -> list[Heading]:
    """Return the headings in reading order, those inside notes and quotations included."""
    return [block for block in _each(blocks_of(document)) if isinstance(block, Heading)]


def outlined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with their headings' levels as deep as each stands in the outline: the first is 1, none skips.

    PDF/UA-1 asks it of headings (ISO 14289-1, 7.4.2), and a reader who goes from heading to heading hears it.
    """
    above: list[int] = []
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            above = [level for level in above if level < block.level] + [block.level]
            found.append(replace(block, level=len(above)))
        else:
            found.append(block)
    return tuple(found)


def _each(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block, those in quotations, lists and notes included."""
    for block in blocks:
        yield block
        match block:
            case BlockQuote():
                yield from _each(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from _each(item)
            case Heading() | Paragraph() | Verse() | Table():
                for note in _notes_at(inlines_of(block)):
                    yield from _each(note.blocks)
            case ThematicBreak():
                pass
            case _:
                assert_never(block)


def _notes_at(inlines: Iterable[Inline]) -> Iterator[Note]:
    """Yield the notes of one text, those inside its emphasis included, those inside its notes not."""
    for inline in inlines:
        match inline:
            case Note():
                yield inline
            case Emphasis() | SmallCaps():
                yield from _notes_at(inline.inlines)
            case Text() | LineBreak() | PageBreak():
                pass
            case _:
                assert_never(inline)


def pieces_of(document: Document) -> Iterator[Piece]:
    """Yield every leaf's pieces in reading order."""
    for block in blocks_of(document):
        for inline in walk(inlines_of(block)):
            if isinstance(inline, Text):
                yield from inline.pieces


def reading(source: Source, text: Text) -> str:
    """Return what a run of text prints."""
    return "".join(source.at(p.span) if isinstance(p, Kept) else p.reading for p in text.pieces)


def plain(source: Source, inlines: Iterable[Inline], *, notes: bool = False) -> str:
    """Return what the inlines print, without markup; with `notes` the notes' text stands at their marks."""
    out: list[str] = []
    for inline in inlines:
        match inline:
            case Text():
                out.append(reading(source, inline))
            case Emphasis() | SmallCaps():
                out.append(plain(source, inline.inlines, notes=notes))
            case LineBreak():
                out.append("\n")
            case Note():
                if notes:
                    out.extend(plain(source, inlines_of(block), notes=True) for block in inline.blocks)
            case PageBreak():
                pass
            case _:
                assert_never(inline)
    return "".join(out)

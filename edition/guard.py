"""The note guard: no PDF leaves with a note lost, clipped, or far from its call.

WeasyPrint may drop a footnote without a word, and we cut some ourselves at a page end. So the places of all notes are
checked after the layout, and their words after the writing.
"""

import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import assert_never

from edition.book import Edition
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
    notes_of,
    reading,
    walk,
)
from edition.formats import DEFAULT, FORMATS, Format
from edition.proof import bare, read_pages
from edition.source import Source
from edition.typesetter import Layout

PAIRED = str.maketrans("“‘«‹([{<", "”’»›)]}>")
"""Signs that open something, by those that close it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A note that is not whole on its page."""

    note: int
    message: str


def long_notes(edition: Edition, page: Format = FORMATS[DEFAULT]) -> frozenset[int]:
    """Return the numbers of the notes that go to the end at once: over a third of a page, or called in a note."""
    found = notes_of(edition.document)
    inner = {inner.number for note in found for block in note.blocks for inner in _notes(inlines_of(block))}
    long = {note.number for note in found if lines_of(edition.book.source, note, page) > page.third}
    return frozenset(inner | long)


def lines_of(source: Source, note: Note, page: Format) -> int:
    """Return about how many lines a note takes at the foot of a page."""
    return sum(max(1, ceil(len(run) / page.note_letters)) for run in runs(source, note))


def check_places(edition: Edition, layout: Layout, moved: frozenset[int]) -> list[Fault]:
    """Return the notes that are on no page, before their call, or more than one page after it."""
    pages = {name: number for number, page in reversed([*enumerate(layout.pages, 1)]) for name in page.anchors}
    faults = []
    for note in notes_of(edition.document):
        at, call = pages.get(f"note-{note.number}"), pages.get(f"call-{note.number}")
        if at is None or call is None:
            faults.append(Fault(note.number, f"{_name(note)} is lost in the PDF: it stands on no page."))
        elif note.number not in moved and not call <= at <= call + 1:
            faults.append(Fault(note.number, f"{_name(note)} is called on page {call} and stands on page {at}."))
    return faults


def noted(layout: Layout, moved: frozenset[int]) -> frozenset[int]:
    """Return the pages, from 0, on which notes stand: where some were moved, with all after the first of them."""
    at = [(name, number) for number, page in enumerate(layout.pages) for name in page.anchors if name[:5] == "note-"]
    ends = [number for name, number in at if int(name[5:]) in moved]
    return frozenset(number for _, number in at) | frozenset(
        range(min(ends, default=len(layout.pages)), len(layout.pages))
    )


def check_text(
    edition: Edition,
    pdf: bytes,
    moved: frozenset[int],
    page: Format = FORMATS[DEFAULT],
    only: Container[int] | None = None,
) -> list[Fault]:
    """Return the notes whose words are not all within the type area of one page, or of two of which the second goes on
    where the first ends; moved ones may run over more.

    Where it is known `only` which pages, from 0, have notes, the others are not read.
    """
    pages = read_pages(pdf, page, only)
    whole = "".join(pages)
    faults = []
    for note in notes_of(edition.document):
        wanted = [
            f"{note.number}." + bare(run) if k == 0 else bare(run)
            for k, run in enumerate(runs(edition.book.source, note))
        ]
        if note.number in moved:
            kept = holds(whole, wanted)
        else:
            kept = any(holds(text, wanted) for text in pages) or any(run_on(*both, wanted) for both in pairwise(pages))
        if not kept:
            faults.append(
                Fault(note.number, f"{_name(note)} is clipped in the PDF: some of its words are outside the page.")
            )
    return faults


def holds(text: str, wanted: Iterable[str]) -> bool:
    """Tell whether the runs stand in the text in this order.

    What is written from right to left PDFium reads in an order of its own, opening signs as closing ones: there only
    the letters are counted, both signs of a pair as one.
    """
    at = 0
    for run in wanted:
        if is_mirrored(run):
            if Counter(run.translate(PAIRED)) - Counter(text.translate(PAIRED)):
                return False
            continue
        found = text.find(run, at)
        if found < 0:
            return False
        at = found + len(run)
    return True


def run_on(first: str, second: str, wanted: Sequence[str]) -> bool:
    """Tell whether the runs stand in two texts in this order, cut once, wherever that is."""
    for number, run in enumerate(wanted):
        if not holds(first, wanted[:number]):
            return False
        if is_mirrored(run):
            if holds(first + second, [run]) and holds(second, wanted[number + 1 :]):
                return True
            continue
        sizes = (size for size in range(len(run), -1, -1) if run[:size] in first)
        if any(holds(second, [run[size:], *wanted[number + 1 :]]) for size in sizes):
            return True
    return False


def is_mirrored(run: str) -> bool:
    """Tell whether some of a run is read from right to left."""
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in run)


def runs(source: Source, note: Note) -> list[str]:
    """Return the note's text, cut where something else is printed in it: a call, a new line, a new block."""
    found = [""]
    for inlines in texts_of(note.blocks):
        for run in _cut(source, inlines):
            if run is None:
                found.append("")
            else:
                found[-1] += run
        found.append("")
    return [run for run in found if run.strip()] or [""]


def texts_of(blocks: Iterable[Block]) -> Iterator[Iterable[Inline]]:
    """Yield the inlines of each heading, paragraph and line of verse in the blocks."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.inlines
            case Verse() | Table():
                yield from block.lines
            case BlockQuote():
                yield from texts_of(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from texts_of(item)
            case ThematicBreak():
                pass
            case _:
                assert_never(block)


def _cut(source: Source, inlines: Iterable[Inline]) -> Iterator[str | None]:
    """Yield texts, and None for a cut."""
    for inline in inlines:
        match inline:
            case Text():
                yield reading(source, inline)
            case Emphasis() | SmallCaps():
                yield from _cut(source, inline.inlines)
            case LineBreak() | Note():
                yield None
            case PageBreak():
                pass
            case _:
                assert_never(inline)


def _notes(inlines: Iterable[Inline]) -> list[Note]:
    return [inline for inline in walk(inlines) if isinstance(inline, Note)]


def _name(note: Note) -> str:
    return f"Note {note.number} (printed as {note.label} in the source)"

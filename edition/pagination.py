"""Where the pages of the laid-out book begin in the text, read off the finished PDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pypdfium2

from edition.book import Edition
from edition.document import Emphasis, Inline, LineBreak, Note, PageBreak, SmallCaps, Text, blocks_of, reading
from edition.formats import FORMATS
from edition.guard import texts_of
from edition.proof import bare, read_pages
from edition.source import Source

SEED = 24
"""Letters that are as good as never the same in two places of one page."""
HEAD = 200
"""Letters of a page in which its text must begin: list markers and numbers in the margin may come before."""
RUN = 100
"""Letters in one run that no contents or apparatus quotes: a page with such a run has the text itself."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A page with text of the book, and the place where it begins."""

    page: int
    """In the PDF, from 1."""
    label: str
    """What is printed on it, or its number in the PDF where that has no page labels."""
    leaf: int
    """The text's place among all of the document outside its notes, from 0."""
    offset: int
    """In characters of what the leaf prints; never inside a word."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The letters of the text outside its notes, and where each of them stands."""

    letters: str
    places: tuple[tuple[int, int], ...]
    """Leaf and offset of each letter; the leaf is -1 for the number of a note."""


def beginnings(edition: Edition, pdf: bytes) -> tuple[Beginning, ...]:
    """Return where the pages with text of the book begin, in rising order of pages and of places.

    The PDF is the edition's own, of its first format.

    Pages without any of it are left out: blank ones, those of the contents, endnotes and apparatus.
    """
    flow, texts = _flow(edition), [reading(edition.book.source, leaf) for leaf in leaves(edition)]
    labels = _labels(pdf)
    at, room = 0, len(flow.letters)
    found: dict[int, Beginning] = {}
    first = FORMATS[edition.book.output.formats[0]]
    for number, page in enumerate(read_pages(pdf, first)):
        letters = page.casefold()
        start = _start(letters, flow.letters, at, at + room + SEED)
        if start is None:
            room += len(letters)
            continue
        at, room = start, len(letters)
        leaf, offset = next((place for place in flow.places[start:] if place[0] >= 0), (-1, 0))
        if leaf >= 0:
            # Where two pages seem to begin alike, the first shows the title alone.
            found[start] = Beginning(number + 1, labels[number], leaf, _outside(texts[leaf], offset))
    return tuple(found.values())


def leaves(edition: Edition) -> list[Text]:
    """Return the texts of the document outside its notes, in reading order."""
    return [
        inline for run in texts_of(blocks_of(edition.document)) for inline in _open(run) if isinstance(inline, Text)
    ]


def _open(inlines: Iterable[Inline]) -> Iterator[Text | Note]:
    for inline in inlines:
        match inline:
            case Emphasis() | SmallCaps():
                yield from _open(inline.inlines)
            case Text() | Note():
                yield inline
            case LineBreak() | PageBreak():
                pass


def _flow(edition: Edition) -> Flow:
    source: Source = edition.book.source
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    leaf = -1
    for run in texts_of(blocks_of(edition.document)):
        for inline in _open(run):
            if isinstance(inline, Note):
                letters.append(str(inline.number))
                places += [(-1, 0)] * len(letters[-1])
                continue
            leaf += 1
            for offset, character in enumerate(reading(source, inline)):
                letters.append(_letters(character))
                places += [(leaf, offset)] * len(letters[-1])
    return Flow("".join(letters), tuple(places))


@cache
def _letters(character: str) -> str:
    return bare(character).casefold()


def _labels(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [opened.get_page_label(number) or str(number + 1) for number in range(len(opened))]


def _start(page: str, text: str, low: int, high: int) -> int | None:
    """Return where the page begins in the text, not before `low` and not after `high`; None for a page without it."""
    size = min(SEED, len(page))
    for skipped in range(min(HEAD, len(page) - size + 1)) if page else ():
        first = page[skipped : skipped + size]
        start, likely = text.find(first, low, high + skipped), -1
        # Paragraphs may begin alike: one that goes on as the page does is its own before one that it has in pieces.
        while start >= 0:
            run = _run(page[skipped:], text[start : start + len(page)])
            if run >= RUN or len(page) - skipped - run < SEED:
                likely = start
                break
            if likely < 0 and text[start + run : start + run + SEED // 2] in page[skipped + run :]:
                likely = start
            start = text.find(first, start + 1, high + skipped)
        if likely >= 0:
            return likely - _before(page[:skipped], text[low:likely])
    return None


def _run(page: str, text: str) -> int:
    """Return how many letters the page and the text begin with alike."""
    pairs = zip(page, text, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(page), len(text)))


def _before(page: str, text: str) -> int:
    """Return how many letters at the head of the page belong to the text, with something else between."""
    return next((size for size in range(len(page), 2, -1) if text.endswith(page[:size])), 0)


def _outside(text: str, offset: int) -> int:
    """Return the place itself, or the end of the word that it would divide."""
    if offset and text[offset - 1].isalnum():
        while offset < len(text) and text[offset].isalnum():
            offset += 1
    return offset

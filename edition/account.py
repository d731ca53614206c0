"""The apparatus derived from the document: an exact partition of the source, or LawError."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from edition.apparatus import Apparatus, Emendation, Finding, InferredMark, Query, Slip
from edition.document import (
    Block,
    BlockQuote,
    Document,
    Emended,
    Emphasis,
    Heading,
    Inline,
    Kept,
    LineBreak,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Piece,
    SmallCaps,
    Table,
    Text,
    ThematicBreak,
    Verse,
    pieces_of,
)
from edition.errors import LawError
from edition.source import Source, Span

DEFECT = "This is a defect of the program."
SILENT = {
    "line end": "line ends and page ends made spaces",
    "space": "superfluous spaces dropped",
    "tie": "spaces between abbreviations and their numbers made unbreakable",
    "quotation mark": "straight quotation marks made curly",
    "apostrophe": "straight apostrophes made curly",
    "prime": "straight marks of feet and inches made primes",
    "ellipsis": "three stops made one sign",
    "range": "hyphens between figures made en dashes",
    "dash": "hyphens that stood for dashes made dashes",
}
"""The rules whose changes are counted and not listed, with what the textual note says of them."""
HYPHENS = ("word broken at a page end", "word broken at a line end")
"""The rules whose words are listed as line-end hyphens."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of text with where it is printed."""

    piece: Piece
    paragraph: int
    page: int
    run: int
    """Pieces of one run of text stand next to each other in print."""


def balance(source: Source, document: Document) -> None:
    """Raise LawError unless every character of the source is in one leaf of the document or set aside, exactly once."""
    spans = [p.span for p in pieces_of(document)] + [s.span for s in document.set_aside]
    at = 0
    for span in sorted(spans):
        if len(span) == 0:
            continue
        if span.start != at:
            what = "is not accounted for" if span.start > at else "is accounted for twice"
            first, last = sorted((at, span.start))
            raise LawError(
                f"{source.name}, line {source.line(first)}: {source.text[first : last + 20]!r} {what}. {DEFECT}"
            )
        at = span.end
    if at != len(source.text):
        raise LawError(
            f"{source.name}, line {source.line(at)}: {source.text[at : at + 30]!r} is not accounted for. {DEFECT}"
        )
    unknown = [s for s in document.set_aside if s.why == "?"]
    if unknown:
        span = unknown[0].span
        raise LawError(
            f"{source.name}, line {source.line(span.start)}: {source.at(span)[:40]!r} is printed nowhere. {DEFECT}"
        )


@dataclass(slots=True)
class _Walk:
    """Goes through the document and remembers paragraph, page and run."""

    placed: list[Placed]
    paragraph: int = 0
    page: int = 0
    run: int = 0
    runs: int = 0

    def visit(self, block: Block) -> None:
        for number, inlines in _texts(block):
            self.runs += 1
            self.run = self.runs
            self.paragraph = number or self.paragraph
            self.read(inlines)

    def read(self, inlines: Iterable[Inline]) -> None:
        for inline in inlines:
            match inline:
                case Text():
                    self.placed += [Placed(piece, self.paragraph, self.page, self.run) for piece in inline.pieces]
                case Emphasis() | SmallCaps():
                    self.read(inline.inlines)
                case PageBreak():
                    self.page = inline.page
                case Note():
                    run = self.run
                    for block in inline.blocks:
                        self.visit(block)
                    self.run = run
                case LineBreak():
                    pass
                case _:
                    assert_never(inline)


def locate(document: Document) -> tuple[Placed, ...]:
    """Return every piece of the document in reading order with its paragraph and the booklet's page."""
    walk = _Walk([])
    for part in (document.frontmatter, document.bodymatter, document.backmatter):
        walk.paragraph = 0
        for block in part:
            walk.visit(block)
    return tuple(walk.placed)


def _texts(block: Block) -> Iterator[tuple[int, tuple[Inline, ...]]]:
    """Yield the paragraph number and inlines of every text in a block."""
    match block:
        case Paragraph():
            yield block.number, block.inlines
        case Heading():
            yield 0, block.inlines
        case Verse() | Table():
            for line in block.lines:
                yield block.number, line
        case BlockQuote():
            for inner in block.blocks:
                yield from _texts(inner)
        case ListBlock():
            for item in block.items:
                for inner in item:
                    yield from _texts(inner)
        case ThematicBreak():
            return
        case _:
            assert_never(block)


def derive(source: Source, document: Document, findings: Iterable[Finding], labels: dict[int, int]) -> Apparatus:
    """Return the apparatus of a document that balances; `labels` gives the printed number of each note by its index."""
    balance(source, document)
    placed = locate(document)
    pieces = [p.piece for p in placed]
    emendations = tuple(_emendations(source, placed))
    where = _Where(source, placed)
    asked, kept = [], []
    for finding in findings:
        if finding.kind == "slip":
            kept.append(_slip(finding, where))
        else:
            asked.append(_query(finding, where, labels))
    queries = tuple(sorted(asked, key=lambda q: (q.paragraph, q.page, q.kind, q.quote)))
    slips = tuple(sorted(kept, key=lambda s: (s.paragraph, s.page, s.quote)))
    counts = Counter(p.rule for p in pieces if isinstance(p, Emended) and p.rule in SILENT)
    aside: Counter[str] = Counter()
    for gone in document.set_aside:
        aside[gone.why] += len(gone.span)
    return Apparatus(
        emendations=tuple(e for e in emendations if e.rule not in HYPHENS),
        hyphens=tuple(e for e in emendations if e.rule in HYPHENS),
        marks=tuple(_marks(queries)),
        queries=queries,
        slips=slips,
        silent=tuple((SILENT[rule], counts[rule]) for rule in SILENT if counts[rule]),
        kept=sum(len(p.span) for p in pieces if isinstance(p, Kept)),
        emended=sum(len(p.span) for p in pieces if isinstance(p, Emended)),
        set_aside=tuple(sorted(aside.items())),
    )


class _Where:
    """Finds the paragraph and page of a place in the source, and what is printed for its words."""

    def __init__(self, source: Source, placed: tuple[Placed, ...]) -> None:
        self.source = source
        self.placed = sorted(placed, key=lambda p: p.piece.span)
        self.starts = [p.piece.span.start for p in self.placed]

    def at(self, offset: int) -> tuple[int, int]:
        if not self.placed:
            return 0, 0
        found = self.placed[max(0, bisect_right(self.starts, offset) - 1)]
        return found.paragraph, found.page

    def words(self, span: Span) -> str:
        """Return the source's words."""
        return " ".join(self.source.at(span).split())

    def printed(self, what: str | Span) -> str:
        """Return what is printed for the words of a span; a text stands for itself."""
        if isinstance(what, str):
            return what
        out = []
        first = max(0, bisect_right(self.starts, what.start) - 1)
        for placed in self.placed[first:]:
            piece = placed.piece
            if piece.span.start >= what.end:
                break
            if isinstance(piece, Emended):
                out.append(piece.reading if piece.span.start >= what.start else "")
            else:
                out.append(self.source.text[max(piece.span.start, what.start) : min(piece.span.end, what.end)])
        return " ".join("".join(out).split())


def _query(finding: Finding, where: _Where, labels: dict[int, int]) -> Query:
    paragraph, page = where.at(finding.span.start)
    note = labels[finding.note] if finding.note is not None else None
    assert finding.kind != "slip"
    alternatives = tuple(map(where.printed, finding.alternatives))
    printed, quote = where.printed(finding.printed), where.words(finding.span)
    confidence = round(finding.confidence, 3)
    return Query(finding.kind, page, paragraph, note, quote, printed, alternatives, confidence, finding.why)


def _slip(finding: Finding, where: _Where) -> Slip:
    paragraph, page = where.at(finding.span.start)
    suggestion = where.printed(finding.alternatives[0]) if finding.alternatives else ""
    return Slip(page, paragraph, where.words(finding.span), suggestion, finding.why)


def _marks(queries: tuple[Query, ...]) -> Iterator[InferredMark]:
    for query in sorted((q for q in queries if q.kind == "mark"), key=lambda q: q.note or 0):
        yield InferredMark(query.note or 0, query.page, query.paragraph, query.printed, query.confidence)


def _emendations(source: Source, placed: tuple[Placed, ...]) -> Iterator[Emendation]:
    """Yield the listed changes, each with the whole word that it stands in."""
    for n, one in enumerate(placed):
        if not isinstance(one.piece, Emended) or one.piece.rule in SILENT:
            continue
        before, after = _context(source, placed, n, -1), _context(source, placed, n, 1)
        was = source.at(one.piece.span)
        reading = f"{before}{one.piece.reading}{after}"
        yield Emendation(one.page, one.paragraph, reading, f"{before}{was}{after}", one.piece.rule)


def _context(source: Source, placed: tuple[Placed, ...], n: int, step: int) -> str:
    """Return the letters of the word that stand next to piece `n` on one side."""
    run, collected = placed[n].run, ""
    n += step
    while 0 <= n < len(placed) and placed[n].run == run:
        piece = placed[n].piece
        text = source.at(piece.span) if isinstance(piece, Kept) else piece.reading
        m = re.search(r"[\w'’-]*$", text) if step < 0 else re.match(r"[\w'’-]*", text)
        assert m is not None
        collected = m.group() + collected if step < 0 else collected + m.group()
        if len(m.group()) < len(text):
            break
        n += step
    return collected

"""The document made of the paragraphs, their repairs and their notes: the only stage that makes text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from edition.apparatus import Finding
from edition.blocks import Fragment, Recognised
from edition.colophon import colophon_lines
from edition.continuations import Lines
from edition.document import (
    Block,
    BlockQuote,
    Document,
    Heading,
    Inline,
    LineBreak,
    ListBlock,
    Note,
    Paragraph,
    SetAside,
    Table,
    ThematicBreak,
    Verse,
    outlined,
    pieces_of,
)
from edition.leaves import Order
from edition.lexicon import Lexicon
from edition.notes import Calls
from edition.paragraphs import Assembly
from edition.punctuation import Edit
from edition.repairs import propose
from edition.shapes import Draft
from edition.source import Source, Span
from edition.tables import cells, headed
from edition.tape import lay_tape
from edition.writer import write

ANSWER = "the editor's answer"


@dataclass(slots=True)
class Composer:
    """Turns drafts into blocks and remembers what was set aside on the way."""

    source: Source
    lexicon: Lexicon
    readings: tuple[tuple[Span, str], ...]
    ends: frozenset[int] | None = None
    """The characters at which lines may end whose hyphens were dropped; None where any may be."""
    lines: Lines | None = None
    set_aside: list[SetAside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    paragraphs: int = 0
    open_draft: Draft | None = None
    """The last paragraph, if a quotation is open at its end."""

    def inlines(
        self,
        draft: Draft,
        calls: dict[int, tuple[Inline, ...]],
        marks: tuple[tuple[int, int], ...],
        dropped: tuple[int, ...] = (),
    ) -> tuple[Inline, ...]:
        """Return the draft's text mended, its notes at their places and its page breaks where the pages begin."""
        repairs = propose(draft, self.lexicon, marks, self.ends, self.lines)
        self.findings += repairs.findings
        if draft.kind != "note":
            self._follow(draft, repairs.is_open)
        edits = tuple(edit for edit in repairs.edits if edit.start not in dropped)
        edits += tuple(Edit(at, at + 1, None, "white space") for at in dropped)
        edits = _over(edits, _set_by_shape(draft))
        repairs = replace(repairs, edits=self._answered(draft, edits))
        return write(draft, repairs, calls, marks, self.set_aside)

    def _follow(self, draft: Draft, is_open: bool) -> None:
        """List the last paragraph's open quotation as a slip, unless this one opens it again."""
        last = self.open_draft
        if last is not None and draft.tape.text[:1] not in '"“„«':
            at = max(last.tape.text.rfind(mark) for mark in '"“„«')
            why = "a quotation opens here and is nowhere closed"
            self.findings.append(
                Finding("slip", last.tape.span(at, min(len(last.tape.text), at + 40)), "", (), 0.8, why)
            )
        self.open_draft = draft if is_open else None

    def _answered(self, draft: Draft, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Return the edits with the editor's readings in place of those they touch."""
        found = list(edits)
        for span, read in self.readings:
            if span.start in draft.tape.at and span.end - 1 in draft.tape.at:
                start, end = draft.tape.at.index(span.start), draft.tape.at.index(span.end - 1) + 1
                found = [e for e in found if e.end <= start or e.start >= end] + [Edit(start, end, read, ANSWER)]
        return tuple(sorted(found, key=lambda e: (e.start, e.end)))

    def plain(self, fragments: Iterable[Fragment], role: str, folio: int = 0, lines: tuple[str, ...] = ()) -> Paragraph:
        """Return a line of the title page, or of the colophon, broken where it repeats `lines` of the title page."""
        tape = lay_tape(self.source, [fragment.span for fragment in fragments])
        headed = tape.text.startswith("#")
        draft = Draft("heading" if headed else "paragraph", tape, ((0, folio),) if folio else ())
        self.open_draft = None
        places = colophon_lines(tape.text, list(lines)) if lines else []
        breaks: dict[int, tuple[Inline, ...]] = {place + 1: (LineBreak(),) for place in places}
        return Paragraph(self.inlines(draft, breaks, (), dropped=tuple(places)), role=role)


def compose(
    source: Source,
    recognised: Recognised,
    order: Order,
    assembly: Assembly,
    calls: Calls,
    lexicon: Lexicon,
    readings: tuple[tuple[Span, str], ...] = (),
) -> tuple[Document, tuple[Finding, ...]]:
    """Return the document, and the questions that arose in making it."""
    # A PDF's own characters lack no hyphen.
    told = () if source.layout is not None else recognised.ends
    places = None if told is None else frozenset(at for end in told for at in range(end.start, end.end))
    composer = Composer(source, lexicon, readings, places, assembly.lines)
    text, begun = _begun_once(assembly.text, order)
    bodymatter = _body(composer, replace(assembly, text=text), calls)
    title, colophon = _frames(composer, recognised.fragments, order, begun)
    for fragment in recognised.fragments:
        if fragment.kind == "note" and fragment.body is not None:
            composer.set_aside.append(SetAside(Span(fragment.span.start, fragment.body.start), "note label"))
        elif fragment.kind in ("folio", "running head", "copy"):
            composer.set_aside.append(SetAside(fragment.span, fragment.kind))
    document = Document(title, bodymatter, colophon, ())
    return replace(document, set_aside=_rest(source, document, composer.set_aside)), tuple(composer.findings)


def _begun_once(text: list[Draft], order: Order) -> tuple[list[Draft], frozenset[int]]:
    """Return the text, without a mark of the first page where the title page begins that, and the pages it begins."""
    framed = {1} if order.hypothesis and order.furniture.title else set()
    kept = [replace(draft, breaks=tuple(b for b in draft.breaks if b[1] not in framed)) for draft in text]
    return kept, frozenset(folio for draft in kept for _, folio in draft.breaks)


def _body(composer: Composer, assembly: Assembly, calls: Calls) -> tuple[Block, ...]:
    numbers = {call.note: n for n, call in enumerate(calls.calls, 1)}
    by_draft: dict[int, list[tuple[int, int, int, bool]]] = {}
    for call in calls.calls:
        by_draft.setdefault(call.place.draft, []).append((call.place.start, call.place.end, call.note, call.inferred))
    blocks: list[Block] = []
    for n, draft in enumerate(assembly.text):
        own = by_draft.get(n, [])
        marks = tuple((start, end) for start, end, _, _ in own if end > start)
        if draft.kind == "contents":
            composer.set_aside += [SetAside(span, "contents page, made anew") for span in draft.tape.spans()]
            continue
        number = composer.paragraphs + (draft.kind not in ("heading", "break"))
        composer.paragraphs = number
        called: dict[int, tuple[Inline, ...]] = {}
        for _, end, note, inferred in own:
            label, _, paragraphs = assembly.notes[note]
            made = Note(numbers[note], label, _note_blocks(composer, paragraphs), inferred)
            called[end] = (*called.get(end, ()), made)
        for start in _cell_starts(draft):
            called[start] = (*called.get(start, ()), LineBreak())
        block = _block(draft, composer.inlines(draft, called, marks), number)
        joined = _joined(blocks[-1], block) if blocks and assembly.text[n - 1].kind == draft.kind else None
        blocks[-1:] = [joined] if joined else [*blocks[-1:], block]
    return outlined(blocks)


def _joined(last: Block, block: Block) -> Block | None:
    """Return two quotations as one, and an item with the list that it goes on with; None for what stays apart."""
    match last, block:
        case BlockQuote(), BlockQuote():
            return BlockQuote(last.blocks + block.blocks)
        case ListBlock(), ListBlock() if last.ordered == block.ordered and (
            not last.ordered or last.start + len(last.items) == block.start
        ):
            return replace(last, items=last.items + block.items)
        case _:
            return None


def _set_by_shape(draft: Draft) -> list[Edit]:
    """Return what the shape of a block says and its text need not: the mark of an item, what parts a table's cells."""
    if draft.kind == "item":
        return [Edit(0, draft.marker, None, "mark of a list")]
    if draft.kind == "verse":
        return [Edit(at, at + 1, " ", "line end") for at in draft.turns]
    if draft.kind != "table":
        return []
    places = [0, *(at for row in cells(draft.tape.text) for cell in row for at in cell), len(draft.tape.text)]
    between = zip(places[::2], places[1::2], strict=True)
    return [Edit(a, b, None, "rule of a table") for a, b in between if b > a]


def _over(edits: tuple[Edit, ...], own: list[Edit]) -> tuple[Edit, ...]:
    """Return the edits with `own` in place of those that they touch."""
    free = [e for e in edits if all(e.end <= o.start or e.start >= o.end for o in own)]
    return tuple(sorted([*free, *own], key=lambda e: (e.start, e.end)))


def _cell_starts(draft: Draft) -> list[int]:
    """Return where the cells of a table begin, but for the first."""
    if draft.kind != "table":
        return []
    return [start for row in cells(draft.tape.text) for start, _ in row][1:]


def _note_blocks(composer: Composer, paragraphs: list[Draft]) -> tuple[Block, ...]:
    return tuple(Paragraph(composer.inlines(draft, {}, ())) for draft in paragraphs)


def _block(draft: Draft, inlines: tuple[Inline, ...], number: int) -> Block:
    match draft.kind:
        case "heading":
            return Heading(draft.level or 1, inlines)
        case "quote":
            return BlockQuote((Paragraph(inlines, number),))
        case "verse":
            return Verse(_lines(inlines), number)
        case "item":
            return ListBlock(((Paragraph(inlines, number),),), draft.level > 0, max(draft.level, 1))
        case "table":
            width = len(cells(draft.tape.text)[0])
            lines = _lines(inlines)
            rows = tuple(lines[n : n + width] for n in range(0, len(lines), width))
            return Table(rows, number, headed(draft.tape.text))
        case "break":
            return ThematicBreak()
        case "paragraph" | "note" | "contents":
            return Paragraph(inlines, number)


def _lines(inlines: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], ...]:
    """Return the inlines of verse, a tuple a line."""
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return tuple(map(tuple, lines))


def _frames(
    composer: Composer, fragments: tuple[Fragment, ...], order: Order, begun: frozenset[int]
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the title page, the lines of one role together, and the colophon; a page already `begun` begins once."""
    pages = order.hypothesis.pages if order.hypothesis else 0
    last = 0 if pages in begun else pages
    lines: list[tuple[str, list[Fragment]]] = []
    for i, role in order.furniture.title:
        if lines and lines[-1][0] == role and role in ("title", "author"):
            lines[-1][1].append(fragments[i])
        else:
            lines.append((role, [fragments[i]]))
    title = [
        composer.plain(own, role, 1 if pages and n == 0 and 1 not in begun else 0)
        for n, (role, own) in enumerate(lines)
    ]
    said = tuple(" ".join(composer.source.at(fragment.span) for fragment in own) for _, own in lines)
    colophon = [
        composer.plain([fragments[i]], "", last if n == 0 else 0, said) for n, i in enumerate(order.furniture.colophon)
    ]
    return tuple(title), tuple(colophon)


def _rest(source: Source, document: Document, set_aside: list[SetAside]) -> tuple[SetAside, ...]:
    """Return what was set aside with the white space between the blocks: all that no leaf holds."""
    covered = sorted(
        [(p.span.start, p.span.end) for p in pieces_of(document)] + [(s.span.start, s.span.end) for s in set_aside]
    )
    found = list(set_aside)
    at = 0
    for start, end in [*covered, (len(source.text), len(source.text))]:
        if start > at:
            gap = Span(at, start)
            found.append(
                SetAside(
                    gap,
                    "white space"
                    if source.at(gap).isspace()
                    else "rule of the page"
                    if _is_rule(source.at(gap))
                    else "?",
                )
            )
        at = max(at, end)
    return tuple(sorted(found, key=lambda s: s.span))


def _is_rule(text: str) -> bool:
    return re.fullmatch(r"[\s*_#~=\u2042\u2766—–-]+", text) is not None

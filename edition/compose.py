"""The document made of the paragraphs, their repairs and their notes: the only stage that makes text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from edition.apparatus import Finding
from edition.book import Answer
from edition.blocks import Fragment
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
    Note,
    PageBreak,
    Paragraph,
    Piece,
    SetAside,
    Text,
    ThematicBreak,
    Verse,
    pieces_of,
)
from edition.lexicon import Lexicon
from edition.notes import Calls
from edition.order import Order
from edition.paragraphs import JOIN, Assembly, Draft, lay_tape
from edition.punctuation import Edit
from edition.repairs import Repairs, propose
from edition.source import Source, Span

ANSWER = "the editor's answer"


@dataclass(slots=True)
class Composer:
    """Turns drafts into blocks and remembers what was set aside on the way."""

    source: Source
    lexicon: Lexicon
    answers: tuple[Answer, ...]
    set_aside: list[SetAside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    paragraphs: int = 0
    quoted: bool = False
    """A quotation is open at the end of the last paragraph."""

    def inlines(self, draft: Draft, calls: dict[int, Inline], marks: tuple[tuple[int, int], ...]) -> tuple[Inline, ...]:
        """Return the draft's text mended, its notes at their places and its page breaks where the pages begin."""
        opened = draft.tape.text[:1] in '"“„«'
        repairs, is_open = propose(draft, self.lexicon, marks, quoted=self.quoted and opened)
        self.quoted = is_open
        self.findings += repairs.findings
        repairs = replace(repairs, edits=self._answered(draft, repairs.edits))
        return _write(draft, repairs, calls, marks, self.set_aside)

    def _answered(self, draft: Draft, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Return the edits with the editor's answers in place of those they touch."""
        found = list(edits)
        for answer in self.answers:
            at = self.source.text.find(answer.find)
            if at not in draft.tape.at or at + len(answer.find) - 1 not in draft.tape.at or "[^" in answer.read:
                continue
            start = draft.tape.at.index(at)
            end = draft.tape.at.index(at + len(answer.find) - 1) + 1
            found = [e for e in found if e.end <= start or e.start >= end] + [Edit(start, end, answer.read, ANSWER)]
        return tuple(sorted(found, key=lambda e: (e.start, e.end)))

    def plain(self, fragments: Iterable[Fragment], role: str, folio: int = 0) -> Paragraph:
        """Return a line of the title page or the colophon."""
        spans = [fragment.span for fragment in fragments]
        draft = Draft("paragraph", lay_tape(self.source, spans), ((0, folio),) if folio else ())
        self.quoted = False
        return Paragraph(self.inlines(draft, {}, ()), role=role)


def compose(
    source: Source,
    fragments: tuple[Fragment, ...],
    order: Order,
    assembly: Assembly,
    calls: Calls,
    lexicon: Lexicon,
    answers: tuple[Answer, ...],
) -> tuple[Document, tuple[Finding, ...]]:
    """Return the document, and the questions that arose in making it."""
    composer = Composer(source, lexicon, answers)
    bodymatter = _body(composer, assembly, calls)
    title, colophon = _frames(composer, fragments, order)
    for fragment in fragments:
        if fragment.kind == "note" and fragment.body is not None:
            composer.set_aside.append(SetAside(Span(fragment.span.start, fragment.body.start), "note label"))
        elif fragment.kind in ("folio", "running head"):
            composer.set_aside.append(SetAside(fragment.span, fragment.kind))
    document = Document(title, bodymatter, colophon, ())
    return replace(document, set_aside=_rest(source, document, composer.set_aside)), tuple(composer.findings)


def _body(composer: Composer, assembly: Assembly, calls: Calls) -> tuple[Block, ...]:
    numbers = {call.note: n for n, call in enumerate(calls.calls, 1)}
    by_draft: dict[int, list[tuple[int, int, int, bool]]] = {}
    for call in calls.calls:
        by_draft.setdefault(call.place.draft, []).append((call.place.start, call.place.end, call.note, call.inferred))
    blocks: list[Block] = []
    for n, draft in enumerate(assembly.text):
        own = by_draft.get(n, [])
        marks = tuple((start, end) for start, end, _, _ in own if end > start)
        number = composer.paragraphs + (draft.kind not in ("heading", "break"))
        composer.paragraphs = number
        called: dict[int, Inline] = {}
        open_quote = composer.quoted
        for _, end, note, inferred in own:
            label, _, paragraphs = assembly.notes[note]
            called[end] = Note(numbers[note], label, _note_blocks(composer, paragraphs), inferred)
        composer.quoted = open_quote
        block = _block(draft, composer.inlines(draft, called, marks), number)
        if (
            isinstance(block, BlockQuote)
            and blocks
            and isinstance(blocks[-1], BlockQuote)
            and assembly.text[n - 1].kind == "quote"
        ):
            blocks[-1] = BlockQuote(blocks[-1].blocks + block.blocks)
        else:
            blocks.append(block)
    return tuple(blocks)


def _note_blocks(composer: Composer, paragraphs: list[Draft]) -> tuple[Block, ...]:
    composer.quoted = False
    return tuple(Paragraph(composer.inlines(draft, {}, ())) for draft in paragraphs)


def _block(draft: Draft, inlines: tuple[Inline, ...], number: int) -> Block:
    match draft.kind:
        case "heading":
            return Heading(draft.level or 1, inlines)
        case "quote":
            return BlockQuote((Paragraph(inlines, number),))
        case "verse":
            return Verse(_lines(inlines), number)
        case "break":
            return ThematicBreak()
        case "paragraph" | "note":
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
    composer: Composer, fragments: tuple[Fragment, ...], order: Order
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the title page, the lines of one role together, and the colophon."""
    pages = order.hypothesis.pages if order.hypothesis else 0
    lines: list[tuple[str, list[Fragment]]] = []
    for i, role in order.furniture.title:
        if lines and lines[-1][0] == role and role in ("title", "author"):
            lines[-1][1].append(fragments[i])
        else:
            lines.append((role, [fragments[i]]))
    title = [composer.plain(own, role, 1 if pages and n == 0 else 0) for n, (role, own) in enumerate(lines)]
    colophon = [
        composer.plain([fragments[i]], "", pages if n == 0 else 0) for n, i in enumerate(order.furniture.colophon)
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


@dataclass(slots=True)
class _Writer:
    """Collects inlines; Text is closed wherever structure begins or ends."""

    out: list[Inline] = field(default_factory=list)
    inner: list[Inline] | None = None
    pieces: list[Piece] = field(default_factory=list)

    def keep(self, offset: int) -> None:
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, Kept) and last.span.end == offset:
            self.pieces[-1] = Kept(Span(last.span.start, offset + 1))
        else:
            self.pieces.append(Kept(Span(offset, offset + 1)))

    def close(self) -> None:
        if self.pieces:
            (self.out if self.inner is None else self.inner).append(Text(tuple(self.pieces)))
            self.pieces = []

    def insert(self, inline: Inline) -> None:
        self.close()
        (self.out if self.inner is None else self.inner).append(inline)

    def turn(self) -> None:
        """End a line of verse, emphasis with it, to begin again on the next."""
        inside = self.inner is not None
        self.end()
        self.out.append(LineBreak())
        if inside:
            self.begin()

    def begin(self) -> None:
        self.close()
        self.inner = []

    def end(self) -> None:
        self.close()
        if self.inner:
            self.out.append(Emphasis(tuple(self.inner)))
        self.inner = None


def _write(
    draft: Draft,
    repairs: Repairs,
    calls: dict[int, Inline],
    marks: tuple[tuple[int, int], ...],
    set_aside: list[SetAside],
) -> tuple[Inline, ...]:
    """Return the inlines of one tape: its characters kept or emended, structure where it belongs."""
    tape, writer = draft.tape, _Writer()
    edits = {
        edit.start: edit for edit in (*repairs.edits, *(Edit(start, end, None, "note mark") for start, end in marks))
    }
    breaks = dict(draft.breaks)
    starts, ends = {start for start, _ in repairs.italics}, {end for _, end in repairs.italics}
    gaps = dict(tape.gaps)
    at = 0
    while at <= len(tape.text):
        if at in ends:
            writer.end()
        if at in calls:
            writer.insert(calls[at])
        if at in breaks:
            writer.insert(PageBreak(breaks[at]))
        if at in starts:
            writer.begin()
        if at == len(tape.text):
            break
        edit = edits.get(at)
        if edit is not None and draft.kind != "break":
            if draft.kind == "verse" and "\n" in tape.text[edit.start : edit.end] and edit.reading == " ":
                set_aside.append(SetAside(tape.span(edit.start, edit.end), "white space"))
                writer.turn()
            elif edit.start in gaps and edit.reading == "":
                set_aside.append(SetAside(gaps[edit.start], "white space"))
            else:
                _apply(tape.span(edit.start, edit.end), edit, writer, set_aside)
            at = _step(edit, calls, breaks, writer)
            continue
        if draft.kind == "break":
            set_aside.append(SetAside(tape.span(at, at + 1), "rule of the page"))
        elif tape.at[at] == JOIN:
            writer.pieces.append(Emended(gaps[at], " ", "line end"))
        else:
            writer.keep(tape.at[at])
        at += 1
    writer.end()
    return tuple(writer.out)


def _step(edit: Edit, calls: dict[int, Inline], breaks: dict[int, int], writer: _Writer) -> int:
    """Return where the tape goes on after an edit; what stands within it is put behind it."""
    for inside in range(edit.start + 1, edit.end):
        if inside in calls:
            writer.insert(calls[inside])
        if inside in breaks:
            writer.insert(PageBreak(breaks[inside]))
    return edit.end


def _apply(span: Span, edit: Edit, writer: _Writer, set_aside: list[SetAside]) -> None:
    if edit.reading is None:
        set_aside.append(SetAside(span, edit.rule))
    else:
        writer.pieces.append(Emended(span, edit.reading, edit.rule))

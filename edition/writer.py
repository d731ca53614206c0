"""A tape written out as inlines: every character kept, emended or set aside, structure where it belongs."""

from bisect import bisect_right
from dataclasses import dataclass, field

from edition.document import (
    Emended,
    Emphasis,
    Inline,
    Kept,
    LineBreak,
    PageBreak,
    Piece,
    SetAside,
    Text,
)
from edition.punctuation import Edit
from edition.repairs import Repairs
from edition.shapes import Draft
from edition.source import Span
from edition.tape import JOIN


@dataclass(slots=True)
class _Writer:
    """Collects inlines; Text is closed wherever structure begins or ends."""

    out: list[Inline] = field(default_factory=list)
    inner: list[Inline] | None = None
    pieces: list[Piece] = field(default_factory=list)

    def keep(self, span: Span) -> None:
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, Kept) and last.span.end == span.start:
            self.pieces[-1] = Kept(Span(last.span.start, span.end))
        else:
            self.pieces.append(Kept(span))

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


def write(
    draft: Draft,
    repairs: Repairs,
    calls: dict[int, tuple[Inline, ...]],
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
    stops = sorted({*edits, *breaks, *calls, *starts, *ends, *gaps, *(at + 1 for at in gaps), len(tape.text)})
    at = 0
    while at <= len(tape.text):
        if at in ends:
            writer.end()
        for inline in calls.get(at, ()):
            writer.insert(inline)
        if at in breaks:
            writer.insert(PageBreak(breaks[at]))
        if at in starts:
            writer.begin()
        if at == len(tape.text):
            break
        edit = edits.get(at)
        if edit is not None and draft.kind != "break":
            if _turns(draft, edit):
                space = gaps.get(edit.start) or tape.span(edit.start, edit.end)
                set_aside.append(SetAside(space, "white space"))
                writer.turn()
            elif edit.start in gaps and edit.reading == "":
                set_aside.append(SetAside(gaps[edit.start], "white space"))
            else:
                _apply(tape.span(edit.start, edit.end), edit, writer, set_aside)
            at = _step(edit, calls, breaks, writer)
            continue
        until = stops[bisect_right(stops, at)]
        if draft.kind == "break":
            set_aside.append(SetAside(tape.span(at, until), "rule of the page"))
        elif tape.at[at] == JOIN:
            writer.pieces.append(Emended(gaps[at], " ", "line end"))
        else:
            writer.keep(tape.span(at, until))
        at = until
    writer.end()
    return tuple(writer.out)


def _turns(draft: Draft, edit: Edit) -> bool:
    """Tell whether white space stands where a line of verse ends."""
    ends = "\n" in draft.tape.text[edit.start : edit.end] or edit.start in draft.turns
    return draft.kind == "verse" and edit.reading == " " and ends


def _step(edit: Edit, calls: dict[int, tuple[Inline, ...]], breaks: dict[int, int], writer: _Writer) -> int:
    """Return where the tape goes on after an edit; what stands within it is put behind it."""
    for inside in range(edit.start + 1, edit.end):
        for inline in calls.get(inside, ()):
            writer.insert(inline)
        if inside in breaks:
            writer.insert(PageBreak(breaks[inside]))
    return edit.end


def _apply(span: Span, edit: Edit, writer: _Writer, set_aside: list[SetAside]) -> None:
    if edit.reading is None:
        set_aside.append(SetAside(span, edit.rule))
    else:
        writer.pieces.append(Emended(span, edit.reading, edit.rule))

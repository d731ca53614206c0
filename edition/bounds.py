"""Where in the text a note can be called: on its page, and in the blocks of the source that stand before it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from edition.paragraphs import Assembly
from edition.shapes import Draft
from edition.source import Span
from edition.tape import JOIN


def folio_at(draft: Draft, at: int) -> int:
    """Return the page on which a character of the draft's tape stands."""
    starts = [place for place, _ in draft.breaks]
    index = bisect_right(starts, at) - 1
    return draft.breaks[index][1] if index >= 0 else draft.folio


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a draft that stand together in the source: of one block."""

    source: int
    """Where they end in the source."""
    draft: int
    start: int
    end: int
    """On the draft's tape."""

    def holds(self, draft: int, at: int) -> bool:
        """Tell whether a place of the text is in this piece."""
        return draft == self.draft and self.start < at <= self.end


@dataclass(slots=True)
class Bounds:
    """The pieces of an assembly's text in the order of the source, and where its notes stand between them."""

    assembly: Assembly
    pieces: list[Piece] = field(init=False)
    starts: list[int] = field(init=False)
    """Where each note begins in the source."""

    def __post_init__(self) -> None:
        self.pieces = sorted(_pieces(self.assembly), key=lambda piece: piece.source)
        self.starts = [
            next((at for draft in drafts for at in draft.tape.at if at != JOIN), -1)
            for _, _, drafts in self.assembly.notes
        ]

    def block_before(self, note: int) -> Piece | None:
        """Return the piece of text that stands right before a note in the source."""
        index = bisect_right(self.pieces, self.starts[note], key=lambda piece: piece.source) - 1
        return self.pieces[index] if index >= 0 else None

    def calls(self, note: int, draft: int, at: int) -> bool:
        """Tell whether a place is in the piece of text that stands right before a note in the source."""
        block = self.block_before(note)
        return block is not None and block.holds(draft, at)

    def stretch(self, note: int) -> Span:
        """Return the source from the last note before the text that precedes this one, up to this note."""
        block = self.block_before(note)
        if block is None:
            return Span(0, max(0, self.starts[note]))
        ordered = sorted(self.starts)
        index = bisect_left(ordered, block.source) - 1
        return Span(ordered[index] if index >= 0 else 0, self.starts[note])


def _pieces(assembly: Assembly) -> list[Piece]:
    found = []
    for n, draft in enumerate(assembly.text):
        if draft.kind in ("break", "contents"):
            continue
        bounds = [-1, *(at for at, _ in draft.tape.gaps), len(draft.tape.text)]
        for before, end in pairwise(bounds):
            if end > before + 1:
                found.append(Piece(draft.tape.at[end - 1] + 1, n, before + 1, end))
    return found
